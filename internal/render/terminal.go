package render

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"github.com/backcare/backcare/internal/page"
)

// narrowest is the width in cells under which boxes give way to lines.
const narrowest = 40

// asTable is an answer as a person reads it: boxes, or labelled lines if these
// were asked for or boxes have no room.
func asTable(a Answer, o Options) ([]byte, error) {
	lay := page.Layout{
		Phases: o.Phases, Full: o.Full, Width: o.Width, Terminal: o.Width > 0,
		Linear: o.Plain || o.Width > 0 && o.Width < narrowest,
	}
	lay.Height = heightOf
	p, err := pageOf(a, o, lay)
	switch {
	case err != nil:
		return nil, err
	case lay.Linear:
		return renderLinear(p, o), nil
	}
	return renderTerminal(p, o)
}

// heightOf counts the lines that a page takes on a terminal of 80 columns.
func heightOf(p page.Page) int {
	b, err := renderTerminal(p, Options{Width: 80})
	if err != nil {
		return 0 // said when the page itself is written
	}
	return bytes.Count(b, []byte{'\n'})
}

// terminal prints a page as text: boxes for tables, two cells of indent for
// what stands under a section's heading.
type terminal struct {
	o   Options
	out bytes.Buffer
}

// maxProse is the widest a line of running text gets; beyond it lines are
// hard to follow. Tables use what they need.
const maxProse = 100

const stepIndent = 2

func renderTerminal(v page.Page, o Options) ([]byte, error) {
	t := &terminal{o: o}
	indent := 0
	for i, b := range v {
		if h, ok := b.(page.Heading); ok {
			if i > 0 && !h.Tight {
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
		if _, after := v[max(i-1, 0)].(page.Heading); i > 0 && !after && separate(b) {
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
	case page.Grid, page.Items, page.Pairs:
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

func (t *terminal) ink(x page.Text) []ink { return inked(x, true, t.o) }

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
	case page.Lineup:
		t.lineup(b, lineupIndent)
	case page.Rule:
		t.rule()
	case page.Grid:
		return t.grid(b, indent)
	}
	return nil
}

// prose is the width for running text behind an indent, 0 where unlimited.
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

// grid writes a box where its columns fit, else the rows as labelled lines.
func (t *terminal) grid(g page.Grid, indent int) error {
	if len(g.Rows) == 0 && (t.o.NoHeader || len(g.Head) == 0) {
		return nil
	}
	for i, r := range g.Rows {
		if len(r) != len(g.Head) {
			return fmt.Errorf("table row %d has %d cells for %d columns", i+1, len(r), len(g.Head))
		}
	}
	if widths, ok := t.widths(g); ok {
		if ok, err := t.box(g, widths); ok || err != nil {
			return err
		}
	}
	for i, r := range g.Rows {
		if i > 0 {
			t.out.WriteByte('\n')
		}
		for j, c := range r {
			for k, x := range c.Sentences() {
				if k == 0 {
					x = page.Of(page.Bold(g.Head[j]), ": ", x)
				}
				t.lines(x, indent, "", "")
			}
		}
	}
	return nil
}

// box writes a grid as a box. It is false, and nothing is written, where the
// library measures a cell otherwise than we do, as it may where scripts join
// characters over spaces: it would then cut what it takes for too wide.
func (t *terminal) box(g page.Grid, widths []int) (bool, error) {
	symbols := tw.NewSymbols(tw.StyleLight)
	if t.o.ASCII {
		symbols = tw.NewSymbols(tw.StyleASCII)
	}
	// Before anything is measured: the library's idea of wide characters
	// would follow the locale.
	twwidth.SetEastAsian(false)
	if !t.o.NoHeader {
		head := make([]page.Cell, len(g.Head))
		for j, h := range g.Head {
			head[j] = page.Cell{page.Of(page.Bold(h))}
		}
		g.Rows = append([][]page.Cell{head}, g.Rows...)
	}
	rows := make([][]string, len(g.Rows))
	between := tw.Off
	for i, r := range g.Rows {
		rows[i] = make([]string, len(r))
		for j, c := range r {
			lines := t.cell(c, widths[j], g.Dense && j == 0)
			for _, l := range lines {
				if !regular(l, widths[j]) {
					return false, nil
				}
			}
			rows[i][j] = strings.Join(lines, "\n")
			if len(lines) > 1 && !g.Dense && (i > 0 || t.o.NoHeader) {
				between = tw.On
			}
		}
	}
	table := tablewriter.NewTable(&t.out,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Symbols:  symbols,
			Settings: tw.Settings{Separators: tw.Separators{BetweenRows: between}},
		})),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAlignment(tw.AlignLeft),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithRowAlignment(tw.AlignLeft),
		tablewriter.WithTrimSpace(tw.Off),
		tablewriter.WithTrimLine(tw.Off),
	)
	if !t.o.NoHeader {
		table.Header(rows[0])
		rows = rows[1:]
	}
	for _, r := range rows {
		if err := table.Append(r); err != nil {
			return false, fmt.Errorf("table: %w", err)
		}
	}
	if err := table.Render(); err != nil {
		return false, fmt.Errorf("table: %w", err)
	}
	return true, nil
}

// regular reports whether a filled line of a cell is as wide as its column
// wherever it stands, for the library as for us.
func regular(l string, width int) bool {
	l = " " + l + " "
	return twwidth.Width(l) == width+2 && displaywidth.Options{ControlSequences: true}.String(l) == width+2
}

// cell wraps a cell and fills each of its lines to the column's width, so
// that the library has nothing to decide.
func (t *terminal) cell(c page.Cell, width int, hang bool) []string {
	var out []string
	put := func(l line) {
		out = append(out, l.paint(t.o.Color)+strings.Repeat(" ", max(width-l.width(), 0)))
	}
	if t.o.Width == 0 {
		put(t.ink(page.Join(c)))
		return out
	}
	for _, x := range c {
		in := t.ink(x)
		lines := wrap(in, width)
		if hang && len(lines) > 1 && width > 2*stepIndent {
			lines = wrap(in, width-stepIndent)
			for k := range lines[1:] {
				lines[k+1] = append(line{{strings.Repeat(" ", stepIndent), ""}}, lines[k+1]...)
			}
		}
		for _, l := range lines {
			put(l)
		}
	}
	if len(out) == 0 {
		put(nil)
	}
	return out
}

// longestKept is the longest word, in cells, that a column has room for where
// there is a choice; longer ones are broken. shortestKept is what is left of
// that in a narrow terminal, and wholeKept what a column that is wrapped last
// is given: a status and that it is disputed.
const (
	longestKept  = 24
	shortestKept = 12
	wholeKept    = len("x contraindicated, disputed")
)

// widestProse is the widest, in cells, that a table with a column of sentences
// gets.
const widestProse = 120

// widths shares the terminal's width among the columns: none is narrower than
// its longest word, the short ones get what they need, the long ones share
// the rest alike, save that a column of sentences comes first. It is false
// where not even the longest words fit.
func (t *terminal) widths(g page.Grid) ([]int, bool) {
	n := len(g.Head)
	need, word, fixed := make([]int, n), make([]int, n), make([]int, n)
	measure := func(j int, x page.Text) {
		in := t.ink(x)
		need[j] = max(need[j], line(in).width())
		longest, held := longestWord(in)
		word[j], fixed[j] = max(word[j], longest), max(fixed[j], held)
	}
	if !t.o.NoHeader {
		for j, h := range g.Head {
			measure(j, page.Of(h))
		}
	}
	peers := g.Peers
	if peers == nil {
		peers = g.Rows
	}
	for _, r := range peers {
		for j := range min(n, len(r)) {
			if t.o.Width == 0 {
				measure(j, page.Join(r[j]))
				continue
			}
			for _, x := range r[j] {
				measure(j, x)
			}
		}
	}
	if t.o.Width == 0 {
		return need, true
	}
	total := t.o.Width
	if g.Prose > 0 {
		total = min(total, widestProse)
	}
	total -= 3*n + 1
	for kept := longestKept; kept >= shortestKept; kept -= 4 {
		widths, spare := make([]int, n), total
		for j := range n {
			widths[j] = max(fixed[j], min(word[j], kept), 1)
			switch j {
			case 0:
			case g.Prose:
				widths[j] = max(widths[j], min(need[j], page.LeastProse))
			case g.Whole:
				widths[j] = max(widths[j], min(need[j], wholeKept))
			}
			spare -= widths[j]
		}
		if spare < 0 {
			continue
		}
		if j := g.Prose; j > 0 {
			more := min(spare, max(need[j]-widths[j], 0))
			widths[j] += more
			spare -= more
		}
		for ; spare > 0; spare-- {
			least := -1
			for k := range n {
				if widths[k] < need[k] && (least < 0 || widths[k] < widths[least]) {
					least = k
				}
			}
			if least < 0 {
				break
			}
			widths[least]++
		}
		return widths, true
	}
	return nil, false
}

// longestWord is the width of the longest run without a space, and of the
// longest that no-break spaces hold together.
func longestWord(t []ink) (longest, held int) {
	used, holds := 0, false
	for _, i := range t {
		for k, w := range strings.Split(i.text, " ") {
			if k > 0 {
				used, holds = 0, false
			}
			used += cells(w)
			holds = holds || strings.Contains(w, nbsp)
			longest = max(longest, used)
			if holds {
				held = max(held, used)
			}
		}
	}
	return longest, held
}
