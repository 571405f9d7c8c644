package match

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/name"
)

// names yields every name of the embedded dataset but its codes.
func ownNames(t testing.TB) []catalog.Name {
	var list []catalog.Name
	for _, n := range dataset.Embedded().Names {
		if n.Kind != catalog.CodeName {
			list = append(list, n)
		}
	}
	if len(list) < 300 {
		t.Fatalf("only %d names", len(list))
	}
	return list
}

// Every own name and alias resolves to its entry, as it is written, in upper
// case, and without spaces where no letter was alone; a key that two entries
// share offers both.
func TestOwnNamesResolve(t *testing.T) {
	ds := dataset.Embedded()
	m := New(ds)
	for _, n := range ownNames(t) {
		queries := []string{n.Text, strings.ToUpper(n.Text), " " + n.Text + "™ "}
		joined := []string{n.Key, strings.ReplaceAll(n.Text, " ", "")}
		if name.SameWords(joined[0], n.Text) && name.SameWords(joined[1], n.Text) { // not "vitamina"
			queries = append(queries, joined...)
		}
		for _, q := range queries {
			r := m.Match(q, true)
			switch {
			case r.Kind == Ambiguous:
				if !slices.Contains(suggested(r), n.Entry) {
					t.Errorf("%q: its entry is not among those offered", q)
				}
			case r.Entry != n.Entry:
				from, to := m.find([]byte(n.Key))
				if !slices.ContainsFunc(ds.Names[from:to], func(o catalog.Name) bool { return o.Kind == catalog.ExactName && o.Entry == r.Entry }) {
					t.Errorf("%q: %s, entry %d, want %d", q, r.Kind, r.Entry, n.Entry)
				}
			}
		}
	}
}

// related are entries that share a name or a substance: taking one for the
// other is no other medicine.
func related(ds *catalog.Dataset, a, b int32) bool {
	if a == b {
		return true
	}
	parts := func(e int32) []int32 {
		var list []int32
		for _, l := range ds.Entries[e].Ingredients {
			list = append(list, l.Index)
		}
		for i := range ds.Substances {
			if ds.Substances[i].Entry == e {
				list = append(list, int32(i))
			}
		}
		return list
	}
	pa, pb := parts(a), parts(b)
	return slices.ContainsFunc(pa, func(x int32) bool { return slices.Contains(pb, x) })
}

// slip makes one random edit.
func slip(r *rand.Rand, s string) string {
	w := []rune(s)
	i := r.IntN(len(w))
	letters := []rune("abcdefghijklmnopqrstuvwxyz")
	if w[i] >= 'а' {
		letters = []rune("абвгдежзиклмнопрстуфхцчшыьэюя")
	}
	c := letters[r.IntN(len(letters))]
	switch r.IntN(4) {
	case 0:
		w = slices.Delete(w, i, i+1)
	case 1:
		w = slices.Insert(w, i, c)
	case 2:
		w[i] = c
	case 3:
		if i > 0 {
			w[i], w[i-1] = w[i-1], w[i]
		}
	}
	return string(w)
}

// One edit in a name of eight letters or more yields its entry or nothing;
// where another name is hit, it is a name that the dataset holds exactly.
func TestOneEditNeverYieldsAnotherEntry(t *testing.T) {
	ds := dataset.Embedded()
	m := New(ds)
	r := rand.New(rand.NewPCG(7, 8))
	tried, resolved := 0, 0
	for _, n := range ownNames(t) {
		if utf8.RuneCountInString(n.Key) < 8 {
			continue
		}
		for range 6 {
			q := slip(r, n.Key)
			got := m.Match(q, false)
			tried++
			if got.Kind.Resolved() {
				resolved++
			}
			if got.Kind == Spelling && !related(ds, got.Entry, n.Entry) {
				t.Errorf("%q, a slip in %q, became %q", q, n.Text, got.Matched)
			}
		}
	}
	// Half of these names are phrases and groups, which resolve seldom.
	if resolved*100 < tried*35 {
		t.Errorf("%d of %d slips resolved", resolved, tried)
	}
}

// Slips in the international names of the dataset: most resolve, the others
// are offered first.
func TestSlipsInSubstances(t *testing.T) {
	ds := dataset.Embedded()
	m := New(ds)
	r := rand.New(rand.NewPCG(9, 10))
	tried, resolved, offered := 0, 0, 0
	for i := range ds.Substances {
		s := &ds.Substances[i]
		if s.Entry < 0 || len(name.Key(s.Name)) < 9 || ds.Entries[s.Entry].Kind != catalog.Ingredient || strings.ContainsAny(s.Name, " (") {
			continue
		}
		for range 40 {
			q := slip(r, name.Key(s.Name))
			got := m.Match(q, false)
			tried++
			switch {
			case got.Kind.Resolved():
				resolved++
				if !related(ds, got.Entry, s.Entry) {
					t.Errorf("%q, a slip in %q, became %q", q, s.Name, got.Matched)
				}
			case slices.Contains(suggested(got)[:min(3, len(got.Suggestions))], s.Entry):
				offered++
			}
		}
	}
	t.Logf("%d slips: %d resolved, %d offered", tried, resolved, offered)
	if resolved*100 < 85*tried || (resolved+offered)*1000 < 990*tried {
		t.Errorf("%d slips: %d resolved, %d offered", tried, resolved, offered)
	}
}

// Adding an entry with a name one edit away changes no exact match.
func TestAddingAnEntryKeepsExactMatches(t *testing.T) {
	base := dataset.Embedded()
	before := New(base)
	r := rand.New(rand.NewPCG(11, 12))
	list := ownNames(t)
	for range 200 {
		n := list[r.IntN(len(list))]
		more := *base
		near := slip(r, n.Key)
		if name.Key(near) == "" || name.Key(near) == n.Key {
			continue
		}
		if from, to := before.find([]byte(name.Key(near))); from < to {
			continue
		}
		more.Entries = append(slices.Clone(base.Entries), catalog.Entry{ID: "new", Name: near, Kind: catalog.Product})
		more.Names = append(slices.Clone(base.Names), catalog.Name{Key: name.Key(near), Text: near, Entry: int32(len(base.Entries))})
		slices.SortStableFunc(more.Names, func(a, b catalog.Name) int { return strings.Compare(a.Key, b.Key) })
		after := New(&more)
		if a, b := before.Match(n.Text, false), after.Match(n.Text, false); a.Kind != b.Kind || a.Entry != b.Entry || a.Matched != b.Matched {
			t.Errorf("%q: %s %d before, %s %d with %q added", n.Text, a.Kind, a.Entry, b.Kind, b.Entry, near)
		}
		if got := after.Match(near, false); got.Entry != int32(len(base.Entries)) {
			t.Errorf("the new name %q resolves to %d", near, got.Entry)
		}
	}
}

// No word of the lexicon resolves by spelling.
func TestLexiconNeverResolves(t *testing.T) {
	m := New(dataset.Embedded())
	m.ready()
	if m.lexs.N < 5000 {
		t.Fatalf("only %d words", m.lexs.N)
	}
	for i := range m.lexs.N {
		line := m.lexs.item(i).owner
		text := m.lexs.text(line)
		if m.lexs.class(line) == part {
			continue
		}
		r, _ := m.correctOnly(text)
		if r.Kind.Resolved() && r.Kind == Spelling {
			t.Errorf("%q became %q", text, r.Matched)
		}
	}
}

// correctOnly is Match without the suggestions.
func (m *Matcher) correctOnly(text string) (Result, bool) {
	r := m.Resolve(text, false)
	return r, r.Kind.Resolved()
}

// Slips in the names of other medicines become ours hardly ever: only where
// a slip falls together with a name of ours, nearer than to its own.
func TestSlipsInOtherMedicines(t *testing.T) {
	m := New(dataset.Embedded())
	m.ready()
	r := rand.New(rand.NewPCG(13, 14))
	var inn []string
	for s := range entries(innText) {
		inn = append(inn, s)
	}
	tried, wrong := 0, []string{}
	for range 4000 {
		s := inn[r.IntN(len(inn))]
		if len(s) < 5 {
			continue
		}
		q := slip(r, s)
		tried++
		if got, ok := m.correctOnly(q); ok && got.Kind == Spelling {
			if from, to := m.find([]byte(name.Key(s))); from == to { // the dataset names it after all
				wrong = append(wrong, fmt.Sprintf("%q, a slip in %q, became %q", q, s, got.Matched))
			}
		}
	}
	if len(wrong) > 0 {
		t.Errorf("%d of %d: %s", len(wrong), tried, strings.Join(wrong, "; "))
	}
}

// Half of the international names kept out of the lexicon: the rule alone has
// to refuse them. This is the honest measure of names that nobody listed.
func TestUnlistedMedicines(t *testing.T) {
	m := New(dataset.Embedded())
	m.ready()
	full := m.lexs
	for half := range 2 {
		m.lexs = lexiconOf(func(i int) bool { return i%2 == half })
		tried, wrong := 0, []string{}
		i := 0
		for s := range entries(innText) {
			i++
			if (i-1)%2 == half {
				continue
			}
			if from, to := m.find([]byte(name.Key(s))); from < to {
				continue
			}
			tried++
			if got, ok := m.correctOnly(s); ok && got.Kind == Spelling {
				wrong = append(wrong, s+" → "+got.Matched)
			}
		}
		if len(wrong)*1000 > tried {
			t.Errorf("%d of %d unlisted names resolved: %s", len(wrong), tried, strings.Join(wrong, ", "))
		}
	}
	m.lexs = full
}

// lexiconOf makes a lexicon of the international names chosen by number.
func lexiconOf(keep func(i int) bool) *lexicon {
	var kept []string
	i := 0
	for s := range entries(innText) {
		if keep(i) {
			kept = append(kept, s)
		}
		i++
	}
	w := Lexicon(strings.Join(kept, "\n"), "", "")
	return w.open()
}

// The lexicon in the program is that of its sources.
func TestLexiconIsFresh(t *testing.T) {
	if !reflect.DeepEqual(lexiconWords, Lexicon(innText, medicinesText, ordinaryText)) {
		t.Error("lexicon.gen.go is stale: run go generate ./internal/match")
	}
}

// Every name added by hand stands under a reason, once, and is no name of
// international use already listed.
func TestLexiconSources(t *testing.T) {
	seen := map[string]string{}
	for s := range entries(innText) {
		seen[name.Key(s)] = "inn.txt"
	}
	for file, text := range map[string]string{"medicines.txt": medicinesText, "ordinary.txt": ordinaryText} {
		reason := false
		for line := range strings.Lines(text) {
			line = strings.TrimSpace(line)
			switch {
			case strings.HasPrefix(line, "# "):
				reason = true
			case line == "":
				reason = false
			case !reason:
				t.Errorf("%s: no reason above %.40q", file, line)
			}
		}
		own := map[string]bool{}
		for s := range entries(text) {
			k := name.Key(s)
			if own[k] {
				t.Errorf("%s: %q twice", file, s)
			}
			own[k] = true
			if seen[k] == "inn.txt" {
				t.Errorf("%s: %q is in inn.txt", file, s)
			}
		}
	}
}

func FuzzMatch(f *testing.F) {
	for _, s := range []string{"paracetomol", "но шпа", "gfhfwtnfvjk", "nurofen gell 200 mg", "аspirin", "N02BE01", "rxcui:161", "\xff\x00", "д3", "a b c d e f g h i",
		strings.Repeat("z", 70), "№ 5%", "'", "ё", "\u202e", "calcium carbonate tablets 500mg"} {
		f.Add(s, false)
		f.Add(s, true)
	}
	ds := dataset.Embedded()
	m := New(ds)
	f.Fuzz(func(t *testing.T, s string, exact bool) {
		r := m.Match(s, exact)
		switch {
		case r.Kind.Resolved() != (r.Entry >= 0), r.Entry >= int32(len(ds.Entries)):
			t.Fatalf("%q: kind %s with entry %d", s, r.Kind, r.Entry)
		case (r.Kind.Resolved() && r.Kind != Brand) == (r.Message != ""):
			t.Fatalf("%q: kind %s with message %q", s, r.Kind, r.Message)
		case len(r.Ignored) > 0 && (exact || !r.Kind.Resolved()), (len(r.Holds) > 0) && r.Kind == Spelling:
			t.Fatalf("%q: kind %s without %q, holds %q", s, r.Kind, r.Ignored, r.Holds)
		case exact && r.Kind == Spelling:
			t.Fatalf("%q corrected with exact", s)
		case (r.Kind == Spelling) != (r.Distance > 0):
			t.Fatalf("%q: kind %s with distance %d", s, r.Kind, r.Distance)
		case len(r.Suggestions) > maxSuggestions:
			t.Fatalf("%q: %d suggestions", s, len(r.Suggestions))
		}
		for i, e := range suggested(r) {
			if e < 0 || e >= int32(len(ds.Entries)) || slices.Contains(suggested(r)[:i], e) {
				t.Fatalf("%q: suggestions %v", s, r.Suggestions)
			}
		}
		again := m.Match(s, exact)
		if again.Kind != r.Kind || again.Entry != r.Entry || again.Matched != r.Matched {
			t.Fatalf("%q: %+v, then %+v", s, r, again)
		}
		m.Complete(s, 5)
	})
}
