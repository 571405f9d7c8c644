package resolve_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/resolve"
)

func ref(id, about, routes, positions string, more ...string) string {
	s := fmt.Sprintf("  - {id: %q, about: [%s], route: \"r\", positions: [%s], text: \"t\", authority: \"a\", country: \"c\", document: \"d\"", id, quoted(about), positions)
	if routes != "" {
		s += ", routes: [" + quoted(routes) + "]"
	}
	rest := strings.Join(append([]string{""}, more...), ", ")
	for key, value := range map[string]string{"type": "label", "read": "quoted"} {
		if !strings.Contains(rest, key+": ") {
			rest += fmt.Sprintf(", %s: %q", key, value)
		}
	}
	return s + rest + "}\n"
}

// TestReferences: each entry is reached by what is about it, its ingredients
// and its classes at any height, and by no other route.
func TestReferences(t *testing.T) {
	ds := parse(t, subs+
		en("sub", "ingredient", "oral", "", "c")+
		en("tabs", "product", "oral", "sub", "c")+
		en("gel", "product", "topical", "sub", "c")+
		en("unknown", "product", "", "sub", "c")+
		en("duo", "product", "oral", "other,sub", "")+
		en("c", "class", "", "", "d")+
		en("skin-class", "class", "topical", "", "c")+
		en("d", "class", "", "", "")+
		en("alone", "product", "oral", "other", "")+
		"references:\n"+
		ref("any", "sub", "", "")+
		ref("both", "sub,c", "oral", "")+
		ref("class-any", "c", "", "")+
		ref("class-oral", "c", "oral,injection", "")+
		ref("class-some", "c", "", "", `covers: "some"`)+
		ref("low-dose", "sub", "", "", `covers: "some"`)+
		ref("class-skin", "c", "topical", "")+
		ref("high", "d", "oral", "")+
		ref("oral", "sub", "oral,rectal", "")+
		ref("product", "tabs", "oral", "")+
		ref("skin", "sub", "topical", "")+
		ref("unknown-skin", "unknown", "topical", "")+
		ref("unknown-vaginal", "unknown", "vaginal", "")+
		ref("vaginal", "sub", "vaginal", ""))
	for id, want := range map[string]string{
		"sub":        "direct:any=sub direct:both=sub direct:low-dose=sub direct:oral=sub class:class-any=c class:class-oral=c class:high=d",
		"tabs":       "direct:product=tabs ingredient:any=sub ingredient:both=sub ingredient:oral=sub class:class-any=c class:class-oral=c class:high=d",
		"gel":        "ingredient:any=sub ingredient:skin=sub class:class-any=c class:class-skin=c",
		"unknown":    "direct:unknown-vaginal=unknown ingredient:any=sub ingredient:both=sub ingredient:oral=sub class:class-any=c class:class-oral=c class:high=d",
		"duo":        "ingredient:any=sub ingredient:both=sub ingredient:oral=sub class:class-any=c class:class-oral=c class:high=d",
		"c":          "direct:both=c direct:class-any=c direct:class-oral=c direct:class-some=c class:high=d",
		"skin-class": "class:class-any=c class:class-skin=c",
		"d":          "direct:high=d",
		"alone":      "",
	} {
		var got []string
		for _, r := range resolve.References(ds, find(t, ds, id)) {
			about := ""
			if r.AboutEntry {
				about = ds.Entries[r.About].ID
			} else {
				about = ds.Substances[r.About].ID
			}
			got = append(got, r.Via.String()+":"+r.ID+"="+about)
			if want := id == "duo"; r.Part != want {
				t.Errorf("%s: %s of one ingredient of several: %v", id, r.ID, r.Part)
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s\ngot  %s\nwant %s", id, s, want)
		}
	}
}

// TestReferencesByNearestClass: one about several classes comes by the nearest,
// and of two equally near by the entry's own.
func TestReferencesByNearestClass(t *testing.T) {
	ds := parse(t, subs+
		en("x", "product", "", "sub", "near")+
		en("sub", "ingredient", "", "", "of-ingredient")+
		en("near", "class", "", "", "far")+
		en("far", "class", "", "", "farther")+
		en("farther", "class", "", "", "")+
		en("of-ingredient", "class", "", "", "")+
		"references:\n"+
		ref("a", "farther,of-ingredient", "", "")+
		ref("b", "far,of-ingredient", "", ""))
	var got []string
	for _, r := range resolve.References(ds, find(t, ds, "x")) {
		got = append(got, r.ID+" "+ds.Entries[r.About].ID)
	}
	if s, want := strings.Join(got, ", "), "a of-ingredient, b far"; s != want {
		t.Errorf("got %s, want %s", s, want)
	}
}

// TestReferencesInOrder: regulators and guidelines, reference works, labels; in
// each of these the newest first and undated ones last, then the nearest.
func TestReferencesInOrder(t *testing.T) {
	at := func(kind, date string) []string {
		more := []string{fmt.Sprintf("type: %q", kind)}
		if date != "" {
			more = append(more, fmt.Sprintf("date: %q", date))
		}
		return more
	}
	ds := parse(t, subs+
		en("sub", "ingredient", "oral", "", "c")+
		en("c", "class", "", "", "")+
		"references:\n"+
		ref("a-label", "sub", "", "", at("label", "2024")...)+
		ref("b-class", "c", "", "", at("reference_work", "")...)+
		ref("c-work", "sub", "", "", at("reference_work", "")...)+
		ref("d-guideline", "sub", "", "", at("guideline", "2019-05")...)+
		ref("e-regulator", "sub", "", "", at("regulator", "2019")...)+
		ref("f-guideline", "sub", "", "", at("guideline", "2023-06-27")...)+
		ref("g-regulator", "sub", "", "", at("regulator", "")...)+
		ref("h-work", "c", "", "", at("reference_work", "2012")...))
	var got []string
	for _, r := range resolve.References(ds, find(t, ds, "sub")) {
		got = append(got, r.ID)
	}
	if s, want := strings.Join(got, " "), "f-guideline d-guideline e-regulator g-regulator h-work c-work b-class a-label"; s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

// TestLooked: what was searched for in vain comes with the entry, by phase.
func TestLooked(t *testing.T) {
	ds := parse(t, subs+en("sub", "ingredient", "oral", "", "")+
		"looked_none_found:\n"+
		"  - {about: [\"sub\"], phases: [\"lactation\"], searched: \"b\", date: \"2026\"}\n"+
		"  - {about: [\"sub\"], phases: [\"pregnancy\"], searched: \"a\", date: \"2026-11-25\"}\n")
	got := ds.Entries[find(t, ds, "sub")].Looked
	want := []catalog.Looked{
		{Phase: catalog.First, Searched: "a", Date: "2026-11-25"},
		{Phase: catalog.Second, Searched: "a", Date: "2026-11-25"},
		{Phase: catalog.Third, Searched: "a", Date: "2026-11-25"},
		{Phase: catalog.Lactation, Searched: "b", Date: "2026"},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestReferencesReachWhatTheyAreAbout compares, on generated datasets, what
// reaches an entry with what its links and its route say.
func TestReferencesReachWhatTheyAreAbout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ds := draw(t).load(t)
		var above func(i int32, into map[int32]bool)
		above = func(i int32, into map[int32]bool) {
			for _, l := range ds.Entries[i].Classes {
				if !into[l.Index] {
					into[l.Index] = true
					above(l.Index, into)
				}
			}
		}
		for i := range ds.Entries {
			e := &ds.Entries[i]
			classes, holds := map[int32]bool{}, map[int32]bool{}
			above(int32(i), classes)
			for _, l := range e.Ingredients {
				holds[l.Index] = true
				if own := ds.Substances[l.Index].Entry; own >= 0 && own != int32(i) {
					a, b := ds.Entries[own].Route, e.Route
					if a == b || (a == "" || b == "") && a != catalog.Topical && b != catalog.Topical {
						above(own, classes)
					}
				}
			}
			got := map[string]bool{}
			for _, r := range resolve.References(ds, int32(i)) {
				got[r.ID] = true
			}
			for k := range ds.References {
				r := &ds.References[k]
				direct, linked := slices.Contains(r.Entries, int32(i)), false
				for _, s := range r.Substances {
					direct = direct || ds.Substances[s].Entry == int32(i)
					linked = linked || holds[s]
				}
				for c := range classes {
					linked = linked || r.Covers == catalog.All && slices.Contains(r.Entries, c)
				}
				route := len(r.Routes) == 0 || slices.Contains(r.Routes, e.Route) ||
					e.Route == "" && (slices.Contains(r.Routes, catalog.Oral) || slices.Contains(r.Routes, catalog.Injection))
				if want := (direct || linked) && route; got[r.ID] != want {
					t.Fatalf("%s reaches %s: %v, want %v", r.ID, e.ID, got[r.ID], want)
				}
			}
		}
	})
}
