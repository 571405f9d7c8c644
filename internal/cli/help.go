package cli

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/backcare/backcare/internal/term"
)

// Help is written here and not by cobra's templates, which put examples last,
// wrap nothing, and print usage after errors.

// The bounds of help's width, in cells.
const (
	minHelp = 40
	maxHelp = 100
)

func (a *app) helpWidth() int {
	w := term.Width(a.env.IsTerminal(a.env.Stdout), a.env.LookupEnv, func() int { return a.env.Size(a.env.Stdout) })
	if a.flags.width > 0 {
		w = a.flags.width
	}
	if w == 0 {
		w = term.DefaultWidth
	}
	return min(max(w, minHelp), maxHelp)
}

// help prints the help of one command: what it does, examples, and only then
// the rest.
func (a *app) help(cmd *cobra.Command, _ []string) {
	width := a.helpWidth()
	var b strings.Builder
	section := func(title, body string) {
		if body = strings.Trim(body, "\n"); body != "" {
			fmt.Fprintf(&b, "\n%s:\n%s\n", title, body)
		}
	}
	b.WriteString(wrap(cmd.Short+".", "", width) + "\n")
	section("Examples", cmd.Example)
	section("Usage", "  "+useLine(cmd))
	if cmd.Long != "" {
		b.WriteString("\n" + wrap(cmd.Long, "", width) + "\n")
	}
	if cmd.Name() == "help" {
		section("Topics", topicList(cmd, width))
	} else {
		section("Commands", commandList(cmd, width))
	}
	own, global := flagsOf(cmd)
	section("Flags", own.FlagUsagesWrapped(width))
	switch {
	case !cmd.HasParent():
		section("Flags of every command", global.FlagUsagesWrapped(width))
		section("Exit status", exitTable(width))
		help, _, _ := cmd.Find([]string{"help"})
		section("More help", topicList(help, width))
	case isGroup(cmd):
		more := fmt.Sprintf("%q says more of each; %q lists the flags of every command.", cmd.CommandPath()+" COMMAND --help", "backcare --help")
		b.WriteString("\n" + wrap(more, "", width) + "\n")
	default:
		section("Flags of every command", global.FlagUsagesWrapped(width))
	}
	a.print(b.String())
}

// print shows help, through the pager if it is taller than the terminal.
func (a *app) print(text string) {
	if !a.paged([]byte(text)) {
		_, _ = a.out.Write([]byte(text)) // the sink keeps the error for Run
	}
}

// isGroup reports whether a command only holds others.
func isGroup(cmd *cobra.Command) bool { return cmd.HasAvailableSubCommands() && cmd.Name() != "help" }

func useLine(cmd *cobra.Command) string {
	if isGroup(cmd) {
		return cmd.CommandPath() + " COMMAND [flags]"
	}
	return cmd.UseLine()
}

func commandList(cmd *cobra.Command, width int) string {
	var rows [][2]string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			rows = append(rows, [2]string{c.Name(), c.Short})
		}
	}
	return columns(rows, width)
}

// flagsOf parts the flags of a command from those of every command, each in
// the order in which they were registered, which is the order to read them in.
func flagsOf(cmd *cobra.Command) (own, global *pflag.FlagSet) {
	own, global = pflag.NewFlagSet("", pflag.ContinueOnError), pflag.NewFlagSet("", pflag.ContinueOnError)
	own.SortFlags, global.SortFlags = false, false
	everywhere := cmd.Root().PersistentFlags()
	cmd.Flags().SortFlags = false
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if everywhere.Lookup(f.Name) != f {
			own.AddFlag(f)
		}
	})
	everywhere.VisitAll(func(f *pflag.Flag) {
		if own.Lookup(f.Name) == nil {
			global.AddFlag(f)
		}
	})
	return own, global
}

// columns writes pairs in two columns, the second one wrapped.
func columns(rows [][2]string, width int) string {
	first := 0
	for _, r := range rows {
		first = max(first, utf8.RuneCountInString(r[0]))
	}
	var b strings.Builder
	indent := strings.Repeat(" ", first+4)
	for _, r := range rows {
		if first > width/2 { // no room beside it
			b.WriteString("  " + r[0] + "\n" + wrap(r[1], "      ", width) + "\n")
			continue
		}
		text := wrap(r[1], indent, width)
		fmt.Fprintf(&b, "  %-*s  %s\n", first, r[0], strings.TrimPrefix(text, indent))
	}
	return b.String()
}

// wrap breaks text at spaces so that no line is wider than width, as far as
// its words allow, and begins each with the indent. Empty lines part
// paragraphs; lines that begin with a space are left as they are.
func wrap(text, indent string, width int) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line == "" || line[0] == ' ' {
			out = append(out, line)
			continue
		}
		row := indent
		for word := range strings.FieldsSeq(line) {
			if row != indent && len([]rune(row))+1+len([]rune(word)) > width {
				out = append(out, row)
				row = indent
			}
			if row != indent {
				row += " "
			}
			row += word
		}
		out = append(out, row)
	}
	return strings.Join(out, "\n")
}

func exitTable(width int) string { return columns(ExitStatuses(), width) }

// topics are the commands of "help", each a page that is no command's.
func (a *app) topics() []*cobra.Command {
	return []*cobra.Command{
		a.topic("exit-status", "What each exit status means", map[string][][2]string{"statuses": ExitStatuses()}, `
  backcare drug lookup analgin --fail-on not_recommended || echo "ended with $?"`, `{statuses}

The status is the same in every output format. Of several names, one that is not resolved gives 1; the others are answered all the same. --fail-on looks at the phases asked for, all four by default; a phase about which nothing is stated never meets it.

A reader that closes the pipe ends backcare quietly, with status 141, as SIGPIPE does. One that closes standard error changes nothing.`),
		a.topic("output", "The formats, and what each is for", nil, `
  backcare drug lookup paracetamol -o json
  backcare drug list -o csv --columns name,first,lactation --no-header
  backcare drug list --disputed -o markdown > disputed.md`, `table     for reading; wrapped on a terminal; in a pipe whole, with tabs between
          its columns
json      one object; its schema: backcare dataset schema lookup
ndjson    one result or entry a line
yaml      the same keys as json
csv       RFC 4180; cells that a spreadsheet would run are made harmless
markdown  tables as GitHub shows them
html      one page that needs nothing else, to read in a browser or to print

An answer from a folder (--data) says so before its first row: in itself, or on standard error if it has no place for it.

--columns picks the columns of table, csv and markdown; an unknown one is an error that lists them. --plain, or a variable ACCESSIBLE that is not empty, writes "Label: value" lines for screen readers. Colour accompanies a word and never replaces it; NO_COLOR and CLICOLOR_FORCE are respected.`),
		a.topic("filters", "--jq and --template", nil, `
  backcare drug lookup paracetamol --jq '.results[0].entry.status.lactation'
  backcare drug list --jq '.entries[] | select(.kind == "class") | .name' -r
  backcare drug lookup --from names.txt --jq '[.query, .match.kind]'
  backcare drug list --template '{{range .entries}}{{pad 30 .name}}{{.kind}}{{"\n"}}{{end}}'`, `Both work on the JSON of the answer, so they need no -o. With -o ndjson, and by default with names from a file or standard input, they see one result at a time.

--jq takes the language of jq and prints JSON values, one a line; -r prints strings without quotes. It reads neither files nor the environment.

What a filter prints goes out while it runs. A filter that takes more than 256 MiB of memory for its values, or calls itself too deep, is ended with an error; each of many names may take that much. On a terminal, control characters in what a filter prints are left out; a pipe or a file gets it byte for byte.

--template takes Go's text/template. A key that does not exist is an error. Beside Go's own functions there are:
  json VALUE          the value as JSON on one line
  join SEP LIST       the elements with SEP between
  upper, lower VALUE  in capitals, in small letters
  words VALUE         a status in words: "doctor only"
  pad WIDTH VALUE     filled with spaces; on the left if the width is negative
  default OTHER VALUE OTHER if the value is null or empty`),
		a.topic("settings", "The configuration file and the environment", nil, `
  backcare config show
  BACKCARE_OUTPUT=json backcare drug lookup paracetamol
  backcare --config /dev/null drug list`, `Lowest first: built-in values, the configuration file, the environment, flags. The file is $XDG_CONFIG_HOME/backcare/config.yaml, else ~/.config/backcare/config.yaml (on Windows below %AppData%), or the one named by --config or BACKCARE_CONFIG. It holds one setting a line:

  output: json         # BACKCARE_OUTPUT       --output
  color: never         # BACKCARE_COLOR        --color
  ascii: true          # BACKCARE_ASCII        --ascii
  plain: true          # BACKCARE_PLAIN        --plain
  exact: true          # BACKCARE_EXACT        --exact
  no-header: true      # BACKCARE_NO_HEADER    --no-header
  references: false    # BACKCARE_REFERENCES   --no-references
  data: ./mydata       # BACKCARE_DATA         --data
  due: 2027-03-14      # BACKCARE_DUE          --due

The due date gives "drug lookup" and "drug compare" the week of today. Unlike --due it filters no list and narrows no --fail-on.

BACKCARE_COLORS changes colours as GREP_COLORS does: "heading=1:contraindicated=1;31". The words are heading, disputed, place and those of the statuses. BACKCARE_PAGER, else PAGER, names the program that shows what is taller than the terminal; the default is less -FRX, and --no-pager turns it off.

A relative folder in the file starts at the file's own folder. An unknown key or a bad value is an error. An empty variable counts as unset.`),
		a.statusTopic(),
	}
}

// topic makes a page of text. Between braces are the names of its tables.
func (a *app) topic(name, short string, tables map[string][][2]string, example, text string) *cobra.Command {
	c := &cobra.Command{Use: name, Short: short, Example: example, Args: cobra.NoArgs, ValidArgsFunction: cobra.NoFileCompletions}
	c.Run = func(*cobra.Command, []string) {
		width := a.helpWidth()
		var b strings.Builder
		fmt.Fprintf(&b, "%s.\n\nExamples:\n%s\n\n", c.Short, c.Example)
		for line := range strings.SplitSeq(text, "\n") {
			if rows := tables[strings.Trim(line, "{}")]; rows != nil {
				b.WriteString(columns(rows, width))
			} else if strings.Contains(line, "  ") { // a row of a table
				b.WriteString(line + "\n")
			} else {
				b.WriteString(wrap(line, "", width) + "\n")
			}
		}
		a.print(b.String())
	}
	c.SetHelpFunc(c.Run)
	return c
}

func topicList(help *cobra.Command, width int) string {
	var rows [][2]string
	for _, t := range help.Commands() {
		rows = append(rows, [2]string{t.CommandPath(), t.Short})
	}
	return columns(rows, width)
}

// helpCommand gives cobra's own the topics, and has it refuse what it does not
// know.
func (a *app) helpCommand(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	c, _, err := root.Find([]string{"help"})
	must(err)
	c.Use, c.Short, c.Long = "help [COMMAND | TOPIC]", "Help about a command or a topic", ""
	c.Example = `
  backcare help drug lookup
  backcare help exit-status`
	c.SuggestionsMinimumDistance = 2
	c.AddCommand(a.topics()...)
	c.Args = func(_ *cobra.Command, args []string) error {
		at, rest, err := root.Find(args)
		if err == nil && len(rest) == 0 {
			return nil
		}
		hint := `"backcare help" lists the commands and topics`
		last := args[len(args)-1]
		if near := append(at.SuggestionsFor(last), c.SuggestionsFor(last)...); len(near) > 0 {
			hint = fmt.Sprintf("did you mean %q?", near[0])
		}
		return usage(hint, "no help on %q", strings.Join(args, " "))
	}
}

// greet is what backcare alone prints: how to begin, on part of a screen.
func (a *app) greet(root *cobra.Command) {
	width := a.helpWidth()
	text := wrap(root.Short+". It reports what is stated and gives no advice.", "", width) + "\n\n" + columns([][2]string{
		{`backcare lookup "nurofen gel"`, "what is stated about a medicine"},
		{`backcare lookup ibuprofen --week 22`, "the same for a week of pregnancy"},
		{`backcare list --lactation`, "what is stated for breastfeeding"},
		{`backcare list --for pain --week 22`, "what is named against pain"},
		{`backcare drug compare no-spa analgin`, "side by side"},
		{`backcare document show doc-004:43`, "where it says so"},
		{`backcare help status`, "what the words mean"},
		{`backcare --help`, "all commands and flags"},
	}, width)
	_, _ = a.out.Write([]byte(text)) // the sink keeps the error for Run
}
