package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"github.com/invopop/jsonschema"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/resolve"
)

// root is a type that is written as a whole document or as a line of ndjson.
type root struct {
	name  string // of the file
	id    string // the value of its "schema" key; empty for a line of ndjson
	title string
	like  any
}

func roots() []root {
	return []root{
		{"lookup", answer.LookupSchema, "The answer of drug lookup", answer.Lookup{}},
		{"list", answer.ListSchema, "The answer of drug list", answer.List{}},
		{"overview", answer.OverviewSchema, "A list in brief and in parts, which backcare-mcp answers with", answer.Overview{}},
		{"compare", answer.CompareSchema, "The answer of drug compare", answer.Compare{}},
		{"documents", answer.DocumentsSchema, "The answer of document list", answer.Documents{}},
		{"document", answer.DocumentSchema, "The answer of document show", answer.Document{}},
		{"references", answer.ReferencesSchema, "The answer of reference list", answer.References{}},
		{"reference", answer.ReferenceSchema, "The answer of reference show", answer.ReferenceShow{}},
		{"dataset", answer.ExportSchema, "The answer of dataset export", answer.Export{}},
		{"diff", answer.DiffSchema, "The answer of dataset diff", answer.Diff{}},
		{"info", answer.InfoSchema, "The answer of dataset info", answer.Info{}},
		{"validation", answer.ValidationSchema, "The answer of dataset validate", answer.Validation{}},
		{"config", answer.ConfigSchema, "The answer of config show", answer.Config{}},
		{"version", answer.VersionSchema, "The answer of version", answer.Version{}},
		{"result", "", "One line of drug lookup or drug compare with -o ndjson", answer.ResultLine{}},
		{"entry", "", "One line of drug list with -o ndjson", answer.EntryLine{}},
	}
}

// generate gives the text of every schema by name. It reads the comments of
// package answer beside it, from the folder of the schemas.
func generate() (map[string][]byte, error) {
	types := map[string]reflect.Type{}
	reflector := jsonschema.Reflector{
		Anonymous: true, ExpandedStruct: true, Mapper: mapped,
		Namer: func(t reflect.Type) string {
			if t.Kind() == reflect.Struct {
				types[t.Name()] = t
			} else if t.Kind() == reflect.Uint8 {
				return t.String() // catalog.Status is not answer.Status
			}
			return ""
		},
	}
	if err := reflector.AddGoComments("github.com/backcare/backcare/docs/schema", "../../internal/answer"); err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	narrower := fields()
	for _, root := range roots() {
		s := reflector.Reflect(root.like)
		for name, def := range s.Definitions {
			if err := complete(def, types[name], narrower); err != nil {
				return nil, err
			}
		}
		if root.id != "" {
			s.Properties.Set("schema", &jsonschema.Schema{Const: root.id,
				Description: "The shape of this JSON; the number is raised by a change that breaks a reader."})
		}
		if err := complete(s, reflect.TypeOf(root.like), narrower); err != nil {
			return nil, err
		}
		s.ID = jsonschema.ID("https://github.com/backcare/backcare/docs/schema/" + root.name + ".schema.json")
		s.Title = root.title
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(s); err != nil {
			return nil, err
		}
		files[root.name] = b.Bytes()
	}
	return files, nil
}

// mapped describes what the library cannot know: words and counts.
func mapped(t reflect.Type) *jsonschema.Schema {
	switch t.Kind() {
	case reflect.Uint8:
		return &jsonschema.Schema{Enum: vocabulary(t)}
	case reflect.Int:
		return &jsonschema.Schema{Type: "integer", Minimum: "0"}
	}
	return nil
}

// complete adds to a struct's schema which of its fields may be null and which
// hold fewer words than their type, and that a name which was not resolved has
// no entry.
func complete(s *jsonschema.Schema, t reflect.Type, narrower map[string][]any) error {
	s.Description = "" // of a type, for readers of Go
	for _, f := range reflect.VisibleFields(t) {
		key := f.Tag.Get("json")
		if key == "-" || f.Anonymous {
			continue
		}
		path := owner(t, f).Name() + "." + key
		p, ok := s.Properties.Get(key)
		if !ok || p.Description == "" {
			return fmt.Errorf("%s: %s has no plain json key or no comment", path, f.Name)
		}
		words := p
		if p.Items != nil {
			words = p.Items
		}
		if list := narrower[path]; list != nil {
			words.Type, words.Enum = "", list
		}
		if f.Type.Kind() == reflect.Pointer {
			s.Properties.Set(key, &jsonschema.Schema{Description: p.Description, AnyOf: []*jsonschema.Schema{p, {Type: "null"}}})
			p.Description = ""
		}
	}
	if t == reflect.TypeFor[answer.Result]() || t == reflect.TypeFor[answer.ResultLine]() {
		return json.Unmarshal(fmt.Appendf(nil, `{
			"if": {"properties": {"match": {"properties": {"kind": {"enum": [%q, %q]}}}}},
			"then": {"properties": {"entry": {"type": "null"}}},
			"else": {"properties": {"entry": {"type": "object"}}}}`, match.Ambiguous, match.None), s)
	}
	return nil
}

// owner is the struct that a field is written in: t, or one embedded in it.
func owner(t reflect.Type, f reflect.StructField) reflect.Type {
	for _, i := range f.Index[:len(f.Index)-1] {
		if t = t.Field(i).Type; t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
	}
	return t
}

func words(list ...string) []any {
	out := make([]any, len(list))
	for i, w := range list {
		out[i] = w
	}
	return out
}

func listed[T fmt.Stringer](list ...T) []any {
	out := make([]any, len(list))
	for i, w := range list {
		out[i] = w.String()
	}
	return out
}

// vocabulary lists the words of a type that is one, nil for any other.
func vocabulary(t reflect.Type) []any {
	if t.Kind() != reflect.Uint8 {
		return nil
	}
	var list []any
	for i := range uint64(1 << 8) {
		v := reflect.New(t).Elem()
		v.SetUint(i)
		switch w := fmt.Sprint(v.Interface()); {
		case w == "invalid" || slices.Contains(list, any(w)):
			return list
		case w != "": // as of a speaker who is nobody
			list = append(list, w)
		}
	}
	return list
}

// fields lists the words of fields whose type does not tell them, by the name
// of the type and the key.
func fields() map[string][]any {
	read := words(catalog.ReadWords()...)
	links := listed(resolve.Direct, resolve.Brand, resolve.Ingredient, resolve.Class)
	return map[string][]any{
		"Statement.status": listed(catalog.Statuses()[1:]...), // not_stated is of a phase, never of a statement
		"Statement.via":    links,
		"Phase.basis":      append(slices.Clone(links), resolve.Silent.String()),
		"Match.kind": words(string(match.Exact), string(match.Alias), string(match.Code), string(match.Brand),
			string(match.Spelling), string(match.Ambiguous), string(match.None)),
		"Entry.route":         words(catalog.RouteWords()...),
		"Brief.route":         words(catalog.RouteWords()...),
		"Ingredient.formulas": listed(catalog.All, catalog.Some),
		"Reference.read":      read,
		"ReferenceInfo.read":  read,
		"DocumentInfo.covers": vocabulary(reflect.TypeFor[catalog.Setting]()),
		"Fault.level":         words(answer.FaultLevel, answer.WarningLevel),
		"Setting.origin":      words("built-in", "file", "environment", "flag"),
	}
}
