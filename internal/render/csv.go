package render

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"unicode/utf8"
)

// csvBytes writes rows after RFC 4180: lines end in CR LF, cells are quoted
// where they need it. encoding/csv would write a row of one empty cell as an
// empty line, which readers skip, so that row is quoted here.
func csvBytes(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, r := range rows {
		cells := make([]string, len(r))
		for i, c := range r {
			cells[i] = harmless(c)
		}
		if len(cells) == 1 && cells[0] == "" {
			w.Flush()
			b.WriteString("\"\"\r\n")
			continue
		}
		if err := w.Write(cells); err != nil {
			return nil, fmt.Errorf("writing csv: %w", err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return nil, fmt.Errorf("writing csv: %w", err)
	}
	return b.Bytes(), nil
}

// harmless puts an apostrophe before a cell that a spreadsheet would take for
// a formula (OWASP, CSV injection): one that begins with = + - @, their
// full-width forms, a tab or a line end.
func harmless(cell string) string {
	if cell == "" || cell[0] >= 'A' && cell[0] < utf8.RuneSelf {
		return cell // most cells
	}
	r, _ := utf8.DecodeRuneInString(cell)
	if strings.ContainsRune("=+-@\t\r\n＝＋－＠", r) {
		return "'" + cell
	}
	return cell
}
