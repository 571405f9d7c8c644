package answer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/render"
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
	for _, m := range must {
		if !strings.Contains(flat, m) {
			t.Errorf("%s: without %q\n%s", name, m, text)
		}
	}
}
