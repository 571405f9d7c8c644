package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"unicode/utf8"

	"github.com/itchyny/gojq"

	"github.com/backcare/backcare/internal/render"
)

// filter turns a JSON value into the text to print, piece by piece as it comes
// about.
type filter interface {
	apply(ctx context.Context, v any, out io.Writer) error
}

// documents reads the JSON documents of a text as the filters take them: whole
// numbers as int, so that they are compared and printed as such.
func documents(text []byte, each func(n int, v any) error) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	for n := 0; ; n++ {
		var v any
		if err := d.Decode(&v); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := each(n, numbers(v)); err != nil {
			return err
		}
	}
}

func numbers(v any) any {
	switch v := v.(type) {
	case json.Number:
		if i, err := strconv.Atoi(v.String()); err == nil {
			return i
		}
		f, _ := v.Float64()
		return f
	case []any:
		for i := range v {
			v[i] = numbers(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = numbers(v[k])
		}
	}
	return v
}

// jq is a compiled jq expression.
type jq struct {
	code *gojq.Code
	raw  bool
}

// newJQ compiles an expression. It sees the answer and nothing else: neither
// the environment nor files.
func newJQ(expr string, raw bool) (filter, error) {
	query, err := gojq.Parse(expr)
	if err != nil {
		at := ""
		var p *gojq.ParseError
		if errors.As(err, &p) {
			// The offset counts the bytes read, those of the token included.
			n := min(max(p.Offset-len(p.Token), 0), len(expr))
			at = fmt.Sprintf(" at character %d", utf8.RuneCountInString(expr[:n])+1)
		}
		return nil, usage(`"backcare help filters" has examples`, "invalid --jq expression %q: %s%s", shown(expr), err, at)
	}
	code, err := gojq.Compile(query)
	if err != nil {
		return nil, usage(`"backcare help filters" has examples`, "invalid --jq expression %q: %s", shown(expr), err)
	}
	return &jq{code, raw}, nil
}

// shown is an expression in a message, its beginning if it is long.
func shown(expr string) string {
	if len(expr) > maxShown {
		return beginning(expr)
	}
	return expr
}

// brief is a message that may quote whole values of a filter.
func brief(message string) string {
	if len(message) > maxShown {
		return strings.ToValidUTF8(message[:maxShown], "") + "…"
	}
	return message
}

const maxShown = 400 // bytes

func (j *jq) apply(ctx context.Context, v any, out io.Writer) error {
	values := j.code.RunWithContext(ctx, v)
	for {
		v, ok := values.Next()
		if !ok {
			return nil
		}
		if err, bad := v.(error); bad {
			var halt *gojq.HaltError
			if errors.As(err, &halt) && halt.Value() == nil {
				return nil
			}
			if s, ok := ctx.(*steps); ok && s.over != nil {
				return s.over
			}
			return usage(`"backcare help filters" has examples`, "--jq: %s", brief(err.Error()))
		}
		var err error
		if s, ok := v.(string); ok && j.raw {
			if err = printable(s); err == nil {
				_, err = io.WriteString(out, s)
			}
		} else {
			err = writeJSON(out, v)
		}
		if err != nil {
			return err
		}
		if _, err := io.WriteString(out, "\n"); err != nil {
			return err
		}
	}
}

// printable refuses a text that is over the limit of memory by itself: whether
// the guard sees a text that is there for a moment depends on the machine.
func printable(s string) error {
	if len(s) <= filterMemory {
		return nil
	}
	return tooMuch("--jq", filterMemory)
}

// maxNesting bounds the levels of a value that is written: each takes some
// stack, of which Go's end is the program's.
const maxNesting = 10_000

// writeJSON writes a value that a filter gave as JSON on one line, keys in
// order, strings as in all our JSON.
func writeJSON(out io.Writer, v any) error {
	e := &valueEncoder{out: out}
	e.value(v, 0)
	e.flush()
	return e.err
}

// valueEncoder writes in pieces: a value may be far larger than what it is
// made of if it holds the same part many times.
type valueEncoder struct {
	out io.Writer
	buf []byte
	err error // the first; nothing is written after it
}

func (e *valueEncoder) flush() {
	if e.err == nil {
		_, e.err = e.out.Write(e.buf)
	}
	e.buf = e.buf[:0]
}

func (e *valueEncoder) value(v any, depth int) {
	if len(e.buf) >= outletPart {
		e.flush()
	}
	switch {
	case e.err != nil:
		return
	case depth > maxNesting:
		e.err = usage("print its parts one by one", "--jq: a value is nested more than %d levels deep", maxNesting)
		return
	}
	switch v := v.(type) {
	case string:
		if e.err = printable(v); e.err == nil {
			e.buf = render.AppendQuoted(e.buf, v)
		}
	case []any:
		e.buf = append(e.buf, '[')
		for i, x := range v {
			if i > 0 {
				e.buf = append(e.buf, ',')
			}
			e.value(x, depth+1)
			if e.err != nil {
				return
			}
		}
		e.buf = append(e.buf, ']')
	case map[string]any:
		e.buf = append(e.buf, '{')
		for i, k := range slices.Sorted(maps.Keys(v)) {
			if i > 0 {
				e.buf = append(e.buf, ',')
			}
			e.buf = append(render.AppendQuoted(e.buf, k), ':')
			e.value(v[k], depth+1)
			if e.err != nil {
				return
			}
		}
		e.buf = append(e.buf, '}')
	default: // numbers as jq writes them, true, false, null
		b, err := gojq.Marshal(v)
		e.buf, e.err = append(e.buf, b...), err
	}
}

// goTemplate is a parsed template.
type goTemplate struct{ t *template.Template }

func newTemplate(text string) (filter, error) {
	// A name that begins as the flag does makes the position in the errors,
	// "--template:1:9", read as one.
	t, err := template.New("--template").Option("missingkey=error").Funcs(helpers(nil)).Parse(text)
	if err != nil {
		return nil, templateError(err)
	}
	return &goTemplate{t}, nil
}

func (g *goTemplate) apply(ctx context.Context, v any, out io.Writer) error {
	t, err := g.t.Clone()
	if err != nil {
		return err
	}
	end := &lineEnd{w: out}
	if err := t.Funcs(helpers(bounded(ctx))).Execute(end, v); err != nil {
		var over *failure
		if errors.As(err, &over) {
			return over
		}
		return templateError(err)
	}
	if end.open {
		_, err := io.WriteString(out, "\n")
		return err
	}
	return nil
}

// lineEnd knows whether what was written through it ends within a line.
type lineEnd struct {
	w    io.Writer
	open bool
}

func (l *lineEnd) Write(p []byte) (int, error) {
	if len(p) > 0 {
		l.open = p[len(p)-1] != '\n'
	}
	return l.w.Write(p)
}

// made is what the functions of a template give a text that they made to: it
// looks at what the values hold, as jq does before each of its steps. A template
// has no other way to gather memory.
type made func(text string) (string, error)

func bounded(ctx context.Context) made {
	return func(text string) (string, error) {
		if len(text) > filterMemory {
			return "", tooMuch("--template", filterMemory)
		}
		if s, ok := ctx.(*steps); ok {
			if s.Done(); s.over != nil {
				return "", s.over
			}
		}
		return text, nil
	}
}

// printing does so for a function that prints what it is given, which it
// measures first: many times a text that just fits is far over the limit.
func (m made) printing(f func(args ...any) string) func(args ...any) (string, error) {
	return func(args ...any) (string, error) {
		size := 0
		for _, a := range args {
			s, _ := a.(string)
			size += len(s)
		}
		if size > filterMemory {
			return "", tooMuch("--template", filterMemory)
		}
		return m(f(args...))
	}
}

func templateError(err error) error {
	return usage(`"backcare help filters" has examples`, "invalid %s", strings.TrimPrefix(err.Error(), "template: "))
}

const (
	maxPad  = 1000     // of pad, in characters
	maxJoin = 64 << 20 // of join, in bytes, which are asked for at once
)

// helpers are the functions of a template beside Go's own, and those of Go's own
// that make texts.
func helpers(m made) template.FuncMap {
	return template.FuncMap{
		"print": m.printing(fmt.Sprint), "println": m.printing(fmt.Sprintln),
		"html": m.printing(template.HTMLEscaper), "js": m.printing(template.JSEscaper), "urlquery": m.printing(template.URLQueryEscaper),
		"printf": func(format string, args ...any) (string, error) {
			return m.printing(func(args ...any) string { return fmt.Sprintf(format, args...) })(args...)
		},
		// json writes a value as JSON on one line.
		"json": func(v any) (string, error) {
			var b bytes.Buffer
			if err := writeJSON(&b, v); err != nil {
				return "", err
			}
			return m(b.String())
		},
		// join writes the elements of a list with a separator between.
		"join": func(sep string, list []any) (string, error) {
			words, size := make([]string, len(list)), len(sep)*len(list)
			for i, v := range list {
				words[i] = text(v)
				size += len(words[i])
			}
			if size > maxJoin {
				return "", fmt.Errorf("join makes at most %d MiB", maxJoin>>20)
			}
			return m(strings.Join(words, sep))
		},
		"upper": func(v any) (string, error) { return m(strings.ToUpper(text(v))) },
		"lower": func(v any) (string, error) { return m(strings.ToLower(text(v))) },
		// words writes a status or another word of the data with spaces.
		"words": func(v any) (string, error) { return m(strings.ReplaceAll(text(v), "_", " ")) },
		// pad fills a value with spaces up to a width in characters, on the
		// right, or on the left for a width below zero.
		"pad": func(width int, v any) (string, error) {
			s := text(v)
			if width > maxPad || width < -maxPad {
				return "", fmt.Errorf("pad takes a width up to %d, not %d", maxPad, width)
			}
			fill := strings.Repeat(" ", max(0, int(math.Abs(float64(width)))-utf8.RuneCountInString(s)))
			if width < 0 {
				return m(fill + s)
			}
			return m(s + fill)
		},
		// or-else: a text in place of null, nothing or an empty text.
		"default": func(other, v any) any {
			if v == nil || v == "" {
				return other
			}
			return v
		},
	}
}

// text writes a single value; null is nothing.
func text(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}
