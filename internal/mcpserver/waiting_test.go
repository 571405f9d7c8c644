package mcpserver

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
)

// TestWaiting: no more calls are read than may be without an answer, an id is
// refused while its call is under way, and the end comes behind the last answer.
func TestWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var in strings.Builder
		call := func(id int) { fmt.Fprintf(&in, `{"jsonrpc":"2.0","id":%d,"method":"ping"}`+"\n", id) }
		for id := range maxWaiting - 1 {
			call(id)
		}
		call(3) // once more
		call(maxWaiting - 1)
		call(maxWaiting)
		var out bytes.Buffer
		l := newLines(strings.NewReader(in.String()), &out)
		passed, ended := 0, false
		go func() {
			for lines := bufio.NewScanner(l); lines.Scan(); passed++ {
			}
			ended = true
		}()
		synctest.Wait()
		if passed != maxWaiting || !strings.Contains(out.String(), "the id 3 is that of a call under way") {
			t.Errorf("%d calls without an answer; %s", passed, out.String())
		}
		answer := func(id int) {
			if _, err := fmt.Fprintf(l, `{"jsonrpc":"2.0","id":%d,"result":{}}`+"\n", id); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		answer(0)
		if passed != maxWaiting+1 {
			t.Errorf("%d calls after an answer", passed)
		}
		for id := 1; id <= maxWaiting; id++ {
			if ended {
				t.Errorf("it ended before call %d was answered", id)
			}
			answer(id)
		}
		if !ended {
			t.Error("every call is answered, and it goes on")
		}
	})
}

// FuzzLines: whatever a client sends, what is passed on are messages, what is
// refused is answered with JSON, and the end comes.
func FuzzLines(f *testing.F) {
	for _, s := range []string{
		"", "\n\r\n", `{"jsonrpc":"2.0","id":1,"method":"ping"}`, `{"jsonrpc":"2.0","method":"x"}` + "\ngarbage\n",
		`[{"jsonrpc":"2.0","id":1,"method":"ping"}]`, `{"jsonrpc":"2.0","id":1.5,"method":"ping"}`, `{"jsonrpc":"2.0","id":null,"method":"ping"}`,
		`{"jsonrpc":"2.0","id":"a","result":{}}`, "\x00\xff", `{"jsonrpc":"2.0","id":[1],"method":"ping"}`, strings.Repeat(`{"jsonrpc":"2.0","id":7,"method":"ping"}`+"\n", 3),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		var out bytes.Buffer
		l := newLines(bytes.NewReader(in), &out)
		lines := bufio.NewScanner(l)
		lines.Buffer(nil, maxLine+2)
		for lines.Scan() {
			m, err := jsonrpc.DecodeMessage(lines.Bytes())
			if err != nil {
				t.Fatalf("%q was passed on: %v", lines.Bytes(), err)
			}
			call, ok := m.(*jsonrpc.Request)
			if !ok || !call.IsCall() {
				continue
			}
			answer, err := jsonrpc.EncodeMessage(&jsonrpc.Response{ID: call.ID, Result: json.RawMessage("{}")})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := l.Write(append(answer, '\n')); err != nil {
				t.Fatal(err)
			}
		}
		if err := lines.Err(); err != nil {
			t.Error(err)
		}
		for line := range bytes.SplitSeq(bytes.TrimSuffix(out.Bytes(), []byte("\n")), []byte("\n")) {
			if len(line) > 0 && !json.Valid(line) {
				t.Errorf("written: %q", line)
			}
		}
	})
}
