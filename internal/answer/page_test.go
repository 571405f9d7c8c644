package answer_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/answer/answertest"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
)

func phases(words ...string) []catalog.Phase { return answertest.Phases(words...) }

// rowOf is the line of an entry in a list.
func rowOf(t *testing.T, e *answer.Entry, lay page.Layout) []string {
	t.Helper()
	for _, b := range (answer.List{Entries: []answer.Entry{*e}}).Page(lay) {
		if r, ok := b.(page.Register); ok {
			for row := range r.Rows {
				var cells []string
				for _, x := range row {
					cells = append(cells, x.String())
				}
				return cells
			}
		}
	}
	t.Fatal("no row")
	return nil
}

// TestListRow: pregnancy is one column if there is no room for three, and one
// status if the trimesters agree in all that is said of them, the most
// cautious first if they do not.
func TestListRow(t *testing.T) {
	one, two := catalog.PhaseSet(catalog.Second), catalog.PhaseSet(catalog.First, catalog.Lactation)
	for _, c := range []struct {
		change func(*answer.Entry)
		lay    page.Layout
		want   string
	}{
		{nil, page.Layout{Width: 80}, "Nurofen Gel|contraindicated*|doctor only|004:77 +1|milder +1"},
		{nil, page.Layout{Width: 120}, "Nurofen Gel|contraindicated*|contraindicated*|contraindicated*|doctor only|004:77 +1|milder +1"},
		{nil, page.Layout{Width: 80, Phases: two}, "Nurofen Gel|contraindicated*|doctor only|004:77 +1|milder"},
		{nil, page.Layout{Width: 80, Phases: one}, "Nurofen Gel|contraindicated*|004:77|milder: only if needed from week 20, FDA"},
		{nil, page.Layout{Width: 120, Phases: one}, "Nurofen Gel|contraindicated, disputed|doc-004:77|milder: only if needed from week 20, FDA"},
		{nil, page.Layout{Phases: one}, "Nurofen Gel|contraindicated, disputed|class NSAIDs, doc-004:77|milder: FDA (US, 2020-10-15) says only if needed from week 20 (in part); EMA (EU, undated) says only if needed"},
		{func(e *answer.Entry) { e.Phase(catalog.Second).Disputed = false }, page.Layout{Width: 80},
			"Nurofen Gel|contraindicated*^|doctor only|004:77 +1|milder +1"},
		{func(e *answer.Entry) { e.Phase(catalog.Third).Status = catalog.Caution }, page.Layout{Width: 80},
			"Nurofen Gel|contraindicated*^|doctor only|004:77 +1|milder +1"},
		{func(e *answer.Entry) { e.Status.Lactation.Members = []answer.Member{{Status: catalog.Contraindicated}} }, page.Layout{Width: 80},
			"Nurofen Gel|contraindicated*|doctor only#|004:77 +1|milder +1"},
		{func(e *answer.Entry) {
			e.Status.Lactation.Members = []answer.Member{{About: answer.About{Name: "X"}, Status: catalog.Contraindicated}, {}}
		}, page.Layout{Phases: catalog.PhaseSet(catalog.Lactation)},
			"Nurofen Gel|doctor only, of its kinds: X contraindicated and 1 more|class NSAIDs, doc-001:140|none held"},
		{func(e *answer.Entry) { // the holder of the position comes first, whatever the order of the references
			a := &e.Phase(catalog.Second).Authorities
			a.Relation, a.References = resolve.Differ, []string{"ema-topical-nsaid", "fda-nsaid-20wk"}
		}, page.Layout{Width: 80, Phases: one}, "Nurofen Gel|contraindicated*|004:77|differ: only if needed from week 20, EMA"},
		{func(e *answer.Entry) { e.Status.Lactation.Authorities.Relation = resolve.Differ }, page.Layout{Width: 80},
			"Nurofen Gel|contraindicated*|doctor only|004:77 +1|differ +2"},
		{func(e *answer.Entry) { e.Status.Lactation.Authorities.Relation = resolve.Differ }, page.Layout{Width: 76},
			"Nurofen Gel|contraindicated, disputed|doctor only|doc-004:77; doc-001:140|differ (breastfeeding), milder (1st, 2nd), agree (3rd)"},
		{func(e *answer.Entry) { e.Status.Lactation.Members = []answer.Member{{Status: catalog.Contraindicated}} }, page.Layout{Width: 80, Phases: catalog.PhaseSet(catalog.Lactation)},
			"Nurofen Gel|doctor only, some contraindicated|001:140|none held"},
		{func(e *answer.Entry) { // what only a milder trimester is marked with stays
			p := e.Phase(catalog.Third)
			p.Status, p.Members = catalog.Caution, []answer.Member{{Status: catalog.DoctorOnly}}
		}, page.Layout{Width: 80}, "Nurofen Gel|contraindicated*#^|doctor only|004:77 +1|milder +1"},
	} {
		e := answertest.NurofenGel()
		if c.change != nil {
			c.change(e)
		}
		if got := strings.Join(rowOf(t, e, c.lay), "|"); got != c.want {
			t.Errorf("%+v: got  %s\nwant %s", c.lay, got, c.want)
		}
	}
}

// TestCompareRows: trimesters share a row only if all that is said of every
// medicine is the same in them, and breastfeeding shares none.
func TestCompareRows(t *testing.T) {
	titles := func(change func(*answer.Entry)) string {
		e, o := answertest.Finalgon(), answertest.Finalgon()
		e.Status.Lactation = e.Status.Pregnancy.Third
		if change != nil {
			change(e)
		}
		var out []string
		p := answer.Compare{Lookup: answer.Lookup{Results: []answer.Result{answertest.Resolved("a", "exact", "a", 0, o), answertest.Resolved("b", "exact", "b", 0, e)}}}.Page(page.Layout{Width: 80, Terminal: true})
		for _, b := range p {
			if g, ok := b.(page.Grid); ok {
				for i, r := range g.Rows {
					if g.Titled(i) {
						out = append(out, r[0][0].String())
					}
				}
			}
		}
		return strings.Join(out, "|")
	}
	second := func(f func(*answer.Phase)) func(*answer.Entry) {
		return func(e *answer.Entry) { f(e.Phase(catalog.Second)) }
	}
	for _, c := range []struct {
		change func(*answer.Entry)
		want   string
	}{
		{nil, "Pregnancy|Breastfeeding"},
		{second(func(p *answer.Phase) { p.Status = catalog.Contraindicated }), "1st trimester|2nd trimester|3rd trimester|Breastfeeding"},
		{second(func(p *answer.Phase) { p.Disputed = false }), "1st trimester|2nd trimester|3rd trimester|Breastfeeding"},
		{second(func(p *answer.Phase) { p.Against = nil }), "1st trimester|2nd trimester|3rd trimester|Breastfeeding"},
		{second(func(p *answer.Phase) { p.Authorities.Relation = resolve.Differ }), "1st trimester|2nd trimester|3rd trimester|Breastfeeding"},
		{func(e *answer.Entry) {
			e.Phase(catalog.Third).Statements = nil
			e.Phase(catalog.Third).Basis = resolve.Silent
		}, "1st, 2nd trimester|3rd trimester|Breastfeeding"},
	} {
		if got := titles(c.change); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

// TestHeld: only what the relation rests on, and only on the phase asked for.
func TestHeld(t *testing.T) {
	e := answertest.NurofenGel()
	for phase, want := range map[catalog.Phase]string{
		catalog.First:     "EMA (EU, undated) says only if needed",
		catalog.Second:    "FDA (US, 2020-10-15) says only if needed from week 20 (in part); EMA (EU, undated) says only if needed",
		catalog.Third:     "EMA (EU, undated) says contraindicated",
		catalog.Lactation: "",
	} {
		if got := answer.Held(e, phase).String(); got != want {
			t.Errorf("%s: %q, want %q", phase, got, want)
		}
	}
}

func TestPhasesText(t *testing.T) {
	for _, c := range []struct {
		names          []catalog.Phase
		text, sentence string
	}{
		{nil, "no phase named", "no phase named"},
		{phases("second"), "second trimester", "the second trimester"},
		{phases("first", "third"), "first and third trimester", "the first and third trimester"},
		{phases("lactation"), "lactation", "lactation"},
		{phases("lactation", "first"), "first trimester and lactation", "the first trimester and lactation"},
		{phases("lactation", "first", "second", "third"), "first, second and third trimester and lactation", "pregnancy and lactation"},
		{phases("first", "second", "third"), "first, second and third trimester", "pregnancy"},
	} {
		if got := answer.PhasesText(c.names); got != c.text {
			t.Errorf("%v: %q, want %q", c.names, got, c.text)
		}
		if got := answer.PhasesIn(c.names); got != c.sentence {
			t.Errorf("%v in a sentence: %q, want %q", c.names, got, c.sentence)
		}
	}
}

// TestSpoken: how a statement's phases are told.
func TestSpoken(t *testing.T) {
	for _, c := range []struct {
		s    answer.Statement
		want string
	}{
		{answer.Statement{Phases: catalog.Pregnancy.List(), PhaseWording: catalog.Unspecified, Covers: catalog.All}, "pregnancy, no trimester named"},
		{answer.Statement{Phases: catalog.Pregnancy.List(), PhaseWording: catalog.Stated, Covers: catalog.All}, "first, second and third trimester"},
		{answer.Statement{Phases: catalog.AllPhases.List(), PhaseWording: catalog.Unspecified, Covers: catalog.All}, "pregnancy, no trimester named, and lactation"},
		{answer.Statement{Phases: phases("first", "second", "lactation"), PhaseWording: catalog.Unspecified, Covers: catalog.All}, "first and second trimester and lactation"},
		{answer.Statement{Phases: phases("first"), PhaseWording: catalog.Unspecified, Covers: catalog.All}, "first trimester"},
		{answer.Statement{Setting: catalog.General, Covers: catalog.All}, "no phase named"},
		{answer.Statement{Phases: phases("first"), Setting: catalog.General, Covers: catalog.Most}, "first trimester (general passage); speaks of most, not all"},
		{answer.Statement{Phases: phases("lactation"), Setting: catalog.Postpartum, Covers: catalog.Some}, "lactation (passage on the time after childbirth); speaks of some, not all"},
	} {
		if got := answer.Spoken(c.s); got != c.want {
			t.Errorf("%+v: %q, want %q", c.s, got, c.want)
		}
	}
}

// TestIdentityLabels: what is not known has no line.
func TestIdentityLabels(t *testing.T) {
	labels := func(e *answer.Entry) (l []string) {
		for _, p := range answer.Identify(e) {
			l = append(l, p.Label)
		}
		return l
	}
	bare := &answer.Entry{Kind: catalog.Remedy}
	if got, want := labels(bare), []string{"Kind"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	bare.Advice, bare.Codes.RxCUI, bare.Identity = true, []string{"1"}, &answer.Identity{Text: "x", Certainty: catalog.Likely}
	if got, want := labels(bare), []string{"Kind", "Held to be", "Codes", "Scope"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got, want := labels(answertest.NurofenGel()), []string{"Kind", "Also named", "Contains", "Belongs to", "Codes", "Not to be confused with"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestReferenceItem: a reference is shown for the phases it takes a position
// on, and one without positions always.
func TestReferenceItem(t *testing.T) {
	none := answer.Reference{About: answertest.AboutNSAIDs, Route: "skin", Text: "It varies", Authority: "SPS", Country: "UK", Document: "D", Read: catalog.AtSource}
	it, ok := answer.Item(none, catalog.PhaseSet(catalog.First))
	if !ok || it.Lead.String() != "SPS (UK, undated) on NSAIDs (skin)" {
		t.Errorf("%v, %q", ok, it.Lead.String())
	}
	if _, ok := answer.Item(answertest.NsaidReference(), catalog.PhaseSet(catalog.First)); ok {
		t.Error("shown for a phase that it does not speak of")
	}
	if it, ok := answer.Item(answertest.NsaidReference(), catalog.PhaseSet(catalog.Third)); !ok || it.Lead.String() != "FDA (US, 2020-10-15) on NSAIDs (systemic): from week 30 (third trimester in part): avoid" {
		t.Errorf("%v, %q", ok, it.Lead.String())
	}
	if it, _ := answer.Item(answertest.NsaidReference(), 0); it.Lead.String() != "FDA (US, 2020-10-15) on NSAIDs (systemic): from week 20 (second trimester in part): only if needed; from week 30 (third trimester in part): avoid" {
		t.Errorf("%q", it.Lead.String())
	}
}

func TestPhaseWords(t *testing.T) {
	for _, c := range []struct {
		phases   []catalog.Phase
		is, in   string
		wording  catalog.Wording
		setting  catalog.Setting
		covers   catalog.Covers
		sentence string
	}{
		{nil, "no phase named", "no phase named", catalog.Unspecified, catalog.General, catalog.All, "no phase named"},
		{phases("first"), "first trimester", "the first trimester", catalog.Stated, catalog.InPregnancy, catalog.All, "first trimester"},
		{phases("first", "third"), "first and third trimester", "the first and third trimester", catalog.Stated, catalog.InPregnancy, catalog.Most,
			"first and third trimester; speaks of most, not all"},
		{catalog.Pregnancy.List(), "first, second and third trimester", "pregnancy", catalog.Stated, catalog.InPregnancy, catalog.All, "first, second and third trimester"},
		{catalog.Pregnancy.List(), "first, second and third trimester", "pregnancy", catalog.Unspecified, catalog.InPregnancy, catalog.Some, "pregnancy, no trimester named; speaks of some, not all"},
		{phases("lactation"), "lactation", "lactation", catalog.Unspecified, catalog.Postpartum, catalog.All, "lactation (passage on the time after childbirth)"},
		{phases("lactation"), "lactation", "lactation", catalog.Stated, catalog.General, catalog.All, "lactation (general passage)"},
		{phases("first", "lactation"), "first trimester and lactation", "the first trimester and lactation", catalog.Unspecified, catalog.InPregnancy, catalog.All,
			"first trimester and lactation"},
		{phases("first", "second", "lactation"), "first and second trimester and lactation", "the first and second trimester and lactation", catalog.Unspecified, catalog.InPregnancy, catalog.All, "first and second trimester and lactation"},
		{phases("first", "second", "third", "lactation"), "first, second and third trimester and lactation", "pregnancy and lactation", catalog.Unspecified, catalog.InPregnancy, catalog.All, "pregnancy, no trimester named, and lactation"},
	} {
		if got := answer.PhasesText(c.phases); got != c.is {
			t.Errorf("phasesText(%v) = %q, want %q", c.phases, got, c.is)
		}
		if got := answer.PhasesIn(c.phases); got != c.in {
			t.Errorf("phasesIn(%v) = %q, want %q", c.phases, got, c.in)
		}
		s := answer.Statement{Phases: c.phases, PhaseWording: c.wording, Setting: c.setting, Covers: c.covers}
		if got := answer.Spoken(s); got != c.sentence {
			t.Errorf("spoken(%+v) = %q, want %q", c, got, c.sentence)
		}
	}
}

func TestPositions(t *testing.T) {
	pos := func(phase catalog.Phase, position catalog.Position, from, to int) answer.Position {
		p := answer.Position{Phase: phase, Position: position}
		if from > 0 {
			p.FromWeek = &from
		}
		if to > 0 {
			p.ToWeek = &to
		}
		return p
	}
	for _, c := range []struct {
		list   []answer.Position
		phases catalog.Phases
		want   string
	}{
		{nil, 0, ""},
		{[]answer.Position{pos(catalog.Lactation, catalog.NoData, 0, 0)}, 0, "lactation: no data"},
		{[]answer.Position{pos(catalog.First, catalog.OnlyIfNeeded, 0, 0), pos(catalog.Second, catalog.OnlyIfNeeded, 0, 0), pos(catalog.Third, catalog.Avoid, 0, 0)}, 0,
			"first and second trimester: only if needed; third trimester: avoid"},
		{[]answer.Position{pos(catalog.Second, catalog.Avoid, 24, 0), pos(catalog.Third, catalog.Avoid, 24, 0)}, 0,
			"from week 24 (second trimester in part, third trimester): avoid"},
		{[]answer.Position{pos(catalog.Second, catalog.WithCaution, 20, 30), pos(catalog.Third, catalog.WithCaution, 20, 30), pos(catalog.Third, catalog.Avoid, 30, 0)}, catalog.PhaseSet(catalog.Third),
			"from week 20 to week 30 (third trimester in part): caution; from week 30 (third trimester in part): avoid"},
		{[]answer.Position{pos(catalog.First, catalog.Acceptable, 0, 10)}, 0, "up to week 10 (first trimester in part): acceptable"},
		{[]answer.Position{pos(catalog.First, catalog.Acceptable, 0, 0)}, catalog.PhaseSet(catalog.Lactation), ""},
	} {
		if got := answer.PositionText(c.list, c.phases).String(); got != c.want {
			t.Errorf("positionText(%v, %v) = %q, want %q", c.list, c.phases, got, c.want)
		}
	}
}

// TestMet pins how a match is announced.
func TestMet(t *testing.T) {
	for _, c := range []struct {
		kind           match.Kind
		query, matched string
		distance       int
		want           string
	}{
		{match.Exact, "finalgon", "Finalgon", 0, ""},
		{match.Alias, "финалгон", "Финалгон", 0, `"финалгон" is another name of Finalgon.`},
		{match.Code, "rxcui:31945", "31945", 0, `"rxcui:31945" is a code of Finalgon.`},
		{match.Spelling, "finalgen", "Finalgon", 1, `"finalgen" read as "Finalgon" (1 edit).`},
		{match.Spelling, "finalgonn mas", "Finalgon maz", 2, `"finalgonn mas" read as "Finalgon maz" (2 edits). That is another name of Finalgon.`},
		{match.Spelling, "finalgen", "", 1, `"finalgen" read as "Finalgon" (1 edit).`},
	} {
		v := answer.Met(answertest.Resolved(c.query, c.kind, c.matched, c.distance, answertest.Finalgon()))
		got := ""
		if len(v) > 0 {
			got = v[0].(page.Paragraph).Text.String()
		}
		if got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}
