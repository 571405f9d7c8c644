package cli

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/load"
	"github.com/backcare/backcare/internal/name"
)

// TestCompletionIsOneLineEach: the words of a dataset, which may be anybody's
// file, make no line of their own for the shell and do not steer the terminal.
func TestCompletionIsOneLineEach(t *testing.T) {
	ds, _, err := load.Dir(small)
	if err != nil {
		t.Fatal(err)
	}
	const evil = "a\n:0\n" + hostile + "\tb"
	for i := range ds.Entries {
		ds.Entries[i].Name += evil
	}
	for i := range ds.Documents {
		ds.Documents[i].Title += evil
	}
	for i := range ds.Substances {
		ds.Substances[i].Name += evil
	}
	for i := range ds.References {
		ds.References[i].Authority += evil
	}
	for _, x := range []struct {
		args []string
		want int
	}{
		{[]string{"drug", "lookup", "alph"}, 1},
		{[]string{"drug", "list", "--class", ""}, 2},
		{[]string{"drug", "list", "--contains", ""}, 2},
		{[]string{"drug", "list", "--document", ""}, 2},
		{[]string{"document", "show", ""}, 2},
		{[]string{"reference", "show", ""}, 1},
	} {
		c := newConsole()
		c.Embedded = func() *catalog.Dataset { return ds }
		c.run(append([]string{"__complete"}, x.args...)...)
		lines := strings.Split(strings.TrimSuffix(c.out.String(), "\n"), "\n")
		if len(lines) != x.want+1 || lines[x.want] != ":4" {
			t.Errorf("%v: %q", x.args, lines)
		}
		for _, l := range lines[:len(lines)-1] {
			if strings.Count(l, "\t") != 1 || steering(c) != "" {
				t.Errorf("%v: %q", x.args, l)
			}
		}
	}
	// A dataset that cannot be read is no reason to offer nothing.
	c := newConsole()
	c.run("__complete", "--data", filepath.Join(t.TempDir(), "nowhere"), "drug", "lookup", "paracet")
	if !strings.HasPrefix(c.out.String(), "paracetamol\t") {
		t.Errorf("%q", c.out.String())
	}
}

// TestCompletionIsHarmless: whatever the names of a dataset hold, no shell gets
// to run it; an entry with such a name is offered by its id.
func TestCompletionIsHarmless(t *testing.T) {
	base, _, err := load.Dir(small)
	if err != nil {
		t.Fatal(err)
	}
	plain := regexp.MustCompile(`^[a-z0-9][a-z0-9 -]*\t`)
	for _, evil := range []string{"m$(touch x) %d", "m`touch x` %d", "m;touch x;%d", "m|x%d", "m&x%d", "m>x%d", "m<x%d", "m\\%d", "m\"%d", "m'%d", "m(%d)", "m*%d", "m?%d", "m{%d,2}", "m!%d", "m#%d", "m~%d", "m=%d", "m^%d", "_activeHelp_ m%d", "-m%d", "m\u2800%d"} {
		ds := *base
		ds.Entries, ds.Names, ds.Index = slices.Clone(base.Entries), nil, catalog.Index{}
		for i := range ds.Entries {
			ds.Entries[i].Name = fmt.Sprintf(evil, i)
			ds.Names = append(ds.Names, catalog.Name{Key: name.Key(ds.Entries[i].Name), Text: ds.Entries[i].Name, Entry: int32(i)})
		}
		slices.SortFunc(ds.Names, func(a, b catalog.Name) int { return strings.Compare(a.Key, b.Key) })
		c := newConsole()
		c.Embedded = func() *catalog.Dataset { return &ds }
		c.run("__complete", "drug", "lookup", "")
		lines := strings.Split(strings.TrimSuffix(c.out.String(), "\n:4\n"), "\n")
		if len(lines) != len(ds.Entries) {
			t.Errorf("%q: %q", evil, lines)
		}
		for _, l := range lines {
			if !plain.MatchString(l) {
				t.Errorf("%q: %q", evil, l)
			}
		}
	}
}

// TestGateCountsWhatIsShown holds the exit status of --fail-on against the
// statuses in the JSON of the same entry, for every entry, status and choice
// of phases.
func TestGateCountsWhatIsShown(t *testing.T) {
	// Most cautious first (contract, section 2).
	order := []string{"contraindicated", "not_recommended", "doctor_only", "caution", "conditional", "allowed", "mentioned"}
	c := newConsole("BACKCARE_DATA", small)
	c.run("drug", "list", "-o", "json")
	var list answer.List
	if err := json.Unmarshal(c.out.Bytes(), &list); err != nil || len(list.Entries) == 0 {
		t.Fatal(err)
	}
	met := 0
	for _, e := range list.Entries {
		s := e.Status
		byFlag := map[string]string{
			"--trimester=1": s.Pregnancy.First.Status.String(), "--trimester=2": s.Pregnancy.Second.Status.String(),
			"--trimester=3": s.Pregnancy.Third.Status.String(), "--lactation": s.Lactation.Status.String(),
		}
		for _, flags := range [][]string{
			{}, {"--trimester=1"}, {"--trimester=2"}, {"--trimester=3"}, {"--lactation"}, {"--trimester=1", "--lactation"},
		} {
			shown := flags
			if len(flags) == 0 {
				shown = []string{"--trimester=1", "--trimester=2", "--trimester=3", "--lactation"}
			}
			for i, gate := range order {
				want := ExitOK
				for _, f := range shown {
					for _, cautious := range order[:i+1] {
						if byFlag[f] == cautious {
							want = ExitGate
						}
					}
				}
				if want == ExitGate {
					met++
				}
				args := append([]string{"drug", "lookup", e.Name, "--fail-on", gate, "-o", "csv"}, flags...)
				if got := c.run(args...); got != want {
					t.Errorf("%v: exit status %d, want %d; the entry has %v", args, got, want, byFlag)
				}
			}
		}
	}
	if met == 0 {
		t.Error("no gate was met")
	}
}

// TestNoHalfOfAPageIsLeft: a page that could not be written leaves nothing.
func TestNoHalfOfAPageIsLeft(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := root.MkdirAll("page.html/inside", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := writeWhole(root, "page.html", []byte("text")); err == nil {
		t.Error("a page in the place of a folder")
	}
	if left, err := fs.ReadDir(root.FS(), "."); err != nil || len(left) != 1 {
		t.Errorf("%v, %v", left, err)
	}
	if err := writeWhole(root, "other.html", []byte("text")); err != nil {
		t.Error(err)
	}
}

// TestWrongUsage: each way to say it wrong is refused with its reason, and
// with nothing on standard output.
func TestWrongUsage(t *testing.T) {
	dir := t.TempDir()
	utf16 := filepath.Join(dir, "utf16.txt")
	if err := os.WriteFile(utf16, []byte("\xff\xfea\x00"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ line, problem string }{
		{"drug lookup", "name a medicine"},
		{"drug compare one", "two or more"},
		{"drug list x", "takes no argument"},
		{"drug lookup - -", "cannot be read twice"},
		{"drug lookup --from", "needs a value"},
		{"drug lookup --from=", "name the file"},
		{"drug lookup --from " + dir, "is a directory"},
		{"drug lookup --from " + utf16, "is UTF-16"},
		{"drug lookup --from " + filepath.Join(dir, "no"), "no such file"},
		{"drug list --jq", "needs a value"},
		{"drug list --jq . --template x", "cannot both be used"},
		{"drug list -r", "goes with --jq only"},
		{"drug list --jq . --columns name", "--columns cannot be used"},
		{"drug list --columns name -o yaml", "does not go with yaml"},
		{"drug list --columns nonsense", "unknown column"},
		{"drug list --columns ,", "one or more"},
		{"drug list --class nonsense", `unknown class "nonsense"`},
		{"drug list --contains nonsense", "unknown"},
		{"drug list --document nonsense", "unknown document"},
		{"drug list --data=", "names no folder"},
		{"drug list --config=", "names no file"},
		{"drug list --ascii=perhaps", "use true or false"},
		{"drug list --json -o csv", "contradict"},
		{"drug list -x", `unknown flag "-x"`},
		{"drug list --dissputed", `did you mean "--disputed"`},
		{"drug list --fail-on not_stated", "use one of"},
		{"document show", "name a document"},
		{"document show a b", "takes one argument, not 2"},
		{"dataset validate a b", "takes one folder"},
		{"dataset export -o csv --jq .", "is no JSON"},
		{"completion bsh", `did you mean "bash"`},
		{"aspirin", "drug lookup aspirin"},
		{"help nonsense", "no help on"},
	} {
		c := newConsole()
		if status := c.run(strings.Fields(x.line)...); status != ExitUsage || c.out.Len() > 0 || !strings.Contains(c.err.String(), x.problem) {
			t.Errorf("%s: exit status %d, %q, %q, want %q", x.line, status, c.out.String(), c.err.String(), x.problem)
		}
		if n := strings.Count(c.err.String(), "\n"); n > 2 {
			t.Errorf("%s: %d lines on stderr: %s", x.line, n, c.err.String())
		}
	}
}

// TestFaultyDatasetAnswersNothing: the first faults are shown, the rest
// counted, and there is no answer in any format.
func TestFaultyDatasetAnswersNothing(t *testing.T) {
	dir := t.TempDir()
	var b strings.Builder
	for i := range 30 {
		fmt.Fprintf(&b, "nonsense%d: \"x\"\n", i)
	}
	if err := os.WriteFile(filepath.Join(dir, "a.yaml"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"drug", "list"}, {"drug", "lookup", "alphadol"}, {"drug", "compare", "a", "b"}, {"drug", "lookup", "-"}, {"document", "list"}, {"document", "show", "900"},
		{"reference", "list"}, {"reference", "show", "x"}, {"dataset", "info"}, {"dataset", "export"},
	} {
		c := newConsole()
		if status := c.run(append(args, "--data", dir)...); status != ExitData || c.out.Len() > 0 {
			t.Errorf("%v: exit status %d: %s", args, status, c.out.String())
		}
		if n := strings.Count(c.err.String(), "unknown key"); n != shownFaults || !strings.Contains(c.err.String(), "hint: backcare dataset validate ") {
			t.Errorf("%v: %d faults shown: %s", args, n, c.err.String())
		}
	}
}

// TestOldReferenceIsAWarning: a reference grows old, which is no fault of the
// dataset.
func TestOldReferenceIsAWarning(t *testing.T) {
	c := newConsole()
	c.Now = func() time.Time { return time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC) }
	if status := c.run("dataset", "validate", small); status != ExitOK || !strings.Contains(c.out.String(), "over 5 years old") {
		t.Errorf("exit status %d: %s%s", status, c.out.String(), c.err.String())
	}
}
