package match

import (
	"math/bits"
	"strings"

	"github.com/sahilm/fuzzy"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
)

// ranked keeps the best entries with their scores, least first. Scores are
// quarters of an edit, and what a beginning or a word in common is worth in
// them.
type ranked struct {
	entry [maxSuggestions]int32
	score [maxSuggestions]int
	order [maxSuggestions]int
	n     int
	// round tells what was looked for first from what came after it.
	round int
}

// worst is the score from which on an entry is not kept.
func (r *ranked) worst() int {
	if r.n < maxSuggestions {
		return tooFar
	}
	return r.score[r.n-1]
}

// add keeps an entry with its score. Of those with the same score the one that
// came first in the order stands first.
func (r *ranked) add(entry int32, score, at int) {
	if score >= tooFar {
		return
	}
	order := r.round<<32 + at
	less := func(i int) bool { return score < r.score[i] || score == r.score[i] && order < r.order[i] }
	i := 0
	for i < r.n && r.entry[i] != entry {
		i++
	}
	switch {
	case i < r.n && !less(i):
		return
	case i == maxSuggestions:
		if i--; !less(i) {
			return
		}
	case i == r.n:
		r.n++
	}
	for ; i > 0 && less(i-1); i-- {
		r.entry[i], r.score[i], r.order[i] = r.entry[i-1], r.score[i-1], r.order[i-1]
	}
	r.entry[i], r.score[i], r.order[i] = entry, score, order
}

// What a match of another sort than a whole name weighs, beside its edits.
const (
	begins     = 2  // the name begins so
	wordBegins = 4  // a later word of it does
	nearBegin  = 4  // it begins nearly so
	sharedWord = 6  // a word of the query is a word of the name
	subseq     = 16 // the letters come in this order: an abbreviation
	otherKeys  = 2  // on the other keyboard layout
)

// suggest lists the entries that may have been meant, those in first before
// the others.
func (m *Matcher) suggest(q *query, content string, first []int32) []int32 {
	var r ranked
	m.rank(q, &r, 0)
	if swapped, ok := q.swapped(); ok && (r.n == 0 || r.score[0] > edit) {
		s := new(query)
		if s.set(name.Key(swapped)) && len(s.fold) >= 3 {
			s.words = name.Words(swapped)
			m.rank(s, &r, otherKeys)
		}
	}
	if content != q.key && content != "" {
		c := new(query)
		if c.set(content) {
			m.rank(c, &r, 1)
		}
	}
	if r.n < 3 {
		m.abbreviated(q, &r)
	}
	list := first
	for i := 0; i < r.n; i++ {
		list = addOnce(list, r.entry[i])
	}
	return list
}

// rank scores every name against the query: first those that are near or
// begin so, then, where these are few, those further off as well.
func (m *Matcher) rank(q *query, r *ranked, extra int) {
	n, x := len(q.fold), m.names
	var words []query
	if len(q.words) > 1 && len(q.words) <= 8 {
		words = make([]query, len(q.words))
		for i := range words {
			words[i].set(q.words[i].Key)
		}
	}
	const nearby, far = 8, 12
	r.round++
	m.rankWhole(q, r, min(nearby, 2*n-2), extra, false)
	for i := range x.n {
		if n >= 2 && q.traits.fold&^x.foldMask(i) == 0 {
			m.rankPrefix(q, i, r, extra)
		}
	}
	if words == nil {
		m.rankWord(q, r, extra)
	} else {
		for i := range x.n {
			if x.wordCount(i) > 0 {
				m.rankWords(words, i, r, extra)
			} else {
				m.rankInWords(words, i, r, extra)
			}
		}
	}
	if r.n >= 3 {
		return
	}
	r.round++
	// Further off only what begins alike is looked at in a large dataset.
	m.rankWhole(q, r, min(far, max(edit, 2*n-2)), extra, x.n > 5000)
	if n < 4 {
		return
	}
	// Nearly the beginning of a longer name.
	for i := range x.begun(q.fold[:1]) {
		limit := min(n, r.worst()-extra-nearBegin)
		if x.foldLen(i) <= n+1 || limit <= 0 || bits.OnesCount32(q.traits.fold&^x.foldMask(i))*2 > limit {
			continue
		}
		it := x.item(i)
		for k := n - 1; k <= n+1; k++ {
			r.add(it.entry, m.costs.sounds.distance(q.fold, it.fold[:k], limit)+nearBegin+min(len(it.fold)-k, 8)/4+extra, i)
		}
	}
}

// rankWhole scores whole names by their distance; with alike only those that
// begin with the same sound.
func (m *Matcher) rankWhole(q *query, r *ranked, limit, extra int, alike bool) {
	m.names.near(q, limit, func(i int) int {
		it := m.names.item(i)
		if !alike || it.fold[0] == q.fold[0] {
			limit = min(limit, r.worst()-extra)
			r.add(it.entry, m.costs.cost(q, &it, limit)+extra, i)
		}
		return limit
	})
}

// rankPrefix scores a name that may begin with the query, or a later word of
// it.
func (m *Matcher) rankPrefix(q *query, i int, r *ranked, extra int) {
	it := m.names.item(i)
	missing := min(len(it.fold)-len(q.fold), 8) / 4
	if strings.HasPrefix(it.code, string(q.code)) || strings.HasPrefix(it.fold, string(q.fold)) {
		r.add(it.entry, begins+missing+extra, i)
		return
	}
	for j := range it.count {
		if strings.HasPrefix(m.names.word(it.words+j).fold, string(q.fold)) {
			r.add(it.entry, wordBegins+missing+extra, i)
			return
		}
	}
}

// rankWord looks for names of several words of which the query is one.
func (m *Matcher) rankWord(q *query, r *ranked, extra int) {
	x := m.names
	most := limitFor(maxCode)
	x.scan(q, most, x.n, x.n+x.words, func(i int) int {
		if own := x.item(i); len(own.fold) >= 4 {
			limit := min(limitFor(len(own.fold)), r.worst()-sharedWord-extra)
			of := int(own.owner)
			r.add(x.item(of).entry, m.costs.cost(q, &own, limit)+sharedWord+extra, of)
		}
		return min(most, r.worst()-sharedWord-extra)
	})
}

// rankWords looks for words that a query has in common with a name of
// several words, in any order.
func (m *Matcher) rankWords(words []query, i int, r *ranked, extra int) {
	x := m.names
	from := x.n + x.firstWord(i)
	to := from + x.wordCount(i)
	score, found := 0, 0
	for k := range words {
		w := &words[k]
		best := tooFar
		for at := from; at < to; at++ {
			if limit := max(1, limitFor(x.foldLen(at))); x.maybe(&w.traits, at, limit) {
				own := x.item(at)
				best = min(best, m.costs.cost(w, &own, limit))
			}
		}
		if best < tooFar {
			score += best
			if len(w.fold) > 2 {
				found++
			}
		} else {
			score += edit
		}
	}
	if found > 0 {
		r.add(x.item(i).entry, score+max(0, to-from-found)*2+extra+2, i)
	}
}

// rankInWords looks for a name of one word among the words of a query.
func (m *Matcher) rankInWords(words []query, i int, r *ranked, extra int) {
	x := m.names
	if x.foldLen(i) < 4 {
		return
	}
	for k := range words {
		limit := min(max(1, limitFor(x.foldLen(i))), r.worst()-sharedWord-extra)
		if w := &words[k]; len(w.fold) >= 4 && x.maybe(&w.traits, i, limit) {
			it := x.item(i)
			r.add(it.entry, m.costs.cost(w, &it, limit)+sharedWord+extra, i)
		}
	}
}

// abbreviated adds the names that hold the letters of the query in order,
// as sahilm/fuzzy finds and ranks them. Only names that begin with the same
// letter and hold all the letters are put before it, and patterns are kept
// under the 20 letters beyond which its scores can overflow.
func (m *Matcher) abbreviated(q *query, r *ranked) {
	const longest, most = 19, 64
	if n := len(q.code); n < 3 || n > longest {
		return
	}
	var keys []string
	var entries []int32
	for i := range m.names.n {
		if q.traits.code&^m.names.codeMask(i) != 0 || len(keys) == most {
			continue
		}
		if it := m.names.item(i); it.code[0] == q.code[0] {
			keys = append(keys, m.ds.Names[it.owner].Key)
			entries = append(entries, it.entry)
		}
	}
	if len(keys) == 0 {
		return
	}
	r.round++
	for rank, f := range fuzzy.Find(q.key, keys) {
		r.add(entries[f.Index], subseq+rank, rank)
	}
}

// Candidate is a name offered by shell completion.
type Candidate struct {
	Entry int32
	Text  string // the name as a person writes it
}

// Complete lists names of which a word begins with the prefix, letter for
// letter but for case and accents: names that begin with it first, an entry
// once, at most limit of them (no limit where it is 0). An empty prefix
// gives every entry's own name.
func (m *Matcher) Complete(prefix string, limit int) []Candidate {
	key := name.Key(prefix)
	var list []Candidate
	seen := make([]bool, len(m.ds.Entries))
	full := func() bool { return limit > 0 && len(list) >= limit }
	add := func(n *catalog.Name) {
		if !seen[n.Entry] && !full() {
			seen[n.Entry] = true
			list = append(list, Candidate{n.Entry, n.Text})
		}
	}
	from, _ := m.find([]byte(key))
	names := m.ds.Names
	for kind := catalog.ExactName; kind <= catalog.AliasName; kind++ {
		for i := from; i < len(names) && strings.HasPrefix(names[i].Key, key); i++ {
			if names[i].Kind == kind {
				add(&names[i])
			}
		}
	}
	if key == "" {
		return list
	}
	for i := range names {
		n := &names[i]
		if n.Kind == catalog.CodeName || full() || seen[n.Entry] || !strings.Contains(n.Key, key) {
			continue
		}
		for k, w := range name.Words(n.Text) { // a name may have no word: "№"
			if k > 0 && strings.HasPrefix(w.Key, key) {
				add(n)
				break
			}
		}
	}
	return list
}
