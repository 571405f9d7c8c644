//go:build unix

package load_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"

	"github.com/backcare/backcare/internal/load"
)

// TestDirFaults: what has the name of a data file and is none.
func TestDirFaults(t *testing.T) {
	dir := writeDir(t, map[string]string{"a.yaml": "version: \"1\"\n"})
	link := func(to, name string) {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	link("loop.yaml", "loop.yaml")
	link("gone", "gone.yaml")
	link(dir, "self.yaml")
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.yaml"), 0o600); err != nil {
		t.Fatal(err)
	}
	big, err := os.Create(filepath.Join(dir, "big.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := big.Truncate(100 << 20); err != nil { // sparse: takes no room
		t.Fatal(err)
	}
	big.Close()
	ds, faults, err := load.Dir(dir)
	if ds != nil || err != nil {
		t.Fatal(ds, err)
	}
	var got []string
	for _, f := range faults {
		got = append(got, f.Error())
	}
	want := []string{
		filepath.Join(dir, "big.yaml") + ": is larger than 16 MiB",
		filepath.Join(dir, "gone.yaml") + ": no such file or directory",
		filepath.Join(dir, "loop.yaml") + ": too many levels of symbolic links",
		filepath.Join(dir, "pipe.yaml") + ": is not a regular file",
		filepath.Join(dir, "self.yaml") + ": is not a regular file",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
