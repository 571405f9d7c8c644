package resolve_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/load"
	"github.com/backcare/backcare/internal/resolve"
)

// model is a dataset as a person would write it, before it is YAML.
type model struct{ entries []modelEntry }

type modelEntry struct {
	id, kind, route     string
	advice, combination bool
	contains, classes   []string
	statements          []modelStatement
}

type modelStatement struct {
	document, line, passage int
	status                  string
	phases                  []string
	covers                  string
}

var (
	substanceIDs = []string{"s0", "s1", "s2"}
	classIDs     = []string{"c0", "c1", "c2", "c3"}
	routes       = []string{"", "oral", "topical"}
	phaseLists   = [][]string{{}, {"first"}, {"second", "third"}, {"pregnancy"}, {"lactation"}, {"pregnancy", "lactation"}}
)

func drawStatement(t *rapid.T, label string) modelStatement {
	s := modelStatement{
		document: rapid.IntRange(0, 1).Draw(t, label+"document"),
		line:     rapid.IntRange(1, 6).Draw(t, label+"line"),
		status:   rapid.SampledFrom(catalog.Statuses()[1:]).Draw(t, label+"status").String(),
		phases:   rapid.SampledFrom(phaseLists).Draw(t, label+"phases"),
		covers:   rapid.SampledFrom([]string{"all", "all", "most", "some"}).Draw(t, label+"covers"),
	}
	s.passage = rapid.IntRange(1, s.line).Draw(t, label+"passage")
	if s.status == "allowed" {
		s.covers = "all"
	}
	return s
}

func subset(t *rapid.T, from []string, label string) []string {
	var out []string
	for _, x := range from {
		if rapid.IntRange(0, 2).Draw(t, label) == 0 {
			out = append(out, x)
		}
	}
	return out
}

func draw(t *rapid.T) model {
	var m model
	add := func(id, kind string, contains, classes []string) {
		e := modelEntry{
			id: id, kind: kind, contains: contains, classes: classes,
			route:       rapid.SampledFrom(routes).Draw(t, "route"),
			advice:      rapid.IntRange(0, 5).Draw(t, "advice") == 0,
			combination: rapid.IntRange(0, 3).Draw(t, "combination") == 0,
		}
		for range rapid.IntRange(0, 3).Draw(t, "statements") {
			e.statements = append(e.statements, drawStatement(t, ""))
		}
		m.entries = append(m.entries, e)
	}
	for i, c := range classIDs { // a class belongs to earlier ones only: no ring
		add(c, "class", nil, subset(t, classIDs[:i], "class of class"))
	}
	for _, s := range substanceIDs[:2] { // the last substance has no entry
		add(s, rapid.SampledFrom([]string{"ingredient", "remedy"}).Draw(t, "kind"), nil, subset(t, classIDs, "class"))
	}
	for i := range rapid.IntRange(1, 5).Draw(t, "products") {
		kind := rapid.SampledFrom([]string{"product", "product", "ingredient", "remedy"}).Draw(t, "kind")
		add(fmt.Sprintf("p%d", i), kind, subset(t, substanceIDs, "contains"), subset(t, classIDs, "class"))
	}
	// A link that a longer way implies is a fault.
	for i, e := range m.entries {
		implied := map[string]bool{}
		for _, c := range e.classes {
			for x := range m.up(c) {
				implied[x] = true
			}
		}
		if e.single() {
			if own, ok := m.meets(e, e.contains[0]); ok {
				for x := range m.up(own.id) {
					implied[x] = true
				}
			}
		}
		m.entries[i].classes = slices.DeleteFunc(e.classes, func(c string) bool { return implied[c] })
	}
	return m
}

// yaml writes one entry as a file of its own. The parts of its statements
// count those on one line of one document, in the order of the model.
func (e modelEntry) yaml() string {
	var sts []string
	for i, s := range e.statements {
		more := fmt.Sprintf("covers: %q, part: %q", s.covers, fmt.Sprint("n", i))
		if s.passage < s.line {
			more += fmt.Sprintf(`, passage: "doc-000:%d"`, s.passage)
		}
		sts = append(sts, strings.ReplaceAll(
			st(s.line, s.status, strings.Join(s.phases, ","), more), "doc-000", fmt.Sprintf("doc-00%d", s.document)))
	}
	return "entries:\n" + en(e.id, e.kind, e.route, strings.Join(e.contains, ","), strings.Join(e.classes, ","),
		append([]string{fmt.Sprintf("advice: %t", e.advice), fmt.Sprintf("combination: %t", e.combination)}, sts...)...)
}

const propertyReferences = `substances:
  - {id: "s0", name: "s0"}
  - {id: "s1", name: "s1"}
  - {id: "s2", name: "s2"}
references:
` + ""

func references() string {
	return propertyReferences +
		ref("r0", "s0,c1", "", `{phase: "second", from_week: 20, position: "avoid"}`) +
		ref("r1", "c0", "oral", `{phase: "lactation", position: "contraindicated"}, {phase: "first", position: "acceptable"}`) +
		ref("r2", "s2", "topical", `{phase: "third", position: "only_if_needed"}`) +
		ref("r4", "c0,s0", "", `{phase: "third", position: "acceptable"}`, `covers: "some"`) +
		ref("r3", "s1", "", `{phase: "second", position: "caution"}, {phase: "first", from_week: 6, to_week: 10, position: "avoid"}`)
}

// load makes a dataset of one file an entry, the files named in the order of
// the model.
func (m model) load(t *rapid.T) *catalog.Dataset {
	files := []load.File{{Name: "head.yaml", Data: []byte(head + references())}}
	for i, e := range m.entries {
		files = append(files, load.File{Name: fmt.Sprintf("%02d.yaml", i), Data: []byte(e.yaml())})
	}
	ds, faults := load.Files(files...)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return ds
}

func index(ds *catalog.Dataset, id string) int32 {
	return int32(slices.IndexFunc(ds.Entries, func(e catalog.Entry) bool { return e.ID == id }))
}

// What follows is the contract's section 2 read once more, as plainly as can
// be and on the model.

func (e modelEntry) several() bool { return e.combination || len(e.contains) > 1 }
func (e modelEntry) single() bool  { return len(e.contains) == 1 && !e.combination }

func (m model) find(id string) (modelEntry, bool) {
	i := slices.IndexFunc(m.entries, func(e modelEntry) bool { return e.id == id })
	if i < 0 {
		return modelEntry{}, false
	}
	return m.entries[i], true
}

func sameRoute(a, b string) bool {
	if a == "" || b == "" {
		return a != "topical" && b != "topical"
	}
	return a == b
}

// meets finds the entry of a substance, if what is said of it concerns e.
func (m model) meets(e modelEntry, substance string) (modelEntry, bool) {
	own, ok := m.find(substance)
	return own, ok && sameRoute(own.route, e.route)
}

// up gives the classes of an entry and how many links away each is.
func (m model) up(id string) map[string]int {
	out := map[string]int{}
	e, _ := m.find(id)
	for _, c := range e.classes {
		out[c] = 1
	}
	for _, c := range e.classes {
		for x, n := range m.up(c) {
			if d, ok := out[x]; !ok || n+1 < d {
				out[x] = n + 1
			}
		}
	}
	return out
}

// hit is how a subject reaches an entry.
type hit struct {
	via      resolve.Basis
	distance int
	through  map[string]bool // of a combination
}

func (m model) hits(to modelEntry) map[string]hit {
	out := map[string]hit{to.id: {via: resolve.Direct}}
	for _, b := range m.entries {
		speaks := b.kind == "product" && b.single() && b.id != to.id && sameRoute(b.route, to.route)
		if speaks && (b.contains[0] == to.id || to.kind == "ingredient" && to.single() && to.contains[0] == b.contains[0]) {
			out[b.id] = hit{via: resolve.Brand, distance: 1}
		}
	}
	for c, n := range m.up(to.id) {
		out[c] = hit{via: resolve.Class, distance: 1 + n}
	}
	for _, s := range to.contains {
		own, ok := m.meets(to, s)
		if !ok {
			continue
		}
		more := map[string]hit{own.id: {via: resolve.Ingredient, distance: 1}}
		for c, n := range m.up(own.id) {
			more[c] = hit{via: resolve.Class, distance: 2 + n}
		}
		for id, x := range more {
			old, known := out[id]
			switch {
			case to.several() && known && old.through == nil: // its own link says more
				continue
			case known:
				x.distance, x.through = min(x.distance, old.distance), old.through
			}
			if to.several() {
				x.through = maps.Clone(x.through)
				if x.through == nil {
					x.through = map[string]bool{}
				}
				x.through[s] = true
			}
			out[id] = x
		}
	}
	return out
}

func has(phases []string, p catalog.Phase) bool {
	return slices.Contains(phases, p.String()) || p != catalog.Lactation && slices.Contains(phases, "pregnancy")
}

// said is a statement as it counts for an entry in a phase.
type said struct {
	hit
	status catalog.Status
	place  [2]int // its passage
	covers catalog.Covers
}

func (s said) heads() bool { return s.through == nil || s.status >= catalog.Caution }

// counting gives what counts for a phase of an entry, and how many passages more
// may concern it.
func (m model) counting(to modelEntry, p catalog.Phase) (out []said, possible int) {
	may := map[[2]int]catalog.Status{}
	for id, h := range m.hits(to) {
		about, _ := m.find(id)
		if about.advice && h.via != resolve.Direct {
			continue
		}
		for _, s := range about.statements {
			status, _ := catalog.ParseStatus(s.status)
			covers, _ := catalog.ParseCovers(s.covers)
			place := [2]int{s.document, s.passage}
			switch {
			case !has(s.phases, p):
			case h.via != resolve.Class || s.covers == "all":
				out = append(out, said{h, status, place, covers})
			case status >= catalog.Caution:
				may[place] = max(may[place], status)
			}
		}
	}
	for place, status := range may {
		if !slices.ContainsFunc(out, func(s said) bool { return s.place == place && s.status >= status }) {
			possible++
		}
	}
	return out, possible
}

func (m model) headline(to modelEntry, p catalog.Phase) (head, direct catalog.Status, distance int, disputed bool) {
	list, _ := m.counting(to, p)
	for _, s := range list {
		if s.via == resolve.Direct {
			direct = max(direct, s.status)
		}
		if s.heads() && (s.status > head || s.status == head && s.distance < distance) {
			head, distance = s.status, s.distance
		}
	}
	for _, a := range list {
		for _, r := range list {
			same := a.through == nil
			for x := range a.through {
				same = same || r.through[x]
			}
			if a.status.Permits() && r.status.Refuses() && a.distance <= r.distance && a.place != r.place && same {
				disputed = true
			}
		}
	}
	return head, direct, distance, disputed
}

// belongs reports whether an entry is a member of a class.
func (m model) belongs(e modelEntry, class string) bool {
	if _, ok := m.up(e.id)[class]; ok {
		return true
	}
	if !e.single() {
		return false
	}
	own, ok := m.meets(e, e.contains[0])
	_, up := m.up(own.id)[class]
	return ok && up
}

// TestHeadlines compares every phase of every entry with what the model says.
func TestHeadlines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := draw(t)
		ds := m.load(t)
		for _, to := range m.entries {
			r := resolve.Entry(ds, index(ds, to.id))
			for p := range catalog.Phase(catalog.PhaseCount) {
				m.compare(t, ds, to, p, r.Phases[p])
			}
		}
	})
}

func (m model) compare(t *rapid.T, ds *catalog.Dataset, to modelEntry, p catalog.Phase, got resolve.Phase) {
	list, possible := m.counting(to, p)
	head, direct, distance, disputed := m.headline(to, p)
	var members []string
	if to.kind == "class" {
		for _, e := range m.entries {
			status, _, _, _ := m.headline(e, p)
			if e.advice || !m.belongs(e, to.id) || status <= head {
				continue
			}
			members = append(members, e.id+" "+status.String())
			refused, _ := m.counting(e, p)
			for _, x := range list {
				for _, y := range refused {
					if head.Permits() && x.status == head && y.heads() && y.status.Refuses() && x.place != y.place {
						disputed = true
					}
				}
			}
		}
	}
	var gotMembers []string
	for _, x := range got.Members {
		gotMembers = append(gotMembers, ds.Entries[x.Entry].ID+" "+x.Status.String())
		if x.Statement.Status != x.Status {
			t.Fatalf("%s, %s: the member %s is headed by %s", to.id, p, gotMembers, x.Statement.ID)
		}
	}
	slices.Sort(members)
	slices.Sort(gotMembers)
	if got.Status != head || got.Direct != direct || got.Disputed != disputed || len(got.Statements) != len(list) ||
		len(got.Possible) != possible || !slices.Equal(members, gotMembers) {
		t.Fatalf("%s, %s: got %s, want %s direct %s, disputed %v, of %d, possible %d, members %s", to.id, p, show(got), head, direct, disputed, len(list), possible, members)
	}
	if (len(got.Against) > 0) != got.Disputed {
		t.Fatalf("%s, %s: disputed by %d statements: %s", to.id, p, len(got.Against), show(got))
	}
	if head == catalog.NotStated {
		if got.Basis != resolve.Silent {
			t.Fatalf("%s, %s: silent for the reason %s", to.id, p, got.Basis)
		}
		return
	}
	first := got.Statements[0]
	if first.Status != got.Status || first.Via != got.Basis || first.Distance != distance || !first.Heads() {
		t.Fatalf("%s, %s: the first statement does not decide at distance %d: %s", to.id, p, distance, show(got))
	}
	// Of equals at one distance, one about all decides, then one about the whole.
	for _, s := range list {
		if s.heads() && s.status == head && s.distance == distance &&
			(s.covers < first.Covers || s.covers == first.Covers && s.through == nil && len(first.Through) > 0) {
			t.Fatalf("%s, %s: not the fullest statement decides: %s", to.id, p, show(got))
		}
	}
}

// TestWhatReaches holds each statement against the rules by itself: what comes
// through a class covers all of it or may only concern the entry, nothing comes
// from advice, and each path leads where the statement is from.
func TestWhatReaches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ds := draw(t).load(t)
		for e := range ds.Entries {
			r := resolve.Entry(ds, int32(e))
			for _, s := range r.Statements {
				at := int32(e)
				for _, l := range s.Path {
					from := &ds.Entries[at]
					switch {
					case slices.ContainsFunc(from.Classes, func(c catalog.Link) bool { return &c != l && c == *l }):
						at = l.Index
					case slices.ContainsFunc(from.Ingredients, func(c catalog.Link) bool { return c == *l }):
						at = ds.Substances[l.Index].Entry
					default:
						t.Fatalf("%s: %s has no link to %s", s.ID, from.ID, l.ID)
					}
				}
				switch {
				case s.Via != resolve.Brand && at != s.About:
					t.Fatalf("%s: %s leads to %s", ds.Entries[e].ID, s.ID, ds.Entries[at].ID)
				case s.Via != resolve.Direct && ds.Entries[s.About].Advice:
					t.Fatalf("%s: %s is advice", ds.Entries[e].ID, s.ID)
				case s.Possible != (s.Via == resolve.Class && s.Covers != catalog.All):
					t.Fatalf("%s: %s covers %s of %s", ds.Entries[e].ID, s.ID, s.Covers, ds.Entries[s.About].ID)
				}
				for p, h := range r.Phases {
					if s.Phases.Has(catalog.Phase(p)) && s.Heads() && s.Status > h.Status {
						t.Fatalf("%s, %s: milder than %s", ds.Entries[e].ID, catalog.Phase(p), s.ID)
					}
				}
			}
		}
	})
}

// TestNearerBan: a permission never disputes a ban that is nearer, and what
// disputes a headline always has its counterpart in another passage.
func TestNearerBan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ds := draw(t).load(t)
		for e := range ds.Entries {
			r := resolve.Entry(ds, int32(e))
			for p, h := range r.Phases {
				for _, a := range h.Against {
					if h.Status.Permits() {
						if !a.Status.Refuses() || len(h.Members) == 0 {
							t.Fatalf("%s, %s: %s", ds.Entries[e].ID, catalog.Phase(p), show(h))
						}
						continue
					}
					counterpart := slices.ContainsFunc(h.Statements, func(s *resolve.Statement) bool {
						return s.Status.Refuses() && s.Distance >= a.Distance &&
							(s.Source.Document != a.Source.Document || s.Source.Passage() != a.Source.Passage())
					})
					if !a.Status.Permits() || !counterpart {
						t.Fatalf("%s, %s: %s disputes nothing in %s", ds.Entries[e].ID, catalog.Phase(p), a.ID, show(h))
					}
				}
			}
		}
	})
}

// TestMoreCautionNeverPermits adds a statement somewhere: no phase of any
// entry may become more permissive.
func TestMoreCautionNeverPermits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := draw(t)
		before := m.load(t)
		i := rapid.IntRange(0, len(m.entries)-1).Draw(t, "entry")
		m.entries[i].statements = append(m.entries[i].statements, drawStatement(t, "new "))
		after := m.load(t)
		for e := range before.Entries {
			a, b := resolve.Entry(before, int32(e)), resolve.Entry(after, int32(e))
			for p := range a.Phases {
				x, y := a.Phases[p], b.Phases[p]
				if y.Status < x.Status || y.Direct < x.Direct || before.Entries[e].Kind != catalog.Class && x.Disputed && !y.Disputed {
					t.Fatalf("%s, %s: %s before, %s after", before.Entries[e].ID, catalog.Phase(p), show(x), show(y))
				}
			}
		}
	})
}

// TestOrderChangesNothing puts the same entries into other files in another
// order, and their links and statements too.
func TestOrderChangesNothing(t *testing.T) {
	picture := func(ds *catalog.Dataset, named bool) string {
		var b strings.Builder
		for e := range ds.Entries {
			r := resolve.Entry(ds, int32(e))
			fmt.Fprintf(&b, "%s:", ds.Entries[e].ID)
			for _, p := range r.Phases {
				fmt.Fprintf(&b, " %s %s %s %v %s %d;", p.Status, p.Basis, p.Direct, p.Disputed, p.Authorities.Relation, len(p.Statements))
				if !named {
					continue
				}
				b.WriteString(show(p))
				for _, s := range p.Statements {
					for _, l := range s.Path {
						b.WriteString("/" + l.ID)
					}
				}
			}
			for _, x := range r.References {
				fmt.Fprintf(&b, " %s %s", x.Via, x.ID)
			}
			b.WriteString("\n")
		}
		return b.String()
	}
	rapid.Check(t, func(t *rapid.T) {
		m := draw(t)
		want := m.load(t)
		m.entries = rapid.Permutation(m.entries).Draw(t, "order")
		for i := range m.entries {
			e := &m.entries[i]
			e.classes = rapid.Permutation(e.classes).Draw(t, "classes")
			e.contains = rapid.Permutation(e.contains).Draw(t, "contains")
		}
		if got := picture(m.load(t), true); got != picture(want, true) {
			t.Fatalf("another order of files and links\n%s\n%s", got, picture(want, true))
		}
		// The parts in the ids, and so the ids, follow the order of the
		// statements; nothing else may.
		for i := range m.entries {
			m.entries[i].statements = rapid.Permutation(m.entries[i].statements).Draw(t, "statements")
		}
		got := m.load(t)
		if g, w := statuses(picture(got, false)), statuses(picture(want, false)); g != w {
			t.Fatalf("another order of statements\n%s\n%s", g, w)
		}
	})
}

// statuses leaves out which of a brand and an ingredient, equally near, an id
// decided for.
func statuses(s string) string { return strings.ReplaceAll(s, " brand ", " ingredient ") }

// TestAuthoritiesByWeek compares each phase with a walk through its weeks.
func TestAuthoritiesByWeek(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ds := draw(t).load(t)
		for e := range ds.Entries {
			r := resolve.Entry(ds, int32(e))
			for w := range 43 {
				p, a := r.AtWeek(w)
				h := r.Phases[p]
				var strictest catalog.Position
				var opens, refuses bool
				for _, ref := range r.References {
					for _, x := range ref.Positions {
						if x.Phase != p || x.Position == catalog.NoData || w < x.FromWeek || x.ToWeek > 0 && w >= x.ToWeek {
							continue
						}
						acceptable := x.Position == catalog.Acceptable || x.Position == catalog.WithCaution
						if acceptable && ref.Part {
							continue
						}
						strictest = max(strictest, x.Position)
						opens = opens || acceptable
						refuses = refuses || x.Position.Against()
					}
				}
				if a.Position != strictest || (a.Relation == resolve.None) != (strictest == catalog.NoData) || (a.Relation == resolve.Differ) != (opens && refuses) {
					t.Fatalf("%s, week %d: got %s %s, want %s", ds.Entries[e].ID, w, a.Relation, a.Position, strictest)
				}
				if a.Position > h.Authorities.Position {
					t.Fatalf("%s, week %d: %s, and %s in the whole phase", ds.Entries[e].ID, w, a.Position, h.Authorities.Position)
				}
				next, n := 43, a.Next
				if n != nil {
					next = n.Week
				}
				for between := w + 1; between < next; between++ {
					if _, b := r.AtWeek(between); b.Position != a.Position {
						t.Fatalf("%s, week %d: a change in week %d, before week %d", ds.Entries[e].ID, w, between, next)
					}
				}
				if n != nil {
					if _, b := r.AtWeek(n.Week); b.Position == a.Position || b.Position != n.Position || b.Relation != n.Relation {
						t.Fatalf("%s, week %d: no change in week %d", ds.Entries[e].ID, w, n.Week)
					}
				}
			}
		}
	})
}
