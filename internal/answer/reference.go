package answer

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
)

// ReferenceSchema identifies the JSON of ReferenceShow.
const ReferenceSchema = "backcare.reference/2"

// ReferenceShow is the answer of "reference show".
type ReferenceShow struct {
	Schema    string        `json:"schema"`
	Dataset   Dataset       `json:"dataset"`   // The dataset that the answer came from.
	Notice    string        `json:"notice"`    // What this is and is not; printed with every answer.
	Reference ReferenceInfo `json:"reference"` // What a public authority says.
}

// Reference is what an authority says, beside the documents.
type Reference struct {
	ID        string          `json:"id"`        // Its id.
	About     About           `json:"about"`     // The substance or class through which it reaches the entry.
	Route     string          `json:"route"`     // The route that it speaks of, in words.
	Type      catalog.RefType `json:"type"`      // What kind of document it is; label is approved product information.
	Positions []Position      `json:"positions"` // What it says of phases.
	Text      string          `json:"text"`      // What it says, in our words.
	Authority string          `json:"authority"` // Who says it.
	Country   string          `json:"country"`   // Where that authority is.
	Date      *string         `json:"date"`      // As precise as known: a year, a month or a day; null if undated.
	Document  string          `json:"document"`  // Where it says so.
	Gist      *string         `json:"-"`         // the limit that decides, for lines without room
	Found     string          `json:"-"`         // by what the document is found, and where
	Read      string          `json:"read"`      // source: read where it was published. copy: its own text, read elsewhere. quoted: read where another quotes it.
}

// Position is an authority's position on a phase, from a week up to and
// without another; nil if the phase is not limited by weeks.
type Position struct {
	Phase    catalog.Phase    `json:"phase"`                            // The phase.
	FromWeek *int             `json:"from_week" jsonschema:"minimum=1"` // From this week of pregnancy on; null if not limited.
	ToWeek   *int             `json:"to_week" jsonschema:"minimum=1"`   // Up to this week of pregnancy; null if not limited.
	Position catalog.Position `json:"position"`                         // What the authority says.
}

// Reference makes the answer of "reference show"; it is false for an unknown
// id.
func (b *Builder) Reference(id string) (ReferenceShow, bool) {
	i := slices.IndexFunc(b.ds.References, func(r catalog.Reference) bool { return r.ID == id })
	if i < 0 {
		return ReferenceShow{}, false
	}
	return ReferenceShow{ReferenceSchema, b.Dataset(), b.notice(), b.referenceInfo(i, b.reached())}, true
}

func (b *Builder) reference(r resolve.Reference) Reference {
	about := About{}
	if r.AboutEntry {
		about = b.about(r.About)
	} else {
		about = About{b.ds.Substances[r.About].ID, b.ds.Substances[r.About].Name}
	}
	return Reference{
		ID: r.ID, About: about, Route: r.RouteNote, Type: r.Type, Positions: positions(r.Reference), Text: r.Text,
		Authority: r.Authority, Country: r.Country, Date: optional(r.Date), Document: r.Document, Read: r.Read,
		Gist: optional(r.Gist), Found: placeText(&r.Identifier, &r.Host),
	}
}

func positions(r *catalog.Reference) []Position {
	out := make([]Position, len(r.Positions))
	for i, p := range r.Positions {
		out[i] = Position{p.Phase, optional(p.FromWeek), optional(p.ToWeek), p.Position}
	}
	return out
}

// Lines has one, the reference.
func (r ReferenceShow) Lines() iter.Seq[any] { return one(&r.Reference) }

// Sheet has one row, the reference.
func (r ReferenceShow) Sheet(catalog.Phases) page.Sheet {
	return page.Sheet{Columns: referenceColumns(), Rows: one(&r.Reference)}
}

// Page shows all that the reference says.
func (r ReferenceShow) Page(lay page.Layout) page.Page {
	return append(r.body(lay), closing(r.Notice, r.Dataset)...)
}

func (r ReferenceShow) body(lay page.Layout) page.Page {
	x := &r.Reference
	p := page.Page{
		page.Title(1, page.Bold(x.ID)),
		page.Pairs{
			page.Labelled("Authority", authority(x.Authority, x.Country, x.Date)),
			page.Labelled("About", x.subject()),
			page.Labelled("Positions", positionText(x.Positions, lay.Phases)),
			page.Labelled("Says", page.Sentence(x.Text)),
			page.Labelled("Document", x.Document),
			page.Labelled("Kind", kindText(x.Type)),
			page.Labelled("Found by", orNotNoted(x.Identifier)),
			page.Labelled("Address", page.Linked(orNotNoted(x.Host), address(value(x.Identifier), value(x.Host)))),
			page.Labelled("Read", readText(x.Read)),
		},
		page.Title(2, "Entries it reaches"),
	}
	items := page.Items{Noun: "Entry"}
	for _, e := range x.Entries {
		items.List = append(items.List, page.Item{Lead: page.Of(e.link(page.Normal))})
	}
	if len(items.List) > 0 {
		p = append(p, items)
	} else {
		p = append(p, page.Para("None."))
	}
	return p
}

// item shows a reference for the phases asked for; false if it takes
// positions and none of them is on these.
func (r *Reference) item(phases catalog.Phases) (page.Item, bool) {
	t := positionText(r.Positions, phases)
	if len(t) == 0 && len(r.Positions) > 0 {
		return page.Item{}, false
	}
	about := r.About.Name
	if r.Route != "" {
		about += " (" + r.Route + ")"
	}
	if len(t) > 0 {
		about += ": "
	}
	src := kindText(r.Type) + ": " + r.Document
	if r.Found != "" {
		src += ", " + r.Found
	}
	lines := []page.Pair{page.Labelled("Text", page.Sentence(r.Text)), page.Labelled("Source", page.Dim(src+", read "+readText(r.Read)))}
	return page.Item{
		ID:    referenceID(r.ID),
		Lead:  page.Of(page.Bold(authority(r.Authority, r.Country, r.Date)), " on "+about, t),
		Lines: lines,
	}, true
}

func kindText(t catalog.RefType) string {
	switch t {
	case catalog.Regulator:
		return "regulator"
	case catalog.Guideline:
		return "guideline"
	case catalog.ReferenceWork:
		return "reference work"
	}
	return "approved product information"
}

func readText(read string) string {
	switch read {
	case catalog.AtSource:
		return "at the source"
	case catalog.AsCopy:
		return "as a copy elsewhere"
	}
	return "as others quote it"
}

// placeText says by what a document is found, and where.
func placeText(identifier, host *string) string {
	parts := slices.DeleteFunc([]string{value(identifier), value(host)}, func(s string) bool { return s == "" })
	return strings.Join(parts, ", at ")
}

func orNotNoted(s *string) string {
	if v := value(s); v != "" {
		return v
	}
	return "not noted"
}

// address is where a document is found on the web, as far as it is noted: the
// host, or if the identifier is a page of it that page. Empty for anything
// that is not plainly an address.
func address(identifier, host string) string {
	end := strings.IndexAny(host, " ,;(")
	if end < 0 {
		end = len(host)
	}
	host = host[:end]
	if !webPlace(host) {
		return ""
	}
	if strings.HasPrefix(identifier, host+"/") && webPlace(identifier) {
		host = identifier
	}
	return "https://" + host
}

// webPlace reports whether a text is a host with a dot in its name, and perhaps
// a path, of the plainest characters.
func webPlace(s string) bool {
	name, _, _ := strings.Cut(s, "/")
	return strings.Contains(strings.Trim(name, "."), ".") && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-._/", r))
	})
}

// authority names who says something, and where and when.
func authority(name, country string, date *string) string {
	d := value(date)
	if d == "" {
		d = "undated"
	}
	return fmt.Sprintf("%s (%s, %s)", abroad(name, country), country, d)
}

// By names an authority and its country.
func By(name, country string) string { return abroad(name, country) + ", " + country }

// abroad is the name of an authority without its country, which is named beside
// it.
func abroad(name, country string) string { return strings.TrimSuffix(name, ", "+country) }

// positionText lists positions on the phases asked for. Their words are an
// authority's, so they carry no sign or colour of a status.
func positionText(list []Position, phases catalog.Phases) page.Text {
	var t page.Text
	for i := 0; i < len(list); {
		p := list[i]
		if i++; !wants(phases, p.Phase) {
			continue
		}
		var span []catalog.Phase
		var parts []string
		for j := i - 1; j < len(list) && p.reaches(list[j]) && wants(phases, list[j].Phase); j++ {
			part := phaseText(list[j].Phase)
			if list[j].inPart() {
				part += " in part"
			}
			span, parts, i = append(span, list[j].Phase), append(parts, part), j+1
		}
		if len(t) > 0 {
			t = append(t, page.Of("; ")...)
		}
		when := p.weeks()
		switch {
		case when != "":
			when = strings.TrimSpace(when) + " (" + strings.Join(parts, ", ") + ")"
		case p.inPart():
			when = strings.Join(parts, ", ")
		default:
			when = phasesText(span)
		}
		t = append(t, page.Of(when+": ", page.Bold(page.Spaced(p.Position)))...)
	}
	return t
}

// reaches reports whether two positions are one that reaches over phases.
func (p Position) reaches(q Position) bool {
	return p.Position == q.Position && value(p.FromWeek) == value(q.FromWeek) && value(p.ToWeek) == value(q.ToWeek)
}

// weeks says how far a position reaches into its phase.
func (p Position) weeks() string {
	switch {
	case p.FromWeek != nil && p.ToWeek != nil:
		return fmt.Sprintf(" from week %d to week %d", *p.FromWeek, *p.ToWeek)
	case p.FromWeek != nil:
		return fmt.Sprintf(" from week %d", *p.FromWeek)
	case p.ToWeek != nil:
		return fmt.Sprintf(" up to week %d", *p.ToWeek)
	}
	return ""
}

// inPart reports whether a position covers only some weeks of its trimester.
func (p Position) inPart() bool {
	return resolve.InPart(catalog.RefPosition{Phase: p.Phase, FromWeek: value(p.FromWeek), ToWeek: value(p.ToWeek)})
}

func (p Position) part() string {
	if p.inPart() {
		return " (in part)"
	}
	return ""
}
