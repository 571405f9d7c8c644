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
)

// terminal prints a view as text: boxes for tables, two cells of indent for
// what stands under a section's heading.
type terminal struct {
	o   Options
	out bytes.Buffer
}

// maxProse is the widest a line of running text gets; beyond it lines are
// hard to follow. Tables use what they need.
const maxProse = 100

const stepIndent = 2

func renderTerminal(v view, o Options) ([]byte, error) {
	t := &terminal{o: o}
	indent := 0
	for i, b := range v {
		if h, ok := b.(heading); ok {
			if i > 0 {
				t.out.WriteByte('\n')
				if h.level == 1 {
					t.out.WriteByte('\n')
				}
			}
			t.heading(h)
			indent = 0
			if h.level > 1 {
				indent = stepIndent
			}
			continue
		}
		if _, after := v[max(i-1, 0)].(heading); i > 0 && !after && separate(b) {
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
func separate(b block) bool {
	switch b.(type) {
	case grid, items, pairs:
		return true
	}
	return false
}

func (t *terminal) heading(h heading) {
	lines := wrap(t.ink(h.text), t.o.Width)
	if h.level > 1 {
		for i := range lines {
			for j := range lines[i] {
				if lines[i][j].sgr == "" {
					lines[i][j].sgr = "1"
				}
			}
		}
	}
	widest := 0
	for _, l := range lines {
		widest = max(widest, l.width())
		t.out.WriteString(l.paint(t.o.Color) + "\n")
	}
	if h.level == 1 {
		rule := "═"
		if t.o.ASCII {
			rule = "="
		}
		t.out.WriteString(strings.Repeat(rule, min(widest, maxProse)) + "\n")
	}
}

func (t *terminal) ink(x text) []ink { return inked(x, true, t.o.ASCII) }

func (t *terminal) block(b block, indent int) error {
	switch b := b.(type) {
	case paragraph:
		t.lines(b.text, indent, "", "")
	case pairs:
		t.pairs(b, indent)
	case items:
		bullet := "• "
		if t.o.ASCII {
			bullet = "* "
		}
		for _, it := range b.list {
			t.lines(it.lead, indent, bullet, "  ")
			for _, l := range it.lines {
				t.lines(l.value, indent+stepIndent, "", "")
			}
		}
	case commands:
		for _, c := range b.lines {
			pad := indent
			if b.label == "" {
				pad += stepIndent
			}
			t.out.WriteString(strings.Repeat(" ", pad) + b.label + c + "\n")
		}
	case grid:
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
func (t *terminal) lines(x text, indent int, first, rest string) {
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
func (t *terminal) pairs(p pairs, indent int) {
	label := 0
	for _, x := range p {
		label = max(label, cells(x.label)+2)
	}
	if w := t.prose(indent); w > 0 && w-label < 30 {
		for _, x := range p {
			t.lines(words(bold(x.label), ": ", x.value), indent, "", "")
		}
		return
	}
	for _, x := range p {
		first := x.label + strings.Repeat(" ", label-cells(x.label))
		t.lines(x.value, indent, first, strings.Repeat(" ", label))
	}
}

// grid writes a box where its columns fit, else the rows as labelled lines.
func (t *terminal) grid(g grid, indent int) error {
	if len(g.rows) == 0 && (g.noHead || len(g.head) == 0) {
		return nil
	}
	for i, r := range g.rows {
		if len(r) != len(g.head) {
			return fmt.Errorf("table row %d has %d cells for %d columns", i+1, len(r), len(g.head))
		}
	}
	if widths, ok := t.widths(g); ok {
		if ok, err := t.box(g, widths); ok || err != nil {
			return err
		}
	}
	for i, r := range g.rows {
		if i > 0 {
			t.out.WriteByte('\n')
		}
		for j, c := range r {
			for k, x := range c.sentences() {
				if k == 0 {
					x = words(bold(g.head[j]), ": ", x)
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
func (t *terminal) box(g grid, widths []int) (bool, error) {
	symbols := tw.NewSymbols(tw.StyleLight)
	if t.o.ASCII {
		symbols = tw.NewSymbols(tw.StyleASCII)
	}
	// Before anything is measured: the library's idea of wide characters
	// would follow the locale.
	twwidth.SetEastAsian(false)
	if !g.noHead {
		head := make([]cell, len(g.head))
		for j, h := range g.head {
			head[j] = cell{words(bold(h))}
		}
		g.rows = append([][]cell{head}, g.rows...)
	}
	rows := make([][]string, len(g.rows))
	between := tw.Off
	for i, r := range g.rows {
		rows[i] = make([]string, len(r))
		for j, c := range r {
			lines := t.cell(c, widths[j], g.dense && j == 0)
			for _, l := range lines {
				if !regular(l, widths[j]) {
					return false, nil
				}
			}
			rows[i][j] = strings.Join(lines, "\n")
			if len(lines) > 1 && !g.dense && (i > 0 || g.noHead) {
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
	if !g.noHead {
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
func (t *terminal) cell(c cell, width int, hang bool) []string {
	var out []string
	put := func(l line) {
		out = append(out, l.paint(t.o.Color)+strings.Repeat(" ", max(width-l.width(), 0)))
	}
	if t.o.Width == 0 {
		put(t.ink(joinTexts(c)))
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

// leastProse is the narrowest, in cells, that a column of sentences is
// readable; widestProse the widest that a table with one gets.
const (
	leastProse  = 28
	widestProse = 120
)

// widths shares the terminal's width among the columns: none is narrower than
// its longest word, the short ones get what they need, the long ones share
// the rest alike, save that a column of sentences comes first. It is false
// where not even the longest words fit.
func (t *terminal) widths(g grid) ([]int, bool) {
	n := len(g.head)
	need, word, fixed := make([]int, n), make([]int, n), make([]int, n)
	measure := func(j int, x text) {
		in := t.ink(x)
		need[j] = max(need[j], line(in).width())
		longest, held := longestWord(in)
		word[j], fixed[j] = max(word[j], longest), max(fixed[j], held)
	}
	if !g.noHead {
		for j, h := range g.head {
			measure(j, plain(h))
		}
	}
	peers := g.peers
	if peers == nil {
		peers = g.rows
	}
	for _, r := range peers {
		for j := range min(n, len(r)) {
			if t.o.Width == 0 {
				measure(j, joinTexts(r[j]))
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
	if g.prose > 0 {
		total = min(total, widestProse)
	}
	total -= 3*n + 1
	for kept := longestKept; kept >= shortestKept; kept -= 4 {
		widths, spare := make([]int, n), total
		for j := range n {
			widths[j] = max(fixed[j], min(word[j], kept), 1)
			switch j {
			case 0:
			case g.prose:
				widths[j] = max(widths[j], min(need[j], leastProse))
			case g.whole:
				widths[j] = max(widths[j], min(need[j], wholeKept))
			}
			spare -= widths[j]
		}
		if spare < 0 {
			continue
		}
		if j := g.prose; j > 0 {
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
