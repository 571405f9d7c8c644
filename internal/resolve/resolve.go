// Package resolve holds the rules of the contract, section 2: which
// statements and references reach an entry, which status heads each of its
// phases, and how the authorities compare with it. It reads a catalog.Dataset
// and changes nothing in it.
package resolve

import (
	"github.com/backcare/backcare/internal/catalog"
)

// Basis is the link by which a statement reaches an entry.
type Basis uint8

// The bases. Silent is the basis of a phase that no statement heads.
const (
	Silent     Basis = iota
	Direct           // about the entry itself
	Brand            // about a single-ingredient product of the same route
	Ingredient       // about a substance that the entry contains, by the same route
	Class            // about a class that the entry belongs to
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

// Statement is a statement as it reaches an entry.
type Statement struct {
	*catalog.Statement
	About int32 // the entry that it is about
	Via   Basis // never Silent
	// Path holds the links that lead from the entry to About, nearest first;
	// empty for Direct and Brand.
	Path []*catalog.Link
	// Distance is 0 for Direct, 1 for Brand and Ingredient, and for a class 1
	// more than its links; a class of an ingredient is one step further.
	Distance int
	// Through lists the substances of a combination that it came by; empty if
	// it speaks of the entry as a whole.
	Through []int32
	// SomeFormulas: only some formulas of the entry hold what it came by.
	SomeFormulas bool
	// Possible marks what a class statement says of some or most: it may
	// concern the entry, and counts in no headline.
	Possible bool

	byIngredient bool
}

// Heads reports whether the statement may head a phase. What is said of one
// ingredient of several does so only as a warning: that it permits one part
// says nothing of the whole.
func (s *Statement) Heads() bool {
	return !s.Possible && (len(s.Through) == 0 || s.Status >= catalog.Caution)
}

// ThroughIngredient reports whether the first link of the path is that to an
// ingredient, and not to a class.
func (s *Statement) ThroughIngredient() bool { return s.byIngredient }

// passage is where a statement comes from, as far as disputes go.
type passage struct {
	document int32
	line     int
}

func (s *Statement) passage() passage { return passage{s.Source.Document, s.Source.Passage()} }

// Phase is the headline of one phase and what it was made from.
type Phase struct {
	Status catalog.Status // the most cautious of what heads it; NotStated if nothing does
	Basis  Basis          // of the nearest statement that carries Status
	Direct catalog.Status // of the direct statements alone
	// Disputed: a statement permits what one from another passage, which is no
	// nearer, refuses; or a class permits and one of its members is refused.
	Disputed bool
	// Statements about this phase: those that may head it before those that may
	// not, then most cautious first, then nearest, then by document and line.
	// The first one decides the status, if there is one.
	Statements []*Statement
	// Against holds the statements that dispute the headline: permissions if it
	// refuses, refusals of members if it permits.
	Against []*Statement
	// Possible holds the statements that may concern the entry.
	Possible []*Statement
	// Members lists what belongs to a class and has a more cautious headline
	// than the class itself: most cautious first, then nearest.
	Members []Member
	// Authorities is how the authorities compare with Status.
	Authorities Authorities
}

// Member is an entry that belongs to a class, in one phase.
type Member struct {
	Entry     int32
	Status    catalog.Status
	Statement *Statement // that decides Status, without its path
}

// Resolution is everything that reaches one entry.
type Resolution struct {
	Entry  int32
	Phases [catalog.PhaseCount]Phase
	// Statements holds each statement once: direct, brand, ingredient, class,
	// and in each of these nearest first, then by document and line.
	Statements []Statement
	References []Reference // in the order in which they are shown
}

// Entry resolves the entry at index i of ds.Entries, which must exist.
func Entry(ds *catalog.Dataset, i int32) Resolution {
	r := Resolution{Entry: i, Statements: statements(ds, i, true), References: References(ds, i)}
	for p := range catalog.Phase(catalog.PhaseCount) {
		r.Phases[p] = headline(p, r.Statements)
	}
	if ds.Entries[i].Kind == catalog.Class {
		r.members(ds)
	}
	for p := range catalog.Phase(catalog.PhaseCount) {
		r.Phases[p].Authorities = r.authorities(p, allWeeks)
	}
	return r
}
