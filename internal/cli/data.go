package cli

import (
	"fmt"
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
		return a.env.Embedded(), embeddedSource, nil
	}
	ds, err := readDataset(a.settings.Data)
	return ds, a.settings.Data, err
}

// builder makes answers from the dataset that the settings ask for.
func (a *app) builder() (*answer.Builder, *catalog.Dataset, error) {
	ds, source, err := a.dataset()
	if err != nil {
		return nil, nil, err
	}
	b := answer.NewBuilder(ds, source)
	if source != embeddedSource {
		d := b.Dataset()
		a.own = &d
	}
	return b.With(answer.Options{NoReferences: !a.settings.References, Phases: a.phases()}), ds, nil
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
