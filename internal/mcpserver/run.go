package mcpserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"syscall"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/pflag"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/config"
	"github.com/backcare/backcare/internal/load"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/term"
)

// The exit statuses, those of backcare.
const (
	exitOK    = 0 // the client went away, which is how a session ends
	exitUsage = 2 // wrong usage, broken config
	exitData  = 3 // a dataset that is invalid, or a stream that failed
)

// Env is everything a run knows of its process.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	LookupEnv      func(key string) (value string, ok bool)
	IsTerminal     func(stream any) bool
	GOOS           string
	Version        string                  // set by packagers; empty to read it off the build
	Embedded       func() *catalog.Dataset // the dataset built in
}

const usage = `Answer assistants over the Model Context Protocol, on standard input and output.

An assistant's program starts it; docs/assistants.md says how to register it.

Usage:
  backcare-mcp [flags]

Flags:
`

// Run serves one client until it goes away, and returns the exit status.
func Run(ctx context.Context, env Env, args []string) int {
	say := func(status int, format string, a ...any) int {
		_, _ = io.WriteString(env.Stderr, term.Visible(term.CleanLines("backcare-mcp: "+fmt.Sprintf(format, a...)+"\n")))
		return status
	}
	flags := pflag.NewFlagSet("backcare-mcp", pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.SortFlags = false
	data := flags.String("data", "", "answer from a dataset `DIR` in place of the one built in")
	file := flags.String("config", "", "read settings from this `FILE`")
	version := flags.Bool("version", false, "print the version")
	switch err := flags.Parse(args); {
	case errors.Is(err, pflag.ErrHelp):
		if _, err := io.WriteString(env.Stdout, usage+flags.FlagUsages()); err != nil {
			return exitData
		}
		return exitOK
	case err != nil:
		return say(exitUsage, "%v\nhint: \"backcare-mcp --help\" lists what it takes", err)
	case flags.NArg() > 0:
		return say(exitUsage, "it takes no argument, not %q\nhint: \"backcare-mcp --help\" lists what it takes", flags.Arg(0))
	}
	c := Config{Version: buildVersion(env.Version)}
	if *version {
		if _, err := fmt.Fprintf(env.Stdout, "backcare-mcp %s (dataset %s, %s)\n", c.Version, env.Embedded().Version, answer.ShortHash(env.Embedded().Hash)); err != nil {
			return exitData
		}
		return exitOK
	}
	given := map[string]config.FlagValue{}
	if flags.Changed("data") {
		given[config.Data] = config.FlagValue{Name: "--data", Value: *data}
	}
	path, explicit := config.Locate(*file, env.GOOS, env.LookupEnv)
	settings, _, err := config.Load(config.Source{Path: path, Explicit: explicit, Env: env.LookupEnv, Flags: given})
	if err != nil {
		return say(exitUsage, "%v", err)
	}
	c.Exact, c.NoReferences = settings.Exact, !settings.References
	c.Dataset, c.Folder = env.Embedded(), settings.Data
	if c.Folder != "" {
		var faults []load.Fault
		if c.Dataset, faults, err = load.Dir(c.Folder); err != nil {
			return say(exitData, "cannot use the dataset: %v", err)
		}
		if len(faults) > 0 {
			return say(exitData, "the dataset %q has %s, the first: %v\nhint: backcare dataset validate %s",
				c.Folder, page.Count(len(faults), "fault"), faults[0], term.Quote(c.Folder))
		}
	}
	if env.IsTerminal(env.Stdin) {
		_ = say(exitOK, "waiting for an assistant's program on standard input, which is a terminal; Ctrl-D ends it")
	}
	switch err := Serve(ctx, c, env.Stdin, env.Stdout); {
	case err == nil, errors.Is(err, io.EOF), errors.Is(err, io.ErrClosedPipe), errors.Is(err, syscall.EPIPE):
		return exitOK
	default:
		return say(exitData, "%v", err)
	}
}

// Serve answers one client until a stream ends or fails.
func Serve(ctx context.Context, c Config, in io.Reader, out io.Writer) error {
	l := newLines(in, out)
	return New(c).Run(ctx, &mcp.IOTransport{Reader: l, Writer: l})
}

// buildVersion is the version that a packager set, or that the build knows.
func buildVersion(set string) string {
	if set != "" {
		return set
	}
	if b, ok := debug.ReadBuildInfo(); ok && b.Main.Version != "" {
		return b.Main.Version
	}
	return "(devel)"
}
