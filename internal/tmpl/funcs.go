package tmpl

import (
	"errors"
	"fmt"
	"strings"
	"text/template"
)

// Arity checks how many arguments a function was given.
func Arity(args []any, want int) error {
	if len(args) != want {
		return fmt.Errorf("wrong number of args: want %d got %d", want, len(args))
	}
	return nil
}

// builtins are the functions of text/template but for "and" and "or".
func builtins() map[string]Func {
	return map[string]Func{
		"not": func(a []any) (any, error) {
			if err := Arity(a, 1); err != nil {
				return nil, err
			}
			return !truth(a[0]), nil
		},
		"len":      length,
		"index":    index,
		"slice":    slice,
		"print":    func(a []any) (any, error) { return fmt.Sprint(a...), nil },
		"println":  func(a []any) (any, error) { return fmt.Sprintln(a...), nil },
		"printf":   printf,
		"html":     func(a []any) (any, error) { return template.HTMLEscapeString(joined(a)), nil },
		"js":       func(a []any) (any, error) { return template.JSEscapeString(joined(a)), nil },
		"urlquery": func(a []any) (any, error) { return template.URLQueryEscaper(joined(a)), nil },
		"call":     func([]any) (any, error) { return nil, errors.New("JSON holds no functions") },
		"eq":       equal,
		"ne": func(a []any) (any, error) {
			if err := Arity(a, 2); err != nil {
				return nil, err
			}
			eq, err := same(a[0], a[1])
			return !eq, err
		},
		"lt": ordered(func(o int) bool { return o < 0 }),
		"le": ordered(func(o int) bool { return o <= 0 }),
		"gt": ordered(func(o int) bool { return o > 0 }),
		"ge": ordered(func(o int) bool { return o >= 0 }),
	}
}

func joined(a []any) string {
	if len(a) == 1 {
		if s, ok := a[0].(string); ok {
			return s
		}
	}
	for i := range a {
		if a[i] == nil {
			a[i] = "<no value>"
		}
	}
	return fmt.Sprint(a...)
}

func printf(a []any) (any, error) {
	if len(a) == 0 {
		return nil, errors.New("wrong number of args: want at least 1 got 0")
	}
	format, ok := a[0].(string)
	if !ok {
		return nil, fmt.Errorf("wrong type for value; expected string; got %T", a[0])
	}
	return fmt.Sprintf(format, a[1:]...), nil
}

func length(a []any) (any, error) {
	if err := Arity(a, 1); err != nil {
		return nil, err
	}
	switch v := a[0].(type) {
	case string:
		return len(v), nil
	case []any:
		return len(v), nil
	case map[string]any:
		return len(v), nil
	case nil:
		return nil, errors.New("len of nil pointer")
	}
	return nil, fmt.Errorf("len of type %T", a[0])
}

func index(a []any) (any, error) {
	if len(a) == 0 {
		return nil, errors.New("wrong number of args: want at least 1 got 0")
	}
	v := a[0]
	for _, at := range a[1:] {
		switch x := v.(type) {
		case []any:
			i, err := place(at, len(x)-1)
			if err != nil {
				return nil, err
			}
			v = x[i]
		case string:
			i, err := place(at, len(x)-1)
			if err != nil {
				return nil, err
			}
			v = int(x[i])
		case map[string]any:
			k, ok := at.(string)
			if !ok {
				return nil, fmt.Errorf("value has type %T; should be string", at)
			}
			v = x[k] // a missing key is nil here, as in text/template
		case nil:
			return nil, errors.New("index of nil pointer")
		default:
			return nil, fmt.Errorf("can't index item of type %T", v)
		}
	}
	return v, nil
}

func place(at any, last int) (int, error) {
	i, ok := at.(int)
	switch {
	case at == nil:
		return 0, errors.New("cannot index slice/array with nil")
	case !ok:
		return 0, fmt.Errorf("cannot index slice/array with type %T", at)
	case i < 0 || i > last:
		return 0, fmt.Errorf("index out of range: %d", i)
	}
	return i, nil
}

func slice(a []any) (any, error) {
	if len(a) == 0 {
		return nil, errors.New("wrong number of args: want at least 1 got 0")
	}
	size := 0
	switch v := a[0].(type) {
	case string:
		size = len(v)
		if len(a) == 4 {
			return nil, errors.New("cannot 3-index slice a string")
		}
	case []any:
		size = len(v)
	default:
		return nil, fmt.Errorf("can't slice item of type %T", a[0])
	}
	if len(a) > 4 {
		return nil, fmt.Errorf("too many slice indexes: %d", len(a)-1)
	}
	at := [3]int{0, size, size}
	for i, x := range a[1:] {
		n, err := place(x, size)
		if err != nil {
			return nil, err
		}
		at[i] = n
	}
	if at[0] > at[1] || at[1] > at[2] {
		return nil, fmt.Errorf("invalid slice index: %d > %d", at[0], at[1])
	}
	if s, ok := a[0].(string); ok {
		return s[at[0]:at[1]], nil
	}
	return a[0].([]any)[at[0]:at[1]], nil
}

// equal reports whether the first argument equals one of the others.
func equal(a []any) (any, error) {
	if len(a) < 2 {
		return nil, errors.New("missing argument for comparison")
	}
	for _, b := range a[1:] {
		if eq, err := same(a[0], b); eq || err != nil {
			return eq, err
		}
	}
	return false, nil
}

// same compares two values; nil equals nil and nothing else.
func same(a, b any) (bool, error) {
	for _, v := range []any{a, b} {
		switch v.(type) {
		case []any, map[string]any:
			return false, fmt.Errorf("non-comparable type %s: %T", strings.TrimSpace(fmt.Sprint(v)), v)
		}
	}
	if a == nil || b == nil {
		return a == b, nil
	}
	if fmt.Sprintf("%T", a) != fmt.Sprintf("%T", b) {
		return false, errIncompatible
	}
	return a == b, nil
}

func ordered(is func(int) bool) Func {
	return func(a []any) (any, error) {
		if err := Arity(a, 2); err != nil {
			return nil, err
		}
		o, ok := compare(a[0], a[1])
		if !ok {
			if _, self := compare(a[0], a[0]); !self {
				return nil, errBadComparison
			}
			return nil, errIncompatible
		}
		return is(o), nil
	}
}
