package answer

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
	"github.com/backcare/backcare/internal/term"
)

// cardHeight is the height of a card in lines of 80 columns: a screen of 24,
// less the prompt and the command.
const cardHeight = 22

// cardWidth is what a card is measured in.
const cardWidth = 80

// A card is the answer for one entry on one screen. What does not fit is left
// out by rank and counted; what decides a phase and what stands against it
// always stays.
type card struct {
	entry    *Entry
	week     *int
	sections []section
	refs     []refLine
	dense    bool // no empty lines
}

// A section is pregnancy, or breastfeeding, as far as asked for.
type section struct {
	phases   []catalog.Phase
	passages []passage
	notes    []note
}

// rank says how soon a line of a card is left out; what is ranked always stays.
type rank uint8

const (
	always   rank = iota
	limit         // a caveat that limits a use
	side          // one more passage that decides or disputes
	holder        // one more reference that decides a relation
	air           // the empty lines
	remark        // another caveat
	other         // a passage that neither decides nor disputes
	otherRef      // a reference that decides no relation
)

// passage is a line of a card: what one or several passages say alike.
type passage struct {
	rank   rank
	status catalog.Status
	phases catalog.Phases // those of the section that it speaks of
	gist   string
	voice  string
	at     []Source
	hidden bool
	parts  int // passages in it
}

// note is a caveat of a passage that is shown.
type note struct {
	rank   rank
	text   string
	at     []Source
	hidden bool
}

// refLine is a reference on a card.
type refLine struct {
	rank   rank
	ref    *Reference
	hidden bool
}

// newCard gathers what a card may show.
func newCard(e *Entry, phases catalog.Phases, week *int) *card {
	c := &card{entry: e, week: week}
	var during, nursing []catalog.Phase
	for _, p := range asked(phases) {
		if p == catalog.Lactation {
			nursing = append(nursing, p)
		} else {
			during = append(during, p)
		}
	}
	for _, list := range [][]catalog.Phase{during, nursing} {
		if len(list) > 0 {
			c.sections = append(c.sections, e.section(list))
		}
	}
	c.references(asked(phases))
	return c
}

// section gathers the passages on some phases: those that decide, then
// members of a class, then those that dispute, then the rest.
func (e *Entry) section(phases []catalog.Phase) section {
	s := section{phases: phases}
	type role uint8
	const (
		decides role = iota
		disputes
		rest
	)
	roles := map[string]role{}
	var first []string // what must stay
	for _, phase := range phases {
		p := e.Phase(phase)
		for i, id := range p.Statements {
			st := e.statement(id)
			switch {
			case st == nil:
			case p.Basis != resolve.Silent && st.Status == p.Status && !st.partial(e):
				roles[id] = decides
				if i == 0 {
					first = append(first, id)
				}
			default:
				if _, known := roles[id]; !known {
					roles[id] = rest
				}
			}
		}
		for i, id := range p.Against {
			if e.statement(id) == nil {
				continue // of a member, which has a line of its own
			}
			if roles[id] != decides {
				roles[id] = disputes
			}
			if i == 0 {
				first = append(first, id)
			}
		}
	}
	var list []*Statement
	for i := range e.Statements {
		if _, ok := roles[e.Statements[i].ID]; ok {
			list = append(list, &e.Statements[i])
		}
	}
	slices.SortStableFunc(list, func(a, b *Statement) int {
		return cmp.Or(cmp.Compare(roles[a.ID], roles[b.ID]), cmp.Compare(b.Status, a.Status))
	})
	members := e.memberPassages(phases)
	for _, st := range list {
		if roles[st.ID] > decides && members != nil {
			s.passages, members = append(s.passages, members...), nil
		}
		p := passage{
			rank: side, status: st.Status, phases: catalog.PhaseSet(st.Phases...) & catalog.PhaseSet(phases...),
			gist: st.short(e), voice: st.shortVoice(), at: []Source{st.Source}, parts: 1,
		}
		switch {
		case slices.Contains(first, st.ID):
			p.rank = always
		case roles[st.ID] == rest:
			p.rank = other
		}
		s.add(p)
		if roles[st.ID] != rest {
			s.note(st)
		}
	}
	s.passages = append(s.passages, members...)
	slices.SortStableFunc(s.notes, func(a, b note) int { return cmp.Compare(a.rank, b.rank) })
	return s
}

// add adds a passage, or its place to one that says the same.
func (s *section) add(p passage) {
	for i := range s.passages {
		if o := &s.passages[i]; o.status == p.status && o.phases == p.phases && o.gist == p.gist && o.voice == p.voice {
			o.rank = min(o.rank, p.rank)
			o.at = append(o.at, p.at...)
			o.parts++
			return
		}
	}
	s.passages = append(s.passages, p)
}

// memberPassages are the lines on the members of a class that are refused more
// than the class itself: one for each status.
func (e *Entry) memberPassages(phases []catalog.Phase) []passage {
	var out []passage
	var names [][]string
	for _, phase := range phases {
		for _, m := range e.Phase(phase).Members {
			i := slices.IndexFunc(out, func(p passage) bool { return p.status == m.Status })
			if i < 0 {
				i = len(out)
				out = append(out, passage{rank: always, status: m.Status, voice: m.Deciding.shortVoice(), at: []Source{m.Deciding.Source}})
				names = append(names, nil)
			}
			out[i].phases |= catalog.PhaseSet(phase)
			if !slices.Contains(names[i], m.Name) {
				names[i] = append(names[i], m.Name)
			}
		}
	}
	for i := range out {
		few := names[i]
		if len(few) > 3 {
			few = few[:2]
		}
		out[i].gist = "of its kinds: " + strings.Join(few, ", ")
		if n := len(names[i]) - len(few); n > 0 {
			out[i].gist += " and " + strconv.Itoa(n) + " more"
		}
		if len(names[i]) > 1 { // each has places of its own
			out[i].voice, out[i].at = "", nil
		}
	}
	return out
}

// note adds the caveats of a statement that its gist does not hold already.
func (s *section) note(st *Statement) {
	for _, text := range st.Caveats {
		if strings.Contains(strings.ToLower(value(st.Gist)), strings.ToLower(text)) {
			continue
		}
		i := slices.IndexFunc(s.notes, func(n note) bool { return n.text == text })
		if i < 0 {
			r := remark
			if limits(text) {
				r = limit
			}
			i = len(s.notes)
			s.notes = append(s.notes, note{rank: r, text: text})
		}
		if !slices.Contains(s.notes[i].at, st.Source) {
			s.notes[i].at = append(s.notes[i].at, st.Source)
		}
	}
}

// limits reports whether a caveat sounds like a limit of use rather than a
// remark: those are shown first.
func limits(caveat string) bool {
	words := " " + strings.ToLower(caveat) + " "
	return slices.ContainsFunc([]string{
		"until", "unless", "only", "before", "after ", "while", " not ", " no ", "dose", "prohibit", "caution", "prescri", "doctor", "diagnos", "single", "short",
	}, func(w string) bool { return strings.Contains(words, w) })
}

// partial reports whether a statement permits one ingredient of several, which
// says nothing of the whole.
func (s *Statement) partial(e *Entry) bool {
	return len(s.Part) > 0 && s.Status < catalog.Caution
}

// short is what a statement says in a few words, and of what if it is not the
// entry itself.
func (s *Statement) short(e *Entry) string {
	t := value(s.Gist)
	switch {
	case t != "":
	case s.Status == catalog.Mentioned:
		t = "named only: no position taken"
	default:
		t = clip(strings.TrimSuffix(s.Claim, "."))
	}
	about := s.About.Name
	if len(s.Part) > 0 {
		about = "of " + strings.Join(s.Part, ", ")
		if s.Via == resolve.Class {
			about += " (" + s.About.Name + ")"
		}
		return about + ": " + t
	}
	if s.Via == resolve.Direct || strings.Contains(strings.ToLower(t), strings.ToLower(about)) {
		return t
	}
	return about + ": " + t
}

// clip shortens a claim that has no gist, at a space.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		s = string(r[:most])
		if i := strings.LastIndexByte(s, ' '); i > most/2 {
			s = s[:i]
		}
		return s + "…"
	}
	return s
}

// shortVoice says who speaks: if somebody reports another's words, the one
// who reports.
func (s *Statement) shortVoice() string {
	if s.ReportedBy != nil {
		return s.ReportedBy.String() + " (" + s.Speaker.String() + ")"
	}
	return s.Speaker.String()
}

// placesText lists places, a document once for all its lines.
func placesText(at []Source) string {
	var docs []string
	lines := map[string][]string{}
	for _, s := range at {
		if lines[s.Document] == nil {
			docs = append(docs, s.Document)
		}
		if l := strconv.Itoa(s.Line); !slices.Contains(lines[s.Document], l) {
			lines[s.Document] = append(lines[s.Document], l)
		}
	}
	for i, d := range docs {
		docs[i] = d + ":" + strings.Join(lines[d], ", ")
	}
	return strings.Join(docs, "; ")
}

// references gathers the references with a position on these phases, first
// those that the relations rest on.
func (c *card) references(phases []catalog.Phase) {
	set := catalog.PhaseSet(phases...)
	first := map[string]bool{}
	holds := map[string]bool{}
	for _, p := range phases {
		a := &c.entry.Phase(p).Authorities
		for i, id := range a.References {
			holds[id] = true
			if i == 0 || a.Relation == resolve.Differ && i == len(a.References)-1 {
				first[id] = true
			}
		}
	}
	for i := range c.entry.References {
		r := &c.entry.References[i]
		if c.positions(r, set) == "" {
			continue
		}
		l := refLine{rank: otherRef, ref: r}
		switch {
		case first[r.ID]:
			l.rank = always
		case holds[r.ID]:
			l.rank = holder
		}
		c.refs = append(c.refs, l)
	}
	slices.SortStableFunc(c.refs, func(a, b refLine) int { return cmp.Compare(min(a.rank, holder), min(b.rank, holder)) })
}

// page is the card, so far reduced that it fits its height with what goes
// above and below it.
func (c *card) page(lay page.Layout, above, below page.Page) page.Page {
	whole := func() page.Page {
		p := slices.Clone(above)
		for i := range c.sections {
			p = append(p, c.sections[i].blocks(c)...)
		}
		p = append(p, c.authorities()...)
		if !c.dense {
			p = append(p, page.Gap{})
		}
		return append(p, below...)
	}
	p := whole()
	if lay.Height == nil {
		return p
	}
	for lay.Height(p) > cardHeight && c.leaveOut() {
		p = whole()
	}
	return p
}

// title is the heading of a part of the card.
func (c *card) title(parts ...any) page.Heading {
	return page.Heading{Level: 2, Text: page.Of(parts...), Tight: c.dense}
}

// leaveOut hides the line that is missed least; false if all that is left must
// stay.
func (c *card) leaveOut() bool {
	worst := always
	var hide *bool
	consider := func(r rank, hidden *bool) {
		if !*hidden && r != always && r >= worst {
			worst, hide = r, hidden
		}
	}
	for i := range c.sections {
		s := &c.sections[i]
		for k := range s.passages {
			consider(s.passages[k].rank, &s.passages[k].hidden)
		}
		for k := range s.notes {
			consider(s.notes[k].rank, &s.notes[k].hidden)
		}
	}
	consider(air, &c.dense)
	for i := range c.refs {
		consider(c.refs[i].rank, &c.refs[i].hidden)
	}
	if hide == nil {
		return false
	}
	*hide = true
	return true
}

// blocks are the statuses of a section, its passages and their notes.
func (s *section) blocks(c *card) page.Page {
	e := c.entry
	title := "PREGNANCY"
	switch {
	case s.phases[0] == catalog.Lactation:
		title = "BREASTFEEDING (lactation)"
	case c.week != nil:
		title = fmt.Sprintf("WEEK %d, %s", *c.week, phaseText(s.phases[0]))
	case len(s.phases) < 3:
		title = "PREGNANCY, " + ordinals(s.phases)
	}
	groups := e.alike(s.phases)
	disputed := slices.ContainsFunc(s.phases, func(p catalog.Phase) bool { return e.Phase(p).Disputed })
	disagree := "the pages disagree, the strictest first"
	var p page.Page
	if len(groups) == 1 {
		h := e.headline(e.Phase(s.phases[0]))
		if disputed && len(h) == 3 {
			h = append(h, page.Of(": "+disagree)...)
		}
		p = append(p, c.title(title+": ", h))
	} else {
		if disputed {
			title += ": " + disagree
		}
		p = append(p, c.title(title))
		l := page.Lineup{Flex: 1}
		for _, g := range groups {
			l.Rows = append(l.Rows, []page.Text{page.Of(ordinals(g)), e.headline(e.Phase(g[0]))})
		}
		p = append(p, l)
	}
	l := page.Lineup{Flex: 1}
	left := 0
	for _, x := range s.passages {
		if x.hidden {
			left += x.parts
			continue
		}
		gist := x.gist
		if set := catalog.PhaseSet(s.phases...); x.phases != set {
			gist = ordinals(x.phases.List()) + ": " + gist
		}
		l.Rows = append(l.Rows, []page.Text{
			page.Of(page.BareStatus(x.status)), page.Of(gist), page.Of(x.voice), page.Of(page.Dim(placesText(x.at))),
		})
	}
	if len(l.Rows) > 0 {
		p = append(p, l)
	}
	var notes []string
	hidden := 0
	for _, n := range s.notes {
		if n.hidden {
			hidden++
			continue
		}
		notes = append(notes, n.text+" ("+placesText(n.at)+")")
	}
	var counts []string
	if hidden > 0 {
		counts = append(counts, page.Count(hidden, "note"))
	}
	if left > 0 {
		counts = append(counts, page.Count(left, "passage"))
	}
	var t string
	if len(notes) > 0 {
		t = "Note: " + strings.Join(notes, "; ")
	}
	if len(counts) > 0 {
		if t != "" {
			t += "; "
		}
		t += "not shown: " + strings.Join(counts, ", ")
	}
	if t != "" {
		p = append(p, page.Para(t+"."))
	}
	return p
}

// alike groups phases that have the same status and marks.
func (e *Entry) alike(phases []catalog.Phase) [][]catalog.Phase {
	var groups [][]catalog.Phase
	for _, p := range phases {
		i := slices.IndexFunc(groups, func(g []catalog.Phase) bool {
			return e.headline(e.Phase(g[0])).String() == e.headline(e.Phase(p)).String()
		})
		if i < 0 {
			groups = append(groups, []catalog.Phase{p})
			continue
		}
		groups[i] = append(groups[i], p)
	}
	return groups
}

// headline is the status of a phase and what else has to be known with it.
func (e *Entry) headline(p *Phase) page.Text {
	t := page.Of(e.sign(p))
	switch p.Status {
	case catalog.NotStated:
		t = append(t, page.Of(": these pages say nothing")...)
	case catalog.Mentioned:
		t = append(t, page.Of(": named only, no position taken")...)
	}
	if p.Disputed {
		t = append(t, page.Of(", ", page.Warn("disputed"))...)
	}
	switch r := p.Authorities.Relation; {
	case p.Status.Refuses():
	case r == resolve.Stricter:
		t = append(t, page.Of("; ", page.Warn("authorities are stricter"))...)
	case r == resolve.Differ:
		t = append(t, page.Of("; ", page.Warn("authorities disagree"))...)
	}
	return t
}

// sign is the status of a phase with its sign, and without if that would show
// a permission as firmer than it is.
func (e *Entry) sign(p *Phase) page.Span {
	if p.Status == catalog.Allowed && !e.firm(p) {
		return page.BareStatus(p.Status)
	}
	return page.Status(p.Status)
}

// firm reports whether a permission is undisputed, comes from somebody other
// than a forum or a reader, and no authority is stricter.
func (e *Entry) firm(p *Phase) bool {
	if p.Disputed || p.Authorities.Relation == resolve.Stricter || p.Authorities.Relation == resolve.Differ || len(p.Members) > 0 {
		return false
	}
	return slices.ContainsFunc(p.Statements, func(id string) bool {
		s := e.statement(id)
		return s != nil && s.Status == p.Status && !hearsay(s.Speaker) && (s.ReportedBy == nil || !hearsay(*s.ReportedBy))
	})
}

func hearsay(s catalog.Speaker) bool { return s == catalog.Forum || s == catalog.Reader }

// ordinals names phases briefly, as in "1st and 3rd trimester".
func ordinals(phases []catalog.Phase) string {
	words := [...]string{catalog.First: "1st", catalog.Second: "2nd", catalog.Third: "3rd"}
	var during []string
	nursing := ""
	for _, p := range phases {
		if p == catalog.Lactation {
			nursing = "breastfeeding"
			continue
		}
		during = append(during, words[p])
	}
	switch len(during) {
	case 0:
		return nursing
	case 3:
		during = []string{"pregnancy"}
	default:
		during = []string{strings.Join(during, ", ") + " trimester"}
	}
	if nursing != "" {
		during = append(during, nursing)
	}
	return strings.Join(during, ", ")
}

// authorities is what authorities say, apart from the documents.
func (c *card) authorities() page.Page {
	var phases []catalog.Phase
	for _, s := range c.sections {
		phases = append(phases, s.phases...)
	}
	l := page.Lineup{Flex: 1}
	left := 0
	for _, r := range c.refs {
		if r.hidden {
			left++
			continue
		}
		l.Rows = append(l.Rows, []page.Text{page.Of(c.who(r.ref)), page.Of(c.positions(r.ref, catalog.PhaseSet(phases...)))})
	}
	const title = "AUTHORITIES, apart: never counted above"
	stand := strings.Join(c.relations(phases), "; ")
	if left > 0 {
		stand += "; not shown: " + page.Count(left, "reference")
	}
	p := page.Page{c.title(title)}
	if len(title)+2+len(stand) <= cardWidth {
		p = page.Page{c.title(title, "; ", stand)}
	} else {
		p = append(p, page.Para(page.Capital(stand)+"."))
	}
	if len(l.Rows) > 0 {
		p = append(p, l)
	}
	return p
}

// relations says for each phase how the authorities stand to the documents.
func (c *card) relations(phases []catalog.Phase) []string {
	var words []string
	by := map[string][]catalog.Phase{}
	for _, p := range phases {
		a := &c.entry.Phase(p).Authorities
		w := map[resolve.Relation]string{
			resolve.Stricter: "authorities are stricter than the pages",
			resolve.Milder:   "less strict than the pages",
			resolve.Agree:    "as strict as the pages",
			resolve.Differ:   "authorities contradict each other",
			resolve.Speaks:   "the pages say nothing, authorities do",
			resolve.None:     "none held",
		}[a.Relation]
		if a.Relation == resolve.None && slices.ContainsFunc(c.entry.Looked, func(l Looked) bool { return l.Phase == p }) {
			w = "looked for, none found"
		}
		if by[w] == nil {
			words = append(words, w)
		}
		by[w] = append(by[w], p)
	}
	for i, w := range words {
		words[i] = ordinals(by[w]) + ": " + w
		if len(by[w]) == len(phases) && len(phases) > 1 {
			words[i] = w
		}
	}
	return words
}

// who names an authority, and what it speaks of if that is not the entry.
func (c *card) who(r *Reference) string {
	t := r.Authority + " (" + r.Country
	if d := value(r.Date); len(d) >= 4 {
		t += " " + d[:4]
	}
	t += ")"
	sole := len(c.entry.Ingredients) == 1 && r.About.ID == c.entry.Ingredients[0].ID
	if r.About.ID != c.entry.ID && r.About.Name != c.entry.Name && !sole {
		t += " on " + r.About.Name
	}
	return t
}

// positions are those of a reference on some phases, or in the week asked for.
func (c *card) positions(r *Reference, phases catalog.Phases) string {
	var parts []string
	var last Position
	var span []catalog.Phase
	flush := func() {
		if len(span) == 0 {
			return
		}
		when := ordinals(span)
		if w := strings.TrimSpace(last.weeks()); w != "" {
			when = w
		}
		parts = append(parts, when+": "+page.Spaced(last.Position))
		span = nil
	}
	for _, p := range r.Positions {
		if !phases.Has(p.Phase) || p.Position == catalog.NoData || c.week != nil && !p.at(*c.week) {
			continue
		}
		if len(span) == 0 || !last.reaches(p) {
			flush()
			last = p
		}
		span = append(span, p.Phase)
	}
	flush()
	return strings.Join(parts, "; ")
}

// at reports whether a position is held in a week; one on breastfeeding
// always is.
func (p Position) at(week int) bool {
	return p.Phase == catalog.Lactation || week >= value(p.FromWeek) && (p.ToWeek == nil || week < *p.ToWeek)
}

// cardTitle is the entry's name and what it is.
func (e *Entry) cardTitle() page.Heading {
	return page.Title(1, page.Bold(e.Name), titleGap+e.what())
}

// what says in a line what an entry is: its substance, form, route and
// classes.
func (e *Entry) what() string {
	var parts []string
	said := func(w string) bool {
		return strings.Contains(strings.ToLower(strings.Join(parts, " ")), strings.ToLower(w))
	}
	switch {
	case e.Identity != nil:
		t := e.Identity.Text
		switch e.Identity.Certainty {
		case catalog.Guess:
			t = "probably " + strings.TrimPrefix(t, "probably ") + " (a guess)"
		case catalog.Likely:
			t += " (likely)"
		}
		parts = append(parts, t)
	case len(e.Ingredients) > 0:
		var names []string
		for _, i := range e.Ingredients {
			n := i.Name
			if i.Formulas == catalog.Some {
				n += " in some formulas"
			}
			names = append(names, n)
		}
		parts = append(parts, strings.Join(names, ", "))
	case e.Kind == catalog.Ingredient:
		parts = append(parts, "an active substance")
	case e.Kind == catalog.Class:
		parts = append(parts, "a group of medicines")
	default:
		parts = append(parts, "a "+e.Kind.String())
	}
	if f := value(e.Form); f != "" && !said(f) {
		parts = append(parts, article(f))
	}
	route := map[string]string{catalog.Oral: "by mouth", catalog.Topical: "on the skin", catalog.Injection: "by injection"}[value(e.Route)]
	if route != "" && !said(route) {
		parts = append(parts, route)
	}
	t := strings.Join(parts, ", ")
	for n := len(e.Classes); n > 0; n-- {
		var names []string
		for _, c := range e.Classes[:n] {
			names = append(names, c.Name)
		}
		s := "; class " + strings.Join(names, ", ")
		if rest := len(e.Classes) - n; rest > 0 {
			s += " and " + strconv.Itoa(rest) + " more"
		}
		if n == 1 || len(e.Name)+len(titleGap)+len(t)+len(s) <= cardWidth {
			return t + s
		}
	}
	return t
}

// titleGap parts a name from what it is.
const titleGap = "   "

func article(noun string) string {
	if strings.ContainsAny(noun[:1], "aeiou") {
		return "an " + noun
	}
	return "a " + noun
}

// cardNotice is the notice as a card has room for it.
const cardNotice = "Five machine-translated web pages, partly wrong. Not advice: ask a doctor, midwife or pharmacist before taking or refusing a medicine."

// more is the line on how to see more than a card.
func (e *Entry) more(week *int) page.Paragraph {
	t := "All " + page.Count(len(e.Statements), "passage")
	if n := len(e.References); n > 0 {
		t += ", " + page.Count(n, "reference")
	}
	t += ": --full"
	if week == nil {
		t += "   Your week: --week 22"
	}
	return page.Para(page.Dim(t + "   Words: help status"))
}

// adviceLine points at what is said of all medicines, without a status.
func adviceLine(advice []Statement) page.Page {
	var names []string
	for _, s := range advice {
		if n := term.Quote(s.About.Name); !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return page.Page{page.Para("Said of medicines at large: backcare lookup " + strings.Join(names, " "))}
}
