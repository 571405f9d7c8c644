package render

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/answer/answertest"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/page"
)

// The tests of this file pin rules of the views one by one, where the golden
// files hold each only by chance.

// TestCompareUnresolved: a name that met nothing is said so, whatever its
// place, and takes no column.
func TestCompareUnresolved(t *testing.T) {
	c := compare()
	c.Results = []answer.Result{notFound(), resolved("nurofen gell", match.Spelling, "Nurofen Gel", 1, nurofenGel()), notFound(), resolved("ketorolac", match.Exact, "ketorolac", 0, ketorolac())}
	out := render(t, c, Options{Format: TableFormat})
	for _, want := range []string{"Nurofen Gel, ketorolac", "\nPhase\tNurofen Gel\tketorolac\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if n := strings.Count(out, "not resolved"); n != 2 {
		t.Errorf("%d names not resolved, want 2:\n%s", n, out)
	}
	if n := strings.Count(out, "nurofen gell"); n != 1 {
		t.Errorf("the correction is told %d times:\n%s", n, out)
	}
	c.Results = c.Results[:1]
	if out := render(t, c, Options{Format: TableFormat}); strings.Contains(out, "Phase") || strings.Contains(out, "medicines at large") {
		t.Errorf("a comparison of nothing:\n%s", out)
	}
}

// TestDocumentWithoutWarning: an empty list has no heading of its own.
func TestDocumentWithoutWarning(t *testing.T) {
	d := document()
	if out := render(t, d, Options{Format: TableFormat}); !strings.Contains(out, "What it warns of itself") || !strings.Contains(out, "Parts") || !strings.Contains(out, "Caveats: not on broken skin.") {
		t.Errorf("a heading is missing:\n%s", out)
	}
	d.Document.Disclaimers, d.Document.Parts, d.Statements = nil, nil, d.Statements[:1]
	d.Statements[0].Caveats = nil
	out := render(t, d, Options{Format: TableFormat})
	for _, absent := range []string{"What it warns of itself", "Parts", "Caveats"} {
		if strings.Contains(out, absent) {
			t.Errorf("%q over nothing:\n%s", absent, out)
		}
	}
}

// TestValidColumns: the columns that a format shows by itself are told first.
func TestValidColumns(t *testing.T) {
	_, err := Render(lookup(), Options{Format: CSV, Columns: []string{"nonsense"}})
	var bad *page.ColumnError
	if !errors.As(err, &bad) {
		t.Fatal(err)
	}
	shown, err := Render(lookup(), Options{Format: CSV})
	if err != nil {
		t.Fatal(err)
	}
	header := strings.Split(strings.TrimSpace(string(shown)), ",")
	if len(bad.Valid) <= len(header) || !reflect.DeepEqual(bad.Valid[:len(header)], header) {
		t.Errorf("valid are %q, the header is %q", bad.Valid, header)
	}
}

// TestEscapeUnsafe: what a terminal would obey is escaped wherever it stands,
// and means the same to a reader.
func TestEscapeUnsafe(t *testing.T) {
	if got := string(escapeUnsafe([]byte("\x7f"))); got != `\u007f` {
		t.Errorf("%q", got)
	}
	if got := string(escapeUnsafe([]byte("\ufffb\uffff\n"))); got != "\\ufffb\uffff\n" {
		t.Errorf("%q", got)
	}
	want := "a\U000e0041\u202e\U000e007f𝄞"
	for _, format := range []string{JSON, YAML, NDJSON} {
		out := render(t, Table{Data: []string{want}}, Options{Format: format})
		var whole struct{ Data []string }
		var err error
		switch format {
		case YAML:
			err = yaml.Unmarshal([]byte(out), &whole)
		case JSON:
			err = json.Unmarshal([]byte(out), &whole)
		default:
			whole.Data = []string{""}
			err = json.Unmarshal([]byte(out), &whole.Data[0])
		}
		if err != nil || len(whole.Data) != 1 || whole.Data[0] != want {
			t.Errorf("%s: %q, %v from %s", format, whole.Data, err, out)
		}
		if strings.ContainsAny(out, "\u202e\U000e0041\U000e007f") {
			t.Errorf("%s: raw in %q", format, out)
		}
	}
}

func TestPlainYAML(t *testing.T) {
	for s, want := range map[string]bool{
		"a": true, "z": true, "A": true, "Z": true, "word": true, "": false, "@a": false, "`a": false, "[a": false, "{a": false, "1": false, "é": false,
		"a\u202e": false, "\u202ea": false, "yes": false, "No": false, "NULL": false, "nothing": true,
	} {
		if got := plainYAML(s); got != want {
			t.Errorf("plainYAML(%q) = %v", s, got)
		}
	}
}

// TestMarkdownStart: a sentence that begins with a number is no list.
func TestMarkdownStart(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "word": "word", "# x": `\# x`, "- x": `\- x`, "+ x": `\+ x`, "= x": `\= x`, ": x": `\: x`,
		"1. x": `1\. x`, "0) x": `0\) x`, "90. x": `90\. x`, "19) x": `19\) x`, "19 x": "19 x", "19": "19", "9": "9", "1x.": "1x.", ". x": ". x", ") x": ") x",
	} {
		if got := markdownStart(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// TestPlainRows: rows of a label and a value follow one another, longer ones
// stand apart.
func TestPlainRows(t *testing.T) {
	two := Table{Columns: []string{"what", "value"}, Rows: [][]string{{"a", "1"}, {"b", "2"}}}
	if got, want := render(t, two, Options{Format: TableFormat, Plain: true}), "what: a\nvalue: 1\nwhat: b\nvalue: 2\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	three := Table{Columns: []string{"x", "y", "z"}, Rows: [][]string{{"a", "1", "2"}, {"b", "3", "4"}}}
	if got, want := render(t, three, Options{Format: TableFormat, Plain: true}), "x: a\ny: 1\nz: 2\n\nx: b\ny: 3\nz: 4\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestLongWords: where the longest words do not fit, they are broken, and the
// table stays a table as long as twelve cells are left of each.
func TestLongWords(t *testing.T) {
	word := strings.Repeat("abcdefgh", 3)
	long := Table{Columns: []string{"x", "y", "z"}, Rows: [][]string{{word, word, word}}}
	for width, boxed := range map[int]bool{78: true, 77: true, 60: true, 42: true, 41: false} {
		if got := strings.Contains(render(t, long, Options{Format: TableFormat, Width: width}), "┼"); got != boxed {
			t.Errorf("at %d columns: a table is %v, want %v", width, got, boxed)
		}
	}
}

// TestEmptyLists: nothing found is said so, without a table of nothing.
func TestEmptyLists(t *testing.T) {
	o := Options{Format: TableFormat}
	if out := render(t, answer.Documents{Notice: answer.Notice}, o); strings.Contains(out, "What it is") || !strings.HasPrefix(out, "0 documents\n") {
		t.Errorf("%s", out)
	}
	if out := render(t, answer.References{Notice: answer.Notice}, o); strings.Contains(out, "Who says what") || !strings.HasPrefix(out, "0 references\n") {
		t.Errorf("%s", out)
	}
	r := referenceShow()
	if out := render(t, r, o); strings.Contains(out, "None.") {
		t.Errorf("%s", out)
	}
	r.Reference.Entries = nil
	if out := render(t, r, o); !strings.Contains(out, "Entries it reaches\n  None.") {
		t.Errorf("%s", out)
	}
	o.Full = true
	e := nurofenGel()
	e.Statements = e.Statements[3:]
	out := render(t, lookup(resolved("nurofen gel", match.Exact, "Nurofen Gel", 0, e)), o)
	if !strings.Contains(out, "Stated about Nurofen Gel itself (0)\n  Nothing.\n") {
		t.Errorf("%s", out)
	}
	out = render(t, lookup(resolved("nurofen gel", match.Exact, "Nurofen Gel", 0, nurofenGel())), o)
	if strings.Contains(out, "Nothing.") {
		t.Errorf("%s", out)
	}
}

// TestNarrowest: lines between columns from 40 columns on, and none in a pipe.
func TestNarrowest(t *testing.T) {
	for width, boxed := range map[int]bool{0: false, 20: false, narrowest - 1: false, narrowest: true} {
		if got := strings.Contains(render(t, settings(), Options{Format: TableFormat, Width: width}), "┼"); got != boxed {
			t.Errorf("at %d columns: lines %v", width, got)
		}
	}
}

// TestReferencesNarrowed: a reference stands in the list if it speaks of a
// phase asked for, or of none.
func TestReferencesNarrowed(t *testing.T) {
	all := references()
	general := referenceInfo()
	general.ID, general.Positions = "general", nil
	all.References = append(all.References, general)
	for phase, want := range map[string]bool{"first": false, "second": true, "third": true, "lactation": false} {
		out := render(t, all, Options{Format: TableFormat, Phases: catalog.PhaseSet(answertest.Phases(phase)...)})
		if got := strings.Contains(out, "fda-nsaid-20wk"); got != want || !strings.Contains(out, "general") {
			t.Errorf("%s: shown is %v, want %v:\n%s", phase, got, want, out)
		}
	}
}

// TestTableOfNothing: the header alone, or nothing at all.
func TestTableOfNothing(t *testing.T) {
	empty := Table{Columns: []string{"what", "value"}}
	if out := render(t, empty, Options{Format: TableFormat}); out != "what\tvalue\n" {
		t.Errorf("%q", out)
	}
	if out := render(t, empty, Options{Format: TableFormat, NoHeader: true}); out != "" {
		t.Errorf("%q", out)
	}
}

// TestListPhases: a list shows the phases that it was filtered by, unless
// others are asked for.
func TestListPhases(t *testing.T) {
	l := list(answer.Filters{Phases: lactation.List()})
	if out := render(t, l, Options{Format: TableFormat}); strings.Contains(out, "1st trimester") || !strings.Contains(out, "Breastfeeding") {
		t.Errorf("%s", out)
	}
	if out := render(t, l, Options{Format: TableFormat, Phases: first}); !strings.Contains(out, "1st trimester") {
		t.Errorf("%s", out)
	}
}

// TestPairsColumn: labels stand beside their values as long as 30 cells are
// left of the width for these, and before them otherwise.
func TestPairsColumn(t *testing.T) {
	for width, beside := range map[int]bool{0: true, 37: true, 36: false} {
		p := &terminal{o: Options{Width: width}}
		p.pairs(page.Pairs{page.Labelled("Label", "value")}, 0)
		want := "Label: value\n"
		if beside {
			want = "Label  value\n"
		}
		if got := p.out.String(); got != want {
			t.Errorf("at %d columns: %q, want %q", width, got, want)
		}
	}
}

// TestWidest: a table with a column of sentences stops growing, others do
// not.
func TestWidest(t *testing.T) {
	widest := func(v Answer) (n int) {
		for l := range strings.Lines(render(t, v, Options{Format: TableFormat, Width: 200})) {
			if strings.HasPrefix(l, "──") {
				n = max(n, cells(strings.TrimSpace(l)))
			}
		}
		return n
	}
	d := documents()
	d.Documents[0].Summary = strings.Repeat("many words ", 30)
	if n := widest(d); n != widestProse {
		t.Errorf("a table with sentences is %d wide, want %d", n, widestProse)
	}
	if n := widest(Table{Columns: []string{"x", "y"}, Rows: [][]string{{"a", strings.Repeat("many words ", 30)}}}); n != 200 {
		t.Errorf("a table without is %d wide, want 200", n)
	}
}

// TestLongestWord: a word may change its looks in the middle.
func TestLongestWord(t *testing.T) {
	longest, held := longestWord([]ink{{text: "ab cde", sgr: ""}, {text: "fg hi", sgr: "1"}, {text: "j"}})
	if longest != 5 || held != 0 {
		t.Errorf("%d, %d", longest, held)
	}
	longest, held = longestWord([]ink{{text: "abcdefgh i" + nbsp + "j", sgr: ""}, {text: "k", sgr: "1"}})
	if longest != 8 || held != 4 {
		t.Errorf("%d, %d", longest, held)
	}
}

// TestHeaderOfTwoLines: lines between the rows part cells of several lines; a
// header that takes two asks for none.
func TestHeaderOfTwoLines(t *testing.T) {
	draw := func(cellText string) string {
		p := &terminal{o: Options{Width: 40}}
		g := page.Grid{Head: []string{"one", "a heading of several words", "two"}}
		for range 3 {
			g.Rows = append(g.Rows, []page.Cell{page.Line("x"), page.Line(cellText), page.Line("y")})
		}
		if ok, err := p.columns(g, []int{5, 12, 5}); !ok || err != nil {
			t.Fatal(ok, err)
		}
		return p.out.String()
	}
	if got := draw("short"); strings.Count(got, "┼") != 2 || strings.Count(got, "│") < 5*2 {
		t.Errorf("rows of one line under a header of two:\n%s", got)
	}
	if got := draw("several words in each"); strings.Count(got, "┼") != 3*2 {
		t.Errorf("rows of two lines:\n%s", got)
	}
}

// TestUnnamedAuthorities: asked for without references, a list still says that
// the authorities are stricter, and in what.
func TestUnnamedAuthorities(t *testing.T) {
	k := ketorolac()
	k.References = nil
	bare := list(answer.Filters{Phases: []catalog.Phase{catalog.Second}})
	bare.Entries = []answer.Entry{*k}
	if out := render(t, bare, Options{Format: TableFormat}); !strings.Contains(out, "stricter: only if needed from week 20\n") {
		t.Errorf("%s", out)
	}
}

// TestRegister: an entry is a line of a list, no wider than the terminal; what
// does not fit is cut and shows it, and nothing is cut in a pipe.
func TestRegister(t *testing.T) {
	for _, o := range []Options{{Width: 80}, {Width: 80, ASCII: true}, {Width: 120}, {Width: 200}, {}} {
		for _, f := range []answer.Filters{{}, {Phases: lactation.List()}, {Phases: answertest.Phases("first", "third")}} {
			o.Format = TableFormat
			l := list(f)
			out := render(t, l, o)
			for _, e := range l.Entries {
				name := e.Name
				if o.Width > 0 && len(name) > 14 {
					name = name[:14]
				}
				if n := strings.Count(out, "\n"+name); n != 1 {
					t.Errorf("%+v: %d lines of %s in\n%s", o, n, e.Name, out)
				}
			}
			for line := range strings.Lines(out) {
				if n := cells(strings.TrimSuffix(line, "\n")); o.Width > 0 && n > o.Width || strings.HasSuffix(line, " \n") {
					t.Errorf("%+v: a line of %d cells: %q", o, n, line)
				}
			}
			if cut := strings.ContainsAny(out, "…"); cut && (o.Width == 0 || o.ASCII) {
				t.Errorf("%+v: cut\n%s", o, out)
			}
		}
	}
}

// TestRegisterHead: a list says what its columns are on each screen of a pager,
// in the first line there, and once everywhere else.
func TestRegisterHead(t *testing.T) {
	heads := func(o Options) (at []int) {
		o.Format, o.Width = TableFormat, 80
		for i, l := range strings.Split(render(t, list(answer.Filters{}), o), "\n") {
			if strings.HasPrefix(l, "Name ") {
				at = append(at, i)
			}
		}
		return at
	}
	first := heads(Options{})
	if len(first) != 1 {
		t.Fatalf("without a pager: %d", first)
	}
	h := first[0] // four rows follow, in which the screens begin
	for screen, want := range map[int][]int{100: {h}, h + 1: {h, h + 1}, h + 2: {h, h + 2}, h + 4: {h, h + 4}, h + 5: {h}, 1: {h}, 4: {h}} {
		if got := heads(Options{Screen: screen}); !slices.Equal(got, want) {
			t.Errorf("a screen of %d lines: %d, want %d", screen, got, want)
		}
	}
	if got := heads(Options{Screen: 3, NoHeader: true}); got != nil {
		t.Errorf("without a header: %d", got)
	}
}

// TestRegisterWithoutRoom: a row for which there is no room is read line by
// line, with nothing cut.
func TestRegisterWithoutRoom(t *testing.T) {
	out := render(t, list(answer.Filters{}), Options{Format: TableFormat, Width: 50})
	if !strings.Contains(out, "\nketorolac\n  Pregnancy: ✗ contraindicated 3rd; - not stated\n  1st, 2nd\n  Breastfeeding: ! doctor only\n") || strings.Contains(out, "…") {
		t.Errorf("%s", out)
	}
}

// TestCut: a text is cut between characters, or between words if asked for, and
// never loses its colour's end.
func TestCut(t *testing.T) {
	p := &terminal{o: Options{Width: 80, Color: true}}
	for _, c := range []struct {
		text  page.Text
		width int
		words bool
		want  string
	}{
		{page.Of("abc def"), 7, false, "abc def"},
		{page.Of("abc def"), 6, false, "abc d…"},
		{page.Of("abc def"), 6, true, "abc…"},
		{page.Of("abcdef"), 4, true, "abc…"},
		{page.Of("agree: only"), 9, true, "agree…"},
		{page.Of(page.Bold("abc"), " def"), 6, true, "\x1b[1mabc\x1b[0m…"},
		{page.Of("日本語"), 4, false, "日…"},
		{page.Of("abc"), 0, false, "…"},
	} {
		if got := p.cut(c.text, c.width, c.words); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

// TestSideBySide: four medicines have room beside one another at 80 columns and
// six at 120, with their places in notes; one more and they are stacked.
func TestSideBySide(t *testing.T) {
	for _, c := range []struct {
		n, width int
		beside   bool
	}{{4, 80, true}, {5, 80, false}, {6, 120, true}, {7, 120, false}} {
		x := compare()
		for len(x.Results) < c.n {
			x.Results = append(x.Results, x.Results[len(x.Results)%3])
		}
		out := render(t, x, Options{Format: TableFormat, Width: c.width})
		if got := strings.Contains(out, "Nurofen Gel │ ketorolac") || strings.Contains(out, "Nurofen Gel        │ ketorolac") || strings.Contains(out, "Nurofen Gel       │ ketorolac"); got != c.beside {
			t.Errorf("%d at %d: side by side is %v:\n%s", c.n, c.width, got, out)
		}
		if !strings.Contains(out, "[1]") || !strings.Contains(out, "doc-004:416, article") {
			t.Errorf("%d at %d: no places in\n%s", c.n, c.width, out)
		}
	}
	wide := render(t, compare(), Options{Format: TableFormat, Width: 120})
	if strings.Contains(wide, "[1]") || !strings.Contains(wide, "doc-004:77).") {
		t.Errorf("three at 120 have room for their places:\n%s", wide)
	}
}

// TestLinks: an address is a link only if asked for, whatever its text.
func TestLinks(t *testing.T) {
	r := referenceShow()
	r.Reference.Identifier, r.Reference.Host = answertest.Ptr("example.org/page/7"), answertest.Ptr("example.org")
	const link = "\x1b]8;;https://example.org/page/7\x1b\\example.org\x1b]8;;\x1b\\"
	for _, o := range []Options{{Format: TableFormat, Width: 80, Links: true}, {Format: TableFormat, Width: 80}, {Format: TableFormat, Width: 30, Links: true}, {Format: Markdown, Links: true}} {
		if got, want := strings.Contains(render(t, r, o), link), o.Links && o.Width == 80; got != want {
			t.Errorf("%+v: a link is %v", o, got)
		}
	}
	for _, host := range []string{"", "example", "https://example.org", "example.org\x1b\\", "ex ample.org", "..", "a book", "user@example.org"} {
		r.Reference.Host = &host
		if out := render(t, r, Options{Format: TableFormat, Width: 80, Links: true}); strings.Contains(out, "\x1b]8") {
			t.Errorf("%q leads somewhere: %q", host, out)
		}
	}
}
