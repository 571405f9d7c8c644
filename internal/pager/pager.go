// Package pager shows a text that is taller than the screen through the
// user's pager.
package pager

import (
	"bytes"
	"errors"
	"io"
	"os/exec"
	"syscall"
)

// Default is used if the user named no pager: it leaves at once what fits
// the screen (-F), keeps colours (-R), and leaves the text on the screen (-X).
const Default = "less -FRX"

// Command is the pager to use: $BACKCARE_PAGER, $PAGER, or Default. It is
// empty if the user set the first of them that is set to nothing or to "cat",
// which both mean no pager.
func Command(env func(string) (string, bool)) string {
	for _, key := range []string{"BACKCARE_PAGER", "PAGER"} {
		if v, ok := env(key); ok {
			if v == "cat" {
				return ""
			}
			return v
		}
	}
	return Default
}

// Tall reports whether text has more lines than a screen of that height can
// show together with the prompt. A height of 0 is not known: nothing is tall.
func Tall(text []byte, height int) bool {
	return height > 0 && bytes.Count(text, []byte{'\n'}) >= height
}

// Show runs the pager, a command line for the shell, with text on its
// standard input. It reports false if the pager could not be run or failed, so
// that the caller can print the text itself. That the reader left early is
// no error.
func Show(command string, text []byte, stdout, stderr io.Writer) (shown bool) {
	if command == "" {
		return false
	}
	shell, err := exec.LookPath("sh")
	if err != nil {
		return false
	}
	cmd := exec.Command(shell, "-c", command)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(text), stdout, stderr
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil, errors.Is(err, syscall.EPIPE):
		return true
	case errors.As(err, &exit):
		// It may have shown nothing, unless the reader ended it by a signal.
		code := exit.ExitCode()
		return code < 0 || code > 128
	}
	return false
}
