package render

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/answer/answertest"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/resolve"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldens are the results whose looks are pinned.
func goldens() map[string]Answer {
	stand := list(answer.Filters{Authorities: []resolve.Relation{resolve.Stricter, resolve.Agree}})
	stand.Entries = stand.Entries[2:]
	return map[string]Answer{
		"lookup": lookup(
			resolved("nurofen gell", match.Spelling, "Nurofen Gel", 1, nurofenGel()),
			notFound(),
			resolved("Ketanov", match.Alias, "Ketanov", 0, ketorolac()),
			resolved("finalgon", match.Exact, "Finalgon", 0, finalgon())),
		"list":             list(answer.Filters{}),
		"list-lactation":   list(answer.Filters{Phases: lactation.List(), Kind: []catalog.Kind{catalog.Product, catalog.Remedy}, Class: answertest.Ptr("nsaids")}),
		"list-trimester":   list(answer.Filters{Phases: answertest.Phases("first", "third"), Status: []catalog.Status{catalog.DoctorOnly, catalog.Contraindicated}, Disputed: true}),
		"list-authorities": stand,
		"compare":          compare(),
		"documents":        documents(),
		"document":         document(),
		"document-line":    answertest.DocumentLine(),
		"references":       references(),
		"reference":        referenceShow(),
		"table":            settings(),
	}
}

// looks are the ways in which each of them is shown.
func looks() map[string]Options {
	return map[string]Options{
		"80.txt":       {Format: TableFormat, Width: 80},
		"120.ansi":     {Format: TableFormat, Width: 120, Color: true},
		"80-ascii.txt": {Format: TableFormat, Width: 80, ASCII: true},
		"50.txt":       {Format: TableFormat, Width: 50},
		"30.txt":       {Format: TableFormat, Width: 30},
		"pipe.txt":     {Format: TableFormat},
		"plain.txt":    {Format: TableFormat, Plain: true},
		"json":         {Format: JSON},
		"ndjson":       {Format: NDJSON},
		"yaml":         {Format: YAML},
		"csv":          {Format: CSV},
		"md":           {Format: Markdown},
	}
}

// few are the looks of every answer that are pinned. The others differ from these
// only in what a lookup shows too; JSON is compared with encoding/json and the
// schemas for every answer.
var few = []string{"80.txt", "30.txt", "plain.txt", "md", "csv"}

func TestGolden(t *testing.T) {
	for name, v := range goldens() {
		for look, o := range looks() {
			if name != "lookup" && !slices.Contains(few, look) {
				continue
			}
			t.Run(name+"."+look, func(t *testing.T) { golden(t, name+"."+look, v, o) })
		}
	}
	v := goldens()["lookup"]
	golden(t, "lookup-lactation.80.txt", v, Options{Format: TableFormat, Width: 80, Phases: lactation})
	golden(t, "lookup.html", v, Options{Format: HTML, Date: "25 November 2026"})
	golden(t, "list.html", goldens()["list"], Options{Format: HTML})
	golden(t, "lookup-lactation.csv", v, Options{Format: CSV, Phases: lactation})
	golden(t, "lookup-columns.80.txt", v, Options{Format: TableFormat, Width: 80, Columns: []string{"name", "third", "third_source", "third_direct"}})
	golden(t, "lookup-columns.md", v, Options{Format: Markdown, Columns: []string{"query", "lactation", "lactation_basis"}, NoHeader: true})
	golden(t, "lookup-no-header.80.txt", lookup(resolved("finalgon", match.Exact, "Finalgon", 0, finalgon())), Options{Format: TableFormat, Width: 80, NoHeader: true})
}

func golden(t *testing.T, name string, v Answer, o Options) {
	t.Helper()
	got, err := Render(v, o)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s differs (write it anew with -update); got:\n%s", path, got)
	}
}
