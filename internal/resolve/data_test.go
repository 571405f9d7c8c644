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
	want := map[string]string{
		"acog-gadolinium":                  "mri-contrast",
		"aemps-calcium-d3-880":             "calcium-d3-preparations",
		"aemps-canephron":                  "canephron-n",
		"aemps-st-johns-wort":              "st-johns-wort-infusion",
		"aifa-amoxicillin":                 "amoxicillin amoxiclav",
		"aifa-amoxiclav":                   "amoxiclav",
		"aifa-aspirin":                     "aspirin citramon",
		"aifa-bupivacaine":                 "epidural-anaesthesia",
		"aifa-calcium-d3-1000":             "calcium-d3-preparations",
		"aifa-calcium-d3-880":              "calcium-d3-preparations",
		"aifa-ciprofloxacin":               "ciprofloxacin ecocifol",
		"aifa-diclofenac-topical":          "voltaren-gel",
		"aifa-dydrogesterone":              "duphaston",
		"aifa-ibuprofen":                   "ibuprofen nurofen",
		"aifa-ketorolac":                   "ketorolac",
		"aifa-naproxen":                    "naproxen pentalgin",
		"ansm-nsaid-24wk":                  "artrozan aspirin citramon diclofenac ibuprofen ketoprofen ketorolac meloxicam movalis naproxen nsaids nurofen nurofen-gel pentalgin voltaren-gel",
		"ansm-ossopan":                     "osteogenon",
		"ansm-povidone-iodine":             "iodine valerian-iodine-pepper-rub",
		"ansm-structum-2010":               "artra chondroitin structum teraflex",
		"ansm-structum-2023":               "artra chondroitin structum teraflex",
		"basg-ibuprofen-cream":             "nurofen-gel",
		"bfarm-finalgon":                   "finalgon",
		"bfarm-ibuprofen-gel":              "nurofen-gel",
		"bfarm-tolperisone":                "mydocalm",
		"bumps-aspirin-pain":               "aspirin citramon",
		"bumps-codeine":                    "pentalgin sedalgin",
		"bumps-ibuprofen":                  "ibuprofen nurofen",
		"bumps-penicillins":                "amoxicillin amoxiclav",
		"cinmed-milgamma":                  "milgamma-compositum",
		"cinmed-tolperisone":               "mydocalm",
		"crat-ciprofloxacin":               "ciprofloxacin ecocifol",
		"crat-clavulanic-acid":             "amoxiclav",
		"crat-hand-rub":                    "alcohol-rub",
		"crat-ofloxacin":                   "ofloxacin",
		"crat-phenobarbital":               "corvalol pentalgin sedalgin",
		"cyprus-tolperisone":               "mydocalm",
		"efsa-caffeine":                    "citramon pentalgin sedalgin",
		"elactancia-amoxiclav":             "amoxiclav",
		"elactancia-calcium":               "calcium-carbonate calcium-d3-nycomed calcium-d3-preparations calcium-lactate calcium-supplements kalcemin osteogenon vitrum-osteomag",
		"elactancia-chamomile":             "chamomile herbal-compress",
		"elactancia-ciprofloxacin":         "ciprofloxacin ecocifol",
		"elactancia-dmso":                  "dimethyl-sulfoxide dimexidum hondroxide",
		"elactancia-eucalyptus":            "eucalyptus-tincture",
		"elactancia-homeopathy":            "traumeel-s viburcol zeel-t",
		"elactancia-iodine":                "iodine valerian-iodine-pepper-rub",
		"elactancia-metamizole":            "metamizole pentalgin sedalgin tempalgin",
		"elactancia-norfloxacin":           "nolitsin",
		"elactancia-phenobarbital":         "corvalol pentalgin sedalgin",
		"elactancia-progesterone":          "progesterone utrozhestan",
		"elactancia-propolis":              "propolis-tincture",
		"elactancia-rosemary":              "canephron-n",
		"elactancia-st-johns-wort":         "st-johns-wort-infusion",
		"elactancia-tizanidine":            "sirdalud",
		"elactancia-valerian":              "valerian",
		"elactancia-vitamin-b12":           "milgamma vitamin-b",
		"ema-beta-agonists-injection":      "tocolytics",
		"ema-beta-agonists-oral":           "tocolytics",
		"ema-codeine":                      "pentalgin sedalgin",
		"ema-metamizole":                   "metamizole pentalgin sedalgin tempalgin",
		"ema-paracetamol-2025":             "citramon efferalgan fervex paracetamol paracetamol-products pentalgin sedalgin",
		"embryotox-st-johns-wort":          "st-johns-wort-infusion",
		"estonia-milgamma":                 "milgamma",
		"eu-core-diclofenac-topical":       "voltaren-gel",
		"fda-diclofenac-gel":               "voltaren-gel",
		"fda-magnesium":                    "magnesia",
		"fda-meloxicam":                    "artrozan meloxicam movalis",
		"fda-nsaid-20wk":                   "artrozan aspirin citramon diclofenac ibuprofen ketoprofen ketorolac meloxicam movalis naproxen nsaids nurofen pentalgin",
		"fda-paracetamol-2025":             "citramon efferalgan fervex paracetamol paracetamol-products pentalgin sedalgin",
		"first-exposure-amoxicillin":       "amoxicillin amoxiclav",
		"forth-valley-antibiotics":         "antibacterial-agents antibiotics",
		"forth-valley-quinolones":          "ciprofloxacin ecocifol fluoroquinolones nolitsin ofloxacin",
		"hmpc-valerian":                    "valerian",
		"janusinfo-calcium-d3":             "calcium-d3-nycomed calcium-d3-preparations",
		"janusmed-naproxen":                "naproxen pentalgin",
		"janusmed-tizanidine":              "sirdalud",
		"lactmed-acetaminophen":            "citramon efferalgan fervex paracetamol paracetamol-products pentalgin sedalgin",
		"lactmed-alcohol-hand-rub":         "alcohol-rub",
		"lactmed-amoxicillin":              "amoxicillin amoxiclav",
		"lactmed-amoxiclav":                "amoxiclav",
		"lactmed-articaine":                "ultracain",
		"lactmed-aspirin":                  "aspirin citramon",
		"lactmed-belladonna":               "belladonna pepper-plaster",
		"lactmed-benzocaine":               "menovazin",
		"lactmed-bupivacaine":              "epidural-anaesthesia",
		"lactmed-caffeine":                 "citramon pentalgin sedalgin",
		"lactmed-calcium":                  "calcium-carbonate calcium-d3-nycomed kalcemin vitrum-osteomag",
		"lactmed-capsicum":                 "capsicum pepper-plaster red-pepper valerian-iodine-pepper-rub",
		"lactmed-chamomile-topical":        "chamomile herbal-compress",
		"lactmed-chondroitin":              "artra chondroitin structum teraflex",
		"lactmed-ciprofloxacin":            "ciprofloxacin ecocifol",
		"lactmed-codeine":                  "pentalgin sedalgin",
		"lactmed-diclofenac":               "diclofenac",
		"lactmed-diclofenac-topical":       "voltaren-gel",
		"lactmed-dipyrone":                 "metamizole pentalgin sedalgin tempalgin",
		"lactmed-gadolinium":               "mri-contrast",
		"lactmed-glucosamine":              "artra dona glucosamine teraflex",
		"lactmed-ibuprofen":                "ibuprofen nurofen",
		"lactmed-iodine":                   "iodine valerian-iodine-pepper-rub",
		"lactmed-ketoprofen":               "ketoprofen",
		"lactmed-ketorolac":                "ketorolac",
		"lactmed-lidocaine":                "epidural-anaesthesia milgamma",
		"lactmed-magnesium":                "magnesia",
		"lactmed-meloxicam":                "artrozan meloxicam movalis",
		"lactmed-naproxen":                 "naproxen pentalgin",
		"lactmed-nifedipine":               "tocolytics",
		"lactmed-norfloxacin":              "nolitsin",
		"lactmed-ofloxacin":                "ofloxacin",
		"lactmed-peppermint":               "menovazin",
		"lactmed-phenobarbital":            "corvalol pentalgin sedalgin",
		"lactmed-progesterone":             "progesterone utrozhestan",
		"lactmed-pyridoxine":               "milgamma milgamma-compositum vitamin-b",
		"lactmed-st-johns-wort":            "st-johns-wort-infusion",
		"lactmed-terbutaline":              "tocolytics",
		"lactmed-valerian":                 "valerian",
		"lactmed-vitamin-a":                "vitamin-a",
		"lactmed-vitamin-b12":              "vitamin-b",
		"lactmed-vitamin-c":                "fervex vitamin-c",
		"lactmed-vitamin-d":                "calcium-d3-nycomed kalcemin vitamin-d vitrum-osteomag",
		"lactmed-vitamin-e":                "vitamin-e",
		"mhra-beta-agonists":               "tocolytics",
		"mhra-chinese-medicines":           "chinese-patent-medicines",
		"mhra-codeine":                     "pentalgin sedalgin",
		"mhra-magnesium":                   "magnesia",
		"mhra-nsaid-28wk":                  "artrozan aspirin citramon diclofenac ibuprofen ketoprofen ketorolac meloxicam movalis naproxen nsaids nurofen pentalgin",
		"mhra-paracetamol-2025":            "citramon efferalgan fervex paracetamol paracetamol-products pentalgin sedalgin",
		"nhs-antibiotics-lactation":        "antibacterial-agents antibiotics",
		"nhs-aspirin-low-dose":             "aspirin",
		"nhs-aspirin-pain":                 "aspirin citramon",
		"nhs-paracetamol":                  "citramon efferalgan fervex paracetamol paracetamol-products pentalgin sedalgin",
		"nice-progesterone":                "progesterone utrozhestan",
		"royal-devon-vitamin-a":            "vitamin-a",
		"royal-devon-vitamin-d":            "calcium-d3-nycomed kalcemin vitamin-d vitrum-osteomag",
		"sps-aspirin":                      "aspirin citramon",
		"sps-aspirin-antiplatelet":         "aspirin",
		"sps-capsaicin-topical":            "capsicum pepper-plaster red-pepper valerian-iodine-pepper-rub",
		"sps-herbal-lactation":             "chinese-patent-medicines folk-remedies",
		"sps-herbal-pregnancy":             "chinese-patent-medicines folk-remedies",
		"sps-nsaid-lactation":              "nsaids",
		"sps-nsaid-others":                 "artrozan ketoprofen ketorolac meloxicam movalis naproxen pentalgin",
		"sps-nsaid-preferred":              "diclofenac ibuprofen nurofen",
		"sps-nsaid-topical":                "nurofen-gel voltaren-gel",
		"sps-penicillins":                  "amoxicillin amoxiclav",
		"sps-quinolones":                   "ciprofloxacin ecocifol fluoroquinolones nolitsin ofloxacin",
		"swissmedic-amoxiclav":             "amoxiclav",
		"swissmedic-articaine":             "ultracain",
		"swissmedic-aspirin":               "aspirin citramon",
		"swissmedic-calcium-d3":            "calcium-d3-preparations",
		"swissmedic-canephron":             "canephron-n",
		"swissmedic-ciprofloxacin":         "ciprofloxacin ecocifol",
		"swissmedic-diclofenac":            "diclofenac",
		"swissmedic-drotaverine":           "drotaverine no-spa pentalgin",
		"swissmedic-dydrogesterone":        "duphaston",
		"swissmedic-gadobenate":            "mri-contrast",
		"swissmedic-gadobutrol":            "mri-contrast",
		"swissmedic-gadoxetate":            "mri-contrast",
		"swissmedic-ibuprofen":             "ibuprofen nurofen",
		"swissmedic-instacyl":              "aspirin citramon",
		"swissmedic-norfloxacin":           "nolitsin",
		"swissmedic-nsaid-model":           "ibuprofen nurofen",
		"swissmedic-paracetamol":           "citramon efferalgan fervex paracetamol paracetamol-products pentalgin sedalgin",
		"swissmedic-paracetamol-vitamin-c": "fervex",
		"swissmedic-phenobarbital":         "corvalol pentalgin sedalgin",
		"swissmedic-povidone-iodine":       "iodine valerian-iodine-pepper-rub",
		"swissmedic-st-johns-wort":         "st-johns-wort-infusion",
		"swissmedic-tizanidine":            "sirdalud",
		"swissmedic-ubistesin":             "ultracain",
		"swissmedic-utrogestan-oral":       "utrozhestan",
		"swissmedic-utrogestan-vaginal":    "utrozhestan",
		"swissmedic-vitamin-d":             "calcium-d3-nycomed kalcemin vitamin-d vitrum-osteomag",
		"swissmedic-vitamin-e":             "vitamin-e",
		"tga-paracetamol-2025":             "citramon efferalgan fervex paracetamol paracetamol-products pentalgin sedalgin",
		"uk-calcichew-d3":                  "calcium-d3-nycomed calcium-d3-preparations",
		"uk-calcichew-d3-forte":            "calcium-d3-nycomed calcium-d3-preparations",
		"ukspc-diclofenac-topical":         "voltaren-gel",
		"ukspc-glucosamine":                "artra dona glucosamine teraflex",
		"ukspc-ibuprofen-menthol-gel":      "nurofen-gel",
		"ukspc-menthol-gel":                "menovazin",
		"uktis-nsaid":                      "artrozan aspirin citramon diclofenac ibuprofen ketoprofen ketorolac meloxicam movalis naproxen nsaids nurofen pentalgin",
		"urpl-drotaverine":                 "drotaverine no-spa pentalgin",
		"urpl-furazidin":                   "furagin",
		"urpl-viprosal":                    "venom-ointments",
		"who-calcium-guideline":            "calcium-carbonate calcium-d3-nycomed calcium-d3-preparations calcium-lactate calcium-supplements kalcemin osteogenon vitrum-osteomag",
		"who-calcium-pregnancy":            "calcium-carbonate calcium-d3-nycomed calcium-d3-preparations calcium-lactate calcium-supplements kalcemin osteogenon vitrum-osteomag",
		"who-vitamin-a-postpartum":         "vitamin-a",
		"who-vitamin-a-pregnancy":          "vitamin-a",
		"who-vitamin-b6":                   "milgamma-compositum vitamin-b",
		"who-vitamin-c-e":                  "fervex vitamin-c vitamin-e",
		"who-vitamin-d":                    "calcium-d3-nycomed kalcemin vitamin-d vitrum-osteomag",
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
	for _, r := range ds.References {
		if r.Identifier == "" || r.Host == "" {
			t.Errorf("%s does not say where its document is found", r.ID)
		}
		if len(got[r.ID]) == 0 {
			t.Errorf("%s reaches nothing", r.ID)
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

// TestCasesToWatch pins, beside the table of headlines, what readers found wrong
// before: who is refused, and by whom it is disputed.
func TestCasesToWatch(t *testing.T) {
	ds := dataset.Embedded()
	at := func(id string, p catalog.Phase) resolve.Phase {
		return resolve.Entry(ds, find(t, ds, id)).Phases[p]
	}
	for _, id := range []string{"aspirin", "citramon", "pentalgin", "ciprofloxacin"} {
		h := at(id, catalog.Third)
		// Two passages disagree on the metamizole of Pentalgin.
		if h.Status != catalog.Contraindicated || h.Disputed && id != "pentalgin" || h.Authorities.Relation == resolve.Milder {
			t.Errorf("%s in the third trimester: %s, %s", id, show(h), h.Authorities.Relation)
		}
	}
	// What is said of the paracetamol of a combination is shown and disputes
	// nothing.
	for _, id := range []string{"citramon", "pentalgin"} {
		h, of := at(id, catalog.Third), func(s *resolve.Statement) bool { return ds.Entries[s.About].ID == "paracetamol" }
		if !slices.ContainsFunc(h.Statements, of) || slices.ContainsFunc(h.Against, of) {
			t.Errorf("%s: %s", id, show(h))
		}
	}
	for _, c := range []struct {
		id string
		p  catalog.Phase
	}{{"antibacterial-agents", catalog.Second}, {"warming-preparations", catalog.First}, {"ointments", catalog.Lactation}} {
		h := at(c.id, c.p)
		if h.Status.Refuses() {
			continue // no member can say more
		}
		if len(h.Members) == 0 || !h.Members[0].Status.Refuses() || h.Status.Permits() && !h.Disputed {
			t.Errorf("%s, %s: %s", c.id, c.p, show(h))
		}
	}
}
