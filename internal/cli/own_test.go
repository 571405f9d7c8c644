package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/compiled"
	"github.com/backcare/backcare/internal/load"
)

// TestCompiledAnswersAlike: a dataset answers the same as a folder and as a
// file, but for its own name.
func TestCompiledAnswersAlike(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.dataset")
	c := newConsole()
	if status := c.run("dataset", "compile", small, "-o", file); status != ExitOK || c.out.Len() > 0 {
		t.Fatalf("exit status %d: %s", status, c.err.String())
	}
	for _, args := range [][]string{
		{"drug", "lookup", "alphadol", "betagell", "nobody knows"}, {"drug", "list"}, {"drug", "compare", "alphadol", "testamol"},
		{"document", "list"}, {"document", "show", "900"}, {"reference", "list"}, {"reference", "show", "agency-testamol"}, {"dataset", "info"}, {"dataset", "export"},
	} {
		both := [2]string{}
		for i, data := range []string{small, file} {
			c.run(append(args, "--data", data, "-o", "json")...)
			both[i] = strings.ReplaceAll(c.out.String(), data, "DATA")
		}
		if both[0] != both[1] || both[0] == "" {
			t.Errorf("%v: the file answers\n%s\nthe folder\n%s", args, both[1], both[0])
		}
	}
}

// TestCompileWritesWholeOrNot: what is in the way of the file stays as it is,
// and nothing is left behind.
func TestCompileWritesWholeOrNot(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	old := filepath.Join(dir, "old")
	if err := os.WriteFile(old, []byte("of before"), 0o600); err != nil {
		t.Fatal(err)
	}
	faulty := t.TempDir()
	if err := os.WriteFile(filepath.Join(faulty, "a.yaml"), []byte("nonsense: \"x\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := newConsole()
	for _, x := range []struct{ from, to, problem string }{
		{small, filepath.Join(dir, "folder"), "is not a regular file"},
		{small, filepath.Join(dir, "nowhere", "x"), "no such file or directory"},
		{faulty, old, "faults"},
		{filepath.Join(dir, "nowhere"), old, "cannot use the dataset"},
	} {
		if status := c.run("dataset", "compile", x.from, "-o", x.to); status != ExitData || !strings.Contains(c.err.String(), x.problem) {
			t.Errorf("%s: exit status %d: %s", x.to, status, c.err.String())
		}
	}
	if b, err := os.ReadFile(old); err != nil || string(b) != "of before" {
		t.Errorf("the old file holds %q, %v", b, err)
	}
	if status := c.run("dataset", "compile", small, "-o", old); status != ExitOK {
		t.Errorf("exit status %d: %s", status, c.err.String())
	}
	if _, err := compiled.File(old); err != nil {
		t.Errorf("the old file was not replaced: %v", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestValidateFile: every cut and every changed byte of a compiled dataset is
// damage, and is told as a fault.
func TestValidateFile(t *testing.T) {
	ds, _, err := load.Dir(small)
	if err != nil {
		t.Fatal(err)
	}
	var whole bytes.Buffer
	if err := compiled.Write(&whole, ds); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x.dataset")
	validate := func(data []byte) (status int, v Validation) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		c := newConsole()
		status = c.run("dataset", "validate", path, "-o", "json")
		if err := json.Unmarshal(c.out.Bytes(), &v); err != nil {
			t.Fatalf("%v: %s", err, c.out.String())
		}
		return status, v
	}
	if status, v := validate(whole.Bytes()); status != ExitOK || !v.Valid || len(v.Faults) > 0 {
		t.Errorf("whole: exit status %d, %+v", status, v)
	}
	for i := 0; i < whole.Len(); i += 97 {
		changed := bytes.Clone(whole.Bytes())
		changed[i] ^= 0x20
		for name, data := range map[string][]byte{"cut": whole.Bytes()[:i], "changed": changed} {
			status, v := validate(data)
			if status != ExitData || v.Valid || len(v.Faults) != 1 || v.Faults[0].File != path || !strings.Contains(v.Faults[0].Message, "compiled dataset") {
				t.Errorf("%s at byte %d: exit status %d, %+v", name, i, status, v)
			}
		}
	}
}

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
	path := filepath.Join(t.TempDir(), "x.dataset")
	var b bytes.Buffer
	if err := compiled.Write(&b, ds); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
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
		c.run(append([]string{"__complete", "--data", path}, x.args...)...)
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
			"--trimester=1": s.Pregnancy.First.Status, "--trimester=2": s.Pregnancy.Second.Status,
			"--trimester=3": s.Pregnancy.Third.Status, "--lactation": s.Lactation.Status,
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
		{"drug list --data-merge", "goes with --data only"},
		{"drug list --data=", "names no folder"},
		{"drug list --config=", "names no file"},
		{"drug list --ascii=perhaps", "use true or false"},
		{"drug list --json -o csv", "contradict"},
		{"drug list -x", `unknown flag "-x"`},
		{"drug list --dissputed", `did you mean "--disputed"`},
		{"drug list --fail-on not_stated", "use one of"},
		{"document show", "name a document"},
		{"document show a b", "takes one argument, not 2"},
		{"dataset validate a b", "takes one folder or file"},
		{"dataset compile " + small, "name the file to write"},
		{"dataset export -o csv --jq .", "is no JSON"},
		{"completion bsh", `did you mean "bash"`},
		{"lookup aspirin", "drug lookup"},
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
		for _, merge := range []string{"--data-merge=false", "--data-merge"} {
			c := newConsole()
			if status := c.run(append(args, "--data", dir, merge)...); status != ExitData || c.out.Len() > 0 {
				t.Errorf("%v %s: exit status %d: %s", args, merge, status, c.out.String())
			}
			if n := strings.Count(c.err.String(), "unknown key"); n != shownFaults || !strings.Contains(c.err.String(), "hint: backcare dataset validate ") {
				t.Errorf("%v: %d faults shown: %s", args, n, c.err.String())
			}
		}
	}
}

// TestMergedDatasetKeepsBoth: names of both are answered, and a faulty clock
// or an old reference changes nothing about that.
func TestMergedDatasetKeepsBoth(t *testing.T) {
	c := newConsole("BACKCARE_DATA", small, "BACKCARE_DATA_MERGE", "true")
	c.Now = func() time.Time { return time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC) }
	if status := c.run("drug", "lookup", "alphadol", "paracetamol", "--jq", "[.results[].entry.name]"); status != ExitOK || c.out.String() != `["Alphadol","paracetamol"]`+"\n" {
		t.Errorf("exit status %d, %q, %q", status, c.out.String(), c.err.String())
	}
	if want := "backcare: dataset embedded and " + small + ", version "; !strings.HasPrefix(c.err.String(), want) {
		t.Errorf("%q does not begin with %q", c.err.String(), want)
	}
	if status := c.run("dataset", "validate", small); status != ExitOK || !strings.Contains(c.out.String(), "over 5 years old") {
		t.Errorf("exit status %d: %s%s", status, c.out.String(), c.err.String())
	}
}
