package answer

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
)

// ExportSchema identifies the JSON of Export.
const ExportSchema = "backcare.dataset/2"

// Export is the answer of "dataset export": the whole dataset.
type Export struct {
	Schema     string          `json:"schema"`
	Dataset    Dataset         `json:"dataset"`    // The dataset that the answer came from.
	Notice     string          `json:"notice"`     // What this is and is not; printed with every answer.
	Documents  []DocumentInfo  `json:"documents"`  // The sources.
	Entries    []Entry         `json:"entries"`    // Every entry.
	References []ReferenceInfo `json:"references"` // What public authorities say.
}

// Export makes the answer of "dataset export".
func (b *Builder) Export() (Export, error) {
	l, err := b.List(Filters{})
	return Export{ExportSchema, b.Dataset(), b.notice(), b.Documents().Documents, l.Entries, b.References().References}, err
}

// Lines has one, the answer.
func (x Export) Lines() iter.Seq[any] { return one(x) }

// owned is a statement with the entry that it is about.
type owned struct {
	entry *Entry
	*Statement
}

// statements gives every statement once, with its entry.
func (x Export) statements(yield func(any) bool) {
	for i := range x.Entries {
		for _, s := range x.Entries[i].own() {
			if !yield(owned{&x.Entries[i], s}) {
				return
			}
		}
	}
}

// own are the statements about the entry itself.
func (e *Entry) own() []*Statement {
	var out []*Statement
	for i := range e.Statements {
		if s := &e.Statements[i]; s.About.ID == e.ID {
			out = append(out, s)
		}
	}
	return out
}

// Sheet has a row for each statement, the entry's columns first.
func (x Export) Sheet(catalog.Phases) page.Sheet {
	of := func(columns []page.Column, names ...string) []page.Column {
		s, _ := page.Sheet{Columns: columns}.Pick(names) // all of them are there
		return s.Columns
	}
	entry := func(s owned) *Entry { return s.entry }
	statement := func(s owned) *Statement { return s.Statement }
	var phases []page.Column
	for _, p := range asked(0) {
		phases = append(phases, page.Col(p.String(), "whether it speaks of the time "+whileIn(p), func(s owned) string {
			return strconv.FormatBool(slices.Contains(s.Phases, p))
		}))
	}
	return page.Sheet{Rows: x.statements, Columns: slices.Concat(
		[]page.Column{
			page.Col("entry_id", "the id", func(s owned) string { return s.entry.ID }),
			page.Col("entry_name", "the name", func(s owned) string { return s.entry.Name }),
		},
		page.Within(of(entryColumns(0), "kind", "route", "form", "advice"), entry),
		[]page.Column{page.Col("statement_id", "the id of the statement", func(s owned) string { return s.ID })},
		page.Within(of(statementColumns(), "status"), statement),
		phases,
		page.Within(of(statementColumns(), "phase_wording", "setting", "covers", "gist", "claim", "caveats", "speaker", "reported_by",
			"document", "file", "line", "section", "printed_as"), statement),
	)}
}

// Page is the sheet.
func (x Export) Page(page.Layout) page.Page { return x.Sheet(0).Page() }

// Tables are the tables of a database that takes the rows of Inserts. The
// names of columns are those of the JSON.
func (x Export) Tables() []page.Table {
	return []page.Table{
		{Name: "dataset", Columns: "embedded INTEGER NOT NULL, version TEXT NOT NULL, source TEXT NOT NULL, hash TEXT NOT NULL, notice TEXT NOT NULL"},
		{Name: "documents", Columns: "id TEXT PRIMARY KEY, file TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL, covers TEXT NOT NULL, lines INTEGER NOT NULL"},
		{Name: "entries", Columns: "id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, route TEXT, form TEXT, advice INTEGER NOT NULL, identity TEXT, identity_certainty TEXT"},
		{Name: "aliases", Columns: "entry_id TEXT NOT NULL REFERENCES entries (id), alias TEXT NOT NULL"},
		{Name: "links", Columns: "entry_id TEXT NOT NULL REFERENCES entries (id), type TEXT NOT NULL, target_id TEXT NOT NULL, target_name TEXT NOT NULL, basis TEXT NOT NULL, source TEXT NOT NULL, formulas TEXT NOT NULL"},
		{Name: "statements", Columns: "id TEXT PRIMARY KEY, entry_id TEXT NOT NULL REFERENCES entries (id), status TEXT NOT NULL, phase_wording TEXT NOT NULL, setting TEXT NOT NULL, covers TEXT NOT NULL, gist TEXT, claim TEXT NOT NULL, caveats TEXT NOT NULL, speaker TEXT NOT NULL, reported_by TEXT, document_id TEXT NOT NULL REFERENCES documents (id), line INTEGER NOT NULL, section TEXT NOT NULL, printed_as TEXT NOT NULL"},
		{Name: "statement_phases", Columns: "statement_id TEXT NOT NULL REFERENCES statements (id), phase TEXT NOT NULL, PRIMARY KEY (statement_id, phase)"},
		{Name: "status", Columns: "entry_id TEXT NOT NULL REFERENCES entries (id), phase TEXT NOT NULL, status TEXT NOT NULL, basis TEXT NOT NULL, direct TEXT NOT NULL, disputed INTEGER NOT NULL, authorities TEXT NOT NULL, position TEXT, members TEXT NOT NULL, PRIMARY KEY (entry_id, phase)"},
		{Name: "reference_positions", Columns: "reference_id TEXT NOT NULL, entry_id TEXT NOT NULL REFERENCES entries (id), phase TEXT NOT NULL, from_week INTEGER, to_week INTEGER, position TEXT NOT NULL, authority TEXT NOT NULL, country TEXT NOT NULL, date TEXT, document TEXT NOT NULL, text TEXT NOT NULL"},
	}
}

// Inserts gives every row of the tables, what it refers to before it.
func (x Export) Inserts(insert func(table string, values ...any)) {
	insert("dataset", x.Dataset.Embedded, x.Dataset.Version, x.Dataset.Source, x.Dataset.Hash, x.Notice)
	for _, d := range x.Documents {
		insert("documents", d.ID, d.File, d.Title, d.Summary, strings.Join(d.Covers, ","), d.Lines)
	}
	for i := range x.Entries {
		e := &x.Entries[i]
		var identity, certainty any
		if e.Identity != nil {
			identity, certainty = e.Identity.Text, e.Identity.Certainty
		}
		insert("entries", e.ID, e.Name, e.Kind, e.Route, e.Form, e.Advice, identity, certainty)
		for _, n := range e.Aliases {
			insert("aliases", e.ID, n)
		}
		for _, l := range e.Ingredients {
			insert("links", e.ID, catalog.Ingredient, l.ID, l.Name, l.Basis, l.Source, l.Formulas)
		}
		for _, l := range e.Classes {
			insert("links", e.ID, catalog.Class, l.ID, l.Name, l.Basis, l.Source, catalog.All)
		}
		for _, s := range e.own() {
			insert("statements", s.ID, e.ID, s.Status, s.PhaseWording, s.Setting, s.Covers, s.Gist, s.Claim, strings.Join(s.Caveats, page.Between),
				s.Speaker, s.ReportedBy, s.Source.Document, s.Source.Line, s.Source.Section, s.Source.PrintedAs)
			for _, p := range s.Phases {
				insert("statement_phases", s.ID, p)
			}
		}
		for _, p := range asked(0) {
			h := e.Phase(p)
			var members []string
			for _, m := range h.Members {
				members = append(members, m.ID)
			}
			insert("status", e.ID, p, h.Status, h.Basis, h.Direct, h.Disputed, h.Authorities.Relation, h.Authorities.Position, strings.Join(members, ","))
		}
		for _, r := range e.References {
			for _, p := range r.Positions {
				insert("reference_positions", r.ID, e.ID, p.Phase, p.FromWeek, p.ToWeek, p.Position, r.Authority, r.Country, r.Date, r.Document, r.Text)
			}
		}
	}
}
