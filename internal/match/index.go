package match

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
)

// span is a piece of an arena.
type span struct {
	at  uint32
	len uint8
}

// item is one name made ready for distances.
type item struct {
	owner    int32 // of names: index into Dataset.Names; of the lexicon: its line
	entry    int32 // -1 in the lexicon
	code     span
	fold     span
	codeMask uint64
	foldMask uint32
	soundBag uint64
	words    span // into index.words; names of one word have none
	// generic marks the international name of a substance, in any script:
	// the lexicon knows the others of its kind.
	generic bool
}

// index holds names sorted by the length of their sound, so that a query
// meets only names of about its own length.
type index struct {
	arena []byte
	items []item
	from  [maxCode + 2]int32 // first item whose sound is at least that long
	words []item             // the words of names of several words
}

func (x *index) bytes(s span) []byte { return x.arena[s.at : s.at+uint32(s.len)] }

func (x *index) add(b []byte) span {
	s := span{uint32(len(x.arena)), uint8(len(b))}
	x.arena = append(x.arena, b...)
	return s
}

// make fills the distances' view of one key; ok is false for keys too long
// to be mistyped into anything but themselves.
func (x *index) make(key string) (it item, ok bool) {
	var buf [4 * maxCode]byte
	if len(key) > 2*maxCode {
		return it, false
	}
	code := name.AppendCode(buf[:0], key)
	if len(code) > maxCode {
		return it, false
	}
	fold := name.AppendFold(code[len(code):], code)
	if len(fold) > maxCode || len(fold) == 0 {
		return it, false
	}
	it.code, it.codeMask = x.add(code), codeMask(code)
	it.fold, it.foldMask, it.soundBag = x.add(fold), foldMask(fold), soundBag(fold)
	return it, true
}

// sort orders the items by length and notes where each length begins.
func (x *index) sort() {
	slices.SortStableFunc(x.items, func(a, b item) int {
		return cmp.Or(cmp.Compare(a.fold.len, b.fold.len), cmp.Compare(a.owner, b.owner))
	})
	j := 0
	for n := range x.from {
		for j < len(x.items) && int(x.items[j].fold.len) < n {
			j++
		}
		x.from[n] = int32(j)
	}
}

// within is the slice of items whose sound is lo to hi letters long.
func (x *index) within(lo, hi int) []item {
	lo, hi = max(lo, 0), min(hi, maxCode)
	if lo > hi {
		return nil
	}
	return x.items[x.from[lo]:x.from[hi+1]]
}

// codeMask is the set of letters in a code, foldMask that of a sound. An
// edit changes a set by two members at most: what lies further apart need
// not be compared letter by letter.
func codeMask(code []byte) uint64 {
	var m uint64
	for _, c := range code {
		m |= 1 << codeBit(c)
	}
	return m
}

func codeBit(c byte) uint {
	switch {
	case c >= 'a' && c <= 'z':
		return uint(c - 'a')
	case c >= 0xC0 && c <= 0xE2:
		return 26 + uint(c-0xC0)
	}
	return 61 + uint(c)%3
}

func foldMask(fold []byte) uint32 {
	var m uint32
	for _, c := range fold {
		if c >= 'a' && c <= 'z' {
			m |= 1 << (c - 'a')
		} else {
			m |= 1 << (26 + uint(c)%6)
		}
	}
	return m
}

// bagOf is the byte of a sound bag that counts a sound. Sounds that are
// exchanged cheaply share one; the two bytes on top count those that a single
// cheap edit can add or drop.
var bagOf = [26]uint8{
	'a' - 'a': 7, 'e' - 'a': 7, 'i' - 'a': 7, 'o' - 'a': 7, 'u' - 'a': 7,
	'g' - 'a': 6, 'h' - 'a': 6, 'k' - 'a': 6, 's' - 'a': 6,
	'b' - 'a': 1, 'p' - 'a': 1, 'd' - 'a': 2, 't' - 'a': 2, 'f' - 'a': 3, 'v' - 'a': 3,
	'm' - 'a': 4, 'n' - 'a': 4, 'r' - 'a': 5,
}

// soundBag counts the sounds of a fold by kind, eight bits each.
func soundBag(fold []byte) uint64 {
	var bag uint64
	for _, c := range fold {
		if c -= 'a'; c < 26 {
			bag += 1 << (8 * bagOf[c])
		}
	}
	return bag
}

// bagCost is the least that two sounds with these bags can differ by: every
// edit changes the counts by two at most, and costs four quarters or more for
// two of the upper bytes, five otherwise.
func bagCost(x, y uint64) int {
	const high, low = 0x8080808080808080, 0x0101010101010101
	t := (x | high) - y // in each byte 128 + x - y, no borrow between bytes
	more := t & high >> 7
	less := more ^ low
	diff := (t^less*0x7f)&^uint64(high) + less
	upper := int(diff>>56) + int(diff>>48&0xff)
	lower := int((diff & (1<<48 - 1)) * low >> 56)
	return (5*lower + 4*upper) / 2
}

// query is a typed name made ready for distances.
type query struct {
	text   string
	key    string
	code   []byte
	fold   []byte
	cmask  uint64
	fmask  uint32
	bag    uint64
	script name.Script
	words  []name.Word
	buf    [6 * maxCode]byte
}

// set fills q from a key; it reports whether the key can be compared.
func (q *query) set(key string) bool {
	q.key = key
	if key == "" || len(key) > 2*maxCode {
		return false
	}
	q.code = name.AppendCode(q.buf[:0], key)
	if len(q.code) > maxCode {
		return false
	}
	q.fold = name.AppendFold(q.code[len(q.code):], q.code)
	if len(q.fold) > maxCode || len(q.fold) == 0 {
		return false
	}
	q.cmask, q.fmask = codeMask(q.code), foldMask(q.fold)
	q.bag = soundBag(q.fold)
	q.script = name.ScriptOf(q.code)
	return true
}

// cost is the smaller of the two distances from the query to an item, at
// least one quarter where they are not the same letters.
func (x *index) cost(q *query, it *item, limit int) int {
	best := tooFar
	if limit < 0 || len(q.fold) == 0 {
		return best
	}
	// A gap costs two quarters and changes the set by one letter.
	if bits.OnesCount32(q.fmask^it.foldMask) <= limit && bagCost(q.bag, it.soundBag) <= limit {
		if d := sounds(q.fold, x.bytes(it.fold), limit); d < best {
			best = max(d, 1)
		}
	}
	if bits.OnesCount64(q.cmask^it.codeMask)*3 <= limit*2 {
		if d := fingers(q.code, x.bytes(it.code), min(limit, best)); d < best {
			best = d
		}
	}
	return best
}

// buildNames indexes every name of the dataset but its codes.
func buildNames(ds *catalog.Dataset) *index {
	x := &index{arena: make([]byte, 0, 24*len(ds.Names)), items: make([]item, 0, len(ds.Names))}
	generic := genericNames(ds)
	for i := range ds.Names {
		n := &ds.Names[i]
		if n.Kind == catalog.CodeName {
			continue
		}
		it, ok := x.make(n.Key)
		if !ok {
			continue
		}
		it.owner, it.entry = int32(i), n.Entry
		it.generic = ds.Entries[n.Entry].Kind != catalog.Remedy && generic[string(x.bytes(it.fold))]
		words := name.Words(n.Text)
		if len(words) > 1 {
			it.words.at = uint32(len(x.words))
			for _, w := range words {
				if wi, ok := x.make(w.Key); ok {
					x.words = append(x.words, wi)
					it.words.len++
				}
			}
		}
		x.items = append(x.items, it)
	}
	x.sort()
	return x
}

// genericNames is the set of the sounds of all substances.
func genericNames(ds *catalog.Dataset) map[string]bool {
	set := make(map[string]bool, len(ds.Substances)+len(ds.Entries))
	var x index
	add := func(text string) {
		if it, ok := x.make(name.Key(text)); ok {
			set[string(x.bytes(it.fold))] = true
		}
	}
	for i := range ds.Substances {
		add(ds.Substances[i].Name)
	}
	for i := range ds.Entries {
		if e := &ds.Entries[i]; e.Kind == catalog.Ingredient {
			add(e.Name)
		}
	}
	return set
}
