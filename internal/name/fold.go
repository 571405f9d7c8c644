package name

// cyrFold is the sound of each Cyrillic letter of the code, from 0xC0.
var cyrFold = [cyrLast - cyrFirst + 1]string{
	"a", "b", "v", "g", "d", "e", "s", "s", "i", "i", "k", "l", "m", "n", "o", "p", // а…п
	"r", "s", "t", "u", "f", "h", "s", "h", "s", "s", "", "i", "", "e", "u", "ia", // р…я
	"i", "e", "g", // і є ґ
}

// AppendFold appends to dst the sound of a code, written with one set of
// Latin letters for both scripts: "цитрамон", "citramon" and "zitramon" all
// give "sitramon". Letters that languages exchange fall together (c, k, q;
// s, z, ц, ж, ш; v, w; i, y, j; ph and f; th and t; x and ks), doubled
// letters count once, soft signs, a final mute e and the -um of pharmacies
// are dropped.
func AppendFold(dst, code []byte) []byte {
	start := len(dst)
	latin := ScriptOf(code)&Cyrillic == 0
	for i := 0; i < len(code); i++ {
		c := code[i]
		var next byte
		if i+1 < len(code) {
			next = code[i+1]
		}
		switch {
		case c >= cyrFirst && c <= cyrLast:
			if c == 0xD2 && next == 0xD6 { // тц as ц
				continue
			}
			s := cyrFold[c-cyrFirst]
			for j := 0; j < len(s); j++ {
				dst = appendSound(dst, start, s[j])
			}
			continue
		case c < 'a' || c > 'z':
			dst = append(dst, c)
			continue
		}
		switch c {
		case 'c':
			switch {
			case next == 'h':
				c, i = 'h', i+1
			case next == 'k':
				continue
			case next == 'e', next == 'i', next == 'y':
				c = 's'
			default:
				c = 'k'
			}
		case 'p':
			if next == 'h' {
				c, i = 'f', i+1
			}
		case 't':
			switch next {
			case 'h':
				i++
			case 's', 'z':
				continue
			}
		case 's':
			if next == 'c' && i+2 < len(code) && code[i+2] == 'h' {
				i += 2
			} else if next == 'h' {
				i++
			}
		case 'k', 'g', 'r':
			if next == 'h' {
				i++
				if c == 'k' {
					c = 'h'
				}
			}
		case 'z':
			if next == 'h' {
				i++
			}
			c = 's'
		case 'a', 'o':
			if next == 'e' && i > 0 {
				c, i = 'e', i+1
			}
		case 'x':
			dst = appendSound(dst, start, 'k')
			c = 's'
		case 'q':
			c = 'k'
		case 'w':
			c = 'v'
		case 'y', 'j':
			c = 'i'
		}
		dst = appendSound(dst, start, c)
	}
	if latin {
		n := len(dst) - start
		switch {
		case n > 4 && dst[len(dst)-1] == 'e':
			dst = dst[:len(dst)-1]
		case n > 8 && string(dst[len(dst)-2:]) == "um" && latinised(dst[len(dst)-3]):
			dst = dst[:len(dst)-2]
		}
	}
	return dst
}

// latinised reports the letters before which pharmacies put -um to a name:
// paracetamolum, tizanidinum, meloxicamum; not so in hypericum or structum.
func latinised(c byte) bool { return c == 'l' || c == 'n' || c == 'm' }

// appendSound adds one letter, without doubling it; i before u is the glide
// of ю, which spellings keep or lose.
func appendSound(dst []byte, start int, c byte) []byte {
	if n := len(dst); n > start {
		if dst[n-1] == c {
			return dst
		}
		if c == 'u' && dst[n-1] == 'i' {
			dst[n-1] = 'u'
			if n-2 >= start && dst[n-2] == 'u' {
				dst = dst[:n-1]
			}
			return dst
		}
	}
	return append(dst, c)
}
