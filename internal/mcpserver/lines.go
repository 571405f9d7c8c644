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

// maxLine bounds a message of a client, in bytes.
const maxLine = 1 << 20

// writer takes each message in one piece, from whoever writes it.
type writer struct {
	mu sync.Mutex
	w  io.Writer
}

func (w *writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.w.Write(p)
}

// Close does nothing: the stream is the process's.
func (w *writer) Close() error { return nil }

// reader passes on the lines that are messages. The SDK ends the session at
// the first one that is not; here it gets the error that JSON-RPC has for it,
// and the next line is read.
type reader struct {
	r    *bufio.Reader
	w    *writer
	line []byte // what is left to pass on
}

func newReader(r io.Reader, w *writer) *reader {
	return &reader{r: bufio.NewReaderSize(r, 64<<10), w: w}
}

func (r *reader) Read(p []byte) (int, error) {
	for len(r.line) == 0 {
		line, tooLong, err := r.next()
		line = bytes.TrimSpace(line)
		if tooLong {
			err = errors.Join(err, r.refuse(jsonrpc.CodeInvalidRequest, fmt.Sprintf("the message is longer than %d bytes", maxLine)))
		} else if len(line) > 0 {
			if code, why := refused(line); why != "" {
				err = errors.Join(err, r.refuse(code, why))
			} else {
				r.line = append(line, '\n')
				break // an error comes again with the next line
			}
		}
		if err != nil {
			return 0, ended(err)
		}
	}
	n := copy(p, r.line)
	r.line = r.line[n:]
	return n, nil
}

// ended keeps the end of a stream what the SDK takes for it.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	return err
}

// next reads a line; of one that is too long it keeps nothing and reads past it.
func (r *reader) next() (line []byte, tooLong bool, err error) {
	for {
		piece, err := r.r.ReadSlice('\n')
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

// refused says why a line is no message.
func refused(line []byte) (code int, why string) {
	switch {
	case !json.Valid(line):
		return jsonrpc.CodeParseError, "the line is not JSON"
	case line[0] == '[':
		return jsonrpc.CodeInvalidRequest, "several messages in one line are not taken"
	}
	if _, err := jsonrpc.DecodeMessage(line); err != nil {
		return jsonrpc.CodeInvalidRequest, "the line is not a message of JSON-RPC 2.0"
	}
	return 0, ""
}

// refuse answers a line that has no id to answer to.
func (r *reader) refuse(code int, why string) error {
	_, err := fmt.Fprintf(r.w, `{"jsonrpc":"2.0","id":null,"error":{"code":%d,"message":%q}}`+"\n", code, why)
	return err
}

// Close does nothing: the stream is the process's.
func (r *reader) Close() error { return nil }
