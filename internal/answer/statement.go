package answer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
)

// About names an entry or a substance.
type About struct {
	ID   string `json:"id"`   // Its id.
	Name string `json:"name"` // Its name.
}

// Statement is one passage as it reaches an entry.
type Statement struct {
	ID           string           `json:"id"`            // Entry, document and line; it does not change while those stay.
	About        About            `json:"about"`         // The entry that the passage speaks of.
	Via          resolve.Basis    `json:"via"`           // The link by which it reaches the entry.
	Path         []Link           `json:"path"`          // Through a class: the links from the entry to what the passage speaks of, its ingredient first if it came by one.
	Part         []string         `json:"-"`             // the substances of a combination by which it came
	Phases       []catalog.Phase  `json:"phases"`        // The phases that it speaks of.
	PhaseWording catalog.Wording  `json:"phase_wording"` // stated: the passage names the phase. unspecified: it does not.
	Setting      catalog.Setting  `json:"setting"`       // What the passage is about.
	Covers       catalog.Covers   `json:"covers"`        // How much of its subject it speaks of.
	Status       catalog.Status   `json:"status"`        // What the passage says.
	Gist         *string          `json:"gist"`          // The claim in at most 40 characters; null if there is none.
	Claim        string           `json:"claim"`         // The passage in our words.
	Caveats      []string         `json:"caveats"`       // Its limits and warnings, in our words.
	Speaker      catalog.Speaker  `json:"speaker"`       // Who says it.
	ReportedBy   *catalog.Speaker `json:"reported_by"`   // Who reports the speaker's words; null if nobody does.
	Source       Source           `json:"source"`        // Where to find it.
}

// Source is a statement's place in its document.
type Source struct {
	Document  string `json:"document"`                    // The id of the document.
	File      string `json:"file"`                        // The document's file.
	Line      int    `json:"line" jsonschema:"minimum=1"` // The line of that file, from 1.
	Section   string `json:"section"`                     // The heading above the line.
	PrintedAs string `json:"printed_as"`                  // The name as the line prints it.
}

func (b *Builder) statement(s *resolve.Statement) Statement {
	wording := catalog.Unspecified
	if s.Stated {
		wording = catalog.Stated
	}
	path := []Link{}
	for i, l := range s.Path {
		if s.Via != resolve.Class {
			break // an ingredient: About says it all
		}
		n := Link{l.ID, "", l.Basis, l.Source}
		if i == 0 && s.ThroughIngredient() {
			n.Name = b.ds.Substances[l.Index].Name
		} else {
			n.Name = b.ds.Entries[l.Index].Name
		}
		path = append(path, n)
	}
	part := []string{}
	for _, k := range s.Through {
		part = append(part, b.ds.Substances[k].Name)
	}
	d := &b.ds.Documents[s.Source.Document]
	return Statement{
		ID: s.ID, About: b.about(s.About), Via: s.Via, Path: path, Part: part,
		Phases: s.Phases.List(), PhaseWording: wording,
		Setting: s.Setting, Covers: s.Covers, Status: s.Status,
		Gist: optional(s.Gist), Claim: s.Claim, Caveats: list(s.Caveats),
		Speaker: s.Speaker, ReportedBy: optional(s.ReportedBy),
		Source: Source{d.ID, d.File, s.Source.Line, s.Source.Section, s.Source.PrintedAs},
	}
}

func (b *Builder) about(i int32) About { return About{b.ds.Entries[i].ID, b.ds.Entries[i].Name} }

// Place is the line of a document, as in "doc-004:77".
func (s Source) Place() string { return s.Document + ":" + strconv.Itoa(s.Line) }

// origin names what a statement that is not direct is about; empty for one
// that is.
func (s *Statement) origin() string {
	switch s.Via {
	case resolve.Brand:
		return "product " + s.About.Name
	case resolve.Ingredient, resolve.Class:
		return s.Via.String() + " " + s.About.Name
	}
	return ""
}

// from is the origin of a statement and its place.
func (s *Statement) from() string {
	if o := s.origin(); o != "" {
		return o + ", " + s.Source.Place()
	}
	return s.Source.Place()
}

// voice says whose words a statement reports.
func (s *Statement) voice() string {
	if s.ReportedBy != nil {
		return s.Speaker.String() + " as reported by " + s.ReportedBy.String()
	}
	return s.Speaker.String()
}

// spoken says for which phases a statement speaks and how it names them.
func (s *Statement) spoken() string {
	t := phasesText(s.Phases)
	if s.PhaseWording == catalog.Unspecified && catalog.PhaseSet(s.Phases...)&catalog.Pregnancy == catalog.Pregnancy {
		t = "pregnancy, no trimester named"
		if slices.Contains(s.Phases, catalog.Lactation) {
			t = "pregnancy, no trimester named, and lactation"
		}
	}
	if s.Setting == catalog.Postpartum {
		t += " (passage on the time after childbirth)"
	}
	if s.Setting == catalog.General && len(s.Phases) > 0 {
		t += " (general passage)"
	}
	if s.Covers != catalog.All {
		t += "; speaks of " + s.Covers.String() + ", not all"
		if s.Via == resolve.Class {
			t += ": it may concern this"
		}
	}
	return t
}

// shown keeps the statements that speak of a phase asked for, and those that
// name no phase.
func shown(list []Statement, phases catalog.Phases) []Statement {
	if phases == 0 {
		return list
	}
	var out []Statement
	for _, s := range list {
		if len(s.Phases) == 0 || catalog.PhaseSet(s.Phases...)&phases != 0 {
			out = append(out, s)
		}
	}
	return out
}

func (s *Statement) item() page.Item {
	src := fmt.Sprintf("%s, %s, printed as %s", s.voice(), s.Source.Place(), quoted(s.Source.PrintedAs))
	if s.Source.Section != "" {
		src += ", under " + quoted(s.Source.Section)
	}
	lines := []page.Pair{page.Labelled("Claim", page.Sentence(s.Claim))}
	if len(s.Caveats) > 0 {
		lines = append(lines, page.Labelled("Caveats", "Caveats: "+strings.Join(s.Caveats, "; ")+"."))
	}
	if len(s.Path) > 1 {
		var way []string
		for _, l := range s.Path {
			way = append(way, l.Name)
		}
		lines = append(lines, page.Labelled("Way", "By way of "+strings.Join(way, ", ")+"."))
	}
	if len(s.Part) > 0 {
		lines = append(lines, page.Labelled("Part", "Said of one ingredient: "+strings.Join(s.Part, ", ")+"."))
	}
	return page.Item{
		ID:    s.Source.Place(),
		Lead:  page.Of(page.Bold(page.Spaced(s.Status)), ": "+s.spoken()),
		Lines: append(lines, page.Labelled("Source", page.Dim(src))),
	}
}

// distinctCaveats lists the caveats of statements, each once.
func distinctCaveats(list []Statement) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range list {
		for _, c := range s.Caveats {
			if !seen[c] {
				seen[c] = true
				out = append(out, c)
			}
		}
	}
	return out
}

// joined writes the words of a list into one cell.
func joined[T fmt.Stringer](list []T) string { return joinedBy(list, page.Between) }

func joinedBy[T fmt.Stringer](list []T, by string) string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = w.String()
	}
	return strings.Join(words, by)
}

func statementColumns() []page.Column {
	return []page.Column{
		page.Col("line", "the line in the file", func(s *Statement) string { return strconv.Itoa(s.Source.Line) }),
		page.Col("id", "the id", func(s *Statement) string { return s.ID }),
		page.Col("about", "what it is about", func(s *Statement) string { return s.About.Name }),
		page.StatusCol("status", "what the passage says of these phases", func(s *Statement) catalog.Status { return s.Status }),
		page.Col("phases", "the phases that it speaks of", func(s *Statement) string { return joined(s.Phases) }),
		page.Col("phase_wording", "whether the passage names a trimester", func(s *Statement) string { return s.PhaseWording.String() }),
		page.Col("setting", "pregnancy, lactation, postpartum or general", func(s *Statement) string { return s.Setting.String() }),
		page.Col("covers", "how much of the subject it covers: all, most or some", func(s *Statement) string { return s.Covers.String() }),
		page.Col("gist", "what decides, in a few words", func(s *Statement) string { return value(s.Gist) }),
		page.Col("claim", "what the passage says, in our words", func(s *Statement) string { return s.Claim }),
		page.Col("caveats", "every limit or condition that is stated", func(s *Statement) string { return strings.Join(s.Caveats, page.Between) }),
		page.Col("speaker", "article, leaflet, forum, doctor or reader", func(s *Statement) string { return s.Speaker.String() }),
		page.Col("reported_by", "who reports it, if not the speaker", func(s *Statement) string { return value(s.ReportedBy).String() }),
		page.Col("printed_as", "the name as it is printed there", func(s *Statement) string { return s.Source.PrintedAs }),
		page.Col("section", "the heading above the passage", func(s *Statement) string { return s.Source.Section }),
		page.Extra("about_id", "the id of what it is about", func(s *Statement) string { return s.About.ID }),
		page.Extra("document", "the document", func(s *Statement) string { return s.Source.Document }),
		page.Extra("file", "the file", func(s *Statement) string { return s.Source.File }),
	}
}

func quoted(s string) string { return `"` + s + `"` }
