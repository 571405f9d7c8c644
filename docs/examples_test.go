// Package docs_test runs every example of the README and the docs as printed
// and compares what it prints.
package docs_test

import (
	"bytes"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/creack/pty"

	"github.com/backcare/backcare/internal/needs"
)

var update = flag.Bool("update", false, "write what the examples print into the pages")

// pages are the README and every hand-written page; docs/cli is generated and
// holds usage, not transcripts.
func pages(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	return append([]string{"../README.md"}, found...)
}

// fence is an example: "```console" and, behind it, what options reads.
var fence = regexp.MustCompile("(?ms)^```console([^\n]*)\n(.*?)^```$")

// TestExamples runs the examples of one page one after another in one fresh
// folder, so that a later one may use a file that an earlier one wrote.
func TestExamples(t *testing.T) {
	needs.Programs(t, "bash")
	bin := build(t)
	t.Setenv("PATH", filepath.Join(modules(t), ".bin")+string(os.PathListSeparator)+os.Getenv("PATH"))
	for _, page := range pages(t) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(page), func(t *testing.T) {
			dir := t.TempDir()
			out := fence.ReplaceAllFunc(text, func(block []byte) []byte {
				parts := fence.FindSubmatch(block)
				info, body := string(parts[1]), string(parts[2])
				got := body // of an example that is skipped
				first, _, _ := strings.Cut(body, "\n")
				t.Run(first, func(t *testing.T) {
					columns := options(t, info)
					got = transcript(t, bin, dir, columns, body)
					if got != body && !*update {
						t.Errorf("%s: an example prints something else\nwant:\n%s\ngot:\n%s", page, body, got)
					}
				})
				return []byte("```console" + info + "\n" + got + "```")
			})
			if *update && !bytes.Equal(out, text) {
				if err := os.WriteFile(page, out, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// transcript runs each "$ " line of body (lines behind it that begin with "> "
// go on with it) and returns the body with the output that was printed, stderr
// behind stdout, and "[exit N]" where the status was not 0. With columns it
// runs on a terminal of that width.
func transcript(t *testing.T, bin, dir string, columns uint16, body string) string {
	t.Helper()
	var out strings.Builder
	lines := strings.Split(strings.TrimSuffix(body, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		if !strings.HasPrefix(lines[i], "$ ") {
			continue
		}
		command := lines[i][2:]
		out.WriteString(lines[i] + "\n")
		for i+1 < len(lines) && strings.HasPrefix(lines[i+1], "> ") {
			i++
			command += "\n" + lines[i][2:]
			out.WriteString(lines[i] + "\n")
		}
		cmd := exec.Command("bash", "-c", command)
		cmd.Dir = dir
		path := []string{bin, os.Getenv("PATH")}
		cmd.Env = append(environment(), "PATH="+strings.Join(path, string(os.PathListSeparator)),
			"NODE_PATH="+modules(t), "HOME="+dir, "NO_COLOR=1", "TERM=xterm")
		printed, err := run(cmd, columns)
		// CSV ends its lines with CR LF; the pages are LF throughout.
		out.WriteString(strings.ReplaceAll(printed, "\r\n", "\n"))
		if err != nil {
			exit, ok := err.(*exec.ExitError)
			if !ok {
				t.Fatal(err)
			}
			out.WriteString("[" + strings.Replace(exit.Error(), "exit status", "exit", 1) + "]\n")
		}
	}
	return out.String()
}

func run(cmd *exec.Cmd, columns uint16) (string, error) {
	var stdout, stderr bytes.Buffer
	if columns == 0 {
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		err := cmd.Run()
		return stdout.String() + stderr.String(), err
	}
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: columns})
	if err != nil {
		return "", err
	}
	defer terminal.Close()
	_, _ = io.Copy(&stdout, terminal) // ends with an error when the last program has closed it
	return stdout.String(), cmd.Wait()
}

// options reads what is written behind the fence: the width of a terminal, if
// there is to be one, and the programs and modules that have to be installed.
func options(t *testing.T, info string) (columns uint16) {
	t.Helper()
	for _, word := range strings.Fields(info) {
		width, ok := strings.CutPrefix(word, "columns=")
		switch {
		case ok:
			n, err := strconv.ParseUint(width, 10, 16)
			if err != nil {
				t.Fatalf("%q: %v", info, err)
			}
			needs.Terminal(t)
			columns = uint16(n)
		case strings.HasPrefix(word, "@"):
			needs.File(t, filepath.Join(modules(t), word), word)
		default:
			needs.Programs(t, word)
		}
	}
	return columns
}

// environment is the test's own without what would change the output.
func environment() []string {
	var env []string
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		switch {
		case strings.HasPrefix(name, "BACKCARE_"), strings.HasPrefix(name, "XDG_"), strings.HasPrefix(name, "CLICOLOR"),
			name == "PATH", name == "HOME", name == "NO_COLOR", name == "COLUMNS", name == "ACCESSIBLE":
		default:
			env = append(env, kv)
		}
	}
	return append(env, "LC_ALL=C.UTF-8")
}

// modules is where "make clients" installs what comes from npm.
func modules(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../internal/clients/node_modules")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func build(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.Command("go", "build", "-buildvcs=false", "-o", filepath.Join(dir, "backcare"), "../cmd/backcare")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	return dir
}
