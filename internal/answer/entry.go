package answer

import (
	"slices"
	"strconv"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
)

// Entry is one medicine, class or remedy with all that reaches it.
type Entry struct {
	ID             string       `json:"id"`                // Lower case letters, digits and hyphens; it does not change.
	Name           string       `json:"name"`              // As a person writes it.
	Kind           catalog.Kind `json:"kind"`              // What sort of thing the entry is.
	Route          *string      `json:"route"`             // How it is given; null if not known.
	Form           *string      `json:"form"`              // As in "gel"; null if not known.
	Advice         bool         `json:"-"`                 // about medicines or painkillers at large
	Aliases        []string     `json:"aliases"`           // Its other names.
	Identity       *Identity    `json:"identity"`          // What a garbled or foreign name is identified as.
	ConfusableWith []Confusable `json:"confusable_with"`   // Names easily confused with its own.
	Uses           []Use        `json:"uses"`              // What the documents name it for.
	Ingredients    []Ingredient `json:"ingredients"`       // What it contains, as far as known.
	Classes        []Link       `json:"classes"`           // What it belongs to.
	Codes          Codes        `json:"codes"`             // Its checked codes.
	Status         Status       `json:"status"`            // The status of each phase.
	Statements     []Statement  `json:"statements"`        // Every statement that reaches it: direct ones first, then by brand, ingredient and class.
	References     []Reference  `json:"references"`        // What public authorities say, beside the documents.
	Looked         []Looked     `json:"looked_none_found"` // Searches of authorities that found nothing.
}

// Use is what the documents name the entry for, and where.
type Use struct {
	Use    catalog.Use `json:"use"`    // In one word.
	Source string      `json:"source"` // A place in the documents.
}

// Looked says that authorities were searched for a phase, and nothing found.
type Looked struct {
	Phase    catalog.Phase `json:"phase"`    // The phase.
	Searched string        `json:"searched"` // What was searched.
	Date     string        `json:"date"`     // When that was.
}

// Identity is what a garbled name is taken for.
type Identity struct {
	Text      string            `json:"text"`      // In words.
	Certainty catalog.Certainty `json:"certainty"` // How certain that is.
}

// Ingredient is a link to a substance. Formulas is "some" if only some formulas
// of the entry hold it.
type Ingredient struct {
	Link
	Formulas catalog.Covers `json:"formulas"` // some: only some formulas of the entry hold it.
}

// Link is an ingredient or a class and what the link rests on.
type Link struct {
	ID     string        `json:"id"`     // Of the substance or class.
	Name   string        `json:"name"`   // Of the substance or class.
	Basis  catalog.Basis `json:"basis"`  // What the link rests on.
	Source string        `json:"source"` // A place in the documents, as in "doc-000:58", or a public identifier.
}

// Codes are the checked codes.
type Codes struct {
	ATC   []string `json:"atc"`   // ATC codes.
	RxCUI []string `json:"rxcui"` // RxNorm concept identifiers.
}

// Confusable is a name easily taken for the entry's. ID is nil if the name is
// no entry.
type Confusable struct {
	ID     *string `json:"id"`     // The id of the entry of that name; null if there is none.
	Name   string  `json:"name"`   // The other name.
	Reason string  `json:"reason"` // Why the two are easily confused.
}

// Status is an entry's status in the four phases.
type Status struct {
	Pregnancy Trimesters `json:"pregnancy"` // The three trimesters.
	Lactation Phase      `json:"lactation"` // While breastfeeding.
}

// Trimesters are the three phases of pregnancy.
type Trimesters struct {
	First  Phase `json:"first"`  // The first trimester.
	Second Phase `json:"second"` // The second trimester.
	Third  Phase `json:"third"`  // The third trimester.
}

// Phase is the headline of one phase (contract, section 2).
type Phase struct {
	Status      catalog.Status `json:"status"`      // The most cautious status among the statements that reach the phase.
	Basis       resolve.Basis  `json:"basis"`       // The link of the statement that decides; silent if nothing is stated.
	Direct      catalog.Status `json:"direct"`      // The status of the statements about the entry itself.
	Disputed    bool           `json:"disputed"`    // One statement permits and another refuses.
	Statements  []string       `json:"statements"`  // The ids of the statements about this phase, the deciding one first.
	Against     []string       `json:"against"`     // The ids of the statements that dispute the headline; of a class that permits, those that refuse its members.
	Possible    []string       `json:"possible"`    // The ids of the statements on some or most of a class: they may concern the entry and count in no status.
	Members     []Member       `json:"members"`     // Of a class: its members, at any depth, whose headline is more cautious than that of the class.
	Authorities Authorities    `json:"authorities"` // How what the authorities say compares with the status.
}

// Member is an entry of a class that is headed by more caution than the class.
type Member struct {
	About
	Status    catalog.Status `json:"status"`    // Its status in this phase.
	Statement string         `json:"statement"` // The id of the statement that decides it.
	Deciding  Statement      `json:"-"`         // as it reaches the member
}

// Authorities is how the authorities compare with a headline. The weeks bound the
// part of the phase that the position is held for, up to and without the last.
type Authorities struct {
	Relation   resolve.Relation  `json:"relation"`                         // none: no position. speaks: the documents are silent, the authorities are open. milder, agree, stricter: than the status. differ: they are open and refuse for the same weeks.
	Position   *catalog.Position `json:"position"`                         // The strictest position that they hold; null if they hold none.
	FromWeek   *int              `json:"from_week" jsonschema:"minimum=1"` // The week from which they hold it; null from the beginning of the phase.
	ToWeek     *int              `json:"to_week" jsonschema:"minimum=1"`   // The week from which they no longer hold it; null to the end of the phase.
	Next       *Change           `json:"next"`                             // The next change after the week asked for; null if there is none, or no week was asked for.
	References []string          `json:"references"`                       // The ids of the references that hold the position and, if they differ, of the open ones.
}

// Change is a week from which on the authorities hold another position, nil
// for none.
type Change struct {
	Week     int               `json:"week"`     // The week that it begins in.
	Relation resolve.Relation  `json:"relation"` // How what the authorities say compares from then on.
	Position *catalog.Position `json:"position"` // What they hold from then on; null if they hold no position.
}

// Entry makes the entry at index i of the dataset's entries.
func (b *Builder) Entry(i int32) Entry {
	r := resolve.Entry(b.ds, i)
	return b.entry(&r)
}

func (b *Builder) entry(r *resolve.Resolution) Entry {
	e := &b.ds.Entries[r.Entry]
	out := Entry{
		ID: e.ID, Name: e.Name, Kind: e.Kind,
		Route: optional(e.Route), Form: optional(e.Form), Advice: e.Advice,
		Aliases:        list(e.Aliases),
		Uses:           []Use{},
		Ingredients:    []Ingredient{},
		Classes:        []Link{},
		Codes:          Codes{ATC: list(e.ATC), RxCUI: list(e.RxCUI)},
		ConfusableWith: []Confusable{},
		Statements:     []Statement{},
		References:     []Reference{},
		Looked:         []Looked{},
	}
	for p := range catalog.Phase(catalog.PhaseCount) {
		*out.Phase(p) = b.headline(&r.Phases[p])
	}
	if b.opt.Week != nil {
		p, a := r.AtWeek(*b.opt.Week)
		out.Phase(p).Authorities = authorities(a)
	}
	for _, u := range e.Uses {
		out.Uses = append(out.Uses, Use(u))
	}
	for _, l := range e.Looked {
		out.Looked = append(out.Looked, Looked(l))
	}
	if e.Identity.Text != "" {
		out.Identity = &Identity{Text: e.Identity.Text, Certainty: e.Identity.Certainty}
	}
	for _, l := range e.Ingredients {
		i := Ingredient{Link: Link{l.ID, b.ds.Substances[l.Index].Name, l.Basis, l.Source}}
		if l.SomeFormulas {
			i.Formulas = catalog.Some
		}
		out.Ingredients = append(out.Ingredients, i)
	}
	for _, l := range e.Classes {
		out.Classes = append(out.Classes, Link{l.ID, b.ds.Entries[l.Index].Name, l.Basis, l.Source})
	}
	for _, c := range e.Confusable {
		conf := Confusable{Name: c.Name, Reason: c.Reason}
		if c.Entry >= 0 {
			conf.ID = &b.ds.Entries[c.Entry].ID
		}
		out.ConfusableWith = append(out.ConfusableWith, conf)
	}
	for i := range r.Statements {
		out.Statements = append(out.Statements, b.statement(&r.Statements[i]))
	}
	if !b.opt.NoReferences {
		for _, ref := range r.References {
			out.References = append(out.References, b.reference(ref))
		}
	}
	return out
}

func (b *Builder) headline(h *resolve.Phase) Phase {
	out := Phase{
		Status: h.Status, Basis: h.Basis, Direct: h.Direct, Disputed: h.Disputed,
		Statements: ids(h.Statements), Against: ids(h.Against), Possible: ids(h.Possible),
		Members: []Member{}, Authorities: authorities(h.Authorities),
	}
	for _, m := range h.Members {
		out.Members = append(out.Members, Member{b.about(m.Entry), m.Status, m.Statement.ID, b.statement(m.Statement)})
	}
	return out
}

func ids(statements []*resolve.Statement) []string {
	out := make([]string, len(statements))
	for i, s := range statements {
		out[i] = s.ID
	}
	return out
}

func authorities(a resolve.Authorities) Authorities {
	out := Authorities{
		Relation: a.Relation, Position: optional(a.Position),
		FromWeek: optional(a.FromWeek), ToWeek: optional(a.ToWeek), References: []string{},
	}
	for _, r := range a.References {
		out.References = append(out.References, r.ID)
	}
	if n := a.Next; n != nil {
		out.Next = &Change{n.Week, n.Relation, optional(n.Position)}
	}
	return out
}

// Phase is the headline of one phase.
func (e *Entry) Phase(p catalog.Phase) *Phase {
	switch p {
	case catalog.First:
		return &e.Status.Pregnancy.First
	case catalog.Second:
		return &e.Status.Pregnancy.Second
	case catalog.Third:
		return &e.Status.Pregnancy.Third
	}
	return &e.Status.Lactation
}

// Worst is the most cautious status among some phases, all four for none.
func (e *Entry) Worst(phases catalog.Phases) catalog.Status {
	worst := catalog.NotStated
	for _, p := range asked(phases) {
		worst = max(worst, e.Phase(p).Status)
	}
	return worst
}

// WorstMember is the same with the members of a class, which come most
// cautious first.
func (e *Entry) WorstMember(phases catalog.Phases) catalog.Status {
	worst := e.Worst(phases)
	for _, p := range asked(phases) {
		for _, m := range e.Phase(p).Members[:min(1, len(e.Phase(p).Members))] {
			worst = max(worst, m.Status)
		}
	}
	return worst
}

// Deciding is the statement that decides a phase, nil if none does or it was
// left out.
func (e *Entry) Deciding(p *Phase) *Statement {
	if p.Basis == resolve.Silent {
		return nil // what is said of one ingredient of several may be there
	}
	return e.statement(p.Statements[0])
}

func (e *Entry) statement(id string) *Statement {
	i := slices.IndexFunc(e.Statements, func(s Statement) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return &e.Statements[i]
}

// entryColumns are the columns of an entry; those that speak of several phases
// speak of the ones asked for.
func entryColumns(phases catalog.Phases) []page.Column {
	columns := []page.Column{
		page.Col("id", "the id", func(e *Entry) string { return e.ID }),
		page.Col("name", "the name", func(e *Entry) string { return e.Name }),
		page.Col("kind", "ingredient, product, class or remedy", func(e *Entry) string { return e.Kind.String() }),
		page.Col("route", "oral, topical, injection", func(e *Entry) string { return value(e.Route) }),
		page.Col("form", "tablets, gel and the like", func(e *Entry) string { return value(e.Form) }),
	}
	of := func(p catalog.Phase, c page.Column) {
		c.Phases = catalog.PhaseSet(p)
		columns = append(columns, c)
	}
	for _, p := range asked(0) {
		of(p, page.StatusCol(p.String(), "status "+whileIn(p), func(e *Entry) catalog.Status { return e.Phase(p).Status }))
	}
	marked := func(e *Entry, is func(*Phase) bool) string {
		in := slices.DeleteFunc(asked(phases), func(p catalog.Phase) bool { return !is(e.Phase(p)) })
		return joined(in)
	}
	columns = append(columns,
		page.Col("disputed", "phases in which a statement disputes the status", func(e *Entry) string { return marked(e, func(p *Phase) bool { return p.Disputed }) }),
		page.Col("authorities", "how authorities compare with the status, by phase", func(e *Entry) string {
			var stand []string
			for _, p := range asked(phases) {
				if r := e.Phase(p).Authorities.Relation; r != resolve.None {
					stand = append(stand, p.String()+": "+r.String())
				}
			}
			return strings.Join(stand, page.Between)
		}),
		page.Col("statements", "how many statements reach it", func(e *Entry) string { return strconv.Itoa(len(e.Statements)) }),
		page.Extra("advice", "whether it is about medicines at large", func(e *Entry) string { return strconv.FormatBool(e.Advice) }),
		page.Extra("identity", "what the name is taken for", func(e *Entry) string { return value(e.Identity).Text }),
		page.Extra("certainty", "how sure it is what the name means", func(e *Entry) string {
			if e.Identity == nil {
				return ""
			}
			return e.Identity.Certainty.String()
		}),
		page.Extra("aliases", "other names", func(e *Entry) string { return strings.Join(e.Aliases, page.Between) }),
		page.Extra("ingredients", "the active substances", func(e *Entry) string { return joined(e.Ingredients) }),
		page.Extra("classes", "the classes it belongs to", func(e *Entry) string { return joined(e.Classes) }),
		page.Extra("atc", "ATC codes", func(e *Entry) string { return strings.Join(e.Codes.ATC, page.Between) }),
		page.Extra("rxcui", "RxNorm's numbers", func(e *Entry) string { return strings.Join(e.Codes.RxCUI, page.Between) }),
		page.Extra("gist", "what decides, in a few words", func(e *Entry) string {
			var all []string
			for _, p := range asked(phases) {
				if g := value(value(e.Deciding(e.Phase(p))).Gist); g != "" && !slices.Contains(all, g) {
					all = append(all, g)
				}
			}
			return strings.Join(all, page.Between)
		}),
		page.Col("caveats", "every limit or condition that is stated", func(e *Entry) string {
			return strings.Join(distinctCaveats(e.Statements), page.Between)
		}),
		page.Extra("references", "how many references there are", func(e *Entry) string { return strconv.Itoa(len(e.References)) }),
	)
	for _, p := range asked(0) {
		extra := func(name, help string, get func(*Entry, *Phase) string) {
			of(p, page.Extra(p.String()+"_"+name, help+", "+whileIn(p), func(e *Entry) string { return get(e, e.Phase(p)) }))
		}
		extra("basis", "how the statement that heads it reaches the entry", func(_ *Entry, h *Phase) string { return h.Basis.String() })
		direct := page.StatusCol(p.String()+"_direct", "status of what is stated of the entry itself, "+whileIn(p), func(e *Entry) catalog.Status { return e.Phase(p).Direct })
		direct.Extra = true
		of(p, direct)
		extra("disputed", "whether a statement disputes the status", func(_ *Entry, h *Phase) string { return strconv.FormatBool(h.Disputed) })
		extra("authorities", "how authorities compare with the status", func(_ *Entry, h *Phase) string { return h.Authorities.Relation.String() })
		extra("members", "kinds with a more cautious status", func(_ *Entry, h *Phase) string {
			var all []string
			for _, m := range h.Members {
				all = append(all, m.Name+" "+m.Status.String())
			}
			return strings.Join(all, page.Between)
		})
		extra("gist", "the statement that decides in a few words", func(e *Entry, h *Phase) string { return value(value(e.Deciding(h)).Gist) })
		extra("claim", "the statement that decides", func(e *Entry, h *Phase) string { return value(e.Deciding(h)).Claim })
		extra("source", "the place of the statement that decides", func(e *Entry, h *Phase) string {
			if s := e.Deciding(h); s != nil {
				return s.Source.Place()
			}
			return ""
		})
	}
	return columns
}

// whileIn names a phase in the words on a column.
func whileIn(p catalog.Phase) string {
	if !catalog.Pregnancy.Has(p) {
		return "while " + p.Name()
	}
	return "in the " + phaseText(p)
}

func (l Link) String() string { return l.Name }

func (c Confusable) String() string { return c.Name }

func (a About) String() string { return a.Name }

// held lists who holds the position that the authorities' relation to a phase
// rests on; nil if the entry was asked for without references.
func (e *Entry) held(phase catalog.Phase) page.Text {
	var t page.Text
	a := &e.Phase(phase).Authorities
	for _, r := range e.References {
		if !slices.Contains(a.References, r.ID) {
			continue
		}
		for _, p := range r.Positions {
			if p.Phase != phase || p.Position == catalog.NoData {
				continue
			}
			if len(t) > 0 {
				t = append(t, page.Of("; ")...)
			}
			t = append(t, page.Of(authority(r.Authority, r.Country, r.Date)+" says ", page.Bold(page.Spaced(p.Position)), p.weeks()+p.part())...)
		}
	}
	return t
}

// identity is what the entry is.
func (e *Entry) identity() page.Pairs {
	what := []string{e.Kind.String()}
	for _, s := range []string{value(e.Route), value(e.Form)} {
		if s != "" && !slices.Contains(what, s) {
			what = append(what, s)
		}
	}
	p := page.Pairs{page.Labelled("Kind", strings.Join(what, ", "))}
	if e.Identity != nil {
		t := e.Identity.Text
		switch e.Identity.Certainty {
		case catalog.Guess:
			t = "probably " + strings.TrimPrefix(t, "probably ") + " (a guess)"
		case catalog.Likely:
			t += " (likely)"
		}
		p = append(p, page.Labelled("Held to be", t))
	}
	if len(e.Aliases) > 0 {
		p = append(p, page.Labelled("Also named", strings.Join(e.Aliases, ", ")))
	}
	if len(e.Ingredients) > 0 {
		p = append(p, page.Labelled("Contains", ingredientText(e.Ingredients)))
	}
	if len(e.Classes) > 0 {
		p = append(p, page.Labelled("Belongs to", linkText(e.Classes, true)))
	}
	var codes []string
	for _, c := range e.Codes.ATC {
		codes = append(codes, "ATC "+c)
	}
	for _, c := range e.Codes.RxCUI {
		codes = append(codes, "RxCUI "+c)
	}
	if len(codes) > 0 {
		p = append(p, page.Labelled("Codes", strings.Join(codes, ", ")))
	}
	if len(e.ConfusableWith) > 0 {
		var t page.Text
		for _, c := range e.ConfusableWith {
			if len(t) > 0 {
				t = append(t, page.Of(" ")...)
			}
			t = append(t, c.text()...)
		}
		p = append(p, page.Labelled("Not to be confused with", t))
	}
	if e.Advice {
		p = append(p, page.Labelled("Scope", "about medicines at large; never part of another entry's status"))
	}
	return p
}

func (c Confusable) text() page.Text {
	return page.Of(page.Bold(c.Name), ": ", page.Sentence(c.Reason))
}

func ingredientText(list []Ingredient) page.Text {
	links := make([]Link, len(list))
	for i, l := range list {
		links[i] = l.Link
		if l.Formulas == catalog.Some {
			links[i].Name += " in some formulas"
		}
	}
	return linkText(links, false) // the ids are those of substances
}

func linkText(links []Link, entries bool) page.Text {
	var t page.Text
	for _, l := range links {
		if len(t) > 0 {
			t = append(t, page.Of("; ")...)
		}
		basis := "stated at " + l.Source
		if l.Basis == catalog.GeneralKnowledge {
			basis = "general knowledge"
			if l.Source != "" {
				basis += ", " + l.Source
			}
		} else if l.Source == "" {
			basis = "stated in the documents"
		}
		name := page.Of(l.Name)
		if entries {
			name = page.Of(About{l.ID, l.Name}.link(page.Normal))
		}
		t = append(t, page.Of(name, " ", page.Dim("("+basis+")"))...)
	}
	return t
}

// statementPages are the statements about the entry itself, then those that
// reach it from elsewhere, by where they come from.
func (e *Entry) statementPages(phases catalog.Phases) page.Page {
	direct := page.Items{Noun: "Statement"}
	var from []string
	inherited := map[string]*page.Items{}
	for _, s := range shown(e.Statements, phases) {
		o := s.origin()
		if o == "" {
			direct.List = append(direct.List, s.item())
			continue
		}
		if inherited[o] == nil {
			from = append(from, o)
			inherited[o] = &page.Items{Noun: "Statement"}
		}
		inherited[o].List = append(inherited[o].List, s.item())
	}
	of := ""
	if phases != 0 {
		of = " for " + phasesIn(phases.List())
	}
	counted := func(items page.Items) string { return of + " (" + strconv.Itoa(len(items.List)) + ")" }
	p := page.Page{page.Title(2, "Stated about ", page.Bold(e.Name), " itself"+counted(direct))}
	if len(direct.List) > 0 {
		p = append(p, direct)
	} else {
		p = append(p, page.Para("Nothing"+of+"."))
	}
	for _, o := range from {
		p = append(p, page.Title(2, "Inherited from the ", page.Bold(o), counted(*inherited[o])), *inherited[o])
	}
	return p
}

// memberPages lists the members of a class that are headed by more caution
// than the class.
func (e *Entry) memberPages(phases catalog.Phases) page.Page {
	items := page.Items{Noun: "Member"}
	for _, p := range asked(phases) {
		for _, m := range e.Phase(p).Members {
			s := &m.Deciding
			items.List = append(items.List, page.Item{
				Lead:  page.Of(m.link(page.Strong), ", "+phaseText(p)+": ", page.BareStatus(m.Status)),
				Lines: []page.Pair{page.Labelled("Claim", page.Sentence(s.Claim)), page.Labelled("Source", page.Dim(s.from()+", "+s.voice()))},
			})
		}
	}
	if len(items.List) == 0 {
		return nil
	}
	return page.Page{page.Title(2, "Of its kinds ("+strconv.Itoa(len(items.List))+")"), items}
}

// referencePages is what authorities say, kept apart from the documents.
func (e *Entry) referencePages(phases catalog.Phases) page.Page {
	items := page.Items{Noun: "Reference"}
	for _, r := range e.References {
		if it, ok := r.item(phases); ok {
			items.List = append(items.List, it)
		}
	}
	for _, l := range e.Looked {
		if wants(phases, l.Phase) {
			items.List = append(items.List, page.Item{Lead: page.Of(page.Capital(phaseText(l.Phase)) + ": looked for, none found (" + l.Date + ")"), Lines: []page.Pair{page.Labelled("Searched", page.Sentence(l.Searched))}})
		}
	}
	if len(items.List) == 0 {
		return page.Page{page.Title(2, "Authorities"), page.Para("None held.")}
	}
	return page.Page{
		page.Title(2, "Authorities ("+strconv.Itoa(len(items.List))+")"),
		page.Para("What public authorities say about what this is or contains: beside the documents, never counted in a status above."),
		items,
	}
}
