// Command schema writes the JSON Schemas in docs/schema from the types that
// the JSON is made of. It is run by go generate in that folder.
//
// The description of a field is its doc tag; a field without one is an error.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/backcare/backcare/docs/schema"
)

func main() {
	dir := "."
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	if err := write(dir); err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}

func write(dir string) error {
	files, err := generate()
	if err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name+schema.Suffix), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
