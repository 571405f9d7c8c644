package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/backcare/backcare/internal/answer"
)

func documentsView(d answer.Documents, lay layout) view {
	v := view{heading{1, words(bold(count(len(d.Documents), "document", "documents")))}}
	if len(d.Documents) > 0 {
		g := grid{head: []string{"Id", "What it is", "Covers", "Holds"}, prose: 1, noHead: lay.noHead}
		for _, x := range d.Documents {
			g.rows = append(g.rows, []cell{
				{words(bold(strings.ReplaceAll(x.ID, " ", nbsp)))},
				{plain(sentence(x.Title)), plain(x.Summary), words(dim(x.File))},
				line1(strings.Join(x.Covers, ", ")),
				{plain(count(x.Lines, "line", "lines")), plain(holds(x))},
			})
		}
		v = append(v, g)
	}
	return append(v, closing(d.Notice, d.Dataset)...)
}

func documentView(d answer.Document, lay layout) view {
	x := d.Document
	v := view{
		heading{1, words(bold(x.ID + ": " + x.Title))},
		pairs{
			{"What it is", plain(x.Summary)},
			{"File", plain(x.File)},
			{"Covers", plain(strings.Join(x.Covers, ", "))},
			{"Lines", plain(strconv.Itoa(x.Lines))},
			{"Holds", plain(holds(x))},
		},
	}
	if len(x.Parts) > 0 {
		g := grid{head: []string{"Lines", "Part", "Kind"}, noHead: lay.noHead}
		for _, p := range x.Parts {
			g.rows = append(g.rows, []cell{line1(fmt.Sprintf("%d to %d", p.From, p.To)), line1(p.Title), line1(p.Kind)})
		}
		v = append(v, heading{2, plain("Parts")}, g)
	}
	if len(x.Disclaimers) > 0 {
		list := items{noun: "Warning"}
		for _, w := range x.Disclaimers {
			list.list = append(list.list, item{lead: words(sentence(w.Text), " ", dim(fmt.Sprintf("(line %d)", w.Line)))})
		}
		v = append(v, heading{2, plain("What it warns of itself")}, list)
	}
	v = append(v, heading{2, plain(fmt.Sprintf("Statements (%d)", len(d.Statements)))})
	list := items{noun: "Statement"}
	for _, s := range shown(d.Statements, lay.phases) {
		it := statementItem(s)
		it.lead = append(words(fmt.Sprintf("line %d, ", s.Source.Line), bold(s.About.Name), ", "), it.lead...)
		if len(s.Caveats) > 0 {
			it.lines = append(it.lines, pair{"Caveats", plain("Caveats: " + strings.Join(s.Caveats, between) + ".")})
		}
		list.list = append(list.list, it)
	}
	if len(list.list) > 0 {
		v = append(v, list)
	} else {
		v = append(v, paragraph{plain("None.")})
	}
	return append(v, closing(d.Notice, d.Dataset)...)
}

func holds(x answer.DocumentInfo) string {
	return count(x.Statements, "statement", "statements") + " about " + count(x.Entries, "entry", "entries")
}

// flatView shows rows that need no more structure than
// columns.
func flatView(name string, f sheet, lay layout) view {
	var v view
	if name != "" {
		v = append(v, heading{1, words(bold(name))})
	}
	g := grid{noHead: lay.noHead}
	for _, c := range f.columns {
		g.head = append(g.head, viewable(c.name))
	}
	for _, r := range f.rows {
		row := make([]cell, len(r))
		for i, s := range r {
			row[i] = line1(viewable(s))
			if f.columns[i].status && s != "" {
				row[i] = cell{words(statusSpan(s))}
			}
		}
		g.rows = append(g.rows, row)
	}
	return append(v, g)
}
