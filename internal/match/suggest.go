package match

import (
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sahilm/fuzzy"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
)

// ranked keeps the best entries with their scores, least first. Scores are
// quarters of an edit, and what a beginning or a word in common is worth in
// them.
type ranked struct {
	entry [maxSuggestions]int32
	owner [maxSuggestions]int32 // the name that brought the entry
	score [maxSuggestions]int
	order [maxSuggestions]int
	n     int
	over  []int32 // entries that were not kept
	// round separates what was looked for first from what came after it.
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
// came first in the order is first.
func (r *ranked) add(entry, owner int32, score, at int) {
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
			r.drop(entry)
			return
		}
		r.drop(r.entry[i])
	case i == r.n:
		r.n++
	}
	for ; i > 0 && less(i-1); i-- {
		r.entry[i], r.owner[i], r.score[i], r.order[i] = r.entry[i-1], r.owner[i-1], r.score[i-1], r.order[i-1]
	}
	r.entry[i], r.owner[i], r.score[i], r.order[i] = entry, owner, score, order
}

// begun reports that some name begins so, or nearly is so: what is further off is
// then no guess of what was meant.
func (r *ranked) begun(extra int) bool { return r.n > 0 && r.score[0] <= wordBegins+2+extra }

// drop remembers that there would be one more.
func (r *ranked) drop(entry int32) {
	if len(r.over) < maxOver && !slices.Contains(r.over, entry) {
		r.over = append(r.over, entry)
	}
}

// maxOver is how many more suggestions are counted at most.
const maxOver = 99

// What a match of another sort than a whole name weighs, beside its edits.
const (
	begins     = 2  // the name begins so
	wordBegins = 4  // a later word of it does
	nearBegin  = 4  // it begins nearly so
	sharedWord = 6  // a word of the query is a word of the name
	subseq     = 16 // the letters come in this order: an abbreviation
	otherKeys  = 2  // on the other keyboard layout
)

// The words of a query that are looked at for suggestions: of a sentence, for
// names that are in it, and for names nearly so.
const (
	maxWords     = 64
	maxNearWords = 16
	longestName  = 8 // words of a name in a sentence
)

// suggest adds the entries that may have been meant to those that the result
// has already. A query that names another medicine gets no look-alikes.
func (m *Matcher) suggest(q *query, rd *reading, content string, r *Result) {
	words := rd.words
	if words == nil {
		words = name.Words(q.text[:min(len(q.text), 16*maxText)])
		words = words[:min(len(words), maxWords)]
	}
	var in Result
	m.contained(words, &in, q.foreign)
	found := len(in.Suggestions)
	defer func() {
		for _, s := range in.Suggestions {
			r.suggest(s.Entry, s.Matched)
		}
		r.More += in.More
	}()
	if q.foreign || !m.telling(words) {
		return
	}
	var k ranked
	c, text := q, rd.rest
	if n, unnumbered := rd.withoutNumbers(); n != "" && unnumbered != "" {
		text, content = unnumbered, name.Key(unnumbered)
	}
	if content != q.key {
		c = new(query)
		c.text = text
		if !c.set(content) {
			c.key = ""
		}
	}
	c.words = words
	m.rank(c, &k, 0, found > 0)
	if swapped, ok := q.swapped(); ok && found == 0 && q.fold != nil && (k.n == 0 || k.score[0] > edit) {
		s := new(query)
		if s.set(name.Key(swapped)) && len(s.fold) >= 3 {
			s.words = name.Words(swapped)
			if m.telling(s.words) {
				m.rank(s, &k, otherKeys, false)
			}
		}
	}
	if k.n < 3 && found == 0 && c.key != "" && !k.begun(0) && !q.ordinary {
		m.abbreviated(c, &k)
	}
	for i := range k.n {
		r.suggest(k.entry[i], m.ds.Names[k.owner[i]].Text)
	}
	r.More += len(k.over)
}

// telling reports whether some word of a query may bring a suggestion: one that
// names neither a form nor what many medicines hold, nor another medicine.
func (m *Matcher) telling(words []name.Word) bool {
	for i := range words {
		if m.tells(&words[i], len(words)) {
			return true
		}
	}
	return false
}

func (m *Matcher) tells(w *name.Word, of int) bool {
	return !w.Dose && !w.Form && !w.Filler && !w.Number() && (of == 1 || !m.foreign(w.Key))
}

// foreign reports a word that is the name of another medicine.
func (m *Matcher) foreign(key string) bool {
	var q query
	if len(key) < 4 || !q.set(key) {
		return false
	}
	if from, to := m.findBrand([]byte(key)); from < to {
		return true // it brings what it holds, and nothing that looks like it
	}
	it, ok := m.lexs.find(&q)
	return ok && m.lexs.class(it.owner) == medicine && !m.own(&it)
}

// contained suggests the names that stand in a query of several words, each the
// longest there, in their order. Of a query that is the name of another medicine,
// foreign, only what it holds: milk of magnesia is no Magnesia.
func (m *Matcher) contained(words []name.Word, r *Result, foreign bool) {
	if len(words) < 2 {
		return
	}
	var key []byte
	var text strings.Builder
	for i := 0; i < len(words); {
		next := i + 1
		var hit, inside Result // a brand, and a name of ours that it begins with
		key = key[:0]
		text.Reset()
		for j := i; j < len(words) && j < i+longestName; j++ {
			w := &words[j]
			key = append(key, w.Key...)
			text.WriteString(w.Text)
			text.WriteByte(' ')
			if j == i && (w.Dose || w.Number()) {
				break
			}
			if j == i && utf8.RuneCount(key) < 4 {
				continue // "don", "asa": too short to be picked out of a sentence
			}
			var f Result
			ok := false
			if !foreign {
				f, ok = m.exact(key, text.String())
			}
			if !ok {
				if f, ok = m.brand(key, text.String(), ""); ok {
					inside = hit
				}
			}
			if !ok && !foreign && j == i {
				f, ok = m.inCase(w)
			}
			if ok && f.Kind != Code {
				hit, next = f, j+1
			}
		}
		switch {
		case hit.Kind.Resolved() && hit.Matched != "":
			if next > i+1 || !words[i].Form {
				r.suggest(hit.Entry, hit.Matched)
			}
		default:
			for _, s := range hit.Suggestions {
				r.suggest(s.Entry, s.Matched)
			}
		}
		if inside.Matched != "" {
			r.suggest(inside.Entry, inside.Matched)
		}
		i = next
	}
}

// inCase resolves a Russian word that is a name in another case than the first, as
// most are that stand in a sentence.
func (m *Matcher) inCase(w *name.Word) (Result, bool) {
	var q query
	if !q.set(w.Key) || q.script != name.Cyrillic {
		return Result{}, false
	}
	return m.inflected(&q)
}

// rank scores every name against the query: first those that are near or
// begin so, then, where these are few, those further off as well. few leaves out
// what is only near.
func (m *Matcher) rank(q *query, r *ranked, extra int, few bool) {
	x := m.names
	r.round++
	var words []query
	var tells []bool
	for i := range q.words {
		if w := &q.words[i]; !w.Dose && !w.Number() && len(words) < maxNearWords {
			var k query
			if k.set(w.Key) {
				words = append(words, k)
				tells = append(tells, m.tells(w, len(q.words)))
			}
		}
	}
	if len(words) > 1 {
		for i := range x.N {
			if x.Items[i].Words > 0 {
				m.rankBeginnings(words, tells, i, r, extra)
				m.rankWords(words, tells, i, r, extra, few)
			} else if !few {
				m.rankInWords(words, tells, i, r, extra)
			}
		}
	}
	n := len(q.fold)
	if q.key == "" || n == 0 || few {
		return
	}
	const close, far = 8, 12
	if n > 4 || n == 4 && extra == 0 {
		m.rankWhole(q, r, min(close, 2*n-2), extra, n == 4, false)
	}
	apart := 0 // of several words each begins one: "vit a" is no "vita"
	if len(words) > 1 {
		apart = 2
	}
	for i := range x.N {
		if n >= 2 && (q.traits.fold&^x.Folds[i] == 0 || q.traits.code&^x.Codes[i] == 0) {
			m.rankPrefix(q, i, r, extra+apart)
		}
	}
	if len(words) <= 1 && n > 3 {
		m.rankWord(q, r, extra)
	}
	sure := r.begun(extra)
	if r.n >= 3 || n < shortest-1 || n < shortest && extra > 0 || sure && len(words) <= 1 {
		return
	}
	r.round++
	// Further off only what begins alike is looked at in a large dataset.
	m.rankWhole(q, r, min(far, max(edit, 2*n-2)), extra, x.N > 5000 || n == 4, true)
	if sure {
		return
	}
	// Nearly the beginning of a longer name.
	for i := range x.begun(q.fold[:1]) {
		limit := min(n-2, r.worst()-extra-nearBegin)
		if len(x.Items[i].Fold) <= n+1 || limit <= 0 || bits.OnesCount32(q.traits.fold&^x.Folds[i])*2 > limit {
			continue
		}
		it := x.item(i)
		for k := n - 1; k <= n+1; k++ {
			r.add(it.entry, it.owner, m.costs.sounds.distance(q.fold, it.fold[:k], limit)+nearBegin+min(len(it.fold)-k, 8)/4+extra, i)
		}
	}
}

// rankWhole scores whole names by their distance; with alike only those that
// begin with the same sound.
func (m *Matcher) rankWhole(q *query, r *ranked, limit, extra int, alike, same bool) {
	m.names.near(q, limit, func(i int) int {
		it := m.names.item(i)
		if (!alike || it.fold[0] == q.fold[0]) && (!same || name.ScriptOf(it.code)&q.script != 0) {
			limit = min(limit, r.worst()-extra)
			r.add(it.entry, it.owner, m.costs.cost(q, &it, limit)+extra, i)
		}
		return limit
	})
}

// rankPrefix scores a name that may begin with the query, or a later word of
// it.
func (m *Matcher) rankPrefix(q *query, i int, r *ranked, extra int) {
	it := m.names.item(i)
	missing := min(len(it.fold)-len(q.fold), 8) / 4
	if begun(q, &it) {
		r.add(it.entry, it.owner, begins+missing+extra, i)
		return
	}
	for j := range it.count {
		if w := m.names.word(it.words + j); begun(q, &w) && !silent(&w) {
			r.add(it.entry, it.owner, wordBegins+missing+extra, i)
			return
		}
	}
}

// begun reports whether a name or a word begins with the query.
func begun(q *query, it *item) bool {
	// "ass" sounds as two letters, and they begin nothing that it means; nor does
	// "zeel" begin "self-treatment".
	heard := len(q.fold) > 3 || len(q.fold) >= 2 && len(q.code) == len(q.fold) || len(q.fold) == 3 && q.script != name.ScriptOf(it.code)
	return strings.HasPrefix(it.code, string(q.code)) || heard && strings.HasPrefix(it.fold, string(q.fold))
}

// silent reports a word of a name that says nothing by itself.
func silent(w *item) bool {
	var buf [4 * maxCode]byte
	return name.Silent(string(name.DecodeCode(buf[:0], []byte(w.code))))
}

// rankBeginnings looks for a name of several words that begin as those of the
// query do, in the same order: "milg comp".
func (m *Matcher) rankBeginnings(words []query, tells []bool, i int, r *ranked, extra int) {
	x := m.names
	at, to := x.wordsOf(i)
	score, told := begins, false
	for k := range words {
		w := &words[k]
		for ; ; at++ {
			if to-at < len(words)-k {
				return
			}
			if own := x.item(at); begun(w, &own) {
				if len(own.code) > len(w.code) {
					score++
				}
				told = told || tells[k]
				at++
				break
			}
			score += 2
		}
	}
	if told {
		it := x.item(i)
		r.add(it.entry, it.owner, score+to-at+extra, i)
	}
}

// rankWord looks for names of several words of which the query is one.
func (m *Matcher) rankWord(q *query, r *ranked, extra int) {
	x := m.names
	most := limitFor(maxCode)
	x.scan(q, most, x.N, len(x.Items), func(i int) int {
		if own := x.item(i); len(own.fold) >= 4 {
			limit := min(limitFor(len(own.fold)), r.worst()-sharedWord-extra)
			if c := m.costs.cost(q, &own, limit); c < tooFar && !silent(&own) {
				of := x.item(int(own.owner))
				r.add(of.entry, of.owner, c+sharedWord+extra, int(own.owner))
			}
		}
		return min(most, r.worst()-sharedWord-extra)
	})
}

// rankWords looks for words that a query has in common with a name of
// several words, in any order; with all it wants every one.
func (m *Matcher) rankWords(words []query, tells []bool, i int, r *ranked, extra int, all bool) {
	x := m.names
	from, to := x.wordsOf(i)
	score, found, told := 0, 0, false
	for k := range words {
		w := &words[k]
		best, says := tooFar, false
		for at := from; at < to; at++ {
			if limit := max(1, limitFor(len(x.Items[at].Fold))); x.maybe(&w.traits, at, limit) {
				own := x.item(at)
				if c := m.costs.cost(w, &own, limit); c < best {
					best, says = c, tells[k] && !silent(&own)
				}
			}
		}
		if best < tooFar {
			score += best
			if len(w.fold) > 2 {
				found++
				told = told || says
			}
		} else if score += edit; all {
			return
		}
	}
	if told {
		it := x.item(i)
		r.add(it.entry, it.owner, score+max(0, to-from-found)*2+extra+2, i)
	}
}

// rankInWords looks for a name of one word among the words of a query.
func (m *Matcher) rankInWords(words []query, tells []bool, i int, r *ranked, extra int) {
	x := m.names
	if len(x.Items[i].Fold) < 4 {
		return
	}
	for k := range words {
		limit := min(max(1, limitFor(len(x.Items[i].Fold))), r.worst()-sharedWord-extra)
		if w := &words[k]; tells[k] && len(w.fold) >= 4 && x.maybe(&w.traits, i, limit) {
			it := x.item(i)
			r.add(it.entry, it.owner, m.costs.cost(w, &it, limit)+sharedWord+extra, i)
		}
	}
}

// abbreviated adds the names that hold the letters of the query in order,
// as sahilm/fuzzy finds and ranks them. Only names that begin with the same
// letter and hold all the letters are put before it, and patterns are kept
// under the 20 letters beyond which its scores can overflow.
func (m *Matcher) abbreviated(q *query, r *ranked) {
	const shortest, longest, most = 4, 19, 64
	if n := len(q.code); n < shortest || n > longest {
		return
	}
	var keys []string
	var entries, owners []int32
	for i := range m.names.N {
		if q.traits.code&^m.names.Codes[i] != 0 || len(keys) == most {
			continue
		}
		if it := m.names.item(i); it.code[0] == q.code[0] {
			keys = append(keys, m.ds.Names[it.owner].Key)
			entries, owners = append(entries, it.entry), append(owners, it.owner)
		}
	}
	if len(keys) == 0 {
		return
	}
	r.round++
	for rank, f := range fuzzy.Find(q.key, keys) {
		r.add(entries[f.Index], owners[f.Index], subseq+rank, rank)
	}
}

// Candidate is a name offered by shell completion.
type Candidate struct {
	Entry int32
	Text  string // the name as a person writes it
}

// Complete lists names of which a word begins with the prefix, letter for
// letter but for case and accents: names that begin with it first, an entry
// once but for a name that is typed in full, at most limit of them (no limit where
// it is 0). An empty prefix gives every entry's own name. Where nothing begins so,
// it lists what the prefix may abbreviate.
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
	from, to := m.find([]byte(key))
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
	// A name that is typed in full stays possible beside a longer one of its entry.
	for i := from; i < to && !full(); i++ {
		if n := &names[i]; n.Kind == catalog.AliasName && !slices.Contains(list, Candidate{n.Entry, n.Text}) && name.SameWords(prefix, n.Text) {
			list = slices.Insert(list, 0, Candidate{n.Entry, n.Text})
		}
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
	if len(list) == 0 {
		m.ready()
		var q query
		var r ranked
		if q.set(key) {
			m.abbreviated(&q, &r)
		}
		for i := range r.n {
			add(&names[r.owner[i]])
		}
	}
	return list
}
