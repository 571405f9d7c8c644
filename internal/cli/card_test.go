package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"

	"github.com/backcare/backcare/internal/catalog"
)

// TestForeignCardFits: the card of an entry of somebody's folder fits its 22
// lines however much is said of it and at whatever length, together with the
// line on where it comes from; each phase keeps the passage that decides it.
func TestForeignCardFits(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "long.yaml"), []byte(longDataset()), 0o644); err != nil {
		t.Fatal(err)
	}
	c := newConsole()
	for _, id := range []string{"combination", "group", "told-at-length", "part0", "member0"} {
		for _, flags := range [][]string{nil, {"--week", "22"}, {"--lactation"}, {"--trimester", "3"}} {
			args := append([]string{"--data", dir, "lookup", id, "--width", "80"}, flags...)
			if status := c.run(args...); status != ExitOK {
				t.Fatalf("%q ends with %d: %s", args, status, c.err.String())
			}
			out := c.out.String()
			if n := strings.Count(out, "\n"); n > 22 || !strings.HasPrefix(out, "Answered from the folder ") {
				t.Errorf("%q: %d lines\n%s", args, n, out)
			}
			for l := range strings.Lines(out) {
				if n := displaywidth.String(strings.TrimSuffix(l, "\n")); n > 80 {
					t.Errorf("%q: %d cells: %s", args, n, l)
				}
			}
			if flat := strings.Join(strings.Fields(out), " "); !strings.Contains(flat, "AUTHORITIES") || !strings.Contains(flat, "not shown") {
				t.Errorf("%q: nothing is counted\n%s", args, out)
			}
			if flags != nil {
				continue
			}
			if status := c.run("--data", dir, "lookup", id, "-r", "--jq", ".results[].entry.status | (.pregnancy[], .lactation).status"); status != ExitOK {
				t.Fatal(c.err.String())
			}
			for status := range strings.FieldsSeq(c.out.String()) {
				if !strings.Contains(out, "\n "+strings.ReplaceAll(status, "_", " ")+" ") {
					t.Errorf("%q: no passage that decides on %s in\n%s", args, status, out)
				}
			}
		}
	}
}

// longDataset has more and longer texts of every sort than a card has room for.
func longDataset() string {
	var b strings.Builder
	line := 0
	long := func(words, what string) string { return strings.Repeat(words+" ", 12) + what }
	statements := func(phases []catalog.Phase, n int) {
		b.WriteString("    statements:\n")
		for _, p := range phases {
			for k := range n {
				line++
				fmt.Fprintf(&b, `      - {at: "doc-900:%d", printed_as: "x", section: "S", status: %q, phases: [%q], wording: "stated", setting: %q, speaker: %q, gist: "%.35s%04d", claim: "It is said %d.", caveats: [%q, %q, "with care"]}`+"\n",
					line, catalog.Statuses()[(k+line)%7+1].String(), p, map[bool]string{true: "pregnancy", false: "lactation"}[catalog.Pregnancy.Has(p)],
					[]string{"article", "leaflet", "forum", "doctor"}[k%4], long("gist", ""), line, line,
					long("not until the cause is known", strconv.Itoa(line)), long("unless a doctor says so", strconv.Itoa(k)))
			}
		}
	}
	all := (catalog.Pregnancy | catalog.PhaseSet(catalog.Lactation)).List()
	b.WriteString(`version: "2020.01.02"
documents:
  - {id: "doc-900", file: "900_x.txt", title: "T", summary: "S", covers: ["pregnancy", "lactation"], lines: 9000, parts: [{title: "T", from: 1, to: 9000, kind: "article"}], disclaimers: [{line: 1, text: "None of it is true."}]}
substances:
`)
	for i := range 40 {
		fmt.Fprintf(&b, "  - {id: \"part%d\", name: %q}\n", i, long("substance", strconv.Itoa(i)))
	}
	b.WriteString("entries:\n")
	for i := range 40 {
		fmt.Fprintf(&b, "  - id: \"part%d\"\n    name: %q\n    kind: \"ingredient\"\n    route: \"oral\"\n", i, long("part", strconv.Itoa(i)))
		statements(all, 2)
	}
	fmt.Fprintf(&b, "  - id: \"combination\"\n    name: %q\n    kind: \"product\"\n    route: \"oral\"\n    form: \"tablets\"\n    contains:\n", long("combination", "x"))
	for i := range 40 {
		fmt.Fprintf(&b, "      - {id: \"part%d\", basis: \"general_knowledge\", source: \"ATC N02BE01\"}\n", i)
	}
	statements(all, 9)
	fmt.Fprintf(&b, "  - id: \"group\"\n    name: %q\n    kind: \"class\"\n", long("group", "x"))
	statements(all, 8)
	for i := range 20 {
		fmt.Fprintf(&b, "  - id: \"member%d\"\n    name: %q\n    kind: \"product\"\n    classes: [{id: \"group\", basis: \"documents\", source: \"doc-900:6\"}]\n", i, long("member", strconv.Itoa(i)))
		statements(all, 1)
	}
	fmt.Fprintf(&b, "  - id: \"told-at-length\"\n    name: %q\n    kind: \"product\"\n    identity: {text: %q, certainty: \"guess\"}\n", strings.Repeat("語", 90), long("a thing that is told of at length", "x"))
	statements(all, 7)
	b.WriteString("references:\n")
	for i := range 9 {
		fmt.Fprintf(&b, `  - {id: "ref%d", about: ["combination", "part0", "told-at-length"], routes: ["oral"], route: "systemic", positions: [{phase: "first", position: %q}, {phase: "second", position: "caution"}, {phase: "third", position: "avoid"}, {phase: "lactation", position: "acceptable"}], text: "Text.", gist: "with many limits of many kinds", authority: %q, country: "XX", date: "2024-05-06", document: "Leaflet", read: "source", type: "regulator"}`+"\n",
			i, []string{"acceptable", "avoid", "caution"}[i%3], long("authority", strconv.Itoa(i)))
	}
	return b.String()
}
