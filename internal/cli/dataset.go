package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/backcare/backcare/docs/schema"
	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/load"
	"github.com/backcare/backcare/internal/render"
	"github.com/backcare/backcare/internal/term"
)

func (a *app) datasetCommand() *cobra.Command {
	group := a.group("dataset", "Describe, check and export the dataset", `
  backcare dataset info
  backcare dataset validate ./mydata
  backcare dataset export -o sqlite-sql | sqlite3 backcare.db
  backcare dataset schema lookup`)
	group.AddCommand(a.infoCommand(), a.validateCommand(), a.exportCommand(), a.schemaCommand())
	return group
}

func (a *app) infoCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "info",
		Short: "Print the version, hash and size of the dataset",
		Example: `
  backcare dataset info
  backcare dataset info --data ./mydata -o json`,
		Args: noArgs,
	}
	c.RunE = a.runs(func(cmd *cobra.Command, _ []string) error {
		b, ds, err := a.builder()
		if err != nil {
			return err
		}
		return a.show(cmd, infoTable(b.Dataset(), ds))
	})
	return c
}

func infoTable(d answer.Dataset, ds *catalog.Dataset) render.Table {
	info := Info{
		Schema: InfoSchema, Dataset: d, Documents: len(ds.Documents), Substances: len(ds.Substances),
		Names: len(ds.Names), References: len(ds.References),
	}
	counts := [...]*int{
		catalog.Ingredient: &info.Kinds.Ingredient, catalog.Product: &info.Kinds.Product,
		catalog.Class: &info.Kinds.Class, catalog.Remedy: &info.Kinds.Remedy,
	}
	for i := range ds.Entries {
		*counts[ds.Entries[i].Kind]++
	}
	t := render.Table{Columns: []string{"what", "value"}, JSON: info}
	row := func(what string, v any) { t.Rows = append(t.Rows, []string{what, fmt.Sprint(v)}) }
	row("version", d.Version)
	row("source", d.Source)
	row("hash", d.Hash)
	row("documents", info.Documents)
	row("entries", d.Entries)
	for k, n := range counts {
		row("entries of kind "+catalog.Kind(k).String(), *n)
	}
	row("statements", d.Statements)
	row("substances", info.Substances)
	row("names", info.Names)
	row("references", info.References)
	return t
}

func (a *app) validateCommand() *cobra.Command {
	c := &cobra.Command{
		Use:        "validate [DIR]",
		Short:      "Check a dataset and print every fault",
		SuggestFor: []string{"check", "lint", "verify"},
		Example: `
  backcare dataset validate ./mydata
  backcare dataset validate ./mydata -o csv`,
		Long: "Every fault is printed with its file, line and column. Without DIR it checks the folder of --data, or says what is built in. A reference older than five years is a warning, no fault. Exit status: 3 when there is a fault.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("as in: backcare dataset validate ./mydata", "%q takes one folder, not %d", cmd.CommandPath(), len(args))
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, noFileNames
			}
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
	}
	c.RunE = a.runs(a.runValidate)
	return c
}

func (a *app) runValidate(cmd *cobra.Command, args []string) error {
	w, err := a.newWriter(cmd, false)
	if err != nil {
		return err
	}
	dir, source := a.settings.Data, embeddedSource
	if len(args) == 1 {
		dir = args[0]
	}
	ds := a.env.Embedded() // checked when it was generated
	var faults []load.Fault
	if dir != "" {
		source = filepath.Clean(dir)
		if ds, faults, err = load.Dir(dir); err != nil {
			return unusable(err)
		}
	}
	out := Validation{Schema: ValidationSchema, Source: source, Valid: len(faults) == 0, Faults: []Fault{}}
	for _, f := range faults {
		out.Faults = append(out.Faults, Fault{"fault", f.File, f.Line, f.Column, f.Message})
	}
	if ds != nil {
		out.Faults = append(out.Faults, staleReferences(ds, source, a.env.Now())...)
	}
	if err := a.writeFaults(w, out, faults); err != nil {
		return err
	}
	if len(faults) > 0 {
		return &failure{status: ExitData, message: fmt.Sprintf("%q has %s", source, count(len(faults), "fault"))}
	}
	d := answer.NewBuilder(ds, source).Dataset()
	a.say(fmt.Sprintf("backcare: %q is valid: version %s, %s, %s\n", source, d.Version, count(d.Entries, "entry"), count(d.Statements, "statement")))
	return nil
}

// writeFaults writes one line a fault, as compilers do, unless another format
// was asked for.
func (a *app) writeFaults(w *writer, out Validation, faults []load.Fault) error {
	if w.filter == nil && w.o.Format == render.TableFormat && len(w.o.Columns) == 0 {
		var b strings.Builder
		for i, f := range out.Faults {
			if i < len(faults) {
				fmt.Fprintln(&b, term.Clean(faults[i].Error()))
			} else {
				fmt.Fprintf(&b, "%s: %s: %s\n", term.Clean(f.File), f.Level, f.Message)
			}
		}
		if _, err := a.out.Write([]byte(b.String())); err != nil {
			return &writeError{err}
		}
		return nil
	}
	t := render.Table{Columns: []string{"level", "file", "line", "column", "message"}, JSON: out}
	if w.o.Format == render.NDJSON {
		t.JSON = out.Faults
	}
	for _, f := range out.Faults {
		t.Rows = append(t.Rows, []string{f.Level, f.File, fmt.Sprint(f.Line), fmt.Sprint(f.Column), f.Message})
	}
	return w.write(t)
}

// staleAfter is the age in years at which a reference has to be looked at
// again.
const staleAfter = 5

// staleReferences warns of references dated more than five years before now.
// A date that gives a year or a month only counts from its end.
func staleReferences(ds *catalog.Dataset, source string, now time.Time) []Fault {
	limit := now.AddDate(-staleAfter, 0, 0).Format(time.DateOnly)
	var out []Fault
	for i := range ds.References {
		r := &ds.References[i]
		end := r.Date
		switch len(end) {
		case len("2006"):
			end += "-12-31"
		case len("2006-01"):
			end += "-31"
		}
		if end != "" && end < limit {
			out = append(out, Fault{Level: "warning", File: source, Message: fmt.Sprintf("the reference %q is from %s, over %d years old", r.ID, r.Date, staleAfter)})
		}
	}
	return out
}

func (a *app) schemaCommand() *cobra.Command {
	names := schema.Names()
	c := &cobra.Command{
		Use:   "schema NAME",
		Short: "Print the JSON Schema of an answer",
		Example: `
  backcare dataset schema lookup
  backcare dataset schema list > list.schema.json`,
		Long:              "The schemas are those of JSON Schema 2020-12 for " + strings.Join(names, ", ") + ".",
		ValidArgsFunction: once(completeWords(names)),
		Args: func(cmd *cobra.Command, args []string) error {
			hint := "use one of " + strings.Join(names, ", ")
			switch {
			case len(args) == 0:
				return usage(hint, "name a schema")
			case len(args) > 1:
				return usage(hint, "%q takes one argument, not %d", cmd.CommandPath(), len(args))
			case !slices.Contains(names, args[0]):
				return usage(hint, "unknown schema %q", args[0])
			}
			return nil
		},
	}
	c.RunE = a.runs(func(_ *cobra.Command, args []string) error {
		text, err := schema.Read(args[0])
		if err != nil {
			return err
		}
		if _, err := a.out.Write(text); err != nil {
			return &writeError{err}
		}
		return nil
	})
	return c
}
