// Command references writes the tables of docs/references.md that follow from
// the dataset: what is held on each entry, phase by phase, and where authorities
// are stricter or milder than the documents.
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
		fmt.Fprintln(os.Stderr, "references: give docs/references.md as the only argument")
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
	ds := dataset.Embedded()
	for _, t := range []struct{ name, text string }{
		{"coverage", coverage(ds)},
		{"stricter", against(ds, resolve.Stricter)},
		{"milder", against(ds, resolve.Milder)},
	} {
		if page, err = fill(page, t.name, t.text); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return os.WriteFile(file, page, 0o644)
}

// fill replaces what is between "<!-- name -->" and "<!-- end of name -->".
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

// against is a table of the headlines that have one relation to the
// authorities; phases that are alike share a row.
func against(ds *catalog.Dataset, relation resolve.Relation) string {
	var b strings.Builder
	b.WriteString("| entry | phases | documents | authorities | references |\n| --- | --- | --- | --- | --- |\n")
	for i := range ds.Entries {
		r := resolve.Entry(ds, int32(i))
		var phases []string
		last := ""
		flush := func() {
			if len(phases) > 0 {
				fmt.Fprintf(&b, "| %s | %s | %s |\n", ds.Entries[i].ID, strings.Join(phases, ", "), last)
			}
			phases = nil
		}
		for p := range catalog.Phase(catalog.PhaseCount) {
			h := &r.Phases[p]
			if h.Authorities.Relation != relation {
				continue
			}
			if row := h.Status.String() + " | " + strictest(&h.Authorities); row != last {
				flush()
				last = row
			}
			phases = append(phases, p.String())
		}
		flush()
	}
	return b.String()
}

// strictest is the position that decides, its weeks and who holds it.
func strictest(a *resolve.Authorities) string {
	s := a.Position.String()
	if a.FromWeek > 0 {
		s += fmt.Sprintf(" from week %d", a.FromWeek)
	}
	if a.ToWeek > 0 {
		s += fmt.Sprintf(" to week %d", a.ToWeek)
	}
	var ids []string
	for _, r := range a.References {
		ids = append(ids, r.ID)
	}
	return s + " | " + strings.Join(ids, ", ")
}
