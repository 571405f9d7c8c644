package schema_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/backcare/backcare/docs/schema"
	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/cli"
	"github.com/backcare/backcare/internal/dataset"
)

var update = flag.Bool("update", false, "write the list of fields")

func read(t *testing.T, name string) map[string]any {
	t.Helper()
	text, err := schema.Read(name)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return doc.(map[string]any)
}

func compile(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	if err := c.AddResource(name, read(t, name)); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestFields compares the fields of every schema with the list in
// testdata/fields.txt, so that none comes, goes or changes its type by
// accident. A field that goes or changes breaks readers: the number in
// "schema" has to be raised.
func TestFields(t *testing.T) {
	var got strings.Builder
	for _, name := range schema.Names() {
		got.WriteString(name + "\n")
		doc := read(t, name)
		fields(&got, doc, doc, "  ")
	}
	const file = "testdata/fields.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("the fields are not those of %s:\n%s", file, difference(string(want), got.String()))
	}
}

// fields writes a line for each property below s, with its type or its words.
func fields(out *strings.Builder, root, s map[string]any, indent string) {
	if ref, ok := s["$ref"].(string); ok {
		s = root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	if items, ok := s["items"].(map[string]any); ok {
		fields(out, root, items, indent)
		return
	}
	if options, ok := s["anyOf"].([]any); ok {
		fields(out, root, options[0].(map[string]any), indent)
		return
	}
	props, _ := s["properties"].(map[string]any)
	keys := []string{}
	for k := range props {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		p := props[k].(map[string]any)
		out.WriteString(indent + k + ": " + kind(p) + "\n")
		fields(out, root, p, indent+"  ")
	}
}

func kind(s map[string]any) string {
	for _, key := range []string{"const", "enum"} {
		if v, ok := s[key]; ok {
			text, _ := json.Marshal(v)
			return string(text)
		}
	}
	switch {
	case s["$ref"] != nil:
		return "object"
	case s["anyOf"] != nil:
		var kinds []string
		for _, option := range s["anyOf"].([]any) {
			kinds = append(kinds, kind(option.(map[string]any)))
		}
		return strings.Join(kinds, " or ")
	case s["type"] == "array":
		return "list of " + kind(s["items"].(map[string]any))
	}
	text, _ := json.Marshal(s["type"])
	return string(text)
}

func difference(want, got string) string {
	var b strings.Builder
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		switch {
		case i >= len(w):
			b.WriteString("+" + g[i] + "\n")
		case i >= len(g):
			b.WriteString("-" + w[i] + "\n")
		case w[i] != g[i]:
			b.WriteString("-" + w[i] + "\n+" + g[i] + "\n")
			return b.String()
		}
	}
	return b.String()
}

// answers gives the JSON of command lines whose answers together fill every
// field, by the name of their schema.
func answers(t *testing.T) map[string][]any {
	t.Helper()
	out := map[string][]any{}
	for _, line := range []string{
		"lookup 0 drug lookup nurofen-gel finalgon painkillers",
		"lookup 1 drug lookup xyzzyxyzzy",
		"list 0 drug list",
		"list 0 drug list --lactation --trimester 3 --disputed --kind product",
		"list 0 drug list --class nsaids --contains ibuprofen --document 004",
		"compare 0 drug compare paracetamol ketorolac",
		"documents 0 document list",
		"document 0 document show doc-004",
		"references 0 reference list",
		"reference 0 reference show fda-nsaid-20wk",
		"dataset 0 dataset export",
		"diff 0 dataset diff testdata/before testdata/after",
		"info 0 dataset info",
		"validation 0 dataset validate",
		"validation 3 dataset validate testdata/bad",
		"config 0 config show",
		"version 0 version",
		"result 1 drug lookup nurofen-gel xyzzyxyzzy -o ndjson",
		"entry 0 drug list -o ndjson",
	} {
		words := strings.Fields(line)
		args := words[2:]
		if !slices.Contains(args, "-o") {
			args = append(args, "-o", "json")
		}
		var stdout bytes.Buffer
		env := cli.Env{
			Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: io.Discard,
			LookupEnv:  func(string) (string, bool) { return "", false },
			IsTerminal: func(any) bool { return false }, Size: func(any) int { return 0 },
			Now: time.Now, GOOS: "linux", Embedded: dataset.Embedded,
		}
		if got := cli.Run(context.Background(), env, args); got != int(words[1][0]-'0') {
			t.Fatalf("%v: exit status %d", args, got)
		}
		out[words[0]] = append(out[words[0]], decode(t, stdout.Bytes())...)
	}
	// No command prints it.
	b := answer.NewBuilder(dataset.Embedded(), "")
	for _, f := range []answer.Filters{{}, {Phases: []catalog.Phase{catalog.Lactation}, Disputed: true}} {
		list, err := b.List(f)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(list.Overview())
		if err != nil {
			t.Fatal(err)
		}
		out["overview"] = append(out["overview"], decode(t, text)...)
	}
	return out
}

func decode(t *testing.T, text []byte) []any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var docs []any
	for {
		var v any
		if err := d.Decode(&v); err == io.EOF {
			return docs
		} else if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, v)
	}
}

// TestAnswers: what the commands write is what the schemas say, and a schema
// that is broken anywhere in it says no: a key more, a key less, a value of
// another kind.
func TestAnswers(t *testing.T) {
	all := answers(t)
	for _, name := range schema.Names() {
		s := compile(t, name)
		if len(all[name]) == 0 {
			t.Errorf("no answer was made for %s", name)
		}
		for i, doc := range all[name] {
			if err := s.Validate(doc); err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if i > 0 && (name == "result" || name == "entry") {
				continue // one line of ndjson is broken in every way, that will do
			}
			doc = shorten(doc)
			if err := s.Validate(doc); err != nil {
				t.Fatalf("%s, shortened: %v", name, err)
			}
			broken := 0
			breakEach(doc, map[string]bool{}, "", func(how string) {
				broken++
				if s.Validate(doc) == nil {
					t.Errorf("%s: accepts a document with %s", name, how)
				}
			})
			if broken == 0 {
				t.Errorf("%s: nothing was broken", name)
			}
		}
	}
}

// shorten keeps the first elements of every list, for a document is validated
// again for each way to break it.
func shorten(v any) any {
	switch v := v.(type) {
	case []any:
		short := []any{}
		for _, x := range v[:min(len(v), 3)] {
			short = append(short, shorten(x))
		}
		return short
	case map[string]any:
		for k := range v {
			v[k] = shorten(v[k])
		}
	}
	return v
}

// breakEach changes the document in one place after another and puts it back.
// Places that differ in their index only count as one.
func breakEach(v any, seen map[string]bool, path string, check func(how string)) {
	switch v := v.(type) {
	case []any:
		for i := range v {
			breakEach(v[i], seen, path+"[]", check)
		}
	case map[string]any:
		if !seen[path] {
			seen[path] = true
			v["extra"] = "x"
			check("a key more in " + path)
			delete(v, "extra")
		}
		keys := []string{}
		for k := range v {
			keys = append(keys, k)
		}
		for _, k := range keys {
			at := path + "." + k
			old := v[k]
			if !seen["key "+at] {
				seen["key "+at] = true
				delete(v, k)
				check("no key " + at)
				v[k] = []any{json.Number("-1.5")}
				check("a list of a broken number in " + at)
				v[k] = map[string]any{"x": "y"}
				check("an object of another kind in " + at)
				v[k] = old
			}
			breakEach(old, seen, at, check)
		}
	}
}

// TestGoldens validates every JSON file among the test data of the renderers
// against the schema that it names.
func TestGoldens(t *testing.T) {
	files, err := filepath.Glob("../../internal/*/testdata/*.json")
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob("../../internal/*/testdata/*/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(files, more...) {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, doc := range decode(t, text) {
			top, _ := doc.(map[string]any)
			id, _ := top["schema"].(string)
			name, _, _ := strings.Cut(strings.TrimPrefix(id, "backcare."), "/")
			if !strings.HasPrefix(id, "backcare.") || !slices.Contains(schema.Names(), name) {
				continue
			}
			if err := compile(t, name).Validate(doc); err != nil {
				t.Errorf("%s: %v", f, err)
			}
		}
	}
}
