package render

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/backcare/backcare/internal/answer"
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
		for _, l := range wrap([]ink{{c.in, ""}}, c.width) {
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
		return ink{rapid.StringOfN(rapid.SampledFrom([]rune("ab -/é日\u00a0e\u0301👩\u200d🔬")), 0, 20, -1).Draw(t, "text"), rapid.SampledFrom([]string{"", "1", "31"}).Draw(t, "sgr")}
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
	if n := len(wrap([]ink{{strings.Repeat("x", 1<<20), ""}}, 64)); n != 1<<14 {
		t.Errorf("%d lines, want %d", n, 1<<14)
	}
}

func TestPaintJoins(t *testing.T) {
	l := wrap([]ink{{"very bold", "1"}, {" then", ""}, {" not", ""}}, 40)[0]
	if got, want := l.paint(true), "\x1b[1mvery bold\x1b[0m then not"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestSigns: every status has a sign of its own, one cell wide in both forms
// and ASCII in the second, and a colour of the 16.
func TestSigns(t *testing.T) {
	seen := map[string]string{}
	for _, s := range []string{"not_stated", "mentioned", "allowed", "conditional", "caution", "doctor_only", "not_recommended", "contraindicated"} {
		g := signOf(s)
		for _, x := range []string{"u" + g.unicode, "a" + g.ascii} {
			if cells(x) != 2 || seen[x] != "" {
				t.Errorf("%s: sign %q is of no or several cells, or that of %s", s, x, seen[x])
			}
			seen[x] = s
		}
		if g.ascii[0] > '~' {
			t.Errorf("%s: %q is no ASCII", s, g.ascii)
		}
		if !strings.Contains(" 1 31 1;31 32 33 34 35 36 ", " "+g.sgr+" ") {
			t.Errorf("%s: colour %q", s, g.sgr)
		}
	}
	if g := signOf("other"); g != (sign{}) {
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

func TestSentences(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "It may": "It may.", "It may.": "It may.", "May it?": "May it?", `He said "no."`: `He said "no."`, "(so) ": "(so).", "wait…": "wait…",
	} {
		if got := sentence(in); got != want {
			t.Errorf("sentence(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"": "", "no entry": "No entry", "ё": "Ё", "Nurofen": "Nurofen"} {
		if got := capital(in); got != want {
			t.Errorf("capital(%q) = %q, want %q", in, got, want)
		}
	}
	c := cell{plain("One."), nil, plain("two"), plain("three."), plain("four")}
	if got := joinTexts(c).String(); got != "One. two, three. four" {
		t.Errorf("joined: %q", got)
	}
	if got := c.sentences(); len(got) != 3 || got[1].String() != "two, three." {
		t.Errorf("sentences: %q", got)
	}
}

func TestPhaseWords(t *testing.T) {
	for _, c := range []struct {
		phases   []string
		is, in   string
		wording  string
		setting  string
		covers   string
		sentence string
	}{
		{nil, "no phase named", "no phase named", "unspecified", "general", "all", "no phase named"},
		{[]string{"first"}, "first trimester", "the first trimester", "stated", "pregnancy", "all", "first trimester"},
		{[]string{"first", "third"}, "first and third trimester", "the first and third trimester", "stated", "pregnancy", "most",
			"first and third trimester; speaks of most, not all"},
		{pregnancy, "first, second and third trimester", "pregnancy", "stated", "pregnancy", "all", "first, second and third trimester"},
		{pregnancy, "first, second and third trimester", "pregnancy", "unspecified", "pregnancy", "some", "pregnancy, no trimester named; speaks of some, not all"},
		{[]string{"lactation"}, "lactation", "lactation", "unspecified", "postpartum", "all", "lactation (passage on the time after childbirth)"},
		{[]string{"lactation"}, "lactation", "lactation", "stated", "general", "all", "lactation (general passage)"},
		{[]string{"first", "lactation"}, "first trimester and lactation", "the first trimester and lactation", "unspecified", "pregnancy", "all",
			"first trimester and lactation"},
		{[]string{"first", "second", "lactation"}, "first and second trimester and lactation", "the first and second trimester and lactation", "unspecified",
			"pregnancy", "all", "first and second trimester and lactation"},
		{[]string{"first", "second", "third", "lactation"}, "first, second and third trimester and lactation", "pregnancy and lactation", "unspecified",
			"pregnancy", "all", "pregnancy, no trimester named, and lactation"},
	} {
		if got := phasesText(c.phases); got != c.is {
			t.Errorf("phasesText(%v) = %q, want %q", c.phases, got, c.is)
		}
		if got := phasesIn(c.phases); got != c.in {
			t.Errorf("phasesIn(%v) = %q, want %q", c.phases, got, c.in)
		}
		s := answer.Statement{Phases: c.phases, PhaseWording: c.wording, Setting: c.setting, Covers: c.covers}
		if got := spoken(s); got != c.sentence {
			t.Errorf("spoken(%+v) = %q, want %q", c, got, c.sentence)
		}
	}
}

func TestPositions(t *testing.T) {
	pos := func(phase, position string, from, to int, part bool) answer.Position {
		p := answer.Position{Phase: phase, Position: position, InPart: part}
		if from > 0 {
			p.FromWeek = &from
		}
		if to > 0 {
			p.ToWeek = &to
		}
		return p
	}
	for _, c := range []struct {
		list   []answer.Position
		phases []string
		want   string
	}{
		{nil, nil, ""},
		{[]answer.Position{pos("lactation", "no_data", 0, 0, false)}, nil, "lactation: no data"},
		{[]answer.Position{pos("first", "only_if_needed", 0, 0, false), pos("second", "only_if_needed", 0, 0, false), pos("third", "avoid", 0, 0, false)}, nil,
			"first and second trimester: only if needed; third trimester: avoid"},
		{[]answer.Position{pos("second", "avoid", 24, 0, true), pos("third", "avoid", 24, 0, false)}, nil,
			"from week 24 (second trimester in part, third trimester): avoid"},
		{[]answer.Position{pos("second", "caution", 20, 30, true), pos("third", "caution", 20, 30, true), pos("third", "avoid", 30, 0, true)}, []string{"third"},
			"from week 20 to week 30 (third trimester in part): caution; from week 30 (third trimester in part): avoid"},
		{[]answer.Position{pos("first", "acceptable", 0, 10, true)}, nil, "up to week 10 (first trimester in part): acceptable"},
		{[]answer.Position{pos("first", "acceptable", 0, 0, false)}, []string{"lactation"}, ""},
	} {
		if got := positionText(c.list, c.phases).String(); got != c.want {
			t.Errorf("positionText(%v, %v) = %q, want %q", c.list, c.phases, got, c.want)
		}
	}
}

func TestShellQuote(t *testing.T) {
	for in, want := range map[string]string{
		"Nurofen": "Nurofen", "Calcium-D3": "Calcium-D3", "Нурофен": "Нурофен", "": `""`, "-x": `"-x"`,
		"Nurofen Gel": `"Nurofen Gel"`, "St John's wort": `"St John's wort"`, "a$b": `'a$b'`, "a`b'c": `'a` + "`" + `b'\''c'`, "x;y": `"x;y"`, "a!b": `'a!b'`,
	} {
		if got := shellQuote(in); got != want {
			t.Errorf("shellQuote(%q) = %s, want %s", in, got, want)
		}
	}
}

// TestReasons pins what a phase's row says where the headline came from
// elsewhere, is disputed, or is contradicted.
func TestReasons(t *testing.T) {
	text := func(e *answer.Entry, names ...string) string { return joinTexts(reasons(e, names)).String() }
	if got, want := text(ketorolac(), "lactation"), "While nursing only on prescription (class NSAIDs, doc-001:140, article). "+
		"Nothing is stated about ketorolac itself for lactation (named only)."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := text(ketorolac(), "first"), "Nothing is stated in the documents."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := text(nurofenGel(), "first"), "Rules the whole group out for pregnant women, rubs and gels included (class NSAIDs, doc-004:77, article). "+
		"Disputed: of Nurofen Gel itself doctor only at doc-003:88, allowed at doc-004:416."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := text(nurofenGel(), "lactation"), "While nursing only on prescription (class NSAIDs, doc-001:140, article). "+
		"Of Nurofen Gel itself: allowed at doc-002:12."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := text(nurofenGel(), "second", "third"), "Contradicted for the third trimester: FDA (US, 2020-10-15) says avoid from week 30 (in part); "+
		"EMA (EU, undated) says contraindicated."; !strings.HasSuffix(got, want) {
		t.Errorf("got %q, want it to end in %q", got, want)
	}
	// A brand, two places of one status, and statements that are not there.
	e := ketorolac()
	about := answer.About{ID: "ketanov", Name: "Ketanov"}
	e.Statements = append(e.Statements,
		statement(about, "brand", "allowed", "doc-001:5", "may be used", []string{"third"}),
		statement(about, "brand", "allowed", "doc-001:6", "may be used", []string{"third"}),
		statement(answer.About{ID: "x", Name: "X"}, "ingredient", "caution", "doc-001:7", "with care", []string{"third"}))
	e.Status.Pregnancy.Third = headline(e, "third", "contraindicated", "direct", "contraindicated",
		"ketorolac.000.61", "ketanov.001.5", "ketanov.001.6", "x.001.7")
	e.Status.Pregnancy.Third.Statements = append(e.Status.Pregnancy.Third.Statements, "gone.000.1")
	if got, want := text(e, "third"), "Must not be taken in the last three months (doc-000:61, article). "+
		"Disputed: of product Ketanov allowed at doc-001:5 and doc-001:6; of ingredient X caution at doc-001:7."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	e.Status.Pregnancy.Third.Statements = e.Status.Pregnancy.Third.Statements[:1]
	e.Status.Pregnancy.Third.Contradicted = true
	if got, want := text(e, "third"), "Must not be taken in the last three months (doc-000:61, article). "+
		"Disputed: the documents permit it elsewhere. Contradicted for the third trimester: an authority says otherwise."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	n := nurofenGel() // asked for without references
	n.References = nil
	n.Status.Pregnancy.Second.Contradicted = true
	if got, want := text(n, "first", "second", "third"), " Contradicted for the second and third trimester: an authority says otherwise."; !strings.HasSuffix(got, want) {
		t.Errorf("got %q, want it to end in %q", got, want)
	}
	bare := list(answer.Filters{Contradicted: true})
	bare.Entries = []answer.Entry{*n}
	if out := render(t, bare, Options{Format: TableFormat}); strings.Count(out, "says otherwise") != 2 {
		t.Errorf("%s", out)
	}
	m := ketorolac()
	m.Status.Lactation = headline(m, "lactation", "mentioned", "direct", "mentioned", "ketorolac.002.201")
	if got, want := text(m, "lactation"), "Listed for back pain after giving birth (doc-002:201, article). Named only: no position is taken."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestAdviceView: the most cautious one of the phases asked for, and a way to
// the rest; not beside an entry that is advice itself.
func TestAdviceView(t *testing.T) {
	out := render(t, lookup(resolved("finalgon", "exact", "Finalgon", 0, finalgon())), Options{Format: TableFormat, Phases: []string{"second"}})
	if !strings.Contains(out, "  1 statement, the most cautious at doc-000:9: ℞ doctor only, first, second and third trimester. No medicine") ||
		!strings.Contains(out, "  All of them: backcare drug lookup \"any medicine\" painkillers\n") {
		t.Errorf("%s", out)
	}
	e := finalgon()
	e.Advice = true
	if out := render(t, lookup(resolved("finalgon", "exact", "Finalgon", 0, e)), Options{Format: TableFormat}); strings.Contains(out, "About medicines at large") {
		t.Errorf("%s", out)
	}
}

// TestMet pins how a match is announced.
func TestMet(t *testing.T) {
	for _, c := range []struct {
		kind, query, matched string
		distance             int
		want                 string
	}{
		{"exact", "finalgon", "Finalgon", 0, ""},
		{"alias", "финалгон", "Финалгон", 0, `"финалгон" is another name of Finalgon.`},
		{"code", "rxcui:31945", "31945", 0, `"rxcui:31945" is a code of Finalgon.`},
		{"spelling", "finalgen", "Finalgon", 1, `"finalgen" read as "Finalgon" (1 edit).`},
		{"spelling", "finalgonn mas", "Finalgon maz", 2, `"finalgonn mas" read as "Finalgon maz" (2 edits). That is another name of Finalgon.`},
		{"spelling", "finalgen", "", 1, `"finalgen" read as "Finalgon" (1 edit).`},
	} {
		v := met(resolved(c.query, c.kind, c.matched, c.distance, finalgon()))
		got := ""
		if len(v) > 0 {
			got = v[0].(paragraph).text.String()
		}
		if got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}
