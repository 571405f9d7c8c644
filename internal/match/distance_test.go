package match

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/name"
)

// The rule of the two distances once more, written from docs/matching.md as
// plainly as can be: the whole matrix, no limit, nothing left out.

// slowSubstitution is the cost of reading a for b.
func slowSubstitution(a, b byte, sound bool) int {
	switch {
	case a == b:
		return 0
	case strings.IndexByte("0123456789", a) >= 0 || strings.IndexByte("0123456789", b) >= 0:
		return 50
	case !sound && name.Near(a, b):
		return 3
	case !sound:
		return 5
	}
	pair := string([]byte{min(a, b), max(a, b)})
	if strings.Contains(" ae ai ao ei eo ou bp dt fv gh gk hk hs ks ", " "+pair+" ") {
		return 2
	}
	if pair == "mn" || strings.IndexByte("aeiou", a) >= 0 && strings.IndexByte("aeiou", b) >= 0 {
		return 3
	}
	return 5
}

// slowGap is the cost of the letter i of s without a partner.
func slowGap(s []byte, i int, sound bool) int {
	c := s[i]
	isVowel := strings.IndexByte("aeiou", c) >= 0
	cost := 4
	switch {
	case strings.IndexByte("0123456789", c) >= 0:
		return 50
	case !sound:
		if i > 0 && s[i-1] == c || i < len(s)-1 && s[i+1] == c {
			cost = 2
		}
	case c == 'h', isVowel && i == len(s)-1:
		cost = 2
	case isVowel:
		cost = 3
	}
	if i == 0 && cost > 2 {
		cost += 2
	}
	return cost
}

// slowDistance is the distance of q from n without a limit. What both begin
// and then end with costs nothing and takes no part.
func slowDistance(q, n []byte, sound bool) int {
	from := 0
	for from < min(len(q), len(n)) && q[from] == n[from] {
		from++
	}
	same := 0
	for same < min(len(q), len(n))-from && q[len(q)-1-same] == n[len(n)-1-same] {
		same++
	}
	wide := len(n) + 1
	d := make([]int, (len(q)+1)*wide) // of the first i letters from the first j at i*wide+j
	for i := from; i <= len(q)-same; i++ {
		for j := from; j <= len(n)-same; j++ {
			best := 10000
			if i == from && j == from {
				best = 0
			}
			if i > from {
				best = min(best, d[(i-1)*wide+j]+slowGap(q, i-1, sound))
			}
			if j > from {
				best = min(best, d[i*wide+j-1]+slowGap(n, j-1, sound))
			}
			if i > from && j > from {
				s := slowSubstitution(q[i-1], n[j-1], sound)
				if s > 2 && (i == 1 || j == 1) {
					s += 2
				}
				best = min(best, d[(i-1)*wide+j-1]+s)
			}
			if i > from+1 && j > from+1 && q[i-1] == n[j-2] && q[i-2] == n[j-1] && q[i-1] != q[i-2] && !strings.ContainsAny(string(q[i-2:i]), "0123456789") {
				swap := 2
				if sound {
					swap = 4
				}
				best = min(best, d[(i-2)*wide+j-2]+swap)
			}
			d[i*wide+j] = best
		}
	}
	return d[(len(q)-same)*wide+len(n)-same]
}

func checkDistance(t *testing.T, q, n []byte, limits ...int) {
	t.Helper()
	for _, sound := range []bool{false, true} {
		want := slowDistance(q, n, sound)
		for _, limit := range limits {
			w := want
			if w > limit {
				w = tooFar
			}
			if got := osa(q, n, limit, sound); got != w {
				t.Fatalf("osa(%q, %q, %d, %v) = %d, want %d", q, n, limit, sound, got, w)
			}
		}
	}
}

// allWords are the words of up to n letters of an alphabet.
func allWords(alphabet string, n int) [][]byte {
	words := [][]byte{{}}
	for at := 0; at < len(words); at++ {
		if len(words[at]) < n {
			for i := range len(alphabet) {
				words = append(words, append(words[at][:len(words[at]):len(words[at])], alphabet[i]))
			}
		}
	}
	return words
}

// TestDistanceOfShortWords: every two short words, at every limit.
func TestDistanceOfShortWords(t *testing.T) {
	for alphabet, n := range map[string]int{"ahk3": 3, "nmas": 3, "bp": 5, "xy\x01\xc0": 3} {
		words := allWords(alphabet, n)
		for _, q := range words {
			for _, n := range words {
				checkDistance(t, q, n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 20)
			}
		}
	}
}

// TestDistanceOfLongWords: words of up to the most letters, alike and not.
func TestDistanceOfLongWords(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	letter := func() byte { return "aeioubpdtfvgkhsmnlr2"[r.IntN(20)] }
	word := func(n int) []byte {
		w := make([]byte, n)
		for i := range w {
			w[i] = letter()
		}
		return w
	}
	for range 2000 {
		n := word(1 + r.IntN(18))
		q := slices.Clone(n)
		for range r.IntN(6) {
			i := r.IntN(len(q))
			switch r.IntN(4) {
			case 0:
				q[i] = letter()
			case 1:
				q = slices.Insert(q, i, letter())
			case 2:
				if len(q) > 1 {
					q = slices.Delete(q, i, i+1)
				}
			case 3:
				q[0], q[i] = q[i], q[0]
			}
		}
		checkDistance(t, q, n, 3, 8, 11, 16, 24)
		if a, b := fingers(q, n, 30), osa(q, n, 30, false); a != b {
			t.Fatalf("fingers(%q, %q) = %d, want %d", q, n, a, b)
		}
		if a, b := sounds(q, n, 30), osa(q, n, 30, true); a != b {
			t.Fatalf("sounds(%q, %q) = %d, want %d", q, n, a, b)
		}
	}
	for range 60 {
		q, n := word(maxCode), word(maxCode-r.IntN(3))
		checkDistance(t, q, n, 60, 150, 198, 199)
		for i := range q {
			if r.IntN(10) > 0 && i < len(n) {
				q[i] = n[i]
			}
		}
		checkDistance(t, q, n, 30, 60, 198, 199)
		checkDistance(t, q[:r.IntN(9)], n[:r.IntN(9)], 50, 52, 100, 150, 198, 199)
	}
}

// TestDistanceRefuses: what is longer than the most letters is not compared,
// nor anything below nothing.
func TestDistanceRefuses(t *testing.T) {
	long := []byte(strings.Repeat("ab", maxCode/2) + "a")
	for _, sound := range []bool{false, true} {
		for _, c := range []struct {
			q, n  []byte
			limit int
			want  int
		}{
			{long, long, 9, tooFar}, {long, long[:maxCode], 9, tooFar}, {long[:maxCode], long, 9, tooFar},
			{long[:maxCode], long[:maxCode], 0, 0}, {long[:maxCode], long[:maxCode], -1, tooFar}, {nil, nil, 0, 0}, {nil, nil, -1, tooFar},
			{long[:maxCode-1], long[:maxCode], 9, 4},
		} {
			want := c.want
			if got := osa(c.q, c.n, c.limit, sound); got != want {
				t.Errorf("%d and %d letters within %d (sound %v): %d, want %d", len(c.q), len(c.n), c.limit, sound, got, want)
			}
		}
	}
}

// TestCosts: what each letter costs beside each other, and alone at the
// beginning, inside, doubled and at the end.
func TestCosts(t *testing.T) {
	for a := range 256 {
		for b := range 256 {
			if a != b {
				for _, sound := range []bool{false, true} {
					if got, want := int(substitution(byte(a), byte(b), sound)), slowSubstitution(byte(a), byte(b), sound); got != want {
						t.Errorf("substitution(%#x, %#x, %v) = %d, want %d", a, b, sound, got, want)
					}
				}
			}
		}
		c := byte(a)
		for _, s := range [][]byte{{c}, {c, 'x'}, {'x', c}, {'x', c, 'x'}, {c, c}, {c, c, 'x'}, {'x', c, c}, {'x', c, c, 'x'}} {
			for i := range s {
				for _, sound := range []bool{false, true} {
					if got, want := int(gap(s, i, sound)), slowGap(s, i, sound); got != want {
						t.Errorf("gap(%q, %d, %v) = %d, want %d", s, i, sound, got, want)
					}
				}
			}
		}
		if got, want := vowel(c), c != 0 && strings.IndexByte("aeiou", c) >= 0; got != want {
			t.Errorf("vowel(%q) = %v", c, got)
		}
		if got, want := digit(c), c != 0 && strings.IndexByte("0123456789", c) >= 0; got != want {
			t.Errorf("digit(%q) = %v", c, got)
		}
	}
}

// TestDistanceTable: some costs by hand, from the documentation.
func TestDistanceTable(t *testing.T) {
	for _, c := range []struct {
		q, n    string
		fingers int
		sounds  int
	}{
		{"", "", 0, 0}, {"a", "", 6, 2}, {"", "k", 6, 6}, {"h", "", 6, 2},
		{"paracetamol", "paracetamol", 0, 0},
		{"praacetamol", "paracetamol", 2, 4}, // neighbours exchanged
		{"parasetamol", "paracetamol", 5, 5},
		{"paravetamol", "paracetamol", 3, 5}, // v beside c
		{"parracetamol", "paracetamol", 2, 4},
		{"paracetmol", "paracetamol", 4, 3},
		{"paracetomol", "paracetamol", 5, 2},
		{"paracetamola", "paracetamol", 4, 2},
		{"baracetamol", "paracetamol", 7, 2},
		{"oaracetamol", "paracetamol", 5, 7},
		{"aracetamol", "paracetamol", 6, 6},
		{"d2", "d3", 50, 50}, {"d", "d3", 50, 50}, {"2d", "d", 50, 50}, {"d23", "d32", 100, 100},
		{"nolicin", "molicin", 5, 5}, {"kolimin", "kolinin", 3, 3},
		{"etraflex", "teraflex", 2, 4}, {"abcd", "badc", 4, 8},
	} {
		if got := fingers([]byte(c.q), []byte(c.n), 199); got != c.fingers {
			t.Errorf("fingers(%q, %q) = %d, want %d", c.q, c.n, got, c.fingers)
		}
		if got := sounds([]byte(c.q), []byte(c.n), 199); got != c.sounds {
			t.Errorf("sounds(%q, %q) = %d, want %d", c.q, c.n, got, c.sounds)
		}
	}
}

// slowPlain counts whole edits: a letter more, less or another, or neighbours
// exchanged.
func slowPlain(a, b []byte) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		for j := range d[i] {
			if i == 0 || j == 0 {
				d[i][j] = i + j
				continue
			}
			best := min(d[i-1][j], d[i][j-1]) + 1
			if a[i-1] == b[j-1] {
				best = min(best, d[i-1][j-1])
			} else {
				best = min(best, d[i-1][j-1]+1)
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				best = min(best, d[i-2][j-2]+1)
			}
			d[i][j] = best
		}
	}
	return d[len(a)][len(b)]
}

func TestPlain(t *testing.T) {
	words := allWords("abc", 4)
	words = append(words, []byte(strings.Repeat("ab", maxCode/2)), []byte(strings.Repeat("ba", maxCode/2)), []byte(strings.Repeat("c", maxCode)), []byte("abcabcaabbcc"), []byte("bacbacabacbc"))
	for _, a := range words {
		for _, b := range words {
			if got, want := plain(a, b), slowPlain(a, b); got != want {
				t.Fatalf("plain(%q, %q) = %d, want %d", a, b, got, want)
			}
		}
	}
}

// TestEdits: over the letters in one script, over the sounds across scripts,
// one at least.
func TestEdits(t *testing.T) {
	for _, c := range []struct {
		query, text string
		want        int
	}{
		{"paracetomol", "paracetamol", 1}, {"paracetamol", "paracetamol", 1}, {"praacetomoll", "paracetamol", 3},
		{"парацетомола", "paracetamol", 2}, {"парацетамол", "paracetamol", 1}, {"ферфекс", "fervex", 1}, {"tserfex", "fervex", 3},
		{"аспирн", "аспирин", 1}, {"х", strings.Repeat("х", 200), 1}, {"3", "33", 1}, {"x", "", 1},
	} {
		q := new(query)
		if !q.set(name.Key(c.query)) {
			t.Fatalf("%q cannot be compared", c.query)
		}
		if got := edits(q, c.text); got != c.want {
			t.Errorf("edits(%q, %q) = %d, want %d", c.query, c.text, got, c.want)
		}
	}
}

func TestEditsOfWords(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"list", "list", 0}, {"lsit", "list", 1}, {"lis", "list", 1}, {"lookup", "look", 2}, {"a", "xyz", 3},
		{strings.Repeat("a", maxCode+1), "a", maxCode + 1}, {"a", strings.Repeat("a", 9000), 9000},
	} {
		if got, back := Edits(c.a, c.b), Edits(c.b, c.a); got != c.want || back != c.want {
			t.Errorf("Edits(%.20q, %.20q) = %d and %d, want %d", c.a, c.b, got, back, c.want)
		}
	}
}
