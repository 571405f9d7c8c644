package render

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/page"
)

// asMarkdown prints a page in GitHub's dialect: headings, bullet lists and
// tables. A status is its word in bold; signs are left out, since several of
// them mean something in Markdown.
func asMarkdown(a Answer, o Options) ([]byte, error) {
	if len(o.Columns) > 0 {
		return allRows(a, o, pipes{})
	}
	return renderMarkdown(o.page(a, o.markdownLayout()), true, o)
}

func markdownPieces(a Answer, o Options) (Pieces, error) {
	if len(o.Columns) > 0 {
		return newRows(a, o, pipes{})
	}
	return newParts(a, o, o.markdownLayout(), renderMarkdown)
}

func (o Options) markdownLayout() page.Layout {
	return page.Layout{Phases: o.Phases, Full: o.Full, Width: o.Width, Height: heightOf}
}

func renderMarkdown(p page.Page, first bool, o Options) ([]byte, error) {
	var b bytes.Buffer
	for i, x := range p {
		if _, empty := x.(page.Gap); empty {
			continue
		}
		if i > 0 || !first {
			b.WriteByte('\n')
		}
		switch x := x.(type) {
		case page.Heading:
			b.WriteString(strings.Repeat("#", x.Level+1) + " " + markdownInline(x.Text, false) + "\n")
		case page.Paragraph:
			b.WriteString(markdownInline(x.Text, true) + "\n")
		case page.Pairs:
			for _, pair := range x {
				b.WriteString("- **" + markdownEscape(pair.Label) + ":** " + markdownInline(pair.Value, true) + "\n")
			}
		case page.Items:
			for _, it := range x.List {
				b.WriteString("- " + markdownInline(it.Lead, true) + "\n")
				for _, l := range it.Lines {
					b.WriteString("  - " + markdownInline(l.Value, true) + "\n")
				}
			}
		case page.Commands:
			if x.Label != "" {
				b.WriteString(markdownEscape(strings.TrimSpace(x.Label)) + "\n\n")
			}
			b.WriteString("```sh\n" + strings.Join(x.Lines, "\n") + "\n```\n")
		case page.Register:
			g := registerGrid(x)
			b.Write(pipes{}.head(g.Head, o))
			for _, r := range g.Rows {
				b.Write(pipes{}.row(nil, false, nil, r, o))
			}
		case page.Lineup:
			for _, r := range x.Rows {
				if len(r) > 1 {
					r = []page.Text{page.Of(r[0], ": ", page.Join(r[1:]))}
				}
				b.WriteString("- " + markdownInline(r[0], true) + "\n")
			}
		case page.Rule:
			b.WriteString("---\n")
		case page.Grid:
			b.Write(pipes{}.head(x.Head, o))
			for _, r := range x.Rows {
				b.Write(pipes{}.row(nil, false, nil, r, o))
			}
		}
	}
	return b.Bytes(), nil
}

// markdownInline writes a text on one line, with bold names and statuses
// if emphasis is wanted.
func markdownInline(t page.Text, emphasis bool) string {
	var b strings.Builder
	for _, s := range t {
		w := strings.ReplaceAll(s.Plain(), nbsp, " ")
		core := strings.Trim(w, " ")
		if !emphasis || core == "" || s.Tone == page.Normal || s.Tone == page.Faint {
			b.WriteString(markdownEscape(w))
			continue
		}
		at := strings.Index(w, core)
		b.WriteString(w[:at] + "**" + markdownEscape(core) + "**" + w[at+len(core):])
	}
	return markdownStart(strings.Trim(b.String(), " "))
}

// markdownEscape puts a backslash before every character that could mean
// something inside a line: a cell's end, code, emphasis, links, HTML,
// entities, strikethrough, an address. A backslash before ASCII punctuation
// always means the character itself. An @ makes e-mail addresses and mentions
// even so, and of the characters that it stands between only an element keeps
// it apart.
func markdownEscape(s string) string {
	if !strings.ContainsAny(s, "\\`*_[]<>|~&$@:.\n\r") {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch r {
		case '\n', '\r':
			r = ' '
		case '@':
			b.WriteString("<span>@</span>")
			continue
		case '\\', '`', '*', '_', '[', ']', '<', '>', '|', '~', '&', '$':
			b.WriteByte('\\')
		case ':':
			if strings.HasPrefix(s[i:], "://") {
				b.WriteByte('\\')
			}
		case '.':
			if i >= 3 && strings.EqualFold(s[i-3:i], "www") {
				b.WriteByte('\\')
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// markdownStart keeps a line from being read as a heading, a list or a rule
// by what it begins with.
func markdownStart(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case strings.ContainsRune("#+-=:", r):
		return `\` + s
	case r >= '0' && r <= '9':
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		if n < len(s) && (s[n] == '.' || s[n] == ')') {
			return s[:n] + `\` + s[n:]
		}
	}
	return s
}
