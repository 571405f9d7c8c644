package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/render"
)

func (a *app) documentCommand() *cobra.Command {
	group := a.group("document", "Show the documents that the answers come from", `
  backcare document list
  backcare document show doc-004:43`)
	list := &cobra.Command{
		Use:   "list",
		Short: "List the documents and what each covers",
		Example: `
  backcare document list
  backcare document list -o csv --columns id,title,statements`,
		Args: noArgs,
	}
	list.RunE = a.replies(func(b *answer.Builder, _ []string) (render.Answer, error) { return b.Documents(), nil })
	show := &cobra.Command{
		Use:   "show ID[:LINE]",
		Short: "Show one document and every statement read from it, or from a line",
		Example: `
  backcare document show doc-004
  backcare document show doc-004:43
  backcare document show doc-000 -o json --jq '.statements[].source.line'`,
		Long:              "With a line, as an answer names its places, it shows what was read there and around it. The \"doc-\" of an id may be left out. Exit status: 1 when there is no such document, or nothing was read from the line.",
		Args:              oneArg("a document", "backcare document show doc-004"),
		ValidArgsFunction: once(a.completeDocuments),
	}
	show.RunE = a.replies(func(b *answer.Builder, args []string) (render.Answer, error) {
		id, text, withLine := strings.Cut(args[0], ":")
		d, ok := b.Document(id)
		if !ok {
			return nil, unknownID("document", id)
		}
		if withLine {
			line, err := strconv.Atoi(text)
			if err != nil || line < 1 {
				return nil, usage("as in: backcare document show doc-004:43", "%q is no line of a document", text)
			}
			if d, err = b.At(d, line); err != nil {
				return nil, noSuchLine(err)
			}
		}
		return d, nil
	})
	group.AddCommand(list, show)
	return group
}

func (a *app) referenceCommand() *cobra.Command {
	group := a.group("reference", "Show what public authorities say, beside the documents", `
  backcare reference list
  backcare reference show fda-nsaid-20wk`)
	list := &cobra.Command{
		Use:   "list",
		Short: "List the references",
		Example: `
  backcare reference list
  backcare reference list -o markdown`,
		Long: "A reference is what a public authority states. It is shown beside the documents and never changes the status that they give.",
		Args: noArgs,
	}
	list.RunE = a.replies(func(b *answer.Builder, _ []string) (render.Answer, error) { return b.References(), nil })
	show := &cobra.Command{
		Use:   "show ID",
		Short: "Show one reference and the entries that it reaches",
		Example: `
  backcare reference show fda-nsaid-20wk
  backcare reference show fda-nsaid-20wk --jq '.reference.entries[].id' -r`,
		Long:              "Exit status: 1 when there is no such reference.",
		Args:              oneArg("a reference", "backcare reference show fda-nsaid-20wk"),
		ValidArgsFunction: once(a.completeReferences),
	}
	show.RunE = a.replies(func(b *answer.Builder, args []string) (render.Answer, error) {
		r, ok := b.Reference(args[0])
		if !ok {
			return nil, unknownID("reference", args[0])
		}
		return r, nil
	})
	group.AddCommand(list, show)
	return group
}

// noSuchLine is a line of which there is nothing to show.
func noSuchLine(err error) error {
	var bad *answer.LineError
	if !errors.As(err, &bad) {
		return err
	}
	f := &failure{status: ExitUnresolved, message: bad.Error()}
	for i, n := range bad.Nearest {
		if i > 0 {
			f.hint += ", "
		}
		f.hint += fmt.Sprintf("%s:%d", bad.Document, n)
	}
	if f.hint != "" {
		f.hint = "the nearest lines from which something was read: " + f.hint
	}
	return f
}

// unknownID is a thing looked up by its id and not there: nothing was
// misused, so it ends as a name not found does.
func unknownID(noun, id string) error {
	return &failure{
		status:  ExitUnresolved,
		message: fmt.Sprintf("there is no %s %q", noun, id),
		hint:    fmt.Sprintf("%q lists them", "backcare "+noun+" list"),
	}
}
