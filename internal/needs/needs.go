// Package needs lets a test ask for what the module does not bring: a program,
// a file, a terminal. Where it is missing the test is skipped. In a run with
// BACKCARE_NEEDS=required, as in the CI step that installs it all, the test
// fails instead, so that nothing goes untested unnoticed.
package needs

import (
	"fmt"
	"os"
	"os/exec"

	"github.com/creack/pty"
)

// T is the part of *testing.T that this takes; a testscript.T has it too.
type T interface {
	Skip(args ...any)
	Fatal(args ...any)
}

// Unmet ends the test for the reason given, in one line.
func Unmet(t T, format string, args ...any) {
	helper(t)
	reason := fmt.Sprintf(format, args...)
	if os.Getenv("BACKCARE_NEEDS") == "required" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}

// Programs asks for programs on the PATH.
func Programs(t T, names ...string) {
	helper(t)
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			Unmet(t, "%s is not installed", name)
		}
	}
}

// File asks for a file or a folder and says what would bring it.
func File(t T, path, bringer string) {
	helper(t)
	if _, err := os.Stat(path); err != nil {
		Unmet(t, "%s is not installed: there is no %s", bringer, path)
	}
}

// Terminal asks for pseudo-terminals, which containers may lack. Package pty
// then runs a command on one.
func Terminal(t T) {
	helper(t)
	near, far, err := pty.Open()
	if err != nil {
		Unmet(t, "this machine has no pseudo-terminal: %v", err)
	}
	_ = near.Close()
	_ = far.Close()
}

// helper has the test's own line reported.
func helper(t T) {
	if h, ok := t.(interface{ Helper() }); ok {
		h.Helper()
	}
}
