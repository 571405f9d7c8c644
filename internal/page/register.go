package page

import "iter"

// Register is a table of one line a row, without borders. If a terminal has no
// room for a row, its cells are cut and show it; elsewhere nothing is cut.
type Register struct {
	Columns []Field
	Rows    iter.Seq[[]Text] // gone through several times
}

// Field is a column of a register. Of a row without room the last columns give
// way first: each down to Good cells, and if that is not enough down to Least.
type Field struct {
	Head        string
	Good, Least int
	Words       bool // cut between words, if one fits
	Uncut       bool // never gives way
}

func (Register) block() {}

// Labels makes the pairs of a row, with its columns as labels.
func (r Register) Labels(row []Text) Pairs {
	p := make(Pairs, len(row))
	for i, t := range row {
		p[i] = Pair{r.Columns[i].Head, t}
	}
	return p
}
