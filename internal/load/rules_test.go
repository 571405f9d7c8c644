package load

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const rulesHead = `version: "1"
documents: [{id: "doc-000", file: "000.txt", title: "T", summary: "s", covers: [], lines: 100}]
entries:
`

// TestRulesOfReading: what can be told by machine of how a passage is read.
func TestRulesOfReading(t *testing.T) {
	statement := func(status, phases, wording, setting, more string) string {
		return fmt.Sprintf("  - {id: \"x\", name: \"x\", kind: \"class\", statements: [{at: \"doc-000:1\", printed_as: \"p\", section: \"s\", status: %q, phases: [%s], wording: %q, setting: %q, claim: \"c\"%s}]}\n",
			status, phases, wording, setting, more)
	}
	class := func(id, classes string) string {
		s := fmt.Sprintf("  - {id: %q, name: %q, kind: \"class\", classes: [", id, id)
		for _, c := range strings.Fields(classes) {
			s += fmt.Sprintf("{id: %q, basis: \"general_knowledge\", source: \"x\"}, ", c)
		}
		return s + "]}\n"
	}
	const gist = `, gist: "g"`
	for _, c := range []struct{ name, data, want string }{
		{"position with a gist", statement("caution", `"pregnancy"`, "stated", "pregnancy", gist), ""},
		{"position without a gist", statement("caution", `"pregnancy"`, "stated", "pregnancy", ""), "a.yaml:4:54: a statement that takes a position needs the key \"gist\""},
		{"mention without a gist", statement("mentioned", `"pregnancy"`, "stated", "pregnancy", ""), ""},
		{"allowed for all", statement("allowed", `"pregnancy"`, "stated", "pregnancy", gist+`, covers: "all"`), ""},
		{"allowed for some", statement("allowed", `"pregnancy"`, "stated", "pregnancy", gist+`, covers: "some"`), "a.yaml:4:217: allowed for some of it: a permission for a part is conditional"},
		{"allowed for most", statement("allowed", `"pregnancy"`, "stated", "pregnancy", gist+`, covers: "most"`), "a.yaml:4:217: allowed for most of it"},
		{"conditional for some", statement("conditional", `"pregnancy"`, "stated", "pregnancy", gist+`, covers: "some"`), ""},
		{"postpartum permission, silent on nursing", statement("allowed", `"lactation"`, "unspecified", "postpartum", gist), "a.yaml:4:130: a permission in a passage on the time after childbirth"},
		{"postpartum condition, silent on nursing", statement("conditional", `"lactation"`, "unspecified", "postpartum", gist), "a.yaml:4:134: a permission in a passage on the time after childbirth"},
		{"postpartum permission that names nursing", statement("allowed", `"lactation"`, "stated", "postpartum", gist), ""},
		{"postpartum warning", statement("caution", `"lactation"`, "unspecified", "postpartum", gist), ""},
		{"postpartum ban", statement("contraindicated", `"lactation"`, "unspecified", "postpartum", gist), ""},
		{"a longer way", class("a", "b c") + class("b", "d") + class("d", "c") + class("c", ""), "a.yaml:4:5: \"a\" need not be linked to the class \"c\": it belongs there through \"b\""},
		{"two ways of one length", class("a", "b c") + class("b", "d") + class("c", "d") + class("d", ""), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, old := range []bool{false, true} {
				_, faults := read(old, []File{{Name: "a.yaml", Data: []byte(rulesHead + c.data)}})
				switch {
				case old || c.want == "":
					if len(faults) > 0 {
						t.Errorf("old %t: %v", old, faults)
					}
				case len(faults) != 1 || !strings.HasPrefix(faults[0].Error(), c.want):
					t.Errorf("got %v, want %s", faults, c.want)
				}
			}
		})
	}
}

// TestTooManyClasses: the way up is bounded, in breadth and in height.
func TestTooManyClasses(t *testing.T) {
	for _, c := range []struct {
		n     int
		chain bool
		want  int
	}{{64, true, 0}, {65, true, 1}, {64, false, 0}, {65, false, 1}, {300, true, 300 - 64}} {
		var b strings.Builder
		b.WriteString(rulesHead)
		links := ""
		for i := range c.n {
			fmt.Fprintf(&b, "  - {id: \"c%d\", name: \"c%d\", kind: \"class\"", i, i)
			if c.chain && i > 0 {
				fmt.Fprintf(&b, ", classes: [{id: \"c%d\", basis: \"general_knowledge\", source: \"x\"}]", i-1)
			}
			b.WriteString("}\n")
			if !c.chain || i == c.n-1 {
				links += fmt.Sprintf("{id: \"c%d\", basis: \"general_knowledge\", source: \"x\"}, ", i)
			}
		}
		fmt.Fprintf(&b, "  - {id: \"x\", name: \"x\", kind: \"product\", classes: [%s]}\n", links)
		if _, faults := read(false, []File{{Name: "a.yaml", Data: []byte(b.String())}}); len(faults) != c.want {
			t.Errorf("%d classes, chain %t: %d faults, want %d", c.n, c.chain, len(faults), c.want)
		}
	}
}

// TestDirOld reads a folder that the checks of today would refuse.
func TestDirOld(t *testing.T) {
	dir := t.TempDir()
	text := rulesHead + `  - {id: "x", name: "x", kind: "class", colour: "red", statements: [{at: "doc-000:1", printed_as: "p", section: "s", status: "allowed", covers: "some", phases: ["lactation"], setting: "postpartum", claim: "c"}]}
references: [{id: "r"}]
`
	if err := os.WriteFile(filepath.Join(dir, "a.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, faults, err := Dir(dir); err != nil || len(faults) == 0 {
		t.Error("the folder has no fault for Dir", err)
	}
	ds, faults, err := DirOld(dir)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	if len(ds.Entries) != 1 || len(ds.Entries[0].Statements) != 1 || len(ds.References) != 0 {
		t.Errorf("%+v", ds)
	}
	// What it does not know is still a fault.
	if err := os.WriteFile(filepath.Join(dir, "a.yaml"), []byte(strings.Replace(text, `"allowed"`, `"fine"`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, faults, _ := DirOld(dir); len(faults) != 1 {
		t.Errorf("an unknown status: %v", faults)
	}
}
