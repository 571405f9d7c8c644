package cli

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/backcare/backcare/internal/config"
)

// TestColumnsHelp: every command that has columns lists them, each with what
// it holds, and needs no argument for it.
func TestColumnsHelp(t *testing.T) {
	_, root := newApp(newConsole().Env)
	lists := 0
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
		sheet, ok := sheetOf(cmd)
		if !ok {
			return
		}
		lists++
		c := newConsole()
		path := strings.Fields(cmd.CommandPath())[1:]
		if got := c.run(append(path, "--columns", "help")...); got != 0 || c.err.Len() > 0 {
			t.Errorf("%v: status %d, %s", path, got, c.err.String())
		}
		for _, col := range sheet.Columns {
			if col.Help == "" || !strings.Contains(c.out.String(), "\n  "+col.Name+" ") {
				t.Errorf("%v: nothing is said about %s", path, col.Name)
			}
		}
	}
	walk(root)
	if lists < 13 {
		t.Errorf("only %d commands list columns", lists)
	}
}

// TestColumnsInTables: every column of every answer can be asked for where
// people read.
func TestColumnsInTables(t *testing.T) {
	for _, line := range []string{
		"drug lookup ketorolac nobody-knows", "drug list", "drug compare paracetamol ketorolac", "document list", "document show doc-001",
		"reference list", "reference show fda-nsaid-20wk", "dataset info", "dataset validate", "dataset diff embedded embedded", "config show", "version",
	} {
		_, root := newApp(newConsole().Env)
		args := strings.Fields(line)
		cmd, _, err := root.Find(args)
		if err != nil {
			t.Fatal(err)
		}
		sheet, ok := sheetOf(cmd)
		if !ok {
			t.Fatalf("%s has no columns", line)
		}
		for _, how := range []string{"table", "markdown"} {
			c := newConsole()
			c.run(append(args, "-o", how, "--columns", strings.Join(sheet.Names(), ","))...)
			if head, _, _ := strings.Cut(c.out.String(), "\n"); !strings.Contains(head, sheet.Names()[0]) {
				t.Errorf("%s -o %s: %q, %s", line, how, head, c.err.String())
			}
		}
	}
}

// TestVariables: the man pages name the variable of every setting.
func TestVariables(t *testing.T) {
	var all strings.Builder
	for _, v := range Variables() {
		all.WriteString(v[0] + ", ")
	}
	for _, key := range config.Keys() {
		if !strings.Contains(all.String(), config.EnvName(key)+", ") {
			t.Errorf("the man pages do not name %s", config.EnvName(key))
		}
	}
}
