package compiled

import (
	"encoding/binary"

	"github.com/backcare/backcare/internal/catalog"
)

// codec walks a dataset field by field, writing it or reading it: with one
// walk for both, the two cannot disagree.
type codec struct {
	writing bool
	data    []byte // writing: the fields so far
	from    []byte // reading: the fields
	at      int    // reading: the next byte
	bad     bool   // reading: something was out of bounds

	text   string            // reading: all strings
	made   []byte            // writing: all strings
	places map[string]uint32 // writing: of each string
	sizes  sizes
	arenas arenas
	// What indexes are checked against; known before any index is read.
	documents, substances, entries int
}

// sizes count the elements of all lists of each type, so that reading
// allocates each type once.
type sizes struct {
	documents, parts, disclaimers, substances, codes, entries, links,
	uses, confusables, statements, references, positions, names, strings, indexes int
}

// least is how many bytes of the file an element of each takes at least, in
// the order of all: a string takes 8, any other field 4.
var least = [...]int{48, 20, 12, 32, 16, 92, 28, 12, 20, 84, 80, 16, 24, 8, 4}

func (s *sizes) all() []*int {
	return []*int{
		&s.documents, &s.parts, &s.disclaimers, &s.substances, &s.codes, &s.entries, &s.links,
		&s.uses, &s.confusables, &s.statements, &s.references, &s.positions, &s.names, &s.strings, &s.indexes,
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
	uses        []catalog.EntryUse
	confusables []catalog.Confusable
	statements  []catalog.Statement
	references  []catalog.Reference
	positions   []catalog.RefPosition
	names       []catalog.Name
	strings     []string
	indexes     []int32
}

// prepare makes room for what the sizes say. What an element takes of the
// fields bounds what a made-up count can allocate.
func (c *codec) prepare(fields int) {
	for i, n := range c.sizes.all() {
		if *n < 0 || *n > fields/least[i] {
			c.bad = true
			return
		}
		fields -= least[i] * *n
	}
	s, a := &c.sizes, &c.arenas
	a.documents = make([]catalog.Document, s.documents)
	a.parts = make([]catalog.Part, s.parts)
	a.disclaimers = make([]catalog.Disclaimer, s.disclaimers)
	a.substances = largePages(make([]catalog.Substance, s.substances))
	a.codes = make([]catalog.Code, s.codes)
	a.entries = largePages(make([]catalog.Entry, s.entries))
	a.links = largePages(make([]catalog.Link, s.links))
	a.uses = make([]catalog.EntryUse, s.uses)
	a.confusables = largePages(make([]catalog.Confusable, s.confusables))
	a.statements = largePages(make([]catalog.Statement, s.statements))
	a.references = make([]catalog.Reference, s.references)
	a.positions = make([]catalog.RefPosition, s.positions)
	a.names = largePages(make([]catalog.Name, s.names))
	a.strings = largePages(make([]string, s.strings))
	a.indexes = make([]int32, s.indexes)
	c.documents, c.substances, c.entries = s.documents, s.substances, s.entries
}

// next reads a number; 0 past the end.
func (c *codec) next() int {
	if len(c.from)-c.at < 4 {
		c.bad = true
		return 0
	}
	v := binary.LittleEndian.Uint32(c.from[c.at:])
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
			at = uint32(len(c.made))
			c.places[*s] = at
			c.made = append(c.made, *s...)
		}
		c.put(int(at))
		c.put(len(*s))
		return
	}
	at, n := c.next(), c.next()
	if at < 0 || n < 0 || at > len(c.text)-n {
		c.bad = true
		return
	}
	*s = c.text[at : at+n]
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
	// Indexes were checked against the counts in the head: they must be the
	// lengths of the lists.
	if !c.writing && (len(d.Documents) != c.documents || len(d.Substances) != c.substances || len(d.Entries) != c.entries) {
		c.bad = true
	}
}

// names are walked by themselves, so that they can be read beside the rest.
func (c *codec) names(d *catalog.Dataset) {
	list(c, &d.Names, &c.sizes.names, &c.arenas.names, func(n *catalog.Name) {
		c.str(&n.Key)
		c.str(&n.Text)
		c.index(&n.Entry, 0, c.entries)
		word(c, &n.Kind, catalog.CodeName)
	})
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
	list(c, &e.Uses, &c.sizes.uses, &c.arenas.uses, func(x *catalog.EntryUse) {
		word(c, &x.Use, catalog.ForCalming)
		c.str(&x.Source)
	})
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
		c.flag(&x.SomeFormulas)
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
	c.str(&s.Gist)
	c.str(&s.Claim)
	c.strs(&s.Caveats)
	c.index(&s.Source.Document, 0, c.documents)
	c.num(&s.Source.Line, 0, large)
	c.num(&s.Source.Begins, 0, large)
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
