package match

import (
	"bytes"
	"slices"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
)

// limitFor is how much a name of n sounds may be off, in quarters of an edit.
func limitFor(n int) int {
	switch {
	case n <= 4:
		return 0
	case n == 5:
		return 2
	case n <= 7:
		return 4
	case n == 8:
		return 5
	case n <= 10:
		return 6
	case n <= 12:
		return 7
	case n <= 14:
		return 8
	}
	return 10
}

// margin is how much nearer than any other entry the resolved one must be,
// guard how much nearer than any word of the lexicon.
const (
	margin = 3
	guard  = 1
	// reach is what a long name, of that many sounds, may be off beyond its
	// limit where it stands alone: nothing else within alone.
	long  = 9
	reach = 2
	alone = 4
)

type hit struct {
	entry int32
	cost  int
	item  *item
}

// nearestName finds the name nearest to the query within bound, the first in
// order of those at the same cost, leaving out one entry's.
func (x *index) nearestName(q *query, bound int, except int32) hit {
	best := hit{entry: -1, cost: tooFar}
	n := len(q.fold)
	from, to := x.about(n, bound)
	for i := from; i < to; i++ {
		t := &x.traits[i]
		if !q.traits.soundNear(t, bound) && !q.traits.fingerNear(t, bound) {
			continue
		}
		it := &x.items[i]
		if it.entry == except {
			continue
		}
		if c := x.cost(q, i, bound); c <= bound {
			best = hit{it.entry, c, it}
			if bound = c - 1; bound < 0 {
				break
			}
		}
	}
	return best
}

// spelled finds the one entry whose name the query is clearly nearest to.
func (m *Matcher) spelled(idx *index, q *query, words []name.Word) (Result, bool) {
	n := len(q.fold)
	if r, ok := m.truncated(idx, q); ok {
		return r, true
	}
	// Nothing further off than this is ever resolved to (limits). Most slips
	// are small: what is found close by spares the wider search.
	const close = 5
	far := max(limitFor(n), 1)
	if n >= long {
		far += reach
	}
	best := idx.nearestName(q, min(close, far), -1)
	if best.entry < 0 && far > close {
		best = idx.nearestName(q, far, -1)
	}
	if best.entry < 0 {
		return Result{}, false
	}
	if m.group(best.entry) {
		return Result{}, false
	}
	near, clear := m.limits(idx, q, best), guard
	if best.item.generic {
		clear = 0 // the lexicon knows the others of its kind
	}
	switch {
	case best.cost <= near, m.transcribed(idx, q, best):
	case n >= long && best.item.fold.len >= long && best.cost <= near+reach && q.fold[0] == idx.bytes(best.item.fold)[0] &&
		m.ds.Entries[best.entry].Kind != catalog.Remedy:
		clear = alone
	default:
		return Result{}, false
	}
	if q.fold[0] != idx.bytes(best.item.fold)[0] {
		clear = alone // people get the first letter right
	}
	if second := idx.nearestName(q, best.cost+margin-1, best.entry); second.entry >= 0 {
		return Result{Kind: Ambiguous, Entry: -1, Message: "several names are as near", Suggestions: []int32{best.entry, second.entry}}, false
	}
	if !m.wordwise(idx, words, best) {
		return Result{}, false
	}
	if g, line := m.nearest(q, best.cost+clear, nil); g < tooFar {
		return Result{Kind: None, Entry: -1, Message: m.lexs.message(line, false)}, false
	}
	return spelling(Result{Entry: best.entry, Matched: m.ds.Names[best.item.owner].Text}, q), true
}

// group reports an entry that stands for many medicines. The names of groups
// are ordinary words, and so are their neighbours ("medication", "mediation"):
// they are suggested, never corrected to.
func (m *Matcher) group(entry int32) bool {
	e := &m.ds.Entries[entry]
	return e.Kind == catalog.Class || e.Advice
}

// limits is how much the query may be off from a name: less where the name is
// short and in the other script, or where it is that of a household remedy,
// which is an ordinary word too.
func (m *Matcher) limits(idx *index, q *query, h hit) int {
	n := min(int(h.item.fold.len), len(q.fold))
	if !h.item.generic {
		// Brands are made up to sound alike, and no list of them is whole.
		n = min(n, len(q.code), int(h.item.code.len))
	}
	limit := limitFor(n)
	if !h.item.generic && n >= 6 {
		limit--
	}
	if !h.item.generic && n <= 8 {
		limit = min(limit, edit-1)
		if n <= 7 {
			limit = min(limit, edit-2)
		}
		if code := idx.bytes(h.item.code); name.ScriptOf(code) == q.script && plain(q.code, code) > 1 {
			limit = 1 // nothing but another spelling of the same sound
		}
	}
	if n == 5 && string(q.fold[:3]) != string(idx.bytes(h.item.fold)[:3]) {
		limit = 1
	}
	if n <= 7 && name.ScriptOf(idx.bytes(h.item.code)) != q.script {
		limit = min(limit, 3)
	}
	if m.ds.Entries[h.entry].Kind == catalog.Remedy {
		limit = min(limit, edit+1)
	}
	return limit
}

// truncated resolves a name that breaks off near its end, as where a form
// had too few boxes: at least eight sounds, at most four of them missing, and
// no other name begins so.
func (m *Matcher) truncated(idx *index, q *query) (Result, bool) {
	n := len(q.fold)
	if n < 8 {
		return Result{}, false
	}
	var found *item
	from, to := idx.within(n+1, maxCode)
	for i := from; i < to; i++ {
		it := &idx.items[i]
		if q.traits.fold&^idx.traits[i].fold != 0 || it.words.len > 1 || !bytes.HasPrefix(idx.bytes(it.fold), q.fold) {
			continue
		}
		if found != nil && found.entry != it.entry {
			return Result{}, false
		}
		if found == nil {
			found = it
		}
	}
	if found == nil || m.ds.Entries[found.entry].Kind != catalog.Ingredient || int(found.fold.len) > n+4 {
		return Result{}, false
	}
	lex := &m.lexs.index
	from, to = lex.within(n, maxCode)
	for i := from; i < to; i++ {
		if q.traits.fold&^lex.traits[i].fold == 0 && bytes.HasPrefix(lex.bytes(lex.items[i].fold), q.fold) {
			return Result{}, false
		}
	}
	if g, _ := m.nearest(q, edit-1, nil); g < tooFar {
		return Result{}, false
	}
	own := &m.ds.Names[found.owner]
	return spelling(Result{Entry: found.entry, Matched: own.Text}, q), true
}

// transcribed reports a short name written in the other script, letter for
// letter: "зеел т" for "Zeel T".
func (m *Matcher) transcribed(idx *index, q *query, h hit) bool {
	code := idx.bytes(h.item.code)
	s := name.ScriptOf(code)
	return h.cost == 1 && len(q.fold) >= 4 && len(code) == len(q.code) && s|q.script == name.Mixed && s != name.Mixed && q.script != name.Mixed &&
		string(q.fold) == string(idx.bytes(h.item.fold))
}

// wordwise checks a name of several words word by word: no word of it may
// have been replaced by another, and one word is right at least.
func (m *Matcher) wordwise(idx *index, words []name.Word, h hit) bool {
	v := max(1, int(h.item.words.len))
	if len(words) != v {
		// Spaces lost or added. A short word, as in "vitamin D", allows no slip
		// beside: it could be another.
		own := idx.words[h.item.words.at : h.item.words.at+uint32(h.item.words.len)]
		if slices.ContainsFunc(own, func(w item) bool { return w.fold.len <= 2 }) {
			return h.cost <= 1
		}
		return h.cost <= 3
	}
	if v == 1 {
		return true
	}
	w := new(query)
	for i := range words {
		if !w.set(words[i].Key) {
			return false
		}
		at := int(h.item.words.at) + i
		own := &idx.words[at]
		c := idx.costOf(w, own, &idx.wordTraits[at], 2*edit)
		if c == 0 {
			continue
		}
		limit := limitFor(min(len(w.fold), int(own.fold.len)))
		if len(w.fold) >= 4 {
			limit = max(limit, edit)
		}
		if c > max(limit, 1) {
			return false
		}
		if g, _ := m.nearest(w, c, idx.bytes(own.fold)); g < tooFar {
			return false
		}
	}
	return true
}
