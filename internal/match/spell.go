package match

import (
	"unicode/utf8"

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
	cost int
	item
}

// nearestName finds the name nearest to the query within bound, of those at the
// same cost one in its own script before the others, leaving out one entry's.
func (m *Matcher) nearestName(q *query, bound int, except int32) (best hit, ok bool) {
	m.names.near(q, bound, func(i int) int {
		it := m.names.item(i)
		if it.entry != except {
			if c := m.costs.cost(q, &it, bound); c <= bound && (!ok || c < best.cost || name.ScriptOf(best.code) != q.script && name.ScriptOf(it.code) == q.script) {
				best, ok, bound = hit{c, it}, true, c
			}
		}
		return bound
	})
	return best, ok
}

// spelled finds the one entry whose name the query is clearly nearest to.
func (m *Matcher) spelled(q *query, words []name.Word) (Result, bool) {
	n := len(q.fold)
	if r, ok := m.truncated(q); ok {
		return r, true
	}
	// Nothing further off than this is ever resolved to (limits). Most slips
	// are small: what is found close by spares the wider search.
	const nearby = 5
	far := max(limitFor(n), 1)
	if n >= long {
		far += reach
	}
	best, ok := m.nearestName(q, min(nearby, far), -1)
	if !ok && far > nearby {
		best, ok = m.nearestName(q, far, -1)
	}
	if !ok {
		return Result{}, false
	}
	if m.group(best.entry) {
		return Result{}, false
	}
	near, distinct := m.limits(q, best), guard
	if best.generic {
		distinct = 0 // the lexicon knows the others of its kind
	}
	switch {
	case best.cost <= near, m.transcribed(q, best):
	case n >= long && len(best.fold) >= long && best.cost <= near+reach && q.fold[0] == best.fold[0] &&
		m.ds.Entries[best.entry].Kind != catalog.Remedy:
		distinct = alone
	default:
		return Result{}, false
	}
	if q.fold[0] != best.fold[0] && !(best.generic && len(best.fold) >= long && string(q.fold) == best.fold[1:]) {
		distinct = alone // people get the first letter right, or lose it as a whole
	}
	if second, ok := m.nearestName(q, best.cost+margin-1, best.entry); ok {
		return Result{Kind: Ambiguous, Entry: -1, Message: "several names are equally close",
			Suggestions: []Suggestion{{Entry: best.entry, Matched: m.ds.Names[best.owner].Text}, {Entry: second.entry, Matched: m.ds.Names[second.owner].Text}}}, false
	}
	if !m.wordwise(words, best) {
		return Result{}, false
	}
	far = best.cost + distinct
	if string(q.fold) == best.fold {
		far = best.cost // our own name in other letters: only one that sounds so as well is as near
	}
	if g, line := m.nearest(q, far, ""); g < tooFar {
		return Result{Kind: None, Entry: -1, Message: m.lexs.message(line, false)}, false
	}
	if r, ok := m.rival(q, far, &best.item); ok {
		return r, false
	}
	if r, ok := m.written(q, &best.item); ok {
		return r, false
	}
	return spelling(Result{Entry: best.entry, Matched: m.ds.Names[best.owner].Text}, q), true
}

// group reports whether an entry is a group of medicines. The names of groups
// are ordinary words, and so are their neighbours ("medication", "mediation"):
// they are suggested, never corrected to.
func (m *Matcher) group(entry int32) bool {
	e := &m.ds.Entries[entry]
	return e.Kind == catalog.Class || e.Advice
}

// limits is how much the query may be off from a name: less where the name is
// short and in the other script, or where it is that of a household remedy,
// which is an ordinary word too.
func (m *Matcher) limits(q *query, h hit) int {
	n := min(len(h.fold), len(q.fold))
	limit := limitFor(n)
	if !h.generic {
		// Brands are made up to sound alike, and no list of them is whole.
		n = min(n, len(q.code), len(h.code))
		limit = limitFor(n)
		if n >= 6 {
			limit--
		}
		if n <= 8 {
			limit = min(limit, edit-1)
		}
		if n <= 7 {
			limit = min(limit, edit-2)
		}
		product := m.ds.Entries[h.entry].Kind == catalog.Product
		switch {
		case name.ScriptOf(h.code) != q.script:
		case len(h.code) >= 7 && product && spareVowel(q.fold, h.fold):
			limit = max(limit, edit-1)
		case len(h.code) >= 8 && len(h.code) <= 10 && plain(q.code, h.code) > 1 && product && otherVowels(q.fold, h.fold):
			limit = edit
			if len(q.fold) >= long {
				limit -= reach
			}
		case len(h.code) <= 10 && plain(q.code, h.code) > 1 && (q.script == name.Latin || plain(q.fold, h.fold) > 1):
			limit = min(limit, 1) // nothing but another spelling of the same sound
		case len(h.code) >= 8 && lost(q.code, h.code):
			limit = max(limit, edit) // the commonest slip of all
		case len(h.code) >= 7 && lost(q.code, h.code):
			limit = max(limit, edit-1) // a vowel
		}
	}
	if n == 5 && string(q.fold[:3]) != h.fold[:3] {
		limit = min(limit, 1)
	}
	if n <= 7 && name.ScriptOf(h.code) != q.script {
		limit = min(limit, 3)
	}
	if m.ds.Entries[h.entry].Kind == catalog.Remedy {
		limit = min(limit, edit+1)
	}
	return limit
}

// spareVowel reports that the query sounds like the name with a vowel more inside:
// "nuerofen".
func spareVowel(q []byte, n string) bool {
	for i := 1; i < len(q)-1 && len(q) == len(n)+1; i++ {
		if q[i] != n[i] {
			return vowel(q[i]) && string(q[i+1:]) == n[i:]
		}
	}
	return false
}

// otherVowels reports that the query sounds like the name but for the vowels.
func otherVowels(q []byte, n string) bool {
	if len(q) != len(n) {
		return false
	}
	for i := range q {
		if q[i] != n[i] && !(vowel(q[i]) && vowel(n[i])) {
			return false
		}
	}
	return true
}

// lost reports that the query is the name without one of its letters, but for the
// first and the last: "артроза" is another word than "артрозан".
func lost[A, B text](q A, n B) bool {
	if len(q) != len(n)-1 || q[0] != n[0] || q[len(q)-1] != n[len(n)-1] {
		return false
	}
	i := 0
	for i < len(q) && q[i] == n[i] {
		i++
	}
	return string(q[i:]) == string(n[i+1:])
}

// truncated resolves a name that breaks off near its end, as where a form
// had too few boxes: at least eight sounds, at most four of them missing, and
// no other name begins so.
func (m *Matcher) truncated(q *query) (Result, bool) {
	if len(q.fold) < 8 {
		return Result{}, false
	}
	var found item
	at := -1
	for i := range m.names.begun(q.fold) {
		it := m.names.item(i)
		switch {
		case it.count > 1 || len(it.fold) == len(q.fold):
		case at >= 0 && found.entry != it.entry:
			return Result{}, false
		case at < 0 || i < at:
			found, at = it, i
		}
	}
	if at < 0 || m.ds.Entries[found.entry].Kind != catalog.Ingredient || len(found.fold) > len(q.fold)+4 {
		return Result{}, false
	}
	for range m.lexs.begun(q.fold) {
		return Result{}, false
	}
	if g, _ := m.nearest(q, edit-1, ""); g < tooFar {
		return Result{}, false
	}
	if _, ok := m.rival(q, edit-1, &found); ok {
		return Result{}, false
	}
	own := &m.ds.Names[found.owner]
	return spelling(Result{Entry: found.entry, Matched: own.Text}, q), true
}

// transcribed reports a short name written in the other script, letter for
// letter: "зеел т" for "Zeel T".
func (m *Matcher) transcribed(q *query, h hit) bool {
	s := name.ScriptOf(h.code)
	return h.cost == 1 && len(q.fold) >= shortest && len(h.code) == len(q.code) && s|q.script == name.Mixed && s != name.Mixed && q.script != name.Mixed &&
		string(q.fold) == h.fold
}

// wordwise checks a name of several words word by word: no word of it may
// have been replaced by another, and one word is right at least.
func (m *Matcher) wordwise(words []name.Word, h hit) bool {
	if len(words) != max(1, h.count) {
		// Spaces lost or added, beside which no letter may be alone. A short word
		// allows no slip besides: it could be another.
		short := false
		for i := range h.count {
			w := m.names.word(h.words + i)
			if len(w.code) == 1 {
				return false
			}
			if len(w.fold) <= 2 {
				short = true
				if digit(w.code[len(w.code)-1]) {
					return h.cost <= 1
				}
			}
		}
		for i := range words {
			if utf8.RuneCountInString(words[i].Key) == 1 {
				return false
			}
		}
		if short {
			return h.cost <= 2
		}
		return h.cost <= 3
	}
	if len(words) == 1 {
		return true
	}
	w := new(query)
	for i := range words {
		if !w.set(words[i].Key) {
			return false
		}
		own := m.names.word(h.words + i)
		c := m.costs.cost(w, &own, farthest)
		if c == 0 {
			continue
		}
		limit := limitFor(min(len(w.fold), len(own.fold)))
		if len(w.fold) >= 4 {
			limit = max(limit, edit)
		}
		if c > max(limit, 1) {
			return false
		}
		if g, _ := m.nearest(w, c, own.fold); g < tooFar {
			return false
		}
	}
	return true
}
