package name

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/catalog"
)

// Word is one word of a query or a name.
type Word struct {
	Text string // as typed, without what surrounds it
	Key  string
	At   int // where it begins in the text
	// Dose is set for a part of a strength, size or count: "500mg", "5" before
	// "%", "10" after "№". A number without a unit is not: it may belong to the
	// name, as in vitamin B12.
	Dose    bool
	Measure Measure // of the last word of a strength, what its unit measures
	// Form is set for a word that says in which form a medicine comes; Route is
	// then how that form is given, and Make which form it is, each empty if
	// the word leaves it open.
	Form  bool
	Route string
	Make  string
	// Part is set for the part or preparation of a plant: "root", "настойка".
	Part bool
	// Filler is set for a word that many names share and that names nothing by
	// itself: "sodium", "acid".
	Filler bool
}

// Number reports a word that is a number without a unit.
func (w *Word) Number() bool { return !w.Dose && digits(w.Key) == len(w.Key) }

// End is where the word ends in the text.
func (w *Word) End() int { return w.At + len(w.Text) }

// Measure is what the unit of a strength measures, as far as that separates one
// form from another.
type Measure uint8

// Mass is milligrams, as of a tablet; Volume millilitres; Concentration mass in
// a volume, as of an ampoule; Percent a share, as of a gel. Anything else, a
// count or an activity, is Unmeasured.
const (
	Unmeasured Measure = iota
	Mass
	Volume
	Concentration
	Percent
)

// OtherRoute is that of forms for the eye, the ear, the nose and the like, which
// no entry has.
const OtherRoute = "other"

// Words splits s at spaces, hyphens and punctuation (not at apostrophes)
// and classes every word.
func Words(s string) []Word {
	var words []Word
	for rest := s; len(rest) > 0; {
		r, n := utf8.DecodeRuneInString(rest)
		if !inWord(r) {
			rest = rest[n:]
			continue
		}
		end := n
		for end < len(rest) {
			r, n := utf8.DecodeRuneInString(rest[end:])
			if !inWord(r) && !(decimal(r) && digitAt(rest[:end], rest[end+n:])) {
				break
			}
			end += n
		}
		w := Word{Text: rest[:end], Key: Key(rest[:end]), At: len(s) - len(rest)}
		rest = rest[end:]
		if w.Key == "" {
			continue
		}
		var last Word
		gap := s[:w.At] // what is between
		if len(words) > 0 {
			last = words[len(words)-1]
			gap = s[last.End():w.At]
		}
		w.measure(&last, gap, rest)
		if !w.Dose {
			if w.Form = w.form(); !w.Form {
				w.Filler = filler(w.Key)
			}
		}
		if w.Dose && len(words) > 0 {
			p := &words[len(words)-1]
			switch {
			case p.Number() && digits(w.Key) == 0:
				p.Dose = true // the "30" of "30 mg"
				if n := len(words) - 2; p.Key == "000" && n >= 0 && words[n].Number() {
					words[n].Dose = true // the "25" of "25 000 IU"
				}
			case p.Dose && w.Measure != Unmeasured && (digits(w.Key) == 0 || strings.Contains(gap, "/")):
				p.Measure = Unmeasured // the "mg" of "mg/ml"
			}
		}
		if words == nil {
			words = make([]Word, 0, 4)
		}
		words = append(words, w)
	}
	if len(words) > 1 && words[0].Number() {
		words[0].Dose = numbered(s[words[0].End():words[1].At], words)
	}
	for i := range words {
		// "0,5" without a unit is in grams or milligrams.
		w := &words[i]
		alone := i+1 == len(words) || !words[i+1].Dose || words[i+1].Measure == Unmeasured && endsInDigit(words[i+1].Key)
		if w.Measure == Unmeasured && digits(w.Key) == len(w.Key) && strings.ContainsAny(w.Text, ".,") && alone {
			w.Measure = Mass
		}
	}
	return words
}

// numbered reports a number before a name that counts lines, as in "1. aspirin",
// or packs, as in "2 paracetamol 500 mg"; that of "5-ASA" does neither.
func numbered(gap string, words []Word) bool {
	if strings.HasPrefix(gap, ". ") || strings.HasPrefix(gap, ") ") {
		return true
	}
	if strings.TrimSpace(gap) != "" || utf8.RuneCountInString(words[1].Key) < 5 || words[1].Form {
		return false
	}
	for i := range words[2:] {
		if words[2+i].Measure != Unmeasured {
			return true
		}
	}
	return false
}

// measure reports whether a word belongs to a strength, by the word before it, what
// is between them and what follows.
func (w *Word) measure(last *Word, gap, after string) {
	n := digits(w.Key)
	unit := w.Key[n:]
	if n == 0 && last.Key == "" {
		return
	}
	m, isUnit := Unmeasured, false
	if n > 0 || last.Dose || last.Number() {
		m, isUnit = measureOf(unit)
	}
	slash := strings.Contains(gap, "/")
	switch {
	case n == 0 && isUnit && (last.Number() || last.Dose && endsInDigit(last.Key)):
		w.Dose, w.Measure = true, m
		if last.Measure != Unmeasured {
			w.Measure = per(last.Measure, m, last.Key+unit) // "200 mg / 5 ml"
		}
	case n == 0 && isUnit && last.Dose:
		w.Dose, w.Measure = true, per(last.Measure, m, unit) // "mg/ml"
	case n == 0:
		w.Dose = counted(last, gap, w.Key)
	case unit == "":
		follows := strings.TrimLeft(after, " \u00a0\u202f")
		switch {
		case strings.HasPrefix(follows, "%"):
			w.Dose, w.Measure = true, Percent
		case slash && last.Dose:
			w.Dose, w.Measure = true, last.Measure
		case strings.ContainsAny(w.Text, ".,") && last.Key != "", strings.HasSuffix(strings.TrimRight(gap, " \u00a0"), "№"):
			w.Dose = true // "0,5", "№10"; "1,25 vitamin D" is a name
		default:
			w.Dose = last.Dose || last.Form // "500 mg 20", "tablets #20"; "Tylenol #3" holds codeine
		}
	case isUnit && last.Dose && slash && last.Measure != Unmeasured:
		w.Dose, w.Measure = true, per(last.Measure, m, w.Key) // "200 mg/5ml"
	case isUnit:
		w.Dose, w.Measure = true, m
	}
}

// counted reports "N10" after a strength or a form: how many there are.
func counted(last *Word, gap, key string) bool {
	rest, ok := strings.CutPrefix(key, "n")
	return ok && (last.Dose || last.Form) && !strings.Contains(gap, "-") && rest != "" && digits(rest) == len(rest)
}

// per is what a mass in a measure is: in five millilitres, a spoon, what is drunk;
// in any other volume what an ampoule holds.
func per(of, unit Measure, name string) Measure {
	switch {
	case of == Mass && (name == "5ml" || name == "5мл"):
		return Volume
	case of == Mass && unit == Volume:
		return Concentration
	case of == Mass && (name[digits(name):] == "g" || name[digits(name):] == "г"):
		return Percent
	}
	return of
}

// digits is how many digits a key begins with.
func digits(key string) int {
	i := 0
	for i < len(key) && key[i]-'0' <= 9 {
		i++
	}
	return i
}

func endsInDigit(key string) bool { return key[len(key)-1]-'0' <= 9 }

// SameWords reports whether two spellings of one key may be the same name by
// their words: where only one of them has a space or another separator, no
// letter or digit stands alone beside it. So "no spa" is "nospa", but "vitamina"
// is not "vitamin A". A digit after a letter begins a word as well: "D 3" is "D3";
// so does a capital after a small letter: "vitaminA".
func SameWords(a, b string) bool {
	if single(a) && single(b) {
		return true
	}
	var x, y ends
	return x.of(a) && y.of(b) && x.within(&y) && y.within(&x)
}

// ends are the places in a key where the words of a text end, as far as there is
// room for them.
type ends struct {
	at    [32]int
	alone [32]bool // whether that word is a single letter or digit
	digit [32]bool // whether the word begins, or the one before it ends, with a digit next to a letter
	n     int
}

// single reports a text of small letters behind the first, which is one word: the
// quick way for most names.
func single(s string) bool {
	for i, r := range s {
		if i > 0 && !unicode.IsLower(r) {
			return false
		}
	}
	return true
}

// of finds the ends; ok is false if there are too many.
func (e *ends) of(s string) (ok bool) {
	var buf [64]byte
	key, last := 0, byte(0)
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if !inWord(r) {
			s = s[n:]
			continue
		}
		end, small := n, unicode.IsLower(r)
		for end < len(s) {
			r, n := utf8.DecodeRuneInString(s[end:])
			if !inWord(r) || small && unicode.IsUpper(r) {
				break
			}
			end, small = end+n, unicode.IsLower(r)
		}
		w := AppendKey(buf[:0], s[:end])
		s = s[end:]
		if len(w) == 0 {
			continue
		}
		if e.n == len(e.at) {
			return false
		}
		if e.n > 0 {
			e.digit[e.n-1] = (last-'0' <= 9) != (w[0]-'0' <= 9)
		}
		key, last = key+len(w), w[len(w)-1]
		_, first := utf8.DecodeRune(w)
		e.at[e.n], e.alone[e.n] = key, first == len(w)
		e.n++
	}
	return true
}

// within reports whether every end of a word that only e has may be ignored.
func (e *ends) within(o *ends) bool {
	for i := range e.n - 1 {
		if (e.alone[i] || e.alone[i+1]) && !e.digit[i] && !slices.Contains(o.at[:o.n], e.at[i]) {
			return false
		}
	}
	return true
}

func inWord(r rune) bool {
	switch r {
	case '\'', '’', 'ʼ', '`', '´', '^', '\u00ad', '\u200b', '\u200c', '\u200d', '\ufeff':
		return true
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == utf8.RuneError
}

func decimal(r rune) bool { return r == '.' || r == ',' }

// digitAt reports a decimal point: a digit on either side.
func digitAt(before, after string) bool {
	return before != "" && after != "" && before[len(before)-1]-'0' <= 9 && after[0]-'0' <= 9
}

// units are those of strengths, sizes and counts, with what they measure.
var units = [...]struct {
	keys string
	of   Measure
}{
	{" mg mcg ug µg μg мг мкг ", Mass},
	{" ml мл cc ", Volume},
	{" mgml мгмл мкгмл ", Concentration},
	{" percent процентов процента процент ", Percent},
	{" g gr г гр l л iu ui me ие ме ед units шт pcs ", Unmeasured},
}

func measureOf(unit string) (m Measure, ok bool) {
	if unit == "" {
		return Unmeasured, false
	}
	for i := range units {
		if strings.Contains(units[i].keys, " "+unit+" ") {
			return units[i].of, true
		}
	}
	return Unmeasured, false
}

// filler reports the salts and other words that the names of many medicines
// share.
func filler(key string) bool {
	switch key {
	case "sodium", "natrium", "potassium", "kalium", "acid", "acidum", "sulfate", "sulphate", "sulfas", "hydrochloride", "hydrochloricum", "hcl",
		"chloride", "bromide", "iodide", "acetate", "citrate", "phosphate", "maleate", "mesylate", "mesilate", "tartrate", "fumarate", "nitrate", "oxide",
		"hydroxide", "carbonate", "lactate", "gluconate", "stearate", "succinate", "tromethamine", "trometamol", "monohydrate", "dihydrate", "trihydrate",
		"anhydrous", "salt", "ester", "base", "usp", "bp", "ph", "and", "with", "of", "for", "the", "plus", "extract", "oil", "натрия", "натрий", "калия",
		"калии", "кислота", "кислоты", "сульфат", "гидрохлорид", "хлорид", "бромид", "ацетат", "цитрат", "фосфат", "малеат", "тартрат", "нитрат", "оксид",
		"карбонат", "лактат", "глюконат", "трометамол", "соль", "экстракт", "масло", "и", "с", "для":
		return true
	}
	return false
}

// Silent reports the key of a word that names nothing by itself: a form, a salt.
func Silent(key string) bool {
	w := Word{Key: key}
	return w.form() || filler(key)
}

// formWords holds the beginnings by which forms are known: the word may be
// longer by tail letters at most. A beginning that would catch other words is
// written out with tail 0.
var formWords = [...]struct {
	stem  string
	tail  int
	route string
	make  string
	part  bool
}{
	{"tablet", 5, catalog.Oral, Tablet, false}, {"tabs", 0, catalog.Oral, Tablet, false}, {"tab", 0, catalog.Oral, Tablet, false},
	{"capsule", 1, catalog.Oral, Tablet, false}, {"caps", 0, catalog.Oral, Tablet, false}, {"caplet", 1, catalog.Oral, Tablet, false},
	{"pill", 1, catalog.Oral, Tablet, false}, {"syrup", 1, catalog.Oral, Liquid, false}, {"suspension", 1, catalog.Oral, Liquid, false}, {"susp", 0, catalog.Oral, Liquid, false},
	{"sachet", 1, catalog.Oral, "", false}, {"effervescent", 0, catalog.Oral, "", false}, {"oral", 0, catalog.Oral, "", false},
	{"gel", 0, catalog.Topical, "gel", false}, {"gels", 0, catalog.Topical, "gel", false}, {"ointment", 1, catalog.Topical, "ointment", false},
	{"cream", 1, catalog.Topical, "cream", false}, {"creme", 1, catalog.Topical, "cream", false}, {"topical", 0, catalog.Topical, "", false}, {"lotion", 1, catalog.Topical, "lotion", false},
	{"patch", 2, catalog.Topical, "plaster", false}, {"plaster", 1, catalog.Topical, "plaster", false},
	{"suppositor", 3, catalog.Rectal, "suppository", false}, {"candle", 1, catalog.Rectal, "suppository", false}, {"rectal", 0, catalog.Rectal, "", false},
	{"injection", 1, catalog.Injection, Ampoule, false}, {"injectable", 0, catalog.Injection, Ampoule, false},
	{"ampoule", 1, catalog.Injection, Ampoule, false}, {"ampule", 1, catalog.Injection, Ampoule, false}, {"ampul", 1, catalog.Injection, Ampoule, false},
	{"vial", 1, catalog.Injection, Ampoule, false}, {"shot", 1, catalog.Injection, Ampoule, false}, {"infusion", 1, "", "infusion", false},
	{"drop", 1, "", "drops", false}, {"solution", 1, "", "solution", false}, {"spray", 1, "", "spray", false}, {"powder", 1, "", "powder", false}, {"granule", 1, "", "powder", false},
	{"foam", 1, catalog.Topical, "foam", false}, {"aerosol", 1, "", "spray", false},
	{"eye", 1, OtherRoute, "", false}, {"ophthalmic", 0, OtherRoute, "", false}, {"ear", 1, OtherRoute, "", false}, {"otic", 0, OtherRoute, "", false}, {"nasal", 0, OtherRoute, "", false},
	{"inhal", 5, OtherRoute, "", false}, {"vaginal", 0, OtherRoute, "", false}, {"pessar", 3, OtherRoute, "", false},
	{"таблет", 4, catalog.Oral, Tablet, false}, {"таб", 0, catalog.Oral, Tablet, false}, {"табл", 0, catalog.Oral, Tablet, false},
	{"капсул", 3, catalog.Oral, Tablet, false}, {"капс", 0, catalog.Oral, Tablet, false}, {"сироп", 2, catalog.Oral, Liquid, false},
	{"суспензи", 2, catalog.Oral, Liquid, false}, {"саше", 0, catalog.Oral, "", false}, {"шипуч", 3, catalog.Oral, "", false},
	{"гел", 2, catalog.Topical, "gel", false}, {"маз", 3, catalog.Topical, "ointment", false}, {"крем", 2, catalog.Topical, "cream", false},
	{"пластыр", 3, catalog.Topical, "plaster", false}, {"лосьон", 2, catalog.Topical, "lotion", false},
	{"свеч", 3, catalog.Rectal, "suppository", false}, {"суппозитори", 3, catalog.Rectal, "suppository", false},
	{"укол", 3, catalog.Injection, Ampoule, false}, {"ампул", 3, catalog.Injection, Ampoule, false}, {"инъекци", 3, catalog.Injection, Ampoule, false},
	{"капли", 0, "", "drops", false}, {"капель", 0, "", "drops", false}, {"раствор", 2, "", "solution", false}, {"спре", 3, "", "spray", false}, {"аэрозол", 2, "", "spray", false},
	{"порош", 4, "", "powder", false}, {"гранул", 3, "", "powder", false},
	{"глазн", 3, OtherRoute, "", false}, {"ушн", 3, OtherRoute, "", false}, {"назальн", 3, OtherRoute, "", false}, {"вагинальн", 3, OtherRoute, "", false}, {"ингаляц", 3, OtherRoute, "", false},
	{"tincture", 1, "", "tincture", true}, {"extract", 1, "", "", true}, {"root", 1, "", "", true}, {"herb", 1, "", "", true}, {"leaves", 0, "", "", true},
	{"настоик", 2, "", "tincture", true}, {"экстракт", 2, "", "", true}, {"корен", 3, "", "", true}, {"корн", 2, "", "", true}, {"трав", 2, "", "", true},
}

// Forms that have several words; the others are called as the dataset calls
// them.
const (
	Tablet  = "tablet"
	Liquid  = "liquid" // to be drunk
	Ampoule = "ampoule"
)

// form reads the word as that of a form.
func (w *Word) form() bool {
	for i := range formWords {
		f := &formWords[i]
		if len(w.Key) < len(f.stem) || w.Key[1] != f.stem[1] {
			continue
		}
		if rest, ok := strings.CutPrefix(w.Key, f.stem); ok && utf8.RuneCountInString(rest) <= f.tail {
			w.Route, w.Make, w.Part = f.route, f.make, f.part
			return true
		}
	}
	return false
}
