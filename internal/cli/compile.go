package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/compiled"
	"github.com/backcare/backcare/internal/load"
	"github.com/backcare/backcare/internal/match"
)

func (a *app) compileCommand() *cobra.Command {
	c := &cobra.Command{
		Use:        "compile DIR -o FILE",
		Short:      "Turn a dataset folder into one file that loads fast",
		SuggestFor: []string{"build", "pack"},
		Example: `
  backcare dataset compile ./mydata -o my.dataset
  backcare drug lookup mydrug --data my.dataset`,
		Long: `Checks the folder as "dataset validate" does and writes one binary file, which --data takes in place of the folder. It is for datasets of thousands of entries: a folder is read and checked at every start, the file only loaded. A folder may be a hundred times larger here than --data takes. The file belongs to this version of the program; after a change of its format it says so and is to be compiled again. Exit status: 3 when there is a fault or the file cannot be written.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if err := oneArg("the dataset folder", "backcare dataset compile ./mydata -o my.dataset")(cmd, args); err != nil {
				return err
			}
			if a.flags.compileTo == "" {
				return usage("as in: backcare dataset compile ./mydata -o my.dataset", "name the file to write with --output")
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
	// A flag of the same name hides the global one.
	c.Flags().StringVarP(&a.flags.compileTo, "output", "o", "", "write the dataset to `FILE`")
	c.RunE = a.runs(a.runCompile)
	return c
}

func (a *app) runCompile(_ *cobra.Command, args []string) error {
	dir, path := args[0], a.flags.compileTo
	ds, faults, err := load.DirLarge(dir)
	if err != nil {
		return unusable(err.Error())
	}
	if len(faults) > 0 {
		return faulty(dir, faults)
	}
	ds.Index = string(match.Index(ds))
	var b bytes.Buffer
	if err := compiled.Write(&b, ds); err != nil {
		return &failure{status: ExitData, message: "cannot compile the dataset: " + err.Error()}
	}
	if err := replaceFile(path, b.Bytes()); err != nil {
		return &failure{status: ExitData, message: fmt.Sprintf("cannot write %q: %s", path, reason(err))}
	}
	d := answer.NewBuilder(ds, dir).Dataset()
	a.say(fmt.Sprintf("backcare: wrote %q: version %s, %s, %s, %d bytes\n", path, d.Version, count(d.Entries, "entry"), count(d.Statements, "statement"), b.Len()))
	return nil
}

// replaceFile writes a file whole or not at all: a reader meets the old one
// or the new one.
func replaceFile(path string, data []byte) error {
	if st, err := os.Stat(path); err == nil && !st.Mode().IsRegular() {
		return errors.New("is not a regular file")
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".backcare-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // the first error is the one to tell
	}
	return err
}
