package main

import (
	"bufio"
	"math/rand/v2"
	"os"

	"github.com/backcare/backcare/internal/catalog"
)

// seed makes every run measure the same names and datasets.
const seed = 7

// mix is what a file of names holds.
type mix bool

const (
	mixed mix = true  // 70 % names of ours, 20 % with one slip of a finger, 10 % unknown words
	own   mix = false // names of ours only
)

// writeNames writes n names, one a line, drawn from a dataset with a fixed
// seed.
func writeNames(path string, ds *catalog.Dataset, n int, m mix) error {
	var names []string
	for i := range ds.Names {
		if k := &ds.Names[i]; k.Kind != catalog.CodeName {
			names = append(names, k.Text)
		}
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	for range n {
		s := names[r.IntN(len(names))]
		switch k := r.IntN(10); {
		case m == own:
		case k == 9:
			s = word(r)
		case k >= 7:
			s = slip(r, s)
		}
		w.WriteString(s) // a bufio.Writer keeps its error for Flush
		w.WriteByte('\n')
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// word makes up a pronounceable word.
func word(r *rand.Rand) string {
	const consonants, vowels = "bcdfgklmnprstvxz", "aeiou"
	var w []byte
	for range 3 + r.IntN(3) {
		w = append(w, consonants[r.IntN(len(consonants))], vowels[r.IntN(len(vowels))])
	}
	return string(w)
}

// slip drops, doubles, exchanges or replaces one letter.
func slip(r *rand.Rand, s string) string {
	c := []rune(s)
	if len(c) < 3 {
		return s
	}
	i := 1 + r.IntN(len(c)-2)
	switch r.IntN(4) {
	case 0:
		c = append(c[:i], c[i+1:]...)
	case 1:
		c = append(c[:i], append([]rune{c[i]}, c[i:]...)...)
	case 2:
		c[i], c[i+1] = c[i+1], c[i]
	default:
		c[i] = rune("aeionrst"[r.IntN(8)])
	}
	return string(c)
}
