package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
)

// layout is what a view needs to know of the place it is shown in.
type layout struct {
	phases   []string
	terminal bool // a person sits before it: commands to copy are of use
	stacked  bool // phases with one decision share a row, a line for each
	listed   bool // phases with one decision share a row, named in one line
	linear   bool // no columns at all
	width    int
	noHead   bool
}

// lookupView shows each name in turn, then once what holds for all of them.
func lookupView(l answer.Lookup, lay layout) view {
	var v view
	for _, r := range l.Results {
		v = append(v, resultView(r, lay)...)
	}
	if slices.ContainsFunc(l.Results, func(r answer.Result) bool { return r.Entry != nil && !r.Entry.Advice }) {
		v = append(v, adviceView(l.Advice, lay)...)
	}
	return append(v, closing(l.Notice, l.Dataset)...)
}

func resultView(r answer.Result, lay layout) view {
	if r.Entry == nil {
		return unresolved(r, lay)
	}
	e := r.Entry
	var v view
	v = append(v, heading{1, words(bold(e.Name))})
	v = append(v, met(r)...)
	v = append(v, phaseGrid(e, lay))
	v = append(v, heading{2, plain("What it is")}, identity(e))
	if c := caveatItems(shown(e.Statements, lay.phases)); len(c.list) > 0 {
		v = append(v, heading{2, plain("Caveats")}, c)
	}
	v = append(v, statementViews(e, lay)...)
	return append(v, referenceView(e, lay)...)
}

// met says how the name was met where it was not the entry's own, a spelling
// first of all with what it could be confused with.
func met(r answer.Result) view {
	m := r.Match
	switch m.Kind {
	case "spelling":
		name := value(m.Matched)
		if name == "" {
			name = r.Entry.Name
		}
		t := words(fmt.Sprintf("%s read as %s (%s).", quoted(r.Query), quoted(name), count(m.Distance, "edit", "edits")))
		if name != r.Entry.Name {
			t = append(t, words(" That is another name of ", bold(r.Entry.Name), ".")...)
		}
		v := view{paragraph{t}}
		for _, c := range r.Entry.ConfusableWith {
			v = append(v, paragraph{words(warn("Easily confused with"), " ", bold(c.Name), ": ", sentence(c.Reason))})
		}
		return v
	case "alias":
		return view{paragraph{words(quoted(r.Query), " is another name of ", bold(r.Entry.Name), ".")}}
	case "code":
		return view{paragraph{words(quoted(r.Query), " is a code of ", bold(r.Entry.Name), ".")}}
	}
	return nil
}

// unresolved says that a name met nothing, and what may have been meant,
// never with a status.
func unresolved(r answer.Result, lay layout) view {
	message := value(r.Match.Message)
	if message == "" {
		message = "No entry has this name."
		if r.Match.Kind == "ambiguous" {
			message = "Several entries could be meant."
		}
	}
	v := view{
		heading{1, words(bold(quoted(r.Query)), ": not resolved")},
		paragraph{plain(capital(sentence(message)))},
	}
	if len(r.Suggestions) == 0 {
		return v
	}
	if lay.terminal {
		var c commands
		for _, s := range r.Suggestions {
			c.lines = append(c.lines, "backcare drug lookup "+shellQuote(s.Name))
		}
		return append(v, paragraph{plain("Perhaps one of these was meant:")}, c)
	}
	list := items{noun: "Suggestion"}
	for _, s := range r.Suggestions {
		list.list = append(list.list, item{lead: plain(s.Name)})
	}
	return append(v, paragraph{plain("Perhaps one of these was meant:")}, list)
}

// phaseGrid is the answer at a glance: each phase with its status and the
// sentence that decides it.
func phaseGrid(e *answer.Entry, lay layout) grid {
	g := grid{head: []string{"Phase", "Status", "What decides it"}, prose: 2, noHead: lay.noHead}
	names := phaseNames(lay.phases)
	for len(names) > 0 {
		n := 1
		for (lay.stacked || lay.listed) && n < len(names) && sameDecision(e, names[0], names[n]) &&
			(lay.stacked || phaseOf(e, names[0]).Contradicted == phaseOf(e, names[n]).Contradicted) {
			n++
		}
		var label, state cell
		for _, name := range names[:n] {
			mark := marks(phaseOf(e, name))
			label = append(label, plain(strings.ReplaceAll(phaseText(name), " ", nbsp)))
			for i := range mark[1:] {
				label = append(label, nil)
				if lay.stacked { // under the word, past the sign
					mark[i+1] = append(plain(nbsp+nbsp), mark[i+1]...)
				}
			}
			state = append(state, mark...)
		}
		if lay.listed { // one line for all of them
			label, state = cell{plain(phasesText(names[:n]))}, marks(phaseOf(e, names[0]))
		}
		g.rows = append(g.rows, []cell{label, state, reasons(e, names[:n])})
		names = names[n:]
	}
	return g
}

// marks is the status of a phase and, a line each, what else marks it.
func marks(p answer.Phase) cell {
	c := cell{words(statusSpan(p.Status))}
	if p.Disputed {
		c = append(c, words(warn("disputed")))
	}
	if p.Contradicted {
		c = append(c, words(warn("contradicted")))
	}
	return c
}

// sameDecision reports whether two phases may share a row: two trimesters
// that one statement decides alike, with the same statements beside it.
func sameDecision(e *answer.Entry, a, b string) bool {
	p, q := phaseOf(e, a), phaseOf(e, b)
	return b != catalog.Lactation.String() &&
		p.Status == q.Status && p.Basis == q.Basis && p.Direct == q.Direct && p.Disputed == q.Disputed &&
		slices.Equal(p.Statements[:min(1, len(p.Statements))], q.Statements[:min(1, len(q.Statements))]) &&
		itself(e, p, nil).String() == itself(e, q, nil).String() &&
		otherSide(e, p).String() == otherSide(e, q).String()
}

// reasons are the sentences behind phases that share a decision: the claim
// that decides and where it stands, what is stated about the entry itself
// where the headline came from elsewhere, and who disagrees.
func reasons(e *answer.Entry, names []string) cell {
	p := phaseOf(e, names[0])
	s := deciding(e, p)
	if s == nil {
		return cell{plain("Nothing is stated in the documents.")}
	}
	c := cell{words(strings.TrimSuffix(s.Claim, "."), " ", dim("("+strings.Join(append(origin(s), place(s.Source), speaker(s)), ", ")+")"), ".")}
	if p.Status == catalog.Mentioned.String() {
		c = append(c, plain("Named only: no position is taken."))
	}
	direct, _ := catalog.ParseStatus(p.Direct)
	if s.Via != "direct" && !(p.Disputed && direct.Permits()) { // else it is told below
		c = append(c, itself(e, p, names))
	}
	if p.Disputed {
		c = append(c, words(warn("Disputed"), ": ", otherSide(e, p), "."))
	}
	var unnamed []string // whose references were left out
	for _, name := range names {
		if !phaseOf(e, name).Contradicted {
			continue
		}
		by := against(e, name)
		if by == nil {
			unnamed = append(unnamed, name)
			continue
		}
		in := ""
		if len(names) > 1 {
			in = " for " + phasesIn([]string{name})
		}
		c = append(c, words(warn("Contradicted"), in+": ", by, "."))
	}
	if len(unnamed) > 0 {
		c = append(c, words(warn("Contradicted"), " for "+phasesIn(unnamed)+": an authority says otherwise."))
	}
	return c
}

// itself says what is stated about the entry alone.
func itself(e *answer.Entry, p answer.Phase, names []string) text {
	switch p.Direct {
	case catalog.NotStated.String():
		return words("Nothing is stated about ", bold(e.Name), " itself for "+phasesIn(names)+".")
	case catalog.Mentioned.String():
		return words("Nothing is stated about ", bold(e.Name), " itself for "+phasesIn(names)+" (named only).")
	}
	t := words("Of ", bold(e.Name), " itself: ", statusSpan(p.Direct))
	for _, id := range p.Statements {
		if s := statementByID(e, id); s != nil && s.Via == "direct" && s.Status == p.Direct {
			return append(t, words(" at "+place(s.Source)+".")...)
		}
	}
	return append(t, span{".", normal})
}

// otherSide lists the statements that permit what the headline refuses, by
// what they are about and what they say.
func otherSide(e *answer.Entry, p answer.Phase) text {
	var t text
	subject, said := "", ""
	for _, id := range p.Statements {
		s := statementByID(e, id)
		if s == nil {
			continue
		}
		if st, ok := catalog.ParseStatus(s.Status); !ok || !st.Permits() {
			continue
		}
		of := e.Name + " itself"
		if o := origin(s); len(o) > 0 {
			of = o[0]
		}
		switch {
		case of != subject:
			if subject != "" {
				t = append(t, span{"; ", normal})
			}
			t = append(t, words("of "+of+" ", statusSpan(s.Status), " at "+place(s.Source))...)
		case s.Status != said:
			t = append(t, words(", ", statusSpan(s.Status), " at "+place(s.Source))...)
		default:
			t = append(t, span{" and " + place(s.Source), normal})
		}
		subject, said = of, s.Status
	}
	if len(t) == 0 {
		return plain("the documents permit it elsewhere")
	}
	return t
}

// against lists the authorities that say to avoid or contraindicate in a
// phase; nil where the entry was asked for without references.
func against(e *answer.Entry, phase string) text {
	var t text
	for _, r := range e.References {
		for _, p := range r.Positions {
			if pos, ok := catalog.ParsePosition(p.Position); p.Phase != phase || !ok || !pos.Against() {
				continue
			}
			if len(t) > 0 {
				t = append(t, span{"; ", normal})
			}
			t = append(t, words(authority(r.Authority, r.Country, r.Date)+" says ", bold(statusWords(p.Position)), weeks(p)+inPart(p))...)
		}
	}
	return t
}

// origin names what a statement that is not direct is about.
func origin(s *answer.Statement) []string {
	switch s.Via {
	case "brand":
		return []string{"product " + s.About.Name}
	case "ingredient", "class":
		return []string{s.Via + " " + s.About.Name}
	}
	return nil
}

// speaker says whose words a statement reports.
func speaker(s *answer.Statement) string {
	if by := value(s.ReportedBy); by != "" {
		return s.Speaker + " as reported by " + by
	}
	return s.Speaker
}

func phaseText(p string) string {
	if p == catalog.Lactation.String() {
		return p
	}
	return p + " trimester"
}

// phasesText names several phases, as in "first and second trimester".
func phasesText(names []string) string {
	var tri []string
	lactation := false
	for _, n := range names {
		if n == catalog.Lactation.String() {
			lactation = true
			continue
		}
		tri = append(tri, n)
	}
	var parts []string
	if len(tri) == 3 {
		parts = append(parts, "first, second and third trimester")
	} else if len(tri) > 0 {
		parts = append(parts, strings.Join(tri, " and ")+" trimester")
	}
	if lactation {
		parts = append(parts, "lactation")
	}
	if len(parts) == 0 {
		return "no phase named"
	}
	return strings.Join(parts, " and ")
}

// phasesIn names phases inside a sentence, as in "the first trimester".
func phasesIn(names []string) string {
	t := phasesText(names)
	switch {
	case len(names) >= 3 && strings.HasPrefix(t, "first, second and third trimester"):
		return "pregnancy" + strings.TrimPrefix(t, "first, second and third trimester")
	case strings.Contains(t, "trimester"):
		return "the " + t
	}
	return t
}

// spoken says for which phases a statement speaks and how it names them.
func spoken(s answer.Statement) string {
	t := phasesText(s.Phases)
	unspecified := s.PhaseWording == "unspecified"
	if unspecified && len(s.Phases) >= 3 && !slices.Contains(s.Phases[:3], "lactation") {
		t = "pregnancy, no trimester named"
		if len(s.Phases) > 3 {
			t = "pregnancy, no trimester named, and lactation"
		}
	}
	if s.Setting == catalog.Postpartum.String() {
		t += " (passage on the time after childbirth)"
	}
	if s.Setting == catalog.General.String() && len(s.Phases) > 0 {
		t += " (general passage)"
	}
	if s.Covers != catalog.All.String() {
		t += "; speaks of " + s.Covers + ", not all"
	}
	return t
}

// identity is what the entry is held to be.
func identity(e *answer.Entry) pairs {
	what := []string{e.Kind}
	for _, s := range []*string{e.Route, e.Form} {
		if value(s) != "" && !slices.Contains(what, *s) {
			what = append(what, *s)
		}
	}
	p := pairs{{"Kind", plain(strings.Join(what, ", "))}}
	if e.Identity != nil {
		t := e.Identity.Text
		switch e.Identity.Certainty {
		case "guess":
			t = "probably " + strings.TrimPrefix(t, "probably ") + " (a guess)"
		case "likely":
			t += " (likely)"
		}
		p = append(p, pair{"Held to be", plain(t)})
	}
	if len(e.Aliases) > 0 {
		p = append(p, pair{"Also named", plain(strings.Join(e.Aliases, ", "))})
	}
	if t := linkText(e.Ingredients); len(t) > 0 {
		p = append(p, pair{"Contains", t})
	}
	if t := linkText(e.Classes); len(t) > 0 {
		p = append(p, pair{"Belongs to", t})
	}
	var codes []string
	for _, c := range e.Codes.ATC {
		codes = append(codes, "ATC "+c)
	}
	for _, c := range e.Codes.RxCUI {
		codes = append(codes, "RxCUI "+c)
	}
	if len(codes) > 0 {
		p = append(p, pair{"Codes", plain(strings.Join(codes, ", "))})
	}
	if len(e.ConfusableWith) > 0 {
		var t text
		for _, c := range e.ConfusableWith {
			if len(t) > 0 {
				t = append(t, span{" ", normal})
			}
			t = append(t, words(bold(c.Name), ": ", sentence(c.Reason))...)
		}
		p = append(p, pair{"Not to be confused with", t})
	}
	if e.Advice {
		p = append(p, pair{"Scope", plain("about medicines at large; never part of another entry's status")})
	}
	return p
}

func linkText(links []answer.Link) text {
	var t text
	for _, l := range links {
		if len(t) > 0 {
			t = append(t, span{"; ", normal})
		}
		basis := "stated at " + l.Source
		if l.Basis == catalog.GeneralKnowledge.String() {
			basis = "general knowledge"
			if l.Source != "" {
				basis += ", " + l.Source
			}
		} else if l.Source == "" {
			basis = "stated in the documents"
		}
		t = append(t, words(l.Name, " ", dim("("+basis+")"))...)
	}
	return t
}

// caveat is one caveat with all the places that make it.
type caveat struct {
	text   string
	places []string
}

func distinctCaveats(list []answer.Statement) []caveat {
	var out []caveat
	for _, s := range list {
		at := place(s.Source)
		if s.Via != "direct" && s.Via != "" {
			at = s.About.Name + ", " + at
		}
		for _, c := range s.Caveats {
			i := slices.IndexFunc(out, func(x caveat) bool { return x.text == c })
			if i < 0 {
				out = append(out, caveat{text: c})
				i = len(out) - 1
			}
			if !slices.Contains(out[i].places, at) {
				out[i].places = append(out[i].places, at)
			}
		}
	}
	return out
}

func caveatItems(list []answer.Statement) items {
	out := items{noun: "Caveat"}
	for _, c := range distinctCaveats(list) {
		out.list = append(out.list, item{lead: words(c.text, " ", dim("("+strings.Join(c.places, between)+")"))})
	}
	return out
}

// shown keeps the statements that speak of a phase asked for, and those that
// name no phase.
func shown(list []answer.Statement, phases []string) []answer.Statement {
	if len(phases) == 0 {
		return list
	}
	var out []answer.Statement
	for _, s := range list {
		if len(s.Phases) == 0 || slices.ContainsFunc(s.Phases, func(p string) bool { return wanted(phases, p) }) {
			out = append(out, s)
		}
	}
	return out
}

// statementViews are the statements about the entry itself, then those that
// reach it from elsewhere, by where they come from.
func statementViews(e *answer.Entry, lay layout) view {
	list := shown(e.Statements, lay.phases)
	direct := items{noun: "Statement"}
	var from []string
	inherited := map[string]*items{}
	for _, s := range list {
		o := origin(&s)
		if o == nil {
			direct.list = append(direct.list, statementItem(s))
			continue
		}
		if inherited[o[0]] == nil {
			from = append(from, o[0])
			inherited[o[0]] = &items{noun: "Statement"}
		}
		inherited[o[0]].list = append(inherited[o[0]].list, statementItem(s))
	}
	where := ""
	if len(lay.phases) > 0 {
		where = " for " + phasesIn(phaseNames(lay.phases))
	}
	v := view{heading{2, words("Stated about ", bold(e.Name), fmt.Sprintf(" itself%s (%d)", where, len(direct.list)))}}
	if len(direct.list) > 0 {
		v = append(v, direct)
	} else {
		v = append(v, paragraph{plain("Nothing" + where + ".")})
	}
	for _, o := range from {
		v = append(v, heading{2, words("Inherited from the ", bold(o), fmt.Sprintf("%s (%d)", where, len(inherited[o].list)))}, *inherited[o])
	}
	return v
}

func statementItem(s answer.Statement) item {
	src := fmt.Sprintf("%s, %s, printed as %s", speaker(&s), place(s.Source), quoted(s.Source.PrintedAs))
	if s.Source.Section != "" {
		src += ", under " + quoted(s.Source.Section)
	}
	return item{
		lead:  words(statusSpan(s.Status), ": "+spoken(s)),
		lines: []pair{{"Claim", plain(sentence(s.Claim))}, {"Source", words(dim(src))}},
	}
}

// referenceView is what authorities say, kept apart from the documents.
func referenceView(e *answer.Entry, lay layout) view {
	list := items{noun: "Reference"}
	for _, r := range e.References {
		if it, ok := referenceItem(r, lay.phases); ok {
			list.list = append(list.list, it)
		}
	}
	if len(list.list) == 0 {
		return nil
	}
	return view{
		heading{2, plain(fmt.Sprintf("Beyond the documents (%d)", len(list.list)))},
		paragraph{plain("What public authorities say about what this is or contains: shown beside the documents, never counted in a status above.")},
		list,
	}
}

func referenceItem(r answer.Reference, phases []string) (item, bool) {
	t := positionText(r.Positions, phases)
	if len(t) == 0 && len(r.Positions) > 0 {
		return item{}, false
	}
	about := r.About.Name
	if r.Route != "" {
		about += " (" + r.Route + ")"
	}
	if len(t) > 0 {
		about += ": "
	}
	src := r.Document
	if r.Read == "quoted" {
		src += " (read where quoted)"
	}
	return item{
		lead:  words(bold(authority(r.Authority, r.Country, r.Date)), " on "+about, t),
		lines: []pair{{"Text", plain(sentence(r.Text))}, {"Source", words(dim(src))}},
	}, true
}

// positionText lists positions on the phases asked for. Their words are an
// authority's, so they carry no sign or colour of a status.
func positionText(list []answer.Position, phases []string) text {
	var t text
	for i := 0; i < len(list); {
		p := list[i]
		if i++; !wanted(phases, p.Phase) {
			continue
		}
		var names, parts []string
		for j := i - 1; j < len(list) && sameSpan(p, list[j]) && wanted(phases, list[j].Phase); j++ {
			part := phaseText(list[j].Phase)
			if list[j].InPart {
				part += " in part"
			}
			names, parts, i = append(names, list[j].Phase), append(parts, part), j+1
		}
		if len(t) > 0 {
			t = append(t, span{"; ", normal})
		}
		when := weeks(p)
		switch {
		case when != "":
			when = strings.TrimSpace(when) + " (" + strings.Join(parts, ", ") + ")"
		case p.InPart:
			when = strings.Join(parts, ", ")
		default:
			when = phasesText(names)
		}
		t = append(t, words(when+": ", bold(statusWords(p.Position)))...)
	}
	return t
}

// sameSpan reports whether two positions are one that reaches over phases.
func sameSpan(a, b answer.Position) bool {
	return a.Position == b.Position && weekOr0(a.FromWeek) == weekOr0(b.FromWeek) && weekOr0(a.ToWeek) == weekOr0(b.ToWeek)
}

func weekOr0(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// authority names who says something, and where and when.
func authority(name, country string, date *string) string {
	d := value(date)
	if d == "" {
		d = "undated"
	}
	return fmt.Sprintf("%s (%s, %s)", name, country, d)
}

// weeks says how far a position reaches into its phase.
func weeks(p answer.Position) string {
	t := ""
	switch {
	case p.FromWeek != nil && p.ToWeek != nil:
		t = fmt.Sprintf(" from week %d to week %d", *p.FromWeek, *p.ToWeek)
	case p.FromWeek != nil:
		t = fmt.Sprintf(" from week %d", *p.FromWeek)
	case p.ToWeek != nil:
		t = fmt.Sprintf(" up to week %d", *p.ToWeek)
	}
	return t
}

func inPart(p answer.Position) string {
	if p.InPart {
		return " (in part)"
	}
	return ""
}

// adviceView is what the documents say of medicines at large, in two lines:
// how much and the most cautious of it, and where to read the rest.
func adviceView(list []answer.Statement, lay layout) view {
	if len(list) == 0 {
		return nil
	}
	narrow := shown(list, lay.phases)
	if len(narrow) == 0 {
		narrow = list
	}
	worst := narrow[0]
	caution := func(s answer.Statement) catalog.Status { st, _ := catalog.ParseStatus(s.Status); return st }
	for _, s := range narrow {
		if caution(s) > caution(worst) {
			worst = s
		}
	}
	var names []string
	for _, s := range list {
		if n := shellQuote(s.About.Name); !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return view{
		heading{2, plain("About medicines at large")},
		paragraph{words(fmt.Sprintf("%s, the most cautious at %s: ", count(len(narrow), "statement", "statements"), place(worst.Source)),
			statusSpan(worst.Status), ", "+phasesText(worst.Phases)+". ", sentence(worst.Claim))},
		commands{"All of them: ", []string{"backcare drug lookup " + strings.Join(names, " ")}},
	}
}

// closing is the notice and the data that the answer came from.
func closing(notice string, d answer.Dataset) view {
	src := d.Source
	if d.Hash != "" {
		src += ", " + d.Hash
	}
	return view{
		heading{2, plain("Notice")},
		paragraph{plain(notice)},
		paragraph{words(dim(fmt.Sprintf("Dataset %s (%s): %s, %s.", d.Version, src,
			count(d.Entries, "entry", "entries"), count(d.Statements, "statement", "statements"))))},
	}
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

func quoted(s string) string { return `"` + s + `"` }

// shellQuote writes a name so that bash, zsh and fish read it as one word.
func shellQuote(s string) string {
	simple := func(r rune) bool {
		return r == '-' || r == '.' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r)
	}
	switch {
	case s != "" && s[0] != '-' && strings.IndexFunc(s, func(r rune) bool { return !simple(r) }) < 0:
		return s
	case !strings.ContainsAny(s, "\"$`\\!"):
		return `"` + s + `"`
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
