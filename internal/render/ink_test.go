package render

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/match"
)

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  string
	}{
		{"", 10, ""},
		{"one two three", 0, "one two three"},
		{"one two three", 13, "one two three"},
		{"one two three", 12, "one two|three"},
		{"one two three", 7, "one two|three"},
		{"one two three", 3, "one|two|thr|ee"},
		{"a  b", 10, "a  b"},  // spaces inside a line are kept
		{"  a b ", 10, "a b"}, // those at its ends are not
		{"well-known word", 8, "well-|known|word"},
		{"abcdefghij", 4, "abcd|efgh|ij"},
		{"ab abcdefghij", 4, "ab|abcd|efgh|ij"},
		{"abc-defghij", 8, "abc-|defghij"},         // a hyphen at the half of the line
		{"a-bcdefghij", 8, "a-bcdefg|hij"},         // one before it
		{"abcdefghijkl-mn", 8, "abcdefgh|ijkl-mn"}, // what is left fits: it is not cut again
		{"no\u00a0break here", 8, "no break|here"},
		{"Нурофен гель", 8, "Нурофен|гель"},
		{"日本語 日本", 4, "日本|語|日本"},
		{"日本", 1, "日|本"}, // wider than the line: alone, never lost
		{"日\u0301", 1, "日\u0301"},
		{"a \u0301", 1, "a|\u0301"},
		{"e\u0301e\u0301e\u0301", 2, "e\u0301e\u0301|e\u0301"},
	} {
		var got []string
		for _, l := range wrap([]ink{{text: c.in, sgr: ""}}, c.width) {
			got = append(got, l.paint(false))
		}
		if g := strings.Join(got, "|"); g != c.want {
			t.Errorf("wrap(%q, %d) = %q, want %q", c.in, c.width, g, c.want)
		}
	}
}

// TestWrapLosesNothing: whatever the text and the width, lines are narrow
// enough (or one character), and only spaces go.
func TestWrapLosesNothing(t *testing.T) {
	piece := rapid.Custom(func(t *rapid.T) ink {
		return ink{text: rapid.StringOfN(rapid.SampledFrom([]rune("ab -/é日\u00a0e\u0301👩\u200d🔬")), 0, 20, -1).Draw(t, "text"), sgr: rapid.SampledFrom([]string{"", "1", "31"}).Draw(t, "sgr")}
	})
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.SliceOfN(piece, 0, 6).Draw(t, "in")
		width := rapid.IntRange(1, 30).Draw(t, "width")
		squash := func(l line) string { return strings.ReplaceAll(l.paint(false), " ", "") }
		var out strings.Builder
		for _, l := range wrap(in, width) {
			out.WriteString(squash(l))
			s := l.paint(false)
			if n := cells(s); n > width && (width > 1 || n > 2) {
				t.Fatalf("a line of %d cells at %d: %q", n, width, s)
			}
			if s != strings.Trim(s, " ") && !strings.Contains(line(in).text(), nbsp) {
				t.Fatalf("spaces at the ends of %q", s)
			}
		}
		if got, want := out.String(), squash(in); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

func (l line) text() string {
	var b strings.Builder
	for _, i := range l {
		b.WriteString(i.text)
	}
	return b.String()
}

// TestWrapLongLine: a name of a megabyte takes a moment, not minutes.
func TestWrapLongLine(t *testing.T) {
	if n := len(wrap([]ink{{text: strings.Repeat("x", 1<<20), sgr: ""}}, 64)); n != 1<<14 {
		t.Errorf("%d lines, want %d", n, 1<<14)
	}
}

func TestPaintJoins(t *testing.T) {
	l := wrap([]ink{{text: "very bold", sgr: "1"}, {text: " then", sgr: ""}, {text: " not", sgr: ""}}, 40)[0]
	if got, want := l.paint(true), "\x1b[1mvery bold\x1b[0m then not"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestSigns: every status has a sign, one cell wide in both forms and ASCII in
// the second; what refuses shares none with what permits.
func TestSigns(t *testing.T) {
	seen := map[string]catalog.Status{}
	for _, s := range catalog.Statuses() {
		g := signOf(s)
		for _, x := range []string{"u" + g.unicode, "a" + g.ascii} {
			if o, ok := seen[x]; cells(x) != 2 || ok && o.Refuses() != s.Refuses() {
				t.Errorf("%s: sign %q is of no or several cells, or that of %s", s, x, o)
			}
			seen[x] = s
		}
		if g.ascii[0] > '~' {
			t.Errorf("%s: %q is no ASCII", s, g.ascii)
		}
	}
	if g := signOf(catalog.Status(len(catalog.Statuses()))); g != (sign{}) {
		t.Errorf("a word that is no status has the sign %v", g)
	}
}

// TestASCII: with --ascii every character of our own is ASCII.
func TestASCII(t *testing.T) {
	for name, v := range goldens() {
		out := render(t, v, Options{Format: TableFormat, Width: 80, ASCII: true})
		out = strings.NewReplacer("Нурофен гель", "", "Кеторолак", "").Replace(out)
		for _, r := range out {
			if r > '~' {
				t.Errorf("%s: %q in the output", name, r)
				break
			}
		}
	}
}

// TestAdviceView: a line that leads to what is said of medicines at large,
// without a status; not beside an entry that is advice itself.
func TestAdviceView(t *testing.T) {
	const line = "Said of medicines at large: backcare lookup \"any medicine\" painkillers\n"
	for _, full := range []bool{false, true} {
		o := Options{Format: TableFormat, Full: full}
		if out := render(t, lookup(resolved("finalgon", match.Exact, "Finalgon", 0, finalgon())), o); !strings.Contains(out, line) {
			t.Errorf("%s", out)
		}
		e := finalgon()
		e.Advice = true
		if out := render(t, lookup(resolved("finalgon", match.Exact, "Finalgon", 0, e)), o); strings.Contains(out, line) {
			t.Errorf("%s", out)
		}
	}
}
