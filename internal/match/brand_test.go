package match_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/load"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/name"
)

// brandSample holds substances with entries of one route, of two, of none, and
// names of every sort for them.
const brandSample = `
version: "2026.11.21"
substances:
  - {id: "alphafen", name: "alphafen"}
  - {id: "betamol", name: "betamol"}
  - {id: "gammacin", name: "gammacin"}
  - {id: "deltadol", name: "deltadol"}
  - {id: "omegine", name: "omegine"}
entries:
  - {id: "alphafen", name: "alphafen", kind: "ingredient", route: "oral"}
  - {id: "alpha-gel", name: "Alpha Gel", kind: "product", route: "topical", contains: [{id: "alphafen", basis: "general_knowledge", source: "x"}]}
  - {id: "betamol", name: "betamol", kind: "ingredient", route: "oral"}
  - {id: "gammatabs", name: "Gammatabs", kind: "product", route: "oral", contains: [{id: "gammacin", basis: "general_knowledge", source: "x"}]}
  - {id: "betagamma", name: "Betagamma", kind: "product", route: "oral", contains: [{id: "betamol", basis: "general_knowledge", source: "x"}, {id: "gammacin", basis: "general_knowledge", source: "x"}]}
  - {id: "duo-one", name: "Duo One", kind: "product", route: "oral", contains: [{id: "betamol", basis: "general_knowledge", source: "x"}, {id: "omegine", basis: "general_knowledge", source: "x"}]}
  - {id: "duo-two", name: "Duo Two", kind: "product", route: "oral", contains: [{id: "betamol", basis: "general_knowledge", source: "x"}, {id: "omegine", basis: "general_knowledge", source: "x"}]}
  - {id: "delta-tea", name: "delta tea", kind: "remedy", route: "oral", contains: [{id: "deltadol", basis: "general_knowledge", source: "x"}]}
  - {id: "vitamin-q", name: "vitamin Q", kind: "ingredient"}
brand_sources: [{id: "list", name: "A list"}]
other_substances: ["caffeine", "zeta"]
brands:
  - holds: ["alphafen"]
    names:
      - {name: "Orafen", route: "oral", countries: ["FR"], sources: ["list"]}
      - {name: "Skinfen", route: "topical", sources: ["list"]}
      - {name: "Anyfen", sources: ["list"]}
      - {name: "Eyefen", route: "eye", sources: ["list"]}
      - {name: "Shotfen", route: "injection", sources: ["list"]}
      - {name: "alphafen sodium", kind: "salt", route: "oral", sources: ["list"]}
      - {name: "alphafen diethylamine", kind: "salt", route: "topical", sources: ["list"]}
      - {name: "alphafène", kind: "inn", sources: ["list"]}
      - {name: "альфафен", kind: "inn", sources: ["list"]}
      - {name: "Motalin", route: "oral", countries: ["US"], sources: ["list"]}
      - {name: "Twoways", route: "oral", countries: ["FR"], sources: ["list"]}
  - holds: ["betamol"]
    names:
      - {name: "Betamax", route: "oral", sources: ["list"]}
      - {name: "Betany", sources: ["list"]}
      - {name: "Моталин", route: "oral", sources: ["list"]}
      - {name: "Twoways", route: "oral", countries: ["AR"], sources: ["list"]}
      - {name: "Beta A", route: "oral", sources: ["list"]}
      - {name: "pain salt", kind: "synonym", sources: ["list"]}
      - {name: "betamol", kind: "inn", sources: ["list"]}
  - holds: ["gammacin"]
    names:
      - {name: "Gammanase", route: "oral", sources: ["list"]}
  - holds: ["deltadol"]
    names:
      - {name: "Deltadrag", route: "oral", sources: ["list"]}
      - {name: "deltaweed", kind: "synonym", sources: ["list"]}
  - holds: ["vitamin-q"]
    names:
      - {name: "quinic acid", kind: "inn", sources: ["list"]}
      - {name: "Quecreme", route: "topical", sources: ["list"]}
      - {name: "Quedrops", route: "oral", sources: ["list"]}
  - holds: ["gammacin", "betamol"]
    names:
      - {name: "Betacomp", sources: ["list"]}
      - {name: "Betacomp Gel", route: "topical", sources: ["list"]}
  - holds: ["omegine", "betamol"]
    names: [{name: "Twinduo", route: "oral", sources: ["list"]}]
  - holds: ["alphafen", "caffeine"]
    names: [{name: "Orafen Plus", route: "oral", sources: ["list"]}]
  - holds: ["caffeine", "zeta"]
    names: [{name: "Zetacaf", sources: ["list"]}]
  - holds: ["zeta"]
    names: [{name: "Zetaline", sources: ["list"]}]
`

func brandMatcher(t testing.TB) (*match.Matcher, *catalog.Dataset) {
	t.Helper()
	ds, faults := load.Files(load.File{Name: "sample.yaml", Data: []byte(brandSample)})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return match.New(ds), ds
}

func TestBrand(t *testing.T) {
	m, ds := brandMatcher(t)
	id := func(e int32) string {
		if e < 0 {
			return ""
		}
		return ds.Entries[e].ID
	}
	for _, c := range []struct {
		query   string
		kind    match.Kind
		entry   string
		suggest string
		message string
	}{
		// One substance by one route.
		{"Orafen", match.Brand, "alphafen", "", "the documents do not name Orafen; it holds alphafen"},
		{"ORAFEN®", match.Brand, "alphafen", "", "the documents do not name Orafen; it holds alphafen"},
		{"Skinfen", match.Brand, "alpha-gel", "", "the documents do not name Skinfen; it holds alphafen"},
		{"Gammanase", match.Brand, "gammatabs", "", "the documents do not name Gammanase; it holds gammacin"},
		{"Quedrops", match.Brand, "vitamin-q", "", "the documents do not name Quedrops; it holds vitamin Q"},
		{"Quecreme", match.None, "", "vitamin-q", "Quecreme holds vitamin Q and is given on the skin; the documents speak of it in another form"},
		{"Eyefen", match.None, "", "alphafen", "Eyefen holds alphafen and is given in the eye; the documents speak of it in another form"},
		{"Shotfen", match.None, "", "alphafen", "Shotfen holds alphafen and is given by injection; the documents speak of it in another form"},
		// By any route: one entry, or several.
		{"Betany", match.Brand, "betamol", "", "the documents do not name Betany; it holds betamol"},
		{"Anyfen", match.Ambiguous, "", "alphafen alpha-gel", "Anyfen holds alphafen, of which there are several entries"},
		// A remedy is no medicine that a box holds.
		{"Deltadrag", match.None, "", "delta-tea", "Deltadrag holds deltadol and is given by mouth; the documents speak of it in another form"},
		{"deltaweed", match.Brand, "delta-tea", "", "the documents do not name deltaweed; it holds deltadol"},
		// Salts and other names of a substance.
		{"alphafen sodium", match.Alias, "alphafen", "", ""},
		{"alphafen diethylamine", match.Brand, "alpha-gel", "", "the documents do not name alphafen diethylamine; it holds alphafen"},
		{"Alphafene", match.Alias, "alphafen", "", ""},
		{"АЛЬФАФЕН", match.Alias, "alphafen", "", ""},
		{"quinic acid", match.Alias, "vitamin-q", "", ""},
		{"pain salt", match.Brand, "betamol", "", "the documents do not name pain salt; it holds betamol"},
		// A name of the dataset comes first; a substance without an entry has one too.
		{"betamol", match.Exact, "betamol", "", ""},
		{"gammacin", match.Brand, "gammatabs", "", "the documents do not name gammacin itself; Gammatabs holds it"},
		{"omegine", match.None, "", "duo-one duo-two", "omegine is a substance; the documents speak only of products that hold omegine beside other substances"},
		// Several substances.
		{"Betacomp", match.Brand, "betagamma", "", "the documents do not name Betacomp; it holds gammacin and betamol"},
		{"Betacomp Gel", match.None, "", "gammatabs betamol", "Betacomp Gel holds gammacin and betamol; of these the documents speak of gammacin and betamol"},
		{"Twinduo", match.None, "", "duo-one duo-two betamol", "Twinduo holds omegine and betamol; the documents speak of betamol, and of products with omegine"},
		{"Orafen Plus", match.None, "", "alphafen", "Orafen Plus holds alphafen and caffeine; of these the documents speak of alphafen"},
		{"Zetacaf", match.None, "", "", "Zetacaf holds caffeine and zeta, of none of which the documents speak"},
		{"Zetaline", match.None, "", "", "Zetaline holds zeta, of which the documents do not speak"},
		// Different medicines in different countries, and in different scripts.
		{"Twoways", match.None, "", "alphafen betamol", "Twoways is the name of different medicines, which hold alphafen (FR) or betamol (AR); of these the documents speak of alphafen and betamol"},
		{"Motalin", match.Brand, "alphafen", "", "the documents do not name Motalin; it holds alphafen"},
		{"Моталин", match.Brand, "betamol", "", "the documents do not name Моталин; it holds betamol"},
		// Never an unknown extension, another spelling, another script, or a letter
		// that stands alone elsewhere.
		{"Orafen Forte", match.None, "", "", "*"},
		{"Orafan", match.None, "", "", "*"},
		{"орафен", match.None, "", "", "*"},
		{"щкфаут", match.None, "", "", "*"},
		{"щкфаут ефидуеы", match.None, "", "", "*"}, // "orafen tablets" on the other layout
		{"Betaa", match.None, "", "", "*"},
		// A strength and a form beside the name.
		{"Orafen 200 mg", match.Brand, "alphafen", "", "the documents do not name Orafen; it holds alphafen"},
		{"Anyfen gel", match.Brand, "alpha-gel", "", "the documents do not name Anyfen; it holds alphafen"},
		{"Anyfen tablets", match.Brand, "alphafen", "", "the documents do not name Anyfen; it holds alphafen"},
		{"Orafen gel", match.Ambiguous, "", "alpha-gel alphafen", "*"},
		{"Anyfen eye drops", match.None, "", "", "*"},
		{"Orafen 200", match.None, "", "alphafen", "*"},
	} {
		r := m.Match(c.query, false)
		var suggest []string
		for _, s := range r.Suggestions {
			suggest = append(suggest, id(s.Entry))
		}
		if r.Kind != c.kind || id(r.Entry) != c.entry || c.message != "*" && r.Message != c.message ||
			c.suggest != "" && !startsWith(suggest, strings.Fields(c.suggest)) {
			t.Errorf("%s: %s %s %v %q\nwant %s %s [%s] %q", c.query, r.Kind, id(r.Entry), suggest, r.Message, c.kind, c.entry, c.suggest, c.message)
		}
		if r.Kind == match.Brand && (len(r.Holds) == 0 || r.Matched == "") {
			t.Errorf("%s: holds %v, matched %q", c.query, r.Holds, r.Matched)
		}
		if r.Kind == match.None && r.Holds != nil { // a brand that is refused suggests what it holds alone
			for _, s := range r.Suggestions {
				if !holdsOneOf(ds, s.Entry, r.Holds) {
					t.Errorf("%s suggests %s, which holds none of %v", c.query, id(s.Entry), r.Holds)
				}
			}
		}
	}
}

func startsWith(list, head []string) bool {
	return len(list) >= len(head) && slices.Equal(list[:len(head)], head)
}

// holdsOneOf reports whether an entry is or contains one of the substances.
func holdsOneOf(ds *catalog.Dataset, entry int32, names []string) bool {
	e := &ds.Entries[entry]
	return slices.Contains(names, e.Name) || slices.ContainsFunc(ds.Substances, func(s catalog.Substance) bool {
		return slices.Contains(names, s.Name) && (s.Entry == entry || slices.Contains(s.Products, entry))
	})
}

// TestBrandHolds: what a brand holds is given in the order of the data.
func TestBrandHolds(t *testing.T) {
	m, _ := brandMatcher(t)
	for query, want := range map[string][]string{
		"Orafen": {"alphafen"}, "Betacomp": {"gammacin", "betamol"}, "Zetacaf": {"caffeine", "zeta"},
		"Twoways": {"alphafen", "betamol"}, "alphafen sodium": nil, "nothing known": nil,
	} {
		if got := m.Match(query, false).Holds; !slices.Equal(got, want) {
			t.Errorf("%s holds %v, want %v", query, got, want)
		}
	}
}

// TestBrandInASentence: a brand among other words brings the entries of what it
// holds.
func TestBrandInASentence(t *testing.T) {
	m, ds := brandMatcher(t)
	for query, want := range map[string]string{
		"may I take Orafen at night":      "alphafen Orafen",
		"Orafen Plus please, the new one": "alphafen Orafen Plus",
		"my Anyfen is used up":            "alphafen Anyfen",
	} {
		r := m.Match(query, false)
		if r.Kind.Resolved() || len(r.Suggestions) == 0 || ds.Entries[r.Suggestions[0].Entry].ID+" "+r.Suggestions[0].Matched != want {
			t.Errorf("%s: %s %+v, want %s", query, r.Kind, r.Suggestions, want)
		}
	}
}

// TestBrandWithExact: a brand is no correction, but a strength beside it would be
// left out.
func TestBrandWithExact(t *testing.T) {
	m, _ := brandMatcher(t)
	if r := m.Match("Orafen", true); r.Kind != match.Brand {
		t.Errorf("Orafen: %s", r.Kind)
	}
	if r := m.Match("Orafen 200 mg", true); r.Kind != match.None {
		t.Errorf("Orafen 200 mg: %s", r.Kind)
	}
}

// TestSlipsOfBrands: no slip in a brand resolves, neither to the brand nor to a
// name of ours that the brand is near to.
func TestSlipsOfBrands(t *testing.T) {
	m, ds := brandMatcher(t)
	for i := range ds.Brands {
		key := []rune(ds.Brands[i].Key)
		for at := range key {
			for _, typed := range []string{
				string(slices.Delete(slices.Clone(key), at, at+1)),
				string(slices.Insert(slices.Clone(key), at, key[at])),
			} {
				if r := m.Match(typed, false); r.Kind == match.Brand && !slices.ContainsFunc(ds.Brands, func(b catalog.Brand) bool { return b.Key == name.Key(typed) }) {
					t.Errorf("%s resolved to %s", typed, r.Matched)
				}
			}
		}
	}
}

// TestBrandGuards: what is as near to a brand of another medicine as to a name of
// ours stays unresolved, and resolves where the brand holds the same.
func TestBrandGuards(t *testing.T) {
	for _, c := range []struct {
		holds string
		kind  match.Kind
	}{{"zeta", match.None}, {"betamol", match.None}, {"alphafenolone", match.Spelling}} {
		text := strings.ReplaceAll(`
version: "2026.11.21"
substances: [{id: "alphafenolone", name: "alphafenolone"}, {id: "betamol", name: "betamol"}]
entries:
  - {id: "alphafenolone", name: "alphafenolone", kind: "ingredient", route: "oral"}
  - {id: "betamol", name: "betamol", kind: "ingredient", route: "oral"}
brand_sources: [{id: "list", name: "A list"}]
other_substances: ["zeta"]
brands: [{holds: ["X"], names: [{name: "Alphafanolona", route: "oral", sources: ["list"]}]}]
`, "X", c.holds)
		ds, faults := load.Files(load.File{Name: "sample.yaml", Data: []byte(text)})
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		m := match.New(ds)
		if r := m.Match("alphafenolona", false); r.Kind != c.kind {
			t.Errorf("beside a brand of %s: %s %q", c.holds, r.Kind, r.Message)
		}
		if r := m.Match("альфафанолона", false); r.Kind.Resolved() && c.kind == match.None {
			t.Errorf("beside a brand of %s in the other script: %s", c.holds, r.Kind)
		}
	}
}

// TestBrandIndexIsOptional: a dataset that comes with an index of its brands
// answers as one that does not.
func TestBrandIndexIsOptional(t *testing.T) {
	m, ds := brandMatcher(t)
	with := *ds
	with.Index, with.BrandIndex = match.Index(ds), match.BrandIndex(ds)
	n := match.New(&with)
	for _, q := range []string{"Orafen", "orafenn", "alphafan", "альфафана", "Zetalin"} {
		if a, b := m.Match(q, false), n.Match(q, false); a.Kind != b.Kind || a.Entry != b.Entry || a.Message != b.Message {
			t.Errorf("%s: %+v, with the index %+v", q, a, b)
		}
	}
}

func FuzzBrand(f *testing.F) {
	m, ds := brandMatcher(f)
	for i := range ds.Brands {
		f.Add(ds.Brands[i].Text)
		f.Add(ds.Brands[i].Text + " 200 mg gel")
	}
	f.Fuzz(func(t *testing.T, query string) {
		r := m.Match(query, false)
		if r.Kind == match.Brand && (r.Entry < 0 || len(r.Holds) == 0 || r.Matched == "" || len(r.Suggestions) > 0) {
			t.Errorf("%q: %+v", query, r)
		}
		if r.Kind == match.Brand && !strings.Contains(name.Key(query), name.Key(r.Matched)) {
			t.Errorf("%q resolved to the brand %q", query, r.Matched)
		}
	})
}
