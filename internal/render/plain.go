package render

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/backcare/backcare/internal/page"
)

// linear prints a page as "Label: value" lines for screen readers and very
// narrow terminals: no boxes, no signs, no columns. Where a width is given,
// lines are wrapped to it.
type linear struct {
	o   Options
	out bytes.Buffer
}

func renderLinear(v page.Page, first bool, o Options) []byte {
	p := &linear{o: o}
	for i, b := range v {
		if (i > 0 || !first) && !parted(b) {
			last := v[max(i-1, 0)]
			before, under := last.(page.Heading)
			if _, ok := b.(page.Heading); ok || separate(b) && !(under && before.Level > 1) {
				p.out.WriteByte('\n')
			}
		}
		p.block(b)
	}
	return p.out.Bytes()
}

// parted reports whether a block brings its own empty line, or wants none.
func parted(b page.Block) bool {
	switch b := b.(type) {
	case page.Gap, page.Rule:
		return true
	case page.Heading:
		return b.Tight
	}
	return false
}

func (p *linear) line(t page.Text) {
	for _, l := range wrap(inked(t, false, p.o), p.o.Width) {
		p.out.WriteString(l.paint(p.o.Color) + "\n")
	}
}

func (p *linear) labelled(label string, t page.Text) {
	switch {
	case t.Empty():
	case strings.HasPrefix(t.String(), label+":"): // it says so itself
		p.line(t)
	default:
		p.line(page.Of(page.Bold(label), ": ", t))
	}
}

func (p *linear) block(b page.Block) {
	switch b := b.(type) {
	case page.Heading:
		p.line(b.Text)
	case page.Paragraph:
		p.line(b.Text)
	case page.Pairs:
		for _, x := range b {
			p.labelled(x.Label, x.Value)
		}
	case page.Items:
		for i, it := range b.List {
			label := b.Noun
			if len(b.List) > 1 {
				label = fmt.Sprintf("%s %d of %d", b.Noun, i+1, len(b.List))
			}
			p.labelled(label, it.Lead)
			for _, l := range it.Lines {
				p.labelled(l.Label, l.Value)
			}
		}
	case page.Commands:
		for _, c := range b.Lines {
			p.out.WriteString(b.Label + c + "\n") // never broken: it is to be copied
		}
	case page.Register:
		p.registerLabels(b)
	case page.Lineup:
		for _, r := range b.Rows {
			if len(r) > 1 {
				r = []page.Text{page.Of(r[0], ": ", page.Join(r[1:]))}
			}
			p.line(r[0])
		}
	case page.Gap:
		if !b.Tight {
			p.out.WriteByte('\n')
		}
	case page.Rule:
		p.out.WriteByte('\n')
	case page.Grid:
		for i, r := range b.Rows {
			if i > 0 && len(r) > 2 {
				p.out.WriteByte('\n')
			}
			for j, c := range r {
				for k, x := range c.Sentences() {
					if k == 0 {
						p.labelled(b.Head[j], x)
						continue
					}
					p.line(x)
				}
			}
		}
	}
}
