package compiled

import (
	"encoding/binary"

	"github.com/backcare/backcare/internal/catalog"
)

// codec walks a dataset field by field, writing it or reading it: with one
// walk for both, the two cannot disagree.
type codec struct {
	writing bool
	data    []byte
	at      int  // reading: the next byte
	bad     bool // reading: something was out of bounds

	strings []string
	places  map[string]uint32 // writing: of each string
	sizes   sizes
	arenas  arenas
	// What indexes are checked against; known before any index is read.
	documents, substances, entries int
}

// sizes count the elements of all lists of each type, so that reading
// allocates each type once.
type sizes struct {
	documents, parts, disclaimers, substances, codes, entries, links,
	confusables, statements, references, positions, names, strings, indexes int
}

// least is how many bytes of the file an element of each takes at least, in
// the order of all.
var least = [...]int{32, 16, 8, 24, 8, 72, 16, 12, 56, 44, 16, 16, 4, 4}

func (s *sizes) all() []*int {
	return []*int{
		&s.documents, &s.parts, &s.disclaimers, &s.substances, &s.codes, &s.entries, &s.links,
		&s.confusables, &s.statements, &s.references, &s.positions, &s.names, &s.strings, &s.indexes,
	}
}

type arenas struct {
	documents   []catalog.Document
	parts       []catalog.Part
	disclaimers []catalog.Disclaimer
	substances  []catalog.Substance
	codes       []catalog.Code
	entries     []catalog.Entry
	links       []catalog.Link
	confusables []catalog.Confusable
	statements  []catalog.Statement
	references  []catalog.Reference
	positions   []catalog.RefPosition
	names       []catalog.Name
	strings     []string
	indexes     []int32
}

// prepare reads the counts and the strings. What an element takes of the file
// bounds what a made-up count can allocate.
func (c *codec) prepare() {
	left := len(c.data)
	for i, n := range c.sizes.all() {
		v := c.next()
		if left -= least[i] * v; v < 0 || left < 0 {
			c.bad = true
			return
		}
		*n = v
	}
	s, a := &c.sizes, &c.arenas
	a.documents = make([]catalog.Document, s.documents)
	a.parts = make([]catalog.Part, s.parts)
	a.disclaimers = make([]catalog.Disclaimer, s.disclaimers)
	a.substances = make([]catalog.Substance, s.substances)
	a.codes = make([]catalog.Code, s.codes)
	a.entries = make([]catalog.Entry, s.entries)
	a.links = make([]catalog.Link, s.links)
	a.confusables = make([]catalog.Confusable, s.confusables)
	a.statements = make([]catalog.Statement, s.statements)
	a.references = make([]catalog.Reference, s.references)
	a.positions = make([]catalog.RefPosition, s.positions)
	a.names = make([]catalog.Name, s.names)
	a.strings = make([]string, s.strings)
	a.indexes = make([]int32, s.indexes)
	c.documents, c.substances, c.entries = s.documents, s.substances, s.entries

	n := c.next()
	if n < 0 || n > (len(c.data)-c.at)/4 {
		c.bad = true
		return
	}
	ends := make([]uint32, n)
	total := uint64(0)
	for i := range ends {
		total += uint64(uint32(c.next()))
		ends[i] = uint32(total)
	}
	if total > uint64(len(c.data)-c.at) {
		c.bad = true
		return
	}
	all := string(c.data[c.at : c.at+int(total)])
	c.at += int(total)
	c.strings = make([]string, n)
	from := uint32(0)
	for i, end := range ends {
		c.strings[i] = all[from:end]
		from = end
	}
}

// next reads a number; 0 past the end.
func (c *codec) next() int {
	if c.bad || len(c.data)-c.at < 4 {
		c.bad = true
		return 0
	}
	v := binary.LittleEndian.Uint32(c.data[c.at:])
	c.at += 4
	return int(int32(v))
}

func (c *codec) put(v int) { c.data = binary.LittleEndian.AppendUint32(c.data, uint32(int32(v))) }

// num is a number from lo up to and without hi.
func (c *codec) num(v *int, lo, hi int) {
	if c.writing {
		c.put(*v)
		return
	}
	if *v = c.next(); *v < lo || *v >= hi {
		c.bad = true
		*v = 0
	}
}

func (c *codec) index(v *int32, lo, hi int) {
	n := int(*v)
	c.num(&n, lo, hi)
	*v = int32(n)
}

const large = 1<<31 - 1

func (c *codec) str(s *string) {
	if c.writing {
		at, ok := c.places[*s]
		if !ok {
			at = uint32(len(c.strings))
			c.places[*s] = at
			c.strings = append(c.strings, *s)
		}
		c.put(int(at))
		return
	}
	i := 0
	c.num(&i, 0, len(c.strings))
	if i < len(c.strings) {
		*s = c.strings[i]
	}
}

func (c *codec) flag(v *bool) {
	n := 0
	if *v {
		n = 1
	}
	c.num(&n, 0, 2)
	*v = n == 1
}

// word is a value of one of the closed vocabularies, the last of which is
// given.
func word[T ~uint8](c *codec, v *T, last T) {
	n := int(*v)
	c.num(&n, 0, int(last)+1)
	*v = T(n)
}

// list walks a list; when reading, its elements come from the arena.
func list[T any](c *codec, s *[]T, size *int, arena *[]T, each func(*T)) {
	n := len(*s)
	if c.writing {
		*size += n
		c.put(n)
	} else {
		c.num(&n, 0, len(*arena)+1)
		if n == 0 {
			return
		}
		*s, *arena = (*arena)[:n:n], (*arena)[n:]
	}
	for i := range *s {
		if c.bad {
			return
		}
		each(&(*s)[i])
	}
}

func (c *codec) strs(s *[]string) { list(c, s, &c.sizes.strings, &c.arenas.strings, c.str) }

func (c *codec) indexes(s *[]int32, hi int) {
	list(c, s, &c.sizes.indexes, &c.arenas.indexes, func(v *int32) { c.index(v, 0, hi) })
}

func (c *codec) dataset(d *catalog.Dataset) {
	c.str(&d.Version)
	c.str(&d.Hash)
	list(c, &d.Documents, &c.sizes.documents, &c.arenas.documents, c.document)
	list(c, &d.Substances, &c.sizes.substances, &c.arenas.substances, c.substance)
	list(c, &d.Entries, &c.sizes.entries, &c.arenas.entries, c.entry)
	list(c, &d.References, &c.sizes.references, &c.arenas.references, c.reference)
	list(c, &d.Names, &c.sizes.names, &c.arenas.names, func(n *catalog.Name) {
		c.str(&n.Key)
		c.str(&n.Text)
		c.index(&n.Entry, 0, c.entries)
		word(c, &n.Kind, catalog.CodeName)
	})
	// Indexes were checked against the counts in the head: they must be the
	// lengths of the lists.
	if !c.writing && (len(d.Documents) != c.documents || len(d.Substances) != c.substances || len(d.Entries) != c.entries) {
		c.bad = true
	}
}

func (c *codec) document(d *catalog.Document) {
	c.str(&d.ID)
	c.str(&d.File)
	c.str(&d.Title)
	c.str(&d.Summary)
	c.strs(&d.Covers)
	c.num(&d.Lines, 0, large)
	list(c, &d.Parts, &c.sizes.parts, &c.arenas.parts, func(p *catalog.Part) {
		c.str(&p.Title)
		c.num(&p.From, 0, large)
		c.num(&p.To, 0, large)
		word(c, &p.Kind, catalog.Reader)
	})
	list(c, &d.Disclaimers, &c.sizes.disclaimers, &c.arenas.disclaimers, func(x *catalog.Disclaimer) {
		c.num(&x.Line, 0, large)
		c.str(&x.Text)
	})
}

func (c *codec) substance(s *catalog.Substance) {
	c.str(&s.ID)
	c.str(&s.Name)
	list(c, &s.ATC, &c.sizes.codes, &c.arenas.codes, func(x *catalog.Code) {
		c.str(&x.Code)
		c.str(&x.Route)
	})
	c.strs(&s.RxCUI)
	c.index(&s.Entry, -1, c.entries)
	c.indexes(&s.Products, c.entries)
}

func (c *codec) entry(e *catalog.Entry) {
	c.str(&e.ID)
	c.str(&e.Name)
	word(c, &e.Kind, catalog.Remedy)
	c.str(&e.Route)
	c.str(&e.Form)
	c.flag(&e.Advice)
	c.flag(&e.Combination)
	c.str(&e.Identity.Text)
	word(c, &e.Identity.Certainty, catalog.Guess)
	c.strs(&e.Aliases)
	c.links(&e.Ingredients, c.substances)
	c.links(&e.Classes, c.entries)
	c.strs(&e.ATC)
	c.strs(&e.RxCUI)
	list(c, &e.Confusable, &c.sizes.confusables, &c.arenas.confusables, func(x *catalog.Confusable) {
		c.str(&x.Name)
		c.index(&x.Entry, -1, c.entries)
		c.str(&x.Reason)
	})
	list(c, &e.Statements, &c.sizes.statements, &c.arenas.statements, c.statement)
	c.indexes(&e.Members, c.entries)
}

func (c *codec) links(l *[]catalog.Link, hi int) {
	list(c, l, &c.sizes.links, &c.arenas.links, func(x *catalog.Link) {
		c.str(&x.ID)
		c.index(&x.Index, 0, hi)
		word(c, &x.Basis, catalog.GeneralKnowledge)
		c.str(&x.Source)
	})
}

func (c *codec) statement(s *catalog.Statement) {
	c.str(&s.ID)
	word(c, &s.Status, catalog.Contraindicated)
	word(c, &s.Phases, catalog.AllPhases)
	c.flag(&s.Stated)
	word(c, &s.Setting, catalog.General)
	word(c, &s.Covers, catalog.Some)
	word(c, &s.Speaker, catalog.Reader)
	word(c, &s.ReportedBy, catalog.Reader)
	c.str(&s.Claim)
	c.strs(&s.Caveats)
	c.index(&s.Source.Document, 0, c.documents)
	c.num(&s.Source.Line, 0, large)
	c.str(&s.Source.Section)
	c.str(&s.Source.PrintedAs)
}

func (c *codec) reference(r *catalog.Reference) {
	c.str(&r.ID)
	c.indexes(&r.Substances, c.substances)
	c.indexes(&r.Classes, c.entries)
	c.strs(&r.Routes)
	c.str(&r.RouteNote)
	list(c, &r.Positions, &c.sizes.positions, &c.arenas.positions, func(p *catalog.RefPosition) {
		word(c, &p.Phase, catalog.Lactation)
		c.num(&p.FromWeek, 0, large)
		c.num(&p.ToWeek, 0, large)
		word(c, &p.Position, catalog.PositionContraindicated)
	})
	c.str(&r.Text)
	c.str(&r.Authority)
	c.str(&r.Country)
	c.str(&r.Date)
	c.str(&r.Document)
	c.str(&r.Read)
}
