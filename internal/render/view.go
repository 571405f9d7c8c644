package render

// A view is what a result says in the formats made for people, as blocks; the
// printers (terminal, plain, markdown) decide how a block looks.
type view []block

type block interface{ isBlock() }

// heading opens a result (1), a section (2) or a part of one (3).
type heading struct {
	level int
	text  text
}

// paragraph is a sentence or several.
type paragraph struct{ text text }

// pair is a value with its label. Only the plain printer shows the labels of
// an item's lines.
type pair struct {
	label string
	value text
}

// pairs is a list of labelled values.
type pairs []pair

// item is one of a list: what leads it, and lines that belong to it.
type item struct {
	lead  text
	lines []pair
}

// items is a list; noun is what one of it is called when read aloud.
type items struct {
	noun string
	list []item
}

// commands are command lines to copy, never broken, behind a label.
type commands struct {
	label string
	lines []string
}

// cell is a table cell of one or more lines.
type cell []text

// grid is a table. In plain form a row reads as its first cell and then the
// others with their headers.
type grid struct {
	head []string
	rows [][]cell
	// peers are the rows of tables whose columns are to line up with this
	// one's; the rows themselves where there are none.
	peers  [][]cell
	prose  int  // the column that holds sentences and gets the spare width, 0 for none
	whole  int  // the column that is wrapped last, 0 for none
	dense  bool // no lines between rows: what continues a row is indented
	noHead bool
}

func (heading) isBlock()   {}
func (paragraph) isBlock() {}
func (pairs) isBlock()     {}
func (items) isBlock()     {}
func (commands) isBlock()  {}
func (grid) isBlock()      {}

func line1(s string) cell { return cell{plain(s)} }

// sentences joins the lines of a cell up to each full stop, for places where
// a cell is read line by line.
func (c cell) sentences() []text {
	var out []text
	open := false
	for _, t := range c {
		switch {
		case t.empty():
			continue
		case open:
			out[len(out)-1] = joinTexts([]text{out[len(out)-1], t})
		default:
			out = append(out, t)
		}
		open = !endsSentence(t.String())
	}
	return out
}
