package answer

import (
	"fmt"
	"iter"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
)

// ConfigSchema identifies the JSON of Config.
const ConfigSchema = "backcare.config/1"

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
	Empty  string  `json:"-"`      // what an empty value means to people
}

// JSON is the answer itself.
func (c Config) JSON() any { return c }

// Lines has one, the answer.
func (c Config) Lines() iter.Seq[any] { return one(c) }

// Sheet has a row for each setting.
func (c Config) Sheet(catalog.Phases) page.Sheet {
	return page.Sheet{
		Columns: []page.Column{
			page.Col("setting", func(s *Setting) string { return s.Key }),
			page.Col("value", func(s *Setting) string {
				if s.Value == "" {
					return s.Empty
				}
				return fmt.Sprint(s.Value)
			}),
			page.Col("origin", func(s *Setting) string { return s.Origin }),
			page.Col("where", func(s *Setting) string { return value(s.Where) }),
		},
		Rows: page.Rows(c.Settings),
	}
}

// Page is the sheet.
func (c Config) Page(page.Layout) page.Page { return c.Sheet(0).Page() }
