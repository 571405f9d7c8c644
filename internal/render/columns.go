package render

import (
	"slices"
	"strconv"
	"strings"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/term"
)

// A column of the flat form of a result: csv, and table and markdown where
// --columns asks for it. The name is the header of csv and what --columns
// takes.
type column struct {
	name   string
	phase  string // the phase it speaks of, empty for none
	status bool   // its cells are status words
	extra  bool   // shown only when asked for
}

// flat is a result in its flat form: the columns it has, and a function that
// fills rows with those of the given indexes only.
type flat struct {
	columns []column
	fill    func(at []int) [][]string
}

// sheet is a flat result with the columns that were picked.
type sheet struct {
	columns []column
	rows    [][]string
}

// field is a column and how a row of type T fills it.
type field[T any] struct {
	column
	get func(T) string
}

// between joins several values in one cell.
const between = "; "

// flatten gives the columns of a result, default and extra, and its rows.
func flatten(v any, phases []string) (flat, bool) {
	switch v := v.(type) {
	case answer.Lookup:
		return rows(resultFields(phases), v.Results), true
	case answer.Compare:
		return rows(resultFields(phases), v.Results), true
	case answer.List:
		return rows(entryFields(phases), pointers(v.Entries)), true
	case answer.Documents:
		return rows(documentFields(), v.Documents), true
	case answer.Document:
		return rows(statementFields(), v.Statements), true
	case answer.References:
		return rows(referenceFields(), v.References), true
	case answer.ReferenceShow:
		return rows(referenceFields(), []answer.ReferenceInfo{v.Reference}), true
	case Table:
		f := flat{fill: func(at []int) [][]string {
			out := make([][]string, len(v.Rows))
			for r, row := range v.Rows {
				out[r] = make([]string, len(at))
				for j, i := range at {
					if i < len(row) { // a short row ends in empty cells
						out[r][j] = row[i]
					}
				}
			}
			return out
		}}
		for _, c := range v.Columns {
			f.columns = append(f.columns, column{name: c})
		}
		return f, true
	}
	return flat{}, false
}

func rows[T any](fields []field[T], list []T) flat {
	f := flat{columns: make([]column, len(fields))}
	for i, c := range fields {
		f.columns[i] = c.column
	}
	f.fill = func(at []int) [][]string {
		out := make([][]string, len(list))
		for r, v := range list {
			out[r] = make([]string, len(at))
			for j, i := range at {
				out[r][j] = fields[i].get(v)
			}
		}
		return out
	}
	return f
}

func pointers[T any](list []T) []*T {
	out := make([]*T, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}

// pick reduces a flat result to the columns asked for, in that order; without
// any to its own, less those of phases not asked for.
func (f flat) pick(names, phases []string) sheet {
	at := f.picked(names, phases)
	// Every cell is made fit for a terminal here, for csv too: a CSV is read
	// in terminals, and no field of ours has lines.
	s := sheet{columns: make([]column, len(at)), rows: cleaned(f.fill(at))}
	for j, i := range at {
		s.columns[j] = f.columns[i]
		s.columns[j].name = term.Clean(s.columns[j].name)
	}
	return s
}

// picked is the indexes of the columns that pick takes.
func (f flat) picked(names, phases []string) []int {
	var at []int
	if len(names) == 0 {
		for i, c := range f.columns {
			if !c.extra && (c.phase == "" || wanted(phases, c.phase)) {
				at = append(at, i)
			}
		}
	}
	for _, n := range names {
		if i := f.index(n); i >= 0 {
			at = append(at, i)
		}
	}
	return at
}

func (f flat) index(name string) int {
	return slices.IndexFunc(f.columns, func(c column) bool { return c.name == name })
}

// check refuses a column that the result does not have.
func (f flat) check(names []string) error {
	for _, n := range names {
		if f.index(n) < 0 {
			return &ColumnError{n, f.names()}
		}
	}
	return nil
}

func (f flat) names() []string {
	names := make([]string, 0, len(f.columns))
	for _, extra := range []bool{false, true} {
		for _, c := range f.columns {
			if c.extra == extra {
				names = append(names, c.name)
			}
		}
	}
	return names
}

// wanted reports whether a phase is among those asked for; nil asks for all.
func wanted(phases []string, p string) bool {
	return len(phases) == 0 || slices.Contains(phases, p)
}

// phaseNames lists the phases asked for in their own order.
func phaseNames(phases []string) []string {
	var out []string
	for _, p := range catalog.AllPhases.Words() {
		if wanted(phases, p) {
			out = append(out, p)
		}
	}
	return out
}

func phaseOf(e *answer.Entry, name string) answer.Phase {
	switch name {
	case catalog.First.String():
		return e.Status.Pregnancy.First
	case catalog.Second.String():
		return e.Status.Pregnancy.Second
	case catalog.Third.String():
		return e.Status.Pregnancy.Third
	}
	return e.Status.Lactation
}

// deciding is the statement that decides a phase, nil where none does.
func deciding(e *answer.Entry, p answer.Phase) *answer.Statement {
	if len(p.Statements) == 0 {
		return nil
	}
	return statementByID(e, p.Statements[0])
}

func statementByID(e *answer.Entry, id string) *answer.Statement {
	for i := range e.Statements {
		if e.Statements[i].ID == id {
			return &e.Statements[i]
		}
	}
	return nil
}

// place is where a statement stands, as in "doc-004:77".
func place(s answer.Source) string { return s.Document + ":" + strconv.Itoa(s.Line) }

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func entryFields(phases []string) []field[*answer.Entry] {
	col := func(name string, get func(*answer.Entry) string) field[*answer.Entry] {
		return field[*answer.Entry]{column{name: name}, get}
	}
	extra := func(name string, get func(*answer.Entry) string) field[*answer.Entry] {
		return field[*answer.Entry]{column{name: name, extra: true}, get}
	}
	fields := []field[*answer.Entry]{
		col("id", func(e *answer.Entry) string { return e.ID }),
		col("name", func(e *answer.Entry) string { return e.Name }),
		col("kind", func(e *answer.Entry) string { return e.Kind }),
		col("route", func(e *answer.Entry) string { return value(e.Route) }),
		col("form", func(e *answer.Entry) string { return value(e.Form) }),
	}
	for _, p := range catalog.AllPhases.Words() {
		fields = append(fields, field[*answer.Entry]{column{name: p, phase: p, status: true},
			func(e *answer.Entry) string { return phaseOf(e, p).Status }})
	}
	marked := func(e *answer.Entry, is func(answer.Phase) bool) string {
		var in []string
		for _, p := range phaseNames(phases) {
			if is(phaseOf(e, p)) {
				in = append(in, p)
			}
		}
		return strings.Join(in, between)
	}
	fields = append(fields,
		col("disputed", func(e *answer.Entry) string {
			return marked(e, func(p answer.Phase) bool { return p.Disputed })
		}),
		col("contradicted", func(e *answer.Entry) string {
			return marked(e, func(p answer.Phase) bool { return p.Contradicted })
		}),
		col("statements", func(e *answer.Entry) string { return strconv.Itoa(len(e.Statements)) }),
		extra("advice", func(e *answer.Entry) string { return strconv.FormatBool(e.Advice) }),
		extra("identity", func(e *answer.Entry) string {
			if e.Identity == nil {
				return ""
			}
			return e.Identity.Text
		}),
		extra("certainty", func(e *answer.Entry) string {
			if e.Identity == nil {
				return ""
			}
			return e.Identity.Certainty
		}),
		extra("aliases", func(e *answer.Entry) string { return strings.Join(e.Aliases, between) }),
		extra("ingredients", func(e *answer.Entry) string { return strings.Join(linkNames(e.Ingredients), between) }),
		extra("classes", func(e *answer.Entry) string { return strings.Join(linkNames(e.Classes), between) }),
		extra("atc", func(e *answer.Entry) string { return strings.Join(e.Codes.ATC, between) }),
		extra("rxcui", func(e *answer.Entry) string { return strings.Join(e.Codes.RxCUI, between) }),
		extra("caveats", func(e *answer.Entry) string {
			var all []string
			for _, c := range distinctCaveats(e.Statements) {
				all = append(all, c.text)
			}
			return strings.Join(all, between)
		}),
		extra("references", func(e *answer.Entry) string { return strconv.Itoa(len(e.References)) }),
	)
	for _, p := range catalog.AllPhases.Words() {
		of := func(name string, get func(*answer.Entry, answer.Phase) string) {
			fields = append(fields, field[*answer.Entry]{column{name: p + "_" + name, phase: p, extra: true, status: name == "direct"},
				func(e *answer.Entry) string { return get(e, phaseOf(e, p)) }})
		}
		of("basis", func(_ *answer.Entry, p answer.Phase) string { return p.Basis })
		of("direct", func(_ *answer.Entry, p answer.Phase) string { return p.Direct })
		of("disputed", func(_ *answer.Entry, p answer.Phase) string { return strconv.FormatBool(p.Disputed) })
		of("contradicted", func(_ *answer.Entry, p answer.Phase) string { return strconv.FormatBool(p.Contradicted) })
		of("claim", func(e *answer.Entry, p answer.Phase) string {
			if s := deciding(e, p); s != nil {
				return s.Claim
			}
			return ""
		})
		of("source", func(e *answer.Entry, p answer.Phase) string {
			if s := deciding(e, p); s != nil {
				return place(s.Source)
			}
			return ""
		})
	}
	return fields
}

func linkNames(links []answer.Link) []string {
	var out []string
	for _, l := range links {
		out = append(out, l.Name)
	}
	return out
}

// resultFields are the columns of a lookup: how the name was met, then those
// of its entry, empty where there is none.
func resultFields(phases []string) []field[answer.Result] {
	fields := []field[answer.Result]{
		{column{name: "query"}, func(r answer.Result) string { return r.Query }},
		{column{name: "match"}, func(r answer.Result) string { return r.Match.Kind }},
		{column{name: "matched"}, func(r answer.Result) string { return value(r.Match.Matched) }},
	}
	for _, f := range entryFields(phases) {
		switch f.name {
		case "route", "form":
			f.extra = true
		}
		get := f.get
		fields = append(fields, field[answer.Result]{f.column, func(r answer.Result) string {
			if r.Entry == nil {
				return ""
			}
			return get(r.Entry)
		}})
	}
	return append(fields,
		field[answer.Result]{column{name: "suggestions"}, func(r answer.Result) string {
			var names []string
			for _, s := range r.Suggestions {
				names = append(names, s.Name)
			}
			return strings.Join(names, between)
		}},
		field[answer.Result]{column{name: "message"}, func(r answer.Result) string { return value(r.Match.Message) }},
		field[answer.Result]{column{name: "distance", extra: true}, func(r answer.Result) string { return strconv.Itoa(r.Match.Distance) }},
	)
}

func documentFields() []field[answer.DocumentInfo] {
	return []field[answer.DocumentInfo]{
		{column{name: "id"}, func(d answer.DocumentInfo) string { return d.ID }},
		{column{name: "file"}, func(d answer.DocumentInfo) string { return d.File }},
		{column{name: "title"}, func(d answer.DocumentInfo) string { return d.Title }},
		{column{name: "covers"}, func(d answer.DocumentInfo) string { return strings.Join(d.Covers, between) }},
		{column{name: "lines"}, func(d answer.DocumentInfo) string { return strconv.Itoa(d.Lines) }},
		{column{name: "statements"}, func(d answer.DocumentInfo) string { return strconv.Itoa(d.Statements) }},
		{column{name: "entries"}, func(d answer.DocumentInfo) string { return strconv.Itoa(d.Entries) }},
		{column{name: "summary", extra: true}, func(d answer.DocumentInfo) string { return d.Summary }},
		{column{name: "parts", extra: true}, func(d answer.DocumentInfo) string { return strconv.Itoa(len(d.Parts)) }},
		{column{name: "disclaimers", extra: true}, func(d answer.DocumentInfo) string {
			var all []string
			for _, x := range d.Disclaimers {
				all = append(all, x.Text)
			}
			return strings.Join(all, between)
		}},
	}
}

func statementFields() []field[answer.Statement] {
	return []field[answer.Statement]{
		{column{name: "line"}, func(s answer.Statement) string { return strconv.Itoa(s.Source.Line) }},
		{column{name: "id"}, func(s answer.Statement) string { return s.ID }},
		{column{name: "about"}, func(s answer.Statement) string { return s.About.Name }},
		{column{name: "status", status: true}, func(s answer.Statement) string { return s.Status }},
		{column{name: "phases"}, func(s answer.Statement) string { return strings.Join(s.Phases, between) }},
		{column{name: "phase_wording"}, func(s answer.Statement) string { return s.PhaseWording }},
		{column{name: "setting"}, func(s answer.Statement) string { return s.Setting }},
		{column{name: "covers"}, func(s answer.Statement) string { return s.Covers }},
		{column{name: "claim"}, func(s answer.Statement) string { return s.Claim }},
		{column{name: "caveats"}, func(s answer.Statement) string { return strings.Join(s.Caveats, between) }},
		{column{name: "speaker"}, func(s answer.Statement) string { return s.Speaker }},
		{column{name: "reported_by"}, func(s answer.Statement) string { return value(s.ReportedBy) }},
		{column{name: "printed_as"}, func(s answer.Statement) string { return s.Source.PrintedAs }},
		{column{name: "section"}, func(s answer.Statement) string { return s.Source.Section }},
		{column{name: "about_id", extra: true}, func(s answer.Statement) string { return s.About.ID }},
		{column{name: "document", extra: true}, func(s answer.Statement) string { return s.Source.Document }},
		{column{name: "file", extra: true}, func(s answer.Statement) string { return s.Source.File }},
	}
}

func referenceFields() []field[answer.ReferenceInfo] {
	joined := func(list []answer.About) string {
		var names []string
		for _, a := range list {
			names = append(names, a.Name)
		}
		return strings.Join(names, between)
	}
	return []field[answer.ReferenceInfo]{
		{column{name: "id"}, func(r answer.ReferenceInfo) string { return r.ID }},
		{column{name: "about"}, func(r answer.ReferenceInfo) string { return joined(r.About) }},
		{column{name: "route"}, func(r answer.ReferenceInfo) string { return r.Route }},
		{column{name: "positions"}, func(r answer.ReferenceInfo) string {
			var all []string
			for _, p := range r.Positions {
				all = append(all, p.Phase+weeks(p)+inPart(p)+": "+p.Position)
			}
			return strings.Join(all, between)
		}},
		{column{name: "authority"}, func(r answer.ReferenceInfo) string { return r.Authority }},
		{column{name: "country"}, func(r answer.ReferenceInfo) string { return r.Country }},
		{column{name: "date"}, func(r answer.ReferenceInfo) string { return value(r.Date) }},
		{column{name: "document"}, func(r answer.ReferenceInfo) string { return r.Document }},
		{column{name: "read"}, func(r answer.ReferenceInfo) string { return r.Read }},
		{column{name: "text"}, func(r answer.ReferenceInfo) string { return r.Text }},
		{column{name: "entries", extra: true}, func(r answer.ReferenceInfo) string { return joined(r.Entries) }},
	}
}
