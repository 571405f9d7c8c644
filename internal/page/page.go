// Package page is what answers are made of for people: pages of blocks, whose
// text has tones, and sheets of columns and rows. The answers build them, the
// formats decide how they look, and neither knows the other.
package page

import "github.com/backcare/backcare/internal/catalog"

// Page is what an answer says to people, block by block.
type Page []Block

// Block is a Heading, a Paragraph, Pairs, Items, Commands or a Grid.
type Block interface{ block() }

// Heading opens a result (1), a section (2) or a part of one (3).
type Heading struct {
	Level int
	Text  Text
}

// Paragraph is a sentence or several.
type Paragraph struct{ Text Text }

// Pair is a value with its label. Only the plain printer shows the labels of
// an item's lines.
type Pair struct {
	Label string
	Value Text
}

// Pairs is a list of labelled values.
type Pairs []Pair

// Item is one of a list: what leads it, and lines that belong to it.
type Item struct {
	Lead  Text
	Lines []Pair
}

// Items is a list; Noun is what one of it is called when read aloud.
type Items struct {
	Noun string
	List []Item
}

// Commands are command lines to copy, never broken, behind a label.
type Commands struct {
	Label string
	Lines []string
}

// Cell is a table cell of one or more lines.
type Cell []Text

// Grid is a table. A row of a single cell spans it and is the title of the rows
// that follow. In plain form a row reads as its first cell and then the others
// with their headers.
type Grid struct {
	Head  []string
	Rows  [][]Cell
	Prose int // the column that holds sentences and gets the spare width, 0 for none
}

// Titled reports whether a row is a title: a single cell of several columns.
func (g Grid) Titled(row int) bool { return len(g.Rows[row]) == 1 && len(g.Head) > 1 }

func (Heading) block()   {}
func (Paragraph) block() {}
func (Pairs) block()     {}
func (Items) block()     {}
func (Commands) block()  {}
func (Grid) block()      {}

// Title makes a heading.
func Title(level int, parts ...any) Heading { return Heading{level, Of(parts...)} }

// Para makes a paragraph.
func Para(parts ...any) Paragraph { return Paragraph{Of(parts...)} }

// Labelled makes a pair.
func Labelled(label string, parts ...any) Pair { return Pair{label, Of(parts...)} }

// Line makes a cell of one line.
func Line(parts ...any) Cell { return Cell{Of(parts...)} }

// Layout is what a page needs to know of the place that it is shown in.
type Layout struct {
	Phases   catalog.Phases // those asked for, 0 for all
	Width    int            // cells, 0 for unlimited
	Terminal bool           // a person sits before it: commands to copy are of use
	Linear   bool           // no columns at all
}

// stackedFrom is the width from which phases that share a row of a table have
// a line each beside one sentence: two columns that cannot be broken, and one
// of sentences.
const stackedFrom = 10 + len("second trimester") + len("x contraindicated") + LeastProse

// LeastProse is the narrowest, in cells, that a column of sentences is
// readable.
const LeastProse = 28

// Stacked reports whether phases that share a row have a line each.
func (l Layout) Stacked() bool { return l.Terminal && !l.Linear && l.Width >= stackedFrom }

// Listed reports whether they are named in one line, which can be broken.
func (l Layout) Listed() bool { return l.Linear || l.Terminal && !l.Stacked() }
