package answer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/name"
	"github.com/backcare/backcare/internal/resolve"
)

// Options narrow what an answer shows. They never change a status.
type Options struct {
	// Phases keeps the statements about one of these phases; those about no
	// phase at all are then left out too. Empty keeps every statement.
	Phases catalog.Phases
	// NoReferences leaves the references out. "Contradicted" stays: false would
	// say that authorities agree.
	NoReferences bool
	// Find resolves the names given to the class and contains filters. Nil
	// finds the dataset's exact names only.
	Find func(name string) (entry int32, ok bool)
}

// Builder makes the typed results from one dataset. It changes nothing in it
// and may be used by several goroutines.
type Builder struct {
	ds     *catalog.Dataset
	source string
	opt    Options
}

// NewBuilder makes a builder. Source says where the dataset came from:
// "embedded", or a folder.
func NewBuilder(ds *catalog.Dataset, source string) *Builder {
	return &Builder{ds: ds, source: source}
}

// With returns a builder of the same dataset with other options.
func (b *Builder) With(o Options) *Builder {
	return &Builder{ds: b.ds, source: b.source, opt: o}
}

// Dataset says which data the answers come from.
func (b *Builder) Dataset() Dataset {
	d := Dataset{Version: b.ds.Version, Source: b.source, Hash: b.ds.Hash, Entries: len(b.ds.Entries)}
	for i := range b.ds.Entries {
		d.Statements += len(b.ds.Entries[i].Statements)
	}
	return d
}

// Advice lists what the documents state of all medicines or of painkillers
// at large. No option narrows it: it is shown with every answer.
func (b *Builder) Advice() []Statement {
	out := []Statement{}
	for i := range b.ds.Entries {
		e := &b.ds.Entries[i]
		if !e.Advice {
			continue
		}
		for k := range e.Statements {
			out = append(out, b.statement(resolve.Statement{Statement: &e.Statements[k], About: int32(i), Via: resolve.Direct}))
		}
	}
	return out
}

// Entry makes the entry at index i of the dataset's entries.
func (b *Builder) Entry(i int32) Entry {
	r := resolve.Entry(b.ds, i)
	return b.entry(&r)
}

func (b *Builder) entry(r *resolve.Resolution) Entry {
	e := &b.ds.Entries[r.Entry]
	out := Entry{
		ID: e.ID, Name: e.Name, Kind: e.Kind.String(),
		Route: optional(e.Route), Form: optional(e.Form), Advice: e.Advice,
		Aliases:        list(e.Aliases),
		Ingredients:    []Link{},
		Classes:        []Link{},
		Codes:          Codes{ATC: list(e.ATC), RxCUI: list(e.RxCUI)},
		ConfusableWith: []Confusable{},
		Status: Status{
			Pregnancy: Trimesters{
				First:  b.phase(r, catalog.First),
				Second: b.phase(r, catalog.Second),
				Third:  b.phase(r, catalog.Third),
			},
			Lactation: b.phase(r, catalog.Lactation),
		},
		Statements: []Statement{},
		References: []Reference{},
	}
	if e.Identity.Text != "" {
		out.Identity = &Identity{Text: e.Identity.Text, Certainty: e.Identity.Certainty.String()}
	}
	for _, l := range e.Ingredients {
		out.Ingredients = append(out.Ingredients, Link{l.ID, b.ds.Substances[l.Index].Name, l.Basis.String(), l.Source})
	}
	for _, l := range e.Classes {
		out.Classes = append(out.Classes, Link{l.ID, b.ds.Entries[l.Index].Name, l.Basis.String(), l.Source})
	}
	for _, c := range e.Confusable {
		conf := Confusable{Name: c.Name, Reason: c.Reason}
		if c.Entry >= 0 {
			conf.ID = &b.ds.Entries[c.Entry].ID
		}
		out.ConfusableWith = append(out.ConfusableWith, conf)
	}
	for _, s := range r.Statements {
		if b.opt.Phases == 0 || s.Phases&b.opt.Phases != 0 {
			out.Statements = append(out.Statements, b.statement(s))
		}
	}
	if !b.opt.NoReferences {
		for _, ref := range r.References {
			if b.shown(ref.Reference) {
				out.References = append(out.References, b.reference(ref))
			}
		}
	}
	return out
}

// shown: a reference that takes a position on phases, none of them asked
// for, is left out; one that takes none speaks of its subject as a whole.
func (b *Builder) shown(ref *catalog.Reference) bool {
	return b.opt.Phases == 0 || len(ref.Positions) == 0 ||
		slices.ContainsFunc(ref.Positions, func(p catalog.RefPosition) bool { return b.opt.Phases.Has(p.Phase) })
}

func (b *Builder) phase(r *resolve.Resolution, p catalog.Phase) Phase {
	h := &r.Phases[p]
	out := Phase{
		Status: h.Status.String(), Basis: h.Basis.String(), Direct: h.Direct.String(),
		Disputed:     h.Disputed,
		Contradicted: h.Contradicted,
		Statements:   make([]string, len(h.Statements)),
	}
	for i, s := range h.Statements {
		out.Statements[i] = s.ID
	}
	return out
}

func (b *Builder) statement(s resolve.Statement) Statement {
	wording := "unspecified"
	if s.Stated {
		wording = "stated"
	}
	d := &b.ds.Documents[s.Source.Document]
	return Statement{
		ID: s.ID, About: b.about(s.About), Via: s.Via.String(),
		Phases: s.Phases.Words(), PhaseWording: wording,
		Setting: s.Setting.String(), Covers: s.Covers.String(), Status: s.Status.String(),
		Claim: s.Claim, Caveats: list(s.Caveats),
		Speaker: s.Speaker.String(), ReportedBy: optional(s.ReportedBy.String()),
		Source: Source{d.ID, d.File, s.Source.Line, s.Source.Section, s.Source.PrintedAs},
	}
}

func (b *Builder) about(i int32) About {
	return About{b.ds.Entries[i].ID, b.ds.Entries[i].Name}
}

func (b *Builder) reference(r resolve.Reference) Reference {
	about := About{}
	if r.AboutClass {
		about = b.about(r.About)
	} else {
		about = About{b.ds.Substances[r.About].ID, b.ds.Substances[r.About].Name}
	}
	return Reference{
		ID: r.ID, About: about, Route: r.RouteNote, Positions: positions(r.Reference), Text: r.Text,
		Authority: r.Authority, Country: r.Country, Date: optional(r.Date), Document: r.Document, Read: r.Read,
	}
}

func positions(r *catalog.Reference) []Position {
	out := make([]Position, len(r.Positions))
	for i, p := range r.Positions {
		out[i] = Position{p.Phase.String(), week(p.FromWeek), week(p.ToWeek), resolve.InPart(p), p.Position.String()}
	}
	return out
}

// Result makes the answer for one name from what the matcher made of it.
func (b *Builder) Result(query string, m match.Result) Result {
	return b.ResultOf(query, m, func(i int32) *Entry {
		e := b.Entry(i)
		return &e
	})
}

// ResultOf makes the answer as Result does, with the entry that another
// function gives: one that keeps the entries of a batch, say.
func (b *Builder) ResultOf(query string, m match.Result, entry func(int32) *Entry) Result {
	out := Result{
		Query:       query,
		Match:       Match{Kind: string(m.Kind), Message: optional(m.Message)},
		Suggestions: []Suggestion{},
	}
	for k := range m.Suggestions {
		i := m.Suggestions[k].Entry
		a := b.about(i)
		out.Suggestions = append(out.Suggestions, Suggestion(a))
	}
	// An ambiguous name is never answered, whatever the matcher holds nearest.
	if m.Entry < 0 || m.Kind == match.None || m.Kind == match.Ambiguous {
		return out
	}
	e := entry(m.Entry)
	out.Entry = e
	out.Match.ID, out.Match.Name = &e.ID, &e.Name
	out.Match.Matched, out.Match.Distance = optional(m.Matched), m.Distance
	return out
}

// Lookup makes the answer of "drug lookup".
func (b *Builder) Lookup(results []Result) Lookup {
	return Lookup{LookupSchema, b.Dataset(), Notice, b.Advice(), list(results)}
}

// Compare makes the answer of "drug compare".
func (b *Builder) Compare(results []Result) Compare {
	return Compare{CompareSchema, b.Dataset(), Notice, b.Advice(), list(results)}
}

// FilterError is a filter with a value that the dataset or a vocabulary does
// not know.
type FilterError struct {
	Filter string // phase, status, kind, class, ingredient, document
	Value  string
	Hint   string // what would do, empty where nothing is near
}

func (e *FilterError) Error() string {
	s := fmt.Sprintf("unknown %s %q", e.Filter, e.Value)
	if e.Hint != "" {
		s += ": " + e.Hint
	}
	return s
}

// filters are Filters as the dataset's own words and indexes.
type filters struct {
	phases                 []catalog.Phase
	status                 []catalog.Status
	kinds                  []catalog.Kind
	class                  int32 // -1 where not asked for, as the two below
	contains               int32
	document               int32
	disputed, contradicted bool
}

// List makes the answer of "drug list": the entries that pass every filter,
// by name. Its Filters give class, contains and document as ids. The error is
// a *FilterError.
//
// Phases keep the entries about which something is stated for one of them,
// unless "not_stated" is among the statuses asked for: the question is then
// which entries have nothing stated there.
func (b *Builder) List(f Filters) (List, error) {
	q, err := b.parse(&f)
	if err != nil {
		return List{}, err
	}
	out := List{ListSchema, b.Dataset(), Notice, b.Advice(), f, []Entry{}}
	for i := range b.ds.Entries {
		r := resolve.Entry(b.ds, int32(i))
		if b.passes(&r, q) {
			out.Entries = append(out.Entries, b.entry(&r))
		}
	}
	slices.SortStableFunc(out.Entries, func(x, y Entry) int {
		return cmp.Or(cmp.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)), cmp.Compare(x.ID, y.ID))
	})
	return out, nil
}

func (b *Builder) passes(r *resolve.Resolution, q filters) bool {
	e := &b.ds.Entries[r.Entry]
	asked := q.phases
	if len(asked) == 0 {
		asked = []catalog.Phase{catalog.First, catalog.Second, catalog.Third, catalog.Lactation}
	}
	some := func(ok func(*resolve.Phase) bool) bool {
		return slices.ContainsFunc(asked, func(p catalog.Phase) bool { return ok(&r.Phases[p]) })
	}
	switch {
	case len(q.phases) > 0 && !slices.Contains(q.status, catalog.NotStated) &&
		!some(func(p *resolve.Phase) bool { return p.Status != catalog.NotStated }),
		len(q.status) > 0 && !some(func(p *resolve.Phase) bool { return slices.Contains(q.status, p.Status) }),
		len(q.kinds) > 0 && !slices.Contains(q.kinds, e.Kind),
		q.class >= 0 && !links(e.Classes, q.class),
		q.contains >= 0 && !links(e.Ingredients, q.contains),
		q.document >= 0 && !slices.ContainsFunc(e.Statements, func(s catalog.Statement) bool { return s.Source.Document == q.document }),
		q.disputed && !some(func(p *resolve.Phase) bool { return p.Disputed }),
		q.contradicted && !some(func(p *resolve.Phase) bool { return p.Contradicted }):
		return false
	}
	return true
}

func links(l []catalog.Link, index int32) bool {
	return slices.ContainsFunc(l, func(x catalog.Link) bool { return x.Index == index })
}

// parse checks the filters and writes them back as they were understood.
func (b *Builder) parse(f *Filters) (q filters, err error) {
	q = filters{class: -1, contains: -1, document: -1, disputed: f.Disputed, contradicted: f.Contradicted}
	if q.phases, err = words("phase", &f.Phases, catalog.ParsePhase, catalog.AllPhases.Words()); err != nil {
		return q, err
	}
	if q.status, err = words("status", &f.Status, catalog.ParseStatus, catalog.StatusWords()); err != nil {
		return q, err
	}
	if q.kinds, err = words("kind", &f.Kind, catalog.ParseKind, catalog.KindWords()); err != nil {
		return q, err
	}
	if f.Class != nil {
		if q.class = b.findClass(*f.Class); q.class < 0 {
			return q, &FilterError{"class", *f.Class, `"drug list --kind class" names every class`}
		}
		f.Class = &b.ds.Entries[q.class].ID
	}
	if f.Contains != nil {
		if q.contains = b.findSubstance(*f.Contains); q.contains < 0 {
			return q, &FilterError{"ingredient", *f.Contains, `"drug list --kind ingredient" names those with an entry of their own`}
		}
		f.Contains = &b.ds.Substances[q.contains].ID
	}
	if f.Document != nil {
		if q.document = b.findDocument(*f.Document); q.document < 0 {
			return q, &FilterError{"document", *f.Document, "one of " + strings.Join(b.documentIDs(), ", ")}
		}
		f.Document = &b.ds.Documents[q.document].ID
	}
	return q, nil
}

// words parses a list of words of a vocabulary, each kept once, and puts the
// list kept back in place of what was asked for.
func words[T comparable](filter string, asked *[]string, parse func(string) (T, bool), known []string) ([]T, error) {
	var out []T
	kept := []string{}
	for _, w := range *asked {
		v, ok := parse(w)
		if !ok {
			return nil, &FilterError{filter, w, "one of " + strings.Join(known, ", ")}
		}
		if !slices.Contains(out, v) {
			out, kept = append(out, v), append(kept, w)
		}
	}
	*asked = kept
	return out, nil
}

// find resolves a name to an entry, -1 where it is none.
func (b *Builder) find(s string) int32 {
	if b.opt.Find != nil {
		if i, ok := b.opt.Find(s); ok {
			return i
		}
		return -1
	}
	key := name.Key(s)
	i, ok := slices.BinarySearchFunc(b.ds.Names, key, func(n catalog.Name, k string) int { return cmp.Compare(n.Key, k) })
	if !ok || i+1 < len(b.ds.Names) && b.ds.Names[i+1].Key == key {
		return -1 // unknown, or shared by several entries
	}
	return b.ds.Names[i].Entry
}

func (b *Builder) findClass(s string) int32 {
	for i := range b.ds.Entries {
		if e := &b.ds.Entries[i]; e.ID == s && e.Kind == catalog.Class {
			return int32(i)
		}
	}
	if i := b.find(s); i >= 0 && b.ds.Entries[i].Kind == catalog.Class {
		return i
	}
	return -1
}

// findSubstance knows a substance by its id or name, by the names of its own
// entry, and by a product that holds nothing else.
func (b *Builder) findSubstance(s string) int32 {
	key := name.Key(s)
	for i := range b.ds.Substances {
		if sub := &b.ds.Substances[i]; sub.ID == s || key != "" && name.Key(sub.Name) == key {
			return int32(i)
		}
	}
	e := b.find(s)
	if e < 0 {
		return -1
	}
	for i := range b.ds.Substances {
		if b.ds.Substances[i].Entry == e {
			return int32(i)
		}
	}
	if x := &b.ds.Entries[e]; resolve.Single(x) {
		return x.Ingredients[0].Index
	}
	return -1
}

// findDocument knows a document by its id, with or without "doc-".
func (b *Builder) findDocument(id string) int32 {
	return int32(slices.IndexFunc(b.ds.Documents, func(d catalog.Document) bool {
		return d.ID == id || d.ID == "doc-"+id
	}))
}

func (b *Builder) documentIDs() []string {
	ids := make([]string, len(b.ds.Documents))
	for i := range b.ds.Documents {
		ids[i] = b.ds.Documents[i].ID
	}
	return ids
}

// Documents makes the answer of "document list".
func (b *Builder) Documents() Documents {
	out := Documents{DocumentsSchema, b.Dataset(), Notice, []DocumentInfo{}}
	for i := range b.ds.Documents {
		out.Documents = append(out.Documents, b.document(int32(i)))
	}
	return out
}

// Document makes the answer of "document show"; an id goes without its
// "doc-" too. It is false for an unknown id.
func (b *Builder) Document(id string) (Document, bool) {
	d := b.findDocument(id)
	if d < 0 {
		return Document{}, false
	}
	out := Document{DocumentSchema, b.Dataset(), Notice, b.document(d), []Statement{}}
	for i := range b.ds.Entries {
		e := &b.ds.Entries[i]
		for k := range e.Statements {
			if s := &e.Statements[k]; s.Source.Document == d {
				out.Statements = append(out.Statements, b.statement(resolve.Statement{Statement: s, About: int32(i), Via: resolve.Direct}))
			}
		}
	}
	slices.SortStableFunc(out.Statements, func(x, y Statement) int {
		return cmp.Or(cmp.Compare(x.Source.Line, y.Source.Line), cmp.Compare(x.ID, y.ID))
	})
	return out, true
}

func (b *Builder) document(d int32) DocumentInfo {
	doc := &b.ds.Documents[d]
	out := DocumentInfo{
		ID: doc.ID, File: doc.File, Title: doc.Title, Summary: doc.Summary,
		Covers: list(doc.Covers), Lines: doc.Lines,
		Parts: []Part{}, Disclaimers: []Disclaimer{},
	}
	for _, p := range doc.Parts {
		out.Parts = append(out.Parts, Part{p.Title, p.From, p.To, p.Kind.String()})
	}
	for _, x := range doc.Disclaimers {
		out.Disclaimers = append(out.Disclaimers, Disclaimer(x))
	}
	for i := range b.ds.Entries {
		n := 0
		for k := range b.ds.Entries[i].Statements {
			if b.ds.Entries[i].Statements[k].Source.Document == d {
				n++
			}
		}
		out.Statements += n
		out.Entries += min(n, 1)
	}
	return out
}

// References makes the answer of "reference list".
func (b *Builder) References() References {
	out := References{ReferenceSchema, b.Dataset(), Notice, []ReferenceInfo{}}
	reached := b.reached()
	for i := range b.ds.References {
		out.References = append(out.References, b.referenceInfo(i, reached))
	}
	return out
}

// Reference makes the answer of "reference show"; it is false for an unknown
// id.
func (b *Builder) Reference(id string) (ReferenceShow, bool) {
	i := slices.IndexFunc(b.ds.References, func(r catalog.Reference) bool { return r.ID == id })
	if i < 0 {
		return ReferenceShow{}, false
	}
	return ReferenceShow{ReferenceShowSchema, b.Dataset(), Notice, b.referenceInfo(i, b.reached())}, true
}

// reached lists for each reference's id the entries that it reaches.
func (b *Builder) reached() map[string][]About {
	m := map[string][]About{}
	for i := range b.ds.Entries {
		for _, r := range resolve.References(b.ds, int32(i)) {
			m[r.ID] = append(m[r.ID], b.about(int32(i)))
		}
	}
	return m
}

func (b *Builder) referenceInfo(i int, reached map[string][]About) ReferenceInfo {
	r := &b.ds.References[i]
	out := ReferenceInfo{
		ID: r.ID, About: []About{}, Route: r.RouteNote, Positions: positions(r), Text: r.Text,
		Authority: r.Authority, Country: r.Country, Date: optional(r.Date), Document: r.Document, Read: r.Read,
		Entries: list(reached[r.ID]),
	}
	for _, s := range r.Substances {
		out.About = append(out.About, About{b.ds.Substances[s].ID, b.ds.Substances[s].Name})
	}
	for _, c := range r.Classes {
		out.About = append(out.About, b.about(c))
	}
	return out
}

// list makes a list that is never nil, so that JSON shows [] and not null.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// optional is nil for a value that is not known.
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func week(w int) *int {
	if w == 0 {
		return nil
	}
	return &w
}
