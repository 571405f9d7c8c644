package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/config"
)

func (a *app) rootCommand() *cobra.Command {
	root := a.group("backcare", "What five documents state about medicines in pregnancy and breastfeeding", `
  backcare drug lookup "nurofen gel"
  backcare drug list --lactation
  backcare drug compare paracetamol ibuprofen --trimester 2
  backcare drug lookup --from names.txt -o ndjson
  backcare document list`)
	root.Long = `backcare reports what five machine-translated web documents state about back pain medicines in each trimester and during breastfeeding, who says so and where, and whether they agree. It gives no advice of its own.`
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpFunc(a.help)
	root.SetUsageFunc(func(c *cobra.Command) error { a.help(c, nil); return nil })
	root.SetFlagErrorFunc(a.flagError)
	a.globalFlags(root)
	root.Flags().BoolVar(&a.flags.version, "version", false, "print the version")
	lookup, list := a.lookupCommand(), a.listCommand()
	lookup.Short, list.Short = `Short for "drug lookup"`, `Short for "drug list"`
	root.AddCommand(
		lookup, list, a.drugCommand(), a.documentCommand(), a.referenceCommand(), a.datasetCommand(),
		a.configCommand(), a.completionCommand(), a.versionCommand(),
	)
	a.helpCommand(root)
	root.RunE = func(cmd *cobra.Command, args []string) error {
		if !a.flags.version {
			a.started = true
			a.greet(cmd)
			return nil
		}
		a.started = true
		if err := a.noData(cmd); err != nil {
			return err
		}
		ds := a.env.Embedded()
		fmt.Fprintf(a.out, "backcare %s (dataset %s, %s)\n", a.version().Version, ds.Version, answer.ShortHash(ds.Hash))
		return nil
	}
	return root
}

// group is a command that only holds others. Alone it prints its help; it has
// to be runnable for that, and for a word that is no command of it to be an
// error.
func (a *app) group(name, short, example string) *cobra.Command {
	return &cobra.Command{
		Use:                        name,
		Short:                      short,
		Example:                    example,
		SuggestionsMinimumDistance: 2,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return a.unknownCommand(cmd, args)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			a.started = true
			a.help(cmd, nil)
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
}

// withoutConfig resolves the settings from flags alone.
func (a *app) withoutConfig(cmd *cobra.Command) error {
	given, err := a.given(cmd)
	if err != nil {
		return err
	}
	unset := func(string) (string, bool) { return "", false }
	a.settings, a.origins, err = config.Load(config.Source{Env: unset, Flags: given})
	return err
}

// withoutBashCompletion replaces what cobra's script calls if
// bash-completion is not loaded. It asks at the first Tab: the package may be
// loaded after the script.
const withoutBashCompletion = `
__backcare_init_completion()
{
    if ! declare -F _get_comp_words_by_ref >/dev/null; then
        [[ -n ${__backcare_warned-} ]] || printf '\nbackcare: completion needs the package bash-completion, which is not loaded\n' >&2
        __backcare_warned=1
        return 1
    fi
    COMPREPLY=()
    _get_comp_words_by_ref "$@" cur prev words cword
}
`

func (a *app) completionCommand() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	c := &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print a completion script for bash, zsh, fish or powershell",
		Example: `
  source <(backcare completion bash)
  backcare completion zsh > "${fpath[1]}/_backcare"
  backcare completion fish > ~/.config/fish/completions/backcare.fish
  backcare completion powershell | Out-String | Invoke-Expression`,
		Long: "The script completes commands, flags and their values, the names of medicines, and the ids of documents and references. In bash it needs the package bash-completion (https://github.com/scop/bash-completion); without that it says so at the first Tab.",
		Args: func(cmd *cobra.Command, args []string) error {
			hint := "use one of " + strings.Join(shells, ", ")
			if len(args) == 1 && nearest(args[0], shells) != "" {
				hint = fmt.Sprintf("did you mean %q?", nearest(args[0], shells))
			}
			switch {
			case len(args) > 1:
				return usage(hint, "%q takes one shell, not %d", cmd.CommandPath(), len(args))
			case len(args) == 1 && !slices.Contains(shells, args[0]):
				return usage(hint, "unknown shell %q", args[0])
			}
			return nil
		},
		ValidArgsFunction: once(completeWords(shells)),
	}
	c.RunE = func(cmd *cobra.Command, args []string) error {
		a.started = true
		if len(args) == 0 {
			a.help(cmd, nil)
			return nil
		}
		root := cmd.Root()
		switch args[0] {
		case "bash":
			if err := root.GenBashCompletionV2(a.out, true); err != nil {
				return err
			}
			_, err := io.WriteString(a.out, withoutBashCompletion)
			return err
		case "zsh":
			return root.GenZshCompletion(a.out)
		case "fish":
			return root.GenFishCompletion(a.out, true)
		}
		return root.GenPowerShellCompletionWithDesc(a.out)
	}
	return c
}
