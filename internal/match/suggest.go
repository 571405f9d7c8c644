package match

import (
	"bytes"
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
	n     int
}

// worst is the score from which on an entry is not kept.
func (r *ranked) worst() int {
	if r.n < maxSuggestions {
		return tooFar
	}
	return r.score[r.n-1]
}

func (r *ranked) add(entry int32, score int) {
	if score >= tooFar {
		return
	}
	for i := 0; i < r.n; i++ {
		if r.entry[i] != entry {
			continue
		}
		if r.score[i] <= score {
			return
		}
		copy(r.entry[i:r.n-1], r.entry[i+1:r.n])
		copy(r.score[i:r.n-1], r.score[i+1:r.n])
		r.n--
		break
	}
	i := r.n
	for i > 0 && r.score[i-1] > score {
		i--
	}
	if i == maxSuggestions {
		return
	}
	r.n = min(r.n+1, maxSuggestions)
	copy(r.entry[i+1:r.n], r.entry[i:r.n-1])
	copy(r.score[i+1:r.n], r.score[i:r.n-1])
	r.entry[i], r.score[i] = entry, score
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
func (m *Matcher) suggest(idx *index, q *query, content string, first []int32) []int32 {
	var r ranked
	m.rank(idx, q, &r, 0)
	if swapped, ok := name.Swap(q.text); ok && (r.n == 0 || r.score[0] > edit) {
		s := new(query)
		if s.set(name.Key(swapped)) && len(s.fold) >= 3 {
			s.words = name.Words(swapped)
			m.rank(idx, s, &r, otherKeys)
		}
	}
	if content != q.key && content != "" {
		c := new(query)
		if c.set(content) {
			m.rank(idx, c, &r, 1)
		}
	}
	if r.n < 3 {
		m.abbreviated(idx, q, &r)
	}
	list := first
	for i := 0; i < r.n; i++ {
		list = addOnce(list, r.entry[i])
	}
	return list
}

// rank scores every name against the query: first those that are near or
// begin so, then, where these are few, those further off as well.
func (m *Matcher) rank(idx *index, q *query, r *ranked, extra int) {
	n := len(q.fold)
	var words []query
	if len(q.words) > 1 && len(q.words) <= 8 {
		words = make([]query, len(q.words))
		for i := range words {
			words[i].set(q.words[i].Key)
		}
	}
	const close, far = 8, 12
	for i := range idx.items {
		it, t := &idx.items[i], &idx.traits[i]
		if q.traits.fold&^t.fold == 0 && n >= 2 {
			m.rankPrefix(idx, q, it, r, extra)
		}
		m.rankWhole(idx, q, i, r, min(close, 2*n-2), extra)
		switch {
		case it.words.len > 0 && words == nil:
			m.rankWord(idx, q, it, r, extra)
		case it.words.len > 0:
			m.rankWords(idx, words, it, r, extra)
		case words != nil:
			m.rankInWords(idx, words, i, r, extra)
		}
	}
	if r.n >= 3 {
		return
	}
	// Further off only what begins alike is looked at in a large dataset.
	large := len(idx.items) > 5000
	from, to := idx.within(n-far/cheapest, maxCode)
	for i := from; i < to; i++ {
		it := &idx.items[i]
		fold := idx.bytes(it.fold)
		if fold[0] != q.fold[0] {
			if !large {
				m.rankWhole(idx, q, i, r, min(far, max(edit, 2*n-2)), extra)
			}
			continue
		}
		m.rankWhole(idx, q, i, r, min(far, max(edit, 2*n-2)), extra)
		// Nearly the beginning of a longer name.
		limit := min(n, r.worst()-1-extra-nearBegin)
		if n >= 4 && len(fold) > n+1 && limit > 0 && bits.OnesCount32(q.traits.fold&^idx.traits[i].fold)*2 <= limit {
			for k := n - 1; k <= n+1; k++ {
				r.add(it.entry, sounds(q.fold, fold[:k], limit)+nearBegin+min(len(fold)-k, 8)/4+extra)
			}
		}
	}
}

// rankWhole scores the whole name by its distance.
func (m *Matcher) rankWhole(idx *index, q *query, i int, r *ranked, limit, extra int) {
	limit = min(limit, r.worst()-1-extra)
	it := &idx.items[i]
	if diff := (int(it.fold.len) - len(q.fold)) * cheapest; diff <= limit && -diff <= limit {
		r.add(it.entry, idx.cost(q, i, limit)+extra)
	}
}

func (m *Matcher) rankPrefix(idx *index, q *query, it *item, r *ranked, extra int) {
	n := len(q.fold)
	missing := min(int(it.fold.len)-n, 8) / 4
	if bytes.HasPrefix(idx.bytes(it.code), q.code) || bytes.HasPrefix(idx.bytes(it.fold), q.fold) {
		r.add(it.entry, begins+missing+extra)
		return
	}
	words := idx.words[it.words.at : it.words.at+uint32(it.words.len)]
	for j := range words {
		if bytes.HasPrefix(idx.bytes(words[j].fold), q.fold) {
			r.add(it.entry, wordBegins+missing+extra)
			return
		}
	}
}

// rankWord looks for the word of a name of several words that the query is.
func (m *Matcher) rankWord(idx *index, q *query, it *item, r *ranked, extra int) {
	own := idx.words[it.words.at : it.words.at+uint32(it.words.len)]
	for j := range own {
		if own[j].fold.len >= 4 {
			limit := min(limitFor(int(own[j].fold.len)), r.worst()-1-sharedWord-extra)
			r.add(it.entry, idx.costOf(q, &own[j], &idx.wordTraits[int(it.words.at)+j], limit)+sharedWord+extra)
		}
	}
}

// rankWords looks for words that a query has in common with a name of
// several words, in any order.
func (m *Matcher) rankWords(idx *index, words []query, it *item, r *ranked, extra int) {
	own := idx.words[it.words.at : it.words.at+uint32(it.words.len)]
	score, found := 0, 0
	for i := range words {
		w := &words[i]
		best := tooFar
		for j := range own {
			best = min(best, idx.costOf(w, &own[j], &idx.wordTraits[int(it.words.at)+j], max(1, limitFor(int(own[j].fold.len)))))
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
		r.add(it.entry, score+max(0, len(own)-found)*2+extra+2)
	}
}

// rankInWords looks for a name of one word among the words of a query.
func (m *Matcher) rankInWords(idx *index, words []query, n int, r *ranked, extra int) {
	it := &idx.items[n]
	if it.fold.len < 4 {
		return
	}
	limit := min(max(1, limitFor(int(it.fold.len))), r.worst()-1-sharedWord-extra)
	for i := range words {
		if w := &words[i]; len(w.fold) >= 4 {
			r.add(it.entry, idx.cost(w, n, limit)+sharedWord+extra)
		}
	}
}

// abbreviated adds the names that hold the letters of the query in order,
// as sahilm/fuzzy finds and ranks them. Only names that begin with the same
// letter and hold all the letters are put before it, and patterns are kept
// under the 20 letters beyond which its scores can overflow.
func (m *Matcher) abbreviated(idx *index, q *query, r *ranked) {
	const longest, most = 19, 64
	if n := len(q.code); n < 3 || n > longest {
		return
	}
	var keys []string
	var entries []int32
	for i := range idx.items {
		it := &idx.items[i]
		if q.traits.code&^idx.traits[i].code == 0 && idx.bytes(it.code)[0] == q.code[0] && len(keys) < most {
			keys = append(keys, m.ds.Names[it.owner].Key)
			entries = append(entries, it.entry)
		}
	}
	if len(keys) == 0 {
		return
	}
	for rank, f := range fuzzy.Find(q.key, keys) {
		r.add(entries[f.Index], subseq+rank)
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
		for _, w := range name.Words(n.Text)[1:] {
			if strings.HasPrefix(w.Key, key) {
				add(n)
				break
			}
		}
	}
	return list
}
