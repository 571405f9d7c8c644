package answer_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/answer/answertest"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/render"
	"github.com/backcare/backcare/internal/resolve"
)

// announced are the ways in which a name meets an entry.
func announced(b *answer.Builder, e *catalog.Entry, i int32) map[string]answer.Result {
	long := e.Name + " 500 mg extra strong"
	result := func(query string, m match.Result) answer.Result {
		m.Entry = i
		return b.Result(query, m)
	}
	return map[string]answer.Result{
		"exact":    result(e.Name, match.Result{Kind: match.Exact, Matched: e.Name}),
		"alias":    result("another name of some length", match.Result{Kind: match.Alias, Matched: "another name of some length"}),
		"code":     result("M01AE01", match.Result{Kind: match.Code, Matched: "M01AE01"}),
		"spelling": result(e.Name+"x", match.Result{Kind: match.Spelling, Matched: e.Name, Distance: 1}),
		"brand":    result("Brandname", match.Result{Kind: match.Brand, Matched: "Brandname", Message: "the documents do not name Brandname; it holds " + e.Name}),
		"ignored":  result(long, match.Result{Kind: match.Exact, Matched: e.Name, Ignored: []string{"500 mg", "extra strong"}}),
	}
}

// TestCardFits: the card of every entry, however its name was met and whatever
// is asked of it, takes 22 lines of 80 columns, and holds what it must: the
// passage that decides each phase, one against it, and the notice.
func TestCardFits(t *testing.T) {
	ds := dataset.Embedded()
	weeks := []*int{nil}
	for _, w := range []int{0, 13, 14, 20, 22, 24, 28, 30, 42} {
		weeks = append(weeks, &w)
	}
	base := answer.NewBuilder(ds, "")
	for i := range ds.Entries {
		e := &ds.Entries[i]
		for _, week := range weeks {
			b := base.With(answer.Options{Week: week})
			for how, r := range announced(b, e, int32(i)) {
				if how != "exact" && week != nil && *week != 22 {
					continue
				}
				phases := []catalog.Phases{0}
				if week == nil && how == "exact" {
					phases = append(phases, catalog.PhaseSet(catalog.Lactation), catalog.PhaseSet(catalog.Second), catalog.Pregnancy)
				}
				for _, set := range phases {
					name := fmt.Sprintf("%s, %s, %v, week %v", e.ID, how, set, week)
					if week != nil {
						name = fmt.Sprintf("%s, %s, week %d", e.ID, how, *week)
					}
					checkCard(t, name, b.Lookup([]answer.Result{r}), set)
				}
			}
		}
	}
}

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

func checkCard(t *testing.T, name string, l answer.Lookup, set catalog.Phases) {
	t.Helper()
	var texts []string
	looks := []render.Options{{}}
	if l.Results[0].Match.Kind == match.Exact && l.Week == nil {
		looks = append(looks, render.Options{ASCII: true})
	}
	for _, o := range looks {
		o.Format, o.Width, o.Phases = render.TableFormat, 80, set
		out, err := render.Render(l, o)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(out))
	}
	text := texts[0]
	if len(looks) > 1 {
		painted, err := render.Render(l, render.Options{Format: render.TableFormat, Width: 80, Phases: set, Color: true})
		if err != nil || colours.ReplaceAllString(string(painted), "") != text {
			t.Errorf("%s: colour changes more than the looks (%v)", name, err)
		}
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) > 22 {
		t.Errorf("%s: %d lines\n%s", name, len(lines), text)
	}
	for _, s := range texts {
		for line := range strings.Lines(s) {
			if n := displaywidth.String(strings.TrimSuffix(line, "\n")); n > 80 {
				t.Errorf("%s: %d cells: %s", name, n, line)
			}
		}
	}
	last := lines[len(lines)-1]
	switch r := &l.Results[0]; r.Match.Kind {
	case match.Spelling, match.Brand:
		if !strings.Contains(strings.Join(lines[max(len(lines)-3, 0):], " "), r.Entry.Name) || strings.Contains(last, "backcare lookup") {
			t.Errorf("%s: the last line is not how the name was read: %s", name, last)
		}
	default:
		if len(r.Match.Ignored) > 0 && !strings.HasSuffix(last, `strong".`) {
			t.Errorf("%s: the last line is not what was left out: %s", name, last)
		}
	}
	flat := strings.Join(strings.Fields(text), " ")
	must := []string{"ask a doctor, midwife or pharmacist before taking or refusing a medicine", "--full", "AUTHORITIES"}
	e := l.Results[0].Entry
	asked := set
	if set == 0 {
		asked = catalog.AllPhases
	}
	for _, phase := range asked.List() {
		if l.Week != nil {
			continue // whole phases are checked without a week
		}
		p := e.Phase(phase)
		must = append(must, strings.ReplaceAll(p.Status.String(), "_", " "))
		for _, ids := range [][]string{p.Statements, p.Against} {
			if len(ids) == 0 || p.Status == catalog.NotStated {
				continue
			}
			k := slices.IndexFunc(e.Statements, func(s answer.Statement) bool { return s.ID == ids[0] })
			if k >= 0 {
				must = append(must, e.Statements[k].Source.Document+":")
			}
		}
	}
	if strict, open := decisive(e, asked); l.Week == nil && (!anyIn(flat, strict) || !anyIn(flat, open)) {
		t.Errorf("%s: without one of %q or of %q\n%s", name, strict, open, text)
	}
	for _, phase := range asked.List() {
		strict, _ := decisive(e, catalog.PhaseSet(phase))
		switch e.Phase(phase).Authorities.Relation {
		case resolve.Stricter, resolve.Differ:
			if l.Week == nil && !anyIn(flat, strict) {
				t.Errorf("%s: on the phase %s without one of %q\n%s", name, phase, strict, text)
			}
		}
	}
	for _, m := range must {
		if !strings.Contains(flat, m) {
			t.Errorf("%s: without %q\n%s", name, m, text)
		}
	}
}

// decisive are the authorities that hold the strictest position of some phases,
// and where they differ those on the other side.
func decisive(e *answer.Entry, phases catalog.Phases) (strict, open []string) {
	most := catalog.NoData
	for _, p := range phases.List() {
		if a := &e.Phase(p).Authorities; a.Position != nil {
			most = max(most, *a.Position)
		}
	}
	for _, p := range phases.List() {
		a := &e.Phase(p).Authorities
		for _, id := range a.References {
			r := e.References[slices.IndexFunc(e.References, func(r answer.Reference) bool { return r.ID == id })]
			holds := slices.ContainsFunc(r.Positions, func(x answer.Position) bool { return x.Phase == p && x.Position == *a.Position })
			switch {
			case !holds:
				open = append(open, r.Authority)
			case *a.Position == most:
				strict = append(strict, r.Authority)
			}
		}
	}
	return strict, open
}

// anyIn reports whether a text holds one of some names, if there are any.
func anyIn(text string, names []string) bool {
	return len(names) == 0 || slices.ContainsFunc(names, func(n string) bool { return strings.Contains(text, n) })
}

// TestCardBeginsWithWhatDecides: below the headline of a phase stands first the
// passage that its headline is from, unless members of a class go before it.
func TestCardBeginsWithWhatDecides(t *testing.T) {
	ds := dataset.Embedded()
	b := answer.NewBuilder(ds, "")
	for i := range ds.Entries {
		l := b.Lookup([]answer.Result{b.Result(ds.Entries[i].Name, match.Result{Kind: match.Exact, Entry: int32(i)})})
		e := l.Results[0].Entry
		for _, phase := range catalog.AllPhases.List() {
			p := e.Phase(phase)
			if p.Basis == resolve.Silent || len(p.Members) > 0 {
				continue
			}
			out, err := render.Render(l, render.Options{Format: render.TableFormat, Width: 500, Phases: catalog.PhaseSet(phase)})
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(string(out), "\n")
			k := slices.IndexFunc(lines, func(l string) bool {
				return strings.Contains(l, ": ") && l == strings.TrimSpace(l) && strings.Contains(strings.ToLower(l), strings.ReplaceAll(p.Status.String(), "_", " "))
			})
			s := e.Statements[slices.IndexFunc(e.Statements, func(s answer.Statement) bool { return s.ID == p.Statements[0] })]
			if at := fmt.Sprintf("%s:%d", s.Source.Document, s.Source.Line); k < 0 || !strings.Contains(lines[k+1], at) {
				t.Errorf("%s, %s: not %s comes first\n%s", e.ID, phase, at, out)
			}
		}
	}
}

// TestCardNamesKinds: a class that is headed by less than some of its kinds says
// so in the headline.
func TestCardNamesKinds(t *testing.T) {
	e := answertest.NurofenGel()
	p := &e.Status.Pregnancy.First
	p.Status, p.Disputed, p.Authorities.Relation = catalog.Conditional, true, resolve.None
	p.Members = []answer.Member{{Status: catalog.DoctorOnly}, {Status: catalog.Contraindicated}}
	if got := answer.HeadlineText(e, catalog.First).String(); got != "conditional, disputed; some of its kinds contraindicated" {
		t.Errorf("%q", got)
	}
}

// TestSign: a tick stands beside a permission only if nobody refuses, somebody
// other than a forum or a reader permits, and no authority is stricter.
func TestSign(t *testing.T) {
	make := func(speaker catalog.Speaker, change func(*answer.Phase, *answer.Statement)) *answer.Entry {
		e := answertest.Finalgon()
		e.Statements = []answer.Statement{answertest.Statement(answer.About{ID: e.ID, Name: e.Name}, "direct", "allowed", "doc-001:5", "may be used", phases("first"))}
		e.Statements[0].Speaker = speaker
		e.Status.Pregnancy.First = answertest.Headline(e, "first", "allowed", "direct", "allowed", e.Statements[0].ID)
		change(&e.Status.Pregnancy.First, &e.Statements[0])
		return e
	}
	as := func(*answer.Phase, *answer.Statement) {}
	forum := catalog.Forum
	for name, c := range map[string]struct {
		e    *answer.Entry
		tick bool
	}{
		"an article":           {make(catalog.Article, as), true},
		"a leaflet":            {make(catalog.Leaflet, as), true},
		"a forum":              {make(catalog.Forum, as), false},
		"a reader":             {make(catalog.Reader, as), false},
		"a leaflet by a forum": {make(catalog.Leaflet, func(_ *answer.Phase, s *answer.Statement) { s.ReportedBy = &forum }), false},
		"disputed":             {make(catalog.Article, func(p *answer.Phase, _ *answer.Statement) { p.Disputed = true }), false},
		"stricter authorities": {make(catalog.Article, func(p *answer.Phase, _ *answer.Statement) { p.Authorities.Relation = resolve.Stricter }), false},
		"authorities differ":   {make(catalog.Article, func(p *answer.Phase, _ *answer.Statement) { p.Authorities.Relation = resolve.Differ }), false},
		"milder authorities":   {make(catalog.Article, func(p *answer.Phase, _ *answer.Statement) { p.Authorities.Relation = resolve.Milder }), true},
		"members refused": {make(catalog.Article, func(p *answer.Phase, _ *answer.Statement) {
			p.Members = []answer.Member{{Status: catalog.Contraindicated}}
		}), false},
	} {
		h := answer.HeadlineText(c.e, catalog.First)
		if h[0].Status != catalog.Allowed || h[0].Bare == c.tick {
			t.Errorf("%s: %+v, want a tick: %v", name, h[0], c.tick)
		}
	}
}

// TestHeadlineMarks: what has to be known with a status, and no word that makes
// a refusal look weaker.
func TestHeadlineMarks(t *testing.T) {
	e := answertest.NurofenGel()
	p := &e.Status.Pregnancy.First
	for _, c := range []struct {
		status   catalog.Status
		disputed bool
		relation resolve.Relation
		want     string
	}{
		{catalog.Contraindicated, true, resolve.Differ, "contraindicated, disputed"},
		{catalog.Contraindicated, false, resolve.Milder, "contraindicated"},
		{catalog.DoctorOnly, false, resolve.Stricter, "doctor only; authorities are stricter"},
		{catalog.Conditional, true, resolve.Differ, "conditional, disputed; authorities disagree"},
		{catalog.Mentioned, false, resolve.Stricter, "mentioned only; authorities are stricter"},
		{catalog.Mentioned, false, resolve.Speaks, "mentioned only: no position taken"},
	} {
		p.Status, p.Disputed, p.Authorities.Relation = c.status, c.disputed, c.relation
		if got := answer.HeadlineText(e, catalog.First).String(); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
	*p = answer.Phase{Status: catalog.NotStated}
	if got := answer.HeadlineText(e, catalog.First).String(); got != "not stated: these pages say nothing" {
		t.Errorf("silence: %q", got)
	}
	p.Possible = []string{"x"}
	if got := answer.HeadlineText(e, catalog.First).String(); got != "not stated of it as a whole" {
		t.Errorf("silence of the whole: %q", got)
	}
}

func TestWeeksText(t *testing.T) {
	for _, c := range []struct {
		from, to int
		want     string
	}{
		{0, 43, "pregnancy"}, {0, 14, "1st trimester"}, {14, 28, "2nd trimester"}, {14, 43, "2nd, 3rd trimester"},
		{24, 43, "from week 24"}, {0, 30, "before week 30"}, {20, 30, "from week 20 to 30"}, {30, 43, "from week 30"},
	} {
		if got := answer.WeeksText(c.from, c.to); got != c.want {
			t.Errorf("weeks %d to %d: %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

// TestWhat: the substance stands beside a brand, a guess as one.
func TestWhat(t *testing.T) {
	e := answertest.NurofenGel()
	if got := answer.What(e); got != "ibuprofen, a gel, on the skin; class NSAIDs" {
		t.Errorf("%q", got)
	}
	e.Identity = &answer.Identity{Text: "an NSAID; one remark", Certainty: catalog.Sure}
	if got := answer.What(e); got != "an NSAID, a gel, on the skin; one remark; class NSAIDs" {
		t.Errorf("%q", got)
	}
	e.Identity = nil
	if got := answer.What(answertest.Finalgon()); got != "probably nonivamide with nicoboxil (a guess), an ointment, on the skin" {
		t.Errorf("%q", got)
	}
	e.Ingredients = append(e.Ingredients, answer.Ingredient{Link: answer.Link{Name: "menthol"}, Formulas: catalog.Some})
	tablets := "tablets"
	e.Form, e.Classes = &tablets, nil
	if got := answer.What(e); got != "ibuprofen, in some formulas menthol, tablets, on the skin" {
		t.Errorf("%q", got)
	}
}
