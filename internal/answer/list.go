package answer

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
)

// ListSchema identifies the JSON of List.
const ListSchema = "backcare.list/2"

// List is the answer of "drug list".
type List struct {
	Schema  string      `json:"schema"`
	Dataset Dataset     `json:"dataset" doc:"The dataset that the answer came from."`
	Week    *int        `json:"week" doc:"The week of pregnancy that the positions of authorities count by; null for whole phases."`
	Notice  string      `json:"notice" doc:"What this is and is not; printed with every answer."`
	Advice  []Statement `json:"advice" doc:"What is stated of all medicines or of painkillers at large; part of no entry's status."`
	Filters Filters     `json:"filters" doc:"The filters as they were understood."`
	Entries []Entry     `json:"entries" doc:"The entries that pass every filter, by name."`
}

// Filters are the filters of a list as they were understood.
type Filters struct {
	Phases      []catalog.Phase    `json:"phases" doc:"The phases asked for; empty for all."`
	Status      []catalog.Status   `json:"status" doc:"The statuses asked for; empty for all."`
	Kind        []catalog.Kind     `json:"kind" doc:"The kinds asked for; empty for all."`
	Class       *string            `json:"class" doc:"The id of the class asked for."`
	Contains    *string            `json:"contains" doc:"The id of the ingredient asked for."`
	Document    *string            `json:"document" doc:"The id of the document asked for."`
	Disputed    bool               `json:"disputed" doc:"Disputed entries only."`
	Authorities []resolve.Relation `json:"authorities" doc:"The relations of the authorities asked for; empty for all."`
}

// EntryLine is an entry by itself, with the dataset that it came from.
type EntryLine struct {
	*Entry
	Dataset Origin `json:"dataset" doc:"The dataset that the line came from."`
}

// FilterError is a filter with a value that the dataset does not know.
type FilterError struct {
	Filter string // class, ingredient, document
	Value  string
	Hint   string // what would do, empty if nothing is near
}

func (e *FilterError) Error() string {
	s := fmt.Sprintf("unknown %s %q", e.Filter, e.Value)
	if e.Hint != "" {
		s += ": " + e.Hint
	}
	return s
}

// List makes the answer of "drug list": the entries that pass every filter,
// by name. Its Filters give class, contains and document as ids. The error is
// a *FilterError.
//
// Phases keep the entries about which something is stated for one of them, of
// which a member is shown, or on which an authority refuses, unless
// "not_stated" is among the statuses asked for: the question is then which
// entries have nothing stated there.
func (b *Builder) List(f Filters) (List, error) {
	in, err := b.understood(&f)
	if err != nil {
		return List{}, err
	}
	out := List{ListSchema, b.Dataset(), b.opt.Week, b.notice(), b.Advice(), f, []Entry{}}
	for i := range b.ds.Entries {
		if in.class >= 0 && !in.members[int32(i)] {
			continue
		}
		r := resolve.Entry(b.ds, int32(i))
		if b.passes(&r, &f, in) {
			out.Entries = append(out.Entries, b.entry(&r))
		}
	}
	slices.SortStableFunc(out.Entries, func(x, y Entry) int {
		return cmp.Or(cmp.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)), cmp.Compare(x.ID, y.ID))
	})
	return out, nil
}

// places are the indexes of what filters name, -1 if they name nothing.
type places struct {
	class, substance, document int32
	members                    map[int32]bool // of the class, at any depth
}

func (b *Builder) passes(r *resolve.Resolution, f *Filters, in places) bool {
	e := &b.ds.Entries[r.Entry]
	phases := asked(catalog.PhaseSet(f.Phases...))
	some := func(ok func(*resolve.Phase) bool) bool {
		return slices.ContainsFunc(phases, func(p catalog.Phase) bool { return ok(&r.Phases[p]) })
	}
	switch {
	case len(f.Phases) > 0 && !slices.Contains(f.Status, catalog.NotStated) &&
		!some(told),
		len(f.Status) > 0 && !some(func(p *resolve.Phase) bool {
			return slices.Contains(f.Status, p.Status) ||
				slices.ContainsFunc(p.Members, func(m resolve.Member) bool { return slices.Contains(f.Status, m.Status) })
		}),
		len(f.Kind) > 0 && !slices.Contains(f.Kind, e.Kind),
		in.substance >= 0 && !links(e.Ingredients, in.substance),
		in.document >= 0 && !slices.ContainsFunc(e.Statements, func(s catalog.Statement) bool { return s.Source.Document == in.document }),
		f.Disputed && !some(func(p *resolve.Phase) bool { return p.Disputed }),
		len(f.Authorities) > 0 && !some(func(p *resolve.Phase) bool { return slices.Contains(f.Authorities, p.Authorities.Relation) }):
		return false
	}
	return true
}

// told reports whether there is anything to say of a phase that a person who
// asks for it should not miss.
func told(p *resolve.Phase) bool {
	return p.Status != catalog.NotStated || len(p.Members) > 0 || p.Authorities.Position.Against()
}

func links(l []catalog.Link, index int32) bool {
	return slices.ContainsFunc(l, func(x catalog.Link) bool { return x.Index == index })
}

// understood finds what the filters name, and writes them back with ids and
// each value once.
func (b *Builder) understood(f *Filters) (places, error) {
	in := places{class: -1, substance: -1, document: -1}
	f.Phases, f.Status, f.Kind, f.Authorities = once(f.Phases), once(f.Status), once(f.Kind), once(f.Authorities)
	if f.Class != nil {
		if in.class = b.findClass(*f.Class); in.class < 0 {
			return in, &FilterError{"class", *f.Class, `"drug list --kind class" names every class`}
		}
		f.Class = &b.ds.Entries[in.class].ID
		in.members = resolve.Belongs(b.ds, in.class)
	}
	if f.Contains != nil {
		if in.substance = b.findSubstance(*f.Contains); in.substance < 0 {
			return in, &FilterError{"ingredient", *f.Contains, `"drug list --kind ingredient" names those with an entry of their own`}
		}
		f.Contains = &b.ds.Substances[in.substance].ID
	}
	if f.Document != nil {
		if in.document = b.findDocument(*f.Document); in.document < 0 {
			return in, &FilterError{"document", *f.Document, "one of " + strings.Join(b.documentIDs(), ", ")}
		}
		f.Document = &b.ds.Documents[in.document].ID
	}
	return in, nil
}

// once keeps each value of a list once; never nil.
func once[T comparable](values []T) []T {
	kept := []T{}
	for _, v := range values {
		if !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// JSON is the answer itself.
func (l List) JSON() any { return l }

// Lines has one for each entry.
func (l List) Lines() iter.Seq[any] {
	return func(yield func(any) bool) {
		for i := range l.Entries {
			if !yield(&EntryLine{&l.Entries[i], l.Dataset.Origin}) {
				return
			}
		}
	}
}

// phases are those that a list shows: the ones asked for, else the ones that
// it was filtered by.
func (l List) phases(given catalog.Phases) catalog.Phases {
	if given == 0 {
		return catalog.PhaseSet(l.Filters.Phases...)
	}
	return given
}

// Sheet has a row for each entry.
func (l List) Sheet(phases catalog.Phases) page.Sheet {
	phases = l.phases(phases)
	return page.Sheet{Columns: entryColumns(phases), Rows: page.Rows(l.Entries), Phases: phases}
}

// Page shows the entries by status if phases are asked for, the most cautious
// first, else in one table with all four phases.
func (l List) Page(lay page.Layout) page.Page {
	lay.Phases = l.phases(lay.Phases)
	p := page.Page{page.Title(1, page.Bold(page.Count(len(l.Entries), "entry")))}
	if t := l.Filters.text(); t != "" {
		p = append(p, page.Para(t))
	}
	entries := make([]*Entry, len(l.Entries))
	for i := range l.Entries {
		entries[i] = &l.Entries[i]
	}
	switch {
	case len(entries) == 0:
		p = append(p, page.Para("No entry matches."))
	case len(l.Filters.Authorities) > 0:
		p = append(p, authoritiesGrid(entries, l.Filters.Authorities, lay))
	case lay.Phases != 0:
		p = append(p, groups(entries, lay)...)
	default:
		p = append(p, phaseColumns(entries, asked(0), lay))
	}
	p = append(p, advicePage(l.Advice, lay)...)
	return append(p, closing(l.Notice, l.Dataset)...)
}

// text says which filters were in force.
func (f *Filters) text() string {
	var parts []string
	add := func(name string, values ...string) {
		if len(values) > 0 && values[0] != "" {
			parts = append(parts, name+strings.Join(values, " or "))
		}
	}
	var phases, status, kinds []string
	for _, p := range f.Phases {
		phases = append(phases, phaseText(p))
	}
	for _, s := range f.Status {
		status = append(status, page.Spaced(s))
	}
	for _, k := range f.Kind {
		kinds = append(kinds, k.String())
	}
	add("", phases...)
	add("status ", status...)
	add("kind ", kinds...)
	add("class ", value(f.Class))
	add("containing ", value(f.Contains))
	add("in ", value(f.Document))
	if f.Disputed {
		parts = append(parts, "disputed")
	}
	var relations []string
	for _, r := range f.Authorities {
		relations = append(relations, r.String())
	}
	add("authorities ", relations...)
	if len(parts) == 0 {
		return ""
	}
	return "Filters: " + strings.Join(parts, "; ") + "."
}

// groups shows the entries by the most cautious status that they have in the
// phases asked for.
func groups(entries []*Entry, lay page.Layout) page.Page {
	by := map[catalog.Status][]*Entry{}
	for _, e := range entries {
		worst := e.Worst(lay.Phases)
		by[worst] = append(by[worst], e)
	}
	var p page.Page
	var grids []page.Grid
	var all [][]page.Cell
	for _, s := range slices.Backward(catalog.Statuses()) {
		if len(by[s]) > 0 {
			g := phaseColumns(by[s], asked(lay.Phases), lay)
			grids, all = append(grids, g), append(all, g.Rows...)
		}
	}
	for _, s := range slices.Backward(catalog.Statuses()) {
		if len(by[s]) > 0 {
			grids[0].Peers = all
			p = append(p, page.Title(2, page.Status(s), fmt.Sprintf(" (%d)", len(by[s]))), grids[0])
			grids = grids[1:]
		}
	}
	return p
}

// narrowList is the width below which a list puts the trimesters into one
// column.
const narrowList = 110

// phaseColumns is a table of entries with a column for each phase, or, if the
// terminal is too narrow for more than two, one for the trimesters and one
// for lactation.
func phaseColumns(entries []*Entry, phases []catalog.Phase, lay page.Layout) page.Grid {
	g := page.Grid{Head: []string{"Name"}}
	pregnancy := catalog.PhaseSet(phases...) & catalog.Pregnancy
	during, after := pregnancy.List(), (catalog.PhaseSet(phases...) &^ pregnancy).List()
	together := !lay.Linear && lay.Width > 0 && lay.Width < narrowList && len(phases) > 2
	g.Dense = len(phases) == 1
	if g.Dense {
		g.Whole = 1
	}
	switch {
	case together:
		if len(during) == 3 {
			g.Head = append(g.Head, "Pregnancy")
		} else {
			g.Head = append(g.Head, page.Capital(phasesText(during)))
		}
		for _, p := range after {
			g.Head = append(g.Head, page.Capital(phaseText(p)))
		}
	case g.Dense:
		g.Head = append(g.Head, page.Capital(phaseText(phases[0])), "Decided by")
	default:
		for _, p := range phases {
			g.Head = append(g.Head, page.Capital(phaseText(p)))
		}
	}
	for _, e := range entries {
		row := []page.Cell{page.Line(page.Bold(e.Name))}
		switch {
		case together:
			row = append(row, e.pregnancyCell(during))
			for _, p := range after {
				row = append(row, e.phaseCell(e.Phase(p)))
			}
		case g.Dense:
			c := e.phaseCell(e.Phase(phases[0]))
			row = append(row, c[:1], append(c[1:], nil)[:1])
		default:
			for _, p := range phases {
				row = append(row, e.phaseCell(e.Phase(p)))
			}
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// phaseCell is a phase in a table of many: status and marks, and the place
// that decides it on a line of its own.
func (e *Entry) phaseCell(p *Phase) page.Cell {
	c := page.Cell{page.Join(p.marks())}
	if s := e.deciding(p); s != nil {
		c = append(c, page.Of(page.Dim(s.from())))
	}
	return c
}

// pregnancyCell is the trimesters in one cell: once if they agree, else a line
// each.
func (e *Entry) pregnancyCell(during []catalog.Phase) page.Cell {
	if !slices.ContainsFunc(during[1:], func(p catalog.Phase) bool { return !e.sameDecision(during[0], p) }) {
		return e.phaseCell(e.Phase(during[0]))
	}
	var c page.Cell
	for _, p := range during {
		t := e.phaseCell(e.Phase(p))
		c = append(c, page.Of(p.String()+page.NBSP, t[0]))
		c = append(c, t[1:]...)
	}
	return c
}

// authoritiesGrid puts what the documents state beside what the authorities
// hold, for each phase in which they stand to one another as asked.
func authoritiesGrid(entries []*Entry, asks []resolve.Relation, lay page.Layout) page.Grid {
	g := page.Grid{Head: []string{"Name", "Phase", "The documents", "The authorities"}}
	for _, e := range entries {
		for _, phase := range asked(lay.Phases) {
			p := e.Phase(phase)
			if !slices.Contains(asks, p.Authorities.Relation) {
				continue
			}
			state := page.Cell{page.Join(p.marks()[:1])}
			if s := e.deciding(p); s != nil {
				state = append(state, page.Of(page.Dim(s.from())))
			}
			held := e.held(phase)
			if held == nil {
				held = page.Of("no position")
			}
			g.Rows = append(g.Rows, []page.Cell{page.Line(page.Bold(e.Name)), page.Line(phaseText(phase)), state, {page.Of(p.Authorities.Relation.String(), ": ", held)}})
		}
	}
	return g
}
