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
	// Part: it speaks of one ingredient of several. SomeFormulas: of one that
	// only some formulas hold.
	Part, SomeFormulas bool
	distance           int
}

// References lists what applies to the entry at index i, by substance, product
// or class and by route, in the order in which it is shown: regulators and
// guidelines, reference works, labels; in each of these the newest first.
func References(ds *catalog.Dataset, i int32) []Reference {
	var out []Reference
	w := walk{ds: ds}
	w.from(i)
	for k := range ds.References {
		if r, ok := w.reference(&ds.References[k]); ok && routeApplies(r, &ds.Entries[i]) {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b Reference) int {
		return cmp.Or(
			cmp.Compare(rank(a.Type), rank(b.Type)),
			cmp.Compare(b.Date, a.Date), // undated ones last
			cmp.Compare(a.distance, b.distance),
			cmp.Compare(a.ID, b.ID))
	})
	return out
}

func rank(t catalog.RefType) catalog.RefType { return max(t, catalog.Guideline) }

// reference finds the nearest link by which a reference speaks of the entry
// that the walk began at. What is said of a product reaches that product
// alone, what is said of a part of a class that class.
func (w *walk) reference(ref *catalog.Reference) (Reference, bool) {
	i := w.nodes[0].about
	e := &w.ds.Entries[i]
	if slices.Contains(ref.Entries, i) {
		return Reference{Reference: ref, About: i, AboutEntry: true, Via: Direct}, true
	}
	for _, s := range ref.Substances {
		if w.ds.Substances[s].Entry == i {
			return Reference{Reference: ref, About: s, Via: Direct}, true
		}
	}
	for _, l := range e.Ingredients {
		if slices.Contains(ref.Substances, l.Index) {
			return Reference{Reference: ref, About: l.Index, Via: Ingredient, Part: e.Combination, SomeFormulas: l.SomeFormulas, distance: 1}, true
		}
	}
	if ref.Covers != catalog.All {
		return Reference{}, false
	}
	var nearest *node
	for k := range w.nodes {
		n := &w.nodes[k]
		if n.via == Class && slices.Contains(ref.Entries, n.about) && (nearest == nil || n.distance < nearest.distance) {
			nearest = n
		}
	}
	if nearest == nil {
		return Reference{}, false
	}
	return Reference{
		Reference: ref, About: nearest.about, AboutEntry: true, Via: Class,
		Part: !nearest.own, SomeFormulas: nearest.someFormulas, distance: nearest.distance,
	}, true
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
