package cli

import (
	"context"
	"errors"
	"io"
	"runtime"
	"runtime/metrics"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/term"
)

// A filter is a program of the user's, and may print or compute without end.
// It runs in a goroutine of its own, so that the run can end without it: what
// it prints goes out while it runs, and it is ended when its values take too
// much memory.

const (
	watchEvery = 5 * time.Millisecond
	stepEvery  = 250 * time.Microsecond
	flushEvery = 20 // looks, after which what the filter printed goes out
	watchGrace = 10 // looks, in which a filter may end in order
	outletPart = 32 << 10
)

// The memory that the values of a filter may take, as found when garbage was
// last collected: between collections it about doubles.
const (
	filterMemory = 256 << 20
	filterFactor = 16       // of the JSON that it reads, which its values take some ten of
	filterStack  = 96 << 20 // the whole program ends when a stack reaches 512 MiB
)

// filtered writes what the filter makes of a text.
func (w *writer) filtered(text []byte) error {
	return w.guarded(len(text), func(ctx context.Context, out *outlet) error {
		return documents(text, func(_ int, v any) error { return w.filter.apply(ctx, v, out) })
	})
}

// guarded runs a filter that reads that many bytes of JSON at once and writes
// what it prints. What a filter prints nobody has made fit for a terminal.
func (w *writer) guarded(read int, run func(ctx context.Context, out *outlet) error) error {
	ctx, cancel := context.WithCancel(w.ctx)
	defer cancel()
	bare, end := w.a.bare()
	out := &outlet{w: bare, failed: make(chan struct{})}
	g := newGuard(w.what, filterMemory, read)
	done := make(chan error, 1)
	go func() { done <- run(&steps{Context: ctx, cancel: cancel, guard: g, last: time.Now()}, out) }()
	err := g.watch(done, cancel, out)
	if failed := out.close(); failed != nil {
		return &writeError{failed}
	}
	if failed := end(); failed != nil {
		return &writeError{failed}
	}
	return err
}

// guard knows what a filter may take.
type guard struct {
	what    string // the flag of the filter
	limit   uint64 // which the message names
	allowed uint64
	// What the program held before: on the heap, and as stacks.
	heap, stacks uint64
}

func newGuard(what string, limit uint64, read int) guard {
	m := memory()
	return guard{what, limit, limit + filterFactor*uint64(read), m.HeapAlloc, m.StackInuse}
}

// steps is the context of a jq filter, which asks for Done before each of its
// steps. The watch comes by the clock, too late for a step that takes much and
// gives it up at once; here the values are still held, and nothing else of the
// filter runs. A step that takes much takes some time, so that the others need
// not be looked into.
type steps struct {
	context.Context
	cancel func()
	guard  guard
	last   time.Time // of a look
	next   uint64    // the heap that is worth the next collection
	over   error
}

func (s *steps) Done() <-chan struct{} {
	if time.Since(s.last) > stepEvery {
		s.look()
		s.last = time.Now()
	}
	return s.Context.Done()
}

func (s *steps) Err() error {
	if s.over != nil {
		return s.over
	}
	return s.Context.Err()
}

func (s *steps) look() {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	most := s.guard.heap + s.guard.allowed
	switch heap := sample[0].Value.Uint64(); {
	case heap <= most:
		s.next = most
	case heap > s.next:
		live := held()
		if live > most {
			s.over = tooMuch(s.guard.what, s.guard.limit)
			s.cancel()
		}
		// Close to the limit, not every look is worth one.
		s.next = max(most, live+s.guard.allowed/8)
	}
}

// watch waits for a filter to end and gives its error. One that takes too much
// is cancelled, and given up on if it does not heed that: nothing can stop a
// goroutine from outside, and the program is about to end.
func (g guard) watch(done <-chan error, cancel func(), out *outlet) error {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	collected := make(chan uint64, 1) // what was held after a collection
	collecting := false
	var over error // why the filter was cancelled
	grace := watchGrace
	for looks := 1; ; {
		select {
		case err := <-done:
			if err != nil && over != nil {
				return over
			}
			return err
		case <-out.failed:
			return nil // which closing it tells
		case held := <-collected:
			if collecting = false; held > g.heap+g.allowed {
				over = tooMuch(g.what, g.limit)
				cancel()
			}
			continue
		case <-tick.C:
		}
		if looks++; looks%flushEvery == 0 {
			go out.flush() // which may have to wait for the reader
		}
		if over != nil {
			if grace--; grace < 0 {
				return over
			}
			continue
		}
		// What was not collected yet may be garbage: a filter that makes it
		// fast is no fault, up to where the machine would suffer.
		m := memory()
		switch {
		case m.StackInuse > g.stacks+filterStack:
			over = usage("bound the recursion", "%s: the expression calls itself, or nests its values, too deep", g.what)
		case m.HeapAlloc > g.heap+3*g.allowed:
			over = tooMuch(g.what, g.limit)
		case !collecting && m.HeapAlloc > g.heap+g.allowed:
			collecting = true
			go func() { collected <- held() }()
		}
		if over != nil {
			grace = 0
			cancel()
		}
	}
}

func tooMuch(what string, limit uint64) error {
	return usage("keep less at a time, or leave the work to a program that reads the JSON", "%s: the expression takes more than %d MiB of memory", what, limit>>20)
}

// memory is what the program holds, garbage included. Package runtime/metrics
// would know it without stopping the program for a moment, but takes a tenth of a
// millisecond at every start.
func memory() runtime.MemStats {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m
}

// held is at least how much of what the program holds now is no garbage: what
// comes while it is being found out does not count, and a busy machine may take
// long.
func held() uint64 {
	before := memory().TotalAlloc
	runtime.GC()
	m := memory()
	return m.HeapAlloc - min(m.HeapAlloc, m.TotalAlloc-before)
}

// outlet passes on what a filter prints: in large parts, and what has gathered
// whenever it is asked to.
type outlet struct {
	mu  sync.Mutex
	w   io.Writer
	buf []byte
	err error // the first; nothing is written after it
	// failed is closed when something cannot be written.
	failed chan struct{}
}

func (o *outlet) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.buf = append(o.buf, p...); len(o.buf) >= outletPart {
		o.put()
	}
	return len(p), o.err
}

// put writes what has gathered.
func (o *outlet) put() {
	if o.err == nil && len(o.buf) > 0 {
		if _, o.err = o.w.Write(o.buf); o.err != nil {
			close(o.failed)
		}
	}
	o.buf = o.buf[:0]
}

// flush writes what has gathered, unless something is being written.
func (o *outlet) flush() {
	if o.mu.TryLock() {
		o.put()
		o.mu.Unlock()
	}
}

var errClosed = errors.New("the run is over")

// close writes the rest, and nothing that a filter without an end prints later.
func (o *outlet) close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.put()
	err := o.err
	o.err = errClosed
	return err
}

// bare is standard output for text that nobody has made fit for a terminal:
// what a filter prints, and what is no answer of ours. On a terminal it is
// cleaned; a pipe or a file gets it byte for byte. After the last byte end is
// to be called.
func (a *app) bare() (out io.Writer, end func() error) {
	if !a.env.IsTerminal(a.env.Stdout) {
		return a.out, func() error { return nil }
	}
	c := &cleaner{w: a.out}
	return c, c.end
}

// writeBare writes such a text.
func (a *app) writeBare(text string) error {
	out, end := a.bare()
	_, err := io.WriteString(out, text)
	if err == nil {
		err = end()
	}
	if err != nil {
		return &writeError{err}
	}
	return nil
}

// cleaner passes on text of many lines as a terminal may get it.
type cleaner struct {
	w    io.Writer
	held []byte // the beginning of a character or of a line end
}

func (c *cleaner) Write(p []byte) (int, error) {
	text := append(c.held, p...)
	n := whole(text)
	c.held = append([]byte(nil), text[n:]...)
	if _, err := io.WriteString(c.w, term.CleanLines(string(text[:n]))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// end writes what was held back.
func (c *cleaner) end() error {
	if len(c.held) == 0 {
		return nil
	}
	_, err := io.WriteString(c.w, term.CleanLines(string(c.held)))
	return err
}

// whole is how many bytes of a text can be judged without what follows.
func whole(text []byte) int {
	if n := len(text); n > 0 && text[n-1] == '\r' {
		return n - 1
	}
	for back := 1; back < utf8.UTFMax && back <= len(text); back++ {
		if i := len(text) - back; utf8.RuneStart(text[i]) {
			if !utf8.FullRune(text[i:]) {
				return i
			}
			break
		}
	}
	return len(text)
}
