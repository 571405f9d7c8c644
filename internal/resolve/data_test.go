package resolve_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/resolve"
)

// TestReferencesOfTheData says by hand, from the rows of data/references.yaml,
// which entries each reference reaches: none through a wrong route.
func TestReferencesOfTheData(t *testing.T) {
	const systemicNSAIDs = "artrozan diclofenac ibuprofen ketoprofen ketorolac meloxicam movalis naproxen nsaids nurofen"
	const metamizole = "metamizole pentalgin sedalgin tempalgin"
	const paracetamol = "efferalgan fervex paracetamol"
	want := map[string]string{
		"acog-gadolinium":         "mri-contrast",
		"ansm-nsaid-24wk":         systemicNSAIDs + " aspirin citramon nurofen-gel voltaren-gel",
		"elactancia-dmso":         "dimexidum",
		"elactancia-metamizole":   metamizole,
		"elactancia-valerian":     "valerian",
		"ema-codeine":             "pentalgin sedalgin",
		"ema-metamizole":          metamizole,
		"ema-paracetamol-2025":    paracetamol,
		"ema-topical-nsaid":       "nurofen-gel voltaren-gel",
		"fda-magnesium":           "magnesia",
		"fda-nsaid-20wk":          systemicNSAIDs,
		"lactmed-acetaminophen":   paracetamol,
		"lactmed-aspirin":         "aspirin citramon",
		"lactmed-belladonna":      "belladonna pepper-plaster",
		"lactmed-chondroitin":     "artra artradol chondroitin hondroxide structum teraflex",
		"lactmed-diclofenac":      "diclofenac voltaren-gel",
		"lactmed-dipyrone":        metamizole,
		"lactmed-glucosamine":     "artra dona glucosamine teraflex",
		"lactmed-ibuprofen":       "ibuprofen nurofen",
		"lactmed-ketorolac":       "ketorolac",
		"lactmed-lidocaine":       "milgamma",
		"lactmed-naproxen":        "naproxen",
		"lactmed-povidone-iodine": "iodine valerian-iodine-pepper-rub",
		"lactmed-progesterone":    "progesterone utrozhestan",
		"lactmed-pyridoxine":      "milgamma-compositum",
		"lactmed-st-johns-wort":   "st-johns-wort-infusion",
		"mhra-nsaid-28wk":         systemicNSAIDs,
		"sps-nsaid-lactation":     systemicNSAIDs + " nurofen-gel voltaren-gel",
		"sps-quinolones":          "ciprofloxacin ecocifol fluoroquinolones nolitsin ofloxacin",
	}
	ds := dataset.Embedded()
	got := map[string][]string{}
	for _, r := range ds.References {
		got[r.ID] = nil
	}
	for i := range ds.Entries {
		for _, r := range resolve.References(ds, int32(i)) {
			got[r.ID] = append(got[r.ID], ds.Entries[i].ID)
		}
	}
	for id, entries := range got {
		w := strings.Fields(want[id])
		slices.Sort(w)
		if !slices.Equal(entries, w) {
			t.Errorf("%s\ngot  %v\nwant %v", id, entries, w)
		}
	}
	for id := range want {
		if _, ok := got[id]; !ok {
			t.Errorf("no reference %s", id)
		}
	}
}

// TestHeadlinesOfTheData holds the headline of every entry and phase against
// testdata/headlines.tsv, which a person has read beside the documents. Write it
// anew with -update, and read the diff.
func TestHeadlinesOfTheData(t *testing.T) {
	const file = "testdata/headlines.tsv"
	ds := dataset.Embedded()
	var b strings.Builder
	b.WriteString("entry\t" + strings.Join(catalog.AllPhases.Words(), "\t") + "\n")
	for i := range ds.Entries {
		b.WriteString(ds.Entries[i].ID)
		for _, h := range resolve.Entry(ds, int32(i)).Phases {
			b.WriteString("\t" + h.Status.String())
			if h.Disputed {
				b.WriteString(" disputed")
			}
			if h.Basis != resolve.Silent {
				fmt.Fprintf(&b, " %s %s", h.Basis, h.Statements[0].ID)
			}
			if len(h.Members) > 0 {
				fmt.Fprintf(&b, ", members to %s %s", h.Members[0].Status, h.Members[0].Statement.ID)
			}
		}
		b.WriteString("\n")
	}
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got, old := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for _, l := range got {
		if !slices.Contains(old, l) {
			t.Errorf("new: %s", l)
		}
	}
	for _, l := range old {
		if !slices.Contains(got, l) {
			t.Errorf("old: %s", l)
		}
	}
}

// TestClosure follows every link to the end, whatever the rules say, and expects
// a rule wherever an entry does not get, or is not headed by, what it finds.
func TestClosure(t *testing.T) {
	ds := dataset.Embedded()
	for i := range ds.Entries {
		e := &ds.Entries[i]
		r := resolve.Entry(ds, int32(i))
		all := closure(ds, int32(i))
		for about, why := range all {
			from := &ds.Entries[about]
			for k := range from.Statements {
				s := &from.Statements[k]
				at := slices.IndexFunc(r.Statements, func(x resolve.Statement) bool { return x.Statement == s })
				if at < 0 {
					part := from.Kind == catalog.Class && s.Covers != catalog.All && (s.Status < catalog.Caution || s.Phases == 0)
					if !why.otherRoute && !from.Advice && !part {
						t.Errorf("%s does not get %s", e.ID, s.ID)
					}
					continue
				}
				got := &r.Statements[at]
				for p, h := range r.Phases {
					if !s.Phases.Has(catalog.Phase(p)) || s.Status <= h.Status {
						continue
					}
					part := from.Kind == catalog.Class && about != int32(i) && s.Covers != catalog.All
					mild := e.Combination && why.ingredient && s.Status < catalog.Caution
					if got.Heads() || !part && !mild {
						t.Errorf("%s, %s: %s does not head it", e.ID, catalog.Phase(p), s.ID)
					}
				}
			}
		}
		for _, s := range r.Statements {
			if _, ok := all[s.About]; !ok {
				t.Errorf("%s gets %s by no link", e.ID, s.ID)
			}
		}
	}
}

// found tells by which ways an entry was reached: all of them lead through a
// form of another route, or one through an ingredient.
type found struct{ otherRoute, ingredient bool }

func closure(ds *catalog.Dataset, i int32) map[int32]found {
	out := map[int32]found{}
	var visit func(at int32, by found)
	visit = func(at int32, by found) {
		if old, ok := out[at]; ok {
			by.otherRoute = by.otherRoute && old.otherRoute
			by.ingredient = by.ingredient || old.ingredient
			if by == old {
				return
			}
		}
		out[at] = by
		e := &ds.Entries[at]
		for _, l := range e.Classes {
			visit(l.Index, by)
		}
		for _, l := range e.Ingredients {
			if own := ds.Substances[l.Index].Entry; own >= 0 {
				visit(own, found{by.otherRoute || apart(e, &ds.Entries[own]), true})
			}
		}
	}
	visit(i, found{})
	// Products of one substance speak for it and its forms, and no further.
	e := &ds.Entries[i]
	for s := range ds.Substances {
		sub := &ds.Substances[s]
		form := e.Kind == catalog.Ingredient && resolve.Single(e) && e.Ingredients[0].Index == int32(s)
		if sub.Entry != i && !form {
			continue
		}
		for _, p := range sub.Products {
			if b := &ds.Entries[p]; b.Kind == catalog.Product && resolve.Single(b) && p != i {
				if _, ok := out[p]; !ok {
					out[p] = found{otherRoute: apart(e, b)}
				}
			}
		}
	}
	return out
}

func apart(a, b *catalog.Entry) bool {
	if a.Route == "" || b.Route == "" {
		return a.Route == "topical" || b.Route == "topical"
	}
	return a.Route != b.Route
}
