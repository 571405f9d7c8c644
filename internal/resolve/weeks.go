package resolve

import "github.com/backcare/backcare/internal/catalog"

// The trimesters in completed weeks of amenorrhoea (ACOG): to 13 weeks and 6
// days, to 27 weeks and 6 days, and from 28 on. Term is the end of week 42.
var trimesters = [...]struct{ from, to int }{
	catalog.First: {0, 13}, catalog.Second: {14, 27}, catalog.Third: {28, 42},
}

// Weeks returns the first and last completed week of a trimester; ok is false
// for lactation, which is not counted in weeks.
func Weeks(p catalog.Phase) (from, to int, ok bool) {
	if int(p) >= len(trimesters) {
		return 0, 0, false
	}
	return trimesters[p].from, trimesters[p].to, true
}

// InPart reports whether a position covers only some weeks of its trimester.
func InPart(x catalog.RefPosition) bool {
	from, to, ok := Weeks(x.Phase)
	return ok && (x.FromWeek > from || x.ToWeek != 0 && x.ToWeek < to)
}

// PhaseOf returns the trimester of a week of pregnancy.
func PhaseOf(week int) catalog.Phase {
	switch {
	case week < trimesters[catalog.Second].from:
		return catalog.First
	case week < trimesters[catalog.Third].from:
		return catalog.Second
	}
	return catalog.Third
}
