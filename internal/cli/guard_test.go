package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"os"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/itchyny/gojq"
	"pgregory.net/rapid"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/term"
)

// hostile is a name that would colour, clear, turn and hide what stands
// around it.
const hostile = "\x1b[31mx\u009b2J\u202ey\x7f\u2066\ufeff\U000e0041z"

// TestFilterOnTerminal: what a filter makes of the user's text does not steer
// the terminal that it is printed on, and a pipe gets it as it is.
func TestFilterOnTerminal(t *testing.T) {
	cases := []struct {
		args       []string
		term, pipe string
	}{
		{[]string{"--jq", ".results[0].query", "-r"}, "[31mx2Jyz\n", hostile + "\n"},
		{[]string{"--template", "a\tb\r\n{{(index .results 0).query}}"}, "a\tb\n[31mx2Jyz\n", "a\tb\r\n" + hostile + "\n"},
		{[]string{"--jq", `"a\u0085b\rc\r\n\n\td\u2028e"`, "-r"}, "a b c\n\n\td e\n", "a\u0085b\rc\r\n\n\td\u2028e\n"},
		{[]string{"--jq", ".results[0].query"}, `"\u001b[31mx\u009b2J\u202ey\u007f\u2066\ufeff\udb40\udc41z"` + "\n", ""},
	}
	for _, x := range cases {
		if x.pipe == "" {
			x.pipe = x.term
		}
		for _, tty := range []bool{true, false} {
			c := newConsole()
			c.IsTerminal = func(s any) bool { return tty && s == c.Stdout }
			want := x.pipe
			if tty {
				want = x.term
			}
			status := c.run(append([]string{"drug", "lookup", hostile}, x.args...)...)
			if got := c.out.String(); got != want || status != ExitUnresolved {
				t.Errorf("%q, terminal %v: exit status %d, %q, want %q", x.args, tty, status, got, want)
			}
			c.Stdin = strings.NewReader(hostile + "\n" + hostile + "\n")
			if strings.Contains(x.args[1], "results") {
				continue
			}
			c.run(append([]string{"drug", "lookup", "-"}, x.args...)...)
			if got := c.out.String(); got != want+want {
				t.Errorf("%q, batch, terminal %v: %q, want %q twice", x.args, tty, got, want)
			}
		}
	}
}

// TestTerminalIsSpared: no command, in no format, lets text of the user's
// through to a terminal as it is, on either stream.
func TestTerminalIsSpared(t *testing.T) {
	var lines [][]string
	for _, f := range []string{"table", "json", "ndjson", "yaml", "csv", "markdown"} {
		lines = append(lines, []string{"drug", "lookup", hostile, "-o", f}, []string{"drug", "lookup", "-", "-o", f}, []string{"drug", "compare", hostile, hostile, "-o", f},
			[]string{"config", "show", "--data", hostile, "-o", f}, []string{"dataset", "validate", hostile, "-o", f})
	}
	lines = append(lines, [][]string{
		{hostile}, {"--" + hostile}, {"-o", hostile}, {"help", hostile}, {"drug", hostile}, {"drug", "list", "--data", hostile},
		{"config", "path", "--config", hostile}, {"config", "show", "--config", hostile}, {"drug", "lookup", "--from", hostile},
		{"drug", "list", "--class", hostile}, {"drug", "list", "--jq", hostile}, {"drug", "list", "--template", "{{" + hostile},
		{"drug", "list", "--jq", `"` + hostile + `"|error`}, {"drug", "list", "--columns", hostile}, {"document", "show", hostile},
		{"reference", "show", hostile}, {"dataset", "schema", hostile}, {"completion", hostile},
		{"__complete", "drug", hostile}, {"__complete", "drug", "lookup", hostile}, {"__complete", "drug", "--" + hostile, ""}, {"__complete", hostile, ""},
	}...)
	for _, args := range lines {
		c := newConsole()
		c.IsTerminal = func(s any) bool { return s == c.Stdout || s == c.Stderr }
		c.Stdin = strings.NewReader(hostile + "\n")
		c.run(args...)
		if got := steering(c); got != "" {
			t.Errorf("%q: %q", args, got)
		}
		if c.out.Len()+c.err.Len() == 0 {
			t.Errorf("%q printed nothing", args)
		}
	}
}

// steering is where the output of a run goes on with a character that a
// terminal obeys, but for our own colours; empty where it does not.
func steering(c *console) string {
	for _, b := range []*bytes.Buffer{&c.out, &c.err} {
		text := strings.ReplaceAll(stripANSI(b.String()), "\r\n", "\n")
		if i := strings.IndexFunc(text, steers); i >= 0 {
			return text[i:min(i+80, len(text))]
		}
	}
	return ""
}

// TestStderrIsSpared: whatever a message holds is cleaned on its way out, in a
// pipe too.
func TestStderrIsSpared(t *testing.T) {
	c := newConsole()
	ds := *c.Embedded()
	ds.Version = hostile
	c.Embedded = func() *catalog.Dataset { return &ds }
	if status := c.run("dataset", "validate"); status != ExitOK || steering(c) != "" || strings.Count(c.err.String(), "\n") != 1 {
		t.Errorf("exit status %d, %q", status, c.err.String())
	}
	a, root := newApp(c.Env)
	c.err.Reset()
	a.say(hostile + "\n")
	fmt.Fprintln(root.ErrOrStderr(), hostile)
	if got := steering(c); got != "" || c.err.Len() == 0 {
		t.Errorf("%q of %q", got, c.err.String())
	}
	// Nor does it hold anything that is not seen.
	c.err.Reset()
	a.say("a\u200bb\u2060\u00ad\u034f\u3164\U000e0100\ufe0f\u00a0\n")
	if got, want := c.err.String(), `a\u200bb\u2060\u00ad\u034f\u3164\U000e0100\ufe0f\u00a0`+"\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestOwnPathIsSpared: the path of a dataset is the user's text too, where it
// is printed with the dataset's own.
func TestOwnPathIsSpared(t *testing.T) {
	dir := t.TempDir() + "/" + hostile
	copyFolder(t, small, dir)
	for _, args := range [][]string{
		{"dataset", "export", "-o", "sqlite-sql"}, {"dataset", "export"}, {"dataset", "info"}, {"drug", "list", "-o", "csv"},
		{"dataset", "validate"}, {"dataset", "validate", "--jq", ".source", "-r"}, {"drug", "lookup", "alphadol", "-o", "markdown"},
	} {
		c := newConsole("BACKCARE_DATA", dir)
		c.Now = func() time.Time { return time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC) } // a reference is old
		c.IsTerminal = func(s any) bool { return s == c.Stdout || s == c.Stderr }
		if status := c.run(args...); status != ExitOK {
			t.Fatalf("%v: exit status %d: %s", args, status, c.err.String())
		}
		if got := steering(c); got != "" {
			t.Errorf("%v: %q", args, got)
		}
	}
}

// TestFaultsAreSpared: so are the names of files that are at fault, and what
// stands in them.
func TestFaultsAreSpared(t *testing.T) {
	dir := t.TempDir() + "/" + hostile
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/"+hostile+".yaml", []byte("\"\\e[2J\\u202e\\ufeff\\U000e0041\": 1\nentries: \"\\u009b\\ufeff\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"dataset", "validate", dir}, {"dataset", "validate", dir, "-o", "json"}, {"dataset", "validate", dir, "-o", "csv"}, {"drug", "list", "--data", dir},
	} {
		c := newConsole()
		if status := c.run(args...); status != ExitData || c.err.Len() == 0 {
			t.Errorf("%q: exit status %d", args, status)
		}
		if got := steering(c); got != "" {
			t.Errorf("%q: %q", args, got)
		}
	}
}

// TestCleanerInPieces: however a text is cut, it is cleaned as in one piece.
func TestCleanerInPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.SampledFrom([]string{"a", "\r", "\n", "\t", "é", "각", "\x1b[1m", "\u202e", "\xc3", "\xf0\x9f", "😀", "\u0085", "\xff"})).Draw(t, "text")
		text := []byte(strings.Join(parts, ""))
		var out bytes.Buffer
		c := &cleaner{w: &out}
		for rest := text; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "piece")
			if m, err := c.Write(rest[:n]); m != n || err != nil {
				t.Fatalf("Write: %d, %v", m, err)
			}
			rest = rest[n:]
		}
		if err := c.end(); err != nil {
			t.Fatal(err)
		}
		if want := term.CleanLines(string(text)); out.String() != want || !utf8.Valid(out.Bytes()) {
			t.Fatalf("%q came out as %q, want %q", text, out.String(), want)
		}
	})
	broken := &cleaner{w: &brokenWriter{0, syscall.ENOSPC}}
	if _, err := broken.Write([]byte("a")); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a write error is lost: %v", err)
	}
	broken.held = []byte("\xc3")
	if err := broken.end(); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a write error at the end is lost: %v", err)
	}
}

// TestFilterStreams: the first value is out while the filter still runs, and
// an end of the run from outside ends the filter.
func TestFilterStreams(t *testing.T) {
	for _, args := range [][]string{
		{"drug", "lookup", "alphadol", "--jq", "1, 2, (def f: f; f)"},
		{"drug", "lookup", "-", "--jq", "1, 2, (def f: f; f)"},
		{"drug", "lookup", "alphadol", "--jq", "1, 2, range(1e15)"},
	} {
		ctx, cancel := context.WithCancel(context.Background())
		c := newConsole("BACKCARE_DATA", small)
		r, w := io.Pipe()
		c.Stdout, c.Stdin = w, strings.NewReader("alphadol\nbetagel\n")
		done := make(chan int, 1)
		go func() {
			done <- Run(ctx, c.Env, args)
			w.Close()
		}()
		first := make([]byte, 4)
		if _, err := io.ReadFull(r, first); err != nil || string(first) != "1\n2\n" {
			t.Errorf("%v: %q, %v", args, first, err)
		}
		cancel()
		if _, err := io.Copy(io.Discard, r); err != nil {
			t.Error(err)
		}
		if got := <-done; got != ExitUsage {
			t.Errorf("%v: exit status %d", args, got)
		}
	}
}

// TestFilterEndsWithItsReader: a filter without end is over when nobody reads
// it any more, and no error is.
func TestFilterEndsWithItsReader(t *testing.T) {
	for _, args := range [][]string{
		{"drug", "lookup", "alphadol", "--jq", "range(1e15)"},
		{"drug", "lookup", "-", "--jq", "range(1e15)"},
		{"drug", "lookup", "alphadol", "--template", "{{range 1000000000000}}x{{end}}"},
		{"drug", "lookup", "-", "--template", "{{range 1000000000000}}x{{end}}"},
		{"drug", "lookup", "alphadol", "--jq", "reduce range(60) as $i (0; [., .])"}, // one value without end
	} {
		for status, cause := range map[int]error{ExitPipe: syscall.EPIPE, ExitData: syscall.ENOSPC} {
			c := newConsole("BACKCARE_DATA", small)
			c.Stdin = endless("alphadol\n")
			c.Stdout = &brokenWriter{100_000, cause}
			if got := c.run(args...); got != status || status == ExitPipe && strings.Count(c.err.String(), "\n") != 1 { // which dataset it was
				t.Errorf("%v: exit status %d: %s", args, got, c.err.String())
			}
		}
	}
}

// TestStubbornFilterIsGivenUp: a filter that heeds nobody, as a step of jq's
// that takes long, is left behind once it takes too much; what came out before
// is written, and what comes later is not.
func TestStubbornFilterIsGivenUp(t *testing.T) {
	c := newConsole()
	a, _ := newApp(c.Env)
	release, over := make(chan struct{}), make(chan struct{})
	w := &writer{a: a, ctx: context.Background(), what: "--jq"}
	err := w.guarded(0, func(_ context.Context, out *outlet) error {
		defer close(over)
		io.WriteString(out, "before\n")
		held := make([]byte, 4*filterMemory)
		<-release
		runtime.KeepAlive(held)
		io.WriteString(out, "after\n")
		return nil
	})
	close(release)
	<-over
	if err == nil || !strings.Contains(err.Error(), "takes more than 256 MiB") || c.out.String() != "before\n" {
		t.Errorf("%v, %q", err, c.out.String())
	}
}

// TestReaderGoneIsNoticed: a filter that prints something and then computes
// without end is over once what it printed cannot be written.
func TestReaderGoneIsNoticed(t *testing.T) {
	c := newConsole()
	c.Stdout = &brokenWriter{0, syscall.EPIPE}
	if got := c.run("drug", "lookup", "paracetamol", "--jq", "1, (def f: f; f)"); got != ExitPipe {
		t.Errorf("exit status %d: %s", got, c.err.String())
	}
}

// TestGuard: memory that is held ends a filter, with the limit in the message,
// and the collector's garbage does not.
func TestGuard(t *testing.T) {
	watched := func(allowed uint64, work func()) error {
		runtime.GC()
		g := newGuard("--jq", allowed, 0)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		done := make(chan error, 1)
		go func() {
			work()
			select {
			case <-ctx.Done():
			case <-time.After(100 * watchEvery):
			}
			done <- ctx.Err()
		}()
		return g.watch(done, cancel, &outlet{})
	}
	var kept [][]byte
	hold := func(n int) func() {
		return func() {
			for range n {
				kept = append(kept, make([]byte, 1<<20))
			}
		}
	}
	if err := watched(8<<20, hold(40)); err == nil || !strings.Contains(err.Error(), "--jq: the expression takes more than 8 MiB of memory") {
		t.Errorf("40 MiB of 8: %v", err)
	}
	if err := watched(8<<20, func() { hold(12)(); runtime.GC() }); err == nil {
		t.Error("12 MiB of 8, found in use")
	}
	if err := watched(200<<20, hold(10)); err != nil {
		t.Errorf("10 MiB of 200: %v", err)
	}
	if len(kept) != 62 {
		t.Error("not all was held")
	}
	garbage := func() {
		for range 200_000 { // as small as the values of jq are
			kept = append(kept[:62], make([]byte, 10<<10))
		}
		kept = kept[:62]
	}
	if err := watched(400<<20, garbage); err != nil {
		t.Errorf("2 GiB of garbage: %v", err)
	}
	var deep func(n int) int
	deep = func(n int) int {
		if n == 0 {
			time.Sleep(20 * watchEvery)
			return 0
		}
		return deep(n-1) + 1
	}
	if err := watched(filterMemory, func() { deep(4_000_000) }); err == nil || !strings.Contains(err.Error(), "too deep") {
		t.Errorf("a deep stack: %v", err)
	}
}

// TestOneBudgetAName: a filter that takes too much ends the run at the first
// name in order, which the error names, whatever other names are under way, on
// any number of cores, and if it holds what it takes for one step only.
func TestOneBudgetAName(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	const tooMuch = "takes more than 256 MiB of memory"
	names := "alphadol\n" + strings.Repeat("betagel\nnobody knows this\n", 100)
	for _, x := range []struct{ filter, out, name, problem string }{
		{`"x" * 400000000`, "", "alphadol", tooMuch},
		{`"x" * 400000000 | length`, "", "alphadol", tooMuch},
		{`if .query == "betagel" then "x" * 300000000 | length else 1 end`, "1\n", "betagel", tooMuch},
		{`if .query == "betagel" then error("x") else 1 end`, "1\n", "betagel", "--jq: error"},
	} {
		for _, cores := range []int{1, 2} {
			runtime.GOMAXPROCS(cores)
			runtime.GC() // what a run of the same process left is counted as held before
			c := newConsole("BACKCARE_DATA", small)
			c.Stdin = strings.NewReader(names)
			status := c.run("drug", "lookup", "-", "--jq", x.filter)
			if status != ExitUsage || c.out.String() != x.out || !strings.Contains(c.err.String(), x.problem) || !strings.Contains(c.err.String(), fmt.Sprintf("(for the name %q)", x.name)) {
				t.Errorf("%s, %d cores: exit status %d, %.80q, %s", x.filter, cores, status, c.out.String(), c.err.String())
			}
			if x.out != "" {
				continue
			}
			runtime.GC()
			c = newConsole("BACKCARE_DATA", small)
			if status := c.run("drug", "lookup", x.name, "--jq", x.filter); status != ExitUsage || c.out.Len() > 0 || !strings.Contains(c.err.String(), x.problem) {
				t.Errorf("%s, %d cores, alone: exit status %d, %.80q, %s", x.filter, cores, status, c.out.String(), c.err.String())
			}
		}
	}
	// What a name leaves behind is not the next one's.
	runtime.GC()
	c := newConsole("BACKCARE_DATA", small)
	c.Stdin = strings.NewReader(strings.Repeat("betagel\n", 3))
	if status := c.run("drug", "lookup", "-", "--jq", `"x" * 200000000 | length`); status != ExitOK || c.out.String() != strings.Repeat("200000000\n", 3) {
		t.Errorf("a large value each: exit status %d, %q, %s", status, c.out.String(), c.err.String())
	}
}

// TestTemplateLooks: a template is ended by the function that takes what is too
// much, not by a clock: here nobody watches.
func TestTemplateLooks(t *testing.T) {
	run := func(allowed uint64, text string) error {
		tmpl, err := newTemplate(text)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		s := &steps{Context: ctx, cancel: cancel, guard: guard{what: "--template", limit: filterMemory, allowed: allowed, heap: held()}}
		return tmpl.apply(s, map[string]any{}, io.Discard)
	}
	const double = `{{$x := "x"}}{{range 24}}{{$x = print $x $x}}{{end}}`
	for _, text := range []string{
		double, strings.ReplaceAll(double, "print", "println"), strings.ReplaceAll(double, "print", `printf "%s%s"`), strings.ReplaceAll(double, "print", "html"),
		strings.ReplaceAll(double, "print", "js"), strings.ReplaceAll(double, "print", "urlquery"),
	} {
		if err := run(4<<20, text); err == nil || !strings.Contains(err.Error(), "takes more than") {
			t.Errorf("%s: %v", text, err)
		}
		if err := run(filterMemory, text); err != nil {
			t.Errorf("%s, with more room: %v", text, err)
		}
	}
	// 16 MiB many times over are not even begun.
	before := memory().TotalAlloc
	if err := run(filterMemory, double+`{{print`+strings.Repeat(" $x", 100)+`}}`); err == nil || !strings.Contains(err.Error(), "takes more than") {
		t.Errorf("many times what fits: %v", err)
	}
	if took := memory().TotalAlloc - before; took > 512<<20 {
		t.Errorf("%d MiB were taken for 1600", took>>20)
	}
}

// TestWriteJSON: values are written as gojq writes them, but for the
// characters that a terminal obeys, whatever their size.
func TestWriteJSON(t *testing.T) {
	leaf := rapid.OneOf(
		rapid.Just[any](nil), rapid.Map(rapid.Bool(), toAny), rapid.Map(rapid.Int(), toAny), rapid.Map(rapid.Float64(), toAny),
		rapid.Map(rapid.StringOf(rapid.RuneFrom([]rune("aé각😀\"\\/<>&\n\r\t\b\f\x00\x1f\x7f"))), toAny),
		rapid.Map(rapid.Int64(), func(n int64) any { return new(big.Int).Mul(big.NewInt(n), big.NewInt(math.MaxInt64)) }),
	)
	var value func(depth int) *rapid.Generator[any]
	value = func(depth int) *rapid.Generator[any] {
		if depth == 0 {
			return leaf
		}
		return rapid.OneOf(leaf,
			rapid.Map(rapid.SliceOfN(value(depth-1), 0, 5), toAny),
			rapid.Map(rapid.MapOfN(rapid.String().Filter(func(s string) bool { return !strings.ContainsFunc(s, term.Unsafe) }), value(depth-1), 0, 5), toAny))
	}
	rapid.Check(t, func(t *rapid.T) {
		v := value(3).Draw(t, "value")
		want, err := gojq.Marshal(v)
		if err != nil {
			t.Skip()
		}
		var got bytes.Buffer
		if err := writeJSON(&got, v); err != nil || got.String() != string(want) {
			t.Fatalf("%v is written as %s, %v, want %s", v, got.Bytes(), err, want)
		}
	})
	var got bytes.Buffer
	if err := writeJSON(&got, map[string]any{"\u202e": "\u009b\x7f"}); err != nil || got.String() != `{"\u202e":"\u009b\u007f"}` {
		t.Errorf("%s, %v", got.Bytes(), err)
	}
	long := slices.Repeat([]any{"0123456789"}, 100_000)
	want, _ := gojq.Marshal(long)
	got.Reset()
	if err := writeJSON(&got, long); err != nil || got.String() != string(want) {
		t.Errorf("a long value: %d bytes, %v, want %d", got.Len(), err, len(want))
	}
	if err := writeJSON(&brokenWriter{50_000, syscall.ENOSPC}, long); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a write error is lost: %v", err)
	}
	nested := func(n int) any {
		var v any = "x"
		for i := range n {
			if i%2 == 0 {
				v = []any{v}
			} else {
				v = map[string]any{"a": v}
			}
		}
		return v
	}
	if err := writeJSON(io.Discard, nested(maxNesting)); err != nil {
		t.Errorf("%d levels: %v", maxNesting, err)
	}
	got.Reset()
	if err := writeJSON(&got, nested(maxNesting+1)); err == nil || !strings.Contains(err.Error(), fmt.Sprint("more than ", maxNesting, " levels")) {
		t.Errorf("%d levels: %v", maxNesting+1, err)
	}
}

func toAny[T any](v T) any {
	switch v := any(v).(type) {
	case []any:
		return v
	case map[string]any:
		return v
	}
	return v
}

// TestJoinIsBounded: the helper asks for all its memory at once, which no
// watch could see in time.
func TestJoinIsBounded(t *testing.T) {
	join := helpers(bounded(t.Context()))["join"].(func(string, []any) (string, error))
	if got, err := join("-", []any{"a", 1, nil, true}); got != "a-1--true" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := join(strings.Repeat("x", 1<<20), make([]any, 65)); err == nil || !strings.Contains(err.Error(), "at most 64 MiB") {
		t.Errorf("65 MiB: %v", err)
	}
}
