package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/term"
)

// standard is what encoding/json makes of a value, with our escapes.
func standard(t *testing.T, v any, indent bool) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if indent {
		e.SetIndent("", "  ")
	}
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	var out []byte
	for _, r := range b.String() {
		if r == '\n' || !term.Unsafe(r) {
			out = utf8.AppendRune(out, r)
			continue
		}
		for _, u := range utf16.Encode([]rune{r}) {
			out = fmt.Appendf(out, "\\u%04x", u)
		}
	}
	return out
}

func sameJSON(t *testing.T, what string, v any) {
	t.Helper()
	for _, indent := range []bool{true, false} {
		got, err := encode(v, indent)
		if err != nil {
			t.Fatalf("%s: %T: %v", what, v, err)
		}
		if want := standard(t, v, indent); !bytes.Equal(got, want) {
			t.Fatalf("%s, %T, indented %t:\n%s\nwant\n%s", what, v, indent, got, want)
		}
	}
}

// filled gives every field of a type a value of its own, so that a field left
// out or exchanged shows. Lists have n elements, nil for n < 0; pointers are
// nil for n == 0.
func filled(v reflect.Value, n int, count *int) {
	switch v.Kind() {
	case reflect.String:
		*count++
		v.SetString(fmt.Sprintf("text %d <&> \"ж\"", *count))
	case reflect.Uint8: // a word of a vocabulary, which have two at least
		*count++
		v.SetUint(uint64(*count % 2))
	case reflect.Interface:
		*count++
		v.Set(reflect.ValueOf(*count%2 == 0))
	case reflect.Int:
		*count++
		v.SetInt(int64(*count))
	case reflect.Bool:
		*count++
		v.SetBool(*count%2 == 0)
	case reflect.Struct:
		for i := range v.NumField() {
			filled(v.Field(i), n, count)
		}
	case reflect.Slice:
		if n < 0 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			filled(v.Index(i), n, count)
		}
	case reflect.Pointer:
		if n == 0 {
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		filled(v.Elem(), n, count)
	default:
		panic("no value for " + v.Kind().String())
	}
}

// TestEncodeEveryField compares with encoding/json where every field differs
// from every other, with lists that are full, empty and nil.
func TestEncodeEveryField(t *testing.T) {
	for n := -1; n <= 2; n++ {
		for offset := range 2 { // booleans both ways
			for _, v := range []any{
				&answer.Lookup{}, &answer.Compare{}, &answer.List{}, &answer.Result{}, &answer.Entry{}, &answer.Documents{}, &answer.Document{},
				&answer.References{}, &answer.ReferenceShow{}, &answer.Export{}, &answer.Info{}, &answer.Validation{}, &answer.Config{}, &answer.Version{},
			} {
				count := offset
				filled(reflect.ValueOf(v).Elem(), n, &count)
				sameJSON(t, fmt.Sprintf("lists of %d", n), reflect.ValueOf(v).Elem().Interface())
			}
		}
	}
}

func TestEncodeGoldens(t *testing.T) {
	for name, v := range goldens() {
		sameJSON(t, name, v)
	}
}

// TestQuotedEveryRune: every rune, alone and between letters, and every byte
// that is no UTF-8.
func TestQuotedEveryRune(t *testing.T) {
	var all []byte
	check := func(s string) {
		t.Helper()
		b, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var want string
		if err := json.Unmarshal(b, &want); err != nil {
			t.Fatal(err)
		}
		var back string
		if err := json.Unmarshal(AppendQuoted(nil, s), &back); err != nil || back != want {
			t.Fatalf("%q was written as %s, read back as %q: %v", s, AppendQuoted(nil, s), back, err)
		}
	}
	for r := rune(0); r <= utf8.MaxRune; r++ {
		all = utf8.AppendRune(all, r)
		if r%0x1000 == 0xFFF {
			check(string(all))
			sameJSON(t, fmt.Sprintf("up to %U", r), answer.Result{Query: string(all)})
			all = all[:0]
		}
	}
	for c := range 256 {
		sameJSON(t, "bytes", answer.Result{Query: "a" + string([]byte{byte(c)}) + "b"})
	}
}

func FuzzQuoted(f *testing.F) {
	for _, s := range []string{"", "a\"b\\c", "\x1b[2J", "\u2028", "ж\xff", "\U000E0041", "\x7f\u0080"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { sameJSON(t, "fuzz", answer.Result{Query: s}) })
}

// FuzzCell: a cell is quoted as encoding/csv quotes it.
var semicolonFormula = regexp.MustCompile(`; *[-=+@＝＋－＠]`)

func FuzzCell(f *testing.F) {
	for _, s := range []string{"", `\.`, " a", "a,b", `a"b`, "=1", "\u00a0a", "ж\xff", "\r\n", "a;=1", "a; +1", ";b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, row := range [][]string{{s, s}, {s, ""}, {"", s}} {
			var want bytes.Buffer
			w := csv.NewWriter(&want)
			w.UseCRLF = true
			clean := make([]string, len(row))
			for i, c := range row {
				clean[i] = harmless(term.Clean(c))
			}
			if err := w.Write(clean); err != nil {
				t.Fatal(err)
			}
			w.Flush()
			got := csvRow(nil, len(row), func(i int) string { return row[i] })
			if semicolonFormula.MatchString(clean[0] + clean[1]) {
				back, err := csv.NewReader(bytes.NewReader(got)).Read()
				if err != nil || !slices.Equal(back, clean) || !bytes.Contains(got, []byte{'"'}) {
					t.Fatalf("%q: %q, %v", row, got, err)
				}
			} else if !bytes.Equal(got, want.Bytes()) {
				t.Fatalf("%q: %q, want %q", row, got, want.Bytes())
			}
		}
	})
}
