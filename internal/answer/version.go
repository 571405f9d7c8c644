package answer

import (
	"iter"
	"strconv"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
)

// VersionSchema identifies the JSON of Version.
const VersionSchema = "backcare.version/2"

// Version is the answer of "version".
type Version struct {
	Schema  string   `json:"schema"`
	Version string   `json:"version"` // Of the program.
	Commit  *string  `json:"commit"`  // Of its source; null if the build does not say.
	Date    *string  `json:"date"`    // Of the commit; null if the build does not say.
	Go      string   `json:"go"`      // The Go version that built it.
	System  string   `json:"system"`  // As in "linux/amd64".
	Dataset Dataset  `json:"dataset"` // The dataset that the answer came from.
	Schemas []string `json:"schemas"` // The shapes of the JSON that it writes.
}

// Lines has one, the answer.
func (v Version) Lines() iter.Seq[any] { return one(v) }

// Sheet has a row for each fact.
func (v Version) Sheet(catalog.Phases) page.Sheet {
	commit := "unknown"
	if v.Commit != nil {
		commit = *v.Commit
	}
	return facts([]fact{
		{"backcare", v.Version},
		{"commit", commit},
		{"go", v.Go},
		{"system", v.System},
		{"dataset", v.Dataset.Version},
		{"hash", v.Dataset.Hash},
		{"entries", strconv.Itoa(v.Dataset.Entries)},
		{"statements", strconv.Itoa(v.Dataset.Statements)},
	})
}

// Page is the sheet.
func (v Version) Page(page.Layout) page.Page { return v.Sheet(0).Page() }
