package answer

import (
	"iter"
	"strconv"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
)

// InfoSchema identifies the JSON of Info.
const InfoSchema = "backcare.info/2"

// Info is the answer of "dataset info".
type Info struct {
	Schema     string  `json:"schema"`
	Dataset    Dataset `json:"dataset"`    // The dataset that the answer came from.
	Documents  int     `json:"documents"`  // How many documents it holds.
	Substances int     `json:"substances"` // How many active substances it holds.
	Names      int     `json:"names"`      // How many names resolve exactly.
	References int     `json:"references"` // How many references it holds.
	Kinds      Kinds   `json:"kinds"`      // How many entries of each kind it holds.
}

// Kinds counts the entries of each kind.
type Kinds struct {
	Ingredient int `json:"ingredient"` // Active substances.
	Product    int `json:"product"`    // Brands and preparations.
	Class      int `json:"class"`      // Groups of medicines.
	Remedy     int `json:"remedy"`     // Folk and herbal remedies, compresses, rubs.
}

// Info makes the answer of "dataset info".
func (b *Builder) Info() Info {
	out := Info{
		Schema: InfoSchema, Dataset: b.Dataset(), Documents: len(b.ds.Documents), Substances: len(b.ds.Substances),
		Names: len(b.ds.Names), References: len(b.ds.References),
	}
	for i := range b.ds.Entries {
		*out.Kinds.of(b.ds.Entries[i].Kind)++
	}
	return out
}

func (k *Kinds) of(kind catalog.Kind) *int {
	switch kind {
	case catalog.Ingredient:
		return &k.Ingredient
	case catalog.Product:
		return &k.Product
	case catalog.Class:
		return &k.Class
	}
	return &k.Remedy
}

// Lines has one, the answer.
func (i Info) Lines() iter.Seq[any] { return one(i) }

// Sheet has a row for each fact.
func (i Info) Sheet(catalog.Phases) page.Sheet {
	rows := []fact{{"version", i.Dataset.Version}, {"source", i.Dataset.Source}, {"hash", i.Dataset.Hash}}
	count := func(what string, n int) { rows = append(rows, fact{what, strconv.Itoa(n)}) }
	count("documents", i.Documents)
	count("entries", i.Dataset.Entries)
	for _, k := range catalog.Kinds() {
		count("entries of kind "+k.String(), *i.Kinds.of(k))
	}
	count("statements", i.Dataset.Statements)
	count("substances", i.Substances)
	count("names", i.Names)
	count("references", i.References)
	return facts(rows)
}

// Page is the sheet.
func (i Info) Page(page.Layout) page.Page { return i.Sheet(0).Page() }
