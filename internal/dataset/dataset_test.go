package dataset_test

import (
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
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
	want.Index, want.BrandIndex = string(match.Index(want)), string(match.BrandIndex(want))
	got := dataset.Embedded()
	if got.Hash != want.Hash {
		t.Fatalf("the tables are stale (%s, the data is %s): run go generate ./internal/dataset", got.Hash, want.Hash)
	}
	if !reflect.DeepEqual(got, want) {
		t.Error("the tables differ from the data that they were made from")
	}
}

// TestNoWorkAtStart looks for the task that the linker makes of a package
// with anything to initialise.
func TestNoWorkAtStart(t *testing.T) {
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("skipped: no go command to build the package with")
	}
	archive := filepath.Join(t.TempDir(), "dataset.a")
	if out, err := exec.Command(goTool, "build", "-o", archive, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.Command(goTool, "tool", "nm", archive).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "dataset.embedded") {
		t.Fatal("the symbols of the package were not listed")
	}
	if strings.Contains(string(out), "dataset..inittask") {
		t.Error("the package does work at start: the tables are not constants alone")
	}
}

func TestEmbeddedCostsNothing(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { _ = dataset.Embedded() }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
