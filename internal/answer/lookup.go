package answer

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
	"github.com/backcare/backcare/internal/term"
)

// LookupSchema identifies the JSON of Lookup.
const LookupSchema = "backcare.lookup/2"

// Lookup is the answer of "drug lookup".
type Lookup struct {
	Schema  string      `json:"schema"`
	Dataset Dataset     `json:"dataset"` // The dataset that the answer came from.
	Week    *int        `json:"week"`    // The week of pregnancy that the positions of authorities count by; null for whole phases.
	Notice  string      `json:"notice"`  // What this is and is not; printed with every answer.
	Advice  []Statement `json:"advice"`  // What is stated of all medicines or of painkillers at large; part of no entry's status.
	Results []Result    `json:"results"` // One for each name, in the order asked.
}

// Result is the answer for one name. Entry is nil if the name resolved to
// nothing; Suggestions then may name what was meant, never with a status.
type Result struct {
	Query       string       `json:"query"`            // The name as it was asked.
	Match       Match        `json:"match"`            // How the name was resolved.
	Suggestions []Suggestion `json:"suggestions"`      // What may have been meant, best first, at most five; never with a status.
	More        int          `json:"suggestions_more"` // How many further entries could be meant.
	Entry       *Entry       `json:"entry"`            // The answer; null if the name was not resolved.
}

// ResultLine is a result by itself, with the dataset that it came from.
type ResultLine struct {
	*Result
	Dataset Origin `json:"dataset"` // The dataset that the line came from.
}

// Match says how a name was resolved (contract, section 4).
type Match struct {
	Kind     match.Kind `json:"kind"`     // exact: the entry's name. alias: another name of it. code: an ATC code or RxCUI. brand: a name that the documents do not use, of what the entry is about. spelling: corrected. ambiguous, none: not resolved.
	ID       *string    `json:"id"`       // Of the entry.
	Name     *string    `json:"name"`     // Of the entry.
	Matched  *string    `json:"matched"`  // The name of the entry that the query matched.
	Distance int        `json:"distance"` // How many edits away the query is; 0 unless spelling.
	Holds    []string   `json:"holds"`    // Of a name that the documents do not use: the substances that it contains.
	Ignored  []string   `json:"ignored"`  // What was left out of the query: a strength, a form.
	Message  *string    `json:"message"`  // Why the name was not resolved, or what a brand holds, in a sentence.
}

// Suggestion is an entry that may have been meant.
type Suggestion struct {
	ID      string  `json:"id"`      // Of the entry.
	Name    string  `json:"name"`    // Of the entry.
	Matched *string `json:"matched"` // The name that is like the query, if its own is not.
	Warning *string `json:"warning"` // What it is easily confused with.
}

// Lookup makes the answer of "drug lookup".
func (b *Builder) Lookup(results []Result) Lookup {
	return Lookup{LookupSchema, b.Dataset(), b.opt.Week, b.notice(), b.Advice(), list(results)}
}

// Result makes the answer for one name from what the matcher made of it.
func (b *Builder) Result(query string, m match.Result) Result {
	return b.ResultOf(query, m, func(i int32) *Entry {
		e := b.Entry(i)
		return &e
	})
}

// ResultOf makes the answer as Result does, with the entry that another
// function gives: one that keeps the entries of a batch, say.
func (b *Builder) ResultOf(query string, m match.Result, entry func(int32) *Entry) Result {
	out := Result{
		Query:       query,
		Match:       Match{Kind: m.Kind, Holds: list(m.Holds), Ignored: list(m.Ignored), Message: optional(m.Message)},
		Suggestions: []Suggestion{},
		More:        m.More,
	}
	for _, s := range m.Suggestions {
		a := b.about(s.Entry)
		out.Suggestions = append(out.Suggestions, Suggestion{a.ID, a.Name, optional(s.Matched), optional(s.Warning)})
	}
	// An ambiguous name is never answered, whatever the matcher found nearest.
	if m.Entry < 0 || !m.Kind.Resolved() {
		return out
	}
	e := entry(m.Entry)
	out.Entry = e
	out.Match.ID, out.Match.Name = &e.ID, &e.Name
	out.Match.Matched, out.Match.Distance = optional(m.Matched), m.Distance
	return out
}

// Lines has one for each name.
func (l Lookup) Lines() iter.Seq[any] { return lines(l.Results, l.Dataset.Origin) }

func lines(results []Result, from Origin) iter.Seq[any] {
	return func(yield func(any) bool) {
		for i := range results {
			if !yield(&ResultLine{&results[i], from}) {
				return
			}
		}
	}
}

// Line is a result as a line by itself.
func (b *Builder) Line(r *Result) *ResultLine { return &ResultLine{r, b.origin()} }

// Sheet has a row for each name.
func (l Lookup) Sheet(phases catalog.Phases) page.Sheet {
	return page.Sheet{Columns: resultColumns(phases), Rows: page.Rows(l.Results), Phases: phases}
}

// Page shows each name in turn, then once what holds for all of them. The only
// card holds that itself.
func (l Lookup) Page(lay page.Layout) page.Page {
	if lay.Document {
		return l.document(l.layout(lay))
	}
	if !lay.Full && len(l.Results) == 1 && l.Results[0].Entry != nil {
		return l.Results[0].card(l.layout(lay), l, true)
	}
	var p page.Page
	var rest page.Rest
	for i := range l.Results {
		p = append(p, l.Part(&l.Results[i], i == 0, lay, &rest)...)
	}
	return append(p, l.Below(rest)...)
}

// layout narrows what is shown to the week asked for.
func (l Lookup) layout(lay page.Layout) page.Layout {
	switch {
	case l.Week == nil:
	case lay.Phases == 0:
		lay.Phases = catalog.PhaseSet(resolve.PhaseOf(*l.Week), catalog.Lactation)
	default:
		lay.Phases |= catalog.PhaseSet(catalog.Lactation) // a card keeps it
	}
	return lay
}

// Part shows one of several names, and adds to the rest what belongs below all
// of them.
func (l Lookup) Part(element any, first bool, lay page.Layout, rest *page.Rest) page.Page {
	r := element.(*Result)
	lay = l.layout(lay)
	var p, again page.Page
	if !first {
		p = page.Page{page.Gap{}, page.Rule{}}
	}
	if r.Entry != nil || len(l.Results) != 1 {
		again = r.again()
	}
	rest.Add(r.Entry != nil && !r.Entry.Advice, again)
	if lay.Document {
		p = page.Page{r.document(lay, l)}
		if first {
			p = slices.Insert(p, 0, page.Block(page.Title(1, "What is stated of the names asked for")))
		}
		return p
	}
	if lay.Full {
		return append(p, r.page(lay, l)...)
	}
	return append(p, r.card(lay, l, false)...)
}

// Below is what follows all names.
func (l Lookup) Below(rest page.Rest) page.Page {
	var p page.Page
	if rest.Found {
		p = append(page.Page{page.Gap{}}, adviceLine(l.Advice)...)
	}
	p = append(p, closing(l.Notice, l.Dataset)...)
	p = append(append(p, page.Gap{Tight: true}), rest.Again...)
	if rest.More > 0 {
		p = append(p, page.Para("And "+page.Count(rest.More, "more name")+" read otherwise or not resolved: see above."))
	}
	return p
}

// SuggestionsColumn is the column that shows the suggestions of a result.
const SuggestionsColumn = "suggestions"

// resultColumns are how the name was met, then the columns of its entry, empty
// if there is none.
func resultColumns(phases catalog.Phases) []page.Column {
	columns := []page.Column{
		page.Col("query", "the name as it was asked", func(r *Result) string { return r.Query }),
		page.Col("match", "how the name was met", func(r *Result) string { return string(r.Match.Kind) }),
		page.Col("matched", "the name that the query met", func(r *Result) string { return value(r.Match.Matched) }),
	}
	for _, c := range page.Within(entryColumns(phases), func(r *Result) *Entry { return r.Entry }) {
		c.Extra = c.Extra || c.Name == "route" || c.Name == "form"
		columns = append(columns, c)
	}
	return append(columns,
		page.Col(SuggestionsColumn, "what may have been meant", func(r *Result) string {
			var names []string
			for _, s := range r.Suggestions {
				names = append(names, s.Name)
			}
			return strings.Join(names, page.Between)
		}),
		page.Col("message", "why it is so, in a sentence", func(r *Result) string { return value(r.Match.Message) }),
		page.Extra("distance", "how many letters a spelling is off", func(r *Result) string { return strconv.Itoa(r.Match.Distance) }),
		page.Extra("holds", "the substances of a brand that the documents do not name", func(r *Result) string { return strings.Join(r.Match.Holds, page.Between) }),
		page.Extra("ignored", "what was left out of the query", func(r *Result) string { return strings.Join(r.Match.Ignored, page.Between) }),
	)
}

// card is what fits one screen. If it is the only one, what holds for all
// answers is part of it.
func (r *Result) card(lay page.Layout, l Lookup, only bool) page.Page {
	e := r.Entry
	if e == nil {
		return r.unresolved(lay)
	}
	above := append(page.Page{e.cardTitle()}, r.met(true)...)
	c := newCard(e, lay.Phases, l.Week)
	return c.page(lay, above, func() page.Page {
		if !only {
			return page.Page{c.more()}
		}
		below := page.Page{page.Para(cardNotice(l)), c.more()}
		if !e.Advice {
			below = append(below, adviceLine(l.Advice)...)
		}
		return append(below, r.again()...)
	})
}

// again repeats what nobody may miss: that the name was corrected or shortened,
// is that of a brand, or was not resolved among several.
func (r *Result) again() page.Page {
	switch {
	case r.Entry == nil:
		return page.Page{page.Para(quoted(clip(r.Query, cardWidth/2)), ": not resolved.")}
	case r.Match.Kind == match.Brand:
		return page.Page{page.Para(page.Capital(page.Sentence(value(r.Match.Message))))}
	case len(r.Match.Ignored) > 0:
		return page.Page{page.Para("Read as ", quoted(value(r.Match.Matched)), ", without ", r.ignored(), ".")}
	case r.Match.Kind == match.Spelling:
		return r.met(true)[:1]
	}
	return nil
}

// page is everything that is held on the entry.
func (r *Result) page(lay page.Layout, l Lookup) page.Page {
	e := r.Entry
	if e == nil {
		return r.unresolved(lay)
	}
	p := append(page.Page{e.cardTitle()}, r.met(false)...)
	c := newCard(e, lay.Phases, l.Week)
	c.whole = true
	p = append(p, c.blocks()...)
	return append(p, e.everything(lay)...)
}

// everything is what is held on an entry, without the head that weighs it.
func (e *Entry) everything(lay page.Layout) page.Page {
	return slices.Concat(page.Page{page.Title(2, "What it is"), e.identity()},
		e.statementPages(lay.Phases), e.memberPages(lay.Phases), e.referencePages(lay.Phases))
}

// met says how the name was met if it was not the entry's own, a spelling
// first of all with what it could be confused with, and what was left out of it.
func (r *Result) met(brief bool) page.Page {
	p := r.means(brief)
	if len(r.Match.Ignored) == 0 {
		return p
	}
	read := page.Of(quoted(r.Query), " was read as ", quoted(value(r.Match.Matched)), ", without "+r.ignored()+".")
	if brief && len(read.String()) > cardWidth {
		return append(r.again(), p...)
	}
	if r.Match.Kind == match.Alias {
		return page.Page{page.Para(read, " That is another name of ", page.Bold(r.Entry.Name), ".")}
	}
	return append(page.Page{page.Para(read)}, p...)
}

// ignored is what was left out of the name.
func (r *Result) ignored() string {
	list := make([]string, len(r.Match.Ignored))
	for i, s := range r.Match.Ignored {
		list[i] = quoted(s)
	}
	return strings.Join(list, " and ")
}

// means says what entry a name means; brief leaves out why names are confused.
func (r *Result) means(brief bool) page.Page {
	switch r.Match.Kind {
	case match.Brand:
		if brief {
			return r.again()
		}
		return page.Page{page.Para(page.Capital(page.Sentence(value(r.Match.Message))), " This is what they state of ", page.Bold(r.Entry.Name), ".")}
	case match.Spelling:
		name := value(r.Match.Matched)
		if name == "" {
			name = r.Entry.Name
		}
		t := page.Of(quoted(r.Query) + " read as " + quoted(name) + " (" + page.Count(r.Match.Distance, "edit") + ").")
		if brief && len(t.String()) > cardWidth {
			t = page.Of("Read as " + quoted(name) + " (" + page.Count(r.Match.Distance, "edit") + ").")
		}
		if name != r.Entry.Name {
			t = page.Of(t, " That is another name of ", page.Bold(r.Entry.Name), ".")
		}
		p := page.Page{page.Para(t)}
		if brief {
			if list := r.Entry.ConfusableWith; len(list) > 0 {
				p = append(p, page.Para(page.Warn("Easily confused with"), " "+joinedBy(list, ", ")+"."))
			}
			return p
		}
		for _, c := range r.Entry.ConfusableWith {
			p = append(p, page.Para(page.Warn("Easily confused with"), " ", c.text()))
		}
		return p
	case match.Alias:
		return page.Page{page.Para(quoted(r.Query), " is another name of ", page.Bold(r.Entry.Name), ".")}
	case match.Code:
		t := page.Of(quoted(r.Query), " is a code of ", page.Bold(r.Entry.Name), ".")
		var others []string
		for _, s := range r.Suggestions {
			others = append(others, s.Name)
		}
		if len(others) > 0 {
			t = page.Of(t, " So it is of "+strings.Join(others, ", ")+".")
		}
		return page.Page{page.Para(t)}
	}
	return nil
}

// unresolved says that a name met nothing, and what may have been meant,
// never with a status.
func (r *Result) unresolved(lay page.Layout) page.Page {
	message := value(r.Match.Message)
	if message == "" {
		message = "No entry has this name."
		if r.Match.Kind == match.Ambiguous {
			message = "Several entries could be meant."
		}
	}
	p := page.Page{
		page.Title(1, page.Bold(quoted(r.Query)), ": not resolved"),
		page.Para(page.Capital(page.Sentence(message))),
	}
	if len(r.Suggestions) == 0 {
		return p
	}
	p = append(p, page.Para("Perhaps one of these was meant:"))
	if lay.Terminal {
		var c page.Commands
		for i := range r.Suggestions {
			line := lookupCommand + term.Quote(r.Suggestions[i].Name)
			if why := r.Suggestions[i].why(); why != "" {
				line += "  # " + why
			}
			c.Lines = append(c.Lines, line)
		}
		p = append(p, c)
	} else {
		items := page.Items{Noun: "Suggestion"}
		for i := range r.Suggestions {
			lead := page.Of(r.Suggestions[i].Name)
			if why := r.Suggestions[i].why(); why != "" {
				lead = page.Of(lead, " ("+why+")")
			}
			items.List = append(items.List, page.Item{Lead: lead})
		}
		p = append(p, items)
	}
	if r.More > 0 {
		p = append(p, page.Para("and "+strconv.Itoa(r.More)+" more; a longer beginning of the name narrows them."))
	}
	return p
}

// why says why an entry is suggested, if its name does not, and for what it is
// easily taken.
func (s *Suggestion) why() string {
	var why []string
	if s.Matched != nil {
		why = append(why, *s.Matched)
	}
	if s.Warning != nil {
		why = append(why, *s.Warning)
	}
	return strings.Join(why, "; ")
}
