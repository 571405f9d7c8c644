package render

import (
	"bytes"
	"errors"

	"github.com/backcare/backcare/internal/page"
)

// asJSON is an answer as one JSON document, indented by two spaces.
func asJSON(a Answer, _ Options) ([]byte, error) { return encode(a, true) }

// jsonList is the elements of an answer as the list that ends its JSON.
type jsonList struct {
	onlyItems
	head  []byte
	known writers
}

var errNoList = errors.New("the answer does not end in an empty list")

func jsonPieces(a Answer, o Options) (Pieces, error) {
	whole, err := asJSON(a, o)
	head, ok := bytes.CutSuffix(whole, []byte("[]\n}\n"))
	if err == nil && !ok {
		err = errNoList
	}
	return &jsonList{head: append(head, '[')}, err
}

func (l *jsonList) Head() []byte                 { return l.head }
func (*jsonList) Tail(page.Rest) ([]byte, error) { return []byte("\n  ]\n}\n"), nil }

func (l *jsonList) Item(dst []byte, before int, element any, _ *page.Rest) ([]byte, error) {
	e := encoder{out: dst, indent: true, depth: 2, first: before == 0, known: &l.known}
	e.next()
	err := e.value(element)
	return e.out, err
}
