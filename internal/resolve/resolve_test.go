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
	s := fmt.Sprintf(`{at: "doc-000:%d", printed_as: "p", section: "s", status: %q, phases: [%s], wording: "stated", setting: "general", gist: "g", claim: "c"`, line, status, quoted(phases))
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

// show writes a phase as "status basis direct flags ids", in parentheses those
// that head nothing, and what is beside them.
func show(p resolve.Phase) string {
	s := fmt.Sprintf("%s %s %s", p.Status, p.Basis, p.Direct)
	if p.Disputed {
		s += " disputed"
	}
	for _, x := range p.Statements {
		if x.Heads() {
			s += " " + x.ID
		} else {
			s += " (" + x.ID + ")"
		}
	}
	for _, l := range []struct {
		name string
		list []*resolve.Statement
	}{{"against", p.Against}, {"possible", p.Possible}} {
		if len(l.list) > 0 {
			s += " " + l.name
		}
		for _, x := range l.list {
			s += " " + x.ID
		}
	}
	if len(p.Members) > 0 {
		s += " members"
	}
	for _, m := range p.Members {
		s += fmt.Sprintf(" %d=%s@%s", m.Entry, m.Status, m.Statement.ID)
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
		{"permits and refuses", en("x", "product", "", "", "", st(1, "doctor_only", "second"), st(2, "not_recommended", "second")), "not_recommended direct not_recommended disputed x.000.2 x.000.1 against x.000.1"},
		{"a mention permits nothing", en("x", "product", "", "", "", st(1, "mentioned", "second"), st(2, "contraindicated", "second")), "contraindicated direct contraindicated x.000.2 x.000.1"},
		{"two degrees of refusal", en("x", "product", "", "", "", st(1, "not_recommended", "second"), st(2, "contraindicated", "second")), "contraindicated direct contraindicated x.000.2 x.000.1"},
		{"no dispute across phases", en("x", "product", "", "", "", st(1, "allowed", "first"), st(2, "contraindicated", "second")), "contraindicated direct contraindicated x.000.2"},

		{"ingredient", en("x", "product", "", "sub", "") + en("sub", "ingredient", "", "", "", st(1, "caution", "second")), "caution ingredient not_stated sub.000.1"},
		{"ingredient of another route", en("x", "product", "topical", "sub", "") + en("sub", "ingredient", "oral", "", "", st(1, "caution", "second")), "not_stated silent not_stated"},
		{"ingredient of the same route", en("x", "product", "oral", "sub", "") + en("sub", "ingredient", "oral", "", "", st(1, "caution", "second")), "caution ingredient not_stated sub.000.1"},
		{"ingredient of no known route", en("x", "product", "topical", "sub", "") + en("sub", "ingredient", "", "", "", st(1, "caution", "second")), "not_stated silent not_stated"},
		{"ingredient of no known route by mouth", en("x", "product", "injection", "sub", "") + en("sub", "ingredient", "", "", "", st(1, "caution", "second")), "caution ingredient not_stated sub.000.1"},
		{"topical ingredient in a product of no known route", en("x", "product", "", "sub", "") + en("sub", "ingredient", "topical", "", "", st(1, "caution", "second")), "not_stated silent not_stated"},
		{"ingredient in a product of no known route", en("x", "product", "", "sub", "") + en("sub", "ingredient", "oral", "", "", st(1, "caution", "second")), "caution ingredient not_stated sub.000.1"},
		{"ingredient, most of it", en("x", "product", "", "sub", "") + en("sub", "ingredient", "", "", "", st(1, "caution", "second", `covers: "most"`)), "caution ingredient not_stated sub.000.1"},
		{"ingredient of a combination", en("x", "product", "", "sub,other", "") + en("sub", "ingredient", "", "", "", st(1, "caution", "second")), "caution ingredient not_stated sub.000.1"},
		{"direct and ingredient", en("x", "product", "", "sub", "", st(1, "caution", "second")) + en("sub", "ingredient", "", "", "", st(1, "caution", "second")), "caution direct caution x.000.1 sub.000.1"},
		{"ingredient more cautious", en("x", "product", "", "sub", "", st(2, "allowed", "second")) + en("sub", "ingredient", "", "", "", st(1, "contraindicated", "second")), "contraindicated ingredient allowed disputed sub.000.1 x.000.2 against x.000.2"},
		{"no other product of the ingredient", en("x", "product", "", "sub", "") + en("y", "product", "", "sub", "", st(1, "caution", "second")), "not_stated silent not_stated"},

		{"class", en("x", "product", "", "", "c") + en("c", "class", "", "", "", st(1, "caution", "second")), "caution class not_stated c.000.1"},
		{"class, most of it", en("x", "product", "", "", "c") + en("c", "class", "", "", "", st(1, "caution", "second", `covers: "most"`)), "not_stated silent not_stated possible c.000.1"},
		{"class, some of it", en("x", "product", "", "", "c") + en("c", "class", "", "", "", st(1, "caution", "second", `covers: "some"`)), "not_stated silent not_stated possible c.000.1"},
		{"class, a permission of some", en("x", "product", "", "", "c") + en("c", "class", "", "", "", st(1, "conditional", "second", `covers: "some"`)), "not_stated silent not_stated"},
		{"class itself, some of it", en("x", "class", "", "", "", st(1, "caution", "second", `covers: "some"`)), "caution direct caution x.000.1"},
		{"class of a class", en("x", "product", "", "", "c") + en("c", "class", "", "", "d") + en("d", "class", "", "", "", st(1, "caution", "second")), "caution class not_stated d.000.1"},
		{
			"possible at any depth", en("x", "product", "", "sub", "c") + en("sub", "ingredient", "", "", "e") + en("c", "class", "", "", "d") + en("e", "class", "", "", "") +
				en("d", "class", "", "", "", st(1, "doctor_only", "second", `covers: "most"`), st(2, "contraindicated", "first", `covers: "some"`), st(3, "contraindicated", "", `covers: "some"`)),
			"not_stated silent not_stated possible d.000.1",
		},
		{"class of an ingredient", en("x", "product", "", "sub", "") + en("sub", "ingredient", "", "", "c") + en("c", "class", "", "", "", st(1, "caution", "second")), "caution class not_stated c.000.1"},
		{"class of an ingredient of another route", en("x", "product", "topical", "sub", "") + en("sub", "ingredient", "oral", "", "c") + en("c", "class", "", "", "", st(1, "caution", "second")), "not_stated silent not_stated"},
		{"class of a class of an ingredient", en("x", "product", "", "sub", "") + en("sub", "ingredient", "", "", "c") + en("c", "class", "", "", "d") + en("d", "class", "", "", "", st(1, "caution", "second")), "caution class not_stated d.000.1"},
		{
			"nearer class first", en("x", "product", "", "", "c") + en("c", "class", "", "", "d", st(2, "caution", "second")) + en("d", "class", "", "", "", st(1, "caution", "second")),
			"caution class not_stated c.000.2 d.000.1",
		},
		{
			"own class before the ingredient's", en("x", "product", "", "sub", "d") + en("sub", "ingredient", "", "", "c") + en("c", "class", "", "", "", st(1, "caution", "second")) + en("d", "class", "", "", "", st(2, "caution", "second")),
			"caution class not_stated d.000.2 c.000.1",
		},
		{
			"the shorter of two ways", en("x", "product", "", "sub", "b") + en("sub", "ingredient", "", "", "d") + en("b", "class", "", "", "c", st(3, "caution", "second")) + en("c", "class", "", "", "d") + en("d", "class", "", "", "", st(1, "caution", "second")) + en("other", "ingredient", "", "", ""),
			"caution class not_stated b.000.3 d.000.1",
		},
		{"nothing from a member to its class", en("x", "class", "", "", "") + en("y", "product", "", "", "x", st(1, "caution", "second")), "not_stated silent not_stated members 1=caution@y.000.1"},
		{
			"ingredient before class", en("x", "product", "", "sub", "c") + en("sub", "ingredient", "", "", "", st(1, "caution", "second")) + en("c", "class", "", "", "", st(1, "caution", "second")),
			"caution ingredient not_stated sub.000.1 c.000.1",
		},
		{
			"class more cautious than all", en("x", "product", "", "sub", "c", st(3, "allowed", "second")) + en("sub", "ingredient", "", "", "", st(2, "caution", "second")) + en("c", "class", "", "", "", st(1, "contraindicated", "second")),
			"contraindicated class allowed disputed c.000.1 sub.000.2 x.000.3 against sub.000.2 x.000.3",
		},

		{"brand", en("y", "product", "oral", "sub", "", st(1, "caution", "second")) + en("sub", "ingredient", "oral", "", ""), "caution brand not_stated y.000.1"},
		{"brand of another route", en("y", "product", "topical", "sub", "", st(1, "caution", "second")) + en("sub", "ingredient", "oral", "", ""), "not_stated silent not_stated"},
		{"brand of no known route", en("y", "product", "", "sub", "", st(1, "caution", "second")) + en("sub", "ingredient", "oral", "", ""), "caution brand not_stated y.000.1"},
		{"brand on the skin, route not known", en("y", "product", "topical", "sub", "", st(1, "caution", "second")) + en("sub", "ingredient", "", "", ""), "not_stated silent not_stated"},
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

// TestDisputed covers who disputes whom, with the entry "x" and the second
// trimester.
func TestDisputed(t *testing.T) {
	const permits, refuses = "doctor_only", "contraindicated"
	class := func(id, classes string, rest ...string) string { return en(id, "class", "", "", classes, rest...) }
	for _, c := range []struct{ name, data, want string }{
		{"a general permission, a nearer ban", en("x", "product", "", "", "c", st(2, refuses, "second")) + class("c", "", st(1, permits, "second")), "contraindicated direct contraindicated x.000.2 c.000.1"},
		{"a general ban, a nearer permission", en("x", "product", "", "", "c", st(2, permits, "second")) + class("c", "", st(1, refuses, "second")), "contraindicated class doctor_only disputed c.000.1 x.000.2 against x.000.2"},
		{"a ban of an outer class, a permission of an inner one", en("x", "product", "", "", "c") + class("c", "d", st(2, permits, "second")) + class("d", "", st(1, refuses, "second")), "contraindicated class not_stated disputed d.000.1 c.000.2 against c.000.2"},
		{"a permission of an outer class, a ban of an inner one", en("x", "product", "", "", "c") + class("c", "d", st(2, refuses, "second")) + class("d", "", st(1, permits, "second")), "contraindicated class not_stated c.000.2 d.000.1"},
		{"two classes equally near", en("x", "product", "", "", "c,d") + class("c", "", st(2, refuses, "second")) + class("d", "", st(1, permits, "second")), "contraindicated class not_stated disputed c.000.2 d.000.1 against d.000.1"},
		{"an ingredient is nearer than a class", en("x", "product", "", "sub", "c") + en("sub", "ingredient", "", "", "", st(2, refuses, "second")) + class("c", "", st(1, permits, "second")), "contraindicated ingredient not_stated sub.000.2 c.000.1"},
		{"own class, class of the ingredient", en("x", "product", "", "sub", "c") + en("sub", "ingredient", "", "", "d") + class("c", "", st(2, refuses, "second")) + class("d", "", st(1, permits, "second")), "contraindicated class not_stated c.000.2 d.000.1"},
		{
			"only one of two permissions is near enough", en("x", "product", "", "", "c", st(2, refuses, "second"), st(3, permits, "second")) + class("c", "", st(1, permits, "second")),
			"contraindicated direct contraindicated disputed x.000.2 x.000.3 c.000.1 against x.000.3",
		},
		{
			"one of two bans is far enough", en("x", "product", "", "sub", "c", st(2, "not_recommended", "second")) + en("sub", "ingredient", "", "", "", st(3, permits, "second")) + class("c", "", st(1, refuses, "second")),
			"contraindicated class not_recommended disputed c.000.1 x.000.2 sub.000.3 against sub.000.3",
		},
		{"one line", en("x", "product", "", "", "", st(2, refuses, "second", `part: "a"`), st(2, permits, "second", `part: "b"`)), "contraindicated direct contraindicated x.000.2.a x.000.2.b"},
		{"one passage over several lines", en("x", "product", "", "", "", st(4, refuses, "second", `passage: "doc-000:2"`), st(2, permits, "second")), "contraindicated direct contraindicated x.000.4 x.000.2"},
		{"one passage, neither at its first line", en("x", "product", "", "", "", st(4, refuses, "second", `passage: "doc-000:2"`), st(3, permits, "second", `passage: "doc-000:2"`)), "contraindicated direct contraindicated x.000.4 x.000.3"},
		{"neighbours of one document", en("x", "product", "", "", "", st(4, refuses, "second", `passage: "doc-000:3"`), st(2, permits, "second")), "contraindicated direct contraindicated disputed x.000.4 x.000.2 against x.000.2"},
		{
			"one line of two documents", en("x", "product", "", "", "", strings.Replace(st(2, refuses, "second"), "doc-000", "doc-001", 1), st(2, permits, "second")),
			"contraindicated direct contraindicated disputed x.001.2 x.000.2 against x.000.2",
		},
		{
			"one passage and another", en("x", "product", "", "", "", st(2, refuses, "second", `part: "a"`), st(2, permits, "second", `part: "b"`), st(9, "conditional", "second")),
			"contraindicated direct contraindicated disputed x.000.2.a x.000.2.b x.000.9 against x.000.9",
		},
		{"in another phase", en("x", "product", "", "", "", st(2, refuses, "second"), st(3, permits, "first")), "contraindicated direct contraindicated x.000.2"},
		{"what may concern it disputes nothing", en("x", "product", "", "", "c", st(2, permits, "second")) + class("c", "", st(1, refuses, "second", `covers: "most"`)), "doctor_only direct doctor_only x.000.2 possible c.000.1"},

		{"a class and its member", class("x", "", st(1, permits, "second")) + en("y", "product", "", "", "x", st(2, refuses, "second")), "doctor_only direct doctor_only disputed x.000.1 against y.000.2 members 1=contraindicated@y.000.2"},
		{"a class and a member of a member", class("x", "", st(1, permits, "second")) + class("c", "x") + en("y", "product", "", "", "c", st(2, refuses, "second")), "doctor_only direct doctor_only disputed x.000.1 against y.000.2 members 2=contraindicated@y.000.2"},
		{"an exception in the passage of the class", class("x", "", st(1, permits, "second")) + en("y", "product", "", "", "x", st(1, refuses, "second")), "doctor_only direct doctor_only x.000.1 members 1=contraindicated@y.000.1"},
		{"a class that permits in two passages, one with the exception", class("x", "", st(1, permits, "second"), st(3, permits, "second")) + en("y", "product", "", "", "x", st(1, refuses, "second")), "doctor_only direct doctor_only disputed x.000.1 x.000.3 against y.000.1 members 1=contraindicated@y.000.1"},
		{"a class that only names", class("x", "", st(1, "mentioned", "second")) + en("y", "product", "", "", "x", st(2, refuses, "second")), "mentioned direct mentioned x.000.1 members 1=contraindicated@y.000.2"},
		{"a class that refuses", class("x", "", st(1, "not_recommended", "second")) + en("y", "product", "", "", "x", st(2, refuses, "second")), "not_recommended direct not_recommended x.000.1 members 1=contraindicated@y.000.2"},
		{"a class that permits a little and a member that permits less", class("x", "", st(1, "allowed", "second")) + en("y", "product", "", "", "x", st(2, permits, "second")), "allowed direct allowed x.000.1 members 1=doctor_only@y.000.2"},
	} {
		t.Run(c.name, func(t *testing.T) { check(t, c.data, c.want) })
	}
}

func check(t *testing.T, data, want string) {
	t.Helper()
	ds := parse(t, subs+data)
	if got := show(resolve.Entry(ds, find(t, ds, "x")).Phases[catalog.Second]); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestCombinations covers what is said of one ingredient of several.
func TestCombinations(t *testing.T) {
	sub := func(status string) string { return en("sub", "ingredient", "", "", "", st(1, status, "second")) }
	for _, c := range []struct{ name, data, want string }{
		{"allowed", en("x", "product", "", "sub,other", "") + sub("allowed"), "not_stated silent not_stated (sub.000.1)"},
		{"conditional", en("x", "product", "", "sub,other", "") + sub("conditional"), "not_stated silent not_stated (sub.000.1)"},
		{"mentioned", en("x", "product", "", "sub,other", "") + sub("mentioned"), "not_stated silent not_stated (sub.000.1)"},
		{"caution", en("x", "product", "", "sub,other", "") + sub("caution"), "caution ingredient not_stated sub.000.1"},
		{"contraindicated", en("x", "product", "", "sub,other", "") + sub("contraindicated"), "contraindicated ingredient not_stated sub.000.1"},
		{"a combination with one ingredient known", en("x", "product", "", "sub", "", "combination: true") + sub("allowed"), "not_stated silent not_stated (sub.000.1)"},
		{"a mention of its own heads it", en("x", "product", "", "sub,other", "", st(2, "mentioned", "second")) + sub("allowed"), "mentioned direct mentioned x.000.2 (sub.000.1)"},
		{"the class of an ingredient", en("x", "product", "", "sub,other", "") + en("sub", "ingredient", "", "", "c") + en("c", "class", "", "", "", st(1, "allowed", "second")), "not_stated silent not_stated (c.000.1)"},
		{"the class of the combination itself", en("x", "product", "", "sub,other", "c") + en("sub", "ingredient", "", "", "c") + en("c", "class", "", "", "", st(1, "allowed", "second")), "allowed class not_stated c.000.1"},
		{"what may concern an ingredient", en("x", "product", "", "sub,other", "") + en("sub", "ingredient", "", "", "c") + en("c", "class", "", "", "", st(1, "caution", "second", `covers: "some"`)), "not_stated silent not_stated possible c.000.1"},
		{
			"an ingredient does not dispute the combination", en("x", "product", "", "sub,other", "c") + en("sub", "ingredient", "", "", "", st(1, "doctor_only", "second")) + en("c", "class", "", "", "", st(2, "contraindicated", "second")),
			"contraindicated class not_stated c.000.2 sub.000.1",
		},
		{
			"nor another ingredient", en("x", "product", "", "sub,other", "") + en("sub", "ingredient", "", "", "", st(1, "doctor_only", "second")) + en("other", "ingredient", "", "", "", st(2, "contraindicated", "second")),
			"contraindicated ingredient not_stated other.000.2 sub.000.1",
		},
		{
			"one ingredient, in two passages", en("x", "product", "", "sub,other", "") + en("sub", "ingredient", "", "", "c", st(1, "allowed", "second")) + en("c", "class", "", "", "", st(2, "contraindicated", "second")),
			"contraindicated class not_stated disputed c.000.2 (sub.000.1) against sub.000.1",
		},
		{
			"a class of two ingredients, one of them permitted", en("x", "product", "", "sub,other", "") + en("sub", "ingredient", "", "", "c", st(1, "allowed", "second")) + en("other", "ingredient", "", "", "c") + en("c", "class", "", "", "", st(2, "contraindicated", "second")),
			"contraindicated class not_stated disputed c.000.2 (sub.000.1) against sub.000.1",
		},
		{
			"the combination permitted, an ingredient refused", en("x", "product", "", "sub,other", "", st(2, "allowed", "second")) + sub("contraindicated"),
			"contraindicated ingredient allowed disputed sub.000.1 x.000.2 against x.000.2",
		},
		{"no member through an ingredient", en("x", "class", "", "", "") + en("sub", "ingredient", "", "", "x") + en("y", "product", "", "sub,other", "", st(1, "caution", "second")), "not_stated silent not_stated"},
		{"a member by its own link", en("x", "class", "", "", "") + en("sub", "ingredient", "", "", "x") + en("y", "product", "", "sub,other", "x", st(1, "caution", "second")), "not_stated silent not_stated members 2=caution@y.000.1"},
	} {
		t.Run(c.name, func(t *testing.T) { check(t, c.data, c.want) })
	}
}

// TestOneOfEquals: which of several statements decides that are equally cautious
// and near, and what of one passage is shown once.
func TestOneOfEquals(t *testing.T) {
	some := func(line int, status string) string { return st(line, status, "second", `covers: "some"`) }
	all := func(line int, status string) string { return st(line, status, "second") }
	class := func(id, classes string, rest ...string) string { return en(id, "class", "", "", classes, rest...) }
	for _, c := range []struct{ name, data, want string }{
		{"of all before some", class("x", "", some(1, "caution"), st(2, "caution", "second", `covers: "most"`), all(3, "caution")), "caution direct caution x.000.3 x.000.2 x.000.1"},
		{"but not what is milder", class("x", "", some(1, "doctor_only"), all(3, "caution")), "doctor_only direct doctor_only x.000.1 x.000.3"},
		{
			"of the whole before an ingredient", en("x", "product", "", "sub,other", "b") + en("sub", "ingredient", "", "", "d") +
				class("b", "c") + class("c", "", all(2, "caution")) + class("d", "", all(1, "caution")),
			"caution class not_stated c.000.2 d.000.1",
		},
		{"but not what is farther", en("x", "product", "", "sub,other", "c") + en("sub", "ingredient", "", "", "", all(2, "caution")) + class("c", "", all(1, "caution")), "caution ingredient not_stated sub.000.2 c.000.1"},
		{
			"of two ingredients no less than of one", en("x", "product", "", "sub,other", "") + en("sub", "ingredient", "", "", "a,b") + en("other", "ingredient", "", "", "a") +
				class("a", "", all(1, "caution")) + class("b", "", all(2, "caution")),
			"caution class not_stated a.000.1 b.000.2",
		},
		{"possible by the nearest class", en("x", "product", "", "", "c") + class("c", "d", some(1, "caution")) + class("d", "", some(1, "caution")), "not_stated silent not_stated possible c.000.1"},
		{"possible by the more cautious one", en("x", "product", "", "", "c") + class("c", "d", some(1, "caution")) + class("d", "", some(1, "doctor_only")), "not_stated silent not_stated possible d.000.1"},
		{"possible, of two passages", en("x", "product", "", "", "c") + class("c", "d", some(1, "caution")) + class("d", "", some(2, "caution")), "not_stated silent not_stated possible c.000.1 d.000.2"},
		{"said of the entry already", en("x", "product", "", "", "c", all(1, "caution")) + class("c", "", some(1, "caution")), "caution direct caution x.000.1"},
		{"said of it more mildly", en("x", "product", "", "", "c", all(1, "caution")) + class("c", "", some(1, "doctor_only")), "caution direct caution x.000.1 possible c.000.1"},
		{"said of it in another phase", en("x", "product", "", "", "c", st(1, "caution", "first")) + class("c", "", some(1, "caution")), "not_stated silent not_stated possible c.000.1"},
	} {
		t.Run(c.name, func(t *testing.T) { check(t, c.data, c.want) })
	}
}

// TestMembers covers who is shown below a class, and in which order.
func TestMembers(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"as cautious as the class", en("x", "class", "", "", "", st(1, "caution", "second")) + en("y", "product", "", "", "x", st(2, "caution", "second")), "caution direct caution x.000.1"},
		{"advice", en("x", "class", "", "", "") + en("y", "class", "", "", "x", "advice: true", st(1, "caution", "second")), "not_stated silent not_stated"},
		{"through its substance", en("x", "class", "", "", "") + en("sub", "ingredient", "oral", "", "x") + en("y", "product", "", "sub", "", st(1, "caution", "second")), "not_stated silent not_stated members 0=caution@y.000.1 2=caution@y.000.1"},
		{"through its substance by another route", en("x", "class", "", "", "") + en("sub", "ingredient", "oral", "", "x") + en("y", "product", "topical", "sub", "", st(1, "caution", "second")), "not_stated silent not_stated"},
		{"headed through another class", en("x", "class", "", "", "") + en("y", "product", "", "", "x,c") + en("c", "class", "", "", "", st(1, "caution", "second")), "not_stated silent not_stated members 2=caution@c.000.1"},
		{"only what may concern it", en("x", "class", "", "", "") + en("y", "product", "", "", "x,c") + en("c", "class", "", "", "", st(1, "caution", "second", `covers: "some"`)), "not_stated silent not_stated"},
		{
			"refused by one statement that they share, and by others", en("x", "class", "", "", "", st(1, "allowed", "second")) + en("c", "class", "", "", "", st(2, "contraindicated", "second")) +
				en("y", "product", "", "", "x,c") + en("z", "product", "", "", "x,c", st(3, "contraindicated", "second"), st(4, "not_recommended", "second")),
			"allowed direct allowed disputed x.000.1 against z.000.3 c.000.2 z.000.4 members 2=contraindicated@c.000.2 3=contraindicated@z.000.3",
		},
		{
			"in order", en("x", "class", "", "", "") + en("a", "product", "", "", "y", st(1, "caution", "second")) + en("b", "product", "", "", "x", st(1, "caution", "second")) +
				en("y", "class", "", "", "x", st(3, "mentioned", "second")) + en("z", "product", "", "", "y", st(1, "contraindicated", "second")),
			"not_stated silent not_stated members 4=contraindicated@z.000.1 1=caution@b.000.1 0=caution@a.000.1 3=mentioned@y.000.3",
		},
	} {
		t.Run(c.name, func(t *testing.T) { check(t, c.data, c.want) })
	}
}

// TestPaths: the links in between, and what is so of some formulas only.
func TestPaths(t *testing.T) {
	ds := parse(t, subs+strings.Replace(en("x", "product", "", "sub,other", "b"), `{id: "sub", `, `{id: "sub", formulas: "some", `, 1)+
		en("sub", "ingredient", "", "", "c,e", st(1, "caution", "second"))+
		en("other", "ingredient", "", "", "d,e", st(2, "caution", "second"))+
		en("e", "class", "", "", "", st(7, "caution", "second"))+
		en("b", "class", "", "", "", st(3, "caution", "second"))+
		en("c", "class", "", "", "d", st(4, "caution", "second"))+
		en("d", "class", "", "", "", st(5, "caution", "second"), st(6, "caution", "second", `covers: "some"`)))
	var got []string
	for _, s := range resolve.Entry(ds, find(t, ds, "x")).Statements {
		line := s.ID
		for _, l := range s.Path {
			line += " " + l.ID
		}
		if s.ThroughIngredient() {
			line += " by ingredient"
		}
		if s.SomeFormulas {
			line += " some"
		}
		for _, x := range s.Through {
			line += " through " + ds.Substances[x].ID
		}
		got = append(got, fmt.Sprint(line, " ", s.Distance))
	}
	want := []string{
		"sub.000.1 sub by ingredient some through sub 1", "other.000.2 other by ingredient through other 1", "b.000.3 b 2",
		"c.000.4 sub c by ingredient some through sub 3", "d.000.5 other d by ingredient through other through sub 3",
		"d.000.6 other d by ingredient through other through sub 3", "e.000.7 other e by ingredient through other through sub 3",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestRelation covers the table of the contract: the headline of the second
// trimester against positions.
func TestRelation(t *testing.T) {
	pos := func(p string) string { return `{phase: "second", position: "` + p + `"}` }
	for _, c := range []struct{ headline, positions, want string }{
		{"allowed", "", "none"},
		{"allowed", pos("no_data"), "none"},
		{"allowed", `{phase: "third", position: "avoid"}`, "none"},
		{"allowed", pos("acceptable"), "agree acceptable"},
		{"conditional", pos("caution"), "agree caution"},
		{"caution", pos("acceptable") + "," + pos("caution"), "agree caution"},
		{"caution", pos("only_if_needed"), "stricter only_if_needed"},
		{"allowed", pos("contraindicated"), "stricter contraindicated"},
		{"doctor_only", pos("acceptable"), "milder acceptable"},
		{"doctor_only", pos("only_if_needed"), "agree only_if_needed"},
		{"doctor_only", pos("avoid"), "stricter avoid"},
		{"not_recommended", pos("avoid"), "agree avoid"},
		{"not_recommended", pos("contraindicated") + "," + pos("no_data"), "agree contraindicated"},
		{"contraindicated", pos("only_if_needed"), "milder only_if_needed"},
		{"contraindicated", pos("caution"), "milder caution"},
		{"mentioned", pos("acceptable"), "speaks acceptable"},
		{"", pos("caution"), "speaks caution"},
		{"", pos("only_if_needed"), "stricter only_if_needed"},
		{"mentioned", pos("avoid"), "stricter avoid"},
		{"contraindicated", pos("avoid") + "," + pos("acceptable"), "differ avoid"},
		{"", pos("avoid") + "," + pos("acceptable"), "differ avoid"},
		{"allowed", pos("only_if_needed") + "," + pos("acceptable"), "stricter only_if_needed"},
		{"allowed", `{phase: "second", to_week: 20, position: "acceptable"}, {phase: "second", from_week: 20, position: "avoid"}`, "stricter avoid from 20"},
		{"allowed", `{phase: "second", to_week: 21, position: "acceptable"}, {phase: "second", from_week: 20, position: "avoid"}`, "differ avoid from 20"},
		{"allowed", `{phase: "second", from_week: 20, to_week: 24, position: "avoid"}`, "stricter avoid from 20 to 24"},
		{"allowed", `{phase: "second", from_week: 10, to_week: 30, position: "avoid"}`, "stricter avoid"},
		{"allowed", `{phase: "second", from_week: 14, to_week: 28, position: "avoid"}`, "stricter avoid"},
		{"allowed", `{phase: "second", to_week: 27, position: "avoid"}`, "stricter avoid to 27"},
	} {
		statements := []string{}
		if c.headline != "" {
			statements = append(statements, st(1, c.headline, "second"))
		}
		ds := parse(t, subs+en("sub", "ingredient", "oral", "", "", statements...)+"references:\n"+ref("r", "sub", "", c.positions))
		if got := relation(resolve.Entry(ds, find(t, ds, "sub")).Phases[catalog.Second].Authorities); got != c.want {
			t.Errorf("%s against %s: got %s, want %s", c.headline, c.positions, got, c.want)
		}
	}
}

func relation(a resolve.Authorities) string {
	s := a.Relation.String()
	if a.Relation != resolve.None {
		s += " " + a.Position.String()
	}
	if a.FromWeek > 0 {
		s += fmt.Sprintf(" from %d", a.FromWeek)
	}
	if a.ToWeek > 0 {
		s += fmt.Sprintf(" to %d", a.ToWeek)
	}
	return s
}

// TestRelationOfLactation: a phase without weeks.
func TestRelationOfLactation(t *testing.T) {
	ds := parse(t, subs+en("sub", "ingredient", "oral", "", "", st(1, "allowed", "lactation"))+"references:\n"+ref("r", "sub", "", `{phase: "lactation", position: "avoid"}`))
	if got := relation(resolve.Entry(ds, find(t, ds, "sub")).Phases[catalog.Lactation].Authorities); got != "stricter avoid" {
		t.Error(got)
	}
}

// TestRelationOfCombinations: that an authority is open to one ingredient says
// nothing of the whole; that it is not does.
func TestRelationOfCombinations(t *testing.T) {
	for position, want := range map[string]string{
		"acceptable": "none", "caution": "none", "only_if_needed": "stricter only_if_needed", "avoid": "stricter avoid",
	} {
		ds := parse(t, subs+en("x", "product", "", "sub,other", "")+en("sub", "ingredient", "", "", "")+"references:\n"+ref("r", "sub", "", `{phase: "second", position: "`+position+`"}`))
		if got := relation(resolve.Entry(ds, find(t, ds, "x")).Phases[catalog.Second].Authorities); got != want {
			t.Errorf("%s: got %s, want %s", position, got, want)
		}
	}
}

// TestReferencesOfRelation: those that hold the position, and on the other side
// if they differ.
func TestReferencesOfRelation(t *testing.T) {
	pos := func(p string) string { return `{phase: "second", ` + p + `"}` }
	ds := parse(t, subs+en("sub", "ingredient", "oral", "", "")+"references:\n"+
		ref("a", "sub", "", pos(`from_week: 20, position: "avoid`))+
		ref("b", "sub", "", pos(`from_week: 24, position: "contraindicated`))+
		ref("c", "sub", "", pos(`to_week: 22, position: "contraindicated`)+", "+pos(`from_week: 26, position: "contraindicated`))+
		ref("d", "sub", "", pos(`from_week: 15, to_week: 21, position: "acceptable`))+
		ref("e", "sub", "", pos(`position: "only_if_needed`))+
		ref("f", "sub", "", `{phase: "third", from_week: 42, position: "avoid"}`))
	r := resolve.Entry(ds, find(t, ds, "sub"))
	if got, want := ids(r.Phases[catalog.Second].Authorities), "differ contraindicated b c d"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, c := range []struct {
		week  int
		phase catalog.Phase
		want  string
	}{
		{0, catalog.First, "none, stricter contraindicated in 14"},
		{13, catalog.First, "none, stricter contraindicated in 14"},
		{14, catalog.Second, "stricter contraindicated to 22 c, stricter avoid in 22"},
		{20, catalog.Second, "differ contraindicated to 22 c d, stricter avoid in 22"},
		{22, catalog.Second, "stricter avoid from 20 a, stricter contraindicated in 24"},
		{24, catalog.Second, "stricter contraindicated from 24 b, none no_data in 28"},
		{27, catalog.Second, "stricter contraindicated from 24 b c, none no_data in 28"},
		{28, catalog.Third, "none, stricter avoid in 42"},
		{41, catalog.Third, "none, stricter avoid in 42"},
		{42, catalog.Third, "stricter avoid from 42 f"},
	} {
		p, a := r.AtWeek(c.week)
		if got := ids(a); got != c.want || p != c.phase {
			t.Errorf("week %d: got %s in the %s, want %s", c.week, got, p, c.want)
		}
	}
}

// ids writes how the authorities compare, by which references, and what follows.
func ids(a resolve.Authorities) string {
	s := relation(a)
	for _, x := range a.References {
		s += " " + x.ID
	}
	if n := a.Next; n != nil {
		s += fmt.Sprintf(", %s %s in %d", n.Relation, n.Position, n.Week)
	}
	return s
}

// TestReferencesThatDiffer: of the open ones only those that share a week with
// one that refuses.
func TestReferencesThatDiffer(t *testing.T) {
	ds := parse(t, subs+en("sub", "ingredient", "oral", "", "")+"references:\n"+
		ref("a", "sub", "", `{phase: "second", from_week: 20, position: "avoid"}`)+
		ref("b", "sub", "", `{phase: "second", to_week: 20, position: "acceptable"}`)+
		ref("c", "sub", "", `{phase: "second", to_week: 21, position: "acceptable"}`))
	r := resolve.Entry(ds, find(t, ds, "sub"))
	if got, want := ids(r.Phases[catalog.Second].Authorities), "differ avoid from 20 a c"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRelationWords(t *testing.T) {
	var words []string
	for _, r := range resolve.Relations() {
		words = append(words, r.String())
		var back resolve.Relation
		if text, _ := r.MarshalText(); back.UnmarshalText(text) != nil || back != r {
			t.Errorf("%s comes back as %s", r, back)
		}
	}
	if s := strings.Join(words, " "); s != "none speaks milder agree stricter differ" {
		t.Error(s)
	}
	var r resolve.Relation
	if err := r.UnmarshalText([]byte("contradicted")); err == nil || err.Error() != `unknown relation "contradicted": one of none, speaks, milder, agree, stricter, differ` {
		t.Error(err)
	}
	if w := resolve.Relation(len(resolve.Relations())).String(); w != "invalid" {
		t.Error(w)
	}
}

// TestStatementsInOrder: by link, then document and line, and of a class only
// what is about all of it.
func TestStatementsInOrder(t *testing.T) {
	ds := parse(t, subs+
		en("x", "product", "oral", "sub", "c,b",
			st(9, "allowed", "second"), st(10, "contraindicated", "first"), strings.Replace(st(1, "mentioned", ""), "doc-000", "doc-001", 1))+
		en("sub", "ingredient", "oral", "", "", st(5, "mentioned", "lactation"))+
		en("b", "class", "", "", "", st(7, "allowed", "third"), st(6, "conditional", "third", `covers: "some"`))+
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
	for _, h := range r.Phases {
		if h.Disputed {
			t.Error("disputed without cause")
		}
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
