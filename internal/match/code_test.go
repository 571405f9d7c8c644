package match_test

import (
	"testing"

	"github.com/backcare/backcare/internal/load"
	"github.com/backcare/backcare/internal/match"
)

// TestSharedCode: a code of a substance is its own entry's, and the products
// that share it are suggestions; without such an entry it is nobody's.
func TestSharedCode(t *testing.T) {
	const head = `version: "1"
substances:
  - {id: "alpha", name: "alpha", atc: [{code: "N02BE01"}]}
  - {id: "beta", name: "beta", atc: [{code: "N02BE01"}]}
entries:
  - {id: "tabs", name: "Tabs", kind: "product", contains: [{id: "alpha", basis: "general_knowledge", source: "x"}]}
  - {id: "drops", name: "Drops", kind: "product", contains: [{id: "alpha", basis: "general_knowledge", source: "x"}]}
`
	const alpha = "  - {id: \"alpha\", name: \"alpha\", kind: \"ingredient\"}\n"
	const beta = "  - {id: \"beta\", name: \"beta\", kind: \"ingredient\"}\n"
	for _, c := range []struct {
		data  string
		kind  match.Kind
		id    string
		other int
	}{
		{head + alpha, match.Code, "alpha", 2},
		{head, match.Ambiguous, "", 2},
		{head + alpha + beta, match.Ambiguous, "", 4},
	} {
		ds, faults := load.Files(load.File{Name: "a.yaml", Data: []byte(c.data)})
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		r := match.New(ds).Match("n02 be01", false)
		id := ""
		if r.Entry >= 0 {
			id = ds.Entries[r.Entry].ID
		}
		if r.Kind != c.kind || id != c.id || len(r.Suggestions) != c.other || (r.Message == "") != (c.kind == match.Code) {
			t.Errorf("%+v, %s", r, id)
		}
	}
}
