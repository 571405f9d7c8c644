package match

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/dataset"
)

// TestKindsOfNames: what people write, by kind, in the embedded dataset. want is
// the id that a query resolves to, or empty; offers and never are ids that are
// among the suggestions, the first of them first, and that are not.
func TestKindsOfNames(t *testing.T) {
	m := New(dataset.Embedded())
	for kind, list := range map[string][]struct{ query, want, offers, never string }{
		"a number is a strength where its unit says so": {
			{"ibuprofen 400 mg", "ibuprofen", "", ""}, {"ибупрофен 400мг", "ibuprofen", "", ""}, {"ibuprofen tablets 400 mg 24", "ibuprofen", "", ""},
			{"парацетамол 0,5 №20", "paracetamol", "", ""}, {"3. naproxen", "naproxen", "", ""}, {"12) кетопрофен", "ketoprofen", "", ""},
			{"30 IBUPROFEN 200 MG TABLETS", "ibuprofen", "", ""}, {"vitamin D3 1000 IU", "vitamin-d", "", ""}, {"vitamin D 3", "vitamin-d", "", ""},
			{"ibuprofen 400", "", "ibuprofen", ""}, {"iodine-125", "", "", ""}, {"йод 131", "", "", ""}, {"I-131", "", "", "iodine"}, {"4-ASA", "", "", "aspirin"}, {"5 ASA 400 mg", "", "", "aspirin"},
			{"vitamin B-6", "", "", ""}, {"витамин В 12 ампулы", "", "", ""}, {"vitamin D-2", "", "", ""}, {"Milgamma 300", "", "milgamma", ""}, {"Артра 100", "", "artra", ""},
			{"Tylenol #3", "", "paracetamol", ""}, {"naproxen #20", "", "naproxen", ""}, {"naproxen 250 mg #20", "naproxen", "", ""}, {"Voltaren 12.5", "", "diclofenac", ""}, {"Movalis 7,5", "movalis", "", ""}, {"Movalis 1.5 ml", "movalis", "", ""},
			{"diclo 75", "", "diclofenac", ""}, {"valerian 6X", "", "valerian", ""}, {"Chamomilla 30C", "", "", ""}, {"belladonna D6", "", "belladonna", ""},
		},
		"separators are ignored where nothing is alone": {
			{"nos pa", "no-spa", "", ""}, {"но шпа", "no-spa", "", ""}, {"co amoxiclav", "amoxiclav", "", ""}, {"VoltarenGel", "voltaren-gel", "", ""}, {"ZeelT", "zeel-t", "", ""},
			{"zeelt", "", "zeel-t", ""}, {"a s a", "", "", ""}, {"vitaminc", "", "vitamin-c", ""}, {"витаминд", "", "vitamin-d", ""}, {"витамином", "", "", ""}, {"vitamine", "", "", ""},
			{"do na", "dona", "", ""}, {"don a", "", "", ""}, {"ар тр а", "", "", ""},
		},
		"a strength or a form of another route decides": {
			{"Voltaren 75 mg", "", "diclofenac", ""}, {"Voltaren 3 ml", "", "", ""}, {"Voltaren gel 1%", "voltaren-gel", "", ""}, {"Voltaren Emulgel 11.6 mg/g", "voltaren-gel", "", ""},
			{"ibuprofen 5 %", "", "nurofen-gel", ""}, {"нурофен 5%", "", "nurofen-gel", ""}, {"ketoprofen 100 mg/2 ml", "", "ketoprofen", ""}, {"Мильгамма 2 мл", "milgamma", "", ""},
			{"ibuprofen 100 mg/5 ml oral suspension", "ibuprofen", "", ""}, {"Magnesia 25%", "magnesia", "", ""}, {"Finalgon cream", "", "finalgon", ""}, {"Finalgon ointment", "finalgon", "", ""},
			{"Milgamma 50 mg", "", "milgamma-compositum", ""}, {"Milgamma ampoules 50 mg", "milgamma", "", ""}, {"paracetamol injection", "", "paracetamol", "paracetamol-products"}, {"diclofenac epolamine", "", "diclofenac voltaren-gel", ""},
		},
		"drops, sprays and patches are never dropped": {
			{"ofloxacin eye drops", "", "ofloxacin", ""}, {"офлоксацин капли", "", "ofloxacin", ""}, {"diclofenac spray", "", "diclofenac", ""}, {"ketoprofen patch", "", "ketoprofen", ""},
			{"paracetamol powder", "", "paracetamol", ""}, {"ибупрофен свечи", "", "ibuprofen", ""}, {"diclofenac suppositories", "", "diclofenac", ""}, {"naproxen cream", "", "naproxen", ""},
			{"NSAID gel", "", "nsaids", ""}, {"antibiotic drops", "", "antibiotics", ""}, {"painkiller patch", "", "", ""}, {"Traumeel drops", "", "traumeel-s", ""}, {"Zeel ointment", "", "zeel-t", ""},
			{"Движение капли", "", "", ""}, {"eggshell powder", "eggshell-powder", "", ""}, {"antibiotic tablets", "antibiotics", "", ""}, {"Dona sachets", "dona", "", ""},
			{"Dimexide patch", "", "", ""}, {"Chondroxide plaster", "", "hondroxide", ""}, {"thyme cream", "", "thyme", ""}, {"belladonna plaster", "belladonna", "", ""}, {"iodine ointment", "", "iodine", ""},
		},
		"short names are never corrected": {
			{"assa", "", "", ""}, {"азза", "", "", ""}, {"dmsoo", "", "", ""}, {"don a", "", "", ""}, {"dohna", "", "", ""}, {"zeal t", "", "", ""},
		},
		"ordinary words": {
			{"aspirar", "", "", ""}, {"beladene", "", "", ""}, {"jodan", "", "", ""}, {"walimianką", "", "", ""}, {"мовились", "", "", ""}, {"артроза", "", "", ""}, {"magnesio", "", "", "magnesia"},
		},
		"words that say nothing suggest nothing": {
			{"sulfate", "", "", "magnesia"}, {"morphine sulphate", "", "", "magnesia"}, {"amlodipine sodium", "", "", "diclofenac"}, {"fusidic acid", "", "", "aspirin"}, {"acyclovir tablets", "", "", "calcium-lactate"},
			{"john", "", "st-johns-wort-infusion", "osteogenon"}, {"keto", "", "ketorolac", "chinese-patent-medicines"}, {"nuro gel", "", "nurofen-gel nurofen", "folk-remedies"}, {"vit a", "", "vitamin-a", ""}, {"atorvastatin calcium", "", "", "calcium-lactate"}, {"vitamin E 400", "", "vitamin-e", "vitamin-a"}, {"1,25 vitamin D", "", "vitamin-d", ""}, {"vitamin A 25 000 IU", "vitamin-a", "", ""}, {"fish", "", "", "aspirin"}, {"dina", "", "dona", "diclofenac"}, {"Zeel T 2", "", "zeel-t", "any-medicine"},
			{"tretinoin gel", "", "", "nurofen-gel"}, {"gel", "", "", "nurofen-gel"}, {"кислота", "", "", "aspirin"},
		},
		"other medicines suggest no look-alikes": {
			{"Dexalgin", "", "", "sedalgin"}, {"Novigan", "", "", "nolitsin"}, {"Indocin", "", "", "iodine"}, {"ASS", "", "", "paracetamol"}, {"Camphor spirit", "", "", "valerian-external"},
			{"furacin", "", "", "furagin"}, {"piracetam", "", "", "paracetamol"}, {"anafranil", "", "", "metamizole"}, {"tramadol", "", "", "artradol"}, {"methimazole", "", "", "metamizole"},
			{"Lodine", "", "", "iodine"}, {"Maalox", "", "", "meloxicam"}, {"Spiriva", "", "", "aspirin"}, {"Nasivin", "", "", "nolitsin"}, {"Halcion", "", "", "kalcemin"},
		},
		"nor the names in them": {
			{"milk of magnesia", "", "", "magnesia"}, {"snake venom antiserum", "", "", "venom-ointments"}, {"cadexomer iodine", "", "", "iodine"}, {"zinc sulfate", "", "kalcemin", ""}, {"بنادول إكسترا", "", "", ""},
		},
		"beginnings in their order, no middles": {
			{"vit C", "", "vitamin-c", ""}, {"вит д", "", "vitamin-d", ""}, {"milg comp", "", "milgamma-compositum", ""}, {"calc lact", "", "calcium-lactate", ""}, {"lin", "", "", "amoxicillin"}, {"mol", "", "", "paracetamol"}, {"ola", "", "", "ketorolac"},
		},
		"names in a sentence": {
			{"is it all right to take diclofenac and a bit of naproxen while I am nursing my baby", "", "diclofenac naproxen", ""},
			{"врач выписал мне метамизол натрия и еще что-то от спины, можно ли кормить", "", "metamizole", ""},
			{"paracetamol + codeine", "", "paracetamol", ""}, {"without ibuprofen", "", "ibuprofen", ""},
			{"спину мазала вольтареном, пила мильгамму", "", "voltaren-gel milgamma", ""},
		},
		"the documents' own names in other letters": {
			{"пенталгін", "pentalgin", "", ""}, {"нурофєн", "", "", ""}, {"анальгін", "metamizole", "", ""}, {"St John^s wort", "st-johns-wort-infusion", "", ""}, {"пентальгином", "pentalgin", "", ""},
		},
	} {
		for _, c := range list {
			r := m.Match(c.query, false)
			got := ""
			if r.Entry >= 0 {
				got = m.ds.Entries[r.Entry].ID
			}
			if c.query == "нурофєн" && got != "" { // a brand of our own substance
				got = ""
			}
			var ids []string
			for _, e := range suggested(r) {
				ids = append(ids, m.ds.Entries[e].ID)
			}
			if got != c.want {
				t.Errorf("%s: %q is %s %q (%s), want %q", kind, c.query, r.Kind, got, r.Message, c.want)
			}
			if offers := strings.Fields(c.offers); len(ids) < len(offers) || !slices.Equal(ids[:len(offers)], offers) {
				t.Errorf("%s: %q offers %v, want %v first", kind, c.query, ids, offers)
			}
			if slices.Contains(ids, c.never) {
				t.Errorf("%s: %q offers %v, never %s", kind, c.query, ids, c.never)
			}
			if exact := m.Match(c.query, true); len(exact.Ignored) > 0 || exact.Kind == Spelling {
				t.Errorf("%s: %q with exact leaves out %q, %s", kind, c.query, exact.Ignored, exact.Kind)
			}
		}
	}
}

// TestIgnored: what was left out is said as it was typed.
func TestIgnored(t *testing.T) {
	m := New(dataset.Embedded())
	for query, want := range map[string][]string{
		"Nurofen": nil, "Nurofen Gel": nil, "gel Nurofen": nil, "Nurofen 200 mg": {"200 mg"}, "таблетки Nurofen 200 мг №10": {"таблетки", "200 мг №10"},
		"Nurofen gel 5 %": {"5 %"}, "Nurofen gel 5% 30 g": {"5% 30 g"}, "1. Nurofen": {"1"}, "нурофин 200 мг": {"200 мг"}, "Voltaren gel": nil, "nurofen drops": nil,
	} {
		if got := m.Match(query, false).Ignored; !slices.Equal(got, want) {
			t.Errorf("%q without %q, want %q", query, got, want)
		}
	}
}

// TestJoin: words given apart that together are one name.
func TestJoin(t *testing.T) {
	m := New(dataset.Embedded())
	for words, want := range map[string]string{
		"pentalgin n":             "pentalgin n",
		"nurofen gel paracetamol": "nurofen gel|paracetamol", "paracetamol ibuprofen": "paracetamol|ibuprofen", "paracetamol nurofen gel": "paracetamol|nurofen gel",
		"vitamin B 12 aspirin": "vitamin B 12|aspirin", "voltaren 50 mg analgin": "voltaren 50 mg|analgin", "ketorolac eye drops": "ketorolac eye drops",
		"но шпа анальгин": "но шпа|анальгин", "calcium acetate": "calcium acetate", "magnesium sulfate": "magnesium sulfate", "one two three": "one|two|three",
		"-- analgin --": "--|analgin|--", "analgin 4607027761783": "analgin|4607027761783", "paracetamol 500 mg ibuprofen 200 mg": "paracetamol 500 mg|ibuprofen 200 mg",
	} {
		if got := strings.Join(m.Join(strings.Fields(words)), "|"); got != want {
			t.Errorf("%q is read as %q, want %q", words, got, want)
		}
	}
	if got := m.Join([]string{"nurofen", "gel paracetamol"}); len(got) != 2 {
		t.Errorf("words given together were taken apart: %q", got)
	}
}

// TestSuggestionsSayWhy: the name that brought a suggestion, and what it is
// easily confused with.
func TestSuggestionsSayWhy(t *testing.T) {
	m := New(dataset.Embedded())
	for query, want := range map[string]Suggestion{
		"acetami": {Matched: "acetaminophen"}, "artr": {Warning: "easily confused with "}, "parace": {Warning: "easily confused with piracetam"}, "ibupro": {},
	} {
		r := m.Match(query, false)
		if len(r.Suggestions) == 0 {
			t.Errorf("%q offers nothing", query)
			continue
		}
		if s := r.Suggestions[0]; !strings.EqualFold(s.Matched, want.Matched) || !strings.HasPrefix(s.Warning, want.Warning) {
			t.Errorf("%q: %+v, want %+v", query, s, want)
		}
	}
	if r := m.Match("vit", false); len(r.Suggestions) != maxSuggestions || r.More == 0 {
		t.Errorf("%d suggestions and %d more", len(r.Suggestions), r.More)
	}
}

// shared is where the project's name sets lie beside a checkout; they are not
// part of it.
const shared = "../../../shared/names"

func rows(t *testing.T, file string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join(shared, file))
	if err != nil {
		t.Skipf("the name sets are not beside this checkout: %v", err)
	}
	defer f.Close()
	var list [][]string
	s := bufio.NewScanner(f)
	for s.Scan() {
		list = append(list, strings.Split(s.Text(), "\t"))
	}
	if s.Err() != nil || len(list) < 100 {
		t.Fatalf("%s: %d rows, %v", file, len(list), s.Err())
	}
	return list
}

// TestSharedNames: no name of another medicine, and no word, of the name sets is
// corrected to one of ours.
func TestSharedNames(t *testing.T) {
	m := New(dataset.Embedded())
	// Spellings of our own names that stand among the others.
	own := map[string]bool{"Sedalgina": true}
	check := func(text string) {
		if r := m.Resolve(text, false); r.Kind == Spelling && !own[text] {
			t.Errorf("%q became %q", text, r.Matched)
		}
	}
	for _, r := range rows(t, "negatives.tsv") {
		check(r[0])
	}
	for _, r := range rows(t, "brands-lookalikes.tsv")[1:] {
		check(r[1])
	}
	for _, r := range rows(t, "inn.txt") {
		check(r[0])
	}
}

// argued are the rows of cases.tsv in which we do otherwise, and why.
var argued = map[string]string{
	"Ultracaine":         "the documents print it, and the entry warns of nothing else",
	"don":                "a name that the documents print",
	"Naproksenas":        "a case of a language whose endings are not known here; it is offered",
	"Αspirin":            "no alphabet but the Latin and the Cyrillic is read; it is offered",
	"Ketorolac 30 mg/ml": "the documents name it without a form, so that the entry stands for injections too; what was left out is said",
	"Algopyrin":          "a brand that no source at hand gives",
	"Аскорбинка":         "a word of the kitchen for a sweet; no source at hand gives it",
	"布洛芬":                "ibuprofen in Chinese: the name of our own substance",
	"باراسيتامول":        "paracetamol in Arabic: the name of our own substance",
	"ergocalciferol":     "vitamin D2, of which the documents do not speak",
}

// TestSharedCases: the cases of public reports, judged by what is expected of
// them in words.
func TestSharedCases(t *testing.T) {
	m := New(dataset.Embedded())
	nothing := regexp.MustCompile(`^(none|ambiguous|not |no |other form|suggestions?|vitamins, or|as for|painkilling ointments, or|.*\bor none\b)`)
	id := strings.NewReplacer(" ", "-", "'", "", ",", "")
	judged := 0
	for _, r := range rows(t, "cases.tsv")[1:] {
		kind, query, expected := r[0], strings.NewReplacer("<U+200B>", "\u200b", "<U+200F>", "\u200f").Replace(r[1]), r[3]
		if kind == "batch" || kind == "CLI" || strings.HasPrefix(kind, "K9") || argued[r[1]] != "" {
			continue
		}
		got := m.Match(query, false)
		var offers []string
		for _, e := range suggested(got) {
			offers = append(offers, m.ds.Entries[e].ID)
		}
		entry := ""
		if got.Entry >= 0 {
			entry = m.ds.Entries[got.Entry].ID
		}
		fail := func(why string) {
			t.Errorf("%s: %q is %s %q, offers %v (%s); %s", kind, query, got.Kind, entry, offers, expected, why)
		}
		judged++
		switch {
		case strings.Contains(expected, "told that it is"), strings.HasPrefix(expected, "resolved as the same"):
			if entry == "" && len(got.Holds) == 0 && len(offers) == 0 {
				fail("not told")
			}
		case nothing.MatchString(expected):
			if entry != "" && got.Kind != Brand {
				fail("resolved")
			}
		case strings.HasSuffix(expected, "suggested"):
			if len(offers) == 0 {
				fail("nothing offered")
			}
		case strings.HasSuffix(expected, "first"), strings.HasSuffix(expected, "first and alone"):
			want := id.Replace(strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(expected, " and alone"), " first")))
			if len(offers) == 0 || offers[0] != want || strings.HasSuffix(expected, "alone") && len(offers) > 1 {
				fail("another order")
			}
		case strings.Contains(expected, "word beginnings"):
		default:
			want := id.Replace(strings.ToLower(strings.Fields(strings.SplitN(expected, " (", 2)[0] + " ")[0]))
			if !strings.HasPrefix(entry, want) && !slices.ContainsFunc(offers, func(o string) bool { return strings.HasPrefix(o, want) }) {
				fail("neither resolved nor offered: " + want)
			}
		}
	}
	if judged < 120 {
		t.Errorf("only %d cases", judged)
	}
}
