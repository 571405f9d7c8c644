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
// been meant: one of the group, one of that name elsewhere, or, for any other
// word at the root, a lookup of it.
func unknownCommand(group *cobra.Command, arg string) error {
	hint := fmt.Sprintf("%q lists the commands", group.CommandPath()+" --help")
	if near := nearestCommand(group, arg); near != "" {
		hint = fmt.Sprintf("did you mean %q?", group.CommandPath()+" "+near)
	} else if path := commandNamed(group.Root(), arg); path != "" {
		hint = fmt.Sprintf("did you mean %q?", path)
	} else if !group.HasParent() {
		hint = fmt.Sprintf("to look a medicine up: %s drug lookup %s", group.Name(), term.Quote(arg))
	}
	return usage(hint, "unknown command %q for %q", arg, group.CommandPath())
}

func nearestCommand(group *cobra.Command, arg string) string {
	var names []string
	for _, c := range group.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
			for _, s := range c.SuggestFor {
				if strings.EqualFold(s, arg) {
					return c.Name()
				}
			}
		}
	}
	return nearest(arg, names)
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
