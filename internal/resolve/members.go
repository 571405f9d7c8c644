package resolve

import (
	"cmp"
	"slices"

	"github.com/backcare/backcare/internal/catalog"
)

// member is an entry below a class and how many links it is away.
type member struct {
	entry int32
	depth int
}

// below lists everything that belongs to a class, at any depth, nearest first. A
// product of one substance belongs where its substance does; a combination
// only where its own links lead.
func below(ds *catalog.Dataset, class int32) []member {
	var out []member
	seen := map[int32]bool{class: true}
	add := func(i int32, depth int) {
		if !seen[i] {
			seen[i] = true
			out = append(out, member{i, depth})
		}
	}
	for _, m := range ds.Entries[class].Members {
		add(m, 1)
	}
	for k := 0; k < len(out); k++ {
		m := out[k]
		for _, x := range ds.Entries[m.entry].Members {
			add(x, m.depth+1)
		}
		s, ok := substance(ds, m.entry)
		if !ok {
			continue
		}
		for _, p := range ds.Substances[s].Products {
			if e := &ds.Entries[p]; Single(e) && routesMeet(e.Route, ds.Entries[m.entry].Route) {
				add(p, m.depth+1)
			}
		}
	}
	return out
}

// Belongs reports for each entry whether it belongs to the class, at any depth.
func Belongs(ds *catalog.Dataset, class int32) map[int32]bool {
	out := map[int32]bool{}
	for _, m := range below(ds, class) {
		out[m.entry] = true
	}
	return out
}

// members finds the members of a class that have a more cautious headline than
// the class itself, and whether one of them makes it disputed.
func (r *Resolution) members(ds *catalog.Dataset) {
	type found struct {
		Member
		depth int
	}
	var list [catalog.PhaseCount][]found
	for _, m := range below(ds, r.Entry) {
		if ds.Entries[m.entry].Advice {
			continue
		}
		all := statements(ds, m.entry, false)
		for p := range r.Phases {
			h, own := &r.Phases[p], headline(catalog.Phase(p), all)
			if own.Status <= h.Status {
				continue
			}
			list[p] = append(list[p], found{Member{m.entry, own.Status, own.Statements[0]}, m.depth})
			if h.Status.Permits() {
				h.Against = append(h.Against, refusals(h, &own)...)
			}
		}
	}
	for p := range r.Phases {
		h := &r.Phases[p]
		slices.SortFunc(list[p], func(a, b found) int {
			return cmp.Or(cmp.Compare(b.Status, a.Status), cmp.Compare(a.depth, b.depth), cmp.Compare(a.Entry, b.Entry))
		})
		for _, m := range list[p] {
			h.Members = append(h.Members, m.Member)
		}
		if h.Status.Permits() {
			h.Against = unique(h.Against)
			h.Disputed = len(h.Against) > 0
		}
	}
}

// refusals lists what refuses a member that its class permits. An exception
// that the passage of the class makes itself does not count.
func refusals(class, member *Phase) []*Statement {
	var out []*Statement
	for _, s := range member.Statements {
		if s.Status.Refuses() && slices.ContainsFunc(class.Statements, func(h *Statement) bool {
			return h.Status == class.Status && h.Heads() && h.passage() != s.passage()
		}) {
			out = append(out, s)
		}
	}
	return out
}

// unique keeps the first of each statement, most cautious first: several
// members may share one.
func unique(list []*Statement) []*Statement {
	slices.SortFunc(list, byCaution)
	return slices.CompactFunc(list, func(a, b *Statement) bool { return a.Statement == b.Statement })
}
