package resolve

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
)

// node is an entry whose statements reach another one.
type node struct {
	about        int32
	via          Basis
	distance     int
	link         *catalog.Link // the last of the path; nil for Direct and Brand
	parent       int           // the node before it
	own          bool          // by the entry's own links, not through one ingredient of several
	through      []int32
	someFormulas bool
	by           *catalog.Link // the walk.by of the last walk that reached it
}

// walk finds what reaches an entry.
type walk struct {
	ds    *catalog.Dataset
	nodes []node
	at    map[int32]int // entry to node
	by    *catalog.Link // the ingredient whose classes are followed; nil for the entry's own
}

// statements collects what reaches the entry, by the nearest link if there are
// several. Headlines need no paths.
func statements(ds *catalog.Dataset, i int32, paths bool) []Statement {
	w := walk{ds: ds}
	w.from(i)
	n := 0
	for k := range w.nodes {
		n += len(ds.Entries[w.nodes[k].about].Statements)
	}
	if n == 0 {
		return nil
	}
	out := make([]Statement, 0, n)
	for k := range w.nodes {
		x := &w.nodes[k]
		e := &ds.Entries[x.about]
		if e.Advice && x.via != Direct {
			continue
		}
		var path []*catalog.Link
		var byIngredient bool
		if paths {
			path, byIngredient = w.path(k)
		}
		for m := range e.Statements {
			s := &e.Statements[m]
			part := x.via == Class && s.Covers != catalog.All
			if part && (s.Status < catalog.Caution || s.Phases == 0) {
				continue
			}
			out = append(out, Statement{
				Statement: s, About: x.about, Via: x.via, Path: path, Distance: x.distance,
				Through: x.through, SomeFormulas: x.someFormulas, Possible: part,
				byIngredient: byIngredient,
			})
		}
	}
	slices.SortStableFunc(out, func(a, b Statement) int {
		return cmp.Or(
			cmp.Compare(a.Via, b.Via),
			cmp.Compare(a.Distance, b.Distance),
			byPlace(&a, &b))
	})
	return out
}

func byPlace(a, b *Statement) int {
	return cmp.Or(
		cmp.Compare(a.Source.Document, b.Source.Document),
		cmp.Compare(a.Source.Line, b.Source.Line),
		strings.Compare(a.ID, b.ID))
}

// from walks all links of the entry at index i. Whatever the order in which the
// data lists links, the result is the same.
func (w *walk) from(i int32) {
	e := &w.ds.Entries[i]
	w.nodes = append(w.nodes, node{about: i, via: Direct, parent: math.MinInt, own: true}) // no path leads past it
	is, ok := substance(w.ds, i)
	if !ok && len(e.Ingredients) == 0 && len(e.Classes) == 0 {
		return
	}
	w.at = map[int32]int{i: 0}
	if ok {
		w.brands(e, is)
	}
	if e.Kind == catalog.Ingredient && Single(e) {
		w.brands(e, e.Ingredients[0].Index)
	}
	w.classes(0)
	for _, l := range inOrder(e.Ingredients) {
		own := w.ds.Substances[l.Index].Entry
		if own < 0 || own == i || !routesMeet(w.ds.Entries[own].Route, e.Route) {
			continue
		}
		x := node{about: own, via: Ingredient, distance: 1, link: l, own: !e.Combination, someFormulas: l.SomeFormulas}
		if e.Combination {
			x.through = []int32{l.Index}
		}
		w.by = l
		if k, ok := w.add(x); ok {
			w.classes(k)
		}
	}
}

// brands adds the single-ingredient products that speak for the entry: those
// of the substance that it is, or of the one that a generic form of it contains.
func (w *walk) brands(e *catalog.Entry, substance int32) {
	for _, p := range w.ds.Substances[substance].Products {
		if b := &w.ds.Entries[p]; b.Kind == catalog.Product && Single(b) && routesMeet(b.Route, e.Route) {
			w.add(node{about: p, via: Brand, distance: 1, own: true})
		}
	}
}

// classes follows the class links up from a node, level by level.
func (w *walk) classes(start int) {
	for queue := []int{start}; len(queue) > 0; queue = queue[1:] {
		k := queue[0]
		x := w.nodes[k]
		step := 1
		if x.via != Class {
			step = 2 // a class is farther than a brand or an ingredient
		}
		for _, l := range inOrder(w.ds.Entries[x.about].Classes) {
			c, ok := w.add(node{
				about: l.Index, via: Class, distance: x.distance + step, link: l, parent: k,
				own: x.own, through: w.nodes[start].through, someFormulas: w.nodes[start].someFormulas,
			})
			if ok {
				queue = append(queue, c)
			}
		}
	}
}

// add adds a node, or merges it with the one that is there already. It is false
// if nothing new follows from that: the walk has been here before, or the
// entry's own links lead here, which say more than those of one ingredient.
func (w *walk) add(x node) (place int, ok bool) {
	k, known := w.at[x.about]
	if !known {
		x.by = w.by
		w.at[x.about] = len(w.nodes)
		w.nodes = append(w.nodes, x)
		return len(w.nodes) - 1, true
	}
	o := &w.nodes[k]
	if o.by == w.by || o.own && !x.own || k == 0 {
		return k, false
	}
	if x.distance < o.distance {
		o.via, o.distance, o.link, o.parent = x.via, x.distance, x.link, x.parent
	}
	o.by = w.by
	o.through = append(o.through, x.through...)
	o.someFormulas = o.someFormulas && x.someFormulas
	return k, true
}

// path lists the links from the entry to a node, and whether the first is one
// to an ingredient.
func (w *walk) path(k int) (out []*catalog.Link, byIngredient bool) {
	for ; w.nodes[k].link != nil; k = w.nodes[k].parent {
		out = append(out, w.nodes[k].link)
		byIngredient = w.nodes[k].via == Ingredient
	}
	slices.Reverse(out)
	return out, byIngredient
}

// inOrder returns links by what they lead to, which the data is sorted by.
func inOrder(links []catalog.Link) []*catalog.Link {
	out := make([]*catalog.Link, len(links))
	for i := range links {
		out[i] = &links[i]
	}
	slices.SortFunc(out, func(a, b *catalog.Link) int { return cmp.Compare(a.Index, b.Index) })
	return out
}

// routesMeet: what is said of a substance by mouth says nothing of a gel that
// holds it. An entry without a route is linked with any route but topical.
func routesMeet(a, b string) bool {
	return a == b || (a == "" || b == "") && a != catalog.Topical && b != catalog.Topical
}

// Single reports whether the entry holds exactly one active substance, and
// so may speak for it and carry its codes.
func Single(e *catalog.Entry) bool {
	return len(e.Ingredients) == 1 && !e.Combination
}

// substance finds the substance that an entry is: the one with its id.
func substance(ds *catalog.Dataset, i int32) (int32, bool) {
	k, ok := slices.BinarySearchFunc(ds.Substances, ds.Entries[i].ID, func(s catalog.Substance, id string) int {
		return strings.Compare(s.ID, id)
	})
	return int32(k), ok && ds.Substances[k].Entry == i
}
