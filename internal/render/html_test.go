package render

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/answer/answertest"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/term"
)

var htmlTag = regexp.MustCompile(`</?[a-z][^>]*>`)

// htmlText is the text of a document's body.
func htmlText(doc string) string {
	_, body, _ := strings.Cut(doc, "<main")
	return html.UnescapeString(htmlTag.ReplaceAllString("<main"+body, ""))
}

// FuzzHTML: whatever a cell holds stays text, and all of it is there.
func FuzzHTML(f *testing.F) {
	for i, s := range append(seeds, "<script>", "</style><script>", `" onload="x`, "&lt;", "{{.}}", "javascript:x", "<!--", "]]>") {
		f.Add(s, seeds[i%len(seeds)])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		out := render(t, Table{Name: a, Columns: []string{"one", b}, Rows: [][]string{{a, b}, {b, a}}}, Options{Format: HTML})
		for _, tag := range htmlTag.FindAllString(out[strings.Index(out, "</style>"):], -1) {
			if !regexp.MustCompile(`^</?(style|head|body|a|main|h1|table|thead|tbody|tr|th|td|b|br|span|html)( [a-z-]+="[^"<>]*")*>$`).MatchString(tag) {
				t.Fatalf("a strange tag %q of %q, %q", tag, a, b)
			}
		}
		text := htmlText(out)
		for _, s := range []string{a, b} {
			if want := strings.ReplaceAll(term.Clean(s), "\u00a0", " "); strings.Count(text, want) < 2 {
				t.Fatalf("%q is not in %q", want, text)
			}
		}
	})
}

// TestHTMLNothingCut: every claim, caveat, place and reference is on the page.
func TestHTMLNothingCut(t *testing.T) {
	l := goldens()["lookup"].(answer.Lookup)
	text := htmlText(render(t, l, Options{Format: HTML}))
	has := func(s string) {
		if !strings.Contains(text, s) {
			t.Errorf("%q is missing", s)
		}
	}
	has(l.Notice)
	for _, r := range l.Results {
		if r.Entry == nil {
			has(`"` + r.Query + `": not resolved`)
			continue
		}
		for _, s := range r.Entry.Statements {
			has(s.Claim)
			has(s.Source.PrintedAs)
			for _, c := range s.Caveats {
				has(c)
			}
		}
		for _, x := range r.Entry.References {
			has(x.Text)
		}
	}
}

// TestHTMLLinks: a link leads within its own part first, an ID is set once even
// if a name is asked twice, and what is nowhere is no link.
func TestHTMLLinks(t *testing.T) {
	twice := lookup(resolved("a", "exact", "Nurofen Gel", 0, nurofenGel()), resolved("b", "exact", "Nurofen Gel", 0, nurofenGel()))
	for name, v := range map[string]Answer{"twice": twice, "batch": twice, "lookup": goldens()["lookup"], "compare": compare(), "document": document()} {
		out := render(t, v, Options{Format: HTML})
		if name == "batch" {
			out = inPieces(t, twice, Options{Format: HTML})
		}
		ids := map[string]int{}
		for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(out, -1) {
			if ids[m[1]]++; ids[m[1]] > 1 {
				t.Errorf("%s: %s twice", name, m[1])
			}
		}
		for _, m := range regexp.MustCompile(` href="#([^"]+)"`).FindAllStringSubmatch(out, -1) {
			if ids[m[1]] == 0 {
				t.Errorf("%s: nothing is at %s", name, m[1])
			}
		}
	}
	p := page.Page{
		page.Part{ID: "one", Body: page.Page{page.Items{List: []page.Item{{ID: "doc-1:2", Lead: page.Of("x")}}}}},
		page.Part{ID: "two", Body: page.Page{page.Items{List: []page.Item{{ID: "doc-1:2", Lead: page.Of("y")}}}, page.Para("at doc-1:2, not doc-1:3")}},
	}
	d := newDocument(p, Options{})
	d.targets = targetsOf(p, 0)
	out, err := d.write()
	if err != nil {
		t.Fatal(err)
	}
	if want := `at <a href="#to-two-doc-1-2"><span class="place">doc-1:2</span></a>, not <span class="place">doc-1:3</span>`; !strings.Contains(string(out), want) {
		t.Errorf("no %s in %s", want, out)
	}
	if web := render(t, referenceShow(), Options{Format: HTML}); strings.Contains(web, "javascript") {
		t.Error("a script")
	}
}

// inPieces is a lookup as a batch writes it.
func inPieces(t *testing.T, l answer.Lookup, o Options) string {
	t.Helper()
	none := l
	none.Results = []answer.Result{}
	p, err := Open(none, o)
	if err != nil {
		t.Fatal(err)
	}
	out := p.Head()
	var rest page.Rest
	for i := range l.Results {
		if out, err = p.Item(out, i, &l.Results[i], &rest); err != nil {
			t.Fatal(err)
		}
	}
	tail, err := p.Tail(rest)
	if err != nil {
		t.Fatal(err)
	}
	return string(append(out, tail...))
}

// TestHTMLSign: a permission that is not firm has no tick.
func TestHTMLSign(t *testing.T) {
	out := render(t, answertest.List(answer.Filters{}), Options{Format: HTML})
	if !strings.Contains(out, `<span class="status refused"><span aria-hidden="true">✗&nbsp;</span>`) {
		t.Error("no refusal with its sign")
	}
	if strings.Contains(out, "green") {
		t.Error("something is green")
	}
}

func TestRelative(t *testing.T) {
	for _, c := range [][3]string{
		{"index.html", "entries/a.html", "entries/a.html"}, {"entries/a.html", "index.html", "../index.html"},
		{"entries/a.html", "entries/b.html#x", "b.html#x"}, {"entries/a.html", "documents/d.html#x", "../documents/d.html#x"},
	} {
		if got := relative(c[0], c[1]); got != c[2] {
			t.Errorf("%s as seen from %s: %s", c[1], c[0], got)
		}
	}
}
