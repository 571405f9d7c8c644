package clients_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/needs"
)

// modules asks for what "make clients" brings from npm, by its place there.
func modules(t *testing.T, names ...string) {
	t.Helper()
	needs.Programs(t, "node")
	for _, name := range names {
		needs.File(t, filepath.Join("node_modules", name), name)
	}
}

// bench is a folder with backcare on the PATH.
type bench struct {
	t   *testing.T
	dir string
	bin string
}

func newBench(t *testing.T) *bench {
	t.Helper()
	needs.Programs(t, "bash")
	b := &bench{t: t, dir: t.TempDir(), bin: t.TempDir()}
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", filepath.Join(b.bin, "backcare"), "../../cmd/backcare").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	return b
}

// run runs a command line of bash in the folder and returns its output; a
// status other than 0 fails the test.
func (b *bench) run(command string, args ...string) string {
	b.t.Helper()
	here, err := os.Getwd()
	if err != nil {
		b.t.Fatal(err)
	}
	cmd := exec.Command("bash", append([]string{"-c", "set -o pipefail; " + command, here}, args...)...)
	cmd.Dir, cmd.Env = b.dir, b.env()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		b.t.Fatalf("%s: %v\n%s", command, err, stderr.String())
	}
	return strings.TrimSpace(stdout.String())
}

func (b *bench) env() []string {
	b.t.Helper()
	modules, err := filepath.Abs("node_modules")
	if err != nil {
		b.t.Fatal(err)
	}
	return append(os.Environ(), "HOME="+b.dir, "XDG_CONFIG_HOME=", "LC_ALL=C.UTF-8", "NODE_PATH="+modules,
		"PATH="+b.bin+":"+filepath.Join(modules, ".bin")+":"+os.Getenv("PATH"))
}

// counts are the sizes of the dataset as backcare itself tells them.
func (b *bench) counts() (entries, statements int) {
	b.t.Helper()
	var v struct {
		Dataset struct{ Entries, Statements int }
	}
	if err := json.Unmarshal([]byte(b.run("backcare version -o json")), &v); err != nil {
		b.t.Fatal(err)
	}
	if v.Dataset.Entries < 100 || v.Dataset.Statements < 200 {
		b.t.Fatalf("an empty dataset? %+v", v)
	}
	return v.Dataset.Entries, v.Dataset.Statements
}

func (b *bench) want(got, want string) {
	b.t.Helper()
	if got != want {
		b.t.Errorf("got %q, want %q", got, want)
	}
}

func TestAjv(t *testing.T) {
	modules(t, "ajv")
	b := newBench(t)
	for schema, command := range map[string]string{
		"lookup":     `drug lookup "nurofen gel" finalgon ketorolac paracetomol warfarin voltaren`,
		"list":       "drug list",
		"compare":    "drug compare paracetamol ibuprofen",
		"documents":  "document list",
		"document":   "document show doc-004",
		"references": "reference list",
		"dataset":    "dataset export",
		"info":       "dataset info",
		"version":    "version",
		"config":     "config show",
	} {
		t.Run(schema, func(t *testing.T) {
			inner := *b
			inner.t = t
			inner.run("backcare dataset schema " + schema + " > " + schema + ".schema.json")
			inner.run("backcare " + command + " -o json > " + schema + ".json || [ $? = 1 ]")
			inner.run(`node "$0/validate.cjs" ` + schema + ".schema.json " + schema + ".json")
		})
	}
	t.Run("refuses", func(t *testing.T) {
		// A validator that accepts everything would prove nothing.
		inner := *b
		inner.t = t
		inner.run(`backcare dataset schema lookup > s.json; backcare drug lookup aspirin -o json --jq '.results[0].match.kind = "perhaps"' > d.json`)
		inner.run(`! node "$0/validate.cjs" s.json d.json 2>/dev/null`)
	})
}

func TestJq(t *testing.T) {
	needs.Programs(t, "jq")
	b := newBench(t)
	entries, statements := b.counts()
	b.want(b.run("backcare drug list -o json | jq '.entries | length'"), strconv.Itoa(entries))
	b.want(b.run("backcare drug list -o ndjson | jq -s length"), strconv.Itoa(entries))
	b.want(b.run(`backcare drug list -o json | jq '[.entries[].statements[] | select(.via == "direct")] | length'`), strconv.Itoa(statements))
	b.want(b.run("backcare drug lookup analgin -o json | jq -r .results[0].entry.status.lactation.status"), "contraindicated")
	// Our own jq agrees with jq's.
	expr := "[.entries[] | select(.status.lactation.disputed) | .id] | join(\",\")"
	b.want(b.run("backcare drug list --jq '"+expr+"' -r"), b.run("backcare drug list -o json | jq -r '"+expr+"'"))
}

func TestMiller(t *testing.T) {
	needs.Programs(t, "mlr")
	b := newBench(t)
	entries, statements := b.counts()
	b.want(b.run("backcare drug list -o csv | mlr --icsv --onidx count"), strconv.Itoa(entries))
	b.want(b.run("backcare dataset export -o csv | mlr --icsv --onidx count"), strconv.Itoa(statements))
	b.want(b.run(`backcare drug list -o csv | mlr --icsv --onidx filter '$id == "metamizole"' then cut -f lactation`), "contraindicated")
}

func TestSQLite(t *testing.T) {
	needs.Programs(t, "sqlite3")
	b := newBench(t)
	entries, statements := b.counts()
	b.run("backcare dataset export -o sqlite-sql | sqlite3 -bail backcare.db")
	b.want(b.run("sqlite3 backcare.db 'select count(*) from entries'"), strconv.Itoa(entries))
	b.want(b.run("sqlite3 backcare.db 'select count(*) from statements'"), strconv.Itoa(statements))
	b.want(b.run("sqlite3 backcare.db 'select count(*) from status'"), strconv.Itoa(4*entries))
	b.want(b.run("sqlite3 backcare.db 'pragma foreign_key_check; pragma integrity_check'"), "ok")
	b.want(b.run(`sqlite3 backcare.db "select status from status where entry_id = 'metamizole' and phase = 'lactation'"`), "contraindicated")
	// Text with quotes in it, from a folder.
	b.run(`backcare dataset export --data "$0/../../cmd/backcare/testdata/small" -o sqlite-sql | sqlite3 -bail small.db`)
	b.want(b.run(`sqlite3 small.db "select e.name, p.phase from statements s join entries e on e.id = s.entry_id join statement_phases p on p.statement_id = s.id where s.status = 'conditional'"`), "Betagel|lactation")
	// SQLite reads the CSV as well.
	b.run("backcare dataset export -o csv > s.csv")
	b.want(b.run("sqlite3 :memory: '.mode csv' '.import s.csv s' 'select count(*) from s'"), strconv.Itoa(statements))
}

func TestNushell(t *testing.T) {
	modules(t, ".bin/nu")
	b := newBench(t)
	entries, statements := b.counts()
	b.want(b.run("nu -n -c 'backcare drug list -o json | from json | get entries | length'"), strconv.Itoa(entries))
	b.want(b.run("nu -n -c 'backcare dataset export -o csv | from csv | length'"), strconv.Itoa(statements))
	b.want(b.run("nu -n -c 'backcare drug list -o yaml | from yaml | get entries | length'"), strconv.Itoa(entries))
	b.want(b.run("nu -n -c 'backcare drug lookup analgin -o json | from json | get results.0.entry.status.lactation.status'"), "contraindicated")
}

func TestDuckDB(t *testing.T) {
	modules(t, "@duckdb/node-api")
	b := newBench(t)
	entries, statements := b.counts()
	b.run("backcare drug list -o csv > list.csv; backcare dataset export -o csv > statements.csv; backcare drug list -o ndjson > list.ndjson")
	query := func(sql string) string { return b.run(`node "$0/query.cjs" "$1"`, sql) }
	b.want(query("select count(*)::int as n from 'list.csv'"), `[{"n":`+strconv.Itoa(entries)+`}]`)
	b.want(query("select count(*)::int as n from 'list.ndjson'"), `[{"n":`+strconv.Itoa(entries)+`}]`)
	b.want(query("select count(*)::int as n from 'statements.csv'"), `[{"n":`+strconv.Itoa(statements)+`}]`)
	b.want(query("select lactation from 'list.csv' where id = 'metamizole'"), `[{"lactation":"contraindicated"}]`)
	b.want(query("select l.status.lactation.status as s from 'list.ndjson' l where id = 'metamizole'"), `[{"s":"contraindicated"}]`)
}

// The shells: a command, values of flags, names, one with a space and some in
// Cyrillic.

func TestBashCompletion(t *testing.T) {
	needs.File(t, "/usr/share/bash-completion/bash_completion", "bash-completion")
	b := newBench(t)
	for _, c := range []struct {
		words []string
		want  string
	}{
		{[]string{"drug", "loo"}, "lookup"},
		{[]string{"drug", "lookup", "-o", "js"}, "json"},
		{[]string{"drug", "list", "--status", "contra"}, "contraindicated"},
		{[]string{"drug", "lookup", "ketor"}, "ketorolac"},
		{[]string{"drug", "lookup", "volt"}, `voltaren\ gel`},
		{[]string{"drug", "lookup", `nurofen\ g`}, `nurofen\ gel`},
		{[]string{"drug", "lookup", "кетор"}, "кеторолак"},
	} {
		contains(t, b.run(`bash "$0/complete.bash" "$@"`, c.words...), c.want)
	}
}

func TestZshCompletion(t *testing.T) {
	zsh := shells["zsh"](newBench(t))
	contains(t, zsh.press("backcare drug lookup volt\t"), `backcare drug lookup voltaren\ gel`)
	contains(t, zsh.press("backcare drug compare вольтаре\t"), "backcare drug compare вольтарен")
}

func TestFishCompletion(t *testing.T) {
	needs.Programs(t, "fish")
	b := newBench(t)
	for line, want := range map[string]string{
		"backcare drug loo":                  "lookup\tShow what the documents state about a medicine",
		"backcare drug lookup -o js":         "json",
		"backcare drug list --kind ":         "remedy",
		"backcare drug list --status contra": "contraindicated",
		"backcare drug lookup ketor":         "ketorolac",
		"backcare drug lookup volt":          "voltaren gel\tproduct",
		`backcare drug lookup nurofen\ g`:    "nurofen gel\tproduct",
		`backcare drug lookup "nurofen g`:    "nurofen gel\tproduct",
		"backcare drug lookup noshp":         "no-shpa\tNo-Spa, product",
		"backcare drug lookup кетор":         "кеторолак",
	} {
		contains(t, b.run(`fish --no-config -c 'backcare completion fish | source; complete -C $argv[1]' "$1"`, line), want)
	}
}

func contains(t *testing.T, got, want string) {
	t.Helper()
	if !strings.Contains(got, want) {
		t.Errorf("got %q, which does not hold %q", got, want)
	}
}

// TestManPages: mandoc finds no fault in them; lines may be long.
func TestManPages(t *testing.T) {
	needs.Programs(t, "mandoc")
	pages, err := filepath.Glob("../../docs/man/*.1")
	if err != nil || len(pages) < 20 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	out, err := exec.Command("mandoc", append([]string{"-T", "lint", "-W", "warning"}, pages...)...).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
}
