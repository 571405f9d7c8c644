package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/config"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/pager"
	"github.com/backcare/backcare/internal/render"
	"github.com/backcare/backcare/internal/term"
)

// runs adapts a command's work: it marks the run as started and resolves the
// settings first. It does so here and not in a pre-run of the root, which
// help and completion would go through too: a broken config must not break
// them.
func (a *app) runs(work func(cmd *cobra.Command, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		a.started = true
		if err := a.configure(cmd); err != nil {
			return err
		}
		return work(cmd, args)
	}
}

func (a *app) configure(cmd *cobra.Command) error {
	given, err := a.given(cmd)
	if err != nil {
		return err
	}
	path, explicit := a.configPath()
	a.settings, a.origins, err = config.Load(config.Source{
		Path: path, Explicit: explicit, Env: a.env.LookupEnv, Flags: given,
		Allowed: map[string][]string{config.Output: render.Formats(), config.Color: term.Modes()},
	})
	var bad *config.Error
	if errors.As(err, &bad) {
		return usage(bad.Hint, "%s", bad)
	}
	if err != nil {
		return err
	}
	return a.pickWeek(cmd)
}

// configPath is the config file and whether the user named it.
func (a *app) configPath() (path string, explicit bool) {
	return config.Locate(a.flags.config, a.env.GOOS, a.env.LookupEnv)
}

// options say how to render on the standard output there is.
func (a *app) options() render.Options {
	tty := a.env.IsTerminal(a.env.Stdout)
	size := func() int { return a.env.Size(a.env.Stdout) }
	color := term.Color(a.settings.Color, a.env.LookupEnv, tty)
	width := term.Width(tty, a.env.LookupEnv, size)
	if a.flags.width > 0 {
		width = a.flags.width
	}
	return render.Options{
		Format:   a.settings.Output,
		Width:    width,
		Full:     a.flags.full,
		Date:     a.env.Now().Format("2 January 2006"),
		Color:    color,
		Links:    term.Links(color, a.env.LookupEnv, tty),
		ASCII:    a.settings.ASCII,
		Plain:    a.settings.Plain,
		Columns:  a.flags.columns,
		NoHeader: a.settings.NoHeader,
		Screen:   a.screen(),
		Phases:   a.phases(),
	}
}

// paint sets the colours that BACKCARE_COLORS changes.
func (a *app) paint(o *render.Options) error {
	v, _ := a.env.LookupEnv("BACKCARE_COLORS")
	colors, err := term.ParseColors(v, render.Colors())
	if err != nil {
		return usage(`write it as in "heading=1:contraindicated=1;31"; the words are `+strings.Join(render.Colors(), ", "), "environment variable BACKCARE_COLORS: %s", err)
	}
	o.Palette = render.Palette(nil).With(colors)
	return nil
}

// screen is how many lines a pager shows at a time; 0 if none is to be used.
func (a *app) screen() int {
	env := a.env
	if a.flags.noPager || env.Height == nil || !env.IsTerminal(env.Stdout) || pager.Command(env.LookupEnv) == "" {
		return 0
	}
	if t, _ := env.LookupEnv("TERM"); t == "dumb" {
		return 0
	}
	return max(env.Height(env.Stdout)-1, 0)
}

// paged shows what is taller than the terminal through the user's pager. It is
// false if it was not shown: the caller then writes it.
func (a *app) paged(b []byte) bool {
	env := a.env
	if n := a.screen(); n == 0 || !pager.Tall(b, n+1) {
		return false
	}
	return pager.Show(pager.Command(env.LookupEnv), b, env.Stdout, env.Stderr)
}

// writer puts typed results on standard output, in a format or through a
// filter.
type writer struct {
	a      *app
	ctx    context.Context
	o      render.Options
	filter filter // nil for none
	what   string // the flag of the filter
	said   bool   // where the answer comes from
}

// newWriter checks everything about the output that can be checked before
// there is any. With batch, a filter sees one result at a time unless a whole
// JSON was asked for by name.
func (a *app) newWriter(cmd *cobra.Command, batch bool) (*writer, error) {
	w := &writer{a: a, ctx: cmd.Context(), o: a.options()}
	if err := a.paint(&w.o); err != nil {
		return nil, err
	}
	jq, tmpl := cmd.Flags().Changed("jq"), cmd.Flags().Changed("template")
	f := w.format()
	rows := f.Shape == render.BySheet || f.Shape == render.ByPage
	switch {
	case !jq && a.flags.raw:
		return nil, usage("add --jq, or leave it out", "--raw-output goes with --jq only")
	case jq && tmpl:
		return nil, usage("use only one of them", "--jq and --template cannot both be used")
	case (jq || tmpl) && len(w.o.Columns) > 0:
		return nil, usage("pick fields in the expression", "--columns cannot be used with --jq or --template")
	case !rows && len(w.o.Columns) > 0: // JSON, or a document
		return nil, usage("use it with table, csv or markdown", "--columns does not go with %s", w.o.Format)
	case !jq && !tmpl:
		return w, nil
	}
	named := a.outputOrigin() == config.Flag
	switch {
	case named && !f.JSON:
		return nil, usage("leave --output out, or use json or ndjson", "--jq and --template work on JSON, not on %q", w.o.Format)
	case !named && batch:
		w.o.Format = render.NDJSON
	case !named:
		w.o.Format = render.JSON
	}
	var err error
	if jq {
		w.what = "--jq"
		w.filter, err = newJQ(a.flags.jq, a.flags.raw)
	} else {
		w.what = "--template"
		w.filter, err = newTemplate(a.flags.template)
	}
	return w, err
}

// format is the format of the answer, whose word was checked with the settings.
func (w *writer) format() render.Format {
	f, err := render.FormatOf(w.o.Format)
	must(err)
	return f
}

func (a *app) outputOrigin() config.Origin {
	i := slices.IndexFunc(a.origins, func(v config.Value) bool { return v.Key == config.Output })
	return a.origins[i].Origin
}

// open prepares to write a batch element by element; it gives nil if the whole
// must be there first.
func (w *writer) open(none answer.Lookup) (render.Pieces, error) {
	if w.filter != nil && w.format().Shape == render.Whole {
		return nil, nil
	}
	return render.Open(none, w.look())
}

// look says how to render; a page of an answer from a folder begins by saying so.
func (w *writer) look() render.Options {
	o := w.o
	if w.a.own != nil {
		o.Above = "Answered from " + w.a.own.String() + "."
	}
	return o
}

// write puts the whole of v on standard output: in one piece, or as a filter
// makes it.
func (w *writer) write(v render.Answer) error {
	b, err := render.Render(v, w.look())
	if err != nil {
		return renderError(err)
	}
	w.sayOrigin()
	if w.filter != nil {
		return w.filtered(b)
	}
	if len(b) > 0 && !(w.format().Shape == render.ByPage && w.a.paged(b)) {
		if _, err = w.a.out.Write(b); err != nil {
			return &writeError{err}
		}
	}
	return nil
}

// sayOrigin says that an answer comes from a folder, before its first row, if
// the answer has no place to say so there: it may be cut short, and must not
// pass for one of ours.
func (w *writer) sayOrigin() {
	if w.a.own != nil && !w.named() && !w.said {
		w.said = true
		w.a.say("backcare: answered from " + w.a.own.String() + "\n")
	}
}

// named reports whether an answer begins with where it comes from.
func (w *writer) named() bool {
	if w.filter != nil {
		return false
	}
	f := w.format()
	return f.Shape == render.Whole || f.Shape == render.ByDocument || f.Shape == render.ByPage && len(w.o.Columns) == 0
}

// reads reports whether the answer is a page that says everything to people.
func (w *writer) reads() bool {
	return w.filter == nil && w.format().Shape == render.ByPage && len(w.o.Columns) == 0
}

// replies adapts the work of a command that answers from the dataset. What is
// wrong with the output that was asked for is said before anything is read.
func (a *app) replies(work func(b *answer.Builder, args []string) (render.Answer, error)) func(*cobra.Command, []string) error {
	return a.runs(func(cmd *cobra.Command, args []string) error {
		w, err := a.newWriter(cmd, false)
		if err != nil {
			return err
		}
		b, _, err := a.builder()
		if err != nil {
			return err
		}
		v, err := work(b, args)
		if err != nil {
			return err
		}
		return w.write(v)
	})
}

// show writes a result of keys and values.
func (a *app) show(cmd *cobra.Command, v render.Answer) error {
	w, err := a.newWriter(cmd, false)
	if err != nil {
		return err
	}
	return w.write(v)
}

// renderError tells wrong usage from the rest.
func renderError(err error) error {
	var column *page.ColumnError
	var format *render.FormatError
	switch {
	case errors.As(err, &column):
		hint := "this answer has no columns in that format"
		if len(column.Valid) > 0 {
			hint = "use some of " + strings.Join(column.Valid, ", ")
		}
		return usage(hint, "unknown column %q", column.Column)
	case errors.As(err, &format):
		return usage("use one of "+strings.Join(format.Valid, ", "), "format %q does not fit here", format.Format)
	}
	return fmt.Errorf("cannot write the answer: %w", err)
}
