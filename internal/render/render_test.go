package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/answer/answertest"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/term"
)

func render(t testing.TB, v Answer, o Options) string {
	t.Helper()
	b, err := Render(v, o)
	if err != nil {
		t.Fatalf("Render(%T, %+v): %v", v, o, err)
	}
	return string(b)
}

var sgr = regexp.MustCompile("\x1b\\[[0-9;]*m")

// TestWidth: at every width no line is wider than it, save command lines,
// which are to be copied whole.
func TestWidth(t *testing.T) {
	for name, v := range goldens() {
		for _, plain := range []bool{false, true} {
			for width := 20; width <= 200; width += 1 + width/80*6 {
				out := render(t, v, Options{Format: TableFormat, Width: width, Plain: plain})
				for l := range strings.Lines(out) {
					l = strings.TrimSuffix(l, "\n")
					if n := cells(l); n > width && !strings.Contains(l, "backcare drug lookup") {
						t.Fatalf("%s at %d (plain %v): a line of %d cells: %q", name, width, plain, n, l)
					}
				}
			}
		}
	}
}

// TestColorIsOnlyColor: colour adds SGR sequences, closed on their own line,
// and nothing else.
func TestColorIsOnlyColor(t *testing.T) {
	for name, v := range goldens() {
		for _, width := range []int{0, 30, 80, 120} {
			with := render(t, v, Options{Format: TableFormat, Width: width, Color: true})
			if without := render(t, v, Options{Format: TableFormat, Width: width}); sgr.ReplaceAllString(with, "") != without {
				t.Errorf("%s at %d: colour changes the text", name, width)
			}
			if !strings.Contains(with, "\x1b[") {
				t.Errorf("%s at %d: no colour", name, width)
			}
			for l := range strings.Lines(with) {
				if strings.Count(l, "\x1b[0m")*2 != strings.Count(l, "\x1b[") {
					t.Errorf("%s at %d: an open sequence in %q", name, width, l)
				}
			}
		}
	}
}

// TestNothingCut: with --full every claim, caveat, place and name of a lookup stands in
// every format made for people, whole, whatever the wrapping.
func TestNothingCut(t *testing.T) {
	l := goldens()["lookup"].(answer.Lookup)
	squash := func(s string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(" \n│|\\*-", r) {
				return -1
			}
			return r
		}, s)
	}
	for _, o := range []Options{{Format: TableFormat}, {Format: TableFormat, Width: 41}, {Format: TableFormat, Width: 80},
		{Format: TableFormat, Width: 25}, {Format: TableFormat, Plain: true}, {Format: Markdown}} {
		o.Full = true
		out := squash(render(t, l, o))
		has := func(s string) {
			if !strings.Contains(out, squash(s)) {
				t.Errorf("%+v lacks %q", o, s)
			}
		}
		has(l.Notice)
		for _, b := range l.Page(page.Layout{Full: true}) {
			if items, ok := b.(page.Items); ok {
				for _, it := range items.List {
					has(it.Lead.String())
				}
			}
		}
		for _, r := range l.Results {
			if r.Entry == nil {
				continue
			}
			for _, s := range r.Entry.Statements {
				has(page.Spaced(s.Status) + ": ")
				has(s.Claim)
				has(fmt.Sprintf("%s:%d, printed as %q", s.Source.Document, s.Source.Line, s.Source.PrintedAs))
				for _, c := range s.Caveats {
					has(c)
				}
			}
			for _, x := range r.Entry.References {
				has(x.Text)
				has(x.Authority + " (" + x.Country)
			}
		}
	}
}

// TestSameStatuses: the table, the CSV, the Markdown and the JSON of one
// lookup hold the same statuses.
func TestSameStatuses(t *testing.T) {
	l := goldens()["lookup"].(answer.Lookup)
	var fromJSON struct {
		Results []struct {
			Entry *struct {
				Name   string
				Status struct {
					Pregnancy map[string]struct{ Status string }
					Lactation struct{ Status string }
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(render(t, l, Options{Format: JSON})), &fromJSON); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, r := range fromJSON.Results {
		if r.Entry == nil {
			continue
		}
		for p, s := range r.Entry.Status.Pregnancy {
			want[r.Entry.Name+" "+p] = s.Status
		}
		want[r.Entry.Name+" lactation"] = r.Entry.Status.Lactation.Status
	}
	if len(want) != 12 {
		t.Fatalf("%d statuses in the JSON, want 12", len(want))
	}

	got := map[string]string{}
	records, err := csv.NewReader(strings.NewReader(render(t, l, Options{Format: CSV}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records[1:] {
		for i, h := range records[0] {
			switch h {
			case "first", "second", "third", "lactation":
				if name := r[slices.Index(records[0], "name")]; name != "" {
					got[name+" "+h] = r[i]
				} else if r[i] != "" {
					t.Errorf("a status %q for what was not resolved", r[i])
				}
			}
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("csv: %v, want %v", got, want)
	}

	for _, o := range []Options{{Format: TableFormat}, {Format: TableFormat, Width: 80}, {Format: TableFormat, Width: 80, ASCII: true, Color: true}, {Format: Markdown}} {
		got := map[string]string{}
		name := ""
		row := regexp.MustCompile(`^(?:- |### )?(PREGNANCY|BREASTFEEDING|[123](?:st|nd|rd))([^:]*?)(?:: |  +)(?:\\?[^\w ] |[A-Za-z] )?(?:\*\*)?([a-z ]*[a-z])`)
		phases := map[string][]string{"PREGNANCY": {"first", "second", "third"}, "BREASTFEEDING": {"lactation"}, "1st": {"first"}, "2nd": {"second"}, "3rd": {"third"}}
		for line := range strings.Lines(sgr.ReplaceAllString(render(t, l, o), "")) {
			line = strings.TrimSpace(line)
			for _, r := range l.Results {
				if r.Entry != nil && strings.HasPrefix(strings.TrimPrefix(line, "## "), r.Entry.Name+"   ") {
					name = r.Entry.Name
				}
			}
			m := row.FindStringSubmatch(line)
			if m == nil {
				continue
			}
			of := phases[m[1]]
			for _, more := range []string{"1st", "2nd", "3rd"} {
				if strings.Contains(m[2], more) {
					of = append(of, phases[more]...)
				}
			}
			for _, p := range of {
				got[name+" "+p] = strings.ReplaceAll(m[3], " ", "_")
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%+v: %v, want %v", o, got, want)
		}
	}
}

// TestUnresolvedHasNoStatus: what was not resolved gets a message and
// suggestions, and no word of a status.
func TestUnresolvedHasNoStatus(t *testing.T) {
	l := lookup(notFound())
	l.Advice = nil
	for _, o := range []Options{{Format: TableFormat}, {Format: TableFormat, Width: 80}, {Format: TableFormat, Plain: true}, {Format: Markdown}, {Format: CSV}} {
		out := render(t, l, o)
		for _, w := range []string{"contraindicated", "allowed", "not stated", "not_stated", "mentioned", "doctor"} {
			if strings.Contains(strings.ReplaceAll(out, l.Notice, ""), w) && !strings.Contains(l.Notice, w) {
				t.Errorf("%+v: %q in\n%s", o, w, out)
			}
		}
		if !strings.Contains(out, "Nurofen Gel") || !strings.Contains(strings.ToLower(out), "none is clearly nearest") {
			t.Errorf("%+v lacks message or suggestion:\n%s", o, out)
		}
	}
	if out := render(t, l, Options{Format: TableFormat, Width: 80}); !strings.Contains(out, `    backcare drug lookup "Nurofen Gel"`+"\n") && !strings.Contains(out, `  backcare drug lookup "Nurofen Gel"`+"\n") {
		t.Errorf("no command to copy on a terminal:\n%s", out)
	}
	if out := render(t, l, Options{Format: TableFormat}); strings.Contains(out, "backcare drug lookup") {
		t.Errorf("a command off a terminal:\n%s", out)
	}
}

// TestPhases: with phases asked for, the others are shown nowhere.
func TestPhases(t *testing.T) {
	l := lookup(resolved("finalgon", match.Exact, "Finalgon", 0, finalgon()))
	l.Advice = nil
	for _, f := range []string{TableFormat, CSV, Markdown} {
		out := render(t, l, Options{Format: f, Width: 80, Phases: lactation})
		if !strings.Contains(out, "lactation") || strings.Contains(out, "second trimester  ") || strings.Contains(out, ",second") || strings.Contains(out, "conditional") {
			t.Errorf("%s:\n%s", f, out)
		}
	}
	// A list without options of its own shows the phases it was filtered by.
	out := render(t, list(answer.Filters{Phases: []catalog.Phase{catalog.Third}}), Options{Format: CSV, NoHeader: true, Columns: nil})
	if got := strings.Count(strings.SplitN(out, "\r\n", 2)[0], ","); got != 9 {
		t.Errorf("%d commas in a row of a list by one phase, want 9:\n%s", got, out)
	}
}

func TestColumns(t *testing.T) {
	for name, v := range goldens() {
		all := v.Sheet(0).Names()
		if len(all) == 0 {
			t.Fatalf("%s: no columns", name)
		}
		for _, f := range []string{CSV, TableFormat, Markdown, JSON} {
			if _, err := Render(v, Options{Format: f, Columns: all}); err != nil {
				t.Errorf("%s %s: its own columns: %v", name, f, err)
			}
			_, err := Render(v, Options{Format: f, Columns: []string{all[0], "colour"}})
			var ce *page.ColumnError
			if !errors.As(err, &ce) || ce.Column != "colour" || !slices.Equal(ce.Valid, all) {
				t.Errorf("%s %s: unknown column gives %v", name, f, err)
			} else if !strings.Contains(err.Error(), `"colour"`) || !strings.Contains(err.Error(), all[len(all)-1]) {
				t.Errorf("message lacks the column or the valid ones: %v", err)
			}
		}
		// The order asked for is the order given.
		slices.Reverse(all)
		out := render(t, v, Options{Format: CSV, Columns: all})
		if head := strings.SplitN(out, "\r\n", 2)[0]; head != strings.Join(all, ",") {
			t.Errorf("%s: header %q, want %q", name, head, strings.Join(all, ","))
		}
	}
}

func TestFormats(t *testing.T) {
	for _, f := range Formats() {
		if out := render(t, answertest.Ptr(list(answer.Filters{})), Options{Format: f}); out == "" || !strings.HasSuffix(out, "\n") {
			t.Errorf("%s: %q", f, out)
		}
	}
	_, err := Render(compare(), Options{Format: "xml"})
	var fe *FormatError
	if !errors.As(err, &fe) || fe.Format != "xml" || !slices.Equal(fe.Valid, Formats()) || !strings.Contains(err.Error(), "markdown") {
		t.Errorf("unknown format gives %v", err)
	}
	if _, err := Render(compare(), Options{Format: SQL}); !errors.As(err, &fe) {
		t.Errorf("a comparison as tables of a database gives %v", err)
	}
	var unwritable struct {
		Table
		C chan int `json:"c"`
	}
	if _, err := Render(unwritable, Options{Format: JSON}); err == nil {
		t.Error("what JSON cannot hold was rendered")
	}
	if _, err := Render(unwritable, Options{Format: YAML}); err == nil {
		t.Error("what YAML cannot hold was rendered")
	}
	if _, err := Render(Table{Data: []any{make(chan int)}}, Options{Format: NDJSON}); err == nil {
		t.Error("what NDJSON cannot hold was rendered")
	}
	if out := render(t, Table{Data: struct {
		A int `json:"a"`
	}{1}}, Options{Format: NDJSON}); out != "{\"a\":1}\n" {
		t.Errorf("ndjson of one object: %q", out)
	}
}

// TestAbove: what is said before an answer is fit for a terminal, stands once and
// first on a page, and nowhere else.
func TestAbove(t *testing.T) {
	l := goldens()["lookup"].(answer.Lookup)
	for _, format := range Formats() {
		out := render(t, l, Options{Format: format, Above: "From\x1b[2J elsewhere\u202e."})
		f, err := FormatOf(format)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		if f.Shape == ByPage || f.Shape == ByDocument {
			want = 1
		}
		at := strings.Index(out, "elsewhere")
		if strings.Count(out, "elsewhere") != want || want == 1 && at > strings.Index(out, "nurofen gell") || strings.ContainsAny(out, "\x1b\u202e") {
			t.Errorf("%s: %d times, at %d", format, strings.Count(out, "elsewhere"), at)
		}
	}
}

// TestPieces: what is written piece by piece is what Render writes at once.
func TestPieces(t *testing.T) {
	l := goldens()["lookup"].(answer.Lookup)
	none := l
	none.Results = []answer.Result{}
	columns := []string{"query", "name", "lactation", "message"}
	for _, o := range []Options{
		{Format: NDJSON}, {Format: CSV}, {Format: CSV, NoHeader: true}, {Format: CSV, Columns: columns[1:2]}, {Format: CSV, Phases: first},
		{Format: JSON}, {Format: YAML}, {Format: Markdown}, {Format: Markdown, Full: true}, {Format: Markdown, Columns: columns}, {Format: Markdown, Columns: columns, NoHeader: true},
		{Format: TableFormat}, {Format: TableFormat, Full: true}, {Format: TableFormat, Width: 80, Color: true}, {Format: TableFormat, Width: 120, Full: true},
		{Format: TableFormat, Width: 30}, {Format: TableFormat, Plain: true}, {Format: TableFormat, Plain: true, Full: true}, {Format: TableFormat, Plain: true, Columns: columns},
		{Format: TableFormat, Columns: columns}, {Format: TableFormat, Columns: columns[:1], NoHeader: true, ASCII: true},
		{Format: Markdown, Above: "From elsewhere."}, {Format: TableFormat, Width: 80, Above: "From elsewhere."}, {Format: TableFormat, Plain: true, Above: "From elsewhere."},
	} {
		p, err := Open(none, o)
		if err != nil {
			t.Fatal(err)
		}
		out := p.Head()
		elements := page.Rows(l.Results)
		var rest page.Rest
		if o.Format == NDJSON {
			elements = l.Lines()
		}
		before := 0
		for x := range elements {
			if out, err = p.Item(out, before, x, &rest); err != nil {
				t.Fatal(err)
			}
			before++
		}
		tail, err := p.Tail(rest)
		if got, want := string(append(out, tail...)), render(t, l, o); err != nil || got != want {
			t.Errorf("%+v: got %q, want %q", o, got, want)
		}
	}
	for _, c := range []struct {
		o    Options
		want bool
	}{
		{Options{Format: NDJSON}, true},
		{Options{Format: CSV}, true},
		{Options{Format: CSV, Columns: []string{"name", "suggestions", "id"}}, true},
		{Options{Format: CSV, Columns: []string{"name", "lactation"}}, false},
	} {
		if p, err := Open(answer.Lookup{}, c.o); err != nil || p.Shows(answer.SuggestionsColumn) != c.want {
			t.Errorf("%+v: suggestions are not %v, %v", c.o, c.want, err)
		}
	}
	if p, err := Open(answer.Lookup{}, Options{Format: TableFormat, Width: 80, Columns: columns}); err != nil || p != nil {
		t.Errorf("a box piece by piece gives %v, %v", p, err)
	}
	if p, err := Open(goldens()["list"], Options{Format: TableFormat}); err != nil || p != nil {
		t.Errorf("a page that is made as a whole gives %v, %v", p, err)
	}
	if _, err := Open(l, Options{Format: JSON}); err == nil {
		t.Error("a list that is not empty was opened")
	}
	var fe *FormatError
	if _, err := Open(answer.Lookup{}, Options{Format: "xml"}); !errors.As(err, &fe) {
		t.Errorf("an unknown format gives %v", err)
	}
	for _, f := range Formats() {
		var ce *page.ColumnError
		if _, err := Open(answer.Lookup{}, Options{Format: f, Columns: []string{"colour"}}); !errors.As(err, &ce) {
			t.Errorf("%s: an unknown column gives %v", f, err)
		}
	}
}

// hostile fills every string of a value with text that attacks a terminal or
// a format.
func hostile(v reflect.Value, s string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(s + v.String() + s)
	case reflect.Struct:
		for i := range v.NumField() {
			hostile(v.Field(i), s)
		}
	case reflect.Slice:
		for i := range v.Len() {
			hostile(v.Index(i), s)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			hostile(v.Elem(), s)
		}
	}
}

const attack = "\x1b[2J\x00\u202e\u009b31m\r\n\t\u2066\U000e0041\x7f`|<script>*_[x](y)\\&amp;é\u0301\xff"

// TestHostile: whatever stands in the data, nothing that a terminal obeys
// comes out, and JSON and YAML still hold the very same text.
func TestHostile(t *testing.T) {
	for name, v := range goldens() {
		if name == "table" {
			tab := v.(Table)
			tab.Data = []string{attack}
			v = tab
		}
		p := reflect.New(reflect.TypeOf(v))
		p.Elem().Set(reflect.ValueOf(v))
		hostile(p.Elem(), attack)
		v := p.Elem().Interface().(Answer)
		for look, o := range looks() {
			out := render(t, v, o)
			if !utf8.ValidString(out) {
				t.Errorf("%s.%s: invalid UTF-8", name, look)
			}
			if tabs := strings.Count(render(t, goldens()[name], o), "\t"); name != "table" && strings.Count(out, "\t") != tabs {
				t.Errorf("%s.%s: %d tabs, want %d", name, look, strings.Count(out, "\t"), tabs)
			}
			for _, r := range sgr.ReplaceAllString(out, "") {
				if r != '\n' && (r != '\t' || look != "pipe.txt") && (r != '\r' || o.Format != CSV) && term.Unsafe(r) {
					t.Errorf("%s.%s: %U in the output", name, look, r)
					break
				}
			}
		}
		clean := strings.ReplaceAll(attack, "\xff", "\ufffd")
		if out := render(t, v, Options{Format: JSON}); !json.Valid([]byte(out)) || !strings.Contains(decodedStrings(t, out), clean) {
			t.Errorf("%s: JSON does not hold the text", name)
		}
		var y any
		if err := yaml.Unmarshal([]byte(render(t, v, Options{Format: YAML})), &y); err != nil || !strings.Contains(fmt.Sprint(y), clean) {
			t.Errorf("%s: YAML does not hold the text: %v", name, err)
		}
	}
}

func decodedStrings(t *testing.T, s string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(s), &v); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(v)
}

// TestInputUntouched: rendering changes nothing in the answer.
func TestInputUntouched(t *testing.T) {
	for name, v := range goldens() {
		before := fmt.Sprintf("%#v", v) + render(t, v, Options{Format: JSON})
		for _, o := range looks() {
			render(t, v, o)
		}
		if after := fmt.Sprintf("%#v", v) + render(t, v, Options{Format: JSON}); after != before {
			t.Errorf("%s: changed by rendering", name)
		}
	}
}

// TestYAMLIsJSON: YAML holds the same values under the same keys in the same
// order, and a reader of YAML 1.1 finds no boolean or number in a string.
func TestYAMLIsJSON(t *testing.T) {
	for name, v := range goldens() {
		sameAsJSON(t, name, v)
	}
	for _, s := range []string{"", " ", "no", "Yes", "on", "OFF", "y", "N", "null", "~", "true", "1", "1.0", "1e3", "0x1F", "0o7", "1_000", "12:30:45",
		"2020-10-15", ".inf", ".NaN", "nan", "<<", "=", "- a", "a: b", "a #b", "#a", "*a", "&a", "!a", "|", ">", "%a", "@a", "`a", "a\nb", "a\n", "\t", "é",
		"\u2028", "\ufeff", "\u0085", "\U0001F600", "\U000e0041", "'", `"`, `\`, `\u202e`, "-", "---", "...", "? a", "key: [", "a,b", "{}", "[]", "null ", "e"} {
		sameAsJSON(t, fmt.Sprintf("%q", s), Table{Data: pair{s, []string{s}}})
	}
	rapid.Check(t, func(t *rapid.T) {
		sameAsJSON(t, "random", Table{Data: pair{A: rapid.String().Draw(t, "s")}})
	})
	for s, want := range map[string]string{"no": `"no"`, "2020-10-15": `"2020-10-15"`, "N02BE01": "N02BE01", "161": `"161"`, "Yes": `"Yes"`, "gel": "gel"} {
		if out := render(t, Table{Data: s}, Options{Format: YAML}); out != "data: "+want+"\n" {
			t.Errorf("yaml of %q: %q, want %q", s, out, want)
		}
	}
	if out := render(t, Table{Data: []any{1, -3, true, nil, []int{}, struct{}{}}}, Options{Format: YAML}); out != "data:\n  - 1\n  - -3\n  - true\n  - null\n  - []\n  - {}\n" {
		t.Errorf("yaml of other values: %q", out)
	}
}

type pair struct {
	A string   `json:"a"`
	B []string `json:"b"`
}

type fataler interface {
	Fatalf(string, ...any)
	Helper()
}

func sameAsJSON(t fataler, name string, v Answer) {
	t.Helper()
	j, err := Render(v, Options{Format: JSON})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	y, err := Render(v, Options{Format: YAML})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var n yaml.Node
	if err := yaml.Unmarshal(y, &n); err != nil {
		t.Fatalf("%s: yaml: %v\n%s", name, err, y)
	}
	if a, b := jsonTokens(j), yamlTokens(n.Content[0]); !slices.Equal(a, b) {
		t.Fatalf("%s: yaml differs from json:\n%q\n%q\n%s", name, a, b, y)
	}
}

// jsonTokens and yamlTokens list keys and values in their order with their
// types, read by the two libraries independently.
func jsonTokens(j []byte) []string {
	var out []string
	d := json.NewDecoder(bytes.NewReader(j))
	d.UseNumber()
	for {
		tok, err := d.Token()
		if err != nil {
			return out
		}
		switch tok := tok.(type) {
		case json.Delim:
			out = append(out, tok.String())
		case string:
			out = append(out, "string "+tok)
		case json.Number:
			out = append(out, "number "+tok.String())
		default:
			out = append(out, fmt.Sprintf("%T %v", tok, tok))
		}
	}
}

func yamlTokens(n *yaml.Node) []string {
	open, end := "[", "]"
	switch n.Kind {
	case yaml.ScalarNode:
		switch n.ShortTag() {
		case "!!str":
			return []string{"string " + n.Value}
		case "!!int", "!!float":
			return []string{"number " + n.Value}
		case "!!bool":
			return []string{"bool " + n.Value}
		case "!!null":
			return []string{"<nil> <nil>"}
		}
		return []string{n.ShortTag() + n.Value}
	case yaml.MappingNode:
		open, end = "{", "}"
	}
	out := []string{open}
	for _, c := range n.Content {
		out = append(out, yamlTokens(c)...)
	}
	return append(out, end)
}

func TestJSONStaysReadable(t *testing.T) {
	out := render(t, Table{Data: struct {
		A string `json:"a"`
	}{"<b> & c\u2028\u202e\U000e0041\u0080é"}}, Options{Format: JSON})
	if want := "{\n  \"data\": {\n    \"a\": \"<b> & c\\u2028\\u202e\\udb40\\udc41\\u0080é\"\n  }\n}\n"; out != want {
		t.Errorf("got %q, want %q", out, want)
	}
	var back struct{ Data map[string]string }
	if err := json.Unmarshal([]byte(out), &back); err != nil || back.Data["a"] != "<b> & c\u2028\u202e\U000e0041\u0080é" {
		t.Errorf("read back %q, %v", back.Data["a"], err)
	}
}

// TestRaggedTable: a row too short ends in empty cells, one too long is not
// read past its columns.
func TestRaggedTable(t *testing.T) {
	v := Table{Columns: []string{"a", "b"}, Rows: [][]string{{"1"}, {"1", "2", "3"}}}
	if out := render(t, v, Options{Format: CSV}); out != "a,b\r\n1,\r\n1,2\r\n" {
		t.Errorf("%q", out)
	}
	if out := render(t, v, Options{Format: TableFormat, ASCII: true, NoHeader: true}); out != "1\t\n1\t2\n" {
		t.Errorf("%s", out)
	}
	if out := render(t, Table{}, Options{Format: TableFormat}); out != "" {
		t.Errorf("an empty table gives %q", out)
	}
}

// TestEmptyResults: nothing found is said, not left out.
func TestEmptyResults(t *testing.T) {
	l := list(answer.Filters{Phases: first.List()})
	l.Entries = []answer.Entry{}
	if out := render(t, l, Options{Format: TableFormat, Width: 80}); !strings.Contains(out, "No entry matches.") {
		t.Errorf("%s", out)
	}
	if out := render(t, l, Options{Format: CSV}); out != "id,name,kind,route,form,first,disputed,authorities,statements,caveats\r\n" {
		t.Errorf("%q", out)
	}
	if out := render(t, l, Options{Format: NDJSON}); out != "" {
		t.Errorf("%q", out)
	}
	d := document()
	d.Statements, d.Document.Parts = nil, nil
	if out := render(t, d, Options{Format: TableFormat}); !strings.Contains(out, "Statements (0)\n  None.") || strings.Contains(out, "Parts") {
		t.Errorf("%s", out)
	}
	for _, v := range []Answer{compareOf(), answer.Documents{}, answer.References{}} {
		if out := render(t, v, Options{Format: TableFormat, Width: 80}); !strings.Contains(out, "Dataset") {
			t.Errorf("%T: %s", v, out)
		}
	}
}

func compareOf() answer.Compare {
	return answer.Compare{Lookup: answer.Lookup{Dataset: fixtureDataset, Results: []answer.Result{notFound()}}}
}
