package answer

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/clipperhouse/displaywidth"

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
// out by rank and counted; what decides a phase and what speaks against it
// always stays.
type card struct {
	entry    *Entry
	week     *int
	sections []section
	refs     []refLine
	dense    bool // no empty lines
	terse    bool // what is left out is counted once, below
	short    bool // a line is cut to what fits it
	whole    bool // no card, but the head of everything
	paper    bool // a sheet, with room for places written whole
}

// A section is pregnancy, or another phase, as far as asked for.
type section struct {
	phases   []catalog.Phase
	passages []passage
	notes    []note
	possible possible
}

// possible is what is said of some or most of a class: it may concern the
// entry, so it is shown without a status, which would be that of something else.
type possible struct {
	rank   rank
	about  []string // the classes
	at     []Source
	hidden bool
}

// rank says how soon a line of a card is left out; what is ranked always stays
// as long as there is any room.
type rank uint8

const (
	always   rank = iota
	bound         // one more caveat that ends a ban
	side          // one more passage that decides or disputes
	limit         // a caveat that limits a use
	cover         // the reference that a phase's relation rests on
	counts        // the lines that count what is left out
	holder        // one more reference of that kind
	air           // the empty lines
	remark        // another caveat
	other         // a passage that neither decides nor disputes
	otherRef      // a reference that decides no relation
	named         // a passage that only names the entry
)

// passage is a line of a card: what one or several passages say alike.
type passage struct {
	rank   rank
	status catalog.Status
	phases catalog.Phases // those of the section that it speaks of
	text   string
	voice  string
	at     []Source
	hidden bool
	parts  int    // passages in it
	gist   string // without what it is about
	own    bool   // about the entry itself
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
	rank     rank
	ref      *Reference
	position catalog.Position // the strictest it holds
	hidden   bool
}

// newCard gathers what a card may show.
func newCard(e *Entry, phases catalog.Phases, week *int) *card {
	c := &card{entry: e, week: week}
	var parts [][]catalog.Phase
	for _, p := range asked(phases) { // the trimesters first, which are one part
		if len(parts) > 0 && catalog.Pregnancy.Has(p) {
			parts[0] = append(parts[0], p)
		} else {
			parts = append(parts, []catalog.Phase{p})
		}
	}
	for _, list := range parts {
		c.sections = append(c.sections, e.section(list))
	}
	c.references(asked(phases))
	return c
}

// section gathers the passages on some phases: members of a class that are
// refused more, then those that decide, those that dispute, and the rest.
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
			case p.Basis != resolve.Silent && st.Status == p.Status && !st.partial():
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
	after := func(s *Statement) int { // the one that decides comes before its equals
		if slices.Contains(first, s.ID) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b *Statement) int {
		return cmp.Or(cmp.Compare(roles[a.ID], roles[b.ID]), cmp.Compare(b.Status, a.Status), cmp.Compare(after(a), after(b)))
	})
	s.passages = e.memberPassages(phases)
	for _, st := range list {
		p := passage{
			rank: side, status: st.Status, phases: catalog.PhaseSet(st.Phases...) & catalog.PhaseSet(phases...),
			text: st.short(), gist: value(st.Gist), own: st.Via == resolve.Direct, voice: st.shortVoice(), at: []Source{st.Source}, parts: 1,
		}
		switch {
		case slices.Contains(first, st.ID):
			p.rank = always
		case roles[st.ID] == rest && st.Status == catalog.Mentioned:
			p.rank = named
		case roles[st.ID] == rest:
			p.rank = other
		}
		s.add(p)
		if roles[st.ID] != rest {
			s.note(st, roles[st.ID] == decides)
		}
	}
	slices.SortStableFunc(s.notes, func(a, b note) int { return cmp.Compare(a.rank, b.rank) })
	s.possible = e.possible(phases)
	return s
}

// possible gathers the passages that may concern the entry. They matter most
// if they are stricter than what heads the phase.
func (e *Entry) possible(phases []catalog.Phase) possible {
	x := possible{rank: other}
	for _, phase := range phases {
		p := e.Phase(phase)
		for _, id := range p.Possible {
			st := e.statement(id)
			if st == nil {
				continue
			}
			if st.Status > p.Status {
				x.rank = side
			}
			if !slices.Contains(x.about, st.About.Name) {
				x.about = append(x.about, st.About.Name)
			}
			if !slices.ContainsFunc(x.at, st.Source.same) {
				x.at = append(x.at, st.Source)
			}
		}
	}
	return x
}

// text names the classes and places.
func (x *possible) text(c *card) string {
	t := "May concern it: what is said of some "
	if x.rank == side {
		t = "May concern it, and is stricter: what is said of some "
	}
	return t + strings.Join(x.about, ", ") + " (" + c.places(x.at) + ")."
}

// add adds a passage, or its place to one that says the same.
func (s *section) add(p passage) {
	for i := range s.passages {
		o := &s.passages[i]
		if o.status != p.status || o.phases != p.phases || o.voice != p.voice {
			continue
		}
		// One passage may reach the entry twice: as its own and as its
		// ingredient's, or through several of its classes.
		again := (o.own != p.own || p.gist != "" && o.gist == p.gist) && slices.ContainsFunc(o.at, p.at[0].same)
		if again || o.text == p.text {
			o.rank = min(o.rank, p.rank)
			o.at = append(o.at, p.at...)
			o.parts++
			return
		}
	}
	s.passages = append(s.passages, p)
}

// same reports whether two places are the same line.
func (s Source) same(o Source) bool { return s.Document == o.Document && s.Line == o.Line }

// memberPassages are the lines on the members of a class that are refused more
// than the class itself: one for each status.
func (e *Entry) memberPassages(phases []catalog.Phase) []passage {
	var out []passage
	var names [][]string
	for _, phase := range phases {
		for k, m := range e.Phase(phase).Members {
			r := side
			switch {
			case m.Status == catalog.Mentioned:
				r = named
			case k == 0: // the strictest
				r = always
			}
			i := slices.IndexFunc(out, func(p passage) bool { return p.status == m.Status })
			if i < 0 {
				i = len(out)
				out = append(out, passage{rank: r, parts: 1, status: m.Status, voice: m.Deciding.shortVoice(), at: []Source{m.Deciding.Source}})
				names = append(names, nil)
			}
			out[i].rank = min(out[i].rank, r)
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
		text := func() string {
			t := "of its kinds: " + strings.Join(few, ", ")
			if n := len(names[i]) - len(few); n > 0 {
				t += " and " + strconv.Itoa(n) + " more"
			}
			return t
		}
		for len(few) > 1 && len(text()) > cardWidth-len(" contraindicated  ") {
			few = few[:len(few)-1]
		}
		out[i].text = text()
		if len(names[i]) > 1 { // each has places of its own
			out[i].voice, out[i].at = "", nil
		}
	}
	return out
}

// note adds the caveats of a statement that its gist does not hold already.
func (s *section) note(st *Statement, decides bool) {
	for _, text := range st.Caveats {
		if strings.Contains(strings.ToLower(value(st.Gist)), strings.ToLower(text)) {
			continue
		}
		i := slices.IndexFunc(s.notes, func(n note) bool { return n.text == text })
		if i < 0 {
			r := remark
			switch {
			case decides && st.Status.Refuses() && bounds(text):
				r = bound
				if !slices.ContainsFunc(s.notes, func(n note) bool { return n.rank == always }) {
					r = always
				}
			case limits(text):
				r = limit
			}
			i = len(s.notes)
			s.notes = append(s.notes, note{rank: r, text: text})
		}
		if !slices.ContainsFunc(s.notes[i].at, st.Source.same) {
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

// bounds reports whether a caveat ends a ban, which has to be known with it.
func bounds(caveat string) bool {
	words := " " + strings.ToLower(caveat) + " "
	return slices.ContainsFunc([]string{" until ", " unless ", " before ", " while "}, func(w string) bool { return strings.Contains(words, w) })
}

// partial reports whether a statement permits one ingredient of several, which
// says nothing of the whole.
func (s *Statement) partial() bool {
	return len(s.Part) > 0 && s.Status < catalog.Caution
}

// short is what a statement says in a few words, and of what if it is not the
// entry itself.
func (s *Statement) short() string {
	t := value(s.Gist)
	if t == "" { // it takes no position: all others have a gist
		t = "named only"
	}
	about := s.About.Name
	if len(s.Part) > 0 {
		about = strings.Join(s.Part, ", ")
		if s.Via == resolve.Class && !strings.Contains(strings.ToLower(t), strings.ToLower(s.About.Name)) {
			about += " (" + s.About.Name + ")"
		}
		return about + ": " + t
	}
	if s.Via == resolve.Direct || strings.Contains(strings.ToLower(t), strings.ToLower(about)) {
		return t
	}
	return about + ": " + t
}

// clip shortens a text to about that many cells, at a space.
func clip(s string, most int) string {
	if displaywidth.String(s) <= most {
		return s
	}
	s = displaywidth.TruncateString(s, max(most, 0), "")
	if i := strings.LastIndexByte(s, ' '); i > len(s)/2 {
		s = s[:i]
	}
	return s + "..."
}

// shortVoice says who speaks: if somebody reports another's words, the one
// who reports.
func (s *Statement) shortVoice() string {
	if s.ReportedBy != nil {
		return s.ReportedBy.String() + " (" + s.Speaker.String() + ")"
	}
	return s.Speaker.String()
}

// places lists places: on a card a document once for all its lines.
func (c *card) places(at []Source) string {
	if c.whole || c.paper {
		var all []string
		for _, s := range at {
			if !slices.Contains(all, s.Place()) {
				all = append(all, s.Place())
			}
		}
		return strings.Join(all, ", ")
	}
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
	if c.short && len(at) > 1 {
		return docs[0] + ":" + lines[docs[0]][0] + " and " + strconv.Itoa(len(at)-1) + " more"
	}
	for i, d := range docs {
		docs[i] = d + ":" + strings.Join(lines[d], ", ")
	}
	return strings.Join(docs, "; ")
}

// references gathers the references with a position on these phases, first
// those that the relations rest on: for each phase one that holds the strictest
// position and, if they differ, one that is open. The first of each side stays.
func (c *card) references(phases []catalog.Phase) {
	set := catalog.PhaseSet(phases...)
	ranks := map[string]rank{}
	strictFirst := slices.Clone(phases)
	slices.SortStableFunc(strictFirst, func(a, b catalog.Phase) int {
		return cmp.Compare(value(c.entry.Phase(b).Authorities.Position), value(c.entry.Phase(a).Authorities.Position))
	})
	shown := [2]bool{} // one that is strict, one that is open
	for _, p := range strictFirst {
		a := &c.entry.Phase(p).Authorities
		var sides [2][]*Reference
		for _, id := range a.References {
			r := c.entry.reference(id)
			if r == nil {
				continue
			}
			side := 0
			if c.held(r, p) != value(a.Position) {
				side = 1
			}
			sides[side] = append(sides[side], r)
			if _, known := ranks[id]; !known {
				ranks[id] = holder
			}
		}
		for i, side := range sides {
			if len(side) == 0 {
				continue
			}
			best := slices.MinFunc(side, func(x, y *Reference) int {
				return cmp.Or(cmp.Compare(ranks[x.ID], ranks[y.ID]), cmp.Compare(c.weight(x, p, set), c.weight(y, p, set)))
			})
			ranks[best.ID] = min(ranks[best.ID], cover)
			if !shown[i] || i == 0 && (a.Relation == resolve.Stricter || a.Relation == resolve.Differ) {
				ranks[best.ID], shown[i] = always, true
			}
		}
	}
	for i := range c.entry.References {
		r := &c.entry.References[i]
		if c.positions(r, set) == "" {
			continue
		}
		l := refLine{rank: otherRef, ref: r, position: r.strictest(phases...)}
		if x, ok := ranks[r.ID]; ok {
			l.rank = x
		}
		c.refs = append(c.refs, l)
	}
	slices.SortStableFunc(c.refs, func(a, b refLine) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.position, a.position))
	})
}

// weight orders references that hold the same on a phase: first one that limits
// it by weeks, then one that takes a line, then a regulator or a guideline.
func (c *card) weight(r *Reference, p catalog.Phase, phases catalog.Phases) int {
	w := 0
	if !slices.ContainsFunc(r.Positions, func(x Position) bool { return x.Phase == p && x.inPart() }) {
		w = 4
	}
	if len(" "+c.who(r)+": "+c.positions(r, phases)) > cardWidth {
		w += 2
	}
	if r.Type != catalog.Regulator && r.Type != catalog.Guideline {
		w++
	}
	return w
}

// held is the strictest position of a reference on a phase, or in the week
// asked for.
func (c *card) held(r *Reference, phase catalog.Phase) catalog.Position {
	most := catalog.NoData
	for _, p := range r.Positions {
		if p.Phase == phase && (c.week == nil || p.at(*c.week)) {
			most = max(most, p.Position)
		}
	}
	return most
}

// strictest is the strictest position of a reference on some phases.
func (r *Reference) strictest(phases ...catalog.Phase) catalog.Position {
	most := catalog.NoData
	if r == nil {
		return most
	}
	for _, p := range r.Positions {
		if slices.Contains(phases, p.Phase) {
			most = max(most, p.Position)
		}
	}
	return most
}

func (e *Entry) reference(id string) *Reference {
	for i := range e.References {
		if e.References[i].ID == id {
			return &e.References[i]
		}
	}
	return nil
}

// page is the card, so far reduced that it fits its height with what goes
// above and below it.
func (c *card) page(lay page.Layout, above page.Page, below func() page.Page) page.Page {
	whole := func() page.Page {
		if c.short {
			above[0] = c.entry.shortTitle()
		}
		return slices.Concat(above, c.blocks(), page.Page{page.Gap{Tight: c.dense}}, below())
	}
	p := whole()
	if lay.Height == nil {
		return p
	}
	most := cardHeight
	if lay.Lines > 0 {
		most = lay.Lines
	}
	most -= lay.Taken
	height := lay.Height(p)
	for height > most && (c.leaveOut(height-most) || c.shorten()) {
		p = whole()
		height = lay.Height(p)
	}
	// One line less may have freed several: what fits comes back, the most
	// important first.
	back := c.lines(true)
	for _, l := range back[:min(len(back), 12)] {
		if height == most || l.rank == named {
			break
		}
		*l.hidden = false
		more := whole()
		if h := lay.Height(more); h <= most {
			p, height = more, h
			continue
		}
		*l.hidden = true
	}
	return p
}

// blocks are the sections and what authorities say.
func (c *card) blocks() page.Page {
	var p page.Page
	for i := range c.sections {
		p = append(p, c.sections[i].blocks(c)...)
	}
	return append(p, c.authorities()...)
}

// title is the heading of a part of the card.
func (c *card) title(parts ...any) page.Heading {
	return page.Heading{Level: 2, Text: page.Of(parts...), Tight: c.dense}
}

// line is something that a card may leave out.
type line struct {
	rank   rank
	hidden *bool
}

// lines lists what is left out, or what may still be, by rank.
func (c *card) lines(hidden bool) []line {
	var out []line
	add := func(r rank, h *bool) {
		if r != always && *h == hidden {
			out = append(out, line{r, h})
		}
	}
	for i := range c.sections {
		s := &c.sections[i]
		for k := range s.passages {
			add(s.passages[k].rank, &s.passages[k].hidden)
		}
		if len(s.possible.at) > 0 {
			add(s.possible.rank, &s.possible.hidden)
		}
		for k := range s.notes {
			add(s.notes[k].rank, &s.notes[k].hidden)
		}
	}
	for i := range c.refs {
		add(c.refs[i].rank, &c.refs[i].hidden)
	}
	add(air, &c.dense)
	add(counts, &c.terse)
	slices.SortStableFunc(out, func(a, b line) int { return cmp.Compare(a.rank, b.rank) })
	return out
}

// leaveOut hides the lines that are missed least; false if all that is left
// must stay.
func (c *card) leaveOut(n int) bool {
	shown := c.lines(false)
	for _, l := range shown[max(len(shown)-n, 0):] {
		*l.hidden = true
	}
	return len(shown) > 0
}

// shorten cuts what should always stay to one line each; then it hides of it
// what is missed least, but for the first and the last passage of a section,
// which decide and dispute. It is false if nothing is left to hide.
func (c *card) shorten() bool {
	if !c.short {
		c.short = true
		return true
	}
	var shown []*bool // what is missed most comes first
	for i := range c.sections {
		var stays []*bool
		for k := range c.sections[i].passages {
			if p := &c.sections[i].passages[k]; !p.hidden {
				stays = append(stays, &p.hidden)
			}
		}
		if n := len(stays); n > 2 {
			shown = append(shown, stays[1:n-1]...)
		}
	}
	for i := range c.sections {
		for k := range c.sections[i].notes {
			if n := &c.sections[i].notes[k]; !n.hidden {
				shown = append(shown, &n.hidden)
			}
		}
	}
	for i := range c.refs {
		if !c.refs[i].hidden {
			shown = append(shown, &c.refs[i].hidden)
		}
	}
	if len(shown) > 0 {
		*shown[len(shown)-1] = true
	}
	return len(shown) > 0
}

// cut shortens a text of a card that is short of room to one line, on which so
// many cells are taken.
func (c *card) cut(s string, taken int) string {
	if !c.short {
		return s
	}
	return clip(s, max(cardWidth-taken-len("..."), 20))
}

// blocks are the statuses of a section, its passages and their notes.
func (s *section) blocks(c *card) page.Page {
	e := c.entry
	title := "PREGNANCY"
	switch {
	case !catalog.Pregnancy.Has(s.phases[0]):
		p := s.phases[0]
		title = strings.ToUpper(p.Name()) + " (" + p.String() + ")"
	case c.week != nil:
		title = fmt.Sprintf("WEEK %d, %s", *c.week, phaseText(s.phases[0]))
	case len(s.phases) < 3:
		title = "PREGNANCY, " + ordinals(s.phases)
	}
	groups := e.alike(s.phases)
	disputed := slices.ContainsFunc(s.phases, func(p catalog.Phase) bool { return e.Phase(p).Disputed })
	const strictest = "strictest first"
	var p page.Page
	if len(groups) == 1 {
		h := e.headline(e.Phase(s.phases[0]))
		if more := "; " + strictest; disputed && len(title)+len(h.String())+len(more)+len(": x ") <= cardWidth {
			h = append(h, page.Of(more)...)
		}
		p = append(p, c.title(title+": ", h))
	} else {
		if disputed {
			title += ", " + strictest
		}
		p = append(p, c.title(title+":"))
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
		in, at := "", c.places(x.at)
		if x.phases != catalog.PhaseSet(s.phases...) {
			in = " (" + strings.TrimSuffix(ordinals(x.phases.List()), " trimester") + ")"
		}
		text := c.cut(x.text, len(" contraindicated      ")+len(in)+len(x.voice)+len(at)) + in
		row := []page.Text{page.Of(page.BareStatus(x.status)), page.Of(text)}
		if x.voice != "" {
			row = append(row, page.Of(x.voice), page.Of(page.Dim(at)))
		}
		l.Rows = append(l.Rows, row)
	}
	if c.week != nil && catalog.Pregnancy.Has(s.phases[0]) {
		if next := s.phases[0] + 1; next <= catalog.Third {
			from, _, _ := resolve.Weeks(next)
			if h := e.headline(e.Phase(next)); h.String() != e.headline(e.Phase(s.phases[0])).String() {
				l.Rows = append(l.Rows, []page.Text{page.Of(fmt.Sprintf("Ahead, from week %d: ", from), h, ".")})
			}
		}
	}
	switch {
	case len(s.possible.at) == 0:
	case s.possible.hidden:
		left += len(s.possible.at)
	default:
		l.Rows = append(l.Rows, []page.Text{page.Of(c.cut(s.possible.text(c), 1))})
	}
	var notes []string
	hidden := 0
	for _, n := range s.notes {
		if n.hidden {
			hidden++
			continue
		}
		at := " (" + c.places(n.at) + ")"
		notes = append(notes, c.cut(n.text, len(" Note: .")+len(at))+at)
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
	if len(counts) > 0 && !c.terse {
		if t != "" {
			t += "; "
		}
		t += "not shown: " + strings.Join(counts, ", ")
	}
	if t != "" {
		l.Rows = append(l.Rows, []page.Text{page.Of(t + ".")})
	}
	if len(l.Rows) > 0 {
		p = append(p, l)
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
		says := ": these pages say nothing"
		if len(p.Possible)+len(p.Statements)+len(p.Members) > 0 {
			says = " of it as a whole"
		}
		t = append(t, page.Of(says)...)
	case catalog.Mentioned:
		says := " only: no position taken"
		if r := p.Authorities.Relation; r == resolve.Stricter || r == resolve.Differ {
			says = " only"
		}
		t = append(t, page.Of(says)...)
	}
	if p.Disputed {
		t = append(t, page.Of(", ", page.Warn("disputed"))...)
	}
	if k := p.strictestKind(); k > catalog.Mentioned {
		t = append(t, page.Of("; ", page.Warn("some of its kinds "+page.Spaced(k)))...)
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

// strictestKind is the most cautious status among the members.
func (p *Phase) strictestKind() catalog.Status {
	most := catalog.NotStated
	for _, m := range p.Members {
		most = max(most, m.Status)
	}
	return most
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
	var during, after []string
	for _, p := range phases {
		if catalog.Pregnancy.Has(p) {
			during = append(during, p.Name())
		} else {
			after = append(after, p.Name())
		}
	}
	switch len(during) {
	case 0:
	case 3:
		during = []string{"pregnancy"}
	default:
		during = []string{strings.Join(during, ", ") + " trimester"}
	}
	return strings.Join(append(during, after...), ", ")
}

// authorities is what authorities say, apart from the documents.
func (c *card) authorities() page.Page {
	var phases []catalog.Phase
	for _, s := range c.sections {
		phases = append(phases, s.phases...)
	}
	var l page.Lineup
	left := 0
	for _, r := range c.refs {
		if r.hidden {
			left++
			continue
		}
		who := c.cut(c.who(r.ref), cardWidth/2)
		l.Rows = append(l.Rows, []page.Text{page.Of(page.To(referenceID(r.ref.ID), who), ": "+c.positions(r.ref, catalog.PhaseSet(phases...)))})
	}
	t := page.Of(page.Bold("AUTHORITIES"), ", never counted above: "+strings.Join(c.relations(phases), "; "))
	if left > 0 && !c.terse {
		t = append(t, page.Of("; not shown: "+page.Count(left, "reference"))...)
	}
	return page.Page{page.Gap{Tight: c.dense}, page.Para(t, "."), l}
}

// relations says for each phase how the authorities compare with the documents.
func (c *card) relations(phases []catalog.Phase) []string {
	var words []string
	by := map[string][]catalog.Phase{}
	for _, p := range phases {
		w := relationText(c.entry.Phase(p).Authorities.Relation)
		if w == "" {
			w = "none held"
			if slices.ContainsFunc(c.entry.Looked, func(l Looked) bool { return l.Phase == p }) {
				w = "looked for, none found"
			}
		}
		if by[w] == nil {
			words = append(words, w)
		}
		by[w] = append(by[w], p)
	}
	for i, w := range words {
		if len(by[w]) < len(phases) {
			words[i] = c.label(by[w]) + ": " + w
		}
	}
	for _, p := range phases {
		if n := c.entry.Phase(p).Authorities.Next; n != nil {
			words = append(words, n.text())
		}
	}
	return trimesterOnce(words)
}

// label names phases, or the week asked for.
func (c *card) label(phases []catalog.Phase) string {
	if c.week == nil {
		return ordinals(phases)
	}
	t := fmt.Sprintf("week %d", *c.week)
	switch {
	case len(phases) > 1:
		return t + ", " + ordinals(phases[len(phases)-1:])
	case !catalog.Pregnancy.Has(phases[0]):
		return ordinals(phases)
	}
	return t
}

// relationText says how authorities compare with the documents; empty if they hold
// nothing.
func relationText(r resolve.Relation) string {
	switch r {
	case resolve.Stricter:
		return "stricter than the pages"
	case resolve.Milder:
		return "less strict than the pages"
	case resolve.Agree:
		return "as strict as the pages"
	case resolve.Differ:
		return "they disagree"
	case resolve.Speaks:
		return "the pages are silent, authorities are not"
	}
	return ""
}

// trimesterOnce keeps the word "trimester" in the first part that has it.
func trimesterOnce(parts []string) []string {
	seen := false
	for i, p := range parts {
		if strings.Contains(p, " trimester") {
			if seen {
				parts[i] = strings.ReplaceAll(p, " trimester", "")
			}
			seen = true
		}
	}
	return parts
}

// who names an authority, and what it speaks of if that is not the entry.
func (c *card) who(r *Reference) string {
	t := By(r.Authority, r.Country)
	if d := value(r.Date); len(d) >= 4 {
		t += " " + d[:4]
	}
	sole := len(c.entry.Ingredients) == 1 && r.About.ID == c.entry.Ingredients[0].ID
	if r.About.ID != c.entry.ID && r.About.Name != c.entry.Name && !sole {
		t += ", on " + r.About.Name
	}
	return t
}

// positions are those of a reference on some phases, or in the week asked for.
func (c *card) positions(r *Reference, phases catalog.Phases) string {
	type stretch struct {
		from, to int // weeks, up to and without the last
		position catalog.Position
	}
	var weeks []stretch
	var parts, after []string
	for _, p := range r.Positions {
		if !phases.Has(p.Phase) || p.Position == catalog.NoData || c.week != nil && !p.at(*c.week) {
			continue
		}
		from, to, counted := resolve.Weeks(p.Phase)
		if !counted {
			after = append(after, p.Phase.Name()+" "+page.Spaced(p.Position))
			continue
		}
		x := stretch{max(from, value(p.FromWeek)), to + 1, p.Position}
		if p.ToWeek != nil {
			x.to = min(x.to, *p.ToWeek)
		}
		if n := len(weeks); n > 0 && weeks[n-1].to == x.from && weeks[n-1].position == x.position {
			weeks[n-1].to = x.to
			continue
		}
		weeks = append(weeks, x)
	}
	for i, x := range weeks {
		when := weeksText(x.from, x.to) + " "
		if i+1 < len(weeks) && weeks[i+1].from == x.to && strings.HasPrefix(when, "before week ") {
			when = "" // the week comes before what follows
		}
		parts = append(parts, when+page.Spaced(x.position))
	}
	t := strings.Join(trimesterOnce(append(parts, after...)), "; ")
	if g := value(r.Gist); g != "" && t != "" && c.concerns(g) {
		t += " (" + g + ")"
	}
	return t
}

// concerns reports whether the limit of a reference is one for the entry: one on
// a class may name the only member that it is for, as in "aspirin: low doses".
func (c *card) concerns(limit string) bool {
	whose, _, named := strings.Cut(limit, ": ")
	return !named || c.entry.Kind == catalog.Class || c.entry.Name == whose || slices.ContainsFunc(c.entry.Ingredients, func(i Ingredient) bool { return i.Name == whose })
}

// weeksText names the weeks from one up to and without another, as trimesters
// if they are whole.
func weeksText(from, to int) string {
	var whole []catalog.Phase
	n := 0
	for _, p := range catalog.Pregnancy.List() {
		if a, b, _ := resolve.Weeks(p); a >= from && b < to {
			whole = append(whole, p)
			n += b + 1 - a
		}
	}
	_, end, _ := resolve.Weeks(catalog.Third)
	switch {
	case n == to-from:
		return ordinals(whole)
	case to > end:
		return "from week " + strconv.Itoa(from)
	case from == 0:
		return "before week " + strconv.Itoa(to)
	}
	return fmt.Sprintf("from week %d to %d", from, to)
}

// at reports whether a position is held in a week; one on breastfeeding
// always is.
func (p Position) at(week int) bool {
	return !catalog.Pregnancy.Has(p.Phase) || week >= value(p.FromWeek) && (p.ToWeek == nil || week < *p.ToWeek)
}

// cardTitle is the entry's name and what it is.
func (e *Entry) cardTitle() page.Heading {
	return page.Title(1, page.Bold(e.Name), titleGap+e.what())
}

// shortTitle is that on one line.
func (e *Entry) shortTitle() page.Heading {
	name, what := clip(e.Name, cardWidth/2), e.what()
	if n := len(e.Ingredients) - 1; n > 0 {
		what = clip(e.Ingredients[0].Name, cardWidth/4) + " and " + strconv.Itoa(n) + " more"
	}
	return page.Title(1, page.Bold(name), titleGap+clip(what, cardWidth-displaywidth.String(name)-len(titleGap)-len("...")))
}

// what says in a line what an entry is: its substance, form, route and
// classes.
func (e *Entry) what() string {
	var parts []string
	said := func(w string) bool {
		return strings.Contains(strings.ToLower(strings.Join(parts, " ")), strings.ToLower(w))
	}
	room := cardWidth - len(e.Name) - len(titleGap)
	switch {
	case e.Identity != nil && (len(e.Ingredients) == 0 || len(e.Identity.Text) <= room):
		t := strings.TrimPrefix(e.Identity.Text, e.Name+", ")
		switch e.Identity.Certainty {
		case catalog.Guess:
			if !strings.Contains(t, "probably") {
				t = "probably " + t
			}
			t += " (a guess)"
		case catalog.Likely:
			t += " (likely)"
		}
		parts = append(parts, t)
	case len(e.Ingredients) > 0:
		var all, some []string
		for _, i := range e.Ingredients {
			if i.Formulas == catalog.Some {
				some = append(some, i.Name)
			} else {
				all = append(all, i.Name)
			}
		}
		if len(some) > 0 {
			all = append(all, "in some formulas "+strings.Join(some, ", "))
		}
		parts = append(parts, strings.Join(all, ", "))
	case e.Kind == catalog.Ingredient:
		parts = append(parts, "an active substance")
	case e.Kind == catalog.Class:
		parts = append(parts, "a group of medicines")
	case value(e.Form) != "":
		parts = append(parts, article(*e.Form))
	default:
		parts = append(parts, "a "+e.Kind.String())
	}
	if f := value(e.Form); f != "" && !said(strings.TrimSuffix(f, "y")) { // or in the plural
		parts = append(parts, article(f))
	}
	route, remark := "", ""
	if r := value(e.Route); r != "" && r != catalog.Rectal { // the form says that
		route = catalog.RouteInWords(r)
	}
	if route != "" && !said(route) {
		parts[0], remark, _ = strings.Cut(parts[0], "; ")
		parts = append(parts, route)
	}
	t := strings.Join(parts, ", ")
	if remark != "" {
		t += "; " + remark
	}
	for n := len(e.Classes); n > 0; n-- {
		var names []string
		for _, c := range e.Classes[:n] {
			names = append(names, c.Name)
		}
		s := "; class " + strings.Join(names, ", ")
		if rest := len(e.Classes) - n; rest > 0 {
			s += " and " + strconv.Itoa(rest) + " more"
		}
		if len(e.Name)+len(titleGap)+len(t)+len(s) <= cardWidth {
			return t + s
		}
	}
	return t
}

// titleGap parts a name from what it is.
const titleGap = "   "

func article(noun string) string {
	if strings.HasSuffix(noun, "s") && !strings.HasSuffix(noun, "ss") { // tablets
		return noun
	}
	if strings.ContainsAny(noun[:1], "aeiou") {
		return "an " + noun
	}
	return "a " + noun
}

// cardNotice is the notice as a card has room for it.
func cardNotice(l Lookup) string {
	if !l.Dataset.Embedded {
		return l.Notice
	}
	return "Five machine-translated web pages, partly wrong. Not advice: ask a doctor, midwife or pharmacist before taking or refusing a medicine."
}

// more is the line on how to see more than the card.
func (c *card) more() page.Paragraph {
	t := page.Count(len(c.entry.Statements), "passage")
	if len(c.entry.Statements) > 1 {
		t = "All " + t
	}
	if n := len(c.entry.References); n > 0 {
		t += ", " + page.Count(n, "reference")
	}
	if n := c.left(); c.terse && n > 0 {
		t += " (" + strconv.Itoa(n) + " not shown)"
	}
	t += ": --full"
	if c.week == nil && !c.terse {
		t += "  Your week: --week 22"
	}
	return page.Para(page.Dim(t + "  Words: help status"))
}

// left counts the passages, notes and references that are left out.
func (c *card) left() int {
	n := 0
	for _, s := range c.sections {
		for _, p := range s.passages {
			if p.hidden {
				n += p.parts
			}
		}
		if s.possible.hidden {
			n += len(s.possible.at)
		}
		for _, t := range s.notes {
			if t.hidden {
				n++
			}
		}
	}
	for _, r := range c.refs {
		if r.hidden {
			n++
		}
	}
	return n
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
