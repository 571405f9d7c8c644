package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
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
		builds["go install"] = []string{"go", "install", "./cmd/backcare"}
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
