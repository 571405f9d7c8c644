// Package page is what answers are made of for people: pages of blocks, whose
// text has tones, and sheets of columns and rows. The answers build them, the
// formats decide how they look, and neither knows the other.
package page

import "github.com/backcare/backcare/internal/catalog"

// Page is what an answer says to people, block by block.
type Page []Block

// Block is a Heading, a Paragraph, Pairs, Items, Commands, a Lineup, a Grid, a
// Gap or a Rule; of a page laid out as a document also a Part.
type Block interface{ block() }

// Heading opens a result (1), a section (2) or a part of one (3).
type Heading struct {
	Level int
	Text  Text
	Tight bool // no empty line before it
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
	ID    string // what links lead to; empty for nothing
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

// Lineup is lines of a few short cells that line up without borders. If a line
// has no room, the cell of the column Flex is broken into several.
type Lineup struct {
	Rows [][]Text
	Flex int
}

// Gap ends a section: what follows is not indented, and parted by an empty line
// unless Tight.
type Gap struct{ Tight bool }

// Rule is a line between two results.
type Rule struct{}

// Part is blocks that belong together: a result, a sheet of paper with what it
// says in brief, or the rest.
type Part struct {
	ID    string // what links lead to; empty for nothing
	Sheet bool   // printed alone, on paper of its own
	Body  Page
}

// Leaf is a page of an answer that has several.
type Leaf struct {
	ID   string // what links lead to; empty for nothing
	Path string // with slashes
	Main string // what it is called in the menu; empty if it is not there
	Page Page
}

func (Heading) block()   {}
func (Paragraph) block() {}
func (Pairs) block()     {}
func (Items) block()     {}
func (Commands) block()  {}
func (Grid) block()      {}
func (Lineup) block()    {}
func (Gap) block()       {}
func (Rule) block()      {}
func (Part) block()      {}

// Title makes a heading.
func Title(level int, parts ...any) Heading { return Heading{Level: level, Text: Of(parts...)} }

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
	Full     bool           // everything, not what fits one screen
	// Height counts the lines that a page takes on a terminal of 80 columns; it
	// may be nil.
	Height func(Page) int
	Lines  int // how many fit a sheet; 0 for a screen
	Taken  int // how many of them are above the page
	// Document is set for a page with parts, whose texts lead to one another;
	// Date is what is printed on it as the day of its making.
	Document bool
	Date     string
}

// LeastProse is the narrowest, in cells, that a column of sentences is
// readable.
const LeastProse = 28
