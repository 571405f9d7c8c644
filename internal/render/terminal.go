package render

import (
	"bytes"
	"strings"

	"github.com/backcare/backcare/internal/page"
)

// narrowest is the width in cells under which boxes give way to lines.
const narrowest = 40

// asTable is an answer as a person reads it: boxes, or labelled lines if these
// were asked for or boxes have no room.
func asTable(a Answer, o Options) ([]byte, error) {
	if style := o.tableRows(); style != nil && len(o.Columns) > 0 {
		return allRows(a, o, style)
	}
	p, err := pageOf(a, o, o.tableLayout())
	if err != nil {
		return nil, err
	}
	return renderTable(p, true, o)
}

func tablePieces(a Answer, o Options) (Pieces, error) {
	if len(o.Columns) == 0 {
		return newParts(a, o, o.tableLayout(), renderTable)
	}
	if style := o.tableRows(); style != nil {
		return newRows(a, o, style)
	}
	return nil, nil
}

func renderTable(p page.Page, first bool, o Options) ([]byte, error) {
	if o.tableLayout().Linear {
		return renderLinear(p, first, o), nil
	}
	return renderTerminal(p, first, o)
}

// heightOf counts the lines that a page takes on a terminal of 80 columns.
func heightOf(p page.Page) int {
	b, err := renderTerminal(p, true, Options{Width: 80})
	if err != nil {
		return 0 // said when the page itself is written
	}
	return bytes.Count(b, []byte{'\n'})
}

// terminal prints a page as text: boxes for tables, two cells of indent for
// what is under a section's heading.
type terminal struct {
	o   Options
	out bytes.Buffer
}

// maxProse is the widest a line of running text gets; beyond it lines are
// hard to follow. Tables use what they need.
const maxProse = 100

const stepIndent = 2

// tableLayout is the place that a table is shown in.
func (o Options) tableLayout() page.Layout {
	return page.Layout{
		Phases: o.Phases, Full: o.Full, Width: o.Width, Terminal: o.Width > 0, Height: heightOf,
		Linear: o.Plain || o.Width > 0 && o.Width < narrowest,
	}
}

// renderTerminal prints a page, the first of an answer or one that follows.
func renderTerminal(v page.Page, first bool, o Options) ([]byte, error) {
	t := &terminal{o: o}
	indent := 0
	for i, b := range v {
		follows := i > 0 || !first
		if h, ok := b.(page.Heading); ok {
			if follows && !h.Tight {
				t.out.WriteByte('\n')
			}
			t.heading(h)
			indent = 0
			if h.Level > 1 {
				indent = stepIndent
			}
			continue
		}
		if g, ok := b.(page.Gap); ok {
			indent = 0
			if !g.Tight {
				t.out.WriteByte('\n')
			}
			continue
		}
		last := v[max(i-1, 0)]
		if _, after := last.(page.Heading); follows && !after && separate(b) {
			t.out.WriteByte('\n')
		}
		if err := t.block(b, indent); err != nil {
			return nil, err
		}
	}
	return t.out.Bytes(), nil
}

// separate reports whether a blank line belongs before a block that does not
// open its section.
func separate(b page.Block) bool {
	switch b.(type) {
	case page.Grid, page.Items, page.Pairs, page.Register:
		return true
	}
	return false
}

func (t *terminal) heading(h page.Heading) {
	lines := wrap(t.ink(h.Text), t.o.Width)
	if h.Level > 1 {
		bold := line(t.ink(page.Of(page.Bold(" "))))[0].sgr
		for i := range lines {
			for j := range lines[i] {
				if lines[i][j].sgr == "" {
					lines[i][j].sgr = bold
				}
			}
		}
	}
	for _, l := range lines {
		t.out.WriteString(l.paint(t.o.Color) + "\n")
	}
}

func (t *terminal) ink(x page.Text) []ink {
	out := inked(x, true, t.o)
	for i := range out {
		if t.o.Links {
			out[i].link = x[i].Link
		}
	}
	return out
}

func (t *terminal) block(b page.Block, indent int) error {
	switch b := b.(type) {
	case page.Paragraph:
		t.lines(b.Text, indent, "", "")
	case page.Pairs:
		t.pairs(b, indent)
	case page.Items:
		bullet := "• "
		if t.o.ASCII {
			bullet = "* "
		}
		for _, it := range b.List {
			t.lines(it.Lead, indent, bullet, "  ")
			for _, l := range it.Lines {
				t.lines(l.Value, indent+stepIndent, "", "")
			}
		}
	case page.Commands:
		for _, c := range b.Lines {
			pad := indent
			if b.Label == "" {
				pad += stepIndent
			}
			t.out.WriteString(strings.Repeat(" ", pad) + b.Label + c + "\n")
		}
	case page.Register:
		return t.register(b)
	case page.Lineup:
		t.lineup(b, lineupIndent)
	case page.Rule:
		t.rule()
	case page.Grid:
		return t.grid(b, indent)
	}
	return nil
}

// prose is the width for running text behind an indent, 0 if unlimited.
func (t *terminal) prose(indent int) int {
	if t.o.Width == 0 {
		return 0
	}
	return max(min(t.o.Width, maxProse)-indent, 1)
}

// lines writes a text wrapped, the first line behind first and the others
// behind rest, which are equally wide.
func (t *terminal) lines(x page.Text, indent int, first, rest string) {
	pad := strings.Repeat(" ", indent)
	for i, l := range wrap(t.ink(x), t.prose(indent+cells(first))) {
		lead := first
		if i > 0 {
			lead = rest
		}
		t.out.WriteString(strings.TrimRight(pad+lead+l.paint(t.o.Color), " ") + "\n")
	}
}

// pairs writes labels in a column of their own, and above the value where
// that would leave it too little.
func (t *terminal) pairs(p page.Pairs, indent int) {
	label := 0
	for _, x := range p {
		label = max(label, cells(x.Label)+2)
	}
	if w := t.prose(indent); w > 0 && w-label < 30 {
		for _, x := range p {
			t.lines(page.Of(page.Bold(x.Label), ": ", x.Value), indent, "", "")
		}
		return
	}
	for _, x := range p {
		first := x.Label + strings.Repeat(" ", label-cells(x.Label))
		t.lines(x.Value, indent, first, strings.Repeat(" ", label))
	}
}
