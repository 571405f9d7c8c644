package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/backcare/backcare/internal/dataset"
)

// small is the dataset of invented medicines that the transcripts use.
const small = "../../cmd/backcare/testdata/small"

// console is a process to run in, with what came out of it.
type console struct {
	Env
	out, err bytes.Buffer
}

func newConsole(vars ...string) *console {
	c := &console{}
	c.Env = Env{
		Stdin: strings.NewReader(""), Stdout: &c.out, Stderr: &c.err,
		LookupEnv: func(key string) (string, bool) {
			for i := 0; i < len(vars); i += 2 {
				if vars[i] == key {
					return vars[i+1], true
				}
			}
			return "", false
		},
		IsTerminal: func(any) bool { return false },
		Size:       func(any) int { return 0 },
		Now:        func() time.Time { return time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC) },
		GOOS:       "linux", Embedded: dataset.Embedded,
	}
	return c
}

func (c *console) run(args ...string) int {
	c.out.Reset()
	c.err.Reset()
	return Run(context.Background(), c.Env, args)
}

// TestRunsShareNothing runs one line twice with a flag and once without: a
// tree that is used again keeps the values of its flags.
func TestRunsShareNothing(t *testing.T) {
	c := newConsole()
	c.run("drug", "list", "-o", "csv", "--columns", "name", "--kind", "remedy", "--data", small)
	if got := c.out.String(); got != "name\r\nnettle rub\r\n" {
		t.Errorf("the first run wrote %q", got)
	}
	c.run("drug", "list", "-o", "csv", "--data", small)
	if got := strings.Count(c.out.String(), "\n"); got != 7 {
		t.Errorf("a run without flags wrote %d lines, want 7", got)
	}
}

// brokenWriter fails with an error after some bytes.
type brokenWriter struct {
	left int
	err  error
}

func (w *brokenWriter) Write(p []byte) (int, error) {
	if len(p) > w.left {
		n := w.left
		w.left = 0
		return n, w.err
	}
	w.left -= len(p)
	return len(p), nil
}

// TestWriteErrors: no failure of standard output is lost, wherever it comes
// in the output, and a reader that went away is no news.
func TestWriteErrors(t *testing.T) {
	lines := [][]string{
		{"drug", "lookup", "alphadol"},
		{"drug", "lookup", "-", "-o", "ndjson"},
		{"drug", "lookup", "-", "-o", "csv"},
		{"drug", "lookup", "-", "--jq", ".query"},
		{"drug", "list", "-o", "markdown"},
		{"drug", "list", "--template", "{{.schema}}"},
		{"dataset", "export", "-o", "sqlite-sql"},
		{"dataset", "export", "-o", "csv"},
		{"dataset", "info"},
		{"dataset", "schema", "lookup"},
		{"version"},
		{"--version"},
		{"config", "path"},
		{"config", "show"},
		{"completion", "bash"},
		{"__complete", "drug", ""},
		{"help"},
		{"help", "filters"},
		{"drug", "lookup", "--help"},
		{"document"},
	}
	for _, args := range lines {
		for _, left := range []int{0, 7} {
			for status, cause := range map[int]error{ExitData: syscall.ENOSPC, ExitPipe: syscall.EPIPE} {
				c := newConsole("BACKCARE_DATA", small, "HOME", "/home")
				c.Stdin = strings.NewReader("alphadol\nbetagel\n")
				c.Stdout = &brokenWriter{left, cause}
				if got := c.run(args...); got != status {
					t.Errorf("%v with %v after %d bytes: exit status %d, want %d", args, cause, left, got, status)
				}
				said := strings.Contains(c.err.String(), "cannot write to standard output: no space left on device")
				if said != (status == ExitData) {
					t.Errorf("%v with %v: stderr is %q", args, cause, c.err.String())
				}
			}
		}
	}
}

func TestExitStatus(t *testing.T) {
	plain := errors.New("plain")
	cases := []struct {
		err     error
		started bool
		want    int
	}{
		{nil, true, 0},
		{plain, false, 2},
		{plain, true, 2},
		{usage("", "x"), true, 2},
		{&failure{status: 3}, true, 3},
		{fmt.Errorf("within: %w", &failure{status: 3}), true, 3},
		{errUnresolved, true, 1},
		{errGate, true, 4},
		{errors.Join(errGate, errUnresolved), true, 4},
		{&writeError{syscall.ENOSPC}, true, 3},
		{&writeError{syscall.EPIPE}, true, 141},
		{&writeError{syscall.EPIPE}, false, 141},
	}
	for _, c := range cases {
		if got := exitStatus(c.err, c.started); got != c.want {
			t.Errorf("exitStatus(%v, %v) = %d, want %d", c.err, c.started, got, c.want)
		}
	}
}

// TestTerminal: on a terminal the answer is wrapped to its width and may have
// colour; in a pipe it has neither.
func TestTerminal(t *testing.T) {
	c := newConsole("BACKCARE_DATA", small)
	c.run("drug", "lookup", "alphadol")
	if strings.Contains(c.out.String(), "\x1b") {
		t.Error("colour in a pipe")
	}
	c.IsTerminal = func(s any) bool { return s == c.Stdout }
	for _, width := range []int{1, 20, 39, 60, 80, 120, 500} {
		c.Size = func(any) int { return width }
		if status := c.run("drug", "lookup", "alphadol"); status != 0 {
			t.Fatalf("exit status %d at %d columns", status, width)
		}
		if !strings.Contains(c.out.String(), "\x1b[") {
			t.Errorf("no colour on a terminal of %d columns", width)
		}
		if width < 40 { // a word of the data may be longer
			continue
		}
		for line := range strings.Lines(stripANSI(c.out.String())) {
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > width {
				t.Errorf("a line of %d characters on %d columns: %q", n, width, line)
			}
		}
	}
	c.Size = func(any) int { return 80 }
	c.run("drug", "lookup", "alphadol", "--color", "never")
	if strings.Contains(c.out.String(), "\x1b") {
		t.Error("colour in spite of --color never")
	}
}

var ansi = regexp.MustCompile("\x1b\\[[0-9;]*m")

func stripANSI(s string) string { return ansi.ReplaceAllString(s, "") }

func TestStandardInputIsATerminal(t *testing.T) {
	c := newConsole()
	c.IsTerminal = func(s any) bool { return s == c.Stdin }
	c.Stdin = strings.NewReader("paracetamol\n")
	if got := c.run("drug", "lookup", "-"); got != ExitUsage {
		t.Errorf("exit status %d", got)
	}
	if !strings.Contains(c.err.String(), "standard input, which is a terminal") || c.out.Len() > 0 {
		t.Errorf("stderr %q, stdout %q", c.err.String(), c.out.String())
	}
}

// TestProgress: a line about a long batch goes to a terminal on stderr, once
// a second has gone, and is wiped; it keeps off a terminal that the answers
// go to.
func TestProgress(t *testing.T) {
	names := strings.Repeat("alphadol\n", 40*chunkRows)
	run := func(terminal func(c *console) func(any) bool, step time.Duration) string {
		c := newConsole("BACKCARE_DATA", small)
		now := time.Unix(0, 0)
		c.Now = func() time.Time { now = now.Add(step); return now }
		c.IsTerminal = terminal(c)
		c.Stdin = strings.NewReader(names)
		if got := c.run("drug", "lookup", "-", "-o", "csv", "--columns", "name"); got != 0 {
			t.Fatalf("exit status %d: %s", got, c.err.String())
		}
		return c.err.String()
	}
	onStderr := func(c *console) func(any) bool { return func(s any) bool { return s == c.Stderr } }
	everywhere := func(c *console) func(any) bool { return func(s any) bool { return s != c.Stdin } }
	nowhere := func(*console) func(any) bool { return func(any) bool { return false } }
	origin := "backcare: answered from the folder \"" + small + "\", not the built-in dataset: version 2020.01.02, sha256:ac5d331aee86\n"
	summary := fmt.Sprintf("backcare: %d names: %[1]d resolved, 0 corrected, 0 ambiguous, 0 not found\n", 40*chunkRows)
	got := run(onStderr, 100*time.Millisecond)
	if n := strings.Count(got, " names answered"); n < 3 || n > 9 {
		t.Errorf("%d progress lines in 4 seconds: %q", n, got)
	}
	if !strings.HasPrefix(got, origin) || !strings.HasSuffix(got, " \r"+summary) {
		t.Errorf("the progress line is not wiped: %q", got)
	}
	for name, got := range map[string]string{
		"short":                 run(onStderr, time.Millisecond),
		"both are a terminal":   run(everywhere, 100*time.Millisecond),
		"neither is a terminal": run(nowhere, 100*time.Millisecond),
	} {
		if got != origin+summary {
			t.Errorf("%s: stderr is %q", name, got)
		}
	}
}

// TestAnswersAtOnce: whoever writes a name and waits for its answer gets it.
func TestAnswersAtOnce(t *testing.T) {
	for _, format := range []string{"ndjson", "csv"} {
		c := newConsole("BACKCARE_DATA", small)
		inR, inW := io.Pipe()
		outR, outW := io.Pipe()
		c.Stdin, c.Stdout = inR, outW
		done := make(chan int, 1)
		go func() {
			done <- Run(context.Background(), c.Env, []string{"drug", "lookup", "-", "-o", format, "--no-header"})
			outW.Close()
		}()
		buf := make([]byte, 1<<20)
		for _, name := range []string{"alphadol", "betagel", "testamol"} {
			if _, err := io.WriteString(inW, name+"\n"); err != nil {
				t.Fatal(err)
			}
			n, err := outR.Read(buf)
			if err != nil || !strings.Contains(string(buf[:n]), name) {
				t.Fatalf("%s: asked for %s, got %q, %v", format, name, buf[:n], err)
			}
		}
		inW.Close()
		if got := <-done; got != 0 {
			t.Errorf("%s: exit status %d", format, got)
		}
	}
}

// TestBatchKeepsOrder reads names in pieces of odd sizes and expects every
// answer in its place.
func TestBatchKeepsOrder(t *testing.T) {
	var want strings.Builder
	for i := range 10 * chunkNames {
		fmt.Fprintf(&want, "%s\n", [...]string{"alphadol", "betagel", "testamol", fmt.Sprint("nobody knows ", i)}[i%4])
	}
	for _, size := range []int{1, 7, 100, 5000, 1 << 20} {
		c := newConsole("BACKCARE_DATA", small)
		c.Stdin = &pieces{[]byte(want.String()), size}
		if got := c.run("drug", "lookup", "-", "--jq", ".query", "-r"); got != ExitUnresolved {
			t.Errorf("exit status %d", got)
		}
		if c.out.String() != want.String() {
			t.Errorf("pieces of %d bytes: answers out of order or lost", size)
		}
	}
}

type pieces struct {
	left []byte
	size int
}

func (p *pieces) Read(b []byte) (int, error) {
	if len(p.left) == 0 {
		return 0, io.EOF
	}
	n := copy(b, p.left[:min(p.size, len(p.left))])
	p.left = p.left[n:]
	return n, nil
}

// TestReadFailsLate: what was read before a failure is answered.
func TestReadFailsLate(t *testing.T) {
	c := newConsole("BACKCARE_DATA", small)
	c.Stdin = io.MultiReader(strings.NewReader("alphadol\n"), &brokenReader{syscall.EIO})
	if got := c.run("drug", "lookup", "-", "-o", "csv", "--columns", "name", "--no-header"); got != ExitUsage {
		t.Errorf("exit status %d", got)
	}
	if c.out.String() != "Alphadol\r\n" || !strings.Contains(c.err.String(), "cannot read names from standard input: input/output error") {
		t.Errorf("stdout %q, stderr %q", c.out.String(), c.err.String())
	}
}

type brokenReader struct{ err error }

func (r *brokenReader) Read([]byte) (int, error) { return 0, r.err }

// TestEndlessBatchStops: a failing filter or reader ends a batch that would
// never end by itself.
func TestEndlessBatchStops(t *testing.T) {
	c := newConsole("BACKCARE_DATA", small)
	c.Stdin = endless("alphadol\n")
	if got := c.run("drug", "lookup", "-", "--jq", ".query.deeper"); got != ExitUsage {
		t.Errorf("exit status %d", got)
	}
	if !strings.Contains(c.err.String(), `(for the name "alphadol")`) {
		t.Errorf("stderr %q", c.err.String())
	}
	c.Stdin = endless("alphadol\n")
	c.Stdout = &brokenWriter{1 << 20, syscall.EPIPE}
	if got := c.run("drug", "lookup", "-", "-o", "ndjson"); got != ExitPipe {
		t.Errorf("exit status %d", got)
	}
}

type endless string

func (e endless) Read(b []byte) (int, error) {
	n := 0
	for n+len(e) <= len(b) {
		n += copy(b[n:], e)
	}
	return n, nil
}

// TestCommands: every command can be read and completed without the source.
func TestCommands(t *testing.T) {
	root := Command(newConsole().Env)
	seen := 0
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		seen++
		if c.Short == "" || strings.HasSuffix(c.Short, ".") {
			t.Errorf("%s: Short is %q", c.CommandPath(), c.Short)
		}
		if !strings.Contains(c.Example, "  backcare") && c.Name() != "completion" {
			t.Errorf("%s has no example", c.CommandPath())
		}
		if c.ValidArgsFunction == nil && c.HasParent() && c.Args == nil {
			t.Errorf("%s would complete file names", c.CommandPath())
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" || strings.HasSuffix(f.Usage, ".") {
				t.Errorf("%s --%s: usage is %q", c.CommandPath(), f.Name, f.Usage)
			}
		})
		for _, s := range c.Commands() {
			visit(s)
		}
	}
	visit(root)
	if seen < 20 {
		t.Errorf("visited %d commands", seen)
	}
}

// TestChoicesComplete: every flag with a word set offers the whole of it and
// names it when it is given another word.
func TestChoicesComplete(t *testing.T) {
	root := Command(newConsole().Env)
	found := 0
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		path := strings.Fields(c.CommandPath())[1:]
		check := func(f *pflag.Flag) {
			var allowed []string
			if v, ok := f.Value.(interface{ words() []string }); ok {
				allowed = v.words()
			}
			if allowed == nil {
				return
			}
			found++
			con := newConsole()
			con.run(append(append([]string{"__complete"}, path...), "--"+f.Name, "")...)
			if want := strings.Join(allowed, "\n") + "\n:4\n"; con.out.String() != want {
				t.Errorf("%s --%s completes as %q, want %q", c.CommandPath(), f.Name, con.out.String(), want)
			}
			if got := con.run(append(path, "--"+f.Name, "nonsense")...); got != ExitUsage || !strings.Contains(con.err.String(), strings.Join(allowed, ", ")) {
				t.Errorf("%s --%s nonsense: exit status %d, stderr %q", c.CommandPath(), f.Name, got, con.err.String())
			}
		}
		c.NonInheritedFlags().VisitAll(check)
		for _, s := range c.Commands() {
			if s.Name() != "help" {
				visit(s)
			}
		}
	}
	visit(root)
	if found < 8 {
		t.Errorf("found %d flags with a word set", found)
	}
}

// TestHelpFits: help is wrapped to the terminal, between 40 and 100 columns.
func TestHelpFits(t *testing.T) {
	for _, args := range [][]string{{"help"}, {"help", "drug"}, {"help", "drug", "lookup"}, {"help", "completion"}, {"help", "exit-status"}, {"help", "output"}} {
		for _, width := range []int{40, 60, 80, 200} {
			c := newConsole()
			c.IsTerminal = func(any) bool { return true }
			c.Size = func(any) int { return width }
			c.run(args...)
			for line := range strings.Lines(c.out.String()) {
				line = strings.TrimRight(line, "\n")
				// Examples, flags and rows are left whole: to be copied.
				if n := utf8.RuneCountInString(line); n > min(max(width, 80), 100) {
					t.Errorf("%v at %d columns: a line of %d: %q", args, width, n, line)
				}
			}
		}
	}
}

func TestStaleReferences(t *testing.T) {
	c := newConsole()
	warnings := func(year int, month time.Month, day int) string {
		c.Now = func() time.Time { return time.Date(year, month, day, 0, 0, 0, 0, time.UTC) }
		if got := c.run("dataset", "validate", small, "--jq", ".faults | map(.level)"); got != 0 {
			t.Fatalf("exit status %d: %s", got, c.err.String())
		}
		return strings.TrimSpace(c.out.String())
	}
	// The reference is from 2024-05-06.
	if got := warnings(2029, 5, 6); got != "[]" {
		t.Errorf("five years to the day: %s", got)
	}
	if got := warnings(2029, 5, 7); got != `["warning"]` {
		t.Errorf("over five years: %s", got)
	}
	if got := warnings(1970, 1, 1); got != "[]" {
		t.Errorf("a clock in 1970: %s", got)
	}
}

func TestNearest(t *testing.T) {
	words := []string{"lookup", "list", "compare"}
	for typed, want := range map[string]string{
		"lokup": "lookup", "loopkup": "lookup", "lsit": "list", "LIST": "list", "comp": "compare",
		"l": "", "x": "", "nurofen": "", "": "", strings.Repeat("x", 1000): "",
	} {
		if got := nearest(typed, words); got != want {
			t.Errorf("nearest(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestWindowsConfigPath(t *testing.T) {
	c := newConsole("AppData", "/Users/a/AppData/Roaming", "HOME", "/home/a")
	c.GOOS = "windows"
	c.run("config", "path")
	if got := c.out.String(); got != "/Users/a/AppData/Roaming/backcare/config.yaml\n" {
		t.Errorf("got %q", got)
	}
}

// copyFolder copies the files of a folder into a new one.
func copyFolder(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// TestCommitOf: the commit is read off a version that "go install …@main" gives.
func TestCommitOf(t *testing.T) {
	for version, want := range map[string]string{
		"v0.0.0-20261125134500-0123456789ab":        "0123456789ab",
		"v1.2.4-0.20261125134500-0123456789ab":      "0123456789ab",
		"v1.2.4-rc.1.0.20261125134500-0123456789ab": "0123456789ab",
		"v0.0.0-20261125134500-0123456789ab+dirty":  "0123456789ab",
		"v2026.11.25":         "",
		"(devel)":             "",
		"":                    "",
		"v1.0.0-0123456789ab": "",
	} {
		got := ""
		if c := commitOf(version); c != nil {
			got = *c
		}
		if got != want {
			t.Errorf("commitOf(%q) = %q, want %q", version, got, want)
		}
	}
}
