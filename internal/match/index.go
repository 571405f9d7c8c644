package match

import (
	"bytes"
	"encoding/binary"
	"iter"
	"math/bits"
	"slices"
	"sort"
	"strings"
	"unicode"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
)

// item is one name made ready for distances.
type item struct {
	// owner is, of a name, its index in Dataset.Names, in the lexicon its line,
	// and of a word the name that it is of.
	owner int32
	entry int32 // of the owner, -1 in the lexicon and for words
	code  string
	fold  string
	words int // the first of its words; names of one word have no list
	count int // of its words
	// generic marks the international name of a substance, in any script:
	// the lexicon knows the others of its kind.
	generic bool
	traits
}

// traits are what most names are ruled out by before their letters are
// compared.
type traits struct {
	bag  uint64 // soundBag of the fold
	code uint64 // codeMask of the code
	fold uint32 // foldMask of the fold
}

// index holds names sorted by the length of their sound, and after them the
// words of those of several words. It lies in strings as encode wrote them, so
// that one in the program or in a file is used without being read. Traits lie
// side by side, to be run through quickly.
type index struct {
	names []catalog.Name // the owners; nil in the lexicon
	n     int
	words int
	from  [maxCode + 2]int // the first name whose sound is at least that long
	folds string           // the traits of each, a uint32 or a uint64
	codes string
	bags  string
	items string // the rest of each, itemSize bytes
	order string // the names by their sounds, a uint32 each
	arena string // code and fold of each
}

// An item is its place in the arena, its owner and its first word, each a
// uint32, and a byte each for the lengths of code and fold, the number of words
// and whether it is generic.
const itemSize = 16

func (x *index) item(i int) item {
	b := x.items[i*itemSize : i*itemSize+itemSize]
	at, code, fold := int(u32(b, 0)), int(b[12]), int(b[13])
	it := item{
		code: x.arena[at : at+code], fold: x.arena[at+code : at+code+fold],
		owner: int32(u32(b, 4)), entry: -1, words: int(u32(b, 8)), count: int(b[14]), generic: b[15] != 0,
		traits: traits{bag: x.bag(i), code: x.codeMask(i), fold: x.foldMask(i)},
	}
	if x.names != nil && i < x.n {
		it.entry = x.names[it.owner].Entry
	}
	return it
}

// word is one of the words of names.
func (x *index) word(i int) item { return x.item(x.n + i) }

func (x *index) bag(i int) uint64      { return u64(x.bags, i*8) }
func (x *index) codeMask(i int) uint64 { return u64(x.codes, i*8) }
func (x *index) foldMask(i int) uint32 { return u32(x.folds, i*4) }
func (x *index) foldLen(i int) int     { return int(x.items[i*itemSize+13]) }
func (x *index) wordCount(i int) int   { return int(x.items[i*itemSize+14]) }
func (x *index) firstWord(i int) int   { return int(u32(x.items, i*itemSize+8)) }

func u32(s string, at int) uint32 {
	b := s[at : at+4]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func u64(s string, at int) uint64 {
	b := s[at : at+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

func appendU32(b []byte, v int) []byte { return binary.LittleEndian.AppendUint32(b, uint32(v)) }

// maker collects the items of an index.
type maker struct {
	items []made
	words []made
}

// made is an item that is being made.
type made struct {
	code, fold   []byte
	owner        int
	words, count int
	generic      bool
	added        int // its place in maker.items before they are sorted
}

// make fills the distances' view of one key; ok is false for keys too long
// to be mistyped into anything but themselves.
func (*maker) make(key string) (it made, ok bool) {
	if len(key) > 2*maxCode {
		return it, false
	}
	it.code = name.AppendCode(nil, key)
	if len(it.code) > maxCode {
		return it, false
	}
	it.fold = name.AppendFold(nil, it.code)
	return it, len(it.fold) > 0 && len(it.fold) <= maxCode
}

func (k *maker) addWords(it *made, text string) {
	words := name.Words(text)
	if len(words) < 2 || len(words) > 255 {
		return
	}
	it.words = len(k.words)
	for _, w := range words {
		if wi, ok := k.make(w.Key); ok {
			wi.owner = len(k.items) // which the name becomes
			k.words = append(k.words, wi)
			it.count++
		}
	}
}

// encode writes the index: the number of names, of words and of bytes in the
// arena, then the fields of index from folds to arena. All numbers are
// little-endian.
func (k *maker) encode() []byte {
	place := make([]int, len(k.items)) // of each as it was added
	for i := range k.items {
		k.items[i].added = i
	}
	sort.SliceStable(k.items, func(i, j int) bool { return len(k.items[i].fold) < len(k.items[j].fold) })
	for i := range k.items {
		place[k.items[i].added] = i
	}
	for i := range k.words {
		k.words[i].owner = place[k.words[i].owner]
	}
	var folds, codes, bags, items, order, arena []byte
	for _, list := range [][]made{k.items, k.words} {
		for i := range list {
			it := &list[i]
			folds = appendU32(folds, int(foldMask(it.fold)))
			codes = binary.LittleEndian.AppendUint64(codes, codeMask(it.code))
			bags = binary.LittleEndian.AppendUint64(bags, soundBag(it.fold))
			items = appendU32(appendU32(appendU32(items, len(arena)), it.owner), it.words)
			generic := byte(0)
			if it.generic {
				generic = 1
			}
			items = append(items, byte(len(it.code)), byte(len(it.fold)), byte(it.count), generic)
			arena = append(append(arena, it.code...), it.fold...)
		}
	}
	sorted := make([]int, len(k.items))
	for i := range sorted {
		sorted[i] = i
	}
	sort.SliceStable(sorted, func(i, j int) bool {
		return bytes.Compare(k.items[sorted[i]].fold, k.items[sorted[j]].fold) < 0
	})
	for _, i := range sorted {
		order = appendU32(order, i)
	}
	b := appendU32(appendU32(appendU32(nil, len(k.items)), len(k.words)), len(arena))
	return slices.Concat(b, folds, codes, bags, items, order, arena)
}

// open reads an index of names or, without them, of that many lines of the
// lexicon. ok is false if b is not an index: what was read from a file
// may be anything.
func open(b string, names []catalog.Name, owners int) (x *index, ok bool) {
	const head = 3 * 4
	if len(b) < head {
		return nil, false
	}
	x = &index{names: names, n: int(u32(b, 0)), words: int(u32(b, 4))}
	all, arena := x.n+x.words, int(u32(b, 8))
	if len(b)-head != all*(4+8+8+itemSize)+x.n*4+arena {
		return nil, false
	}
	b = b[head:]
	cut := func(n int) string {
		part := b[:n]
		b = b[n:]
		return part
	}
	x.folds, x.codes, x.bags, x.items, x.order, x.arena = cut(4*all), cut(8*all), cut(8*all), cut(itemSize*all), cut(4*x.n), b
	last := 0
	for i := range all {
		it := x.items[i*itemSize : i*itemSize+itemSize]
		code, fold := int(it[12]), int(it[13])
		if int(u32(it, 0))+code+fold > len(x.arena) || code == 0 || code > maxCode || fold == 0 || fold > maxCode || int(u32(it, 8))+int(it[14]) > x.words {
			return nil, false
		}
		if i >= x.n {
			if int(u32(it, 4)) >= x.n {
				return nil, false
			}
			continue
		}
		if fold < last || int(u32(it, 4)) >= owners || int(u32(x.order, i*4)) >= x.n {
			return nil, false
		}
		for ; last < fold; last++ {
			x.from[last+1] = i
		}
	}
	for ; last <= maxCode; last++ {
		x.from[last+1] = x.n
	}
	return x, true
}

// begun yields the names whose sound begins with fold, by their sounds.
func (x *index) begun(fold []byte) iter.Seq[int] {
	return func(yield func(int) bool) {
		at := sort.Search(x.n, func(at int) bool { return x.item(x.ordered(at)).fold >= string(fold) })
		for ; at < x.n; at++ {
			if i := x.ordered(at); !strings.HasPrefix(x.item(i).fold, string(fold)) || !yield(i) {
				return
			}
		}
	}
}

func (x *index) ordered(at int) int { return int(u32(x.order, at*4)) }

// alike yields the names that have the sound.
func (x *index) alike(fold []byte) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range x.begun(fold) {
			if x.foldLen(i) != len(fold) || !yield(i) {
				return // longer ones follow
			}
		}
	}
}

// within is the range of items whose sound is lo to hi letters long.
func (x *index) within(lo, hi int) (from, to int) {
	lo, hi = max(lo, 0), min(hi, maxCode)
	if lo > hi {
		return 0, 0
	}
	return x.from[lo], x.from[hi+1]
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
	0: 7, 'e' - 'a': 7, 'i' - 'a': 7, 'o' - 'a': 7, 'u' - 'a': 7,
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
	text     string
	key      string
	code     []byte
	fold     []byte
	traits   traits
	script   name.Script
	words    []name.Word
	buf      [6 * maxCode]byte
	other    string // the text on the other keyboard layout, once it was asked for
	judged   bool   // whether it was
	foreign  bool   // it is the name of another medicine
	ordinary bool   // it is a word of a language
}

// swapped is the text as the same keys give it on the other keyboard layout;
// ok is false if that is not certain.
func (q *query) swapped() (text string, ok bool) {
	if !q.judged {
		q.other, _ = name.Swap(q.text)
		q.judged = true
	}
	return q.other, q.other != ""
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
	q.traits = traits{soundBag(q.fold), codeMask(q.code), foldMask(q.fold)}
	q.script = name.ScriptOf(q.code)
	return true
}

// soundNear and fingerNear rule out what cannot be within the limit.
func (t *traits) soundNear(o *traits, limit int) bool {
	return bits.OnesCount32(t.fold^o.fold) <= limit && bagCost(t.bag, o.bag) <= limit
}

// A substitution on the keyboard costs three quarters for two letters of the
// set, a letter more or less four for one.
func (t *traits) fingerNear(o *traits, limit int) bool {
	return bits.OnesCount64(t.code^o.code)*3 <= limit*2
}

// maybe reports what soundNear and fingerNear leave of an item, without the
// rest of it.
func (x *index) maybe(t *traits, i, limit int) bool {
	return bits.OnesCount64(t.code^x.codeMask(i))*3 <= min(limit, farthest)*2 ||
		bits.OnesCount32(t.fold^x.foldMask(i)) <= limit && bagCost(t.bag, x.bag(i)) <= limit
}

// cost is the smaller of the two distances from the query to an item, at
// least one quarter where they are not the same letters, tooFar above limit.
func (c tables) cost(q *query, it *item, limit int) int {
	best := tooFar
	if limit < 0 || len(q.fold) == 0 {
		return best
	}
	if q.traits.soundNear(&it.traits, limit) {
		if d := c.sounds.distance(q.fold, it.fold, limit); d < best {
			best = max(d, 1)
		}
	}
	if limit := min(limit, farthest); q.traits.fingerNear(&it.traits, limit) {
		best = min(best, c.fingers.distance(q.code, it.code, min(limit, best)))
	}
	return best
}

// farthest is the most that slips of the finger may cost.
const farthest = 2 * edit

// near calls each, in their order, for the names that may be within the limit
// of a query, and for some that are not; each returns the limit from there on,
// which it may lower.
func (x *index) near(q *query, limit int, each func(i int) (limit int)) {
	// One letter can make three sounds more or less: "oxe" sounds oksen with its
	// x and e without.
	reach := limit/cheapest + 2
	from, to := x.within(len(q.fold)-reach, len(q.fold)+reach)
	x.scan(q, limit, from, to, each)
}

// scan is near for a range of names and words. It has the condition of maybe
// written out: a call for every name makes a batch a sixth slower.
func (x *index) scan(q *query, limit, from, to int, each func(i int) (limit int)) {
	own, folds, codes := q.traits, x.folds[:to*4], x.codes[:to*8]
	few := min(limit, farthest) * 2 / 3 // letters that fingers can change
	for i := from; i < to && limit >= 0; i++ {
		if bits.OnesCount64(own.code^u64(codes, i*8)) > few &&
			(bits.OnesCount32(own.fold^u32(folds, i*4)) > limit || bagCost(own.bag, x.bag(i)) > limit) {
			continue
		}
		limit = each(i)
		few = min(limit, farthest) * 2 / 3
	}
}

// Index writes the index of every name of the dataset but its codes, as
// Dataset.Index holds it.
func Index(ds *catalog.Dataset) []byte {
	var k maker
	generic := genericNames(ds)
	for i := range ds.Names {
		n := &ds.Names[i]
		if n.Kind == catalog.CodeName {
			continue
		}
		it, ok := k.make(n.Key)
		if !ok {
			continue
		}
		it.owner = i
		it.generic = ds.Entries[n.Entry].Kind != catalog.Remedy && generic[string(it.fold)]
		if strings.ContainsFunc(n.Text, separates) {
			k.addWords(&it, n.Text)
		}
		k.items = append(k.items, it)
	}
	return k.encode()
}

// separates is true of what may separate two words; name.Words decides.
func separates(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// genericNames is the set of the sounds of all substances.
func genericNames(ds *catalog.Dataset) map[string]bool {
	set := make(map[string]bool, len(ds.Substances)+len(ds.Entries))
	var k maker
	add := func(text string) {
		if it, ok := k.make(name.Key(text)); ok {
			set[string(it.fold)] = true
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
