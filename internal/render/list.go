package render

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
)

// narrowList is the width below which a list puts the trimesters into one
// column.
const narrowList = 110

// listView shows entries grouped by status where phases are asked for, the
// most cautious first, else in one table with all four phases.
func listView(l answer.List, lay layout) view {
	v := view{heading{1, words(bold(count(len(l.Entries), "entry", "entries")))}}
	if t := filterText(l.Filters); t != "" {
		v = append(v, paragraph{plain(t)})
	}
	switch {
	case len(l.Entries) == 0:
		v = append(v, paragraph{plain("No entry matches.")})
	case l.Filters.Contradicted:
		v = append(v, contradictedGrid(l.Entries, lay))
	case len(lay.phases) > 0:
		v = append(v, groups(l.Entries, lay)...)
	default:
		v = append(v, entryGrid(l.Entries, lay))
	}
	v = append(v, adviceView(l.Advice, lay)...)
	return append(v, closing(l.Notice, l.Dataset)...)
}

// filterText says which filters were in force.
func filterText(f answer.Filters) string {
	var parts []string
	add := func(name string, values ...string) {
		if len(values) > 0 && values[0] != "" {
			parts = append(parts, name+" "+strings.Join(values, " or "))
		}
	}
	var phases []string
	for _, p := range f.Phases {
		phases = append(phases, phaseText(p))
	}
	if len(phases) > 0 {
		parts = append(parts, strings.Join(phases, " or "))
	}
	var st []string
	for _, s := range f.Status {
		st = append(st, statusWords(s))
	}
	add("status", st...)
	add("kind", f.Kind...)
	add("class", value(f.Class))
	add("containing", value(f.Contains))
	add("in", value(f.Document))
	if f.Disputed {
		parts = append(parts, "disputed")
	}
	if f.Contradicted {
		parts = append(parts, "contradicted by an authority")
	}
	if len(parts) == 0 {
		return ""
	}
	return "Filters: " + strings.Join(parts, "; ") + "."
}

// groups shows the entries by the most cautious status that they have in the
// phases asked for.
func groups(entries []answer.Entry, lay layout) view {
	names := phaseNames(lay.phases)
	by := map[catalog.Status][]*answer.Entry{}
	for i := range entries {
		worst := catalog.NotStated
		for _, p := range names {
			if s, ok := catalog.ParseStatus(phaseOf(&entries[i], p).Status); ok {
				worst = max(worst, s)
			}
		}
		by[worst] = append(by[worst], &entries[i])
	}
	var v view
	var grids []int
	var all [][]cell
	for _, w := range slices.Backward(catalog.StatusWords()) {
		s, _ := catalog.ParseStatus(w)
		if len(by[s]) == 0 {
			continue
		}
		g := phaseColumns(by[s], names, lay)
		all = append(all, g.rows...)
		v = append(v, heading{2, words(statusSpan(w), fmt.Sprintf(" (%d)", len(by[s])))}, g)
		grids = append(grids, len(v)-1)
	}
	for _, i := range grids {
		g := v[i].(grid)
		g.peers = all
		v[i] = g
	}
	return v
}

func entryGrid(entries []answer.Entry, lay layout) grid {
	return phaseColumns(pointers(entries), phaseNames(nil), lay)
}

// phaseColumns is a table of entries with a column for each phase, or, where
// the terminal is too narrow for more than two, one for the trimesters and
// one for lactation.
func phaseColumns(entries []*answer.Entry, names []string, lay layout) grid {
	g := grid{head: []string{"Name"}, noHead: lay.noHead}
	trimesters := names
	if n := len(names); n > 0 && names[n-1] == catalog.Lactation.String() {
		trimesters = names[:n-1]
	}
	joined := !lay.linear && lay.width > 0 && lay.width < narrowList && len(names) > 2
	g.dense = len(names) == 1
	if g.dense {
		g.whole = 1
	}
	switch {
	case joined:
		if len(trimesters) == 3 {
			g.head = append(g.head, "Pregnancy")
		} else {
			g.head = append(g.head, capital(phasesText(trimesters)))
		}
		if len(trimesters) < len(names) {
			g.head = append(g.head, "Lactation")
		}
	case len(names) == 1:
		g.head = append(g.head, capital(phaseText(names[0])), "Decided by")
	default:
		for _, p := range names {
			g.head = append(g.head, capital(phaseText(p)))
		}
	}
	for _, e := range entries {
		row := []cell{{words(bold(e.Name))}}
		switch {
		case joined:
			row = append(row, pregnancyCell(e, trimesters))
			if len(trimesters) < len(names) {
				row = append(row, phaseCell(e, catalog.Lactation.String()))
			}
		case len(names) == 1:
			c := phaseCell(e, names[0])
			row = append(row, c[:1], append(c[1:], nil)[:1])
		default:
			for _, p := range names {
				row = append(row, phaseCell(e, p))
			}
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// phaseCell is a phase in a table of many: status and marks, and the place
// that decides it on a line of its own.
func phaseCell(e *answer.Entry, phase string) cell { return phaseCellOf(e, phaseOf(e, phase)) }

func phaseCellOf(e *answer.Entry, p answer.Phase) cell {
	c := cell{joinTexts(marks(p))}
	if s := deciding(e, p); s != nil {
		c = append(c, words(dim(strings.Join(append(origin(s), place(s.Source)), ", "))))
	}
	return c
}

// pregnancyCell is the trimesters in one cell: once where they agree, else a
// line each.
func pregnancyCell(e *answer.Entry, trimesters []string) cell {
	same := true
	for _, p := range trimesters[1:] {
		same = same && sameDecision(e, trimesters[0], p)
	}
	if same {
		return phaseCell(e, trimesters[0])
	}
	var c cell
	for _, p := range trimesters {
		t := phaseCell(e, p)
		c = append(c, append(plain(p+nbsp), t[0]...))
		c = append(c, t[1:]...)
	}
	return c
}

// contradictedGrid puts what the documents state beside what an authority
// says, for each phase in which the two differ.
func contradictedGrid(entries []answer.Entry, lay layout) grid {
	g := grid{head: []string{"Name", "Phase", "The documents", "An authority"}, noHead: lay.noHead}
	for i := range entries {
		e := &entries[i]
		for _, name := range phaseNames(lay.phases) {
			p := phaseOf(e, name)
			if !p.Contradicted {
				continue
			}
			var state cell
			if s, _ := catalog.ParseStatus(p.Status); s.Refuses() {
				p.Contradicted = false // every row here is
				state = append(phaseCellOf(e, p), words("yet ", otherSide(e, p)))
			} else {
				state = cell{otherSide(e, p)}
			}
			by := against(e, name)
			if by == nil {
				by = plain("says otherwise")
			}
			g.rows = append(g.rows, []cell{{words(bold(e.Name))}, line1(phaseText(name)), state, {by}})
		}
	}
	return g
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// compareView puts names side by side: phases as rows, medicines as columns.
func compareView(c answer.Compare, lay layout) view {
	var v view
	var found []*answer.Entry
	g := grid{head: []string{"Phase"}, noHead: lay.noHead}
	for _, r := range c.Results {
		if r.Entry == nil {
			v = append(v, unresolved(r, lay)...)
			continue
		}
		found = append(found, r.Entry)
		g.head = append(g.head, r.Entry.Name)
	}
	if len(found) > 0 {
		var names []text
		for _, e := range found {
			names = append(names, words(bold(e.Name)))
		}
		v = append(v, heading{1, joinTexts(names)})
		for _, r := range c.Results {
			if r.Entry != nil {
				v = append(v, met(r)...)
			}
		}
		for _, name := range phaseNames(lay.phases) {
			row := []cell{line1(phaseText(name))}
			for _, e := range found {
				row = append(row, compareCell(e, name))
			}
			g.rows = append(g.rows, row)
		}
		v = append(v, g)
		v = append(v, decidingView(found, lay)...)
		v = append(v, adviceView(c.Advice, lay)...)
	}
	return append(v, closing(c.Notice, c.Dataset)...)
}

func compareCell(e *answer.Entry, phase string) cell {
	p := phaseOf(e, phase)
	c := marks(p)
	s := deciding(e, p)
	if s == nil {
		return append(c, plain("nothing in the documents"))
	}
	return append(c, words(dim(strings.Join(append(origin(s), place(s.Source)), ", "))))
}

// decidingView lists what the passages of a comparison say, once each.
func decidingView(entries []*answer.Entry, lay layout) view {
	list := items{noun: "Passage"}
	var seen []string
	for _, e := range entries {
		for _, name := range phaseNames(lay.phases) {
			s := deciding(e, phaseOf(e, name))
			if s == nil || slices.Contains(seen, s.ID) {
				continue
			}
			seen = append(seen, s.ID)
			list.list = append(list.list, item{
				lead:  words(place(s.Source)+", on ", bold(s.About.Name), ", "+speaker(s)+": ", statusSpan(s.Status), ", "+spoken(*s)),
				lines: []pair{{"Claim", plain(sentence(s.Claim))}},
			})
		}
	}
	if len(list.list) == 0 {
		return nil
	}
	return view{heading{2, plain("The passages that decide")}, list}
}
