// Package resolve holds the rules of the contract, section 2: which
// statements and references reach an entry, and which status heads each of
// its phases. It reads a catalog.Dataset and changes nothing in it.
package resolve

import (
	"cmp"
	"slices"

	"github.com/backcare/backcare/internal/catalog"
)

// Basis is the link by which a statement reaches an entry.
type Basis uint8

// The bases. Silent is a phase's, where no statement reaches it.
const (
	Silent     Basis = iota
	Direct           // about the entry itself
	Brand            // about a single-ingredient product of the same route
	Ingredient       // about a substance that the entry contains, by the same route
	Class            // about all of a class that the entry belongs to
)

func (b Basis) String() string {
	switch b {
	case Direct:
		return "direct"
	case Brand:
		return "brand"
	case Ingredient:
		return "ingredient"
	case Class:
		return "class"
	}
	return "silent"
}

// distance ranks the links: the contract holds a brand and an ingredient
// equally near.
func (b Basis) distance() int {
	switch b {
	case Direct:
		return 0
	case Brand, Ingredient:
		return 1
	}
	return 2
}

// Statement is a statement as it reaches an entry.
type Statement struct {
	*catalog.Statement
	About int32 // the entry that it speaks of
	Via   Basis // never Silent
}

// Phase is the headline of one phase and what it was made from.
type Phase struct {
	Status catalog.Status // the most cautious of Statements; NotStated where there are none
	Basis  Basis          // of the nearest statement that carries Status
	Direct catalog.Status // of the direct statements alone
	// Disputed: one statement permits and another refuses.
	Disputed bool
	// Contradicted: a statement permits what an applicable reference says to
	// avoid or contraindicates, be it in a part of the phase only.
	Contradicted bool
	// Statements about this phase: most cautious first, then nearest, then by
	// document and line, so that the first one decides the status.
	Statements []Statement
}

// Resolution is everything that reaches one entry.
type Resolution struct {
	Entry  int32
	Phases [catalog.PhaseCount]Phase
	// Statements holds each statement once: direct, brand, ingredient, class,
	// and in each of these by document and line.
	Statements []Statement
	References []Reference // in the order in which they are shown
}

// Contradicted reports whether some phase is.
func (r *Resolution) Contradicted() bool {
	return slices.ContainsFunc(r.Phases[:], func(p Phase) bool { return p.Contradicted })
}

// Disputed reports whether some phase is.
func (r *Resolution) Disputed() bool {
	return slices.ContainsFunc(r.Phases[:], func(p Phase) bool { return p.Disputed })
}

// Entry resolves the entry at index i of ds.Entries, which must exist. One
// link is followed and never a second: what reaches a class or an ingredient
// from elsewhere goes no further.
func Entry(ds *catalog.Dataset, i int32) Resolution {
	r := Resolution{Entry: i, Statements: statements(ds, i), References: References(ds, i)}
	for p := range catalog.Phase(catalog.PhaseCount) {
		r.Phases[p] = phase(p, r.Statements, r.References)
	}
	return r
}

// statements collects what reaches the entry, by the nearest link where there
// are several.
func statements(ds *catalog.Dataset, i int32) []Statement {
	var out []Statement
	// Few entries are linked to one: a slice finds a repeat faster than a map.
	var seen []int32
	add := func(about int32, via Basis) {
		e := &ds.Entries[about]
		if slices.Contains(seen, about) || e.Advice && via != Direct {
			return
		}
		seen = append(seen, about)
		for k := range e.Statements {
			if s := &e.Statements[k]; via != Class || s.Covers == catalog.All {
				out = append(out, Statement{s, about, via})
			}
		}
	}
	e := &ds.Entries[i]
	add(i, Direct) // in order of nearness, for the first link is kept
	for _, s := range brandsOf(ds, i) {
		for _, p := range ds.Substances[s].Products {
			if b := &ds.Entries[p]; b.Kind == catalog.Product && Single(b) && b.Route == e.Route {
				add(p, Brand)
			}
		}
	}
	for _, l := range e.Ingredients {
		if own := ds.Substances[l.Index].Entry; own >= 0 && routesMeet(ds.Entries[own].Route, e.Route) {
			add(own, Ingredient)
		}
	}
	for _, l := range e.Classes {
		add(l.Index, Class)
	}
	slices.SortStableFunc(out, func(a, b Statement) int {
		return cmp.Or(
			cmp.Compare(a.Via, b.Via),
			cmp.Compare(a.Source.Document, b.Source.Document),
			cmp.Compare(a.Source.Line, b.Source.Line),
			cmp.Compare(a.ID, b.ID))
	})
	return out
}

// routesMeet: what is said of a substance by mouth says nothing of a gel that
// holds it, as an oral form and a gel are two entries (contract, section 2). A
// route that is not known rules nothing out.
func routesMeet(a, b string) bool {
	return a == "" || b == "" || a == b
}

// Single reports whether the entry holds exactly one active substance, and
// so may speak for it and carry its codes.
func Single(e *catalog.Entry) bool {
	return len(e.Ingredients) == 1 && !e.Combination
}

// brandsOf lists the substances whose single-ingredient products speak for
// the entry: the substance that it is, and the one that a generic form of it
// (an ingredient entry of another route) contains.
func brandsOf(ds *catalog.Dataset, i int32) []int32 {
	var out []int32
	for s := range ds.Substances {
		if ds.Substances[s].Entry == i {
			out = append(out, int32(s))
		}
	}
	if e := &ds.Entries[i]; e.Kind == catalog.Ingredient && Single(e) && !slices.Contains(out, e.Ingredients[0].Index) {
		out = append(out, e.Ingredients[0].Index)
	}
	return out
}

// phase makes the headline of one phase.
func phase(p catalog.Phase, statements []Statement, refs []Reference) Phase {
	var h Phase
	var permits, refuses bool
	for _, s := range statements {
		if !s.Phases.Has(p) {
			continue
		}
		h.Statements = append(h.Statements, s)
		permits = permits || s.Status.Permits()
		refuses = refuses || s.Status.Refuses()
		if s.Via == Direct {
			h.Direct = max(h.Direct, s.Status)
		}
	}
	slices.SortStableFunc(h.Statements, func(a, b Statement) int {
		return cmp.Or(
			cmp.Compare(b.Status, a.Status),
			cmp.Compare(a.Via.distance(), b.Via.distance()),
			cmp.Compare(a.Source.Document, b.Source.Document),
			cmp.Compare(a.Source.Line, b.Source.Line),
			cmp.Compare(a.ID, b.ID))
	})
	if len(h.Statements) > 0 {
		h.Status, h.Basis = h.Statements[0].Status, h.Statements[0].Via
	}
	h.Disputed = permits && refuses
	h.Contradicted = permits && slices.ContainsFunc(refs, func(r Reference) bool { return against(r, p) })
	return h
}

func against(r Reference, p catalog.Phase) bool {
	return slices.ContainsFunc(r.Positions, func(x catalog.RefPosition) bool {
		return x.Phase == p && x.Position.Against()
	})
}

// The trimesters in completed weeks of amenorrhoea (ACOG): to 13 weeks and 6
// days, to 27 weeks and 6 days, and from 28 on. Term is the end of week 42.
var trimesters = [...]struct{ from, to int }{
	catalog.First: {0, 13}, catalog.Second: {14, 27}, catalog.Third: {28, 42},
}

// Weeks returns the first and last completed week of a trimester; ok is false
// for lactation, which is not counted in weeks.
func Weeks(p catalog.Phase) (from, to int, ok bool) {
	if int(p) >= len(trimesters) {
		return 0, 0, false
	}
	return trimesters[p].from, trimesters[p].to, true
}

// InPart reports whether a position covers only some weeks of its trimester.
func InPart(x catalog.RefPosition) bool {
	from, to, ok := Weeks(x.Phase)
	return ok && (x.FromWeek > from || x.ToWeek != 0 && x.ToWeek < to)
}
