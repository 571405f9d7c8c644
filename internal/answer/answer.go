// Package answer holds the typed results that every output format is made
// from: the JSON of the contract's section 5, and nothing about how it looks.
// Field order is key order; lists are never nil; a key never comes and goes.
package answer

// Schema identifiers. A change that breaks a reader raises the number.
const (
	LookupSchema    = "backcare.lookup/1"
	ListSchema      = "backcare.list/1"
	CompareSchema   = "backcare.compare/1"
	DocumentsSchema = "backcare.documents/1"
	DocumentSchema  = "backcare.document/1"
	DatasetSchema   = "backcare.dataset/1"
	// ReferenceSchema is that of "reference list", ReferenceShowSchema that of
	// "reference show".
	ReferenceSchema     = "backcare.references/1"
	ReferenceShowSchema = "backcare.reference/1"
)

// Notice is printed with every answer; it reports and gives no advice.
const Notice = "This reports what five machine-translated web pages state; they contradict one another and are partly wrong. It is not medical advice: ask a doctor, midwife or pharmacist before taking or refusing a medicine."

// Dataset says which data an answer came from.
type Dataset struct {
	Version    string `json:"version"`
	Source     string `json:"source"` // "embedded", or the folder given with --data
	Hash       string `json:"hash"`
	Entries    int    `json:"entries"`
	Statements int    `json:"statements"`
}

// Lookup is the answer of "drug lookup".
type Lookup struct {
	Schema  string      `json:"schema"`
	Dataset Dataset     `json:"dataset"`
	Notice  string      `json:"notice"`
	Advice  []Statement `json:"advice"`
	Results []Result    `json:"results"`
}

// Result is the answer for one name. Entry is nil where the name resolved to
// nothing; Suggestions then may name what was meant, never with a status.
type Result struct {
	Query       string       `json:"query"`
	Match       Match        `json:"match"`
	Suggestions []Suggestion `json:"suggestions"`
	Entry       *Entry       `json:"entry"`
}

// Match says how a name was resolved (contract, section 4).
type Match struct {
	Kind     string  `json:"kind"` // exact, alias, code, spelling, ambiguous, none
	ID       *string `json:"id"`
	Name     *string `json:"name"`
	Matched  *string `json:"matched"`  // the name of the entry that the query met
	Distance int     `json:"distance"` // edits, 0 unless spelling
	// Message explains "ambiguous" and "none" in a sentence, as where the
	// query is a medicine that the documents do not name; nil otherwise.
	Message *string `json:"message"`
}

// Suggestion is an entry that may have been meant.
type Suggestion struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// List is the answer of "drug list".
type List struct {
	Schema  string      `json:"schema"`
	Dataset Dataset     `json:"dataset"`
	Notice  string      `json:"notice"`
	Advice  []Statement `json:"advice"`
	Filters Filters     `json:"filters"`
	Entries []Entry     `json:"entries"`
}

// Compare is the answer of "drug compare": the results in the order asked.
type Compare struct {
	Schema  string      `json:"schema"`
	Dataset Dataset     `json:"dataset"`
	Notice  string      `json:"notice"`
	Advice  []Statement `json:"advice"`
	Results []Result    `json:"results"`
}

// Filters are the filters of a list as they were understood.
type Filters struct {
	Phases       []string `json:"phases"`
	Status       []string `json:"status"`
	Kind         []string `json:"kind"`
	Class        *string  `json:"class"`
	Contains     *string  `json:"contains"`
	Document     *string  `json:"document"`
	Disputed     bool     `json:"disputed"`
	Contradicted bool     `json:"contradicted"`
}

// Entry is one medicine, class or remedy with all that reaches it.
type Entry struct {
	ID             string       `json:"id"`
	Name           string       `json:"name"`
	Kind           string       `json:"kind"`
	Route          *string      `json:"route"`
	Form           *string      `json:"form"`
	Advice         bool         `json:"advice"` // about medicines or painkillers at large
	Identity       *Identity    `json:"identity"`
	Aliases        []string     `json:"aliases"`
	Ingredients    []Link       `json:"ingredients"`
	Classes        []Link       `json:"classes"`
	Codes          Codes        `json:"codes"`
	ConfusableWith []Confusable `json:"confusable_with"`
	Status         Status       `json:"status"`
	Statements     []Statement  `json:"statements"`
	References     []Reference  `json:"references"`
}

// Identity is what a garbled name is held to be.
type Identity struct {
	Text      string `json:"text"`
	Certainty string `json:"certainty"` // sure, likely, guess
}

// Link is an ingredient or a class and what the link rests on.
type Link struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Basis  string `json:"basis"`  // documents, general_knowledge
	Source string `json:"source"` // "doc-000:58", or a public identifier
}

// Codes are the checked codes.
type Codes struct {
	ATC   []string `json:"atc"`
	RxCUI []string `json:"rxcui"`
}

// Confusable is a name easily taken for the entry's. ID is nil where the
// name is no entry.
type Confusable struct {
	ID     *string `json:"id"`
	Name   string  `json:"name"`
	Reason string  `json:"reason"`
}

// Status is an entry's status in the four phases.
type Status struct {
	Pregnancy Trimesters `json:"pregnancy"`
	Lactation Phase      `json:"lactation"`
}

// Trimesters are the three phases of pregnancy.
type Trimesters struct {
	First  Phase `json:"first"`
	Second Phase `json:"second"`
	Third  Phase `json:"third"`
}

// Phase is the headline of one phase (contract, section 2).
type Phase struct {
	Status   string `json:"status"`
	Basis    string `json:"basis"`  // direct, brand, ingredient, class, silent
	Direct   string `json:"direct"` // the status of the direct statements alone
	Disputed bool   `json:"disputed"`
	// Contradicted: the documents permit what an authority says to avoid.
	Contradicted bool `json:"contradicted"`
	// Statements are the ids of all statements about this phase, the one that
	// decides the status first; also those that narrowing left out of the
	// entry's statements, so that the status never rests on a part of them.
	Statements []string `json:"statements"`
}

// About names an entry.
type About struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Statement is one passage as it reaches an entry.
type Statement struct {
	ID           string   `json:"id"`
	About        About    `json:"about"`
	Via          string   `json:"via"` // direct, brand, ingredient, class
	Phases       []string `json:"phases"`
	PhaseWording string   `json:"phase_wording"` // stated, unspecified
	Setting      string   `json:"setting"`
	Covers       string   `json:"covers"`
	Status       string   `json:"status"`
	Claim        string   `json:"claim"`
	Caveats      []string `json:"caveats"`
	Speaker      string   `json:"speaker"`
	ReportedBy   *string  `json:"reported_by"`
	Source       Source   `json:"source"`
}

// Source is a statement's place in its document.
type Source struct {
	Document  string `json:"document"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Section   string `json:"section"`
	PrintedAs string `json:"printed_as"`
}

// Reference is what an authority says, beside the documents.
type Reference struct {
	ID        string     `json:"id"`
	About     About      `json:"about"`
	Route     string     `json:"route"`
	Positions []Position `json:"positions"`
	Text      string     `json:"text"`
	Authority string     `json:"authority"`
	Country   string     `json:"country"`
	Date      *string    `json:"date"`
	Document  string     `json:"document"`
	Read      string     `json:"read"`
}

// Position is an authority's position on a phase. Weeks are null where the
// authority does not limit the phase by weeks; InPart marks a trimester of
// which the position covers only some weeks.
type Position struct {
	Phase    string `json:"phase"`
	FromWeek *int   `json:"from_week"`
	ToWeek   *int   `json:"to_week"`
	InPart   bool   `json:"in_part"`
	Position string `json:"position"`
}

// Documents is the answer of "document list", Document of "document show".
type Documents struct {
	Schema    string         `json:"schema"`
	Dataset   Dataset        `json:"dataset"`
	Notice    string         `json:"notice"`
	Documents []DocumentInfo `json:"documents"`
}

// DocumentInfo describes one source.
type DocumentInfo struct {
	ID          string       `json:"id"`
	File        string       `json:"file"`
	Title       string       `json:"title"`
	Summary     string       `json:"summary"`
	Covers      []string     `json:"covers"`
	Lines       int          `json:"lines"`
	Statements  int          `json:"statements"`
	Entries     int          `json:"entries"`
	Parts       []Part       `json:"parts"`
	Disclaimers []Disclaimer `json:"disclaimers"`
}

// Part is one of the pages strung together in a document.
type Part struct {
	Title string `json:"title"`
	From  int    `json:"from"`
	To    int    `json:"to"`
	Kind  string `json:"kind"`
}

// Disclaimer is a document's own warning, in our words.
type Disclaimer struct {
	Line int    `json:"line"`
	Text string `json:"text"`
}

// Document is one source with every statement read from it, in line order.
type Document struct {
	Schema     string       `json:"schema"`
	Dataset    Dataset      `json:"dataset"`
	Notice     string       `json:"notice"`
	Document   DocumentInfo `json:"document"`
	Statements []Statement  `json:"statements"`
}

// References is the answer of "reference list".
type References struct {
	Schema     string          `json:"schema"`
	Dataset    Dataset         `json:"dataset"`
	Notice     string          `json:"notice"`
	References []ReferenceInfo `json:"references"`
}

// ReferenceShow is the answer of "reference show".
type ReferenceShow struct {
	Schema    string        `json:"schema"`
	Dataset   Dataset       `json:"dataset"`
	Notice    string        `json:"notice"`
	Reference ReferenceInfo `json:"reference"`
}

// ReferenceInfo is a reference by itself: all that it speaks of, and the
// entries that it reaches.
type ReferenceInfo struct {
	ID        string     `json:"id"`
	About     []About    `json:"about"` // substances and classes
	Route     string     `json:"route"` // in words
	Positions []Position `json:"positions"`
	Text      string     `json:"text"`
	Authority string     `json:"authority"`
	Country   string     `json:"country"`
	Date      *string    `json:"date"`
	Document  string     `json:"document"`
	Read      string     `json:"read"` // source, quoted
	Entries   []About    `json:"entries"`
}
