package page_test

import (
	"slices"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
)

func TestSentences(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "It may": "It may.", "It may.": "It may.", "May it?": "May it?", `He said "no."`: `He said "no."`, "(so) ": "(so).", "wait…": "wait…",
	} {
		if got := page.Sentence(in); got != want {
			t.Errorf("Sentence(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"": "", "no entry": "No entry", "ё": "Ё", "Nurofen": "Nurofen"} {
		if got := page.Capital(in); got != want {
			t.Errorf("Capital(%q) = %q, want %q", in, got, want)
		}
	}
	c := page.Cell{page.Of("One."), nil, page.Of("two"), page.Of("three."), page.Of("four")}
	if got := page.Join(c).String(); got != "One. two, three. four" {
		t.Errorf("joined: %q", got)
	}
	if got := c.Sentences(); len(got) != 3 || got[1].String() != "two, three." {
		t.Errorf("sentences: %q", got)
	}
}

func TestCount(t *testing.T) {
	for want, got := range map[string]string{
		"0 entries": page.Count(0, "entry"), "1 entry": page.Count(1, "entry"), "2 names": page.Count(2, "name"), "1 fault": page.Count(1, "fault"),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestSpans(t *testing.T) {
	text := page.Of("so ", page.Bold("many"), page.Of(" words, "), page.Status(catalog.DoctorOnly))
	if got := text.String(); got != "so many words, doctor only" {
		t.Errorf("%q", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("a text was made of a number")
		}
	}()
	page.Of(1)
}

// TestPick: the columns asked for in their order; else those shown by default
// that speak of a phase asked for, or of none.
func TestPick(t *testing.T) {
	column := func(name string, phases catalog.Phases, extra bool) page.Column {
		return page.Column{Name: name, Phases: phases, Extra: extra, Of: func(any) string { return name }}
	}
	s := page.Sheet{Columns: []page.Column{
		column("x", 0, true), column("a", 0, false), column("1", catalog.PhaseSet(catalog.First), false), column("l", catalog.PhaseSet(catalog.Lactation), false),
	}, Rows: page.Rows([]int{1, 2})}
	for _, c := range []struct {
		phases      catalog.Phases
		names, want []string
	}{
		{0, nil, []string{"a", "1", "l"}},
		{catalog.Pregnancy, nil, []string{"a", "1"}},
		{catalog.PhaseSet(catalog.Third), nil, []string{"a"}},
		{catalog.PhaseSet(catalog.Third), []string{"l", "x", "l"}, []string{"l", "x", "l"}},
	} {
		s.Phases = c.phases
		got, err := s.Pick(c.names)
		if err != nil || !slices.Equal(got.Grid().Head, c.want) || len(got.Grid().Rows) != 2 {
			t.Errorf("%v, %q: %+v, %v", c.phases, c.names, got.Grid(), err)
		}
	}
	if got := s.Names(); !slices.Equal(got, []string{"a", "1", "l", "x"}) {
		t.Errorf("%q", got)
	}
	if _, err := s.Pick([]string{"a", "y"}); err == nil || err.Error() != `unknown column "y" (valid: a, 1, l, x)` {
		t.Errorf("%v", err)
	}
}
