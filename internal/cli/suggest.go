package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/term"
)

// unknownCommand says that a group has no such command, and which may have
// been meant: a lookup of it if it is a medicine, a command of the group, one of
// that name elsewhere, or, for any other word, a lookup of it.
func (a *app) unknownCommand(group *cobra.Command, args []string) error {
	arg := args[0]
	near := group.SuggestionsFor(arg)
	if !group.HasParent() && nearest(arg, []string{"help"}) != "" { // cobra leaves it out
		near = append(near, "help")
	}
	name, at := a.medicineIn(args)
	look := fmt.Sprintf("to look a medicine up: %s drug lookup %s", group.Root().Name(), term.Quote(name))
	hint := fmt.Sprintf("%q lists the commands", group.CommandPath()+" --help")
	if at == 0 {
		hint = look
	} else if len(near) > 0 {
		for i := range near {
			near[i] = fmt.Sprintf("%q", group.CommandPath()+" "+near[i])
		}
		hint = "did you mean " + strings.Join(near, " or ") + "?"
	} else if path := commandNamed(group.Root(), arg); path != "" {
		hint = fmt.Sprintf("did you mean %q?", path)
	} else if !group.HasParent() || group.Name() == "drug" {
		hint = look
	}
	return usage(hint, "unknown command %q for %q", arg, group.CommandPath())
}

// medicineIn finds the first name of an entry among words, as it is written, and
// how many names and other words are before it. For words that hold none that is
// -1, and the name a single word itself, a typo as it is, or a placeholder.
func (a *app) medicineIn(words []string) (name string, at int) {
	m := match.New(a.completionData())
	for i, n := range m.Join(words[:min(len(words), 20)]) {
		if m.Resolve(n, true).Entry >= 0 {
			return n, i
		}
	}
	if whole := strings.Join(words, " "); len(words) == 1 || m.Resolve(whole, false).Entry >= 0 {
		return whole, -1
	}
	return "NAME", -1
}

// commandNamed finds a command of that very name anywhere below cmd.
func commandNamed(cmd *cobra.Command, name string) string {
	for _, c := range cmd.Commands() {
		if c.Name() == name && !c.Hidden {
			return c.CommandPath()
		}
		if path := commandNamed(c, name); path != "" {
			return path
		}
	}
	return ""
}

func nearestFlag(cmd *cobra.Command, name string) string {
	var names []string
	add := func(f *pflag.Flag) { names = append(names, f.Name) }
	cmd.LocalFlags().VisitAll(add)
	cmd.InheritedFlags().VisitAll(add)
	return nearest(name, names)
}

// nearest picks the word at most two edits away, or the only one that begins
// with what was typed; empty if there is no such word.
func nearest(typed string, words []string) string {
	typed = strings.ToLower(typed)
	best, bestAt := "", min(3, (len(typed)+2)/2)
	for _, w := range words {
		if d := match.Edits(typed, w); d < bestAt {
			best, bestAt = w, d
		}
	}
	if best != "" || len(typed) < 2 {
		return best
	}
	for _, w := range words {
		if strings.HasPrefix(w, typed) {
			if best != "" {
				return ""
			}
			best = w
		}
	}
	return best
}
