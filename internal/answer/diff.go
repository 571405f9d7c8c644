package answer

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
)

// DiffSchema identifies the JSON of Diff.
const DiffSchema = "backcare.diff/2"

// Diff is the answer of "dataset diff": what a change of the data changes. Both
// states are resolved by the same rules.
type Diff struct {
	Schema     string           `json:"schema"`
	From       Dataset          `json:"from"`       // The dataset before.
	To         Dataset          `json:"to"`         // The dataset after.
	Headlines  []HeadlineChange `json:"headlines"`  // The headlines that changed, of entries that both hold.
	Entries    EntryChanges     `json:"entries"`    // The entries that came, went or were renamed.
	Statements StatementChanges `json:"statements"` // The statements that came, went or changed.
}

// HeadlineChange is a phase of an entry whose status or dispute changed.
type HeadlineChange struct {
	Entry About         `json:"entry"` // The entry, as it is named after.
	Phase catalog.Phase `json:"phase"` // The phase.
	From  Headline      `json:"from"`  // Its headline before.
	To    Headline      `json:"to"`    // Its headline after.
	Why   string        `json:"why"`   // The statement or the link that made the change.
}

// Headline is a headline in short.
type Headline struct {
	Status    catalog.Status `json:"status"`    // The status.
	Disputed  bool           `json:"disputed"`  // Whether it is disputed.
	Statement *string        `json:"statement"` // The id of the statement that decides; null if none does.
}

// EntryChanges are the entries that only one of two datasets holds.
type EntryChanges struct {
	Added   []About  `json:"added"`   // Those that came.
	Removed []About  `json:"removed"` // Those that went.
	Renamed []Rename `json:"renamed"` // Those with another id or name.
}

// Rename is an entry under another id or name.
type Rename struct {
	From About `json:"from"` // Before.
	To   About `json:"to"`   // After.
}

// StatementChanges are the statements that differ between two datasets.
type StatementChanges struct {
	Added   []string          `json:"added"`   // The ids of those that came.
	Removed []string          `json:"removed"` // The ids of those that went.
	Changed []StatementChange `json:"changed"` // Those that say something else.
}

// StatementChange is a statement that says something else.
type StatementChange struct {
	ID     string        `json:"id"`     // Its id, after.
	Fields []FieldChange `json:"fields"` // What changed in it.
}

// FieldChange is a field of a statement with another value.
type FieldChange struct {
	Field string `json:"field"` // As the JSON of a statement names it.
	From  string `json:"from"`  // Its value before.
	To    string `json:"to"`    // Its value after.
}

// differ compares two datasets.
type differ struct {
	a, b   *catalog.Dataset
	old    map[string]int32 // an entry's id after: its place before
	before map[string]*catalog.Statement
	after  map[string]*catalog.Statement
	now    map[*catalog.Statement]*catalog.Statement // of a statement before, the one after
	out    Diff
}

// NewDiff compares two states of a dataset.
func NewDiff(from, to *Builder) Diff {
	d := differ{
		a: from.ds, b: to.ds, old: map[string]int32{}, before: map[string]*catalog.Statement{}, after: map[string]*catalog.Statement{},
		now: map[*catalog.Statement]*catalog.Statement{},
		out: Diff{
			Schema: DiffSchema, From: from.Dataset(), To: to.Dataset(), Headlines: []HeadlineChange{},
			Entries:    EntryChanges{[]About{}, []About{}, []Rename{}},
			Statements: StatementChanges{[]string{}, []string{}, []StatementChange{}},
		},
	}
	d.entries()
	d.statements()
	d.headlines()
	return d.out
}

// entries pairs the entries by id, and those left by name or by the places of
// their statements.
func (d *differ) entries() {
	ids := map[string]int32{}
	for i := range d.a.Entries {
		ids[d.a.Entries[i].ID] = int32(i)
	}
	var added []int32
	for i := range d.b.Entries {
		if o, ok := ids[d.b.Entries[i].ID]; ok {
			d.pair(o, int32(i))
			delete(ids, d.b.Entries[i].ID)
		} else {
			added = append(added, int32(i))
		}
	}
	// What only one of the entries left has tells which it was.
	traces := map[string]int32{}
	for _, o := range ids {
		for _, t := range traceOf(d.a, o) {
			if _, shared := traces[t]; shared {
				traces[t] = -1
			} else {
				traces[t] = o
			}
		}
	}
	for _, i := range added {
		e := &d.b.Entries[i]
		found := int32(-1)
		for _, t := range traceOf(d.b, i) {
			if o, ok := traces[t]; ok && o >= 0 {
				found = o
				break
			}
		}
		if _, free := ids[d.id(found)]; found >= 0 && free {
			d.pair(found, i)
			delete(ids, d.id(found))
			continue
		}
		d.out.Entries.Added = append(d.out.Entries.Added, About{e.ID, e.Name})
	}
	for i := range d.a.Entries {
		if e := &d.a.Entries[i]; ids[e.ID] == int32(i) {
			if _, left := ids[e.ID]; left {
				d.out.Entries.Removed = append(d.out.Entries.Removed, About{e.ID, e.Name})
			}
		}
	}
}

func (d *differ) id(i int32) string {
	if i < 0 {
		return ""
	}
	return d.a.Entries[i].ID
}

// traceOf lists what an entry may be known by under another id: its name, and
// the places of its statements with what is printed there.
func traceOf(ds *catalog.Dataset, i int32) []string {
	e := &ds.Entries[i]
	out := []string{"name " + name.Key(e.Name)}
	for k := range e.Statements {
		s := &e.Statements[k].Source
		out = append(out, fmt.Sprintf("%s:%d %s", ds.Documents[s.Document].ID, s.Line, s.PrintedAs))
	}
	return out
}

func (d *differ) pair(from, to int32) {
	a, b := &d.a.Entries[from], &d.b.Entries[to]
	d.old[b.ID] = from
	if a.ID != b.ID || a.Name != b.Name {
		d.out.Entries.Renamed = append(d.out.Entries.Renamed, Rename{About{a.ID, a.Name}, About{b.ID, b.Name}})
	}
	// A statement is the same if its entry and place are.
	for k := range a.Statements {
		s := &a.Statements[k]
		d.before[b.ID+strings.TrimPrefix(s.ID, a.ID)] = s
	}
}

func (d *differ) statements() {
	out := &d.out.Statements
	for i := range d.b.Entries {
		e := &d.b.Entries[i]
		for k := range e.Statements {
			s := &e.Statements[k]
			d.after[s.ID] = s
			old, ok := d.before[s.ID]
			if !ok {
				out.Added = append(out.Added, s.ID)
			} else if f := changed(old, s); len(f) > 0 {
				out.Changed = append(out.Changed, StatementChange{s.ID, f})
			}
		}
	}
	for id, s := range d.before {
		d.now[s] = d.after[id]
	}
	for i := range d.a.Entries {
		for k := range d.a.Entries[i].Statements {
			if s := &d.a.Entries[i].Statements[k]; d.now[s] == nil {
				out.Removed = append(out.Removed, s.ID)
			}
		}
	}
}

// changed lists the fields in which two statements differ. A gist that came
// with the field itself is no change.
func changed(a, b *catalog.Statement) []FieldChange {
	var out []FieldChange
	add := func(field, from, to string) {
		if from != to {
			out = append(out, FieldChange{field, from, to})
		}
	}
	add("status", a.Status.String(), b.Status.String())
	add("phases", joined(a.Phases.List()), joined(b.Phases.List()))
	add("covers", a.Covers.String(), b.Covers.String())
	add("setting", a.Setting.String(), b.Setting.String())
	add("speaker", a.Speaker.String(), b.Speaker.String())
	add("reported_by", a.ReportedBy.String(), b.ReportedBy.String())
	if a.Gist != "" {
		add("gist", a.Gist, b.Gist)
	}
	add("claim", a.Claim, b.Claim)
	add("caveats", strings.Join(a.Caveats, page.Between), strings.Join(b.Caveats, page.Between))
	add("section", a.Source.Section, b.Source.Section)
	add("printed_as", a.Source.PrintedAs, b.Source.PrintedAs)
	return out
}

func (d *differ) headlines() {
	for i := range d.b.Entries {
		e := &d.b.Entries[i]
		o, ok := d.old[e.ID]
		if !ok {
			continue
		}
		was, is := resolve.Entry(d.a, o), resolve.Entry(d.b, int32(i))
		for p := range catalog.Phase(catalog.PhaseCount) {
			x, y := &was.Phases[p], &is.Phases[p]
			if x.Status == y.Status && x.Disputed == y.Disputed {
				continue
			}
			d.out.Headlines = append(d.out.Headlines, HeadlineChange{
				About{e.ID, e.Name}, p, short(x), short(y), d.why(e, &was, &is, p),
			})
		}
	}
}

func short(h *resolve.Phase) Headline {
	out := Headline{Status: h.Status, Disputed: h.Disputed}
	if h.Basis != resolve.Silent {
		out.Statement = &h.Statements[0].ID
	}
	return out
}

// why finds what made the change: of the statements that decide or dispute
// after, the first that is new here, else of those before the first that is so
// no longer.
func (d *differ) why(e *catalog.Entry, was, is *resolve.Resolution, p catalog.Phase) string {
	x, y := &was.Phases[p], &is.Phases[p]
	gained, lost := weighty(y), weighty(x)
	if y.Status < x.Status || y.Status == x.Status && x.Disputed {
		if t := d.lost(lost, is, p); t != "" {
			return t
		}
	}
	if t := d.gained(gained, was, p); t != "" {
		return t
	}
	if t := d.lost(lost, is, p); t != "" {
		return t
	}
	return "the entry itself: its kind, route or ingredients"
}

// weighty are the statements that a headline rests on, the deciding one first.
func weighty(h *resolve.Phase) []*resolve.Statement {
	list := slices.Clone(h.Statements[:min(1, len(h.Statements))])
	list = append(list, h.Against...)
	for _, s := range h.Statements {
		if s.Status.Refuses() {
			list = append(list, s)
		}
	}
	return list
}

func (d *differ) gained(list []*resolve.Statement, was *resolve.Resolution, p catalog.Phase) string {
	for _, s := range list {
		old := d.before[s.ID]
		switch {
		case old == nil:
			return "the statement " + s.ID + " came (" + s.Status.String() + ")"
		case reaches(was, old, p) == nil && sameReach(old, s.Statement, p):
			return "the link " + way(s) + " brings " + s.ID
		case says(old, s.Statement, p) != "":
			return "the statement " + s.ID + " changed: " + says(old, s.Statement, p)
		}
	}
	return ""
}

func (d *differ) lost(list []*resolve.Statement, is *resolve.Resolution, p catalog.Phase) string {
	for _, s := range list {
		now := d.now[s.Statement]
		switch {
		case now == nil:
			return "the statement " + s.ID + " went (" + s.Status.String() + ")"
		case reaches(is, now, p) == nil && sameReach(s.Statement, now, p):
			return "the link " + way(s) + " no longer brings " + s.ID
		case says(s.Statement, now, p) != "":
			return "the statement " + now.ID + " changed: " + says(s.Statement, now, p)
		case reaches(is, now, p) != nil && reaches(is, now, p).Distance != s.Distance:
			return "the statement " + now.ID + " comes by the link " + way(reaches(is, now, p)) + ", not " + way(s)
		}
	}
	return ""
}

// sameReach reports whether nothing in two statements decides how far they
// reach, so that a link must have.
func sameReach(a, b *catalog.Statement, p catalog.Phase) bool {
	return a.Phases.Has(p) == b.Phases.Has(p) && a.Covers == b.Covers
}

// says tells how the part of a statement changed on which headlines rest.
func says(a, b *catalog.Statement, p catalog.Phase) string {
	switch {
	case a.Phases.Has(p) != b.Phases.Has(p):
		return "phases " + joined(a.Phases.List()) + " → " + joined(b.Phases.List())
	case a.Status != b.Status:
		return a.Status.String() + " → " + b.Status.String()
	case a.Covers != b.Covers:
		return "covers " + a.Covers.String() + " → " + b.Covers.String()
	case a.Source.Passage() != b.Source.Passage():
		return fmt.Sprintf("passage from line %d → %d", a.Source.Passage(), b.Source.Passage())
	}
	return ""
}

// reaches finds a statement as it counts in a phase, nil if it does not.
func reaches(r *resolve.Resolution, s *catalog.Statement, p catalog.Phase) *resolve.Statement {
	list := r.Phases[p].Statements
	i := slices.IndexFunc(list, func(x *resolve.Statement) bool { return x.Statement == s && x.Heads() })
	if i < 0 {
		return nil
	}
	return list[i]
}

// way names the links by which a statement came.
func way(s *resolve.Statement) string {
	if len(s.Path) == 0 {
		return "to what it is about"
	}
	var ids []string
	for _, l := range s.Path {
		ids = append(ids, l.ID)
	}
	return "to " + strings.Join(ids, " → ")
}

func (h Headline) text() page.Text {
	t := page.Of(page.Status(h.Status))
	if h.Disputed {
		t = page.Of(t, ", ", page.Warn("disputed"))
	}
	return t
}

// Lines has one for each headline.
func (d Diff) Lines() iter.Seq[any] { return page.Rows(d.Headlines) }

// Sheet has a row for each headline.
func (d Diff) Sheet(catalog.Phases) page.Sheet {
	return page.Sheet{
		Columns: []page.Column{
			page.Col("id", "the id", func(h *HeadlineChange) string { return h.Entry.ID }),
			page.Col("name", "the name", func(h *HeadlineChange) string { return h.Entry.Name }),
			page.Col("phase", "the phase", func(h *HeadlineChange) string { return h.Phase.String() }),
			page.StatusCol("from", "the status in the first dataset", func(h *HeadlineChange) catalog.Status { return h.From.Status }),
			page.StatusCol("to", "the status in the second dataset", func(h *HeadlineChange) catalog.Status { return h.To.Status }),
			page.Col("disputed_from", "whether it is disputed in the first dataset", func(h *HeadlineChange) string { return fmt.Sprint(h.From.Disputed) }),
			page.Col("disputed_to", "whether it is disputed in the second dataset", func(h *HeadlineChange) string { return fmt.Sprint(h.To.Disputed) }),
			page.Col("why", "what it comes from", func(h *HeadlineChange) string { return h.Why }),
		},
		Rows: page.Rows(d.Headlines),
	}
}

// Page shows the headlines that changed, phases that changed alike in one row,
// then the entries and the statements.
func (d Diff) Page(page.Layout) page.Page {
	p := page.Page{
		page.Title(1, page.Bold(d.From.Version+" → "+d.To.Version)),
		page.Para(fmt.Sprintf("From %s (%s) to %s (%s).", d.From.Place(), ShortHash(d.From.Hash), d.To.Place(), ShortHash(d.To.Hash))),
		page.Title(2, fmt.Sprintf("Headlines that changed (%d)", len(d.Headlines))),
	}
	g := page.Grid{Head: []string{"Name", "Phases", "From", "To", "Why"}, Prose: 4}
	for i := 0; i < len(d.Headlines); {
		h := &d.Headlines[i]
		var phases []catalog.Phase
		for ; i < len(d.Headlines) && d.Headlines[i].alike(h); i++ {
			phases = append(phases, d.Headlines[i].Phase)
		}
		g.Rows = append(g.Rows, []page.Cell{
			page.Line(page.Bold(h.Entry.Name)), page.Line(phasesIn(phases)), {h.From.text()}, {h.To.text()}, page.Line(page.Sentence(page.Capital(h.Why))),
		})
	}
	if len(g.Rows) > 0 {
		p = append(p, g)
	} else {
		p = append(p, page.Para("None."))
	}
	section := func(title string, lines []string) {
		if len(lines) == 0 {
			return
		}
		items := page.Items{Noun: "Change"}
		for _, l := range lines {
			items.List = append(items.List, page.Item{Lead: page.Of(l)})
		}
		p = append(p, page.Title(2, fmt.Sprintf("%s (%d)", title, len(lines))), items)
	}
	named := func(list []About) (out []string) {
		for _, a := range list {
			out = append(out, a.Name+" ("+a.ID+")")
		}
		return out
	}
	section("Entries that came", named(d.Entries.Added))
	section("Entries that went", named(d.Entries.Removed))
	var renamed, changes []string
	for _, r := range d.Entries.Renamed {
		renamed = append(renamed, fmt.Sprintf("%s (%s) → %s (%s)", r.From.Name, r.From.ID, r.To.Name, r.To.ID))
	}
	section("Entries renamed", renamed)
	section("Statements that came", d.Statements.Added)
	section("Statements that went", d.Statements.Removed)
	for _, c := range d.Statements.Changed {
		var fields []string
		for _, f := range c.Fields {
			switch f.Field {
			case "claim", "caveats", "gist", "section", "printed_as":
				fields = append(fields, f.Field)
			default:
				fields = append(fields, f.Field+" "+f.From+" → "+f.To)
			}
		}
		changes = append(changes, c.ID+": "+strings.Join(fields, page.Between))
	}
	section("Statements that changed", changes)
	return p
}

// alike reports whether two headlines of one entry changed alike.
func (h *HeadlineChange) alike(o *HeadlineChange) bool {
	return h.Entry == o.Entry && h.Why == o.Why && h.From.Status == o.From.Status && h.To.Status == o.To.Status &&
		h.From.Disputed == o.From.Disputed && h.To.Disputed == o.To.Disputed
}
