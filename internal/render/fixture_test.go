package render

import (
	"iter"
	"reflect"

	"github.com/backcare/backcare/internal/answer/answertest"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
)

var (
	fixtureDataset = answertest.Dataset
	nurofenGel     = answertest.NurofenGel
	ketorolac      = answertest.Ketorolac
	finalgon       = answertest.Finalgon
	resolved       = answertest.Resolved
	notFound       = answertest.NotFound
	lookup         = answertest.Lookup
	list           = answertest.List
	compare        = answertest.Compare
	documents      = answertest.Documents
	document       = answertest.Document
	referenceInfo  = answertest.ReferenceInfo
	references     = answertest.References
	referenceShow  = answertest.ReferenceShow
	lactation      = catalog.PhaseSet(catalog.Lactation)
	first          = catalog.PhaseSet(catalog.First)
)

// Table is an answer of rows, which no format knows.
type Table struct {
	Name    string     `json:"-"` // heading; empty for none
	Columns []string   `json:"-"`
	Rows    [][]string `json:"-"`
	Data    any        `json:"data"`
}

func (t Table) Lines() iter.Seq[any] {
	return func(yield func(any) bool) {
		v := reflect.ValueOf(t.Data)
		if v.Kind() != reflect.Slice {
			yield(t.Data)
			return
		}
		for i := range v.Len() {
			if !yield(v.Index(i).Interface()) {
				return
			}
		}
	}
}

func (t Table) Sheet(catalog.Phases) page.Sheet {
	s := page.Sheet{Rows: page.Rows(t.Rows)}
	for i, c := range t.Columns {
		s.Columns = append(s.Columns, page.Col(c, "", func(row *[]string) string {
			if i < len(*row) { // a short row ends in empty cells
				return (*row)[i]
			}
			return ""
		}))
	}
	return s
}

func (t Table) Page(page.Layout) page.Page {
	p := t.Sheet(0).Page()
	if t.Name != "" {
		p = append(page.Page{page.Title(1, page.Bold(t.Name))}, p...)
	}
	return p
}

func settings() Table {
	type setting struct {
		Key    string `json:"key"`
		Origin string `json:"origin"`
		Value  string `json:"value"`
	}
	return Table{Name: "Settings", Columns: []string{"key", "value", "origin"},
		Rows: [][]string{{"output", "table", "built-in"}, {"color", "never", "flag --color"}},
		Data: []setting{{"output", "built-in", "table"}, {"color", "flag --color", "never"}}}
}
