package answer

import (
	"cmp"
	"slices"
	"strings"

	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
	"github.com/backcare/backcare/internal/term"
)

// Advice lists what the documents state of all medicines or of painkillers
// at large. No option narrows it: it is shown with every answer.
func (b *Builder) Advice() []Statement {
	out := []Statement{}
	for i := range b.ds.Entries {
		e := &b.ds.Entries[i]
		if !e.Advice {
			continue
		}
		for k := range e.Statements {
			out = append(out, b.statement(&resolve.Statement{Statement: &e.Statements[k], About: int32(i), Via: resolve.Direct}))
		}
	}
	return out
}

// advicePage is the advice in two lines: how much there is and the most
// cautious of it, and where to read the rest.
func advicePage(advice []Statement, lay page.Layout) page.Page {
	if len(advice) == 0 {
		return nil
	}
	narrow := shown(advice, lay.Phases)
	if len(narrow) == 0 {
		narrow = advice
	}
	worst := slices.MaxFunc(narrow, func(a, b Statement) int { return cmp.Compare(a.Status, b.Status) })
	var names []string
	for _, s := range advice {
		if n := term.Quote(s.About.Name); !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return page.Page{
		page.Title(2, "About medicines at large"),
		page.Para(page.Count(len(narrow), "statement"), ", the most cautious at "+worst.Source.place()+": ",
			page.Status(worst.Status), ", "+phasesText(worst.Phases)+". ", page.Sentence(worst.Claim)),
		page.Commands{Label: "All of them: ", Lines: []string{lookupCommand + strings.Join(names, " ")}},
	}
}

// lookupCommand begins a command line that looks names up.
const lookupCommand = "backcare drug lookup "
