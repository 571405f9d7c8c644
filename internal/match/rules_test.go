package match

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
)

// A made-up name, and the same letter by letter with vowels that ears take
// for it (2 quarters each) or not (3 quarters). No word of the lexicon is near.
const (
	madeUp  = "vugofukazumilobudikefasolug"
	cheaper = "vogufokozomalubodakofosulog"
	dearer  = "vagifakuzamolibadokufusilag"
)

// off is the made-up name's first n letters with twos of its vowels off by 2
// and threes of them by 3, from the last backwards.
func off(n, twos, threes int) string {
	q := []byte(madeUp[:n])
	for i := n - 1; i > 0 && twos+threes > 0; i-- {
		if !vowel(q[i]) {
			continue
		}
		if twos > 0 {
			q[i] = cheaper[i]
			twos--
		} else {
			q[i] = dearer[i]
			threes--
		}
	}
	return string(q)
}

// TestHowMuchANameMayBeOff goes through the limits of docs/matching.md: for
// names of each length and kind, which cost is still a misspelling.
// TestFirstEntry: the entry that stands first is one as any other, whatever
// guise its name is in.
func TestFirstEntry(t *testing.T) {
	m := New(makeDataset(entry{names: "paxom, паксом"}, entry{names: "vugofuk"}))
	for _, q := range []string{"paxom", "рахоm", "паксома", "gfrcjv", "зфчщь", "paxomm"} {
		if r := m.Match(q, false); !r.Kind.Resolved() || r.Entry != 0 {
			t.Errorf("%q: %+v", q, r)
		}
	}
}

func TestHowMuchANameMayBeOff(t *testing.T) {
	// By sounds: what an international name, a brand and a remedy may be off
	// where that lies in several letters, and where it lies in one of them.
	table := map[int][3]int{
		3: {0, 0, 0}, 4: {0, 0, 0}, 5: {2, 2, 2}, 6: {4, 2, 2}, 7: {4, 2, 2}, 8: {5, 3, 3}, 9: {6 + 2, 5 + 2, 5}, 10: {6 + 2, 5 + 2, 5},
		11: {7 + 2, 6 + 2, 5}, 12: {7 + 2, 6 + 2, 5}, 13: {8 + 2, 7 + 2, 5}, 14: {8 + 2, 7 + 2, 5}, 15: {10 + 2, 9 + 2, 5}, 16: {10 + 2, 9 + 2, 5}, 19: {10 + 2, 9 + 2, 5},
	}
	for n, limits := range table {
		for k, kind := range []catalog.Kind{catalog.Ingredient, catalog.Product, catalog.Remedy, catalog.Class} {
			m := New(makeDataset(entry{names: madeUp[:n], kind: kind}))
			for twos := range 7 {
				for threes := range 4 {
					q := off(n, twos, threes)
					cost := sounds([]byte(q), []byte(madeUp[:n]), 60)
					if cost == 0 || cost != 2*twos+3*threes {
						continue // not so many vowels
					}
					limit := 0
					if k < 3 {
						limit = limits[k]
					}
					if kind != catalog.Ingredient && n <= 10 && twos+threes > 1 {
						limit = 0 // a brand of ten letters: one of them
						if n >= 8 && kind == catalog.Product {
							limit = edit // vowels in place of vowels
						}
					}
					r := m.Match(q, false)
					if got := r.Kind == Spelling; got != (cost <= limit) {
						t.Errorf("kind %d, %d sounds, %q is %d off: %s (%s), limit %d", kind, n, q, cost, r.Kind, r.Message, limit)
					}
					if r.Kind == Spelling && r.Distance != twos+threes {
						t.Errorf("%q: %d edits, want %d", q, r.Distance, twos+threes)
					}
					if r.Kind != Spelling && cost <= 8 && n >= 6 && !reflect.DeepEqual(suggested(r), []int32{0}) {
						t.Errorf("%q for %q: suggestions %v", q, madeUp[:n], r.Suggestions)
					}
				}
			}
		}
	}
}

// stand is a row of a table of small datasets: the names, separated by
// semicolons with their kind before them, a query, and what it comes to.
type stand struct {
	why, names, query string
	kind              Kind
	want              string // the names that it resolves to, or are offered
	message           string // what it says, or begins with
}

// kindsOf are the letters before the names of a stand.
var kindsOf = map[string]entry{
	"i": {kind: catalog.Ingredient}, "p": {kind: catalog.Product}, "r": {kind: catalog.Remedy}, "c": {kind: catalog.Class}, "a": {kind: catalog.Product, advice: true},
	"o": {kind: catalog.Product, route: catalog.Oral}, "t": {kind: catalog.Product, route: catalog.Topical}, "io": {kind: catalog.Ingredient, route: catalog.Oral},
}

func (c stand) check(t *testing.T) {
	t.Helper()
	var list []entry
	for _, s := range strings.Split(c.names, "; ") {
		kind, names, _ := strings.Cut(s, " ")
		e, ok := kindsOf[kind]
		if !ok {
			t.Fatalf("%s: no kind %q", c.why, kind)
		}
		e.names = names
		list = append(list, e)
	}
	m := New(makeDataset(list...))
	r := m.Match(c.query, false)
	var got []string
	if r.Entry >= 0 {
		got = append(got, m.ds.Entries[r.Entry].Name)
	}
	for _, e := range suggested(r) {
		got = append(got, m.ds.Entries[e].Name)
	}
	if r.Kind != c.kind || strings.Join(got, ", ") != c.want || !strings.HasPrefix(r.Message, c.message) {
		t.Errorf("%s: %q is %s %q (%s), want %s %q (%s)", c.why, c.query, r.Kind, strings.Join(got, ", "), r.Message, c.kind, c.want, c.message)
	}
}

// TestLikelySlips: what a brand may be off beyond the table.
func TestLikelySlips(t *testing.T) {
	for _, c := range []stand{
		{"a vowel too many", "p vugofum", "vuigofum", Spelling, "vugofum", ""},
		{"a vowel too many, in another place", "p vugofum", "vugoefum", Spelling, "vugofum", ""},
		{"a consonant too many", "p vugofum", "vugorfum", None, "vugofum", ""},
		{"a vowel too many, in six letters", "p vugofu", "vugiofu", None, "vugofu", ""},
		{"two vowels for others", "p vugofukz", "vogefukz", Spelling, "vugofukz", ""},
		{"two vowels for others, in seven letters", "p vugofuk", "vogefuk", None, "vugofuk", ""},
		{"two vowels for others, in a household remedy", "r vugofukz", "vogefukz", None, "vugofukz", ""},
		{"a vowel for another, and a consonant", "p vugofukz", "vogovukz", None, "vugofukz", ""},
		{"the first letter of an international name, as brands are made", "i vugofukm", "lugofukm", None, "vugofukm", ""},
	} {
		c.check(t)
	}
}

// TestRunnerUp: the second nearest must be three quarters farther off.
func TestRunnerUp(t *testing.T) {
	const first = "i vugofukazum"
	for _, c := range []stand{
		{"as near", first + "; i vugofukazim", "vugofukazem", Ambiguous, "vugofukazim, vugofukazum", "several names are equally close"},
		{"the same entry's other name", first + ", vugofokazom", "vugofukazom", Spelling, "vugofukazum", ""},
	} {
		c.check(t)
	}
	// By costs that are counted: a name at 2 and others at 2 and more.
	for k, other := range []string{"vugofukazum", "vogofukazum", "vagofukazum", "vogufukazum", "vogifukazum", "vagifukazum"} {
		const q = "vugofukazom"
		cost := slowDistance([]byte(q), []byte(other), true)
		if want := []int{2, 4, 5, 6, 7, 8}[k]; cost != want {
			t.Fatalf("%q is %d from %q, want %d", q, cost, other, want)
		}
		if k == 0 {
			continue
		}
		m := New(makeDataset(entry{names: "vugofukazum"}, entry{names: other}))
		r := m.Match(q, false)
		if (r.Kind == Spelling) != (cost >= 2+margin) || (r.Kind == Ambiguous) != (cost < 2+margin) {
			t.Errorf("the runner-up %d farther: %s", cost-2, r.Kind)
		}
	}
}

// TestKnown: what the lexicon says of a name in each guise.
func TestKnown(t *testing.T) {
	m := New(shelf())
	sources := slices.Collect(entries(innText))
	const medicine = "is a medicine that these documents do not name"
	for query, want := range map[string]string{
		sources[0]:             "`" + sources[0] + "` " + medicine, // the first line of all
		"prednisolone 5 mg":    "`prednisolone` " + medicine,
		"prednisolone tablets": "`prednisolone` " + medicine,
		"таблетки преднизолон": "`преднизолон` " + medicine,
		"prednizolone 5":                   "`prednisolone` " + medicine,
		"furlong tablets":                  "`furlong` is an ordinary word",
		"calcium acetate 500 mg":           "`calcium acetate` " + medicine,
		"acetate":                          "no entry has this name", // a word of others, by itself none
		"sodium":                           "no entry has this name",
		"prednisolone prednisolone 5 mg x": "no entry has this name",
	} {
		r := m.Match(query, false)
		if r.Kind != None || !strings.HasPrefix(r.Message, want) {
			t.Errorf("%q: %s %q, want %q", query, r.Kind, r.Message, want)
		}
	}
	// On the other keyboard from five sounds on, in one word.
	short, long := 0, 0
	for _, s := range sources {
		key := name.Key(s)
		if strings.Contains(s, " ") || len(key) > 6 {
			continue
		}
		swapped, ok := name.Swap(s)
		q := new(query)
		if !ok || !q.set(name.Key(swapped)) || len(q.fold) < 3 {
			continue
		}
		r := m.Match(swapped, false)
		got := strings.HasSuffix(r.Message, medicine)
		if want := len(q.fold) >= 5; want != got && len(name.Words(swapped)) == 1 {
			t.Errorf("%q, which is %q: %q", swapped, s, r.Message)
		}
		if len(q.fold) >= 5 {
			long++
		} else {
			short++
		}
	}
	if short < 3 || long < 3 {
		t.Errorf("only %d and %d names tried", short, long)
	}
}

// TestAnyPlace: it does not matter where a name stands in the dataset.
func TestAnyPlace(t *testing.T) {
	for place := range 4 {
		names := []string{"i another", "i gelima", "i milokuta"}
		names = slices.Insert(names, place, "i vugofukazumilob")
		for _, q := range []string{"vugofukazumilub", "vogofakozumilob", "vogofakozemilob", "vugofukazumilub 5 mg"} {
			stand{"place", strings.Join(names, "; "), q, Spelling, "vugofukazumilob", ""}.check(t)
		}
	}
}

// TestGuard: another medicine as near as ours, and a quarter or more farther.
// levosimendan and tegaserod are in the lexicon, alone for a long way.
func TestGuard(t *testing.T) {
	for _, c := range []struct {
		own, query, other string
		ours, its         int // the query's distances from ours and from the other
		substance, brand  bool
	}{
		{"levosimendon", "levosimandon", "levosimendan", 2, 4, true, true},
		{"levosimendon", "levosimendun", "levosimendan", 2, 3, true, false},
		{"levosimendon", "levosimenden", "levosimendan", 2, 2, false, false},
		{"levosimendun", "levosimenden", "levosimendan", 3, 2, false, false},
		{"levosimendon", "lavosimandun", "levosimendan", 6, 7, true, false},
		// Beyond the limit, where a name must stand alone.
		{"levosimendon", "lavusimandun", "levosimendan", 8, 9, false, false},
		{"levosimenton", "lovasemonton", "levosimendan", 8, 12, false, false},
		{"levosigendan", "lovasegondan", "levosimendan", 8, 13, true, true},
		// The first letter hit: a whole edit is wanted.
		{"tegosarud", "degosarud", "tegaserod", 2, 8, true, true},
		{"tegusarod", "degusarod", "tegaserod", 2, 7, true, true},
		{"tegasarud", "degasarud", "tegaserod", 2, 6, false, false},
	} {
		ours, its := slowDistance([]byte(c.query), []byte(c.own), true), slowDistance([]byte(c.query), []byte(c.other), true)
		if ours != c.ours || its != c.its {
			t.Fatalf("%q is %d from %q and %d from %q, want %d and %d", c.query, ours, c.own, its, c.other, c.ours, c.its)
		}
		for kind, resolves := range map[string]bool{"i": c.substance, "p": c.brand} {
			s := stand{"guard", kind + " " + c.own, c.query, None, c.own, "this is equally close to `" + c.other + "`, a medicine"}
			if resolves {
				s.kind, s.message = Spelling, ""
			} else if ours > 7 {
				s.message = ""
			}
			s.check(t)
		}
	}
}

// TestTruncated: a name that breaks off near its end.
func TestTruncated(t *testing.T) {
	for _, c := range []stand{
		{"three missing", "i vugofukazum", "vugofuka", Spelling, "vugofukazum", ""},
		{"four missing", "i vugofukazumi", "vugofuka", Spelling, "vugofukazumi", ""},
		{"five missing", "i vugofukazumil", "vugofuka", None, "vugofukazumil", ""},
		{"four of thirteen", "i vugofukazumil", "vugofukaz", Spelling, "vugofukazumil", ""},
		{"only seven sounds", "i vugofukazum", "vugofuk", None, "vugofukazum", ""},
		{"a brand", "p vugofukazum", "vugofuka", None, "vugofukazum", ""},
		{"a remedy", "r vugofukazum", "vugofuka", None, "vugofukazum", ""},
		{"two names of one", "i vugofukazum, vugofukadel", "vugofuka", Spelling, "vugofukazum", ""},
		{"two entries", "i vugofukazum; p vugofukadelo", "vugofuka", None, "vugofukazum, vugofukadelo", ""},
		{"two entries, the shorter first", "i vugofukadel; p vugofukazumo", "vugofuka", None, "vugofukadel, vugofukazumo", ""},
		{"the other entry's is several words", "i vugofukazum; p vugofuka delo", "vugofuka", Spelling, "vugofukazum", ""},
		{"a name of several words", "i vugofukadel zumilo", "vugofukadel", None, "vugofukadel zumilo", ""},
		{"the whole name, as near to another", "i vugofukazum; i vugofukazim", "вугофуказум", Ambiguous, "vugofukazum, vugofukazim", "several names are equally close"},
		{"a word without a sound beside it", "i vugofukazum ь", "vugofuka", Spelling, "vugofukazum ь", ""},
		{"another medicine begins so", "i levosimendon", "levosime", None, "levosimendon", ""},
		{"another medicine begins so, further on", "i levosimendimo", "levosimend", None, "levosimendimo", ""},
		{"no other medicine begins so", "i levosimondon", "levosimond", Spelling, "levosimondon", ""},
		{"another medicine two quarters from what is left", "i tegaserudimo", "tegaserud", None, "tegaserudimo", ""},
		{"three quarters", "i tegaseridimo", "tegaserid", None, "tegaseridimo", ""},
		{"four quarters", "i tegasirudimo", "tegasirud", Spelling, "tegasirudimo", ""},
		{"in the other script", "i vugofukazum", "вугофука", Spelling, "vugofukazum", ""},
	} {
		c.check(t)
	}
}

// TestScripts: short names in the other script, and names in both.
func TestScripts(t *testing.T) {
	for _, c := range []stand{
		{"three quarters across scripts", "i vugofuk", "вугофик", Spelling, "vugofuk", ""},
		{"four", "i vugofuk", "вугафок", None, "vugofuk", ""},
		{"four in one script", "i vugofuk", "vugafok", Spelling, "vugofuk", ""},
		{"five across scripts in a longer one", "i vugofuka", "вугафика", Spelling, "vugofuka", ""},
		{"four across scripts in a longer one", "i vugofuka", "вогофока", Spelling, "vugofuka", ""},
		{"a brand across scripts, two letters", "p vugofukal", "вугофокел", Spelling, "vugofukal", ""},
		{"transcribed", "p Vugo T", "вуго т", Spelling, "Vugo T", ""},
		{"transcribed, five sounds", "p vugok", "вугок", Spelling, "vugok", ""},
		{"transcribed, four sounds", "p vugo", "вуго", None, "vugo", ""},
		{"transcribed the other way", "p вугок", "vugok", Spelling, "вугок", ""},
		{"three sounds", "p vug", "вуг", None, "vug", ""},
		{"a letter more", "p vugo", "вугго", None, "vugo", ""},
		{"a sound off", "p vugo", "вуги", None, "vugo", ""},
		{"the same script", "p vugo", "vvugo", None, "vugo", ""},
		{"a query in two scripts", "p vugo", "vuго", None, "vugo", ""},
		{"a name in two scripts", "p vuго", "вуго", None, "vuго", ""},
		{"the first three of five", "i vugof", "vugaf", Spelling, "vugof", ""},
		{"the third of five", "i vugof", "vukof", None, "vugof", ""},
		{"the second of five", "i vugof", "vogof", None, "vugof", ""},
		{"Cyrillic letters in a Latin word", "i vukotam", "vuкотам", Spelling, "vukotam", ""},
		{"letters that look alike", "i vukotam", "vukоtаm", Spelling, "vukotam", ""},
		{"a code in two scripts", "i vukotam, A01AA01", "А01АA01", None, "", ""},
		{"the wrong layout, five letters", "p вугок", "deujr", Spelling, "вугок", ""},
		{"the wrong layout, four letters", "p вуго", "deuj", None, "вуго", ""},
		{"the wrong layout, three letters", "p вуг", "deu", None, "вуг", ""},
		{"the wrong layout of a code", "i vukotam, A01AA01", "Ф01ФФ01", None, "", ""},
		{"the wrong layout and a strength", "p вугокал", "deujrfk 5 vu", Spelling, "вугокал", ""},
		{"the wrong layout of two", "p вугокал; p вугокал", "deujrfk", None, "вугокал, вугокал", ""},
	} {
		c.check(t)
	}
}

// TestInflected: Russian cases.
func TestInflected(t *testing.T) {
	for _, c := range []stand{
		{"four letters and an ending", "p вугол", "вуголом", Spelling, "вугол", ""},
		{"a stem of four letters", "p вуго", "вугом", None, "вуго", ""},
		{"four letters", "p вугок", "вугока", Spelling, "вугок", ""},
		{"three letters", "p вуг", "вугом", None, "вуг", ""},
		{"another ending", "p вугола", "вуголы", Spelling, "вугола", ""},
		{"the ending of an adjective", "r вуголыи", "вуголого", Spelling, "вуголыи", ""},
		{"a group", "c вуголин", "вуголином", None, "вуголин", ""},
		{"advice", "a вуголин", "вуголином", None, "вуголин", ""},
		{"a letter at the end", "p вуголин к", "вуголин ка", None, "вуголин к", ""},
		{"two letters at the end", "p вуголин кл", "вуголин кла", None, "вуголин кл", ""},
		{"three letters at the end", "p вуголин кол", "вуголин кола", Spelling, "вуголин кол", ""},
		{"two entries", "p вуголин; p вуголин", "вуголином", None, "вуголин, вуголин", ""},
	} {
		c.check(t)
	}
}

// TestWordByWord: each word of a name is judged by itself.
func TestWordByWord(t *testing.T) {
	for _, c := range []stand{
		{"a vowel", "p Vugofuka gufo", "vugofuka gufa", Spelling, "Vugofuka gufo", ""},
		{"three quarters", "p Vugofuka gufo", "vugofuka gufi", Spelling, "Vugofuka gufo", ""},
		{"four", "p Vugofuka gufo", "vugofuka gufok", Spelling, "Vugofuka gufo", ""},
		{"five", "p Vugofuka gufo", "vugofuka gumo", None, "Vugofuka gufo", ""},
		{"a word of three letters", "p Vugofuka mil", "vugofuka mol", None, "Vugofuka mil", ""},
		{"a letter doubled in it", "p Vugofuka mil", "vugofuka mill", Spelling, "Vugofuka mil", ""},
		{"a space lost, two quarters", "p Vugofuka mil", "vugofukamol", Spelling, "Vugofuka mil", ""},
		{"a space lost, four", "p Vugofuka mil", "vugofokamel", None, "Vugofuka mil", ""},
		{"a space lost before two letters, a letter doubled", "p Vugofuka mi", "vugofukammi", Spelling, "Vugofuka mi", ""},
		{"a space lost before two letters, two quarters", "p Vugofuka mi", "vugofukomi", Spelling, "Vugofuka mi", ""},
		{"a space lost before two letters, three quarters", "p Vugofuka mi", "vugofikami", None, "Vugofuka mi", ""},
		{"a space lost before a letter and a digit, two quarters", "p Vugofuka d3", "vugofukod3", None, "Vugofuka d3", ""},
		{"a space lost before a letter", "p Vugofuka m", "vugofukam", None, "Vugofuka m", ""},
		{"a space more before a letter", "p Vugofukam", "vugofuka m", None, "Vugofukam", ""},
		{"a space more", "p Vugofukamil", "vugofuka mal", Spelling, "Vugofukamil", ""},
		{"a space more, four quarters", "p Vugofukamilo", "vugofuko mila", None, "Vugofukamilo", ""},
		{"a word of other medicines", "p Vugofuka asit", "vugofuka acid", None, "Vugofuka asit", ""},
		{"a form is none", "p Vugofuka tabled", "vugofuka tablet", Spelling, "Vugofuka tabled", ""},
		{"words of our own are none", "p Vugofuka acid; p Milokuta acit", "milokuta asid", Spelling, "Milokuta acit", ""},
	} {
		c.check(t)
	}
}

// TestFormsAndRoutes: what stands beside a name.
func TestFormsAndRoutes(t *testing.T) {
	for _, c := range []stand{
		{"the last name of all, by another route", "o vugofuka", "vugofuka gel", None, "vugofuka", "the documents name no such form"},
		{"its product is given so", "io vugofuka; t vugofuka milo", "vugofuka gel", Ambiguous, "vugofuka milo, vugofuka", "the documents name another form"},
		{"its product is given otherwise", "io vugofuka; o vugofuka milo", "vugofuka gel", None, "vugofuka", "the documents name no such form"},
		{"a code that begins so", "o vugofuka; t milo, vugofuka:1", "vugofuka gel", None, "vugofuka", "the documents name no such form"},
		{"misspelt", "io vugofukazum; t vugofukazum milo", "vugofukazom gel", Ambiguous, "vugofukazum milo, vugofukazum", "the documents name another form"},
		{"misspelt, the right form", "o vugofukazum", "vugofukazom tablets", Spelling, "vugofukazum", ""},
		{"misspelt, a part of a plant", "o vugofukazum", "vugofukazom root", None, "vugofukazum", "the documents do not name this preparation"},
		{"misspelt, a part of a remedy", "r vugofukazum", "vugofukazom root", Spelling, "vugofukazum", ""},
		{"a part and a form", "o vugofukazum", "vugofukazum root tablets", None, "vugofukazum", "the documents do not name this preparation"},
		{"a code with a form", "o vugofuka, A01AA01", "A01AA01 tablets", None, "", "no entry has this name"},
		{"a strength alone", "o vugofuka", "5 mg", None, "", "no entry has this name"},
		{"a form that is part of a name", "o vugofuka; t vugofuka gel", "gel vugofuka 5 %", Exact, "vugofuka gel", ""},
		{"a gel in milligrams", "o vugofuka; t vugofuka gel", "vugofuka gel 5 mg", None, "vugofuka gel", "the documents name no such form"},
		{"a plaster in milligrams", "io vugofuka; t vugofuka gel", "vugofuka 5 mg plaster", Ambiguous, "vugofuka gel, vugofuka", "the documents name another form"},
		{"per cent of a gel", "t vugofuka", "vugofuka 0,4 %", Exact, "vugofuka", ""},
		{"per cent of drops", "t vugofuka", "vugofuka 0,1%", None, "vugofuka", "the documents name no such form"},
		{"per cent of drops in words", "t vugofuka", "vugofuka 0.1 percent", None, "vugofuka", "the documents name no such form"},
		{"two entries of the name", "o vugofuka; t vugofuka", "vugofuka 5 mg", Ambiguous, "vugofuka, vugofuka", "several entries go by this name"},
		{"two forms that differ", "o vugofuka", "vugofuka gel tablets", None, "vugofuka", "the documents name no such form"},
		{"a form without a route", "t vugofuka", "vugofuka drops", None, "vugofuka", "the documents name no such form"},
		{"a Russian case and a strength", "p вуголин", "вуголином 5 мг", Spelling, "вуголин", ""},
	} {
		c.check(t)
	}
}

// TestSharedKeys: one key, several names.
func TestSharedKeys(t *testing.T) {
	type n struct {
		entry int32
		kind  catalog.NameKind
	}
	const exact, alias, code = catalog.ExactName, catalog.AliasName, catalog.CodeName
	for _, c := range []struct {
		names   []n
		want    Kind
		entry   int32
		offered []int32
		message string
	}{
		{[]n{{0, exact}}, Exact, 0, nil, ""},
		{[]n{{0, code}, {0, alias}}, Alias, 0, nil, ""},
		{[]n{{0, alias}, {0, code}}, Alias, 0, nil, ""},
		{[]n{{0, code}, {0, alias}, {0, exact}}, Exact, 0, nil, ""},
		{[]n{{0, alias}, {1, exact}}, Exact, 1, nil, ""},
		{[]n{{0, exact}, {1, alias}}, Exact, 0, nil, ""},
		{[]n{{0, exact}, {1, exact}}, Ambiguous, -1, []int32{0, 1}, "several entries go by this name"},
		{[]n{{0, alias}, {1, alias}}, Ambiguous, -1, []int32{0, 1}, "several entries go by this name"},
		{[]n{{0, alias}, {1, code}}, Ambiguous, -1, []int32{0, 1}, "several entries go by this name"},
		{[]n{{0, code}, {1, alias}}, Ambiguous, -1, []int32{0, 1}, "several entries have this code"},
		{[]n{{0, code}, {1, code}}, Ambiguous, -1, []int32{0, 1}, "several entries have this code"},
		{[]n{{0, code}, {1, exact}}, Exact, 1, nil, ""},
		{[]n{{0, exact}, {1, code}}, Exact, 0, nil, ""},
		{[]n{{0, alias}, {1, alias}, {2, exact}}, Exact, 2, nil, ""},
		{[]n{{0, alias}, {0, alias}}, Alias, 0, nil, ""},
		{[]n{{6, code}, {5, code}, {5, code}, {4, code}, {3, code}, {2, code}, {1, code}}, Ambiguous, -1, []int32{6, 5, 4, 3, 2}, "several entries have this code"},
	} {
		ds := &catalog.Dataset{Entries: make([]catalog.Entry, 7)}
		for i := range ds.Entries {
			ds.Entries[i].Kind = catalog.Product
		}
		add := func(key string, entry int32, kind catalog.NameKind) {
			ds.Names = append(ds.Names, catalog.Name{Key: key, Text: key, Entry: entry, Kind: kind})
		}
		add("aaa", 0, alias)
		for _, x := range c.names {
			add("vugofuka", x.entry, x.kind)
		}
		add("zzz", 0, alias)
		got := New(ds).Match("vugofuka", false)
		want := Result{Kind: c.want, Entry: c.entry, Message: c.message, named: true}
		for _, e := range c.offered {
			want.suggest(e, "")
		}
		if len(c.offered) == maxSuggestions {
			want.More = 1
		}
		if c.want.Resolved() {
			want.Matched = "vugofuka"
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%v: %+v, want %+v", c.names, got, want)
		}
	}
}
