package page

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
)

// Between joins several values in one cell of a sheet.
const Between = "; "

// Sheet is the flat form of an answer: csv, and table and markdown if columns
// are asked for.
type Sheet struct {
	Columns []Column
	Rows    iter.Seq[any]
	Phases  catalog.Phases // those asked for, 0 for all
}

// Column is a column of a sheet. Its name is the header of csv and what
// --columns takes.
type Column struct {
	Name   string
	Help   string         // what it holds, in a few words
	Phases catalog.Phases // those that it speaks of, 0 for none
	Extra  bool           // shown only when asked for
	Of     func(row any) string
	// Status gives the status that the cell holds, false for an empty cell. It
	// is nil for a column that holds none.
	Status func(row any) (catalog.Status, bool)
}

// ColumnError is a column that an answer does not have.
type ColumnError struct {
	Column string
	Valid  []string
}

func (e *ColumnError) Error() string {
	return fmt.Sprintf("unknown column %q (valid: %s)", e.Column, strings.Join(e.Valid, ", "))
}

// Col makes a column that is shown by default.
func Col[T any](name, help string, of func(T) string) Column {
	return Column{Name: name, Help: help, Of: func(row any) string { return of(row.(T)) }}
}

// Extra makes a column that is shown only when asked for.
func Extra[T any](name, help string, of func(T) string) Column {
	c := Col(name, help, of)
	c.Extra = true
	return c
}

// StatusCol makes a column of statuses.
func StatusCol[T any](name, help string, of func(T) catalog.Status) Column {
	c := Col(name, help, func(row T) string { return of(row).String() })
	c.Status = func(row any) (catalog.Status, bool) { return of(row.(T)), true }
	return c
}

// Within makes the columns of something into those of a row that holds it, empty
// for a row that holds none.
func Within[T, U any](columns []Column, held func(T) *U) []Column {
	out := slices.Clone(columns)
	for i := range out {
		of, status := out[i].Of, out[i].Status
		out[i].Of = func(row any) string {
			if u := held(row.(T)); u != nil {
				return of(u)
			}
			return ""
		}
		if status == nil {
			continue
		}
		out[i].Status = func(row any) (catalog.Status, bool) {
			if u := held(row.(T)); u != nil {
				return status(u)
			}
			return 0, false
		}
	}
	return out
}

// Rows gives each element of a list as a row, by its place, so that none is
// copied.
func Rows[T any](list []T) iter.Seq[any] {
	return func(yield func(any) bool) {
		for i := range list {
			if !yield(&list[i]) {
				return
			}
		}
	}
}

// Names lists the columns, those shown by default first.
func (s Sheet) Names() []string {
	names := make([]string, 0, len(s.Columns))
	for _, extra := range []bool{false, true} {
		for _, c := range s.Columns {
			if c.Extra == extra {
				names = append(names, c.Name)
			}
		}
	}
	return names
}

// Pick reduces a sheet to the columns asked for, in that order; without any,
// to those shown by default, less those of phases not asked for. It fails with
// a *ColumnError.
func (s Sheet) Pick(names []string) (Sheet, error) {
	picked := Sheet{Rows: s.Rows, Phases: s.Phases}
	for _, c := range s.Columns {
		if len(names) == 0 && !c.Extra && (c.Phases == 0 || s.Phases == 0 || c.Phases&s.Phases != 0) {
			picked.Columns = append(picked.Columns, c)
		}
	}
	for _, name := range names {
		i := slices.IndexFunc(s.Columns, func(c Column) bool { return c.Name == name })
		if i < 0 {
			return Sheet{}, &ColumnError{name, s.Names()}
		}
		c := s.Columns[i]
		c.Extra = false // it is asked for
		picked.Columns = append(picked.Columns, c)
	}
	return picked, nil
}

// Page is the sheet as a page, with the columns shown by default.
func (s Sheet) Page() Page {
	s, _ = s.Pick(nil) // fails only for names
	return Page{s.Grid()}
}

// Grid is the sheet as a table.
func (s Sheet) Grid() Grid {
	var g Grid
	for _, c := range s.Columns {
		g.Head = append(g.Head, c.Name)
	}
	for row := range s.Rows {
		g.Rows = append(g.Rows, s.Cells(row))
	}
	return g
}

// Cells are the cells of a row.
func (s Sheet) Cells(row any) []Cell {
	cells := make([]Cell, len(s.Columns))
	for i, c := range s.Columns {
		cells[i] = Line(c.Of(row))
		if c.Status == nil {
			continue
		}
		if status, ok := c.Status(row); ok {
			cells[i] = Line(Status(status))
		}
	}
	return cells
}

// Shows reports whether a column is among the sheet's.
func (s Sheet) Shows(column string) bool {
	return slices.ContainsFunc(s.Columns, func(c Column) bool { return c.Name == column })
}

// Table is a table of a database and the declaration of its columns, in
// standard SQL.
type Table struct{ Name, Columns string }
