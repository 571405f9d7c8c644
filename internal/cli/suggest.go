package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
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
		hint = fmt.Sprintf("to look a medicine up: %s drug lookup %s", group.Name(), quoteArg(arg))
	}
	return usage(hint, "unknown command %q for %q", arg, group.CommandPath())
}

// quoteArg writes an argument as a shell takes it, where that is needed.
func quoteArg(s string) string {
	if strings.ContainsAny(s, " \t\n'\"\\$`!*?[](){}<>|&;~#") {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
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
		if d := edits(typed, w); d < bestAt {
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

// edits counts insertions, deletions, substitutions and swaps of neighbours.
func edits(a, b string) int {
	if len(a) > 64 { // no command or flag is that long
		return len(a)
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(a)][len(b)]
}
