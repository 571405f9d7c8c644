package answer

import (
	"cmp"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
)

// ValidationSchema identifies the JSON of Validation.
const ValidationSchema = "backcare.validation/2"

// Validation is the answer of "dataset validate".
type Validation struct {
	Schema   string  `json:"schema"`
	Embedded bool    `json:"embedded"` // Whether it is the dataset built in that was checked.
	Source   string  `json:"source"`   // "embedded", or the folder checked.
	Valid    bool    `json:"valid"`    // There is no fault; there may be warnings.
	Faults   []Fault `json:"faults"`   // The faults and warnings.
}

// Fault is a fault or a warning. Line and column are 0 if it is that of a
// whole file.
type Fault struct {
	Level   string `json:"level"`   // Only a fault makes a dataset invalid.
	File    string `json:"file"`    // Its file.
	Line    int    `json:"line"`    // Its line, from 1; 0 if it concerns the whole file.
	Column  int    `json:"column"`  // Its column, from 1; 0 if not known.
	Message string `json:"message"` // What is wrong.
}

// The levels of a fault. Only the first makes a dataset invalid.
const (
	FaultLevel   = "fault"
	WarningLevel = "warning"
)

// NewValidation makes the answer of "dataset validate" from the faults of a
// dataset, and warns of what has grown old in it. The dataset is nil if the
// faults left nothing of it; folder is empty for the one built in.
func NewValidation(folder string, faults []Fault, ds *catalog.Dataset, now time.Time) Validation {
	source := cmp.Or(folder, Embedded)
	out := Validation{Schema: ValidationSchema, Embedded: folder == "", Source: source, Valid: len(faults) == 0, Faults: list(faults)}
	if ds != nil {
		out.Faults = append(out.Faults, staleReferences(ds, source, now)...)
	}
	return out
}

// staleAfter is the age in years at which a reference has to be looked at
// again.
const staleAfter = 5

// staleReferences warns of references dated more than five years before now,
// and in one line of those without a date. A date that gives a year or a month
// only counts from its end.
func staleReferences(ds *catalog.Dataset, source string, now time.Time) []Fault {
	limit := now.AddDate(-staleAfter, 0, 0).Format(time.DateOnly)
	var out []Fault
	var undated []string
	for i := range ds.References {
		r := &ds.References[i]
		if r.Date == "" {
			undated = append(undated, r.ID)
			continue
		}
		end := r.Date
		switch len(end) {
		case len("2006"):
			end += "-12-31"
		case len("2006-01"):
			end += "-31"
		}
		if end < limit {
			out = append(out, Fault{Level: WarningLevel, File: source, Message: fmt.Sprintf("the reference %q is from %s, over %d years old", r.ID, r.Date, staleAfter)})
		}
	}
	if len(undated) > 0 {
		out = append(out, Fault{Level: WarningLevel, File: source, Message: page.Count(len(undated), "reference") + " without a date: " + strings.Join(undated, ", ")})
	}
	return out
}

// Lines has one for each fault.
func (v Validation) Lines() iter.Seq[any] { return page.Rows(v.Faults) }

// Sheet has a row for each fault.
func (v Validation) Sheet(catalog.Phases) page.Sheet {
	return page.Sheet{
		Columns: []page.Column{
			page.Col("level", "fault or warning", func(f *Fault) string { return f.Level }),
			page.Col("file", "the file", func(f *Fault) string { return f.File }),
			page.Col("line", "the line in the file", func(f *Fault) string { return strconv.Itoa(f.Line) }),
			page.Col("column", "where in the line", func(f *Fault) string { return strconv.Itoa(f.Column) }),
			page.Col("message", "what is wrong", func(f *Fault) string { return f.Message }),
		},
		Rows: page.Rows(v.Faults),
	}
}

// Page is the sheet.
func (v Validation) Page(page.Layout) page.Page { return v.Sheet(0).Page() }
