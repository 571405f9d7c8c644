// Command backcare tells what five web documents state about medicines in
// pregnancy and breastfeeding.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/backcare/backcare/internal/cli"
	"github.com/backcare/backcare/internal/dataset"
)

// These are set by who builds without the repository's history, as packagers do:
// -ldflags "-X main.version=v1.2.3 -X main.commit=…". Without them they are read
// off the build.
var version, commit string

func main() { os.Exit(run()) }

func run() int {
	// With somebody to notify, a stream whose reader went away is an error to
	// writes and no end of the program: standard error may go unread.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	env := cli.ProcessEnv(runtime.GOOS, version, commit, dataset.Embedded)
	return cli.Run(context.Background(), env, os.Args[1:])
}
