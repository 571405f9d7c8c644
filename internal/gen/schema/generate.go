package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

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

// object is a JSON object that keeps its keys in order.
type object []member

type member struct {
	key   string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%q:%s", m.key, value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// generate gives the text of every schema by name.
func generate() (map[string][]byte, error) {
	files := map[string][]byte{}
	used := map[string]bool{}
	for _, r := range roots() {
		g := generator{used: used, id: r.id, done: map[string]bool{}}
		t := reflect.TypeOf(r.like)
		top, err := g.structure(t)
		if err != nil {
			return nil, err
		}
		doc := object{
			{"$schema", "https://json-schema.org/draft/2020-12/schema"},
			{"$id", "https://github.com/backcare/backcare/docs/schema/" + r.name + ".schema.json"},
			{"title", r.title},
		}
		doc = append(doc, top...)
		if len(g.defs) > 0 {
			slices.SortFunc(g.defs, func(a, b member) int { return strings.Compare(a.key, b.key) })
			doc = append(doc, member{"$defs", g.defs})
		}
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(doc); err != nil {
			return nil, err
		}
		files[r.name] = b.Bytes()
	}
	for key := range fields() {
		if !used[key] {
			return nil, fmt.Errorf("words are listed for %s, which is not a field", key)
		}
	}
	return files, nil
}

type generator struct {
	id   string
	defs object
	done map[string]bool
	used map[string]bool
}

// structure describes a struct: every field is required, and there is no
// other, since keys do not come and go.
func (g *generator) structure(t reflect.Type) (object, error) {
	var props object
	var required []string
	for _, f := range reflect.VisibleFields(t) {
		key := f.Tag.Get("json")
		if key == "-" || f.Anonymous && key == "" {
			continue
		}
		value, err := g.field(owner(t, f), f, key)
		if err != nil {
			return nil, err
		}
		props = append(props, member{key, value})
		required = append(required, key)
	}
	o := object{
		{"type", "object"},
		{"properties", props},
		{"required", required},
		{"additionalProperties", false},
	}
	if t == reflect.TypeFor[answer.Result]() || t == reflect.TypeFor[answer.ResultLine]() {
		o = append(o, answered()...)
	}
	return o, nil
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

// answered says that a name which was not resolved has no entry, and any
// other has one.
func answered() object {
	open := words(string(match.Ambiguous), string(match.None))
	kind := object{{"properties", object{{"match", object{{"properties", object{{"kind", object{{"enum", open}}}}}}}}}}
	entry := func(t string) object {
		return object{{"properties", object{{"entry", object{{"type", t}}}}}}
	}
	return object{{"if", kind}, {"then", entry("null")}, {"else", entry("object")}}
}

func (g *generator) field(t reflect.Type, f reflect.StructField, key string) (object, error) {
	if key == "" || strings.Contains(key, ",") {
		return nil, fmt.Errorf("%s.%s has no plain json key", t.Name(), f.Name)
	}
	if key == "schema" && g.id != "" {
		return object{{"description", "The shape of this JSON; the number is raised by a change that breaks a reader."}, {"const", g.id}}, nil
	}
	text := f.Tag.Get("doc")
	if text == "" {
		return nil, fmt.Errorf("%s.%s is not described by a doc tag", t.Name(), f.Name)
	}
	path := t.Name() + "." + key
	words, narrower := fields()[path]
	g.used[path] = g.used[path] || narrower
	least, _ := strconv.Atoi(f.Tag.Get("least"))
	value, err := g.value(f.Type, words, least)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return append(object{{"description", text}}, value...), nil
}

// value describes a type. Words, if any, are what a text may be, and least is
// the least value of a number.
func (g *generator) value(t reflect.Type, words []any, least int) (object, error) {
	if words == nil {
		words = vocabulary(t)
	}
	switch t.Kind() {
	case reflect.String, reflect.Uint8: // a text, or a word of a vocabulary
		if words != nil {
			return object{{"enum", words}}, nil
		}
		return object{{"type", "string"}}, nil
	case reflect.Bool:
		return object{{"type", "boolean"}}, nil
	case reflect.Int:
		return object{{"type", "integer"}, {"minimum", least}}, nil
	case reflect.Interface:
		return object{{"type", []any{"string", "boolean"}}}, nil
	case reflect.Slice:
		items, err := g.value(t.Elem(), words, least)
		return object{{"type", "array"}, {"items", items}}, err
	case reflect.Struct:
		return object{{"$ref", "#/$defs/" + t.Name()}}, g.define(t)
	case reflect.Pointer:
		return g.nullable(t.Elem(), words, least)
	}
	return nil, fmt.Errorf("no schema for %s", t)
}

func (g *generator) nullable(t reflect.Type, words []any, least int) (object, error) {
	value, err := g.value(t, words, least)
	if err != nil {
		return nil, err
	}
	switch m := &value[0]; {
	case t.Kind() == reflect.Struct:
		return object{{"anyOf", []object{value, {{"type", "null"}}}}}, nil
	case m.key == "enum":
		m.value = append(slices.Clone(m.value.([]any)), nil)
	default:
		m.value = []any{m.value, "null"}
	}
	return value, nil
}

func (g *generator) define(t reflect.Type) error {
	if g.done[t.Name()] {
		return nil
	}
	g.done[t.Name()] = true
	outer := g.id
	g.id = ""
	o, err := g.structure(t)
	g.id = outer
	g.defs = append(g.defs, member{t.Name(), o})
	return err
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

// vocabulary lists the words of a type if it is a vocabulary, else nil.
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

// fields lists the words of fields whose type does not give them, by the name
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
