package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/compiled"
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
	if source != embeddedSource {
		d := b.Dataset()
		a.own = &d
	}
	return b.With(answer.Options{NoReferences: !a.settings.References, Phases: a.phases()}), ds, nil
}

// load reads a dataset of the user's own, alone or over the built-in one. A
// faulty one answers nothing.
func (a *app) load(path string, merge bool) (*catalog.Dataset, string, error) {
	ds, faults, err := a.read(path, merge)
	switch {
	case err != nil:
		return nil, "", err
	case len(faults) > 0:
		return nil, "", faulty(path, faults)
	case merge:
		return ds, embeddedSource + " and " + path, nil
	}
	return ds, path, nil
}

// read reads a folder or a compiled file with its faults. The error is for what
// is no dataset at all.
func (a *app) read(path string, merge bool) (ds *catalog.Dataset, faults []load.Fault, err error) {
	switch {
	case isFile(path):
		ds, err = readFile(path, merge)
		return ds, nil, err
	case merge:
		ds, faults, err = load.DirOver(a.env.Embedded(), path)
	default:
		ds, faults, err = load.Dir(path)
	}
	if err != nil {
		return nil, nil, unusableFolder(err)
	}
	return ds, faults, nil
}

// isFile tells a compiled dataset from a folder.
func isFile(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.Mode().IsRegular()
}

// readFile reads a dataset that "dataset compile" wrote.
func readFile(path string, merge bool) (*catalog.Dataset, error) {
	if merge {
		return nil, usage("merge the folder that it was compiled from", "--data-merge takes a folder, not the file %q", path)
	}
	ds, err := compiled.File(path)
	if err != nil {
		f := unusable(fmt.Sprintf("%q %s", path, reason(err)))
		f.cause = err
		return nil, f
	}
	return ds, nil
}

// unusable is the failure of what cannot be read as a dataset.
func unusable(why string) *failure {
	return &failure{status: ExitData, message: "cannot use the dataset: " + why}
}

func unusableFolder(err error) *failure {
	f := unusable(err.Error())
	if errors.Is(err, load.ErrTooLarge) {
		f.hint = `"backcare dataset compile" takes larger ones, and makes a file for --data of them`
	}
	return f
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
