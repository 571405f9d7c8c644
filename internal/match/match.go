// Package match tells which entry a typed name means, and refuses to where
// that is not certain: a name never becomes another medicine. The rule is
// told in docs/matching.md.
package match

import (
	"sync"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
)

// Kind says how a name was resolved.
type Kind string

// The kinds of the contract, section 4. Exact, Alias and Code are names that
// the entry has, Spelling a corrected one; Ambiguous and None resolve to
// nothing.
const (
	Exact     Kind = "exact"
	Alias     Kind = "alias"
	Code      Kind = "code"
	Spelling  Kind = "spelling"
	Ambiguous Kind = "ambiguous"
	None      Kind = "none"
)

// Resolved reports whether a result of this kind has an entry.
func (k Kind) Resolved() bool { return k != Ambiguous && k != None }

// Result is what a query means.
type Result struct {
	Kind  Kind
	Entry int32 // index into Dataset.Entries, -1 where nothing was resolved
	// Matched is the name of the entry that the query met, as a person
	// writes it; empty where nothing was resolved.
	Matched string
	// Distance is the number of edits between query and Matched: 0 unless
	// Kind is Spelling, and then 1 at least. A change of script or of
	// keyboard layout alone counts as one.
	Distance int
	// Suggestions are up to five entries that may have been meant, best
	// first, no entry twice; none where the query was resolved.
	Suggestions []int32
	// Message says why nothing was resolved; empty otherwise.
	Message string
}

// Matcher resolves names against one dataset. It may be used from
// several goroutines at once.
type Matcher struct {
	ds *catalog.Dataset
	// What follows is made ready when the first name needs spelling.
	once  sync.Once
	names *index
	lexs  *lexicon
	costs tables
}

// New makes a matcher; all its work is left to the first query that needs it.
func New(ds *catalog.Dataset) *Matcher { return &Matcher{ds: ds} }

// ready opens the indexes, once. A dataset without an index gets one now.
func (m *Matcher) ready() {
	m.once.Do(func() {
		m.costs = makeTables()
		m.lexs = openLexicon(lexiconIndex)
		var ok bool
		if m.names, ok = open(m.ds.Index, m.ds.Names, len(m.ds.Names)); !ok {
			m.names, _ = open(string(Index(m.ds)), m.ds.Names, len(m.ds.Names))
		}
	})
}

// Match resolves one name. With exact it corrects nothing: the suggestions
// then hold what it would have resolved to.
func (m *Matcher) Match(query string, exact bool) Result { return m.match(query, exact, true) }

// Resolve resolves one name as Match does but looks for no suggestions, which
// is most of the work for a name that resolves to nothing.
func (m *Matcher) Resolve(query string, exact bool) Result { return m.match(query, exact, false) }

func (m *Matcher) match(query string, exact, suggest bool) Result {
	var buf [4 * maxCode]byte
	key := name.AppendKey(buf[:0], query)
	if len(key) == 0 {
		return Result{Kind: None, Entry: -1, Message: "this holds no letter or digit of a name"}
	}
	if r, ok := m.exact(key); ok {
		return r
	}
	return m.inexact(query, string(key), exact, suggest)
}

// find returns the range of Dataset.Names that have the key.
func (m *Matcher) find(key []byte) (from, to int) {
	names := m.ds.Names
	lo, hi := 0, len(names)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if names[mid].Key < string(key) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for hi < len(names) && names[hi].Key == string(key) {
		hi++
	}
	return lo, hi
}

// exact resolves a key that is a name. An entry's own name outranks an alias
// that another entry has.
func (m *Matcher) exact(key []byte) (Result, bool) {
	from, to := m.find(key)
	if from == to {
		return Result{}, false
	}
	group := m.ds.Names[from:to]
	best, shared := 0, false
	for i := 1; i < len(group); i++ {
		switch {
		case group[i].Kind < group[best].Kind && group[i].Entry != group[best].Entry:
			shared = group[i].Kind != catalog.ExactName
			best = i
		case group[i].Kind < group[best].Kind:
			best = i
		case group[i].Entry != group[best].Entry:
			if group[i].Kind == group[best].Kind || group[best].Kind != catalog.ExactName {
				shared = true
			}
		}
	}
	if !shared {
		n := &group[best]
		return Result{Kind: kindOf(n.Kind), Entry: n.Entry, Matched: n.Text}, true
	}
	r := Result{Kind: Ambiguous, Entry: -1, Message: "several entries go by this name"}
	switch owner := m.codeOwner(group); {
	case owner >= 0: // the others share its code
		r = Result{Kind: Code, Entry: owner, Matched: group[0].Text}
	case group[0].Kind == catalog.CodeName:
		r.Message = "several entries have this code"
	}
	for i := range group {
		if group[i].Entry != r.Entry {
			r.Suggestions = addOnce(r.Suggestions, group[i].Entry)
		}
	}
	return r, true
}

func kindOf(k catalog.NameKind) Kind {
	switch k {
	case catalog.ExactName:
		return Exact
	case catalog.AliasName:
		return Alias
	}
	return Code
}

// maxSuggestions is how many suggestions a result holds.
const maxSuggestions = 5

func addOnce(list []int32, e int32) []int32 {
	if len(list) == maxSuggestions {
		return list
	}
	for _, x := range list {
		if x == e {
			return list
		}
	}
	return append(list, e)
}
