package name

import "strings"

// The letter keys of the two keyboards, key by key, plain and shifted.
const (
	latinKeys    = "`qwertyuiop[]asdfghjkl;'zxcvbnm,." + "~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"
	cyrillicKeys = "ёйцукенгшщзхъфывапролджэячсмитьбю" + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
)

// Swap rewrites s as the same keys give it on the other keyboard layout:
// what was typed in Latin letters while Russian was meant, or the reverse.
// ok is false if s has no letter of a single script to judge by.
func Swap(s string) (swapped string, ok bool) {
	var lat, cyr bool
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			lat = true
		case cyrillic(r) != 0:
			cyr = true
		}
	}
	if lat == cyr || len(s) > 256 {
		return "", false
	}
	return strings.Map(func(r rune) rune { return swapKey(r, lat) }, s), true
}

func swapKey(r rune, toCyrillic bool) rune {
	i := 0
	for _, c := range cyrillicKeys {
		l := rune(latinKeys[i])
		if toCyrillic && r == l {
			return c
		}
		if !toCyrillic && r == c {
			return l
		}
		i++
	}
	return r
}

// Near reports whether two code letters of one script lie side by side on
// the keyboard, so that a finger takes the one for the other.
func Near(a, b byte) bool {
	x, y := keyPlace(a), keyPlace(b)
	if x.cyr != y.cyr {
		return false
	}
	dr, dc := int(x.row)-int(y.row), int(x.col)-int(y.col)
	// A lower row lies half a key to the right.
	return dr == 0 && (dc == 1 || dc == -1) || dr == 1 && (dc == 0 || dc == -1) || dr == -1 && (dc == 0 || dc == 1)
}

// place is where a key lies: row 1 to 3, column from 1. What is no letter has row
// and column 0, beside none.
type place struct {
	row, col uint8
	cyr      bool
}

func keyPlace(c byte) place { return placeTable[c] }

var placeTable = [256]place{
	'q': {1, 1, false}, 'w': {1, 2, false}, 'e': {1, 3, false}, 'r': {1, 4, false}, 't': {1, 5, false}, 'y': {1, 6, false}, 'u': {1, 7, false}, 'i': {1, 8, false}, 'o': {1, 9, false}, 'p': {1, 10, false},
	'a': {2, 1, false}, 's': {2, 2, false}, 'd': {2, 3, false}, 'f': {2, 4, false}, 'g': {2, 5, false}, 'h': {2, 6, false}, 'j': {2, 7, false}, 'k': {2, 8, false}, 'l': {2, 9, false},
	'z': {3, 1, false}, 'x': {3, 2, false}, 'c': {3, 3, false}, 'v': {3, 4, false}, 'b': {3, 5, false}, 'n': {3, 6, false}, 'm': {3, 7, false},
	0xD6: {1, 2, true}, 0xD3: {1, 3, true}, 0xCA: {1, 4, true}, 0xC5: {1, 5, true}, 0xCD: {1, 6, true}, 0xC3: {1, 7, true}, 0xD8: {1, 8, true}, 0xD9: {1, 9, true}, 0xC7: {1, 10, true}, 0xD5: {1, 11, true}, 0xDA: {1, 12, true}, // йцукенгшщзхъ
	0xD4: {2, 1, true}, 0xDB: {2, 2, true}, 0xC2: {2, 3, true}, 0xC0: {2, 4, true}, 0xCF: {2, 5, true}, 0xD0: {2, 6, true}, 0xCE: {2, 7, true}, 0xCB: {2, 8, true}, 0xC4: {2, 9, true}, 0xC6: {2, 10, true}, 0xDD: {2, 11, true}, // фывапролджэ
	0xDF: {3, 1, true}, 0xD7: {3, 2, true}, 0xD1: {3, 3, true}, 0xCC: {3, 4, true}, 0xC8: {3, 5, true}, 0xD2: {3, 6, true}, 0xDC: {3, 7, true}, 0xC1: {3, 8, true}, 0xDE: {3, 9, true}, // ячсмитьбю
}
