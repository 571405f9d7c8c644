package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/backcare/backcare/internal/config"
	"github.com/backcare/backcare/internal/render"
)

func (a *app) exportCommand() *cobra.Command {
	formats := []string{render.JSON, render.CSV, render.SQL}
	c := &cobra.Command{
		Use:   "export",
		Short: "Print the whole dataset as json, csv or SQL for SQLite",
		Example: `
  backcare dataset export > backcare.json
  backcare dataset export -o csv > statements.csv
  backcare dataset export -o sqlite-sql | sqlite3 backcare.db`,
		Long: `json holds the documents, every entry as "drug list" gives it, and the references. csv holds one line a statement, with the entry that it is about. sqlite-sql makes the tables documents, entries, aliases, links, statements, statement_phases, status and reference_positions.`,
		Args: noArgs,
	}
	a.flags.exportAs = render.JSON
	// A flag of the same name hides the global one.
	addChoice(c, c.Flags(), choice[string]{&a.flags.exportAs, formats, "FORMAT"}, "output", "o", "format: "+strings.Join(formats, ", "))
	c.RunE = a.runs(a.runExport)
	return c
}

func (a *app) runExport(cmd *cobra.Command, _ []string) error {
	format := a.flags.exportAs
	filtered := cmd.Flags().Changed("jq") || cmd.Flags().Changed("template")
	if format == render.SQL && len(a.flags.columns) > 0 {
		return usage("use it with -o csv", "--columns does not go with %s", format)
	}
	if format != render.JSON && (filtered || a.flags.json) {
		return usage("leave one of them out", "%s is no JSON, which --json, --jq and --template give or take", format)
	}
	// The formats of an export are no setting: whatever the settings say of
	// output, the rest of the writer works on JSON or CSV here.
	a.settings.Output = render.JSON
	if format == render.CSV {
		a.settings.Output = render.CSV
	}
	for i := range a.origins {
		if a.origins[i].Key == config.Output {
			a.origins[i].Origin = config.Flag
		}
	}
	w, err := a.newWriter(cmd, false)
	if err != nil {
		return err
	}
	b, _, err := a.builder()
	if err != nil {
		return err
	}
	all, err := b.Export()
	if err != nil {
		return err
	}
	if format != render.SQL {
		return w.write(all)
	}
	text, err := render.Render(all, render.Options{Format: format})
	if err != nil {
		return err
	}
	return a.writeBare(string(text))
}
