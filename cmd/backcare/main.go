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

// version is set by packagers: -ldflags "-X main.version=v1.2.3". Without it
// the version is read off the build.
var version string

func main() { os.Exit(run()) }

func run() int {
	// With somebody to notify, a stream whose reader went away is an error to
	// writes and no end of the program: standard error may go unread.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	env := cli.ProcessEnv(runtime.GOOS, version, dataset.Embedded)
	return cli.Run(context.Background(), env, os.Args[1:])
}
