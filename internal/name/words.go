package name

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/catalog"
)

// Word is one word of a query or a name.
type Word struct {
	Text string // as typed, without what surrounds it
	Key  string
	Dose bool // a strength, count or unit: "200", "mg", "500mg", "5%"
	// Form is set for a word that says in which form a medicine comes;
	// Route is then how that form is given, empty where several are possible.
	Form  bool
	Route string
	// Part is set for the part or preparation of a plant: "root", "настойка".
	Part bool
}

// Words splits s at spaces, hyphens and punctuation (not at apostrophes)
// and classes every word.
func Words(s string) []Word {
	var words []Word
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if !inWord(r) {
			s = s[n:]
			continue
		}
		end := n
		for end < len(s) {
			r, n := utf8.DecodeRuneInString(s[end:])
			if !inWord(r) && !(decimal(r) && digitAt(s[:end], s[end+n:])) {
				break
			}
			end += n
		}
		w := Word{Text: s[:end], Key: Key(s[:end])}
		s = s[end:]
		if w.Key == "" {
			continue
		}
		after := len(words) > 0 && words[len(words)-1].Dose
		w.Dose = dose(w.Key, after)
		if !w.Dose {
			w.Form, w.Route, w.Part = form(w.Key)
		}
		words = append(words, w)
	}
	return words
}

func inWord(r rune) bool {
	switch r {
	case '\'', '’', 'ʼ', '`', '´', '\u00ad', '\u200b', '\u200c', '\u200d', '\ufeff':
		return true
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == utf8.RuneError
}

func decimal(r rune) bool { return r == '.' || r == ',' }

// digitAt reports a decimal point: a digit on either side.
func digitAt(before, after string) bool {
	return before != "" && after != "" && before[len(before)-1]-'0' <= 9 && after[0]-'0' <= 9
}

// units are dose units; they count as one only after a number.
const units = " mg mcg ug µg g gr ml l iu ui me mgml мг мкг г гр мл л ме ед мгмл мкгмл процентов percent x х шт pcs "

// dose reports a number, with or without its unit, and a unit after one.
func dose(key string, afterNumber bool) bool {
	i := 0
	for i < len(key) && key[i]-'0' <= 9 {
		i++
	}
	unit := key[i:]
	switch {
	case i == 0:
		return afterNumber && unit != "x" && isUnit(unit)
	case unit == "":
		return true
	}
	return isUnit(unit)
}

func isUnit(s string) bool {
	return s != "" && strings.Contains(units, " "+s+" ")
}

// formWords holds the beginnings by which forms are known: what stands
// before the colon begins the word, what follows is the longest ending the
// word may have, then the route. A beginning that would catch other words is
// written out with ending 0.
var formWords = [...]struct {
	stem  string
	tail  int // letters that may follow
	route string
	part  bool
}{
	{"tablet", 5, catalog.Oral, false}, {"tabs", 0, catalog.Oral, false}, {"tab", 0, catalog.Oral, false},
	{"capsule", 1, catalog.Oral, false}, {"caps", 0, catalog.Oral, false}, {"caplet", 1, catalog.Oral, false},
	{"pill", 1, catalog.Oral, false}, {"syrup", 1, catalog.Oral, false}, {"suspension", 1, catalog.Oral, false},
	{"sachet", 1, catalog.Oral, false}, {"effervescent", 0, catalog.Oral, false}, {"oral", 0, catalog.Oral, false},
	{"gel", 0, catalog.Topical, false}, {"gels", 0, catalog.Topical, false}, {"ointment", 1, catalog.Topical, false},
	{"cream", 1, catalog.Topical, false}, {"topical", 0, catalog.Topical, false}, {"lotion", 1, catalog.Topical, false},
	{"suppositor", 3, catalog.Rectal, false}, {"candle", 1, catalog.Rectal, false}, {"rectal", 0, catalog.Rectal, false},
	{"injection", 1, catalog.Injection, false}, {"injectable", 0, catalog.Injection, false},
	{"ampoule", 1, catalog.Injection, false}, {"ampule", 1, catalog.Injection, false}, {"ampul", 1, catalog.Injection, false},
	{"vial", 1, catalog.Injection, false}, {"shot", 1, catalog.Injection, false},
	{"drops", 0, "", false}, {"solution", 1, "", false}, {"spray", 1, "", false}, {"powder", 1, "", false}, {"granules", 0, "", false},
	{"таблет", 4, catalog.Oral, false}, {"таб", 0, catalog.Oral, false}, {"табл", 0, catalog.Oral, false},
	{"капсул", 3, catalog.Oral, false}, {"капс", 0, catalog.Oral, false}, {"сироп", 2, catalog.Oral, false},
	{"суспензи", 2, catalog.Oral, false}, {"саше", 0, catalog.Oral, false}, {"шипуч", 3, catalog.Oral, false},
	{"гел", 2, catalog.Topical, false}, {"маз", 3, catalog.Topical, false}, {"крем", 2, catalog.Topical, false},
	{"свеч", 3, catalog.Rectal, false}, {"суппозитори", 3, catalog.Rectal, false},
	{"укол", 3, catalog.Injection, false}, {"ампул", 3, catalog.Injection, false}, {"инъекци", 3, catalog.Injection, false},
	{"капли", 0, "", false}, {"раствор", 2, "", false}, {"спреи", 1, "", false}, {"порош", 4, "", false}, {"гранул", 3, "", false},
	{"tincture", 1, "", true}, {"extract", 1, "", true}, {"root", 1, "", true}, {"herb", 1, "", true}, {"leaves", 0, "", true},
	{"настоик", 2, "", true}, {"экстракт", 2, "", true}, {"корен", 3, "", true}, {"корн", 2, "", true}, {"трав", 2, "", true},
}

func form(key string) (isForm bool, route string, part bool) {
	for i := range formWords {
		f := &formWords[i]
		if rest, ok := strings.CutPrefix(key, f.stem); ok && utf8.RuneCountInString(rest) <= f.tail {
			return true, f.route, f.part
		}
	}
	return false, "", false
}
