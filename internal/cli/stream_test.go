package cli

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"
)

// notified is a writer that says when it was written to.
type notified struct {
	bytes.Buffer
	written chan struct{}
}

func (n *notified) Write(p []byte) (int, error) {
	select {
	case n.written <- struct{}{}:
	default:
	}
	return n.Buffer.Write(p)
}

// TestFirstLineIsAnsweredAtOnce: a program that asks one name and waits for the
// answer gets it, however short the name and whatever its bytes.
func TestFirstLineIsAnsweredAtOnce(t *testing.T) {
	for _, first := range []string{"C\n", "\n#\nC\n", "ab\n", "№\n", "\xef\n", "\xef\xbb\n", "\xfe\n", "\xff\n", "\xff\r\n"} {
		for _, format := range [][]string{{"-o", "csv"}, {"-o", "ndjson"}, {"--jq", ".query"}} {
			c := newConsole()
			out := &notified{written: make(chan struct{}, 1)}
			r, w := io.Pipe()
			c.Stdin, c.Stdout = r, out
			ended := make(chan int)
			go func() { ended <- c.run(append([]string{"drug", "lookup", "-"}, format...)...) }()
			if _, err := io.WriteString(w, first); err != nil {
				t.Fatal(err)
			}
			select {
			case <-out.written:
			case <-time.After(20 * time.Second):
				t.Errorf("%q %v: no answer before more input", first, format)
			}
			w.Close()
			<-ended
		}
	}
}

// TestLongLines: a comment and a blank line are passed over at any length, and
// what is answered is named by its beginning.
func TestLongLines(t *testing.T) {
	long := strings.Repeat("x", maxLine)
	for _, x := range []struct{ what, line, query string }{
		{"comment", "# " + long, ""},
		{"indented comment", " \t# " + long, ""},
		{"blank", strings.Repeat(" ", maxLine+1), ""},
		{"a name after many spaces", strings.Repeat(" ", maxLine+1) + "alphadol", "alphadol"},
		{"just within the limit", long, long},
		{"a name", "y" + long, "y" + long[:39] + "…"},
	} {
		c := newConsole("BACKCARE_DATA", small)
		c.Stdin = strings.NewReader(x.line + "\nbetagel\n")
		c.run("drug", "lookup", "-", "-o", "csv", "--columns", "query", "--no-header")
		want := x.query + "\r\nbetagel\r\n"
		if x.query == "" {
			want = "betagel\r\n"
		}
		if got := c.out.String(); got != want {
			t.Errorf("%s: got %.60q (%d bytes), want %.60q", x.what, got, len(got), want)
		}
	}
}
