package mcpserver_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/mcpserver"
)

const hello = `{"jsonrpc":"2.0","id":"hello","method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
`

func lookup(id any, name string) string {
	raw, _ := json.Marshal(id)
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"method":"tools/call","params":{"name":"lookup_medicine","arguments":{"names":[%q]}}}`, raw, name)
}

// message is a line that the server writes.
type message struct {
	ID     any
	Method string
	Result json.RawMessage
	Error  *struct {
		Code    int
		Message string
	}
}

// serve gives lines to a server and returns the messages that it writes until
// it ends.
func serve(t *testing.T, in io.Reader) []message {
	t.Helper()
	var out bytes.Buffer
	if err := mcpserver.Serve(context.Background(), embedded(), in, &out); err != nil {
		t.Errorf("the session ended with %v", err)
	}
	var list []message
	for line := range strings.SplitSeq(strings.TrimSuffix(out.String(), "\n"), "\n") {
		var m message
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%v in %.200q", err, line)
		}
		list = append(list, m)
	}
	return list
}

func find(list []message, id any) *message {
	for i := range list {
		if list[i].ID == id {
			return &list[i]
		}
	}
	return nil
}

// TestMalformed: a line that is no message gets its error, and the calls behind
// it their answers, the last one though nothing follows it.
func TestMalformed(t *testing.T) {
	for what, c := range map[string]struct {
		line string
		code int
	}{
		"garbage":        {`GET / HTTP/1.1`, -32700},
		"half a message": {`{"jsonrpc":"2.0","id":`, -32700},
		"NUL":            {"\x00", -32700},
		"not UTF-8":      {"\xff\xfe", -32700},
		"too deep":       {strings.Repeat("[", 100_000), -32700},
		"a number":       {`5`, -32600},
		"an answer":      {`{"jsonrpc":"2.0","id":9,"result":{}}`, 0}, // nothing was asked
		"another RPC":    {`{"method":"ping","id":9}`, -32600},
		"a list":         {`[` + lookup(9, "x") + `]`, -32600},
		"too long":       {lookup(9, strings.Repeat("a", 1<<20)), -32600},
		"far too long":   {strings.Repeat("a", 5<<20), -32600},
		"an id twice":    {lookup("a", "x") + "\n" + lookup("a", "x"), 0},
	} {
		t.Run(what, func(t *testing.T) {
			got := serve(t, strings.NewReader(hello+c.line+"\n\r\n \n"+lookup(5, "tylenol")))
			if e := find(got, nil); c.code != 0 && (e == nil || e.Error == nil || e.Error.Code != c.code) {
				t.Errorf("%+v", e)
			}
			if a := find(got, 5.0); a == nil || a.Error != nil || !bytes.Contains(a.Result, []byte("it holds paracetamol")) {
				t.Errorf("the call behind it: %.200v", a)
			}
		})
	}
}

// TestRefused: messages that are none of ours get an error with their id.
func TestRefused(t *testing.T) {
	for line, code := range map[string]int{
		`{"jsonrpc":"2.0","id":9,"method":"tools/delete"}`:                                                               -32601,
		`{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":5}}`:                                             -32602,
		`{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"nope","arguments":{}}}`:                         -32602,
		`{"jsonrpc":"2.0","id":9,"method":"resources/read","params":{"uri":"backcare://nope"}}`:                          -32602,
		`{"jsonrpc":"2.0","id":9,"method":"resources/read","params":{"uri":"file:///etc/passwd"}}`:                       -32602,
		`{"jsonrpc":"2.0","id":9,"method":"resources/read","params":{"uri":"\u001b\u0000\u007f\udb40\udd00"}}`:           -32602,
		`{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"\u001b\u0000","arguments":{"\u001b":1}}}`:       -32602,
		`{"jsonrpc":"2.0","id":9,"method":"\u001b\u0000"}`:                                                               -32601,
		`{"jsonrpc":"2.0","id":9,"method":"tools/list","params":{"cursor":"nonsense"}}`:                                  -32602,
		`{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"lookup_medicine","arguments":["paracetamol"]}}`: 0, // the tool's own error
	} {
		all := serve(t, strings.NewReader(hello+line+"\n"+lookup(5, "tylenol")))
		if a := find(all, 5.0); a == nil || a.Error != nil {
			t.Errorf("%s: the call behind it: %.200v", line, a)
		}
		got := find(all, 9.0)
		switch {
		case got == nil:
			t.Errorf("%s: no answer", line)
		case code == 0 && !bytes.Contains(got.Result, []byte(`"isError":true`)):
			t.Errorf("%s: %s", line, got.Result)
		case code != 0 && (got.Error == nil || got.Error.Code != code):
			t.Errorf("%s: %+v %s", line, got.Error, got.Result)
		}
	}
}

// TestKeyOrder: over the wire the keys come in the order of our JSON.
func TestKeyOrder(t *testing.T) {
	got := find(serve(t, strings.NewReader(hello+lookup(5, "paracetamol")+"\n")), 5.0)
	if !bytes.Contains(got.Result, []byte(`"structuredContent":{"schema":"backcare.lookup/2","dataset":{"embedded":true,`)) {
		t.Errorf("%.600s", got.Result)
	}
}

// TestFlood: a client that sends thousands of calls before it reads gets every
// answer.
func TestFlood(t *testing.T) {
	const calls = 600
	in, send := io.Pipe()
	receive, out := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := mcpserver.Serve(context.Background(), embedded(), in, out)
		out.Close()
		done <- err
	}()
	go func() {
		w := bufio.NewWriter(send)
		fmt.Fprint(w, hello)
		for i := range calls {
			fmt.Fprintln(w, lookup(i, "xyzzyxyzzy"))
		}
		w.Flush()
		send.Close()
	}()
	seen := map[any]bool{}
	lines := bufio.NewScanner(receive)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var m message
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
			t.Fatal(err)
		}
		seen[m.ID] = true
	}
	if err := <-done; err != nil || len(seen) != calls+1 {
		t.Errorf("%v; %d answers", err, len(seen))
	}
}

// goneWriter is a client that went away.
type goneWriter struct{ after int }

func (w *goneWriter) Write(p []byte) (int, error) {
	if w.after--; w.after < 0 {
		return 0, syscall.EPIPE
	}
	return len(p), nil
}

func run(stdin io.Reader, stdout io.Writer, vars map[string]string, args ...string) (status int, stderr string) {
	var b bytes.Buffer
	status = mcpserver.Run(context.Background(), mcpserver.Env{
		Stdin: stdin, Stdout: stdout, Stderr: &b,
		LookupEnv:  func(k string) (string, bool) { v, ok := vars[k]; return v, ok },
		IsTerminal: func(any) bool { return false }, GOOS: "linux",
		Version: "v1.2.3", Embedded: func() *catalog.Dataset { return dataset.Embedded() },
	}, args)
	return status, b.String()
}

// TestClientGone: a client that goes away ends the session quietly, whenever
// it does and though its own end stays open.
func TestClientGone(t *testing.T) {
	for after := range 4 {
		in, send := io.Pipe()
		go fmt.Fprint(send, hello+lookup(1, "paracetamol")+"\n"+lookup(2, "paracetamol")+"\n"+lookup(3, "x")+"\n"+lookup(4, "x")+"\n")
		if status, stderr := run(in, &goneWriter{after}, nil); status != 0 || stderr != "" {
			t.Errorf("after %d answers: status %d, %q", after, status, stderr)
		}
		in.Close()
	}
	if status, stderr := run(strings.NewReader(""), io.Discard, nil); status != 0 || stderr != "" {
		t.Errorf("no word from it: status %d, %q", status, stderr)
	}
	broken := io.MultiReader(strings.NewReader(hello), errorReader{})
	if status, stderr := run(broken, io.Discard, nil); status != 3 || !strings.Contains(stderr, "the wire is cut") {
		t.Errorf("a broken input: status %d, %q", status, stderr)
	}
}

type errorReader struct{}

func (errorReader) Read([]byte) (int, error) { return 0, errors.New("the wire is cut") }

// TestRun: the dataset and the settings are those of backcare, and so are the
// exit statuses.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	const folder = "../../cmd/backcare/testdata/small"
	whole, err := filepath.Abs(folder)
	if err != nil {
		t.Fatal(err)
	}
	broken, good := file("broken.yaml", "colour: red\n"), file("good.yaml", "data: "+whole+"\noutput: json\n")
	if err := os.Mkdir(filepath.Join(dir, "bad"), 0o700); err != nil {
		t.Fatal(err)
	}
	file("bad/a.yaml", "version: 5\nnonsense: true\n")
	for _, c := range []struct {
		args   []string
		vars   map[string]string
		status int
		out    string // in what is written
		err    string // in what is said
	}{
		{args: nil, out: `"embedded":true`},
		{args: []string{"--data", folder}, out: `"embedded":false`},
		{vars: map[string]string{"BACKCARE_DATA": folder}, out: `"embedded":false`},
		{vars: map[string]string{"BACKCARE_CONFIG": good}, out: `"embedded":false`},
		{args: []string{"--config", good}, out: `"embedded":false`},
		{args: []string{"--config", good, "--data="}, out: `"embedded":true`},
		{vars: map[string]string{"BACKCARE_EXACT": "true"}, out: "is not resolved"},
		{args: []string{"--help"}, out: "--data DIR"},
		{args: []string{"--version"}, out: "backcare-mcp v1.2.3 (dataset "},
		{args: []string{"--nope"}, status: 2, err: "unknown flag: --nope"},
		{args: []string{"serve"}, status: 2, err: `no argument, not "serve"`},
		{args: []string{"--config", broken}, status: 2, err: "colour"},
		{vars: map[string]string{"BACKCARE_EXACT": "perhaps"}, status: 2, err: "BACKCARE_EXACT"},
		{args: []string{"--data", filepath.Join(dir, "none")}, status: 3, err: "cannot use the dataset"},
		{args: []string{"--data", filepath.Join(dir, "bad")}, status: 3, err: "backcare dataset validate"},
	} {
		var out bytes.Buffer
		status, stderr := run(strings.NewReader(hello+lookup(1, "nurofen gell")+"\n"), &out, c.vars, c.args...)
		if status != c.status || !strings.Contains(out.String(), c.out) || !strings.Contains(stderr, c.err) || (c.err == "") != (stderr == "") {
			t.Errorf("%q, %v: status %d\n%.300s\n%s", c.args, c.vars, status, out.String(), stderr)
		}
	}
	if status, _ := run(strings.NewReader(""), &goneWriter{}, nil, "--help"); status != 3 {
		t.Errorf("help that cannot be written: status %d", status)
	}
}
