package answer

import (
	"cmp"
	"slices"
	"strings"

	"github.com/backcare/backcare/internal/page"
)

// What links lead to: an entry, what an authority says; a passage by its place.
func entryID(id string) string     { return "entry:" + id }
func referenceID(id string) string { return "reference:" + id }

// link leads to the entry.
func (a About) link(tone page.Tone) page.Span {
	return page.Span{Text: a.Name, Tone: tone, To: entryID(a.ID)}
}

// document shows each name on a sheet to hand over, and below it everything
// else.
func (l Lookup) document(lay page.Layout) page.Page {
	var about []string
	for i := range l.Results {
		about = append(about, l.Results[i].name())
	}
	title := strings.Join(about, ", ")
	if len(about) > 4 {
		title = page.Count(len(about), "name")
	}
	p := page.Page{page.Title(1, "What is stated of "+title)}
	if len(l.Results) > 1 {
		contents := page.Items{Noun: "Name"}
		for i := range l.Results {
			r := &l.Results[i]
			contents.List = append(contents.List, page.Item{Lead: page.Of(page.To(r.part(), r.name()))})
		}
		p = append(p, contents)
	}
	for i := range l.Results {
		p = append(p, l.Results[i].document(lay, l))
	}
	p = append(p, adviceLine(l.Advice)...)
	return append(p, closing(l.Notice, l.Dataset)...)
}

// name is that of the entry, or the one asked for.
func (r *Result) name() string {
	if r.Entry != nil {
		return r.Entry.Name
	}
	return quoted(r.Query)
}

// part is what leads to the result.
func (r *Result) part() string {
	if r.Entry != nil {
		return entryID(r.Entry.ID)
	}
	return "name:" + r.Query
}

func (r *Result) document(lay page.Layout, l Lookup) page.Part {
	e := r.Entry
	if e == nil {
		return page.Part{ID: r.part(), Body: page.Page{page.Part{Sheet: true, Body: r.unresolved(lay)}}}
	}
	c := newCard(e, lay.Phases, l.Week)
	c.paper = true
	sheet := c.page(lay, append(page.Page{e.cardTitle()}, r.met(true)...), func() page.Page {
		return page.Page{
			page.Para(l.Notice),
			page.Para(page.Dim("Made on " + lay.Date + " from " + l.Dataset.Origin.String() + ".")),
		}
	})
	rest := page.Page{page.Title(1, "Everything on ", page.Bold(e.Name))}
	if c.reduced() {
		all := newCard(e, lay.Phases, l.Week)
		all.whole = true
		rest = append(rest, all.blocks()...)
	}
	return page.Part{ID: r.part(), Body: page.Page{
		page.Part{Sheet: true, Body: sheet},
		page.Part{Body: append(rest, e.everything(lay)...)},
	}}
}

// reduced reports whether anything was left out to fit the height.
func (c *card) reduced() bool {
	return c.short || slices.ContainsFunc(c.refs, func(r refLine) bool { return r.hidden }) ||
		slices.ContainsFunc(c.sections, func(s section) bool {
			return slices.ContainsFunc(s.passages, func(p passage) bool { return p.hidden }) ||
				slices.ContainsFunc(s.notes, func(n note) bool { return n.hidden })
		})
}

// Leaves are the whole dataset as pages that lead to one another: the entries
// in a table, one page for each document, for what authorities say, and for
// each entry. A place leads to the page of its document, which comes before
// those of the entries for that.
func (x Export) Leaves(lay page.Layout) []page.Leaf {
	var head page.Page
	if !x.Dataset.Embedded {
		head = page.Page{page.Para(page.Bold("Answered from " + x.Dataset.Origin.String() + "."))}
	}
	leaf := func(id, path, main string, p page.Page) page.Leaf {
		return page.Leaf{ID: id, Path: path, Main: main, Page: slices.Concat(head, p)}
	}
	list := List{Dataset: x.Dataset, Notice: x.Notice, Entries: x.Entries}
	documents := Documents{Dataset: x.Dataset, Notice: x.Notice, Documents: x.Documents}
	out := []page.Leaf{
		leaf("", "index.html", "Medicines", list.Page(lay)),
		leaf("", "documents.html", "Documents", documents.Page(lay)),
		leaf("", "authorities.html", "Authorities", x.authorities(lay)),
	}
	read := map[string][]Statement{}
	for i := range x.Entries {
		for _, s := range x.Entries[i].own() {
			read[s.Source.Document] = append(read[s.Source.Document], *s)
		}
	}
	for _, d := range x.Documents {
		list := read[d.ID]
		slices.SortStableFunc(list, func(a, b Statement) int {
			return cmp.Or(cmp.Compare(a.Source.Line, b.Source.Line), cmp.Compare(a.ID, b.ID))
		})
		doc := Document{Dataset: x.Dataset, Notice: x.Notice, Document: d, Statements: list}
		out = append(out, leaf(d.ID, "documents/"+d.ID+".html", "", doc.Page(lay)))
	}
	for i := range x.Entries {
		e := &x.Entries[i]
		one := Lookup{Dataset: x.Dataset, Notice: x.Notice, Results: []Result{{Query: e.Name, Entry: e}}}
		out = append(out, leaf(entryID(e.ID), "entries/"+e.ID+".html", "", one.Page(lay)))
	}
	return out
}

// authorities is everything that authorities say.
func (x Export) authorities(lay page.Layout) page.Page {
	p := page.Page{page.Title(1, page.Bold(page.Count(len(x.References), "reference"))),
		page.Para("What public authorities say: shown beside the documents, never counted in a status.")}
	for i := range x.References {
		one := ReferenceShow{Reference: x.References[i]}
		p = append(p, page.Part{ID: referenceID(x.References[i].ID), Body: one.body(lay)})
	}
	return append(p, closing(x.Notice, x.Dataset)...)
}
