package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
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
		{"compare", answer.CompareSchema, "The answer of drug compare", answer.Compare{}},
		{"documents", answer.DocumentsSchema, "The answer of document list", answer.Documents{}},
		{"document", answer.DocumentSchema, "The answer of document show", answer.Document{}},
		{"references", answer.ReferencesSchema, "The answer of reference list", answer.References{}},
		{"reference", answer.ReferenceSchema, "The answer of reference show", answer.ReferenceShow{}},
		{"dataset", answer.ExportSchema, "The answer of dataset export", answer.Export{}},
		{"info", answer.InfoSchema, "The answer of dataset info", answer.Info{}},
		{"validation", answer.ValidationSchema, "The answer of dataset validate", answer.Validation{}},
		{"config", answer.ConfigSchema, "The answer of config show", answer.Config{}},
		{"version", answer.VersionSchema, "The answer of version", answer.Version{}},
		{"result", "", "One line of drug lookup or drug compare with -o ndjson", answer.Result{}},
		{"entry", "", "One line of drug list with -o ndjson", answer.Entry{}},
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
			return nil, fmt.Errorf("the description of %s is of no field", key)
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
	for i := range t.NumField() {
		f := t.Field(i)
		key := f.Tag.Get("json")
		if key == "-" {
			continue
		}
		value, err := g.field(t, f, key)
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
	if t == reflect.TypeFor[answer.Result]() {
		o = append(o, answered()...)
	}
	return o, nil
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
	path := t.Name() + "." + key
	d, ok := fields()[path]
	if !ok {
		return nil, fmt.Errorf("%s is not described", path)
	}
	g.used[path] = true
	value, err := g.value(f.Type, d)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return append(object{{"description", d.text}}, value...), nil
}

func (g *generator) value(t reflect.Type, d description) (object, error) {
	switch t.Kind() {
	case reflect.String, reflect.Uint8: // a text, or a word of a vocabulary
		if d.words != nil {
			return object{{"enum", d.words}}, nil
		}
		if t.Kind() == reflect.Uint8 {
			return nil, fmt.Errorf("the words of %s are not listed", t)
		}
		return object{{"type", "string"}}, nil
	case reflect.Bool:
		return object{{"type", "boolean"}}, nil
	case reflect.Int:
		return object{{"type", "integer"}, {"minimum", d.least}}, nil
	case reflect.Interface:
		return object{{"type", words("string", "boolean")}}, nil
	case reflect.Slice:
		items, err := g.value(t.Elem(), d)
		return object{{"type", "array"}, {"items", items}}, err
	case reflect.Struct:
		return object{{"$ref", "#/$defs/" + t.Name()}}, g.define(t)
	case reflect.Pointer:
		return g.nullable(t.Elem(), d)
	}
	return nil, fmt.Errorf("no schema for %s", t)
}

func (g *generator) nullable(t reflect.Type, d description) (object, error) {
	if d.words != nil {
		return object{{"enum", append(slices.Clone(d.words), nil)}}, nil
	}
	value, err := g.value(t, d)
	if err != nil {
		return nil, err
	}
	if t.Kind() == reflect.Struct {
		return object{{"anyOf", []object{value, {{"type", "null"}}}}}, nil
	}
	value[0].value = words(value[0].value.(string), "null")
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

// description is what a field's type does not tell.
type description struct {
	text  string
	words []any // what a string may be; nil for anything
	least int   // the least value of a number
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

// fields describes every field by the name of its type and its key.
func fields() map[string]description {
	phases := listed(catalog.AllPhases.List()...)
	phaseStatus := listed(catalog.Statuses()...)
	status := phaseStatus[1:] // not_stated is of a phase, never of a statement
	kinds := listed(catalog.Kinds()...)
	settings := listed(catalog.InPregnancy, catalog.InLactation, catalog.Postpartum, catalog.General)
	speakers := listed(catalog.Article, catalog.Leaflet, catalog.Forum, catalog.Doctor, catalog.Reader)
	certainties := listed(catalog.Sure, catalog.Likely, catalog.Guess)
	bases := listed(catalog.Documents, catalog.GeneralKnowledge)
	links := listed(resolve.Direct, resolve.Brand, resolve.Ingredient, resolve.Class)
	positions := listed(catalog.NoData, catalog.Acceptable, catalog.WithCaution, catalog.OnlyIfNeeded, catalog.Avoid, catalog.PositionContraindicated)
	read := words(catalog.AtSource, catalog.Quoted)

	text := func(s string) description { return description{text: s} }
	set := func(s string, w []any) description { return description{text: s, words: w} }
	from1 := func(s string) description { return description{text: s, least: 1} }

	const (
		dataset = "The dataset that the answer came from."
		notice  = "What this is and is not; printed with every answer."
		advice  = "What is stated of all medicines or of painkillers at large; part of no entry's status."
	)
	m := map[string]description{
		"Dataset.version":    text("The calendar version of the data."),
		"Dataset.source":     text("\"embedded\", the folder of --data, or both."),
		"Dataset.hash":       text("Of the YAML that it was made from."),
		"Dataset.entries":    text("How many entries it holds."),
		"Dataset.statements": text("How many statements it holds."),

		"Lookup.results":  text("One for each name, in the order asked."),
		"Compare.results": text("One for each name, in the order asked."),
		"List.filters":    text("The filters as they were understood."),
		"List.entries":    text("The entries that pass every filter, by name."),

		"Result.query":       text("The name as it was asked."),
		"Result.match":       text("How the name was resolved."),
		"Result.suggestions": text("What may have been meant, best first, at most five; never with a status."),
		"Result.entry":       text("The answer; null where the name was not resolved."),

		"Match.kind": set("exact: the entry's name. alias: another name of it. code: an ATC code or RxCUI. spelling: corrected. ambiguous, none: not resolved.",
			words(string(match.Exact), string(match.Alias), string(match.Code), string(match.Spelling), string(match.Ambiguous), string(match.None))),
		"Match.id":       text("Of the entry."),
		"Match.name":     text("Of the entry."),
		"Match.matched":  text("The name of the entry that the query met."),
		"Match.distance": text("How many edits away the query is; 0 unless spelling."),
		"Match.message":  text("Why the name was not resolved, in a sentence."),

		"Suggestion.id":   text("Of the entry."),
		"Suggestion.name": text("Of the entry."),

		"Filters.phases":       set("The phases asked for; empty for all.", phases),
		"Filters.status":       set("The statuses asked for; empty for all.", phaseStatus),
		"Filters.kind":         set("The kinds asked for; empty for all.", kinds),
		"Filters.class":        text("The id of the class asked for."),
		"Filters.contains":     text("The id of the ingredient asked for."),
		"Filters.document":     text("The id of the document asked for."),
		"Filters.disputed":     text("Disputed entries only."),
		"Filters.contradicted": text("Contradicted entries only."),

		"Entry.id":              text("Lower case letters, digits and hyphens; it does not change."),
		"Entry.name":            text("As a person writes it."),
		"Entry.kind":            set("What sort of thing the entry is.", kinds),
		"Entry.route":           set("How it is given; null where not known.", words(catalog.RouteWords()...)),
		"Entry.form":            text("As in \"gel\"; null where not known."),
		"Entry.advice":          text("It speaks of all medicines or of painkillers at large."),
		"Entry.identity":        text("What a garbled or foreign name is held to be."),
		"Entry.aliases":         text("Its other names."),
		"Entry.ingredients":     text("What it contains, as far as known."),
		"Entry.classes":         text("What it belongs to."),
		"Entry.codes":           text("Its checked codes."),
		"Entry.confusable_with": text("Names easily taken for its own."),
		"Entry.status":          text("The status of each phase."),
		"Entry.statements":      text("Every statement that reaches it: direct ones first, then by brand, ingredient and class."),
		"Entry.references":      text("What public authorities say, beside the documents."),

		"Identity.text":      text("In words."),
		"Identity.certainty": set("How sure that is.", certainties),

		"Link.id":     text("Of the substance or class."),
		"Link.name":   text("Of the substance or class."),
		"Link.basis":  set("What the link rests on.", bases),
		"Link.source": text("A place in the documents, as in \"doc-000:58\", or a public identifier."),

		"Codes.atc":   text("ATC codes."),
		"Codes.rxcui": text("RxNorm concept identifiers."),

		"Confusable.id":     text("Of the entry of that name; null where there is none."),
		"Confusable.name":   text("The other name."),
		"Confusable.reason": text("Why the two are taken for one another."),

		"Status.pregnancy":  text("The three trimesters."),
		"Status.lactation":  text("While breastfeeding."),
		"Trimesters.first":  text("The first trimester."),
		"Trimesters.second": text("The second trimester."),
		"Trimesters.third":  text("The third trimester."),

		"Phase.status":       set("The most cautious status among the statements that reach the phase.", phaseStatus),
		"Phase.basis":        set("The link of the statement that decides; silent where nothing is stated.", append(slices.Clone(links), resolve.Silent.String())),
		"Phase.direct":       set("The status of the statements about the entry itself.", phaseStatus),
		"Phase.disputed":     text("One statement permits and another refuses."),
		"Phase.contradicted": text("The documents permit what an authority says to avoid."),
		"Phase.statements":   text("The ids of the statements about this phase, the deciding one first."),

		"About.id":   text("Its id."),
		"About.name": text("Its name."),

		"Statement.id":            text("Entry, document and line; it does not change while those stay."),
		"Statement.about":         text("The entry that the passage speaks of."),
		"Statement.via":           set("The link by which it reaches the entry.", links),
		"Statement.phases":        set("The phases that it speaks of.", phases),
		"Statement.phase_wording": set("stated: the passage names the phase. unspecified: it does not.", listed(catalog.Stated, catalog.Unspecified)),
		"Statement.setting":       set("What the passage is about.", settings),
		"Statement.covers":        set("How much of its subject it speaks of.", listed(catalog.All, catalog.Most, catalog.Some)),
		"Statement.status":        set("What the passage says.", status),
		"Statement.claim":         text("The passage in our words."),
		"Statement.caveats":       text("Its limits and warnings, in our words."),
		"Statement.speaker":       set("Who says it.", speakers),
		"Statement.reported_by":   set("Who reports the speaker's words; null where the speaker speaks.", speakers),
		"Statement.source":        text("Where it stands."),

		"Source.document":   text("The id of the document."),
		"Source.file":       text("The document's file."),
		"Source.line":       from1("The line of that file, from 1."),
		"Source.section":    text("The heading above the line."),
		"Source.printed_as": text("The name as the line prints it."),

		"Reference.id":        text("Its id."),
		"Reference.about":     text("The substance or class through which it reaches the entry."),
		"Reference.route":     text("The route that it speaks of, in words."),
		"Reference.positions": text("What it says of phases."),
		"Reference.text":      text("What it says, in our words."),
		"Reference.authority": text("Who says it."),
		"Reference.country":   text("Where that authority is."),
		"Reference.date":      text("As precise as known: a year, a month or a day; null where undated."),
		"Reference.document":  text("Where it says so."),
		"Reference.read":      set("source: read where it was published. quoted: read where another quotes it.", read),

		"Position.phase":     set("The phase.", phases),
		"Position.from_week": from1("From this week of pregnancy on; null where not limited."),
		"Position.to_week":   from1("Up to this week of pregnancy; null where not limited."),
		"Position.in_part":   text("It covers only some weeks of the trimester."),
		"Position.position":  set("What the authority says.", positions),

		"Documents.documents":      text("The sources."),
		"Document.document":        text("The source."),
		"Document.statements":      text("Every statement read from it, in the order of its lines."),
		"DocumentInfo.id":          text("As in \"doc-004\"."),
		"DocumentInfo.file":        text("Its file."),
		"DocumentInfo.title":       text("Its title."),
		"DocumentInfo.summary":     text("What kind of page it is, in our words."),
		"DocumentInfo.covers":      set("What it speaks of.", settings),
		"DocumentInfo.lines":       text("How many lines its file has."),
		"DocumentInfo.statements":  text("How many statements were read from it."),
		"DocumentInfo.entries":     text("How many entries it speaks of."),
		"DocumentInfo.parts":       text("The pages that it strings together."),
		"DocumentInfo.disclaimers": text("Its warnings about itself."),
		"Part.title":               text("Its title."),
		"Part.from":                from1("Its first line."),
		"Part.to":                  from1("Its last line."),
		"Part.kind":                set("Who speaks in it.", speakers),
		"Disclaimer.line":          from1("Where it stands."),
		"Disclaimer.text":          text("In our words."),

		"References.references":   text("What public authorities say."),
		"ReferenceShow.reference": text("What a public authority says."),
		"ReferenceInfo.about":     text("The substances and classes that it speaks of."),
		"ReferenceInfo.entries":   text("The entries that it reaches."),

		"Export.documents":  text("The sources."),
		"Export.entries":    text("Every entry."),
		"Export.references": text("What public authorities say."),

		"Info.documents":   text("How many documents it holds."),
		"Info.substances":  text("How many active substances it holds."),
		"Info.names":       text("How many names resolve exactly."),
		"Info.references":  text("How many references it holds."),
		"Info.kinds":       text("How many entries of each kind it holds."),
		"Kinds.ingredient": text("Active substances."),
		"Kinds.product":    text("Brands and preparations."),
		"Kinds.class":      text("Groups of medicines."),
		"Kinds.remedy":     text("Folk and herbal remedies, compresses, rubs."),

		"Validation.source": text("The folder checked, or \"embedded\"."),
		"Validation.valid":  text("There is no fault; there may be warnings."),
		"Validation.faults": text("The faults and warnings."),
		"Fault.level":       set("Only a fault makes a dataset invalid.", words(answer.FaultLevel, answer.WarningLevel)),
		"Fault.file":        text("Its file."),
		"Fault.line":        text("Its line, from 1; 0 where it is that of the whole file."),
		"Fault.column":      text("Its column, from 1; 0 where not known."),
		"Fault.message":     text("What is wrong."),

		"Config.path":     text("The configuration file, which need not exist; null where there is no place for one."),
		"Config.settings": text("Every setting."),
		"Setting.key":     text("Its key in the file."),
		"Setting.value":   text("Its value."),
		"Setting.origin":  set("The layer that it comes from.", words("built-in", "file", "environment", "flag")),
		"Setting.where":   text("The place in that layer; null for a built-in value."),

		"Version.version": text("Of the program."),
		"Version.commit":  text("Of its source; null where the build does not tell."),
		"Version.date":    text("Of the commit; null where the build does not tell."),
		"Version.go":      text("The Go version that built it."),
		"Version.system":  text("As in \"linux/amd64\"."),
		"Version.schemas": text("The shapes of the JSON that it writes."),
	}
	for _, t := range []string{"Lookup", "List", "Compare", "Documents", "Document", "References", "ReferenceShow", "Export", "Info", "Version"} {
		m[t+".dataset"] = text(dataset)
		if t != "Info" && t != "Version" {
			m[t+".notice"] = text(notice)
		}
	}
	for _, t := range []string{"Lookup", "List", "Compare"} {
		m[t+".advice"] = text(advice)
	}
	for _, key := range []string{"id", "route", "positions", "text", "authority", "country", "date", "document", "read"} {
		m["ReferenceInfo."+key] = m["Reference."+key]
	}
	return m
}
