package match

import (
	"os"
	"path/filepath"
)

// The sources of the lexicon.
var (
	innText       = source("inn.txt")
	medicinesText = source("medicines.txt")
	ordinaryText  = source("ordinary.txt")
)

func source(file string) string {
	b, err := os.ReadFile(filepath.Join("lexicon", file))
	if err != nil {
		panic(err)
	}
	return string(b)
}

// The two distances, for tests of their costs.
var soundCosts, fingerCosts = makeCosts(true), makeCosts(false)

func sounds(q, n []byte, limit int) int { return soundCosts.distance(q, string(n), limit) }

func fingers(q, n []byte, limit int) int { return fingerCosts.distance(q, string(n), limit) }

func osa(q, n []byte, limit int, sound bool) int {
	if sound {
		return sounds(q, n, limit)
	}
	return fingers(q, n, limit)
}

// suggested are the entries that a result suggests.
func suggested(r Result) []int32 {
	var list []int32
	for i := range r.Suggestions {
		list = append(list, r.Suggestions[i].Entry)
	}
	return list
}
