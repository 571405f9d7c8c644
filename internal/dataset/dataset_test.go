package dataset_test

import (
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"testing"

	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/load"
	"github.com/backcare/backcare/internal/match"
)

// TestEmbeddedIsTheData compares the tables with the YAML value by value: a
// stale file and a fault of the generator both show.
func TestEmbeddedIsTheData(t *testing.T) {
	want, faults, err := load.Dir("../../data")
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	want.Index, want.BrandIndex = match.Index(want), match.BrandIndex(want)
	got := dataset.Embedded()
	if got.Hash != want.Hash {
		t.Fatalf("the tables are stale (%s, the data is %s): run go generate ./internal/dataset", got.Hash, want.Hash)
	}
	if !reflect.DeepEqual(got, want) {
		t.Error("the tables differ from the data that they were made from")
	}
}

// TestNoWorkAtStart expects of the tables that the compiler has laid them out as
// data, so that no code fills them at start.
func TestNoWorkAtStart(t *testing.T) {
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("skipped: no go command to build the packages with")
	}
	for pkg, table := range map[string]string{".": "dataset.embedded", "../match": "match.lexiconWords"} {
		archive := filepath.Join(t.TempDir(), "a")
		if out, err := exec.Command(goTool, "build", "-o", archive, pkg).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		out, err := exec.Command(goTool, "tool", "nm", "-size", archive).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if !regexp.MustCompile(` D \S*` + table + `\n`).Match(out) {
			t.Errorf("%s is not laid out as data", table)
		}
		// One instruction is a return.
		if init := regexp.MustCompile(` +(\d+) T \S*\.init\n`).FindSubmatch(out); init != nil && len(init[1]) > 1 {
			t.Errorf("%s: init has %s bytes of code", table, init[1])
		}
	}
}

func TestEmbeddedCostsNothing(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { _ = dataset.Embedded() }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
