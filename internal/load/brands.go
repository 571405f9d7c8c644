package load

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
)

// rawBrandSource is a public list or page that rows of brands come from.
type rawBrandSource struct{ id text }

// rawBrands are the names of what holds the same substances.
type rawBrands struct {
	pos
	holds []text
	names []*rawBrand
}

type rawBrand struct {
	name    text
	sources []text
	brand   catalog.Brand
}

func (d *decoder) brandSource(n *yaml.Node) *rawBrandSource {
	x := &rawBrandSource{}
	if !d.object(n, "a source of brands", need("id", d.id(&x.id)), need("name", d.own(new(text)))) {
		return nil
	}
	return x
}

var countryForm = lazily(`^[A-Z]{2}$`)

func (d *decoder) brands(n *yaml.Node) *rawBrands {
	x := &rawBrands{pos: d.at(n)}
	if !d.object(n, "a group of brands",
		need("holds", d.texts(&x.holds, d.str)),
		need("names", d.list(func(n *yaml.Node) { x.names = add(x.names, d.brand(n)) })),
	) {
		return nil
	}
	return x
}

func (d *decoder) brand(n *yaml.Node) *rawBrand {
	x := &rawBrand{}
	var countries []text
	if !d.object(n, "a brand",
		need("name", d.str(&x.name)),
		opt("kind", word(d, &x.brand.Kind, "kind of brand", catalog.ParseBrandKind)),
		opt("route", d.choice(&x.brand.Route, "route of a brand", catalog.BrandRouteWords()...)),
		opt("countries", d.texts(&countries, func(t *text) func(*yaml.Node) {
			return d.form(t, "country", "two capitals of ISO 3166, as in \"FR\"", countryForm.matches)
		})),
		need("sources", func(n *yaml.Node) {
			if d.texts(&x.sources, d.id)(n); n.Kind == yaml.SequenceNode && len(n.Content) == 0 {
				d.fault(n, "no sources: say where the brand was read")
			}
		}),
	) {
		return nil
	}
	codes := make([]string, len(countries))
	for i, c := range countries {
		codes[i] = c.v
	}
	x.brand.Countries = strings.Join(codes, " ")
	return x
}

// brands finds the substances and the sources of brands, and sorts them. A name
// that an entry has too is kept: it is never looked for here. A substance without
// an entry is found by its own name as well, unless a remedy is made of it: that is
// an ordinary word.
func (l *linker) brands() {
	sources := index(l, l.raw.sources, "brand source", func(x *rawBrandSource) text { return x.id })
	others := map[string]bool{}
	for _, o := range l.raw.others {
		if others[o.v] {
			l.fault(o.pos, "the substance %s repeats", quote(o.v))
		}
		others[o.v] = true
	}
	c := contents{linker: l, others: others, held: map[string]int32{}, lists: map[string]int32{}}
	type row struct {
		catalog.Brand
		at text
	}
	var rows []row
	for _, x := range l.raw.brands {
		holds, ok := c.of(x)
		for _, b := range x.names {
			for _, s := range b.sources {
				if _, ok := sources[s.v]; !ok {
					l.fault(s.pos, "unknown source of brands %q%s", s.v, known("sources of brands", sources))
				}
			}
			if b.brand.Key = name.Key(b.name.v); b.brand.Key == "" {
				if b.name.v != "" {
					l.fault(b.name.pos, "the name %s has no letter or digit", quote(b.name.v))
				}
				continue
			}
			if ok {
				b.brand.Text, b.brand.Contents = b.name.v, holds
				rows = append(rows, row{b.brand, b.name})
			}
		}
	}
	known := map[string]bool{}
	for _, n := range l.ds.Names {
		known[n.Key] = true
	}
	for _, r := range rows {
		known[r.Key] = true
	}
	for i := range l.ds.Substances {
		s := &l.ds.Substances[i]
		remedy := func(p int32) bool { return l.ds.Entries[p].Kind == catalog.Remedy }
		if key := name.Key(s.Name); s.Entry < 0 && key != "" && !known[key] && !slices.ContainsFunc(s.Products, remedy) {
			holds, _ := c.of(&rawBrands{holds: []text{{v: s.ID}}})
			rows = append(rows, row{catalog.Brand{Key: key, Text: s.Name, Kind: catalog.GenericName, Contents: holds}, text{}})
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Contents, b.Contents), cmp.Compare(a.Route, b.Route))
	})
	for i := range rows {
		b := &rows[i]
		if i > 0 && b.Key == rows[i-1].Key && b.Text == rows[i-1].Text && b.Contents == rows[i-1].Contents && b.Route == rows[i-1].Route {
			l.fault(b.at.pos, "the brand %s repeats, first in %s", quote(b.Text), rows[i-1].at.pos)
		}
		l.ds.Brands = append(l.ds.Brands, b.Brand)
	}
}

// contents numbers what brands hold.
type contents struct {
	*linker
	others map[string]bool
	held   map[string]int32 // of Dataset.Held, by what the data calls a substance
	lists  map[string]int32 // of Dataset.Contents, by the sorted list
}

// of finds what a group of brands holds. A substance is one of the dataset's by
// its id or name, one that an entry stands for by the entry's id, or one of the
// others by its name.
func (c *contents) of(x *rawBrands) (int32, bool) {
	var list []int32
	good := len(x.holds) > 0
	if !good {
		c.fault(x.pos, "the brands hold nothing")
	}
	for _, t := range x.holds {
		i, ok := c.held[t.v]
		if !ok {
			h, ok := c.substance(t)
			if !ok {
				good = false
				continue
			}
			i = int32(len(c.ds.Held))
			c.held[t.v] = i
			c.ds.Held = append(c.ds.Held, h)
		}
		if slices.Contains(list, i) {
			c.fault(t.pos, "the substance %s repeats", quote(t.v))
			good = false
		}
		list = append(list, i)
	}
	if !good {
		return 0, false
	}
	sorted := slices.Sorted(slices.Values(list))
	key := fmt.Sprint(sorted)
	n, ok := c.lists[key]
	if !ok {
		n = int32(len(c.ds.Contents))
		c.lists[key] = n
		c.ds.Contents = append(c.ds.Contents, list)
	}
	return n, true
}

func (c *contents) substance(t text) (h catalog.Held, ok bool) {
	s, ok := c.substances[t.v]
	if !ok {
		at := slices.IndexFunc(c.ds.Substances, func(s catalog.Substance) bool { return s.Name == t.v })
		s, ok = int32(at), at >= 0
	}
	if ok {
		sub := &c.ds.Substances[s]
		return catalog.Held{Name: sub.Name, Substance: s, Entry: sub.Entry}, true
	}
	if e, ok := c.entries[t.v]; ok && c.ds.Entries[e].Kind != catalog.Class {
		return catalog.Held{Name: c.ds.Entries[e].Name, Substance: -1, Entry: e}, true
	}
	if c.others[t.v] {
		return catalog.Held{Name: t.v, Substance: -1, Entry: -1}, true
	}
	c.fault(t.pos, "unknown substance %s: give the id of a substance of the dataset, or list it in other_substances", quote(t.v))
	return h, false
}
