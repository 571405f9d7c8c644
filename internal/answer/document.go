package answer

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
)

// DocumentSchema identifies the JSON of Document.
const DocumentSchema = "backcare.document/2"

// Document is the answer of "document show": one source with every statement
// read from it, in line order; with a line, those read there.
type Document struct {
	Schema     string       `json:"schema"`
	Dataset    Dataset      `json:"dataset"`                     // The dataset that the answer came from.
	Notice     string       `json:"notice"`                      // What this is and is not; printed with every answer.
	Document   DocumentInfo `json:"document"`                    // The source.
	Line       *int         `json:"line" jsonschema:"minimum=1"` // The line asked for; null for the whole.
	Statements []Statement  `json:"statements"`                  // Every statement read from it, or from a passage on the line asked for, in the order of its lines.
	Nearby     []Statement  `json:"nearby"`                      // With a line: statements read from the lines around it; otherwise none.
}

// Document makes the answer of "document show"; an id goes without its
// "doc-" too. It is false for an unknown id.
func (b *Builder) Document(id string) (Document, bool) {
	d := b.findDocument(id)
	if d < 0 {
		return Document{}, false
	}
	out := Document{DocumentSchema, b.Dataset(), b.notice(), b.document(d), nil, []Statement{}, []Statement{}}
	for _, s := range b.read(d) {
		out.Statements = append(out.Statements, b.statement(&s))
	}
	return out, true
}

// read lists the statements read from a document in line order.
func (b *Builder) read(d int32) []resolve.Statement {
	var out []resolve.Statement
	for i := range b.ds.Entries {
		e := &b.ds.Entries[i]
		for k := range e.Statements {
			if s := &e.Statements[k]; s.Source.Document == d {
				out = append(out, resolve.Statement{Statement: s, About: int32(i), Via: resolve.Direct})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y resolve.Statement) int {
		return cmp.Or(cmp.Compare(x.Source.Line, y.Source.Line), cmp.Compare(x.ID, y.ID))
	})
	return out
}

// LineError is a line of a document from which nothing was read.
type LineError struct {
	Document    string
	Line, Lines int   // the one asked for, and how many the document has
	Nearest     []int // the nearest lines from which something was read
}

func (e *LineError) Error() string {
	if e.Line > e.Lines {
		return fmt.Sprintf("%s has %s, and no line %d", e.Document, page.Count(e.Lines, "line"), e.Line)
	}
	return fmt.Sprintf("nothing was read from line %d of %s", e.Line, e.Document)
}

// nearbyLines is how many lines with statements are shown on either side of a
// line, or named if there is none on it.
const nearbyLines = 2

// At narrows the answer to a line: the statements of the passages that it
// belongs to, and those of the lines around it. The error is a *LineError.
func (b *Builder) At(d Document, line int) (Document, error) {
	index := b.findDocument(d.Document.ID)
	all := b.read(index)
	on := func(s resolve.Statement) bool { return s.Source.Passage() <= line && line <= s.Source.Line }
	var before, after []int // the lines of other passages
	for _, s := range all {
		switch at := s.Source.Line; {
		case on(s):
		case at < line && !slices.Contains(before, at):
			before = append(before, at)
		case at > line && !slices.Contains(after, at):
			after = append(after, at)
		}
	}
	near := append(before[max(len(before)-nearbyLines, 0):], after[:min(len(after), nearbyLines)]...)
	if !slices.ContainsFunc(all, on) {
		return Document{}, &LineError{d.Document.ID, line, b.ds.Documents[index].Lines, near}
	}
	d.Line, d.Statements, d.Nearby = &line, []Statement{}, []Statement{}
	for _, s := range all {
		switch {
		case on(s):
			d.Statements = append(d.Statements, b.statement(&s))
		case slices.Contains(near, s.Source.Line):
			d.Nearby = append(d.Nearby, b.statement(&s))
		}
	}
	return d, nil
}

// Lines has one for each statement.
func (d Document) Lines() iter.Seq[any] { return page.Rows(d.Statements) }

// Sheet has a row for each statement.
func (d Document) Sheet(catalog.Phases) page.Sheet {
	return page.Sheet{Columns: statementColumns(), Rows: page.Rows(d.Statements)}
}

// Page shows what the document is and what it states, or what one of its lines
// does.
func (d Document) Page(lay page.Layout) page.Page {
	if d.Line != nil {
		return d.linePage(lay)
	}
	x := &d.Document
	p := page.Page{
		page.Title(1, page.Bold(x.ID+": "+x.Title)),
		page.Pairs{
			page.Labelled("What it is", x.Summary),
			page.Labelled("File", x.File),
			page.Labelled("Covers", strings.Join(x.Covers, ", ")),
			page.Labelled("Lines", strconv.Itoa(x.Lines)),
			page.Labelled("Holds", x.holds()),
		},
	}
	if len(x.Parts) > 0 {
		g := page.Grid{Head: []string{"Lines", "Part", "Kind"}}
		for _, part := range x.Parts {
			g.Rows = append(g.Rows, []page.Cell{
				page.Line(fmt.Sprintf("%d to %d", part.From, part.To)), page.Line(part.Title), page.Line(part.Kind.String()),
			})
		}
		p = append(p, page.Title(2, "Parts"), g)
	}
	if len(x.Disclaimers) > 0 {
		items := page.Items{Noun: "Warning"}
		for _, w := range x.Disclaimers {
			items.List = append(items.List, page.Item{Lead: page.Of(page.Sentence(w.Text), " ", page.Dim(fmt.Sprintf("(line %d)", w.Line)))})
		}
		p = append(p, page.Title(2, "What it warns of itself"), items)
	}
	p = append(p, statementsPage("Statements", d.Statements, lay)...)
	return append(p, closing(d.Notice, d.Dataset)...)
}

// linePage shows what was read from one line.
func (d Document) linePage(lay page.Layout) page.Page {
	x, line := &d.Document, *d.Line
	about := page.Pairs{page.Labelled("Document", x.Title)}
	for _, part := range x.Parts {
		if part.From <= line && line <= part.To {
			about = append(about, page.Labelled("Part", fmt.Sprintf("%s (%s, lines %d to %d)", part.Title, part.Kind, part.From, part.To)))
		}
	}
	if s := d.Statements[0].Source.Section; s != "" {
		about = append(about, page.Labelled("Section", s))
	}
	p := page.Page{page.Title(1, page.Bold(fmt.Sprintf("%s:%d", x.ID, line))), about}
	p = append(p, statementsPage("Read from this line", d.Statements, lay)...)
	if len(d.Nearby) > 0 {
		p = append(p, statementsPage("Read from the lines around it", d.Nearby, lay)...)
	}
	p = append(p, page.Gap{}, page.Para("In our words; the document itself is not part of this program. All of it: backcare document show "+x.ID))
	return append(p, closing(d.Notice, d.Dataset)...)
}

// statementsPage lists statements by their lines.
func statementsPage(title string, statements []Statement, lay page.Layout) page.Page {
	items := page.Items{Noun: "Statement"}
	for _, s := range shown(statements, lay.Phases) {
		it := s.item()
		it.Lead = page.Of(fmt.Sprintf("line %d, ", s.Source.Line), s.About.link(page.Strong), ", ", it.Lead)
		items.List = append(items.List, it)
	}
	p := page.Page{page.Title(2, fmt.Sprintf("%s (%d)", title, len(statements)))}
	if len(items.List) == 0 {
		return append(p, page.Para("None."))
	}
	return append(p, items)
}
