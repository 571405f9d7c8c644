package answer

import (
	"slices"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
	"github.com/backcare/backcare/internal/term"
)

// ordinals names phases briefly, as in "1st and 3rd trimester".
func ordinals(phases []catalog.Phase) string {
	words := [...]string{catalog.First: "1st", catalog.Second: "2nd", catalog.Third: "3rd"}
	var during []string
	nursing := ""
	for _, p := range phases {
		if p == catalog.Lactation {
			nursing = "breastfeeding"
			continue
		}
		during = append(during, words[p])
	}
	switch len(during) {
	case 0:
		return nursing
	case 3:
		during = []string{"pregnancy"}
	default:
		during = []string{strings.Join(during, ", ") + " trimester"}
	}
	if nursing != "" {
		during = append(during, nursing)
	}
	return strings.Join(during, ", ")
}

// sign is the status of a phase with its sign, and without if that would show
// a permission as firmer than it is.
func (e *Entry) sign(p *Phase) page.Span {
	if p.Status == catalog.Allowed && !e.firm(p) {
		return page.BareStatus(p.Status)
	}
	return page.Status(p.Status)
}

// firm reports whether a permission is undisputed, comes from somebody other
// than a forum or a reader, and no authority is stricter.
func (e *Entry) firm(p *Phase) bool {
	if p.Disputed || p.Authorities.Relation == resolve.Stricter || p.Authorities.Relation == resolve.Differ || len(p.Members) > 0 {
		return false
	}
	return slices.ContainsFunc(p.Statements, func(id string) bool {
		s := e.statement(id)
		return s != nil && s.Status == p.Status && !hearsay(s.Speaker) && (s.ReportedBy == nil || !hearsay(*s.ReportedBy))
	})
}

func hearsay(s catalog.Speaker) bool { return s == catalog.Forum || s == catalog.Reader }

// adviceLine points at what is said of all medicines, without a status.
func adviceLine(advice []Statement) page.Page {
	var names []string
	for _, s := range advice {
		if n := term.Quote(s.About.Name); !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return page.Page{page.Para("Said of medicines at large: backcare lookup " + strings.Join(names, " "))}
}
