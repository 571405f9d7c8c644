package render

import (
	"bytes"
	"fmt"
)

// linear prints a view as "Label: value" lines for screen readers and very
// narrow terminals: no boxes, no signs, no columns. Where a width is given,
// lines are wrapped to it.
type linear struct {
	o   Options
	out bytes.Buffer
}

func renderLinear(v view, o Options) []byte {
	p := &linear{o: o}
	for i, b := range v {
		if i > 0 {
			before, under := v[i-1].(heading)
			if _, ok := b.(heading); ok || separate(b) && !(under && before.level > 1) {
				p.out.WriteByte('\n')
			}
		}
		p.block(b)
	}
	return p.out.Bytes()
}

func (p *linear) line(t text) {
	for _, l := range wrap(inked(t, false, p.o.ASCII), p.o.Width) {
		p.out.WriteString(l.paint(p.o.Color) + "\n")
	}
}

func (p *linear) labelled(label string, t text) {
	if !t.empty() {
		p.line(words(bold(label), ": ", t))
	}
}

func (p *linear) block(b block) {
	switch b := b.(type) {
	case heading:
		p.line(b.text)
	case paragraph:
		p.line(b.text)
	case pairs:
		for _, x := range b {
			p.labelled(x.label, x.value)
		}
	case items:
		for i, it := range b.list {
			label := b.noun
			if len(b.list) > 1 {
				label = fmt.Sprintf("%s %d of %d", b.noun, i+1, len(b.list))
			}
			p.labelled(label, it.lead)
			for _, l := range it.lines {
				p.labelled(l.label, l.value)
			}
		}
	case commands:
		for _, c := range b.lines {
			p.out.WriteString(b.label + c + "\n") // never broken: it is to be copied
		}
	case grid:
		for i, r := range b.rows {
			if i > 0 && len(r) > 2 {
				p.out.WriteByte('\n')
			}
			for j, c := range r {
				for k, x := range c.sentences() {
					if k == 0 {
						p.labelled(b.head[j], x)
						continue
					}
					p.line(x)
				}
			}
		}
	}
}
