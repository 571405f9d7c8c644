package render

import (
	"cmp"
	"slices"
	"strings"

	"github.com/backcare/backcare/internal/page"
)

// gap is the space between the cells of a lineup.
const gap = "  "

// lineupIndent is one cell, so that what a passage says, who says it and its
// place just fit in 80 columns.
const lineupIndent = 1

// leastFlex is the narrowest, in cells, that the column which is broken may
// get; in less room a line runs on.
const leastFlex = 30

// lineup writes lines whose cells line up. A line that is too long for that
// runs on, and off a terminal every line does: nothing is filled there.
func (t *terminal) lineup(b page.Lineup, indent int) {
	pad := strings.Repeat(" ", indent)
	widths := t.lineupWidths(b, indent)
	for _, r := range b.Rows {
		if widths == nil || len(r) == 1 || !t.fits(r, b.Flex, widths) {
			t.running(r, indent, widths[:min(b.Flex, len(r)-1, len(widths))])
			continue
		}
		widths := widths
		if n := len(r); n < len(widths) { // the last cell has the room of those that are not there
			widths = slices.Clone(widths[:n])
			widths[n-1] = t.prose(indent)
			for _, w := range widths[:n-1] {
				widths[n-1] -= w + len(gap)
			}
		}
		cells := make([][]line, len(r))
		height := 1
		for j, x := range r {
			cells[j] = wrap(t.ink(x), widths[j])
			height = max(height, len(cells[j]))
		}
		for k := range height {
			row := pad
			for j := range r {
				if j > 0 {
					row += gap
				}
				filled := 0
				if k < len(cells[j]) {
					row += cells[j][k].paint(t.o.Color)
					filled = cells[j][k].width()
				}
				row += strings.Repeat(" ", widths[j]-filled)
			}
			t.out.WriteString(strings.TrimRight(row, " ") + "\n")
		}
	}
}

// columns is how many a lineup has; a line of fewer cells runs on.
func columns(b page.Lineup) int {
	n := 2
	for _, r := range b.Rows {
		n = max(n, len(r))
	}
	return n
}

// fits reports whether all cells but the one that is broken fit their columns.
func (t *terminal) fits(r []page.Text, flex int, widths []int) bool {
	for j, x := range r {
		if j != flex && line(t.ink(x)).width() > widths[j] {
			return false
		}
	}
	return true
}

// running writes the cells of a line one after the other, the first ones as
// wide as those of the lines that line up.
func (t *terminal) running(r []page.Text, indent int, widths []int) {
	var x page.Text
	for j, c := range r {
		if c.Empty() {
			continue
		}
		if len(x) > 0 {
			x = append(x, page.Of(gap)...)
		}
		x = append(x, c...)
		if j < len(widths) {
			x = append(x, page.Of(strings.Repeat(page.NBSP, widths[j]-line(t.ink(c)).width()))...)
		}
	}
	width := t.prose(indent)
	lines := wrap(t.ink(x), width)
	if len(lines) > 1 && width > leastFlex { // what continues the line is indented
		lines = wrap(t.ink(x), width-stepIndent)
	}
	for k, l := range lines {
		pad := indent
		if k > 0 && width > leastFlex {
			pad += stepIndent
		}
		t.out.WriteString(strings.Repeat(" ", pad) + l.paint(t.o.Color) + "\n")
	}
}

// lineupWidths shares the width among the columns. It passes over the longest
// lines until the rest has room, and gives nil if none has.
func (t *terminal) lineupWidths(b page.Lineup, indent int) []int {
	if t.o.Width == 0 {
		return nil
	}
	var rows [][]int
	first := make([]int, b.Flex) // before the column that is broken all lines line up
	fixed := func(r []int) (n int) {
		for j, w := range r {
			if j != b.Flex {
				n += w
			}
		}
		return n
	}
	for _, r := range b.Rows {
		for j := 0; j < min(b.Flex, len(r)-1); j++ {
			first[j] = max(first[j], line(t.ink(r[j])).width())
		}
		if len(r) != columns(b) {
			continue
		}
		row := make([]int, len(r))
		for j, x := range r {
			row[j] = line(t.ink(x)).width()
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(x, y []int) int { return cmp.Compare(fixed(x), fixed(y)) })
	for ; len(rows) > 0; rows = rows[:len(rows)-1] {
		widths := slices.Clone(rows[0])
		copy(widths, first)
		for _, r := range rows[1:] {
			for j, w := range r {
				widths[j] = max(widths[j], w)
			}
		}
		room := t.prose(indent) - len(gap)*(len(widths)-1) - fixed(widths)
		if room >= min(leastFlex, widths[b.Flex]) {
			widths[b.Flex] = min(widths[b.Flex], room)
			return widths
		}
	}
	return nil
}

// rule writes the line between two results.
func (t *terminal) rule() {
	if t.o.Width == 0 {
		return
	}
	mark := "─"
	if t.o.ASCII {
		mark = "-"
	}
	t.out.WriteString(strings.Repeat(mark, t.prose(0)) + "\n")
}
