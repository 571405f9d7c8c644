package load

import (
	"strconv"
	"strings"
	"time"

	"github.com/clipperhouse/displaywidth"
	"go.yaml.in/yaml/v3"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/resolve"
)

// raw is the content of the files of a dataset, before their links are followed.
// Each part keeps the catalog value it becomes and, with it, what still has
// to be looked up or compared, with its place.
type raw struct {
	version    []text
	documents  []*rawDocument
	substances []*rawSubstance
	entries    []*rawEntry
	references []*rawReference
	looked     []*rawLooked
	sources    []*rawBrandSource
	others     []text // substances that only brands hold
	brands     []*rawBrands
}

type rawDocument struct {
	pos
	id, file text
	doc      catalog.Document
}

type rawSubstance struct {
	pos
	id, name text
	sub      catalog.Substance
}

type rawEntry struct {
	pos
	id, name   text
	aliases    []text
	uses       []rawUse
	contains   []rawLink
	classes    []rawLink
	atc        []text // of a class or a combination
	confusable []rawConfusable
	statements []*rawStatement
	entry      catalog.Entry
}

type rawLink struct {
	pos
	id, source text
	basis      catalog.Basis
	some       bool // in some formulas only
}

type rawUse struct {
	pos
	use    catalog.Use
	source text
}

type rawConfusable struct{ name, reason text }

type rawStatement struct {
	pos
	at       text // "doc-000:38"
	document string
	line     int
	part     text
	passage  text // "doc-000:36", empty for the line itself
	st       catalog.Statement
}

type rawReference struct {
	pos
	id    text
	about []text
	ref   catalog.Reference
}

type rawLooked struct {
	about []text
	looks []catalog.Looked // one a phase
}

// dataset reads the top level of a file. The functions below are the schema:
// one field a key, in the order in which a person would write them.
func (d *decoder) dataset(n *yaml.Node, r *raw) {
	if n.Kind == yaml.MappingNode && len(n.Content) == 0 {
		d.fault(n, "the file holds nothing")
	}
	d.object(n, "a file",
		opt("version", func(n *yaml.Node) {
			var v text
			d.form(&v, "version", "letters, digits, dots, hyphens and plus signs, as in \"2026.11.21\"", versionForm.matches)(n)
			r.version = append(r.version, v)
		}),
		opt("documents", d.list(func(n *yaml.Node) { r.documents = add(r.documents, d.document(n)) })),
		opt("substances", d.list(func(n *yaml.Node) { r.substances = add(r.substances, d.substance(n)) })),
		opt("entries", d.list(func(n *yaml.Node) { r.entries = add(r.entries, d.entry(n)) })),
		opt("references", func(n *yaml.Node) {
			if !d.old {
				d.list(func(n *yaml.Node) { r.references = add(r.references, d.reference(n)) })(n)
			}
		}),
		opt("looked_none_found", func(n *yaml.Node) {
			if !d.old {
				d.list(func(n *yaml.Node) { r.looked = add(r.looked, d.looked(n)) })(n)
			}
		}),
		opt("brand_sources", d.list(func(n *yaml.Node) { r.sources = add(r.sources, d.brandSource(n)) })),
		opt("other_substances", d.texts(&r.others, d.str)),
		opt("brands", d.list(func(n *yaml.Node) { r.brands = add(r.brands, d.brands(n)) })),
	)
}

var versionForm = lazily(`^[0-9A-Za-z][0-9A-Za-z.+-]{0,31}$`)

func add[T any](list []*T, x *T) []*T {
	if x == nil {
		return list
	}
	return append(list, x)
}

const maxLines = 10_000_000 // of a document

func (d *decoder) document(n *yaml.Node) *rawDocument {
	x := &rawDocument{pos: d.at(n)}
	var covers seen[catalog.Setting]
	var parts, disclaimers []*yaml.Node // of the parts and disclaimers in doc
	ok := d.object(n, "a document",
		need("id", d.id(&x.id)),
		need("file", d.form(&x.file, "file name", "a name without its folder", func(s string) bool {
			return !strings.ContainsAny(s, `/\`) && s != "." && s != ".."
		})),
		need("title", bare(&x.doc.Title, d.str)),
		need("summary", bare(&x.doc.Summary, d.own)),
		need("covers", d.list(func(n *yaml.Node) {
			var s catalog.Setting
			before := len(d.faults.list)
			word(d, &s, "setting", catalog.ParseSetting)(n)
			if len(d.faults.list) > before || skip(n) {
				return
			}
			if covers.again(s) {
				d.fault(n, "the setting %q repeats", s)
				return
			}
			x.doc.Covers = append(x.doc.Covers, s.String())
		})),
		need("lines", d.number(&x.doc.Lines, 1, maxLines)),
		opt("parts", d.list(func(n *yaml.Node) {
			var p catalog.Part
			if !d.object(n, "a part",
				need("title", bare(&p.Title, d.str)),
				need("from", d.number(&p.From, 1, maxLines)),
				need("to", d.number(&p.To, 1, maxLines)),
				need("kind", word(d, &p.Kind, "kind of part", catalog.ParseSpeaker)),
			) {
				return
			}
			if p.From > p.To && p.To > 0 {
				d.fault(n, "the part ends before it begins: lines %d to %d", p.From, p.To)
			}
			x.doc.Parts, parts = append(x.doc.Parts, p), append(parts, n)
		})),
		opt("disclaimers", d.list(func(n *yaml.Node) {
			var c catalog.Disclaimer
			if d.object(n, "a disclaimer",
				need("line", d.number(&c.Line, 1, maxLines)),
				need("text", bare(&c.Text, d.own)),
			) {
				x.doc.Disclaimers, disclaimers = append(x.doc.Disclaimers, c), append(disclaimers, n)
			}
		})),
	)
	if !ok {
		return nil
	}
	x.doc.ID, x.doc.File = x.id.v, x.file.v
	if x.doc.Lines > 0 { // only if the number itself was read
		for i, p := range x.doc.Parts {
			if p.To > x.doc.Lines {
				d.fault(parts[i], "the part %s ends at line %d, beyond the document's %d", quote(p.Title), p.To, x.doc.Lines)
			}
		}
		for i, c := range x.doc.Disclaimers {
			if c.Line > x.doc.Lines {
				d.fault(disclaimers[i], "a disclaimer on line %d, beyond the document's %d", c.Line, x.doc.Lines)
			}
		}
	}
	return x
}

var (
	atcForm   = lazily(`^[A-Z](?:[0-9]{2}(?:[A-Z](?:[A-Z](?:[0-9]{2})?)?)?)?$`)
	rxcuiForm = lazily(`^[1-9][0-9]{0,8}$`)
)

// code reads an ATC code of any level.
func (d *decoder) code(dst *text) func(*yaml.Node) {
	return d.form(dst, "ATC code", "a code of the WHO's index, as in N02BE01", atcForm.matches)
}

func (d *decoder) substance(n *yaml.Node) *rawSubstance {
	x := &rawSubstance{pos: d.at(n)}
	var atc, rxcui seen[string]
	ok := d.object(n, "a substance",
		need("id", d.id(&x.id)),
		need("name", d.name(&x.name)),
		opt("atc", d.list(func(n *yaml.Node) {
			var c catalog.Code
			if !d.object(n, "an ATC code",
				need("code", bare(&c.Code, d.code)),
				opt("route", d.choice(&c.Route, "route", catalog.RouteWords()...)),
			) || c.Code == "" {
				return
			}
			if atc.again(c.Code) {
				d.fault(n, "the ATC code %q repeats", c.Code)
			}
			x.sub.ATC = append(x.sub.ATC, c)
		})),
		opt("rxcui", d.list(func(n *yaml.Node) {
			var t text
			d.form(&t, "RxCUI", "digits, in quotes", rxcuiForm.matches)(n)
			if t.v == "" {
				return
			}
			if rxcui.again(t.v) {
				d.fault(n, "the RxCUI %q repeats", t.v)
			}
			x.sub.RxCUI = append(x.sub.RxCUI, t.v)
		})),
	)
	if !ok {
		return nil
	}
	x.sub.ID, x.sub.Name = x.id.v, x.name.v
	return x
}

func (d *decoder) entry(n *yaml.Node) *rawEntry {
	x := &rawEntry{pos: d.at(n)}
	e := &x.entry
	var atc *yaml.Node
	var codes seen[string]
	ok := d.object(n, "an entry",
		need("id", d.id(&x.id)),
		need("name", d.name(&x.name)),
		need("kind", word(d, &e.Kind, "kind", catalog.ParseKind)),
		opt("route", d.choice(&e.Route, "route", catalog.RouteWords()...)),
		opt("form", bare(&e.Form, d.str)),
		opt("advice", d.flag(&e.Advice)),
		opt("combination", d.flag(&e.Combination)),
		opt("identity", func(n *yaml.Node) {
			d.object(n, "an identity",
				need("text", bare(&e.Identity.Text, d.own)),
				need("certainty", word(d, &e.Identity.Certainty, "certainty", catalog.ParseCertainty)),
			)
		}),
		opt("aliases", d.texts(&x.aliases, d.name)),
		opt("uses", d.list(func(n *yaml.Node) {
			u := rawUse{pos: d.at(n)}
			if d.object(n, "a use",
				need("use", word(d, &u.use, "use", catalog.ParseUse)),
				need("source", d.place(&u.source)),
			) && u.source.v != "" {
				x.uses = append(x.uses, u)
			}
		})),
		opt("contains", d.links(&x.contains, func(l *rawLink) field {
			return opt("formulas", func(n *yaml.Node) {
				var w string
				d.choice(&w, "quantifier of formulas", "all", "some")(n)
				l.some = w == "some"
			})
		})),
		opt("classes", d.links(&x.classes)),
		opt("atc", func(n *yaml.Node) {
			atc = n
			d.texts(&x.atc, d.code)(n)
		}),
		opt("confusable_with", d.list(func(n *yaml.Node) {
			var c rawConfusable
			if d.object(n, "a confusable name", need("name", d.name(&c.name)), need("reason", d.own(&c.reason))) && c.name.v != "" {
				x.confusable = append(x.confusable, c)
			}
		})),
		opt("statements", d.list(func(n *yaml.Node) { x.statements = add(x.statements, d.statement(n)) })),
	)
	if !ok {
		return nil
	}
	e.ID, e.Name = x.id.v, x.name.v
	for _, c := range x.atc {
		if codes.again(c.v) {
			d.fault(atc, "the ATC code %q repeats", c.v)
		}
		e.ATC = append(e.ATC, c.v)
	}
	return x
}

// texts reads a list of texts and leaves out what is not a text.
func (d *decoder) texts(dst *[]text, item func(*text) func(*yaml.Node)) func(*yaml.Node) {
	return d.list(func(n *yaml.Node) {
		var t text
		if item(&t)(n); t.v != "" {
			*dst = append(*dst, t)
		}
	})
}

func (d *decoder) links(dst *[]rawLink, more ...func(*rawLink) field) func(*yaml.Node) {
	return d.list(func(n *yaml.Node) {
		l := rawLink{pos: d.at(n)}
		fields := []field{
			need("id", d.id(&l.id)),
			need("basis", word(d, &l.basis, "basis", catalog.ParseBasis)),
			need("source", d.str(&l.source)),
		}
		for _, f := range more {
			fields = append(fields, f(&l))
		}
		if d.object(n, "a link", fields...) && l.id.v != "" {
			*dst = append(*dst, l)
		}
	})
}

var placeForm = lazily(`^([a-z0-9-]+):([1-9][0-9]{0,7})$`)

// place reads a place in a document.
func (d *decoder) place(dst *text) func(*yaml.Node) {
	return d.form(dst, "place", "a document and a line, as in \"doc-000:38\"", placeForm.matches)
}

// place splits "doc-000:38"; ok is false if it is not a place.
func place(s string) (document string, line int, ok bool) {
	m := placeForm().FindStringSubmatch(s)
	if m == nil {
		return "", 0, false
	}
	line, _ = strconv.Atoi(m[2])
	return m[1], line, true
}

func (d *decoder) statement(n *yaml.Node) *rawStatement {
	x := &rawStatement{pos: d.at(n)}
	s := &x.st
	s.Speaker = catalog.Article
	var wording string
	var caveats []text
	var phases, status, covers *yaml.Node
	ok := d.object(n, "a statement",
		need("at", d.place(&x.at)),
		opt("passage", d.place(&x.passage)),
		opt("part", d.id(&x.part)),
		need("printed_as", bare(&s.Source.PrintedAs, d.str)),
		need("section", bare(&s.Source.Section, d.str)),
		need("status", func(n *yaml.Node) {
			status = n
			word(d, &s.Status, "status", catalog.ParseStatus)(n)
		}),
		need("phases", func(n *yaml.Node) {
			phases = n
			d.list(func(n *yaml.Node) { d.phase(n, &s.Phases) })(n)
		}),
		need("wording", d.choice(&wording, "wording", "stated", "unspecified")),
		need("setting", word(d, &s.Setting, "setting", catalog.ParseSetting)),
		opt("covers", func(n *yaml.Node) {
			covers = n
			word(d, &s.Covers, "quantifier", catalog.ParseCovers)(n)
		}),
		opt("speaker", word(d, &s.Speaker, "speaker", catalog.ParseSpeaker)),
		opt("reported_by", word(d, &s.ReportedBy, "speaker", catalog.ParseSpeaker)),
		opt("gist", bare(&s.Gist, d.gist)),
		need("claim", bare(&s.Claim, d.own)),
		opt("caveats", d.texts(&caveats, d.own)),
	)
	if !ok {
		return nil
	}
	s.Stated = wording == "stated"
	for _, c := range caveats {
		s.Caveats = append(s.Caveats, c.v)
	}
	x.document, x.line, _ = place(x.at.v)
	if status != nil && status.Value == catalog.NotStated.String() {
		d.fault(status, "not_stated is what a phase without statements shows, never a statement: leave it out")
	}
	if !d.old {
		switch {
		case s.Status == catalog.Allowed && s.Covers != catalog.All:
			d.fault(covers, "allowed for %s of it: a permission for a part is conditional", s.Covers)
		case s.Status > catalog.Mentioned && s.Gist == "":
			d.fault(n, "a statement that takes a position needs the key \"gist\": what it says in at most %d characters", catalog.MaxGist)
		}
	}
	d.checkPhases(phases, s, wording)
	return x
}

// phase adds a word of a list of phases to a set.
func (d *decoder) phase(n *yaml.Node, set *catalog.Phases) {
	v, ok := d.scalar(n, "!!str", "a phase")
	if !ok {
		return
	}
	more := catalog.Pregnancy // the shorthand for the three trimesters
	if v != "pregnancy" {
		p, ok := catalog.ParsePhase(v)
		if !ok {
			d.fault(n, "unknown phase %s: one of %s, pregnancy", quote(v), strings.Join(catalog.AllPhases.Words(), ", "))
			return
		}
		more = catalog.PhaseSet(p)
	}
	if *set&more != 0 {
		d.fault(n, "the phase %q repeats", v)
	}
	*set |= more
}

// checkPhases checks the phases against the setting and the wording (contract,
// section 2).
func (d *decoder) checkPhases(n *yaml.Node, s *catalog.Statement, wording string) {
	if n == nil || n.Kind != yaml.SequenceNode {
		return // reported already
	}
	trimesters := s.Phases & catalog.Pregnancy
	switch {
	case len(n.Content) == 0 && s.Setting != catalog.General:
		d.fault(n, "no phases: only the setting general may have an empty list")
	case s.Setting == catalog.Postpartum && s.Status > catalog.Mentioned && len(n.Content) > 0 && !s.Phases.Has(catalog.Lactation):
		d.fault(n, "a position in a passage on the time after childbirth that does not name lactation: make the status mentioned, or add the phase")
	case !d.old && s.Setting == catalog.Postpartum && !s.Stated && s.Phases.Has(catalog.Lactation) && (s.Status == catalog.Allowed || s.Status == catalog.Conditional):
		d.fault(n, "a permission in a passage on the time after childbirth that does not name nursing: make the status mentioned")
	case wording == "unspecified" && trimesters != 0 && trimesters != catalog.Pregnancy:
		d.fault(n, "some trimesters with the wording unspecified: a passage that names no trimester speaks of the whole pregnancy")
	}
}

func (d *decoder) reference(n *yaml.Node) *rawReference {
	x := &rawReference{pos: d.at(n)}
	r := &x.ref
	var routes seen[string]
	var positions seen[catalog.RefPosition]
	ok := d.object(n, "a reference",
		need("id", d.id(&x.id)),
		need("about", d.texts(&x.about, d.id)),
		opt("covers", word(d, &r.Covers, "quantifier", catalog.ParseCovers)),
		opt("routes", d.list(func(n *yaml.Node) {
			var w string
			if d.choice(&w, "route", catalog.RouteWords()...)(n); w == "" {
				return
			}
			if routes.again(w) {
				d.fault(n, "the route %q repeats", w)
				return
			}
			r.Routes = append(r.Routes, w)
		})),
		opt("route", bare(&r.RouteNote, d.own)),
		need("positions", d.list(func(n *yaml.Node) { d.position(n, &r.Positions, &positions) })),
		need("text", bare(&r.Text, d.own)),
		opt("gist", bare(&r.Gist, d.gist)),
		need("authority", bare(&r.Authority, d.str)),
		need("country", bare(&r.Country, d.str)),
		need("type", word(d, &r.Type, "type of reference", catalog.ParseRefType)),
		opt("date", bare(&r.Date, d.date)),
		need("document", bare(&r.Document, d.str)),
		opt("identifier", bare(&r.Identifier, d.str)),
		opt("host", bare(&r.Host, d.str)),
		need("read", d.choice(&r.Read, "way of reading", catalog.ReadWords()...)),
	)
	if !ok {
		return nil
	}
	r.ID = x.id.v
	if r.RouteNote == "" {
		r.RouteNote = routeNote(r.Routes)
	}
	return x
}

// routeNote says in words which routes a reference speaks of.
func routeNote(routes []string) string {
	if len(routes) == 0 {
		return "route not named"
	}
	notes := make([]string, len(routes))
	for i, r := range routes {
		switch r {
		case catalog.Oral:
			notes[i] = "by mouth"
		case catalog.Topical:
			notes[i] = "on the skin"
		case catalog.Injection:
			notes[i] = "by injection"
		default:
			notes[i] = r
		}
	}
	if last := len(notes) - 1; last > 0 {
		return strings.Join(notes[:last], ", ") + " or " + notes[last]
	}
	return notes[0]
}

// gist reads a text of ours that has to fit into a narrow column.
func (d *decoder) gist(dst *text) func(*yaml.Node) {
	return func(n *yaml.Node) {
		d.own(dst)(n)
		if w := displaywidth.String(dst.v); w > catalog.MaxGist {
			d.fault(n, "a gist of %d cells: the limit is %d", w, catalog.MaxGist)
		}
	}
}

func (d *decoder) date(dst *text) func(*yaml.Node) {
	return d.form(dst, "date", "yyyy, yyyy-mm or yyyy-mm-dd", validDate)
}

// looked reads for what authorities were searched in vain.
func (d *decoder) looked(n *yaml.Node) *rawLooked {
	x := &rawLooked{}
	var phases catalog.Phases
	var look catalog.Looked
	if !d.object(n, "a search in vain",
		need("about", d.texts(&x.about, d.id)),
		need("phases", d.list(func(n *yaml.Node) { d.phase(n, &phases) })),
		need("searched", bare(&look.Searched, d.own)),
		need("date", bare(&look.Date, d.date)),
	) {
		return nil
	}
	if phases == 0 {
		d.fault(n, "a search in vain is about at least one phase")
	}
	for look.Phase = range catalog.Phase(catalog.PhaseCount) {
		if phases.Has(look.Phase) {
			x.looks = append(x.looks, look)
		}
	}
	return x
}

// position reads a position of a reference, one for each phase that it names.
// Its weeks may reach beyond the trimester that it is listed for, but must
// touch it; "pregnancy" means every trimester that they touch.
func (d *decoder) position(n *yaml.Node, dst *[]catalog.RefPosition, before *seen[catalog.RefPosition]) {
	var set catalog.Phases
	var p catalog.RefPosition
	faults := len(d.faults.list)
	if !d.object(n, "a position",
		need("phase", func(n *yaml.Node) { d.phase(n, &set) }),
		opt("from_week", d.number(&p.FromWeek, 1, 42)),
		opt("to_week", d.number(&p.ToWeek, 1, 42)),
		need("position", word(d, &p.Position, "position", catalog.ParsePosition)),
	) || len(d.faults.list) > faults {
		return
	}
	if p.ToWeek > 0 && p.FromWeek >= p.ToWeek {
		d.fault(n, "the weeks end before they begin: %d to %d", p.FromWeek, p.ToWeek)
	}
	for p.Phase = range catalog.Phase(catalog.PhaseCount) {
		if !set.Has(p.Phase) {
			continue
		}
		from, to, ok := resolve.Weeks(p.Phase)
		outside := ok && (p.FromWeek > to || p.ToWeek > 0 && p.ToWeek <= from)
		switch {
		case outside && set == catalog.Pregnancy:
			continue
		case outside:
			d.fault(n, "weeks outside the %s trimester, which is weeks %d to %d", p.Phase, from, to)
		case !ok && (p.FromWeek > 0 || p.ToWeek > 0):
			d.fault(n, "weeks of a phase that is not counted in weeks: %s", p.Phase)
		case before.again(p):
			d.fault(n, "the position repeats")
		}
		*dst = append(*dst, p)
	}
}

// validDate reports whether s is a day, a month or a year that exists.
func validDate(s string) bool {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if len(s) == len(layout) {
			_, err := time.Parse(layout, s)
			return err == nil
		}
	}
	return false
}
