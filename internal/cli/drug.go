package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
	"github.com/backcare/backcare/internal/term"
)

func (a *app) drugCommand() *cobra.Command {
	group := a.group("drug", "Look up, list and compare medicines", `
  backcare drug lookup "nurofen gel"
  backcare drug list --lactation
  backcare drug compare paracetamol ibuprofen`)
	group.AddCommand(a.lookupCommand(), a.listCommand(), a.compareCommand())
	return group
}

func (a *app) lookupCommand() *cobra.Command {
	c := &cobra.Command{
		Use:        "lookup NAME... | - | --from FILE",
		Short:      "Show what the documents state about a medicine",
		SuggestFor: []string{"show", "get", "find", "search", "query"},
		Example: `
  backcare drug lookup "nurofen gel"
  backcare drug lookup analgin но-шпа --trimester 2
  backcare drug lookup --from names.txt -o ndjson
  cut -f2 list.tsv | backcare drug lookup - -o csv --columns query,lactation
  backcare drug lookup ketorolac --fail-on doctor_only`,
		Long: `Prints for each name what the documents state in each trimester and during breastfeeding, who says so and where, and whether they agree. A small spelling mistake is corrected and announced; a name that could mean another medicine is never answered.

Words without quotes are one name if together they are one, as in "nurofen gel paracetamol", which asks for two; this is said on standard error. After -- each argument is a name by itself. Names are UTF-8.

"-" reads one name a line from standard input, --from from a file: blank lines and lines that begin with # are passed over. Each answer is written as its name is read, in every format but a table of columns on a terminal; a line longer than 1 MiB is answered as not found. A count of what was resolved goes to standard error.

Exit status: 1 when a name was not found or is ambiguous, 4 when --fail-on is met; 4 if both apply.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 && len(a.flags.from) == 0 {
				hint := `as in: backcare drug lookup "nurofen gel"`
				if !a.env.IsTerminal(a.env.Stdin) {
					hint += `; to read names from standard input add "-": backcare drug lookup -`
				}
				return usage(hint, "name a medicine to look up")
			}
			return nil
		},
		ValidArgsFunction: a.completeNames,
	}
	c.RunE = a.runs(a.runLookup)
	c.Flags().SortFlags = false
	c.Flags().Var(parsed{"FILE", a.flags.addFrom}, "from", "read names from a file, one a line; - is standard input")
	a.phaseFlags(c, "show")
	c.Flags().BoolVar(&a.flags.full, "full", false, "everything there is, not a card")
	a.exactFlag(c)
	a.answerFlags(c)
	return c
}

func (a *app) listCommand() *cobra.Command {
	c := &cobra.Command{
		Use:        "list",
		Short:      "List the medicines, with filters that combine",
		SuggestFor: []string{"ls", "all", "filter"},
		Example: `
  backcare drug list --lactation
  backcare drug list --trimester 1,3 --status contraindicated,not_recommended
  backcare drug list --contains metamizole
  backcare drug list --for pain --trimester 2
  backcare drug list --disputed -o csv
  backcare drug list --class nsaids --jq '.entries[].name' -r`,
		Long: `Without a phase it lists every entry, by name. --lactation and --trimester keep the entries about which something is stated for one of those phases, of which a kind is listed with more caution, or on which an authority refuses; they show only those phases, the most cautious first. An empty list is no error, and says why it is empty.`,
		Args: noArgs,
	}
	c.RunE = a.runs(a.runList)
	f, p := c.Flags(), &a.flags
	f.SortFlags = false
	a.phaseFlags(c, "only what is stated of")
	addChoices(c, &p.status, mostCautious(catalog.NotStated), "STATUS", "status", "with one of these statuses in a phase asked for")
	addChoices(c, &p.kind, catalog.Kinds(), "KIND", "kind", "of one of these kinds: "+strings.Join(wordsOf(catalog.Kinds()), ", "))
	addChoices(c, &p.uses, catalog.Uses(), "USE", "for", "that the documents name for one of these: "+strings.Join(wordsOf(catalog.Uses()), ", "))
	f.String("class", "", "belonging to a `CLASS`, by name or id")
	noFiles(c, "class", a.completeClasses)
	f.String("contains", "", "containing an `INGREDIENT`, by name or id")
	noFiles(c, "contains", a.completeSubstances)
	f.String("document", "", "that the document `ID` speaks of")
	noFiles(c, "document", a.completeDocuments)
	f.BoolVar(&p.disputed, "disputed", false, "about which one statement permits what another refuses")
	f.BoolVar(&p.confusable, "confusable", false, "with a name that is easily taken for another")
	addChoices(c, &p.relations, resolve.Relations(), "RELATION", "authorities",
		"on which authorities compare so with what the documents state: "+strings.Join(wordsOf(resolve.Relations()), ", "))
	a.answerFlags(c)
	return c
}

func (a *app) compareCommand() *cobra.Command {
	c := &cobra.Command{
		Use:        "compare NAME NAME...",
		Short:      "Compare medicines side by side",
		SuggestFor: []string{"diff", "versus", "vs"},
		Example: `
  backcare drug compare paracetamol ibuprofen
  backcare drug compare "voltaren gel" finalgon menovazin --lactation
  backcare drug compare analgin no-spa -o markdown`,
		Long: "Shows the phases as rows and the medicines as columns. Exit status: as for \"drug lookup\".",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usage("as in: backcare drug compare paracetamol ibuprofen", "name two or more medicines to compare")
			}
			return nil
		},
		ValidArgsFunction: a.completeNames,
	}
	c.RunE = a.runs(a.runCompare)
	c.Flags().SortFlags = false
	a.phaseFlags(c, "show")
	a.exactFlag(c)
	a.answerFlags(c)
	return c
}

// addFrom takes a path, which may hold commas.
func (f *flags) addFrom(path string) error {
	if path == "" {
		return errors.New("name the file, or - for standard input")
	}
	f.from = append(f.from, path)
	return nil
}

// answerer answers names. It may be used by several goroutines.
type answerer struct {
	build *answer.Builder
	match *match.Matcher
	exact bool
	batch *memo // nil outside of a batch
	lines bool  // each answer is a line by itself
}

func (a *app) answerer() (*answerer, error) {
	b, ds, err := a.builder()
	if err != nil {
		return nil, err
	}
	return &answerer{b, match.New(ds), a.settings.Exact, nil, false}, nil
}

func (q *answerer) answer(name string) answer.Result {
	return q.build.Result(name, q.match.Match(name, q.exact))
}

// tally counts how names were resolved and whether a gate was met.
type tally struct {
	resolved, corrected, ambiguous, missing int
	gate                                    bool
}

func (t *tally) add(r *answer.Result, g gate) {
	switch r.Match.Kind {
	case match.None:
		t.missing++
	case match.Ambiguous:
		t.ambiguous++
	case match.Spelling:
		t.corrected++
	default:
		t.resolved++
	}
	t.gate = t.gate || r.Entry != nil && g.met(r.Entry)
}

func (t *tally) merge(o tally) {
	t.resolved += o.resolved
	t.corrected += o.corrected
	t.ambiguous += o.ambiguous
	t.missing += o.missing
	t.gate = t.gate || o.gate
}

func (t *tally) names() int { return t.resolved + t.corrected + t.ambiguous + t.missing }

// outcome is what the exit status is made from.
func (t *tally) outcome() error {
	var gate, unresolved error
	if t.gate {
		gate = errGate
	}
	if t.ambiguous+t.missing > 0 {
		unresolved = errUnresolved
	}
	return errors.Join(gate, unresolved)
}

func (t *tally) String() string {
	return fmt.Sprintf("%s: %d resolved, %d corrected, %d ambiguous, %d not found",
		page.Count(t.names(), "name"), t.resolved, t.corrected, t.ambiguous, t.missing)
}

// gate is --fail-on: a status, NotStated for no gate, and the phases in which
// it counts, 0 for all.
type gate struct {
	status catalog.Status
	phases catalog.Phases
}

func (a *app) gate() gate { return gate{a.flags.failOn, a.phases()} }

// met reports whether some phase asked for, of the entry or of a member that
// is shown with it, is as cautious as the gate or more. A phase of which nothing is stated never is.
func (g gate) met(e *answer.Entry) bool {
	return g.status != catalog.NotStated && e.WorstMember(g.phases) >= g.status
}

// answers answers each name, and tallies what became of them.
func (a *app) answers(q *answerer, names []string) ([]answer.Result, *tally) {
	t, g := &tally{}, a.gate()
	results := make([]answer.Result, len(names))
	for i, name := range names {
		results[i] = q.answer(name)
		t.add(&results[i], g)
	}
	return results, t
}

func (a *app) runLookup(cmd *cobra.Command, args []string) error {
	batch := len(a.flags.from) > 0 || slices.Contains(args, "-")
	w, err := a.newWriter(cmd, batch)
	if err != nil {
		return err
	}
	q, err := a.answerer()
	if err != nil {
		return err
	}
	if args, err = a.names(cmd, q, args); err != nil {
		return err
	}
	if batch {
		return a.runBatch(w, q, args)
	}
	results, t := a.answers(q, args)
	if err := w.write(q.build.Lookup(results)); err != nil {
		return err
	}
	return t.outcome()
}

// names are the names that the arguments give: several words may be one, which is
// announced. Behind "--" each argument is a name by itself, as a program passes
// them.
func (a *app) names(cmd *cobra.Command, q *answerer, args []string) ([]string, error) {
	var names []string
	apart := cmd.ArgsLenAtDash()
	for i := 0; i < len(args); i++ {
		if args[i] == "-" {
			names = append(names, "-")
			continue
		}
		n := i
		for n < len(args) && args[n] != "-" && (n == i || apart < 0 || n < apart) {
			if !utf8.ValidString(args[n]) {
				return nil, usage("give names in UTF-8", "%q is not UTF-8", args[n])
			}
			n++
		}
		names = append(names, a.joined(q, args[i:n])...)
		i = n - 1
	}
	return names, nil
}

func (a *app) joined(q *answerer, words []string) []string {
	if len(words) < 2 {
		return words
	}
	names := q.match.Join(words)
	given := make(map[string]bool, len(words))
	for _, w := range words {
		given[w] = true
	}
	for _, n := range names {
		if !given[n] {
			a.say(fmt.Sprintf("backcare: read %q as one name\n", term.Clean(n)))
		}
	}
	return names
}

func (a *app) runCompare(cmd *cobra.Command, args []string) error {
	w, err := a.newWriter(cmd, false)
	if err != nil {
		return err
	}
	q, err := a.answerer()
	if err != nil {
		return err
	}
	names, err := a.names(cmd, q, args)
	if err != nil {
		return err
	}
	if len(names) < 2 {
		return usage("", "these words are one name, %q; name two or more medicines to compare", names[0])
	}
	results, t := a.answers(q, names)
	if err := w.write(q.build.Lookup(results).Compare()); err != nil {
		return err
	}
	return t.outcome()
}

func (a *app) runList(cmd *cobra.Command, _ []string) error {
	w, err := a.newWriter(cmd, false)
	if err != nil {
		return err
	}
	b, _, err := a.builder()
	if err != nil {
		return err
	}
	given := func(name string) *string {
		if f := cmd.Flags().Lookup(name); f.Changed {
			return new(f.Value.String())
		}
		return nil
	}
	p := &a.flags
	list, err := b.List(answer.Filters{
		Phases: a.phases().List(), Status: p.status, Kind: p.kind, For: p.uses,
		Class: given("class"), Contains: given("contains"), Document: given("document"),
		Disputed: p.disputed, Confusable: p.confusable, Authorities: p.relations,
	})
	var bad *answer.FilterError
	if errors.As(err, &bad) {
		return usage(bad.Hint, "unknown %s %q", bad.Filter, bad.Value)
	}
	if err != nil {
		return err
	}
	if err := w.write(list); err != nil {
		return err
	}
	if e := list.Empty; e != nil && !w.reads() {
		a.say(fmt.Sprintf("backcare: %s\nhint: %s\n", term.Clean(e.Why), term.Clean(e.Instead)))
	}
	g := a.gate()
	if slices.ContainsFunc(list.Entries, func(e answer.Entry) bool { return g.met(&e) }) {
		return errGate
	}
	return nil
}

// noArgs refuses arguments in our words.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usage(fmt.Sprintf("%q lists what it takes", cmd.CommandPath()+" --help"), "%q takes no argument, not %q", cmd.CommandPath(), args[0])
}

// oneArg demands a single argument.
func oneArg(what, example string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch len(args) {
		case 0:
			return usage("as in: "+example, "name %s", what)
		case 1:
			return nil
		}
		return usage("as in: "+example, "%q takes one argument, not %d", cmd.CommandPath(), len(args))
	}
}
