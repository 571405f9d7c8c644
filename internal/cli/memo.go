package cli

import (
	"sync"
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
// and what misspelt and unknown names came to.
type memo struct {
	suggest        bool // whether suggestions are shown, and so looked for
	entries, names kept
}

// kept is a map for several goroutines that begins anew when it is full.
type kept struct {
	sync.Map
	n atomic.Int32
}

func (k *kept) keep(key, value any, most int32) {
	if k.n.Add(1) > most {
		k.Clear()
		k.n.Store(1)
	}
	k.Store(key, value)
}

// entry gives an entry of the dataset. Nobody may change it.
func (q *answerer) entry(i int32) *answer.Entry {
	if e, ok := q.batch.entries.Load(i); ok {
		return e.(*answer.Entry)
	}
	e := q.build.Entry(i)
	q.batch.entries.keep(i, &e, memoEntries)
	return &e
}

// matched resolves a name.
func (q *answerer) matched(name string) match.Result {
	if r, ok := q.batch.names.Load(name); ok {
		return r.(match.Result)
	}
	resolve := q.match.Resolve
	if q.batch.suggest {
		resolve = q.match.Match
	}
	r := resolve(name, q.exact)
	switch r.Kind {
	case match.Exact, match.Alias, match.Code: // found as fast again
	default:
		if len(name) <= memoName {
			q.batch.names.keep(name, r, memoNames)
		}
	}
	return r
}
