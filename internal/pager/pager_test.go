package pager

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"
)

func env(m map[string]string) func(string) (string, bool) {
	return func(k string) (string, bool) { v, ok := m[k]; return v, ok }
}

func TestCommand(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{nil, Default},
		{map[string]string{"PAGER": "more"}, "more"},
		{map[string]string{"PAGER": "more", "BACKCARE_PAGER": "most -s"}, "most -s"},
		{map[string]string{"PAGER": "more", "BACKCARE_PAGER": ""}, ""},
		{map[string]string{"PAGER": "cat"}, ""},
	} {
		if got := Command(env(c.env)); got != c.want {
			t.Errorf("Command(%v) = %q, want %q", c.env, got, c.want)
		}
	}
}

func TestTall(t *testing.T) {
	for _, c := range []struct {
		lines, height int
		want          bool
	}{{23, 24, false}, {24, 24, true}, {100, 0, false}, {0, 24, false}} {
		if got := Tall([]byte(strings.Repeat("x\n", c.lines)), c.height); got != c.want {
			t.Errorf("Tall(%d lines, %d) = %v", c.lines, c.height, got)
		}
	}
}

func TestShow(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("needs sh, which is not installed")
	}
	long := []byte(strings.Repeat("line\n", 100_000))
	for _, c := range []struct {
		command string
		shown   bool
		out     string
	}{
		{"sed -n 1p", true, "line\n"},
		{"exit 0", true, ""}, // leaves before it has read anything
		{"exit 7", false, ""},
		{"kill -INT $$", true, ""},
		{"no-such-pager-anywhere", false, ""},
		{"", false, ""},
	} {
		var out, errs bytes.Buffer
		if got := Show(c.command, long, &out, &errs); got != c.shown || out.String() != c.out {
			t.Errorf("Show(%q) = %v, %q; want %v, %q", c.command, got, out.String(), c.shown, c.out)
		}
	}
}
