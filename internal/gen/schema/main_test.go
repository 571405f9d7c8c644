package main

import (
	"bytes"
	"testing"

	"github.com/backcare/backcare/docs/schema"
)

// TestFresh: the committed schemas are those that the types give.
func TestFresh(t *testing.T) {
	t.Chdir("../../../docs/schema")
	files, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	names := schema.Names()
	if len(names) != len(files) {
		t.Errorf("%d schemas are committed, %d are made", len(names), len(files))
	}
	for _, name := range names {
		text, err := schema.Read(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(text, files[name]) {
			t.Errorf("%s%s is stale: run go generate ./docs/schema", name, schema.Suffix)
		}
	}
}
