package cli

import (
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/render"
)

// What the man pages say beside the help of a command: pairs of a word and
// what it means.

// ExitStatuses are the exit statuses.
func ExitStatuses() [][2]string {
	return [][2]string{
		{"0", "every name resolved; an empty list too"},
		{"1", "a name was not found or is ambiguous"},
		{"2", "wrong usage, a bad flag value, a broken config"},
		{"3", "a dataset that cannot be read or is invalid, or output that cannot be written"},
		{"4", "--fail-on was met, even if a name was not found"},
	}
}

// statusRows are the statuses as a card shows them, strictest first.
func statusRows() [][2]string {
	var rows [][2]string
	for _, s := range mostCautious(catalog.NotStated) {
		word, text := page.Spaced(s), s.Meaning()
		switch s {
		case catalog.Mentioned:
			word += " only"
		case catalog.Allowed:
			text += ". Without the tick if others refuse it, if only a forum or a reader says so, or if an authority is stricter"
		}
		rows = append(rows, [2]string{render.Sign(s) + " " + word, text})
	}
	return rows
}

// Variables are the variables of the environment that are read.
func Variables() [][2]string {
	return [][2]string{
		{"BACKCARE_OUTPUT, BACKCARE_COLOR, BACKCARE_ASCII, BACKCARE_PLAIN, BACKCARE_EXACT, BACKCARE_NO_HEADER, BACKCARE_REFERENCES, BACKCARE_DATA, BACKCARE_DUE", "settings, as flags of the same name give them"},
		{"BACKCARE_CONFIG", "the configuration file, as --config names it"},
		{"BACKCARE_COLORS", "colours of words, as in \"heading=1:contraindicated=1;31\""},
		{"BACKCARE_PAGER, PAGER", "the program that shows what is taller than the terminal"},
		{"COLUMNS", "the width of the terminal"},
		{"NO_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM", "whether there is colour, as usual"},
		{"ACCESSIBLE", "if not empty, --plain"},
		{"XDG_CONFIG_HOME", "the folder of configuration files"},
	}
}

// Files are the files that are read.
func Files() [][2]string {
	return [][2]string{
		{"$XDG_CONFIG_HOME/backcare/config.yaml", "settings, one a line; \"backcare help settings\" lists them"},
		{"~/.config/backcare/config.yaml", "the same if XDG_CONFIG_HOME is not set"},
	}
}
