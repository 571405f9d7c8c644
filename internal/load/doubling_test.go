package load_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/load"
	"github.com/backcare/backcare/internal/load/loadtest"
)

// TestDoubling: twice as much of a list takes no more than about twice as much
// memory to load. That it takes twice the steps is tested on the program (cmd).
func TestDoubling(t *testing.T) {
	const n = 1500
	for list, of := range loadtest.Lists() {
		allocated := func(n int) uint64 {
			data := []byte(of(n))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			load.Files(load.File{Name: "a.yaml", Data: data})
			runtime.ReadMemStats(&after)
			return after.TotalAlloc - before.TotalAlloc
		}
		if one, two := allocated(n), allocated(2*n); two > one*5/2 {
			t.Errorf("%s: %d bytes, and %d for twice as many", list, one, two)
		}
	}
}

// TestReach: a small folder cannot come to gigabytes, by any of the ways in
// which one thing reaches many; what a person may write can.
func TestReach(t *testing.T) {
	const entry = `{id: "e%[1]d", name: "e%[1]d", kind: "product", `
	repeat := func(n int, item string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, item, i)
		}
		return b.String()
	}
	const reference = `{id: "r%d", about: ["x"], route: "r", positions: [], text: "t", authority: "a", country: "c", document: "d", type: "label", read: "source"}, `
	const link = `[{id: "x", basis: "general_knowledge", source: "x"}]}, `
	for what, text := range map[string]string{
		"statements about a class": loadtest.Multiplied(3000, 2500),
		"references to a class": `references: [` + repeat(2000, reference) + `]
entries: [{id: "x", name: "x", kind: "class"}, ` + repeat(2500, entry+`classes: `+link) + `]`,
		"references to a substance": `references: [` + repeat(2000, reference) + `]
substances: [{id: "x", name: "x"}]
entries: [` + repeat(2500, entry+`contains: `+link) + `]`,
		"codes of a substance": `substances: [{id: "x", name: "x", rxcui: [` + repeat(5000, `"1%d", `) + `]}]
entries: [` + repeat(2500, entry+`contains: `+link) + `]`,
		"a chain of classes": loadtest.Lists()["a chain of classes"](4000),
	} {
		if !strings.HasPrefix(text, "version") {
			text = "version: \"1\"\n" + text
		}
		ds, faults := load.Files(load.File{Name: "a.yaml", Data: []byte(text)})
		if ds != nil || len(faults) != 1 || !strings.Contains(faults[0].Error(), "comes to more than 64 MiB") {
			t.Errorf("%s: %v", what, faults)
		}
	}
	for list, n := range map[string]int{"statements": load.MaxGathered, "references": load.MaxGathered, "caveats": load.MaxGathered - 1, "positions": load.MaxGathered - 1} {
		of := loadtest.Lists()[list]
		if list == "references" || list == "positions" { // of a substance
			held := of
			of = func(n int) string {
				return held(n) + `entries: [{id: "e", name: "e", kind: "product", contains: [{id: "s", basis: "general_knowledge", source: "x"}]}]`
			}
		}
		if _, faults := load.Files(load.File{Name: "a.yaml", Data: []byte(of(n))}); strings.Contains(fmt.Sprint(faults), "come together") {
			t.Errorf("%d %s: %v", n, list, faults)
		}
		if _, faults := load.Files(load.File{Name: "a.yaml", Data: []byte(of(n + 1))}); !strings.Contains(fmt.Sprint(faults), "more than 4000 statements, caveats, references and positions come together in this entry") {
			t.Errorf("%d %s: %v", n+1, list, faults)
		}
	}
	for _, text := range []string{loadtest.Multiplied(100, 1500), loadtest.Entries(10_000)} {
		if _, faults := load.Files(load.File{Name: "a.yaml", Data: []byte(text)}); len(faults) > 0 {
			t.Error(faults)
		}
	}
}
