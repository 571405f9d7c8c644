package resolve

import (
	"math/bits"

	"github.com/backcare/backcare/internal/catalog"
)

// Relation is how the authorities compare with a headline.
type Relation uint8

// The relations (contract, section 2).
const (
	None     Relation = iota // they take no position
	Speaks                   // the documents are silent, they are open
	Milder                   // their strictest band is below the headline's
	Agree                    // the same band
	Stricter                 // their strictest band is above the headline's
	Differ                   // some are open and some refuse in the same weeks
)

var relationWords = [...]string{"none", "speaks", "milder", "agree", "stricter", "differ"}

// Relations lists all relations.
func Relations() []Relation { return []Relation{None, Speaks, Milder, Agree, Stricter, Differ} }

func (r Relation) String() string {
	if int(r) < len(relationWords) {
		return relationWords[r]
	}
	return "invalid"
}

// Authorities is how the authorities compare with the headline of a phase.
type Authorities struct {
	Relation Relation
	// Position is the strictest that they hold; NoData if Relation is None.
	Position catalog.Position
	// FromWeek and ToWeek bound the part of the phase that Position is held
	// for: from the first week, up to and without the last. 0 is the phase's
	// own bound.
	FromWeek, ToWeek int
	// Next is the first change after a week; nil if there is no change, or for
	// a whole phase.
	Next *Change
	// References hold Position; if they differ, the open ones follow.
	References []*Reference
}

// Change is a week from which the authorities hold another position.
type Change struct {
	Week     int
	Relation Relation
	Position catalog.Position
}

// band makes statuses and positions comparable.
type band uint8

const (
	silent band = iota
	open
	guarded
	refused
)

func bandOf(s catalog.Status) band {
	switch {
	case s.Refuses():
		return refused
	case s == catalog.DoctorOnly:
		return guarded
	case s.Permits():
		return open
	}
	return silent
}

// held is the band of a position that is not "no data".
func held(p catalog.Position) band {
	switch {
	case p.Against():
		return refused
	case p == catalog.OnlyIfNeeded:
		return guarded
	}
	return open
}

// span is a set of weeks, a bit each. Lactation is one week, the first.
type span uint64

const allWeeks = ^span(0)

// weeks is the span from a week up to and without another.
func weeks(from, to int) span { return span(1)<<to - span(1)<<from }

// within is the part of its phase that a position is held for.
func within(x catalog.RefPosition) span {
	from, to, ok := Weeks(x.Phase)
	if !ok {
		return 1
	}
	to++
	if x.ToWeek > 0 {
		to = min(to, x.ToWeek)
	}
	return weeks(min(max(from, x.FromWeek), to), to)
}

// AtWeek compares the authorities with the headline in one week of pregnancy,
// which must belong to a trimester, and returns the phase of that week too.
func (r *Resolution) AtWeek(week int) (catalog.Phase, Authorities) {
	p, now := r.week(week)
	_, end, _ := Weeks(catalog.Third)
	for w := week + 1; w <= end; w++ {
		if _, then := r.week(w); then.Position != now.Position {
			now.Next = &Change{w, then.Relation, then.Position}
			break
		}
	}
	return p, now
}

func (r *Resolution) week(week int) (catalog.Phase, Authorities) {
	p := PhaseOf(week)
	return p, r.authorities(p, weeks(week, week+1))
}

// authorities compares what is held in some weeks of a phase with its headline.
func (r *Resolution) authorities(p catalog.Phase, asked span) Authorities {
	var a Authorities
	var openWeeks, refusedWeeks, strictest span
	each := func(f func(ref *Reference, x catalog.RefPosition)) {
		for i := range r.References {
			ref := &r.References[i]
			for _, x := range ref.Positions {
				if x.Phase == p && x.Position != catalog.NoData && within(x)&asked != 0 &&
					!(ref.Part && held(x.Position) == open) {
					f(ref, x)
				}
			}
		}
	}
	each(func(_ *Reference, x catalog.RefPosition) {
		switch held(x.Position) {
		case open:
			openWeeks |= within(x) & asked
		case refused:
			refusedWeeks |= within(x) & asked
		}
		if x.Position > a.Position {
			a.Position, strictest = x.Position, 0
		}
		if x.Position == a.Position {
			strictest |= within(x)
		}
	})
	if strictest == 0 {
		return a
	}
	differ := openWeeks&refusedWeeks != 0
	a.Relation = relation(bandOf(r.Phases[p].Status), held(a.Position), differ)
	if from, to, ok := Weeks(p); ok {
		if w := bits.TrailingZeros64(uint64(strictest)); w > from {
			a.FromWeek = w
		}
		if w := bits.Len64(uint64(strictest)); w <= to {
			a.ToWeek = w
		}
	}
	add := func(ref *Reference) {
		for _, o := range a.References {
			if o == ref {
				return
			}
		}
		a.References = append(a.References, ref)
	}
	each(func(ref *Reference, x catalog.RefPosition) {
		if x.Position == a.Position {
			add(ref)
		}
	})
	if differ {
		each(func(ref *Reference, x catalog.RefPosition) {
			if held(x.Position) == open && within(x)&refusedWeeks != 0 {
				add(ref)
			}
		})
	}
	return a
}

func relation(documents, authorities band, differ bool) Relation {
	switch {
	case differ:
		return Differ
	case documents == silent && authorities == open:
		return Speaks
	case authorities > documents:
		return Stricter
	case authorities < documents:
		return Milder
	}
	return Agree
}
