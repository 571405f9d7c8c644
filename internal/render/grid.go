package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"github.com/backcare/backcare/internal/page"
)

// grid writes a table if its columns fit, else the rows as labelled lines.
func (t *terminal) grid(g page.Grid, indent int) error {
	if len(g.Rows) == 0 && (t.o.NoHeader || len(g.Head) == 0) {
		return nil
	}
	for i, r := range g.Rows {
		if len(r) != len(g.Head) && len(r) != 1 {
			return fmt.Errorf("table row %d has %d cells for %d columns", i+1, len(r), len(g.Head))
		}
	}
	if t.o.Width == 0 {
		t.tabbed(g)
		return nil
	}
	if widths, ok := t.widths(g); ok {
		if ok, err := t.columns(g, widths); ok || err != nil {
			return err
		}
	}
	for i, r := range g.Rows {
		if i > 0 && !g.Titled(i-1) {
			t.out.WriteByte('\n')
		}
		if g.Titled(i) {
			t.lines(r[0][0], indent, "", "")
			continue
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

// columns writes a grid side by side. It is false, and nothing is written, if
// the library measures a cell otherwise than we do, as it may if scripts join
// characters over spaces: it would then cut what it takes for too wide.
func (t *terminal) columns(g page.Grid, widths []int) (bool, error) {
	// Before anything is measured: the library's idea of wide characters
	// would follow the locale.
	twwidth.SetEastAsian(false)
	parts := []tablePart{{}}
	if !t.o.NoHeader {
		for j, h := range g.Head {
			lines, ok := t.cell(page.Cell{page.Of(page.Bold(h))}, widths[j])
			if !ok {
				return false, nil
			}
			parts[0].head = append(parts[0].head, lines)
		}
	}
	tall := false // some row has several lines
	for i, r := range g.Rows {
		if g.Titled(i) {
			parts = append(parts, tablePart{title: r[0][0]})
			continue
		}
		row := make([]string, len(r))
		for j, c := range r {
			lines, ok := t.cell(c, widths[j])
			if !ok {
				return false, nil
			}
			row[j] = lines
			tall = tall || strings.Contains(lines, "\n")
		}
		part := &parts[len(parts)-1]
		part.rows = append(part.rows, row)
	}
	for _, part := range parts {
		if !part.title.Empty() {
			t.ruled(part.title, widths)
		}
		if err := t.table(part, widths, tall); err != nil {
			return false, fmt.Errorf("table: %w", err)
		}
	}
	return true, nil
}

// ruled writes a title on the line that it draws across a table.
func (t *terminal) ruled(title page.Text, widths []int) {
	rule := "─"
	if t.o.ASCII {
		rule = "-"
	}
	l := line(t.ink(title))
	rest := 3*(len(widths)-1) - l.width() - 3
	for _, w := range widths {
		rest += w
	}
	t.out.WriteString(rule + " " + l.paint(t.o.Color) + " " + strings.Repeat(rule, max(rest, 1)) + "\n")
}

// tablePart is the rows of a grid under one title.
type tablePart struct {
	title page.Text
	head  []string
	rows  [][]string
}

// table has the table library line the cells up.
func (t *terminal) table(part tablePart, widths []int, tall bool) error {
	if len(part.head)+len(part.rows) == 0 {
		return nil
	}
	symbols := tw.NewSymbols(tw.StyleLight)
	if t.o.ASCII {
		symbols = tw.NewSymbols(tw.StyleASCII)
	}
	style := tw.Rendition{Symbols: symbols, Borders: tw.BorderNone}
	if tall {
		style.Settings.Separators.BetweenRows = tw.On
	}
	whole, padding := slices.Clone(widths), make([]tw.Padding, len(widths))
	for j := range widths {
		padding[j] = tw.Padding{Left: " ", Right: " ", Overwrite: true}
		if j == 0 {
			padding[j].Left = ""
		}
		if j == len(widths)-1 {
			padding[j].Right = ""
		}
		whole[j] += len(padding[j].Left) + len(padding[j].Right)
	}
	table := t.aligned(whole, padding, style)
	if part.head != nil {
		table.Header(part.head)
	}
	for _, r := range part.rows {
		if err := table.Append(r); err != nil {
			return err
		}
	}
	return table.Render()
}

// aligned is a table of the library's that lines up cells already fitted: it
// wraps, trims and styles nothing itself.
func (t *terminal) aligned(widths []int, padding []tw.Padding, style tw.Rendition, more ...tablewriter.Option) *tablewriter.Table {
	columns := tw.NewMapper[int, int]()
	for j, w := range widths {
		columns.Set(j, w)
	}
	return tablewriter.NewTable(&trimmed{w: &t.out}, append(more,
		tablewriter.WithRenderer(renderer.NewBlueprint(style)),
		tablewriter.WithColumnWidths(columns),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAlignment(tw.AlignLeft),
		tablewriter.WithHeaderPaddingPerColumn(padding),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithRowAlignment(tw.AlignLeft),
		tablewriter.WithRowPaddingPerColumn(padding),
		tablewriter.WithTrimSpace(tw.Off),
		tablewriter.WithTrimLine(tw.Off),
	)...)
}

// cell wraps a cell to a width. It is false if the library would measure a
// line otherwise.
func (t *terminal) cell(c page.Cell, width int) (string, bool) {
	var out []string
	for _, x := range c {
		for _, l := range wrap(t.ink(x), width) {
			if !regular(l) {
				return "", false
			}
			out = append(out, l.paint(t.o.Color))
		}
	}
	return strings.Join(out, "\n"), true
}

// regular reports whether a line is as wide as its parts wherever it is
// written, for the library as for us.
func regular(l line) bool {
	s := " " + l.paint(false) + " "
	return twwidth.Width(s) == l.width()+2 && displaywidth.String(s) == l.width()+2
}

// longestKept is the longest word, in cells, that a column has room for where
// there is a choice; longer ones are broken. shortestKept is what is left of
// that in a narrow terminal.
const (
	longestKept  = 24
	shortestKept = 12
)

// widestProse is the widest, in cells, that a table with a column of sentences
// gets.
const widestProse = 120

// widths shares the terminal's width among the columns: none is narrower than
// its longest word, the short ones get what they need, the long ones share
// the rest alike, save that a column of sentences comes first. It is false if
// not even the longest words fit.
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
	for i, r := range g.Rows {
		if g.Titled(i) {
			continue
		}
		for j, c := range r {
			for _, x := range c {
				measure(j, x)
			}
		}
	}
	total := t.o.Width
	if g.Prose > 0 {
		total = min(total, widestProse)
	}
	total -= 3 * (n - 1) // a line and a space on either side
	for kept := longestKept; kept >= shortestKept; kept -= 4 {
		widths, spare := make([]int, n), total
		for j := range n {
			widths[j] = max(fixed[j], min(word[j], kept), 1)
			if j > 0 && j == g.Prose {
				widths[j] = max(widths[j], min(need[j], page.LeastProse))
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
