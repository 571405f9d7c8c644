package answer

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strconv"
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
	Dataset Dataset     `json:"dataset"` // The dataset that the answer came from.
	Week    *int        `json:"week"`    // The week of pregnancy that the positions of authorities count by; null for whole phases.
	Notice  string      `json:"notice"`  // What this is and is not; printed with every answer.
	Advice  []Statement `json:"advice"`  // What is stated of all medicines or of painkillers at large; part of no entry's status.
	Filters Filters     `json:"filters"` // The filters as they were understood.
	Entries []Entry     `json:"entries"` // The entries that pass every filter: by name, or if phases are asked for the most cautious first.
	Empty   *Empty      `json:"-"`       // why there are none; nil if there are some
}

// EntryLine is an entry by itself, with the dataset that it came from.
type EntryLine struct {
	*Entry
	Dataset Origin `json:"dataset"` // The dataset that the line came from.
}

// List makes the answer of "drug list": the entries that pass every filter, by
// name, or if phases are asked for the most cautious first. Its Filters give
// class, contains and document as ids. The error is a *FilterError.
//
// Phases keep the entries about which something is stated for one of them, of
// which a member is shown, or on which an authority refuses, by the week if the
// options have one; unless "not_stated" is among the statuses asked for: the
// question is then which entries have nothing stated there.
func (b *Builder) List(f Filters) (List, error) {
	in, err := b.understood(&f)
	if err != nil {
		return List{}, err
	}
	out := List{ListSchema, b.Dataset(), b.opt.Week, b.notice(), b.Advice(), f, []Entry{}, nil}
	parts := b.parts(&f, in)
	for i := range b.ds.Entries {
		if r := b.resolution(int32(i)); passes(&r, parts) {
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

// Page shows an entry a line.
func (l List) Page(lay page.Layout) page.Page {
	lay.Phases = l.phases(lay.Phases)
	p := page.Page{page.Title(1, page.Bold(page.Count(len(l.Entries), "entry")))}
	if t := l.Filters.text(); t != "" {
		p = append(p, page.Para(t))
	}
	p = append(p, weekLine(l.Week)...)
	if len(l.Entries) == 0 {
		p = append(p, page.Para("No entry matches."))
		if l.Empty != nil {
			p = append(p, page.Para(page.Sentence(page.Capital(l.Empty.Why))), page.Para("Instead: "+page.Sentence(l.Empty.Instead)))
		}
	} else {
		p = append(p, register(l.Entries, lay)...)
		p = append(p, page.Gap{})
	}
	p = append(p, adviceLine(l.Advice)...)
	return append(p, closing(l.Notice, l.Dataset)...)
}

// allPhases is the width from which a list has a column for each phase; below
// it one column holds all of pregnancy. In less than oneLine an entry has no
// room on a line.
const (
	allPhases = 120
	oneLine   = 77
)

// A row makes the line of an entry in a list.
type row struct {
	phases  []catalog.Phase
	columns [][]catalog.Phase // the phases of each column of statuses
	brief   bool              // signs for what a status is marked with, and short places
	whole   bool              // room for everything
}

// register is the entries, one a line: what is stated, where, and how the
// authorities compare with it.
func register(entries []Entry, lay page.Layout) page.Page {
	x := row{phases: asked(lay.Phases), whole: lay.Width == 0 && !lay.Document || lay.Linear && lay.Width >= allPhases}
	var during, after []catalog.Phase
	for _, p := range x.phases {
		if catalog.Pregnancy.Has(p) {
			during = append(during, p)
		} else {
			after = append(after, p)
		}
	}
	if !x.whole && !lay.Document && lay.Width < allPhases && len(during) > 1 {
		x.columns = [][]catalog.Phase{during}
		during = nil
	}
	for _, p := range append(during, after...) {
		x.columns = append(x.columns, []catalog.Phase{p})
	}
	x.brief = !x.whole && !lay.Linear && !lay.Document && lay.Width >= oneLine && (len(x.columns) > 1 || lay.Width < allPhases)
	r := page.Register{Columns: []page.Field{{Head: "Name", Good: 24, Least: 14}}}
	for _, c := range x.columns {
		r.Columns = append(r.Columns, page.Field{Head: page.Capital(ordinals(c)), Uncut: true})
	}
	r.Columns = append(r.Columns,
		page.Field{Head: "Place", Good: len("doc-004:1000"), Least: len("004:430 +1"), Words: true},
		page.Field{Head: "Authorities", Good: len("contraindicated"), Least: len("Authorities"), Words: true})
	r.Rows = func(yield func([]page.Text) bool) {
		for i := range entries {
			if !yield(x.of(&entries[i])) {
				return
			}
		}
	}
	if !x.brief {
		return page.Page{r}
	}
	return append(x.legend(r), r)
}

// The marks of a list that has no room for words.
const disputedMark, membersMark, partMark = "*", "#", "^"

// legend explains the marks that are used.
func (x row) legend(r page.Register) page.Page {
	marks := []struct{ mark, text string }{
		{disputedMark, "disputed: another passage says otherwise"},
		{membersMark, "some of its kinds are stricter"},
		{partMark, "not in every trimester; the strictest is shown"},
	}
	used := make([]bool, len(marks))
	for row := range r.Rows {
		for _, t := range row[1 : 1+len(x.columns)] {
			for i, m := range marks {
				used[i] = used[i] || strings.Contains(t.String(), m.mark)
			}
		}
	}
	var parts []string
	for i, m := range marks {
		if used[i] {
			parts = append(parts, m.mark+page.NBSP+m.text)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return page.Page{page.Para(page.Sentence(strings.Join(parts, ". ")))}
}

// of is the line of an entry.
func (x row) of(e *Entry) []page.Text {
	out := []page.Text{page.Of(About{e.ID, e.Name}.link(page.Strong))}
	for _, c := range x.columns {
		out = append(out, x.stated(e, c))
	}
	return append(out, page.Of(page.Dim(x.places(e))), x.authorities(e))
}

// stated is the status of phases, once if they agree, else each with its
// phases, the most cautious first.
func (x row) stated(e *Entry, phases []catalog.Phase) page.Text {
	type group struct {
		text   page.Text
		status catalog.Status
		phases []catalog.Phase
	}
	var groups []group
	for _, p := range phases {
		t := x.status(e, e.Phase(p))
		i := slices.IndexFunc(groups, func(g group) bool { return g.text.String() == t.String() })
		if i < 0 {
			groups = append(groups, group{t, e.Phase(p).Status, []catalog.Phase{p}})
			continue
		}
		groups[i].phases = append(groups[i].phases, p)
	}
	if len(groups) == 1 {
		return groups[0].text
	}
	slices.SortStableFunc(groups, func(a, b group) int { return cmp.Compare(b.status, a.status) })
	if x.brief {
		t := groups[0].text
		for _, g := range groups[1:] {
			for _, mark := range []string{disputedMark, membersMark} {
				if strings.Contains(g.text.String(), mark) && !strings.Contains(t.String(), mark) {
					t = append(t, page.Of(page.Warn(mark))...)
				}
			}
		}
		return append(t, page.Of(page.Warn(partMark))...)
	}
	var t page.Text
	for i, g := range groups {
		if i > 0 {
			t = append(t, page.Of("; ")...)
		}
		t = append(t, page.Of(g.text, " "+strings.TrimSuffix(ordinals(g.phases), " trimester"))...)
	}
	return t
}

// status is the status of a phase with its marks.
func (x row) status(e *Entry, p *Phase) page.Text {
	t := page.Of(e.sign(p))
	if x.brief && p.Disputed {
		t = append(t, page.Of(page.Warn(disputedMark))...)
	}
	switch n := len(p.Members); {
	case n == 0:
	case x.brief && len(x.phases) > 1:
		t = append(t, page.Of(page.Warn(membersMark))...)
	case !x.whole:
		t = append(t, page.Of(", some ", page.BareStatus(p.Members[0].Status))...)
	default:
		t = append(t, page.Of(", of its kinds: "+p.Members[0].Name+" ", page.BareStatus(p.Members[0].Status))...)
		if n > 1 {
			t = append(t, page.Of(" and "+strconv.Itoa(n-1)+" more")...)
		}
	}
	if p.Disputed && !x.brief {
		t = append(t, page.Of(", ", page.Warn("disputed"))...)
	}
	return t
}

// places are where the statuses are decided.
func (x row) places(e *Entry) string {
	var at []string
	for _, phase := range x.phases {
		p := e.Phase(phase)
		s := e.Deciding(p)
		switch {
		case s == nil && len(p.Members) > 0:
			s = &p.Members[0].Deciding
		case s == nil:
			continue
		}
		where := s.Source.Place()
		switch {
		case x.whole:
			where = s.from()
		case x.brief:
			where = strings.TrimPrefix(where, "doc-")
		}
		if !slices.Contains(at, where) {
			at = append(at, where)
		}
	}
	if x.brief && len(at) > 0 {
		return more(at)
	}
	return strings.Join(at, page.Between)
}

// more is the first of several, and how many there are besides.
func more(list []string) string {
	if len(list) == 1 {
		return list[0]
	}
	return list[0] + " +" + strconv.Itoa(len(list)-1)
}

// authorities is how the authorities compare with what is stated, what matters
// most first; for one phase with what they hold.
func (x row) authorities(e *Entry) page.Text {
	if len(x.phases) == 1 {
		p := x.phases[0]
		a := &e.Phase(p).Authorities
		t := page.Of(standing(a.Relation))
		held := e.held(p)
		switch {
		case a.Relation == resolve.None:
		case x.whole && held != nil:
			t = page.Of(t, ": ", held)
		case a.Position != nil:
			t = page.Of(t, ": "+a.text())
			if r := e.holder(a); r != nil {
				t = page.Of(t, ", "+r.Authority)
			}
		}
		if a.Next != nil {
			t = page.Of(t, "; "+a.Next.text())
		}
		return t
	}
	if t := x.holders(e); x.whole && len(e.References) > 0 && !t.Empty() {
		return t
	}
	var parts []string
	for _, r := range []resolve.Relation{resolve.Differ, resolve.Stricter, resolve.Milder, resolve.Agree, resolve.Speaks} {
		var in []catalog.Phase
		for _, p := range x.phases {
			if e.Phase(p).Authorities.Relation == r {
				in = append(in, p)
			}
		}
		switch {
		case len(in) == 0:
		case len(in) == len(x.phases):
			return page.Of(standing(r))
		case x.brief:
			parts = append(parts, standing(r))
		default:
			parts = append(parts, standing(r)+" ("+strings.Replace(ordinals(in), " trimester", "", 1)+")")
		}
	}
	switch {
	case len(parts) == 0:
		return page.Of(standing(resolve.None))
	case x.brief:
		return page.Of(more(parts))
	}
	return page.Of(strings.Join(parts, ", "))
}

// holders is how the authorities compare with each of several phases, with what
// they hold, phases that have the same once.
func (x row) holders(e *Entry) page.Text {
	var texts []page.Text
	var in [][]catalog.Phase
	for _, p := range x.phases {
		r := e.Phase(p).Authorities.Relation
		if r == resolve.None {
			continue
		}
		t := page.Of(": "+standing(r)+": ", e.held(p))
		i := slices.IndexFunc(texts, func(o page.Text) bool { return o.String() == t.String() })
		if i < 0 {
			i = len(texts)
			texts, in = append(texts, t), append(in, nil)
		}
		in[i] = append(in[i], p)
	}
	var out page.Text
	for i, t := range texts {
		if i > 0 {
			out = append(out, page.Of(". ")...)
		}
		out = append(out, page.Of(page.Capital(ordinals(in[i])), t)...)
	}
	return out
}

// holder is a reference that holds the position of the authorities; nil if it
// was left out.
func (e *Entry) holder(a *Authorities) *Reference {
	for _, id := range a.References[:min(1, len(a.References))] { // it comes first
		if i := slices.IndexFunc(e.References, func(r Reference) bool { return r.ID == id }); i >= 0 {
			return &e.References[i]
		}
	}
	return nil
}

// text says what is held, and in which weeks; there must be something.
func (a *Authorities) text() string {
	return page.Spaced(*a.Position) + Position{FromWeek: a.FromWeek, ToWeek: a.ToWeek}.weeks()
}

// weekLine says which week the positions of the authorities count by.
func weekLine(week *int) page.Page {
	if week == nil {
		return nil
	}
	return page.Page{page.Para(fmt.Sprintf("Week %d: the authorities by this week, the documents by its trimester.", *week))}
}

// text says what is held from a week on.
func (c *Change) text() string {
	position := "no position"
	if c.Position != nil {
		position = page.Spaced(*c.Position)
	}
	return fmt.Sprintf("next change, from week %d: %s", c.Week, position)
}

// standing is how the authorities compare with a status in a word.
func standing(r resolve.Relation) string {
	switch r {
	case resolve.None:
		return "none held"
	case resolve.Speaks:
		return "speak"
	}
	return r.String()
}
