package load_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/load"
)

// dataDir is the canonical YAML of this repository.
const dataDir = "../../data"

// documentsDir finds the five source documents, which are not part of the
// repository.
func documentsDir(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("BACKCARE_DOCUMENTS")
	if dir == "" {
		dir = "../../../shared/documents"
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("skipped, no locator was checked: the source documents are not at %s (set BACKCARE_DOCUMENTS)", dir)
	}
	return dir
}

func TestLocatorsOfTheData(t *testing.T) {
	ds, faults, err := load.Dir(dataDir)
	if err != nil || len(faults) > 0 {
		t.Fatalf("the data does not load: %v %v", err, faults)
	}
	dir := documentsDir(t)
	for _, f := range load.CheckLocators(ds, dir) {
		t.Error(f)
	}
}

func TestCheckLocators(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("000_x.txt", "Title\nWhat to do: an attack?\n  • Heading one\ntake Drug-A, or not\r\nlast")
	base := func(edit ...string) string {
		return strings.NewReplacer(edit...).Replace(`
version: "1"
documents:
  - {id: "doc-000", file: "000_x.txt", title: "T", summary: "s", covers: [], lines: 5}
entries:
  - id: "drug-a"
    name: "Drug A"
    kind: "product"
    statements:
      - {at: "doc-000:4", printed_as: "Drug-A", section: "Heading one", status: "allowed", phases: ["pregnancy"], wording: "unspecified", setting: "pregnancy", gist: "g", claim: "c"}
`)
	}
	for _, c := range []struct{ name, data, want string }{
		{"right", base(), ""},
		{"last line without its end", base(`:4"`, `:5"`, `"Drug-A"`, `"last"`), ""},
		{"heading at the top", base("Heading one", "Title"), ""},
		{"question by its beginning", base("Heading one", "What to do"), ""},
		{"question cut within a word", base("Heading one", "What to do: an att"), `000_x.txt:4: drug-a.000.4: the heading "What to do: an att" is not on a line above`},
		{"other letter case", base(`"Drug-A"`, `"drug-a"`), `000_x.txt:4: drug-a.000.4: "drug-a" is not on the line`},
		{"name on another line", base(`:4"`, `:5"`), `000_x.txt:5: drug-a.000.5: "Drug-A" is not on the line`},
		{"heading is the line itself", base(`:4"`, `:3"`, `"Drug-A"`, `"Heading"`), `000_x.txt:3: drug-a.000.3: the heading "Heading one" is not on a line above`},
		{"heading below", base("Heading one", "last"), `000_x.txt:4: drug-a.000.4: the heading "last" is not on a line above`},
		{"part of a heading", base("Heading one", "Heading"), `000_x.txt:4: drug-a.000.4: the heading "Heading" is not on a line above`},
		{"wrong number of lines", base("lines: 5", "lines: 6"), `000_x.txt: has 5 lines, not the 6 of the dataset`},
		{"line beyond the file", base("lines: 5", "lines: 6", `:4"`, `:6"`), "000_x.txt: has 5 lines, not the 6 of the dataset; 000_x.txt:6: drug-a.000.6: there is no line 6"},
		{"no such file", base("000_x", "001_x"), `001_x.txt: no such file or directory`},
	} {
		t.Run(c.name, func(t *testing.T) {
			ds, faults := load.Files(load.File{Name: "a.yaml", Data: []byte(c.data)})
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			var got []string
			for _, f := range load.CheckLocators(ds, dir) {
				got = append(got, f.Error())
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("got  %q\nwant %q", s, c.want)
			}
		})
	}
}
