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
	look := fmt.Sprintf("to look a medicine up: %s drug lookup %s", group.Root().Name(), term.Quote(strings.Join(args, " ")))
	hint := fmt.Sprintf("%q lists the commands", group.CommandPath()+" --help")
	if a.medicine(strings.Join(args, " ")) || a.medicine(arg) {
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

// medicine reports whether a word is the name of an entry, as it is written.
func (a *app) medicine(name string) bool {
	return match.New(a.completionData()).Match(name, true).Entry >= 0
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
// with what was typed; empty where there is none.
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
