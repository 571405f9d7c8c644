package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/config"
	"github.com/backcare/backcare/internal/render"
	"github.com/backcare/backcare/internal/term"
)

// flags are the flags of every command; each command registers those that
// it takes.
type flags struct {
	output     string
	json       bool
	columns    []string
	noHeader   bool
	jq         string
	raw        bool
	template   string
	color      string
	ascii      bool
	plain      bool
	config     string
	data       string
	exact      bool
	noRefs     bool
	failOn     string
	from       []string
	lactation  bool
	trimesters []string
	status     []string
	kind       []string
	class      string
	contains   string
	document   string
	disputed   bool
	contra     bool
	version    bool
	exportAs   string
}

// choice is a flag that takes one word of a set.
type choice struct {
	value   *string
	allowed []string
	word    string // what help calls the value
}

// choiceError is a word outside the set.
type choiceError struct{ allowed []string }

func (e *choiceError) Error() string { return "use one of " + strings.Join(e.allowed, ", ") }

func (c choice) String() string { return *c.value }
func (c choice) Type() string   { return c.word }

func (c choice) Set(s string) error {
	if !slices.Contains(c.allowed, s) {
		return &choiceError{c.allowed}
	}
	*c.value = s
	return nil
}

// choices is a flag that takes several words of a set, separated by commas or
// in several flags. Without a set it takes any word.
type choices struct {
	values  *[]string
	allowed []string
	word    string
}

func (c choices) String() string { return strings.Join(*c.values, ",") }
func (c choices) Type() string   { return c.word }

func (c choices) Set(s string) error {
	for w := range strings.SplitSeq(s, ",") {
		w = strings.TrimSpace(w)
		switch {
		case c.allowed != nil && !slices.Contains(c.allowed, w):
			return &choiceError{c.allowed}
		case w == "":
			return errors.New("name one or more, separated by commas")
		case !slices.Contains(*c.values, w):
			*c.values = append(*c.values, w)
		}
	}
	return nil
}

// cautious lists the statuses that --fail-on and --status take, most cautious
// first. not_stated is no gate: every status is as cautious as that.
func cautious(withNotStated bool) []string {
	w := catalog.StatusWords()
	slices.Reverse(w)
	if !withNotStated {
		w = w[:len(w)-1]
	}
	return w
}

// globalFlags are the flags that every command accepts, before or after its
// name.
func (a *app) globalFlags(root *cobra.Command) {
	f, p := root.PersistentFlags(), &a.flags
	f.SortFlags = false
	p.output, p.color = render.TableFormat, term.Auto
	addChoice(root, f, choice{&p.output, render.Formats(), "FORMAT"}, "output", "o", "format of the answer: "+strings.Join(render.Formats(), ", "))
	f.BoolVar(&p.json, "json", false, "short for --output json")
	f.Var(choices{&p.columns, nil, "NAMES"}, "columns", "columns of table, csv and markdown, separated by commas")
	f.BoolVar(&p.noHeader, "no-header", false, "no header row in table, csv and markdown")
	f.StringVar(&p.jq, "jq", "", "filter the JSON with a jq `EXPR`ession")
	f.BoolVarP(&p.raw, "raw-output", "r", false, "with --jq, print strings without quotes")
	f.StringVar(&p.template, "template", "", "format the JSON with a Go `TEMPLATE`")
	addChoice(root, f, choice{&p.color, term.Modes(), "WHEN"}, "color", "", "colour: "+strings.Join(term.Modes(), ", "))
	f.BoolVar(&p.ascii, "ascii", false, "plain characters in place of symbols and lines")
	f.BoolVar(&p.plain, "plain", false, "\"Label: value\" lines in place of boxes, as for screen readers")
	f.StringVar(&p.data, "data", "", "read the dataset in `DIR` in place of the built-in one")
	f.StringVar(&p.config, "config", "", "read settings from `FILE`")
	f.BoolP("help", "h", false, "show help")
	must(root.MarkPersistentFlagDirname("data"))
	noFiles(root, "columns", a.completeColumns)
	noFiles(root, "jq", nil)
	noFiles(root, "template", nil)
	must(root.MarkPersistentFlagFilename("config", "yaml", "yml"))
}

// phaseFlags say which phases are asked for.
func (a *app) phaseFlags(cmd *cobra.Command, what string) {
	f := cmd.Flags()
	f.BoolVar(&a.flags.lactation, "lactation", false, what+" breastfeeding")
	v := choices{&a.flags.trimesters, []string{"1", "2", "3"}, "N"}
	f.Var(v, "trimester", what+" a trimester: 1, 2, 3; repeatable, or 1,3")
	noFiles(cmd, "trimester", completeList(v.allowed))
}

// answerFlags are those of every command that answers with entries.
func (a *app) answerFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&a.flags.noRefs, "no-references", false, "leave out what authorities say")
	addChoice(cmd, f, choice{&a.flags.failOn, cautious(false), "STATUS"}, "fail-on", "", "exit with 4 when a phase asked for is that cautious or more")
}

func (a *app) exactFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.flags.exact, "exact", false, "do not correct spelling")
}

// phases are those asked for; none when none was named, which means all.
func (a *app) phases() catalog.Phases {
	set := catalog.Phases(0)
	for _, t := range a.flags.trimesters {
		set |= catalog.PhaseSet(catalog.Phase(t[0] - '1'))
	}
	if a.flags.lactation {
		set |= catalog.PhaseSet(catalog.Lactation)
	}
	return set
}

// given collects the settings that were given as flags.
func (a *app) given(cmd *cobra.Command) (map[string]config.FlagValue, error) {
	p := &a.flags
	m := map[string]config.FlagValue{}
	changed := func(name string) bool {
		f := cmd.Flags().Lookup(name)
		return f != nil && f.Changed
	}
	put := func(key, name string, v any) {
		if changed(name) {
			m[key] = config.FlagValue{Name: "--" + name, Value: v}
		}
	}
	// "dataset export" has formats of its own, which are no setting.
	if c, ok := cmd.Flags().Lookup("output").Value.(choice); ok && c.value == &p.output {
		put(config.Output, "output", p.output)
		if p.json {
			if changed("output") && p.output != render.JSON {
				return nil, usage("leave one of them out", "--json and --output %s contradict each other", p.output)
			}
			put(config.Output, "json", render.JSON)
		}
	}
	put(config.Color, "color", p.color)
	put(config.ASCII, "ascii", p.ascii)
	put(config.Plain, "plain", p.plain)
	put(config.Exact, "exact", p.exact)
	put(config.NoHeader, "no-header", p.noHeader)
	put(config.References, "no-references", !p.noRefs)
	put(config.Data, "data", p.data)
	if changed("data") && p.data == "" {
		return nil, usage("name the folder that holds the YAML files", "--data names no folder")
	}
	if changed("config") && p.config == "" {
		return nil, usage("name the file", "--config names no file")
	}
	return m, nil
}

// addChoice registers a choice and completes its words.
func addChoice(cmd *cobra.Command, f *pflag.FlagSet, c choice, name, short, help string) {
	f.VarP(c, name, short, help)
	noFiles(cmd, name, completeWords(c.allowed))
}

// noFiles gives a flag its completion, nothing at all for nil, and in no case
// the names of files.
func noFiles(cmd *cobra.Command, flag string, complete cobra.CompletionFunc) {
	if complete == nil {
		complete = cobra.NoFileCompletions
	}
	must(cmd.RegisterFlagCompletionFunc(flag, complete))
}

// must guards calls that fail only for a flag that does not exist.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// flagError turns what pflag says about a flag into our words.
func flagError(cmd *cobra.Command, err error) error {
	// The flag may be that of a command which does not exist: say so first.
	if args := cmd.Flags().Args(); cmd.HasSubCommands() && len(args) > 0 {
		return unknownCommand(cmd, args[0])
	}
	see := fmt.Sprintf("%q lists the flags", cmd.CommandPath()+" --help")
	var (
		unknown *pflag.NotExistError
		noValue *pflag.ValueRequiredError
		bad     *pflag.InvalidValueError
	)
	switch {
	case errors.As(err, &unknown):
		name := unknown.GetSpecifiedName()
		if unknown.GetSpecifiedShortnames() != "" {
			return usage(see, "unknown flag %q", "-"+name)
		}
		if near := nearestFlag(cmd, name); near != "" {
			see = fmt.Sprintf("did you mean %q?", "--"+near)
		}
		return usage(see, "unknown flag %q", "--"+name)
	case errors.As(err, &noValue):
		return usage(see, "flag %q needs a value", "--"+noValue.GetFlag().Name)
	case errors.As(err, &bad):
		name := "--" + bad.GetFlag().Name
		var c *choiceError
		if errors.As(err, &c) {
			return usage(c.Error(), "unknown value %q for %s", bad.GetValue(), name)
		}
		hint := see
		switch bad.GetFlag().Value.Type() {
		case "bool":
			hint = "use true or false, or the flag alone"
		default:
			hint = bad.Unwrap().Error()
		}
		return usage(hint, "invalid value %q for %s", bad.GetValue(), name)
	}
	return usage(see, "%s", err)
}
