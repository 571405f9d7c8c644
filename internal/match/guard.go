package match

import (
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
)

//go:generate go run ../gen/tables -lexicon lexicon -out lexicon.gen.go

// class says what a word of the lexicon is.
type class uint8

const (
	medicine class = iota // a medicine that the documents do not name
	part                  // a word of such names: "acetate"
	ordinary              // a word of the language near a name of ours

	// only marks a word that means only itself: it is not resolved, but what is near
	// it may be. Its line has a = before it.
	only class = 0x80
)

// Words are the lexicon as Lexicon makes it: an index whose owners are its lines.
type Words struct {
	Index catalog.Index
	Lines []line
}

type line struct {
	Text  string
	Class class
}

type lexicon struct {
	index
	lines []line
}

func (w *Words) open() *lexicon { return &lexicon{index{Index: &w.Index}, w.Lines} }

func (l *lexicon) class(line int32) class { return l.lines[line].Class &^ only }

func (l *lexicon) only(line int32) bool { return l.lines[line].Class&only != 0 }

func (l *lexicon) text(line int32) string { return l.lines[line].Text }

// known explains a query that is itself the name of another medicine, spelt
// in any script or on the other keyboard layout, or an ordinary word.
func (m *Matcher) known(q *query, content string, rd *reading) (Result, bool) {
	it, ok := m.lexs.find(q)
	if !ok && content != q.key {
		c := new(query)
		if c.set(content) {
			it, ok = m.lexs.find(c)
		}
	}
	if n, text := rd.withoutNumbers(); !ok && n != "" {
		key := []byte(name.Key(text))
		_, ours := m.exact(key, text) // "vitamin E 400" is not "vitamine"
		c := new(query)
		if !ours && c.set(string(key)) {
			it, ok = m.lexs.find(c)
		}
	}
	if !ok {
		it, ok = m.salt(rd)
	}
	if !ok && len(q.words) == 1 && len(q.fold) >= 5 {
		if swapped, can := q.swapped(); can {
			s := new(query)
			if s.set(name.Key(swapped)) {
				it, ok = m.lexs.find(s)
			}
		}
	}
	if !ok || m.lexs.class(it.owner) == part || m.own(&it) {
		return Result{}, false
	}
	if word := m.lexs.text(it.owner); m.lexs.class(it.owner) == ordinary && strings.ContainsAny(word, "áéíóú") && !strings.EqualFold(q.text, word) {
		return Result{}, false // "velarían" is a Spanish word, "velarian" is not
	}
	q.foreign = m.lexs.class(it.owner) == medicine
	q.ordinary = !q.foreign
	return Result{Kind: None, Entry: -1, Message: m.lexs.message(it.owner, true)}, true
}

// salt finds the other medicine of which a query names a salt: "warfarin sodium".
func (m *Matcher) salt(rd *reading) (found item, ok bool) {
	if len(rd.words) < 2 {
		return found, false
	}
	text := rd.those(func(w *name.Word) bool {
		return !w.Dose && !w.Form && !w.Filler && w.Key != "calcium" && w.Key != "magnesium" && w.Key != "кальция" && w.Key != "магния"
	})
	c := new(query)
	if text == "" || text == rd.rest || !c.set(name.Key(text)) {
		return found, false
	}
	found, ok = m.lexs.find(c)
	return found, ok && m.lexs.class(found.owner) == medicine
}

// find returns the word of the lexicon that the query is, letter for letter or
// else the first medicine that sounds so.
func (l *lexicon) find(q *query) (found item, ok bool) {
	if len(q.fold) < 3 {
		return found, false
	}
	same := false
	for i := range l.alike(q.fold) {
		it := l.item(i)
		letters := it.code == string(q.code)
		if !letters && (same || l.class(it.owner) != medicine || l.only(it.owner)) {
			continue
		}
		if !ok || letters && !same || it.owner < found.owner {
			found, ok, same = it, true, letters
		}
	}
	return found, ok
}

// message says what a line of the lexicon is, and whether the query is it or
// is only as near to it.
func (l *lexicon) message(line int32, same bool) string {
	word := "`" + l.text(line) + "`"
	switch {
	case l.class(line) == ordinary && same:
		return word + " is an ordinary word near the name of a medicine; nothing was assumed"
	case l.class(line) == ordinary:
		return "this is equally close to the ordinary word " + word
	case l.class(line) == part:
		return "this is equally close to " + word + ", a word in the names of other medicines"
	case same:
		return word + " is a medicine that these documents do not name"
	}
	return "this is equally close to " + word + ", a medicine that these documents do not name"
}

// nearest returns the cost of the nearest word of the lexicon that is not
// a name of the dataset and does not sound like except, or tooFar if there is
// no such word within the limit.
func (m *Matcher) nearest(q *query, limit int, except string) (cost int, line int32) {
	cost, line = tooFar, -1
	m.lexs.near(q, limit, func(i int) int {
		it := m.lexs.item(i)
		if m.lexs.only(it.owner) || m.lexs.class(it.owner) == ordinary && q.script|name.ScriptOf(it.code) == name.Mixed && q.script != name.Mixed {
			return limit // nobody writes the words of a language in the other script
		}
		if c := m.costs.cost(q, &it, limit); c <= limit && it.fold != except && !m.own(&it) {
			cost, line, limit = c, it.owner, c-1
		}
		return limit
	})
	return cost, line
}

// written reports another medicine that the query is written more like than any
// name of the entry, letter by letter, or just as much like, if no cost has spoken
// for ours: nearest passes over what stands only for itself and over what sounds
// like ours. "arthrosan" is one letter from Artrosan and two from Artrozan.
func (m *Matcher) written(q *query, own *item) (Result, bool) {
	if q.script != name.ScriptOf(own.code) {
		return Result{}, false
	}
	edits := plain(q.code, own.code)
	for i := range m.names.N {
		if it := m.names.item(i); it.entry == own.entry {
			edits = min(edits, plain(q.code, it.code))
		}
	}
	limit := min(edits*replaced+firstHit, farthest)
	typed := m.costs.fingers.distance(q.code, own.code, edits*replaced+firstHit)
	line := int32(-1)
	m.lexs.near(q, limit, func(i int) int {
		it := m.lexs.item(i)
		d := plain(q.code, it.code)
		if d > edits || m.lexs.class(it.owner) != medicine {
			return limit
		}
		silent := m.lexs.only(it.owner) && d <= 2 || it.fold == own.fold
		if (d < edits || silent && m.costs.fingers.distance(q.code, it.code, typed) <= typed) && !m.ours(&it) {
			line = it.owner
			return -1
		}
		return limit
	})
	if line < 0 {
		return Result{}, false
	}
	return Result{Kind: None, Entry: -1, Message: m.lexs.message(line, false)}, true
}

// own reports whether a word of the lexicon is a name of the dataset, the same
// in the other script, or a word of such names: "sodium" is no other medicine
// beside "metamizole sodium".
func (m *Matcher) own(it *item) bool {
	if m.ours(it) {
		return true
	}
	if m.lexs.only(it.owner) {
		return false
	}
	switch m.lexs.class(it.owner) {
	case part:
		for i := range m.names.Items[m.names.N:] {
			if m.names.word(i).fold == it.fold {
				return true
			}
		}
		return false
	case ordinary:
		return false
	}
	script := name.ScriptOf(it.code)
	for i := range m.names.alike([]byte(it.fold)) {
		if name.ScriptOf(m.names.item(i).code) != script {
			return true
		}
	}
	return false
}

// ours reports whether a word of the lexicon is a name of the dataset letter for
// letter, or one of its brands, of which rival knows what they hold.
func (m *Matcher) ours(it *item) bool {
	text := m.lexs.text(it.owner)
	key := name.Key(text)
	for i, to := m.find([]byte(key)); i < to; i++ {
		if name.SameWords(text, m.ds.Names[i].Text) {
			return true
		}
	}
	from, to := m.findBrand([]byte(key))
	return from < to
}
