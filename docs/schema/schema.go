// Package schema holds the JSON Schemas (2020-12) of what backcare writes. It
// stands beside the documentation because people read them there; the program
// prints them too.
package schema

import (
	"embed"
	"strings"
)

//go:embed *.schema.json
var files embed.FS

//go:generate go run ../../internal/gen/schema

// Suffix is what a schema's name has behind it as a file.
const Suffix = ".schema.json"

// Names lists the schemas: those of the commands' answers, and "entry" and
// "result" for one line of ndjson.
func Names() []string {
	list, err := files.ReadDir(".")
	if err != nil {
		return nil // an embedded folder cannot fail to be read
	}
	names := make([]string, len(list))
	for i, f := range list {
		names[i] = strings.TrimSuffix(f.Name(), Suffix)
	}
	return names
}

// Read gives the text of a schema. The error is for a name that is none of
// Names.
func Read(name string) ([]byte, error) { return files.ReadFile(name + Suffix) }
