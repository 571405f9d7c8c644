// Package match decides which entry a typed name means, and refuses if that is
// not certain: a name never becomes another medicine. docs/matching.md has the
// rules.
package match

import (
	"strings"
	"sync"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
)

// Kind says how a name was resolved.
type Kind string

// The kinds of the contract, section 4. Exact, Alias and Code are names that
// the entry has, Brand one that the documents do not use, Spelling a corrected
// one; Ambiguous and None resolve to nothing.
const (
	Exact     Kind = "exact"
	Alias     Kind = "alias"
	Code      Kind = "code"
	Brand     Kind = "brand"
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
	// Matched is the name of the entry, or the brand, that the query met, as a
	// person writes it; empty where nothing was resolved.
	Matched string
	// Distance is the number of edits between query and Matched: 0 unless
	// Kind is Spelling, and then 1 at least. A change of script or of
	// keyboard layout alone counts as one.
	Distance int
	// Holds are the substances of a brand that the documents do not name.
	Holds []string
	// Ignored are the parts of the query that were left out to resolve it, as
	// they were typed: a strength, a form. Nothing is left out with exact.
	Ignored []string
	// Suggestions are up to five entries that may have been meant, best
	// first, no entry twice; empty if the query was resolved.
	Suggestions []Suggestion
	// More is how many further entries would have been suggested.
	More int
	// named is set where the query is a name letter for letter, whether it was
	// resolved or not.
	named bool
	// Message says why nothing was resolved, and of a brand what it holds; empty
	// otherwise.
	Message string
}

// Suggestion is an entry that may have been meant.
type Suggestion struct {
	Entry int32
	// Matched is the name that brought it, where the entry's own does not show
	// why it is there.
	Matched string
	// Warning says for what the entry is easily taken, if for anything.
	Warning string
}

// Matcher resolves names against one dataset. It may be used from
// several goroutines at once.
type Matcher struct {
	ds *catalog.Dataset
	// What follows is made ready when the first name needs spelling.
	once   sync.Once
	names  *index
	brands *index
	lexs   *lexicon
	costs  tables
}

// New makes a matcher; all its work is left to the first query that needs it.
func New(ds *catalog.Dataset) *Matcher { return &Matcher{ds: ds} }

// ready makes the indexes ready, once. A dataset without them gets them now.
func (m *Matcher) ready() {
	m.once.Do(func() {
		m.costs = makeTables()
		m.lexs = lexiconWords.open()
		names, brands := &m.ds.Index, &m.ds.BrandIndex
		if names.N == 0 {
			x := Index(m.ds)
			names = &x
		}
		if brands.N == 0 {
			x := BrandIndex(m.ds)
			brands = &x
		}
		m.names, m.brands = &index{names, m.ds.Names}, &index{Index: brands}
	})
}

// Match resolves one name. With exact it corrects nothing and leaves nothing out:
// the suggestions then contain what it would have resolved to.
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
	r, ok := m.exact(key, query)
	if !ok {
		r, ok = m.brand(key, query, "")
	}
	if ok {
		r.named = true
		m.explain(&r)
		return r
	}
	r = m.inexact(query, string(key), exact, suggest)
	m.explain(&r)
	return r
}

// explain gives each suggestion its warning.
func (m *Matcher) explain(r *Result) {
	for i := range r.Suggestions {
		s := &r.Suggestions[i]
		e := &m.ds.Entries[s.Entry]
		if s.Matched != "" && strings.Contains(name.Key(e.Name), name.Key(s.Matched)) {
			s.Matched = ""
		}
		s.Warning = warning(e)
	}
}

// warning names what an entry is easily taken for.
func warning(e *catalog.Entry) string {
	var b strings.Builder
	for i := range e.Confusable {
		switch {
		case i == 0:
			b.WriteString("easily confused with ")
		case i == len(e.Confusable)-1:
			b.WriteString(" and ")
		default:
			b.WriteString(", ")
		}
		b.WriteString(e.Confusable[i].Name)
	}
	return b.String()
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

// exact resolves a key that is a name, and the same words as the text that it is
// of. An entry's own name outranks an alias that another entry has.
func (m *Matcher) exact(key []byte, text string) (Result, bool) {
	from, to := m.find(key)
	best, shared := -1, false
	for i := from; i < to; i++ {
		n := &m.ds.Names[i]
		if n.Kind != catalog.CodeName && !name.SameWords(text, n.Text) {
			continue
		}
		if best < 0 {
			best = i
			continue
		}
		b := &m.ds.Names[best]
		switch {
		case n.Kind < b.Kind && n.Entry != b.Entry:
			shared = n.Kind != catalog.ExactName
			best = i
		case n.Kind < b.Kind:
			best = i
		case n.Entry != b.Entry:
			if n.Kind == b.Kind || b.Kind != catalog.ExactName {
				shared = true
			}
		}
	}
	if best < 0 {
		return Result{}, false
	}
	if !shared {
		n := &m.ds.Names[best]
		return Result{Kind: kindOf(n.Kind), Entry: n.Entry, Matched: n.Text}, true
	}
	r := Result{Kind: Ambiguous, Entry: -1, Message: "several entries go by this name"}
	group := m.ds.Names[from:to]
	switch owner := m.codeOwner(group); {
	case owner >= 0: // the others share its code
		r = Result{Kind: Code, Entry: owner, Matched: group[0].Text}
	case group[0].Kind == catalog.CodeName:
		r.Message = "several entries have this code"
	}
	for i := range group {
		n := &group[i]
		if n.Entry != r.Entry && (n.Kind == catalog.CodeName || name.SameWords(text, n.Text)) {
			r.suggest(n.Entry, "")
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

// suggest adds an entry to the suggestions, once.
func (r *Result) suggest(entry int32, matched string) {
	for i := range r.Suggestions {
		if r.Suggestions[i].Entry == entry {
			return
		}
	}
	if len(r.Suggestions) == maxSuggestions {
		r.More++
		return
	}
	r.Suggestions = append(r.Suggestions, Suggestion{Entry: entry, Matched: matched})
}
