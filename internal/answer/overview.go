package answer

import (
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/resolve"
)

// OverviewSchema identifies the JSON of Overview.
const OverviewSchema = "backcare.overview/1"

// Overview is a part of a list in brief, for a reader with little room: an
// assistant. Every entry can be looked up by its id.
type Overview struct {
	Schema  string  `json:"schema"`
	Dataset Dataset `json:"dataset"`     // The dataset that the answer came from.
	Week    *int    `json:"week"`        // The week of pregnancy that the positions of authorities count by; null for whole phases.
	Notice  string  `json:"notice"`      // What this is and is not; printed with every answer.
	Filters Filters `json:"filters"`     // The filters as they were understood.
	Total   int     `json:"total"`       // How many entries pass every filter.
	Cursor  int     `json:"cursor"`      // How many of them come before this part.
	Next    *int    `json:"next_cursor"` // The cursor of the next part; null in the last one.
	Entries []Brief `json:"entries"`     // The entries of this part.
}

// Brief is an entry with nothing but what heads its phases.
type Brief struct {
	ID     string       `json:"id"`     // Lower case letters, digits and hyphens; it does not change.
	Name   string       `json:"name"`   // As a person writes it.
	Kind   catalog.Kind `json:"kind"`   // What sort of thing the entry is.
	Route  *string      `json:"route"`  // How it is given; null if not known.
	Phases []BriefPhase `json:"phases"` // The headline of each of the four phases.
}

// BriefPhase is what heads a phase.
type BriefPhase struct {
	Phase           catalog.Phase    `json:"phase"`            // The phase.
	Status          catalog.Status   `json:"status"`           // The most cautious status among the statements that reach the phase.
	Disputed        bool             `json:"disputed"`         // One statement permits and another refuses.
	Source          *string          `json:"source"`           // The place of the statement that decides, as in "doc-000:58"; null if none does.
	Members         int              `json:"members"`          // Of a class: how many of its members have a more cautious headline.
	StrictestMember *catalog.Status  `json:"strictest_member"` // The most cautious status among these members; null if there are none.
	Authorities     resolve.Relation `json:"authorities"`      // How what the authorities say compares with the status.
}

// Overview makes a list brief. The reader of a part says with Cursor, Next and
// Entries which part it is.
func (l List) Overview() Overview {
	out := Overview{
		Schema: OverviewSchema, Dataset: l.Dataset, Week: l.Week, Notice: l.Notice, Filters: l.Filters,
		Total: len(l.Entries), Entries: make([]Brief, len(l.Entries)),
	}
	for i := range l.Entries {
		e := &l.Entries[i]
		b := Brief{ID: e.ID, Name: e.Name, Kind: e.Kind, Route: e.Route}
		for _, phase := range asked(0) {
			p := e.Phase(phase)
			bp := BriefPhase{Phase: phase, Status: p.Status, Disputed: p.Disputed, Members: len(p.Members), Authorities: p.Authorities.Relation}
			if s := e.Deciding(p); s != nil {
				place := s.Source.Place()
				bp.Source = &place
			}
			if len(p.Members) > 0 { // the most cautious comes first
				bp.StrictestMember = &p.Members[0].Status
			}
			b.Phases = append(b.Phases, bp)
		}
		out.Entries[i] = b
	}
	return out
}

// Asked says in words which filters were in force; empty if none were.
func (o Overview) Asked() string { return o.Filters.text() }
