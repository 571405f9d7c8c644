// Command backcare-mcp answers assistants over the Model Context Protocol with
// what five web documents state about medicines in pregnancy and breastfeeding.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/mcpserver"
	"github.com/backcare/backcare/internal/term"
)

// version is set by who builds without the repository's history:
// -ldflags "-X main.version=v1.2.3".
var version string

func main() { os.Exit(run()) }

func run() int {
	// With somebody to notify, a client that went away is an error to writes
	// and no end of the program.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	return mcpserver.Run(context.Background(), mcpserver.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		LookupEnv: os.LookupEnv, IsTerminal: term.IsTerminal, GOOS: runtime.GOOS,
		Version: version, Embedded: dataset.Embedded,
	}, os.Args[1:])
}
