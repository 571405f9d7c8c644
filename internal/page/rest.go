package page

// mostAgain bounds the blocks that are repeated below everything.
const mostAgain = 4

// Rest is what is kept of elements for what an answer says below all of them.
type Rest struct {
	Found bool // whether one of them is answered
	Again Page // what no reader may miss, as far as that takes a few lines
	More  int  // how many blocks there are besides
}

// Add keeps what belongs below an element.
func (r *Rest) Add(found bool, again Page) { r.Merge(Rest{Found: found, Again: again}) }

// Merge adds what was kept of elements that follow.
func (r *Rest) Merge(o Rest) {
	r.Found = r.Found || o.Found
	n := min(len(o.Again), mostAgain-len(r.Again))
	r.Again = append(r.Again, o.Again[:n]...)
	r.More += len(o.Again) - n + o.More
}
