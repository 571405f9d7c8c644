package clients_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// typeInto types keys into an interactive shell, and prints what the terminal
// showed. The shell runs in a terminal of zsh's; what is typed ends with a line
// that says so.
const typeInto = `
zmodload zsh/zpty
zpty -b shell "$1"
zpty -w shell "$2; PS1=rea\"\"dy; echo be\"\"gun"
zpty -r -m shell out '*begun*'
zpty -w -n shell "$3"
zpty -w -n shell $'\C-u echo do""ne\n'
zpty -r -m shell out '*done*'
print -r -- "$out"
zpty -d shell
`

// TestTabRunsNothing: names of a dataset are typed into real shells by their
// completion, twice, and what is on the line is run. None of it is a command.
func TestTabRunsNothing(t *testing.T) {
	need(t, "zsh")
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
		{"bash", "bash --norc --noprofile -i", "source /usr/share/bash-completion/bash_completion; source <(backcare completion bash)"},
		{"zsh", "zsh -f -i", "autoload -U compinit; compinit -u -D; source <(backcare completion zsh)"},
	} {
		t.Run(shell.name, func(t *testing.T) {
			need(t, shell.name)
			inner := *b
			inner.t = t
			for _, folder := range []string{"run", "quote", "end", "help", "brackets", "plain"} {
				for _, typed := range []string{"m", "_", ""} {
					line := "backcare --data " + folder + " drug lookup " + typed + "\t\t\t\n"
					shown := inner.run(`zsh -f type.zsh "$1" "$2" "$3"`, shell.start, shell.setup, line)
					if _, err := os.Stat(filepath.Join(b.dir, "x")); err == nil {
						t.Fatalf("%q ran a command: %s", line, shown)
					}
					if folder == "plain" && typed == "m" && !strings.Contains(shown, "mild") {
						t.Errorf("%q: nothing was completed: %s", line, shown)
					}
				}
			}
		})
	}
}
