package load

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
	"github.com/backcare/backcare/internal/resolve"
)

// linker turns a raw dataset into a catalog.Dataset: it follows every link,
// compares every name and fills what is derived.
type linker struct {
	raw    *raw
	faults *faults
	ds     catalog.Dataset

	documents, substances, entries map[string]int32
}

// link checks the raw dataset as a whole. Its result is usable only if no
// fault was found. Everything is sorted by id, statements by document and
// line, so that the order of files and of what they hold changes nothing.
func link(r *raw, old bool, f *faults) *catalog.Dataset {
	l := &linker{raw: r, faults: f}
	l.version()
	l.documents = index(l, r.documents, "document", func(x *rawDocument) text { return x.id })
	l.substances = index(l, r.substances, "substance", func(x *rawSubstance) text { return x.id })
	l.entries = index(l, r.entries, "entry", func(x *rawEntry) text { return x.id })
	index(l, r.references, "reference", func(x *rawReference) text { return x.id })

	for _, x := range r.documents {
		l.ds.Documents = append(l.ds.Documents, x.doc)
	}
	for _, x := range r.substances {
		l.ds.Substances = append(l.ds.Substances, x.sub)
	}
	for _, x := range r.entries {
		l.ds.Entries = append(l.ds.Entries, x.entry)
	}
	l.documentFiles()
	for i, x := range r.entries {
		l.statements(x, &l.ds.Entries[i])
		l.links(int32(i), x, &l.ds.Entries[i])
	}
	ring := l.cycles()
	l.owners()
	for _, x := range r.references {
		l.reference(x)
	}
	for _, x := range r.looked {
		l.looked(x)
	}
	for i := range l.ds.Entries {
		slices.SortFunc(l.ds.Entries[i].Looked, func(a, b catalog.Looked) int { return cmp.Compare(a.Phase, b.Phase) })
	}
	if l.reach() {
		if !ring {
			l.climbs(!old)
		}
		l.codes()
		l.names()
	}
	l.brands()
	return &l.ds
}

func (l *linker) fault(p pos, format string, args ...any) {
	l.faults.add(Fault{p.file, p.line, p.col, fmt.Sprintf(format, args...)})
}

// version takes the one version that the files state.
func (l *linker) version() {
	var own []text
	for _, v := range l.raw.version {
		switch {
		case v.v == "": // reported already, and no place is left of it
		case len(own) > 0:
			l.fault(v.pos, "a second version: the first is in %s", own[0].pos)
		default:
			own = append(own, v)
		}
	}
	switch {
	case len(own) > 0:
		l.ds.Version = own[0].v
	case len(l.raw.version) == 0:
		l.faults.add(Fault{File: "dataset", Message: `no file states a version: one of them needs version: "2026.11.21"`})
	}
}

// index reports repeated ids, sorts the list by id, and returns the place of
// each id in it.
func index[T any](l *linker, list []*T, what string, id func(*T) text) map[string]int32 {
	first := make(map[string]pos, len(list))
	for _, x := range list {
		t := id(x)
		if t.v == "" {
			continue // reported already
		}
		if p, ok := first[t.v]; ok {
			l.fault(t.pos, "duplicate %s id %q, first in %s", what, t.v, p)
			continue
		}
		first[t.v] = t.pos
	}
	slices.SortStableFunc(list, func(a, b *T) int { return cmp.Compare(id(a).v, id(b).v) })
	places := make(map[string]int32, len(list))
	for i, x := range list {
		if v := id(x).v; v != "" {
			if _, ok := places[v]; !ok {
				places[v] = int32(i)
			}
		}
	}
	return places
}

// documentFiles reports two documents that name one file.
func (l *linker) documentFiles() {
	first := map[string]text{}
	for _, x := range l.raw.documents {
		if x.file.v == "" {
			continue
		}
		if p, ok := first[x.file.v]; ok {
			l.fault(x.file.pos, "the file %s is also that of the document in %s", quote(x.file.v), p.pos)
		}
		first[x.file.v] = x.file
	}
}

// statements finds the documents of an entry's statements and makes their
// ids: "voltaren-gel.000.38", with the part behind it if there is one.
func (l *linker) statements(x *rawEntry, e *catalog.Entry) {
	first := map[string]pos{}
	for _, s := range x.statements {
		if s.document == "" {
			continue
		}
		doc, ok := l.place(s.at.pos, s.document, s.line)
		if !ok {
			continue
		}
		s.st.ID = fmt.Sprintf("%s.%s.%d", e.ID, strings.TrimPrefix(s.document, "doc-"), s.line)
		if s.part.v != "" {
			s.st.ID += "." + s.part.v
		}
		if p, ok := first[s.st.ID]; ok {
			l.fault(s.pos, "a second statement of %q on this line, the first in %s: give each a part", e.ID, p)
			continue
		}
		first[s.st.ID] = s.pos
		s.st.Source.Document, s.st.Source.Line = doc, s.line
		s.st.Source.Begins = l.passage(s)
		e.Statements = append(e.Statements, s.st)
	}
	slices.SortFunc(e.Statements, func(a, b catalog.Statement) int {
		return cmp.Or(
			cmp.Compare(a.Source.Document, b.Source.Document),
			cmp.Compare(a.Source.Line, b.Source.Line),
			cmp.Compare(a.ID, b.ID))
	})
}

// passage finds the line at which a statement's passage begins, if that is
// an earlier one.
func (l *linker) passage(s *rawStatement) int {
	if s.passage.v == "" {
		return 0
	}
	document, line, _ := place(s.passage.v)
	if document != s.document || line >= s.line {
		l.fault(s.passage.pos, "the passage of %s begins at %s, which is no earlier line of that document: leave it out if it begins at the statement itself", s.at.v, s.passage.v)
		return 0
	}
	return line
}

// place checks a line of a document.
func (l *linker) place(p pos, document string, line int) (doc int32, ok bool) {
	doc, ok = l.documents[document]
	if !ok {
		l.fault(p, "unknown document %s%s", quote(document), known("documents", l.documents))
		return 0, false
	}
	if lines := l.ds.Documents[doc].Lines; lines > 0 && line > lines {
		l.fault(p, "line %d is beyond the %d lines of %s", line, lines, document)
		return 0, false
	}
	return doc, true
}

// known lists the ids for a message, or nothing if there are many.
func known(what string, places map[string]int32) string {
	if len(places) == 0 {
		return ": the dataset holds no " + what
	}
	if len(places) > 8 {
		return ""
	}
	ids := make([]string, 0, len(places))
	for id := range places {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ": known are " + strings.Join(ids, ", ")
}

// links follows what an entry is used for, contains and belongs to.
func (l *linker) links(i int32, x *rawEntry, e *catalog.Entry) {
	var uses seen[catalog.EntryUse]
	for _, u := range x.uses {
		document, line, _ := place(u.source.v)
		l.place(u.source.pos, document, line)
		use := catalog.EntryUse{Use: u.use, Source: u.source.v}
		if uses.again(use) {
			l.fault(u.pos, "the use repeats")
		}
		e.Uses = append(e.Uses, use)
	}
	var contained, classes seen[int32]
	for _, k := range x.contains {
		s, ok := l.substances[k.id.v]
		switch {
		case !ok:
			l.fault(k.id.pos, "unknown substance %q%s", k.id.v, known("substances", l.substances))
			continue
		case k.id.v == e.ID:
			l.fault(k.id.pos, "%q contains itself: the entry of a substance needs no link to it", e.ID)
			continue
		}
		e.Ingredients = l.add(e.Ingredients, k, s, &contained)
	}
	for _, k := range x.classes {
		c, ok := l.entries[k.id.v]
		switch {
		case !ok:
			l.fault(k.id.pos, "unknown class %q", k.id.v)
			continue
		case c == i:
			l.fault(k.id.pos, "%q belongs to itself", e.ID)
			continue
		case l.ds.Entries[c].Kind != catalog.Class:
			l.fault(k.id.pos, "%q is of the kind %s, not a class", k.id.v, l.ds.Entries[c].Kind)
			continue
		}
		e.Classes = l.add(e.Classes, k, c, &classes)
	}
	if len(e.Ingredients) > 1 {
		e.Combination = true
	}
	if len(x.atc) > 0 && e.Kind != catalog.Class && !e.Combination {
		l.fault(x.atc[0].pos, "only a class or a combination states its own ATC codes: those of other entries come from what they contain")
	}
}

func (l *linker) add(list []catalog.Link, k rawLink, to int32, before *seen[int32]) []catalog.Link {
	if before.again(to) {
		l.fault(k.id.pos, "the link to %q repeats", k.id.v)
	}
	if k.basis == catalog.Documents {
		if document, line, ok := place(k.source.v); ok {
			l.place(k.source.pos, document, line)
		} else if k.source.v != "" {
			l.fault(k.source.pos, "a link with the basis documents needs a place as its source, as in \"doc-000:38\", not %s", quote(k.source.v))
		}
	}
	return append(list, catalog.Link{ID: k.id.v, Index: to, Basis: k.basis, Source: k.source.v, SomeFormulas: k.some})
}

// cycles reports classes that belong to one another in a ring, and whether
// there are any.
func (l *linker) cycles() (found bool) {
	// The links on the way up from each class are walked at most once: state
	// 1 is on the way, 2 is done. No recursion, for the chain may be long.
	state := make([]uint8, len(l.ds.Entries))
	for start := range l.ds.Entries {
		type step struct{ entry, next int32 }
		path := []step{{int32(start), 0}}
		for len(path) > 0 {
			top := &path[len(path)-1]
			classes := l.ds.Entries[top.entry].Classes
			if state[top.entry] == 2 || int(top.next) == len(classes) {
				state[top.entry] = 2
				path = path[:len(path)-1]
				continue
			}
			state[top.entry] = 1
			to := classes[top.next].Index
			top.next++
			if state[to] == 1 {
				found = true
				l.fault(l.raw.entries[top.entry].pos, "classes in a ring: %q belongs to %q, which belongs to it in turn", l.ds.Entries[top.entry].ID, l.ds.Entries[to].ID)
			} else if state[to] == 0 {
				path = append(path, step{to, 0})
			}
		}
	}
	return found
}

// maxClasses bounds what a statement's way up may cost: ten times what the
// embedded dataset needs.
const maxClasses = 64

// climbs follows the classes of each entry to the end. It reports an entry that
// belongs to too many, and, if the rules of reading apply, a link that a longer
// way implies: it would bring what is said of a large class too near.
func (l *linker) climbs(rules bool) {
	for i := range l.ds.Entries {
		e := &l.ds.Entries[i]
		if len(e.Classes) == 0 {
			continue
		}
		x := l.raw.entries[i]
		above := map[int32]int32{} // a class above one of the entry's own: that one
		var queue []int32
		for _, own := range e.Classes {
			for queue = append(queue[:0], own.Index); len(queue) > 0 && len(above) <= maxClasses; queue = queue[1:] {
				for _, up := range l.ds.Entries[queue[0]].Classes {
					if _, ok := above[up.Index]; !ok {
						above[up.Index] = own.Index
						queue = append(queue, up.Index)
					}
				}
			}
		}
		if n := len(above) + len(e.Classes); n > maxClasses {
			l.fault(x.pos, "%q belongs to more than %d classes, counting those of its classes", e.ID, maxClasses)
			continue
		}
		for k, own := range e.Classes {
			if by, ok := above[own.Index]; ok && rules && k < len(x.classes) {
				l.fault(x.pos, "%q need not be linked to the class %q: it belongs there through %q", e.ID, own.ID, l.ds.Entries[by].ID)
			}
		}
	}
}

// owners fills what an entry's id and links say of substances and classes.
func (l *linker) owners() {
	for s := range l.ds.Substances {
		sub := &l.ds.Substances[s]
		sub.Entry = -1
		if i, ok := l.entries[sub.ID]; ok {
			sub.Entry = i
			if l.ds.Entries[i].Kind == catalog.Class {
				l.fault(l.raw.entries[i].id.pos, "the class %q has the id of the substance in %s", sub.ID, l.raw.substances[s].pos)
			}
		}
	}
	for i := range l.ds.Entries {
		for _, k := range l.ds.Entries[i].Ingredients {
			s := &l.ds.Substances[k.Index]
			s.Products = append(s.Products, int32(i))
		}
		for _, k := range l.ds.Entries[i].Classes {
			c := &l.ds.Entries[k.Index]
			c.Members = append(c.Members, int32(i))
		}
	}
}

// codes gives the codes of a substance to the entries that represent it: its
// own, and those that contain nothing else and are a product or generic form,
// or a remedy if the substance has no entry. An ATC code goes by
// route as well. An RxCUI is the substance's alone, so that products carry it
// only if the substance has no entry. A combination carries the codes that are
// stated with it and no code of its ingredients.
func (l *linker) codes() {
	for s := range l.ds.Substances {
		sub := &l.ds.Substances[s]
		give := func(i int32, rxcui bool) {
			e := &l.ds.Entries[i]
			for _, c := range sub.ATC {
				if fits(c.Route, e.Route) && !slices.Contains(e.ATC, c.Code) {
					e.ATC = append(e.ATC, c.Code)
				}
			}
			if rxcui {
				e.RxCUI = append(e.RxCUI, sub.RxCUI...)
			}
		}
		if sub.Entry >= 0 && l.ds.Entries[sub.Entry].Kind != catalog.Class {
			give(sub.Entry, true)
		}
		for _, p := range sub.Products {
			e := &l.ds.Entries[p]
			if !resolve.Single(e) || e.Kind == catalog.Class || e.Kind == catalog.Remedy && sub.Entry >= 0 {
				continue
			}
			give(p, sub.Entry < 0)
		}
	}
	for i := range l.ds.Entries {
		slices.Sort(l.ds.Entries[i].ATC)
	}
}

// fits: a code without a route is for any, one for "oral" for every
// systemic route; an entry whose route is not known may be meant by each.
func fits(code, entry string) bool {
	return code == "" || entry == "" || code == entry || code == catalog.Oral && entry != catalog.Topical
}

// names gathers every exact name, reports those that two entries share, and
// finds the entries that confusable names mean.
func (l *linker) names() {
	type place struct {
		entry int32
		pos   pos
		text  string
	}
	taken := map[string]place{}
	add := func(i int32, t text, kind catalog.NameKind) {
		key := name.Key(t.v)
		if t.v == "" {
			return // reported already
		}
		if key == "" {
			l.fault(t.pos, "the name %s has no letter or digit", quote(t.v))
			return
		}
		o, ok := taken[key]
		switch {
		case !ok:
			taken[key] = place{i, t.pos, t.v}
			l.ds.Names = append(l.ds.Names, catalog.Name{Key: key, Text: t.v, Entry: i, Kind: kind})
		case o.entry != i:
			l.fault(t.pos, "the name %s is already that of %q, as %s in %s", quote(t.v), l.ds.Entries[o.entry].ID, quote(o.text), o.pos)
		case t.pos != l.raw.entries[i].id.pos: // an id is most often the name again
			l.fault(t.pos, "the name %s repeats %s, in %s", quote(t.v), quote(o.text), o.pos)
		}
	}
	// The names of a second entry with the same id are not compared with
	// the first's: the id is fault enough.
	second := func(i int, x *rawEntry) bool {
		own, ok := l.entries[x.id.v]
		return ok && own != int32(i)
	}
	for i, x := range l.raw.entries {
		if second(i, x) {
			continue
		}
		add(int32(i), x.name, catalog.ExactName)
		for _, a := range x.aliases {
			add(int32(i), a, catalog.AliasName)
			l.ds.Entries[i].Aliases = append(l.ds.Entries[i].Aliases, a.v)
		}
	}
	// Ids come last: a name that a person wrote is the better one to show.
	for i, x := range l.raw.entries {
		if !second(i, x) {
			add(int32(i), x.id, catalog.ExactName)
		}
	}
	for i, x := range l.raw.entries {
		for _, c := range x.confusable {
			found := int32(-1)
			if o, ok := taken[name.Key(c.name.v)]; ok {
				found = o.entry
			}
			if found == int32(i) {
				l.fault(c.name.pos, "%s is a name of this very entry", quote(c.name.v))
			}
			l.ds.Entries[i].Confusable = append(l.ds.Entries[i].Confusable, catalog.Confusable{Name: c.name.v, Entry: found, Reason: c.reason.v})
		}
	}
	for i := range l.ds.Entries {
		e := &l.ds.Entries[i]
		code := func(s string) {
			key := name.Key(s)
			if o, ok := taken[key]; ok {
				l.fault(o.pos, "the name %s is also the code %s of %q", quote(o.text), s, e.ID)
			}
			l.ds.Names = append(l.ds.Names, catalog.Name{Key: key, Text: s, Entry: int32(i), Kind: catalog.CodeName})
		}
		for _, c := range e.ATC {
			code(c)
		}
		for _, c := range e.RxCUI {
			code("rxcui:" + c)
		}
	}
	slices.SortFunc(l.ds.Names, func(a, b catalog.Name) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Entry, b.Entry))
	})
}

// reference finds what a reference is about. An id that is both a substance's
// and an entry's means the substance, which reaches the entry as well; if the
// reference speaks of a part only, the entry by itself.
func (l *linker) reference(x *rawReference) {
	r := x.ref
	var before seen[string]
	for _, a := range x.about {
		if before.again(a.v) {
			l.fault(a.pos, "%q repeats", a.v)
			continue
		}
		e, ok := l.entries[a.v]
		if s, substance := l.substances[a.v]; substance && (!ok || r.Covers == catalog.All) {
			r.Substances = append(r.Substances, s)
			continue
		}
		if !ok {
			l.fault(a.pos, "unknown substance or entry %q", a.v)
			continue
		}
		r.Entries = append(r.Entries, e)
		l.routes(a, &r, &l.ds.Entries[e])
	}
	if len(x.about) == 0 {
		l.fault(x.pos, "the reference is about nothing")
	}
	slices.Sort(r.Substances)
	slices.Sort(r.Entries)
	l.ds.References = append(l.ds.References, r)
}

// routes reports a reference about an entry of a route that it does not speak
// of: it would never be shown there.
func (l *linker) routes(at text, r *catalog.Reference, e *catalog.Entry) {
	if e.Kind != catalog.Class && e.Route != "" && len(r.Routes) > 0 && !slices.Contains(r.Routes, e.Route) {
		l.fault(at.pos, "%q is %s, and the reference does not speak of that route", at.v, routeNote([]string{e.Route}))
	}
}

// looked gives each entry what was searched for in vain.
func (l *linker) looked(x *rawLooked) {
	for _, a := range x.about {
		i, ok := l.entries[a.v]
		if !ok {
			l.fault(a.pos, "unknown entry %q", a.v)
			continue
		}
		e := &l.ds.Entries[i]
		for _, k := range x.looks {
			if slices.ContainsFunc(e.Looked, func(o catalog.Looked) bool { return o.Phase == k.Phase }) {
				l.fault(a.pos, "a second search in vain for %q in the phase %q: put them into one", a.v, k.Phase)
				continue
			}
			e.Looked = append(e.Looked, k)
		}
	}
}
