package render

import (
	"strings"

	"github.com/backcare/backcare/internal/answer"
)

func referencesView(r answer.References, lay layout) view {
	v := view{heading{1, words(bold(count(len(r.References), "reference", "references")))}}
	g := grid{head: []string{"Id", "About", "Who says what"}, prose: 2, noHead: lay.noHead}
	for _, x := range r.References {
		c := positionText(x.Positions, lay.phases)
		if len(c) == 0 && len(x.Positions) > 0 {
			continue
		}
		g.rows = append(g.rows, []cell{
			{words(bold(x.ID))}, line1(aboutText(x)),
			{words(authority(x.Authority, x.Country, x.Date), ":"), c},
		})
	}
	if len(g.rows) > 0 {
		v = append(v, g)
	}
	return append(v, closing(r.Notice, r.Dataset)...)
}

func referenceShowView(r answer.ReferenceShow, lay layout) view {
	x := r.Reference
	read := "at the source"
	if x.Read == "quoted" {
		read = "where quoted"
	}
	v := view{
		heading{1, words(bold(x.ID))},
		pairs{
			{"Authority", plain(authority(x.Authority, x.Country, x.Date))},
			{"About", plain(aboutText(x))},
			{"Positions", positionText(x.Positions, lay.phases)},
			{"Says", plain(sentence(x.Text))},
			{"Document", plain(x.Document)},
			{"Read", plain(read)},
		},
	}
	list := items{noun: "Entry"}
	for _, e := range x.Entries {
		list.list = append(list.list, item{lead: plain(e.Name)})
	}
	v = append(v, heading{2, plain("Entries it reaches")})
	if len(list.list) > 0 {
		v = append(v, list)
	} else {
		v = append(v, paragraph{plain("None.")})
	}
	return append(v, closing(r.Notice, r.Dataset)...)
}

// aboutText names what a reference is about, with its route.
func aboutText(r answer.ReferenceInfo) string {
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
