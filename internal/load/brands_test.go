package load_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/load"
)

const brandSample = `brand_sources:
  - {id: "list", name: "A public list"}
other_substances: ["caffeine"]
brands:
  - holds: ["alphafen"]
    names:
      - {name: "Zetafen", route: "oral", countries: ["FR", "AR"], sources: ["list"]}
      - {name: "alphafen sodium", kind: "salt", sources: ["list"]}
      - {name: "Zetafen", route: "topical", sources: ["list"]}
  - holds: ["caffeine", "alphafen"]
    names: [{name: "Zetafen Plus", sources: ["list"]}]
  - holds: ["alphafen", "caffeine"]
    names: [{name: "Zetafen Extra", route: "oral", sources: ["list"]}]
  - holds: ["all-drops"]
    names: [{name: "Droplet", route: "eye", sources: ["list"]}]
entries:
  - {id: "all-drops", name: "all drops", kind: "ingredient"}
`

func TestBrandsAreReadWhole(t *testing.T) {
	ds := mustLoad(t, sampleFile(), load.File{Name: "brands/b.yaml", Data: []byte(brandSample)})
	alpha, _ := entry(t, ds, "alphafen")
	drops, _ := entry(t, ds, "all-drops")
	if want := []catalog.Brand{
		{Key: "alphafensodium", Text: "alphafen sodium", Kind: catalog.SaltName},
		// A substance without an entry goes by its own name.
		{Key: "betamol", Text: "betamol", Kind: catalog.GenericName, Contents: 3},
		{Key: "droplet", Text: "Droplet", Route: "eye", Contents: 2},
		{Key: "zetafen", Text: "Zetafen", Route: "oral", Countries: "FR AR"},
		{Key: "zetafen", Text: "Zetafen", Route: "topical"},
		{Key: "zetafenextra", Text: "Zetafen Extra", Route: "oral", Contents: 1},
		{Key: "zetafenplus", Text: "Zetafen Plus", Contents: 1},
	}; !reflect.DeepEqual(ds.Brands, want) {
		t.Errorf("brands\n got %+v\nwant %+v", ds.Brands, want)
	}
	if want := []catalog.Held{
		{Name: "alphafen", Substance: 0, Entry: alpha},
		{Name: "caffeine", Substance: -1, Entry: -1},
		{Name: "all drops", Substance: -1, Entry: drops},
		{Name: "betamol", Substance: 1, Entry: -1},
	}; !reflect.DeepEqual(ds.Held, want) {
		t.Errorf("held\n got %+v\nwant %+v", ds.Held, want)
	}
	if want := [][]int32{{0}, {1, 0}, {2}, {3}}; !reflect.DeepEqual(ds.Contents, want) {
		t.Errorf("contents %v, want %v", ds.Contents, want)
	}
}

func TestFaultsOfBrands(t *testing.T) {
	for _, c := range []struct{ name, from, to, want string }{
		{"a substance that nobody knows", `holds: ["alphafen"]`, `holds: ["alfafen"]`,
			`5:13: unknown substance "alfafen": give the id of a substance of the dataset, or list it in other_substances`},
		{"a class", `holds: ["all-drops"]`, `holds: ["painers"]`,
			`14:13: unknown substance "painers": give the id of a substance of the dataset, or list it in other_substances`},
		{"a substance twice", `holds: ["caffeine", "alphafen"]`, `holds: ["caffeine", "caffeine"]`, `10:25: the substance "caffeine" repeats`},
		{"another substance twice", `["caffeine"]`, `["caffeine", "caffeine"]`, `3:32: the substance "caffeine" repeats`},
		{"nothing", `holds: ["all-drops"]`, `holds: []`, `14:5: the brands hold nothing`},
		{"no source", `route: "eye", sources: ["list"]`, `route: "eye", sources: []`, `15:54: no sources: say where the brand was read`},
		{"an unknown source", `route: "eye", sources: ["list"]`, `route: "eye", sources: ["lost"]`, `15:55: unknown source of brands "lost": known are list`},
		{"a source without a key", `route: "eye", sources: ["list"]`, `route: "eye"`, `15:13: a brand needs the key "sources"`},
		{"an unknown route", `route: "eye"`, `route: "nose"`,
			`15:38: unknown route of a brand "nose": one of oral, topical, injection, rectal, vaginal, eye, ear, nasal, inhalation, intravesical`},
		{"an unknown kind", `kind: "salt"`, `kind: "acid"`, `8:41: unknown kind of brand "acid": one of brand, salt, inn, synonym`},
		{"a country in words", `countries: ["FR", "AR"]`, `countries: ["France"]`,
			`7:54: "France" is not a valid country: want two capitals of ISO 3166, as in "FR"`},
		{"a name of nothing", `name: "Droplet"`, `name: "---"`, `15:20: the name "---" has no letter or digit`},
		{"a brand twice", `route: "topical"`, `route: "oral"`, `9:16: the brand "Zetafen" repeats, first in brands/b.yaml:7:16`},
		{"a source twice", `name: "A public list"}`, "name: \"A public list\"}\n  - {id: \"list\", name: \"Another\"}",
			`3:10: duplicate brand source id "list", first in brands/b.yaml:2:10`},
	} {
		text := strings.Replace(brandSample, c.from, c.to, 1)
		if text == brandSample {
			t.Fatalf("%s: nothing was replaced", c.name)
		}
		_, faults := load.Files(sampleFile(), load.File{Name: "brands/b.yaml", Data: []byte(text)})
		if len(faults) != 1 || faults[0].Error() != "brands/b.yaml:"+c.want {
			t.Errorf("%s:\n got %v\nwant brands/b.yaml:%s", c.name, faults, c.want)
		}
	}
}

// TestBrandFolder: the folder "brands" inside a dataset's is read with it, no other,
// and its faults name their file.
func TestBrandFolder(t *testing.T) {
	write := func(dir, name, text string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	dir := writeDir(t, map[string]string{"sample.yaml": sample})
	write(dir, "other/x.yaml", "nonsense: 1\n")
	plain, faults, err := load.Dir(dir)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	write(dir, "brands/b.yaml", brandSample)
	write(dir, "brands/deeper/x.yaml", "nonsense: 1\n")
	write(dir, "brands/.hidden.yaml", "nonsense: 1\n")
	ds, faults, err := load.Dir(dir)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	if len(ds.Brands) != 7 || ds.Hash == plain.Hash {
		t.Errorf("%d brands, hash %s, without them %s", len(ds.Brands), ds.Hash, plain.Hash)
	}
	write(dir, "brands/b.yaml", strings.Replace(brandSample, `route: "eye"`, `route: "x"`, 1))
	_, faults, err = load.Dir(dir)
	if err != nil || len(faults) != 1 || !strings.HasPrefix(faults[0].Error(), filepath.Join(dir, "brands", "b.yaml")+":15:38: ") {
		t.Errorf("%v, %v", faults, err)
	}
	write(dir, "brands/c.yml", "brands: []\n")
	if _, _, err = load.Dir(dir); err == nil || err.Error() != filepath.Join(dir, "brands", "c.yml")+" ends in .yml and would not be read: name it .yaml" {
		t.Errorf("a .yml file: %v", err)
	}
}
