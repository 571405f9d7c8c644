package render

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/term"
)

// asCSV is the sheet of an answer after RFC 4180: lines end in CR LF, cells are
// quoted if they need it.
func asCSV(a Answer, o Options) ([]byte, error) {
	p, err := csvPieces(a, o)
	if err != nil {
		return nil, err
	}
	return inTurn(p, a.Sheet(o.Phases).Rows)
}

func csvPieces(a Answer, o Options) (Pieces, error) {
	sheet, err := a.Sheet(o.Phases).Pick(o.Columns)
	return csvRows{Sheet: sheet, header: !o.NoHeader}, err
}

type csvRows struct {
	onlyItems
	page.Sheet
	header bool
}

func (c csvRows) Head() []byte {
	if !c.header {
		return nil
	}
	return csvRow(nil, len(c.Columns), func(i int) string { return c.Columns[i].Name })
}

func (c csvRows) Shows(column string) bool { return c.Sheet.Shows(column) }

func (c csvRows) Item(dst []byte, _ int, row any, _ *page.Rest) ([]byte, error) {
	return csvRow(dst, len(c.Columns), func(i int) string { return c.Columns[i].Of(row) }), nil
}

// csvRow appends a row. Every cell is made fit for a terminal, in which a CSV
// is read too, and no field of ours has lines.
func csvRow(dst []byte, n int, cell func(int) string) []byte {
	start := len(dst)
	for i := range n {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendCell(dst, harmless(term.Clean(cell(i))))
	}
	if len(dst) == start && n > 0 {
		dst = append(dst, '"', '"') // readers skip an empty line
	}
	return append(dst, '\r', '\n')
}

// appendCell quotes a cell as encoding/csv does, which a test compares, and one
// in which something could be a formula for a spreadsheet that parts cells at
// semicolons, as in most of Europe.
func appendCell(dst []byte, s string) []byte {
	quote := s == `\.`
	for i := 0; i < len(s) && !quote; i++ {
		quote = s[i] == ',' || s[i] == '"' || s[i] == '\r' || s[i] == '\n' || s[i] == ';' && formula(strings.TrimLeft(s[i+1:], " "))
	}
	if !quote && s != "" && (s[0] <= ' ' || s[0] >= utf8.RuneSelf) {
		r, _ := utf8.DecodeRuneInString(s)
		quote = unicode.IsSpace(r)
	}
	if !quote {
		return append(dst, s...)
	}
	dst = append(dst, '"')
	for i := 0; i < len(s); i++ {
		if s[i] == '"' {
			dst = append(dst, '"')
		}
		dst = append(dst, s[i])
	}
	return append(dst, '"')
}

// harmless puts an apostrophe before a cell that a spreadsheet would take for
// a formula (OWASP, CSV injection): one that begins with = + - @, their
// full-width forms, a tab or a line end.
func harmless(cell string) string {
	if cell == "" || cell[0] >= 'A' && cell[0] < utf8.RuneSelf {
		return cell // most cells
	}
	if formula(cell) {
		return "'" + cell
	}
	return cell
}

func formula(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("=+-@\t\r\n＝＋－＠", r)
}
