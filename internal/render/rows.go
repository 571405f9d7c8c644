package render

import (
	"bytes"
	"strings"

	"github.com/backcare/backcare/internal/page"
)

// A rowStyle writes the columns that were asked for, row by row.
type rowStyle interface {
	head(columns []string, o Options) []byte
	row(dst []byte, first bool, columns []string, cells []page.Cell, o Options) []byte
}

// tableRows is how a table writes columns that were asked for; nil for a box,
// whose columns are as wide as what they hold.
func (o Options) tableRows() rowStyle {
	switch {
	case o.tableLayout().Linear:
		return labels{}
	case o.Width == 0:
		return tabs{}
	}
	return nil
}

// rows writes the rows of an answer in a style.
type rows struct {
	onlyItems
	sheet page.Sheet
	names []string
	style rowStyle
	o     Options
}

func newRows(a Answer, o Options, style rowStyle) (Pieces, error) {
	sheet, err := a.Sheet(o.Phases).Pick(o.Columns)
	r := &rows{sheet: sheet, style: style, o: o}
	for _, c := range sheet.Columns {
		r.names = append(r.names, c.Name)
	}
	return r, err
}

func (r *rows) Head() []byte          { return r.style.head(r.names, r.o) }
func (r *rows) Shows(col string) bool { return r.sheet.Shows(col) }

func (r *rows) Item(dst []byte, before int, row any, _ *page.Rest) ([]byte, error) {
	return r.style.row(dst, before == 0, r.names, r.sheet.Cells(viewableElement(row)), r.o), nil
}

// allRows writes an answer as its rows.
func allRows(a Answer, o Options, style rowStyle) ([]byte, error) {
	p, err := newRows(a, o, style)
	if err != nil {
		return nil, err
	}
	return inTurn(p, a.Sheet(o.Phases).Rows)
}

// tabs is a table off a terminal: a tab between cells, for what is aligned
// must be known to its end first.
type tabs struct{}

func (tabs) head(columns []string, o Options) []byte {
	if o.NoHeader {
		return nil
	}
	return []byte(strings.Join(columns, "\t") + "\n")
}

func (tabs) row(dst []byte, _ bool, _ []string, cells []page.Cell, o Options) []byte {
	for i, c := range cells {
		if i > 0 {
			dst = append(dst, '\t')
		}
		dst = append(dst, line(inked(page.Join(c), true, o)).paint(o.Color)...)
	}
	return append(dst, '\n')
}

// tabbed writes a table off a terminal.
func (t *terminal) tabbed(g page.Grid) {
	t.out.Write(tabs{}.head(g.Head, t.o))
	for i, r := range g.Rows {
		if g.Titled(i) {
			t.lines(r[0][0], 0, "", "")
			continue
		}
		t.out.Write(tabs{}.row(nil, false, nil, r, t.o))
	}
}

// labels is a line for each cell, and an empty one between rows of several.
type labels struct{}

func (labels) head([]string, Options) []byte { return nil }

func (labels) row(dst []byte, first bool, columns []string, cells []page.Cell, o Options) []byte {
	if !first && len(cells) > 2 {
		dst = append(dst, '\n')
	}
	return append(dst, renderLinear(page.Page{page.Grid{Head: columns, Rows: [][]page.Cell{cells}}}, true, o)...)
}

// pipes is a table of Markdown. The dialect has none without a header, so a
// header that is not wanted is a row of empty cells.
type pipes struct{}

func (pipes) head(columns []string, o Options) []byte {
	var b bytes.Buffer
	for _, c := range columns {
		if o.NoHeader {
			c = ""
		}
		b.WriteString("| " + markdownEscape(c) + " ")
	}
	return []byte(b.String() + "|\n" + strings.Repeat("| --- ", len(columns)) + "|\n")
}

func (pipes) row(dst []byte, _ bool, _ []string, cells []page.Cell, _ Options) []byte {
	for _, c := range cells {
		var lines []string
		for _, t := range c {
			if !t.Empty() {
				lines = append(lines, markdownInline(t, true))
			}
		}
		dst = append(dst, "| "+strings.Join(lines, "<br>")+" "...)
	}
	return append(dst, "|\n"...)
}
