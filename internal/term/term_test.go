package term

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

func env(m map[string]string) Lookup {
	return func(k string) (string, bool) { v, ok := m[k]; return v, ok }
}

func TestIsTerminal(t *testing.T) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	for name, s := range map[string]any{"buffer": &bytes.Buffer{}, "nothing": nil, "null device": null, "pipe": w} {
		if IsTerminal(s) {
			t.Errorf("%s is a terminal", name)
		}
		if n := Size(s); n != 0 {
			t.Errorf("%s is %d cells wide", name, n)
		}
	}
}

func TestWidth(t *testing.T) {
	for _, c := range []struct {
		terminal bool
		columns  string
		size     int
		want     int
	}{
		{false, "", 100, 0},
		{false, "60", 100, 0}, // off a terminal nothing is wrapped
		{true, "", 100, 100},
		{true, "", 0, 80},
		{true, "", -1, 80},
		{true, "60", 100, 60},
		{true, "1", 100, 1},
		{true, "0", 100, 100},
		{true, "-5", 100, 100},
		{true, "wide", 100, 100},
		{true, "wide", 0, 80},
		{true, "99999999", 100, 10_000},
		{true, "", 99_999, 10_000},
		{true, "99999999999999999999", 90, 90},
	} {
		m := map[string]string{"COLUMNS": c.columns}
		if got := Width(c.terminal, env(m), func() int { return c.size }); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
	if got := Width(true, env(nil), nil); got != DefaultWidth {
		t.Errorf("without a size: %d", got)
	}
}

func TestColor(t *testing.T) {
	type m = map[string]string
	for _, c := range []struct {
		mode     string
		env      m
		terminal bool
		want     bool
	}{
		{"auto", nil, true, true},
		{"auto", nil, false, false},
		{"", nil, true, true},
		{"always", m{"NO_COLOR": "1", "TERM": "dumb"}, false, true},
		{"never", m{"CLICOLOR_FORCE": "1"}, true, false},
		{"auto", m{"NO_COLOR": "1"}, true, false},
		{"auto", m{"NO_COLOR": "0"}, true, false}, // any value counts
		{"auto", m{"NO_COLOR": ""}, true, true},   // the empty one does not
		{"auto", m{"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, true, false},
		{"auto", m{"CLICOLOR_FORCE": "1"}, false, true},
		{"auto", m{"CLICOLOR_FORCE": "1", "CLICOLOR": "0", "TERM": "dumb"}, false, true},
		{"auto", m{"CLICOLOR_FORCE": "0"}, false, false},
		{"auto", m{"CLICOLOR_FORCE": ""}, false, false},
		{"auto", m{"CLICOLOR": "0"}, true, false},
		{"auto", m{"CLICOLOR": "1"}, true, true},
		{"auto", m{"CLICOLOR": "1"}, false, false},
		{"auto", m{"TERM": "dumb"}, true, false},
		{"auto", m{"TERM": "xterm"}, true, true},
	} {
		if got := Color(c.mode, env(c.env), c.terminal); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
	if m := Modes(); len(m) != 3 || m[0] != Auto || m[1] != Always || m[2] != Never {
		t.Errorf("modes %v", m)
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"":            "",
		"Nurofen Gel": "Nurofen Gel",
		"Нурофен-гель é e\u0301 日本": "Нурофен-гель é e\u0301 日本",
		"👩\u200d🔬":                     "👩\u200d🔬", // joiners are part of writing
		"a\x1b[2Jb":                    "a[2Jb",
		"a\x1b]0;title\x07b":           "a]0;titleb",
		"a\x00\x01\x08b":               "ab",
		"a\x7fb\u0080c\u009bd":         "abcd",
		"a\tb\nc\r\nd":                 "a b c  d",
		"a\vb\fc\u0085d":               "a b c d",
		"a\u2028b\u2029c":              "a b c",
		"a\u202eb\u202cc\u2066d\u2069": "abcd",
		"\u200ea\u200fb\u061c":         "ab",
		"\ufeffa\ufff9b\ufffac\ufffb":  "abc",
		"a\U000e0001b\U000e0041":       "ab",
		"\u206a\u206f":                 "",
		"a\xffb\xc3":                   "a\ufffdb\ufffd",
		"\xed\xa0\x80":                 "\ufffd\ufffd\ufffd", // a surrogate is no UTF-8
		"a\u2027b\u202fc\u2065d\u2070": "a\u2027b\u202fc\u2065d\u2070",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCleanLines(t *testing.T) {
	for in, want := range map[string]string{
		"":                               "",
		"plain":                          "plain",
		"a\tb\nc\n":                      "a\tb\nc\n",
		"a\r\nb\r\n":                     "a\nb\n",
		"a\rb\r\r\n":                     "a b \n",
		"\n\n\t\t":                       "\n\n\t\t",
		"\x1b[2Jx\n\u202ey\tz\x9b\u009b": "[2Jx\ny\tz\ufffd",
		"a\vb\fc\u0085d\u2028e":          "a b c d e",
		"\r":                             " ",
	} {
		if got := CleanLines(in); got != want {
			t.Errorf("CleanLines(%q) = %q, want %q", in, got, want)
		}
	}
}

// FuzzClean: the result is UTF-8, holds nothing unsafe, and cleaning it again
// changes nothing.
func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "a", "\x1b[31m", "\u202e", "\xff", "a\r\nb", "\U000e0041"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := Clean(s)
		if !utf8.ValidString(c) {
			t.Fatalf("Clean(%q) = %q is no UTF-8", s, c)
		}
		for _, r := range c {
			if Unsafe(r) {
				t.Fatalf("Clean(%q) keeps %U", s, r)
			}
		}
		if again := Clean(c); again != c {
			t.Fatalf("Clean(%q) = %q, again %q", s, c, again)
		}
		// Line by line it is the same, but that lines and tabs stay.
		lines := CleanLines(s)
		if again := CleanLines(lines); again != lines {
			t.Fatalf("CleanLines(%q) = %q, again %q", s, lines, again)
		}
		if got := Clean(lines); got != Clean(strings.ReplaceAll(s, "\r\n", "\n")) {
			t.Fatalf("CleanLines(%q) = %q", s, lines)
		}
	})
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"": "",
		"Но-шпа é e\u0301 क्षार\tx\n":    "Но-шпа é e\u0301 क्षार\tx\n",
		"a\u200bb\u2060\u00adc":          `a\u200bb\u2060\u00adc`,
		"\u034f\u3164\u115f\ufe0f\u2800": `\u034f\u3164\u115f\ufe0f\u2800`,
		"\U000e0100\u00a0\u2003\ue000":   `\U000e0100\u00a0\u2003\ue000`,
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestQuote(t *testing.T) {
	for in, want := range map[string]string{
		"Nurofen": "Nurofen", "Calcium-D3": "Calcium-D3", "Нурофен": "Нурофен", "./my/data": "./my/data", "": `""`, "-x": `"-x"`,
		"Nurofen Gel": `"Nurofen Gel"`, "St John's wort": `"St John's wort"`, "a$b": `'a$b'`, "a`b'c": `'a` + "`" + `b'\''c'`, "x;y": `"x;y"`, "a!b": `'a!b'`,
		`a\b`: `'a\b'`, `a"b`: `'a"b'`, "~/x": `"~/x"`, "a*": `"a*"`,
	} {
		if got := Quote(in); got != want {
			t.Errorf("Quote(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestParseColors(t *testing.T) {
	words := []string{"heading", "caution"}
	for in, want := range map[string]string{
		"": "map[]", "heading=1": "map[heading:1]", "heading=1:caution=38;5;200": "map[caution:38;5;200 heading:1]",
		"heading=": "map[heading:]", "heading=1:heading=4": "map[heading:4]",
	} {
		if got, err := ParseColors(in, words); err != nil || fmt.Sprint(got) != want {
			t.Errorf("ParseColors(%q) = %v, %v; want %s", in, got, err, want)
		}
	}
	for _, in := range []string{"heading", ":", "heading=1:", "other=1", "heading=red", "heading=1;", "heading=;", "heading=-1", "heading=+1", "heading=256", "heading=0001", "heading=1 ", "heading=1m\x1b[2J", "Heading=1"} {
		if got, err := ParseColors(in, words); err == nil {
			t.Errorf("ParseColors(%q) = %v; want an error", in, got)
		}
	}
}
