package cli

import (
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/term"
)

// maxNames bounds the names that completion offers: more than a person reads,
// and few enough for a shell to show at once.
const maxNames = 100

const noFileNames = cobra.ShellCompDirectiveNoFileComp

// completeWords offers the words of a set that begin as typed.
func completeWords(words []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return begin(words, "", typed), noFileNames
	}
}

// completeList offers the words of a set for the last element of a list.
func completeList(words []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		done, last := "", typed
		if i := strings.LastIndexByte(typed, ','); i >= 0 {
			done, last = typed[:i+1], typed[i+1:]
		}
		return begin(words, done, last), noFileNames
	}
}

// begin keeps the words that begin as typed and puts before each what
// was typed before it.
func begin(words []string, done, typed string) []string {
	var out []string
	for _, w := range words {
		if strings.HasPrefix(w, typed) {
			out = append(out, done+w)
		}
	}
	return out
}

// once offers nothing after the first argument.
func once(f cobra.CompletionFunc) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, noFileNames
		}
		return f(cmd, args, typed)
	}
}

// completionData is the dataset that completion offers names from: that of
// --data if the line has it, else the one built in. Settings are not read,
// so that completion depends on nothing that may be broken.
func (a *app) completionData() *catalog.Dataset {
	if a.flags.data != "" {
		if ds, err := readDataset(a.flags.data); err == nil {
			return ds
		}
	}
	return a.env.Embedded()
}

// completeNames offers names of medicines, each with what it is.
func (a *app) completeNames(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	ds := a.completionData()
	var out []string
	for _, c := range match.New(ds).Complete(typed, maxNames) {
		e := &ds.Entries[c.Entry]
		about := e.Kind.String()
		if c.Text != e.Name {
			about = e.Name + ", " + about
		}
		word := inCaseOf(c.Text, typed)
		if !harmless(word) {
			word = e.ID
		}
		out = append(out, offer(word, about))
	}
	return out, noFileNames
}

// inCaseOf writes a name with the letters already typed as they were typed:
// bash and zsh drop what does not begin with exactly those, and fish what does
// not hold them in their order. Small letters get a name in small letters.
func inCaseOf(name, typed string) string {
	if typed != "" && typed == strings.ToLower(typed) {
		name = strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) { // numerals stay
				return unicode.ToLower(r)
			}
			return r
		}, name)
	}
	n, t := []rune(name), []rune(typed)
	if len(n) >= len(t) && strings.EqualFold(string(n[:len(t)]), typed) {
		return typed + string(n[len(t):])
	}
	return name
}

func (a *app) completeClasses(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	return offers(a.completionData().Entries, typed, func(e *catalog.Entry) (id, about string, ok bool) {
		return e.ID, e.Name, e.Kind == catalog.Class
	})
}

func (a *app) completeSubstances(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	return offers(a.completionData().Substances, typed, func(s *catalog.Substance) (id, about string, ok bool) {
		return s.ID, s.Name, len(s.Products) > 0
	})
}

func (a *app) completeDocuments(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	return offers(a.completionData().Documents, typed, func(d *catalog.Document) (id, about string, ok bool) {
		return d.ID, d.Title, true
	})
}

func (a *app) completeReferences(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	return offers(a.completionData().References, typed, func(r *catalog.Reference) (id, about string, ok bool) {
		return r.ID, r.Authority + ", " + r.Document, true
	})
}

// offers offers the ids in a list that begin as typed, each with what it is.
func offers[T any](list []T, typed string, of func(*T) (id, about string, ok bool)) ([]string, cobra.ShellCompDirective) {
	var out []string
	for i := range list {
		if id, about, ok := of(&list[i]); ok && strings.HasPrefix(id, typed) {
			out = append(out, offer(id, about))
		}
	}
	return out, noFileNames
}

// harmless reports whether a shell takes a word as it stands for nothing but
// words. What several completions begin with gets onto the line without quotes
// in bash, and is run at the next press of Tab (cobra's issue 2334).
func harmless(word string) bool {
	return !strings.HasPrefix(word, "-") && !strings.ContainsFunc(word, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) && !strings.ContainsRune(" -.,+/%", r)
	})
}

// offer is one completion: a line for the shell, into which no line end or
// control character of a dataset may get.
func offer(word, about string) string {
	return cobra.CompletionWithDesc(term.Clean(word), term.Clean(about))
}

// completeColumns offers the columns of the command's answer.
func (a *app) completeColumns(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if sheet, ok := sheetOf(cmd); ok {
		return completeList(append(sheet.Names(), columnsHelp))(cmd, args, typed)
	}
	return nil, noFileNames
}
