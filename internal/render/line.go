package render

import (
	"unicode"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/term"
)

// Line writes the results of a batch one by one, in a format that can be
// written so: ndjson, or csv without its header. What depends on the options
// alone is worked out once. It may be used by several goroutines.
type Line struct {
	json  bool
	cells []func(answer.Result) string
	// Suggestions tells whether a line shows the suggestions of a result.
	Suggestions bool
}

// NewLine prepares a Line. It fails with *FormatError or *ColumnError.
func NewLine(o Options) (*Line, error) {
	switch o.Format {
	case NDJSON:
		return &Line{json: true, Suggestions: true}, nil
	case CSV:
	default:
		return nil, &FormatError{o.Format, []string{NDJSON, CSV}}
	}
	fields := resultFields(o.Phases)
	f := rows(fields, nil)
	if err := f.check(o.Columns); err != nil {
		return nil, err
	}
	l := &Line{}
	for _, i := range f.picked(o.Columns, o.Phases) {
		l.cells = append(l.cells, fields[i].get)
		l.Suggestions = l.Suggestions || fields[i].name == "suggestions"
	}
	return l, nil
}

// Append appends the line of one result, with its line end, as Render writes
// it in an answer of many.
func (l *Line) Append(dst []byte, r answer.Result) []byte {
	if l.json {
		e := &encoder{out: dst}
		e.result(&r)
		return append(e.out, '\n')
	}
	start := len(dst)
	for i, get := range l.cells {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendCell(dst, harmless(term.Clean(get(r))))
	}
	if len(dst) == start {
		dst = append(dst, '"', '"') // as csvBytes does: an empty line would be skipped
	}
	return append(dst, '\r', '\n')
}

// appendCell quotes a cell as encoding/csv does, which a test compares.
func appendCell(dst []byte, s string) []byte {
	quote := s == `\.`
	for i := 0; i < len(s) && !quote; i++ {
		quote = s[i] == ',' || s[i] == '"' || s[i] == '\r' || s[i] == '\n'
	}
	if !quote && s != "" {
		r, _ := utf8.DecodeRuneInString(s)
		quote = unicode.IsSpace(r)
	}
	if !quote {
		return append(dst, s...)
	}
	dst = append(dst, '"')
	for i := 0; i < len(s); i++ {
		if s[i] == '"' {
			dst = append(dst, '"')
		}
		dst = append(dst, s[i])
	}
	return append(dst, '"')
}
