package cli

import (
	"sync"

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
// and what misspelt and unknown names came to. It holds no more than its
// bounds, so that a batch of any length takes the same memory.
type memo struct {
	suggest bool // whether suggestions are shown, and so looked for
	mu      sync.RWMutex
	entries map[int32]*answer.Entry
	names   map[string]match.Result
}

func newMemo() *memo {
	return &memo{suggest: true, entries: map[int32]*answer.Entry{}, names: map[string]match.Result{}}
}

// entry gives an entry of the dataset. Nobody may change it.
func (q *answerer) entry(i int32) *answer.Entry {
	m := q.batch
	m.mu.RLock()
	e := m.entries[i]
	m.mu.RUnlock()
	if e != nil {
		return e
	}
	made := q.build.Entry(i)
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.entries) >= memoEntries {
		clear(m.entries)
	}
	m.entries[i] = &made
	return &made
}

// matched resolves a name.
func (q *answerer) matched(name string) match.Result {
	m := q.batch
	m.mu.RLock()
	r, ok := m.names[name]
	m.mu.RUnlock()
	if ok {
		return r
	}
	if m.suggest {
		r = q.match.Match(name, q.exact)
	} else {
		r = q.match.Resolve(name, q.exact)
	}
	switch r.Kind {
	case match.Exact, match.Alias, match.Code:
		return r // found as fast again
	}
	if len(name) > memoName {
		return r
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.names) >= memoNames {
		clear(m.names)
	}
	m.names[name] = r
	return r
}
