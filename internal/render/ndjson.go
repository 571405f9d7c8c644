package render

import "github.com/backcare/backcare/internal/page"

// asNDJSON is the JSON of each element of an answer on a line of its own.
func asNDJSON(a Answer, _ Options) ([]byte, error) {
	return inTurn(new(jsonLines), a.Lines())
}

func ndjsonPieces(Answer, Options) (Pieces, error) { return new(jsonLines), nil }

// jsonLines keeps what it learned of the types of its elements.
type jsonLines struct {
	onlyItems
	known writers
}

func (l *jsonLines) Item(dst []byte, _ int, element any, _ *page.Rest) ([]byte, error) {
	e := encoder{out: dst, known: &l.known}
	err := e.value(element)
	return append(e.out, '\n'), err
}
