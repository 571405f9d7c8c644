package answer

import (
	"iter"
	"strconv"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
)

// VersionSchema identifies the JSON of Version.
const VersionSchema = "backcare.version/1"

// Version is the answer of "version".
type Version struct {
	Schema  string   `json:"schema"`
	Version string   `json:"version"`
	Commit  *string  `json:"commit"`
	Date    *string  `json:"date"` // of the commit, RFC 3339
	Go      string   `json:"go"`
	System  string   `json:"system"` // as in "linux/amd64"
	Dataset Dataset  `json:"dataset"`
	Schemas []string `json:"schemas"` // the shapes of the JSON that this version writes
}

// JSON is the answer itself.
func (v Version) JSON() any { return v }

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
