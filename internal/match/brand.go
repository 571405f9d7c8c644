package match

import (
	"slices"
	"sort"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
)

// brand resolves a name that the documents do not use: a trade name, a salt, the
// name of a substance in another language. It is found by its whole name alone,
// in its own script. Route is how a form beside the name is given, empty where
// there is none. What the name stands for decides; where that is no entry of
// ours, the result says what it holds and suggests the entries of that.
func (m *Matcher) brand(key []byte, text, route string) (Result, bool) {
	from, to := m.findBrand(key)
	var rows []*catalog.Brand
	same := 0 // rows of the query's own spelling, which is the one to answer with
	for i := from; i < to; i++ {
		b := &m.ds.Brands[i]
		switch {
		case !name.SameWords(text, b.Text):
		case strings.EqualFold(text, b.Text):
			rows = slices.Insert(rows, same, b)
			same++
		default:
			rows = append(rows, b)
		}
	}
	if len(rows) == 0 {
		return Result{}, false
	}
	if slices.ContainsFunc(rows, func(b *catalog.Brand) bool { return b.Contents != rows[0].Contents }) {
		return m.contested(rows), true
	}
	return m.stands(rows, route), true
}

// findBrand returns the range of Dataset.Brands that have the key.
func (m *Matcher) findBrand(key []byte) (from, to int) {
	brands := m.ds.Brands
	from = sort.Search(len(brands), func(i int) bool { return brands[i].Key >= string(key) })
	for to = from; to < len(brands) && brands[to].Key == string(key); to++ {
	}
	return from, to
}

// stands resolves a name that always holds the same.
func (m *Matcher) stands(rows []*catalog.Brand, route string) Result {
	b := rows[0]
	held := m.ds.Contents[b.Contents]
	r := Result{Entry: -1, Holds: m.heldNames(held)}
	var routes []string // none where it is given by any
	for _, row := range rows {
		if row.Route == "" {
			routes = nil
			break
		}
		routes = append(routes, row.Route)
	}
	if route != "" && (routes == nil || slices.Contains(routes, route)) {
		routes = []string{route}
	}
	trade := b.Kind == catalog.TradeName
	var found []int32
	if len(held) == 1 {
		h := &m.ds.Held[held[0]]
		found = m.ofSubstance(h, routes, trade)
		if len(found) == 1 && found[0] == h.Entry && (b.Kind == catalog.SaltName || b.Kind == catalog.GenericName) {
			return Result{Kind: Alias, Entry: h.Entry, Matched: b.Text}
		}
	} else {
		found = m.ofMixture(held, routes)
	}
	holds := b.Text + " holds " + series(r.Holds)
	itself := len(held) == 1 && name.Key(r.Holds[0]) == b.Key // the name of a substance without an entry
	if len(held) == 1 && !trade {
		holds = b.Text + " is " + r.Holds[0]
	}
	if itself {
		holds = r.Holds[0] + " is a substance"
	}
	switch {
	case len(found) == 1 && len(held) == 1 && m.beyond(&m.ds.Held[held[0]], routes, trade):
		r.Kind, r.Message = Ambiguous, holds+" and is given "+routeWords(routes)+"; the documents speak of only some of these"
	case len(found) == 1:
		r.Kind, r.Entry, r.Matched = Brand, found[0], b.Text
		r.Message = "the documents do not name " + b.Text + "; it holds " + series(r.Holds)
		if itself {
			r.Message = "the documents do not name " + r.Holds[0] + " itself; " + m.ds.Entries[found[0]].Name + " holds it"
		}
		return r
	case len(held) == 1 && len(found) > 1:
		r.Kind, r.Message = Ambiguous, holds+", of which there are several entries"
	default:
		r.Kind, r.Message = None, holds+m.spokenOf(held, routes)
	}
	for _, e := range found {
		r.suggest(e, b.Text)
	}
	m.suggestHeld(held, &r, b.Text)
	return r
}

// ofSubstance are the entries that a name of one substance may mean: that of the
// substance by one of the routes, or else of its products by that route. A trade
// name means no household remedy, and without a route each entry that is given
// otherwise; any other name then means the substance.
func (m *Matcher) ofSubstance(h *catalog.Held, routes []string, trade bool) []int32 {
	own, products := m.entriesOf(h, trade)
	var found []int32
	if routes == nil {
		if own >= 0 {
			found = append(found, own)
			if !trade {
				return found
			}
		}
		for _, p := range products {
			if own < 0 || !linked(m.ds.Entries[own].Route, m.ds.Entries[p].Route) {
				found = append(found, p)
			}
		}
		return found
	}
	for _, route := range routes {
		if own >= 0 && linked(m.ds.Entries[own].Route, route) {
			if !slices.Contains(found, own) {
				found = append(found, own)
			}
			continue
		}
		same := func(p int32) bool { return m.ds.Entries[p].Route == route }
		if !slices.ContainsFunc(products, same) {
			same = func(p int32) bool { return linked(m.ds.Entries[p].Route, route) }
		}
		for _, p := range products {
			if same(p) && !slices.Contains(found, p) {
				found = append(found, p)
			}
		}
	}
	return found
}

// beyond reports a name that is given by several routes, by one of which we hold
// nothing of the substance: gel and suppositories.
func (m *Matcher) beyond(h *catalog.Held, routes []string, trade bool) bool {
	return len(routes) > 1 && slices.ContainsFunc(routes, func(route string) bool {
		return len(m.ofSubstance(h, []string{route}, trade)) == 0
	})
}

// entriesOf are the entry of a substance, -1 where it has none, and those of the
// products that hold nothing else.
func (m *Matcher) entriesOf(h *catalog.Held, trade bool) (own int32, products []int32) {
	if h.Substance < 0 {
		return h.Entry, nil
	}
	for _, p := range m.ds.Substances[h.Substance].Products {
		e := &m.ds.Entries[p]
		if !e.Combination && len(e.Ingredients) == 1 && !e.Ingredients[0].SomeFormulas && e.Kind != catalog.Class && (!trade || e.Kind != catalog.Remedy) {
			products = append(products, p)
		}
	}
	return h.Entry, products
}

// ofMixture are the products of ours that hold exactly these substances, in every
// formula.
func (m *Matcher) ofMixture(held []int32, routes []string) []int32 {
	var found []int32
	first := &m.ds.Held[held[0]]
	if first.Substance < 0 {
		return nil
	}
	for _, p := range m.ds.Substances[first.Substance].Products {
		e := &m.ds.Entries[p]
		if e.Kind != catalog.Product || len(e.Ingredients) != len(held) {
			continue
		}
		same := routes == nil || slices.ContainsFunc(routes, func(route string) bool { return linked(e.Route, route) })
		for _, i := range held {
			s := m.ds.Held[i].Substance
			same = same && s >= 0 && slices.ContainsFunc(e.Ingredients, func(k catalog.Link) bool { return k.Index == s && !k.SomeFormulas })
		}
		if same {
			found = append(found, p)
		}
	}
	return found
}

// linked reports whether two routes may be the same. An entry without one is
// given in any way but on the skin, and in none that no entry has.
func linked(entry, route string) bool {
	if entry == route {
		return true
	}
	return entry == "" && (route == catalog.Oral || route == catalog.Injection || route == catalog.Rectal) ||
		route == "" && entry != catalog.Topical
}

// contested is what a name gives that stands for different medicines.
func (m *Matcher) contested(rows []*catalog.Brand) Result {
	r := Result{Kind: None, Entry: -1}
	b := rows[0]
	// One part of the message for each of the contents, in the order of the rows.
	var parts []string
	var all []int32
	for i, row := range rows {
		if slices.ContainsFunc(rows[:i], func(o *catalog.Brand) bool { return o.Contents == row.Contents }) {
			continue
		}
		held := m.ds.Contents[row.Contents]
		part := series(m.heldNames(held))
		if row.Countries != "" {
			part += " (" + row.Countries + ")"
		}
		parts = append(parts, part)
		for _, h := range held {
			if !slices.Contains(all, h) {
				all = append(all, h)
			}
		}
	}
	r.Holds = m.heldNames(all)
	r.Message = b.Text + " is the name of different medicines, which hold " + strings.Join(parts, " or ") + m.spokenOf(all, nil)
	m.suggestHeld(all, &r, b.Text)
	return r
}

// spokenOf says which of the substances the documents speak of, to be put behind
// what a brand holds. The routes are those of the brand.
func (m *Matcher) spokenOf(held []int32, routes []string) string {
	var spoken, mixed []string
	for _, i := range held {
		h := &m.ds.Held[i]
		own, products := m.entriesOf(h, false)
		switch {
		case own >= 0 || len(products) > 0:
			spoken = append(spoken, h.Name)
		case h.Substance >= 0 && len(m.ds.Substances[h.Substance].Products) > 0:
			mixed = append(mixed, h.Name)
		}
	}
	switch {
	case len(spoken)+len(mixed) == 0 && len(held) == 1:
		return ", of which the documents do not speak"
	case len(spoken)+len(mixed) == 0:
		return ", of none of which the documents speak"
	case len(spoken) == 0:
		return "; the documents speak only of products that hold " + series(mixed) + " beside other substances"
	case len(held) == 1 && len(routes) > 0:
		return " and is given " + routeWords(routes) + "; the documents speak of it in another form"
	case len(mixed) > 0:
		return "; the documents speak of " + series(spoken) + ", and of products with " + series(mixed)
	}
	return "; of these the documents speak of " + series(spoken)
}

// routeWords says how something is given.
func routeWords(routes []string) string {
	words := make([]string, len(routes))
	for i, r := range routes {
		words[i] = catalog.RouteInWords(r)
	}
	return series(words)
}

// suggestHeld suggests the entries of each substance: its own or, where it has
// none, its products.
func (m *Matcher) suggestHeld(held []int32, r *Result, matched string) {
	for _, i := range held {
		h := &m.ds.Held[i]
		own, products := m.entriesOf(h, false)
		if own >= 0 {
			r.suggest(own, matched)
			continue
		}
		if len(products) == 0 && h.Substance >= 0 {
			products = m.ds.Substances[h.Substance].Products
		}
		for _, p := range products {
			r.suggest(p, matched)
		}
	}
}

func (m *Matcher) heldNames(held []int32) []string {
	names := make([]string, len(held))
	for i, h := range held {
		names[i] = m.ds.Held[h].Name
	}
	return names
}

// series joins names: "a, b and c".
func series(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// BrandIndex makes Dataset.BrandIndex: Dataset.Brands as the guard looks for
// them.
func BrandIndex(ds *catalog.Dataset) catalog.Index {
	var k maker
	for i := range ds.Brands {
		b := &ds.Brands[i]
		if i > 0 && b.Key == ds.Brands[i-1].Key {
			continue
		}
		if it, ok := k.make(b.Key); ok {
			it.Owner = int32(i)
			k.items = append(k.items, it)
		}
	}
	return k.index()
}

// sounding explains a query that sounds like a brand without being written like
// it: in another script, or with a slip that is not to be heard. A brand is never
// corrected to, nor is what sounds like one corrected to anything else.
func (m *Matcher) sounding(q *query) (Result, bool) {
	if len(q.fold) <= shortest || q.script == name.NoScript {
		return Result{}, false
	}
	for range m.names.alike(q.fold) {
		return Result{}, false // it sounds like a name of ours as well
	}
	for i := range m.brands.alike(q.fold) {
		b := &m.ds.Brands[m.brands.item(i).owner]
		r, _ := m.brand([]byte(b.Key), b.Text, "")
		if b.Kind != catalog.TradeName && r.Entry >= 0 {
			continue // one of our own substances, in another language
		}
		q.foreign = true
		out := Result{Kind: None, Entry: -1, Suggestions: r.Suggestions, More: r.More}
		if r.Entry >= 0 {
			out.suggest(r.Entry, b.Text)
		}
		out.Message = "this sounds like `" + b.Text + "`, a name that these documents do not use; brands are not corrected"
		return out, true
	}
	return Result{}, false
}

// rival reports a brand that the query is as near to as limit says, where it is
// near to a name of ours, and that is another medicine.
func (m *Matcher) rival(q *query, limit int, own *item) (Result, bool) {
	best := int32(-1)
	m.brands.near(q, limit, func(i int) int {
		it := m.brands.item(i)
		if c := m.costs.cost(q, &it, limit); c <= limit && !m.kindred(q, &it, own) {
			best, limit = it.owner, c-1
		}
		return limit
	})
	if best < 0 {
		return Result{}, false
	}
	return Result{Kind: None, Entry: -1, Message: "this is equally close to `" + m.ds.Brands[best].Text + "`, a medicine that these documents do not name"}, true
}

// kindred reports whether a brand is no other medicine than an entry that the query is
// near to by the name own: it is answered with the entry, or is its name in another
// language, or adds words to it that the query does not have.
func (m *Matcher) kindred(q *query, brand, own *item) bool {
	b := &m.ds.Brands[brand.owner]
	if held := m.ds.Contents[b.Contents]; len(held) == 1 && m.ds.Held[held[0]].Entry == own.entry {
		return true
	}
	if r, ok := m.brand([]byte(b.Key), b.Text, ""); ok && r.Entry == own.entry {
		return true
	}
	if held := m.ds.Contents[b.Contents]; brand.fold == own.fold && len(held) == 1 {
		_, products := m.entriesOf(&m.ds.Held[held[0]], true)
		if slices.Contains(products, own.entry) {
			return true
		}
	}
	// "Pentalgin N" beside a slip in "Pentalgin".
	words := name.Words(b.Text)
	head := new(query)
	for n := len(words) - 1; n > 0; n-- {
		text := b.Text[:words[n-1].End()]
		if r, ok := m.exact([]byte(name.Key(text)), text); ok && r.Entry == own.entry && head.set(name.Key(text)) {
			if n := len(q.code) - 1; q.script != name.ScriptOf(brand.code) {
				return n < 1 || q.code[n] != q.code[n-1] // no letter to spare, as in "pentalginn"
			}
			return plain(q.code, head.code) < plain(q.code, brand.code)
		}
	}
	return false
}
