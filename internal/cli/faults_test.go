package cli

import (
	"errors"
	"io"
	"strings"
	"syscall"
	"testing"

	"github.com/backcare/backcare/internal/render"
)

// turn is a stream of which one operation fails, counted from 0; below that none
// does. It counts them all.
type turn struct {
	r    io.Reader
	w    io.Writer
	fail int
	err  error
	n    int
}

func (s *turn) next() bool {
	s.n++
	return s.n-1 == s.fail
}

func (s *turn) Read(p []byte) (int, error) {
	if s.next() {
		return 0, s.err
	}
	return s.r.Read(p[:min(len(p), 9)]) // so that there are several
}

func (s *turn) Write(p []byte) (int, error) {
	if s.next() {
		return 0, s.err
	}
	return s.w.Write(p)
}

// TestEveryOperationFailsInTurn: whichever read or write of a run fails, the
// status says so, nothing is claimed that was not written, and what was written
// is the beginning of the answer.
func TestEveryOperationFailsInTurn(t *testing.T) {
	const names = "alphadol\nnobody knows this\nbetagel\n"
	var lines [][]string
	for _, f := range append(render.Formats(), "") {
		how := []string{"-o", f}
		if f == "" {
			how = []string{"--jq", "keys[]"}
		}
		for _, args := range [][]string{
			{"drug", "lookup", "alphadol", "nobody knows this"}, {"drug", "lookup", "-"}, {"drug", "list"}, {"drug", "compare", "alphadol", "betagel"},
			{"document", "show", "900"}, {"reference", "list"}, {"dataset", "info"}, {"config", "show"}, {"version"},
		} {
			lines = append(lines, append(args, how...))
		}
	}
	lines = append(lines, []string{"dataset", "validate", "nowhere"}, []string{"dataset", "validate", small}, []string{"dataset", "export", "-o", "sqlite-sql"}, []string{"__complete", "drug", "lookup", "a"}, []string{"help"}, []string{"drug", "lookup", "--from", "nowhere"})
	faults := 0
	for _, args := range lines {
		run := func(in, out, err *turn) (int, string, string) {
			c := newConsole("BACKCARE_DATA", small)
			in.r, out.w, err.w = strings.NewReader(names), &c.out, &c.err
			c.Stdin, c.Stdout, c.Stderr = in, out, err
			status := c.run(args...)
			return status, c.out.String(), c.err.String()
		}
		never := func() *turn { return &turn{fail: -1} }
		in, out, err := never(), never(), never()
		status, answer, said := run(in, out, err)
		for n := range out.n {
			for want, cause := range map[int]error{ExitData: syscall.ENOSPC, ExitPipe: syscall.EPIPE} {
				faults++
				got, part, _ := run(never(), &turn{fail: n, err: cause}, never())
				if got != want || !strings.HasPrefix(answer, part) {
					t.Errorf("%v, write %d fails with %v: exit status %d, %.80q", args, n, cause, got, part)
				}
			}
		}
		for n := range err.n {
			faults++
			if got, whole, _ := run(never(), never(), &turn{fail: n, err: syscall.EPIPE}); got != status || whole != answer {
				t.Errorf("%v, write %d to stderr fails: exit status %d, want %d: %.80q", args, n, got, status, whole)
			}
		}
		for n := range in.n {
			faults++
			got, part, message := run(&turn{fail: n, err: syscall.EIO}, never(), never())
			if got != ExitUsage || !strings.HasPrefix(answer, part) || !strings.Contains(message, "cannot read names from standard input: input/output error") {
				t.Errorf("%v, read %d fails: exit status %d, %.80q, %q", args, n, got, part, message)
			}
			if strings.Contains(message, "resolved") && message != said {
				t.Errorf("%v, read %d fails: names are counted: %q", args, n, message)
			}
		}
		again := &turn{fail: 0, err: syscall.EAGAIN}
		if got, whole, _ := run(never(), again, never()); out.n > 0 && (got != status || whole != answer) {
			t.Errorf("%v, the first write is to be made again: exit status %d, %.80q", args, got, whole)
		}
	}
	if faults < 250 {
		t.Errorf("%d faults", faults)
	}
	if !errors.Is(&writeError{syscall.EIO}, syscall.EIO) {
		t.Error("the cause of a failed write is lost")
	}
}
