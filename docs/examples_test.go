// Package docs_test runs every example of the README and the docs as printed
// and compares what it prints.
package docs_test

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
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

// fence is an example: "```console" and, behind it, the programs besides the
// shell and backcare that it needs, and "columns=80" where it is to be seen on a
// terminal of that width.
var fence = regexp.MustCompile("(?ms)^```console([^\n]*)\n(.*?)^```$")

// TestExamples runs the examples of one page one after another in one fresh
// folder, so that a later one may use a file that an earlier one wrote.
func TestExamples(t *testing.T) {
	bin := build(t)
	for _, page := range pages(t) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(page), func(t *testing.T) {
			dir := t.TempDir()
			out := fence.ReplaceAllFunc(text, func(block []byte) []byte {
				parts := fence.FindSubmatch(block)
				needs, columns := options(string(parts[1]))
				body := string(parts[2])
				if missing := missing(t, needs); missing != "" {
					if os.Getenv("BACKCARE_CLIENTS") == "required" {
						t.Errorf("example needs %s, which is not installed:\n%s", missing, body)
					} else {
						t.Logf("skipped, %s is not installed:\n%s", missing, body)
					}
					return block
				}
				got := transcript(t, bin, dir, columns, body)
				if got != body && !*update {
					t.Errorf("%s: an example prints something else\nwant:\n%s\ngot:\n%s", page, body, got)
				}
				return []byte("```console" + string(parts[1]) + "\n" + got + "```")
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
// behind stdout, and "[exit N]" where the status was not 0.
func transcript(t *testing.T, bin, dir, columns, body string) string {
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
		if columns != "" {
			cmd = exec.Command("script", "-qec", "stty cols "+columns+"; "+command, "/dev/null")
		}
		cmd.Dir = dir
		path := []string{bin, filepath.Join(modules(t), ".bin"), os.Getenv("PATH")}
		cmd.Env = append(environment(), "PATH="+strings.Join(path, string(os.PathListSeparator)),
			"NODE_PATH="+modules(t), "HOME="+dir, "NO_COLOR=1", "TERM=xterm")
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		err := cmd.Run()
		// CSV ends its lines with CR LF; the pages are LF throughout.
		out.WriteString(strings.ReplaceAll(stdout.String()+stderr.String(), "\r\n", "\n"))
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

// options parts what stands behind the fence into programs and a width.
func options(info string) (needs []string, columns string) {
	for _, word := range strings.Fields(info) {
		if width, ok := strings.CutPrefix(word, "columns="); ok {
			needs, columns = append(needs, "script"), width
		} else {
			needs = append(needs, word)
		}
	}
	return needs, columns
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

// missing names the first of the needs that is not installed: a program, or a
// module of the clients' folder ("@scope/name").
func missing(t *testing.T, needs []string) string {
	for _, need := range needs {
		_, err := exec.LookPath(need)
		if err != nil {
			_, err = exec.LookPath(filepath.Join(modules(t), ".bin", need))
		}
		if err != nil && strings.HasPrefix(need, "@") {
			_, err = os.Stat(filepath.Join(modules(t), need))
		}
		if err != nil {
			return need
		}
	}
	return ""
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
	cmd := exec.Command("go", "build", "-o", filepath.Join(dir, "backcare"), "../cmd/backcare")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	return dir
}
