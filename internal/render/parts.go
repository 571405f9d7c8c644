package render

import (
	"sync/atomic"

	"github.com/backcare/backcare/internal/page"
)

// parted is an answer whose page shows its elements one after the other, then
// what holds for all of them.
type parted interface {
	// Part is the page of an element. More reports whether it needs what Rest
	// says to those that need more.
	Part(element any, first bool, lay page.Layout) (p page.Page, more bool)
	Rest(more bool, lay page.Layout) page.Page
}

// A printer writes a page, the first of an answer or one that follows.
type printer func(p page.Page, first bool, o Options) ([]byte, error)

// parts writes a page element by element.
type parts struct {
	answer parted
	lay    page.Layout
	print  printer
	o      Options
	more   atomic.Bool // whether an element needed more
}

// newParts is nil for an answer whose page is made as a whole.
func newParts(a Answer, o Options, lay page.Layout, print printer) (Pieces, error) {
	if x, ok := viewable(a).(parted); ok {
		return &parts{answer: x, lay: lay, print: print, o: o}, nil
	}
	return nil, nil
}

func (*parts) Head() []byte      { return nil }
func (*parts) Shows(string) bool { return true }

func (p *parts) Item(dst []byte, first bool, element any) ([]byte, error) {
	part, more := p.answer.Part(viewableElement(element), first, p.lay)
	if more {
		p.more.Store(true)
	}
	text, err := p.print(part, first, p.o)
	return append(dst, text...), err
}

func (p *parts) Tail() ([]byte, error) {
	return p.print(p.answer.Rest(p.more.Load(), p.lay), false, p.o)
}
