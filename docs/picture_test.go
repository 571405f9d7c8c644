package docs_test

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
	"github.com/creack/pty"

	"github.com/backcare/backcare/internal/needs"
)

// TestPicture: the picture of the README is what a terminal of 80 columns shows
// today, colours included.
func TestPicture(t *testing.T) {
	needs.Terminal(t)
	const picture = "images/card.svg"
	cmd := exec.Command(filepath.Join(build(t), "backcare"), "lookup", "nurofen gel", "--week", "22")
	cmd.Env = append(environment(), "HOME="+t.TempDir(), "TERM=xterm-256color")
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: 80, Rows: 24})
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	var shown bytes.Buffer
	_, _ = io.Copy(&shown, terminal) // ends with an error when the program has closed it
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, shown.String())
	}
	got, err := drawing("backcare lookup \"nurofen gel\" --week 22", shown.String())
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(picture, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(picture)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s shows something else than the program: make examples", picture)
	}
}

var (
	escape = regexp.MustCompile("\x1b\\[([0-9;]*)m")
	// style is what a card uses of the styles of a terminal: bold, and colours
	// of the fixed cube.
	style = regexp.MustCompile(`^(1)?;?(?:38;5;(\d+))?;?(?:48;5;(\d+))?$`)
)

// kept are the spaces, which drawings run together.
var kept = strings.NewReplacer(" ", "\u00a0")

// drawing draws what a command printed on a terminal. Each run of one style is
// as wide as its cells, whatever font the reader has.
func drawing(command, printed string) ([]byte, error) {
	const cell, row, margin = 8.4, 18, 16
	lines := strings.Split(strings.TrimRight(printed, "\r\n"), "\n")
	lines = append([]string{"\x1b[1m$ " + command + "\x1b[0m"}, lines...)
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d" role="img" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" fill="#1e1e1e">
<title>%s</title>
<rect width="100%%" height="100%%" rx="6" fill="#fff" stroke="#bbb"/>
`, 80*cell+2*margin, len(lines)*row+2*margin, html.EscapeString(command))
	codes := ""
	for n, line := range lines {
		x, y := float64(margin), margin+n*row+13
		for rest := strings.TrimSuffix(line, "\r"); rest != ""; {
			text, next := rest, ""
			at := escape.FindStringSubmatchIndex(rest)
			if at != nil {
				text, next = rest[:at[0]], rest[at[1]:]
			}
			width := float64(displaywidth.String(text)) * cell
			s := style.FindStringSubmatch(codes)
			switch {
			case s == nil:
				return nil, fmt.Errorf("%q: a style that the picture cannot show", codes)
			case strings.TrimSpace(text) != "":
				attributes := ""
				if s[1] != "" {
					attributes += ` font-weight="bold"`
				}
				if s[2] != "" {
					attributes += fmt.Sprintf(` fill="%s"`, cube(s[2]))
				}
				if s[3] != "" {
					fmt.Fprintf(&b, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n", x, y-13, width, row-1, cube(s[3]))
				}
				fmt.Fprintf(&b, "<text x=\"%.1f\" y=\"%d\" textLength=\"%.1f\"%s>%s</text>\n", x, y, width, attributes, kept.Replace(html.EscapeString(text)))
			}
			if at != nil {
				if codes = rest[at[2]:at[3]]; codes == "0" {
					codes = ""
				}
			}
			x += width
			rest = next
		}
	}
	b.WriteString("</svg>\n")
	return b.Bytes(), nil
}

// cube is a colour of the 6 by 6 by 6 cube of a terminal, or of its greys.
func cube(code string) string {
	n, _ := strconv.Atoi(code)
	if n >= 232 {
		grey := 8 + 10*(n-232)
		return fmt.Sprintf("#%02x%02x%02x", grey, grey, grey)
	}
	level := func(i int) int { return []int{0, 95, 135, 175, 215, 255}[i] }
	n -= 16
	return fmt.Sprintf("#%02x%02x%02x", level(n/36), level(n/6%6), level(n%6))
}
