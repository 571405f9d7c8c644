package answer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
	"github.com/backcare/backcare/internal/term"
)

// Filters are the filters of a list as they were understood.
type Filters struct {
	Phases      []catalog.Phase    `json:"phases"`      // The phases asked for; empty for all.
	Status      []catalog.Status   `json:"status"`      // The statuses asked for; empty for all.
	Kind        []catalog.Kind     `json:"kind"`        // The kinds asked for; empty for all.
	For         []catalog.Use      `json:"for"`         // The uses asked for; empty for all.
	Class       *string            `json:"class"`       // The id of the class asked for.
	Contains    *string            `json:"contains"`    // The id of the ingredient asked for.
	Document    *string            `json:"document"`    // The id of the document asked for.
	Disputed    bool               `json:"disputed"`    // Disputed entries only.
	Confusable  bool               `json:"confusable"`  // Only entries whose name is easily taken for another.
	Authorities []resolve.Relation `json:"authorities"` // The relations of the authorities asked for; empty for all.
}

// FilterError is a filter with a value that the dataset does not know.
type FilterError struct {
	Filter string // class, ingredient, document
	Value  string
	Hint   string // what would do, empty if nothing is near
}

func (e *FilterError) Error() string {
	s := fmt.Sprintf("unknown %s %q", e.Filter, e.Value)
	if e.Hint != "" {
		s += ": " + e.Hint
	}
	return s
}

// places are the indexes of what filters name, -1 if they name nothing.
type places struct {
	class, substance, document int32
	members                    map[int32]bool // of the class, at any depth
}

// understood finds what the filters name, and writes them back with ids and
// each value once.
func (b *Builder) understood(f *Filters) (places, error) {
	in := places{class: -1, substance: -1, document: -1}
	f.Phases, f.Status, f.Kind, f.For, f.Authorities = once(f.Phases), once(f.Status), once(f.Kind), once(f.For), once(f.Authorities)
	if f.Class != nil {
		if in.class = b.findClass(*f.Class); in.class < 0 {
			return in, &FilterError{"class", *f.Class, b.otherFilter(*f.Class, `"backcare drug list --kind class" lists the classes`)}
		}
		f.Class = &b.ds.Entries[in.class].ID
		in.members = resolve.Belongs(b.ds, in.class)
	}
	if f.Contains != nil {
		if in.substance = b.findSubstance(*f.Contains); in.substance < 0 {
			return in, &FilterError{"ingredient", *f.Contains, b.otherFilter(*f.Contains, `"backcare drug list --kind ingredient" lists those with an entry`)}
		}
		f.Contains = &b.ds.Substances[in.substance].ID
	}
	if f.Document != nil {
		if in.document = b.findDocument(*f.Document); in.document < 0 {
			return in, &FilterError{"document", *f.Document, "one of " + strings.Join(b.documentIDs(), ", ")}
		}
		f.Document = &b.ds.Documents[in.document].ID
	}
	return in, nil
}

// otherFilter says what a name is that a filter does not take, and which
// filter takes it; the hint given if it is no name of an entry.
func (b *Builder) otherFilter(s, hint string) string {
	i := b.find(s)
	if i < 0 {
		if b.findSubstance(s) >= 0 {
			return fmt.Sprintf("that is an ingredient: --contains %s", term.Quote(s))
		}
		return hint
	}
	e := &b.ds.Entries[i]
	switch {
	case e.Kind == catalog.Class:
		return fmt.Sprintf("that is a class: --class %s", e.ID)
	case len(e.Classes) > 0:
		return fmt.Sprintf("%s is no class; it belongs to %s: --class %s", e.Name, b.ds.Entries[e.Classes[0].Index].Name, e.Classes[0].ID)
	case len(e.Ingredients) > 0:
		return fmt.Sprintf("%s contains %s: --contains %s", e.Name, b.ds.Substances[e.Ingredients[0].Index].Name, e.Ingredients[0].ID)
	}
	return fmt.Sprintf("%s is %s: %s", e.Name, article(e.Kind.String()), lookupCommand+term.Quote(e.Name))
}

// once keeps each value of a list once; never nil.
func once[T comparable](values []T) []T {
	kept := []T{}
	for _, v := range values {
		if !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// A test is one filter.
type test func(*resolve.Resolution) bool

// resolution resolves an entry, with the authorities as of the week of the
// options.
func (b *Builder) resolution(i int32) resolve.Resolution {
	r := resolve.Entry(b.ds, i)
	if b.opt.Week != nil {
		p, a := r.AtWeek(*b.opt.Week)
		r.Phases[p].Authorities = a
	}
	return r
}

// worthKnowing reports whether there is anything to say of a phase that a
// person who asks for it should not miss.
func worthKnowing(p *resolve.Phase) bool {
	return p.Status != catalog.NotStated || len(p.Members) > 0 || p.Authorities.Position.Against()
}

// Empty says why a list has no entries, and what to ask instead.
type Empty struct{ Why, Instead string }

// part is a filter by itself: its flag, what passes it, how to take it out of
// the others, and why no entry passes it and what to ask instead.
type part struct {
	flag  string
	test  test
	unset func(*Filters)
	why   func() (why, instead string)
}

// parts are the filters that are set.
func (b *Builder) parts(f *Filters, in places) []part {
	phases := asked(catalog.PhaseSet(f.Phases...))
	some := func(ok func(*resolve.Phase) bool) test {
		return func(r *resolve.Resolution) bool {
			return slices.ContainsFunc(phases, func(p catalog.Phase) bool { return ok(&r.Phases[p]) })
		}
	}
	of := func(ok func(*catalog.Entry) bool) test {
		return func(r *resolve.Resolution) bool { return ok(&b.ds.Entries[r.Entry]) }
	}
	var out []part
	add := func(set bool, flag string, t test, unset func(*Filters), why func() (string, string)) {
		if set {
			out = append(out, part{flag, t, unset, why})
		}
	}
	see := func(why, instead string) func() (string, string) {
		return func() (string, string) { return why, instead }
	}
	lookup := func(i int32) string { return lookupCommand + term.Quote(b.ds.Entries[i].Name) }

	add(f.Class != nil, "--class", func(r *resolve.Resolution) bool { return in.members[r.Entry] },
		func(f *Filters) { f.Class = nil }, func() (string, string) {
			e := &b.ds.Entries[in.class]
			if e.Advice {
				return fmt.Sprintf("%q is advice on medicines at large, to which no entry belongs", e.Name),
					lookup(in.class) + " shows it; --for lists the medicines by what they are named for, as in --for pain"
			}
			return fmt.Sprintf("no entry belongs to the class %q", e.Name), lookup(in.class) + " shows what is stated of the class itself"
		})
	add(f.Contains != nil, "--contains", of(func(e *catalog.Entry) bool {
		return slices.ContainsFunc(e.Ingredients, func(l catalog.Link) bool { return l.Index == in.substance })
	}), func(f *Filters) { f.Contains = nil }, func() (string, string) {
		s := &b.ds.Substances[in.substance]
		if s.Entry >= 0 {
			return fmt.Sprintf("no entry is known to contain %s", s.Name), lookup(s.Entry) + " shows what is stated of it itself"
		}
		return fmt.Sprintf("no entry is known to contain %s", s.Name), "backcare drug list --kind product lists the products"
	})
	add(f.Document != nil, "--document", of(func(e *catalog.Entry) bool {
		return slices.ContainsFunc(e.Statements, func(s catalog.Statement) bool { return s.Source.Document == in.document })
	}), func(f *Filters) { f.Document = nil },
		see("no statement was read from "+value(f.Document), "backcare document list counts the statements of each"))
	add(len(f.Kind) > 0, "--kind", of(func(e *catalog.Entry) bool { return slices.Contains(f.Kind, e.Kind) }),
		func(f *Filters) { f.Kind = nil },
		see("no entry is of the kind "+alternatives(f.Kind), "leave --kind out"))
	add(len(f.For) > 0, "--for", of(func(e *catalog.Entry) bool {
		return slices.ContainsFunc(e.Uses, func(u catalog.EntryUse) bool { return slices.Contains(f.For, u.Use) })
	}), func(f *Filters) { f.For = nil }, func() (string, string) {
		return "the documents name no entry for " + alternatives(f.For), "they name some for " + strings.Join(b.usesNamed(), ", ")
	})
	add(f.Confusable, "--confusable", of(func(e *catalog.Entry) bool { return len(e.Confusable) > 0 }),
		func(f *Filters) { f.Confusable = false },
		see("no entry has a name that is noted as easily taken for another", "leave --confusable out"))
	add(len(f.Phases) > 0 && !slices.Contains(f.Status, catalog.NotStated), "the phase", some(worthKnowing),
		func(f *Filters) { f.Phases = nil },
		see("nothing is stated for "+phasesIn(f.Phases), "leave the phase out"))
	add(len(f.Status) > 0, "--status", some(func(p *resolve.Phase) bool {
		return slices.Contains(f.Status, p.Status) ||
			slices.ContainsFunc(p.Members, func(m resolve.Member) bool { return slices.Contains(f.Status, m.Status) })
	}), func(f *Filters) { f.Status = nil },
		see("no phase of any entry is "+alternatives(f.Status), "backcare help status explains the statuses"))
	add(f.Disputed, "--disputed", some(func(p *resolve.Phase) bool { return p.Disputed }),
		func(f *Filters) { f.Disputed = false },
		see("no phase of any entry is disputed", "leave --disputed out"))
	add(len(f.Authorities) > 0, "--authorities", some(func(p *resolve.Phase) bool { return slices.Contains(f.Authorities, p.Authorities.Relation) }),
		func(f *Filters) { f.Authorities = nil },
		see("to no phase of any entry do the authorities have the relation "+alternatives(f.Authorities), "backcare help status explains the relations"))
	return out
}

// empty says why no entry passes: because of one filter that none passes by
// itself, or how many there would be without each.
func (b *Builder) empty(f *Filters, in places) *Empty {
	parts := b.parts(f, in)
	// For each part, the entries that pass it alone, and those that pass all
	// others.
	alone, others := make([][]part, len(parts)), make([][]part, len(parts))
	for k, p := range parts {
		one, rest := *f, *f
		for x, o := range parts {
			if x != k {
				o.unset(&one)
			}
		}
		p.unset(&rest)
		alone[k], others[k] = b.parts(&one, in), b.parts(&rest, in)
	}
	by, without := make([]int, len(parts)), make([]int, len(parts))
	for i := range b.ds.Entries {
		r := b.resolution(int32(i))
		for k := range parts {
			if passes(&r, alone[k]) {
				by[k]++
			}
			if passes(&r, others[k]) {
				without[k]++
			}
		}
	}
	for k, n := range by {
		if n == 0 {
			why, instead := parts[k].why()
			return &Empty{why, instead}
		}
	}
	var some []string
	for k, n := range without {
		if n > 0 {
			some = append(some, page.Count(n, "entry")+" without "+parts[k].flag)
		}
	}
	const each = "some entries pass each of these filters, but none passes all of them"
	if len(some) == 0 {
		return &Empty{each, "use fewer filters"}
	}
	return &Empty{each, strings.Join(some, ", ")}
}

func passes(r *resolve.Resolution, parts []part) bool {
	return !slices.ContainsFunc(parts, func(p part) bool { return !p.test(r) })
}

// usesNamed lists the uses that some entry has.
func (b *Builder) usesNamed() []string {
	var out []string
	for _, u := range catalog.Uses() {
		if slices.ContainsFunc(b.ds.Entries, func(e catalog.Entry) bool {
			return slices.ContainsFunc(e.Uses, func(x catalog.EntryUse) bool { return x.Use == u })
		}) {
			out = append(out, u.String())
		}
	}
	return out
}

// alternatives are words of a filter in a sentence.
func alternatives[T fmt.Stringer](list []T) string { return strings.Join(spaced(list), " or ") }

func spaced[T fmt.Stringer](list []T) []string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = page.Spaced(w)
	}
	return words
}

// text says which filters were in force.
func (f *Filters) text() string {
	var parts []string
	add := func(name string, values ...string) {
		if len(values) > 0 && values[0] != "" {
			parts = append(parts, name+strings.Join(values, " or "))
		}
	}
	var phases []string
	for _, p := range f.Phases {
		phases = append(phases, phaseText(p))
	}
	add("", phases...)
	add("status ", spaced(f.Status)...)
	add("kind ", spaced(f.Kind)...)
	add("for ", spaced(f.For)...)
	add("class ", value(f.Class))
	add("containing ", value(f.Contains))
	add("in ", value(f.Document))
	if f.Disputed {
		parts = append(parts, "disputed")
	}
	if f.Confusable {
		parts = append(parts, "easily confused")
	}
	add("authorities ", spaced(f.Authorities)...)
	if len(parts) == 0 {
		return ""
	}
	return "Filters: " + strings.Join(parts, "; ") + "."
}
