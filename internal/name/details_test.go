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

// TestDoses: what counts as a strength, and after what.
func TestDoses(t *testing.T) {
	for _, c := range []struct {
		key   string
		after bool
		want  bool
	}{
		{"200", false, true}, {"0", false, true}, {"9", false, true}, {"200mg", false, true}, {"20x", false, true}, {"mg", true, true}, {"mg", false, false},
		{"x", true, false}, {"x", false, false}, {"", false, false}, {"", true, false}, {"d3", false, false}, {"d3", true, false}, {"3d", false, false},
		{"5мкг", false, true}, {"percent", true, true}, {"m", true, false}, {"mg mcg", true, true}, {"шт", true, true},
	} {
		if got := dose(c.key, c.after); got != c.want {
			t.Errorf("dose(%q, %v) = %v", c.key, c.after, got)
		}
	}
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
	if isUnit("") || !isUnit("mg") || isUnit("g mg") && isUnit("zz") {
		t.Error("isUnit")
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
		"x 5 mg": {false, true, true}, "x mg 5": {false, false, true}, "mg": {false}, "5 mg ml": {true, true, true}, "5 x mg": {true, false, false},
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
		isForm, route, part := form(in)
		if isForm != want.form || route != want.route || part != want.part {
			t.Errorf("form(%q) = %v, %q, %v", in, isForm, route, part)
		}
	}
}
