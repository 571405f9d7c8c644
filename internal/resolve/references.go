package resolve

import (
	"cmp"
	"slices"

	"github.com/backcare/backcare/internal/catalog"
)

// Reference is a reference as it reaches an entry.
type Reference struct {
	*catalog.Reference
	// About is the index of the substance, or if AboutEntry of the entry (most
	// often a class), through which it reaches the entry.
	About      int32
	AboutEntry bool
	Via        Basis // Direct, Ingredient or Class
	// Through is the entry's link to the ingredient that carries it; nil if it
	// is about the entry itself or a class that the entry belongs to.
	Through *catalog.Link
	steps   int // links in between
}

// References lists what applies to the entry at index i, by substance, product
// or class and by route, in the order in which it is shown: regulators and
// guidelines, reference works, labels; in each of these the newest first.
func References(ds *catalog.Dataset, i int32) []Reference {
	var out []Reference
	up := classesOf(ds, i)
	for k := range ds.References {
		if r, ok := reach(ds, &ds.References[k], i, up); ok && routeApplies(r, &ds.Entries[i]) {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b Reference) int {
		return cmp.Or(
			cmp.Compare(rank(a.Type), rank(b.Type)),
			cmp.Compare(b.Date, a.Date), // undated ones last
			cmp.Compare(a.steps, b.steps),
			cmp.Compare(a.ID, b.ID))
	})
	return out
}

func rank(t catalog.RefType) catalog.RefType { return max(t, catalog.Guideline) }

// A climb is a class above an entry and how it is reached.
type climb struct {
	class   int32
	steps   int
	through *catalog.Link // the ingredient whose class it is
}

// classesOf lists the classes of an entry at any height, and a step further
// those of its ingredients of the same route (contract, section 2), nearest
// first and each once.
func classesOf(ds *catalog.Dataset, i int32) []climb {
	var out []climb
	add := func(c climb) {
		if !slices.ContainsFunc(out, func(o climb) bool { return o.class == c.class }) {
			out = append(out, c)
		}
	}
	e := &ds.Entries[i]
	for _, l := range e.Classes {
		add(climb{class: l.Index, steps: 1})
	}
	for k := range e.Ingredients {
		l := &e.Ingredients[k]
		if own := ds.Substances[l.Index].Entry; own >= 0 && routesMeet(ds.Entries[own].Route, e.Route) {
			for _, c := range ds.Entries[own].Classes {
				add(climb{c.Index, 2, l})
			}
		}
	}
	for k := 0; k < len(out); k++ { // out grows on the way
		for _, l := range ds.Entries[out[k].class].Classes {
			add(climb{l.Index, out[k].steps + 1, out[k].through})
		}
	}
	slices.SortStableFunc(out, func(a, b climb) int { return cmp.Compare(a.steps, b.steps) })
	return out
}

// reach finds the nearest link by which a reference speaks of the entry. What
// is said of a product stands on that product alone; what is said of a part of
// a class, or of some uses of a substance, on the entry that it names.
func reach(ds *catalog.Dataset, ref *catalog.Reference, i int32, up []climb) (Reference, bool) {
	if slices.Contains(ref.Entries, i) {
		return Reference{Reference: ref, About: i, AboutEntry: true, Via: Direct}, true
	}
	for _, s := range ref.Substances {
		if ds.Substances[s].Entry == i {
			return Reference{Reference: ref, About: s, Via: Direct}, true
		}
	}
	if ref.Covers != catalog.All {
		return Reference{}, false
	}
	e := &ds.Entries[i]
	for k := range e.Ingredients {
		if l := &e.Ingredients[k]; slices.Contains(ref.Substances, l.Index) {
			return Reference{Reference: ref, About: l.Index, Via: Ingredient, Through: l, steps: 1}, true
		}
	}
	for _, c := range up {
		if slices.Contains(ref.Entries, c.class) {
			return Reference{Reference: ref, About: c.class, AboutEntry: true, Via: Class, Through: c.through, steps: c.steps}, true
		}
	}
	return Reference{}, false
}

// routeApplies: what is said of one route says nothing of another. An entry
// without a route is reached by what is said of the mouth and of injection;
// what names the very entry reaches it by any route but the skin.
func routeApplies(r Reference, e *catalog.Entry) bool {
	return len(r.Routes) == 0 || slices.ContainsFunc(r.Routes, func(route string) bool {
		switch {
		case e.Route != "":
			return route == e.Route
		case r.Via == Direct:
			return route != catalog.Topical
		}
		return route == catalog.Oral || route == catalog.Injection
	})
}
