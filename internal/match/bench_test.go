package match

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/name"
)

func BenchmarkMatch(b *testing.B) {
	for _, c := range []struct{ name, query string }{
		{"exact", "paracetamol"},
		{"cased", "Paracetamol"},
		{"cyrillic", "Парацетамол"},
		{"dose", "Nurofen 200 mg"},
		{"typo", "paracetomol"},
		{"typo-long", "ciproflaxicin"},
		{"inflected", "парацетамола"},
		{"layout", "gfhfwtnfvjk"},
		{"other", "prednisolone"},
		{"word", "administration"},
		{"nonsense", "qyqgbzpkwj"},
	} {
		b.Run(c.name, func(b *testing.B) {
			m := New(dataset.Embedded())
			m.ready()
			b.ReportAllocs()
			for b.Loop() {
				m.Match(c.query, false)
			}
		})
	}
}

func BenchmarkIndex(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		New(dataset.Embedded()).ready()
	}
}

// bigDataset holds n made-up names.
func bigDataset(n int) *catalog.Dataset {
	r := rand.New(rand.NewPCG(3, 4))
	const c, v = "bcdfghklmnprstvxz", "aeiou"
	ds := &catalog.Dataset{Entries: make([]catalog.Entry, n)}
	for i := range n {
		var s strings.Builder
		for range 3 + r.IntN(3) {
			s.WriteByte(c[r.IntN(len(c))])
			s.WriteByte(v[r.IntN(len(v))])
			if r.IntN(3) == 0 {
				s.WriteByte(c[r.IntN(len(c))])
			}
		}
		t := s.String()
		ds.Entries[i] = catalog.Entry{ID: fmt.Sprintf("e%d", i), Name: t, Kind: catalog.Product}
		ds.Names = append(ds.Names, catalog.Name{Key: name.Key(t), Text: t, Entry: int32(i)})
	}
	slices.SortFunc(ds.Names, func(a, b catalog.Name) int { return strings.Compare(a.Key, b.Key) })
	return ds
}

func BenchmarkMatch100000(b *testing.B) {
	ds := bigDataset(100_000)
	m := New(ds)
	m.ready()
	typo := []byte(ds.Names[50_000].Text)
	typo[len(typo)/2], typo[len(typo)/2+1] = typo[len(typo)/2+1], typo[len(typo)/2]
	for _, q := range []string{ds.Names[50_000].Text, string(typo), "administration"} {
		b.Run(q, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.Match(q, false)
			}
		})
	}
}
