// Package catalog is the model of the dataset: documents, entries, the
// statements the documents make about them, and what public authorities say
// beside them. It holds types and constant tables only; reading YAML is
// package load's work, the rules are package resolve's.
package catalog

// Dataset is a whole, checked dataset. Every integer in it is an index into
// one of its own slices, so that a generated table needs no work at start.
type Dataset struct {
	Version    string // calendar version of the data, as in "2026.11.21"
	Hash       string // of the YAML it was made from, "sha256:" and 64 hex digits
	Documents  []Document
	Substances []Substance
	Entries    []Entry
	References []Reference
	// Names holds every exact name of every entry, sorted by Key. A key that
	// several entries share appears once for each.
	Names []Name
	// Brands holds names that the documents do not use, of what may hold
	// substances that they speak of, sorted by Key. One name may be that of
	// several medicines.
	Brands []Brand
	// Contents are what brands hold: indexes into Held.
	Contents [][]int32
	Held     []Held
	// Index and BrandIndex are what package match made of Names and Brands to
	// find misspelt ones; empty until they are made.
	Index, BrandIndex Index
}

// Document is one source file and what it is.
type Document struct {
	ID          string // as in "doc-004"
	File        string // the file's name in the documents folder
	Title       string
	Summary     string   // own words: what kind of page it is
	Covers      []string // settings it speaks of
	Lines       int
	Parts       []Part
	Disclaimers []Disclaimer
}

// Part is one of the pages that a compiled document strings together.
type Part struct {
	Title    string
	From, To int // lines, both included
	Kind     Speaker
}

// Disclaimer is a document's own warning about itself, in our words.
type Disclaimer struct {
	Line int
	Text string
}

// Substance is an active substance that an entry may contain, whether or not
// it has an entry itself.
type Substance struct {
	ID    string
	Name  string // INN if there is one
	ATC   []Code
	RxCUI []string
	Entry int32 // the entry of the substance itself, -1 if it has no entry
	// Products lists the entries that contain it.
	Products []int32
}

// Code is an ATC code and the route that it implies; no route means any.
type Code struct {
	Code, Route string
}

// Brand is a name that the documents do not use, and what it means.
type Brand struct {
	Key       string // as package name's Key makes it
	Text      string // as a person writes it
	Kind      BrandKind
	Route     string // how it is given; empty if that varies
	Countries string // codes of ISO 3166, as in "FR RU"; empty for all
	Contents  int32  // index into Dataset.Contents
}

// Held is a substance that brands hold.
type Held struct {
	Name string
	// Substance is the substance in the dataset, Entry the entry that is about
	// it; -1 if there is no such one.
	Substance, Entry int32
}

// Entry is one thing that a person would look up.
type Entry struct {
	ID, Name    string
	Kind        Kind
	Route, Form string // empty if unknown
	// Advice marks what speaks of all medicines or of painkillers at large:
	// shown with every answer, never part of another entry's headline.
	Advice      bool
	Combination bool // holds more than one active substance
	Identity    Identity
	Aliases     []string
	Uses        []EntryUse
	Ingredients []Link
	Classes     []Link
	ATC, RxCUI  []string
	Confusable  []Confusable
	Statements  []Statement
	Members     []int32  // of a class: the entries that belong to it
	Looked      []Looked // what authorities were searched for in vain
}

// Identity is what a printed name is identified as. Text is empty if the name
// needs no explanation.
type Identity struct {
	Text      string
	Certainty Certainty
}

// EntryUse is what the documents name an entry for, and where.
type EntryUse struct {
	Use    Use
	Source string // as in "doc-000:8"
}

// Link says that an entry contains a substance or belongs to a class.
type Link struct {
	ID    string // of the substance or of the class entry
	Index int32  // into Substances (ingredients) or Entries (classes)
	Basis Basis
	// Source is where the documents state the link ("doc-000:58"), or the
	// public identifier that general knowledge rests on ("ATC N02BE01").
	Source string
	// SomeFormulas marks an ingredient that only some formulas of a product
	// hold.
	SomeFormulas bool
}

// Confusable is a name that is easily taken for this entry's.
type Confusable struct {
	Name   string
	Entry  int32 // the entry of that name, -1 if we have no such entry
	Reason string
}

// Statement is one passage about one subject (contract, section 2).
type Statement struct {
	ID     string
	Status Status
	Phases Phases
	// Stated is true if the passage names the phase itself, false for
	// "pregnancy" without a trimester and for passages silent on the phase.
	Stated  bool
	Setting Setting
	Covers  Covers
	Speaker Speaker
	// ReportedBy is the voice that reports another's words: a forum post
	// that cites a leaflet. Nobody if the speaker speaks itself.
	ReportedBy Speaker
	Gist       string // the claim for lines without room; at most MaxGist cells
	Claim      string
	Caveats    []string
	Source     Source
}

// MaxGist is how many cells of a terminal a gist may take.
const MaxGist = 40

// Source is a statement's place.
type Source struct {
	Document int32 // index into Dataset.Documents
	Line     int
	// Begins is the line at which the passage begins, if the statement is on
	// a later line of it; else 0.
	Begins    int
	Section   string // the heading above the line
	PrintedAs string // the name as the line prints it, letter for letter
}

// Passage returns the line at which the passage begins. Two statements come
// from one passage if they share it and the document.
func (s *Source) Passage() int {
	if s.Begins > 0 {
		return s.Begins
	}
	return s.Line
}

// Reference is what a public authority says, never mixed with statements.
type Reference struct {
	ID         string
	Substances []int32 // what it is about: substances…
	Entries    []int32 // …or entries: classes, and products and remedies themselves
	// Covers is how much of these entries it speaks of: only All reaches the
	// members of a class.
	Covers     Covers
	Routes     []string // the routes it speaks of; empty means any
	RouteNote  string   // the route in words, as shown
	Positions  []RefPosition
	Text       string
	Gist       string // the limit that decides, for lines without room; may be empty
	Authority  string
	Country    string
	Type       RefType
	Date       string // ISO 8601, as precise as known; empty if undated
	Document   string
	Identifier string // by what the document is found…
	Host       string // …and where
	Read       string // "source", "copy" or "quoted"
}

// RefPosition is an authority's position on a span of weeks or on lactation.
// Weeks are completed weeks of amenorrhoea; 0 means not limited on that side.
type RefPosition struct {
	Phase            Phase
	FromWeek, ToWeek int
	Position         Position
}

// Looked says that somebody searched for what authorities say of an entry in
// a phase and found nothing on the point.
type Looked struct {
	Phase    Phase
	Searched string // what was looked for, and where
	Date     string // ISO 8601
}

// NameKind says which of an entry's names a Name is.
type NameKind uint8

// An entry's own name or id is exact, every other name an alias, an ATC code
// or RxCUI a code.
const (
	ExactName NameKind = iota
	AliasName
	CodeName
)

// Name is one exact name of an entry in normalised form.
type Name struct {
	Key   string // as package name's Key makes it
	Text  string // as a person writes it
	Entry int32
	Kind  NameKind
}

// Index holds names as package match compares them: sorted by the length of their
// sound, and after them the words of those of several words.
type Index struct {
	N     int // how many of the items are names
	Items []Item
	From  []int32 // of each length the first name whose sound is at least that long
	Order []int32 // the names by their sounds
	// Folds, Codes and Bags are the traits of the items, by which most are ruled out.
	// They lie side by side, to be run through quickly.
	Folds []uint32
	Codes []uint64
	Bags  []uint64
}

// Item is a name, or one of its words, in letters and in sounds as package name
// writes them.
type Item struct {
	Code, Fold string
	// Owner is, of a name, its index in Dataset.Names, Dataset.Brands or the lines
	// of the lexicon, and of a word that of the item it is of.
	Owner int32
	First int32 // the first of its words; names of one word have no list
	Words uint8 // how many there are
	// Generic marks the international name of a substance, in any script.
	Generic bool
}
