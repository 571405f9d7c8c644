package cli

import (
	"strconv"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/dataset"
)

// TestListLines: of the data that is built in, an entry is a line of at most
// the terminal's width, under any filter, and no status on it is cut.
func TestListLines(t *testing.T) {
	c := newConsole()
	filters := [][]string{nil, {"--lactation"}, {"--trimester", "2"}, {"--trimester", "1,3"}, {"--week", "22"}, {"--kind", "class"}, {"--disputed"}, {"--authorities", "stricter,differ", "--lactation"}}
	for _, u := range catalog.Uses() {
		filters = append(filters, []string{"--for", u.String()})
	}
	for _, width := range []int{77, 80, 119, 120} {
		for _, f := range filters {
			args := append([]string{"drug", "list", "--width", strconv.Itoa(width)}, f...)
			if status := c.run(args...); status != ExitOK {
				t.Fatalf("%q ends with %d: %s", args, status, c.err.String())
			}
			out := c.out.String()
			body, _, _ := strings.Cut(out[strings.Index(out, "Name "):], "\n\n")
			n, _, _ := strings.Cut(out, " ")
			if got := strings.Count(body, "\n"); strconv.Itoa(got) != n {
				t.Errorf("%q: %d lines for %s entries:\n%s", args, got, n, out)
			}
			head, _, _ := strings.Cut(body, "\n")
			from, to := strings.Index(head, strings.Fields(head)[1]), strings.Index(head, "Place")
			for l := range strings.Lines(body) {
				if strings.ContainsRune(string([]rune(l)[from:to]), '…') {
					t.Errorf("%q: a status is cut: %q", args, l)
				}
			}
			for l := range strings.Lines(out) {
				if n := displaywidth.String(strings.TrimSuffix(l, "\n")); n > width {
					t.Errorf("%q: a line of %d cells: %q", args, n, l)
				}
			}
		}
	}
}

// TestContainsEverySubstance: each substance of the data is known to --contains
// by its name, and what contains it is listed, or it is said why nothing is.
func TestContainsEverySubstance(t *testing.T) {
	c := newConsole()
	ds := dataset.Embedded()
	for i := range ds.Substances {
		s := &ds.Substances[i]
		if status := c.run("drug", "list", "--contains", s.Name, "-o", "csv", "--columns", "id", "--no-header"); status != ExitOK {
			t.Fatalf("%s ends with %d: %s", s.Name, status, c.err.String())
		}
		if got := strings.Count(c.out.String(), "\n"); got != len(s.Products) || (got == 0) != strings.Contains(c.err.String(), "contain "+s.Name) {
			t.Errorf("%s: %d entries, want %d; %s", s.Name, got, len(s.Products), c.err.String())
		}
	}
}
