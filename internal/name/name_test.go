package name

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/catalog"
)

func TestKey(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"paracetamol", "paracetamol"},
		{"No-Spa", "nospa"},
		{"  no  spa ", "nospa"},
		{"St John's wort", "stjohnswort"},
		{"St John’s wort", "stjohnswort"},
		{"St Johnʼs wort", "stjohnswort"}, // U+02BC, a letter to Unicode
		{"Voltaren® Gel™", "voltarengel"},
		{"Ибупрофе\u0301н", "ибупрофен"},
		{"ИБУПРОФЕН", "ибупрофен"},
		{"ёлка", "елка"},
		{"е\u0308лка", "елка"},
		{"Кальций", "кальции"}, // й folds to и the same way composed…
		{"Кальции\u0306", "кальции"},
		{"ｐａｒａ", "para"},                // full width
		{"naproxène", "naproxen" + "e"}, // accents
		{"Straße", "strasse"},
		{"para\u200bceta\u00admol", "paracetamol"}, // invisible characters
		{"para\u202ecetamol", "paracetamol"},       // bidirectional control
		{"para\x00cetamol", "paracetamol"},
		{"para\xffcetamol", "para\ufffdcetamol"}, // not UTF-8: another name
		{"D₃", "d3"},
		{"💊", ""},
		{"Μ", "μ"},
	} {
		if got := Key(c.in); got != c.want {
			t.Errorf("Key(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestKeyAllocates(t *testing.T) {
	for _, c := range []struct {
		in   string
		most float64
	}{{"paracetamol", 0}, {"Paracetamol", 1}, {"Парацетамол", 1}} {
		if n := testing.AllocsPerRun(100, func() { Key(c.in) }); n > c.most {
			t.Errorf("Key(%q) allocates %v times, want %v at most", c.in, n, c.most)
		}
	}
	var buf [64]byte
	if n := testing.AllocsPerRun(100, func() { AppendKey(buf[:0], "Вольтарен Гель") }); n > 0 {
		t.Errorf("AppendKey allocates %v times", n)
	}
}

func fold(s string) string { return string(AppendFold(nil, AppendCode(nil, Key(s)))) }

func TestFoldJoinsSpellings(t *testing.T) {
	for _, same := range [][]string{
		{"citramon", "zitramon", "цитрамон", "Tsitramon", "tzitramon"},
		{"Chondroxide", "Hondroxide", "хондроксид", "khondroksid"},
		{"ibuprofen", "ibuprophen", "ибупрофен", "ibuprofene"},
		{"duphaston", "dufaston", "дюфастон", "djufaston", "dyufaston"},
		{"валерьянка", "valeryanka", "walerjanka"},
		{"Zeel T", "Цель Т"},
		{"paracetamol", "paracetamolum", "paratsetamol", "парацетамол"},
		{"viburcol", "wiburkol", "вибуркол"},
		{"thyme", "tyme"},
	} {
		for _, s := range same[1:] {
			if fold(s) != fold(same[0]) {
				t.Errorf("%q sounds %q, %q sounds %q", s, fold(s), same[0], fold(same[0]))
			}
		}
	}
}

func TestFoldKeepsNamesApart(t *testing.T) {
	for _, c := range [][2]string{
		{"furacin", "furagin"}, {"ketotifen", "ketoprofen"}, {"ofloxacin", "efloxacin"},
		{"hypericum", "hyperic acid"}, {"D3", "D2"}, {"dona", "dono"},
	} {
		if fold(c[0]) == fold(c[1]) {
			t.Errorf("%q and %q both sound %q", c[0], c[1], fold(c[0]))
		}
	}
}

func TestSwap(t *testing.T) {
	for _, c := range []struct {
		in, want string
		ok       bool
	}{
		{"gfhfwtnfvjk", "парацетамол", true},
		{"b,eghjaty", "ибупрофен", true},
		{"'aathfkufy", "эффералган", true},
		{"тгкщаут", "nurofen", true},
		{"Тгкщаут", "Nurofen", true},
		{"rfkmwbq-l3", "кальций-д3", true},
		{"12", "", false},
		{"para парa", "", false}, // both scripts: nothing to judge by
	} {
		got, ok := Swap(c.in)
		if ok != c.ok || c.ok && got != c.want {
			t.Errorf("Swap(%q) = %q, %v", c.in, got, ok)
		}
	}
	if a, _ := Swap("парацетамол"); a != "gfhfwtnfvjk" {
		t.Errorf("Swap(парацетамол) = %q", a)
	}
}

func TestNear(t *testing.T) {
	code := func(s string) byte { return AppendCode(nil, s)[0] }
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"a", "s", true}, {"a", "q", true}, {"a", "z", true}, {"a", "p", false}, {"g", "b", true}, {"g", "n", false},
		{"ц", "у", true}, {"ф", "ы", true}, {"ф", "я", true}, {"а", "о", false}, {"a", "а", false}, {"1", "2", false},
	} {
		if got := Near(code(c.a), code(c.b)); got != c.want {
			t.Errorf("Near(%s, %s) = %v", c.a, c.b, got)
		}
		if Near(code(c.a), code(c.b)) != Near(code(c.b), code(c.a)) {
			t.Errorf("Near(%s, %s) is not symmetric", c.a, c.b)
		}
	}
}

func TestUnmix(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"аspirin", "aspirin"},         // а is Cyrillic
		{"парацeтамол", "парацетамол"}, // e is Latin
		{"жaspirin", ""},               // no script fits
	} {
		code, ok := Unmix(nil, AppendCode(nil, Key(c.in)))
		if got := string(DecodeCode(nil, code)); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("Unmix(%q) = %q, %v", c.in, got, ok)
		}
	}
}

func TestWords(t *testing.T) {
	type w = Word
	for _, c := range []struct {
		in   string
		want []Word
	}{
		{"", nil},
		{"Nurofen 200 mg", []w{{Text: "Nurofen", Key: "nurofen"}, {Text: "200", Key: "200", At: 8, Dose: true}, {Text: "mg", Key: "mg", At: 12, Dose: true, Measure: Mass}}},
		{"No-Spa №20", []w{{Text: "No", Key: "no"}, {Text: "Spa", Key: "spa", At: 3}, {Text: "20", Key: "20", At: 10, Dose: true}}},
		{"0,5г", []w{{Text: "0,5г", Key: "05г", Dose: true}}},
		{"5%", []w{{Text: "5", Key: "5", Dose: true, Measure: Percent}}},
		{"St John's", []w{{Text: "St", Key: "st"}, {Text: "John's", Key: "johns", At: 3}}},
		{"d3 tabs", []w{{Text: "d3", Key: "d3"}, {Text: "tabs", Key: "tabs", At: 3, Form: true, Route: catalog.Oral, Make: Tablet}}},
		{"гель", []w{{Text: "гель", Key: "гель", Form: true, Route: catalog.Topical, Make: "gel"}}},
		{"свечах", []w{{Text: "свечах", Key: "свечах", Form: true, Route: catalog.Rectal, Make: "suppository"}}},
		{"root", []w{{Text: "root", Key: "root", Form: true, Part: true}}},
		{"sodium", []w{{Text: "sodium", Key: "sodium", Filler: true}}},
		{"mg", []w{{Text: "mg", Key: "mg"}}}, // a unit counts after a number only
		{"gelatin", []w{{Text: "gelatin", Key: "gelatin"}}},
	} {
		if got := Words(c.in); !reflect.DeepEqual(got, c.want) {
			t.Errorf("Words(%q) = %+v", c.in, got)
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{"", "No-Spa", "Ибупрофéн", "е\u0308", "para\xffcetamol", "\x00", "™", "İı", "각", "\u202eabc", strings.Repeat("é", 200)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		k := Key(s)
		if !utf8.ValidString(k) {
			t.Fatalf("Key(%q) = %q is not UTF-8", s, k)
		}
		if again := Key(k); again != k {
			t.Fatalf("Key(%q) = %q, whose key is %q", s, k, again)
		}
		if got := Key(" " + s + "- "); got != k {
			t.Fatalf("Key changes with spaces around %q: %q, %q", s, k, got)
		}
		code := AppendCode(nil, k)
		if len(code) != utf8.RuneCountInString(k) {
			t.Fatalf("code of %q has %d letters", k, len(code))
		}
		AppendFold(nil, code)
		var joined strings.Builder
		for _, w := range Words(s) {
			joined.WriteString(w.Key)
			if w.Key == "" {
				t.Fatalf("Words(%q) has an empty word", s)
			}
		}
		if swapped, ok := Swap(s); ok && swapped == "" {
			t.Fatalf("Swap(%q) is empty", s)
		}
	})
}
