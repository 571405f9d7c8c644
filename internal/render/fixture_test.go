package render

import (
	"strings"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
)

// The fixtures resemble real answers: contradicting passages, inherited
// statuses, silence, garbled names. Their claims are made up for the tests.

func ptr[T any](v T) *T { return &v }

var fixtureDataset = answer.Dataset{Version: "2026.11.21", Source: "embedded", Hash: "sha256:0123456789ab", Entries: 4, Statements: 12}

type statementOption func(*answer.Statement)

func with(f func(*answer.Statement)) statementOption { return f }

func statement(about answer.About, via, status, place, claim string, phases []string, opts ...statementOption) answer.Statement {
	doc, line, _ := strings.Cut(place, ":")
	n := 0
	for _, d := range line {
		n = n*10 + int(d-'0')
	}
	wording := "stated"
	if len(phases) >= 3 {
		wording = "unspecified"
	}
	s := answer.Statement{
		ID: about.ID + "." + strings.TrimPrefix(doc, "doc-") + "." + line, About: about, Via: via, Phases: append([]string{}, phases...),
		PhaseWording: wording, Setting: "pregnancy", Covers: "all", Status: status, Claim: capital(claim) + ".",
		Caveats: []string{}, Speaker: "article",
		Source: answer.Source{Document: doc, File: strings.TrimPrefix(doc, "doc-") + "_f9cac0e327335adc.txt", Line: n,
			Section: "Ointments that help", PrintedAs: about.Name},
	}
	for _, o := range opts {
		o(&s)
	}
	return s
}

var pregnancy = []string{"first", "second", "third"}

func headline(e *answer.Entry, name, status, basis, direct string, ids ...string) answer.Phase {
	p := answer.Phase{Status: status, Basis: basis, Direct: direct, Statements: append([]string{}, ids...)}
	permits, refuses := false, false
	for _, id := range ids {
		st, _ := catalog.ParseStatus(statementByID(e, id).Status)
		permits, refuses = permits || st.Permits(), refuses || st.Refuses()
	}
	p.Disputed = permits && refuses
	for _, r := range e.References {
		for _, pos := range r.Positions {
			if x, _ := catalog.ParsePosition(pos.Position); pos.Phase == name && x.Against() && permits {
				p.Contradicted = true
			}
		}
	}
	return p
}

var aboutNSAIDs = answer.About{ID: "nsaids", Name: "NSAIDs"}

func nsaidReference() answer.Reference {
	return answer.Reference{
		ID: "fda-nsaid-20wk", About: aboutNSAIDs, Route: "systemic",
		Positions: []answer.Position{
			{Phase: "second", FromWeek: ptr(20), InPart: true, Position: "only_if_needed"},
			{Phase: "third", FromWeek: ptr(30), InPart: true, Position: "avoid"},
		},
		Text:      "From about week 20 on they can harm the kidneys of the unborn baby; not from week 30 on",
		Authority: "FDA", Country: "US", Date: ptr("2020-10-15"), Document: "Drug Safety Communication on NSAIDs", Read: "source",
	}
}

func nurofenGel() *answer.Entry {
	about := answer.About{ID: "nurofen-gel", Name: "Nurofen Gel"}
	e := &answer.Entry{
		ID: "nurofen-gel", Name: "Nurofen Gel", Kind: "product", Route: ptr("topical"), Form: ptr("gel"),
		Aliases:        []string{"Нурофен гель", "Nurofen for the skin"},
		Ingredients:    []answer.Link{{ID: "ibuprofen", Name: "ibuprofen", Basis: "general_knowledge", Source: "ATC M02AA13"}},
		Classes:        []answer.Link{{ID: "nsaids", Name: "NSAIDs", Basis: "documents", Source: "doc-001:58"}},
		Codes:          answer.Codes{ATC: []string{"M02AA13"}, RxCUI: []string{"5640"}},
		ConfusableWith: []answer.Confusable{{Name: "Nurofen", Reason: "the tablets of the same brand"}},
		Statements: []answer.Statement{
			statement(about, "direct", "doctor_only", "doc-003:88", "a gel with ibuprofen only once a doctor has agreed", pregnancy,
				with(func(s *answer.Statement) { s.Caveats = []string{"not on broken skin", "a thin layer"} })),
			statement(about, "direct", "allowed", "doc-004:416", "counted among the gels that may be rubbed in while pregnant", pregnancy,
				with(func(s *answer.Statement) { s.Caveats = []string{"not on broken skin"} })),
			statement(about, "direct", "allowed", "doc-002:12", "said to be compatible with breastfeeding", []string{"lactation"},
				with(func(s *answer.Statement) {
					s.Setting, s.Speaker, s.ReportedBy = "lactation", "leaflet", ptr("forum")
				})),
			statement(aboutNSAIDs, "class", "contraindicated", "doc-004:77",
				"rules the whole group out for pregnant women, rubs and gels included", pregnancy,
				with(func(s *answer.Statement) {
					s.Caveats = []string{"even a rub reaches the blood"}
					s.Source.Section = `Pain | relief "at home"`
				})),
			statement(aboutNSAIDs, "class", "doctor_only", "doc-001:140", "while nursing only on prescription", []string{"lactation"},
				with(func(s *answer.Statement) { s.Setting = "lactation" })),
		},
		References: []answer.Reference{nsaidReference(), {
			ID: "ema-topical-nsaid", About: answer.About{ID: "ibuprofen", Name: "ibuprofen"}, Route: "skin",
			Positions: []answer.Position{
				{Phase: "first", Position: "only_if_needed"}, {Phase: "second", Position: "only_if_needed"},
				{Phase: "third", Position: "contraindicated"}},
			Text: "Not in the last trimester", Authority: "EMA", Country: "EU", Document: "EU wording for the skin", Read: "quoted",
		}},
	}
	ids := []string{"nsaids.004.77", "nurofen-gel.003.88", "nurofen-gel.004.416"}
	e.Status.Pregnancy = answer.Trimesters{
		First:  headline(e, "first", "contraindicated", "class", "doctor_only", ids...),
		Second: headline(e, "second", "contraindicated", "class", "doctor_only", ids...),
		Third:  headline(e, "third", "contraindicated", "class", "doctor_only", ids...),
	}
	e.Status.Lactation = headline(e, "lactation", "doctor_only", "class", "allowed", "nsaids.001.140", "nurofen-gel.002.12")
	return e
}

func ketorolac() *answer.Entry {
	about := answer.About{ID: "ketorolac", Name: "ketorolac"}
	e := &answer.Entry{
		ID: "ketorolac", Name: "ketorolac", Kind: "ingredient", Aliases: []string{"Кеторолак", "Ketanov"},
		Ingredients: []answer.Link{}, ConfusableWith: []answer.Confusable{},
		Classes: []answer.Link{{ID: "nsaids", Name: "NSAIDs", Basis: "general_knowledge", Source: "ATC M01AB15"}},
		Codes:   answer.Codes{ATC: []string{"M01AB15"}, RxCUI: []string{}},
		Statements: []answer.Statement{
			statement(about, "direct", "mentioned", "doc-002:201", "listed for back pain after giving birth", []string{"lactation"},
				with(func(s *answer.Statement) { s.Setting = "postpartum" })),
			statement(about, "direct", "contraindicated", "doc-000:61", "must not be taken in the last three months", []string{"third"}),
			statement(aboutNSAIDs, "class", "doctor_only", "doc-001:140", "while nursing only on prescription", []string{"lactation"},
				with(func(s *answer.Statement) { s.Setting = "lactation" })),
		},
		References: []answer.Reference{},
	}
	e.Status.Pregnancy = answer.Trimesters{
		First:  headline(e, "first", "not_stated", "silent", "not_stated"),
		Second: headline(e, "second", "not_stated", "silent", "not_stated"),
		Third:  headline(e, "third", "contraindicated", "direct", "contraindicated", "ketorolac.000.61"),
	}
	e.Status.Lactation = headline(e, "lactation", "doctor_only", "class", "mentioned", "nsaids.001.140", "ketorolac.002.201")
	return e
}

func finalgon() *answer.Entry {
	about := answer.About{ID: "finalgon", Name: "Finalgon"}
	e := &answer.Entry{
		ID: "finalgon", Name: "Finalgon", Kind: "product", Route: ptr("topical"), Form: ptr("ointment"),
		Identity: &answer.Identity{Text: "nonivamide with nicoboxil", Certainty: "guess"},
		Aliases:  []string{}, Classes: []answer.Link{}, ConfusableWith: []answer.Confusable{}, References: []answer.Reference{},
		Ingredients: []answer.Link{
			{ID: "nonivamide", Name: "nonivamide", Basis: "documents", Source: "doc-003:22"},
			{ID: "nicoboxil", Name: "nicoboxil", Basis: "documents", Source: "doc-003:22"}},
		Codes: answer.Codes{ATC: []string{}, RxCUI: []string{"31945"}},
		Statements: []answer.Statement{
			statement(about, "direct", "not_recommended", "doc-003:30", "the leaflet advises pregnant and nursing women against it",
				[]string{"first", "second", "third", "lactation"}, with(func(s *answer.Statement) { s.Speaker = "leaflet" })),
			statement(about, "direct", "conditional", "doc-003:21", "the caption under the picture counts it among the remedies for expectant mothers",
				pregnancy, with(func(s *answer.Statement) { s.Covers = "some"; s.Caveats = []string{"small areas only"} })),
		},
	}
	ids := []string{"finalgon.003.30", "finalgon.003.21"}
	e.Status.Pregnancy = answer.Trimesters{
		First:  headline(e, "first", "not_recommended", "direct", "not_recommended", ids...),
		Second: headline(e, "second", "not_recommended", "direct", "not_recommended", ids...),
		Third:  headline(e, "third", "not_recommended", "direct", "not_recommended", ids...),
	}
	e.Status.Lactation = headline(e, "lactation", "not_recommended", "direct", "not_recommended", ids[0])
	return e
}

func eggshell() *answer.Entry {
	about := answer.About{ID: "eggshell-powder", Name: "eggshell powder with lemon juice for the night"}
	e := &answer.Entry{
		ID: "eggshell-powder", Name: about.Name, Kind: "remedy", Aliases: []string{}, Ingredients: []answer.Link{}, Classes: []answer.Link{},
		ConfusableWith: []answer.Confusable{}, References: []answer.Reference{}, Codes: answer.Codes{ATC: []string{}, RxCUI: []string{}},
		Statements: []answer.Statement{
			statement(about, "direct", "allowed", "doc-004:200", "a source of calcium for the months in which the baby grows most", []string{"second"}),
			statement(about, "direct", "caution", "doc-004:201", "with care towards the end because of kidney stones", []string{"third"}),
		},
	}
	e.Status.Pregnancy = answer.Trimesters{
		First:  headline(e, "first", "not_stated", "silent", "not_stated"),
		Second: headline(e, "second", "allowed", "direct", "allowed", "eggshell-powder.004.200"),
		Third:  headline(e, "third", "caution", "direct", "caution", "eggshell-powder.004.201"),
	}
	e.Status.Lactation = headline(e, "lactation", "not_stated", "silent", "not_stated")
	return e
}

func advice() []answer.Statement {
	any, pk := answer.About{ID: "any-medicine", Name: "any medicine"}, answer.About{ID: "painkillers", Name: "painkillers"}
	return []answer.Statement{
		statement(any, "direct", "doctor_only", "doc-000:9", "no medicine without asking the doctor who leads the pregnancy", pregnancy),
		statement(pk, "direct", "contraindicated", "doc-001:12", "gives up painkillers altogether in the first weeks", []string{"first"}),
	}
}

func resolved(query, kind, matched string, distance int, e *answer.Entry) answer.Result {
	return answer.Result{Query: query, Suggestions: []answer.Suggestion{}, Entry: e,
		Match: answer.Match{Kind: kind, ID: &e.ID, Name: &e.Name, Matched: &matched, Distance: distance}}
}

func notFound() answer.Result {
	return answer.Result{Query: "nurofn jel", Match: answer.Match{Kind: "none", Message: ptr("no entry has this name, and none is clearly nearest")},
		Suggestions: []answer.Suggestion{{ID: "nurofen-gel", Name: "Nurofen Gel"}, {ID: "nurofen", Name: "Nurofen"}}}
}

func lookup(results ...answer.Result) answer.Lookup {
	return answer.Lookup{Schema: answer.LookupSchema, Dataset: fixtureDataset, Notice: answer.Notice, Advice: advice(), Results: results}
}

func list(f answer.Filters) answer.List {
	for _, s := range []*[]string{&f.Phases, &f.Status, &f.Kind} {
		if *s == nil {
			*s = []string{}
		}
	}
	return answer.List{Schema: answer.ListSchema, Dataset: fixtureDataset, Notice: answer.Notice, Advice: advice(), Filters: f,
		Entries: []answer.Entry{*eggshell(), *finalgon(), *ketorolac(), *nurofenGel()}}
}

func compare() answer.Compare {
	return answer.Compare{Schema: answer.CompareSchema, Dataset: fixtureDataset, Notice: answer.Notice, Advice: advice(),
		Results: []answer.Result{
			resolved("nurofen gel", "exact", "Nurofen Gel", 0, nurofenGel()),
			resolved("ketorolac", "exact", "ketorolac", 0, ketorolac()),
			resolved("finalgon", "exact", "Finalgon", 0, finalgon())}}
}

func documentInfo() answer.DocumentInfo {
	return answer.DocumentInfo{ID: "doc-004", File: "004_f9cac0e327335adc.txt", Title: "Back pain while expecting",
		Summary: "several articles on back pain strung together, machine-translated", Covers: []string{"pregnancy", "postpartum"},
		Lines: 433, Statements: 2, Entries: 2,
		Parts:       []answer.Part{{Title: "Ointments", From: 1, To: 85, Kind: "article"}, {Title: "Letters", From: 86, To: 433, Kind: "forum"}},
		Disclaimers: []answer.Disclaimer{{Line: 149, Text: "the page says that it replaces no doctor"}}}
}

func documents() answer.Documents {
	return answer.Documents{Schema: answer.DocumentsSchema, Dataset: fixtureDataset, Notice: answer.Notice,
		Documents: []answer.DocumentInfo{documentInfo(), {ID: "doc-000", File: "000_0123456789abcdef.txt", Title: "Which painkillers", Summary: "one article",
			Covers: []string{"pregnancy"}, Lines: 120, Statements: 40, Entries: 21, Parts: []answer.Part{}, Disclaimers: []answer.Disclaimer{}}}}
}

func document() answer.Document {
	e := nurofenGel()
	return answer.Document{Schema: answer.DocumentSchema, Dataset: fixtureDataset, Notice: answer.Notice, Document: documentInfo(),
		Statements: []answer.Statement{e.Statements[3], e.Statements[1]}}
}

func referenceInfo() answer.ReferenceInfo {
	r := nsaidReference()
	return answer.ReferenceInfo{ID: r.ID, About: []answer.About{aboutNSAIDs}, Route: r.Route, Positions: r.Positions, Text: r.Text,
		Authority: r.Authority, Country: r.Country, Date: r.Date, Document: r.Document, Read: r.Read,
		Entries: []answer.About{{ID: "ketorolac", Name: "ketorolac"}}}
}

func references() answer.References {
	return answer.References{Schema: answer.ReferenceSchema, Dataset: fixtureDataset, Notice: answer.Notice,
		References: []answer.ReferenceInfo{referenceInfo()}}
}

func referenceShow() answer.ReferenceShow {
	return answer.ReferenceShow{Schema: answer.ReferenceShowSchema, Dataset: fixtureDataset, Notice: answer.Notice, Reference: referenceInfo()}
}

func settings() Table {
	return Table{Name: "Settings", Columns: []string{"key", "value", "origin"},
		Rows: [][]string{{"output", "table", "built-in"}, {"color", "never", "flag --color"}},
		JSON: []map[string]string{{"key": "output", "value": "table", "origin": "built-in"}, {"key": "color", "value": "never", "origin": "flag --color"}}}
}
