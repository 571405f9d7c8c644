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
	Entries []Entry     `json:"entries" doc:"The entries that pass every filter: by name, or if phases are asked for the most cautious first."`
	Empty   *Empty      `json:"-"` // why there are none; nil if there are some
}

// EntryLine is an entry by itself, with the dataset that it came from.
type EntryLine struct {
	*Entry
	Dataset Origin `json:"dataset" doc:"The dataset that the answer came from."`
}

// List makes the answer of "drug list": the entries that pass every filter, by
// name, or if phases are asked for the most cautious first. Its Filters give
// class, contains and document as ids. The error is a *FilterError.
//
// Phases, and the week of the options, keep the entries about which something
// is stated for one of them, of which a member is shown, or on which an
// authority refuses, unless "not_stated" is among the statuses asked for: the
// question is then which entries have nothing stated there.
func (b *Builder) List(f Filters) (List, error) {
	in, err := b.understood(&f)
	if err != nil {
		return List{}, err
	}
	out := List{ListSchema, b.Dataset(), b.opt.Week, Notice, b.Advice(), f, []Entry{}, nil}
	tests := b.tests(&f, in)
	for i := range b.ds.Entries {
		if r := b.resolution(int32(i)); passes(&r, tests) {
			out.Entries = append(out.Entries, b.entry(&r))
		}
	}
	set := catalog.PhaseSet(f.Phases...)
	slices.SortStableFunc(out.Entries, func(x, y Entry) int {
		caution := 0
		if set != 0 {
			caution = cmp.Or(cmp.Compare(y.Worst(set), x.Worst(set)), cmp.Compare(y.WorstMember(set), x.WorstMember(set)))
		}
		return cmp.Or(caution, cmp.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)), cmp.Compare(x.ID, y.ID))
	})
	if len(out.Entries) == 0 {
		out.Empty = b.empty(&f, in)
	}
	return out, nil
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
		if l.Empty != nil {
			p = append(p, page.Para(page.Sentence(page.Capital(l.Empty.Why))), page.Para("Instead: "+page.Sentence(l.Empty.Instead)))
		}
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
