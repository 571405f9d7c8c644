package render

import "github.com/backcare/backcare/internal/page"

// asNDJSON is the JSON of each element of an answer on a line of its own.
func asNDJSON(a Answer, _ Options) ([]byte, error) {
	out := []byte{}
	var lines jsonLines
	for element := range a.Lines() {
		var err error
		if out, err = lines.Item(out, 0, element, nil); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func ndjsonPieces(Answer, Options) (Pieces, error) { return new(jsonLines), nil }

// jsonLines keeps what it learned of the types of its elements.
type jsonLines struct{ known writers }

func (*jsonLines) Head() []byte                   { return nil }
func (*jsonLines) Tail(page.Rest) ([]byte, error) { return nil, nil }
func (*jsonLines) Shows(string) bool              { return true }

func (l *jsonLines) Item(dst []byte, _ int, element any, _ *page.Rest) ([]byte, error) {
	e := encoder{out: dst, known: &l.known}
	err := e.value(element)
	return append(e.out, '\n'), err
}
