package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/needs"
)

// TestCommit: a binary knows the commit that it was made from, of which a bug
// report has to speak, whether it was made with the history or without.
func TestCommit(t *testing.T) {
	head, err := exec.Command("git", "rev-parse", "HEAD").Output()
	if err != nil {
		t.Skip("no git, or no history")
	}
	want := strings.TrimSpace(string(head))
	commit := func(t *testing.T, argv ...string) string {
		t.Helper()
		cmd := exec.Command(argv[0], argv[1:]...)
		cmd.Dir = "../.."
		cmd.Env = append(os.Environ(), "GOBIN="+t.TempDir(), "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		path := argv[len(argv)-2]
		if argv[1] == "install" {
			path = filepath.Join(strings.TrimPrefix(cmd.Env[len(cmd.Env)-2], "GOBIN="), "backcare")
		}
		out, err := exec.Command(path, "version", "--jq", ".commit", "-r").Output()
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(out))
	}
	bin := filepath.Join(t.TempDir(), "backcare")
	builds := map[string][]string{
		"without the history": {"go", "build", "-buildvcs=false", "-ldflags", "-X main.commit=" + want, "-o", bin, "./cmd/backcare"},
	}
	if st, err := os.Stat("../../.git"); err == nil && st.IsDir() { // Go does not look into the worktrees of git
		// As Go does by itself, whatever the machine's GOFLAGS say.
		builds["go install"] = []string{"go", "install", "-buildvcs=auto", "./cmd/backcare"}
	}
	for how, argv := range builds {
		if got := commit(t, argv...); got != want {
			t.Errorf("%s: commit %q, want %q", how, got, want)
		}
	}
	line, err := exec.Command("make", "-n", "-C", "../..", "build").Output()
	if err == nil && !strings.Contains(string(line), "-X main.commit="+want) {
		t.Errorf("make build: %s", line)
	}
}

// TestVersion: what the Makefile calls a commit is what Go itself calls it, so
// that make, go install and packages agree.
func TestVersion(t *testing.T) {
	needs.Programs(t, "git")
	script, err := filepath.Abs("../../.ci/version")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	do := func(argv ...string) string {
		t.Helper()
		cmd := exec.Command(argv[0], argv[1:]...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS=-buildvcs=true", "CGO_ENABLED=0", "GIT_CONFIG_GLOBAL=/dev/null",
			"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", argv, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.org/m\n\ngo 1.26\n")
	write(".gitignore", "/m\n")
	write("main.go", `package main

import "runtime/debug"
import "os"

func main() {
	b, _ := debug.ReadBuildInfo()
	os.Stdout.WriteString(b.Main.Version)
}
`)
	do("git", "init", "-q")
	do("git", "add", ".")
	for _, step := range []struct{ tag, want string }{
		{"", "v0.0.0-"},
		{"nightly", "v0.0.0-"},
		{"v1.2.0-rc.1", "v1.2.0-rc.1"},
		{"", "v1.2.0-rc.1.0."},
		{"v1.2.9", "v1.2.9"},
		{"", "v1.2.10-0."},
	} {
		do("git", "commit", "-q", "--allow-empty", "-m", "next")
		if step.tag != "" {
			do("git", "tag", step.tag)
		}
		for _, dirty := range []string{"", "+dirty"} {
			if dirty != "" {
				write("new.txt", "")
			}
			do("go", "build", "-o", "m", ".")
			built, got := do("./m"), do(script)
			if got != built || !strings.HasPrefix(got, step.want) || !strings.HasSuffix(got, dirty) {
				t.Errorf("tag %q, %q: %q, Go says %q", step.tag, dirty, got, built)
			}
		}
		if err := os.Remove(filepath.Join(dir, "new.txt")); err != nil {
			t.Fatal(err)
		}
	}
}
