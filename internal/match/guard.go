package match

import (
	_ "embed"
	"strings"

	"github.com/backcare/backcare/internal/name"
)

//go:embed lexicon/inn.txt
var innText string

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
	l := &lexicon{}
	seen := map[string]bool{}
	add := func(s string, c class) {
		k := name.Key(s)
		if seen[k] {
			return
		}
		it, ok := l.make(k)
		if !ok {
			return
		}
		seen[k] = true
		it.entry, it.owner = -1, int32(len(l.text))
		l.items = append(l.items, it)
		l.text = append(l.text, s)
		l.class = append(l.class, c)
	}
	list := strings.Split(strings.TrimSpace(innText), "\n")
	for _, s := range list {
		add(s, medicine)
	}
	for _, s := range list {
		if w := strings.Fields(s); len(w) > 1 {
			for _, x := range w {
				if len(x) >= 4 {
					add(x, part)
				}
			}
		}
	}
	l.sort()
	return l
}

// known explains a query that is itself the name of another medicine or an
// ordinary word.
func (m *Matcher) known(q *query, content string) (Result, bool) {
	return Result{}, false
}

// nearest returns the cost of the nearest word of the lexicon that is none
// of the dataset's own names, tooFar where none is within the limit.
func (m *Matcher) nearest(q *query, limit int) (cost int, line int32) {
	cost, line = tooFar, -1
	n := len(q.fold)
	for i, items := 0, m.lexs.within(n-limit/2, n+limit/2); i < len(items); i++ {
		it := &items[i]
		if c := m.lexs.cost(q, it, min(limit, cost-1)); c < cost && !m.own(it) {
			cost, line = c, it.owner
		}
	}
	return cost, line
}

// own reports whether a word of the lexicon is a name of the dataset, or a
// word of one: "sodium" is no other medicine beside "metamizole sodium".
func (m *Matcher) own(it *item) bool {
	from, to := m.find([]byte(name.Key(m.lexs.text[it.owner])))
	if from < to {
		return true
	}
	if m.lexs.class[it.owner] != part {
		return false
	}
	fold := m.lexs.bytes(it.fold)
	for i := range m.names.words {
		if w := &m.names.words[i]; w.foldMask == it.foldMask && string(m.names.bytes(w.fold)) == string(fold) {
			return true
		}
	}
	return false
}
