package render

import (
	"reflect"
	"strings"

	"github.com/backcare/backcare/internal/term"
)

// cleaned copies a result with every string in it fit for a terminal, so that
// no field can be forgotten. The result itself is not touched.
func cleaned[T any](v T) T { return mapped(v, term.Clean) }

// viewable does so for a view, in which a no-break space is a sign of our own
// (it holds a status together) and one of the data's is a space like others.
func viewable[T any](v T) T {
	return mapped(v, func(s string) string { return strings.ReplaceAll(term.Clean(s), nbsp, " ") })
}

func mapped[T any](v T, f func(string) string) T {
	in := reflect.ValueOf(&v).Elem()
	out := reflect.New(in.Type()).Elem()
	mapInto(out, in, f)
	return out.Interface().(T)
}

func mapInto(out, in reflect.Value, f func(string) string) {
	switch in.Kind() {
	case reflect.String:
		out.SetString(f(in.String()))
	case reflect.Struct:
		for i := range in.NumField() {
			mapInto(out.Field(i), in.Field(i), f)
		}
	case reflect.Slice:
		if in.IsNil() {
			return
		}
		out.Set(reflect.MakeSlice(in.Type(), in.Len(), in.Len()))
		for i := range in.Len() {
			mapInto(out.Index(i), in.Index(i), f)
		}
	case reflect.Pointer:
		if in.IsNil() {
			return
		}
		out.Set(reflect.New(in.Type().Elem()))
		mapInto(out.Elem(), in.Elem(), f)
	default:
		out.Set(in)
	}
}
