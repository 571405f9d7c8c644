package resolve

import (
	"fmt"

	"github.com/backcare/backcare/internal/catalog"
)

// MarshalText gives the word.
func (b Basis) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// UnmarshalText reads the word; any other is a *catalog.WordError.
func (b *Basis) UnmarshalText(text []byte) error {
	return read(b, "link", []Basis{Silent, Direct, Brand, Ingredient, Class}, text)
}

// MarshalText gives the word.
func (r Relation) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the word; any other is a *catalog.WordError.
func (r *Relation) UnmarshalText(text []byte) error { return read(r, "relation", Relations(), text) }

func read[T fmt.Stringer](dst *T, vocabulary string, all []T, text []byte) error {
	var known []string
	for _, v := range all {
		if v.String() == string(text) {
			*dst = v
			return nil
		}
		known = append(known, v.String())
	}
	return &catalog.WordError{Vocabulary: vocabulary, Word: string(text), Known: known}
}
