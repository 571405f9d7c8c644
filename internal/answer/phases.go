package answer

import (
	"slices"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
)

// trimesters is all of pregnancy in words.
const trimesters = "first, second and third trimester"

func phaseText(p catalog.Phase) string {
	if catalog.Pregnancy.Has(p) {
		return p.String() + " trimester"
	}
	return p.String()
}

// phasesText names several phases, as in "first and second trimester".
func phasesText(list []catalog.Phase) string {
	var during, parts []string
	for _, p := range list {
		if catalog.Pregnancy.Has(p) {
			during = append(during, p.String())
		} else {
			parts = append(parts, phaseText(p))
		}
	}
	if len(during) == 3 {
		parts = slices.Insert(parts, 0, trimesters)
	} else if len(during) > 0 {
		parts = slices.Insert(parts, 0, strings.Join(during, " and ")+" trimester")
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
