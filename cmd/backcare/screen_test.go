package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/creack/pty"

	"github.com/backcare/backcare/internal/needs"
)

// TestLastScreen pins what is on the screen when the prompt returns, for entries
// of every sort on three sizes of terminal. Where an answer is taller than the
// screen that is its end, which is what is left without a pager.
func TestLastScreen(t *testing.T) {
	needs.Terminal(t)
	bin := filepath.Join(t.TempDir(), "backcare")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, args := range map[string][]string{
		"nurofen-gel":      {"nurofen gel"},
		"nurofen-gel-week": {"nurofen gel", "--week", "22"},
		"finalgon":         {"finalgon"},
		"paracetamol":      {"paracetamol"},
		"citramon":         {"citramon"},
		"nsaids":           {"NSAIDs"},
		"brand":            {"Tylenol"},
		"misspelt":         {"nurofen gell"},
		"unknown":          {"xyzzy"},
	} {
		for _, size := range []pty.Winsize{{Cols: 80, Rows: 24}, {Cols: 120, Rows: 40}, {Cols: 30, Rows: 24}} {
			t.Run(fmt.Sprintf("%s.%dx%d", name, size.Cols, size.Rows), func(t *testing.T) {
				dark := onTerminal(t, bin, size, "COLORFGBG=15;0", args)
				if light := onTerminal(t, bin, size, "COLORFGBG=0;15", args); light != dark {
					t.Error("a light terminal is written to otherwise than a dark one")
				}
				lines := strings.Split(strings.TrimSuffix(colours.ReplaceAllString(dark, ""), "\n"), "\n")
				if size.Cols >= 80 && len(lines) > 22 {
					t.Errorf("%d lines", len(lines))
				}
				if n := len(lines) - int(size.Rows-1); n > 0 { // the prompt takes one
					lines = lines[n:]
				}
				got := strings.Join(lines, "\n") + "\n"
				path := filepath.Join("testdata", "screens", fmt.Sprintf("%s.%dx%d.txt", name, size.Cols, size.Rows))
				if *update {
					if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
					return
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if got != string(want) {
					t.Errorf("%s differs (write it anew with -update); got:\n%s", path, got)
				}
			})
		}
	}
}

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// onTerminal is what a lookup writes to a terminal of that size, without a
// pager.
func onTerminal(t *testing.T, bin string, size pty.Winsize, env string, args []string) string {
	t.Helper()
	cmd := exec.Command(bin, append([]string{"lookup"}, args...)...)
	cmd.Env = []string{"HOME=" + t.TempDir(), "TERM=xterm-256color", "PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "BACKCARE_PAGER=", env}
	terminal, err := pty.StartWithSize(cmd, &size)
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	var out bytes.Buffer
	_, _ = io.Copy(&out, terminal) // ends with an error when the program has closed it
	_ = cmd.Wait()                 // an unknown name is no success
	return strings.ReplaceAll(out.String(), "\r\n", "\n")
}

// TestPaged: what is taller than the screen goes through the pager, what fits
// does not, and a pager that cannot start loses nothing.
func TestPaged(t *testing.T) {
	needs.Terminal(t)
	bin := filepath.Join(t.TempDir(), "backcare")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	size := pty.Winsize{Cols: 80, Rows: 24}
	const end = "Dataset "
	for _, c := range []struct {
		pager string
		args  []string
		paged bool
	}{
		{"sed 's/^/paged: /'", []string{"nurofen gel", "--full"}, true},
		{"sed 's/^/paged: /'", []string{"nurofen gel"}, false},
		{"sed 's/^/paged: /'", []string{"nurofen gel", "--full", "--no-pager"}, false},
		{"sed 's/^/paged: /'", []string{"nurofen gel", "--full", "-o", "csv"}, false},
		{"no-such-pager-anywhere", []string{"nurofen gel", "--full"}, false},
	} {
		out := onTerminal(t, bin, size, "BACKCARE_PAGER="+c.pager, c.args)
		if paged := strings.Contains(out, "paged: "); paged != c.paged {
			t.Errorf("%q, %q: paged is %v", c.pager, c.args, paged)
		}
		if c.args[len(c.args)-1] == "--full" && !strings.Contains(out, end) {
			t.Errorf("%q, %q: something is missing:\n%s", c.pager, c.args, out)
		}
	}
}
