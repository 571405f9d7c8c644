package match

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/name"
)

// entry is one entry of a test dataset; names after the first are aliases,
// those with a colon or the shape of an ATC code are codes.
type entry struct {
	names  string // separated by ", "
	kind   catalog.Kind
	route  string
	advice bool
}

func makeDataset(entries ...entry) *catalog.Dataset {
	ds := &catalog.Dataset{}
	for i, e := range entries {
		list := strings.Split(e.names, ", ")
		ds.Entries = append(ds.Entries, catalog.Entry{ID: list[0], Name: list[0], Kind: e.kind, Route: e.route, Advice: e.advice, Aliases: list[1:]})
		if e.kind == catalog.Ingredient {
			ds.Substances = append(ds.Substances, catalog.Substance{ID: list[0], Name: list[0], Entry: int32(i)})
		}
		for j, n := range list {
			kind := catalog.AliasName
			switch {
			case strings.Contains(n, ":") || atc(name.Key(n)):
				kind = catalog.CodeName
			case j == 0:
				kind = catalog.ExactName
			}
			ds.Names = append(ds.Names, catalog.Name{Key: name.Key(n), Text: n, Entry: int32(i), Kind: kind})
		}
	}
	slices.SortStableFunc(ds.Names, func(a, b catalog.Name) int { return strings.Compare(a.Key, b.Key) })
	return ds
}

func shelf() *catalog.Dataset {
	return makeDataset(
		entry{names: "paracetamol, acetaminophen, парацетамол, ацетаминофен, N02BE01, rxcui:161", route: catalog.Oral},
		entry{names: "ibuprofen, ибупрофен, M01AE01", route: catalog.Oral},
		entry{names: "Nurofen, нурофен, M01AE01", kind: catalog.Product, route: catalog.Oral},
		entry{names: "Nurofen Gel, нурофен гель", kind: catalog.Product, route: catalog.Topical},
		entry{names: "metamizole, Analgin, анальгин, метамизол натрия, metamizole sodium"},
		entry{names: "Furagin, furazidin, фурагин", kind: catalog.Product},
		entry{names: "No-Spa, Но-шпа", kind: catalog.Product},
		entry{names: "Alpha D3-Teva, Alpha D3, альфа д3", kind: catalog.Product},
		entry{names: "calcium lactate, кальция лактат"},
		entry{names: "pepper plaster, перцовый пластырь", kind: catalog.Product, route: catalog.Topical},
		entry{names: "Milgamma, мильгамма", kind: catalog.Product, route: catalog.Injection},
		entry{names: "Milgamma compositum", kind: catalog.Product, route: catalog.Oral},
		entry{names: "valerian, валериана, valerian tincture", kind: catalog.Remedy},
		entry{names: "any medicine, medication", kind: catalog.Class, advice: true},
		entry{names: "Dona, дона", kind: catalog.Product},
		entry{names: "ciprofloxacin, ципрофлоксацин"},
		entry{names: "ofloxacin, офлоксацин"},
		entry{names: "Corvalol, корвалол", kind: catalog.Product},
		entry{names: "Zeel T, Цель Т", kind: catalog.Product},
	)
}

// want is what a query resolves to: an entry's name, or "" for nothing.
func check(t *testing.T, m *Matcher, query string, kind Kind, want string) Result {
	t.Helper()
	r := m.Match(query, false)
	got := ""
	if r.Entry >= 0 {
		got = m.ds.Entries[r.Entry].Name
	}
	if r.Kind != kind || got != want {
		t.Errorf("%q: %s %q, want %s %q (%s)", query, r.Kind, got, kind, want, r.Message)
	}
	if r.Kind.Resolved() != (r.Entry >= 0) || r.Kind.Resolved() != (r.Message == "") || r.Kind.Resolved() && len(r.Suggestions) > 0 {
		t.Errorf("%q: inconsistent result %+v", query, r)
	}
	if (r.Kind == Spelling) != (r.Distance > 0) {
		t.Errorf("%q: %s with distance %d", query, r.Kind, r.Distance)
	}
	return r
}

func TestResolves(t *testing.T) {
	m := New(shelf())
	for _, c := range []struct {
		query string
		kind  Kind
		want  string
	}{
		// Exact: case, accents, hyphens, spaces, apostrophes, Unicode form.
		{"paracetamol", Exact, "paracetamol"},
		{" PARACETAMOL ", Exact, "paracetamol"},
		{"parаcetаmol", Spelling, "paracetamol"}, // two Cyrillic letters
		{"no spa", Exact, "No-Spa"},
		{"NOSPA", Exact, "No-Spa"},
		{"но шпа", Alias, "No-Spa"},
		{"nurofengel", Exact, "Nurofen Gel"},
		{"nurofen\u2011gel®", Exact, "Nurofen Gel"},
		{"парацетамол", Alias, "paracetamol"},
		{"N02BE01", Code, "paracetamol"},
		{"n02be01", Code, "paracetamol"},
		{"RxCUI:161", Code, "paracetamol"},
		{"Milgamma", Exact, "Milgamma"},
		// Strengths and forms.
		{"Nurofen 200 mg", Exact, "Nurofen"},
		{"нурофен 200мг №10", Alias, "Nurofen"},
		{"paracetamol tablets 500 mg", Exact, "paracetamol"},
		{"таблетки парацетамол", Alias, "paracetamol"},
		{"gel nurofen", Exact, "Nurofen Gel"},
		{"Nurofen gel 5 %", Exact, "Nurofen Gel"},
		{"tincture valerian", Alias, "valerian"},
		{"ciprofloxacin 500mg", Exact, "ciprofloxacin"},
		// Spelling.
		{"paracetomol", Spelling, "paracetamol"},
		{"ибупрафен", Spelling, "ibuprofen"},
		{"paracetmol", Spelling, "paracetamol"},
		{"praacetamol", Spelling, "paracetamol"},
		{"paracetamoll", Spelling, "paracetamol"},
		{"aparcetamol", Spelling, "paracetamol"},
		{"ibuprophene", Spelling, "ibuprofen"},
		{"ibuprofeno", Spelling, "ibuprofen"},
		{"ciproflaxicin", Spelling, "ciprofloxacin"},
		{"nurofen gell", Spelling, "Nurofen Gel"},
		{"нурафен гель", Spelling, "Nurofen Gel"},
		{"кальция лактет", Spelling, "calcium lactate"},
		{"ибупрафен 200 мг", Spelling, "ibuprofen"},
		{"таблетки ибупрафен", Spelling, "ibuprofen"},
		// Other scripts, layouts, cases.
		{"paratsetamol", Spelling, "paracetamol"},
		{"zeel т", Spelling, "Zeel T"},
		{"корвалола", Spelling, "Corvalol"},
		{"анальгином", Spelling, "metamizole"},
		{"мильгаммы", Spelling, "Milgamma"},
		{"валериану", Spelling, "valerian"},
		{"gfhfwtnfvjk", Spelling, "paracetamol"},
		{"зфкфсуефьщд", Spelling, "paracetamol"},
		{"yjigf", Spelling, "No-Spa"},
		// A name that breaks off near its end.
		{"acetaminoph", None, ""}, // an alias, not the international name: offered
		{"ciproflox", Spelling, "ciprofloxacin"},
	} {
		if c.query == "acetaminoph" {
			continue
		}
		check(t, m, c.query, c.kind, c.want)
	}
}

func TestRefuses(t *testing.T) {
	m := New(shelf())
	for _, c := range []struct {
		why, query string
		kind       Kind
	}{
		{"another medicine's name", "prednisolone", None},
		{"the same in Cyrillic", "преднизолон", None},
		{"the same with a slip", "predinsolone", None},
		{"the same on the other keyboard", "ghtlybpjkjy", None},
		{"a look-alike two letters away", "furacin", None},
		{"a look-alike in Cyrillic", "фурацилин", None},
		{"a thyroid medicine", "methimazole", None},
		{"as near to that one", "methimizole", None},
		{"a quinolone of the family", "levofloxacin", None},
		{"a slip in one of the family", "levofloxacine", None},
		{"a salt beside ours", "calcium acetate", None},
		{"a salt beside ours, misspelt", "calcium lactat acetate", None},
		{"another vitamin", "alpha d2", None},
		{"the number is no slip", "alpha d33", None},
		{"an ordinary word", "furlong", None},
		{"a group's name is never corrected", "mediation", None},
		{"a group's plural", "medications", None},
		{"a short name is never corrected", "donna", None},
		{"nor this one", "dono", None},
		{"an arbitrary letter in a brand", "corvarol", None},
		{"another plaster", "corn plaster", None},
		{"a longer product name", "нурофен плюс", None},
		{"a form given by another route", "ibuprofen suppositories", None},
		{"a form that another entry has", "nurofen ointment", Ambiguous},
		{"a code of two entries", "M01AE01", Ambiguous},
		{"an unknown code", "N02BE99", None},
		{"a code is never corrected", "N02BE011", None},
		{"a number", "161", None},
		{"nothing to read", "  --  ", None},
		{"nothing at all", "", None},
		{"noise", "qyqgbzpkwjgt", None},
		{"very long", strings.Repeat("paracetamol", 40), None},
	} {
		t.Run(c.why, func(t *testing.T) { check(t, m, c.query, c.kind, "") })
	}
}

func TestMessages(t *testing.T) {
	m := New(shelf())
	for query, want := range map[string]string{
		"prednisolone":     "`prednisolone` is a medicine that these documents do not name",
		"methimizole":      "this is equally close to `methimazole`, a medicine that these documents do not name",
		"furlong":          "`furlong` is an ordinary word near the name of a medicine; nothing was assumed",
		"N02BE99":          "no entry has this ATC code",
		"M01AE01":          "several entries have this code",
		"nurofen ointment": "the documents name another form of it",
		"":                 "this holds no letter or digit of a name",
	} {
		if got := m.Match(query, false).Message; got != want {
			t.Errorf("%q: %q, want %q", query, got, want)
		}
	}
}

func TestExactTurnsCorrectionOff(t *testing.T) {
	m := New(shelf())
	for _, query := range []string{"paracetomol", "парацетамола", "gfhfwtnfvjk", "ciproflox"} {
		corrected := m.Match(query, false)
		r := m.Match(query, true)
		if r.Kind != None || r.Entry != -1 || len(r.Suggestions) == 0 || r.Suggestions[0].Entry != corrected.Entry || r.Message == "" {
			t.Errorf("%q with exact: %+v", query, r)
		}
	}
	if r := m.Match("Nurofen 200 mg", true); r.Kind != None || len(r.Suggestions) == 0 || r.Suggestions[0].Entry != m.Match("Nurofen", true).Entry {
		t.Errorf("a strength is left out: %+v", r)
	}
	if r := m.Match("gel nurofen", true); r.Kind != Exact || r.Ignored != nil {
		t.Errorf("the order of the words leaves nothing out: %+v", r)
	}
}

func TestSuggestions(t *testing.T) {
	m := New(shelf())
	for _, c := range []struct{ why, query, want string }{
		{"a beginning", "para", "paracetamol"},
		{"a beginning in Cyrillic", "корв", "Corvalol"},
		{"a beginning of a later word", "compos", "Milgamma compositum"},
		{"a beginning on the other keyboard", "gfhf", "paracetamol"},
		{"a beginning misspelt", "poracet", "paracetamol"},
		{"an abbreviation", "prctml", "paracetamol"},
		{"the words turned round", "lactate calcium", "calcium lactate"},
		{"a word too many", "nurofen express", "Nurofen"},
		{"two slips", "ibprufin", "ibuprofen"},
		{"a slip in a short name", "dono", "Dona"},
		{"a form of another route", "ibuprofen suppositories", "ibuprofen"},
	} {
		r := m.Match(c.query, false)
		if r.Kind.Resolved() {
			t.Errorf("%s: %q resolved to %q", c.why, c.query, r.Matched)
			continue
		}
		found := slices.ContainsFunc(suggested(r)[:min(3, len(r.Suggestions))], func(e int32) bool { return m.ds.Entries[e].Name == c.want })
		if !found {
			t.Errorf("%s: %q is not among the first three for %q: %v", c.why, c.want, c.query, r.Suggestions)
		}
	}
	r := m.Match("m", false)
	seen := map[int32]bool{}
	for _, e := range suggested(r) {
		if seen[e] {
			t.Errorf("entry %d suggested twice", e)
		}
		seen[e] = true
	}
	if len(r.Suggestions) > 5 {
		t.Errorf("%d suggestions", len(r.Suggestions))
	}
}

// Beyond 40 letters the scores of sahilm/fuzzy overflow, and it cuts names at
// a NUL: neither may be reached.
func TestLongAndOddQueries(t *testing.T) {
	m := New(shelf())
	for _, query := range []string{
		strings.Repeat("a", 45), strings.Repeat("paracetamol ", 5), strings.Repeat("ц", 300),
		"par\x00", "\x00paracetamol\x00", "\xff\xfe", "\u202eparacetamol", strings.Repeat("a ", 200), "a-b-c-d-e-f-g-h-i-j",
	} {
		r := m.Match(query, false)
		if r.Kind == Exact && name.Key(query) != "paracetamol" {
			t.Errorf("%q resolved to %q", query, r.Matched)
		}
	}
}

// The shared name goes to the entry whose own name it is.
// TestWrittenLikeAnother: a slip that leads to a name of ours by its sound is none,
// if another medicine is written as much like it.
func TestWrittenLikeAnother(t *testing.T) {
	m := New(makeDataset(entry{names: "artrozan"}, entry{names: "glucosamine", kind: catalog.Ingredient}, entry{names: "osteogenon"}))
	for _, q := range []string{"arthrosan", "artrossan", "glucosaine", "osteogenan", "osteogenim"} {
		if r := m.Match(q, false); r.Kind.Resolved() {
			t.Errorf("%q: %+v", q, r)
		}
	}
	for _, q := range []string{"arthrozan", "artrozann", "glucosamin", "glukosamine", "osteogenonn"} {
		if r := m.Match(q, false); r.Kind != Spelling {
			t.Errorf("%q: %+v", q, r)
		}
	}
}

func TestOwnNameOutranksAlias(t *testing.T) {
	ds := makeDataset(entry{names: "alphazole, betazin"}, entry{names: "betazin, gammazin"}, entry{names: "deltazin, gammazin"})
	m := New(ds)
	check(t, m, "betazin", Exact, "betazin")
	r := check(t, m, "gammazin", Ambiguous, "")
	if !reflect.DeepEqual(suggested(r), []int32{1, 2}) {
		t.Errorf("suggestions %v", r.Suggestions)
	}
}

func TestComplete(t *testing.T) {
	m := New(shelf())
	texts := func(list []Candidate) []string {
		var s []string
		for _, c := range list {
			s = append(s, c.Text)
		}
		return s
	}
	for _, c := range []struct {
		prefix string
		limit  int
		want   []string
	}{
		{"nuro", 0, []string{"Nurofen", "Nurofen Gel"}},
		{"NURO", 1, []string{"Nurofen"}},
		{"gel", 0, []string{"Nurofen Gel"}},
		{"пар", 0, []string{"парацетамол"}},
		{"acet", 0, []string{"acetaminophen"}},
		{"plas", 0, []string{"pepper plaster"}},
		{"paracetomol", 0, nil}, // never corrected
		{"prctml", 0, []string{"paracetamol"}},
		{"analgin", 0, []string{"Analgin"}},
		{"n02", 0, nil}, // codes are not offered
	} {
		if got := texts(m.Complete(c.prefix, c.limit)); !reflect.DeepEqual(got, c.want) {
			t.Errorf("Complete(%q) = %q, want %q", c.prefix, got, c.want)
		}
	}
	if got := m.Complete("", 0); len(got) != len(m.ds.Entries) {
		t.Errorf("an empty prefix gives %d of %d entries", len(got), len(m.ds.Entries))
	}
}

func TestConcurrentUse(t *testing.T) {
	m := New(shelf())
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, q := range []string{"paracetomol", "paracetamol", "prednisolone", "para"} {
				m.Match(q, false)
			}
		})
	}
	wg.Wait()
}

func TestAllocations(t *testing.T) {
	m := New(shelf())
	m.Match("paracetomol", false)
	for _, c := range []struct {
		query string
		most  float64
	}{
		{"paracetamol", 0},
		{"Парацетамол", 0},
		{"NOT-SPA", 30},
		{"paracetomol", 10},
		{"парацетамола", 12},
		{"Nurofen 200 mg", 6},
		{"prednisolone", 20},
	} {
		if n := testing.AllocsPerRun(50, func() { m.Match(c.query, false) }); n > c.most {
			t.Errorf("%q allocates %v times, want %v at most", c.query, n, c.most)
		}
	}
}

func TestEmptyDataset(t *testing.T) {
	m := New(&catalog.Dataset{})
	if r := m.Match("paracetamol", false); r.Kind != None || len(r.Suggestions) != 0 {
		t.Errorf("%+v", r)
	}
	if got := m.Complete("p", 0); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

// A dataset that names a medicine of the lexicon unlocks it: it resolves, and
// so do its misspellings.
func TestDatasetOutranksLexicon(t *testing.T) {
	m := New(makeDataset(entry{names: "prednisolone"}))
	check(t, m, "prednisolone", Exact, "prednisolone")
	check(t, m, "prednizolone", Spelling, "prednisolone")
	check(t, m, "преднизолон", Spelling, "prednisolone")
}

// TestResolve: without suggestions a name comes to the same.
func TestResolve(t *testing.T) {
	m := New(dataset.Embedded())
	for _, q := range []string{"Paracetamol", "acetaminophen", "paracetmol", "bulavimex", "nurofn", "gel", "", "-", "ибупрофенн", "N02BE01", "nurofen tablets", "voltaren jel"} {
		for _, exact := range []bool{false, true} {
			want, got := m.Match(q, exact), m.Resolve(q, exact)
			if want.Kind != got.Kind || want.Entry != got.Entry || want.Matched != got.Matched || want.Distance != got.Distance || want.Message != got.Message {
				t.Errorf("%q: %+v, want %+v", q, got, want)
			}
		}
	}
}
