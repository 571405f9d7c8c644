// Package bench pins what the hot paths allocate. The script page beside it
// measures the program as a whole.
package bench

import (
	"testing"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/render"
)

// TestAllocations pins what the hot paths allocate: a name that is found as
// it is, one with a slip, and the lines of a batch. A clock would tell less,
// and that unsteadily.
func TestAllocations(t *testing.T) {
	ds := dataset.Embedded()
	m := match.New(ds)
	b := answer.NewBuilder(ds, "")
	resolve := func(name string, want match.Kind) match.Result {
		t.Helper()
		r := m.Match(name, false)
		if r.Kind != want {
			t.Fatalf("%q is %s, want %s", name, r.Kind, want)
		}
		return r
	}
	exact := resolve("Paracetamol", match.Exact)
	resolve("Acetaminophen", match.Alias)
	resolve("Парацетамол", match.Alias)
	resolve("paracetmol", match.Spelling)

	entry := b.Entry(exact.Entry)
	keep := func(int32) *answer.Entry { return &entry }
	result := b.ResultOf("Paracetamol", exact, keep)
	row, err := render.Open(answer.Lookup{}, render.Options{Format: render.CSV, Columns: []string{"name", "lactation"}})
	if err != nil {
		t.Fatal(err)
	}
	object, err := render.Open(answer.Lookup{}, render.Options{Format: render.NDJSON})
	if err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 0, 1<<20)
	for _, c := range []struct {
		what string
		most float64
		do   func()
	}{
		{"exact", 0, func() { m.Match("Paracetamol", false) }},
		{"alias", 0, func() { m.Match("Acetaminophen", false) }},
		{"alias in Cyrillic", 0, func() { m.Match("Парацетамол", false) }},
		{"typo", 10, func() { m.Match("paracetmol", false) }},
		{"result with a kept entry", 2, func() { b.ResultOf("Paracetamol", exact, keep) }},
		{"csv row", 0, func() { _, _ = row.Item(buf, 1, &result, nil) }},
		{"ndjson line", 1, func() { _, _ = object.Item(buf, 1, &result, nil) }},
	} {
		if n := testing.AllocsPerRun(100, c.do); n > c.most {
			t.Errorf("%s: %.0f allocations, at most %.0f were pinned", c.what, n, c.most)
		} else {
			t.Logf("%s: %.0f allocations", c.what, n)
		}
	}
}

// BenchmarkMatch and the others are for benchstat.
func BenchmarkMatch(b *testing.B) {
	m := match.New(dataset.Embedded())
	for what, name := range map[string]string{"exact": "Paracetamol", "alias": "Acetaminophen", "typo": "paracetmol", "unknown": "bulavimex"} {
		b.Run(what, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.Match(name, false)
			}
		})
	}
}

func BenchmarkLine(b *testing.B) {
	ds := dataset.Embedded()
	build := answer.NewBuilder(ds, "")
	m := match.New(ds).Match("Paracetamol", false)
	for what, o := range map[string]render.Options{
		"csv":    {Format: render.CSV, Columns: []string{"name", "lactation"}},
		"ndjson": {Format: render.NDJSON},
	} {
		b.Run(what, func(b *testing.B) {
			line, err := render.Open(answer.Lookup{}, o)
			if err != nil {
				b.Fatal(err)
			}
			r := build.Result("Paracetamol", m)
			buf := make([]byte, 0, 1<<20)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := line.Item(buf, 1, &r, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
