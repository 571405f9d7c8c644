package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/config"
	"github.com/backcare/backcare/internal/render"
)

// sqliteSQL is a format of "dataset export" only.
const sqliteSQL = "sqlite-sql"

func (a *app) exportCommand() *cobra.Command {
	formats := []string{render.JSON, render.CSV, sqliteSQL}
	c := &cobra.Command{
		Use:   "export",
		Short: "Print the whole dataset as json, csv or SQL for SQLite",
		Example: `
  backcare dataset export > backcare.json
  backcare dataset export -o csv > statements.csv
  backcare dataset export -o sqlite-sql | sqlite3 backcare.db`,
		Long: `json holds the documents, every entry as "drug list" gives it, and the references. csv holds one line a statement, with the entry that it is about. sqlite-sql makes the tables documents, entries, aliases, links, statements, statement_phases, status and reference_positions.`,
		Args: noArgs,
	}
	a.flags.exportAs = render.JSON
	// A flag of the same name hides the global one.
	addChoice(c, c.Flags(), choice{&a.flags.exportAs, formats, "FORMAT"}, "output", "o", "format: "+strings.Join(formats, ", "))
	c.RunE = a.runs(a.runExport)
	return c
}

func (a *app) runExport(cmd *cobra.Command, _ []string) error {
	format := a.flags.exportAs
	filtered := cmd.Flags().Changed("jq") || cmd.Flags().Changed("template")
	if format == sqliteSQL && len(a.flags.columns) > 0 {
		return usage("use it with -o csv", "--columns does not go with %s", format)
	}
	if format != render.JSON && (filtered || a.flags.json) {
		return usage("leave one of them out", "%s is no JSON, which --json, --jq and --template give or take", format)
	}
	// The formats of an export are no setting: whatever the settings say of
	// output, the rest of the writer works on JSON or CSV here.
	a.settings.Output = render.JSON
	if format == render.CSV {
		a.settings.Output = render.CSV
	}
	for i := range a.origins {
		if a.origins[i].Key == config.Output {
			a.origins[i].Origin = config.Flag
		}
	}
	w, err := a.newWriter(cmd, false)
	if err != nil {
		return err
	}
	b, _, err := a.builder()
	if err != nil {
		return err
	}
	all, err := export(b)
	if err != nil {
		return err
	}
	switch format {
	case sqliteSQL:
		return a.writeBare(all.sql())
	case render.CSV:
		return w.write(all.flat())
	}
	return w.write(render.Table{JSON: all})
}

func export(b *answer.Builder) (*Export, error) {
	list, err := b.List(answer.Filters{})
	if err != nil {
		return nil, err
	}
	return &Export{
		Schema: answer.DatasetSchema, Dataset: list.Dataset, Notice: list.Notice,
		Documents: b.Documents().Documents, Entries: list.Entries, References: b.References().References,
	}, nil
}

// flat is one row a statement, the entry's columns first.
func (x *Export) flat() render.Table {
	t := render.Table{Columns: []string{
		"entry_id", "entry_name", "kind", "route", "form", "advice",
		"statement_id", "status", "first", "second", "third", "lactation", "phase_wording", "setting", "covers",
		"claim", "caveats", "speaker", "reported_by", "document", "file", "line", "section", "printed_as",
	}}
	for i := range x.Entries {
		e := &x.Entries[i]
		for _, s := range own(e) {
			row := []string{
				e.ID, e.Name, e.Kind, deref(e.Route), deref(e.Form), strconv.FormatBool(e.Advice),
				s.ID, s.Status,
			}
			for _, p := range catalog.AllPhases.Words() {
				row = append(row, strconv.FormatBool(slices.Contains(s.Phases, p)))
			}
			t.Rows = append(t.Rows, append(row,
				s.PhaseWording, s.Setting, s.Covers, s.Claim, strings.Join(s.Caveats, "; "), s.Speaker, deref(s.ReportedBy),
				s.Source.Document, s.Source.File, strconv.Itoa(s.Source.Line), s.Source.Section, s.Source.PrintedAs))
		}
	}
	return t
}

// own are the statements about the entry itself, so that none is exported
// twice.
func own(e *answer.Entry) []answer.Statement {
	return slices.DeleteFunc(slices.Clone(e.Statements), func(s answer.Statement) bool { return s.About.ID != e.ID })
}

// tables is the SQL schema. The names of columns are those of the JSON.
const tables = `PRAGMA foreign_keys = ON;
BEGIN;
CREATE TABLE dataset (version TEXT NOT NULL, source TEXT NOT NULL, hash TEXT NOT NULL, notice TEXT NOT NULL);
CREATE TABLE documents (id TEXT PRIMARY KEY, file TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL, covers TEXT NOT NULL, lines INTEGER NOT NULL);
CREATE TABLE entries (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, route TEXT, form TEXT, advice INTEGER NOT NULL, identity TEXT, identity_certainty TEXT);
CREATE TABLE aliases (entry_id TEXT NOT NULL REFERENCES entries (id), alias TEXT NOT NULL);
CREATE TABLE links (entry_id TEXT NOT NULL REFERENCES entries (id), type TEXT NOT NULL, target_id TEXT NOT NULL, target_name TEXT NOT NULL, basis TEXT NOT NULL, source TEXT NOT NULL);
CREATE TABLE statements (id TEXT PRIMARY KEY, entry_id TEXT NOT NULL REFERENCES entries (id), status TEXT NOT NULL, phase_wording TEXT NOT NULL, setting TEXT NOT NULL, covers TEXT NOT NULL, claim TEXT NOT NULL, caveats TEXT NOT NULL, speaker TEXT NOT NULL, reported_by TEXT, document_id TEXT NOT NULL REFERENCES documents (id), line INTEGER NOT NULL, section TEXT NOT NULL, printed_as TEXT NOT NULL);
CREATE TABLE statement_phases (statement_id TEXT NOT NULL REFERENCES statements (id), phase TEXT NOT NULL, PRIMARY KEY (statement_id, phase));
CREATE TABLE status (entry_id TEXT NOT NULL REFERENCES entries (id), phase TEXT NOT NULL, status TEXT NOT NULL, basis TEXT NOT NULL, direct TEXT NOT NULL, disputed INTEGER NOT NULL, contradicted INTEGER NOT NULL, PRIMARY KEY (entry_id, phase));
CREATE TABLE reference_positions (reference_id TEXT NOT NULL, entry_id TEXT NOT NULL REFERENCES entries (id), phase TEXT NOT NULL, from_week INTEGER, to_week INTEGER, position TEXT NOT NULL, authority TEXT NOT NULL, country TEXT NOT NULL, date TEXT, document TEXT NOT NULL, text TEXT NOT NULL);
`

// sql is the dataset as statements for SQLite; DuckDB takes them without the
// first line.
func (x *Export) sql() string {
	var b strings.Builder
	b.WriteString(tables)
	insert := func(table string, values ...any) {
		b.WriteString("INSERT INTO " + table + " VALUES (")
		for i, v := range values {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(sqlValue(v))
		}
		b.WriteString(");\n")
	}
	insert("dataset", x.Dataset.Version, x.Dataset.Source, x.Dataset.Hash, x.Notice)
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
			insert("links", e.ID, "ingredient", l.ID, l.Name, l.Basis, l.Source)
		}
		for _, l := range e.Classes {
			insert("links", e.ID, "class", l.ID, l.Name, l.Basis, l.Source)
		}
		for _, s := range own(e) {
			insert("statements", s.ID, e.ID, s.Status, s.PhaseWording, s.Setting, s.Covers, s.Claim, strings.Join(s.Caveats, "; "),
				s.Speaker, s.ReportedBy, s.Source.Document, s.Source.Line, s.Source.Section, s.Source.PrintedAs)
			for _, p := range s.Phases {
				insert("statement_phases", s.ID, p)
			}
		}
		for p := range catalog.Phase(catalog.PhaseCount) {
			h := phaseOf(e, p)
			insert("status", e.ID, p.String(), h.Status, h.Basis, h.Direct, h.Disputed, h.Contradicted)
		}
		for _, r := range e.References {
			for _, p := range r.Positions {
				insert("reference_positions", r.ID, e.ID, p.Phase, p.FromWeek, p.ToWeek, p.Position, r.Authority, r.Country, r.Date, r.Document, r.Text)
			}
		}
	}
	b.WriteString("COMMIT;\n")
	return b.String()
}

// sqlValue writes a literal of standard SQL: quotes are doubled, and nothing
// else in a text has a meaning. A NUL, which would end the text for SQLite's
// shell, is left out.
func sqlValue(v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case string:
		return "'" + strings.ReplaceAll(strings.ReplaceAll(v, "\x00", ""), "'", "''") + "'"
	case *string:
		if v == nil {
			return "NULL"
		}
		return sqlValue(*v)
	case *int:
		if v == nil {
			return "NULL"
		}
		return strconv.Itoa(*v)
	case bool:
		if v {
			return "1"
		}
		return "0"
	}
	return fmt.Sprint(v)
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
