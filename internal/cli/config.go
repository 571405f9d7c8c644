package cli

import (
	"github.com/spf13/cobra"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/config"
)

func (a *app) configCommand() *cobra.Command {
	group := a.group("config", "Show the settings and where they come from", `
  backcare config show
  backcare config path`)
	show := &cobra.Command{
		Use:   "show",
		Short: "Print every setting with its value and origin",
		Example: `
  backcare config show
  BACKCARE_OUTPUT=json backcare config show --ascii`,
		Args: noArgs,
	}
	show.RunE = a.runs(func(cmd *cobra.Command, _ []string) error { return a.show(cmd, a.settingsAnswer()) })
	path := &cobra.Command{
		Use:   "path",
		Short: "Print the path of the configuration file",
		Example: `
  backcare config path
  "${EDITOR:-vi}" "$(backcare config path)"`,
		Long: "The file need not exist. Exit status: 2 when the environment names no place for it.",
		Args: noArgs,
	}
	// Without the adapter: a broken file must be found too.
	path.RunE = func(*cobra.Command, []string) error {
		a.started = true
		p, _ := a.configPath()
		if p == "" {
			return usage("set HOME or XDG_CONFIG_HOME, or use --config FILE", "there is no place for a configuration file")
		}
		return a.writeBare(p + "\n")
	}
	group.AddCommand(show, path)
	return group
}

func (a *app) settingsAnswer() answer.Config {
	out := answer.Config{Schema: answer.ConfigSchema, Settings: []answer.Setting{}}
	if p, _ := a.configPath(); p != "" {
		out.Path = &p
	}
	for _, o := range a.origins {
		s := answer.Setting{Key: o.Key, Value: o.Value, Origin: string(o.Origin)}
		if o.Where != "" {
			s.Where = &o.Where
		}
		if o.Key == config.Data {
			s.Empty = "(" + answer.Embedded + ")"
		}
		out.Settings = append(out.Settings, s)
	}
	return out
}
