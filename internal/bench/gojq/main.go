// Command gojq runs a jq expression over a JSON file with the library that
// backcare links: what the program of that name does, without its options.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/itchyny/gojq"
)

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "gojq:", err)
		os.Exit(1)
	}
}

func run(expr, path string) error {
	query, err := gojq.Parse(expr)
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var v any
	if err := json.NewDecoder(f).Decode(&v); err != nil {
		return err
	}
	values := query.Run(v)
	for {
		v, ok := values.Next()
		if !ok {
			return nil
		}
		if err, bad := v.(error); bad {
			return err
		}
		fmt.Println(v)
	}
}
