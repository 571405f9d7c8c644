package load

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/catalog"
)

// CheckLocators checks every statement against the source documents in a
// folder: the document has as many lines as the dataset says, the line
// exists, the name is on it letter for letter, and the section heading
// is alone on a line above. A heading that asks a question may be cited
// by its beginning. A fault's file is the document's, its line the
// statement's.
func CheckLocators(ds *catalog.Dataset, documentsDir string) []Fault {
	var out []Fault
	lines := make([][]string, len(ds.Documents))
	for i := range ds.Documents {
		d := &ds.Documents[i]
		data, err := readFile(filepath.Join(documentsDir, d.File))
		if err != nil {
			out = append(out, Fault{File: d.File, Message: err.Error()})
			continue
		}
		lines[i] = splitLines(string(data))
		if len(lines[i]) != d.Lines {
			out = append(out, Fault{File: d.File, Message: fmt.Sprintf("has %d lines, not the %d of the dataset", len(lines[i]), d.Lines)})
		}
	}
	for i := range ds.Entries {
		for k := range ds.Entries[i].Statements {
			s := &ds.Entries[i].Statements[k]
			if text := lines[s.Source.Document]; text != nil {
				if m := locate(text, s.Source); m != "" {
					out = append(out, Fault{File: ds.Documents[s.Source.Document].File, Line: s.Source.Line, Message: s.ID + ": " + m})
				}
			}
		}
	}
	return out
}

// locate says what is wrong with a place; it is empty if nothing is.
func locate(lines []string, src catalog.Source) string {
	if src.Line > len(lines) {
		return fmt.Sprintf("there is no line %d", src.Line)
	}
	if !strings.Contains(lines[src.Line-1], src.PrintedAs) {
		return fmt.Sprintf("%q is not on the line", src.PrintedAs)
	}
	for _, l := range lines[:src.Line-1] {
		if isHeading(heading(l), heading(src.Section)) {
			return ""
		}
	}
	return fmt.Sprintf("the heading %q is not on a line above", src.Section)
}

// isHeading reports whether a line is the heading cited: all of it, or, if it
// ends in a question mark, at least its first words.
func isHeading(line, cited string) bool {
	rest, ok := strings.CutPrefix(line, cited)
	if !ok || rest == "" || cited == "" {
		return ok && rest == ""
	}
	next, _ := utf8.DecodeRuneInString(rest)
	return strings.HasSuffix(line, "?") && !unicode.IsLetter(next) && !unicode.IsDigit(next)
}

// heading is a line without the spaces and bullets around it.
func heading(s string) string {
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("•·●○▪■►*#–—-", r)
	})
}

// splitLines splits a text as wc counts its lines; a last line without a line
// end counts too.
func splitLines(s string) []string {
	if s = strings.TrimSuffix(s, "\n"); s == "" {
		return nil
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSuffix(l, "\r")
	}
	return lines
}
