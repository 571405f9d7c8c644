// Command references writes the tables of docs/references.md that follow from
// the dataset: what is held on each entry, phase by phase.
package main

//go:generate go run . ../../../docs/references.md

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/resolve"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "references: want docs/references.md as the one argument")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "references:", err)
		os.Exit(1)
	}
}

// write puts the tables into a page, each between its two marks.
func write(file string) error {
	page, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	page, err = fill(page, "coverage", coverage(dataset.Embedded()))
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, page, 0o644)
}

// fill replaces what stands between "<!-- name -->" and "<!-- end of name -->".
func fill(page []byte, name, text string) ([]byte, error) {
	head, rest, found := bytes.Cut(page, []byte("<!-- "+name+" -->\n"))
	end := []byte("<!-- end of " + name + " -->")
	at := bytes.Index(rest, end)
	if !found || at < 0 {
		return nil, fmt.Errorf("the marks of %q are missing", name)
	}
	return bytes.Join([][]byte{head, []byte("<!-- " + name + " -->\n"), []byte(text), rest[at:]}, nil), nil
}

// coverage is a table of the positions held on each entry.
func coverage(ds *catalog.Dataset) string {
	var b strings.Builder
	b.WriteString("| entry | first | second | third | lactation |\n| --- | --- | --- | --- | --- |\n")
	for i := range ds.Entries {
		e := &ds.Entries[i]
		if e.Advice {
			continue
		}
		refs := resolve.References(ds, int32(i))
		fmt.Fprintf(&b, "| %s |", e.ID)
		for p := range catalog.Phase(catalog.PhaseCount) {
			fmt.Fprintf(&b, " %s |", held(e, refs, p))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// held lists the positions on one phase, the most cautious first.
func held(e *catalog.Entry, refs []resolve.Reference, p catalog.Phase) string {
	var have [catalog.PositionContraindicated + 1]bool
	for _, r := range refs {
		for _, x := range r.Positions {
			have[x.Position] = have[x.Position] || x.Phase == p
		}
	}
	var words []string
	for x := len(have) - 1; x >= 0; x-- {
		if have[x] {
			words = append(words, catalog.Position(x).String())
		}
	}
	for _, l := range e.Looked {
		if l.Phase == p {
			words = append(words, "none found")
		}
	}
	return strings.Join(words, ", ")
}
