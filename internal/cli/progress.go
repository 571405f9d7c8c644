package cli

import (
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"time"

	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/term"
)

// progress is a line on stderr about a long batch, if a person watches stderr
// and not the answers themselves. The libraries for it work at every start of
// the program, whether there is a batch or not (docs/dependencies.md).
type progress struct {
	a       *app
	on      bool
	size    int64 // of all input, 0 if that is not known
	read    atomic.Int64
	started time.Time
	last    time.Time
	shown   bool
}

// progress counts what is read of the sources from here on.
func (a *app) progress(sources []source) *progress {
	now := a.env.Now()
	p := &progress{
		a: a, started: now, last: now,
		on: !a.flags.quiet && a.env.IsTerminal(a.env.Stderr) && !a.env.IsTerminal(a.env.Stdout),
	}
	if !p.on {
		return p
	}
	for i := range sources {
		s := &sources[i]
		if s.r == nil {
			continue
		}
		st := regular(s.r)
		if st == nil {
			p.size = 0
			return p
		}
		p.size += st.Size()
		s.r = &counted{s.r, &p.read}
	}
	return p
}

// counted is a stream of which it is known how much was read.
type counted struct {
	r io.Reader
	n *atomic.Int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n.Add(int64(n))
	return n, err
}

// show says how far the batch is, twice a second and not in the first second.
func (p *progress) show(names int) {
	if !p.on {
		return
	}
	now := p.a.env.Now()
	run := now.Sub(p.started)
	if run < time.Second || now.Sub(p.last) < time.Second/2 {
		return
	}
	p.last, p.shown = now, true
	line := fmt.Sprintf("%s answered, %.0f a second", page.Count(names, "name"), float64(names)/run.Seconds())
	if done := float64(p.read.Load()) / float64(p.size); p.size > 0 && done > 0 {
		done = min(done, 1) // a file may grow
		left := time.Duration(float64(run) * (1 - done) / done).Round(time.Second)
		line = fmt.Sprintf("%.0f%%, %s, %s left", 100*done, line, left)
	}
	p.write("\r" + line + strings.Repeat(" ", max(0, progressWidth-len(line))))
}

// progressWidth is enough for a line, and leaves the last column of a terminal
// free.
const progressWidth = term.DefaultWidth - 1

// end wipes the line.
func (p *progress) end() {
	if p.shown {
		p.write("\r" + strings.Repeat(" ", progressWidth) + "\r")
	}
}

// write goes past what cleans standard error, for it moves the cursor.
func (p *progress) write(text string) { _, _ = io.WriteString(p.a.env.Stderr, text) }
