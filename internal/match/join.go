package match

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/name"
)

// longestRun is how many words given apart may be one name.
const longestRun = 8

// Join reads words that were given apart: leftmost and longest, a run of words
// that together are one name, of ours or of another medicine, and of which not
// each is a name by itself, becomes one. Words that hold a space were kept together
// on purpose and stay as they are.
func (m *Matcher) Join(words []string) []string {
	var out []string
	for i := 0; i < len(words); {
		next := i + 1
		for j := min(len(words), i+longestRun); j > i+1; j-- {
			if m.oneName(words[i:j]) {
				next = j
				break
			}
		}
		if next < len(words) && letter(words[next]) && !strings.ContainsAny(words[i], " \t\n") && m.named(strings.Join(words[i:next], " ")) {
			next++ // "pentalgin n" is not Pentalgin
		}
		out = append(out, strings.Join(words[i:next], " "))
		i = next
	}
	return out
}

// letter reports a word of a single letter: no name, so it belongs to the name
// before it.
func letter(word string) bool {
	r, n := utf8.DecodeRuneInString(word)
	return n == len(word) && unicode.IsLetter(r)
}

func (m *Matcher) oneName(run []string) bool {
	each := true
	for _, w := range run {
		key := name.Key(w)
		if strings.ContainsAny(w, " \t\n") || key == "" || len(key) > 5 && strings.Trim(key, "0123456789") == "" {
			return false // a number so long is the code of something
		}
		each = each && m.named(w)
	}
	return !each && m.named(strings.Join(run, " "))
}

// named reports a text that is the name of a medicine, letter for letter, be it
// with a strength or a form beside it.
func (m *Matcher) named(text string) bool { return m.match(text, false, false).named }
