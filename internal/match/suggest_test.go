package match

import (
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
)

// TestSuggestionOrder: what is offered, best first. The names are made up, and
// no word of the lexicon is near them.
func TestSuggestionOrder(t *testing.T) {
	for _, c := range []stand{
		// Beginnings and whole names: a beginning counts two quarters and a
		// quarter of an edit for every four sounds that follow.
		{"the shorter first", "p vugofukazumil; p vugofuk; p vugofukazum", "vugo", None, "vugofuk, vugofukazum, vugofukazumil", ""},
		{"a slip of three and a beginning as much", "p vugofukal; p vugog", "vugof", None, "vugog, vugofukal", ""},
		{"a beginning before a word's", "p gelima vugofuk; p vugofuk", "vugo", None, "vugofuk, gelima vugofuk", ""},
		{"a letter is no beginning", "p vugofuk; p vumilo", "v", None, "", ""},
		{"two are", "p vugofuk; p vumilo; p gelima", "vu", None, "vumilo, vugofuk", ""},
		{"a Cyrillic beginning", "p vugofuk; p vumilo", "вуго", None, "vugofuk", ""},
		{"the letters, where the sound is another", "p vucena; p vukola", "vuc", None, "vucena, vukola", ""},
		{"a beginning with a slip", "p vugofukazum; p gelima", "vugif", None, "vugofukazum", ""},
		{"a slip before a digit", "p betad3", "betat", None, "", ""},
		{"a slip before two digits, which is the beginning of a longer name", "p betad33", "betat", None, "betad33", ""},
		{"a beginning of three letters with a slip", "p vugofukazum; p gelima", "vag", None, "", ""},
		{"a beginning of four", "p vugofukazum; p gelima", "vugi", None, "vugofukazum", ""},
		{"a beginning of four sounds with a slip", "p kabdofizum", "kapd", None, "kabdofizum", ""},
		{"a beginning of four sounds with two slips", "p kabdofizum", "kapt", None, "", ""},
		// Words.
		{"a later word on the other keyboard", "p gelima vugofuk", "мгпщ", None, "gelima vugofuk", ""},
		{"a later word on the other keyboard, and a beginning with a slip on this one", "p gelima vugofuk; p мгбщкола", "мгпщ", None, "мгбщкола, gelima vugofuk", ""},
		{"the same of two words", "p vugofuk; p мгпщоглифвкола", "мгпщагл ифв", None, "мгпщоглифвкола, vugofuk", ""},
		{"the words turned round", "p gelima vugofuk; p gelima", "vugofuk gelima", None, "gelima vugofuk, gelima", ""},
		{"a word misspelt", "p gelima vugofuk", "vugofak", None, "gelima vugofuk", ""},
		{"a word of three letters", "p gelima vug; p gelima", "vog", None, "", ""},
		{"a word too many", "p vugofuk; p gelima", "big vugofuk", None, "vugofuk", ""},
		{"words joined are no word", "p gelima vugofuka", "vugo fuko", None, "", ""},
		{"a name with a mark is one word", "p vugofiki!; p vugofiko", "big red vugofiki", None, "vugofiki!", ""},
		{"on the other keyboard, two words", "p vugofuk; p gelima", "мгпщагл ифв", None, "vugofuk", ""},
		{"on the other keyboard, words turned round, and a name a letter off on this one", "p vugofuk bad gelima; c ифвмгпщагр", "ифв мгпщагл", None, "ифвмгпщагр, vugofuk bad gelima", ""},
		{"eight words", "p vugofuk", "a b c d e f g vugofuk", None, "vugofuk", ""},
		{"a sentence", "p vugofuk; p gelima bad", "may I take vugofuk or gelima bad, or both of them, when it hurts", None, "vugofuk, gelima bad", ""},
		{"a word of three letters in a sentence", "p vug", "is there a vug here", None, "", ""},
		{"without the form", "p gelima vugofuk", "vugofak gel", None, "gelima vugofuk", ""},
		{"too long to compare, though a word is known", "p vugofuk", "vugofuk " + strings.Repeat("日", 50), None, "vugofuk", ""},
		{"too long for one name", "p vugofuk", strings.Repeat("日 ", 100) + "vugofuk", None, "", ""},
		{"the beginnings of two words", "p Vugofuka zumil; p Vugofuka; p Vugofuka gelima", "vugo zum", None, "Vugofuka zumil, Vugofuka", ""},
		{"a letter that is a word", "p vugofuka a; p vugofuka d; p vugofuka", "vug d", None, "vugofuka d", ""},
		{"a salt", "p vugofuka sulfate; p gelima", "morphine sulfate", None, "", ""},
		{"a salt alone", "p vugofuka sulfate; p gelima", "sulfate", None, "", ""},
		{"a form", "t vugofuka gel; p gelima", "thalidomide gel", None, "", ""},
		{"another medicine", "p levosimendak", "levosimendan", None, "", "`levosimendan` is a medicine"},
		{"nothing that sounds", "p vugofuk", "ь", None, "", ""},
		{"a sign alone", "p vugofuk", "ъ ь", None, "", ""},
		// Whole names far off.
		{"eight quarters", "p vugofukazum", "vagafekozum", None, "vugofukazum", ""},
		{"another first letter", "p vugofuk; p gugofuk", "lugofuk", None, "gugofuk, vugofuk", ""},
		// A letter h costs two, so that six are all that is looked for.
		{"six letters h more", "p bhdhlhmhnhfhvbdlmnfvbdlmnfv", "bdlmnfvbdlmnfvbdlmnfv", None, "bhdhlhmhnhfhvbdlmnfvbdlmnfv", ""},
		{"seven letters h more", "p bhdhlhmhnhfhvhbdlmnfvbdlmnfv", "bdlmnfvbdlmnfvbdlmnfv", None, "", ""},
		{"six letters h less", "p bdlmnfvbdlmnfvbdlmnfv", "bhdhlhmhnhfhvbdlmnfvbdlmnfv", None, "bdlmnfvbdlmnfvbdlmnfv", ""},
		{"seven letters h less", "p bdlmnfvbdlmnfvbdlmnfv", "bhdhlhmhnhfhvhbdlmnfvbdlmnfv", None, "", ""},
		// Abbreviations.
		{"consonants", "p vugofukazum; p gelima", "vgfkzm", None, "vugofukazum", ""},
		{"another first letter", "p vugofukazum", "gfkzm", None, "", ""},
		{"two letters", "p vugofukazum", "vz", None, "", ""},
		{"three letters", "p vugofukazum", "vzm", None, "", ""},
		{"four letters", "p vugofukazum", "vgzm", None, "vugofukazum", ""},
		{"the middle of a name", "p vugofukazum", "kaz", None, "", ""},
		{"letters in another order", "p vugofukazum", "vmz", None, "", ""},
		{"nineteen letters", "p " + madeUp + madeUp, (madeUp + madeUp)[:1] + "gfkzmlbdkfslgvgfkz", None, madeUp + madeUp, ""},
		{"twenty letters", "p " + madeUp + madeUp, (madeUp + madeUp)[:1] + "gfkzmlbdkfslgvgfkzm", None, "", ""},
		{"no more than five", "p vugoa; p vugob; p vugod; p vugok; p vugom; p vugon; p vugor", "vugo", None, "vugoa, vugob, vugod, vugok, vugom", ""},
	} {
		c.check(t)
	}
}

// TestManyAbbreviations: of the names that an abbreviation may stand for, the
// first 64 are looked at.
func TestManyAbbreviations(t *testing.T) {
	const best = "vilobugzmakadelofubi"
	for _, others := range []int{63, 64} {
		list := []entry{{names: best}}
		for i := range others {
			list = append(list, entry{names: "vu" + string("bdfklnpr"[i%8]) + "agof" + string("bdfklnpr"[i/8]) + "uzikum"})
		}
		got := New(makeDataset(list...)).Match("vgzm", false)
		if first := len(suggested(got)) > 0 && suggested(got)[0] == 0; first != (others == 63) || len(got.Suggestions) != maxSuggestions {
			t.Errorf("beside %d others: %v offered", others, got)
		}
	}
}

// TestManyNames: in a dataset of more than 5,000 names only those that begin
// alike are looked for farther off.
func TestManyNames(t *testing.T) {
	for _, n := range []int{4999, 5000, 5001} {
		ds := &catalog.Dataset{Entries: make([]catalog.Entry, 2)}
		add := func(key string, entry int32) {
			ds.Names = append(ds.Names, catalog.Name{Key: key, Text: key, Entry: entry})
		}
		add("dagafekozum", 0)
		for len(ds.Names) < n {
			add("zzzz", 1)
		}
		// Ten quarters off, the first letter with them.
		got := len(New(ds).Match("tugofukazum", false).Suggestions) > 0
		if want := n <= 5000; got != want {
			t.Errorf("%d names: offered is %v", n, got)
		}
		// The same without the first letter.
		if got := New(ds).Match("dogofukazum", false).Suggestions; len(got) != 1 {
			t.Errorf("%d names: %v offered", n, got)
		}
	}
}

// TestCompleteLimits: how many are listed, and in which order.
func TestCompleteLimits(t *testing.T) {
	m := New(makeDataset(
		entry{names: "vugofuk, vugolin, vu:1"},
		entry{names: "vugobik gelima"},
		entry{names: "gelima vugofuk"},
		entry{names: "milo, vugomilo"},
		entry{names: "gelima-vugo kola vugomi"},
	))
	for _, c := range []struct {
		prefix string
		limit  int
		want   string
	}{
		{"vugo", 0, "vugobik gelima, vugofuk, vugomilo, gelima vugofuk, gelima-vugo kola vugomi"},
		{"vugo", 1, "vugobik gelima"},
		{"vugo", 2, "vugobik gelima, vugofuk"},
		{"vugo", 3, "vugobik gelima, vugofuk, vugomilo"},
		{"vugo", 4, "vugobik gelima, vugofuk, vugomilo, gelima vugofuk"},
		{"vugo", 5, "vugobik gelima, vugofuk, vugomilo, gelima vugofuk, gelima-vugo kola vugomi"},
		{"vugo", 6, "vugobik gelima, vugofuk, vugomilo, gelima vugofuk, gelima-vugo kola vugomi"},
		{"VUGÓ ", -1, "vugobik gelima, vugofuk, vugomilo, gelima vugofuk, gelima-vugo kola vugomi"},
		{"ugo", 0, ""},
		{"kola", 0, "gelima-vugo kola vugomi"},
		{"gelima v", 0, "gelima vugofuk, gelima-vugo kola vugomi"},
		{"vu1", 0, ""},
		{"", 2, "gelima vugofuk, gelima-vugo kola vugomi"},
		{"zz", 0, ""},
		{"vugomilo", 0, "vugomilo"},
		{"vugomiloa", 0, ""},
	} {
		var got []string
		for _, x := range m.Complete(c.prefix, c.limit) {
			got = append(got, x.Text)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("Complete(%q, %d) = %q, want %q", c.prefix, c.limit, strings.Join(got, ", "), c.want)
		}
	}
}
