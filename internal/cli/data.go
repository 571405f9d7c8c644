package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/load"
)

// embeddedSource is what answers call the dataset built in.
const embeddedSource = "embedded"

// dataset gives the dataset that the settings ask for and what to call it.
func (a *app) dataset() (*catalog.Dataset, string, error) {
	if a.settings.Data == "" {
		if a.settings.DataMerge {
			return nil, "", usage("add --data DIR, or leave it out", "--data-merge goes with --data only")
		}
		return a.env.Embedded(), embeddedSource, nil
	}
	return a.load(a.settings.Data, a.settings.DataMerge)
}

// builder makes answers from the dataset that the settings ask for.
func (a *app) builder() (*answer.Builder, *catalog.Dataset, error) {
	ds, source, err := a.dataset()
	if err != nil {
		return nil, nil, err
	}
	b := answer.NewBuilder(ds, source)
	return b.With(answer.Options{NoReferences: !a.settings.References, Phases: a.phases()}), ds, nil
}

// load reads a dataset of the user's own, a folder or a compiled file, alone
// or over the built-in one. A faulty one answers nothing.
func (a *app) load(dir string, merge bool) (*catalog.Dataset, string, error) {
	var (
		ds     *catalog.Dataset
		faults []load.Fault
		err    error
		source = dir
	)
	if st, statErr := os.Stat(dir); statErr == nil && st.Mode().IsRegular() {
		if merge {
			return nil, "", usage("merge the folder that it was compiled from", "--data-merge takes a folder, not the file %q", dir)
		}
		ds, err := loadCompiled(dir)
		return ds, source, err
	}
	if merge {
		ds, faults, err = load.DirOver(a.env.Embedded(), dir)
		source = embeddedSource + " and " + dir
	} else {
		ds, faults, err = load.Dir(dir)
	}
	if err != nil {
		return nil, "", &failure{status: ExitData, message: "cannot use the dataset: " + err.Error()}
	}
	if len(faults) == 0 {
		return ds, source, nil
	}
	return nil, "", faulty(dir, faults)
}

// faulty is the failure of a folder with faults.
func faulty(dir string, faults []load.Fault) error {
	f := &failure{
		status:  ExitData,
		message: fmt.Sprintf("the dataset %q has %s", dir, count(len(faults), "fault")),
		hint:    fmt.Sprintf("backcare dataset validate %s", quoteArg(dir)),
	}
	for _, x := range faults[:min(len(faults), shownFaults)] {
		f.details = append(f.details, x.Error())
	}
	return f
}

// shownFaults bounds what a failing lookup says of a dataset; "dataset
// validate" says all.
const shownFaults = 10

// count writes a number with its noun.
func count(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "y"):
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(noun, "y"))
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
