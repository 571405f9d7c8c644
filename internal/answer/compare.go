package answer

import (
	"iter"
	"slices"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
)

// CompareSchema identifies the JSON of Compare.
const CompareSchema = "backcare.compare/2"

// Compare is the answer of "drug compare": the results in the order asked.
type Compare struct {
	Schema  string      `json:"schema"`
	Dataset Dataset     `json:"dataset" doc:"The dataset that the answer came from."`
	Week    *int        `json:"week" doc:"The week of pregnancy that the positions of authorities count by; null for whole phases."`
	Notice  string      `json:"notice" doc:"What this is and is not; printed with every answer."`
	Advice  []Statement `json:"advice" doc:"What is stated of all medicines or of painkillers at large; part of no entry's status."`
	Results []Result    `json:"results" doc:"One for each name, in the order asked."`
}

// Compare makes the answer of "drug compare".
func (b *Builder) Compare(results []Result) Compare {
	return Compare{CompareSchema, b.Dataset(), b.opt.Week, b.notice(), b.Advice(), list(results)}
}

// JSON is the answer itself.
func (c Compare) JSON() any { return c }

// Lines has one for each name.
func (c Compare) Lines() iter.Seq[any] { return lines(c.Results, c.Dataset.Origin) }

// Sheet has a row for each name.
func (c Compare) Sheet(phases catalog.Phases) page.Sheet {
	return page.Sheet{Columns: resultColumns(phases), Rows: page.Rows(c.Results), Phases: phases}
}

// Page puts the names side by side: phases as rows, medicines as columns.
func (c Compare) Page(lay page.Layout) page.Page {
	var p, met page.Page
	var found []*Entry
	var names []page.Text
	g := page.Grid{Head: []string{"Phase"}}
	for i := range c.Results {
		r := &c.Results[i]
		if r.Entry == nil {
			p = append(p, r.unresolved(lay)...)
			continue
		}
		found = append(found, r.Entry)
		names = append(names, page.Of(page.Bold(r.Entry.Name)))
		g.Head = append(g.Head, r.Entry.Name)
		met = append(met, r.met(false)...)
	}
	if len(found) > 0 {
		p = append(p, page.Title(1, page.Join(names)))
		p = append(p, met...)
		for _, phase := range asked(lay.Phases) {
			row := []page.Cell{page.Line(phaseText(phase))}
			for _, e := range found {
				row = append(row, e.compareCell(phase))
			}
			g.Rows = append(g.Rows, row)
		}
		p = append(p, g)
		p = append(p, decidingPage(found, lay)...)
		p = append(p, advicePage(c.Advice, lay)...)
	}
	return append(p, closing(c.Notice, c.Dataset)...)
}

func (e *Entry) compareCell(phase catalog.Phase) page.Cell {
	p := e.Phase(phase)
	from := page.Of("nothing in the documents")
	if s := e.deciding(p); s != nil {
		from = page.Of(page.Dim(s.from()))
	}
	return append(p.marks(), from)
}

// decidingPage lists what the passages of a comparison say, once each.
func decidingPage(entries []*Entry, lay page.Layout) page.Page {
	items := page.Items{Noun: "Passage"}
	var seen []string
	for _, e := range entries {
		for _, phase := range asked(lay.Phases) {
			s := e.deciding(e.Phase(phase))
			if s == nil || slices.Contains(seen, s.ID) {
				continue
			}
			seen = append(seen, s.ID)
			items.List = append(items.List, page.Item{
				Lead:  page.Of(s.Source.place()+", on ", page.Bold(s.About.Name), ", "+s.voice()+": ", page.Status(s.Status), ", "+s.spoken()),
				Lines: []page.Pair{page.Labelled("Claim", page.Sentence(s.Claim))},
			})
		}
	}
	if len(items.List) == 0 {
		return nil
	}
	return page.Page{page.Title(2, "The passages that decide"), items}
}
