package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/render"
)

// columnsHelp is the value of --columns that lists them.
const columnsHelp = "help"

// sheetOf is the columns of a command's answer, false if it has none.
func sheetOf(cmd *cobra.Command) (page.Sheet, bool) {
	answers := map[string]render.Answer{
		"drug lookup":      answer.Lookup{},
		"lookup":           answer.Lookup{},
		"drug list":        answer.List{},
		"list":             answer.List{},
		"drug compare":     answer.Compare{},
		"document list":    answer.Documents{},
		"document show":    answer.Document{},
		"reference list":   answer.References{},
		"reference show":   answer.ReferenceShow{},
		"dataset info":     answer.Info{},
		"dataset validate": answer.Validation{},
		"dataset diff":     answer.Diff{},
		"dataset export":   answer.Export{},
		"config show":      answer.Config{},
		"version":          answer.Version{},
	}
	v, ok := answers[strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()+" ")]
	if !ok {
		return page.Sheet{}, false
	}
	return v.Sheet(0), true
}

// helpsColumns lets every command list its columns, without the arguments that
// it wants otherwise.
func (a *app) helpsColumns(cmd *cobra.Command) {
	for _, c := range cmd.Commands() {
		a.helpsColumns(c)
	}
	sheet, ok := sheetOf(cmd)
	if !ok || cmd.RunE == nil {
		return
	}
	asked := func() bool { return len(a.flags.columns) == 1 && a.flags.columns[0] == columnsHelp }
	check, run := cmd.Args, cmd.RunE
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if asked() {
			return nil
		}
		return check(cmd, args)
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if asked() {
			a.started = true
			_, _ = a.out.Write([]byte(columnList(sheet, a.helpWidth()))) // the sink keeps the error for Run
			return nil
		}
		return run(cmd, args)
	}
}

// columnList is the columns of a sheet, each with what it holds.
func columnList(sheet page.Sheet, width int) string {
	var shown, more [][2]string
	for _, c := range sheet.Columns {
		row := [2]string{c.Name, c.Help}
		if c.Extra {
			more = append(more, row)
		} else {
			shown = append(shown, row)
		}
	}
	text := "Columns of csv unless --columns picks some:\n" + columns(shown, width)
	if len(more) > 0 {
		text += "\nFurther columns:\n" + columns(more, width)
	}
	return text
}
