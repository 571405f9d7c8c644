package catalog

// The closed vocabularies of the contract, section 2. Each is a small integer
// so that the generated tables stay constants; YAML, JSON and the tables show
// the words, which every type writes and reads as encoding.TextMarshaler and
// encoding.TextUnmarshaler.

// Status is what a document says of a subject in a phase, in rising caution:
// comparing two statuses with < compares how cautious they are.
type Status uint8

// The statuses, least cautious first (contract, section 2).
const (
	NotStated       Status = iota // of a phase only: nothing in the documents
	Mentioned                     // named, no position taken
	Allowed                       // may be used, no limit in that passage
	Conditional                   // within limits the passage names
	Caution                       // with care because of a named risk
	DoctorOnly                    // only with or after asking a doctor
	NotRecommended                // advised against, short of a ban
	Contraindicated               // forbidden
)

var statusWords = [...]string{"not_stated", "mentioned", "allowed", "conditional", "caution", "doctor_only", "not_recommended", "contraindicated"}

var statusMeanings = [...]string{
	NotStated:       "the pages say nothing about it. That is no permission",
	Mentioned:       "it is named, without saying whether it may be used",
	Allowed:         "it may be used; that passage names no limit",
	Conditional:     "it may be used within limits: a dose, a few times, after a diagnosis, certain kinds only",
	Caution:         "it may be used, with care because of a risk that the page names",
	DoctorOnly:      "only if a doctor prescribes it, or not without asking one first",
	NotRecommended:  "the page advises against it, without forbidding it",
	Contraindicated: "it is forbidden, or must be given up",
}

// Meaning says in plain words what a page does that has the status.
func (s Status) Meaning() string { return word(statusMeanings[:], int(s)) }

// Statuses lists all statuses, least cautious first.
func Statuses() []Status { return all[Status](len(statusWords)) }

func (s Status) String() string { return word(statusWords[:], int(s)) }

// MarshalText gives the word.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the word; any other is a *WordError.
func (s *Status) UnmarshalText(text []byte) error { return read(s, "status", statusWords[:], text) }

// Permits reports whether the status lets the subject be used, with or
// without limits (contract, section 2: the permitting side of "disputed").
func (s Status) Permits() bool { return s >= Allowed && s <= DoctorOnly }

// Refuses reports whether the status advises against or forbids.
func (s Status) Refuses() bool { return s >= NotRecommended }

// ParseStatus turns a word into a status; ok is false for an unknown word.
func ParseStatus(w string) (value Status, ok bool) { return parse[Status](statusWords[:], w) }

// Phase is a trimester or lactation.
type Phase uint8

// The four phases, in the order they are shown.
const (
	First Phase = iota
	Second
	Third
	Lactation
	PhaseCount = 4
)

var phaseWords = [...]string{"first", "second", "third", "lactation"}

var phaseNames = [...]string{"1st", "2nd", "3rd", "breastfeeding"}

// Name is what people call the phase: of a trimester its number.
func (p Phase) Name() string { return word(phaseNames[:], int(p)) }

func (p Phase) String() string { return word(phaseWords[:], int(p)) }

// MarshalText gives the word.
func (p Phase) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the word; any other is a *WordError.
func (p *Phase) UnmarshalText(text []byte) error { return read(p, "phase", phaseWords[:], text) }

// ParsePhase turns a word into a phase; ok is false for an unknown word.
func ParsePhase(w string) (value Phase, ok bool) { return parse[Phase](phaseWords[:], w) }

// Phases is a set of phases, one bit each.
type Phases uint8

// PhaseSet makes a set.
func PhaseSet(list ...Phase) Phases {
	var s Phases
	for _, p := range list {
		s |= 1 << p
	}
	return s
}

// AllPhases is the set of all four, Pregnancy that of the three trimesters.
const (
	Pregnancy Phases = 1<<First | 1<<Second | 1<<Third
	AllPhases Phases = Pregnancy | 1<<Lactation
)

// Has reports whether p is in the set.
func (s Phases) Has(p Phase) bool { return s&(1<<p) != 0 }

// List lists the phases of the set in their order; never nil.
func (s Phases) List() []Phase {
	list := make([]Phase, 0, PhaseCount)
	for p := First; p < PhaseCount; p++ {
		if s.Has(p) {
			list = append(list, p)
		}
	}
	return list
}

// Words lists the words of the set's phases; never nil.
func (s Phases) Words() []string {
	words := []string{}
	for _, p := range s.List() {
		words = append(words, p.String())
	}
	return words
}

// Kind is what sort of thing an entry is.
type Kind uint8

// The entry kinds (contract, section 2).
const (
	Ingredient Kind = iota // an active substance
	Product                // a brand or preparation
	Class                  // a group of medicines
	Remedy                 // folk, herbal, compress, rub
)

var kindWords = [...]string{"ingredient", "product", "class", "remedy"}

// Kinds lists all kinds.
func Kinds() []Kind { return all[Kind](len(kindWords)) }

func (k Kind) String() string { return word(kindWords[:], int(k)) }

// MarshalText gives the word.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the word; any other is a *WordError.
func (k *Kind) UnmarshalText(text []byte) error { return read(k, "kind", kindWords[:], text) }

// ParseKind turns a word into a kind; ok is false for an unknown word.
func ParseKind(w string) (value Kind, ok bool) { return parse[Kind](kindWords[:], w) }

// Setting is what the passage around a statement is about.
type Setting uint8

// The settings (contract, section 2).
const (
	InPregnancy Setting = iota
	InLactation
	Postpartum
	General
)

var settingWords = [...]string{"pregnancy", "lactation", "postpartum", "general"}

func (s Setting) String() string { return word(settingWords[:], int(s)) }

// MarshalText gives the word.
func (s Setting) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the word; any other is a *WordError.
func (s *Setting) UnmarshalText(text []byte) error { return read(s, "setting", settingWords[:], text) }

// ParseSetting turns a word into a setting; ok is false for an unknown word.
func ParseSetting(w string) (value Setting, ok bool) { return parse[Setting](settingWords[:], w) }

// Wording is how a passage names its phases.
type Wording uint8

// Stated if it names the phase itself; Unspecified for "pregnancy" without
// a trimester, and for passages silent on the phase.
const (
	Stated Wording = iota
	Unspecified
)

var wordingWords = [...]string{"stated", "unspecified"}

func (w Wording) String() string { return word(wordingWords[:], int(w)) }

// MarshalText gives the word.
func (w Wording) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads the word; any other is a *WordError.
func (w *Wording) UnmarshalText(text []byte) error {
	return read(w, "wording", wordingWords[:], text)
}

// Covers is how much of its subject a statement speaks of.
type Covers uint8

// All unless a quantifier says otherwise; "many" counts as Some.
const (
	All Covers = iota
	Most
	Some
)

var coversWords = [...]string{"all", "most", "some"}

func (c Covers) String() string { return word(coversWords[:], int(c)) }

// MarshalText gives the word.
func (c Covers) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the word; any other is a *WordError.
func (c *Covers) UnmarshalText(text []byte) error { return read(c, "quantifier", coversWords[:], text) }

// ParseCovers turns a word into a quantifier; ok is false for an unknown word.
func ParseCovers(w string) (value Covers, ok bool) { return parse[Covers](coversWords[:], w) }

// Speaker is who makes a statement.
type Speaker uint8

// The speakers (contract, section 2). Nobody is the zero value, used if a
// statement is not reported by a second voice.
const (
	Nobody Speaker = iota
	Article
	Leaflet // a package leaflet as reported
	Forum
	Doctor
	Reader
)

var speakerWords = [...]string{"", "article", "leaflet", "forum", "doctor", "reader"}

func (s Speaker) String() string { return word(speakerWords[:], int(s)) }

// MarshalText gives the word.
func (s Speaker) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the word; any other is a *WordError.
func (s *Speaker) UnmarshalText(text []byte) error { return read(s, "speaker", speakerWords[:], text) }

// ParseSpeaker turns a word into a speaker; ok is false for an unknown word
// and for the empty one.
func ParseSpeaker(w string) (value Speaker, ok bool) {
	value, ok = parse[Speaker](speakerWords[:], w)
	return value, ok && value != Nobody
}

// Basis is what a link between entries rests on.
type Basis uint8

// The bases of a link (contract, section 2).
const (
	Documents Basis = iota
	GeneralKnowledge
)

var basisWords = [...]string{"documents", "general_knowledge"}

func (b Basis) String() string { return word(basisWords[:], int(b)) }

// MarshalText gives the word.
func (b Basis) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// UnmarshalText reads the word; any other is a *WordError.
func (b *Basis) UnmarshalText(text []byte) error { return read(b, "basis", basisWords[:], text) }

// ParseBasis turns a word into a basis; ok is false for an unknown word.
func ParseBasis(w string) (value Basis, ok bool) { return parse[Basis](basisWords[:], w) }

// Use is what the documents name an entry for.
type Use uint8

// The uses (contract, section 2).
const (
	ForPain Use = iota
	ForInflammation
	ForSpasm
	ForInfection
	ForCalcium
	ForVitamins
	ForJoints
	ForPregnancySupport
	ForAnaesthesia
	ForImaging
	ForCalming
)

var useWords = [...]string{"pain", "inflammation", "spasm", "infection", "calcium", "vitamins", "joints", "pregnancy_support", "anaesthesia", "imaging", "calming"}

// Uses lists all uses.
func Uses() []Use { return all[Use](len(useWords)) }

func (u Use) String() string { return word(useWords[:], int(u)) }

// MarshalText gives the word.
func (u Use) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// UnmarshalText reads the word; any other is a *WordError.
func (u *Use) UnmarshalText(text []byte) error { return read(u, "use", useWords[:], text) }

// ParseUse turns a word into a use; ok is false for an unknown word.
func ParseUse(w string) (value Use, ok bool) { return parse[Use](useWords[:], w) }

// Certainty is how sure the identity of a printed name is.
type Certainty uint8

// The certainties of the glossary.
const (
	Sure Certainty = iota
	Likely
	Guess
)

var certaintyWords = [...]string{"sure", "likely", "guess"}

func (c Certainty) String() string { return word(certaintyWords[:], int(c)) }

// MarshalText gives the word.
func (c Certainty) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the word; any other is a *WordError.
func (c *Certainty) UnmarshalText(text []byte) error {
	return read(c, "certainty", certaintyWords[:], text)
}

// ParseCertainty turns a word into a certainty; ok is false for an unknown
// word.
func ParseCertainty(w string) (value Certainty, ok bool) {
	return parse[Certainty](certaintyWords[:], w)
}

// RefType is what kind of document a reference is, in the order in which
// they are shown: regulators and guidelines first, labels last.
type RefType uint8

// The types (contract, section 2).
const (
	Regulator RefType = iota
	Guideline
	ReferenceWork
	Label // approved product information
)

var refTypeWords = [...]string{"regulator", "guideline", "reference_work", "label"}

// RefTypes lists all types.
func RefTypes() []RefType { return all[RefType](len(refTypeWords)) }

func (t RefType) String() string { return word(refTypeWords[:], int(t)) }

// MarshalText gives the word.
func (t RefType) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads the word; any other is a *WordError.
func (t *RefType) UnmarshalText(text []byte) error {
	return read(t, "type of reference", refTypeWords[:], text)
}

// ParseRefType turns a word into a type; ok is false for an unknown word.
func ParseRefType(w string) (value RefType, ok bool) { return parse[RefType](refTypeWords[:], w) }

// Position is what an authority says of a phase (the reference layer).
type Position uint8

// The positions, least cautious first.
const (
	NoData Position = iota
	Acceptable
	WithCaution
	OnlyIfNeeded
	Avoid
	PositionContraindicated
)

var positionWords = [...]string{"no_data", "acceptable", "caution", "only_if_needed", "avoid", "contraindicated"}

func (p Position) String() string { return word(positionWords[:], int(p)) }

// MarshalText gives the word.
func (p Position) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the word; any other is a *WordError.
func (p *Position) UnmarshalText(text []byte) error {
	return read(p, "position", positionWords[:], text)
}

// Against reports whether an authority says to avoid or contraindicates.
func (p Position) Against() bool { return p >= Avoid }

// ParsePosition turns a word into a position; ok is false for an unknown word.
func ParsePosition(w string) (value Position, ok bool) { return parse[Position](positionWords[:], w) }

// BrandKind is what sort of name a brand is.
type BrandKind uint8

// A trade name; a salt of one substance; its international or national
// nonproprietary name in some language; any other name of it.
const (
	TradeName BrandKind = iota
	SaltName
	GenericName
	Synonym
)

var brandKindWords = [...]string{"brand", "salt", "inn", "synonym"}

func (k BrandKind) String() string { return word(brandKindWords[:], int(k)) }

// ParseBrandKind turns a word into a kind of brand; ok is false for an unknown
// word.
func ParseBrandKind(w string) (value BrandKind, ok bool) {
	return parse[BrandKind](brandKindWords[:], w)
}

// Routes by which a medicine is given. The empty route is "not known".
const (
	Oral      = "oral"
	Topical   = "topical" // on the skin, plasters and baths included
	Injection = "injection"
	Rectal    = "rectal"
	Vaginal   = "vaginal"
)

// How a reference was read: at the authority's own page, as its own text
// carried elsewhere, or as somebody quotes it.
const (
	AtSource = "source"
	AsCopy   = "copy"
	Quoted   = "quoted"
)

// ReadWords lists the ways of reading.
func ReadWords() []string { return []string{AtSource, AsCopy, Quoted} }

// RouteWords lists the known routes.
func RouteWords() []string { return []string{Oral, Topical, Injection, Rectal, Vaginal} }

// BrandRouteWords lists the routes of brands: those of entries, and those by
// which no entry is given.
func BrandRouteWords() []string {
	return append(RouteWords(), "eye", "ear", "nasal", "inhalation", "intravesical")
}

// RouteInWords says how something is given by a route, one of those of brands or
// another.
func RouteInWords(route string) string {
	switch route {
	case Oral:
		return "by mouth"
	case Topical:
		return "on the skin"
	case Injection:
		return "by injection"
	case Rectal:
		return "as a suppository"
	case Vaginal:
		return "in the vagina"
	case "eye", "ear":
		return "in the " + route
	case "nasal":
		return "in the nose"
	case "inhalation":
		return "by inhalation"
	case "intravesical":
		return "in the bladder"
	}
	return "in another way"
}

func word(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return "invalid"
}

func all[T ~uint8](n int) []T {
	list := make([]T, n)
	for i := range list {
		list[i] = T(i)
	}
	return list
}

// WordError is a word that a vocabulary does not have.
type WordError struct {
	Vocabulary, Word string
	Known            []string
}

func (e *WordError) Error() string {
	text := "unknown " + e.Vocabulary + ` "` + e.Word + `": one of `
	for i, w := range e.Known {
		if i > 0 {
			text += ", "
		}
		text += w
	}
	return text
}

func read[T ~uint8](dst *T, vocabulary string, words []string, text []byte) error {
	v, ok := parse[T](words, string(text))
	if !ok {
		return &WordError{vocabulary, string(text), append([]string(nil), words...)}
	}
	*dst = v
	return nil
}

// parse imports nothing: a package that imports one with anything to
// initialise has work at start itself, and so would the embedded dataset.
func parse[T ~uint8](words []string, w string) (value T, ok bool) {
	for i, x := range words {
		if x == w {
			return T(i), true
		}
	}
	return 0, false
}
