// Package cli is the command tree: it parses and checks what the user typed,
// asks the packages that know, and writes what they answer. Nothing here is
// kept between runs, and nothing of the process is read but what Env holds.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/config"
	"github.com/backcare/backcare/internal/term"
)

// The exit statuses, the same in every output format (contract, section 3).
const (
	ExitOK         = 0   // every name resolved; an empty list too
	ExitUnresolved = 1   // a name not found or ambiguous
	ExitUsage      = 2   // wrong usage, bad flag value, broken config
	ExitData       = 3   // a dataset that is invalid, or an output that cannot be written
	ExitGate       = 4   // --fail-on met
	ExitPipe       = 141 // the reader went away: what a shell reports for SIGPIPE
)

// Env is everything a run knows of its process.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	LookupEnv      func(key string) (value string, ok bool)
	IsTerminal     func(stream any) bool
	Size           func(stream any) int // the width of a stream's terminal, 0 unknown
	Height         func(stream any) int // its height; nil or 0 unknown
	Now            func() time.Time
	GOOS           string
	Version        string                  // set by packagers; empty to read it off the build
	Commit         string                  // the same
	Embedded       func() *catalog.Dataset // the dataset built in
}

// ProcessEnv is the Env of the running process.
func ProcessEnv(goos, version, commit string, embedded func() *catalog.Dataset) Env {
	return Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		LookupEnv: os.LookupEnv, IsTerminal: term.IsTerminal, Size: term.Size, Height: term.Height, Now: time.Now,
		GOOS: goos, Version: version, Commit: commit, Embedded: embedded,
	}
}

// app is one run.
type app struct {
	env   Env
	out   *sink
	err   io.Writer // standard error, on which everything is fit for a terminal
	flags flags
	// started tells that cobra has accepted the command, its flags and
	// arguments: an error before that is wrong usage. Its own errors have no
	// type to tell them by.
	started  bool
	settings config.Settings
	origins  []config.Value
	week     *int           // of pregnancy; nil if none is asked for
	narrow   bool           // the week was asked for by a flag, so its trimester alone counts
	own      *answer.Origin // what is answered from, if that is not the dataset built in
}

// Run executes one command line, without the program's name, and returns the
// exit status.
func Run(ctx context.Context, env Env, args []string) int {
	a, root := newApp(env)
	// A copy, never nil: cobra would read os.Args for nil, and may write to it.
	args = append([]string{}, args...)
	if len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd) {
		// When it completes, cobra repeats on the process's own stderr what it
		// cannot parse.
		for i := range args {
			args[i] = term.Clean(args[i])
		}
	}
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if a.out.err != nil {
		err = &writeError{a.out.err}
	}
	a.report(err)
	return exitStatus(err, a.started)
}

// Command makes the tree without running it, for the generator of man pages
// and of the command reference.
func Command(env Env) *cobra.Command {
	_, root := newApp(env)
	return root
}

func newApp(env Env) (*app, *cobra.Command) {
	a := &app{env: env, out: &sink{w: patient{env.Stdout}}, err: cleanLines{patient{env.Stderr}}}
	root := a.rootCommand()
	trimExamples(root)
	a.helpsColumns(root)
	root.SetIn(env.Stdin)
	root.SetOut(a.out)
	root.SetErr(a.err)
	return a, root
}

// trimExamples takes off the line end that keeps examples aligned in the
// source.
func trimExamples(cmd *cobra.Command) {
	cmd.Example = strings.Trim(cmd.Example, "\n")
	for _, c := range cmd.Commands() {
		trimExamples(c)
	}
}

// failure is an error that knows its exit status and what may help.
type failure struct {
	status  int
	message string
	hint    string   // empty for none
	details []string // further lines, shown before the message
	cause   error    // nil if nobody asks for it
}

func (f *failure) Error() string { return f.message }

func (f *failure) Unwrap() error { return f.cause }

func usage(hint, format string, args ...any) error {
	return &failure{status: ExitUsage, message: fmt.Sprintf(format, args...), hint: hint}
}

// writeError is standard output failing.
type writeError struct{ err error }

func (e *writeError) Error() string { return "cannot write to standard output: " + reason(e.err) }

func (e *writeError) Unwrap() error { return e.err }

// The outcomes of a run that answered: nothing is left to say about them.
var (
	errUnresolved = errors.New("a name was not resolved")
	errGate       = errors.New("a status is as cautious as asked for or more")
)

// exitStatus is the one place where an exit status is decided. A gate that is
// met outranks a name not resolved: it is the graver news, and either way the
// status is not 0.
func exitStatus(err error, started bool) int {
	var f *failure
	var w *writeError
	switch {
	case err == nil:
		return ExitOK
	case errors.As(err, &w) && errors.Is(w, syscall.EPIPE):
		return ExitPipe
	case errors.As(err, &w):
		return ExitData
	case errors.As(err, &f):
		return f.status
	case !started:
		return ExitUsage
	case errors.Is(err, errGate):
		return ExitGate
	case errors.Is(err, errUnresolved):
		return ExitUnresolved
	}
	return ExitUsage
}

// report tells stderr what went wrong, in one line and a hint.
func (a *app) report(err error) {
	if err == nil || errors.Is(err, errUnresolved) || errors.Is(err, errGate) {
		return
	}
	var w *writeError
	if errors.As(err, &w) && errors.Is(w, syscall.EPIPE) {
		return
	}
	var f *failure
	var b strings.Builder
	if errors.As(err, &f) {
		for _, d := range f.details {
			fmt.Fprintln(&b, term.Clean(d))
		}
	}
	fmt.Fprintf(&b, "backcare: %s\n", term.Clean(err.Error()))
	if f != nil && f.hint != "" {
		fmt.Fprintf(&b, "hint: %s\n", term.Clean(f.hint))
	}
	a.say(b.String())
}

// say writes to standard error. If that fails too there is nobody left to tell,
// and the answer is no worse for it.
func (a *app) say(text string) { _, _ = io.WriteString(a.err, text) }

// cleanLines makes each text that it passes on fit for a terminal, and shows what
// nobody would see: a folder or a value in a message may pass for another.
type cleanLines struct{ w io.Writer }

func (c cleanLines) Write(p []byte) (int, error) {
	_, err := io.WriteString(c.w, term.Visible(term.CleanLines(string(p))))
	return len(p), err
}

// patient writes everything to a stream that some other process has made
// non-blocking, which the stream's processes share.
type patient struct{ w io.Writer }

func (p patient) Write(b []byte) (int, error) {
	for done := 0; ; time.Sleep(time.Millisecond) {
		n, err := p.w.Write(b[done:])
		if done += n; !errors.Is(err, syscall.EAGAIN) {
			return done, err
		}
	}
}

// sink is standard output; it remembers the first failure and writes nothing
// more after it.
type sink struct {
	w   io.Writer
	err error
}

func (s *sink) Write(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.w.Write(p)
	s.err = err
	return n, err
}

// reason is an error without the path in it, which our messages name.
func reason(err error) string {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}
