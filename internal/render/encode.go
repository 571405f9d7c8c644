package render

import (
	"strconv"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/term"
)

// encoder writes the JSON of the answers about medicines by hand: learning
// their types by reflection takes encoding/json longer than all the rest of a
// lookup. It writes byte for byte what encoding/json writes, which a test
// compares for every field, so that the two cannot drift apart.
type encoder struct {
	out    []byte
	indent bool // by two spaces a level; else on one line
	depth  int
	first  bool // nothing stands yet in the innermost object or list
}

// encode gives the JSON of an answer about medicines; ok is false for any
// other value.
func encode(v any, indent bool) (text []byte, ok bool) {
	e := &encoder{indent: indent}
	switch v := v.(type) {
	case answer.Lookup:
		e.out = make([]byte, 0, 8192*(1+len(v.Results)))
		e.answers(v.Schema, &v.Dataset, v.Notice, v.Advice, v.Results)
	case answer.Compare:
		e.out = make([]byte, 0, 8192*(1+len(v.Results)))
		e.answers(v.Schema, &v.Dataset, v.Notice, v.Advice, v.Results)
	case answer.List:
		e.out = make([]byte, 0, 8192*(1+len(v.Entries)))
		e.list(&v)
	case answer.Result:
		e.out = make([]byte, 0, 8192)
		e.result(&v)
	case answer.Entry:
		e.out = make([]byte, 0, 8192)
		e.entry(&v)
	default:
		return nil, false
	}
	return append(e.out, '\n'), true
}

func (e *encoder) open(c byte) {
	e.out = append(e.out, c)
	e.depth++
	e.first = true
}

func (e *encoder) close(c byte) {
	e.depth--
	if !e.first {
		e.line()
	}
	e.first = false
	e.out = append(e.out, c)
}

func (e *encoder) line() {
	if !e.indent {
		return
	}
	e.out = append(e.out, '\n')
	for range e.depth {
		e.out = append(e.out, "  "...)
	}
}

// next stands before each element of a list.
func (e *encoder) next() {
	if !e.first {
		e.out = append(e.out, ',')
	}
	e.first = false
	e.line()
}

// key begins a field. Keys are plain words.
func (e *encoder) key(k string) {
	e.next()
	e.out = append(append(append(e.out, '"'), k...), '"', ':')
	if e.indent {
		e.out = append(e.out, ' ')
	}
}

func (e *encoder) str(k, v string) {
	e.key(k)
	e.out = appendQuoted(e.out, v)
}

func (e *encoder) opt(k string, v *string) {
	e.key(k)
	if v == nil {
		e.null()
		return
	}
	e.out = appendQuoted(e.out, *v)
}

func (e *encoder) num(k string, v int) {
	e.key(k)
	e.out = strconv.AppendInt(e.out, int64(v), 10)
}

func (e *encoder) optNum(k string, v *int) {
	e.key(k)
	if v == nil {
		e.null()
		return
	}
	e.out = strconv.AppendInt(e.out, int64(*v), 10)
}

func (e *encoder) yes(k string, v bool) {
	e.key(k)
	e.out = strconv.AppendBool(e.out, v)
}

func (e *encoder) null() { e.out = append(e.out, "null"...) }

func (e *encoder) strs(k string, v []string) {
	e.key(k)
	if v == nil {
		e.null()
		return
	}
	e.open('[')
	for _, s := range v {
		e.next()
		e.out = appendQuoted(e.out, s)
	}
	e.close(']')
}

// objects writes a list of objects.
func objects[T any](e *encoder, k string, list []T, fields func(*T)) {
	e.key(k)
	if list == nil {
		e.null()
		return
	}
	e.open('[')
	for i := range list {
		e.next()
		e.open('{')
		fields(&list[i])
		e.close('}')
	}
	e.close(']')
}

func (e *encoder) answers(schema string, d *answer.Dataset, notice string, advice []answer.Statement, results []answer.Result) {
	e.open('{')
	e.head(schema, d, notice, advice)
	objects(e, "results", results, e.resultFields)
	e.close('}')
}

func (e *encoder) list(l *answer.List) {
	e.open('{')
	e.head(l.Schema, &l.Dataset, l.Notice, l.Advice)
	e.key("filters")
	e.open('{')
	f := &l.Filters
	e.strs("phases", f.Phases)
	e.strs("status", f.Status)
	e.strs("kind", f.Kind)
	e.opt("class", f.Class)
	e.opt("contains", f.Contains)
	e.opt("document", f.Document)
	e.yes("disputed", f.Disputed)
	e.yes("contradicted", f.Contradicted)
	e.close('}')
	objects(e, "entries", l.Entries, e.entryFields)
	e.close('}')
}

func (e *encoder) head(schema string, d *answer.Dataset, notice string, advice []answer.Statement) {
	e.str("schema", schema)
	e.key("dataset")
	e.open('{')
	e.str("version", d.Version)
	e.str("source", d.Source)
	e.str("hash", d.Hash)
	e.num("entries", d.Entries)
	e.num("statements", d.Statements)
	e.close('}')
	e.str("notice", notice)
	objects(e, "advice", advice, e.statementFields)
}

func (e *encoder) result(r *answer.Result) {
	e.open('{')
	e.resultFields(r)
	e.close('}')
}

func (e *encoder) resultFields(r *answer.Result) {
	e.str("query", r.Query)
	e.key("match")
	e.open('{')
	m := &r.Match
	e.str("kind", m.Kind)
	e.opt("id", m.ID)
	e.opt("name", m.Name)
	e.opt("matched", m.Matched)
	e.num("distance", m.Distance)
	e.opt("message", m.Message)
	e.close('}')
	objects(e, "suggestions", r.Suggestions, func(s *answer.Suggestion) {
		e.str("id", s.ID)
		e.str("name", s.Name)
	})
	e.key("entry")
	if r.Entry == nil {
		e.null()
		return
	}
	e.entry(r.Entry)
}

func (e *encoder) entry(x *answer.Entry) {
	e.open('{')
	e.entryFields(x)
	e.close('}')
}

func (e *encoder) entryFields(x *answer.Entry) {
	e.str("id", x.ID)
	e.str("name", x.Name)
	e.str("kind", x.Kind)
	e.opt("route", x.Route)
	e.opt("form", x.Form)
	e.yes("advice", x.Advice)
	e.key("identity")
	if x.Identity == nil {
		e.null()
	} else {
		e.open('{')
		e.str("text", x.Identity.Text)
		e.str("certainty", x.Identity.Certainty)
		e.close('}')
	}
	e.strs("aliases", x.Aliases)
	objects(e, "ingredients", x.Ingredients, e.linkFields)
	objects(e, "classes", x.Classes, e.linkFields)
	e.key("codes")
	e.open('{')
	e.strs("atc", x.Codes.ATC)
	e.strs("rxcui", x.Codes.RxCUI)
	e.close('}')
	objects(e, "confusable_with", x.ConfusableWith, func(c *answer.Confusable) {
		e.opt("id", c.ID)
		e.str("name", c.Name)
		e.str("reason", c.Reason)
	})
	e.key("status")
	e.open('{')
	e.key("pregnancy")
	e.open('{')
	e.phase("first", &x.Status.Pregnancy.First)
	e.phase("second", &x.Status.Pregnancy.Second)
	e.phase("third", &x.Status.Pregnancy.Third)
	e.close('}')
	e.phase("lactation", &x.Status.Lactation)
	e.close('}')
	objects(e, "statements", x.Statements, e.statementFields)
	objects(e, "references", x.References, e.referenceFields)
}

func (e *encoder) linkFields(l *answer.Link) {
	e.str("id", l.ID)
	e.str("name", l.Name)
	e.str("basis", l.Basis)
	e.str("source", l.Source)
}

func (e *encoder) phase(k string, p *answer.Phase) {
	e.key(k)
	e.open('{')
	e.str("status", p.Status)
	e.str("basis", p.Basis)
	e.str("direct", p.Direct)
	e.yes("disputed", p.Disputed)
	e.yes("contradicted", p.Contradicted)
	e.strs("statements", p.Statements)
	e.close('}')
}

func (e *encoder) about(a *answer.About) {
	e.key("about")
	e.open('{')
	e.str("id", a.ID)
	e.str("name", a.Name)
	e.close('}')
}

func (e *encoder) statementFields(s *answer.Statement) {
	e.str("id", s.ID)
	e.about(&s.About)
	e.str("via", s.Via)
	e.strs("phases", s.Phases)
	e.str("phase_wording", s.PhaseWording)
	e.str("setting", s.Setting)
	e.str("covers", s.Covers)
	e.str("status", s.Status)
	e.str("claim", s.Claim)
	e.strs("caveats", s.Caveats)
	e.str("speaker", s.Speaker)
	e.opt("reported_by", s.ReportedBy)
	e.key("source")
	e.open('{')
	e.str("document", s.Source.Document)
	e.str("file", s.Source.File)
	e.num("line", s.Source.Line)
	e.str("section", s.Source.Section)
	e.str("printed_as", s.Source.PrintedAs)
	e.close('}')
}

func (e *encoder) referenceFields(r *answer.Reference) {
	e.str("id", r.ID)
	e.about(&r.About)
	e.str("route", r.Route)
	objects(e, "positions", r.Positions, func(p *answer.Position) {
		e.str("phase", p.Phase)
		e.optNum("from_week", p.FromWeek)
		e.optNum("to_week", p.ToWeek)
		e.yes("in_part", p.InPart)
		e.str("position", p.Position)
	})
	e.str("text", r.Text)
	e.str("authority", r.Authority)
	e.str("country", r.Country)
	e.opt("date", r.Date)
	e.str("document", r.Document)
	e.str("read", r.Read)
}

// AppendQuoted appends s as the JSON of this package writes a string: what a
// terminal would obey is escaped, and bytes that are not UTF-8 are U+FFFD.
func AppendQuoted(dst []byte, s string) []byte { return appendQuoted(dst, s) }

// appendQuoted appends s as a JSON string. <, > and & stay readable; what a
// terminal would obey is written as \u escapes.
func appendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x20 && c < 0x7F && c != '"' && c != '\\' {
			i++
			continue
		}
		r, n := rune(c), 1
		if c >= utf8.RuneSelf {
			if r, n = utf8.DecodeRuneInString(s[i:]); !term.Unsafe(r) && (r != utf8.RuneError || n > 1) {
				i += n
				continue
			}
		}
		dst = append(dst, s[start:i]...)
		switch r {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\b':
			dst = append(dst, '\\', 'b')
		case '\f':
			dst = append(dst, '\\', 'f')
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\r':
			dst = append(dst, '\\', 'r')
		case '\t':
			dst = append(dst, '\\', 't')
		default:
			dst = appendEscape(dst, r)
		}
		i += n
		start = i
	}
	return append(append(dst, s[start:]...), '"')
}

// appendEscape appends a rune as one \u escape, or as the two of a surrogate
// pair.
func appendEscape(dst []byte, r rune) []byte {
	unit := func(u rune) {
		const hex = "0123456789abcdef"
		dst = append(dst, '\\', 'u', hex[u>>12&15], hex[u>>8&15], hex[u>>4&15], hex[u&15])
	}
	if r <= 0xFFFF {
		unit(r)
		return dst
	}
	r -= 0x10000
	unit(0xD800 + r>>10)
	unit(0xDC00 + r&0x3FF)
	return dst
}
