package answer_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/load"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/resolve"
)

const sample = `
version: "2026.01.02"
documents:
  - {id: "doc-000", file: "000_x.txt", title: "One", summary: "s", covers: ["lactation"], lines: 50, parts: [{title: "P", from: 1, to: 9, kind: "forum"}], disclaimers: [{line: 9, text: "d"}]}
  - {id: "doc-001", file: "001_y.txt", title: "Two", summary: "s", covers: [], lines: 50}
substances:
  - {id: "alphafen", name: "alphafen", atc: [{code: "M01AE01"}], rxcui: ["7"]}
  - {id: "betamol", name: "betamol sulfate"}
entries:
  - id: "medicines"
    name: "medicines"
    kind: "class"
    advice: true
    statements:
      - {at: "doc-001:3", printed_as: "drugs", section: "S", status: "doctor_only", phases: ["pregnancy"], wording: "unspecified", setting: "pregnancy", gist: "ask", claim: "Ask."}
  - id: "painers"
    name: "painers"
    kind: "class"
    aliases: ["pain killers"]
    statements:
      - {at: "doc-000:10", printed_as: "painers", section: "S", status: "contraindicated", phases: ["third"], wording: "stated", setting: "pregnancy", gist: "forbidden late", claim: "Forbidden late."}
  - id: "alphafen"
    name: "alphafen"
    kind: "ingredient"
    route: "oral"
    classes: [{id: "painers", basis: "general_knowledge", source: "ATC M01AE01"}]
  - id: "alpha-gel"
    name: "Alpha Gel"
    kind: "product"
    route: "topical"
    form: "gel"
    identity: {text: "alphafen on the skin", certainty: "likely"}
    aliases: ["Альфа гель"]
    uses: [{use: "pain", source: "doc-000:12"}]
    contains: [{id: "alphafen", basis: "documents", source: "doc-000:12", formulas: "some"}]
    classes: [{id: "painers", basis: "general_knowledge", source: "ATC M02AA13"}]
    confusable_with: [{name: "Zeta duo", reason: "sounds alike"}, {name: "Gammafen", reason: "one letter"}]
    statements:
      - {at: "doc-000:12", printed_as: "Alpha gel", section: "S", status: "allowed", phases: ["pregnancy"], wording: "unspecified", setting: "pregnancy", gist: "may be used", claim: "May be used.", speaker: "leaflet", reported_by: "forum", caveats: ["a little"]}
      - {at: "doc-001:2", printed_as: "gel", section: "S", status: "mentioned", phases: [], wording: "unspecified", setting: "general", claim: "Is a gel."}
      - {at: "doc-001:1", printed_as: "gel", section: "S", status: "mentioned", phases: ["lactation"], wording: "unspecified", setting: "postpartum", claim: "Is named."}
  - id: "zeta-duo"
    name: "zeta duo"
    kind: "product"
    contains: [{id: "betamol", basis: "general_knowledge", source: "x"}, {id: "alphafen", basis: "general_knowledge", source: "x"}]
  - id: "beta-tabs"
    name: "Beta tabs"
    kind: "product"
    contains: [{id: "betamol", basis: "general_knowledge", source: "x"}]
    statements:
      - {at: "doc-001:2", printed_as: "tabs", section: "S", status: "caution", phases: ["lactation"], wording: "stated", setting: "lactation", gist: "care", claim: "Care."}
references:
  - id: "agency"
    about: ["painers"]
    route: "any route"
    positions: [{phase: "second", from_week: 20, position: "avoid"}]
    text: "Not late."
    authority: "A"
    country: "XX"
    date: "2020-10"
    document: "D"
    read: "source"
    type: "regulator"
  - {id: "board", about: ["alphafen"], routes: ["topical"], route: "skin", positions: [], text: "t", authority: "B", country: "XX", document: "D", type: "label", read: "quoted"}
`

func builder(t testing.TB) (*answer.Builder, *catalog.Dataset) {
	t.Helper()
	ds, faults := load.Files(load.File{Name: "a.yaml", Data: []byte(sample)})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return answer.NewBuilder(ds, "folder"), ds
}

func find(t testing.TB, ds *catalog.Dataset, id string) int32 {
	t.Helper()
	i := slices.IndexFunc(ds.Entries, func(e catalog.Entry) bool { return e.ID == id })
	if i < 0 {
		t.Fatalf("no entry %q", id)
	}
	return int32(i)
}

func ptr[T any](v T) *T { return &v }

func TestDataset(t *testing.T) {
	b, ds := builder(t)
	want := answer.Dataset{Origin: answer.Origin{Version: "2026.01.02", Source: "folder", Hash: ds.Hash}, Entries: 6, Statements: 6}
	if got := b.Dataset(); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for _, folder := range []string{"embedded", "embedded\u200b", "./embedded", " ", "\x00"} {
		x := answer.NewBuilder(ds, folder)
		if d := x.Dataset(); d.Embedded || d.Source != folder || x.Lookup(nil).Notice == answer.Notice {
			t.Errorf("a folder called %q passes for what is built in: %+v", folder, d)
		}
	}
	x := answer.NewBuilder(ds, "")
	if d := x.Dataset(); !d.Embedded || d.Source != answer.Embedded || x.Lookup(nil).Notice != answer.Notice {
		t.Errorf("the dataset that is built in does not say so: %+v", d)
	}
}

// TestEntry pins every field of one entry.
func TestEntry(t *testing.T) {
	b, ds := builder(t)
	gel := answer.About{ID: "alpha-gel", Name: "Alpha Gel"}
	class := answer.About{ID: "painers", Name: "painers"}
	phase := func(p answer.Phase) answer.Phase {
		p.Against, p.Possible, p.Members = append([]string{}, p.Against...), []string{}, []answer.Member{}
		p.Authorities.References = append([]string{}, p.Authorities.References...)
		return p
	}
	allowed := phase(answer.Phase{Status: catalog.Allowed, Basis: resolve.Direct, Direct: catalog.Allowed, Statements: []string{"alpha-gel.000.12"}})
	second := allowed
	second.Authorities = answer.Authorities{Relation: resolve.Stricter, Position: ptr(catalog.Avoid), FromWeek: ptr(20), References: []string{"agency"}}
	want := answer.Entry{
		ID: "alpha-gel", Name: "Alpha Gel", Kind: catalog.Product, Route: ptr("topical"), Form: ptr("gel"),
		Identity:    &answer.Identity{Text: "alphafen on the skin", Certainty: catalog.Likely},
		Aliases:     []string{"Альфа гель"},
		Uses:        []answer.Use{{Use: catalog.ForPain, Source: "doc-000:12"}},
		Ingredients: []answer.Ingredient{{Link: answer.Link{ID: "alphafen", Name: "alphafen", Basis: catalog.Documents, Source: "doc-000:12"}, Formulas: catalog.Some}},
		Classes:     []answer.Link{{ID: "painers", Name: "painers", Basis: catalog.GeneralKnowledge, Source: "ATC M02AA13"}},
		Codes:       answer.Codes{ATC: []string{"M01AE01"}, RxCUI: []string{}},
		ConfusableWith: []answer.Confusable{
			{ID: ptr("zeta-duo"), Name: "Zeta duo", Reason: "sounds alike"},
			{Name: "Gammafen", Reason: "one letter"},
		},
		Status: answer.Status{
			Pregnancy: answer.Trimesters{
				First: allowed, Second: second,
				Third: phase(answer.Phase{Status: catalog.Contraindicated, Basis: resolve.Class, Direct: catalog.Allowed, Disputed: true, Statements: []string{"painers.000.10", "alpha-gel.000.12"}, Against: []string{"alpha-gel.000.12"}}),
			},
			Lactation: phase(answer.Phase{Status: catalog.Mentioned, Basis: resolve.Direct, Direct: catalog.Mentioned, Statements: []string{"alpha-gel.001.1"}}),
		},
		Statements: []answer.Statement{
			{
				ID: "alpha-gel.000.12", About: gel, Via: resolve.Direct, Path: []answer.Link{}, Part: []string{}, Phases: phases("first", "second", "third"), PhaseWording: catalog.Unspecified,
				Setting: catalog.InPregnancy, Covers: catalog.All, Status: catalog.Allowed, Gist: ptr("may be used"), Claim: "May be used.", Caveats: []string{"a little"}, Speaker: catalog.Leaflet, ReportedBy: ptr(catalog.Forum),
				Source: answer.Source{Document: "doc-000", File: "000_x.txt", Line: 12, Section: "S", PrintedAs: "Alpha gel"},
			},
			{
				ID: "alpha-gel.001.1", About: gel, Via: resolve.Direct, Path: []answer.Link{}, Part: []string{}, Phases: phases("lactation"), PhaseWording: catalog.Unspecified,
				Setting: catalog.Postpartum, Covers: catalog.All, Status: catalog.Mentioned, Claim: "Is named.", Caveats: []string{}, Speaker: catalog.Article,
				Source: answer.Source{Document: "doc-001", File: "001_y.txt", Line: 1, Section: "S", PrintedAs: "gel"},
			},
			{
				ID: "alpha-gel.001.2", About: gel, Via: resolve.Direct, Path: []answer.Link{}, Part: []string{}, Phases: phases(), PhaseWording: catalog.Unspecified,
				Setting: catalog.General, Covers: catalog.All, Status: catalog.Mentioned, Claim: "Is a gel.", Caveats: []string{}, Speaker: catalog.Article,
				Source: answer.Source{Document: "doc-001", File: "001_y.txt", Line: 2, Section: "S", PrintedAs: "gel"},
			},
			{
				ID: "painers.000.10", About: class, Via: resolve.Class, Path: []answer.Link{{ID: "painers", Name: "painers", Basis: catalog.GeneralKnowledge, Source: "ATC M02AA13"}}, Part: []string{}, Phases: phases("third"), PhaseWording: catalog.Stated,
				Setting: catalog.InPregnancy, Covers: catalog.All, Status: catalog.Contraindicated, Gist: ptr("forbidden late"), Claim: "Forbidden late.", Caveats: []string{}, Speaker: catalog.Article,
				Source: answer.Source{Document: "doc-000", File: "000_x.txt", Line: 10, Section: "S", PrintedAs: "painers"},
			},
		},
		Looked: []answer.Looked{},
		References: []answer.Reference{
			{
				ID: "agency", About: class, Route: "any route", Positions: []answer.Position{{Phase: catalog.Second, FromWeek: ptr(20), Position: catalog.Avoid}},
				Type: catalog.Regulator, Text: "Not late.", Authority: "A", Country: "XX", Date: ptr("2020-10"), Document: "D", Read: "source",
			},
			{
				ID: "board", About: answer.About{ID: "alphafen", Name: "alphafen"}, Route: "skin", Positions: []answer.Position{},
				Type: catalog.Label, Text: "t", Authority: "B", Country: "XX", Document: "D", Read: "quoted",
			},
		},
	}
	if got := b.Entry(find(t, ds, "alpha-gel")); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", dump(t, got), dump(t, want))
	}
}

func dump(t testing.TB, v any) string {
	t.Helper()
	out, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func ids(list []answer.Statement) string {
	var s []string
	for _, x := range list {
		s = append(s, x.ID)
	}
	return strings.Join(s, " ")
}

// TestNarrowing: what is left out, and that no status changes by it.
func TestNarrowing(t *testing.T) {
	b, ds := builder(t)
	i := find(t, ds, "alpha-gel")
	whole := b.Entry(i)
	for _, c := range []struct {
		name       string
		opt        answer.Options
		statements string
		references int
	}{
		{"nothing", answer.Options{}, "alpha-gel.000.12 alpha-gel.001.1 alpha-gel.001.2 painers.000.10", 2},
		{"no references", answer.Options{NoReferences: true}, "alpha-gel.000.12 alpha-gel.001.1 alpha-gel.001.2 painers.000.10", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := b.With(c.opt).Entry(i)
			if ids(e.Statements) != c.statements || len(e.References) != c.references {
				t.Errorf("got %s and %d references", ids(e.Statements), len(e.References))
			}
			if !reflect.DeepEqual(e.Status, whole.Status) {
				t.Error("a status changed")
			}
			if !reflect.DeepEqual(b.With(c.opt).Advice(), b.Advice()) {
				t.Error("the advice changed")
			}
		})
	}
}

func TestAdvice(t *testing.T) {
	b, _ := builder(t)
	a := b.Advice()
	if ids(a) != "medicines.001.3" || a[0].Via != resolve.Direct || a[0].About.ID != "medicines" {
		t.Errorf("got %s", dump(t, a))
	}
	for _, v := range []any{b.Lookup(nil).Advice, b.Lookup(nil).Compare().Advice} {
		if !reflect.DeepEqual(v, a) {
			t.Errorf("another advice: %s", dump(t, v))
		}
	}
}

// list is what an empty list is shown as.
func list(s []string) []string { return append([]string{}, s...) }

func TestResult(t *testing.T) {
	b, ds := builder(t)
	gel, tabs := find(t, ds, "alpha-gel"), find(t, ds, "beta-tabs")
	suggestions := []answer.Suggestion{{ID: "beta-tabs", Name: "Beta tabs", Matched: ptr("beta"), Warning: ptr("easily confused with gamma")}, {ID: "alpha-gel", Name: "Alpha Gel"}}
	for _, c := range []struct {
		name    string
		in      match.Result
		want    answer.Match
		suggest []answer.Suggestion
		entry   bool
	}{
		{
			"spelling", match.Result{Kind: match.Spelling, Entry: gel, Matched: "Alpha Gel", Distance: 1},
			answer.Match{Kind: match.Spelling, Holds: []string{}, Ignored: []string{}, ID: ptr("alpha-gel"), Name: ptr("Alpha Gel"), Matched: ptr("Alpha Gel"), Distance: 1}, []answer.Suggestion{}, true,
		},
		{
			"without a strength", match.Result{Kind: match.Alias, Entry: gel, Matched: "Alpha", Ignored: []string{"5 %"}},
			answer.Match{Kind: match.Alias, Holds: []string{}, Ignored: []string{"5 %"}, ID: ptr("alpha-gel"), Name: ptr("Alpha Gel"), Matched: ptr("Alpha")}, []answer.Suggestion{}, true,
		},
		{
			"none", match.Result{Kind: match.None, Entry: -1, Message: "not named", Holds: []string{"a", "b"}, Suggestions: []match.Suggestion{{Entry: tabs, Matched: "beta", Warning: "easily confused with gamma"}, {Entry: gel}}, More: 3},
			answer.Match{Kind: match.None, Holds: []string{"a", "b"}, Ignored: []string{}, Message: ptr("not named")}, suggestions, false,
		},
		{
			"ambiguous", match.Result{Kind: match.Ambiguous, Entry: gel, Message: "two", Suggestions: []match.Suggestion{{Entry: tabs, Matched: "beta", Warning: "easily confused with gamma"}, {Entry: gel}}},
			answer.Match{Kind: match.Ambiguous, Holds: []string{}, Ignored: []string{}, Message: ptr("two")}, suggestions, false,
		},
		{
			"a none that names an entry all the same", match.Result{Kind: match.None, Entry: 0},
			answer.Match{Kind: match.None, Holds: []string{}, Ignored: []string{}}, []answer.Suggestion{}, false,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := b.Result("q", c.in)
			c.want.Holds, c.want.Ignored = list(c.in.Holds), list(c.in.Ignored)
			if r.Query != "q" || r.More != c.in.More || !reflect.DeepEqual(r.Match, c.want) || !reflect.DeepEqual(r.Suggestions, c.suggest) || (r.Entry != nil) != c.entry {
				t.Errorf("got %s", dump(t, r))
			}
			if c.entry && !reflect.DeepEqual(*r.Entry, b.Entry(c.in.Entry)) {
				t.Error("another entry")
			}
		})
	}
}

func TestList(t *testing.T) {
	b, ds := builder(t)
	for _, c := range []struct {
		name string
		f    answer.Filters
		want string
	}{
		{"all, by name in any letter case", answer.Filters{}, "alpha-gel alphafen beta-tabs medicines painers zeta-duo"},
		{"lactation", answer.Filters{Phases: phases("lactation")}, "beta-tabs alpha-gel painers"},
		{"third", answer.Filters{Phases: phases("third")}, "alpha-gel alphafen painers zeta-duo medicines"},
		{"first or lactation", answer.Filters{Phases: phases("first", "lactation")}, "medicines beta-tabs alpha-gel painers"},
		{"status in any phase", answer.Filters{Status: []catalog.Status{catalog.Contraindicated}}, "alpha-gel alphafen painers zeta-duo"},
		{"two statuses", answer.Filters{Status: []catalog.Status{catalog.Caution, catalog.DoctorOnly}}, "beta-tabs medicines"},
		{"status in a phase asked for", answer.Filters{Status: []catalog.Status{catalog.Contraindicated}, Phases: phases("first")}, ""},
		{"not stated in a phase", answer.Filters{Status: []catalog.Status{catalog.NotStated}, Phases: phases("lactation")}, "painers alphafen medicines zeta-duo"},
		{"kind", answer.Filters{Kind: []catalog.Kind{catalog.Class, catalog.Ingredient}}, "alphafen medicines painers"},
		{"class by id", answer.Filters{Class: ptr("painers")}, "alpha-gel alphafen"},
		{"class by alias", answer.Filters{Class: ptr("Pain-Killers")}, "alpha-gel alphafen"},
		{"contains by id", answer.Filters{Contains: ptr("alphafen")}, "alpha-gel zeta-duo"},
		{"contains by name", answer.Filters{Contains: ptr("Betamol Sulfate")}, "beta-tabs zeta-duo"},
		{"contains by a product of it alone", answer.Filters{Contains: ptr("beta tabs")}, "beta-tabs zeta-duo"},
		{"document", answer.Filters{Document: ptr("doc-000")}, "alpha-gel painers"},
		{"document by number", answer.Filters{Document: ptr("001")}, "alpha-gel beta-tabs medicines"},
		{"disputed", answer.Filters{Disputed: true}, "alpha-gel"},
		{"disputed in a phase asked for", answer.Filters{Disputed: true, Phases: phases("first")}, ""},
		{"authorities", answer.Filters{Authorities: []resolve.Relation{resolve.Stricter}}, "alpha-gel alphafen painers zeta-duo"},
		{"authorities in a phase asked for", answer.Filters{Authorities: []resolve.Relation{resolve.Stricter}, Phases: phases("third")}, ""},
		{"authorities, two relations", answer.Filters{Authorities: []resolve.Relation{resolve.Agree, resolve.Differ}}, ""},
		{"authorities, none", answer.Filters{Authorities: []resolve.Relation{resolve.None}, Phases: phases("second")}, "medicines"},
		{"where an authority refuses", answer.Filters{Phases: phases("second")}, "medicines alpha-gel painers alphafen zeta-duo"},
		{"use", answer.Filters{For: []catalog.Use{catalog.ForSpasm, catalog.ForPain}}, "alpha-gel"},
		{"confusable", answer.Filters{Confusable: true}, "alpha-gel"},
		{"combined", answer.Filters{Phases: phases("lactation"), Kind: []catalog.Kind{catalog.Product}, Status: []catalog.Status{catalog.Caution}, Document: ptr("001")}, "beta-tabs"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := b.List(c.f)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range l.Entries {
				got = append(got, e.ID)
				if !reflect.DeepEqual(e, b.Entry(find(t, ds, e.ID))) {
					t.Errorf("%s is not the entry of a lookup", e.ID)
				}
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("got  %s\nwant %s", s, c.want)
			}
		})
	}
}

func TestListEchoesItsFilters(t *testing.T) {
	b, _ := builder(t)
	asked := answer.Filters{Phases: phases("third", "third"), Status: []catalog.Status{catalog.Allowed}, Class: ptr("pain killers"), Contains: ptr("Alphafen"), Document: ptr("000"), Disputed: true}
	l, err := b.List(asked)
	if err != nil {
		t.Fatal(err)
	}
	want := answer.Filters{Phases: phases("third"), Status: []catalog.Status{catalog.Allowed}, Kind: []catalog.Kind{}, For: []catalog.Use{}, Class: ptr("painers"), Contains: ptr("alphafen"), Document: ptr("doc-000"), Disputed: true, Authorities: []resolve.Relation{}}
	if !reflect.DeepEqual(l.Filters, want) {
		t.Errorf("got %s", dump(t, l.Filters))
	}
	if *asked.Class != "pain killers" || len(asked.Phases) != 2 {
		t.Error("the caller's filters were changed")
	}
}

func TestListErrors(t *testing.T) {
	b, _ := builder(t)
	for _, c := range []struct {
		f    answer.Filters
		want string
	}{
		{answer.Filters{Class: ptr("alphafen")}, `unknown class "alphafen": alphafen is no class; it belongs to painers: --class painers`},
		{answer.Filters{Class: ptr("betamol")}, `unknown class "betamol": that is an ingredient: --contains betamol`},
		{answer.Filters{Class: ptr("")}, `unknown class "": `},
		{answer.Filters{Contains: ptr("painers")}, `unknown ingredient "painers": that is a class: --class painers`},
		{answer.Filters{Contains: ptr("+")}, `unknown ingredient "+": `},
		{answer.Filters{Contains: ptr("zeta duo")}, `unknown ingredient "zeta duo": zeta duo contains betamol sulfate: --contains betamol`},
		{answer.Filters{Document: ptr("doc-009")}, `unknown document "doc-009": one of doc-000, doc-001`},
	} {
		_, err := b.List(c.f)
		var fe *answer.FilterError
		if !errors.As(err, &fe) || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}

// TestListEmpty: a list without entries says which filter is to blame, and what
// to ask instead; one with entries does not.
func TestListEmpty(t *testing.T) {
	b, _ := builder(t)
	for _, c := range []struct {
		f            answer.Filters
		why, instead string
	}{
		{answer.Filters{Class: ptr("medicines"), Phases: phases("third")}, "to which no entry belongs", "backcare drug lookup medicines"},
		{answer.Filters{Kind: []catalog.Kind{catalog.Remedy}, Disputed: true}, "no entry is of the kind remedy", "leave --kind out"},
		{answer.Filters{For: []catalog.Use{catalog.ForImaging, catalog.ForPregnancySupport}}, "for imaging or pregnancy support", "they name some for pain"},
		{answer.Filters{Status: []catalog.Status{catalog.Conditional}, Phases: phases("first")}, "no phase of any entry is conditional", "help status"},
		{answer.Filters{Authorities: []resolve.Relation{resolve.Agree}}, "have the relation agree", "help status"},
		{answer.Filters{Status: []catalog.Status{catalog.Contraindicated}, Phases: phases("first")}, "none passes all of them", "4 entries without the phase, 3 entries without --status"},
		{answer.Filters{Disputed: true, Kind: []catalog.Kind{catalog.Class}, Document: ptr("001"), For: []catalog.Use{catalog.ForPain}}, "none passes all of them", "1 entry without --kind"},
	} {
		l, err := b.List(c.f)
		if err != nil || len(l.Entries) > 0 || l.Empty == nil {
			t.Fatalf("%+v: %v, %d entries", c.f, err, len(l.Entries))
		}
		if !strings.Contains(l.Empty.Why, c.why) || !strings.Contains(l.Empty.Instead, c.instead) {
			t.Errorf("%+v: %q, %q; want %q, %q", c.f, l.Empty.Why, l.Empty.Instead, c.why, c.instead)
		}
	}
	if l, err := b.List(answer.Filters{}); err != nil || l.Empty != nil {
		t.Errorf("%v, %v", l.Empty, err)
	}
}

// TestListOfWeek: with a week the authorities keep an entry by what they hold
// in that week, not elsewhere in its trimester.
func TestListOfWeek(t *testing.T) {
	b, _ := builder(t)
	in := func(week int) string {
		l, err := b.With(answer.Options{Week: &week}).List(answer.Filters{Phases: []catalog.Phase{resolve.PhaseOf(week)}, Class: ptr("painers")})
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, e := range l.Entries {
			ids = append(ids, e.ID)
		}
		return strings.Join(ids, " ")
	}
	if before, after := in(19), in(20); before != "alpha-gel" || after != "alpha-gel alphafen" {
		t.Errorf("week 19: %q, week 20: %q", before, after)
	}
}

// TestDocumentLine: a line shows what was read from its passage, and from the
// lines around it.
func TestDocumentLine(t *testing.T) {
	b, _ := builder(t)
	d, _ := b.Document("001")
	all := len(d.Statements)
	one, err := b.At(d, 2)
	if err != nil || *one.Line != 2 || len(one.Statements) != 2 || one.Statements[0].Source.Line != 2 || len(one.Nearby) != all-2 {
		t.Errorf("%v %s", err, dump(t, one))
	}
	for line, want := range map[int]string{4: "nothing was read from line 4 of doc-001", 51: "doc-001 has 50 lines, and no line 51"} {
		_, err := b.At(d, line)
		var bad *answer.LineError
		if !errors.As(err, &bad) || err.Error() != want || len(bad.Nearest) == 0 || !slices.IsSorted(bad.Nearest) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// TestFind: names for filters go through the resolver that is passed in.
func TestFind(t *testing.T) {
	b, ds := builder(t)
	b = b.With(answer.Options{Find: func(s string) (int32, bool) {
		if s == "painerz" {
			return find(t, ds, "painers"), true
		}
		return 0, false
	}})
	l, err := b.List(answer.Filters{Class: ptr("painerz")})
	if err != nil || len(l.Entries) != 2 {
		t.Errorf("%v, %d entries", err, len(l.Entries))
	}
	if _, err := b.List(answer.Filters{Class: ptr("pain killers")}); err == nil {
		t.Error("a name that the resolver does not know was found")
	}
}

func TestDocuments(t *testing.T) {
	b, _ := builder(t)
	one := answer.DocumentInfo{
		ID: "doc-000", File: "000_x.txt", Title: "One", Summary: "s", Covers: []string{"lactation"}, Lines: 50, Statements: 2, Entries: 2,
		Parts: []answer.Part{{Title: "P", From: 1, To: 9, Kind: catalog.Forum}}, Disclaimers: []answer.Disclaimer{{Line: 9, Text: "d"}},
	}
	two := answer.DocumentInfo{
		ID: "doc-001", File: "001_y.txt", Title: "Two", Summary: "s", Covers: []string{}, Lines: 50, Statements: 4, Entries: 3,
		Parts: []answer.Part{}, Disclaimers: []answer.Disclaimer{},
	}
	if got := b.Documents().Documents; !reflect.DeepEqual(got, []answer.DocumentInfo{one, two}) {
		t.Errorf("got %s", dump(t, got))
	}
	for _, id := range []string{"001", "doc-001"} {
		d, ok := b.Document(id)
		if !ok || !reflect.DeepEqual(d.Document, two) || ids(d.Statements) != "alpha-gel.001.1 alpha-gel.001.2 beta-tabs.001.2 medicines.001.3" {
			t.Errorf("%s: %v %s", id, ok, dump(t, d))
		}
	}
	for _, id := range []string{"", "1", "doc-", "doc-doc-001"} {
		if _, ok := b.Document(id); ok {
			t.Errorf("%q is a document", id)
		}
	}
}

func TestReferences(t *testing.T) {
	b, _ := builder(t)
	agency := answer.ReferenceInfo{
		ID: "agency", About: []answer.About{{ID: "painers", Name: "painers"}}, Route: "any route",
		Positions: []answer.Position{{Phase: catalog.Second, FromWeek: ptr(20), Position: catalog.Avoid}},
		Type:      catalog.Regulator, Text: "Not late.", Authority: "A", Country: "XX", Date: ptr("2020-10"), Document: "D", Read: "source",
		Entries: []answer.About{{ID: "alpha-gel", Name: "Alpha Gel"}, {ID: "alphafen", Name: "alphafen"}, {ID: "painers", Name: "painers"}, {ID: "zeta-duo", Name: "zeta duo"}},
	}
	board := answer.ReferenceInfo{
		ID: "board", About: []answer.About{{ID: "alphafen", Name: "alphafen"}}, Route: "skin", Positions: []answer.Position{},
		Type: catalog.Label, Text: "t", Authority: "B", Country: "XX", Document: "D", Read: "quoted",
		Entries: []answer.About{{ID: "alpha-gel", Name: "Alpha Gel"}},
	}
	if got := b.References().References; !reflect.DeepEqual(got, []answer.ReferenceInfo{agency, board}) {
		t.Errorf("got %s", dump(t, got))
	}
	if got, ok := b.Reference("board"); !ok || !reflect.DeepEqual(got.Reference, board) {
		t.Errorf("got %v %s", ok, dump(t, got))
	}
	if _, ok := b.Reference("boar"); ok {
		t.Error("an unknown reference was found")
	}
}

func TestSchemas(t *testing.T) {
	b, _ := builder(t)
	l, _ := b.List(answer.Filters{})
	d, _ := b.Document("000")
	r, _ := b.Reference("board")
	for want, v := range map[string]any{
		"backcare.lookup/2": b.Lookup(nil), "backcare.list/2": l, "backcare.compare/2": b.Lookup(nil).Compare(),
		"backcare.documents/2": b.Documents(), "backcare.document/2": d, "backcare.references/2": b.References(), "backcare.reference/2": r,
	} {
		var head struct {
			Schema  string
			Dataset answer.Dataset
			Notice  string
		}
		if err := json.Unmarshal([]byte(dump(t, v)), &head); err != nil || head.Schema != want || head.Dataset != b.Dataset() || head.Notice == answer.Notice || !strings.Contains(head.Notice, `"folder"`) {
			t.Errorf("%s: %+v, %v", want, head, err)
		}
	}
}

// TestJSONOfTheData: on the real data and on an empty dataset no list is null,
// and what is read back is what was written.
func TestJSONOfTheData(t *testing.T) {
	for name, ds := range map[string]*catalog.Dataset{"embedded": dataset.Embedded(), "empty": {}} {
		b := answer.NewBuilder(ds, name)
		l, err := b.List(answer.Filters{})
		if err != nil {
			t.Fatal(err)
		}
		var results []answer.Result
		for i := range ds.Entries {
			results = append(results, b.Result("q", match.Result{Kind: match.Exact, Entry: int32(i)}))
		}
		roundTrip(t, l)
		roundTrip(t, b.Lookup(results))
		roundTrip(t, b.Lookup(nil).Compare())
		roundTrip(t, b.Documents())
		roundTrip(t, b.References())
		for i := range ds.Documents {
			d, _ := b.Document(ds.Documents[i].ID)
			roundTrip(t, d)
		}
		for i := range ds.References {
			r, _ := b.Reference(ds.References[i].ID)
			roundTrip(t, r)
		}
	}
}

func roundTrip[T any](t *testing.T, v T) {
	t.Helper()
	noNilList(t, reflect.ValueOf(v), reflect.TypeFor[T]().Name())
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(out))
	dec.DisallowUnknownFields()
	var back T
	if err := dec.Decode(&back); err != nil {
		t.Fatal(err)
	}
	if again, err := json.Marshal(back); err != nil || !bytes.Equal(again, out) {
		t.Errorf("%T is not the same when read back: %v", v, err)
	}
}

func noNilList(t *testing.T, v reflect.Value, at string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			noNilList(t, v.Elem(), at)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			noNilList(t, v.Field(i), at+"."+v.Type().Field(i).Name)
		}
	case reflect.Slice:
		if v.IsNil() {
			t.Errorf("%s is null", at)
		}
		for i := range v.Len() {
			noNilList(t, v.Index(i), at)
		}
	}
}

func BenchmarkEntry(b *testing.B) {
	build := answer.NewBuilder(dataset.Embedded(), "")
	for b.Loop() {
		build.Entry(int32(len(dataset.Embedded().Entries) / 2))
	}
}

func BenchmarkList(b *testing.B) {
	build := answer.NewBuilder(dataset.Embedded(), "")
	for b.Loop() {
		if _, err := build.List(answer.Filters{}); err != nil {
			b.Fatal(err)
		}
	}
}
