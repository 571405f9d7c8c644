package cli

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/sourcegraph/conc/stream"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/render"
)

// maxLine bounds a line of a batch, in bytes.
const maxLine = 1 << 20

// A chunk is answered by one goroutine. Its bounds keep the answers of the
// chunks under way, some tens of kilobytes each, within a few megabytes.
const (
	chunkNames = 32
	chunkRows  = 512 // of csv, whose answers are short
	chunkBytes = 64 << 10
)

// ask is one name of a batch. Problem, if not empty, says why it was not
// read; the name is then only its beginning.
type ask struct {
	name, problem string
}

// result answers an ask.
func (q *answerer) result(k ask) answer.Result {
	if k.problem == "" {
		return q.build.ResultOf(k.name, q.matched(k.name), q.entry)
	}
	return q.build.Result(k.name, match.Result{Kind: match.None, Entry: -1, Message: k.problem})
}

// runBatch answers the names of the arguments, of standard input if an
// argument or --from is "-", and of the files, in that order.
func (a *app) runBatch(w *writer, q *answerer, args []string) error {
	sources, closeAll, err := a.sources(args)
	defer closeAll()
	if err != nil {
		return err
	}
	// An unknown column is found before a long input is read.
	pieces, err := w.open(q.build.Lookup(nil))
	if err != nil {
		return renderError(err)
	}
	q.batch = &memo{suggest: true}
	var t tally
	if pieces != nil {
		err = a.stream(w, q, sources, pieces, &t)
	} else {
		err = a.collect(w, q, sources, &t)
	}
	if err == nil && t.names() == 0 {
		return usage("write one name a line; blank lines and lines that begin with # do not count", "there are no names to look up")
	}
	if err != nil {
		return err
	}
	if !a.flags.quiet {
		a.say("backcare: " + t.String() + "\n")
	}
	return t.outcome()
}

// source is where names come from: one given as an argument, or a stream.
type source struct {
	name string    // the argument, if stream is nil
	r    io.Reader // lines
	what string    // how messages call the stream
}

// sources opens everything before the first name is answered, so that a
// missing file is found at once.
func (a *app) sources(args []string) (list []source, closeAll func(), err error) {
	var files []*os.File
	closeAll = func() {
		for _, f := range files {
			_ = f.Close() // read only: nothing can be lost
		}
	}
	stdin := false
	open := func(path string) error {
		if path == "-" {
			switch {
			case stdin:
				return usage("name it once", "standard input cannot be read twice")
			case a.env.IsTerminal(a.env.Stdin):
				return usage("as in: backcare drug lookup - < names.txt", "\"-\" reads names from standard input, which is a terminal")
			}
			stdin = true
			if a.isOutput(a.env.Stdin) {
				return readsOutput("standard input")
			}
			list = append(list, source{r: a.env.Stdin, what: "standard input"})
			return nil
		}
		f, err := os.Open(path)
		if err == nil {
			files = append(files, f)
			var st os.FileInfo
			if st, err = f.Stat(); err == nil && st.IsDir() {
				err = errors.New("is a directory")
			}
		}
		if err != nil {
			return unreadable(fmt.Sprintf("%q", path), err)
		}
		if a.isOutput(f) {
			return readsOutput(fmt.Sprintf("%q", path))
		}
		list = append(list, source{r: f, what: fmt.Sprintf("%q", path)})
		return nil
	}
	for _, arg := range args {
		if arg != "-" {
			list = append(list, source{name: arg})
		} else if err := open(arg); err != nil {
			return nil, closeAll, err
		}
	}
	for _, path := range a.flags.from {
		if err := open(path); err != nil {
			return nil, closeAll, err
		}
	}
	return list, closeAll, nil
}

// isOutput reports whether a stream is the very file that answers go to: each
// answer would be a name to look up, without an end.
func (a *app) isOutput(stream any) bool {
	in, out := regular(stream), regular(a.env.Stdout)
	return in != nil && out != nil && os.SameFile(in, out)
}

// regular is the file behind a stream, nil if it is no regular one.
func regular(stream any) os.FileInfo {
	if f, ok := stream.(interface{ Stat() (os.FileInfo, error) }); ok {
		if st, err := f.Stat(); err == nil && st.Mode().IsRegular() {
			return st
		}
	}
	return nil
}

func readsOutput(what string) error {
	return usage("write the answers to another file", "%s is the file that the answers go to", what)
}

// read gives each name to take, and calls pause whenever the next one may be
// long in coming. It ends early when take returns false.
func (s source) read(take func(ask) bool, pause func()) error {
	if s.r == nil {
		take(ask{name: s.name})
		return nil
	}
	r := bufio.NewReaderSize(&lineEnds{r: s.r}, 64<<10)
	if err := skipMark(r, s.what); err != nil {
		return err
	}
	for n := 1; ; n++ {
		if !lineBuffered(r) {
			pause()
		}
		line, tooLong, err := readLine(r)
		if err != nil && !errors.Is(err, io.EOF) {
			return unreadable(s.what, err)
		}
		if bad := notNames(line); bad != "" && !tooLong {
			return usage("save the names as UTF-8, one a line", "line %d of %s %s", n, s.what, bad)
		}
		k := ask{name: string(bytes.TrimSpace(line))}
		if tooLong {
			k = ask{beginning(k.name), fmt.Sprintf("line %d is longer than 1 MiB and was not read", n)}
		}
		if k.name != "" && k.name[0] != '#' && !take(k) {
			return nil
		}
		if err != nil {
			return nil
		}
	}
}

// lineEnds passes a stream on with every line ended by \n, whether it was by \r,
// \n or both.
type lineEnds struct {
	r  io.Reader
	cr bool // the last byte was \r
}

func (l *lineEnds) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if !l.cr && bytes.IndexByte(p[:n], '\r') < 0 {
		return n, err
	}
	kept := 0
	for _, c := range p[:n] {
		after := l.cr
		if l.cr = c == '\r'; l.cr {
			c = '\n'
		} else if after && c == '\n' {
			continue
		}
		p[kept] = c
		kept++
	}
	return kept, err
}

// notNames says why a line cannot hold a name: it is in another encoding. An
// encoding that is guessed could turn one name into another.
func notNames(line []byte) string {
	switch {
	case bytes.IndexByte(line, 0) >= 0:
		return "has NUL bytes: it is UTF-16 or UTF-32, or no text"
	case !utf8.Valid(line):
		return "is not UTF-8"
	}
	return ""
}

// skipMark passes over the byte order mark that some editors write, and
// refuses UTF-16, which shells on Windows write, and UTF-32.
func skipMark(r *bufio.Reader, what string) error {
	for _, mark := range []struct{ bytes, encoding string }{
		{"\xEF\xBB\xBF", ""},
		{"\xFF\xFE\x00\x00", "UTF-32"}, {"\x00\x00\xFE\xFF", "UTF-32"},
		{"\xFF\xFE", "UTF-16"}, {"\xFE\xFF", "UTF-16"},
	} {
		switch found, err := begins(r, mark.bytes); {
		case err != nil:
			return unreadable(what, err)
		case found && mark.encoding != "":
			return usage("save the names as UTF-8", "%s is %s", what, mark.encoding)
		case found:
			_, err := r.Discard(len(mark.bytes))
			return err
		}
	}
	return nil
}

// begins reports whether a stream begins so. It waits for a byte only while
// those before it fit: the first line may be shorter than what is looked for,
// and nothing may follow it until it is answered.
func begins(r *bufio.Reader, with string) (bool, error) {
	for n := 1; n <= len(with); n++ {
		head, err := r.Peek(n)
		if err != nil && !errors.Is(err, io.EOF) { // which is said only once
			return false, err
		}
		if string(head) != with[:n] {
			return false, nil
		}
	}
	return true, nil
}

func unreadable(what string, err error) error {
	return usage("", "cannot read names from %s: %s", what, reason(err))
}

// lineBuffered reports whether a whole line can be read without waiting.
func lineBuffered(r *bufio.Reader) bool {
	held, _ := r.Peek(r.Buffered())
	return bytes.IndexByte(held, '\n') >= 0
}

// readLine reads up to a line end or the end of the stream. Of a line over
// the limit it keeps the beginning and reads past the rest; spaces before the
// first character do not count. The line is valid until the next one is read.
func readLine(r *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if line == nil {
			part = bytes.TrimLeft(part, " \t\r\v\f")
		}
		switch {
		case err == nil && line == nil && !tooLong:
			return part, false, nil // the usual case, without a copy
		case tooLong:
		case len(line)+len(bytes.TrimRight(part, "\r\n")) > maxLine:
			tooLong = true
		default:
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, tooLong, err
		}
	}
}

// beginning is enough of an overlong line to find it again.
func beginning(s string) string {
	const keep = 40
	n := 0
	for i := range s {
		if n++; n > keep {
			return s[:i] + "…"
		}
	}
	return s
}

// tableRows is the most rows of a box, whose columns are as wide as what they
// hold: a longer batch is several, each with its own header.
const tableRows = 1000

// collect answers everything, then writes it as one answer: a filter may ask
// for the whole, and a box must know what it holds.
func (a *app) collect(w *writer, q *answerer, sources []source, t *tally) error {
	results := []answer.Result{}
	g := a.gate()
	var failed error
	for _, s := range sources {
		err := s.read(func(k ask) bool {
			r := q.result(k)
			t.add(&r, g)
			results = append(results, r)
			if w.filter == nil && len(results) == tableRows {
				failed = w.write(q.build.Lookup(results))
				results = results[:0]
			}
			return failed == nil
		}, func() {})
		if err = cmp.Or(failed, err); err != nil {
			return err
		}
	}
	if len(results) == 0 {
		return nil
	}
	return w.write(q.build.Lookup(results))
}

// chunk is some names that follow one another, and their answers.
type chunk struct {
	before int // how many names come before
	asks   []ask
	bytes  int
	out    []byte
	tally  tally
	rest   page.Rest
	err    error
}

// stream writes each answer as its name is read, in the order of the names.
// What comes before all answers is written with the first one. A reader fills
// chunks of names, as many goroutines as there are processors answer them, and
// the answers are written in turn, or what a filter makes of one after another.
// A chunk is cut short when the next name is not there yet, so that a person or
// a slow program at the other end sees every answer at once.
func (a *app) stream(w *writer, q *answerer, sources []source, pieces render.Pieces, t *tally) error {
	size := chunkNames
	if w.format().Shape == render.BySheet {
		size = chunkRows
	}
	p := a.progress(sources)
	defer p.end()
	q.lines = w.format().Shape == render.ByLine
	q.batch.suggest = pieces.Shows(answer.SuggestionsColumn) || w.filter != nil
	spare := sync.Pool{New: func() any { return new(chunk) }} // those already written
	var rest page.Rest
	each := func(put func(*chunk) error) error {
		over, end := context.WithCancelCause(context.Background())
		written := func(c *chunk) {
			if over.Err() != nil {
				return
			}
			if c.err != nil {
				end(renderError(c.err))
				return
			}
			if c.before == 0 {
				w.sayOrigin()
			}
			if err := put(c); err != nil {
				end(err)
				return
			}
			t.merge(c.tally)
			rest.Merge(c.rest)
			p.show(t.names())
			clear(c.asks)
			*c = chunk{asks: c.asks[:0], out: c.out[:0]}
			spare.Put(c)
		}
		go func() {
			answers := stream.New().WithMaxGoroutines(runtime.GOMAXPROCS(0))
			err := a.fill(sources, size, &spare, func(c *chunk) bool {
				answers.Go(func() stream.Callback {
					c.answer(w, pieces, q, a.gate())
					return func() { written(c) }
				})
				return over.Err() == nil
			})
			answers.Wait()
			end(cmp.Or(err, io.EOF))
		}()
		<-over.Done() // what failed does not wait for the next line to be read
		if err := context.Cause(over); err != io.EOF {
			return err
		}
		return nil
	}
	if w.filter == nil {
		write := func(text []byte) error {
			if _, err := a.out.Write(text); err != nil {
				return &writeError{err}
			}
			return nil
		}
		err := each(func(c *chunk) error {
			if c.before == 0 {
				return write(append(pieces.Head(), c.out...))
			}
			return write(c.out)
		})
		if err != nil || t.names() == 0 {
			return err // a list that is not whole stays open
		}
		tail, err := pieces.Tail(rest)
		if err != nil {
			return renderError(err)
		}
		if len(tail) == 0 {
			return nil
		}
		return write(tail)
	}
	var at atomic.Pointer[ask] // the name that the filter is at
	err := w.guarded(0, func(ctx context.Context, out *outlet) error {
		return each(func(c *chunk) error {
			err := documents(c.out, func(n int, v any) error {
				at.Store(&c.asks[n])
				return w.filter.apply(ctx, v, out)
			})
			if err == nil {
				at.Store(nil)
				out.flush()
			}
			return err
		})
	})
	if k, failed := at.Load(), (*writeError)(nil); err != nil && k != nil && !errors.As(err, &failed) {
		return fmt.Errorf("%w (for the name %q)", err, beginning(k.name))
	}
	return err
}

// fill cuts the sources into chunks of up to size names and hands each on,
// until send refuses.
func (a *app) fill(sources []source, size int, spare *sync.Pool, send func(*chunk) bool) error {
	c, open, before := spare.Get().(*chunk), true, 0
	flush := func() {
		if open && len(c.asks) > 0 {
			c.before = before
			before += len(c.asks)
			open = send(c)
			c = spare.Get().(*chunk)
		}
	}
	for _, s := range sources {
		err := s.read(func(k ask) bool {
			c.asks = append(c.asks, k)
			c.bytes += len(k.name)
			if len(c.asks) == size || c.bytes >= chunkBytes {
				flush()
			}
			return open
		}, flush)
		flush()
		if err != nil || !open {
			return err
		}
	}
	return nil
}

func (c *chunk) answer(w *writer, pieces render.Pieces, q *answerer, g gate) {
	var r answer.Result // one for all, for each is written at once
	for i := range c.asks {
		r = q.result(c.asks[i])
		var element any = &r
		if q.lines {
			element = q.build.Line(&r)
		}
		if c.out, c.err = pieces.Item(c.out, c.before+i, element, &c.rest); c.err != nil {
			return
		}
		c.tally.add(&r, g)
	}
}
