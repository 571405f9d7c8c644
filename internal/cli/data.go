package cli

import (
	"fmt"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/load"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/term"
)

// builder makes answers from the dataset that the settings ask for.
func (a *app) builder() (*answer.Builder, *catalog.Dataset, error) {
	ds, folder := a.env.Embedded(), a.settings.Data
	if folder != "" {
		var err error
		if ds, err = readDataset(folder); err != nil {
			return nil, nil, err
		}
	}
	b := answer.NewBuilder(ds, folder)
	if folder != "" {
		a.own = new(b.Dataset().Origin)
	}
	return b.With(answer.Options{NoReferences: !a.settings.References, Week: a.week}), ds, nil
}

// readDataset reads a dataset of the user's own. A faulty one answers nothing.
func readDataset(dir string) (*catalog.Dataset, error) {
	ds, faults, err := load.Dir(dir)
	if err != nil {
		return nil, unusable(err)
	}
	if len(faults) > 0 {
		return nil, faulty(dir, faults)
	}
	return ds, nil
}

// unusable is the failure of what cannot be read as a dataset.
func unusable(err error) error {
	return &failure{status: ExitData, message: "cannot use the dataset: " + err.Error()}
}

// faulty is the failure of a folder with faults.
func faulty(dir string, faults []load.Fault) error {
	f := &failure{
		status:  ExitData,
		message: fmt.Sprintf("the dataset %q has %s", dir, page.Count(len(faults), "fault")),
		hint:    fmt.Sprintf("backcare dataset validate %s", term.Quote(dir)),
	}
	for _, x := range faults[:min(len(faults), shownFaults)] {
		f.details = append(f.details, x.Error())
	}
	return f
}

// shownFaults bounds what a failing lookup says of a dataset; "dataset
// validate" says all.
const shownFaults = 10
