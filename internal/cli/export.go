package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/backcare/backcare/internal/config"
	"github.com/backcare/backcare/internal/render"
)

func (a *app) exportCommand() *cobra.Command {
	formats := []string{render.JSON, render.CSV, render.SQL, render.HTML}
	c := &cobra.Command{
		Use:   "export [DIR]",
		Short: "Print the whole dataset as json, csv or SQL for SQLite, or write it as a site",
		Example: `
  backcare dataset export > backcare.json
  backcare dataset export -o csv > statements.csv
  backcare dataset export -o sqlite-sql | sqlite3 backcare.db
  backcare dataset export -o html ./site`,
		Long: `json holds the documents, every entry as "drug list" gives it, and the references. csv holds one line a statement, with the entry that it is about. sqlite-sql makes the tables dataset, documents, entries, aliases, links, statements, statement_phases, status and reference_positions. html writes a site into DIR: a table of all entries, and a page for each entry, each document and the authorities; it opens from the folder, without a server. DIR has to be empty or not there, or hold a site written before, which is replaced.`,
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case a.flags.exportAs != render.HTML:
				return noArgs(cmd, args)
			case len(args) != 1:
				return usage("as in: backcare dataset export -o html ./site", "name one folder to write the site into")
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if a.flags.exportAs != render.HTML || len(args) > 0 {
				return nil, noFileNames
			}
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
	}
	a.flags.exportAs = render.JSON
	// A flag of the same name hides the global one.
	addChoice(c, c.Flags(), choice[string]{&a.flags.exportAs, formats, "FORMAT"}, "output", "o", "format: "+strings.Join(formats, ", "))
	c.RunE = a.runs(a.runExport)
	return c
}

func (a *app) runExport(cmd *cobra.Command, args []string) error {
	format := a.flags.exportAs
	filtered := cmd.Flags().Changed("jq") || cmd.Flags().Changed("template")
	if (format == render.SQL || format == render.HTML) && len(a.flags.columns) > 0 {
		return usage("use it with -o csv", "--columns does not go with %s", format)
	}
	if format != render.JSON && (filtered || a.flags.json) {
		return usage("use only one of them", "%s is no JSON, which --json, --jq and --template give or take", format)
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
	switch format {
	case render.HTML:
		return a.writeSite(args[0], all)
	case render.JSON, render.CSV:
		return w.write(all)
	}
	text, err := render.Render(all, render.Options{Format: format})
	if err != nil {
		return err
	}
	return a.writeBare(string(text))
}
