// Package answertest holds answers for tests. They resemble real ones:
// contradicting passages, inherited statuses, silence, garbled names. Their
// claims are made up.
package answertest

import (
	"encoding"
	"slices"
	"strings"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
)

// Word reads a word of a vocabulary, which has to be one.
func Word[T any, P interface {
	*T
	encoding.TextUnmarshaler
}](word string) T {
	var v T
	if err := P(&v).UnmarshalText([]byte(word)); err != nil {
		panic(err)
	}
	return v
}

// Phases reads the words of phases.
func Phases(words ...string) []catalog.Phase {
	list := []catalog.Phase{}
	for _, w := range words {
		list = append(list, Word[catalog.Phase](w))
	}
	return list
}

// Ptr points at a value.
func Ptr[T any](v T) *T { return &v }

// Dataset is where they come from.
var Dataset = answer.Dataset{
	Origin:  answer.Origin{Embedded: true, Source: "embedded", Version: "2026.11.21", Hash: "sha256:0123456789ab"},
	Entries: 4, Statements: 12,
}

// Option changes a statement.
type Option func(*answer.Statement)

// With makes an option.
func With(f func(*answer.Statement)) Option { return f }

// Statement makes a statement of the words of the JSON.
func Statement(about answer.About, via, status, place, claim string, phases []catalog.Phase, opts ...Option) answer.Statement {
	doc, line, _ := strings.Cut(place, ":")
	n := 0
	for _, d := range line {
		n = n*10 + int(d-'0')
	}
	wording := catalog.Stated
	if len(phases) >= 3 {
		wording = catalog.Unspecified
	}
	s := answer.Statement{
		ID: about.ID + "." + strings.TrimPrefix(doc, "doc-") + "." + line, About: about, Via: Word[resolve.Basis](via), Path: []answer.Link{}, Phases: append([]catalog.Phase{}, phases...),
		PhaseWording: wording, Setting: catalog.InPregnancy, Covers: catalog.All, Status: Word[catalog.Status](status), Gist: Ptr("gist of " + place), Claim: page.Capital(claim) + ".",
		Caveats: []string{}, Speaker: catalog.Article,
		Source: answer.Source{Document: doc, File: strings.TrimPrefix(doc, "doc-") + "_f9cac0e327335adc.txt", Line: n,
			Section: "Ointments that help", PrintedAs: about.Name},
	}
	for _, o := range opts {
		o(&s)
	}
	return s
}

// Pregnancy is the three trimesters.
var Pregnancy = catalog.Pregnancy.List()

// Headline makes the headline of a phase of the words of the JSON.
func Headline(e *answer.Entry, name, status, basis, direct string, ids ...string) answer.Phase {
	p := answer.Phase{
		Status: Word[catalog.Status](status), Basis: Word[resolve.Basis](basis), Direct: Word[catalog.Status](direct),
		Statements: append([]string{}, ids...),
	}
	p.Against, p.Possible, p.Members = []string{}, []string{}, []answer.Member{}
	for _, id := range ids {
		i := slices.IndexFunc(e.Statements, func(s answer.Statement) bool { return s.ID == id })
		if p.Status.Refuses() && e.Statements[i].Status.Permits() {
			p.Against = append(p.Against, id)
		}
	}
	p.Disputed = len(p.Against) > 0
	p.Authorities = stand(e, name, p.Status)
	return p
}

// stand is how the references stand to a headline.
func stand(e *answer.Entry, phase string, s catalog.Status) answer.Authorities {
	a := answer.Authorities{References: []string{}}
	var strictest catalog.Position
	for _, r := range e.References {
		for _, p := range r.Positions {
			if p.Phase.String() != phase || p.Position < strictest {
				continue
			}
			if p.Position > strictest {
				a.References = []string{}
				strictest, a.FromWeek, a.ToWeek = p.Position, p.FromWeek, p.ToWeek
			}
			a.References = append(a.References, r.ID)
		}
	}
	if strictest == catalog.NoData {
		return a
	}
	a.Position, a.Relation = &strictest, resolve.Agree
	switch {
	case strictest.Against() && !s.Refuses(), strictest == catalog.OnlyIfNeeded && s < catalog.DoctorOnly:
		a.Relation = resolve.Stricter
	case !strictest.Against() && s.Refuses():
		a.Relation = resolve.Milder
	}
	return a
}

// AboutNSAIDs names a class.
var AboutNSAIDs = answer.About{ID: "nsaids", Name: "NSAIDs"}

// NsaidReference is a reference about a class.
func NsaidReference() answer.Reference {
	return answer.Reference{
		ID: "fda-nsaid-20wk", About: AboutNSAIDs, Route: "systemic", Type: catalog.Regulator,
		Positions: []answer.Position{
			{Phase: catalog.Second, FromWeek: Ptr(20), Position: catalog.OnlyIfNeeded},
			{Phase: catalog.Third, FromWeek: Ptr(30), Position: catalog.Avoid},
		},
		Text:      "From about week 20 on they can harm the kidneys of the unborn baby; not from week 30 on",
		Authority: "FDA", Country: "US", Date: Ptr("2020-10-15"), Document: "Drug Safety Communication on NSAIDs", Read: "source",
	}
}

// NurofenGel is a product with inherited and disputed statuses.
func NurofenGel() *answer.Entry {
	about := answer.About{ID: "nurofen-gel", Name: "Nurofen Gel"}
	e := &answer.Entry{
		ID: "nurofen-gel", Name: "Nurofen Gel", Kind: catalog.Product, Route: Ptr("topical"), Form: Ptr("gel"),
		Aliases:     []string{"Нурофен гель", "Nurofen for the skin"},
		Ingredients: []answer.Ingredient{{Link: answer.Link{ID: "ibuprofen", Name: "ibuprofen", Basis: catalog.GeneralKnowledge, Source: "ATC M02AA13"}}},
		Uses:        []answer.Use{{Use: catalog.ForPain, Source: "doc-003:88"}}, Looked: []answer.Looked{},
		Classes:        []answer.Link{{ID: "nsaids", Name: "NSAIDs", Basis: catalog.Documents, Source: "doc-001:58"}},
		Codes:          answer.Codes{ATC: []string{"M02AA13"}, RxCUI: []string{"5640"}},
		ConfusableWith: []answer.Confusable{{Name: "Nurofen", Reason: "the tablets of the same brand"}},
		Statements: []answer.Statement{
			Statement(about, "direct", "doctor_only", "doc-003:88", "a gel with ibuprofen only once a doctor has agreed", Pregnancy,
				With(func(s *answer.Statement) { s.Caveats = []string{"not on broken skin", "a thin layer"} })),
			Statement(about, "direct", "allowed", "doc-004:416", "counted among the gels that may be rubbed in while pregnant", Pregnancy,
				With(func(s *answer.Statement) { s.Caveats = []string{"not on broken skin"} })),
			Statement(about, "direct", "allowed", "doc-002:12", "said to be compatible with breastfeeding", Phases("lactation"),
				With(func(s *answer.Statement) {
					s.Setting, s.Speaker, s.ReportedBy = catalog.InLactation, catalog.Leaflet, Ptr(catalog.Forum)
				})),
			Statement(AboutNSAIDs, "class", "contraindicated", "doc-004:77",
				"rules the whole group out for pregnant women, rubs and gels included", Pregnancy,
				With(func(s *answer.Statement) {
					s.Caveats = []string{"even a rub reaches the blood"}
					s.Source.Section = `Pain | relief "at home"`
				})),
			Statement(AboutNSAIDs, "class", "doctor_only", "doc-001:140", "while nursing only on prescription", Phases("lactation"),
				With(func(s *answer.Statement) { s.Setting = catalog.InLactation })),
		},
		References: []answer.Reference{NsaidReference(), {
			ID: "ema-topical-nsaid", About: answer.About{ID: "ibuprofen", Name: "ibuprofen"}, Route: "skin", Type: catalog.Label,
			Positions: []answer.Position{
				{Phase: catalog.First, Position: catalog.OnlyIfNeeded}, {Phase: catalog.Second, Position: catalog.OnlyIfNeeded},
				{Phase: catalog.Third, Position: catalog.PositionContraindicated}},
			Text: "Not in the last trimester", Authority: "EMA", Country: "EU", Document: "EU wording for the skin", Read: "quoted",
		}},
	}
	ids := []string{"nsaids.004.77", "nurofen-gel.003.88", "nurofen-gel.004.416"}
	e.Status.Pregnancy = answer.Trimesters{
		First:  Headline(e, "first", "contraindicated", "class", "doctor_only", ids...),
		Second: Headline(e, "second", "contraindicated", "class", "doctor_only", ids...),
		Third:  Headline(e, "third", "contraindicated", "class", "doctor_only", ids...),
	}
	e.Status.Lactation = Headline(e, "lactation", "doctor_only", "class", "allowed", "nsaids.001.140", "nurofen-gel.002.12")
	return e
}

// Ketorolac is an ingredient with silent phases, of which authorities speak.
func Ketorolac() *answer.Entry {
	about := answer.About{ID: "ketorolac", Name: "ketorolac"}
	e := &answer.Entry{
		ID: "ketorolac", Name: "ketorolac", Kind: catalog.Ingredient, Aliases: []string{"Кеторолак", "Ketanov"},
		Ingredients: []answer.Ingredient{}, ConfusableWith: []answer.Confusable{}, Uses: []answer.Use{},
		Looked:  []answer.Looked{{Phase: catalog.First, Searched: "the regulators' pages", Date: "2026-11-20"}},
		Classes: []answer.Link{{ID: "nsaids", Name: "NSAIDs", Basis: catalog.GeneralKnowledge, Source: "ATC M01AB15"}},
		Codes:   answer.Codes{ATC: []string{"M01AB15"}, RxCUI: []string{}},
		Statements: []answer.Statement{
			Statement(about, "direct", "mentioned", "doc-002:201", "listed for back pain after giving birth", Phases("lactation"),
				With(func(s *answer.Statement) { s.Setting = catalog.Postpartum })),
			Statement(about, "direct", "contraindicated", "doc-000:61", "must not be taken in the last three months", Phases("third")),
			Statement(AboutNSAIDs, "class", "doctor_only", "doc-001:140", "while nursing only on prescription", Phases("lactation"),
				With(func(s *answer.Statement) { s.Setting = catalog.InLactation })),
		},
		References: []answer.Reference{NsaidReference()},
	}
	e.Status.Pregnancy = answer.Trimesters{
		First:  Headline(e, "first", "not_stated", "silent", "not_stated"),
		Second: Headline(e, "second", "not_stated", "silent", "not_stated"),
		Third:  Headline(e, "third", "contraindicated", "direct", "contraindicated", "ketorolac.000.61"),
	}
	e.Status.Lactation = Headline(e, "lactation", "doctor_only", "class", "mentioned", "nsaids.001.140", "ketorolac.002.201")
	return e
}

// Finalgon is a product with a dispute of its own.
func Finalgon() *answer.Entry {
	about := answer.About{ID: "finalgon", Name: "Finalgon"}
	e := &answer.Entry{
		ID: "finalgon", Name: "Finalgon", Kind: catalog.Product, Route: Ptr("topical"), Form: Ptr("ointment"),
		Identity: &answer.Identity{Text: "nonivamide with nicoboxil", Certainty: catalog.Guess},
		Uses:     []answer.Use{}, Looked: []answer.Looked{},
		Aliases: []string{}, Classes: []answer.Link{}, ConfusableWith: []answer.Confusable{}, References: []answer.Reference{},
		Ingredients: []answer.Ingredient{
			{Link: answer.Link{ID: "nonivamide", Name: "nonivamide", Basis: catalog.Documents, Source: "doc-003:22"}},
			{Link: answer.Link{ID: "nicoboxil", Name: "nicoboxil", Basis: catalog.Documents, Source: "doc-003:22"}, Formulas: catalog.Some}},
		Codes: answer.Codes{ATC: []string{}, RxCUI: []string{"31945"}},
		Statements: []answer.Statement{
			Statement(about, "direct", "not_recommended", "doc-003:30", "the leaflet advises pregnant and nursing women against it",
				Phases("first", "second", "third", "lactation"), With(func(s *answer.Statement) { s.Speaker = catalog.Leaflet })),
			Statement(about, "direct", "conditional", "doc-003:21", "the caption under the picture counts it among the remedies for expectant mothers",
				Pregnancy, With(func(s *answer.Statement) { s.Covers = catalog.Some; s.Caveats = []string{"small areas only"} })),
		},
	}
	ids := []string{"finalgon.003.30", "finalgon.003.21"}
	e.Status.Pregnancy = answer.Trimesters{
		First:  Headline(e, "first", "not_recommended", "direct", "not_recommended", ids...),
		Second: Headline(e, "second", "not_recommended", "direct", "not_recommended", ids...),
		Third:  Headline(e, "third", "not_recommended", "direct", "not_recommended", ids...),
	}
	e.Status.Lactation = Headline(e, "lactation", "not_recommended", "direct", "not_recommended", ids[0])
	return e
}

// Eggshell is a remedy.
func Eggshell() *answer.Entry {
	about := answer.About{ID: "eggshell-powder", Name: "eggshell powder with lemon juice for the night"}
	e := &answer.Entry{
		ID: "eggshell-powder", Name: about.Name, Kind: catalog.Remedy, Aliases: []string{}, Ingredients: []answer.Ingredient{}, Classes: []answer.Link{}, Uses: []answer.Use{}, Looked: []answer.Looked{},
		ConfusableWith: []answer.Confusable{}, References: []answer.Reference{}, Codes: answer.Codes{ATC: []string{}, RxCUI: []string{}},
		Statements: []answer.Statement{
			Statement(about, "direct", "allowed", "doc-004:200", "a source of calcium for the months in which the baby grows most", Phases("second")),
			Statement(about, "direct", "caution", "doc-004:201", "with care towards the end because of kidney stones", Phases("third")),
		},
	}
	e.Status.Pregnancy = answer.Trimesters{
		First:  Headline(e, "first", "not_stated", "silent", "not_stated"),
		Second: Headline(e, "second", "allowed", "direct", "allowed", "eggshell-powder.004.200"),
		Third:  Headline(e, "third", "caution", "direct", "caution", "eggshell-powder.004.201"),
	}
	e.Status.Lactation = Headline(e, "lactation", "not_stated", "silent", "not_stated")
	return e
}

// Advice is what is stated of medicines at large.
func Advice() []answer.Statement {
	anything, pk := answer.About{ID: "any-medicine", Name: "any medicine"}, answer.About{ID: "painkillers", Name: "painkillers"}
	return []answer.Statement{
		Statement(anything, "direct", "doctor_only", "doc-000:9", "no medicine without asking the doctor who leads the pregnancy", Pregnancy),
		Statement(pk, "direct", "contraindicated", "doc-001:12", "gives up painkillers altogether in the first weeks", Phases("first")),
	}
}

// Resolved is the result of a name that was resolved.
func Resolved(query string, kind match.Kind, matched string, distance int, e *answer.Entry) answer.Result {
	return answer.Result{Query: query, Suggestions: []answer.Suggestion{}, Entry: e,
		Match: answer.Match{Kind: kind, ID: &e.ID, Name: &e.Name, Matched: &matched, Distance: distance, Holds: []string{}, Ignored: []string{}}}
}

// NotFound is the result of a name that was not.
func NotFound() answer.Result {
	return answer.Result{Query: "nurofn jel", Match: answer.Match{Kind: match.None, Holds: []string{}, Ignored: []string{}, Message: Ptr("no entry has this name, and none is clearly nearest")},
		Suggestions: []answer.Suggestion{{ID: "nurofen-gel", Name: "Nurofen Gel"}, {ID: "nurofen", Name: "Nurofen"}}}
}

// Lookup is a lookup of results.
func Lookup(results ...answer.Result) answer.Lookup {
	return answer.Lookup{Schema: answer.LookupSchema, Dataset: Dataset, Notice: answer.Notice, Advice: Advice(), Results: results}
}

// List is a list under filters.
func List(f answer.Filters) answer.List {
	f.Phases, f.Status, f.Kind = append([]catalog.Phase{}, f.Phases...), append([]catalog.Status{}, f.Status...), append([]catalog.Kind{}, f.Kind...)
	f.For = append([]catalog.Use{}, f.For...)
	f.Authorities = append([]resolve.Relation{}, f.Authorities...)
	return answer.List{Schema: answer.ListSchema, Dataset: Dataset, Notice: answer.Notice, Advice: Advice(), Filters: f,
		Entries: []answer.Entry{*Eggshell(), *Finalgon(), *Ketorolac(), *NurofenGel()}}
}

// Compare is a comparison of three.
func Compare() answer.Compare {
	return Lookup(
		Resolved("nurofen gel", "exact", "Nurofen Gel", 0, NurofenGel()),
		Resolved("ketorolac", "exact", "ketorolac", 0, Ketorolac()),
		Resolved("finalgon", "exact", "Finalgon", 0, Finalgon())).Compare()
}

// DocumentInfo describes a document.
func DocumentInfo() answer.DocumentInfo {
	return answer.DocumentInfo{ID: "doc-004", File: "004_f9cac0e327335adc.txt", Title: "Back pain while expecting",
		Summary: "several articles on back pain strung together, machine-translated", Covers: []string{"pregnancy", "postpartum"},
		Lines: 433, Statements: 2, Entries: 2,
		Parts:       []answer.Part{{Title: "Ointments", From: 1, To: 85, Kind: catalog.Article}, {Title: "Letters", From: 86, To: 433, Kind: catalog.Forum}},
		Disclaimers: []answer.Disclaimer{{Line: 149, Text: "the page says that it replaces no doctor"}}}
}

// Documents is a list of two documents.
func Documents() answer.Documents {
	return answer.Documents{Schema: answer.DocumentsSchema, Dataset: Dataset, Notice: answer.Notice,
		Documents: []answer.DocumentInfo{DocumentInfo(), {ID: "doc-000", File: "000_0123456789abcdef.txt", Title: "Which painkillers", Summary: "one article",
			Covers: []string{"pregnancy"}, Lines: 120, Statements: 40, Entries: 21, Parts: []answer.Part{}, Disclaimers: []answer.Disclaimer{}}}}
}

// Document is a document with two statements.
func Document() answer.Document {
	e := NurofenGel()
	return answer.Document{Schema: answer.DocumentSchema, Dataset: Dataset, Notice: answer.Notice, Document: DocumentInfo(),
		Statements: []answer.Statement{e.Statements[3], e.Statements[1]}, Nearby: []answer.Statement{}}
}

// DocumentLine is a line of it.
func DocumentLine() answer.Document {
	d := Document()
	d.Line, d.Statements, d.Nearby = Ptr(77), d.Statements[:1], d.Statements[1:]
	return d
}

// ReferenceInfo is a reference by itself.
func ReferenceInfo() answer.ReferenceInfo {
	r := NsaidReference()
	return answer.ReferenceInfo{ID: r.ID, About: []answer.About{AboutNSAIDs}, Route: r.Route, Type: r.Type, Positions: r.Positions, Text: r.Text,
		Authority: r.Authority, Country: r.Country, Date: r.Date, Document: r.Document, Read: r.Read,
		Entries: []answer.About{{ID: "ketorolac", Name: "ketorolac"}}}
}

// References is a list of one reference.
func References() answer.References {
	return answer.References{Schema: answer.ReferencesSchema, Dataset: Dataset, Notice: answer.Notice,
		References: []answer.ReferenceInfo{ReferenceInfo()}}
}

// ReferenceShow is one reference.
func ReferenceShow() answer.ReferenceShow {
	return answer.ReferenceShow{Schema: answer.ReferenceSchema, Dataset: Dataset, Notice: answer.Notice, Reference: ReferenceInfo()}
}
