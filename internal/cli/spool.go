package cli

import (
	"context"
	"io"
	"runtime"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/term"
)

// A filter is a program of the user's, and may print or compute without end.
// It runs in a goroutine of its own; what it prints is handed over in parts,
// so that it goes out while the filter runs and takes no memory; and a watch
// ends a filter that takes too much memory for its values.

const (
	spoolPart  = 32 << 10               // bytes handed over at once
	spoolPause = 100 * time.Millisecond // after which a smaller part goes out too
)

// spool carries what a filter prints to the goroutine that writes it. One
// goroutine fills it.
type spool struct {
	parts chan []byte
	stop  <-chan struct{}
	mu    sync.Mutex
	buf   []byte
}

func newSpool(ctx context.Context) *spool {
	return &spool{parts: make(chan []byte), stop: ctx.Done()}
}

func (s *spool) Write(p []byte) (int, error) { return spooled(s, p) }

func (s *spool) WriteString(p string) (int, error) { return spooled(s, p) }

func spooled[T string | []byte](s *spool, p T) (int, error) {
	all := len(p)
	for len(p) > 0 {
		s.mu.Lock()
		n := min(len(p), spoolPart-len(s.buf))
		s.buf = append(s.buf, p[:n]...)
		p = p[n:]
		var part []byte
		if len(s.buf) == spoolPart {
			part, s.buf = s.buf, nil
		}
		s.mu.Unlock()
		if part == nil {
			continue
		}
		select {
		case s.parts <- part:
		case <-s.stop:
			s.mu.Lock()
			s.buf = part // it came before the end
			s.mu.Unlock()
			return all - len(p), context.Canceled
		}
	}
	return all, nil
}

// take gives what was not handed over yet.
func (s *spool) take() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	part := s.buf
	s.buf = nil
	return part
}

// drain writes what comes out of a spool until its filter is done, or until
// the watch has tripped and the filter does not heed it: nothing can stop a
// goroutine from outside, and the program is about to end.
func (s *spool) drain(out io.Writer, done <-chan struct{}, w *watch) error {
	tick := time.NewTicker(spoolPause)
	defer tick.Stop()
	put := func(part []byte) error {
		if len(part) == 0 {
			return nil
		}
		if _, err := out.Write(part); err != nil {
			return &writeError{err}
		}
		return nil
	}
	tripped := w.tripped
	var grace <-chan time.Time
	for {
		var part []byte
		over := false
		select {
		case part = <-s.parts:
		case <-tick.C:
			part = s.take()
		case <-done:
			over, part = true, s.take()
		case <-tripped:
			tripped, grace = nil, time.After(w.grace())
		case <-grace:
			select {
			case part = <-s.parts:
			default:
			}
			over, part = true, append(part, s.take()...)
		}
		if err := put(part); err != nil || over {
			return err
		}
	}
}

// The memory that the values of a filter may take, as found when garbage was
// last collected: between collections it about doubles.
const (
	filterMemory = 256 << 20
	filterFactor = 16       // of the JSON that it reads, which its values take some ten of
	filterStack  = 96 << 20 // the whole program ends when a stack reaches 512 MiB
	watchEvery   = 5 * time.Millisecond
	watchGrace   = 50 * time.Millisecond // to end in order once it has tripped
)

// watch looks at the memory of the program while a filter runs, and cancels
// the filter when it has taken too much.
type watch struct {
	tripped chan struct{} // closed
	quit    chan struct{}
	allowed uint64
	// Of what tripped it, set before tripped is closed: whether it was the
	// stack, and whether there is no time left to end in order.
	deep, urgent bool
}

// startWatch watches a filter that reads that many bytes of JSON at once.
func startWatch(read int, cancel func()) *watch {
	w := &watch{tripped: make(chan struct{}), quit: make(chan struct{}), allowed: filterMemory + filterFactor*uint64(read)}
	go w.run(memory().HeapAlloc, cancel)
	return w
}

// run looks until it is stopped or has tripped. Base is what the program held
// before.
func (w *watch) run(base uint64, cancel func()) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	collected := make(chan uint64, 1) // what was held after a collection
	collecting := false
	for {
		over := false
		select {
		case <-w.quit:
			return
		case held := <-collected:
			collecting, over = false, held > base+w.allowed
		case <-tick.C:
			m := memory()
			w.deep = m.StackInuse > filterStack
			// What was not collected yet may be garbage: a filter that makes
			// it fast is no fault, up to where the machine would suffer.
			w.urgent = w.deep || m.HeapAlloc > base+3*w.allowed
			over = w.urgent
			if !over && !collecting && m.HeapAlloc > base+w.allowed {
				collecting = true
				go func() { collected <- held() }()
			}
		}
		if over {
			cancel()
			close(w.tripped)
			return
		}
	}
}

func (w *watch) stop() { close(w.quit) }

func (w *watch) grace() time.Duration {
	if w.urgent {
		return 0
	}
	return watchGrace
}

// err is the failure of a filter that was ended; nil where none was.
func (w *watch) err(what string) error {
	select {
	case <-w.tripped:
	default:
		return nil
	}
	if w.deep {
		return usage("bound the recursion", "%s: the expression calls itself, or nests its values, too deep", what)
	}
	return usage("keep less at a time, or leave the work to a program that reads the JSON", "%s: the expression takes more than %d MiB of memory", what, w.allowed>>20)
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

// filtered runs a filter over a text and writes what it prints.
func (w *writer) filtered(text []byte) error {
	ctx, cancel := context.WithCancel(w.ctx)
	defer cancel()
	guard := startWatch(len(text), cancel)
	defer guard.stop()
	s, done := newSpool(ctx), make(chan struct{})
	var failed error // to be read once done is closed
	go func() {
		defer close(done)
		failed = w.filter.documents(ctx, text, s)
	}()
	out, end := w.a.bare()
	if err := s.drain(out, done, guard); err != nil {
		return err
	}
	if err := end(); err != nil {
		return &writeError{err}
	}
	return w.outcome(done, guard, &failed)
}

// outcome is the failure of a filter whose output was drained: its own, or that
// it was ended. Failed is to be read once done is closed, and never of one that
// was given up on.
func (w *writer) outcome(done <-chan struct{}, guard *watch, failed *error) error {
	err := guard.err(w.what)
	select {
	case <-done:
		if *failed == nil || err == nil {
			return *failed
		}
	default:
	}
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
