// Command schema writes the JSON Schemas in docs/schema from the types that
// the JSON is made of. It is run by go generate in that folder.
//
// The description of a field is its comment; a field without one is an error.
package main

import (
	"fmt"
	"os"

	"github.com/backcare/backcare/docs/schema"
)

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}

func write() error {
	files, err := generate()
	if err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(name+schema.Suffix, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
