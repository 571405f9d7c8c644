package resolve

import (
	"cmp"
	"slices"

	"github.com/backcare/backcare/internal/catalog"
)

// Reference is a reference as it reaches an entry.
type Reference struct {
	*catalog.Reference
	// About is the index of the substance (Via Direct or Ingredient) or of the
	// class entry (Via Direct or Class) through which it reaches the entry.
	About      int32
	AboutClass bool
	Via        Basis
}

// References lists what applies to the entry at index i: by substance or class, and
// by route.
func References(ds *catalog.Dataset, i int32) []Reference {
	var out []Reference
	e := &ds.Entries[i]
	for k := range ds.References {
		ref := &ds.References[k]
		if !routeApplies(ref, e) {
			continue
		}
		if r, ok := reach(ds, ref, i); ok {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b Reference) int {
		return cmp.Or(cmp.Compare(a.Via.distance(), b.Via.distance()), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// reach finds the nearest link by which a reference speaks of the entry.
func reach(ds *catalog.Dataset, ref *catalog.Reference, i int32) (Reference, bool) {
	e := &ds.Entries[i]
	for _, s := range ref.Substances {
		if ds.Substances[s].Entry == i {
			return Reference{ref, s, false, Direct}, true
		}
	}
	if slices.Contains(ref.Classes, i) {
		return Reference{ref, i, true, Direct}, true
	}
	for _, s := range ref.Substances {
		if linked(e.Ingredients, s) {
			return Reference{ref, s, false, Ingredient}, true
		}
	}
	for _, c := range ref.Classes {
		if linked(e.Classes, c) {
			return Reference{ref, c, true, Class}, true
		}
	}
	return Reference{}, false
}

func linked(links []catalog.Link, index int32) bool {
	return slices.ContainsFunc(links, func(l catalog.Link) bool { return l.Index == index })
}

// routeApplies: a rule for one route says nothing of another, nor of an entry
// whose route is not known. A class has no route of its own, so that every
// rule on its members belongs to it.
func routeApplies(ref *catalog.Reference, e *catalog.Entry) bool {
	if len(ref.Routes) == 0 || e.Route == "" && e.Kind == catalog.Class {
		return true
	}
	return slices.Contains(ref.Routes, e.Route)
}
