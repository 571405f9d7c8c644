package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFresh fails when a page of docs/cli or docs/man is not what the command
// tree makes of it now.
func TestFresh(t *testing.T) {
	fresh := t.TempDir()
	if err := write(fresh); err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"cli/*.md", "man/*.1"} {
		want := files(t, fresh, pattern)
		have := files(t, "../../../docs", pattern)
		if len(want) < 10 {
			t.Fatalf("%s: only %d pages were made", pattern, len(want))
		}
		for name, text := range want {
			if have[name] != text {
				t.Errorf("docs/%s is stale: run go generate ./...", name)
			}
		}
		for name := range have {
			if _, ok := want[name]; !ok {
				t.Errorf("docs/%s belongs to no command: run go generate ./...", name)
			}
		}
	}
}

func files(t *testing.T, dir, pattern string) map[string]string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, f := range found {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		name, err := filepath.Rel(dir, f)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.ToSlash(name)] = string(text)
	}
	return texts
}

// TestSections: every man page has a title of its own and the sections that a
// reader looks for.
func TestSections(t *testing.T) {
	for name, text := range files(t, "../../../docs", "man/*.1") {
		title := strings.ToUpper(strings.TrimSuffix(filepath.Base(name), ".1"))
		for _, want := range []string{`.TH "` + title + `" "1" "`, "\n.SH EXIT STATUS\n", "\n.SH ENVIRONMENT\n", "\n.SH FILES\n"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q", name, want)
			}
		}
		if strings.Contains(text, ".EX\n") != strings.Contains(text, "\n.SH EXAMPLES\n") {
			t.Errorf("%s: examples without a section", name)
		}
	}
}
