package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// batchFormats are the ways to write a batch, each as its flags. A page of HTML is
// not among them: in a batch it has no list of the names, which are still to come.
var batchFormats = [][]string{
	{"-o", "json"}, {"-o", "yaml"}, {"-o", "ndjson"}, {"-o", "csv"},
	{"-o", "markdown"}, {"-o", "markdown", "--full"}, {"-o", "markdown", "--columns", "query,name,lactation"},
	{"-o", "table"}, {"-o", "table", "--full"}, {"-o", "table", "--plain"}, {"-o", "table", "--week", "22"},
	{"--columns", "query,name,lactation"}, {"--columns", "query,name,lactation", "--plain"},
	{"--jq", ".query"},
}

// batchName is a name of every kind in turn: found, another name, misspelt,
// ambiguous or not found.
func batchName(n int) string {
	return []string{"alphadol", "betagel", "alphadool", "nettle rub", fmt.Sprintf("unknown%d", n)}[n%5]
}

// TestBatchIsCollected: a batch is byte for byte what the same names as
// arguments give.
func TestBatchIsCollected(t *testing.T) {
	var names []string
	for n := range 703 {
		names = append(names, batchName(n))
	}
	for _, format := range batchFormats {
		c := newConsole("BACKCARE_DATA", small)
		c.Stdin = strings.NewReader(strings.Join(names, "\n"))
		flags := append([]string{"drug", "lookup"}, format...)
		status := c.run(append(flags, "-")...)
		batch := bytes.Clone(c.out.Bytes())
		if format[0] == "--jq" { // of a whole unless it is a batch
			flags = append(flags, "-o", "ndjson")
		}
		if again := c.run(append(append(flags, "--"), names...)...); again != status || status != ExitUnresolved {
			t.Errorf("%v: status %d as a batch, %d collected", format, status, again)
		}
		if whole := c.out.Bytes(); !bytes.Equal(batch, whole) {
			n := 0
			for n < min(len(batch), len(whole)) && batch[n] == whole[n] {
				n++
			}
			t.Errorf("%v: at byte %d the batch has %.200q, the whole %.200q", format, n, batch[n:], whole[n:])
		}
	}
}

// growing gives names and measures, at every step of them, what the program
// holds and how much it has written.
type growing struct {
	names, step, given int
	held               []uint64
	written            atomic.Int64
	early              int64 // what was written at the last step
}

func (g *growing) Write(p []byte) (int, error) {
	g.written.Add(int64(len(p)))
	return len(p), nil
}

func (g *growing) Read(p []byte) (int, error) {
	if g.given == g.names {
		return 0, io.EOF
	}
	if g.given%g.step == 0 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		g.held = append(g.held, m.HeapAlloc)
		g.early = g.written.Load()
	}
	g.given++
	return copy(p, batchName(g.given)+"\n"), nil
}

// TestBatchMemory: in every format a batch is written while it is read, and
// holds no more at its end than near its beginning.
func TestBatchMemory(t *testing.T) {
	for _, format := range append(batchFormats, []string{"-o", "html"}, []string{"--columns", "query,name,lactation", "--width", "90"}) {
		c := newConsole("BACKCARE_DATA", small)
		in := &growing{names: 3000, step: 500}
		c.Stdin, c.Stdout = in, in
		if status := c.run(append([]string{"drug", "lookup", "-"}, format...)...); status != ExitUnresolved {
			t.Fatalf("%v: status %d: %s", format, status, c.err.String())
		}
		if all := in.written.Load(); in.early < all/2 {
			t.Errorf("%v: of %d bytes only %d are written when nearly all names are read", format, all, in.early)
		}
		for n, held := range in.held[2:] {
			if held > in.held[1]+3<<20 {
				t.Errorf("%v: %d KiB are held at name %d, %d KiB at name %d", format, held>>10, (n+2)*in.step, in.held[1]>>10, in.step)
			}
		}
	}
}

// TestProgressOfAFile: of a regular file the size is known, and --quiet leaves
// out progress and counts.
func TestProgressOfAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "names.txt")
	if err := os.WriteFile(path, []byte(strings.Repeat("# nothing\nalphadol\n", 80*chunkRows)), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) string {
		c := newConsole()
		now := time.Unix(0, 0)
		c.Now = func() time.Time { now = now.Add(100 * time.Millisecond); return now }
		c.IsTerminal = func(s any) bool { return s == c.Stderr }
		c.run(append([]string{"drug", "lookup", "-o", "csv", "--columns", "name", "--from", path}, args...)...)
		return c.err.String()
	}
	percent := 0
	for part := range strings.SplitSeq(run(), "\r") {
		var now, names, rate int
		var left string
		if n, _ := fmt.Sscanf(part, "%d%%, %d names answered, %d a second, %s left", &now, &names, &rate, &left); n == 0 {
			continue
		} else if n < 4 || now < percent || now > 100 || names == 0 || rate == 0 {
			t.Errorf("after %d%%: %q", percent, part)
		}
		percent = now
	}
	if percent < 50 {
		t.Errorf("the last line says %d%%", percent)
	}
	if got := run("--quiet"); got != "" {
		t.Errorf("--quiet: %q", got)
	}
}
