package render

import "github.com/backcare/backcare/internal/page"

// Parted is an answer whose page shows its elements one after the other, then
// what holds for all of them.
type Parted interface {
	Part(element any, first bool, lay page.Layout, rest *page.Rest) page.Page
	Below(rest page.Rest) page.Page
}

// part is the page of an element, behind what is said before the first.
func (o Options) part(a Parted, element any, first bool, lay page.Layout, rest *page.Rest) page.Page {
	if !first {
		return a.Part(viewableElement(element), false, lay, rest)
	}
	return append(o.above(), a.Part(viewableElement(element), true, o.below(lay), rest)...)
}

// A printer writes a page, the first of an answer or one that follows.
type printer func(p page.Page, first bool, o Options) ([]byte, error)

// parts writes a page element by element.
type parts struct {
	onlyItems
	answer Parted
	lay    page.Layout
	print  printer
	o      Options
}

// newParts gives no pieces for an answer whose page is made as a whole.
func newParts(a Answer, o Options, lay page.Layout, print printer) (Pieces, error) {
	if x, ok := viewable(a).(Parted); ok {
		return &parts{answer: x, lay: lay, print: print, o: o}, nil
	}
	return nil, nil
}

func (p *parts) Item(dst []byte, before int, element any, rest *page.Rest) ([]byte, error) {
	text, err := p.print(p.o.part(p.answer, element, before == 0, p.lay, rest), before == 0, p.o)
	return append(dst, text...), err
}

func (p *parts) Tail(rest page.Rest) ([]byte, error) {
	return p.print(p.answer.Below(rest), false, p.o)
}
