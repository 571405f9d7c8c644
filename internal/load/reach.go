package load

import "github.com/backcare/backcare/internal/catalog"

// MaxReach bounds what a dataset multiplies to, in bytes: a statement about a
// class reaches every member, a reference and a code every entry of a
// substance, and an answer about all entries holds each as often as it reaches
// one. The embedded dataset takes a hundredth of it.
const MaxReach = 64 << 20

// MaxGathered bounds what one entry gathers that way: statements, each with its
// caveats, and references, each with its positions. A card compares each with
// each. No entry of the embedded dataset gathers more than two hundred.
const MaxGathered = 4000

// linkSize is what one thing that reaches an entry takes in an answer besides
// its texts.
const linkSize = 256

// reach reports whether the dataset is within the limit, and if not, the entry
// with which it is passed. It counts no less than what the rules of package
// resolve let through, and ends at the limit, so that it takes no longer than a
// dataset within it.
func (l *linker) reach() bool {
	ds := &l.ds
	own := make([]burden, len(ds.Entries)) // what each entry and substance says of those it reaches
	sub := make([]burden, len(ds.Substances))
	for i := range ds.Entries {
		own[i].bytes = linkSize
		for k := range ds.Entries[i].Statements {
			own[i].add(burdenOf(&ds.Entries[i].Statements[k]))
		}
	}
	for i := range ds.Substances {
		s := &ds.Substances[i]
		sub[i].bytes = linkSize * (1 + len(s.ATC) + len(s.RxCUI))
	}
	for i := range ds.References {
		r := &ds.References[i]
		x := burden{things: 1 + len(r.Positions)}
		x.bytes = linkSize*x.things + len(r.Text) + len(r.Authority) + len(r.Country) + len(r.Document) + len(r.RouteNote) + len(r.Gist) + len(r.Identifier) + len(r.Host)
		for _, s := range r.Substances {
			sub[s].add(x)
		}
		for _, e := range r.Entries {
			own[e].add(x)
		}
	}
	w := walk{l: l, at: make([]int32, len(ds.Entries))}
	total := 0
	for i := range ds.Entries {
		e := &ds.Entries[i]
		var all burden
		w.start(int32(i))
		for _, k := range e.Ingredients {
			w.substance(k.Index, e.Kind == catalog.Ingredient)
			all.add(sub[k.Index])
		}
		if s, ok := l.substances[e.ID]; ok {
			w.substance(s, true)
			all.add(sub[s])
		}
		for w.next() && total+all.bytes <= MaxReach && all.things <= MaxGathered {
			all.add(own[w.here])
		}
		if all.things > MaxGathered {
			l.fault(l.raw.entries[i].pos, "more than %d statements, caveats, references and positions come together in this entry: split it or its classes", MaxGathered)
			return false
		}
		if total += all.bytes; total > MaxReach {
			l.fault(l.raw.entries[i].pos, "with this entry, what is said of classes and substances comes to more than %d MiB, counted for each entry that it reaches: split the dataset", MaxReach>>20)
			return false
		}
	}
	return true
}

// burden is what something adds to the entries that it reaches.
type burden struct{ bytes, things int }

func (b *burden) add(x burden) { b.bytes, b.things = b.bytes+x.bytes, b.things+x.things }

func burdenOf(s *catalog.Statement) burden {
	x := burden{bytes: linkSize + len(s.Claim) + len(s.Source.Section) + len(s.Source.PrintedAs), things: 1 + len(s.Caveats)}
	for _, c := range s.Caveats {
		x.bytes += len(c)
	}
	return x
}

// walk goes from an entry to all that may speak of it, each once.
type walk struct {
	l    *linker
	at   []int32 // of each entry, the start from which it was reached
	from int32
	todo []int32
	here int32
}

func (w *walk) start(i int32) {
	w.from, w.todo = i+1, w.todo[:0]
	w.add(i)
}

func (w *walk) add(i int32) {
	if w.at[i] != w.from {
		w.at[i] = w.from
		w.todo = append(w.todo, i)
	}
}

// substance adds the entry of a substance, and the products that hold it, which
// speak for the substance itself and its generic forms.
func (w *walk) substance(s int32, products bool) {
	x := &w.l.ds.Substances[s]
	if x.Entry >= 0 {
		w.add(x.Entry)
	}
	if products {
		for _, p := range x.Products {
			w.add(p)
		}
	}
}

// next goes on to the classes of what was reached.
func (w *walk) next() bool {
	if len(w.todo) == 0 {
		return false
	}
	w.here = w.todo[len(w.todo)-1]
	w.todo = w.todo[:len(w.todo)-1]
	for _, k := range w.l.ds.Entries[w.here].Classes {
		w.add(k.Index)
	}
	return true
}
