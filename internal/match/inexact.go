package match

import (
	"strings"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
)

// inexact resolves what is no name of the dataset letter for letter.
func (m *Matcher) inexact(text, key string, exact, suggest bool) Result {
	var rd reading
	content := key // without doses and forms
	if len(text) <= maxText {
		rd = read(text, name.Words(text))
		if r, ok := m.withoutForms(&rd, exact); ok {
			r.named = true
			return r
		}
		if rd.rest != "" {
			content = name.Key(rd.rest)
		}
	}
	m.ready()
	q := new(query)
	q.text = strings.TrimSpace(text)
	q.words = rd.words
	r := Result{}
	if q.set(key) {
		var ok bool
		if r, ok = m.correct(q, &rd, content); ok && !exact {
			return r
		}
		if ok {
			first := r
			r = Result{Message: "no entry has exactly this name"}
			r.suggest(first.Entry, first.Matched)
		}
	}
	if r.Kind == "" {
		r.Kind, r.Entry = None, -1
	}
	if suggest {
		m.suggest(q, &rd, content, &r)
	}
	if r.Message == "" {
		r.Message = "no entry has this name"
	}
	return r
}

// maxText is the length of the longest query that is taken for one name, in bytes.
const maxText = 256

// correct resolves a misspelt name, or explains why it does not.
func (m *Matcher) correct(q *query, rd *reading, content string) (Result, bool) {
	if atc(q.key) {
		return Result{Kind: None, Entry: -1, Message: "no entry has this ATC code"}, false
	}
	if r, known := m.known(q, content, rd); known {
		r.named = q.foreign
		return r, false
	}
	if r, ok := m.numbered(rd); ok {
		r.named = true
		return r, false
	}
	if r, ok := m.sounding(q); ok {
		return r, false
	}
	if r, ok := m.rewritten(q); ok {
		return r, true
	}
	r, ok := m.spelled(q, rd.words)
	if ok || r.Message != "" || content == q.key {
		return r, ok
	}
	// Once more without the doses, then without the forms.
	if rd.doses && rd.forms != "" {
		if r, ok = m.reworded(rd.those(func(w *name.Word) bool { return !w.Dose })); ok {
			r = m.given(r, rd, false)
			return r, r.Kind.Resolved()
		}
	}
	if r, ok = m.reworded(rd.rest); !ok {
		return r, false
	}
	r = m.given(r, rd, true)
	return r, r.Kind.Resolved()
}

// reworded corrects a part of a query.
func (m *Matcher) reworded(text string) (Result, bool) {
	q := new(query)
	if !q.set(name.Key(text)) {
		return Result{}, false
	}
	q.text, q.words = text, name.Words(text)
	if r, ok := m.rewritten(q); ok {
		return r, true
	}
	return m.spelled(q, q.words)
}

// numbered explains a name of ours beside which there is a number without a
// unit: it may be a strength, but Milgamma 100 is not Milgamma, nor iodine-131
// iodine.
func (m *Matcher) numbered(rd *reading) (Result, bool) {
	n, text := rd.withoutNumbers()
	if n == "" || text == "" {
		return Result{}, false
	}
	found, ok := m.exact([]byte(name.Key(text)), text)
	if !ok {
		found, ok = m.brand([]byte(name.Key(text)), text, "")
	}
	if !ok || found.Kind == Code {
		return Result{}, false
	}
	r := Result{Kind: None, Entry: -1, Message: `"` + n + `" has no unit and may belong to another name; write the unit of a strength, as in "` + n + ` mg"`}
	if found.Entry < 0 {
		r.Suggestions, r.More = found.Suggestions, found.More
		return r, true
	}
	if m.ds.Entries[found.Entry].Kind == catalog.Product {
		r.Kind = Ambiguous
	}
	r.suggest(found.Entry, found.Matched)
	for _, o := range m.relatives(found.Entry, name.Key(found.Matched)) {
		r.suggest(o, "")
	}
	return r, true
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

// rewritten resolves a name of ours that is written in another way: letters of two
// scripts, a Russian case, the wrong keyboard layout.
func (m *Matcher) rewritten(q *query) (Result, bool) {
	var buf [8 * maxCode]byte
	if q.script == name.Mixed {
		if code, ok := name.Unmix(buf[:0], q.code); ok {
			key := name.DecodeCode(code[len(code):], code)
			if r, ok := m.exact(key, q.spaced(key)); ok && r.Entry >= 0 && r.Kind != Code {
				return spelling(r, q), true
			}
		}
	}
	if q.script == name.Cyrillic {
		if r, ok := m.inflected(q); ok {
			return r, true
		}
		if r, ok := m.inflectedAlike(q); ok {
			return r, true
		}
	}
	if swapped, ok := q.swapped(); ok {
		key := name.AppendKey(buf[:0], swapped)
		r, ok := m.exact(key, swapped)
		if !ok {
			rd := read(swapped, name.Words(swapped))
			r, ok = m.withoutForms(&rd, false)
		}
		if ok && r.Entry >= 0 && r.Kind != Code && r.Kind != Brand && utf8.RuneCount(key) >= shortest {
			r.Kind, r.Distance = Spelling, 1
			return r, true
		}
	}
	return Result{}, false
}

// shortest is how many sounds a name has at least that is corrected: shorter ones
// are all near one another.
const shortest = 5

// spaced is a key that differs from the query's in its letters or at its end, with
// the spaces of the query; empty where it has none.
func (q *query) spaced(key []byte) string {
	if len(q.words) < 2 {
		return ""
	}
	var b strings.Builder
	for i := range q.words {
		n := 0
		for range utf8.RuneCountInString(q.words[i].Key) {
			_, size := utf8.DecodeRune(key[n:])
			n += size
		}
		if i == len(q.words)-1 {
			n = len(key)
		}
		b.Write(key[:n])
		b.WriteByte(' ')
		key = key[n:]
	}
	return b.String()
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
			if r, ok := m.exact(key, q.spaced(key)); ok && r.Entry >= 0 && r.Kind != Code && !m.group(r.Entry) && !letterEnds(r.Matched) {
				return spelling(r, q), true
			}
		}
	}
	return Result{}, false
}

// inflectedAlike is inflected for another spelling of the same sound, as
// "пентальгином" is one of "пенталгин".
func (m *Matcher) inflectedAlike(q *query) (Result, bool) {
	if len(q.words) > 1 {
		return Result{}, false
	}
	var own query
	found := item{entry: -1}
	for i := range endings {
		stem, ok := strings.CutSuffix(q.key, endings[i].of)
		if !ok || utf8.RuneCountInString(stem) < 6 {
			continue
		}
		for tail := range strings.SplitSeq(endings[i].name, " ") {
			if !own.set(stem + tail) {
				continue
			}
			for at := range m.names.alike(own.fold) {
				switch it := m.names.item(at); {
				case it.count > 1 || name.ScriptOf(it.code) != q.script || m.group(it.entry) || it.entry == found.entry:
				case found.entry >= 0:
					return Result{}, false
				default:
					found = it
				}
			}
		}
	}
	if found.entry < 0 {
		return Result{}, false
	}
	return spelling(Result{Entry: found.entry, Matched: m.ds.Names[found.owner].Text}, q), true
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
