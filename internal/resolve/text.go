package resolve

import "github.com/backcare/backcare/internal/catalog"

// MarshalText gives the word.
func (b Basis) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// UnmarshalText reads the word; any other is a *catalog.WordError.
func (b *Basis) UnmarshalText(text []byte) error {
	var known []string
	for v := Silent; v <= Class; v++ {
		if v.String() == string(text) {
			*b = v
			return nil
		}
		known = append(known, v.String())
	}
	return &catalog.WordError{Vocabulary: "link", Word: string(text), Known: known}
}
