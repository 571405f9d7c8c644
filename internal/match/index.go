package match

import (
	"math/bits"
	"strings"
	"unicode"

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
	owner int32 // of names: index into Dataset.Names; of the lexicon: its line
	entry int32 // -1 in the lexicon
	code  span
	fold  span
	words span // into index.words; names of one word have none
	// generic marks the international name of a substance, in any script:
	// the lexicon knows the others of its kind.
	generic bool
}

// traits are what most names are ruled out by before their letters are
// compared.
type traits struct {
	bag  uint64 // soundBag of the fold
	code uint64 // codeMask of the code
	fold uint32 // foldMask of the fold
}

// index holds names sorted by the length of their sound, so that a query
// meets only names of about its own length. Traits lie side by side, in the
// order of the items, to be run through quickly.
type index struct {
	arena  []byte
	items  []item
	traits []traits
	from   [maxCode + 2]int32 // first item whose sound is at least that long
	words  []item             // the words of names of several words…
	// …and theirs.
	wordTraits []traits
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
	it.code, it.fold = x.add(code), x.add(fold)
	return it, true
}

func (x *index) traitsOf(it *item) traits {
	fold := x.bytes(it.fold)
	return traits{soundBag(fold), codeMask(x.bytes(it.code)), foldMask(fold)}
}

// sort orders the items by length, keeping the order of equal ones, and
// notes where each length begins.
func (x *index) sort() {
	for i := range x.items {
		x.from[x.items[i].fold.len+1]++
	}
	for n := 1; n < len(x.from); n++ {
		x.from[n] += x.from[n-1]
	}
	next := x.from
	sorted := make([]item, len(x.items))
	for i := range x.items {
		at := &next[x.items[i].fold.len]
		sorted[*at] = x.items[i]
		*at++
	}
	x.items = sorted
	x.traits = make([]traits, len(sorted))
	for i := range sorted {
		x.traits[i] = x.traitsOf(&sorted[i])
	}
}

// within is the range of items whose sound is lo to hi letters long.
func (x *index) within(lo, hi int) (from, to int) {
	lo, hi = max(lo, 0), min(hi, maxCode)
	if lo > hi {
		return 0, 0
	}
	return int(x.from[lo]), int(x.from[hi+1])
}

// about is the range of items that may be within limit of a query of n sounds.
// One letter can make three sounds more or less: "oxe" sounds oksen with its x
// and e without.
func (x *index) about(n, limit int) (from, to int) {
	d := limit/cheapest + 2
	return x.within(n-d, n+d)
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
	text   string
	key    string
	code   []byte
	fold   []byte
	traits traits
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

// cost is the smaller of the two distances from the query to the item i, at
// least one quarter where they are not the same letters, tooFar above limit.
func (x *index) cost(q *query, i, limit int) int {
	return x.costOf(q, &x.items[i], &x.traits[i], limit)
}

func (x *index) costOf(q *query, it *item, t *traits, limit int) int {
	best := tooFar
	if limit < 0 || len(q.fold) == 0 {
		return best
	}
	if q.traits.soundNear(t, limit) {
		if d := sounds(q.fold, x.bytes(it.fold), limit); d < best {
			best = max(d, 1)
		}
	}
	if limit := min(limit, 2*edit); q.traits.fingerNear(t, limit) {
		best = min(best, fingers(q.code, x.bytes(it.code), min(limit, best)))
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
		if strings.ContainsFunc(n.Text, separates) {
			x.addWords(&it, n.Text)
		}
		x.items = append(x.items, it)
	}
	x.sort()
	return x
}

// separates is true of what may stand between two words; name.Words decides.
func separates(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

func (x *index) addWords(it *item, text string) {
	words := name.Words(text)
	if len(words) < 2 || len(words) > 255 {
		return
	}
	it.words.at = uint32(len(x.words))
	for _, w := range words {
		if wi, ok := x.make(w.Key); ok {
			x.words = append(x.words, wi)
			x.wordTraits = append(x.wordTraits, x.traitsOf(&wi))
			it.words.len++
		}
	}
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
