package render

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/tw"

	"github.com/backcare/backcare/internal/page"
)

// leastScreen is how many lines of a pager are enough to give one to the header.
const leastScreen = 5

// register writes a line a row. The table library gets one row at a time, so
// that a register of any length takes the memory of its text.
func (t *terminal) register(r page.Register) error {
	if t.o.Width == 0 {
		t.tabbed(registerGrid(r))
		return nil
	}
	widths, gap, ok := t.fieldWidths(r)
	if !ok {
		t.labelled(r)
		return nil
	}
	// Before anything is measured: the library's idea of wide characters
	// would follow the locale.
	twwidth.SetEastAsian(false)
	last := len(widths) - 1
	whole, padding := slices.Clone(widths), make([]tw.Padding, len(widths))
	for j := range last { // a padding of several characters would be cut
		padding[j] = tw.Padding{Right: " ", Overwrite: true}
		whole[j] += gap
	}
	padding[last] = tw.Padding{Overwrite: true}
	table := t.aligned(whole, padding, tw.Rendition{
		Borders:  tw.BorderNone,
		Settings: tw.Settings{Separators: tw.SeparatorsNone, Lines: tw.LinesNone},
	}, tablewriter.WithStreaming(tw.StreamConfig{Enable: true, StrictColumns: true}))
	if err := table.Start(); err != nil {
		return fmt.Errorf("table: %w", err)
	}
	head := make([]string, len(r.Columns))
	for j, f := range r.Columns {
		head[j] = t.cut(page.Of(page.Bold(f.Head)), widths[j], false)
	}
	at := bytes.Count(t.out.Bytes(), []byte{'\n'}) // the line to write
	if !t.o.NoHeader {
		table.Header(head)
		at++
	}
	for row := range r.Rows {
		if !t.o.NoHeader && t.o.Screen >= leastScreen && at%t.o.Screen == 0 {
			if err := table.Append(head); err != nil {
				return fmt.Errorf("table: %w", err)
			}
			at++
		}
		at++
		cells := make([]string, len(row))
		for j, x := range row {
			cells[j] = t.cut(x, widths[j], r.Columns[j].Words)
		}
		if err := table.Append(cells); err != nil {
			return fmt.Errorf("table: %w", err)
		}
	}
	if err := table.Close(); err != nil {
		return fmt.Errorf("table: %w", err)
	}
	return nil
}

// fieldWidths are the widths of the columns and of the gap between them; false
// if a row has no room even where each column has its least.
func (t *terminal) fieldWidths(r page.Register) (widths []int, gap int, ok bool) {
	widths = make([]int, len(r.Columns))
	if !t.o.NoHeader {
		for j, f := range r.Columns {
			widths[j] = cells(f.Head)
		}
	}
	for row := range r.Rows {
		for j, x := range row {
			widths[j] = max(widths[j], line(t.ink(x)).width())
		}
	}
	const wide, narrow = 2, 1
	over := wide*(len(widths)-1) - t.o.Width
	for _, w := range widths {
		over += w
	}
	shrink := func(least func(page.Field) int) {
		for j := len(widths) - 1; j >= 0 && over > 0; j-- {
			if r.Columns[j].Uncut {
				continue
			}
			less := min(over, max(widths[j]-least(r.Columns[j]), 0))
			widths[j] -= less
			over -= less
		}
	}
	shrink(func(f page.Field) int { return f.Good })
	gap = wide
	if over > 0 {
		gap = narrow
		over -= (wide - narrow) * (len(widths) - 1)
		shrink(func(f page.Field) int { return f.Least })
	}
	return widths, gap, over <= 0
}

// labelled writes the rows of a register that has no room: the first cell, and
// the others under it with their labels.
func (t *terminal) labelled(r page.Register) {
	for row := range r.Rows {
		for i, p := range r.Labels(row) {
			switch {
			case i == 0:
				t.lines(p.Value, 0, "", "")
			case !p.Value.Empty():
				t.lines(page.Of(p.Label+": ", p.Value), stepIndent, "", "")
			}
		}
	}
}

// cut is a text as one line of at most width cells; one that is wider ends in
// a sign of that.
func (t *terminal) cut(x page.Text, width int, between bool) string {
	l := line(t.ink(x))
	if l.width() <= width {
		return l.paint(t.o.Color)
	}
	mark := "…"
	if t.o.ASCII {
		mark = "~"
	}
	room := max(width-1, 0)
	var out, words line // what fits, and as far as a word ends
	used := 0
scan:
	for _, i := range l {
		from := 0
		for g := displaywidth.StringGraphemes(i.text); g.Next(); {
			if g.Value() == " " {
				words = append(append(line{}, out...), i.part(i.text[:from]))
			}
			if used+g.Width() > room {
				out = append(out, i.part(i.text[:from]))
				break scan
			}
			used += g.Width()
			from += len(g.Value())
		}
		out = append(out, i)
	}
	if between && words != nil {
		out = words
	}
	if n := len(out) - 1; n >= 0 {
		out[n].text = strings.TrimRight(out[n].text, " ,;:(")
	}
	return append(out, ink{text: mark}).paint(t.o.Color)
}

// trimmed takes the spaces off the ends of the lines that it passes on.
type trimmed struct {
	w    *bytes.Buffer
	held int // spaces that may turn out to end a line
}

func (t *trimmed) Write(p []byte) (int, error) {
	for _, c := range p {
		switch c {
		case ' ':
			t.held++
			continue
		case '\n':
			t.held = 0
		}
		for ; t.held > 0; t.held-- {
			t.w.WriteByte(' ')
		}
		t.w.WriteByte(c)
	}
	return len(p), nil
}

// registerLabels writes a register row by row, each value with its label.
func (p *linear) registerLabels(r page.Register) {
	first := true
	for row := range r.Rows {
		if !first {
			p.out.WriteByte('\n')
		}
		first = false
		for _, x := range r.Labels(row) {
			p.labelled(x.Label, x.Value)
		}
	}
}

// registerGrid is a register as a table.
func registerGrid(r page.Register) page.Grid {
	var g page.Grid
	for _, f := range r.Columns {
		g.Head = append(g.Head, f.Head)
	}
	for row := range r.Rows {
		cells := make([]page.Cell, len(row))
		for j, x := range row {
			cells[j] = page.Cell{x}
		}
		g.Rows = append(g.Rows, cells)
	}
	return g
}
