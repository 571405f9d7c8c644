package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/term"
)

// FuzzBatch: whatever is piped in, every line that holds a name gets exactly
// one line of JSON, and none holds a control character. What is not UTF-8 is
// refused.
func FuzzBatch(f *testing.F) {
	for _, s := range []string{
		"alphadol\nbetagell\n", "\xef\xbb\xbfalphadol\r\n", "# x\n\n \t\nтестамол", "a\x00b\n\xff\xfe\n\x1b[31m\n",
		"\u202ealphadol\n", "\"'`$(x)\n=1+1\n", "-\n--help\n", strings.Repeat("e\u0301", 300) + "\n", "\x85\n\u2028\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		want := 0
		for line := range strings.FieldsFuncSeq(strings.TrimPrefix(string(in), "\xef\xbb\xbf"), func(r rune) bool { return r == '\n' || r == '\r' }) {
			if l := strings.TrimSpace(line); l != "" && l[0] != '#' {
				want++
			}
		}
		c := newConsole("BACKCARE_DATA", small)
		c.Stdin = bytes.NewReader(in)
		status := c.run("drug", "lookup", "-", "-o", "ndjson")
		if !utf8.Valid(in) || bytes.IndexByte(in, 0) >= 0 {
			if status != ExitUsage || !strings.Contains(c.err.String(), "UTF-8") {
				t.Fatalf("exit status %d, %s", status, c.err.String())
			}
			return
		}
		if bytes.HasPrefix(in, []byte("\xff\xfe")) || bytes.HasPrefix(in, []byte("\xfe\xff")) || want == 0 {
			if status != ExitUsage || c.out.Len() > 0 {
				t.Fatalf("exit status %d, %q", status, c.out.String())
			}
			return
		}
		if status != ExitOK && status != ExitUnresolved {
			t.Fatalf("exit status %d: %s", status, c.err.String())
		}
		got := 0
		for line := range bytes.Lines(c.out.Bytes()) {
			got++
			if !json.Valid(line) || !utf8.Valid(line) || bytes.ContainsFunc(bytes.TrimRight(line, "\n"), func(r rune) bool { return r < ' ' || r == 0x7f }) {
				t.Fatalf("not one line of JSON: %q", line)
			}
		}
		if got != want {
			t.Fatalf("%d answers to %d names", got, want)
		}
	})
}

const sample = `{"schema":"backcare.lookup/1","results":[{"query":"a","entry":{"name":"A","aliases":["b"],"n":12,"none":null}}]}`

// outputOf runs a filter over a document and gathers what it prints.
func outputOf(ctx context.Context, f filter, doc string) (string, error) {
	c := newConsole()
	a, _ := newApp(c.Env)
	err := (&writer{a: a, ctx: ctx, filter: f, what: "--jq"}).filtered([]byte(doc))
	return c.out.String(), err
}

func steers(r rune) bool { return r != '\n' && r != '\t' && term.Unsafe(r) }

// FuzzJQ: an expression gives an answer or an error that is wrong usage, and
// never brings the program down.
func FuzzJQ(f *testing.F) {
	for _, s := range []string{".", ".results[].query", ".[", "\"\\(", "$ENV", "input", "halt_error", "@csv", "[.[]?]|length", "é{", "1/0", "nan", "\"\\u009b\\u202e\\u007f\"", "[limit(99;repeat(1))]", "range(1e6)", "splits(\"(\")"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		j, err := newJQ(expr, false)
		if err == nil {
			ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
			defer cancel()
			var out string
			if out, err = outputOf(ctx, j, sample); err == nil && strings.ContainsFunc(out, steers) {
				t.Fatalf("%q: JSON with a character that a terminal obeys: %q", expr, out)
			}
		}
		if err != nil && exitStatus(err, true) != ExitUsage {
			t.Fatalf("%q: %v", expr, err)
		}
	})
}

// number is one that makes a loop long.
var number = regexp.MustCompile(`[0-9][0-9_a-fA-FxXoO]{4}|[eEpP][+-]?[0-9]`)

// FuzzTemplate: as FuzzJQ, for templates.
func FuzzTemplate(f *testing.F) {
	for _, s := range []string{"{{.schema}}", "{{", "{{range .results}}{{.query}}{{end}}", "{{pad -5 .schema}}", "{{join 1 2}}", "{{json .}}", "{{index .results 9}}", "{{define \"x\"}}{{end}}", "{{default 1 nil}}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		// Widths and ranges in the millions only take time, and a template
		// that calls itself is stopped at a depth that takes long to reach.
		if strings.Contains(text, "template") || strings.Contains(text, "printf") || number.MatchString(text) {
			t.Skip()
		}
		tmpl, err := newTemplate(text)
		if err == nil {
			_, err = outputOf(context.Background(), tmpl, sample)
		}
		if err != nil && exitStatus(err, true) != ExitUsage {
			t.Fatalf("%q: %v", text, err)
		}
	})
}

// FuzzArgs: no command line brings the program down or ends it with a status
// that is not documented.
func FuzzArgs(f *testing.F) {
	for _, s := range []string{"drug\x00lookup\x00alphadol", "drug\x00list\x00--kind\x00product", "--\x00-x", "help\x00drug", "__complete\x00drug\x00", "-o", "drug\x00lookup\x00--trimester=1,2\x00x\x00--jq\x00."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		args := strings.Split(line, "\x00")
		for _, a := range args {
			// Nothing outside is to be read, nor an endless filter to be run.
			for _, flag := range []string{"from", "config", "data", "jq", "template", "validate"} {
				if strings.Contains(a, flag) {
					t.Skip()
				}
			}
		}
		c := newConsole()
		switch status := c.run(args...); status {
		case ExitOK, ExitUnresolved, ExitUsage, ExitData, ExitGate:
		default:
			t.Fatalf("%q: exit status %d", args, status)
		}
		if !strings.HasPrefix(line, "__complete") && strings.Contains(c.err.String(), "\x1b") {
			t.Fatalf("%q: a control character on stderr: %q", args, c.err.String())
		}
	})
}
