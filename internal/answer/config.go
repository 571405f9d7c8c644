package answer

import (
	"fmt"
	"iter"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
)

// ConfigSchema identifies the JSON of Config.
const ConfigSchema = "backcare.config/2"

// Config is the answer of "config show".
type Config struct {
	Schema   string    `json:"schema"`
	Path     *string   `json:"path"`     // The configuration file, which need not exist; null if there is no place for one.
	Settings []Setting `json:"settings"` // Every setting.
}

// Setting is one setting as it was resolved.
type Setting struct {
	Key    string  `json:"key"`                                          // Its key in the file.
	Value  any     `json:"value" jsonschema:"anyof_type=string;boolean"` // Its value.
	Origin string  `json:"origin"`                                       // The layer that it comes from.
	Where  *string `json:"where"`                                        // The place in that layer; null for a built-in value.
	Empty  string  `json:"-"`                                            // what an empty value means to people
}

// Lines has one, the answer.
func (c Config) Lines() iter.Seq[any] { return one(c) }

// Sheet has a row for each setting.
func (c Config) Sheet(catalog.Phases) page.Sheet {
	return page.Sheet{
		Columns: []page.Column{
			page.Col("setting", "its key in the file", func(s *Setting) string { return s.Key }),
			page.Col("value", "the value", func(s *Setting) string {
				if s.Value == "" {
					return s.Empty
				}
				return fmt.Sprint(s.Value)
			}),
			page.Col("origin", "what set it", func(s *Setting) string { return s.Origin }),
			page.Col("where", "the file or variable", func(s *Setting) string { return value(s.Where) }),
		},
		Rows: page.Rows(c.Settings),
	}
}

// Page is the sheet.
func (c Config) Page(page.Layout) page.Page { return c.Sheet(0).Page() }
