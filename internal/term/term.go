// Package term decides how to write to a stream: whether it is a terminal,
// how wide, with colour or without, and what text may be echoed to it. Every
// fact comes in as an argument; nothing here reads the process.
package term

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	xterm "golang.org/x/term"
)

// Lookup reads an environment variable, as os.LookupEnv does.
type Lookup func(key string) (value string, ok bool)

// DefaultWidth is the width, in cells, of a terminal that does not report one.
const DefaultWidth = 80

// MaxWidth bounds what COLUMNS and --width may ask for, so that a slip of the keyboard
// does not build lines of gigabytes.
const MaxWidth = 10_000

// IsTerminal reports whether the stream is a terminal. A stream without a
// file descriptor (a buffer, a network connection) is not.
func IsTerminal(stream any) bool {
	f, ok := stream.(interface{ Fd() uintptr })
	return ok && xterm.IsTerminal(int(f.Fd()))
}

// Size returns the width in cells of the terminal behind the stream, or 0 if
// there is no terminal or it does not report its width.
func Size(stream any) int {
	width, _ := size(stream)
	return width
}

// Height returns the height in lines of that terminal, or 0.
func Height(stream any) int {
	_, height := size(stream)
	return height
}

func size(stream any) (width, height int) {
	f, ok := stream.(interface{ Fd() uintptr })
	if !ok {
		return 0, 0
	}
	w, h, err := xterm.GetSize(int(f.Fd()))
	if err != nil {
		return 0, 0
	}
	return max(w, 0), max(h, 0)
}

// Width returns the cells to wrap at: unlimited (0) off a terminal, else
// COLUMNS if it is a whole number above 0, else what size returns, else
// DefaultWidth. A nil size counts as a terminal that does not report its width.
func Width(isTerminal bool, env Lookup, size func() int) int {
	if !isTerminal {
		return 0
	}
	if v, ok := env("COLUMNS"); ok {
		if n, err := strconv.Atoi(v); err == nil && n > 0 {
			return min(n, MaxWidth)
		}
	}
	if size != nil {
		if n := size(); n > 0 {
			return min(n, MaxWidth)
		}
	}
	return DefaultWidth
}

// The values of --color.
const (
	Auto   = "auto"
	Always = "always"
	Never  = "never"
)

// Modes lists the values of --color.
func Modes() []string { return []string{Auto, Always, Never} }

// Color decides on colour for one stream. In this order: --color always or
// never; NO_COLOR, not empty (no-color.org); CLICOLOR_FORCE, not empty and not
// 0; CLICOLOR=0 (bixense.com/clicolors); TERM=dumb; whether the stream is a
// terminal. A mode other than the three counts as auto.
func Color(mode string, env Lookup, isTerminal bool) bool {
	switch mode {
	case Always:
		return true
	case Never:
		return false
	}
	if v, _ := env("NO_COLOR"); v != "" {
		return false
	}
	if v, _ := env("CLICOLOR_FORCE"); v != "" && v != "0" {
		return true
	}
	if v, _ := env("CLICOLOR"); v == "0" {
		return false
	}
	if v, _ := env("TERM"); v == "dumb" {
		return false
	}
	return isTerminal
}

// Links decides whether addresses are written as links (OSC 8): on a terminal
// in colour only, and not on those that would print the sequence.
func Links(color bool, env Lookup, isTerminal bool) bool {
	name, _ := env("TERM")
	return isTerminal && color && name != "" && name != "dumb" && name != "linux"
}

// Clean makes a string fit to be echoed to a terminal: control characters of
// C0 and C1, ESC and DEL among them, and characters that turn or hide text
// (bidirectional controls, tags) are dropped; tabs and line ends become one
// space each, since no field of ours has lines; bytes that are not UTF-8
// become U+FFFD. It returns s itself if there is nothing to change.
func Clean(s string) string {
	if clean(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s { // an invalid byte is read as U+FFFD
		switch {
		case isBreak(r):
			b.WriteByte(' ')
		case !Unsafe(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// CleanLines does what Clean does, but for a text of many lines: each line end,
// CR LF included, becomes one line end, and tabs stay.
func CleanLines(s string) string {
	if clean(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for len(s) > 0 {
		n := strings.IndexAny(s, "\t\n")
		if n < 0 {
			b.WriteString(Clean(s))
			break
		}
		field := s[:n]
		if s[n] == '\n' {
			field = strings.TrimSuffix(field, "\r")
		}
		b.WriteString(Clean(field))
		b.WriteByte(s[n])
		s = s[n+1:]
	}
	return b.String()
}

func clean(s string) bool {
	plain := 0
	for plain < len(s) && s[plain] >= 0x20 && s[plain] < 0x7F {
		plain++
	}
	if s = s[plain:]; s == "" {
		return true
	}
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if Unsafe(r) {
			return false
		}
	}
	return true
}

func isBreak(r rune) bool {
	return r == '\t' || r == '\n' || r == '\v' || r == '\f' || r == '\r' || r == 0x85 || r == 0x2028 || r == 0x2029
}

// Unsafe reports whether a rune must not reach a terminal as it is: it moves
// the cursor, changes the terminal's state, or turns or hides the text around
// it.
func Unsafe(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7F && r <= 0x9F: // C0, DEL, C1
		return true
	case r == 0x061C, r == 0x200E, r == 0x200F: // marks of direction
		return true
	case r >= 0x2028 && r <= 0x202E: // line and paragraph ends, embeddings, overrides
		return true
	case r >= 0x2066 && r <= 0x206F: // isolates and deprecated format controls
		return true
	case r >= 0xFFF9 && r <= 0xFFFB, r == 0xFEFF: // annotations, byte order mark
		return true
	case r >= 0xE0000 && r <= 0xE007F: // tags: text nobody sees
		return true
	}
	return false
}

// Visible writes the characters that nobody sees as escapes, so that what looks
// the same is the same: white space of other kinds, format characters, letters,
// marks and braille without ink.
func Visible(s string) string {
	hidden := func(r rune) bool {
		return r != '\n' && r != '\t' && (!unicode.IsPrint(r) || r == 0x2800 || unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector))
	}
	if !strings.ContainsFunc(s, hidden) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case !hidden(r):
			b.WriteRune(r)
		case r > 0xFFFF:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// Quote writes a word so that bash, zsh and fish read it as that one word.
func Quote(s string) string {
	plain := func(r rune) bool {
		return r == '-' || r == '.' || r == '_' || r == '/' || unicode.IsLetter(r) || unicode.IsDigit(r)
	}
	switch {
	case s != "" && s[0] != '-' && !strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }):
		return s
	case !strings.ContainsAny(s, "\"$`\\!"):
		return `"` + s + `"`
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// ParseColors reads colours as GREP_COLORS has them: "word=SGR:word=SGR", where
// SGR is numbers between semicolons, or nothing for no colour.
func ParseColors(s string, words []string) (map[string]string, error) {
	out := map[string]string{}
	if s == "" {
		return out, nil
	}
	for part := range strings.SplitSeq(s, ":") {
		word, sgr, ok := strings.Cut(part, "=")
		switch {
		case !ok:
			return nil, fmt.Errorf("%q is not of the form word=colour", part)
		case !slices.Contains(words, word):
			return nil, fmt.Errorf("unknown word %q", word)
		case sgr != "" && !isSGR(sgr):
			return nil, fmt.Errorf("%q is not a colour as in 1;31", sgr)
		}
		out[word] = sgr
	}
	return out, nil
}

// isSGR: numbers of up to three digits between semicolons, so that nothing but
// the appearance can be set.
func isSGR(s string) bool {
	for n := range strings.SplitSeq(s, ";") {
		if v, err := strconv.Atoi(n); err != nil || v < 0 || v > 255 || len(n) > 3 || n[0] == '+' || n[0] == '-' {
			return false
		}
	}
	return true
}
