package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/load/loadtest"
)

// counted is the program built to count its own steps, statement by statement.
type counted struct{ path, dir, covdata string }

func buildCounted(t *testing.T) counted {
	t.Helper()
	tool, err := exec.Command("go", "tool", "-n", "covdata").Output()
	if err != nil {
		t.Fatal(err)
	}
	c := counted{filepath.Join(t.TempDir(), "backcare"), t.TempDir(), strings.TrimSpace(string(tool))}
	cmd := exec.Command("go", "build", "-cover", "-covermode=count", "-coverpkg=./cmd/backcare,./internal/...", "-o", c.path, "./cmd/backcare")
	cmd.Dir = "../.."
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return c
}

// steps runs a line over a dataset and gives the number of statements that were
// executed, and the bytes that were written.
func (c counted) steps(t *testing.T, dataset string, args ...string) (steps, size int) {
	t.Helper()
	data, counts := filepath.Join(c.dir, "data"), filepath.Join(c.dir, "counts")
	for _, dir := range []string{data, counts} {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(data, "a.yaml"), []byte(dataset), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(c.path, args...)
	cmd.Env = []string{"GOCOVERDIR=" + counts, "BACKCARE_DATA=" + data}
	out, _ := cmd.Output() // the dataset may be faulty
	profile := filepath.Join(c.dir, "profile")
	if text, err := exec.Command(c.covdata, "textfmt", "-i", counts, "-o", profile).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	text, err := os.ReadFile(profile)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) == 3 {
			statements, _ := strconv.Atoi(f[1])
			times, _ := strconv.Atoi(f[2])
			steps += statements * times
		}
	}
	if steps == 0 {
		t.Fatalf("%v: no step was counted", args)
	}
	return steps, len(out)
}

// TestDoubling: twice as much takes no more than about twice as many steps, for
// every list of the dataset's schema and every format of an answer.
func TestDoubling(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program once more")
	}
	c := buildCounted(t)
	const n = 500
	check := func(what string, of func(n int) string, args ...string) {
		one, _ := c.steps(t, of(n), args...)
		two, _ := c.steps(t, of(2*n), args...)
		if two > one*23/10 {
			t.Errorf("%s, %v: %d steps, and %d for twice as much", what, args, one, two)
		}
	}
	for list, of := range loadtest.Lists() {
		check(list, of, "drug", "list", "-o", "csv")
	}
	for _, format := range formats {
		for _, args := range [][]string{{"drug", "list"}, {"document", "show", "doc-000"}, {"reference", "show", "r"}} {
			check("entries", loadtest.Entries, append(args, "-o", format)...)
		}
	}
	for _, format := range []string{"json", "csv", "sqlite-sql"} {
		check("entries", loadtest.Entries, "dataset", "export", "-o", format)
	}
	check("entries", loadtest.Entries, "__complete", "drug", "lookup", "e")
	for _, format := range formats {
		one, _ := c.steps(t, loadtest.Entries(n), lookups(n, format)...)
		two, _ := c.steps(t, loadtest.Entries(n), lookups(2*n, format)...)
		if two > one*23/10 {
			t.Errorf("names, %s: %d steps, and %d for twice as many", format, one, two)
		}
	}
}

func lookups(n int, format string) []string {
	args := []string{"drug", "lookup", "-o", format}
	for i := range n {
		args = append(args, fmt.Sprint("e", i/2))
	}
	return args
}
