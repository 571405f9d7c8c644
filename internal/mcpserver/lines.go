package mcpserver

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
)

const (
	maxLine    = 1 << 20 // bytes of a client's message
	maxWaiting = 32      // calls answered at once; the next one is read after that
)

// lines are the two streams of a session, a message a line. The SDK ends a
// session at the first line that is no message, and drops the calls under way
// at the end of the input. Here such a line gets the error that JSON-RPC has
// for it and the next one is read; the end of the input comes once every call
// is answered; and a client that asks without reading is not read further.
type lines struct {
	in   *bufio.Reader
	left []byte // of the line that is being passed on

	mu      sync.Mutex
	out     io.Writer
	changed *sync.Cond
	waiting map[jsonrpc.ID]bool // calls without an answer
	broken  bool                // nothing can be written any more
}

func newLines(in io.Reader, out io.Writer) *lines {
	l := &lines{in: bufio.NewReaderSize(in, 64<<10), out: out, waiting: map[jsonrpc.ID]bool{}}
	l.changed = sync.NewCond(&l.mu)
	return l
}

// Write takes one message.
func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n, err := l.out.Write(p)
	l.broken = l.broken || err != nil
	if m, bad := jsonrpc.DecodeMessage(bytes.TrimSpace(p)); bad == nil {
		if r, ok := m.(*jsonrpc.Response); ok {
			delete(l.waiting, r.ID)
		}
	}
	l.changed.Broadcast()
	return n, err
}

// Read passes on the lines that are messages.
func (l *lines) Read(p []byte) (int, error) {
	for len(l.left) == 0 {
		line, tooLong, err := l.next()
		line = bytes.TrimSpace(line)
		switch {
		case tooLong:
			err = errors.Join(l.refuse(jsonrpc.CodeInvalidRequest, fmt.Sprintf("the message is longer than %d bytes", maxLine)), err)
		case len(line) > 0:
			code, why := l.accept(line)
			if why == "" {
				l.left = append(line, '\n')
				err = nil // it comes again with the next line
			} else {
				err = errors.Join(l.refuse(code, why), err)
			}
		}
		if errors.Is(err, io.EOF) {
			l.wait(0)
			err = io.EOF // as it is, for the SDK compares
		}
		if err != nil {
			return 0, err
		}
	}
	n := copy(p, l.left)
	l.left = l.left[n:]
	return n, nil
}

// Close does nothing: the streams are the process's.
func (l *lines) Close() error { return nil }

// next reads a line; of one that is too long it keeps nothing and reads past it.
func (l *lines) next() (line []byte, tooLong bool, err error) {
	for {
		piece, err := l.in.ReadSlice('\n')
		if tooLong = tooLong || len(line)+len(piece) > maxLine; tooLong {
			line = nil
		} else {
			line = append(line, piece...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, tooLong, err
		}
	}
}

// accept says why a line is no message that can be answered. A call is
// accepted once there is room for it.
func (l *lines) accept(line []byte) (code int, why string) {
	switch {
	case !json.Valid(line):
		return jsonrpc.CodeParseError, "the line is not JSON"
	case line[0] == '[':
		return jsonrpc.CodeInvalidRequest, "several messages in one line are not taken"
	}
	m, err := jsonrpc.DecodeMessage(line)
	if err != nil {
		return jsonrpc.CodeInvalidRequest, "the line is not a message of JSON-RPC 2.0"
	}
	// A subscription is answered when it ends.
	call, ok := m.(*jsonrpc.Request)
	if !ok || !call.IsCall() || call.Method == "subscriptions/listen" {
		return 0, ""
	}
	l.wait(maxWaiting - 1)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waiting[call.ID] {
		return jsonrpc.CodeInvalidRequest, fmt.Sprintf("the id %v is that of a call under way", call.ID.Raw())
	}
	l.waiting[call.ID] = true
	return 0, ""
}

// wait returns when at most so many calls are without an answer, or none can
// be written.
func (l *lines) wait(most int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.waiting) > most && !l.broken {
		l.changed.Wait()
	}
}

// refuse answers a line that has no id to answer to.
func (l *lines) refuse(code int, why string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	message, err := encode(why)
	if err == nil {
		_, err = fmt.Fprintf(l.out, `{"jsonrpc":"2.0","id":null,"error":{"code":%d,"message":%s}}`+"\n", code, message)
	}
	return err
}
