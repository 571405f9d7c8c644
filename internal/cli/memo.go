package cli

import (
	"hash/maphash"
	"sync/atomic"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/match"
)

// The bounds of a memo: some ten megabytes at most.
const (
	memoEntries = 2048
	memoNames   = 1 << 14
	memoName    = 64 // bytes of a name that is kept
)

// memo keeps what a batch is likely to need again: the entries answered with,
// and what misspelt and unknown names came to. Each has one place where it can
// be, and pushes out what was there, so that a batch of any length takes the same
// memory and its goroutines never wait for one another.
type memo struct {
	suggest bool // whether suggestions are shown, and so looked for
	seed    maphash.Seed
	entries [memoEntries]atomic.Pointer[keptEntry]
	names   [memoNames]atomic.Pointer[keptName]
}

type keptEntry struct {
	index int32
	entry answer.Entry
}

type keptName struct {
	name   string
	result match.Result
}

func newMemo() *memo { return &memo{suggest: true, seed: maphash.MakeSeed()} }

// entry gives an entry of the dataset. Nobody may change it.
func (q *answerer) entry(i int32) *answer.Entry {
	place := &q.batch.entries[uint32(i)%memoEntries]
	k := place.Load()
	if k == nil || k.index != i {
		k = &keptEntry{i, q.build.Entry(i)}
		place.Store(k)
	}
	return &k.entry
}

// matched resolves a name.
func (q *answerer) matched(name string) match.Result {
	m := q.batch
	if len(name) > memoName {
		return q.resolve(name)
	}
	place := &m.names[maphash.String(m.seed, name)%memoNames]
	if k := place.Load(); k != nil && k.name == name {
		return k.result
	}
	r := q.resolve(name)
	switch r.Kind {
	case match.Exact, match.Alias, match.Code: // found as fast again
	default:
		place.Store(&keptName{name, r})
	}
	return r
}

func (q *answerer) resolve(name string) match.Result {
	if q.batch.suggest {
		return q.match.Match(name, q.exact)
	}
	return q.match.Resolve(name, q.exact)
}
