package render

import (
	"encoding/csv"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/answer/answertest"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/term"
)

func TestHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "a": "a", "=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "\tx": "'\tx", "\rx": "'\rx", "\nx": "'\nx",
		"＝1": "'＝1", "a=1": "a=1", "'=1": "'=1", " =1": " =1", "1-2": "1-2",
	} {
		if got := harmless(in); got != want {
			t.Errorf("harmless(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCSVRow(t *testing.T) {
	var got []byte
	for _, r := range [][]string{{"a", "b"}, {`x "y"`, "1,2"}, {"", ""}, {" lead", "=cmd"}, {""}, {}} {
		got = csvRow(got, len(r), func(i int) string { return r[i] })
	}
	if want := "a,b\r\n\"x \"\"y\"\"\",\"1,2\"\r\n,\r\n\" lead\",'=cmd\r\n\"\"\r\n\r\n"; string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestMarkdownEscape(t *testing.T) {
	for in, want := range map[string]string{
		"plain, text.":      "plain, text.",
		`a|b`:               `a\|b`,
		"`code`":            "\\`code\\`",
		"<b>&amp;</b>":      `\<b\>\&amp;\</b\>`,
		"*x* _y_ ~z~":       `\*x\* \_y\_ \~z\~`,
		"[a](b)":            `\[a\](b)`,
		`back\slash`:        `back\\slash`,
		"two\nlines\r\nnow": "two lines  now",
		"$x$":               `\$x\$`,
	} {
		if got := markdownEscape(in); got != want {
			t.Errorf("markdownEscape(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"": "", "text": "text", "# x": `\# x`, "- x": `\- x`, "+ x": `\+ x`, "---": `\---`, "1. x": `1\. x`, "12) x": `12\) x`, "12 x": "12 x", "1": "1", "===": `\===`,
	} {
		if got := markdownStart(in); got != want {
			t.Errorf("markdownStart(%q) = %q, want %q", in, got, want)
		}
	}
	if got, want := markdownInline(page.Of(page.Bold(" a* "), "b", page.Bold("  "), page.Status(catalog.NotStated)), true), `**a\*** b  **not stated**`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := markdownInline(page.Of(page.Bold("a"), page.Status(catalog.NotStated)), false), `anot stated`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// readTable reads a table of GitHub's dialect by its specification: rows cut
// at bars that no backslash stands before, the second of them of hyphens, a
// backslash before punctuation dropped, cells trimmed.
func readTable(t testing.TB, s string) (head []string, rows [][]string) {
	t.Helper()
	bars := func(l string) []string {
		var out []string
		cell := ""
		for i := 1; i < len(l); i++ {
			switch {
			case l[i] == '\\' && i+1 < len(l) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", l[i+1]) >= 0:
				cell += l[i+1 : i+2]
				i++
			case strings.HasPrefix(l[i:], "<span>@</span>"):
				cell += "@"
				i += len("<span>@</span>") - 1
			case l[i] == '@', strings.HasPrefix(l[i:], "://"), strings.HasPrefix(strings.ToLower(l[i:]), "www."):
				t.Fatalf("an address in %q", l)
			case l[i] == '|':
				out = append(out, strings.Trim(cell, " \t"))
				cell = ""
			case strings.IndexByte("`<&[*_~", l[i]) >= 0:
				t.Fatalf("a bare %q in %q", l[i], l)
			default:
				cell += l[i : i+1]
			}
		}
		if l[0] != '|' || strings.Trim(cell, " ") != "" {
			t.Fatalf("no row: %q", l)
		}
		return out
	}
	lines := strings.Split(strings.TrimSuffix(s, "\n"), "\n")
	if len(lines) < 2 {
		t.Fatalf("no table: %q", s)
	}
	head = bars(lines[0])
	for _, c := range bars(lines[1]) {
		if !regexp.MustCompile(`^:?-+:?$`).MatchString(c) {
			t.Fatalf("no rule under the header: %q", lines[1])
		}
	}
	if len(bars(lines[1])) != len(head) {
		t.Fatalf("header of %d cells over a rule of another length", len(head))
	}
	for _, l := range lines[2:] {
		rows = append(rows, bars(l))
	}
	return head, rows
}

var seeds = []string{"", "a", "=1+1", "-", "a|b", `\|`, `\\|`, "a\nb", "\r\n", "`", "<br>", "**", "\x1b[31m", "\xff", " lead", "trail ", "\u00a0", "# 1.", `"`, `","`, "日本", "\ufeff", "'", "\u06dd", "\u0301", "a\u200d", "a@b.example", "@name", "see https://a.example/b", "WWW.a.example", "a;=1+1", "; @x"}

// FuzzCSV: what encoding/csv reads back is every cell, cleaned and harmless.
func FuzzCSV(f *testing.F) {
	for i, s := range seeds {
		f.Add(s, seeds[(i+1)%len(seeds)], i%2 == 0)
	}
	f.Fuzz(func(t *testing.T, a, b string, single bool) {
		v := Table{Columns: []string{"one", "two"}, Rows: [][]string{{a, b}, {b, a}}}
		if single {
			v = Table{Columns: []string{"one"}, Rows: [][]string{{a}, {b}}}
		}
		out := render(t, v, Options{Format: CSV})
		if !utf8.ValidString(out) {
			t.Fatalf("invalid UTF-8: %q", out)
		}
		got, err := csv.NewReader(strings.NewReader(out)).ReadAll()
		if err != nil {
			t.Fatalf("%v: %q", err, out)
		}
		want := [][]string{v.Columns}
		for _, r := range v.Rows {
			w := make([]string, len(r))
			for i, c := range r {
				w[i] = harmless(term.Clean(c))
				if w[i] != "" && strings.ContainsAny(w[i][:1], "=+-@\t\r\n") {
					t.Fatalf("a formula: %q", w[i])
				}
			}
			want = append(want, w)
		}
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

// FuzzMarkdown: what a reader of the dialect's tables reads back is every
// cell, cleaned and trimmed, in a table of the same shape.
func FuzzMarkdown(f *testing.F) {
	for i, s := range seeds {
		f.Add(s, seeds[(i+1)%len(seeds)])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		v := Table{Columns: []string{"one", a}, Rows: [][]string{{a, b}, {b, a}}}
		head, rows := readTable(t, render(t, v, Options{Format: Markdown}))
		want := func(s string) string {
			return strings.Trim(strings.ReplaceAll(term.Clean(s), "\u00a0", " "), " ")
		}
		if head[0] != "one" || head[1] != want(a) {
			t.Fatalf("header %q of %q", head, a)
		}
		if !slices.EqualFunc(rows, [][]string{{want(a), want(b)}, {want(b), want(a)}}, slices.Equal) {
			t.Fatalf("rows %q of %q, %q", rows, a, b)
		}
	})
}

// FuzzTable: whatever the cells, nothing of them is lost, no line is wider
// than the terminal, and every line of a box is as wide as the first. Cells
// that the table library would measure wrongly come as labelled lines.
func FuzzTable(f *testing.F) {
	for i, s := range seeds {
		f.Add(s, seeds[(i+1)%len(seeds)], 40+i*7)
	}
	f.Fuzz(func(t *testing.T, a, b string, width int) {
		if width < 40 || width > 300 {
			t.Skip()
		}
		v := Table{Columns: []string{"one", "two"}, Rows: [][]string{{a}}}
		out := render(t, v, Options{Format: TableFormat, Width: width, NoHeader: true})
		kept := func(s string) string {
			s = strings.NewReplacer("\u00a0", "", " ", "", "\n", "", "│", "").Replace(s)
			return strings.Trim(s, "┌─┬┐└┴┘")
		}
		if got, want := kept(out), kept(term.Clean(a)); got != want && got != "one:"+want {
			t.Fatalf("got %q, want %q, in\n%s", got, want, out)
		}

		v.Rows = [][]string{{a, b}, {b, a}}
		out = render(t, v, Options{Format: TableFormat, Width: width, Color: true})
		box := strings.HasPrefix(out, "┌")
		for l := range strings.Lines(out) {
			n := cells(sgr.ReplaceAllString(strings.TrimSuffix(l, "\n"), ""))
			if n > width || box && n != cells(strings.SplitN(out, "\n", 2)[0]) {
				t.Fatalf("a line of %d cells at %d: %q", n, width, l)
			}
		}
	})
}

func TestSQLValue(t *testing.T) {
	text, n := "it's", 7
	cases := []struct {
		in   any
		want string
	}{
		{nil, "NULL"}, {(*string)(nil), "NULL"}, {(*int)(nil), "NULL"},
		{"a", "'a'"}, {"it's ''", "'it''s '''''"}, {"a\x00b", "'ab'"}, {`\`, `'\'`},
		{catalog.DoctorOnly, "'doctor_only'"}, {(*catalog.Speaker)(nil), "NULL"}, {answertest.Ptr(catalog.Forum), "'forum'"},
		{&text, "'it''s'"}, {&n, "7"}, {12, "12"}, {true, "1"}, {false, "0"},
	}
	for _, c := range cases {
		if got := sqlValue(c.in); got != c.want {
			t.Errorf("sqlValue(%v) = %s, want %s", c.in, got, c.want)
		}
	}
}

// TestAddressesStayText: what GitHub would make a link or a mention of stays
// what was written.
func TestAddressesStayText(t *testing.T) {
	for in, want := range map[string]string{
		"see https://a.example/b": `see https\://a.example/b`, "ftp://a": `ftp\://a`, "www.a.example": `www\.a.example`, "WWW.a": `WWW\.a`,
		"a@b.example": "a<span>@</span>b.example", "@name": "<span>@</span>name", "mailto:a@b": "mailto:a<span>@</span>b",
		"10:30, no. 5": "10:30, no. 5",
	} {
		if got := markdownEscape(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// TestSQLIsUTF8: no byte of a path or of anything else gets into a database
// that is not text.
func TestSQLIsUTF8(t *testing.T) {
	for in, want := range map[string]string{"a\xffb": "'a\uFFFDb'", "\xed\xa0\x80": "'\uFFFD'", "a\x00'": "'a'''"} {
		if got := sqlValue(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}
