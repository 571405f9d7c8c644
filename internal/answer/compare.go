package answer

import (
	"slices"
	"strconv"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
)

// CompareSchema identifies the JSON of Compare.
const CompareSchema = "backcare.compare/2"

// Compare is the answer of "drug compare": a lookup that is shown side by side.
type Compare struct{ Lookup }

// Compare makes a comparison of a lookup.
func (l Lookup) Compare() Compare {
	l.Schema = CompareSchema
	return Compare{l}
}

// Page puts the names side by side: phases as rows, medicines as columns.
func (c Compare) Page(lay page.Layout) page.Page {
	var p, met page.Page
	var found []*Entry
	var names []page.Text
	for i := range c.Results {
		r := &c.Results[i]
		if r.Entry == nil {
			p = append(p, r.unresolved(lay)...)
			continue
		}
		found = append(found, r.Entry)
		names = append(names, page.Of(page.Bold(r.Entry.Name)))
		met = append(met, r.met(false)...)
	}
	if len(found) > 0 {
		p = append(p, page.Title(1, page.Join(names)))
		p = append(p, met...)
		p = append(p, weekLine(c.Week)...)
		p = append(p, newComparison(found, lay).page(lay)...)
		p = append(p, page.Gap{})
		p = append(p, adviceLine(c.Advice)...)
	}
	if lay.Document {
		for _, e := range found {
			p = append(p, page.Part{ID: entryID(e.ID), Body: append(page.Page{page.Title(1, "Everything on ", page.Bold(e.Name))}, e.everything(lay)...)})
		}
	}
	return append(p, closing(c.Notice, c.Dataset)...)
}

// A comparison is a table of medicines.
type comparison struct {
	entries []*Entry
	columns bool // side by side on a terminal, and not on a line a cell
	numbers bool // no room for places: they are in notes below
	notes   []page.Text
	known   map[string]int // a note's number
}

// placesFrom is the width of a column that has room for places.
const placesFrom = 34

func newComparison(entries []*Entry, lay page.Layout) *comparison {
	c := &comparison{entries: entries, known: map[string]int{}}
	c.columns = lay.Width > 0 && !lay.Linear
	c.numbers = c.columns && lay.Width/len(entries) < placesFrom
	return c
}

func (c *comparison) page(lay page.Layout) page.Page {
	g := page.Grid{}
	if !c.columns || len(c.entries) == 1 {
		g.Head = []string{"Phase"}
	}
	for _, e := range c.entries {
		g.Head = append(g.Head, e.Name)
	}
	add := func(phases []catalog.Phase, row []page.Cell) {
		label := page.Line(page.Bold(page.Capital(ordinals(phases))))
		if c.columns && len(c.entries) > 1 {
			g.Rows = append(g.Rows, []page.Cell{label}, row)
			return
		}
		g.Rows = append(g.Rows, append([]page.Cell{label}, row...))
	}
	var held []catalog.Phase // the phases of the row not yet added
	var last []page.Cell
	for _, phase := range asked(lay.Phases) {
		var row []page.Cell
		for _, e := range c.entries {
			row = append(row, c.cell(e, phase))
		}
		if len(held) > 0 && catalog.Pregnancy.Has(phase) && sameCells(last, row) {
			held = append(held, phase)
			continue
		}
		if len(held) > 0 {
			add(held, last)
		}
		held, last = []catalog.Phase{phase}, row
	}
	add(held, last)
	p := page.Page{g}
	if len(c.notes) > 0 {
		var notes page.Pairs
		for i, n := range c.notes {
			notes = append(notes, page.Pair{Label: noteMark(i + 1), Value: n})
		}
		p = append(p, notes)
	}
	return p
}

func sameCells(a, b []page.Cell) bool {
	return slices.EqualFunc(a, b, func(a, b page.Cell) bool {
		return slices.EqualFunc(a, b, func(a, b page.Text) bool { return a.String() == b.String() })
	})
}

// cell is what is stated of an entry in a phase: what decides, what disputes
// it, and how the authorities compare with it.
func (c *comparison) cell(e *Entry, phase catalog.Phase) page.Cell {
	p := e.Phase(phase)
	head := page.Cell{page.Of(e.sign(p))}
	if p.Disputed {
		head = append(head, page.Of(page.Warn("disputed")))
	}
	if !c.columns {
		head = page.Cell{page.Of(page.Join(head), ":")}
	}
	out := head
	if s := e.Deciding(p); s != nil {
		out = append(out, page.Of(c.passage(s), "."))
	} else {
		out = append(out, page.Of("Nothing in the documents."))
	}
	for _, id := range p.Against {
		s := e.statement(id)
		if s == nil {
			continue // of a member, which is named below
		}
		out = append(out, page.Of("But ", page.BareStatus(s.Status), ": ", c.passage(s), "."))
	}
	for i, m := range p.Members {
		if i == fewMembers {
			out = append(out, page.Of("And "+strconv.Itoa(len(p.Members)-i)+" more of its kinds."))
			break
		}
		out = append(out, page.Of("Of its kinds: "+m.Name+" ", page.BareStatus(m.Status), c.at(&m.Deciding), "."))
	}
	return append(out, page.Of(c.authorities(e, phase), "."))
}

// fewMembers is how many members of a class a comparison names.
const fewMembers = 3

// passage is a statement in a few words, and its place.
func (c *comparison) passage(s *Statement) page.Text {
	return page.Of(s.short(), c.at(s))
}

// at is the place of a statement, or the number of its note.
func (c *comparison) at(s *Statement) page.Text {
	if !c.numbers {
		return page.Of(" ", page.Dim("("+s.voice()+", "+s.Source.Place()+")"))
	}
	return c.note(s.Source.Place()+s.voice(), page.Of(s.Source.Place()+", "+s.voice()))
}

// note is the number of a note, which is added if it is new.
func (c *comparison) note(key string, t page.Text) page.Text {
	n, ok := c.known[key]
	if !ok {
		c.notes = append(c.notes, t)
		n = len(c.notes)
		c.known[key] = n
	}
	return page.Of(" ", page.Dim(noteMark(n)))
}

func noteMark(n int) string { return "[" + strconv.Itoa(n) + "]" }

// authorities is how they compare with a headline, and what they hold.
func (c *comparison) authorities(e *Entry, phase catalog.Phase) page.Text {
	a := &e.Phase(phase).Authorities
	t := page.Of("Authorities: " + relationText(a.Relation))
	if a.Relation == resolve.None {
		t = page.Of("Authorities: none held")
	}
	held := e.held(phase)
	switch {
	case a.Relation == resolve.None || a.Position == nil:
	case held != nil && !c.numbers:
		t = page.Of(t, "; ", held)
	default:
		t = page.Of(t, ", "+a.text())
		t = page.Of(t, c.held(e.holder(a)))
		if a.Relation == resolve.Differ && len(a.References) > 1 {
			open := Authorities{References: a.References[len(a.References)-1:]}
			t = page.Of(t, ", others less strict", c.held(e.holder(&open)))
		}
	}
	if a.Next != nil {
		t = page.Of(t, "; "+a.Next.text())
	}
	return t
}

// held is the note of a reference, which may have been left out.
func (c *comparison) held(r *Reference) page.Text {
	if r == nil {
		return nil
	}
	return c.note(r.ID, page.Of(authority(r.Authority, r.Country, r.Date)+", on "+r.About.Name))
}
