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
// read from it, in line order.
type Document struct {
	Schema     string       `json:"schema"`
	Dataset    Dataset      `json:"dataset" doc:"The dataset that the answer came from."`
	Notice     string       `json:"notice" doc:"What this is and is not; printed with every answer."`
	Document   DocumentInfo `json:"document" doc:"The source."`
	Statements []Statement  `json:"statements" doc:"Every statement read from it, in the order of its lines."`
}

// Document makes the answer of "document show"; an id goes without its
// "doc-" too. It is false for an unknown id.
func (b *Builder) Document(id string) (Document, bool) {
	d := b.findDocument(id)
	if d < 0 {
		return Document{}, false
	}
	out := Document{DocumentSchema, b.Dataset(), b.notice(), b.document(d), []Statement{}}
	for i := range b.ds.Entries {
		e := &b.ds.Entries[i]
		for k := range e.Statements {
			if s := &e.Statements[k]; s.Source.Document == d {
				out.Statements = append(out.Statements, b.statement(&resolve.Statement{Statement: s, About: int32(i), Via: resolve.Direct}))
			}
		}
	}
	slices.SortStableFunc(out.Statements, func(x, y Statement) int {
		return cmp.Or(cmp.Compare(x.Source.Line, y.Source.Line), cmp.Compare(x.ID, y.ID))
	})
	return out, true
}

// JSON is the answer itself.
func (d Document) JSON() any { return d }

// Lines has one for each statement.
func (d Document) Lines() iter.Seq[any] { return page.Rows(d.Statements) }

// Sheet has a row for each statement.
func (d Document) Sheet(catalog.Phases) page.Sheet {
	return page.Sheet{Columns: statementColumns(), Rows: page.Rows(d.Statements)}
}

// Page shows what the document is and what it states.
func (d Document) Page(lay page.Layout) page.Page {
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
	p = append(p, page.Title(2, fmt.Sprintf("Statements (%d)", len(d.Statements))))
	items := page.Items{Noun: "Statement"}
	for _, s := range shown(d.Statements, lay.Phases) {
		it := s.item()
		it.Lead = page.Of(fmt.Sprintf("line %d, ", s.Source.Line), page.Bold(s.About.Name), ", ", it.Lead)
		if len(s.Caveats) > 0 {
			it.Lines = append(it.Lines, page.Labelled("Caveats", "Caveats: "+strings.Join(s.Caveats, page.Between)+"."))
		}
		items.List = append(items.List, it)
	}
	if len(items.List) > 0 {
		p = append(p, items)
	} else {
		p = append(p, page.Para("None."))
	}
	return append(p, closing(d.Notice, d.Dataset)...)
}
