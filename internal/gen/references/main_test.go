package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/resolve"
)

func TestFresh(t *testing.T) {
	have, err := os.ReadFile("../../../docs/references.md")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "references.md")
	if err := os.WriteFile(file, have, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := write(file); err != nil {
		t.Fatal(err)
	}
	if fresh, err := os.ReadFile(file); err != nil || string(fresh) != string(have) {
		t.Errorf("docs/references.md is stale: run go generate ./... (%v)", err)
	}
}

func TestFillNeedsItsMarks(t *testing.T) {
	for _, page := range []string{"", "<!-- x -->\n", "<!-- end of x -->", "<!-- end of x --><!-- x -->\n"} {
		if _, err := fill([]byte(page), "x", "t"); err == nil {
			t.Errorf("%q was filled", page)
		}
	}
	got, err := fill([]byte("a\n<!-- x -->\nold\n<!-- end of x -->\nb"), "x", "new\n")
	if want := "a\n<!-- x -->\nnew\n<!-- end of x -->\nb"; err != nil || string(got) != want {
		t.Errorf("got %q, %v", got, err)
	}
}

// TestEveryMedicineIsCovered: each ingredient and product has, for every
// phase, a position of an authority or a search that found none.
func TestEveryMedicineIsCovered(t *testing.T) {
	ds := dataset.Embedded()
	for i := range ds.Entries {
		e := &ds.Entries[i]
		if e.Kind != catalog.Ingredient && e.Kind != catalog.Product {
			continue
		}
		refs := resolve.References(ds, int32(i))
		for p := range catalog.Phase(catalog.PhaseCount) {
			if held(e, refs, p) == "" {
				t.Errorf("%s, %s: nothing is held and nothing was looked for", e.ID, p)
			}
		}
	}
}
