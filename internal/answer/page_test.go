package answer_test

import (
	"reflect"
	"slices"
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
		"its own words":   func(p *answer.Phase) { p.Statements = slices.Delete(slices.Clone(p.Statements), 1, 2) },
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

// TestItself: the place that is given with the status of the entry itself is
// that of a direct statement with this status, and of no other.
func TestItself(t *testing.T) {
	e := answertest.NurofenGel()
	p := e.Status.Pregnancy.First // contraindicated by the class; itself doctor_only at doc-003:88
	for _, c := range []struct {
		ids  []string
		want string
	}{
		{[]string{"nsaids.004.77", "nurofen-gel.003.88", "nurofen-gel.004.416"}, "Of Nurofen Gel itself: doctor only at doc-003:88."},
		{[]string{"nurofen-gel.004.416", "nurofen-gel.003.88"}, "Of Nurofen Gel itself: doctor only at doc-003:88."},
		{[]string{"nsaids.001.140", "nurofen-gel.003.88"}, "Of Nurofen Gel itself: doctor only at doc-003:88."}, // the class says doctor_only too
		{[]string{"gone", "nsaids.004.77", "nurofen-gel.004.416"}, "Of Nurofen Gel itself: doctor only."},
	} {
		p.Statements = c.ids
		if got := answer.ItselfText(e, p).String(); got != c.want {
			t.Errorf("%v: %q, want %q", c.ids, got, c.want)
		}
	}
}

// TestOtherSide: a statement that narrowing left out ends nothing, and what
// is said of one subject stands together.
func TestOtherSide(t *testing.T) {
	e := answertest.NurofenGel()
	p := e.Status.Pregnancy.First
	for _, c := range []struct {
		ids  []string
		want string
	}{
		{[]string{"gone", "nurofen-gel.003.88"}, "of Nurofen Gel itself doctor only at doc-003:88"},
		{[]string{"nurofen-gel.003.88", "nurofen-gel.004.416", "nurofen-gel.002.12"}, "of Nurofen Gel itself doctor only at doc-003:88, allowed at doc-004:416 and doc-002:12"},
		{[]string{"nurofen-gel.004.416", "nsaids.001.140"}, "of Nurofen Gel itself allowed at doc-004:416; of class NSAIDs doctor only at doc-001:140"},
		{[]string{"gone"}, ""},
	} {
		p.Against = c.ids
		if got := answer.OtherSide(e, p).String(); got != c.want {
			t.Errorf("%v: %q, want %q", c.ids, got, c.want)
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

// TestReasons pins what a phase's row says where the headline came from
// elsewhere, is disputed, or is milder than the authorities.
func TestReasons(t *testing.T) {
	text := func(e *answer.Entry, names ...string) string {
		return page.Join(answer.Reasons(e, phases(names...))).String()
	}
	if got, want := text(answertest.Ketorolac(), "lactation"), "While nursing only on prescription (class NSAIDs, doc-001:140, article). "+
		"Nothing is stated about ketorolac itself for lactation (named only)."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := text(answertest.Ketorolac(), "first"), "Nothing is stated in the documents."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := text(answertest.NurofenGel(), "first"), "Rules the whole group out for pregnant women, rubs and gels included (class NSAIDs, doc-004:77, article). "+
		"Disputed: of Nurofen Gel itself doctor only at doc-003:88, allowed at doc-004:416."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := text(answertest.NurofenGel(), "lactation"), "While nursing only on prescription (class NSAIDs, doc-001:140, article). "+
		"Of Nurofen Gel itself: allowed at doc-002:12."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := text(answertest.NurofenGel(), "second", "third"); strings.Contains(got, "uthorit") {
		t.Errorf("authorities that agree or are milder: %q", got)
	}
	if got, want := text(answertest.Ketorolac(), "second"), "Nothing is stated in the documents. Authorities are stricter: "+
		"FDA (US, 2020-10-15) says only if needed from week 20 (in part)."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	// A brand, two places of one status, and statements that are not there.
	e := answertest.Ketorolac()
	about := answer.About{ID: "ketanov", Name: "Ketanov"}
	e.Statements = append(e.Statements,
		answertest.Statement(about, "brand", "allowed", "doc-001:5", "may be used", phases("third")),
		answertest.Statement(about, "brand", "allowed", "doc-001:6", "may be used", phases("third")),
		answertest.Statement(answer.About{ID: "x", Name: "X"}, "ingredient", "caution", "doc-001:7", "with care", phases("third")))
	e.Status.Pregnancy.Third = answertest.Headline(e, "third", "contraindicated", "direct", "contraindicated",
		"ketorolac.000.61", "ketanov.001.5", "ketanov.001.6", "x.001.7")
	e.Status.Pregnancy.Third.Statements = append(e.Status.Pregnancy.Third.Statements, "gone.000.1")
	if got, want := text(e, "third"), "Must not be taken in the last three months (doc-000:61, article). "+
		"Disputed: of product Ketanov allowed at doc-001:5 and doc-001:6; of ingredient X caution at doc-001:7."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	third := &e.Status.Pregnancy.Third
	third.Statements, third.Against = third.Statements[:1], []string{"gone.000.1"}
	third.Authorities.Relation = resolve.Differ
	if got, want := text(e, "third"), "Must not be taken in the last three months (doc-000:61, article). "+
		"Disputed: of its kinds some are refused. Authorities differ: FDA (US, 2020-10-15) says avoid from week 30 (in part)."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	third.Disputed = false
	third.Members = []answer.Member{{
		About: answer.About{ID: "x", Name: "X"}, Status: catalog.Contraindicated,
		Deciding: answertest.Statement(about, "direct", "contraindicated", "doc-001:9", "not at all", phases("third")),
	}}
	if got, want := text(e, "third"), "Of its kinds: X contraindicated at doc-001:9."; !strings.Contains(got, want) {
		t.Errorf("got %q, want %q in it", got, want)
	}
	n := answertest.NurofenGel() // asked for without references
	n.References = nil
	n.Status.Pregnancy.Second.Authorities.Relation = resolve.Stricter
	n.Status.Pregnancy.Third.Authorities.Relation = resolve.Stricter
	if got, want := text(n, "first", "second", "third"), " Authorities are stricter for the second trimester. Authorities are stricter for the third trimester."; !strings.HasSuffix(got, want) {
		t.Errorf("got %q, want it to end in %q", got, want)
	}
	m := answertest.Ketorolac()
	m.Status.Lactation = answertest.Headline(m, "lactation", "mentioned", "direct", "mentioned", "ketorolac.002.201")
	if got, want := text(m, "lactation"), "Listed for back pain after giving birth (doc-002:201, article). Named only: no position is taken."; got != want {
		t.Errorf("got %q, want %q", got, want)
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
