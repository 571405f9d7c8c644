package page

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/catalog"
)

// Tone says what a piece of text is; the formats decide how that looks.
type Tone uint8

// The tones.
const (
	Normal Tone = iota
	Strong      // headings and names
	Faint       // places, sources
	Alarm       // the words "disputed" and "contradicted"
	Stated      // a status: the span has no text of its own
)

// Span is text of one tone, or a status.
type Span struct {
	Text   string
	Tone   Tone
	Status catalog.Status // if the tone is Stated
	Bare   bool           // a status without its sign
	To     string         // the ID of what it leads to; empty for nothing
	Link   string         // an address on the web, empty for no link
}

// Text is a run of spans: wrapped first, coloured after.
type Text []Span

// NBSP is a no-break space of ours: it holds words together while wrapping,
// and is shown as a space.
const NBSP = "\u00a0"

// Bold is text of the tone Strong.
func Bold(s string) Span { return Span{Text: s, Tone: Strong} }

// Dim is text of the tone Faint.
func Dim(s string) Span { return Span{Text: s, Tone: Faint} }

// Warn is text of the tone Alarm.
func Warn(s string) Span { return Span{Text: s, Tone: Alarm} }

// To is text that leads to what has the ID, if that is there.
func To(id, s string) Span { return Span{Text: s, To: id} }

// Linked is text that a terminal may lead from to an address.
func Linked(s, address string) Span { return Span{Text: s, Link: address} }

// Status is the word of a status, beside which a format may put a sign.
func Status(s catalog.Status) Span { return Span{Tone: Stated, Status: s} }

// BareStatus is the word of a status, never with a sign.
func BareStatus(s catalog.Status) Span { return Span{Tone: Stated, Status: s, Bare: true} }

// Of builds a text from strings, spans and texts.
func Of(parts ...any) Text {
	var t Text
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			t = append(t, Span{Text: p})
		case Span:
			t = append(t, p)
		case Text:
			t = append(t, p...)
		default:
			panic(fmt.Sprintf("page: no text is made of a %T", p))
		}
	}
	return t
}

// Plain is the text of a span: a status as its word with spaces.
func (s Span) Plain() string {
	if s.Tone == Stated {
		return Spaced(s.Status)
	}
	return s.Text
}

func (t Text) String() string {
	var b strings.Builder
	for _, s := range t {
		b.WriteString(s.Plain())
	}
	return b.String()
}

// Empty reports whether nothing would be shown.
func (t Text) Empty() bool { return t.String() == "" }

// Spaced is how people's formats write a word of the contract: with spaces for
// its underscores.
func Spaced(word fmt.Stringer) string { return strings.ReplaceAll(word.String(), "_", " ") }

// Join puts the lines of a cell on one line: after a full stop with a space,
// else with a comma.
func Join(lines []Text) Text {
	var out Text
	for _, l := range lines {
		if l.Empty() {
			continue
		}
		if len(out) > 0 {
			gap := ", "
			if o := out.String(); endsSentence(o) || strings.HasSuffix(o, ":") {
				gap = " "
			}
			out = append(out, Span{Text: gap})
		}
		out = append(out, l...)
	}
	return out
}

// Sentences joins the lines of a cell up to each full stop, for places where
// a cell is read line by line.
func (c Cell) Sentences() []Text {
	var out []Text
	open := false
	for _, t := range c {
		switch {
		case t.Empty():
			continue
		case open:
			out[len(out)-1] = Join([]Text{out[len(out)-1], t})
		default:
			out = append(out, t)
		}
		open = !endsSentence(t.String())
	}
	return out
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, `"')»`)
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "…")
}

// Sentence ends a claim with a full stop if it has no end of its own.
func Sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || endsSentence(s) {
		return s
	}
	return s + "."
}

// Capital writes the first letter as a capital.
func Capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// Count writes a number with its noun, in the plural unless it is one.
func Count(n int, noun string) string {
	switch stem, y := strings.CutSuffix(noun, "y"); {
	case n == 1:
	case y:
		noun = stem + "ies"
	default:
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}
