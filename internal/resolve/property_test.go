package resolve_test

import (
	"fmt"
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
	document, line int
	status         string
	phases         []string
	covers         string
}

var (
	substanceIDs = []string{"s0", "s1", "s2"}
	classIDs     = []string{"c0", "c1", "c2"}
	routes       = []string{"", "oral", "topical"}
	phaseLists   = [][]string{{}, {"first"}, {"second", "third"}, {"pregnancy"}, {"lactation"}, {"pregnancy", "lactation"}}
)

func drawStatement(t *rapid.T, label string) modelStatement {
	return modelStatement{
		document: rapid.IntRange(0, 1).Draw(t, label+"document"),
		line:     rapid.IntRange(1, 100).Draw(t, label+"line"),
		status:   rapid.SampledFrom(catalog.Statuses()[1:]).Draw(t, label+"status").String(),
		phases:   rapid.SampledFrom(phaseLists).Draw(t, label+"phases"),
		covers:   rapid.SampledFrom([]string{"all", "all", "most", "some"}).Draw(t, label+"covers"),
	}
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
		for range rapid.IntRange(0, 4).Draw(t, "statements") {
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
	return m
}

// yaml writes one entry as a file of its own. The parts of its statements
// count those on one line of one document, in the order of the model.
func (e modelEntry) yaml() string {
	var sts []string
	for i, s := range e.statements {
		sts = append(sts, strings.Replace(
			st(s.line, s.status, strings.Join(s.phases, ","), fmt.Sprintf("covers: %q, part: %q", s.covers, fmt.Sprint("n", i))),
			"doc-000", fmt.Sprintf("doc-00%d", s.document), 1))
	}
	return "entries:\n" + en(e.id, e.kind, e.route, strings.Join(e.contains, ","), strings.Join(e.classes, ","),
		append([]string{fmt.Sprintf("advice: %t", e.advice), fmt.Sprintf("combination: %t", e.combination)}, sts...)...)
}

const propertyReferences = `substances:
  - {id: "s0", name: "s0"}
  - {id: "s1", name: "s1"}
  - {id: "s2", name: "s2"}
references:
  - {id: "r0", about: ["s0", "c1"], route: "any", positions: [{phase: "second", from_week: 20, position: "avoid"}], text: "t", authority: "a", country: "c", document: "d", read: "quoted"}
  - {id: "r1", about: ["c0"], routes: ["oral"], route: "oral", positions: [{phase: "lactation", position: "contraindicated"}, {phase: "first", position: "acceptable"}], text: "t", authority: "a", country: "c", document: "d", read: "quoted"}
  - {id: "r2", about: ["s2"], routes: ["topical"], route: "skin", positions: [{phase: "third", position: "only_if_needed"}], text: "t", authority: "a", country: "c", document: "d", read: "quoted"}
`

// load makes a dataset of one file an entry, the files named in the order of
// the model.
func (m model) load(t *rapid.T) *catalog.Dataset {
	files := []load.File{{Name: "head.yaml", Data: []byte(head + propertyReferences)}}
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

// reaches is the contract's section 2 read once more, from the side of the
// statement and on the model: by which link it reaches the entry, if any.
func (m model) reaches(about modelEntry, s modelStatement, to modelEntry) (via resolve.Basis, ok bool) {
	single := func(e modelEntry) bool { return len(e.contains) == 1 && !e.combination }
	switch {
	case about.id == to.id:
		return resolve.Direct, true
	case about.advice:
		return 0, false
	case about.kind == "product" && single(about) && about.route == to.route &&
		(about.contains[0] == to.id || to.kind == "ingredient" && single(to) && to.contains[0] == about.contains[0]):
		return resolve.Brand, true
	case slices.Contains(to.contains, about.id) && (about.route == "" || to.route == "" || about.route == to.route):
		return resolve.Ingredient, true
	case slices.Contains(to.classes, about.id) && s.covers == "all":
		return resolve.Class, true
	}
	return 0, false
}

func has(phases []string, p catalog.Phase) bool {
	return slices.Contains(phases, p.String()) || p != catalog.Lactation && slices.Contains(phases, "pregnancy")
}

// TestHeadlines compares every phase of every entry with what the model says:
// the headline is the most cautious of what reaches it and nothing else does,
// no advice, and nothing through a class but what covers all of it.
func TestHeadlines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := draw(t)
		ds := m.load(t)
		for _, to := range m.entries {
			r := resolve.Entry(ds, index(ds, to.id))
			for p := range catalog.Phase(catalog.PhaseCount) {
				var want, direct catalog.Status
				nearest := resolve.Silent
				var permits, refuses bool
				count := 0
				for _, about := range m.entries {
					for _, s := range about.statements {
						via, ok := m.reaches(about, s, to)
						if !ok || !has(s.phases, p) {
							continue
						}
						count++
						status, _ := catalog.ParseStatus(s.status)
						if via == resolve.Direct {
							direct = max(direct, status)
						}
						if status > want || status == want && via < nearest && !(via == resolve.Brand && nearest == resolve.Ingredient) {
							want, nearest = status, via
						}
						permits = permits || slices.Contains([]string{"allowed", "conditional", "caution", "doctor_only"}, s.status)
						refuses = refuses || slices.Contains([]string{"not_recommended", "contraindicated"}, s.status)
					}
				}
				got := r.Phases[p]
				// A brand and an ingredient are equally near: the id decides.
				same := got.Basis == nearest || got.Basis+nearest == resolve.Brand+resolve.Ingredient && got.Basis != resolve.Direct && got.Basis != resolve.Class
				if got.Status != want || got.Direct != direct || !same || got.Disputed != (permits && refuses) || len(got.Statements) != count {
					t.Fatalf("%s, %s: got %s, want %s %s direct %s, disputed %v, of %d", to.id, p, show(got), want, nearest, direct, permits && refuses, count)
				}
				for _, s := range got.Statements {
					if s.Status > got.Status {
						t.Fatalf("%s, %s: %s is more permissive than %s", to.id, p, got.Status, s.ID)
					}
					if s.Via == resolve.Class && s.Covers != catalog.All {
						t.Fatalf("%s, %s: %s covers %s and came through a class", to.id, p, s.ID, s.Covers)
					}
					if s.Via != resolve.Direct && ds.Entries[s.About].Advice {
						t.Fatalf("%s, %s: %s is advice", to.id, p, s.ID)
					}
				}
				if count > 0 && got.Statements[0].Status != got.Status {
					t.Fatalf("%s, %s: the first statement does not decide: %s", to.id, p, show(got))
				}
			}
		}
	})
}

// TestMoreCautionNeverPermits adds a statement somewhere: no phase of any
// entry may become more permissive, nor any dispute or contradiction end.
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
				if y.Status < x.Status || y.Direct < x.Direct || x.Disputed && !y.Disputed || x.Contradicted && !y.Contradicted {
					t.Fatalf("%s, %s: %s before, %s after", before.Entries[e].ID, catalog.Phase(p), show(x), show(y))
				}
			}
		}
	})
}

// TestOrderChangesNothing puts the same entries into other files in another
// order, and their statements too.
func TestOrderChangesNothing(t *testing.T) {
	picture := func(ds *catalog.Dataset, named bool) string {
		var b strings.Builder
		for e := range ds.Entries {
			r := resolve.Entry(ds, int32(e))
			fmt.Fprintf(&b, "%s:", ds.Entries[e].ID)
			for _, p := range r.Phases {
				fmt.Fprintf(&b, " %s %s %s %v %v %d;", p.Status, p.Basis, p.Direct, p.Disputed, p.Contradicted, len(p.Statements))
				if named {
					b.WriteString(show(p))
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
		if got := picture(m.load(t), true); got != picture(want, true) {
			t.Fatalf("another order of files\n%s\n%s", got, picture(want, true))
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
