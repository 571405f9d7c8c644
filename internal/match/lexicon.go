package match

import (
	"iter"
	"strings"

	"github.com/backcare/backcare/internal/name"
)

// Lexicon makes the Words that the program holds of the texts in the folder
// lexicon: inn holds international nonproprietary
// names, medicines other names of medicines under the reason for which they
// were added, ordinary words of the language that are near a name of ours.
func Lexicon(inn, medicines, ordinaryWords string) Words {
	var k maker
	var lines []line
	add := func(s string, c class) {
		if w, ok := strings.CutPrefix(s, "="); ok {
			s, c = w, c|only
		}
		it, ok := k.make(name.Key(s))
		if !ok {
			return
		}
		it.Owner = int32(len(lines))
		k.items = append(k.items, it)
		lines = append(lines, line{s, c})
	}
	var phrases []string
	for _, text := range []string{inn, medicines} {
		for s := range entries(text) {
			add(s, medicine)
			if strings.Contains(s, " ") {
				phrases = append(phrases, s)
			}
		}
	}
	for s := range entries(ordinaryWords) {
		add(s, ordinary)
	}
	parts := map[string]bool{} // those of several names
	for _, s := range phrases {
		for _, w := range name.Words(s) {
			if len(w.Key) >= 4 && !w.Form && !parts[w.Key] {
				parts[w.Key] = true
				add(w.Key, part)
			}
		}
	}
	return Words{k.index(), lines}
}

// entries yields the names of a lexicon source: separated by commas, with
// lines that begin with # that say why they are listed.
func entries(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "#") {
				continue
			}
			for s := range strings.SplitSeq(line, ",") {
				if s = strings.TrimSpace(s); s != "" && !yield(s) {
					return
				}
			}
		}
	}
}
