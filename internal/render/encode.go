package render

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/term"
)

// encoder writes JSON. Learning a type takes encoding/json longer than all the
// rest of a lookup, so this is no more than answers need: structs with plain
// tags, lists, pointers, texts, whole numbers, booleans, and words. It writes
// byte for byte what encoding/json writes, which a test compares for every
// field, save that AppendQuoted escapes more.
type encoder struct {
	out    []byte
	indent bool // by two spaces a level; else on one line
	depth  int
	first  bool // nothing was written yet in the innermost object or list
	known  *writers
}

// A writer writes the values of one type.
type writer func(*encoder, reflect.Value)

// writers are the writers of the types met so far, for several goroutines.
type writers struct{ sync.Map }

// encode gives the JSON of a value, with a line end.
func encode(v any, indent bool) ([]byte, error) {
	e := &encoder{out: make([]byte, 0, 8192), indent: indent, known: new(writers)}
	err := e.value(v)
	return append(e.out, '\n'), err
}

func (e *encoder) value(v any) error {
	if v == nil {
		e.null()
		return nil
	}
	r := reflect.ValueOf(v)
	write, err := e.known.of(r.Type())
	if err == nil {
		write(e, r)
	}
	return err
}

// of gives the writer of a type, which holds no value of itself.
func (k *writers) of(t reflect.Type) (writer, error) {
	if w, ok := k.Load(t); ok {
		return w.(writer), nil
	}
	w, err := k.learn(t)
	if err != nil {
		return nil, err
	}
	k.Store(t, w)
	return w, nil
}

func (k *writers) learn(t reflect.Type) (writer, error) {
	if t.Kind() == reflect.Uint8 && t.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return word(), nil
	}
	switch t.Kind() {
	case reflect.String:
		return func(e *encoder, v reflect.Value) { e.out = AppendQuoted(e.out, v.String()) }, nil
	case reflect.Int:
		return func(e *encoder, v reflect.Value) { e.out = strconv.AppendInt(e.out, v.Int(), 10) }, nil
	case reflect.Bool:
		return func(e *encoder, v reflect.Value) { e.out = strconv.AppendBool(e.out, v.Bool()) }, nil
	case reflect.Interface:
		return k.dynamic, nil
	case reflect.Pointer, reflect.Slice:
		elem, err := k.of(t.Elem())
		if t.Kind() == reflect.Slice {
			return slice(elem), err
		}
		return optional(elem), err
	case reflect.Struct:
		return k.object(t)
	}
	return nil, fmt.Errorf("no JSON for %s", t)
}

// word is the writer of a vocabulary, whose words need no escapes. It keeps
// those that it met, since asking a value through reflection is slow.
func word() writer {
	var met [32]atomic.Pointer[string]
	return func(e *encoder, v reflect.Value) {
		i := v.Uint()
		if i < uint64(len(met)) {
			if w := met[i].Load(); w != nil {
				e.out = append(e.out, *w...)
				return
			}
		}
		text, _ := v.Interface().(encoding.TextMarshaler).MarshalText() // which cannot fail
		w := `"` + string(text) + `"`
		if i < uint64(len(met)) {
			met[i].Store(&w)
		}
		e.out = append(e.out, w...)
	}
}

// dynamic writes what an interface holds: a value of a type that can be
// written, for answers hold no others.
func (k *writers) dynamic(e *encoder, v reflect.Value) {
	if v = v.Elem(); !v.IsValid() {
		e.null()
	} else if write, err := k.of(v.Type()); err == nil {
		write(e, v)
	} else {
		e.out = AppendQuoted(e.out, err.Error())
	}
}

func optional(elem writer) writer {
	return func(e *encoder, v reflect.Value) {
		if v.IsNil() {
			e.null()
			return
		}
		elem(e, v.Elem())
	}
}

func slice(elem writer) writer {
	return func(e *encoder, v reflect.Value) {
		if v.IsNil() {
			e.null()
			return
		}
		e.begin('[')
		for i := range v.Len() {
			e.next()
			elem(e, v.Index(i))
		}
		e.end(']')
	}
}

// object is the writer of a struct. Keys are plain words; one that is "-" is
// left out. An embedded struct without a key lends its fields.
func (k *writers) object(t reflect.Type) (writer, error) {
	type field struct {
		index []int
		key   string
		write writer
	}
	var fields []field
	for _, f := range reflect.VisibleFields(t) {
		key := f.Tag.Get("json")
		if key == "-" || f.Anonymous && key == "" {
			continue
		}
		write, err := k.of(f.Type)
		if err != nil {
			return nil, err
		}
		fields = append(fields, field{f.Index, `"` + key + `":`, write})
	}
	return func(e *encoder, v reflect.Value) {
		e.begin('{')
		for i := range fields {
			f := &fields[i]
			e.next()
			e.out = append(e.out, f.key...)
			if e.indent {
				e.out = append(e.out, ' ')
			}
			f.write(e, v.FieldByIndex(f.index))
		}
		e.end('}')
	}, nil
}

func (e *encoder) begin(c byte) {
	e.out = append(e.out, c)
	e.depth++
	e.first = true
}

func (e *encoder) end(c byte) {
	e.depth--
	if !e.first {
		e.line()
	}
	e.first = false
	e.out = append(e.out, c)
}

// next comes before each element of an object or list.
func (e *encoder) next() {
	if !e.first {
		e.out = append(e.out, ',')
	}
	e.first = false
	e.line()
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

func (e *encoder) null() { e.out = append(e.out, "null"...) }

// AppendQuoted appends s as a JSON string. <, > and & stay readable, what a
// terminal would obey is written as \u escapes, and bytes that are not UTF-8
// are U+FFFD.
func AppendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		if i+8 <= len(s) && plain(s[i:i+8]) {
			i += 8
			continue
		}
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

// plain reports whether eight bytes are ASCII that needs no escape: all at once,
// for most are.
func plain(s string) bool {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	x := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	quote, slash, del := x^ones*'"', x^ones*'\\', x^ones*0x7F
	below := (x - ones*' ') | (quote - ones) | (slash - ones) | (del - ones) // top bits of bytes that borrow
	return (x|below)&tops == 0
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
