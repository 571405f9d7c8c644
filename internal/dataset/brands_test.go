package dataset_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/name"
)

// table reads a table of the names to measure with, which stand in the folder
// named by BACKCARE_NAMES or in ../shared/names beside the project.
func table(t *testing.T, file string) (rows [][]string) {
	t.Helper()
	dir := os.Getenv("BACKCARE_NAMES")
	if dir == "" {
		dir = "../../../shared/names"
	}
	text, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil {
		t.Skip("skipped: no names to measure with")
	}
	for line := range strings.Lines(string(text)) {
		rows = append(rows, strings.Split(strings.TrimRight(line, "\r\n"), "\t"))
	}
	return rows[1:]
}

// ids are what the tables call the substances of ours that go by another id.
var ids = map[string]string{
	"acetylsalicylic acid": "aspirin", "clavulanic acid": "clavulanic-acid", "chondroitin sulfate": "chondroitin",
	"St John's wort": "st-johns-wort", "capsicum extract": "capsicum", "magnesium sulfate": "magnesium-sulfate",
	"prifinium bromide": "prifinium-bromide", "dimethyl sulfoxide": "dimethyl-sulfoxide",
	"calcium carbonate": "calcium-carbonate", "calcium lactate": "calcium-lactate",
	"colecalciferol": "vitamin-d", "ascorbic acid": "vitamin-c", "tocopherol": "vitamin-e", "retinol": "vitamin-a",
}

func known(ds *catalog.Dataset, substance string) (id string, ok bool) {
	if id = ids[substance]; id == "" {
		id = substance
	}
	return id, slices.ContainsFunc(ds.Substances, func(s catalog.Substance) bool { return s.ID == id }) ||
		slices.ContainsFunc(ds.Entries, func(e catalog.Entry) bool { return e.ID == id && e.Kind == catalog.Ingredient })
}

// isOrHolds reports whether an entry is a substance or holds nothing else.
func isOrHolds(e *catalog.Entry, id string) bool {
	return e.ID == id || len(e.Ingredients) == 1 && e.Ingredients[0].ID == id
}

// TestBrandsOfTheTable measures how many of the names in the table lead to their
// substance. None may lead to another: neither a name that the dataset holds nor
// one that was left out.
func TestBrandsOfTheTable(t *testing.T) {
	ds := dataset.Embedded()
	m := match.New(ds)
	shipped := map[string]bool{}
	for i := range ds.Brands {
		shipped[ds.Brands[i].Key] = true
	}
	of := map[string][]string{} // the substances that a name may stand for
	rows := table(t, "brands.tsv")
	for _, r := range rows {
		of[r[0]] = append(of[r[0]], r[2])
	}
	var single, answered, told, ours, oursTold int
	var missed []string
	for text, holds := range of {
		if len(holds) != 1 {
			continue
		}
		r := m.Match(text, false)
		parts := strings.Split(holds[0], " + ")
		id, ok := known(ds, parts[0])
		if r.Entry >= 0 && (r.Kind == match.Brand || r.Kind == match.Alias) && len(parts) == 1 && !isOrHolds(&ds.Entries[r.Entry], id) {
			t.Errorf("%s holds %s and is answered with %s", text, holds[0], ds.Entries[r.Entry].ID)
		}
		if r.Entry >= 0 && r.Kind == match.Brand && len(parts) > 1 && len(ds.Entries[r.Entry].Ingredients) != len(parts) {
			t.Errorf("%s holds %s and is answered with %s", text, holds[0], ds.Entries[r.Entry].ID)
		}
		if len(parts) > 1 || !ok {
			continue
		}
		single++
		if shipped[name.Key(text)] {
			ours++
		}
		switch {
		case r.Entry >= 0:
			answered++
		case len(r.Holds) > 0:
			told++
		default:
			if shipped[name.Key(text)] {
				missed = append(missed, text)
			}
			continue
		}
		if shipped[name.Key(text)] {
			oursTold++
		}
	}
	if oursTold != ours {
		t.Errorf("%d of the %d names of one substance that the dataset holds lead nowhere: %v", ours-oursTold, ours, missed)
	}
	t.Logf("%d brands in the dataset, of %d rows in the table; of %d names of one substance of ours %d are answered and %d told what they hold; the dataset holds %d of them",
		len(ds.Brands), len(rows), single, answered, told, ours)
}

// TestLookalikesOfBrands: no name that looks like a brand is answered as the brand
// is, unless it holds the same.
func TestLookalikesOfBrands(t *testing.T) {
	ds := dataset.Embedded()
	m := match.New(ds)
	resolved := 0
	for _, r := range table(t, "brands-lookalikes.tsv") {
		brand, lookalike := m.Match(r[0], false), m.Match(r[1], false)
		if lookalike.Entry < 0 {
			continue
		}
		if lookalike.Kind == match.Spelling {
			resolved++
			t.Errorf("%s (%s) is corrected to %s", r[1], r[4], lookalike.Matched)
		}
		if brand.Entry == lookalike.Entry && r[3] != r[4] && lookalike.Kind != match.Exact && lookalike.Kind != match.Alias && !slices.Contains(lookalike.Holds, ds.Entries[brand.Entry].Name) {
			t.Errorf("%s (%s) is answered like %s (%s)", r[1], r[4], r[0], r[3])
		}
	}
	t.Logf("%d look-alikes are corrected to a name of ours", resolved)
}
