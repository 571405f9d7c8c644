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

// TestSameDecision: phases share a row only where they agree in everything
// that the row says of them.
func TestSameDecision(t *testing.T) {
	if e := answertest.NurofenGel(); !answer.SameDecision(e, catalog.First, catalog.Second) || !answer.SameDecision(e, catalog.Second, catalog.Third) {
		t.Error("three trimesters that agree do not share a row")
	}
	for name, change := range map[string]func(p *answer.Phase){
		"status":          func(p *answer.Phase) { p.Status = catalog.NotRecommended },
		"basis":           func(p *answer.Phase) { p.Basis = resolve.Direct },
		"direct":          func(p *answer.Phase) { p.Direct = catalog.Caution },
		"disputed":        func(p *answer.Phase) { p.Disputed = !p.Disputed },
		"first statement": func(p *answer.Phase) { p.Statements = []string{p.Statements[1], p.Statements[0], p.Statements[2]} },
		"no statement":    func(p *answer.Phase) { p.Statements = nil },
		"the other side":  func(p *answer.Phase) { p.Against = p.Against[:1] },
		"members":         func(p *answer.Phase) { p.Members = []answer.Member{{Statement: "x.000.1"}} },
	} {
		e := answertest.NurofenGel()
		change(&e.Status.Pregnancy.Second)
		if answer.SameDecision(e, catalog.First, catalog.Second) {
			t.Errorf("%s differs, but the phases share a row", name)
		}
	}
	e := answertest.NurofenGel()
	e.Status.Lactation = e.Status.Pregnancy.Third
	if answer.SameDecision(e, catalog.Third, catalog.Lactation) {
		t.Error("lactation shares a row with a trimester")
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

// TestAdviceTie: of two statements of the same caution the first is shown.
func TestAdviceTie(t *testing.T) {
	a := answertest.Advice()
	second := a[1]
	second.Source.Line, second.Claim = 99, "Another claim."
	v := answer.AdvicePage([]answer.Statement{a[0], a[1], second}, page.Layout{})
	if got := v[1].(page.Paragraph).Text.String(); !strings.HasPrefix(got, "3 statements, the most cautious at doc-001:12: contraindicated, first trimester.") {
		t.Errorf("%q", got)
	}
}

// TestPhaseColumns: the trimesters are joined where a terminal is too narrow
// for a column each, and only there.
func TestPhaseColumns(t *testing.T) {
	entries := []*answer.Entry{answertest.NurofenGel(), answertest.Ketorolac()}
	all := phases("first", "second", "third", "lactation")
	each := []string{"Name", "First trimester", "Second trimester", "Third trimester", "Lactation"}
	for _, c := range []struct {
		names []catalog.Phase
		lay   page.Layout
		want  []string
	}{
		{all, page.Layout{Width: 0}, each},
		{all, page.Layout{Width: answer.NarrowList}, each},
		{all, page.Layout{Width: answer.NarrowList - 1}, []string{"Name", "Pregnancy", "Lactation"}},
		{all, page.Layout{Width: answer.NarrowList - 1, Linear: true}, each},
		{all[:3], page.Layout{Width: 80}, []string{"Name", "Pregnancy"}},
		{phases("first", "third", "lactation"), page.Layout{Width: 80}, []string{"Name", "First and third trimester", "Lactation"}},
		{phases("first", "third"), page.Layout{Width: 80}, []string{"Name", "First trimester", "Third trimester"}},
		{phases("lactation"), page.Layout{Width: 80}, []string{"Name", "Lactation", "Decided by"}},
	} {
		g := answer.PhaseColumns(entries, c.names, c.lay)
		if !reflect.DeepEqual(g.Head, c.want) {
			t.Errorf("%v at %+v: %q, want %q", c.names, c.lay, g.Head, c.want)
		}
		for _, row := range g.Rows {
			if len(row) != len(c.want) {
				t.Errorf("%v at %+v: a row of %d cells", c.names, c.lay, len(row))
			}
		}
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
