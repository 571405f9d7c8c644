// Package render turns typed results into bytes: table, json, ndjson, yaml,
// csv and markdown. It knows how an answer looks and nothing of how it came
// about. Everything is built in memory, because the table library loses write
// errors; the caller writes the bytes and checks.
package render

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/backcare/backcare/internal/answer"
)

// The formats.
const (
	TableFormat = "table"
	JSON        = "json"
	NDJSON      = "ndjson"
	YAML        = "yaml"
	CSV         = "csv"
	Markdown    = "markdown"
)

// Formats lists the words of all formats.
func Formats() []string { return []string{TableFormat, JSON, NDJSON, YAML, CSV, Markdown} }

// Options say how a result is to look.
type Options struct {
	Format string // one of Formats
	Width  int    // cells to wrap at; 0 is unlimited, as off a terminal
	Color  bool   // ANSI colours beside the words, in the table only
	ASCII  bool   // no symbol or line outside ASCII of our own; data stay as they are
	Plain  bool   // "Label: value" lines in place of boxes; implied by 0 < Width < 40
	// Columns picks the columns of table, csv and markdown; empty means those
	// of the format. A lookup with columns is one flat table.
	Columns  []string
	NoHeader bool // no header row in table, csv and markdown
	// Phases narrows what is shown (first, second, third, lactation); empty
	// means all four.
	Phases []string
}

// Table is a result of keys and values, or of rows that need no more
// structure, such as "version", "config show" or "dataset info".
type Table struct {
	Name    string     // heading; empty for none
	Columns []string   // the names that --columns takes
	Rows    [][]string // each as long as Columns
	JSON    any        // what json, ndjson and yaml show; a slice is one line an element in ndjson
}

// ColumnError is a column that a result does not have.
type ColumnError struct {
	Column string
	Valid  []string
}

func (e *ColumnError) Error() string {
	return fmt.Sprintf("unknown column %q (valid: %s)", e.Column, strings.Join(e.Valid, ", "))
}

// FormatError is a format that does not exist or does not fit.
type FormatError struct {
	Format string
	Valid  []string
}

func (e *FormatError) Error() string {
	return fmt.Sprintf("unknown format %q (valid: %s)", e.Format, strings.Join(e.Valid, ", "))
}

// narrowest is the width in cells under which boxes give way to lines.
const narrowest = 40

// stackedFrom is the width from which the phases of a lookup stand a line
// each beside one sentence: two columns that cannot be broken, and one of
// sentences. Under it they are listed on one line, which can be.
const stackedFrom = 10 + len("second trimester") + len("x contraindicated") + leastProse

// Render gives the whole answer v in the format asked for: an answer.Lookup,
// List, Compare, Documents, Document, References or ReferenceShow, or a Table,
// or a pointer to one. It fails with *FormatError or *ColumnError, which are
// wrong usage.
func Render(v any, o Options) ([]byte, error) {
	v, o, f, err := prepare(v, o)
	if err != nil {
		return nil, err
	}
	switch o.Format {
	case JSON:
		return renderJSON(jsonOf(v), true)
	case NDJSON:
		return renderNDJSON(v)
	case YAML:
		return renderYAML(jsonOf(v))
	case CSV:
		return f.pick(o.Columns, o.Phases).csv(!o.NoHeader)
	case TableFormat, Markdown:
	default:
		return nil, &FormatError{o.Format, Formats()}
	}
	linear := o.Plain || o.Width > 0 && o.Width < narrowest
	lay := layout{phases: o.Phases, width: o.Width, noHead: o.NoHeader}
	if o.Format == TableFormat {
		lay.terminal = o.Width > 0
		lay.linear = linear
		lay.stacked = o.Width >= stackedFrom && !linear
		lay.listed = o.Width > 0 && !lay.stacked || linear
	}
	var out view
	if _, table := v.(Table); table || len(o.Columns) > 0 {
		name := ""
		if table {
			name = v.(Table).Name
		}
		out = flatView(viewable(name), f.pick(o.Columns, o.Phases), lay)
	} else {
		out = viewOf(v, lay)
	}
	switch {
	case o.Format == Markdown:
		return renderMarkdown(out), nil
	case linear:
		return renderLinear(out, o), nil
	}
	return renderTerminal(out, o)
}

// ColumnsOf lists the columns that --columns may pick from for such a result,
// those shown by default first; nil for a type that has none.
func ColumnsOf(v any) []string {
	f, ok := flatten(target(v), nil)
	if !ok {
		return nil
	}
	return f.names()
}

// CSVHeader gives the header row of v's CSV, nothing with NoHeader.
func CSVHeader(v any, o Options) ([]byte, error) {
	f, err := pickedOf(v, o)
	if err != nil || o.NoHeader {
		return nil, err
	}
	f.rows = nil
	return f.csv(true)
}

// CSVRows gives the rows of v's CSV without the header.
func CSVRows(v any, o Options) ([]byte, error) {
	f, err := pickedOf(v, o)
	if err != nil {
		return nil, err
	}
	return f.csv(false)
}

func pickedOf(v any, o Options) (sheet, error) {
	_, o, f, err := prepare(v, o)
	if err != nil {
		return sheet{}, err
	}
	return f.pick(o.Columns, o.Phases), nil
}

// prepare gives the result itself, the options as they hold for it, and its
// flat form, and refuses unknown columns. A list without phases of its own
// shows those it was filtered by.
func prepare(v any, o Options) (any, Options, flat, error) {
	v = target(v)
	if l, ok := v.(answer.List); ok && len(o.Phases) == 0 {
		o.Phases = l.Filters.Phases
	}
	f, ok := flatten(v, o.Phases)
	if !ok {
		return nil, o, f, fmt.Errorf("no rendering of %T", v)
	}
	return v, o, f, f.check(o.Columns)
}

func (f sheet) csv(header bool) ([]byte, error) {
	all := f.rows
	if header {
		head := []string{}
		for _, c := range f.columns {
			head = append(head, c.name)
		}
		all = append([][]string{head}, all...)
	}
	return csvBytes(all)
}

// viewOf makes the view of a result, from a copy fit for a terminal.
func viewOf(v any, lay layout) view {
	switch v := v.(type) {
	case answer.Lookup:
		return lookupView(viewable(v), lay)
	case answer.List:
		return listView(viewable(v), lay)
	case answer.Compare:
		return compareView(viewable(v), lay)
	case answer.Documents:
		return documentsView(viewable(v), lay)
	case answer.Document:
		return documentView(viewable(v), lay)
	case answer.References:
		return referencesView(viewable(v), lay)
	case answer.ReferenceShow:
		return referenceShowView(viewable(v), lay)
	}
	return nil
}

// target is what a pointer to a result points at.
func target(v any) any {
	if r := reflect.ValueOf(v); r.Kind() == reflect.Pointer && !r.IsNil() {
		return r.Elem().Interface()
	}
	return v
}

func jsonOf(v any) any {
	if t, ok := v.(Table); ok {
		return t.JSON
	}
	return v
}
