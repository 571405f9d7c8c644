package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/backcare/backcare/docs/schema"
	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/load"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/render"
	"github.com/backcare/backcare/internal/term"
)

func (a *app) datasetCommand() *cobra.Command {
	group := a.group("dataset", "Describe, check and export the dataset", `
  backcare dataset info
  backcare dataset validate ./mydata
  backcare dataset export -o sqlite-sql | sqlite3 backcare.db
  backcare dataset schema lookup`)
	group.AddCommand(a.infoCommand(), a.validateCommand(), a.exportCommand(), a.diffCommand(), a.schemaCommand())
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
	c.RunE = a.replies(func(b *answer.Builder, _ []string) (render.Answer, error) { return b.Info(), nil })
	return c
}

func (a *app) validateCommand() *cobra.Command {
	c := &cobra.Command{
		Use:        "validate [DIR]",
		Short:      "Check a dataset and print every fault",
		SuggestFor: []string{"check", "lint", "verify"},
		Example: `
  backcare dataset validate ./mydata
  backcare dataset validate ./mydata -o csv`,
		Long: "Every fault is printed with its file, line and column. Without DIR it checks the folder of --data, or says what is built in. A folder may hold 64 files, 32 MiB and 750,000 values, and what it says of classes and substances may come to 64 MiB, counted for each entry that it reaches, with at most 4,000 statements, caveats, references and positions in one entry. A reference older than five years is a warning and not a fault. Exit status: 3 when there is a fault.",
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
	dir, what := a.settings.Data, "the built-in dataset"
	if len(args) == 1 {
		dir = args[0]
	}
	ds := a.env.Embedded() // checked when it was generated
	var faults []load.Fault
	if dir != "" {
		dir = filepath.Clean(dir)
		what = fmt.Sprintf("the folder %q", dir)
		if ds, faults, err = load.Dir(dir); err != nil {
			return unusable(err)
		}
	}
	var all []answer.Fault
	for _, f := range faults {
		all = append(all, answer.Fault{Level: answer.FaultLevel, File: f.File, Line: f.Line, Column: f.Column, Message: f.Message})
	}
	out := answer.NewValidation(dir, all, ds, a.env.Now())
	if err := a.writeFaults(w, out, faults); err != nil {
		return err
	}
	if len(faults) > 0 {
		return &failure{status: ExitData, message: fmt.Sprintf("%s has %s", what, page.Count(len(faults), "fault"))}
	}
	d := answer.NewBuilder(ds, dir).Dataset()
	a.say(fmt.Sprintf("backcare: %s is valid: version %s, %s, %s\n", what, d.Version, page.Count(d.Entries, "entry"), page.Count(d.Statements, "statement")))
	return nil
}

// writeFaults writes one line a fault, as compilers do, unless another format
// was asked for.
func (a *app) writeFaults(w *writer, out answer.Validation, faults []load.Fault) error {
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
	return w.write(out)
}

func (a *app) diffCommand() *cobra.Command {
	c := &cobra.Command{
		Use:        "diff FROM TO",
		Short:      "Show what a change of the data changes",
		SuggestFor: []string{"changes", "changelog"},
		Example: `
  backcare dataset diff embedded ./mydata
  backcare dataset diff ./before ./after -o markdown`,
		Long: "FROM and TO are folders, or \"embedded\" for the dataset built in. It prints the headlines that changed, each with the statement or link that made the change, and the entries and statements that came, went or changed. Both are read by the rules of this version, so that only the data differ; a folder that an earlier version was made for is read without its references.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usage("as in: backcare dataset diff embedded ./mydata", "name two datasets to compare, not %d", len(args))
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 1 {
				return nil, noFileNames
			}
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
	}
	c.RunE = a.runs(func(cmd *cobra.Command, args []string) error {
		if cmd.Flags().Changed("data") {
			return usage("as in: backcare dataset diff embedded ./mydata", "the two datasets are arguments: leave --data out")
		}
		w, err := a.newWriter(cmd, false)
		if err != nil {
			return err
		}
		var b [2]*answer.Builder
		for i, path := range args {
			if b[i], err = a.state(path); err != nil {
				return err
			}
		}
		return w.write(answer.NewDiff(b[0], b[1]))
	})
	return c
}

// state reads one of two datasets to compare.
func (a *app) state(path string) (*answer.Builder, error) {
	if path == answer.Embedded {
		return answer.NewBuilder(a.env.Embedded(), ""), nil
	}
	ds, faults, err := load.DirOld(path)
	switch {
	case err != nil:
		return nil, unusable(err)
	case len(faults) > 0:
		return nil, faulty(path, faults)
	}
	return answer.NewBuilder(ds, path), nil
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
