package match

import (
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

// index is a catalog.Index and what it is of.
type index struct {
	*catalog.Index
	names []catalog.Name // the owners; nil in the lexicon
}

func (x *index) item(i int) item {
	of := &x.Items[i]
	it := item{
		code: of.Code, fold: of.Fold, owner: of.Owner, entry: -1, words: int(of.First), count: int(of.Words), generic: of.Generic,
		traits: traits{bag: x.Bags[i], code: x.Codes[i], fold: x.Folds[i]},
	}
	if x.names != nil && i < x.N {
		it.entry = x.names[it.owner].Entry
	}
	return it
}

// word is one of the words of names.
func (x *index) word(i int) item { return x.item(x.N + i) }

// wordsOf is the range of the items that are the words of a name.
func (x *index) wordsOf(i int) (from, to int) {
	from = x.N + int(x.Items[i].First)
	return from, from + int(x.Items[i].Words)
}

// maker collects the items of an index.
type maker struct{ items, words []catalog.Item }

// make fills the distances' view of one key; ok is false for keys too long
// to be mistyped into anything but themselves.
func (*maker) make(key string) (it catalog.Item, ok bool) {
	if len(key) > 2*maxCode {
		return it, false
	}
	code := name.AppendCode(nil, key)
	if len(code) > maxCode {
		return it, false
	}
	it.Code, it.Fold = string(code), string(name.AppendFold(nil, code))
	return it, len(it.Fold) > 0 && len(it.Fold) <= maxCode
}

func (k *maker) addWords(it *catalog.Item, text string) {
	words := name.Words(text)
	if len(words) < 2 || len(words) > 255 {
		return
	}
	it.First = int32(len(k.words))
	for _, w := range words {
		if wi, ok := k.make(w.Key); ok {
			wi.Owner = int32(len(k.items)) // which the name becomes
			k.words = append(k.words, wi)
			it.Words++
		}
	}
}

// index sorts what was collected.
func (k *maker) index() catalog.Index {
	by := func(compare func(a, b string) int, items []catalog.Item) []int32 {
		order := make([]int32, len(items))
		for i := range order {
			order[i] = int32(i)
		}
		slices.SortStableFunc(order, func(i, j int32) int { return compare(items[i].Fold, items[j].Fold) })
		return order
	}
	x := catalog.Index{N: len(k.items), Items: make([]catalog.Item, len(k.items), len(k.items)+len(k.words))}
	place := make([]int32, len(k.items)) // of each as it was added
	for to, from := range by(func(a, b string) int { return len(a) - len(b) }, k.items) {
		x.Items[to], place[from] = k.items[from], int32(to)
	}
	x.Order = by(strings.Compare, x.Items)
	for _, w := range k.words {
		w.Owner = place[w.Owner]
		x.Items = append(x.Items, w)
	}
	for i := range x.Items {
		it := &x.Items[i]
		x.Folds, x.Codes, x.Bags = append(x.Folds, foldMask(it.Fold)), append(x.Codes, codeMask(it.Code)), append(x.Bags, soundBag(it.Fold))
	}
	for n := range maxCode + 2 {
		from := sort.Search(x.N, func(i int) bool { return len(x.Items[i].Fold) >= n })
		x.From = append(x.From, int32(from))
	}
	return x
}

// begun yields the names whose sound begins with fold, by their sounds.
func (x *index) begun(fold []byte) iter.Seq[int] {
	return func(yield func(int) bool) {
		at := sort.Search(x.N, func(at int) bool { return x.Items[x.Order[at]].Fold >= string(fold) })
		for _, i := range x.Order[at:] {
			if !strings.HasPrefix(x.Items[i].Fold, string(fold)) || !yield(int(i)) {
				return
			}
		}
	}
}

// alike yields the names that have the sound.
func (x *index) alike(fold []byte) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range x.begun(fold) {
			if len(x.Items[i].Fold) != len(fold) || !yield(i) {
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
	return int(x.From[lo]), int(x.From[hi+1])
}

// codeMask is the set of letters in a code, foldMask that of a sound. An
// edit changes a set by two members at most: what lies further apart need
// not be compared letter by letter.
func codeMask[T text](code T) uint64 {
	var m uint64
	for i := range len(code) {
		m |= 1 << codeBit(code[i])
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

func foldMask[T text](fold T) uint32 {
	var m uint32
	for i := range len(fold) {
		c := fold[i]
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
func soundBag[T text](fold T) uint64 {
	var bag uint64
	for i := range len(fold) {
		c := fold[i]
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
	text    string
	key     string
	code    []byte
	fold    []byte
	traits  traits
	script  name.Script
	words   []name.Word
	buf     [6 * maxCode]byte
	other   string // the text on the other keyboard layout, once it was asked for
	judged  bool   // whether it was
	foreign bool   // it is the name of another medicine
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
	return bits.OnesCount64(t.code^x.Codes[i])*3 <= min(limit, farthest)*2 ||
		bits.OnesCount32(t.fold^x.Folds[i]) <= limit && bagCost(t.bag, x.Bags[i]) <= limit
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
	own, folds, codes := q.traits, x.Folds[:to], x.Codes[:to]
	few := min(limit, farthest) * 2 / 3 // letters that fingers can change
	for i := from; i < to && limit >= 0; i++ {
		if bits.OnesCount64(own.code^codes[i]) > few &&
			(bits.OnesCount32(own.fold^folds[i]) > limit || bagCost(own.bag, x.Bags[i]) > limit) {
			continue
		}
		limit = each(i)
		few = min(limit, farthest) * 2 / 3
	}
}

// Index makes Dataset.Index: every name of the dataset but its codes.
func Index(ds *catalog.Dataset) catalog.Index {
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
		it.Owner = int32(i)
		it.Generic = ds.Entries[n.Entry].Kind != catalog.Remedy && generic[it.Fold]
		if strings.ContainsFunc(n.Text, separates) {
			k.addWords(&it, n.Text)
		}
		k.items = append(k.items, it)
	}
	return k.index()
}

// separates is true of what may separate two words; name.Words decides.
func separates(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// genericNames is the set of the sounds of all substances.
func genericNames(ds *catalog.Dataset) map[string]bool {
	set := make(map[string]bool, len(ds.Substances)+len(ds.Entries))
	var k maker
	add := func(text string) {
		if it, ok := k.make(name.Key(text)); ok {
			set[it.Fold] = true
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
