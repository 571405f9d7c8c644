// Package answer holds the typed answers, one file each: the JSON of the
// contract's section 5, how it is built, its lines and columns, and the page
// that people read. How any of that is written is a format's business.
//
// Field order is key order; lists are never nil; a key never comes and goes.
package answer

import (
	"fmt"
	"iter"
	"strconv"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/term"
)

// Notice is printed with every answer from the dataset built in; it reports and
// gives no advice.
const Notice = "This reports what five machine-translated web pages state; they contradict one another and are partly wrong. " + notAdvice

// folderNotice is printed in its place with what a folder answers: nothing is
// known of the documents that it speaks of.
const folderNotice = "This reports what %s states of documents that backcare neither knows nor has checked. " + notAdvice

const notAdvice = "It is not medical advice: ask a doctor, midwife or pharmacist before taking or refusing a medicine."

// Embedded is the source of the dataset that is built in. A folder may have
// that name too; which of the two it is, Origin.Embedded says.
const Embedded = "embedded"

// Dataset says which data an answer came from, and how much it is.
type Dataset struct {
	Origin
	Entries    int `json:"entries"`    // How many entries it holds.
	Statements int `json:"statements"` // How many statements it holds.
}

// Origin says which data an answer came from. Embedded is a fact of the
// program, not a name that a dataset can give itself.
type Origin struct {
	Embedded bool   `json:"embedded"` // Whether it is the one built in.
	Source   string `json:"source"`   // "embedded", or the folder of --data.
	Version  string `json:"version"`  // The calendar version of the data.
	Hash     string `json:"hash"`     // The whole SHA-256 of the YAML that it was made from; lines for people show its beginning.
}

// String names the data in a line.
func (o Origin) String() string {
	if o.Embedded {
		return fmt.Sprintf("the built-in dataset, version %s, %s", o.Version, ShortHash(o.Hash))
	}
	return fmt.Sprintf("%s, not the built-in dataset: version %s, %s", o.Place(), o.Version, ShortHash(o.Hash))
}

// ShortHash is the beginning of a hash, for a line: enough to tell datasets
// apart, and too little to prove that they are the same. That takes the whole,
// as two datasets with the same beginning are made in a minute.
func ShortHash(hash string) string { return hash[:min(len(hash), len("sha256:")+12)] }

// Place names where the data are, so that no folder reads as what is built in.
func (o Origin) Place() string {
	if o.Embedded {
		return Embedded
	}
	return folder(o.Source)
}

// folder names a folder with every character in it to be seen.
func folder(path string) string { return "the folder " + term.Visible(strconv.Quote(path)) }

// Schemas lists the schema identifiers of all answers. A change that breaks a
// reader raises the number.
func Schemas() []string {
	return []string{
		LookupSchema, ListSchema, OverviewSchema, CompareSchema, DocumentsSchema, DocumentSchema, ReferencesSchema,
		ReferenceSchema, ExportSchema, DiffSchema, InfoSchema, ValidationSchema, ConfigSchema, VersionSchema,
	}
}

// closing is the notice and the data that the answer came from.
func closing(notice string, d Dataset) page.Page {
	src := d.Place()
	if d.Hash != "" {
		src += ", " + ShortHash(d.Hash)
	}
	return page.Page{
		page.Title(2, "Notice"),
		page.Para(notice),
		page.Para(page.Dim(fmt.Sprintf("Dataset %s (%s): %s, %s.", d.Version, src, page.Count(d.Entries, "entry"), page.Count(d.Statements, "statement")))),
	}
}

// one is the lines of an answer that has no list to take apart.
func one(v any) iter.Seq[any] {
	return func(yield func(any) bool) { yield(v) }
}

// fact is a row of an answer of keys and values.
type fact struct{ What, Value string }

// facts is the sheet of such an answer.
func facts(list []fact) page.Sheet {
	return page.Sheet{
		Columns: []page.Column{
			page.Col("what", "what the value is of", func(f *fact) string { return f.What }),
			page.Col("value", "the value", func(f *fact) string { return f.Value }),
		},
		Rows: page.Rows(list),
	}
}

// asked is the phases of a set in their order, all four for an empty set.
func asked(set catalog.Phases) []catalog.Phase {
	if set == 0 {
		set = catalog.AllPhases
	}
	return set.List()
}

// wants reports whether a phase is among those asked for.
func wants(set catalog.Phases, p catalog.Phase) bool { return set == 0 || set.Has(p) }

// list makes a list that is never nil, so that JSON shows [] and not null.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// optional is nil for a value that is not known, which is its type's zero.
func optional[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// value is what a pointer points at, or the zero of its type.
func value[T any](p *T) T {
	var v T
	if p != nil {
		v = *p
	}
	return v
}
