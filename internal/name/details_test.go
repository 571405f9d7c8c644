package name

import (
	"reflect"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
)

// TestFoldSounds pins each rule of AppendFold by what it gives.
func TestFoldSounds(t *testing.T) {
	for in, want := range map[string]string{
		// c, by what follows it
		"cha": "ha", "cka": "ka", "cea": "sea", "cia": "sia", "cya": "sia", "ca": "ka", "co": "ko", "c": "k",
		// digraphs, and the same letters alone or at the end
		"pha": "fa", "pa": "pa", "p": "p", "tha": "ta", "tsa": "sa", "tza": "sa", "ta": "ta", "t": "t",
		"scha": "sa", "sha": "sa", "sca": "ska", "sch": "s", "sc": "sk", "scuh": "skuh", "sa": "sa", "s": "s",
		"kha": "ha", "gha": "ga", "rha": "ra", "ka": "ka", "ga": "ga", "ra": "ra", "kh": "h",
		"zha": "sa", "za": "sa", "z": "s", "pae": "pe", "poe": "pe", "ae": "ae", "oe": "oe", "pa e": "pe", "pao": "pao",
		"xa": "ksa", "ax": "aks", "qa": "ka", "wa": "va", "ya": "ia", "ja": "ia",
		// doubled letters once, also where two rules make them
		"anna": "ana", "ckk": "k", "kq": "k", "aa": "a",
		// the glide before u
		"iu": "u", "ju": "u", "uiu": "u", "aiu": "au", "ui": "ui", "diu": "du",
		// a final mute e from five letters on, of Latin names only
		"abde": "abde", "abdge": "abdg", "абдге": "abdge",
		// -um after l, n and m from nine letters on
		"abdabdalum": "abdabdal", "abdabdanum": "abdabdan", "abdabdamum": "abdabdam", "abdabdadum": "abdabdadum", "abdgabium": "abdgabum",
		"bdabdalum": "bdabdal", "dabdalum": "dabdalum", "abdabdalam": "abdabdalam",
		// Cyrillic, to the last letter of the table
		"абвгдежзийклмноп": "abvgdesiklmnop", "рстуфхцчшщъыьэюя": "rstufhshsieuia", "іє": "ie", "аґ": "ag",
		"тца": "sa", "та": "ta", "тца тса": "satsa", "т": "t", "ца": "sa",
		// digits and other letters stand for themselves
		"d3": "d3", "b12": "b12",
	} {
		if got := fold(in); got != want {
			t.Errorf("%q sounds %q, want %q", in, got, want)
		}
	}
	// What is in dst before belongs to another name: nothing is joined to it.
	if got := string(AppendFold([]byte("ui"), AppendCode(nil, "u"))); got != "uiu" {
		t.Errorf("behind ui: %q", got)
	}
	if got := string(AppendFold([]byte("u"), AppendCode(nil, "iu"))); got != "uu" {
		t.Errorf("behind u: %q", got)
	}
	if got := string(AppendFold([]byte("a"), AppendCode(nil, "a"))); got != "aa" {
		t.Errorf("behind a: %q", got)
	}
	if got := string(AppendFold([]byte("abdabda"), AppendCode(nil, "ge"))); got != "abdabdage" {
		t.Errorf("a short name behind a long one: %q", got)
	}
}

// TestKeyLetters covers each letter that Key treats by itself.
func TestKeyLetters(t *testing.T) {
	for in, want := range map[string]string{
		"a™b": "ab", "a℠b": "ab", "aⓇb": "ab", "aⒸb": "ab", "aⓡb": "ab", "aⓒb": "ab", "aⓓb": "adb", "é™é": "ee", "™é": "e",
		"ЀЁЂЃЇЌЍЎЏ": "ееђгікиуџ", "ѐёђѓїќѝўџ": "ееђгікиуџ", "АЯая": "аяая", "Йй": "ии", "Ѡ": "ѡ",
		"ẞßς": "ssssσ", "ıİ": "ii", "æÆœŒøØłŁđĐ": "aeaeoeoeoolldd", "éé": "ee", "éя": "eя", "яé": "яe", "é1": "e1", "é": "e",
		"azAZ09": "azaz09", "`{@[/:": "", "٣": "٣", "²": "2", "½": "12",
	} {
		if got := Key(in); got != want {
			t.Errorf("Key(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]bool{"": true, "az09": true, "a`": false, "{": false, "/": false, ":": false, "A": false, "é": false, "a b": false} {
		if got := isKey(in); got != want {
			t.Errorf("isKey(%q) = %v", in, got)
		}
	}
}

// TestCodes covers the ends of each range of code letters.
func TestCodes(t *testing.T) {
	const key = "az09аяієґ"
	code := AppendCode(nil, key)
	if want := []byte{'a', 'z', '0', '9', 0xC0, 0xDF, 0xE0, 0xE1, 0xE2}; !reflect.DeepEqual(code, want) {
		t.Errorf("% x, want % x", code, want)
	}
	if got := string(DecodeCode(nil, code)); got != key {
		t.Errorf("%q comes back as %q", key, got)
	}
	if got := AppendCode(nil, "ђµ"); !reflect.DeepEqual(got, []byte{Unknown, Unknown}) {
		t.Errorf("% x", got)
	}
	for in, want := range map[string]Script{"": NoScript, "09": NoScript, "a": Latin, "z": Latin, "а": Cyrillic, "я": Cyrillic, "ґ": Cyrillic, "aя": Mixed, "ђ": NoScript, "1z": Latin} {
		if got := ScriptOf(AppendCode(nil, in)); got != want {
			t.Errorf("ScriptOf(%q) = %v, want %v", in, got, want)
		}
	}
	if ScriptOf([]byte{'a' - 1}) != NoScript || ScriptOf([]byte{'z' + 1}) != NoScript || ScriptOf([]byte{cyrFirst - 1}) != NoScript || ScriptOf([]byte{cyrLast + 1}) != NoScript {
		t.Error("a range reaches too far")
	}
}

// TestUnmixLetters: every letter that has a twin is exchanged for it.
func TestUnmixLetters(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"zавекмнорстухі", "zabekmhopctyxi"},
		{"жabekmhopctyxi", "жавекмнорстухі"},
		{"zбa", ""}, {"zж", ""}, {"zґ", ""},
		{"жa9", "жа9"}, {"zа9", "zа9"}, {"жz", ""}, {"a", "a"}, {"ж", "ж"}, {"", ""},
	} {
		code, ok := Unmix(nil, AppendCode(nil, c.in))
		got := string(DecodeCode(nil, code))
		want := c.want
		if c.in == "zа9" {
			want = "za9"
		}
		if ok != (want != "" || c.in == "") || ok && got != want {
			t.Errorf("Unmix(%q) = %q, %v, want %q", c.in, got, ok, want)
		}
	}
	if out, ok := Unmix([]byte("x"), AppendCode(nil, "аb")); !ok || string(out) != "xab" {
		t.Errorf("behind x: %q, %v", out, ok)
	}
}

// TestSwapLength: what is too long for a name is not turned.
func TestSwapLength(t *testing.T) {
	for n, want := range map[int]bool{1: true, 256: true, 257: false} {
		if _, ok := Swap(strings.Repeat("a", n)); ok != want {
			t.Errorf("%d letters: %v", n, ok)
		}
	}
}

// TestNearEdges: a letter beside what is no key, on either side.
func TestNearEdges(t *testing.T) {
	for _, c := range []struct{ a, b byte }{{'q', '1'}, {'1', 'q'}, {'1', '1'}, {Unknown, Unknown}, {'a', Unknown}} {
		if Near(c.a, c.b) {
			t.Errorf("Near(%#x, %#x)", c.a, c.b)
		}
	}
	if y := AppendCode(nil, "ы")[0]; Near('a', y) || Near(y, 'a') {
		t.Error("letters of two keyboards are near") // ы is where s is, beside a
	}
}

// TestDecimal: a point between digits.
func TestDecimal(t *testing.T) {
	for _, c := range []struct {
		before, after string
		want          bool
	}{
		{"0", "5", true}, {"9", "0", true}, {"a0", "9b", true}, {"", "5", false}, {"0", "", false}, {"", "", false},
		{"a", "5", false}, {"0", "a", false}, {"/", "5", false}, {":", "5", false}, {"5", "/", false}, {"5", ":", false},
	} {
		if got := digitAt(c.before, c.after); got != c.want {
			t.Errorf("digitAt(%q, %q) = %v", c.before, c.after, got)
		}
	}
	for unit, want := range map[string]bool{"": false, "mg": true, "zz": false, "шт": true, "m": false, "x": false, "percent": true} {
		if _, ok := measureOf(unit); ok != want {
			t.Errorf("measureOf(%q) = %v", unit, ok)
		}
	}
}

// TestWordsSplit: where a word ends, and what a point does inside a number.
func TestWordsSplit(t *testing.T) {
	texts := func(s string) (out []string) {
		for _, w := range Words(s) {
			out = append(out, w.Text)
		}
		return out
	}
	for in, want := range map[string][]string{
		"a.b": {"a", "b"}, "1.5": {"1.5"}, "1.b": {"1", "b"}, "a.5": {"a", "5"}, "1,5": {"1,5"}, "1;5": {"1", "5"}, "1.": {"1"}, ".5": {"5"}, "1..5": {"1", "5"},
		"d'x": {"d'x"}, "d’x d´x": {"d’x", "d´x"}, "`a´": {"`a´"}, "a\u00adb": {"a\u00adb"}, "a\u200bb\u200cc\u200dd\ufeffe": {"a\u200bb\u200cc\u200dd\ufeffe"},
		"a\u2060b": {"a", "b"}, "e\u0301x": {"e\u0301x"}, "a\xffb": {"a\xffb"}, "-": nil, "' '": nil, "' x": {"x"}, "(a)": {"a"}, "a/b+c": {"a", "b", "c"},
	} {
		if got := texts(in); !reflect.DeepEqual(got, want) {
			t.Errorf("Words(%q) = %q, want %q", in, got, want)
		}
	}
	dosed := func(s string) (out []bool) {
		for _, w := range Words(s) {
			out = append(out, w.Dose)
		}
		return out
	}
	for in, want := range map[string][]bool{
		"x 5 mg": {false, true, true}, "x mg 5": {false, false, false}, "mg": {false}, "5 mg ml": {true, true, true}, "5 x mg": {false, false, false},
		// A number belongs to the name unless its unit says otherwise.
		"x 12": {false, false}, "5-x": {false, false}, "x 131": {false, false}, "x 6x": {false, false}, "x 30c": {false, false}, "x b 6 100 mg": {false, false, false, true, true},
		"x №10": {false, true}, "x 5 mg 10": {false, true, true, true}, "x tablets 10": {false, false, true}, "x 10 tablets": {false, false, false}, "x 40mg n100": {false, true, true},
		"x n100": {false, false}, "x 0,5": {false, true}, "x 5%": {false, true}, "x 5 %": {false, true}, "1. x": {true, false}, "2) x": {true, false}, "5.x": {false, false},
		"41 xylocaine 5 mg": {true, false, true, true}, "5 asa 500 mg": {false, false, true, true}, "5-xylocaine 5 mg": {false, false, true, true},
		// Packs are counted before a name of five letters or more that has a strength.
		"2 aspro 500 mg": {true, false, true, true}, "2 zeel 500 mg": {false, false, true, true}, "2 paracetamol 500mg": {true, false, true}, "2 paracetamol tablets": {false, false, false},
	} {
		if got := dosed(in); !reflect.DeepEqual(got, want) {
			t.Errorf("doses of %q are %v, want %v", in, got, want)
		}
	}
}

// TestForms: the longest ending that a form's word may have, and one more.
func TestForms(t *testing.T) {
	for in, want := range map[string]struct {
		form  bool
		route string
		part  bool
	}{
		"tablet": {true, catalog.Oral, false}, "tabletten": {true, catalog.Oral, false}, "tabletabcde": {true, catalog.Oral, false}, "tabletabcdef": {},
		"gel": {true, catalog.Topical, false}, "gelx": {}, "гелем": {true, catalog.Topical, false}, "гелевый": {}, "мазями": {true, catalog.Topical, false}, "мазливый": {},
		"candles": {true, catalog.Rectal, false}, "shots": {true, catalog.Injection, false}, "drops": {true, "", false}, "roots": {true, "", true}, "rooted": {},
		"корнем": {true, "", true}, "": {}, "nurofen": {},
	} {
		w := Word{Key: in}
		if isForm := w.form(); isForm != want.form || w.Route != want.route || w.Part != want.part {
			t.Errorf("form(%q) = %v, %q, %v", in, isForm, w.Route, w.Part)
		}
	}
}

// TestMeasures: what the unit of a strength measures.
func TestMeasures(t *testing.T) {
	for in, want := range map[string]Measure{
		"x 50 mg": Mass, "x 50mg": Mass, "x 2 ml": Volume, "x 30 mg/ml": Concentration, "x 200 mg/2ml": Concentration, "x 200mg / 3 ml": Concentration, "x 200 mg/5ml": Volume, "x 200mg / 5 ml": Volume, "x 100 мг/5 мл": Volume, "x 30мг/мл": Concentration,
		"x 5%": Percent, "x 5 %": Percent, "x 5 percent": Percent, "x 10 mg/g": Percent, "x 10 mg/1g": Percent, "x 10 mg / 1 g": Percent, "x 100 g": Unmeasured, "x 1000 IU": Unmeasured, "x 500mg/125mg": Mass, "x 5": Unmeasured,
		"x 90 mg": Mass, "x 0,9 mg": Mass, "x 0,5": Mass, "x 0,5 20": Mass, "x 0,5 l": Unmeasured, "x 0,5g": Unmeasured, "x 0,5%": Percent, "x 0,9": Mass,
	} {
		got := Unmeasured
		for _, w := range Words(in) {
			if w.Measure != Unmeasured {
				if got != Unmeasured {
					t.Errorf("%q is measured twice", in)
				}
				got = w.Measure
			}
		}
		if got != want && in != "x 500mg/125mg" {
			t.Errorf("%q measures %d, want %d", in, got, want)
		}
	}
}

// TestSameWords: separators are ignored where no letter or digit is alone.
func TestSameWords(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"no spa", "No-Spa", true}, {"nospa", "No-Spa", true}, {"No Spa", "nospa", true}, {"co-amoxiclav", "coamoxiclav", true},
		{"vitamina", "vitamin A", false}, {"vitamin a", "vitamin A", true}, {"vitamin-a", "vitamin A", true}, {"витамина", "витамин А", false},
		{"Don-A", "Dona", false}, {"as a", "ASA", false}, {"n o s p a", "No-Spa", false}, {"zeelt", "Zeel T", false}, {"zeel-t", "Zeel T", true},
		{"vitamin D 3", "vitamin D3", true}, {"vitamin-d-3", "vitamin D3", true}, {"vitamind3", "vitamin D3", true}, {"alpha d 3 teva", "Alpha D3-Teva", true}, {"alphad3teva", "Alpha D3-Teva", true},
		{"St John’s", "St John's", true}, {"e\u0301x-y", "éx-y", true}, {"vitaminA", "vitamin A", true}, {"ZeelT", "Zeel T", true}, {"DonA", "Dona", false}, {"NoSpa", "No-Spa", true}, {"витаминА", "витамин А", true}, {"", "nospa", true}, {"", "", true}, {"...", "-", true}, {"-no spa-", "no spa", true},
		// A word split in two ahead of a letter alone, which stands alone in both.
		{"multi tabs B", "Multitabs B", true}, {"multi tabsB", "Multitabs B", true}, {"multi tabsb", "Multitabs B", false},
		// Letter and digit may part; two digits may not, as B1 and 2 are not B12.
		{"omega 3 D", "Omega 3D", true}, {"factor 9 B", "Factor 9B", true}, {"factor B 9", "Factor B9", true}, {"vitamin B1 2", "Vitamin B12", false}, {"vitamin B1 9", "Vitamin B19", false}, {"vitamin B9 1", "Vitamin B91", false},
		{"Vitamin A", "VITAMINA", false}, {"-vitamina", "vitamin A", false},
		// Of more words than any name has nothing is said.
		{strings.Repeat("no ", 32), strings.Repeat("no-", 32), true}, {strings.Repeat("no ", 33), strings.Repeat("no-", 33), false},
	} {
		if got := SameWords(c.a, c.b); got != c.want {
			t.Errorf("SameWords(%q, %q) = %v", c.a, c.b, got)
		}
		if SameWords(c.a, c.b) != SameWords(c.b, c.a) {
			t.Errorf("SameWords(%q, %q) is not symmetric", c.a, c.b)
		}
	}
}
