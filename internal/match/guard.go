package match

import (
	_ "embed" // the sources of the lexicon
	"iter"
	"strings"

	"github.com/backcare/backcare/internal/name"
)

// The lexicon's sources. inn.txt holds international nonproprietary names,
// medicines.txt other names of medicines under the reason for which they were
// added, ordinary.txt words of the language that are near a name of ours.
var (
	//go:embed lexicon/inn.txt
	innText string
	//go:embed lexicon/medicines.txt
	medicinesText string
	//go:embed lexicon/ordinary.txt
	ordinaryText string
)

// class tells what a word of the lexicon is.
type class uint8

const (
	medicine class = iota // a medicine that the documents do not name
	part                  // a word of such names: "acetate"
	ordinary              // a word of the language near a name of ours
)

type lexicon struct {
	index
	text  []string
	class []class
}

func buildLexicon() *lexicon {
	const size = 8000 // more than there are names
	l := &lexicon{text: make([]string, 0, size), class: make([]class, 0, size)}
	l.arena, l.items = make([]byte, 0, 32*size), make([]item, 0, size)
	add := func(s string, c class) {
		it, ok := l.make(name.Key(s))
		if !ok {
			return
		}
		it.entry, it.owner = -1, int32(len(l.text))
		l.items = append(l.items, it)
		l.text = append(l.text, s)
		l.class = append(l.class, c)
	}
	var phrases []string
	for _, text := range []string{innText, medicinesText} {
		for s := range entries(text) {
			add(s, medicine)
			if strings.Contains(s, " ") {
				phrases = append(phrases, s)
			}
		}
	}
	for s := range entries(ordinaryText) {
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
	l.sort()
	return l
}

// entries yields the names of a lexicon source: separated by commas, with
// lines that begin with # saying why they stand there.
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

// known explains a query that is itself the name of another medicine, spelt
// in any script or on the other keyboard layout, or an ordinary word.
func (m *Matcher) known(q *query, content string) (Result, bool) {
	line := m.lexs.find(q)
	if line < 0 && content != q.key {
		c := new(query)
		if c.set(content) {
			line = m.lexs.find(c)
		}
	}
	if line < 0 && len(q.words) == 1 && len(q.fold) >= 5 {
		if swapped, ok := name.Swap(q.text); ok {
			s := new(query)
			if s.set(name.Key(swapped)) {
				line = m.lexs.find(s)
			}
		}
	}
	if line < 0 || m.lexs.class[line] == part || m.own(m.lexs.item(line)) {
		return Result{}, false
	}
	return Result{Kind: None, Entry: -1, Message: m.lexs.message(line, true)}, true
}

// find returns the line of the lexicon that the query is, letter for letter
// or sound for sound, -1 where it is none.
func (l *lexicon) find(q *query) int32 {
	if len(q.fold) < 3 {
		return -1
	}
	found := int32(-1)
	from, to := l.within(len(q.fold), len(q.fold))
	for i := from; i < to; i++ {
		it := &l.items[i]
		if l.traits[i].fold != q.traits.fold || string(l.bytes(it.fold)) != string(q.fold) {
			continue
		}
		if string(l.bytes(it.code)) == string(q.code) {
			return it.owner
		}
		if l.class[it.owner] == medicine && found < 0 {
			found = it.owner
		}
	}
	return found
}

// item returns the item of a line.
func (l *lexicon) item(line int32) *item {
	for i := range l.items {
		if l.items[i].owner == line {
			return &l.items[i]
		}
	}
	return nil
}

// message says what a line of the lexicon is, and whether the query is it or
// is only as near to it.
func (l *lexicon) message(line int32, same bool) string {
	word := "`" + l.text[line] + "`"
	switch {
	case l.class[line] == ordinary && same:
		return word + " is an ordinary word near the name of a medicine; nothing was assumed"
	case l.class[line] == ordinary:
		return "this is as near to the ordinary word " + word
	case l.class[line] == part:
		return "this is as near to " + word + ", a word in the names of other medicines"
	case same:
		return word + " is a medicine that these documents do not name"
	}
	return "this is as near to " + word + ", a medicine that these documents do not name"
}

// nearest returns the cost of the nearest word of the lexicon that is none
// of the dataset's own names and does not sound as except, tooFar where none is
// within the limit.
func (m *Matcher) nearest(q *query, limit int, except []byte) (cost int, line int32) {
	cost, line = tooFar, -1
	n, l := len(q.fold), m.lexs
	from, to := l.about(n, limit)
	for i := from; i < to; i++ {
		t := &l.traits[i]
		if !q.traits.soundNear(t, limit) && !q.traits.fingerNear(t, limit) {
			continue
		}
		if c := l.cost(q, i, limit); c < cost && string(l.bytes(l.items[i].fold)) != string(except) && !m.own(&l.items[i]) {
			cost, line = c, l.items[i].owner
			limit = min(limit, cost-1)
		}
	}
	return cost, line
}

// own reports whether a word of the lexicon is a name of the dataset, the same
// in the other script, or a word of such names: "sodium" is no other medicine
// beside "metamizole sodium".
func (m *Matcher) own(it *item) bool {
	if from, to := m.find([]byte(name.Key(m.lexs.text[it.owner]))); from < to {
		return true
	}
	fold := m.lexs.bytes(it.fold)
	if m.lexs.class[it.owner] == part {
		for i := range m.names.words {
			if string(m.names.bytes(m.names.words[i].fold)) == string(fold) {
				return true
			}
		}
		return false
	}
	if m.lexs.class[it.owner] == ordinary {
		return false
	}
	script := name.ScriptOf(m.lexs.bytes(it.code))
	from, to := m.names.within(len(fold), len(fold))
	for i := from; i < to; i++ {
		o := &m.names.items[i]
		if string(m.names.bytes(o.fold)) == string(fold) && name.ScriptOf(m.names.bytes(o.code)) != script {
			return true
		}
	}
	return false
}
