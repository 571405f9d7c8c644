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
	return fmt.Sprintf("From the folder %s (version %s, %s), not from the dataset built in.", quoted(d.Source), d.Version, d.Hash)
}

// text joins the lines of a text, with what every one of them says.
func text(d answer.Dataset, lines []string, notice string) string {
	if !d.Embedded {
		lines = append([]string{origin(d), ""}, lines...)
	}
	lines = append(lines, "", "Notice: "+notice, fmt.Sprintf("Dataset %s (%s, %s).", d.Version, d.Source, d.Hash))
	for i := range lines {
		lines[i] = term.Clean(lines[i])
	}
	return strings.Join(lines, "\n")
}

func lookupText(d answer.Dataset, results []answer.Result, phases []catalog.Phase, notice string) string {
	var lines []string
	for i := range results {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, resultLines(&results[i], phases)...)
	}
	return text(d, lines, notice)
}

// compareText goes phase by phase and says for each what heads every medicine.
func compareText(d answer.Dataset, results []answer.Result, phases []catalog.Phase, notice string) string {
	var lines []string
	for i := range results {
		r := &results[i]
		if r.Entry == nil {
			lines = append(lines, unresolvedLines(r)...)
		} else {
			lines = append(lines, append(metLines(r), about(r.Entry))...)
		}
	}
	for _, phase := range phases {
		lines = append(lines, "", page.Capital(phaseName(phase))+":")
		for i := range results {
			if e := results[i].Entry; e != nil {
				lines = append(lines, "- "+e.Name+": "+phaseText(e, phase))
			}
		}
	}
	return text(d, lines, notice)
}

func resultLines(r *answer.Result, phases []catalog.Phase) []string {
	if r.Entry == nil {
		return unresolvedLines(r)
	}
	lines := append(metLines(r), about(r.Entry))
	for _, g := range alike(phases, func(p catalog.Phase) string { return phaseText(r.Entry, p) }) {
		lines = append(lines, "- "+g)
	}
	return lines
}

func unresolvedLines(r *answer.Result) []string {
	message := unresolved(r.Match.Kind)
	if r.Match.Message != nil {
		message = strings.TrimSuffix(*r.Match.Message, " "+askThePerson)
	}
	lines := []string{quoted(r.Query) + " is not resolved, and nothing is answered for it: " + sentence(message)}
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
		lines = append(lines, fmt.Sprintf("%s was read as %s (%s). Say so, and ask whether that is what is meant.", quoted(r.Query), quoted(*m.Matched), page.Count(m.Distance, "edit")))
	case match.Brand:
		lines = append(lines, page.Capital(sentence(*m.Message))+" This is what they state of "+*m.Name+".")
	case match.Alias:
		lines = append(lines, fmt.Sprintf("%s is another name of %s.", quoted(r.Query), *m.Name))
	case match.Code:
		lines = append(lines, fmt.Sprintf("%s is a code of %s.", quoted(r.Query), *m.Name))
	}
	if len(r.Match.Ignored) > 0 {
		lines = append(lines, "Left out of the name: "+strings.Join(r.Match.Ignored, ", ")+".")
	}
	for _, c := range r.Entry.ConfusableWith {
		lines = append(lines, "Easily confused with "+c.Name+": "+sentence(c.Reason))
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
		line += " Taken to be: " + sentence(e.Identity.Text)
	}
	return line
}

// alike writes what is said of each phase, once for phases of which the same
// is said.
func alike(phases []catalog.Phase, say func(catalog.Phase) string) []string {
	var said []string
	by := map[string][]string{}
	for _, p := range phases {
		t := say(p)
		if by[t] == nil {
			said = append(said, t)
		}
		by[t] = append(by[t], phaseName(p))
	}
	for i, t := range said {
		said[i] = strings.Join(by[t], ", ") + ": " + t
	}
	return said
}

func phaseName(p catalog.Phase) string {
	if catalog.Pregnancy.Has(p) {
		return p.String() + " trimester"
	}
	return "breastfeeding (" + p.String() + ")"
}

// phaseText is the headline of a phase: the status, what decides it and what
// stands against it, each with its place, and the authorities apart.
func phaseText(e *answer.Entry, phase catalog.Phase) string {
	p := e.Phase(phase)
	t := strings.ToUpper(page.Spaced(p.Status))
	if p.Status == catalog.NotStated {
		t += " (these documents say nothing; that permits nothing)"
	}
	if p.Disputed {
		t += ", disputed"
	}
	t += "."
	if s := e.Deciding(phase); s != nil {
		t += " " + said(s)
	}
	for i, id := range p.Against {
		if i == mostAgainst {
			t += fmt.Sprintf(" And %d more against it.", len(p.Against)-i)
			break
		}
		if at := slices.IndexFunc(e.Statements, func(s answer.Statement) bool { return s.ID == id }); at >= 0 {
			t += " Against it: " + said(&e.Statements[at])
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
		t += fmt.Sprintf(" %s on some of its class may concern it.", page.Capital(page.Count(len(p.Possible), "statement")))
	}
	return t + " " + authorityText(e, &p.Authorities)
}

// The most of each kind that a line of text names.
const (
	mostAgainst = 2
	mostMembers = 3
	mostHolders = 2
)

// said is a statement in a line: its status, the claim, who speaks and where.
func said(s *answer.Statement) string {
	of := ""
	if s.Via != resolve.Direct {
		of = "of " + s.About.Name + ", "
	}
	voice := s.Speaker.String()
	if s.ReportedBy != nil {
		voice += " as reported by " + s.ReportedBy.String()
	}
	t := fmt.Sprintf("%s (%s%s, %s): %s", page.Capital(page.Spaced(s.Status)), of, voice, s.Source.Place(), sentence(s.Claim))
	if len(s.Caveats) > 0 {
		t += " Limits: " + strings.Join(s.Caveats, "; ") + "."
	}
	return t
}

// authorityText says how the authorities stand to a phase.
func authorityText(e *answer.Entry, a *answer.Authorities) string {
	if a.Relation == resolve.None || a.Position == nil {
		return "Authorities: no position held here."
	}
	t := "Authorities " + map[resolve.Relation]string{
		resolve.Speaks: "speak where the documents are silent", resolve.Milder: "are milder", resolve.Agree: "agree",
		resolve.Stricter: "are stricter", resolve.Differ: "differ among themselves",
	}[a.Relation] + ": " + page.Spaced(*a.Position) + weeks(a.FromWeek, a.ToWeek)
	var who []string
	for _, id := range a.References {
		if i := slices.IndexFunc(e.References, func(r answer.Reference) bool { return r.ID == id }); i >= 0 {
			if w := e.References[i].Authority + ", " + e.References[i].Country; !slices.Contains(who, w) {
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
		t += fmt.Sprintf("; from week %d: %s", n.Week, next)
	}
	return t + "."
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

func listText(o answer.Overview, phases []catalog.Phase) string {
	if len(phases) == 0 {
		phases = catalog.AllPhases.List()
	}
	lines := []string{page.Count(o.Total, "entry") + "."}
	if f := o.Asked(); f != "" {
		lines[0] += " " + f
	}
	for i := range o.Entries {
		e := &o.Entries[i]
		groups := alike(phases, func(p catalog.Phase) string { return briefText(&e.Phases[p]) })
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

func placeText(d answer.Document, line int, near string) string {
	x := &d.Document
	lines := []string{x.ID + ": " + sentence(x.Title) + " " + sentence(x.Summary)}
	if len(d.Statements) == 0 {
		none := "Nothing was read from it."
		if line > 0 {
			none = fmt.Sprintf("Nothing was read from line %d.", line)
		}
		if near != "" {
			none += " Something was from " + near + "."
		}
		lines = append(lines, none)
	}
	for i := range d.Statements {
		s := &d.Statements[i]
		var phases []string
		for _, p := range s.Phases {
			phases = append(phases, phaseName(p))
		}
		printed := ", printed as " + quoted(s.Source.PrintedAs)
		if s.Source.Section != "" {
			printed += ", under " + quoted(s.Source.Section)
		}
		lines = append(lines, "- "+s.About.Name+", "+strings.Join(phases, ", ")+": "+said(s)+printed+".")
	}
	return text(d.Dataset, lines, d.Notice)
}

func authoritiesText(all answer.References, total int) string {
	lines := []string{page.Count(total, "reference") + ". None of them changes a status."}
	for i := range all.References {
		r := &all.References[i]
		var on, holds []string
		for _, a := range r.About {
			on = append(on, a.Name)
		}
		for _, p := range r.Positions {
			holds = append(holds, phaseName(p.Phase)+weeks(p.FromWeek, p.ToWeek)+" "+page.Spaced(p.Position))
		}
		when := "undated"
		if r.Date != nil {
			when = *r.Date
		}
		route := ""
		if r.Route != "" {
			route = " (" + r.Route + ")"
		}
		lines = append(lines, fmt.Sprintf("- %s, %s, %s, on %s%s: %s. Read: %s.", r.Authority, r.Country, when, strings.Join(on, ", "), route, strings.Join(holds, "; "), r.Read))
	}
	return text(all.Dataset, lines, all.Notice)
}

func quoted(s string) string { return `"` + s + `"` }

func sentence(s string) string { return page.Sentence(s) }
