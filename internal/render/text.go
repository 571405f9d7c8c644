package render

import (
	"strings"

	"github.com/clipperhouse/displaywidth"

	"github.com/backcare/backcare/internal/catalog"
)

// A tone says what a piece of text is; the printers decide how that looks.
type tone uint8

const (
	normal tone = iota
	strong      // headings and names
	faint       // places, sources
	alarm       // the words "disputed" and "contradicted"
	status      // the text is a status word of the contract
)

// span is text of one tone, text a run of them: wrapped first, coloured after.
type span struct {
	text string
	tone tone
}

type text []span

func plain(s string) text { return text{{s, normal}} }

// words builds a text from strings and spans.
func words(parts ...any) text {
	var t text
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			t = append(t, span{p, normal})
		case span:
			t = append(t, p)
		case text:
			t = append(t, p...)
		}
	}
	return t
}

func bold(s string) span       { return span{s, strong} }
func dim(s string) span        { return span{s, faint} }
func warn(s string) span       { return span{s, alarm} }
func statusSpan(s string) span { return span{s, status} }

func (t text) String() string {
	var b strings.Builder
	for _, s := range t {
		if s.tone == status {
			b.WriteString(statusWords(s.text))
			continue
		}
		b.WriteString(s.text)
	}
	return b.String()
}

func (t text) empty() bool { return t.String() == "" }

// joinTexts puts the lines of a cell on one line: after a full stop with a
// space, else with a comma.
func joinTexts(lines []text) text {
	var out text
	for _, l := range lines {
		if l.empty() {
			continue
		}
		if len(out) > 0 {
			if o := out.String(); endsSentence(o) || strings.HasSuffix(o, ":") {
				out = append(out, span{" ", normal})
			} else {
				out = append(out, span{", ", normal})
			}
		}
		out = append(out, l...)
	}
	return out
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, `"')»`)
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "…")
}

// sentence ends a claim with a full stop where it has no end of its own.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || endsSentence(s) {
		return s
	}
	return s + "."
}

// statusWords is how people's formats write a status: the word of the
// contract with its underscore as a space.
func statusWords(s string) string { return strings.ReplaceAll(s, "_", " ") }

// A sign is what stands beside a status word: one cell wide in every locale,
// so none of the characters that some terminals draw wide.
type sign struct{ unicode, ascii, sgr string }

// signOf gives the sign and the colour of a status. Colours are those of the
// 16 that a user's theme defines.
func signOf(s string) sign {
	switch s {
	case catalog.Contraindicated.String():
		return sign{"✗", "X", "1;31"}
	case catalog.NotRecommended.String():
		return sign{"⊖", "x", "31"}
	case catalog.DoctorOnly.String():
		return sign{"℞", "D", "33"}
	case catalog.Caution.String():
		return sign{"!", "!", "33"}
	case catalog.Conditional.String():
		return sign{"~", "~", "36"}
	case catalog.Allowed.String():
		return sign{"✓", "+", "32"}
	case catalog.Mentioned.String():
		return sign{"◦", ".", "34"}
	case catalog.NotStated.String():
		return sign{"∅", "-", "1"}
	}
	return sign{"", "", ""}
}

const nbsp = "\u00a0" // holds a status together while wrapping

// inked turns the statuses of a text into their words, with the sign before
// them where signs are wanted, held together by no-break spaces.
func inked(t text, signs, ascii bool) []ink {
	out := make([]ink, 0, len(t))
	for _, s := range t {
		switch s.tone {
		case status:
			w, sg := strings.ReplaceAll(statusWords(s.text), " ", nbsp), signOf(s.text)
			mark := sg.unicode
			if ascii {
				mark = sg.ascii
			}
			if signs && mark != "" {
				w = mark + nbsp + w
			}
			out = append(out, ink{w, sg.sgr})
		case strong:
			out = append(out, ink{s.text, "1"})
		case alarm:
			out = append(out, ink{s.text, "1;35"})
		default:
			out = append(out, ink{s.text, ""})
		}
	}
	return out
}

// ink is text with the SGR parameters it is shown in; a line is one of the
// lines it was wrapped to.
type ink struct{ text, sgr string }

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
		for k+1 < len(l) && l[k+1].sgr == i.sgr {
			k++
			i.text += l[k].text
		}
		s := strings.ReplaceAll(i.text, nbsp, " ")
		if color && i.sgr != "" && s != "" {
			b.WriteString("\x1b[" + i.sgr + "m" + s + "\x1b[0m")
			continue
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
			space := ink{strings.Repeat(" ", gap), ""}
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
				word = append(word, ink{rest[:n], i.sgr})
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
			head = append(head, ink{i.text[:best.at], i.sgr})
			if best.at < len(i.text) {
				tail = append(tail, ink{i.text[best.at:], i.sgr})
			}
		}
	}
	return head, tail
}
