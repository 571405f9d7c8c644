// Package render turns answers into bytes: one file a format. It knows how
// things look, and nothing of what the answers are about. Everything is built
// in memory, because the table library loses write errors; the caller writes
// the bytes and checks.
package render

import (
	"fmt"
	"iter"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
)

// Answer is what a format writes. Itself, as its fields are tagged, is for json
// and yaml.
type Answer interface {
	Lines() iter.Seq[any]            // its elements, for ndjson
	Sheet(catalog.Phases) page.Sheet // its columns and rows, for csv and --columns
	Page(page.Layout) page.Page      // what people read, for the rest
}

// A Shape is what a format writes of an answer.
type Shape uint8

// The shapes.
const (
	Whole      Shape = iota // the JSON of the answer
	ByLine                  // the JSON of each element
	BySheet                 // columns and rows
	ByPage                  // a page, or columns and rows if columns are asked for
	ByDocument              // a page that is a document by itself
)

// Format is a way to write answers.
type Format struct {
	Name  string
	Shape Shape
	JSON  bool // its bytes are JSON, on which filters work
	// whole writes an answer, and pieces prepares to write one element by
	// element.
	whole  func(Answer, Options) ([]byte, error)
	pieces func(Answer, Options) (Pieces, error)
}

// Pieces writes an answer piece by piece, so that one of any length takes the
// memory of a few elements: what goes before them, each element, and what goes
// after. Item, which is given how many elements come before, may be used by
// several goroutines, each with a rest of its own.
type Pieces interface {
	Head() []byte
	Item(dst []byte, before int, element any, rest *page.Rest) ([]byte, error)
	Tail(page.Rest) ([]byte, error)
	// Shows reports whether an element shows such a column.
	Shows(column string) bool
}

// onlyItems is what pieces have that write nothing but their elements, whole.
type onlyItems struct{}

func (onlyItems) Head() []byte                   { return nil }
func (onlyItems) Tail(page.Rest) ([]byte, error) { return nil, nil }
func (onlyItems) Shows(string) bool              { return true }

// inTurn writes all elements of an answer piece by piece.
func inTurn(p Pieces, elements iter.Seq[any]) ([]byte, error) {
	out, before := append([]byte{}, p.Head()...), 0
	for element := range elements {
		var err error
		if out, err = p.Item(out, before, element, nil); err != nil {
			return nil, err
		}
		before++
	}
	return out, nil
}

// The formats.
const (
	TableFormat = "table"
	JSON        = "json"
	NDJSON      = "ndjson"
	YAML        = "yaml"
	CSV         = "csv"
	Markdown    = "markdown"
	HTML        = "html"
	SQL         = "sqlite-sql" // of answers that are tables of a database
)

func formats() []Format {
	return []Format{
		{TableFormat, ByPage, false, asTable, tablePieces},
		{JSON, Whole, true, asJSON, jsonPieces},
		{NDJSON, ByLine, true, asNDJSON, ndjsonPieces},
		{YAML, Whole, false, asYAML, yamlPieces},
		{CSV, BySheet, false, asCSV, csvPieces},
		{Markdown, ByPage, false, asMarkdown, markdownPieces},
		{HTML, ByDocument, false, asHTML, htmlPieces},
	}
}

// Formats lists the words of all formats that any answer can be written in.
func Formats() []string {
	var words []string
	for _, f := range formats() {
		words = append(words, f.Name)
	}
	return words
}

// FormatOf finds a format by its word. It fails with a *FormatError.
func FormatOf(word string) (Format, error) {
	for _, f := range append(formats(), Format{SQL, Whole, false, asSQL, nil}) {
		if f.Name == word {
			return f, nil
		}
	}
	return Format{}, &FormatError{word, Formats()}
}

// Options say how an answer is to look.
type Options struct {
	Format  string  // one of Formats
	Width   int     // cells to wrap at; 0 is unlimited, as off a terminal
	Color   bool    // ANSI colours beside the words, in the table only
	Links   bool    // addresses as links (OSC 8), in the table only
	Palette Palette // in place of the default one; may be nil
	ASCII   bool    // no symbol or line outside ASCII of our own; data stay as they are
	Plain   bool    // "Label: value" lines in place of boxes; implied by 0 < Width < 40
	// Columns picks the columns of table, csv and markdown; empty means those
	// of the format. A lookup with columns is one flat table.
	Columns  []string
	NoHeader bool   // no header row in table, csv and markdown
	Screen   int    // lines that a pager shows at a time: a list repeats its header on each; 0 for no pager
	Full     bool   // everything, not what fits one screen
	Date     string // the day of today, which a document shows
	// Above is said before a page, in bold; empty for nothing.
	Above string
	// Phases narrows what is shown; 0 means all four.
	Phases catalog.Phases
}

// FormatError is a format that does not exist or does not fit.
type FormatError struct {
	Format string
	Valid  []string
}

func (e *FormatError) Error() string {
	return fmt.Sprintf("unknown format %q (valid: %s)", e.Format, strings.Join(e.Valid, ", "))
}

// Render gives the whole answer in the format asked for. It fails with
// *FormatError or *page.ColumnError, which are wrong usage.
func Render(a Answer, o Options) ([]byte, error) {
	f, err := FormatOf(o.Format)
	if err != nil {
		return nil, err
	}
	if len(o.Columns) > 0 { // of any format, also if it shows none
		if _, err := a.Sheet(o.Phases).Pick(o.Columns); err != nil {
			return nil, err
		}
	}
	return f.whole(a, o)
}

// Open prepares to write an answer, of which a holds all but the elements,
// piece by piece; the pieces are nil if the whole must be there first, as for
// columns in a box. It fails as Render does.
func Open(a Answer, o Options) (Pieces, error) {
	f, err := FormatOf(o.Format)
	if err != nil {
		return nil, err
	}
	if _, err := a.Sheet(o.Phases).Pick(o.Columns); err != nil || f.pieces == nil {
		return nil, err
	}
	return f.pieces(a, o)
}

// page is the page of an answer, behind what is said before it.
func (o Options) page(a Answer, lay page.Layout) page.Page {
	return append(o.above(), viewable(a).Page(o.below(lay))...)
}

func (o Options) above() page.Page {
	if o.Above == "" {
		return nil
	}
	return page.Page{page.Para(page.Bold(viewableText(o.Above)))}
}

// below is the place that is left under what is said before a page.
func (o Options) below(lay page.Layout) page.Layout {
	if o.Above != "" && lay.Height != nil && !lay.Document {
		lay.Taken = lay.Height(o.above()) + 1
	}
	return lay
}

// pageOf is what people read of an answer: its page, or its sheet if columns
// are asked for.
func pageOf(a Answer, o Options, lay page.Layout) (page.Page, error) {
	if len(o.Columns) == 0 {
		return o.page(a, lay), nil
	}
	sheet, err := viewable(a).Sheet(o.Phases).Pick(o.Columns)
	return page.Page{sheet.Grid()}, err
}
