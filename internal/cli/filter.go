package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"text/template"
	"unicode/utf8"

	"github.com/itchyny/gojq"
)

// filter turns JSON documents, one after another, into the text to print. It
// may be used by several goroutines. What came out before an error is
// returned with it.
type filter interface {
	documents(ctx context.Context, text []byte) ([]byte, error)
}

// decode reads JSON as the filters take it: whole numbers as int, so that
// they are compared and printed as such.
func decode(text []byte, each func(any) error) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	for {
		var v any
		if err := d.Decode(&v); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := each(numbers(v)); err != nil {
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
		return nil, usage(`"backcare help filters" has examples`, "invalid --jq expression %q: %s%s", expr, err, at)
	}
	code, err := gojq.Compile(query)
	if err != nil {
		return nil, usage(`"backcare help filters" has examples`, "invalid --jq expression %q: %s", expr, err)
	}
	return &jq{code, raw}, nil
}

func (j *jq) documents(ctx context.Context, text []byte) ([]byte, error) {
	var out bytes.Buffer
	err := decode(text, func(v any) error {
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
				return usage(`"backcare help filters" has examples`, "--jq: %s", err)
			}
			if s, ok := v.(string); ok && j.raw {
				out.WriteString(s)
			} else if b, err := gojq.Marshal(v); err != nil {
				return err
			} else {
				out.Write(b)
			}
			out.WriteByte('\n')
		}
	})
	return out.Bytes(), err
}

// goTemplate is a parsed template.
type goTemplate struct{ t *template.Template }

func newTemplate(text string) (filter, error) {
	// A name that begins as the flag does makes the position in the errors,
	// "--template:1:9", read as one.
	t, err := template.New("--template").Option("missingkey=error").Funcs(helpers()).Parse(text)
	if err != nil {
		return nil, templateError(err)
	}
	return &goTemplate{t}, nil
}

func (g *goTemplate) documents(_ context.Context, text []byte) ([]byte, error) {
	var out bytes.Buffer
	err := decode(text, func(v any) error {
		start := out.Len()
		if err := g.t.Execute(&out, v); err != nil {
			return templateError(err)
		}
		if b := out.Bytes()[start:]; len(b) > 0 && b[len(b)-1] != '\n' {
			out.WriteByte('\n')
		}
		return nil
	})
	return out.Bytes(), err
}

func templateError(err error) error {
	return usage(`"backcare help filters" has examples`, "invalid %s", strings.TrimPrefix(err.Error(), "template: "))
}

// maxPad bounds pad, in characters.
const maxPad = 1000

// helpers are the functions of a template beside Go's own.
func helpers() template.FuncMap {
	return template.FuncMap{
		// json writes a value as JSON on one line.
		"json": func(v any) (string, error) {
			b, err := gojq.Marshal(v)
			return string(b), err
		},
		// join writes the elements of a list with a separator between.
		"join": func(sep string, list []any) string {
			words := make([]string, len(list))
			for i, v := range list {
				words[i] = text(v)
			}
			return strings.Join(words, sep)
		},
		"upper": func(v any) string { return strings.ToUpper(text(v)) },
		"lower": func(v any) string { return strings.ToLower(text(v)) },
		// words writes a status or another word of the data with spaces.
		"words": func(v any) string { return strings.ReplaceAll(text(v), "_", " ") },
		// pad fills a value with spaces up to a width in characters, on the
		// right, or on the left for a width below zero.
		"pad": func(width int, v any) (string, error) {
			s := text(v)
			if width > maxPad || width < -maxPad {
				return "", fmt.Errorf("pad takes a width up to %d, not %d", maxPad, width)
			}
			fill := strings.Repeat(" ", max(0, int(math.Abs(float64(width)))-utf8.RuneCountInString(s)))
			if width < 0 {
				return fill + s, nil
			}
			return s + fill, nil
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
