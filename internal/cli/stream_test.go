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
	for _, first := range []string{"C\n", "\n#\nC\n", "ab\n", "№\n", "C\r", "C\r\n", "\ufffd\n", "\ufeffC\n"} {
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

// TestOtherEncodings: what is not UTF-8 is refused and named, and lines may end as
// on any system.
func TestOtherEncodings(t *testing.T) {
	for _, x := range []struct{ what, in, says string }{
		{"windows-1251", "\xef\xe0\xf0\xe0\n", "line 1 of standard input is not UTF-8"},
		{"latin-1", "alphadol\nparac\xe9tamol\n", "line 2 of standard input is not UTF-8"},
		{"UTF-16 with a mark", "\xff\xfea\x00", "is UTF-16"},
		{"UTF-16 with the other mark", "\xfe\xff\x00a", "is UTF-16"},
		{"UTF-16 without a mark", "a\x00l\x00\n\x00", "UTF-16 or UTF-32"},
		{"UTF-32 with a mark", "\xff\xfe\x00\x00a\x00\x00\x00", "is UTF-32"},
		{"UTF-32 with the other mark", "\x00\x00\xfe\xff\x00\x00\x00a", "is UTF-32"},
		{"names between NUL bytes", "alphadol\x00betagel\x00", "NUL"},
		{"a comment", "# \xff\nalphadol\n", "is not UTF-8"},
	} {
		for _, format := range []string{"csv", "json"} {
			c := newConsole("BACKCARE_DATA", small)
			c.Stdin = strings.NewReader(x.in)
			if status := c.run("drug", "lookup", "-", "-o", format); status != ExitUsage || !strings.Contains(c.err.String(), x.says) || !strings.Contains(c.err.String(), "UTF-8") {
				t.Errorf("%s: exit status %d, %s", x.what, status, c.err.String())
			}
			if strings.Contains(c.out.String(), "parac") {
				t.Errorf("%s: answered %s", x.what, c.out.String())
			}
		}
	}
	for _, end := range []string{"\n", "\r\n", "\r"} {
		c := newConsole("BACKCARE_DATA", small)
		c.Stdin = strings.NewReader("\ufeffalphadol" + end + end + "betagel" + end + "# no name" + end + "testamol")
		c.run("drug", "lookup", "-", "-o", "csv", "--columns", "query", "--no-header")
		if got := c.out.String(); got != "alphadol\r\nbetagel\r\ntestamol\r\n" {
			t.Errorf("lines that end with %q: %q", end, got)
		}
	}
	// A line end that lies across two reads is one.
	in := &lineEnds{r: io.MultiReader(strings.NewReader("a\r"), strings.NewReader("\nb\r"), strings.NewReader("\r"), strings.NewReader("c\n\n"))}
	if got, err := io.ReadAll(in); string(got) != "a\nb\n\nc\n\n" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	c := newConsole()
	if status := c.run("drug", "lookup", "nur\xfffen"); status != ExitUsage || !strings.Contains(c.err.String(), "UTF-8") {
		t.Errorf("an argument: exit status %d, %s", status, c.err.String())
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
