package cli

import "github.com/backcare/backcare/internal/answer"

// The JSON of the commands that answer with something else than medicines.
// Those of package answer are the contract's; these follow the same rules.

// Version is the answer of "version".
type Version struct {
	Schema  string         `json:"schema"`
	Version string         `json:"version"`
	Commit  *string        `json:"commit"`
	Date    *string        `json:"date"` // of the commit, RFC 3339
	Go      string         `json:"go"`
	System  string         `json:"system"` // as in "linux/amd64"
	Dataset answer.Dataset `json:"dataset"`
	Schemas []string       `json:"schemas"` // the shapes of the JSON that this version writes
}

// Config is the answer of "config show".
type Config struct {
	Schema   string    `json:"schema"`
	Path     *string   `json:"path"` // of the file, which need not exist
	Settings []Setting `json:"settings"`
}

// Setting is one setting as it was resolved.
type Setting struct {
	Key    string  `json:"key"`
	Value  any     `json:"value"`  // a string or a boolean
	Origin string  `json:"origin"` // built-in, file, environment, flag
	Where  *string `json:"where"`  // "/path/config.yaml:3", a variable or a flag
}

// Info is the answer of "dataset info".
type Info struct {
	Schema     string         `json:"schema"`
	Dataset    answer.Dataset `json:"dataset"`
	Documents  int            `json:"documents"`
	Substances int            `json:"substances"`
	Names      int            `json:"names"`
	References int            `json:"references"`
	Kinds      Kinds          `json:"kinds"`
}

// Kinds counts the entries of each kind.
type Kinds struct {
	Ingredient int `json:"ingredient"`
	Product    int `json:"product"`
	Class      int `json:"class"`
	Remedy     int `json:"remedy"`
}

// Validation is the answer of "dataset validate".
type Validation struct {
	Schema string  `json:"schema"`
	Source string  `json:"source"` // the folder, or "embedded"
	Valid  bool    `json:"valid"`
	Faults []Fault `json:"faults"`
}

// Fault is a fault or a warning. Line and column are 0 where it is that of a
// whole file.
type Fault struct {
	Level   string `json:"level"` // fault, warning
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

// Export is the answer of "dataset export": the whole dataset.
type Export struct {
	Schema     string                 `json:"schema"`
	Dataset    answer.Dataset         `json:"dataset"`
	Notice     string                 `json:"notice"`
	Documents  []answer.DocumentInfo  `json:"documents"`
	Entries    []answer.Entry         `json:"entries"`
	References []answer.ReferenceInfo `json:"references"`
}

// The schema identifiers of these answers.
const (
	VersionSchema    = "backcare.version/1"
	ConfigSchema     = "backcare.config/1"
	InfoSchema       = "backcare.info/1"
	ValidationSchema = "backcare.validation/1"
)
