package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/backcare/backcare/internal/config"
	"github.com/backcare/backcare/internal/render"
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
	show.RunE = a.runs(func(cmd *cobra.Command, _ []string) error { return a.show(cmd, a.settingsTable()) })
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

func (a *app) settingsTable() render.Table {
	out := Config{Schema: ConfigSchema, Settings: []Setting{}}
	if p, _ := a.configPath(); p != "" {
		out.Path = &p
	}
	t := render.Table{Columns: []string{"setting", "value", "origin", "where"}}
	for _, o := range a.origins {
		s := Setting{Key: o.Key, Value: o.Value, Origin: string(o.Origin)}
		if o.Where != "" {
			s.Where = &o.Where
		}
		out.Settings = append(out.Settings, s)
		value := fmt.Sprint(o.Value)
		if o.Key == config.Data && value == "" {
			value = "(" + embeddedSource + ")"
		}
		t.Rows = append(t.Rows, []string{o.Key, value, string(o.Origin), o.Where})
	}
	t.JSON = out
	return t
}
