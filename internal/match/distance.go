package match

import "github.com/backcare/backcare/internal/name"

// Costs are counted in quarters of an edit, so that a likely slip costs less
// than an unlikely one.
const (
	edit     = 4 // a whole edit
	replaced = 5 // one letter for an unrelated one: how names of medicines differ
	maxCode  = 64
	tooFar   = 200
	firstHit = 2 // added where the first letter is hit: people get it right
)

// text is letters of a query or of an index.
type text interface{ []byte | string }

// cheapest is the least that a letter more or less costs.
const cheapest = 2

// costs is one of the two distances: what the edits of single letters cost,
// tabled by their classes.
//
// The fingers' is the cost of typing a query where a name was meant, over the
// letters of one keyboard: exchanged neighbours, a key beside the right one and
// a letter typed twice or once are cheaper than other edits. The sounds' is the
// cost of writing the sound of the one down where that of the other was meant:
// vowels and voiced pairs are cheap to exchange.
type costs struct {
	sound bool
	swap  uint8 // of two letters exchanged
	sub   [classes][classes]uint8
}

// tables are both distances.
type tables struct{ sounds, fingers *costs }

func makeTables() tables { return tables{makeCosts(true), makeCosts(false)} }

func makeCosts(sound bool) *costs {
	c := &costs{sound: sound, swap: 2}
	if sound {
		c.swap = edit
	}
	letter := [classes]byte{name.Unknown}
	for l, class := range classOf {
		if class > 0 {
			letter[class] = byte(l)
		}
	}
	for a := range c.sub {
		for b := range c.sub[a] {
			if a != b {
				c.sub[a][b] = substitution(letter[a], letter[b], sound)
			}
		}
	}
	return c
}

// The classes of code letters and sounds: what the costs are tabled by.
const classes = 1 + 10 + 26 + 35

// classOf numbers the letters of codes and sounds; everything else is Unknown.
var classOf = [256]uint8{
	'0': 1, '1': 2, '2': 3, '3': 4, '4': 5, '5': 6, '6': 7, '7': 8, '8': 9, '9': 10,
	'a': 11, 'b': 12, 'c': 13, 'd': 14, 'e': 15, 'f': 16, 'g': 17, 'h': 18, 'i': 19, 'j': 20, 'k': 21, 'l': 22, 'm': 23,
	'n': 24, 'o': 25, 'p': 26, 'q': 27, 'r': 28, 's': 29, 't': 30, 'u': 31, 'v': 32, 'w': 33, 'x': 34, 'y': 35, 'z': 36,
	0xC0: 37, 0xC1: 38, 0xC2: 39, 0xC3: 40, 0xC4: 41, 0xC5: 42, 0xC6: 43, 0xC7: 44, 0xC8: 45, 0xC9: 46, 0xCA: 47, 0xCB: 48,
	0xCC: 49, 0xCD: 50, 0xCE: 51, 0xCF: 52, 0xD0: 53, 0xD1: 54, 0xD2: 55, 0xD3: 56, 0xD4: 57, 0xD5: 58, 0xD6: 59, 0xD7: 60,
	0xD8: 61, 0xD9: 62, 0xDA: 63, 0xDB: 64, 0xDC: 65, 0xDD: 66, 0xDE: 67, 0xDF: 68, 0xE0: 69, 0xE1: 70, 0xE2: 71,
}

// distance is the optimal string alignment distance with weights: the edits of
// Damerau and Levenshtein, no letter edited twice; tooFar above limit. Cells
// further from the diagonal than the limit allows are not computed.
func (c *costs) distance(q []byte, n string, limit int) int {
	if len(q) > maxCode || len(n) > maxCode || limit < 0 {
		return tooFar
	}
	if d := (len(q) - len(n)) * cheapest; d > limit || -d > limit {
		return tooFar
	}
	// What both begin and end with costs nothing.
	start, eq, en := 0, len(q), len(n)
	for start < eq && start < en && q[start] == n[start] {
		start++
	}
	for eq > start && en > start && q[eq-1] == n[en-1] {
		eq--
		en--
	}
	var rows [3][maxCode + 2]uint8
	var gaps, letters [maxCode]uint8
	two, one, row := &rows[0], &rows[1], &rows[2]
	w, before := en-start, uint8(0)
	for j := range w {
		letters[j] = classOf[n[start+j]]
		gaps[j] = gap(n, start+j, c.sound)
		one[j+1] = min(one[j]+gaps[j], tooFar)
	}
	band, last := limit/cheapest, uint8(0)
	for i := start; i < eq; i++ {
		gi := gap(q, i, c.sound)
		lo, hi := max(0, i-start-band), min(w, i-start+band+1)
		if lo == 0 {
			row[0] = min(one[0]+gi, tooFar)
		} else {
			row[lo] = tooFar
		}
		best, a := row[lo], classOf[q[i]]
		sub := &c.sub[a]
		// What lies diagonally above, and to the left, of the cell.
		above, left := one[lo], row[lo]
		for k := lo; k < hi; k++ {
			b, up := letters[k], one[k+1]
			s := sub[b]
			if s > 2 && (i == 0 || start+k == 0) {
				s += firstHit
			}
			d := min(above+s, up+gi, left+gaps[k])
			if last == b && k > 0 && a == letters[k-1] && i > start && a != b && !number(a) && !number(b) {
				d = min(d, two[k-1]+c.swap)
			}
			d = min(d, tooFar)
			row[k+1], above, left = d, up, d
			best = min(best, d)
		}
		if hi < w {
			row[hi+1] = tooFar
		}
		// An exchange leads past one row, so that two must be too far.
		if int(best) > limit && int(before)+int(c.swap) > limit {
			return tooFar
		}
		two, one, row, before, last = one, row, two, best, a
	}
	if d := int(one[w]); d <= limit {
		return d
	}
	return tooFar
}

// number reports the class of a digit.
func number(class uint8) bool { return class-1 < 10 }

func digit(c byte) bool { return c-'0' <= 9 }

// dear is the cost of touching a number, which is never a slip: D3 is not
// D2. Two of them still fit a byte on top of tooFar.
const dear = 50

// substitution is the cost of the letter a where b was meant.
func substitution(a, b byte, sound bool) uint8 {
	switch {
	case digit(a) || digit(b):
		return dear
	case !sound:
		if name.Near(a, b) {
			return 3
		}
		return replaced
	case akin(a, b):
		return 2
	case vowel(a) && vowel(b), a == 'm' && b == 'n', a == 'n' && b == 'm':
		return 3
	}
	return replaced
}

// gap is the cost of a letter that only one side has.
func gap[T text](s T, i int, sound bool) uint8 {
	if digit(s[i]) {
		return dear
	}
	d := uint8(edit)
	switch {
	case !sound:
		if i > 0 && s[i] == s[i-1] || i+1 < len(s) && s[i] == s[i+1] {
			d = 2
		}
	case s[i] == 'h', vowel(s[i]) && i == len(s)-1:
		d = 2
	case vowel(s[i]):
		d = 3
	}
	if i == 0 && d > 2 {
		d += firstHit
	}
	return d
}

// letters is a set of sounds.
type letters uint32

// kin lists for each sound the others that it is written for: voiced and
// unvoiced, what h and c stand for, and the vowels next to each other.
var kin = [26]letters{
	0:         1<<('e'-'a') | 1<<('i'-'a') | 1<<('o'-'a'),
	'b' - 'a': 1 << ('p' - 'a'),
	'd' - 'a': 1 << ('t' - 'a'),
	'e' - 'a': 1 | 1<<('i'-'a') | 1<<('o'-'a'),
	'f' - 'a': 1 << ('v' - 'a'),
	'g' - 'a': 1<<('k'-'a') | 1<<('h'-'a'),
	'h' - 'a': 1<<('s'-'a') | 1<<('k'-'a') | 1<<('g'-'a'),
	'i' - 'a': 1 | 1<<('e'-'a'),
	'k' - 'a': 1<<('g'-'a') | 1<<('h'-'a') | 1<<('s'-'a'),
	'o' - 'a': 1 | 1<<('e'-'a') | 1<<('u'-'a'),
	'p' - 'a': 1 << ('b' - 'a'),
	's' - 'a': 1<<('h'-'a') | 1<<('k'-'a'),
	't' - 'a': 1 << ('d' - 'a'),
	'u' - 'a': 1 << ('o' - 'a'),
	'v' - 'a': 1 << ('f' - 'a'),
}

func akin(x, y byte) bool {
	x, y = x-'a', y-'a'
	return x < 26 && y < 26 && kin[x]>>y&1 != 0
}

const vowels letters = 1 | 1<<('e'-'a') | 1<<('i'-'a') | 1<<('o'-'a') | 1<<('u'-'a')

func vowel(c byte) bool {
	c -= 'a'
	return c < 26 && vowels>>c&1 != 0
}
