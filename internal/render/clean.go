package render

import (
	"reflect"
	"strings"

	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/term"
)

// viewable copies an answer with every string in it fit for a terminal, so that
// no field can be forgotten. A no-break space in a page is a sign of ours (it
// holds words together), so one of the data becomes a space like others. The
// answer itself is not touched.
func viewable(a Answer) Answer {
	return viewableElement(a).(Answer)
}

// viewableElement does so to an element of an answer.
func viewableElement(v any) any {
	in := reflect.ValueOf(v)
	out := reflect.New(in.Type()).Elem()
	mapInto(out, in, viewableText)
	return out.Interface()
}

func viewableText(s string) string { return strings.ReplaceAll(term.Clean(s), page.NBSP, " ") }

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
	case reflect.Interface:
		if in.IsNil() {
			return
		}
		held := reflect.New(in.Elem().Type()).Elem()
		mapInto(held, in.Elem(), f)
		out.Set(held)
	default:
		out.Set(in)
	}
}
