// Package name normalises the names of medicines: Key decides when two
// spellings are the same name, AppendFold when they sound the same in any
// script, Swap undoes a keyboard left in the wrong layout, and Words tells the
// words of a name from doses and forms.
package name

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Key returns the form in which names are compared for equality: Unicode
// NFKD without marks, lower case, letters and digits only. Case, accents,
// hyphens, spaces, apostrophes, trade marks and invisible characters thus do
// not matter; й folds to и and ё to е with their marks. A byte that is not
// UTF-8 becomes U+FFFD and makes the name different.
func Key(s string) string {
	if isKey(s) {
		return s
	}
	var buf [96]byte
	return string(AppendKey(buf[:0], s))
}

// isKey reports whether s is plain lower-case ASCII and so its own key.
func isKey(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c-'a' > 'z'-'a' && c-'0' > 9 {
			return false
		}
	}
	return true
}

// AppendKey appends the key of s to dst and returns the extended slice. It
// allocates only if dst is too small.
func AppendKey(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			switch {
			case c-'a' <= 'z'-'a', c-'0' <= 9:
				dst = append(dst, c)
			case c-'A' <= 'Z'-'A':
				dst = append(dst, c+'a'-'A')
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if k := cyrillic(r); k != 0 {
			dst = utf8.AppendRune(dst, k)
			i += n
			continue
		}
		if tradeMark(r) {
			i += n
			continue
		}
		// The rest up to the next ASCII or Cyrillic letter, so that the
		// general machinery sees whole combining sequences.
		j := i + n
		for j < len(s) && s[j] >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[j:])
			if cyrillic(r) != 0 || tradeMark(r) {
				break
			}
			j += n
		}
		dst = appendGeneral(dst, s[i:j])
		i = j
	}
	return dst
}

// cyrillic is the key of a letter of the Russian, Ukrainian and neighbouring
// alphabets, 0 for any other rune.
func cyrillic(r rune) rune {
	if r < 0x400 || r > 0x45f {
		return 0
	}
	switch {
	case r < 0x410:
		r += 0x50
	case r < 0x430:
		r += 0x20
	}
	switch r {
	case 'ё', 'ѐ':
		return 'е'
	case 'й', 'ѝ':
		return 'и'
	case 'ї':
		return 'і'
	case 'ў':
		return 'у'
	case 'ѓ':
		return 'г'
	case 'ќ':
		return 'к'
	}
	return r
}

// tradeMark reports the marks that would decompose to letters: ™ to "TM".
func tradeMark(r rune) bool {
	return r == '™' || r == '℠' || r == 'Ⓡ' || r == 'Ⓒ' || r == 'ⓡ' || r == 'ⓒ'
}

// appendGeneral does what AppendKey promises for any text, slowly.
func appendGeneral(dst []byte, s string) []byte {
	var it norm.Iter
	it.InitString(norm.NFKD, s)
	for !it.Done() {
		seg := it.Next()
		for len(seg) > 0 {
			r, n := utf8.DecodeRune(seg)
			seg = seg[n:]
			dst = appendRune(dst, r)
		}
	}
	return dst
}

func appendRune(dst []byte, r rune) []byte {
	switch r {
	case utf8.RuneError:
		return utf8.AppendRune(dst, r)
	case 'ʹ', 'ʻ', 'ʼ', 'ʽ', 'ʾ', 'ʿ', 'ˈ': // apostrophes that count as letters
		return dst
	case 'ß', 'ẞ':
		return append(dst, "ss"...)
	case 'ς':
		r = 'σ'
	case 'ı':
		r = 'i'
	case 'æ', 'Æ':
		return append(dst, "ae"...)
	case 'œ', 'Œ':
		return append(dst, "oe"...)
	case 'ø', 'Ø':
		r = 'o'
	case 'ł', 'Ł':
		r = 'l'
	case 'đ', 'Đ':
		r = 'd'
	}
	r = unicode.ToLower(r)
	if c := cyrillic(r); c != 0 {
		r = c
	}
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		return utf8.AppendRune(dst, r)
	}
	return dst
}
