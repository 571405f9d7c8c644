//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"go.yaml.in/yaml/v3"

	"github.com/backcare/backcare/internal/cli"
	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/term"
)

// formats are the values of --output.
var formats = []string{"table", "json", "ndjson", "yaml", "csv", "markdown"}

// printing is a line for every command that prints something, over the
// dataset small. Those of the first group take every format.
var (
	printing = [][]string{
		{"drug", "lookup", "alphadol", "betagel"},
		{"drug", "lookup", "--from", "names.txt"},
		{"drug", "list"},
		{"drug", "list", "--lactation", "--status", "not_recommended"},
		{"drug", "compare", "alphadol", "testamol"},
		{"document", "list"},
		{"document", "show", "doc-900"},
		{"reference", "list"},
		{"reference", "show", "agency-testamol"},
		{"dataset", "info"},
		{"config", "show"},
		{"version"},
	}
	alone = [][]string{
		{"drug", "lookup", "alphadol", "--plain"},
		{"drug", "lookup", "alphadol", "--jq", "."},
		{"drug", "lookup", "alphadol", "--template", "{{.schema}}"},
		{"dataset", "export"},
		{"dataset", "export", "-o", "csv"},
		{"dataset", "export", "-o", "sqlite-sql"},
		{"dataset", "schema", "lookup"},
		{"config", "path"},
		{"completion", "bash"}, {"completion", "zsh"}, {"completion", "fish"}, {"completion", "powershell"},
		{"__complete", "drug", "lookup", ""},
		{"--version"}, {"--help"}, {"help", "drug", "lookup"}, {"help", "exit-status"}, {},
	}
)

func everyPrint() [][]string {
	all := slices.Clone(alone)
	for _, args := range printing {
		for _, f := range formats {
			all = append(all, append(slices.Clone(args), "-o", f))
		}
	}
	return all
}

// program is the real binary and a folder to run it in, which holds the
// dataset small and some names.
type program struct {
	path, dir string
	runs      *int
}

// build makes the binary once for all the subtests.
func build(t *testing.T) program {
	t.Helper()
	p := program{filepath.Join(t.TempDir(), "backcare"), t.TempDir(), new(int)}
	cmd := exec.Command("go", "build", "-buildvcs=false", "-o", p.path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := os.CopyFS(filepath.Join(p.dir, "small"), os.DirFS("testdata/small")); err != nil {
		t.Fatal(err)
	}
	p.write(t, "names.txt", "alphadol\nnobody knows this\nbetagel\n")
	return p
}

func (p program) write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// outcome is how a run ended. Peak is the most memory that it was seen to
// hold, in bytes; 0 where that cannot be told.
type outcome struct {
	line     string
	status   int
	out, err string
	peak     int64
	took     time.Duration
}

// small is the environment of runs over the invented dataset.
func (p program) small() []string {
	return []string{"HOME=" + p.dir, "BACKCARE_DATA=small", "PATH=" + os.Getenv("PATH")}
}

func (p program) run(t *testing.T, env []string, stdin io.Reader, args ...string) outcome {
	t.Helper()
	return p.command(t, env, stdin, nil, append([]string{p.path}, args...)...)
}

// shell runs a line of sh in which "backcare" is the binary.
func (p program) shell(t *testing.T, line string) outcome {
	t.Helper()
	return p.command(t, append(p.small(), "backcare="+p.path), nil, nil, "sh", "-c", "backcare() { \"$backcare\" \"$@\"; }\n"+line)
}

func (p program) command(t *testing.T, env []string, stdin io.Reader, stdout io.Writer, argv ...string) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir, cmd.Env, cmd.Stdin = p.dir, env, stdin
	var out, err bytes.Buffer
	cmd.Stdout, cmd.Stderr = stdout, &err
	if stdout == nil {
		cmd.Stdout = &out
	}
	*p.runs++
	var o outcome
	start := time.Now()
	failed := cmd.Start()
	if failed == nil {
		peak := watch(cmd.Process.Pid)
		failed = cmd.Wait()
		o.peak = peak()
	}
	o.line, o.out, o.err, o.took = clip(strings.Join(argv[1:], " ")), out.String(), err.String(), time.Since(start)
	if exit := (*exec.ExitError)(nil); failed != nil && !errors.As(failed, &exit) {
		t.Fatalf("%s: %v", o.line, failed)
	}
	o.status = cmd.ProcessState.ExitCode()
	o.sound(t)
	return o
}

// watch reads the memory of a process again and again, until the function
// that it returns is called. The usage that a parent is told of at the end
// would hold the parent's own memory too.
func watch(pid int) (peak func() int64) {
	stop, done := make(chan struct{}), make(chan int64)
	go func() {
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		var most int64
		for {
			select {
			case <-stop:
				done <- most
				return
			case <-tick.C:
			}
			status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid)) // gone, or another system
			if _, rest, ok := strings.Cut(string(status), "VmHWM:"); ok {
				var kib int64
				if n, _ := fmt.Sscan(rest, &kib); n == 1 {
					most = max(most, kib<<10)
				}
			}
		}
	}()
	return func() int64 { close(stop); return <-done }
}

func clip(s string) string {
	if len(s) > 200 {
		return s[:200] + "…"
	}
	return s
}

// sound is what holds of every run whatever it was given: a status that is
// documented, no trace of a panic, text that a terminal can bear, and nothing
// on standard output beside an error that came before any answer.
func (o outcome) sound(t *testing.T) {
	t.Helper()
	if o.status < 0 || o.status > 4 {
		t.Errorf("%s: exit status %d: %s", o.line, o.status, clip(o.err))
	}
	if strings.Contains(o.err, "panic") || strings.Contains(o.err, "goroutine ") || strings.Contains(o.err, ".go:") {
		t.Errorf("%s: a trace on stderr: %s", o.line, clip(o.err))
	}
	for where, text := range map[string]string{"stdout": o.out, "stderr": o.err} {
		if !utf8.ValidString(text) {
			t.Errorf("%s: %s is not UTF-8", o.line, where)
		}
		if i := strings.IndexFunc(text, func(r rune) bool { return term.Unsafe(r) && r != '\n' && r != '\r' && r != '\t' }); i >= 0 {
			t.Errorf("%s: a control character on %s: %q", o.line, where, clip(text[i:]))
		}
	}
	if o.status >= 2 && o.status <= 3 && !strings.Contains(o.err, "backcare: ") {
		t.Errorf("%s: exit status %d without a word: %q", o.line, o.status, clip(o.err))
	}
}

func (o outcome) want(t *testing.T, status int, stderr string) {
	t.Helper()
	if o.status != status || !strings.Contains(o.err, stderr) {
		t.Errorf("%s: exit status %d, want %d; stderr %q, want %q", o.line, o.status, status, clip(o.err), stderr)
	}
	if status == cli.ExitUsage && o.out != "" {
		t.Errorf("%s: answers %q beside an error", o.line, clip(o.out))
	}
}

// TestFaults injects faults into the real binary. Each subtest is a row of
// the table in docs/testing.md.
func TestFaults(t *testing.T) {
	p := build(t)
	for _, f := range []struct {
		name string
		run  func(*testing.T, program)
	}{
		{"full disk", faultFullDisk},
		{"closed streams", faultClosedStreams},
		{"reader goes away", faultReaderGoesAway},
		{"stderr unread", faultStderrUnread},
		{"opens", faultOpens},
		{"non-blocking", faultNonBlocking},
		{"pipes for files", faultPipesForFiles},
		{"names", faultNames},
		{"files of names", faultFilesOfNames},
		{"long lines", faultLongLines},
		{"many lines", faultManyLines},
		{"environment", faultEnvironment},
		{"config", faultConfig},
		{"places", faultPlaces},
		{"datasets", faultDatasets},
		{"filters", faultFilters},
		{"interrupt", faultInterrupt},
	} {
		t.Run(f.name, func(t *testing.T) { f.run(t, p) })
	}
	t.Logf("%d runs of the binary", *p.runs)
}

func faultFullDisk(t *testing.T, p program) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	for _, args := range everyPrint() {
		o := p.command(t, p.small(), nil, full, append([]string{p.path}, args...)...)
		o.want(t, cli.ExitData, "backcare: cannot write to standard output: no space left on device\n")
	}
}

// A stream that is closed is for a Go program as if it were /dev/null: the
// runtime opens that in its place, so that no file gets its number.
func faultClosedStreams(t *testing.T, p program) {
	for line, status := range map[string]int{
		"backcare drug lookup alphadol >&-":            cli.ExitOK,
		"backcare drug lookup nonsense >&-":            cli.ExitUnresolved,
		"backcare drug list -o json 2>&-":              cli.ExitOK,
		"backcare nonsense 2>&-":                       cli.ExitUsage,
		"backcare drug lookup alphadol <&- >&- 2>&-":   cli.ExitOK,
		"backcare drug lookup --from nowhere >&- 2>&-": cli.ExitUsage,
		"backcare drug lookup - <&-":                   cli.ExitUsage,
		"backcare drug lookup - < small":               cli.ExitUsage,
		"backcare drug lookup - -o ndjson < /dev/full": cli.ExitUnresolved,
	} {
		if strings.Contains(line, "/dev/full") {
			// Endless NULs are one line without an end: it is read past.
			line = "head -c 3000000 /dev/full | " + strings.TrimSuffix(line, " < /dev/full")
		}
		cmd := p.command(t, append(p.small(), "backcare="+p.path), nil, nil, "sh", "-c",
			"backcare() { \"$backcare\" \"$@\"; }\n"+line+"; echo \"status $?\" > status")
		got, err := os.ReadFile(filepath.Join(p.dir, "status"))
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("status %d\n", status); string(got) != want {
			t.Errorf("%s: %q, want %q: %s", line, got, want, cmd.err)
		}
	}
	if o := p.shell(t, "backcare drug list -o json 2>&- | wc -c; backcare drug list -o json | wc -c"); len(o.out) == 0 || o.out[:len(o.out)/2] != o.out[len(o.out)/2:] {
		t.Errorf("an answer is cut where stderr is closed: %q", o.out)
	}
}

func faultReaderGoesAway(t *testing.T, p program) {
	p.write(t, "many.txt", strings.Repeat("alphadol\nbetagel\n", 500))
	for _, format := range formats {
		o := p.shell(t, "{ backcare drug lookup --from many.txt -o "+format+"; echo \"status $?\" >&2; } | head -c 1 >/dev/null")
		if !strings.HasSuffix(o.err, "status 141\n") || strings.Contains(o.err, "pipe") {
			t.Errorf("%s: %q", format, clip(o.err))
		}
	}
}

// faultOpens lets each file and folder of a run fail to open in turn, by the
// number of files that the system lets it have. What Go itself needs to wait for
// files is not ours to report.
func faultOpens(t *testing.T, p program) {
	p.write(t, "settings/backcare/config.yaml", "references: false\n")
	p.write(t, "more.txt", "betagel\n")
	p.write(t, "last.txt", "betagel\n") // on a machine without control groups Go holds fewer files
	const line = "drug lookup --from names.txt --from more.txt --from last.txt -o csv --columns name"
	whole := p.shell(t, "backcare "+line)
	for _, settings := range []string{"settings", "none"} {
		failed := map[string]bool{}
		for files := 4; files < 16; files++ {
			out, err := exec.CommandContext(t.Context(), "sh", "-c", fmt.Sprintf(`cd "$0" && ulimit -n %d && XDG_CONFIG_HOME="$0/%s" BACKCARE_DATA=small exec "$1" %s`, files, settings, line), p.dir, p.path).Output()
			*p.runs++
			exit, stderr := 0, ""
			if e := (*exec.ExitError)(nil); errors.As(err, &e) {
				exit, stderr = e.ExitCode(), string(e.Stderr)
			}
			switch {
			case strings.HasPrefix(stderr, "runtime: "):
			case exit == whole.status && string(out) == whole.out:
			case exit != cli.ExitUsage && exit != cli.ExitData, len(out) > 0, !strings.Contains(stderr, "too many open files"):
				t.Errorf("%d files: exit status %d, %q, %q", files, exit, out, stderr)
			default:
				first, _, _ := strings.Cut(stderr, "\n") // it names what did not open
				failed[first] = true
			}
		}
		if len(failed) < 2 {
			t.Errorf("%s: only these failed: %v", settings, failed)
		}
	}
}

// faultStderrUnread: who reads the answers gets them, and the status, when
// nobody reads standard error.
func faultStderrUnread(t *testing.T, p program) {
	for status, args := range map[int][]string{
		cli.ExitOK:         {"drug", "lookup", "--from", "good.txt", "-o", "csv", "--columns", "name"},
		cli.ExitUnresolved: {"drug", "lookup", "--from", "names.txt", "-o", "csv", "--columns", "name"},
		cli.ExitUsage:      {"drug", "lookup", "--nonsense"},
		cli.ExitData:       {"drug", "list", "--data", "nowhere"},
		cli.ExitGate:       {"drug", "list", "-o", "csv", "--fail-on", "contraindicated"},
	} {
		p.write(t, "good.txt", "alphadol\nbetagel\n")
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		cmd := exec.CommandContext(t.Context(), p.path, args...)
		cmd.Dir, cmd.Env, cmd.Stderr = p.dir, p.small(), w
		out, _ := cmd.Output()
		w.Close()
		want := p.run(t, p.small(), nil, args...)
		if got := cmd.ProcessState.ExitCode(); got != status || string(out) != want.out {
			t.Errorf("%v: exit status %d, want %d; %q, want %q", args, got, status, clip(string(out)), clip(want.out))
		}
	}
}

// faultNonBlocking: a pipe that another process makes non-blocking while the
// run goes on is written to the end.
func faultNonBlocking(t *testing.T, p program) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	stdin, names, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), p.path, "drug", "lookup", "-", "-o", "ndjson")
	cmd.Dir, cmd.Env, cmd.Stdin, cmd.Stdout = p.dir, p.small(), stdin, w
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stdin.Close()
	lines := bufio.NewReaderSize(r, 512)
	first := make(chan error, 1)
	go func() { _, err := io.WriteString(names, "alphadol\n"); first <- err }()
	one, err := lines.ReadString('\n') // the program runs, and knows its streams
	if err := errors.Join(err, <-first); err != nil {
		t.Fatal(err)
	}
	if err := syscall.SetNonblock(int(w.Fd()), true); err != nil {
		t.Fatal(err)
	}
	w.Close()
	const more = 1000
	go func() {
		io.WriteString(names, strings.Repeat("alphadol\n", more))
		names.Close()
	}()
	rest, err := io.ReadAll(lines)
	if ended := cmd.Wait(); err != nil || ended != nil || string(rest) != strings.Repeat(one, more) {
		t.Errorf("%d bytes, want %d: %v, %v", len(rest), more*len(one), err, ended)
	}
}

// faultPipesForFiles: a pipe that nobody writes to, in the place of a file or a
// folder, is refused without waiting for one.
func faultPipesForFiles(t *testing.T, p program) {
	pipe := filepath.Join(p.dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(p.dir, "home-of-pipes")
	if err := os.MkdirAll(filepath.Join(home, ".config", "backcare"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(home, ".config", "backcare", "config.yaml"), 0o600); err != nil {
		t.Fatal(err)
	}
	const file, folder = "is a pipe or a socket, not a file", "pipe is not a folder"
	p.run(t, p.small(), nil, "drug", "list", "--config", "pipe").want(t, cli.ExitUsage, file)
	p.run(t, append(p.small(), "BACKCARE_CONFIG=pipe"), nil, "drug", "list").want(t, cli.ExitUsage, file)
	p.run(t, []string{"HOME=" + home}, nil, "drug", "list").want(t, cli.ExitUsage, file)
	p.run(t, []string{"XDG_CONFIG_HOME=" + home + "/.config"}, nil, "drug", "list").want(t, cli.ExitUsage, file)
	p.run(t, p.small(), nil, "drug", "list", "--data", "pipe").want(t, cli.ExitData, folder)
	p.run(t, []string{"BACKCARE_DATA=pipe"}, nil, "drug", "list").want(t, cli.ExitData, folder)
	p.run(t, p.small(), nil, "dataset", "validate", "pipe").want(t, cli.ExitData, folder)
	if o := p.run(t, p.small(), nil, "__complete", "--data", "pipe", "drug", "lookup", "paracetam"); o.status != cli.ExitOK || !strings.Contains(o.out, "paracetamol") {
		t.Errorf("%d: %q, %q", o.status, o.out, o.err)
	}
}

// nasty are names that no person types and some program will pass on.
var nasty = []string{
	"", " ", "-x", "--help", "-", "--", "-o", "--from=names.txt", "\t", "\n", "\r\n", ".", "/", "..", "'", `"`, "`", "$(reboot)", "%s%n", "{{.}}", "\\",
	"=1+1", "+1", "@SUM(1)", "a|b", "<b>", "&amp;", "[x](y)", "null", "true", "~", "- x", "# x", "0", "NaN", "1e999", "*", "?",
	"\x1b[2J", "\x1b]0;x\x07", "\x07\x08\x7f", "\u009b31m", "a\u0085b",
	"\u202ealphadol", "\u2066x\u2069", "\u200b", "\ufeffalphadol", "\u2028", "\U000e0041", "\ufff9", "\u0301", "e" + strings.Repeat("\u0301", 400), strings.Repeat("\u0e47", 300),
	"👩\u200d👩\u200d👧", "🇺🇳", "ﷺ", "ＡＬＰＨＡＤＯＬ", "ALPHADOL", "ﬁ", "ß", "İ", "ı", "ſ", "各", "각", strings.Repeat("x", 100_000), strings.Repeat("ab ", 30_000), strings.Repeat("-", 100_000),
}

// faultNames passes the names on as arguments and on standard input, and
// reads the answers back with readers that are not ours.
func faultNames(t *testing.T, p program) {
	var args, lines []string
	for _, n := range nasty {
		if !strings.Contains(n, "\x00") && n != "-" {
			args = append(args, n)
		}
		if l := strings.TrimSpace(n); l != "" && l[0] != '#' && !strings.Contains(l, "\n") {
			lines = append(lines, n)
		}
	}
	for _, format := range formats {
		for way, names := range map[string][]string{"arguments": args, "stdin": lines} {
			line := []string{"drug", "lookup", "-o", format}
			var in io.Reader
			if way == "stdin" {
				line = append(line, "-")
				in = strings.NewReader("\r\n" + strings.Join(names, "\n") + "\r\n\r\n")
			} else {
				line = append(append(line, "--"), names...)
			}
			// "--" among the names is one of them: only the first is not.
			o := p.run(t, p.small(), in, line...)
			if o.status != cli.ExitUnresolved {
				t.Errorf("%s, %s: exit status %d: %s", format, way, o.status, clip(o.err))
			}
			if got := answers(t, format, o.out); got >= 0 && got != len(names) {
				t.Errorf("%s, %s: %d answers to %d names", format, way, got, len(names))
			}
		}
	}
	// One at a time, so that none hides behind the status of another.
	for _, n := range args {
		if n == "" || strings.ContainsAny(n, "\n") {
			continue
		}
		o := p.run(t, p.small(), nil, "drug", "lookup", "-o", "ndjson", "--", n)
		if answers(t, "ndjson", o.out) != 1 {
			t.Errorf("%q: %q", n, clip(o.out))
		}
		var r struct {
			Match struct{ ID *string }
			Entry *struct{ ID string }
		}
		if err := json.Unmarshal([]byte(o.out), &r); err != nil {
			t.Fatal(err)
		}
		if found := r.Match.ID != nil; found != (o.status == cli.ExitOK) || found != (r.Entry != nil) {
			t.Errorf("%q: exit status %d, id %v, entry %v", n, o.status, r.Match.ID, r.Entry)
		}
	}
}

// answers counts the results in an output by reading it, -1 for a format
// that is for people.
func answers(t *testing.T, format, out string) int {
	t.Helper()
	var doc struct{ Results []any }
	switch format {
	case "json":
		if err := json.Unmarshal([]byte(out), &doc); err != nil {
			t.Errorf("json: %v: %s", err, clip(out))
		}
		return len(doc.Results)
	case "yaml":
		if err := yaml.Unmarshal([]byte(out), &doc); err != nil {
			t.Errorf("yaml: %v: %s", err, clip(out))
		}
		return len(doc.Results)
	case "ndjson":
		n := 0
		for line := range strings.Lines(out) {
			if n++; !json.Valid([]byte(line)) {
				t.Errorf("ndjson: line %d is no JSON: %s", n, clip(line))
			}
		}
		return n
	case "csv":
		rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
		if err != nil {
			t.Errorf("csv: %v", err)
		}
		return len(rows) - 1
	}
	return -1
}

func faultFilesOfNames(t *testing.T, p program) {
	for name, c := range map[string]struct {
		text   string
		status int
		rows   int
	}{
		"empty":                   {"", cli.ExitUsage, 0},
		"line ends":               {"\n\n\r\n\r\n", cli.ExitUsage, 0},
		"blanks":                  {"  \n\t\n\v\f\n \u00a0\u2003\n", cli.ExitUsage, 0},
		"comments":                {"# a\n#b\n", cli.ExitUsage, 0},
		"byte order mark":         {"\ufeff", cli.ExitUsage, 0},
		"separators":              {"---\n...\n///\n,;:\n", cli.ExitUnresolved, 4},
		"windows":                 {"\ufeffalphadol\r\n\r\nbetagel\r\n", cli.ExitOK, 2},
		"old macintosh":           {"alphadol\rbetagel", cli.ExitOK, 2},
		"no end":                  {"alphadol", cli.ExitOK, 1},
		"binary":                  {strings.Repeat("\x7fELF\x00\x01\xfe\n", 50), cli.ExitUsage, 0},
		"NUL":                     {"alpha\x00dol", cli.ExitUsage, 0},
		"half a letter":           {"alphadol\xc3", cli.ExitUsage, 0},
		"a surrogate":             {"alphadol \xed\xa0\x80", cli.ExitUsage, 0},
		"beyond Unicode":          {"\xf4\x90\x80\x80", cli.ExitUsage, 0},
		"utf-16":                  {"\xff\xfea\x00\n\x00", cli.ExitUsage, 0},
		"a million blank lines":   {strings.Repeat("\n", 1_000_000) + "alphadol", cli.ExitOK, 1},
		"names in another script": {"альфадол\nбетагель\n", cli.ExitUnresolved, 2},
	} {
		path := p.write(t, "odd.txt", c.text)
		o := p.run(t, p.small(), nil, "drug", "lookup", "--exact", "--from", path, "-o", "ndjson")
		if got := answers(t, "ndjson", o.out); o.status != c.status || got != c.rows {
			t.Errorf("%s: exit status %d and %d answers, want %d and %d: %s", name, o.status, got, c.status, c.rows, o.err)
		}
	}
}

// faultLongLines: a line of 1 MiB is read, a longer one is one error for that
// line, and the rest goes on; no content makes either slow.
func faultLongLines(t *testing.T, p program) {
	const limit = 1 << 20
	for _, unit := range []string{"a", "ab ", "- ", "e\u0301", "\u0301", "각", "ﷺ", "("} {
		fit := "x" + strings.Repeat(unit, (limit-2)/len(unit))
		fit += strings.Repeat("x", limit-len(fit))
		o := p.run(t, p.small(), io.MultiReader(
			strings.NewReader("alphadol\n"+fit+"\n"+fit+"y\n"), strings.NewReader(strings.Repeat(fit, 3)), strings.NewReader("\r\nbetagel\n"),
		), "drug", "lookup", "-", "--jq", `[.match.kind, .match.message // ""]`)
		lines := strings.Split(strings.TrimSpace(o.out), "\n")
		if o.status != cli.ExitUnresolved || len(lines) != 5 || !strings.Contains(lines[0], "exact") || strings.Contains(lines[1], "longer") ||
			!strings.Contains(lines[2], "line 3 is longer than 1 MiB and was not read") || !strings.Contains(lines[3], "line 4 is longer") || !strings.Contains(lines[4], "exact") {
			t.Errorf("%q: exit status %d: %s", unit, o.status, clip(o.out))
		}
		if o.took > 15*time.Second || o.peak > 300<<20 {
			t.Errorf("%q: took %v and %d MiB", unit, o.took, o.peak>>20)
		}
	}
}

// faultManyLines: memory does not grow with the number of lines, whether the
// names come again or not.
func faultManyLines(t *testing.T, p program) {
	peak := func(lines int) int64 {
		r, w := io.Pipe()
		go func() {
			b := bufio.NewWriter(w)
			for i := range lines {
				if i%8 == 0 {
					fmt.Fprintf(b, "nobody knows %d\n", i)
					continue
				}
				fmt.Fprintln(b, [...]string{"alphadol", "Alfadol forte", "betagel"}[i%3])
			}
			b.Flush()
			w.Close()
		}()
		n := &lineCounter{}
		o := p.command(t, p.small(), r, n, p.path, "drug", "lookup", "-", "-o", "csv", "--columns", "query,name", "--no-header")
		o.want(t, cli.ExitUnresolved, fmt.Sprintf("%d names", lines))
		if n.lines != lines {
			t.Errorf("%d answers to %d names", n.lines, lines)
		}
		return o.peak
	}
	few, many := peak(10_000), peak(120_000)
	t.Logf("at most %d MiB for 10 000 names, %d MiB for 120 000", few>>20, many>>20)
	if runtime.GOOS == "linux" && few == 0 {
		t.Error("the memory was not read")
	}
	if many > few+(32<<20) || many > 128<<20 {
		t.Errorf("%d MiB for 10 000 names, %d MiB for 120 000", few>>20, many>>20)
	}
}

type lineCounter struct{ lines int }

func (c *lineCounter) Write(b []byte) (int, error) {
	c.lines += bytes.Count(b, []byte("\n"))
	return len(b), nil
}

// faultEnvironment: what the environment holds may change the looks of an
// answer and never whether there is one.
func faultEnvironment(t *testing.T, p program) {
	lookup := []string{"drug", "lookup", "alphadol", "--data", filepath.Join(p.dir, "small")}
	want := p.run(t, p.small(), nil, lookup...)
	want.want(t, cli.ExitOK, "")
	for _, env := range [][]string{
		{"NOTHING="}, // no HOME, no PATH
		{"HOME="}, {"HOME=/nonexistent"}, {"HOME=/dev/null"}, {"HOME=relative"}, {"HOME=\xff\x1b[31m"}, {"XDG_CONFIG_HOME=relative"},
		{"XDG_CONFIG_HOME=/dev/null"}, {"TERM=dumb"}, {"TERM="}, {"TERM=\xff"}, {"LANG=C"}, {"LC_ALL=C"}, {"LANG=ru_RU.KOI8-R"}, {"LC_ALL=POSIX"},
		{"COLUMNS=0"}, {"COLUMNS=1"}, {"COLUMNS=-5"}, {"COLUMNS=99999999999999999999"}, {"COLUMNS=x"}, {"LINES=0"}, {"TZ=Nowhere/None"}, {"TZ=\xff"},
		{"NO_COLOR=1"}, {"NO_COLOR=1", "CLICOLOR_FORCE=1"}, {"CLICOLOR=0"}, {"PAGER=false"}, {"EDITOR=false"}, {"TMPDIR=/nonexistent"}, {"GOMAXPROCS=1"},
		{"BACKCARE_OUTPUT="}, {"BACKCARE_UNKNOWN=1"}, {"BACKCARE_JQ=.["}, {"POSIXLY_CORRECT=1"},
	} {
		o := p.run(t, env, nil, lookup...)
		if o.status != cli.ExitOK || o.out != want.out || o.err != want.err {
			t.Errorf("%q: exit status %d: %s%s", env, o.status, clip(o.err), clip(o.out))
		}
	}
	for variable, problem := range map[string]string{
		"BACKCARE_OUTPUT=xml": "use one of table", "BACKCARE_COLOR=\x1b[31m": "use one of auto", "BACKCARE_ASCII=2": "neither true nor false",
		"BACKCARE_NO_HEADER=x": "neither true nor false", "BACKCARE_CONFIG=nowhere": "no such file",
	} {
		p.run(t, []string{"HOME=" + p.dir, variable}, nil, "drug", "list").want(t, cli.ExitUsage, problem)
	}
	p.run(t, []string{"HOME=" + p.dir, "BACKCARE_DATA=nowhere"}, nil, "drug", "list").want(t, cli.ExitData, "cannot use the dataset")
}

func faultConfig(t *testing.T, p program) {
	loop := filepath.Join(p.dir, "loop.yaml")
	if err := os.Symlink(loop, loop); err != nil {
		t.Fatal(err)
	}
	laughs := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c <= 'j'; c++ {
		laughs += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c,", c-1), 9), ","))
	}
	files := map[string]string{
		loop: "too many levels of symbolic links", p.dir: "is a directory", "/dev/full": "is larger than 1 MiB", "/proc/self/mem": "input/output error",
		p.write(t, "c/binary.yaml", "\x7fELF\x01\x00"):                  "is not a text file in UTF-8",
		p.write(t, "c/latin1.yaml", "output: \xe9\n"):                   "is not a text file in UTF-8",
		p.write(t, "c/tab.yaml", "a:\n\tb: c\n"):                        "line 2 begins with a tab",
		p.write(t, "c/laughs.yaml", laughs):                             "excessive aliasing",
		p.write(t, "c/alias.yaml", "output: &a json\ncolor: *a\n"):      `unknown value "json" for key "color"`,
		p.write(t, "c/self.yaml", "&a {*a : *a}\n"):                     "is not a mapping of settings",
		p.write(t, "c/merge.yaml", "<<: {colour: json}\n"):              "unknown key",
		p.write(t, "c/lists.yaml", strings.Repeat("[", 900_000)):        "exceeded max depth",
		p.write(t, "c/mappings.yaml", strings.Repeat("{", 900_000)):     "exceeded max depth",
		p.write(t, "c/keys.yaml", strings.Repeat("? ", 400_000)):        "exceeded max depth",
		p.write(t, "c/big.yaml", strings.Repeat("# x\n", 300_000)):      "is larger than 1 MiB",
		p.write(t, "c/escapes.yaml", "output: \"\\e[31m\\u202e\"\n"):    `unknown value "\x1b[31m\u202e"`,
		p.write(t, "c/key.yaml", "\"\\e[31m\": 1\n"):                    `unknown key "\x1b[31m"`,
		p.write(t, "c/tag.yaml", "output: !!binary eG1s\n"):             `unknown value "xml" for key "output"`,
		p.write(t, "c/second.yaml", "output: json\n---\noutput: csv\n"): "a second YAML document",
		p.write(t, "c/number.yaml", "output: 1\n"):                      "not a text",
		p.write(t, "c/text.yaml", "just words\n"):                       "is not a mapping of settings",
		p.write(t, "c/open.yaml", "output: \"json\n"):                   "is not valid YAML",
		p.write(t, "c/data.yaml", "data: ../small\nexact: \"false\"\n"): "neither true nor false",
	}
	if os.Geteuid() != 0 {
		locked := p.write(t, "c/locked.yaml", "output: json\n")
		if err := os.Chmod(locked, 0); err != nil {
			t.Fatal(err)
		}
		files[locked] = "permission denied"
	}
	if runtime.GOOS != "linux" {
		delete(files, "/dev/full")
		delete(files, "/proc/self/mem")
	}
	for path, problem := range files {
		o := p.run(t, p.small(), nil, "drug", "list", "--config", path)
		o.want(t, cli.ExitUsage, problem)
		if !strings.Contains(o.err, fmt.Sprintf("config file %q", path)) {
			t.Errorf("%s: the file is not named: %s", path, o.err)
		}
		if o.peak > 600<<20 || o.took > 15*time.Second {
			t.Errorf("%s: took %v and %d MiB", path, o.took, o.peak>>20)
		}
		// What a person needs to get out of it works all the same.
		p.run(t, p.small(), nil, "--config", path, "--help").want(t, cli.ExitOK, "")
	}
}

// faultPlaces: folders that cannot be written or are gone.
func faultPlaces(t *testing.T, p program) {
	o := p.shell(t, "mkdir gone && cd gone && rmdir ../gone && BACKCARE_DATA="+filepath.Join(p.dir, "small")+" backcare drug lookup alphadol -o csv --columns name")
	if o.status != cli.ExitOK || o.out != "name\r\nAlphadol\r\n" {
		t.Errorf("in a folder that was removed: exit status %d: %q %q", o.status, o.out, o.err)
	}
	const readOnly = `mount --bind . . && mount -o remount,bind,ro . && cd "$PWD" && ! touch x 2>/dev/null || exit 77
HOME=$PWD TMPDIR=$PWD backcare drug list -o json | wc -c`
	if exec.Command("unshare", "--map-root-user", "--mount", "true").Run() != nil {
		t.Skip("no file system can be made read-only here: unshare fails")
	}
	o = p.command(t, append(p.small(), "backcare="+p.path), nil, nil, "unshare", "--map-root-user", "--mount", "sh", "-c",
		"backcare() { \"$backcare\" \"$@\"; }\n"+readOnly)
	if o.status != cli.ExitOK || len(strings.TrimSpace(o.out)) < 4 {
		t.Errorf("on a read-only file system: exit status %d: %q %q", o.status, o.out, o.err)
	}
}

// faultDatasets: a dataset made to harm ends in an error that says where, and
// in bounded memory.
func faultDatasets(t *testing.T, p program) {
	laughs := "version: \"1\"\nx: &a [\"x\",\"x\",\"x\",\"x\",\"x\",\"x\",\"x\",\"x\",\"x\"]\n"
	for c := 'b'; c <= 'k'; c++ {
		laughs += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c,", c-1), 9), ","))
	}
	for name, c := range map[string]struct{ text, want string }{
		"laughs":    {laughs, "laughs/a.yaml:2:4: a YAML anchor"},
		"itself":    {"entries: &a [*a]\n", "a YAML a"},
		"lists":     {"entries: " + strings.Repeat("[", 90_000), "exceeded max depth"},
		"level":     {"entries: " + strings.Repeat("[", 30) + strings.Repeat("]", 30), "nested more than 20 levels deep"},
		"mappings":  {strings.Repeat("{", 1<<20), "may hold 1048577 values"},
		"keys":      {strings.Repeat("? ", 1<<20), "values"},
		"text":      {"version: \"" + strings.Repeat("x", 15<<20) + "\"\n", "a text of 15728640 bytes"},
		"items":     {strings.Repeat("- \n", 1<<20), "values"},
		"anchors":   {strings.Repeat("- &a x\n", 50_000), "there may be more: 10000 faults are reported at most"},
		"nul":       {strings.Repeat("\x00", 1<<20), "control characters are not allowed"},
		"binary":    {"\x7fELF\xff\xfe", "is not text in UTF-8"},
		"escapes":   {"version: \"\\e[2J\\u202e\"\n", `U+001B`},
		"file":      {"\u202e: \"\x1b\"\n", "control characters are not allowed"},
		"nothing":   {"# nothing\n", "is empty"},
		"unvouched": {"version: \"1\"\ndocuments: 5\nentries: \"x\"\nreferences: {}\n", "want a list"},
	} {
		dir := filepath.Dir(p.write(t, name+"/a.yaml", c.text))
		for _, args := range [][]string{
			{"dataset", "validate", name},
			{"drug", "lookup", "alphadol", "--data", name, "-o", "json"},
		} {
			o := p.run(t, []string{"HOME=" + p.dir}, nil, args...)
			if o.status != cli.ExitData || !strings.Contains(o.out+o.err, c.want) {
				// A failing lookup shows the first faults only.
				if args[0] == "dataset" || o.status != cli.ExitData {
					t.Errorf("%s: exit status %d, want %q in %s%s", o.line, o.status, c.want, clip(o.out), clip(o.err))
				}
			}
			if args[0] == "drug" && o.out != "" {
				t.Errorf("%s: answers %q from a faulty dataset", o.line, clip(o.out))
			}
			if o.peak > 400<<20 || o.took > 15*time.Second {
				t.Errorf("%s: took %v and %d MiB", o.line, o.took, o.peak>>20)
			}
		}
		os.RemoveAll(dir)
	}
	// Files that are none, and one that is too big to read.
	big := p.write(t, "files/big.yaml", "")
	if err := os.Truncate(big, 100<<20); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"a.yaml": "b.yaml", "b.yaml": "a.yaml", "folder.yaml": ".", "zero.yaml": "/dev/zero", "gone.yaml": "nowhere"} {
		if err := os.Symlink(to, filepath.Join(p.dir, "files", name)); err != nil {
			t.Fatal(err)
		}
	}
	o := p.run(t, p.small(), nil, "dataset", "validate", "files")
	const want = `files/a.yaml: too many levels of symbolic links
files/b.yaml: too many levels of symbolic links
files/big.yaml: is larger than 16 MiB
files/folder.yaml: is not a regular file
files/gone.yaml: no such file or directory
files/zero.yaml: is not a regular file
`
	if o.status != cli.ExitData || o.out != want {
		t.Errorf("exit status %d:\n%s", o.status, o.out)
	}
	if o.peak > 200<<20 {
		t.Errorf("%d MiB", o.peak>>20)
	}
	for i := range 65 {
		p.write(t, fmt.Sprintf("many/%d.yaml", i), "version: \"1\"\n")
	}
	p.run(t, p.small(), nil, "dataset", "validate", "many").want(t, cli.ExitData, "many holds more than 64 YAML files")
	// Files that are large together are not read at all.
	text := "version: \"" + strings.Repeat("x", 15<<20) + "\"\n"
	for i := range 3 {
		p.write(t, fmt.Sprintf("heavy/%d.yaml", i), text)
	}
	for _, args := range [][]string{
		{"dataset", "validate", "heavy"}, {"drug", "list", "--data", "heavy"},
	} {
		o := p.run(t, []string{"HOME=" + p.dir}, nil, args...)
		o.want(t, cli.ExitData, "heavy holds more YAML than the limit of 32 MiB")
		if o.out != "" || o.peak > 40<<20 {
			t.Errorf("%v: took %v and %d MiB: %q", args, o.took, o.peak>>20, clip(o.out))
		}
	}
}

// faultFilters: a filter that has no end, no bounds or no bottom ends in an
// error, or with its reader, in bounded memory.
func faultFilters(t *testing.T, p program) {
	const most = 2300 << 20 // the step under way when the limit is found exceeded may make a text of 2 GiB
	for filter, problem := range map[string]string{
		"def f: 1 + f; f": "takes more than 256 MiB",
		"def f: [f]; f":   "takes more than 256 MiB",
		"[range(1e12)]":   "takes more than 256 MiB",
		"[range(1e6) | \"x\" * 1e5] | join(\"\") | length":       "takes more than 256 MiB",
		"reduce range(4000000) as $i (0; [.]) | tojson | length": "too deep",
		"reduce range(4000000) as $i (0; [.])":                   "nested more than 10000 levels deep",
	} {
		o := p.run(t, p.small(), nil, "drug", "lookup", "alphadol", "--jq", filter)
		o.want(t, cli.ExitUsage, problem)
		if o.peak > most {
			t.Errorf("%s: %d MiB", filter, o.peak>>20)
		}
	}
	// A single step is not looked into: it may be over before it is noticed, and
	// then it has given its answer.
	const step = `"x" * 2e9 | length`
	one := p.run(t, p.small(), nil, "drug", "lookup", "alphadol", "--jq", step)
	if one.status != cli.ExitOK || one.out != "2000000000\n" {
		one.want(t, cli.ExitUsage, "takes more than 256 MiB")
	}
	if one.peak > most {
		t.Errorf("%s: %d MiB", step, one.peak>>20)
	}
	for template, problem := range map[string]string{
		`{{$x := "abcdefgh"}}{{range 60}}{{$x = print $x $x}}{{end}}{{len $x}}`: "takes more than 256 MiB",
		`{{define "a"}}{{template "a"}}{{end}}{{template "a"}}`:                 "",
	} {
		o := p.run(t, p.small(), nil, "drug", "lookup", "alphadol", "--template", template)
		o.want(t, cli.ExitUsage, problem)
		if o.peak > most {
			t.Errorf("%s: %d MiB", template, o.peak>>20)
		}
	}
	o := p.run(t, p.small(), strings.NewReader("alphadol\nbetagel\n"), "drug", "lookup", "-", "--jq", `if .query == "betagel" then [range(1e12)] else .query end`)
	if o.status != cli.ExitUsage || o.out != "\"alphadol\"\n" || !strings.Contains(o.err, `(for the name "betagel")`) {
		t.Errorf("exit status %d, %q, %q", o.status, clip(o.out), o.err)
	}
	for _, line := range []string{
		"backcare drug lookup alphadol --jq 'range(1e15)'",
		"backcare drug lookup --from names.txt --jq 'range(1e15)'",
		"backcare drug lookup alphadol --jq 'reduce range(60) as $i (0; [., .])'",
		"backcare drug lookup alphadol --template '{{range 1000000000000}}x{{end}}'",
	} {
		o := p.shell(t, "{ "+line+"; echo \"status $?\" >&2; } | head -c 1")
		if len(o.out) != 1 || !strings.HasSuffix(o.err, "\nstatus 141\n") || strings.Contains(o.err, "pipe") {
			t.Errorf("%s: %q, %q", line, o.out, clip(o.err))
		}
	}
}

// faultInterrupt: Ctrl-C ends a filter without end at once, by the signal, as
// a shell expects of it.
func faultInterrupt(t *testing.T, p program) {
	for _, filter := range [][]string{
		{"--jq", "1, (def f: f; f)"},
		{"--jq", "1, ([range(1e9) | select(. < 0)] | length)"},
		{"--template", "1\n{{range 1000000000000}}{{end}}"},
	} {
		cmd := exec.Command(p.path, append([]string{"drug", "lookup", "alphadol"}, filter...)...)
		cmd.Dir, cmd.Env = p.dir, p.small()
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		*p.runs++
		first := make([]byte, 2)
		if _, err := io.ReadFull(out, first); err != nil || string(first) != "1\n" { // it runs
			t.Errorf("%q: %q, %v", filter, first, err)
		}
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		_ = cmd.Wait() // the state tells
		if ws, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !ws.Signaled() || ws.Signal() != syscall.SIGINT {
			t.Errorf("%q: ended with %v", filter, cmd.ProcessState)
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%q: took %v to end", filter, took)
		}
	}
}

// TestScreens runs every command on terminals of many widths, and with clocks
// that are wrong: none may fail, and from 40 columns on every line of a table
// fits.
func TestScreens(t *testing.T) {
	names := filepath.Join(t.TempDir(), "names.txt")
	if err := os.WriteFile(names, []byte("alphadol\nnobody knows this\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	run := func(width int, now time.Time, args []string) (status int, out, err string) {
		var stdout, stderr bytes.Buffer
		env := cli.Env{
			Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
			LookupEnv: func(k string) (string, bool) {
				if k != "BACKCARE_DATA" {
					return "", false
				}
				return "testdata/small", true
			},
			IsTerminal: func(s any) bool { return s == &stdout },
			Size:       func(any) int { return width },
			Now:        func() time.Time { return now },
			GOOS:       runtime.GOOS, Embedded: dataset.Embedded,
		}
		for i, a := range args {
			if a == "names.txt" {
				args = slices.Clone(args)
				args[i] = names
			}
		}
		status = cli.Run(t.Context(), env, args)
		return status, stdout.String(), stderr.String()
	}
	now := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	runs := 0
	for _, width := range []int{-1, 0, 1, 2, 20, 39, 40, 80, 500} {
		for _, args := range everyPrint() {
			runs++
			status, out, stderr := run(width, now, args)
			wantStatus := cli.ExitOK
			if slices.Contains(args, "--from") {
				wantStatus = cli.ExitUnresolved
			}
			if slices.Equal(args, []string{"config", "path"}) {
				wantStatus = cli.ExitUsage // there is no HOME here
			}
			if status != wantStatus || !utf8.ValidString(out) {
				t.Errorf("%v at %d columns: exit status %d: %s", args, width, status, stderr)
			}
			if table := slices.Contains(args, "table"); !table || width < 40 {
				continue
			}
			for line := range strings.Lines(out) {
				if strings.Contains(line, "backcare drug lookup") {
					continue // a command to copy, which is left whole
				}
				if n := (displaywidth.Options{ControlSequences: true}).String(strings.TrimRight(line, "\n")); n > width {
					t.Errorf("%v: a line of %d cells on %d columns: %q", args, n, width, line)
				}
			}
		}
	}
	_, want, _ := run(80, now, []string{"drug", "lookup", "alphadol"})
	for _, clock := range []time.Time{{}, time.Unix(0, 0), time.Unix(-1, 0), time.Unix(1<<31, 0), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)} {
		for _, args := range everyPrint() {
			runs++
			if status, _, stderr := run(80, clock, args); status > cli.ExitUsage {
				t.Errorf("%v at %v: exit status %d: %s", args, clock, status, stderr)
			}
		}
		if status, got, _ := run(80, clock, []string{"drug", "lookup", "alphadol"}); status != cli.ExitOK || got != want {
			t.Errorf("the answer depends on the clock at %v", clock)
		}
		if status, _, stderr := run(80, clock, []string{"dataset", "validate"}); status != cli.ExitOK {
			t.Errorf("validate at %v: exit status %d: %s", clock, status, stderr)
		}
	}
	t.Logf("%d runs in the process", runs)
}
