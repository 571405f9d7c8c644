package name

import "unicode/utf8"

// Code letters: a key with one byte a letter, so that distances are counted
// over bytes. ASCII is itself, а…я for 0xC0…0xDF, і, є and ґ for the
// three bytes that follow; any other letter is Unknown.
const (
	Unknown  = 0x01
	cyrFirst = 0xC0
	cyrLast  = 0xE2
)

// AppendCode appends the code letters of a key to dst.
func AppendCode(dst []byte, key string) []byte {
	for i := 0; i < len(key); {
		c := key[i]
		if c < utf8.RuneSelf {
			dst = append(dst, c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(key[i:])
		i += n
		switch {
		case r >= 'а' && r <= 'я':
			dst = append(dst, byte(cyrFirst+r-'а'))
		case r == 'і':
			dst = append(dst, 0xE0)
		case r == 'є':
			dst = append(dst, 0xE1)
		case r == 'ґ':
			dst = append(dst, 0xE2)
		default:
			dst = append(dst, Unknown)
		}
	}
	return dst
}

// Script says in which alphabet a name is written.
type Script uint8

// Mixed names hold letters of both alphabets, NoScript ones of neither.
const (
	NoScript Script = 0
	Latin    Script = 1
	Cyrillic Script = 2
	Mixed    Script = 3
)

// ScriptOf looks at the letters of a code; digits belong to no script.
func ScriptOf[T []byte | string](code T) Script {
	s := NoScript
	for i := range len(code) {
		switch c := code[i]; {
		case c >= 'a' && c <= 'z':
			s |= Latin
		case c >= cyrFirst && c <= cyrLast:
			s |= Cyrillic
		}
	}
	return s
}

// lookalike is the Latin letter that a Cyrillic one is drawn like, in the
// order of the code from 0xC0; 0 if there is no letter.
const lookalike = "a\x00b\x00\x00e\x00\x00\x00\x00k\x00mho\x00pcty\x00x\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00i\x00\x00"

// Unmix rewrites a code of both scripts in the one script that its letters
// fit, as when "аspirin" begins with a Cyrillic letter. ok is false if
// some letter has no twin in either script.
func Unmix(dst, code []byte) (out []byte, ok bool) {
	out, ok = dst, true
	for _, c := range code {
		if c >= cyrFirst && c <= cyrLast {
			if c = lookalike[c-cyrFirst]; c == 0 {
				ok = false
				break
			}
		}
		out = append(out, c)
	}
	if ok {
		return out, true
	}
	out = dst
	for _, c := range code {
		if c >= 'a' && c <= 'z' {
			i := 0
			for i < len(lookalike) && lookalike[i] != c {
				i++
			}
			if i == len(lookalike) {
				return dst, false
			}
			c = byte(cyrFirst + i)
		}
		out = append(out, c)
	}
	return out, true
}

// DecodeCode turns a code back into a key.
func DecodeCode(dst, code []byte) []byte {
	for _, c := range code {
		switch {
		case c < utf8.RuneSelf:
			dst = append(dst, c)
		case c < 0xE0:
			dst = utf8.AppendRune(dst, 'а'+rune(c)-cyrFirst)
		case c == 0xE0:
			dst = utf8.AppendRune(dst, 'і')
		case c == 0xE1:
			dst = utf8.AppendRune(dst, 'є')
		case c == 0xE2:
			dst = utf8.AppendRune(dst, 'ґ')
		}
	}
	return dst
}
