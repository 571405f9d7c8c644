package match

import (
	"slices"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
)

// codeOwner finds the one entry among names that share a code, and are nothing
// but codes, that is the substance itself; -1 if there is none.
func (m *Matcher) codeOwner(names []catalog.Name) int32 {
	owner := int32(-1)
	for i := range names {
		n := &names[i]
		switch {
		case n.Kind != catalog.CodeName:
			return -1
		case n.Entry == owner || !m.isSubstance(n.Entry):
		case owner >= 0:
			return -1
		default:
			owner = n.Entry
		}
	}
	return owner
}

func (m *Matcher) isSubstance(entry int32) bool {
	k, ok := slices.BinarySearchFunc(m.ds.Substances, m.ds.Entries[entry].ID, func(s catalog.Substance, id string) int {
		return strings.Compare(s.ID, id)
	})
	return ok && m.ds.Substances[k].Entry == entry
}
