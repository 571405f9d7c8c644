package render

import (
	"maps"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
)

// A sign is what is written beside a status word: one cell wide in every
// locale, and in the fonts that terminals come with.
type sign struct{ unicode, ascii string }

func signOf(s catalog.Status) sign {
	signs := [...]sign{
		catalog.Contraindicated: {"✗", "X"},
		catalog.NotRecommended:  {"✗", "x"},
		catalog.DoctorOnly:      {"!", "!"},
		catalog.Caution:         {"!", "!"},
		catalog.Conditional:     {"~", "~"},
		catalog.Allowed:         {"✓", "+"},
		catalog.Mentioned:       {"?", "?"},
		catalog.NotStated:       {"-", "-"},
	}
	if int(s) < len(signs) {
		return signs[s]
	}
	return sign{}
}

// Sign is what is written beside the word of a status.
func Sign(s catalog.Status) string { return signOf(s).unicode }

// Palette holds the SGR parameters of what is coloured, by the words of Colors.
type Palette map[string]string

// The words that are not those of statuses.
const (
	heading  = "heading"
	disputed = "disputed"
	place    = "place"
)

// Colors lists the words by which colours can be changed.
func Colors() []string {
	words := []string{heading, disputed, place}
	for _, s := range slices.Backward(catalog.Statuses()) {
		words = append(words, s.String())
	}
	return words
}

// defaultPalette shows refusals in bold white on dark red from the fixed part
// of the 256 colours: no colour of the 16 that a theme defines can be read on
// white and on black. The rest is the terminal's own colour.
func defaultPalette() Palette {
	const refused = "1;38;5;231;48;5;124"
	return Palette{
		heading: "1", disputed: "1",
		catalog.Contraindicated.String(): refused, catalog.NotRecommended.String(): refused,
	}
}

// With gives the palette with some words changed.
func (p Palette) With(changes map[string]string) Palette {
	out := maps.Clone(p)
	if out == nil {
		out = defaultPalette()
	}
	maps.Copy(out, changes)
	return out
}

const nbsp = page.NBSP

// inked turns the statuses of a text into their words, with the sign before
// them if signs are wanted, held together by no-break spaces.
func inked(t page.Text, signs bool, o Options) []ink {
	colors := o.Palette
	if colors == nil && o.Color {
		colors = defaultPalette()
	}
	out := make([]ink, 0, len(t))
	for _, s := range t {
		switch s.Tone {
		case page.Stated:
			w, mark := strings.ReplaceAll(s.Plain(), " ", nbsp), signOf(s.Status).unicode
			if o.ASCII {
				mark = signOf(s.Status).ascii
			}
			if signs && !s.Bare && mark != "" {
				w = mark + nbsp + w
			}
			sgr := ""
			if !s.Bare {
				sgr = colors[s.Status.String()]
			}
			out = append(out, ink{text: w, sgr: sgr})
		case page.Strong:
			out = append(out, ink{text: s.Text, sgr: colors[heading]})
		case page.Alarm:
			out = append(out, ink{text: s.Text, sgr: colors[disputed]})
		case page.Faint:
			out = append(out, ink{text: s.Text, sgr: colors[place]})
		default:
			out = append(out, ink{text: s.Text})
		}
	}
	return out
}

// ink is text with the SGR parameters it is shown in and the address that it
// leads to; a line is one of the lines it was wrapped to.
type ink struct{ text, sgr, link string }

// part is a part of the text, looking like all of it.
func (i ink) part(text string) ink {
	i.text = text
	return i
}

type line []ink

func (l line) width() int {
	n := 0
	for _, i := range l {
		n += cells(i.text)
	}
	return n
}

// paint gives the line as bytes; with colour each piece closes its own.
func (l line) paint(color bool) string {
	var b strings.Builder
	for k := 0; k < len(l); k++ {
		i := l[k]
		for k+1 < len(l) && l[k+1].sgr == i.sgr && l[k+1].link == i.link {
			k++
			i.text += l[k].text
		}
		s := strings.ReplaceAll(i.text, nbsp, " ")
		if color && i.sgr != "" && s != "" {
			s = "\x1b[" + i.sgr + "m" + s + "\x1b[0m"
		}
		if i.link != "" && s != "" {
			s = "\x1b]8;;" + i.link + "\x1b\\" + s + "\x1b]8;;\x1b\\"
		}
		b.WriteString(s)
	}
	return b.String()
}

// cells is how wide a terminal shows s.
func cells(s string) int { return displaywidth.String(s) }

// wrap breaks a text into lines of at most width cells, at spaces, and a word
// only where it alone is wider; nothing is dropped but the spaces at a break.
// A width of 0 gives one line. A character wider than width stands alone.
func wrap(t []ink, width int) []line {
	if width <= 0 {
		return []line{t}
	}
	var lines []line
	var cur line
	used, gap := 0, 0
	put := func(l line, w int) {
		if gap > 0 && len(cur) > 0 {
			space := ink{text: strings.Repeat(" ", gap)}
			if len(l) > 0 && l[0].sgr == cur[len(cur)-1].sgr {
				space.sgr = l[0].sgr
			}
			cur = append(cur, space)
			used += gap
		}
		gap = 0
		cur = append(cur, l...)
		used += w
	}
	flush := func() {
		lines = append(lines, cur)
		cur, used, gap = nil, 0, 0
	}
	word := line{}
	place := func() {
		if len(word) == 0 {
			return
		}
		w := word.width()
		if len(cur) > 0 && used+gap+w > width {
			flush()
		}
		for len(cur) == 0 && w > width {
			head, tail := splitWord(word, width)
			n := head.width() // widths add up, since the cut is between characters
			put(head, n)
			word, w = tail, w-n
			if len(word) == 0 {
				break
			}
			flush()
		}
		if len(word) > 0 {
			put(word, w)
		}
		word = line{}
	}
	for _, i := range t {
		rest := i.text
		for rest != "" {
			if n := strings.IndexByte(rest, ' '); n != 0 {
				if n < 0 {
					n = len(rest)
				}
				word = append(word, i.part(rest[:n]))
				rest = rest[n:]
				continue
			}
			place()
			n := len(rest) - len(strings.TrimLeft(rest, " "))
			gap += n
			rest = rest[n:]
		}
	}
	place()
	if len(cur) > 0 || len(lines) == 0 { // a mark without width is text too
		flush()
	}
	return lines
}

// splitWord cuts the first piece of at most width cells off a word that is
// wider, behind a hyphen or slash where one stands in its second half. At
// least one character goes to the head, so that wrapping always ends.
func splitWord(w line, width int) (head, tail line) {
	type cut struct{ piece, at int }
	used, best := 0, cut{-1, 0}
	soft, softUsed := cut{-1, 0}, 0
scan:
	for p, i := range w {
		g := displaywidth.StringGraphemes(i.text)
		at := 0
		for g.Next() {
			n := g.Width()
			if used+n > width && best.piece >= 0 {
				break scan
			}
			used += n
			at += len(g.Value())
			best = cut{p, at}
			switch g.Value() {
			case "-", "/", "_", ".", ":", nbsp:
				soft, softUsed = best, used
			}
		}
	}
	if soft.piece >= 0 && softUsed*2 >= width {
		best = soft
	}
	for p, i := range w {
		switch {
		case p < best.piece:
			head = append(head, i)
		case p > best.piece:
			tail = append(tail, i)
		default:
			head = append(head, i.part(i.text[:best.at]))
			if best.at < len(i.text) {
				tail = append(tail, i.part(i.text[best.at:]))
			}
		}
	}
	return head, tail
}
