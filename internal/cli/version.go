package cli

import (
	"regexp"
	"runtime"
	"runtime/debug"
	"sync"

	"github.com/spf13/cobra"

	"github.com/backcare/backcare/internal/answer"
)

func (a *app) versionCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "version",
		Short: "Print the version of the program and of its data",
		Example: `
  backcare version
  backcare version -o json --jq .dataset.hash -r`,
		Args: noArgs,
	}
	// Not through the adapter: a bug report needs the version most when the
	// configuration is broken.
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		a.started = true
		if err := a.noData(cmd); err != nil {
			return err
		}
		if err := a.withoutConfig(cmd); err != nil {
			return err
		}
		return a.show(cmd, a.versionAnswer())
	}
	return c
}

// noData refuses --data if what is asked about is built in: an
// answer about it must not be taken for one about the folder.
func (a *app) noData(cmd *cobra.Command) error {
	if !cmd.Flags().Changed("data") {
		return nil
	}
	return usage("of a folder: backcare dataset info --data DIR", "the version is that of the program and of the dataset built in, and takes no --data")
}

func (a *app) versionAnswer() answer.Version {
	v := a.version()
	v.Schema, v.Schemas = answer.VersionSchema, answer.Schemas()
	v.Dataset = answer.NewBuilder(a.env.Embedded(), "").Dataset()
	return v
}

// version reads what the build knows of itself.
func (a *app) version() answer.Version {
	v := answer.Version{Version: "(devel)", Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH}
	if b, ok := debug.ReadBuildInfo(); ok {
		if b.Main.Version != "" {
			v.Version = b.Main.Version
		}
		v.Commit = commitOf(b.Main.Version)
		for _, s := range b.Settings {
			switch s.Key {
			case "vcs.revision":
				v.Commit = new(s.Value)
			case "vcs.time":
				v.Date = new(s.Value)
			}
		}
	}
	if a.env.Version != "" {
		v.Version = a.env.Version
	}
	if a.env.Commit != "" {
		v.Commit = new(a.env.Commit)
	}
	return v
}

// pseudoVersion is the version of a commit without a tag, which "go install
// …@main" builds: it ends with the time and the beginning of the commit.
var pseudoVersion = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`[-.]\d{14}-([0-9a-f]{12})(?:\+.*)?$`)
})

func commitOf(version string) *string {
	if m := pseudoVersion().FindStringSubmatch(version); m != nil {
		return &m[1]
	}
	return nil
}
