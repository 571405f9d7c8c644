package render

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// renderMarkdown prints a view in GitHub's dialect: headings, bullet lists
// and tables. A status is its word in bold; signs are left out, since several
// of them mean something in Markdown.
func renderMarkdown(v view) []byte {
	var b bytes.Buffer
	for i, x := range v {
		if i > 0 {
			b.WriteByte('\n')
		}
		switch x := x.(type) {
		case heading:
			b.WriteString(strings.Repeat("#", x.level+1) + " " + markdownInline(x.text, false) + "\n")
		case paragraph:
			b.WriteString(markdownInline(x.text, true) + "\n")
		case pairs:
			for _, p := range x {
				b.WriteString("- **" + markdownEscape(p.label) + ":** " + markdownInline(p.value, true) + "\n")
			}
		case items:
			for _, it := range x.list {
				b.WriteString("- " + markdownInline(it.lead, true) + "\n")
				for _, l := range it.lines {
					b.WriteString("  - " + markdownInline(l.value, true) + "\n")
				}
			}
		case commands:
			if x.label != "" {
				b.WriteString(markdownEscape(strings.TrimSpace(x.label)) + "\n\n")
			}
			b.WriteString("```sh\n" + strings.Join(x.lines, "\n") + "\n```\n")
		case grid:
			markdownTable(&b, x)
		}
	}
	return b.Bytes()
}

// markdownTable writes a table. The dialect has none without a header, so a
// header that is not wanted is a row of empty cells.
func markdownTable(b *bytes.Buffer, g grid) {
	row := func(cells []string) {
		b.WriteString("|")
		for _, c := range cells {
			b.WriteString(" " + c + " |")
		}
		b.WriteByte('\n')
	}
	head, rule := make([]string, len(g.head)), make([]string, len(g.head))
	for i, h := range g.head {
		if !g.noHead {
			head[i] = markdownEscape(h)
		}
		rule[i] = "---"
	}
	row(head)
	row(rule)
	for _, r := range g.rows {
		out := make([]string, len(r))
		for i, c := range r {
			var lines []string
			for _, t := range c {
				if !t.empty() {
					lines = append(lines, markdownInline(t, true))
				}
			}
			out[i] = strings.Join(lines, "<br>")
		}
		row(out)
	}
}

// markdownInline writes a text on one line, with bold names and statuses
// where emphasis is wanted.
func markdownInline(t text, emphasis bool) string {
	var b strings.Builder
	for _, s := range t {
		w := s.text
		if s.tone == status {
			w = statusWords(w)
		}
		w = strings.ReplaceAll(w, nbsp, " ")
		core := strings.Trim(w, " ")
		if !emphasis || core == "" || s.tone == normal || s.tone == faint {
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
// entities, strikethrough. A backslash before ASCII punctuation always means
// the character itself.
func markdownEscape(s string) string {
	if !strings.ContainsAny(s, "\\`*_[]<>|~&$\n\r") {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch r {
		case '\n', '\r':
			r = ' '
		case '\\', '`', '*', '_', '[', ']', '<', '>', '|', '~', '&', '$':
			b.WriteByte('\\')
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
