package answer

import (
	"strings"

	"github.com/backcare/backcare/internal/catalog"
)

// trimesters is all of pregnancy in words.
const trimesters = "first, second and third trimester"

func phaseText(p catalog.Phase) string {
	if p == catalog.Lactation {
		return p.String()
	}
	return p.String() + " trimester"
}

// phasesText names several phases, as in "first and second trimester".
func phasesText(list []catalog.Phase) string {
	var during, parts []string
	lactation := false
	for _, p := range list {
		if p == catalog.Lactation {
			lactation = true
			continue
		}
		during = append(during, p.String())
	}
	if len(during) == 3 {
		parts = append(parts, trimesters)
	} else if len(during) > 0 {
		parts = append(parts, strings.Join(during, " and ")+" trimester")
	}
	if lactation {
		parts = append(parts, phaseText(catalog.Lactation))
	}
	if len(parts) == 0 {
		return "no phase named"
	}
	return strings.Join(parts, " and ")
}

// phasesIn names phases inside a sentence, as in "the first trimester".
func phasesIn(list []catalog.Phase) string {
	t := phasesText(list)
	switch rest, all := strings.CutPrefix(t, trimesters); {
	case all:
		return "pregnancy" + rest
	case strings.Contains(t, "trimester"):
		return "the " + t
	}
	return t
}
