package needs_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/backcare/backcare/internal/needs"
)

// record ends like a test and keeps how.
type record struct{ end string }

func (r *record) Skip(args ...any)  { r.end = "skipped: " + fmt.Sprint(args...); runtime.Goexit() }
func (r *record) Fatal(args ...any) { r.end = "failed: " + fmt.Sprint(args...); runtime.Goexit() }

func end(ask func(needs.T)) string {
	r := &record{end: "ran"}
	done := make(chan struct{})
	go func() {
		defer close(done)
		ask(r)
	}()
	<-done
	return r.end
}

func TestNeeds(t *testing.T) {
	dir := t.TempDir()
	gone := filepath.Join(dir, "gone")
	t.Setenv("PATH", dir)
	for _, c := range []struct {
		ask           func(needs.T)
		missing, have string
	}{
		{func(t needs.T) { needs.Programs(t, "no-such-program") }, "no-such-program is not installed", ""},
		{func(t needs.T) { needs.Programs(t) }, "", "ran"},
		{func(t needs.T) { needs.File(t, gone, "the thing") }, "the thing is not installed: there is no " + gone, ""},
		{func(t needs.T) { needs.File(t, dir, "the thing") }, "", "ran"},
	} {
		for value, how := range map[string]string{"": "skipped: ", "required": "failed: "} {
			t.Setenv("BACKCARE_NEEDS", value)
			want := c.have
			if want == "" {
				want = how + c.missing
			}
			if got := end(c.ask); got != want {
				t.Errorf("BACKCARE_NEEDS=%q: %s, want %s", value, got, want)
			}
		}
	}
}
