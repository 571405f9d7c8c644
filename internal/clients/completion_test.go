package clients_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/needs"
)

// typeInto starts an interactive shell in a terminal of zsh's, types lines into
// it, each after the one before has run, and prints what the terminal showed.
const typeInto = `
zmodload zsh/zpty
zpty -b shell "$1"
zpty -w shell "$2; echo be\"\"gun"
zpty -r -m shell out '*begun*'
for line in "${@:3}"; do
	zpty -w -n shell "$line"
	zpty -w -n shell $'\C-u echo do""ne\n'
	zpty -r -m shell out '*done*'
	print -r -- "$out"
done
zpty -d shell
`

// TestTabRunsNothing: names of a dataset are typed into real shells by their
// completion, twice, and what is on the line is run. None of it is a command.
func TestTabRunsNothing(t *testing.T) {
	needs.Programs(t, "zsh")
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
	if err := os.WriteFile(filepath.Join(b.dir, "type.zsh"), []byte(typeInto), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, shell := range []struct{ name, start, setup string }{
		{"bash", "bash --norc --noprofile -i", "source /usr/share/bash-completion/bash_completion; source <(backcare completion bash); bind 'set completion-query-items 0'; bind 'set page-completions off'"},
		{"zsh", "zsh -f -i", "autoload -U compinit; compinit -u -D; source <(backcare completion zsh)"},
		{"fish", "fish --no-config -i", "backcare completion fish | source"},
	} {
		t.Run(shell.name, func(t *testing.T) {
			needs.Programs(t, shell.name)
			inner := *b
			inner.t = t
			var lines []string
			for _, folder := range []string{"run", "quote", "end", "help", "brackets", "plain"} {
				for _, typed := range []string{"_", "m"} {
					lines = append(lines, "backcare --data "+folder+" drug lookup "+typed+"\t\t\t\n")
				}
			}
			shown := inner.run(`timeout 60 zsh -f type.zsh "$@"`, append([]string{shell.start, shell.setup}, lines...)...)
			if _, err := os.Stat(filepath.Join(b.dir, "x")); err == nil {
				t.Fatalf("a command was run: %s", shown)
			}
			if !strings.Contains(shown, "mild") {
				t.Errorf("nothing was completed: %s", shown)
			}
		})
	}
}
