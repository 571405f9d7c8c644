package answer

import (
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
)

// What the tests pin one by one, where the golden files of the formats hold it
// only by chance.

var (
	PhasesText   = phasesText
	PhasesIn     = phasesIn
	PositionText = positionText
	WeeksText    = weeksText
)

func Held(e *Entry, p catalog.Phase) page.Text                  { return e.held(p) }
func Identify(e *Entry) page.Pairs                              { return e.identity() }
func Spoken(s Statement) string                                 { return s.spoken() }
func Met(r Result) page.Page                                    { return r.met(false) }
func Item(r Reference, phases catalog.Phases) (page.Item, bool) { return r.item(phases) }

func HeadlineText(e *Entry, p catalog.Phase) page.Text { return e.headline(e.Phase(p)) }
func What(e *Entry) string                             { return e.what() }
