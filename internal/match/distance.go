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

// fingers is the cost of typing q where n was meant, over the letters of one
// keyboard: exchanged neighbours, a key beside the right one and a letter
// typed twice or once are cheaper than other edits. It returns tooFar above
// limit.
func fingers(q, n []byte, limit int) int { return osa(q, n, limit, false) }

// sounds is the cost of writing down the sound q where n was meant: vowels
// and voiced pairs are cheap to exchange.
func sounds(q, n []byte, limit int) int { return osa(q, n, limit, true) }

// cheapest is the least that a letter more or less costs.
const cheapest = 2

// osa is the optimal string alignment distance with weights: the edits of
// Damerau and Levenshtein, no letter edited twice. Cells further from the
// diagonal than the limit allows are not computed.
func osa(q, n []byte, limit int, sound bool) int {
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
	var gaps [maxCode]uint8
	two, one, row := &rows[0], &rows[1], &rows[2]
	swap, band := 2, limit/cheapest
	if sound {
		swap = edit
	}
	w, before := en-start, uint8(0)
	for j := range w {
		gaps[j] = gap(n, start+j, sound)
		one[j+1] = min(one[j]+gaps[j], tooFar)
	}
	for i := start; i < eq; i++ {
		gi := gap(q, i, sound)
		lo, hi := max(0, i-start-band), min(w, i-start+band+1)
		if lo == 0 {
			row[0] = min(one[0]+gi, tooFar)
		} else {
			row[lo] = tooFar
		}
		best, a := row[lo], q[i]
		for k := lo; k < hi; k++ {
			b := n[start+k]
			d := one[k]
			if a != b {
				c := substitution(a, b, sound)
				if c > 2 && start+k == 0 || c > 2 && i == 0 {
					c += firstHit
				}
				d += c
			}
			d = min(d, one[k+1]+gi, row[k]+gaps[k])
			if k > 0 && i > start && a == n[start+k-1] && q[i-1] == b && a != b && !digit(a) && !digit(b) {
				d = min(d, two[k-1]+uint8(swap))
			}
			d = min(d, tooFar)
			row[k+1] = d
			best = min(best, d)
		}
		if hi < w {
			row[hi+1] = tooFar
		}
		// An exchange leads past one row, so that two must be too far.
		if int(best) > limit && int(before)+swap > limit {
			return tooFar
		}
		two, one, row, before = one, row, two, best
	}
	if d := int(one[w]); d <= limit {
		return d
	}
	return tooFar
}

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
func gap(s []byte, i int, sound bool) uint8 {
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

// kin tells of each sound for which others it is written: voiced and
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
