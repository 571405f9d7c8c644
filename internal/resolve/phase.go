package resolve

import (
	"cmp"
	"slices"
	"sort"

	"github.com/backcare/backcare/internal/catalog"
)

// headline makes the headline of one phase, as far as the entry's own
// statements go.
func headline(p catalog.Phase, statements []Statement) Phase {
	var h Phase
	for i := range statements {
		s := &statements[i]
		switch {
		case !s.Phases.Has(p):
		case s.Possible:
			h.Possible = append(h.Possible, s)
		default:
			h.Statements = append(h.Statements, s)
			if s.Via == Direct {
				h.Direct = max(h.Direct, s.Status)
			}
		}
	}
	slices.SortStableFunc(h.Statements, func(a, b *Statement) int {
		if a.Heads() != b.Heads() {
			if a.Heads() {
				return -1
			}
			return 1
		}
		return byCaution(a, b)
	})
	h.Possible = unsaid(h.Possible, h.Statements)
	if len(h.Statements) > 0 && h.Statements[0].Heads() {
		h.Status, h.Basis = h.Statements[0].Status, h.Statements[0].Via
	}
	if h.Status.Refuses() {
		h.Against = permissions(h.Statements)
		h.Disputed = len(h.Against) > 0
	}
	return h
}

// byCaution puts the most cautious first, then the nearest. Of two that are
// equally near, what is said of all decides rather than of some, and what the
// whole is rather than one ingredient of it.
func byCaution(a, b *Statement) int {
	return cmp.Or(
		cmp.Compare(b.Status, a.Status),
		cmp.Compare(a.Distance, b.Distance),
		cmp.Compare(a.Covers, b.Covers),
		cmp.Compare(min(len(a.Through), 1), min(len(b.Through), 1)),
		byPlace(a, b))
}

// unsaid keeps of what may concern the entry what no other statement of the same
// passage says: neither one that counts nor one of a nearer class.
func unsaid(possible, counts []*Statement) []*Statement {
	if len(possible) == 0 {
		return nil
	}
	said := map[passage]catalog.Status{}
	for _, s := range counts {
		said[s.passage()] = max(said[s.passage()], s.Status)
	}
	slices.SortStableFunc(possible, byCaution)
	return slices.DeleteFunc(possible, func(s *Statement) bool {
		if said[s.passage()] >= s.Status {
			return true
		}
		said[s.passage()] = s.Status
		return false
	})
}

// permissions lists the statements that permit what another passage refuses,
// and are at least as near to the entry.
func permissions(statements []*Statement) []*Statement {
	var refusals, out []*Statement
	for _, s := range statements {
		if s.Status.Refuses() {
			refusals = append(refusals, s)
		}
	}
	// The farthest come first: most permissions meet one there.
	slices.SortStableFunc(refusals, func(a, b *Statement) int { return cmp.Compare(b.Distance, a.Distance) })
	for _, s := range statements {
		if !s.Status.Permits() {
			continue
		}
		far := sort.Search(len(refusals), func(i int) bool { return refusals[i].Distance < s.Distance })
		if slices.ContainsFunc(refusals[:far], func(r *Statement) bool { return r.passage() != s.passage() && sameSubject(s, r) }) {
			out = append(out, s)
		}
	}
	return out
}

// sameSubject: what is said of one ingredient of several never disputes what is
// said of another one, or of the whole.
func sameSubject(permits, refuses *Statement) bool {
	return len(permits.Through) == 0 ||
		slices.ContainsFunc(permits.Through, func(s int32) bool { return slices.Contains(refuses.Through, s) })
}
