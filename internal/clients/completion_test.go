package clients_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTabRunsNothing: names of a dataset are typed into real shells by their
// completion, twice, and what is on the line is run. None of it is a command.
func TestTabRunsNothing(t *testing.T) {
	b := newBench(t)
	write := func(folder string, names ...string) {
		text := "version: \"1\"\nentries:\n"
		for i, n := range names {
			text += fmt.Sprintf("  - {id: \"e%d\", name: %q, kind: \"product\"}\n", i, n)
		}
		if err := os.MkdirAll(filepath.Join(b.dir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(b.dir, folder, "a.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("run", "m$(touch x) a", "m$(touch x) b")
	write("quote", "m`touch x` a", "m`touch x` b")
	write("end", "m;touch x;a", "m;touch x;b")
	write("help", "_activeHelp_ m$(touch x)", "_activeHelp_ $(touch x)")
	write("brackets", "mo (a) b", "mo (a) c", "mo'a", "mo'b")
	write("plain", "mild one", "mild two")
	for name, shell := range shells {
		t.Run(name, func(t *testing.T) {
			inner := *b
			inner.t = t
			s := shell(&inner)
			var shown strings.Builder
			for _, folder := range []string{"run", "quote", "end", "help", "brackets", "plain"} {
				for _, typed := range []string{"_", "m"} {
					shown.WriteString(s.press("backcare --data " + folder + " drug lookup " + typed + "\t\t\t\n"))
				}
			}
			if _, err := os.Stat(filepath.Join(b.dir, "x")); err == nil {
				t.Fatalf("a command was run: %s", shown.String())
			}
			if !strings.Contains(shown.String(), "mild") {
				t.Errorf("nothing was completed: %s", shown.String())
			}
		})
	}
}
