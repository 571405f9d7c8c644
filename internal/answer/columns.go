package answer

import (
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
)

// ColumnHelp says in a few words what a column of a sheet holds.
func ColumnHelp(name string) string {
	for _, p := range catalog.AllPhases.List() {
		phase := phaseWords(p)
		switch rest, ok := strings.CutPrefix(name, p.String()); {
		case !ok:
		case rest == "":
			return "status " + phase
		case rest == "_basis":
			return "how the statement that heads it reaches the entry, " + phase
		case rest == "_direct":
			return "status of what is stated of the entry itself, " + phase
		case rest == "_disputed":
			return "whether a statement disputes the status, " + phase
		case rest == "_authorities":
			return "how authorities stand to the status, " + phase
		case rest == "_members":
			return "kinds with a more cautious status, " + phase
		case rest == "_gist":
			return "the statement that decides in a few words, " + phase
		case rest == "_claim":
			return "the statement that decides, " + phase
		case rest == "_source":
			return "the place of the statement that decides, " + phase
		}
	}
	switch name {
	case "about":
		return "what it is about"
	case "about_id":
		return "the id of what it is about"
	case "advice":
		return "whether it is about medicines at large"
	case "aliases":
		return "other names"
	case "atc":
		return "ATC codes"
	case "authorities":
		return "how authorities stand to the status, by phase"
	case "authority":
		return "who says it"
	case "caveats":
		return "every limit or condition that is stated"
	case "certainty":
		return "how sure it is what the name means"
	case "claim":
		return "what the passage says, in our words"
	case "classes":
		return "the classes it belongs to"
	case "column":
		return "where in the line"
	case "country":
		return "the country of the authority"
	case "covers":
		return "how much of the subject it covers: all, most or some; of a document, what it is about"
	case "date":
		return "when it was published"
	case "disclaimers":
		return "what the document says about itself"
	case "disputed_from":
		return "whether it is disputed in the first dataset"
	case "disputed_to":
		return "whether it is disputed in the second dataset"
	case "from":
		return "the status in the first dataset"
	case "to":
		return "the status in the second dataset"
	case "phase":
		return "the phase"
	case "why":
		return "what it comes from"
	case "disputed":
		return "phases in which a statement disputes the status"
	case "distance":
		return "how many letters a spelling is off"
	case "document":
		return "the document"
	case "entries":
		return "the entries that it speaks of"
	case "entry_id", "id":
		return "the id"
	case "entry_name", "name":
		return "the name"
	case "file":
		return "the file"
	case "form":
		return "tablets, gel and the like"
	case "gist":
		return "what decides, in a few words"
	case "holds":
		return "the substances of a brand that the documents do not name"
	case "host":
		return "who carries the text"
	case "identifier":
		return "a public number of the document"
	case "identity":
		return "what the name is taken for"
	case "ignored":
		return "what was left out of the query"
	case "ingredients":
		return "the active substances"
	case "kind":
		return "ingredient, product, class or remedy"
	case "level":
		return "error or warning"
	case "line":
		return "the line in the file"
	case "lines":
		return "how many lines it has"
	case "match":
		return "how the name was met"
	case "matched":
		return "the name that the query met"
	case "message":
		return "why it is so, in a sentence"
	case "origin":
		return "what set it"
	case "parts":
		return "how many parts it has"
	case "phase_wording":
		return "whether the passage names a trimester"
	case "phases":
		return "the phases that it speaks of"
	case "positions":
		return "the positions, by phase or weeks"
	case "printed_as":
		return "the name as it is printed there"
	case "query":
		return "the name as it was asked"
	case "read":
		return "whether the text was read at its source, as a copy or quoted"
	case "references":
		return "how many references there are"
	case "reported_by":
		return "who reports it, if not the speaker"
	case "route":
		return "oral, topical, injection"
	case "rxcui":
		return "RxNorm's numbers"
	case "section":
		return "the heading above the passage"
	case "setting":
		return "pregnancy, lactation, postpartum or general"
	case "speaker":
		return "article, leaflet, forum, doctor or reader"
	case "statement_id":
		return "the id of the statement"
	case "statements":
		return "how many statements reach it"
	case "status":
		return "what the passage says of these phases"
	case SuggestionsColumn:
		return "what may have been meant"
	case "summary":
		return "what the document is about"
	case "text":
		return "what it says, in our words"
	case "title":
		return "the title"
	case "type":
		return "regulator, label, guideline or reference work"
	case "value":
		return "the value"
	case "what":
		return "what the value is of"
	case "where":
		return "the file or variable"
	case "change":
		return "added, removed or changed"
	}
	return ""
}

func phaseWords(p catalog.Phase) string {
	if p == catalog.Lactation {
		return "while breastfeeding"
	}
	return "in the " + page.Spaced(p) + " trimester"
}
