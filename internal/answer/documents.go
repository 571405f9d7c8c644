package answer

import (
	"iter"
	"strconv"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
)

// DocumentsSchema identifies the JSON of Documents.
const DocumentsSchema = "backcare.documents/2"

// Documents is the answer of "document list".
type Documents struct {
	Schema    string         `json:"schema"`
	Dataset   Dataset        `json:"dataset"`   // The dataset that the answer came from.
	Notice    string         `json:"notice"`    // What this is and is not; printed with every answer.
	Documents []DocumentInfo `json:"documents"` // The sources.
}

// DocumentInfo describes one source.
type DocumentInfo struct {
	ID          string       `json:"id"`          // As in "doc-004".
	File        string       `json:"file"`        // Its file.
	Title       string       `json:"title"`       // Its title.
	Summary     string       `json:"summary"`     // What kind of page it is, in our words.
	Covers      []string     `json:"covers"`      // What it speaks of.
	Lines       int          `json:"lines"`       // How many lines its file has.
	Statements  int          `json:"statements"`  // How many statements were read from it.
	Entries     int          `json:"entries"`     // How many entries it speaks of.
	Parts       []Part       `json:"parts"`       // The pages that it consists of.
	Disclaimers []Disclaimer `json:"disclaimers"` // Its warnings about itself.
}

// Part is one of the pages strung together in a document.
type Part struct {
	Title string          `json:"title"`                       // Its title.
	From  int             `json:"from" jsonschema:"minimum=1"` // Its first line.
	To    int             `json:"to" jsonschema:"minimum=1"`   // Its last line.
	Kind  catalog.Speaker `json:"kind"`                        // Who speaks in it.
}

// Disclaimer is a document's own warning, in our words.
type Disclaimer struct {
	Line int    `json:"line" jsonschema:"minimum=1"` // The line that it is on.
	Text string `json:"text"`                        // In our words.
}

// Documents makes the answer of "document list".
func (b *Builder) Documents() Documents {
	out := Documents{DocumentsSchema, b.Dataset(), b.notice(), []DocumentInfo{}}
	for i := range b.ds.Documents {
		out.Documents = append(out.Documents, b.document(int32(i)))
	}
	return out
}

func (b *Builder) document(d int32) DocumentInfo {
	doc := &b.ds.Documents[d]
	out := DocumentInfo{
		ID: doc.ID, File: doc.File, Title: doc.Title, Summary: doc.Summary,
		Covers: list(doc.Covers), Lines: doc.Lines,
		Parts: []Part{}, Disclaimers: []Disclaimer{},
	}
	for _, p := range doc.Parts {
		out.Parts = append(out.Parts, Part(p))
	}
	for _, x := range doc.Disclaimers {
		out.Disclaimers = append(out.Disclaimers, Disclaimer(x))
	}
	for i := range b.ds.Entries {
		n := 0
		for k := range b.ds.Entries[i].Statements {
			if b.ds.Entries[i].Statements[k].Source.Document == d {
				n++
			}
		}
		out.Statements += n
		out.Entries += min(n, 1)
	}
	return out
}

// Lines has one for each document.
func (d Documents) Lines() iter.Seq[any] { return page.Rows(d.Documents) }

// Sheet has a row for each document.
func (d Documents) Sheet(catalog.Phases) page.Sheet {
	return page.Sheet{
		Columns: []page.Column{
			page.Col("id", "the id", func(d *DocumentInfo) string { return d.ID }),
			page.Col("file", "the file", func(d *DocumentInfo) string { return d.File }),
			page.Col("title", "the title", func(d *DocumentInfo) string { return d.Title }),
			page.Col("covers", "what it is about", func(d *DocumentInfo) string { return strings.Join(d.Covers, page.Between) }),
			page.Col("lines", "how many lines it has", func(d *DocumentInfo) string { return strconv.Itoa(d.Lines) }),
			page.Col("statements", "how many statements were read from it", func(d *DocumentInfo) string { return strconv.Itoa(d.Statements) }),
			page.Col("entries", "how many entries it speaks of", func(d *DocumentInfo) string { return strconv.Itoa(d.Entries) }),
			page.Extra("summary", "what the document is about", func(d *DocumentInfo) string { return d.Summary }),
			page.Extra("parts", "how many parts it has", func(d *DocumentInfo) string { return strconv.Itoa(len(d.Parts)) }),
			page.Extra("disclaimers", "what the document says about itself", func(d *DocumentInfo) string {
				var all []string
				for _, x := range d.Disclaimers {
					all = append(all, x.Text)
				}
				return strings.Join(all, page.Between)
			}),
		},
		Rows: page.Rows(d.Documents),
	}
}

// Page is a table of the documents.
func (d Documents) Page(page.Layout) page.Page {
	p := page.Page{page.Title(1, page.Bold(page.Count(len(d.Documents), "document")))}
	if len(d.Documents) > 0 {
		g := page.Grid{Head: []string{"Id", "What it is", "Covers", "Holds"}, Prose: 1}
		for _, x := range d.Documents {
			g.Rows = append(g.Rows, []page.Cell{
				page.Line(page.Span{Text: strings.ReplaceAll(x.ID, " ", page.NBSP), Tone: page.Strong, To: x.ID}),
				{page.Of(page.Sentence(x.Title)), page.Of(x.Summary), page.Of(page.Dim(x.File))},
				page.Line(strings.Join(x.Covers, ", ")),
				{page.Of(page.Count(x.Lines, "line")), page.Of(x.holds())},
			})
		}
		p = append(p, g)
	}
	return append(p, closing(d.Notice, d.Dataset)...)
}

func (d *DocumentInfo) holds() string {
	return page.Count(d.Statements, "statement") + " about " + page.Count(d.Entries, "entry")
}
