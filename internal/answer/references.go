package answer

import (
	"iter"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
)

// ReferencesSchema identifies the JSON of References.
const ReferencesSchema = "backcare.references/2"

// References is the answer of "reference list".
type References struct {
	Schema     string          `json:"schema"`
	Dataset    Dataset         `json:"dataset"`    // The dataset that the answer came from.
	Notice     string          `json:"notice"`     // What this is and is not; printed with every answer.
	References []ReferenceInfo `json:"references"` // What public authorities say.
}

// ReferenceInfo is a reference by itself: all that it speaks of, and the
// entries that it reaches.
type ReferenceInfo struct {
	ID         string          `json:"id"`         // Its id.
	About      []About         `json:"about"`      // The substances, classes and products that it speaks of.
	Route      string          `json:"route"`      // The route that it speaks of, in words.
	Type       catalog.RefType `json:"type"`       // regulator, guideline, reference_work, or label: approved product information.
	Positions  []Position      `json:"positions"`  // What it says of phases.
	Text       string          `json:"text"`       // What it says, in our words.
	Gist       *string         `json:"gist"`       // The limit that decides, for lines without room; null if none does.
	Authority  string          `json:"authority"`  // Who says it.
	Country    string          `json:"country"`    // Where that authority is.
	Date       *string         `json:"date"`       // As precise as known: a year, a month or a day; null if undated.
	Document   string          `json:"document"`   // Where it says so.
	Identifier *string         `json:"identifier"` // What the document is found by; null if not noted.
	Host       *string         `json:"host"`       // Where the document is found; null if not noted.
	Read       string          `json:"read"`       // source: read where it was published. copy: its own text, read elsewhere. quoted: read where another quotes it.
	Entries    []About         `json:"entries"`    // The entries that it reaches.
}

// References makes the answer of "reference list".
func (b *Builder) References() References {
	out := References{ReferencesSchema, b.Dataset(), b.notice(), []ReferenceInfo{}}
	reached := b.reached()
	for i := range b.ds.References {
		out.References = append(out.References, b.referenceInfo(i, reached))
	}
	return out
}

// reached lists for each reference's id the entries that it reaches.
func (b *Builder) reached() map[string][]About {
	m := map[string][]About{}
	for i := range b.ds.Entries {
		for _, r := range resolve.References(b.ds, int32(i)) {
			m[r.ID] = append(m[r.ID], b.about(int32(i)))
		}
	}
	return m
}

func (b *Builder) referenceInfo(i int, reached map[string][]About) ReferenceInfo {
	r := &b.ds.References[i]
	out := ReferenceInfo{
		ID: r.ID, About: []About{}, Route: r.RouteNote, Type: r.Type, Positions: positions(r), Text: r.Text,
		Gist: optional(r.Gist), Authority: r.Authority, Country: r.Country, Date: optional(r.Date), Document: r.Document,
		Identifier: optional(r.Identifier), Host: optional(r.Host), Read: r.Read, Entries: list(reached[r.ID]),
	}
	for _, s := range r.Substances {
		out.About = append(out.About, About{b.ds.Substances[s].ID, b.ds.Substances[s].Name})
	}
	for _, e := range r.Entries {
		out.About = append(out.About, b.about(e))
	}
	return out
}

// Lines has one for each reference.
func (r References) Lines() iter.Seq[any] { return page.Rows(r.References) }

// Sheet has a row for each reference.
func (r References) Sheet(catalog.Phases) page.Sheet {
	return page.Sheet{Columns: referenceColumns(), Rows: page.Rows(r.References)}
}

// Page is a table of the references that speak of the phases asked for.
func (r References) Page(lay page.Layout) page.Page {
	p := page.Page{page.Title(1, page.Bold(page.Count(len(r.References), "reference")))}
	g := page.Grid{Head: []string{"Id", "About", "Who says what"}, Prose: 2}
	for _, x := range r.References {
		t := positionText(x.Positions, lay.Phases)
		if len(t) == 0 && len(x.Positions) > 0 {
			continue
		}
		g.Rows = append(g.Rows, []page.Cell{
			page.Line(page.Bold(x.ID)), page.Line(x.subject()),
			{page.Of(authority(x.Authority, x.Country, x.Date), ":"), t},
		})
	}
	if len(g.Rows) > 0 {
		p = append(p, g)
	}
	return append(p, closing(r.Notice, r.Dataset)...)
}

// subject names what a reference is about, with its route.
func (r *ReferenceInfo) subject() string {
	var names []string
	for _, a := range r.About {
		names = append(names, a.Name)
	}
	t := strings.Join(names, ", ")
	if r.Route != "" {
		t += " (" + r.Route + ")"
	}
	return t
}

func referenceColumns() []page.Column {
	return []page.Column{
		page.Col("id", "the id", func(r *ReferenceInfo) string { return r.ID }),
		page.Col("about", "what it is about", func(r *ReferenceInfo) string { return joined(r.About) }),
		page.Col("route", "oral, topical, injection", func(r *ReferenceInfo) string { return r.Route }),
		page.Col("type", "regulator, label, guideline or reference work", func(r *ReferenceInfo) string { return r.Type.String() }),
		page.Col("positions", "the positions, by phase or weeks", func(r *ReferenceInfo) string {
			var all []string
			for _, p := range r.Positions {
				all = append(all, p.Phase.String()+p.weeks()+p.part()+": "+p.Position.String())
			}
			return strings.Join(all, page.Between)
		}),
		page.Col("authority", "who says it", func(r *ReferenceInfo) string { return r.Authority }),
		page.Col("country", "the country of the authority", func(r *ReferenceInfo) string { return r.Country }),
		page.Col("date", "when it was published", func(r *ReferenceInfo) string { return value(r.Date) }),
		page.Col("document", "where it says so", func(r *ReferenceInfo) string { return r.Document }),
		page.Extra("gist", "what decides, in a few words", func(r *ReferenceInfo) string { return value(r.Gist) }),
		page.Extra("identifier", "a public number of the document", func(r *ReferenceInfo) string { return value(r.Identifier) }),
		page.Extra("host", "who carries the text", func(r *ReferenceInfo) string { return value(r.Host) }),
		page.Col("read", "whether the text was read at its source, as a copy or quoted", func(r *ReferenceInfo) string { return r.Read }),
		page.Col("text", "what it says, in our words", func(r *ReferenceInfo) string { return r.Text }),
		page.Extra("entries", "the entries that it reaches", func(r *ReferenceInfo) string { return joined(r.Entries) }),
	}
}
