// Command bench measures backcare beside a bare program, the floor of its
// packages and what else would answer the question, all in one run on one
// machine, and writes the tables of docs/performance.md. Times are medians of
// interleaved rounds; what counts is the ratio, for machines and their load
// differ. Nothing here is linked into backcare, and nothing here is a test.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/backcare/backcare/internal/dataset"
)

func main() {
	write := flag.String("write", "", "put the tables into `FILE`, between its markers")
	rounds := flag.Int("rounds", 101, "rounds of each start")
	lines := flag.Int("lines", 1_000_000, "names of the largest batch; memory is measured up to ten times as many")
	flag.Parse()
	if err := run(*write, *rounds, *lines); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(write string, rounds, lines int) error {
	dir, err := os.MkdirTemp("", "backcare-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := &bench{dir: dir, rounds: rounds}
	fmt.Fprintf(&b.out, "Measured with `make bench`: %s, %s/%s, %d CPUs, %d rounds.\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), rounds)
	for _, step := range []func() error{
		b.build,
		b.sizes,
		b.starts,
		b.server,
		b.others,
		func() error { return b.batches(lines) },
		func() error { return b.memory(lines) },
		b.growth,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	fmt.Print(b.out.String())
	if write == "" {
		return nil
	}
	return insert(write, b.out.String())
}

// The markers between which the tables stand in a document.
const (
	begin = "<!-- make bench writes from here -->\n"
	end   = "<!-- to here -->\n"
)

func insert(path, tables string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	head, rest, ok := strings.Cut(string(text), begin)
	_, tail, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return fmt.Errorf("%s has no markers", path)
	}
	return os.WriteFile(path, []byte(head+begin+"\n"+tables+"\n"+end+tail), 0o644)
}

// bench is one run.
type bench struct {
	dir    string
	rounds int
	out    bytes.Buffer
	bare   time.Duration
}

func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

// build makes the programs as "make build" makes ours.
func (b *bench) build() error {
	for name, pkg := range map[string]string{"backcare": "./cmd/backcare", "backcare-mcp": "./cmd/backcare-mcp", "floor": "./internal/bench/floor", "bare": "./internal/bench/bare", "gojq": "./internal/bench/gojq"} {
		c := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", b.path(name), pkg)
		c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOAMD64=v2")
		if out, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("building %s: %w\n%s", name, err, out)
		}
	}
	for _, f := range []struct {
		path string
		args []string
	}{{"list.json", []string{"drug", "list", "-o", "json"}}, {"export.sql", []string{"dataset", "export", "-o", "sqlite-sql"}}} {
		out, err := b.command("backcare", f.args...).Output()
		if err != nil {
			return err
		}
		if err := os.WriteFile(b.path(f.path), out, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// command runs a program of the folder, or one of the system, with no
// settings of the user's.
func (b *bench) command(name string, args ...string) *exec.Cmd {
	if p := b.path(name); exists(p) {
		name = p
	}
	c := exec.Command(name, args...)
	c.Env = append(os.Environ(), "XDG_CONFIG_HOME="+b.dir)
	return c
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// cost is what one run of a program took.
type cost struct {
	wall, cpu time.Duration
	peak      int64 // bytes
}

// measure runs a command. A status of 1 is an answer too: a name was not found.
func measure(c *exec.Cmd) (cost, error) {
	var stderr bytes.Buffer
	c.Stderr = &stderr // standard output is left to the null device
	start := time.Now()
	err := c.Run()
	wall := time.Since(start)
	if exit := (*exec.ExitError)(nil); err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		return cost{}, fmt.Errorf("%s: %w\n%s", c, err, stderr.Bytes())
	}
	p := c.ProcessState
	return cost{wall, p.UserTime() + p.SystemTime(), peak(p)}, nil
}

// subject is a command that is measured.
type subject struct {
	what string
	args []string // the program first
	env  []string
	in   string // standard input
}

func (b *bench) start(s subject) *exec.Cmd {
	c := b.command(s.args[0], s.args[1:]...)
	c.Env = append(c.Env, s.env...)
	if s.in != "" {
		c.Stdin = strings.NewReader(s.in)
	}
	return c
}

// interleaved measures each subject once a round, so that what else the
// machine does falls on all alike, and returns the medians.
func (b *bench) interleaved(rounds int, subjects []subject) ([]cost, error) {
	wall := make([][]time.Duration, len(subjects))
	cpu := make([][]time.Duration, len(subjects))
	out := make([]cost, len(subjects))
	for range rounds {
		for i, s := range subjects {
			m, err := measure(b.start(s))
			if err != nil {
				return nil, err
			}
			wall[i], cpu[i] = append(wall[i], m.wall), append(cpu[i], m.cpu)
			out[i].peak = max(out[i].peak, m.peak)
		}
	}
	for i := range out {
		out[i].wall, out[i].cpu = median(wall[i]), median(cpu[i])
	}
	return out, nil
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

func (b *bench) heading(s string) { fmt.Fprintf(&b.out, "\n### %s\n\n", s) }

func (b *bench) row(cells ...any) {
	for _, c := range cells {
		fmt.Fprintf(&b.out, "| %v ", c)
	}
	b.out.WriteString("|\n")
}

// columns begins a table; all columns but the first hold numbers.
func (b *bench) columns(names ...any) {
	b.row(names...)
	b.out.WriteString("| --- " + strings.Repeat("| ---: ", len(names)-1) + "|\n")
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d)/1e6) }

func mib(n int64) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f", float64(n)/(1<<20))
}

func ratio(a, b time.Duration) string { return fmt.Sprintf("%.2f", float64(a)/float64(max(b, 1))) }

func (b *bench) sizes() error {
	b.heading("Size")
	b.columns("program", "bytes", "MB")
	for _, name := range []string{"bare", "floor", "backcare", "backcare-mcp"} {
		st, err := os.Stat(b.path(name))
		if err != nil {
			return err
		}
		b.row(name, st.Size(), fmt.Sprintf("%.2f", float64(st.Size())/1e6))
	}
	return nil
}

func (b *bench) starts() error {
	subjects := []subject{
		{"bare Go program", []string{"bare"}, nil, ""},
		{"floor: the four packages, one command, one line", []string{"floor"}, nil, ""},
		{"`backcare version`", []string{"backcare", "version"}, nil, ""},
		{"`drug lookup paracetamol -o json`", []string{"backcare", "drug", "lookup", "paracetamol", "-o", "json"}, nil, ""},
		{"`drug lookup paracetamol`", []string{"backcare", "drug", "lookup", "paracetamol"}, nil, ""},
		{"`drug lookup paracetmol -o json` (a typo)", []string{"backcare", "drug", "lookup", "paracetmol", "-o", "json"}, nil, ""},
		{"`drug list -o json`", []string{"backcare", "drug", "list", "-o", "json"}, nil, ""},
		{"`drug list`", []string{"backcare", "drug", "list"}, nil, ""},
		{"`__complete drug lookup par`", []string{"backcare", "__complete", "drug", "lookup", "par"}, nil, ""},
	}
	costs, err := b.interleaved(b.rounds, subjects)
	if err != nil {
		return err
	}
	b.bare = costs[0].wall
	b.heading("Start")
	b.columns("command", "wall ms", "to bare", "to floor", "CPU ms", "peak MiB")
	for i, c := range costs {
		b.row(subjects[i].what, ms(c.wall), ratio(c.wall, costs[0].wall), ratio(c.wall, costs[1].wall), ms(c.cpu), mib(c.peak))
	}
	return nil
}

// server measures sessions with an assistant's program, each from the start of
// the process to its end.
func (b *bench) server() error {
	const hello = `{"jsonrpc":"2.0","id":"a","method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"bench","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
`
	lookups := func(n int) string {
		var in strings.Builder
		in.WriteString(hello)
		for i := range n {
			fmt.Fprintf(&in, `{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"lookup_medicine","arguments":{"names":["paracetamol"]}}}`+"\n", i)
		}
		return in.String()
	}
	session := []string{"backcare-mcp"}
	subjects := []subject{
		{what: "`backcare version`", args: []string{"backcare", "version"}},
		{what: "`backcare-mcp --version`", args: []string{"backcare-mcp", "--version"}},
		{what: "a session with nothing but its beginning", args: session, in: hello},
		{what: "and the list of tools", args: session, in: hello + `{"jsonrpc":"2.0","id":1,"method":"tools/list"}` + "\n"},
		{what: "and one lookup", args: session, in: lookups(1)},
		{what: "and 1,000 lookups", args: session, in: lookups(1000)},
	}
	costs, err := b.interleaved(b.rounds, subjects)
	if err != nil {
		return err
	}
	b.heading("Server")
	b.columns("what", "wall ms", "to `version`", "CPU ms", "peak MiB")
	for i, c := range costs {
		b.row(subjects[i].what, ms(c.wall), ratio(c.wall, costs[0].wall), ms(c.cpu), mib(c.peak))
	}
	return nil
}

// fuseModule is where "make clients" installs fuse.js, from the folder that
// the measuring is done in.
const fuseModule = "./internal/clients/node_modules/fuse.js"

// others are what a user would pick in place of backcare. They are given the
// data as backcare writes it; none but the last two knows aliases or typos.
func (b *bench) others() error {
	list, db := b.path("list.json"), b.path("backcare.db")
	if _, err := exec.LookPath("sqlite3"); err == nil {
		c := exec.Command("sqlite3", db, ".read "+b.path("export.sql"))
		if out, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("filling the database: %w\n%s", err, out)
		}
	}
	const query = `.entries[] | select(.name == "paracetamol") | .status.lactation.status`
	node := fmt.Sprintf(`const d=JSON.parse(require("fs").readFileSync(%q,"utf8"));console.log(d.entries.find(e=>e.name==="paracetamol").status.lactation.status)`, list)
	fuse := fmt.Sprintf(`const F=require(%q);const d=JSON.parse(require("fs").readFileSync(%q,"utf8"));console.log(new (F.default||F)(d.entries,{keys:["name","aliases"]}).search("paracetmol")[0].item.status.lactation.status)`, fuseModule, list)
	python := fmt.Sprintf(`import json
print(next(e for e in json.load(open(%q))["entries"] if e["name"] == "paracetamol")["status"]["lactation"]["status"])`, list)
	all := []subject{
		{"backcare, exact", []string{"backcare", "drug", "lookup", "paracetamol", "-o", "csv", "--columns", "lactation"}, nil, ""},
		{"backcare, a typo", []string{"backcare", "drug", "lookup", "paracetmol", "-o", "csv", "--columns", "lactation"}, nil, ""},
		{"grep -i over the JSON", []string{"grep", "-i", "paracetamol", list}, nil, ""},
		{"rg -i over the JSON", []string{"rg", "-i", "paracetamol", list}, nil, ""},
		{"sqlite3 over the exported tables", []string{"sqlite3", db, "select status.* from entries join status on status.entry_id = entries.id where entries.name = 'paracetamol'"}, nil, ""},
		{"gojq (its library) over the JSON", []string{"gojq", query, list}, nil, ""},
		{"jq over the JSON", []string{"jq", query, list}, nil, ""},
		{"node over the JSON", []string{"node", "-e", node}, nil, ""},
		{"node with fuse.js, a typo", []string{"node", "-e", fuse}, nil, ""},
		{"python3 over the JSON", []string{"python3", "-c", python}, nil, ""},
	}
	var subjects []subject
	missing := map[string]bool{}
	for _, s := range all {
		if err := b.start(s).Run(); err != nil {
			missing[s.what] = true
			continue
		}
		subjects = append(subjects, s)
	}
	costs, err := b.interleaved(max(5, b.rounds/4), subjects)
	if err != nil {
		return err
	}
	b.heading("Beside other programs")
	b.columns("program", "wall ms", "to backcare", "CPU ms", "peak MiB")
	i := 0
	for _, s := range all {
		if missing[s.what] {
			b.row(s.what, "not installed", "", "", "")
			continue
		}
		b.row(s.what, ms(costs[i].wall), ratio(costs[i].wall, costs[0].wall), ms(costs[i].cpu), mib(costs[i].peak))
		i++
	}
	return nil
}

// The formats that a batch is measured in.
var batchFormats = [...]struct {
	what string
	args []string
}{
	{"csv --columns name,lactation", []string{"-o", "csv", "--columns", "name,lactation"}},
	{"ndjson", []string{"-o", "ndjson"}},
}

func (b *bench) batches(lines int) error {
	b.heading("Batch")
	b.columns("names", "format", "cores", "wall s", "CPU s", "names per CPU second", "peak MiB")
	for _, n := range []int{1000, lines} {
		path := b.path(fmt.Sprintf("names-%d", n))
		if err := writeNames(path, dataset.Embedded(), n, mixed); err != nil {
			return err
		}
		if err := b.batch("mixed", path, n); err != nil {
			return err
		}
	}
	path := b.path("names-own")
	if err := writeNames(path, dataset.Embedded(), lines, own); err != nil {
		return err
	}
	return b.batch("exact and alias only", path, lines)
}

func (b *bench) batch(what, path string, n int) error {
	for _, f := range batchFormats {
		for _, cores := range []string{"1", "2"} {
			s := subject{args: append([]string{"backcare", "drug", "lookup", "--from", path}, f.args...), env: []string{"GOMAXPROCS=" + cores}}
			rounds := 21
			if n > 100_000 {
				rounds = 1 // the work itself is the median of many names
			}
			c, err := b.interleaved(rounds, []subject{s})
			if err != nil {
				return err
			}
			b.row(fmt.Sprintf("%d, %s", n, what), f.what, cores, fmt.Sprintf("%.3f", c[0].wall.Seconds()), fmt.Sprintf("%.3f", c[0].cpu.Seconds()),
				fmt.Sprintf("%.0f", float64(n)/c[0].cpu.Seconds()), mib(c[0].peak))
		}
	}
	return nil
}

// memory shows that a batch takes no more of it the longer it is. The longest
// is of names of ours only, which take the least time.
func (b *bench) memory(lines int) error {
	b.heading("Memory of a batch")
	b.columns("lines", "format", "peak MiB")
	for _, n := range []int{lines / 100, lines, 10 * lines} {
		path := b.path("names-memory")
		if err := writeNames(path, dataset.Embedded(), n, own); err != nil {
			return err
		}
		for _, f := range batchFormats {
			s := subject{args: append([]string{"backcare", "drug", "lookup", "--from", path}, f.args...)}
			c, err := measure(b.start(s))
			if err != nil {
				return err
			}
			b.row(n, f.what, mib(c.peak))
		}
	}
	return os.Remove(b.path("names-memory"))
}

// growth measures datasets of a person's own, up to what a folder may hold.
func (b *bench) growth() error {
	b.heading("Growth")
	b.columns("entries", "bytes", "exact lookup ms", "typo ms", "completion ms", "peak MiB")
	for _, n := range []int{100, 1000, 3000} {
		dir := b.path(fmt.Sprintf("data-%d", n))
		name, err := writeData(dir, n)
		if err != nil {
			return err
		}
		size, err := sizeOf(dir)
		if err != nil {
			return err
		}
		typo := name[:len(name)-2] + name[len(name)-1:]
		lookup := func(q string) subject {
			return subject{args: []string{"backcare", "drug", "lookup", q, "--data", dir, "-o", "csv", "--columns", "name,lactation"}}
		}
		costs, err := b.interleaved(5, []subject{lookup(name), lookup(typo), {args: []string{"backcare", "__complete", "--data", dir, "drug", "lookup", name[:4]}}})
		if err != nil {
			return err
		}
		b.row(n, size, ms(costs[0].wall), ms(costs[1].wall), ms(costs[2].wall), mib(max(costs[0].peak, costs[1].peak)))
	}
	return nil
}

func sizeOf(path string) (int64, error) {
	total := int64(0)
	err := filepath.Walk(path, func(_ string, st os.FileInfo, err error) error {
		if err == nil && st.Mode().IsRegular() {
			total += st.Size()
		}
		return err
	})
	return total, err
}
