package match

import (
	"strings"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
)

// inexact resolves what is no name of the dataset letter for letter.
func (m *Matcher) inexact(text, key string, exact, suggest bool) Result {
	var words []name.Word
	content := key // without doses and forms
	if len(text) <= 256 {
		words = name.Words(text)
		var r Result
		var ok bool
		if content, r, ok = m.withoutForms(words); ok {
			return r
		}
	}
	m.ready()
	q := new(query)
	q.text = strings.TrimSpace(text)
	if !q.set(key) {
		return Result{Kind: None, Entry: -1, Message: "no entry has this name"}
	}
	q.words = words
	r, ok := m.correct(q, words, content)
	if ok && !exact {
		return r
	}
	var first []int32
	if ok {
		first = append(first, r.Entry)
		r = Result{Kind: None, Entry: -1, Message: "no entry has exactly this name"}
	}
	if r.Kind == "" {
		r.Kind, r.Entry = None, -1
	}
	if suggest {
		r.Suggestions = m.suggest(q, content, append(first, r.Suggestions...))
	}
	if r.Message == "" {
		r.Message = "no entry has this name"
	}
	return r
}

// withoutForms resolves a name beside which a strength or a form stands, and
// returns the key of the rest.
func (m *Matcher) withoutForms(words []name.Word) (content string, r Result, ok bool) {
	var rest, forms, route = "", "", ""
	dose, part := false, false
	for i := range words {
		w := &words[i]
		switch {
		case w.Dose:
			dose = true
		case w.Form:
			forms += w.Key
			part = part || w.Part
			if w.Route != "" {
				route = w.Route
			}
		default:
			rest += w.Key
		}
	}
	if rest == "" || !dose && forms == "" {
		return joined(words), Result{}, false
	}
	// A form that is part of a name decides: "gel nurofen", "nurofen gel 5 %".
	if forms != "" {
		if r, ok := m.exact([]byte(rest + forms)); ok {
			return rest, r, true
		}
	}
	r, ok = m.exact([]byte(rest))
	if !ok {
		return rest, r, false
	}
	if r.Entry < 0 || r.Kind == Code {
		return rest, r, r.Kind != Code
	}
	return rest, m.ofRoute(r, rest, route, part), true
}

func joined(words []name.Word) string {
	if len(words) == 1 {
		return words[0].Key
	}
	var b strings.Builder
	for i := range words {
		if !words[i].Dose {
			b.WriteString(words[i].Key)
		}
	}
	return b.String()
}

// ofRoute decides whether an entry found by its plain name is what a query
// with a form means. Where the form is given by another route than the
// entry, it is another product: those of the name that are given so are
// offered, and nothing is resolved.
func (m *Matcher) ofRoute(r Result, base, route string, part bool) Result {
	e := &m.ds.Entries[r.Entry]
	if part && e.Kind != catalog.Remedy {
		return Result{Kind: None, Entry: -1, Suggestions: []int32{r.Entry}, Message: "the documents do not name this preparation of it"}
	}
	if route == "" || e.Route == "" || e.Route == route {
		return r
	}
	out := Result{Kind: None, Entry: -1, Message: "the documents name no such form of it"}
	from, _ := m.find([]byte(base))
	for i := from; i < len(m.ds.Names) && strings.HasPrefix(m.ds.Names[i].Key, base); i++ {
		if n := &m.ds.Names[i]; n.Kind != catalog.CodeName && m.ds.Entries[n.Entry].Route == route {
			out.Kind, out.Message = Ambiguous, "the documents name another form of it"
			out.Suggestions = addOnce(out.Suggestions, n.Entry)
		}
	}
	for i := range m.ds.Substances {
		s := &m.ds.Substances[i]
		if s.Entry != r.Entry {
			continue
		}
		for _, p := range s.Products {
			if m.ds.Entries[p].Route == route && !m.ds.Entries[p].Combination {
				out.Kind, out.Message = Ambiguous, "the documents name another form of it"
				out.Suggestions = addOnce(out.Suggestions, p)
			}
		}
	}
	out.Suggestions = addOnce(out.Suggestions, r.Entry)
	return out
}

// correct resolves a misspelt name, or explains why it does not.
func (m *Matcher) correct(q *query, words []name.Word, content string) (Result, bool) {
	if atc(q.key) {
		return Result{Kind: None, Entry: -1, Message: "no entry has this ATC code"}, false
	}
	if r, known := m.known(q, content); known {
		return r, false
	}
	if r, ok := m.rewritten(q); ok {
		return r, true
	}
	r, ok := m.spelled(q, words)
	if ok || r.Message != "" || content == q.key {
		return r, ok
	}
	// Once more without doses and forms.
	c := new(query)
	if !c.set(content) {
		return r, false
	}
	c.text = q.text
	var plain []name.Word
	route, part := "", false
	for _, w := range words {
		switch {
		case w.Form:
			part = part || w.Part
			if w.Route != "" {
				route = w.Route
			}
		case !w.Dose:
			plain = append(plain, w)
		}
	}
	if r, ok = m.rewritten(c); !ok {
		r, ok = m.spelled(c, plain)
	}
	if !ok {
		return r, false
	}
	f := m.ofRoute(r, name.Key(r.Matched), route, part)
	return f, f.Kind.Resolved()
}

// atc reports a key that has the shape of an ATC code: "n02be01".
func atc(key string) bool {
	const shape = "l00ll00"
	if len(key) != len(shape) {
		return false
	}
	for i := 0; i < len(key); i++ {
		if digit(key[i]) != (shape[i] == '0') || key[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// rewritten resolves what is a name of ours in another guise: letters of two
// scripts, a Russian case, the wrong keyboard layout.
func (m *Matcher) rewritten(q *query) (Result, bool) {
	var buf [8 * maxCode]byte
	if q.script == name.Mixed {
		if code, ok := name.Unmix(buf[:0], q.code); ok {
			if r, ok := m.exact(name.DecodeCode(code[len(code):], code)); ok && r.Entry >= 0 && r.Kind != Code {
				return spelling(r, q), true
			}
		}
	}
	if q.script == name.Cyrillic {
		if r, ok := m.inflected(q); ok {
			return r, true
		}
	}
	if swapped, ok := q.swapped(); ok {
		key := name.AppendKey(buf[:0], swapped)
		r, ok := m.exact(key)
		if !ok {
			_, r, ok = m.withoutForms(name.Words(swapped))
		}
		if ok && r.Entry >= 0 && r.Kind != Code && utf8.RuneCount(key) >= 4 {
			r.Kind, r.Distance = Spelling, 1
			return r, true
		}
	}
	return Result{}, false
}

// endings are those of the Russian cases of nouns, longest first, each with
// the endings that the name itself may have.
var endings = [...]struct{ of, name string }{
	{"ами", " а"}, {"ями", "ь я"}, {"ого", "ыи ои"}, {"ому", "ыи ои"}, {"ыми", "ыи"},
	{"ом", ""}, {"ем", "ь и"}, {"ой", "а"}, {"ои", "а"}, {"еи", "а я"}, {"ою", "а"}, {"ов", ""}, {"ам", " а"}, {"ах", " а"}, {"ью", "ь"},
	{"а", ""}, {"у", " а"}, {"е", " а"}, {"ы", " а"}, {"и", "а я ь"}, {"ю", "ь и я"}, {"я", "ь и"},
}

// inflected resolves a Russian name in another case than the first.
func (m *Matcher) inflected(q *query) (Result, bool) {
	var buf [4 * maxCode]byte
	for i := range endings {
		stem, ok := strings.CutSuffix(q.key, endings[i].of)
		if !ok || utf8.RuneCountInString(stem) < 4 {
			continue
		}
		for tail := range strings.SplitSeq(endings[i].name, " ") {
			key := append(append(buf[:0], stem...), tail...)
			if r, ok := m.exact(key); ok && r.Entry >= 0 && r.Kind != Code && !m.group(r.Entry) && !letterEnds(r.Matched) {
				return spelling(r, q), true
			}
		}
	}
	return Result{}, false
}

// letterEnds reports a name whose last word is a letter or two, as "витамин
// Д", which no case ending may follow.
func letterEnds(text string) bool {
	words := name.Words(text)
	return len(words) > 1 && utf8.RuneCountInString(words[len(words)-1].Key) <= 2
}

// spelling marks a result as corrected and counts the edits.
func spelling(r Result, q *query) Result {
	r.Kind = Spelling
	r.Distance = edits(q, r.Matched)
	return r
}

// edits counts whole edits between the query and a name: over the letters in
// one script, over the sounds across scripts.
func edits(q *query, text string) int {
	n := new(query)
	if !n.set(name.Key(text)) {
		return 1
	}
	a, b := q.code, n.code
	if q.script != n.script {
		a, b = q.fold, n.fold
	}
	return max(1, plain(a, b))
}

// Edits counts the insertions, deletions, replacements and exchanges of
// neighbours, in bytes, that make one word of another. Words longer than any
// name count as wholly different.
func Edits(a, b string) int {
	if len(a) > maxCode || len(b) > maxCode {
		return max(len(a), len(b))
	}
	return plain(a, b)
}

// plain is the optimal string alignment distance without weights, of texts of
// up to maxCode bytes.
func plain[A, B text](a A, b B) int {
	var rows [3][maxCode + 1]uint8
	two, one, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) {
		one[j+1] = uint8(j + 1)
	}
	for i := range len(a) {
		row[0] = uint8(i + 1)
		for j := range len(b) {
			d := one[j]
			if a[i] != b[j] {
				d++
			}
			d = min(d, one[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, two[j-1]+1)
			}
			row[j+1] = d
		}
		two, one, row = one, row, two
	}
	return int(one[len(b)])
}
