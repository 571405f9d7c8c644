package resolve_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/load"
	"github.com/backcare/backcare/internal/resolve"
)

const head = `version: "1"
documents:
  - {id: "doc-000", file: "000.txt", title: "T", summary: "s", covers: [], lines: 100}
  - {id: "doc-001", file: "001.txt", title: "T", summary: "s", covers: [], lines: 100}
`

// parse loads the entries and references of a test.
func parse(t testing.TB, text string) *catalog.Dataset {
	t.Helper()
	ds, faults := load.Files(load.File{Name: "test.yaml", Data: []byte(head + text)})
	if len(faults) > 0 {
		t.Fatalf("%v in\n%s", faults, text)
	}
	return ds
}

func find(t testing.TB, ds *catalog.Dataset, id string) int32 {
	t.Helper()
	i := slices.IndexFunc(ds.Entries, func(e catalog.Entry) bool { return e.ID == id })
	if i < 0 {
		t.Fatalf("no entry %q", id)
	}
	return int32(i)
}

// st writes a statement: "allowed first,second" at a line, with more keys.
func st(line int, status, phases string, more ...string) string {
	s := fmt.Sprintf(`{at: "doc-000:%d", printed_as: "p", section: "s", status: %q, phases: [%s], wording: "stated", setting: "general", claim: "c"`, line, status, quoted(phases))
	for _, m := range more {
		s += ", " + m
	}
	return s + "}"
}

func quoted(list string) string {
	if list == "" {
		return ""
	}
	return `"` + strings.ReplaceAll(list, ",", `", "`) + `"`
}

// en writes an entry. Contains and classes are lists of ids.
func en(id, kind, route, contains, classes string, rest ...string) string {
	s := fmt.Sprintf("  - id: %q\n    name: %q\n    kind: %q\n", id, id, kind)
	if route != "" {
		s += fmt.Sprintf("    route: %q\n", route)
	}
	for _, l := range []struct{ key, ids string }{{"contains", contains}, {"classes", classes}} {
		if l.ids == "" {
			continue
		}
		s += "    " + l.key + ":\n"
		for _, x := range strings.Split(l.ids, ",") {
			s += fmt.Sprintf("      - {id: %q, basis: \"general_knowledge\", source: \"x\"}\n", x)
		}
	}
	var sts []string
	for _, r := range rest {
		if strings.HasPrefix(r, "{") {
			sts = append(sts, r)
		} else {
			s += "    " + r + "\n"
		}
	}
	if len(sts) > 0 {
		s += "    statements:\n"
		for _, x := range sts {
			s += "      - " + x + "\n"
		}
	}
	return s
}

const subs = `substances:
  - {id: "sub", name: "sub"}
  - {id: "other", name: "other"}
entries:
`

// show writes a phase as "status basis direct flags: ids".
func show(p resolve.Phase) string {
	s := fmt.Sprintf("%s %s %s", p.Status, p.Basis, p.Direct)
	if p.Disputed {
		s += " disputed"
	}
	if p.Contradicted {
		s += " contradicted"
	}
	for _, x := range p.Statements {
		s += " " + x.ID
	}
	return s
}

// TestPhase covers each rule of the contract, section 2, with the entry "x"
// and the second trimester.
func TestPhase(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"nothing", en("x", "product", "", "", ""), "not_stated silent not_stated"},
		{"another phase only", en("x", "product", "", "", "", st(1, "contraindicated", "first,third,lactation")), "not_stated silent not_stated"},
		{"no phase", en("x", "product", "", "", "", st(1, "contraindicated", "")), "not_stated silent not_stated"},
		{"direct", en("x", "product", "", "", "", st(1, "mentioned", "second")), "mentioned direct mentioned x.000.1"},
		{
			"the most cautious heads", en("x", "product", "", "", "", st(1, "allowed", "second"), st(2, "doctor_only", "pregnancy"), st(3, "conditional", "second")),
			"doctor_only direct doctor_only x.000.2 x.000.3 x.000.1",
		},
		{"at equal caution by id", en("x", "product", "", "", "", st(2, "caution", "second"), st(1, "caution", "second")), "caution direct caution x.000.1 x.000.2"},
		{"permits and refuses", en("x", "product", "", "", "", st(1, "doctor_only", "second"), st(2, "not_recommended", "second")), "not_recommended direct not_recommended disputed x.000.2 x.000.1"},
		{"a mention permits nothing", en("x", "product", "", "", "", st(1, "mentioned", "second"), st(2, "contraindicated", "second")), "contraindicated direct contraindicated x.000.2 x.000.1"},
		{"two degrees of refusal", en("x", "product", "", "", "", st(1, "not_recommended", "second"), st(2, "contraindicated", "second")), "contraindicated direct contraindicated x.000.2 x.000.1"},
		{"no dispute across phases", en("x", "product", "", "", "", st(1, "allowed", "first"), st(2, "contraindicated", "second")), "contraindicated direct contraindicated x.000.2"},

		{"ingredient", en("x", "product", "", "sub", "") + en("sub", "ingredient", "", "", "", st(1, "caution", "second")), "caution ingredient not_stated sub.000.1"},
		{"ingredient of another route", en("x", "product", "topical", "sub", "") + en("sub", "ingredient", "oral", "", "", st(1, "caution", "second")), "not_stated silent not_stated"},
		{"ingredient of the same route", en("x", "product", "oral", "sub", "") + en("sub", "ingredient", "oral", "", "", st(1, "caution", "second")), "caution ingredient not_stated sub.000.1"},
		{"ingredient of no known route", en("x", "product", "topical", "sub", "") + en("sub", "ingredient", "", "", "", st(1, "caution", "second")), "caution ingredient not_stated sub.000.1"},
		{"ingredient in a product of no known route", en("x", "product", "", "sub", "") + en("sub", "ingredient", "oral", "", "", st(1, "caution", "second")), "caution ingredient not_stated sub.000.1"},
		{"ingredient, most of it", en("x", "product", "", "sub", "") + en("sub", "ingredient", "", "", "", st(1, "caution", "second", `covers: "most"`)), "caution ingredient not_stated sub.000.1"},
		{"ingredient of a combination", en("x", "product", "", "sub,other", "") + en("sub", "ingredient", "", "", "", st(1, "caution", "second")), "caution ingredient not_stated sub.000.1"},
		{"direct and ingredient", en("x", "product", "", "sub", "", st(1, "caution", "second")) + en("sub", "ingredient", "", "", "", st(1, "caution", "second")), "caution direct caution x.000.1 sub.000.1"},
		{"ingredient more cautious", en("x", "product", "", "sub", "", st(1, "allowed", "second")) + en("sub", "ingredient", "", "", "", st(1, "contraindicated", "second")), "contraindicated ingredient allowed disputed sub.000.1 x.000.1"},
		{"no other product of the ingredient", en("x", "product", "", "sub", "") + en("y", "product", "", "sub", "", st(1, "caution", "second")), "not_stated silent not_stated"},

		{"class", en("x", "product", "", "", "c") + en("c", "class", "", "", "", st(1, "caution", "second")), "caution class not_stated c.000.1"},
		{"class, most of it", en("x", "product", "", "", "c") + en("c", "class", "", "", "", st(1, "caution", "second", `covers: "most"`)), "not_stated silent not_stated"},
		{"class, some of it", en("x", "product", "", "", "c") + en("c", "class", "", "", "", st(1, "caution", "second", `covers: "some"`)), "not_stated silent not_stated"},
		{"class itself, some of it", en("x", "class", "", "", "", st(1, "caution", "second", `covers: "some"`)), "caution direct caution x.000.1"},
		{"class of a class", en("x", "product", "", "", "c") + en("c", "class", "", "", "d") + en("d", "class", "", "", "", st(1, "caution", "second")), "not_stated silent not_stated"},
		{"class of an ingredient", en("x", "product", "", "sub", "") + en("sub", "ingredient", "", "", "c") + en("c", "class", "", "", "", st(1, "caution", "second")), "not_stated silent not_stated"},
		{"nothing from a member to its class", en("x", "class", "", "", "") + en("y", "product", "", "", "x", st(1, "caution", "second")), "not_stated silent not_stated"},
		{
			"ingredient before class", en("x", "product", "", "sub", "c") + en("sub", "ingredient", "", "", "", st(1, "caution", "second")) + en("c", "class", "", "", "", st(1, "caution", "second")),
			"caution ingredient not_stated sub.000.1 c.000.1",
		},
		{
			"class more cautious than all", en("x", "product", "", "sub", "c", st(1, "allowed", "second")) + en("sub", "ingredient", "", "", "", st(1, "caution", "second")) + en("c", "class", "", "", "", st(1, "contraindicated", "second")),
			"contraindicated class allowed disputed c.000.1 sub.000.1 x.000.1",
		},

		{"brand", en("y", "product", "oral", "sub", "", st(1, "caution", "second")) + en("sub", "ingredient", "oral", "", ""), "caution brand not_stated y.000.1"},
		{"brand of another route", en("y", "product", "topical", "sub", "", st(1, "caution", "second")) + en("sub", "ingredient", "oral", "", ""), "not_stated silent not_stated"},
		{"brand of no known route", en("y", "product", "", "sub", "", st(1, "caution", "second")) + en("sub", "ingredient", "oral", "", ""), "not_stated silent not_stated"},
		{"combination is no brand", en("y", "product", "oral", "sub", "", "combination: true", st(1, "caution", "second")) + en("sub", "ingredient", "oral", "", ""), "not_stated silent not_stated"},
		{"two substances are no brand", en("y", "product", "oral", "sub,other", "", st(1, "caution", "second")) + en("sub", "ingredient", "oral", "", ""), "not_stated silent not_stated"},
		{"remedy is no brand", en("y", "remedy", "oral", "sub", "", st(1, "caution", "second")) + en("sub", "ingredient", "oral", "", ""), "not_stated silent not_stated"},
		{"brand for a generic form", en("y", "product", "topical", "sub", "", st(1, "caution", "second")) + en("x", "ingredient", "topical", "sub", ""), "caution brand not_stated y.000.1"},
		{
			"brand and class", en("y", "product", "oral", "sub", "", st(1, "caution", "second")) + en("sub", "ingredient", "oral", "", "c") + en("c", "class", "", "", "", st(1, "caution", "second")),
			"caution brand not_stated y.000.1 c.000.1",
		},

		{"advice", en("x", "product", "", "", "c") + en("c", "class", "", "", "", "advice: true", st(1, "contraindicated", "second")), "not_stated silent not_stated"},
		{"advice by ingredient", en("x", "product", "", "sub", "") + en("sub", "ingredient", "", "", "", "advice: true", st(1, "contraindicated", "second")), "not_stated silent not_stated"},
		{"advice itself", en("x", "class", "", "", "", "advice: true", st(1, "doctor_only", "second")), "doctor_only direct doctor_only x.000.1"},
		{"what reaches advice", en("x", "class", "", "", "c", "advice: true") + en("c", "class", "", "", "", st(1, "caution", "second")), "caution class not_stated c.000.1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ds := parse(t, subs+c.data)
			id := "x"
			if !strings.Contains(c.data, `id: "x"`) {
				id = "sub"
			}
			r := resolve.Entry(ds, find(t, ds, id))
			if got := show(r.Phases[catalog.Second]); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestStatementsInOrder: by link, then document and line, and of a class only
// what is about all of it.
func TestStatementsInOrder(t *testing.T) {
	ds := parse(t, subs+
		en("x", "product", "oral", "sub", "c,b",
			st(9, "allowed", "second"), st(10, "contraindicated", "first"), strings.Replace(st(1, "mentioned", ""), "doc-000", "doc-001", 1))+
		en("sub", "ingredient", "oral", "", "", st(5, "mentioned", "lactation"))+
		en("b", "class", "", "", "", st(7, "allowed", "third"), st(6, "allowed", "third", `covers: "some"`))+
		en("c", "class", "", "", "", st(3, "mentioned", "")))
	r := resolve.Entry(ds, find(t, ds, "x"))
	var got []string
	for _, s := range r.Statements {
		got = append(got, s.Via.String()+" "+s.ID+" "+ds.Entries[s.About].ID)
	}
	want := []string{
		"direct x.000.9 x", "direct x.000.10 x", "direct x.001.1 x",
		"ingredient sub.000.5 sub", "class c.000.3 c", "class b.000.7 b",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if r.Disputed() || r.Contradicted() {
		t.Error("disputed or contradicted without cause")
	}
}

func TestContradicted(t *testing.T) {
	pos := func(p string) string { return `{phase: "second", position: "` + p + `"}` }
	for _, c := range []struct {
		name, statements, positions string
		want                        bool
	}{
		{"permitted, contraindicated", st(1, "allowed", "second"), pos("contraindicated"), true},
		{"permitted, avoided", st(1, "doctor_only", "second"), pos("avoid"), true},
		{"permitted, only if needed", st(1, "allowed", "second"), pos("only_if_needed"), false},
		{"permitted, acceptable", st(1, "allowed", "second"), pos("acceptable"), false},
		{"permitted in another phase", st(1, "allowed", "first,third,lactation"), pos("avoid"), false},
		{"avoided in another phase", st(1, "allowed", "second"), `{phase: "third", position: "avoid"}`, false},
		{"avoided in part", st(1, "allowed", "second"), `{phase: "second", from_week: 24, position: "avoid"}`, true},
		{"mentioned", st(1, "mentioned", "second"), pos("avoid"), false},
		{"refused", st(1, "not_recommended", "second"), pos("avoid"), false},
		{"permitted by one of two", st(1, "allowed", "second") + "\n      - " + st(2, "contraindicated", "second"), pos("avoid"), true},
		{"nothing stated", st(1, "mentioned", ""), pos("avoid"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			ds := parse(t, subs+en("sub", "ingredient", "oral", "", "", c.statements)+"references:\n"+ref("r", "sub", "", c.positions))
			r := resolve.Entry(ds, find(t, ds, "sub"))
			if r.Phases[catalog.Second].Contradicted != c.want || r.Contradicted() != c.want {
				t.Errorf("got %v, want %v", !c.want, c.want)
			}
		})
	}
}

func TestInPart(t *testing.T) {
	for _, c := range []struct {
		phase    catalog.Phase
		from, to int
		want     bool
	}{
		{catalog.First, 0, 0, false}, {catalog.First, 0, 13, false}, {catalog.First, 0, 12, true}, {catalog.First, 1, 0, true},
		{catalog.Second, 0, 0, false}, {catalog.Second, 14, 27, false}, {catalog.Second, 15, 27, true}, {catalog.Second, 14, 26, true},
		{catalog.Second, 13, 28, false}, {catalog.Second, 20, 30, true}, {catalog.Second, 24, 0, true},
		{catalog.Third, 0, 0, false}, {catalog.Third, 28, 0, false}, {catalog.Third, 24, 0, false}, {catalog.Third, 29, 0, true}, {catalog.Third, 20, 30, true}, {catalog.Third, 28, 42, false},
		{catalog.Lactation, 0, 0, false}, {catalog.Lactation, 3, 5, false},
	} {
		if got := resolve.InPart(catalog.RefPosition{Phase: c.phase, FromWeek: c.from, ToWeek: c.to}); got != c.want {
			t.Errorf("%s from %d to %d: %v, want %v", c.phase, c.from, c.to, got, c.want)
		}
	}
}

func TestBasisWords(t *testing.T) {
	var got []string
	for b := resolve.Silent; b <= resolve.Class; b++ {
		got = append(got, b.String())
	}
	if s := strings.Join(got, " "); s != "silent direct brand ingredient class" {
		t.Error(s)
	}
}
