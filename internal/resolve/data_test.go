package resolve_test

import (
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

// TestHeadlinesOfTheData: on the real data, too, no headline is more
// permissive than a statement that reaches it, and no link carries what it
// must not.
func TestHeadlinesOfTheData(t *testing.T) {
	ds := dataset.Embedded()
	for i := range ds.Entries {
		e := &ds.Entries[i]
		r := resolve.Entry(ds, int32(i))
		seen := map[string]bool{}
		for _, s := range r.Statements {
			if seen[s.ID] {
				t.Errorf("%s: %s twice", e.ID, s.ID)
			}
			seen[s.ID] = true
			about := &ds.Entries[s.About]
			if s.Via != resolve.Direct && about.Advice {
				t.Errorf("%s: %s is advice", e.ID, s.ID)
			}
			if s.Via == resolve.Class && (s.Covers != catalog.All || about.Kind != catalog.Class) {
				t.Errorf("%s: %s came through a class", e.ID, s.ID)
			}
			if s.Via == resolve.Brand && about.Route != e.Route {
				t.Errorf("%s: %s is of another route", e.ID, s.ID)
			}
			for p := range r.Phases {
				if s.Phases.Has(catalog.Phase(p)) && s.Status > r.Phases[p].Status {
					t.Errorf("%s, %s: more permissive than %s", e.ID, catalog.Phase(p), s.ID)
				}
			}
		}
		for k := range e.Statements {
			if !seen[e.Statements[k].ID] {
				t.Errorf("%s: %s is lost", e.ID, e.Statements[k].ID)
			}
		}
	}
}
