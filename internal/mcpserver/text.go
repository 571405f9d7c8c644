package mcpserver

import (
	"fmt"
	"slices"
	"strings"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
	"github.com/backcare/backcare/internal/term"
)

// The texts beside the answers. A client may show them to a person or give an
// assistant nothing else, so each says by itself which data it comes from, what
// heads each phase and where that stands, and that it is no advice.

// askThePerson is what to do about a name that was not resolved.
const askThePerson = "Ask the person which medicine is meant, as its package names it; do not choose for them, and do not answer from memory."

// origin says first of all that an answer is not from the dataset built in.
func origin(d answer.Dataset) string {
	return fmt.Sprintf("From %s (version %s, %s), not from the dataset built in.", d.Place(), d.Version, answer.ShortHash(d.Hash))
}

// text joins the lines of a text, with what every one of them says.
func text(d answer.Dataset, lines []string, notice string) string {
	if !d.Embedded {
		lines = append([]string{origin(d), ""}, lines...)
	}
	lines = append(lines, "", "Notice: "+notice, fmt.Sprintf("Dataset %s (%s, %s).", d.Version, d.Place(), answer.ShortHash(d.Hash)))
	for i := range lines {
		lines[i] = term.Clean(lines[i])
	}
	return strings.Join(lines, "\n")
}

// view is the phases that a text speaks of, and the week by which authorities'
// positions count, if any.
type view struct {
	phases []catalog.Phase
	week   *int
}

// viewOf is the phases asked for, all by default; with a week its trimester and
// breastfeeding.
func viewOf(asked []catalog.Phase, week *int) view {
	switch {
	case len(asked) > 0:
		return view{catalog.PhaseSet(asked...).List(), week}
	case week != nil:
		return view{[]catalog.Phase{resolve.PhaseOf(*week), catalog.Lactation}, week}
	}
	return view{catalog.AllPhases.List(), nil}
}

func lookupText(d answer.Dataset, results []answer.Result, v view, notice string) string {
	var lines []string
	for i := range results {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, resultLines(&results[i], v)...)
	}
	return text(d, lines, notice)
}

// compareText goes phase by phase and says for each what heads every medicine.
func compareText(d answer.Dataset, results []answer.Result, v view, notice string) string {
	var lines []string
	for i := range results {
		r := &results[i]
		if r.Entry == nil {
			lines = append(lines, unresolvedLines(r)...)
		} else {
			lines = append(lines, append(metLines(r), about(r.Entry))...)
		}
	}
	for _, phase := range v.phases {
		lines = append(lines, "", page.Capital(v.name(phase))+":")
		for i := range results {
			if e := results[i].Entry; e != nil {
				lines = append(lines, "- "+e.Name+": "+phaseText(e, phase)+" Authorities: "+authorityText(e, &e.Phase(phase).Authorities)+".")
			}
		}
	}
	return text(d, lines, notice)
}

func resultLines(r *answer.Result, v view) []string {
	if r.Entry == nil {
		return unresolvedLines(r)
	}
	lines := append(metLines(r), about(r.Entry))
	e := r.Entry
	for _, g := range v.alike(func(p catalog.Phase) string { return phaseText(e, p) }) {
		lines = append(lines, "- "+page.Capital(g))
	}
	if v.week != nil {
		now := resolve.PhaseOf(*v.week)
		next := now + 1
		if t := phaseText(e, next); next <= catalog.Third && !slices.Contains(v.phases, next) && t != phaseText(e, now) {
			from, _, _ := resolve.Weeks(next)
			lines = append(lines, fmt.Sprintf("- Ahead, from week %d (%s trimester): %s", from, next, t))
		}
	}
	stand := v.alike(func(p catalog.Phase) string { return authorityText(e, &e.Phase(p).Authorities) })
	return append(lines, "- Authorities, who never change a status: "+strings.Join(stand, "; ")+".")
}

func unresolvedLines(r *answer.Result) []string {
	message := unresolved(r.Match.Kind)
	if r.Match.Message != nil {
		message = strings.TrimSuffix(*r.Match.Message, " "+askThePerson)
	}
	lines := []string{quoted(r.Query) + " is not resolved, and nothing is answered for it. " + page.Capital(page.Sentence(message))}
	return append(lines, suggestionLines(r)...)
}

// suggestionLines names what may have been meant, never with a status.
func suggestionLines(r *answer.Result) []string {
	var lines []string
	if len(r.Suggestions) > 0 {
		lines = append(lines, "Perhaps meant:")
	}
	for _, s := range r.Suggestions {
		line := "- " + s.Name
		for _, why := range []*string{s.Matched, s.Warning} {
			if why != nil {
				line += "; " + *why
			}
		}
		lines = append(lines, line)
	}
	if r.More > 0 {
		lines = append(lines, fmt.Sprintf("- and %d more", r.More))
	}
	return append(lines, askThePerson)
}

// metLines say how a name was met if not by the entry's own, and what it is
// easily taken for.
func metLines(r *answer.Result) []string {
	var lines []string
	switch m := r.Match; m.Kind {
	case match.Spelling:
		read := *m.Name
		if m.Matched != nil {
			read = *m.Matched
		}
		lines = append(lines, fmt.Sprintf("%s was read as %s (%s). Say so, and ask whether that is what is meant.", quoted(r.Query), quoted(read), page.Count(m.Distance, "edit")))
	case match.Brand:
		holds := ""
		if m.Message != nil {
			holds = page.Capital(page.Sentence(*m.Message)) + " "
		}
		lines = append(lines, holds+"This is what they state of "+*m.Name+".")
	case match.Alias:
		lines = append(lines, fmt.Sprintf("%s is another name of %s.", quoted(r.Query), *m.Name))
	case match.Code:
		lines = append(lines, fmt.Sprintf("%s is a code of %s.", quoted(r.Query), *m.Name))
	}
	if len(r.Match.Ignored) > 0 {
		lines = append(lines, "Left out of the name: "+strings.Join(r.Match.Ignored, ", ")+".")
	}
	for _, c := range r.Entry.ConfusableWith {
		lines = append(lines, "Easily confused with "+c.Name+": "+page.Sentence(c.Reason))
	}
	return lines
}

// about names an entry and says what it is.
func about(e *answer.Entry) string {
	what := []string{e.Kind.String()}
	for _, s := range []*string{e.Route, e.Form} {
		if s != nil {
			what = append(what, *s)
		}
	}
	line := e.Name + " (" + strings.Join(what, ", ") + ")."
	if e.Identity != nil {
		line += " Taken to be: " + page.Sentence(e.Identity.Text)
	}
	return line
}

// alike writes what is said of each phase, once for phases of which the same
// is said.
func (v view) alike(say func(catalog.Phase) string) []string {
	var said []string
	by := map[string][]catalog.Phase{}
	for _, p := range v.phases {
		t := say(p)
		if by[t] == nil {
			said = append(said, t)
		}
		by[t] = append(by[t], p)
	}
	for i, t := range said {
		said[i] = v.name(by[t]...) + ": " + t
	}
	return said
}

// name is what some phases are called together.
func (v view) name(phases ...catalog.Phase) string {
	var during, parts []string
	for _, p := range phases {
		switch {
		case !catalog.Pregnancy.Has(p):
			parts = append(parts, p.Name()+" ("+p.String()+")")
		case v.week != nil && p == resolve.PhaseOf(*v.week):
			parts = append(parts, fmt.Sprintf("week %d (%s trimester)", *v.week, p))
		default:
			during = append(during, p.String())
		}
	}
	switch len(during) {
	case 0:
	case 3:
		parts = slices.Insert(parts, 0, "pregnancy, every trimester")
	default:
		parts = slices.Insert(parts, 0, strings.Join(during, " and ")+" trimester")
	}
	return strings.Join(parts, ", ")
}

// phaseText is what the documents state of a phase: the status, what decides it
// and what stands against it, each with its place.
func phaseText(e *answer.Entry, phase catalog.Phase) string {
	p := e.Phase(phase)
	t := strings.ToUpper(page.Spaced(p.Status))
	if p.Status == catalog.NotStated {
		t += " (these documents say nothing, which permits nothing)"
	}
	if p.Disputed {
		t += ", disputed"
	}
	t += "."
	if s := e.Deciding(p); s != nil {
		t += " " + page.Capital(said(s))
	}
	for i, id := range p.Against {
		if i == mostAgainst {
			t += fmt.Sprintf(" And %d more against it.", len(p.Against)-i)
			break
		}
		if at := slices.IndexFunc(e.Statements, func(s answer.Statement) bool { return s.ID == id }); at >= 0 {
			s := &e.Statements[at]
			t += " Against it: " + page.Spaced(s.Status) + ", " + said(s)
		}
	}
	if n := len(p.Members); n > 0 {
		var kinds []string
		for _, m := range p.Members[:min(n, mostMembers)] {
			kinds = append(kinds, m.Name+" "+page.Spaced(m.Status))
		}
		if n > mostMembers {
			kinds = append(kinds, fmt.Sprintf("%d more", n-mostMembers))
		}
		t += " Of its kinds: " + strings.Join(kinds, ", ") + "."
	}
	if len(p.Possible) > 0 {
		t += fmt.Sprintf(" May concern it too: %s on some of its class.", page.Count(len(p.Possible), "statement"))
	}
	return t
}

// The most of each kind that a line of text names.
const (
	mostAgainst = 2
	mostMembers = 3
	mostHolders = 2
)

// said is who says something, where, of what if not of the entry itself, what,
// and with which limits.
func said(s *answer.Statement) string {
	t := s.Speaker.String()
	if s.ReportedBy != nil {
		t += " as reported by " + s.ReportedBy.String()
	}
	t += ", " + s.Source.Place()
	if s.Via != resolve.Direct {
		t += ", of " + s.About.Name
	}
	t += ": " + page.Sentence(s.Claim)
	if len(s.Caveats) > 0 {
		t += " Limits: " + strings.Join(s.Caveats, "; ") + "."
	}
	return t
}

// authorityText says how the authorities stand to a phase.
func authorityText(e *answer.Entry, a *answer.Authorities) string {
	if a.Relation == resolve.None || a.Position == nil {
		return "no position is held"
	}
	t := map[resolve.Relation]string{
		resolve.Speaks: "speak where the documents are silent", resolve.Milder: "milder", resolve.Agree: "agree",
		resolve.Stricter: "stricter", resolve.Differ: "differ among themselves",
	}[a.Relation] + ": " + page.Spaced(*a.Position) + weeks(a.FromWeek, a.ToWeek)
	var who []string
	for _, id := range a.References {
		if i := slices.IndexFunc(e.References, func(r answer.Reference) bool { return r.ID == id }); i >= 0 {
			if w := answer.By(e.References[i].Authority, e.References[i].Country); !slices.Contains(who, w) {
				who = append(who, w)
			}
		}
	}
	if n := len(who); n > mostHolders {
		who = append(who[:mostHolders], fmt.Sprintf("%d more", n-mostHolders))
	}
	if len(who) > 0 {
		t += " (" + strings.Join(who, "; ") + ")"
	}
	if n := a.Next; n != nil {
		next := "no position"
		if n.Position != nil {
			next = page.Spaced(*n.Position)
		}
		t += fmt.Sprintf(", from week %d on %s", n.Week, next)
	}
	return t
}

func weeks(from, to *int) string {
	switch {
	case from != nil && to != nil:
		return fmt.Sprintf(" from week %d up to week %d", *from, *to)
	case from != nil:
		return fmt.Sprintf(" from week %d", *from)
	case to != nil:
		return fmt.Sprintf(" up to week %d", *to)
	}
	return ""
}

func listText(o answer.Overview, none *answer.Empty, v view) string {
	lines := []string{page.Count(o.Total, "entry") + "."}
	if f := o.Asked(); f != "" {
		lines[0] += " " + f
	}
	if none != nil {
		lines = append(lines, page.Capital(page.Sentence(none.Why)))
	}
	for i := range o.Entries {
		e := &o.Entries[i]
		groups := v.alike(func(p catalog.Phase) string { return briefText(&e.Phases[p]) })
		lines = append(lines, "- "+e.Name+": "+strings.Join(groups, "; "))
	}
	return text(o.Dataset, lines, o.Notice)
}

func briefText(p *answer.BriefPhase) string {
	t := page.Spaced(p.Status)
	if p.Source != nil {
		t += " (" + *p.Source + ")"
	}
	if p.Disputed {
		t += ", disputed"
	}
	if p.StrictestMember != nil {
		t += ", of its kinds " + page.Spaced(*p.StrictestMember)
	}
	if p.Authorities != resolve.None {
		t += ", authorities: " + p.Authorities.String()
	}
	return t
}

func placeText(d answer.Document) string {
	x := &d.Document
	lines := []string{x.ID + ": " + page.Sentence(x.Title) + " " + page.Sentence(x.Summary)}
	if len(d.Statements) > 0 {
		lines = append(lines, "Single passages, not what heads a medicine: for that, and for what speaks against them, use lookup_medicine.")
	}
	for i := range d.Statements {
		s := &d.Statements[i]
		of := s.About.Name + ", printed as " + quoted(s.Source.PrintedAs)
		if s.Source.Section != "" {
			of += " under " + quoted(s.Source.Section)
		}
		phases := view{}.name(s.Phases...)
		if phases == "" {
			phases = "no phase named"
		}
		lines = append(lines, fmt.Sprintf("- %s; %s: %s. %s", of, phases, strings.ToUpper(page.Spaced(s.Status)), page.Capital(said(s))))
	}
	return text(d.Dataset, lines, d.Notice)
}

// authoritiesText lists references, behind what was asked about, if anything.
func authoritiesText(all answer.References, met []string, total int) string {
	lines := append(met, page.Count(total, "reference")+". None of them changes a status.")
	for i := range all.References {
		r := &all.References[i]
		var on, holds []string
		for _, a := range r.About {
			on = append(on, a.Name)
		}
		for _, p := range r.Positions {
			holds = append(holds, view{}.name(p.Phase)+weeks(p.FromWeek, p.ToWeek)+" "+page.Spaced(p.Position))
		}
		when := "undated"
		if r.Date != nil {
			when = *r.Date
		}
		route := ""
		if r.Route != "" {
			route = " (" + r.Route + ")"
		}
		lines = append(lines, fmt.Sprintf("- %s, %s, on %s%s: %s. Read: %s.", answer.By(r.Authority, r.Country), when, strings.Join(on, ", "), route, strings.Join(holds, "; "), r.Read))
	}
	return text(all.Dataset, lines, all.Notice)
}

func quoted(s string) string { return `"` + s + `"` }
