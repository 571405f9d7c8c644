package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/config"
	"github.com/backcare/backcare/internal/gestation"
	"github.com/backcare/backcare/internal/render"
	"github.com/backcare/backcare/internal/resolve"
	"github.com/backcare/backcare/internal/term"
)

// flags are the flags of every command; each command registers those that
// it takes.
type flags struct {
	output     string
	json       bool
	columns    []string
	noHeader   bool
	quiet      bool
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
	failOn     catalog.Status
	from       []string
	lactation  bool
	trimesters []catalog.Phase
	week       *int
	due        string
	full       bool
	width      int
	noPager    bool
	status     []catalog.Status
	kind       []catalog.Kind
	uses       []catalog.Use
	disputed   bool
	confusable bool
	relations  []resolve.Relation
	version    bool
	exportAs   string
}

// choice is a flag that takes one word of a set.
type choice[T comparable] struct {
	value   *T
	allowed []T
	word    string // what help calls the value
}

// choiceError is a word outside the set.
type choiceError struct{ allowed []string }

func (e *choiceError) Error() string { return "use one of " + strings.Join(e.allowed, ", ") }

func (c choice[T]) words() []string { return wordsOf(c.allowed) }
func (c choice[T]) Type() string    { return c.word }

// String is empty for a value outside the set: the flag was not given.
func (c choice[T]) String() string {
	if !slices.Contains(c.allowed, *c.value) {
		return ""
	}
	return fmt.Sprint(*c.value)
}

func (c choice[T]) Set(s string) error {
	v, err := chosen(c.allowed, s)
	if err == nil {
		*c.value = v
	}
	return err
}

// parsed is a flag whose values a function reads.
type parsed struct {
	word string // what help calls a value
	set  func(string) error
}

func (parsed) String() string       { return "" }
func (p parsed) Type() string       { return p.word }
func (p parsed) Set(s string) error { return p.set(s) }

// several reads words, separated by commas or in several flags, each of which a
// function turns into a value. A value counts once.
func several[T comparable](values *[]T, read func(word string) (T, error)) func(string) error {
	return func(s string) error {
		for w := range strings.SplitSeq(s, ",") {
			v, err := read(strings.TrimSpace(w))
			if err != nil {
				return err
			}
			if !slices.Contains(*values, v) {
				*values = append(*values, v)
			}
		}
		return nil
	}
}

// wordsOf is how the values of a set are written.
func wordsOf[T any](values []T) []string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = fmt.Sprint(v)
	}
	return words
}

// chosen finds the value that is written so.
func chosen[T any](allowed []T, word string) (T, error) {
	if i := slices.Index(wordsOf(allowed), word); i >= 0 {
		return allowed[i], nil
	}
	var none T
	return none, &choiceError{wordsOf(allowed)}
}

// aName reads any word but none.
func aName(word string) (string, error) {
	if word == "" {
		return "", errors.New("name one or more, separated by commas")
	}
	return word, nil
}

// mostCautious lists the statuses from the least one given on, most cautious
// first.
func mostCautious(least catalog.Status) []catalog.Status {
	list := catalog.Statuses()[least:]
	slices.Reverse(list)
	return list
}

// globalFlags are the flags that every command accepts, before or after its
// name.
func (a *app) globalFlags(root *cobra.Command) {
	f, p := root.PersistentFlags(), &a.flags
	f.SortFlags = false
	p.output, p.color = render.TableFormat, term.Auto
	addChoice(root, f, choice[string]{&p.output, render.Formats(), "FORMAT"}, "output", "o", "format of the answer: "+strings.Join(render.Formats(), ", "))
	f.BoolVar(&p.json, "json", false, "short for --output json")
	f.Var(parsed{"NAMES", several(&p.columns, aName)}, "columns", "columns of table, csv and markdown, separated by commas; help lists them")
	f.BoolVar(&p.noHeader, "no-header", false, "no header row in table, csv and markdown")
	f.StringVar(&p.jq, "jq", "", "filter the JSON with a jq `EXPR`ession")
	f.BoolVarP(&p.raw, "raw-output", "r", false, "with --jq, print strings without quotes")
	f.StringVar(&p.template, "template", "", "format the JSON with a Go `TEMPLATE`")
	addChoice(root, f, choice[string]{&p.color, term.Modes(), "WHEN"}, "color", "", "colour: "+strings.Join(term.Modes(), ", "))
	f.Var(parsed{"N", p.setWidth}, "width", "wrap at `N` columns in place of the terminal's width")
	f.BoolVar(&p.noPager, "no-pager", false, "never show a long answer through a pager")
	f.BoolVar(&p.ascii, "ascii", false, "plain characters in place of symbols and lines")
	f.BoolVar(&p.plain, "plain", false, "\"Label: value\" lines in place of boxes, as for screen readers")
	f.BoolVar(&p.quiet, "quiet", false, "no counts and no progress on standard error")
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
	f.Var(parsed{"N", several(&a.flags.trimesters, trimester)}, "trimester", what+" a trimester: 1, 2, 3; repeatable, or 1,3")
	noFiles(cmd, "trimester", completeList([]string{"1", "2", "3"}))
	f.Var(parsed{"WEEK", a.flags.setWeek}, "week", what+" the trimester of a `WEEK`: 0 to 42 completed weeks of pregnancy")
	noFiles(cmd, "week", nil)
	f.StringVar(&a.flags.due, "due", "", what+" the trimester that today is in by a due `DATE`, as in 2027-03-14")
	noFiles(cmd, "due", nil)
}

// trimester reads a trimester as a number, an ordinal or a word.
func trimester(word string) (catalog.Phase, error) {
	i := slices.IndexFunc([][]string{{"1", "1st", "first"}, {"2", "2nd", "second"}, {"3", "3rd", "third"}}, func(words []string) bool {
		return slices.Contains(words, strings.ToLower(word))
	})
	if i < 0 {
		return 0, &choiceError{[]string{"1", "2", "3"}}
	}
	return catalog.Phase(i), nil
}

func (f *flags) setWeek(s string) error {
	n, err := gestation.ParseWeek(s)
	var bad *gestation.Error
	if errors.As(err, &bad) {
		return errors.New(bad.Hint)
	}
	f.week = &n
	return err
}

func (f *flags) setWidth(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > term.MaxWidth {
		return fmt.Errorf("use a whole number from 1 to %d", term.MaxWidth)
	}
	f.width = n
	return nil
}

// pickWeek finds the week that is asked for: that of --week, or the one in
// which today is by --due or the setting.
func (a *app) pickWeek(cmd *cobra.Command) error {
	given := func(name string) bool { f := cmd.Flags().Lookup(name); return f != nil && f.Changed }
	for _, two := range [][2]string{{"week", "due"}, {"week", "trimester"}, {"due", "trimester"}} {
		if given(two[0]) && given(two[1]) {
			return usage("use only one of them", "--%s and --%s cannot both be used", two[0], two[1])
		}
	}
	switch {
	case cmd.Flags().Lookup("week") == nil:
		return nil // a command without phases
	case a.flags.week != nil:
		a.week, a.narrow = a.flags.week, true
		return nil
	case a.settings.Due == "" && !given("due"), given("trimester"), given("lactation") && !given("due"):
		return nil
	}
	week, err := gestation.WeekAt(a.settings.Due, a.env.Now())
	var bad *gestation.Error
	if errors.As(err, &bad) {
		i := slices.IndexFunc(a.origins, func(v config.Value) bool { return v.Key == config.Due })
		return usage(bad.Hint, "%s (%s)", bad, a.origins[i].Where)
	}
	// A setting gives a week to what is shown. It filters no list and narrows
	// no gate: whoever forgot it would be misled.
	a.week, a.narrow = &week, given("due")
	return err
}

// answerFlags are those of every command that answers with entries.
func (a *app) answerFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&a.flags.noRefs, "no-references", false, "leave out what authorities say")
	addChoice(cmd, f, choice[catalog.Status]{&a.flags.failOn, mostCautious(catalog.Mentioned), "STATUS"}, "fail-on", "", "exit with 4 when a phase asked for is that cautious or more")
}

func (a *app) exactFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.flags.exact, "exact", false, "do not correct spelling, leave nothing out of a name")
}

// phases are those asked for; none when none was named, which means all.
func (a *app) phases() catalog.Phases {
	set := catalog.Phases(0)
	for _, t := range a.flags.trimesters {
		set |= catalog.PhaseSet(t)
	}
	if a.narrow {
		set |= catalog.PhaseSet(resolve.PhaseOf(*a.week))
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
	if c, ok := cmd.Flags().Lookup("output").Value.(choice[string]); ok && c.value == &p.output {
		put(config.Output, "output", p.output)
		if p.json {
			if changed("output") && p.output != render.JSON {
				return nil, usage("use only one of them", "--json and --output %s contradict each other", p.output)
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
	put(config.Due, "due", p.due)
	if changed("due") && p.due == "" {
		return nil, usage("write it as year-month-day, as in 2027-03-14", "--due names no date")
	}
	if changed("data") && p.data == "" {
		return nil, usage("name the folder that holds the YAML files", "--data names no folder")
	}
	if changed("config") && p.config == "" {
		return nil, usage("name the file", "--config names no file")
	}
	return m, nil
}

// addChoice registers a choice and completes its words.
func addChoice[T comparable](cmd *cobra.Command, f *pflag.FlagSet, c choice[T], name, short, help string) {
	f.VarP(c, name, short, help)
	noFiles(cmd, name, completeWords(c.words()))
}

// addChoices registers a flag of several words of a set, and completes them.
func addChoices[T comparable](cmd *cobra.Command, values *[]T, allowed []T, word, name, help string) {
	cmd.Flags().Var(parsed{word, several(values, func(w string) (T, error) { return chosen(allowed, w) })}, name, help)
	noFiles(cmd, name, completeList(wordsOf(allowed)))
}

// noFiles gives a flag its completion, nothing at all for nil, and in no case
// the names of files.
func noFiles(cmd *cobra.Command, flag string, complete cobra.CompletionFunc) {
	if complete == nil {
		complete = cobra.NoFileCompletions
	}
	must(cmd.RegisterFlagCompletionFunc(flag, complete))
}

// must guards calls that fail only by a mistake of ours.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// flagError turns what pflag says about a flag into our words.
func (a *app) flagError(cmd *cobra.Command, err error) error {
	// The flag may be that of a command which does not exist: say so first.
	if args := cmd.Flags().Args(); cmd.HasSubCommands() && len(args) > 0 {
		return a.unknownCommand(cmd, args)
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
