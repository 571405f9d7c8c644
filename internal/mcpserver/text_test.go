package mcpserver

import (
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
)

// TestHeadlines: of every entry and phase the text says the status, what
// decides it and where, the first of what is against it, the strictest of its
// kinds, and how the authorities stand; and never that anything is safe.
func TestHeadlines(t *testing.T) {
	ds := dataset.Embedded()
	b := answer.NewBuilder(ds, "")
	for i := range ds.Entries {
		e := b.Entry(int32(i))
		for _, p := range catalog.AllPhases.List() {
			h := e.Phase(p)
			lines := resultLines(&answer.Result{Entry: &e}, viewOf([]catalog.Phase{p}, nil))
			states, authorities := lines[len(lines)-2], lines[len(lines)-1]
			want := []string{": " + strings.ToUpper(page.Spaced(h.Status))}
			if s := e.Deciding(e.Phase(p)); s != nil {
				want = append(want, s.Source.Place(), s.Claim)
			} else if h.Status != catalog.NotStated {
				t.Errorf("%s, %s: nothing decides %s", e.ID, p, h.Status)
			}
			if len(h.Members) > 0 {
				want = append(want, "Of its kinds: "+h.Members[0].Name+" "+page.Spaced(h.Members[0].Status))
			}
			if h.Disputed {
				want = append(want, ", disputed.")
			}
			for _, w := range want {
				if !strings.Contains(states, w) {
					t.Errorf("%s, %s: no %q in %q", e.ID, p, w, states)
				}
			}
			if strings.Contains(states, "Against it") != (len(h.Against) > len(h.Members)) && h.Disputed && len(h.Members) == 0 {
				t.Errorf("%s, %s: against it are %q, the text is %q", e.ID, p, h.Against, states)
			}
			says := "no position is held"
			if h.Authorities.Relation != resolve.None {
				says = page.Spaced(h.Authorities.Position)
			}
			for _, r := range e.References {
				if strings.Contains(authorities, r.Country+", "+r.Country) {
					t.Errorf("%s: a country twice: %s", e.ID, authorities)
				}
			}
			if !strings.Contains(authorities, says) {
				t.Errorf("%s, %s: no %q in %q", e.ID, p, says, authorities)
			}
			if strings.Contains(strings.ToLower(states+authorities), "safe") {
				t.Errorf("%s, %s: %q, %q", e.ID, p, states, authorities)
			}
		}
	}
}
