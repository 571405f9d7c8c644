package render

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"

	"github.com/backcare/backcare/internal/page"
)

// relational is an answer that can be written as tables of a database.
type relational interface {
	Tables() []page.Table
	Inserts(insert func(table string, values ...any))
}

// asSQL is an answer as statements for SQLite; DuckDB takes them without the
// first line.
func asSQL(a Answer, _ Options) ([]byte, error) {
	x, ok := a.(relational)
	if !ok {
		return nil, &FormatError{SQL, Formats()}
	}
	out := []byte("PRAGMA foreign_keys = ON;\nBEGIN;\n")
	for _, t := range x.Tables() {
		out = fmt.Appendf(out, "CREATE TABLE %s (%s);\n", t.Name, t.Columns)
	}
	x.Inserts(func(table string, values ...any) {
		cells := make([]string, len(values))
		for i, v := range values {
			cells[i] = sqlValue(v)
		}
		out = fmt.Appendf(out, "INSERT INTO %s VALUES (%s);\n", table, strings.Join(cells, ", "))
	})
	return append(out, "COMMIT;\n"...), nil
}

// sqlValue writes a literal of standard SQL: quotes are doubled, and nothing
// else in a text has a meaning. A NUL, which would end the text for SQLite's
// shell, is left out, and a byte that is not UTF-8 is U+FFFD.
func sqlValue(v any) string {
	if p := reflect.ValueOf(v); p.Kind() == reflect.Pointer {
		if p.IsNil() {
			return "NULL"
		}
		v = p.Elem().Interface()
	}
	switch v := v.(type) {
	case nil:
		return "NULL"
	case string:
		v = strings.ReplaceAll(strings.ToValidUTF8(v, "\uFFFD"), "\x00", "")
		return "'" + strings.ReplaceAll(v, "'", "''") + "'"
	case encoding.TextMarshaler:
		return sqlValue(fmt.Sprint(v))
	case bool:
		if v {
			return "1"
		}
		return "0"
	}
	return fmt.Sprint(v)
}
