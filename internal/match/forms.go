package match

import (
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
)

// reading is a query taken apart: the words that name something, and those
// beside them that say how strong it is and in which form it comes.
type reading struct {
	words []name.Word
	text  string // the query
	rest  string // the words that name something
	forms string
	doses bool
}

func read(text string, words []name.Word) reading {
	r := reading{words: words, text: text}
	for i := range words {
		r.doses = r.doses || words[i].Dose
	}
	r.rest = r.those(func(w *name.Word) bool { return !w.Dose && !w.Form })
	r.forms = r.those(func(w *name.Word) bool { return w.Form })
	return r
}

// those is the text of the words chosen: where they follow one another, as it is.
func (r *reading) those(chosen func(*name.Word) bool) string {
	text, last := "", -1
	for i := range r.words {
		switch w := &r.words[i]; {
		case !chosen(w):
			continue
		case text == "":
			text = w.Text
		case last == i-1 && strings.HasSuffix(r.text[:r.words[last].End()], text):
			text = r.text[r.words[last].End()-len(text) : w.End()]
		default:
			text += " " + w.Text
		}
		last = i
	}
	return text
}

// withoutNumbers is the first number that no unit makes a strength, empty where
// there is none, and the name without such numbers.
func (r *reading) withoutNumbers() (number, text string) {
	for i := range r.words {
		if w := &r.words[i]; w.Number() {
			number = w.Text
			break
		}
	}
	if number == "" {
		return "", r.rest
	}
	return number, r.those(func(w *name.Word) bool { return !w.Dose && !w.Form && !w.Number() })
}

// route is how the forms are given, empty where no form says so or two differ.
func (r *reading) route() string {
	route := ""
	for i := range r.words {
		switch w := r.words[i].Route; {
		case w == "" || w == route:
		case route != "":
			return ""
		default:
			route = w
		}
	}
	return route
}

// ignored are the parts of the query that the entry's name does not hold: the
// strengths and, unless they are part of the name, the forms.
func (r *reading) ignored(forms bool) []string {
	var list []string
	for i := 0; i < len(r.words); i++ {
		out := func(w *name.Word) bool { return w.Dose || forms && w.Form }
		if !out(&r.words[i]) {
			continue
		}
		from := r.words[i].At
		for i+1 < len(r.words) && out(&r.words[i+1]) {
			i++
		}
		end := r.words[i].End()
		if rest := strings.TrimLeft(r.text[end:], " \u00a0\u202f"); r.words[i].Measure == name.Percent && strings.HasPrefix(rest, "%") {
			end = len(r.text) - len(rest) + 1
		}
		list = append(list, r.text[from:end])
	}
	return list
}

// withoutForms resolves a name beside which a strength or a form is given. With
// exact the forms may only be part of the name, in whatever order.
func (m *Matcher) withoutForms(q *reading, exact bool) (Result, bool) {
	if q.rest == "" || !q.doses && q.forms == "" || exact && q.doses {
		return Result{}, false
	}
	// A form that is part of a name decides: "gel nurofen", "nurofen gel 5 %".
	if q.forms != "" {
		text := q.rest + " " + q.forms
		if r, ok := m.exact([]byte(name.Key(text)), text); ok {
			if r.Entry >= 0 {
				r = m.given(r, q, false)
			}
			return r, true
		}
	}
	if exact {
		return Result{}, false
	}
	key := []byte(name.Key(q.rest))
	r, ok := m.exact(key, q.rest)
	if !ok {
		r, ok = m.brand(key, q.rest, q.route())
	}
	if !ok || r.Kind == Code {
		return Result{}, false
	}
	if r.Entry >= 0 {
		r = m.given(r, q, true)
	}
	return r, true
}

// given decides whether an entry found by its plain name is what a query with
// a strength or a form means. A form or a strength that the entry does not come in
// is that of another product: the entries of the same substance that do come so
// are offered, and nothing is resolved. forms says that the words for forms are
// not part of the name itself.
func (m *Matcher) given(r Result, q *reading, forms bool) Result {
	e := &m.ds.Entries[r.Entry]
	if forms && e.Kind != catalog.Remedy {
		for i := range q.words {
			if q.words[i].Part {
				out := Result{Kind: None, Entry: -1, Message: "the documents do not name this preparation of it"}
				out.suggest(r.Entry, r.Matched)
				return out
			}
		}
	}
	fit := fits(e, q.words, forms)
	// Milligrams alone are a tablet's as well as an ampoule's.
	either := fit && e.Form == name.Ampoule && q.forms == ""
	if fit && !either {
		r.Ignored = q.ignored(forms)
		return r
	}
	out := Result{Kind: None, Entry: -1, Message: "the documents name no such form of it"}
	for _, o := range m.relatives(r.Entry, name.Key(r.Matched)) {
		if comes(&m.ds.Entries[o], q.words) {
			out.Kind, out.Message = Ambiguous, "the documents name another form of it"
			out.suggest(o, "")
		}
	}
	if either && out.Kind == None {
		r.Ignored = q.ignored(forms)
		return r
	}
	out.suggest(r.Entry, r.Matched)
	return out
}

// relatives are the entries whose names begin with the key, and those of the
// same single substance.
func (m *Matcher) relatives(entry int32, key string) []int32 {
	var list []int32
	add := func(o int32) {
		if o < 0 || o == entry {
			return
		}
		for _, x := range list {
			if x == o {
				return
			}
		}
		list = append(list, o)
	}
	from, _ := m.find([]byte(key))
	for i := from; i < len(m.ds.Names) && strings.HasPrefix(m.ds.Names[i].Key, key); i++ {
		if n := &m.ds.Names[i]; n.Kind != catalog.CodeName && m.ds.Entries[n.Entry].Kind != catalog.Class {
			add(n.Entry)
		}
	}
	e := &m.ds.Entries[entry]
	for i := range m.ds.Substances {
		s := &m.ds.Substances[i]
		if s.Entry != entry && (len(e.Ingredients) != 1 || int(e.Ingredients[0].Index) != i) {
			continue
		}
		add(s.Entry)
		for _, p := range s.Products {
			if e := &m.ds.Entries[p]; !e.Combination && e.Kind != catalog.Class {
				add(p)
			}
		}
	}
	return list
}

// fits reports whether an entry comes in every form, and in the strengths, that the
// words beside its name say.
func fits(e *catalog.Entry, words []name.Word, forms bool) bool {
	routed := e.Form == "" && hasRoute(words) // "oral drops" are given by mouth
	for i := range words {
		if w := &words[i]; forms && w.Form && !formFits(e, w) && !(routed && w.Route == "") {
			return false
		}
	}
	return measured(e, words)
}

// comes is fits for an entry of another name: by the route alone where the form
// has one.
func comes(e *catalog.Entry, words []name.Word) bool {
	routed := hasRoute(words)
	for i := range words {
		switch w := &words[i]; {
		case !w.Form:
		case w.Route == "" && !routed && !formFits(e, w), w.Route != "" && !routeFits(e.Route, w.Route):
			return false
		}
	}
	return measured(e, words)
}

func hasRoute(words []name.Word) bool {
	for i := range words {
		if words[i].Route != "" {
			return true
		}
	}
	return false
}

// routeFits reports whether an entry of a route is given by the route of a form.
// An entry without one stands for what is taken by mouth and injected.
func routeFits(entry, form string) bool {
	if entry == "" {
		return form == catalog.Oral || form == catalog.Injection
	}
	return entry == form
}

// formFits reports whether an entry comes in a form. Drops, solutions, sprays and
// powders are given by several routes: only an entry that says it is one fits.
func formFits(e *catalog.Entry, w *name.Word) bool {
	if w.Part {
		return true // given has judged it
	}
	own := e.Form
	if own == "capsule" {
		own = name.Tablet
	}
	if w.Route == "" || w.Make == "plaster" {
		return own == w.Make
	}
	return routeFits(e.Route, w.Route) && (own == "" || w.Make == "" || own == w.Make)
}

// measured reports whether an entry may come in the strengths given: a gel has
// per cent, an ampoule milligrams in a millilitre, a tablet milligrams.
func measured(e *catalog.Entry, words []name.Word) bool {
	liquid, plaster := false, e.Form == "plaster"
	for i := range words {
		if w := &words[i]; w.Form {
			liquid = liquid || w.Make == name.Liquid
			plaster = plaster || w.Make == "plaster"
		}
	}
	for i := range words {
		ok := true
		switch words[i].Measure {
		case name.Percent:
			ok = e.Route == catalog.Injection || e.Route == catalog.Topical && !weak(&words[i]) && (i == 0 || !weak(&words[i-1]))
		case name.Concentration:
			ok = e.Route == catalog.Injection || e.Route == "" || e.Route == catalog.Oral && liquid || fluid(e.Form)
		case name.Mass:
			ok = e.Route != catalog.Topical || plaster
		case name.Volume:
			ok = e.Form == "" || e.Form == name.Ampoule || fluid(e.Form)
		}
		if !ok {
			return false
		}
	}
	return true
}

// weak reports a number below 0.4: no gel or ointment that the documents name has so
// few per cent, but drops for the eye do.
func weak(w *name.Word) bool {
	return len(w.Text) > 2 && w.Text[0] == '0' && strings.IndexByte(".,", w.Text[1]) >= 0 && w.Text[2] < '4'
}

func fluid(form string) bool {
	switch form {
	case "solution", "drops", "tincture", "infusion", name.Liquid:
		return true
	}
	return false
}
