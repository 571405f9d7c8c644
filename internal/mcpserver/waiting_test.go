package mcpserver

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
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
