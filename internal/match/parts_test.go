package match

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
)

// TestMasks: which letters share a bit of the sets, and which do not.
func TestMasks(t *testing.T) {
	for in, want := range map[string]uint64{
		"": 0, "a": 1, "z": 1 << 25, "az": 1<<25 | 1, "aaa": 1,
		"\xc0": 1 << 26, "\xdf": 1 << 57, "\xe0": 1 << 58, "\xe2": 1 << 60,
		"0": 1 << 61, "1": 1 << 62, "2": 1 << 63, "3": 1 << 61, "\x01": 1 << 62, "\xbf": 1 << 63, "\xe3": 1 << 63, "`": 1 << 61, "{": 1 << 61,
		"d3\xc0": 1<<3 | 1<<61 | 1<<26,
	} {
		if got := codeMask([]byte(in)); got != want {
			t.Errorf("codeMask(%q) = %#x, want %#x", in, got, want)
		}
	}
	for in, want := range map[string]uint32{
		"": 0, "a": 1, "z": 1 << 25, "zaz": 1<<25 | 1,
		"0": 1 << 26, "1": 1 << 27, "5": 1 << 31, "6": 1 << 26, "\x01": 1 << 27, "`": 1 << 26, "{": 1 << 29,
		"d3": 1<<3 | 1<<29,
	} {
		if got := foldMask([]byte(in)); got != want {
			t.Errorf("foldMask(%q) = %#x, want %#x", in, got, want)
		}
	}
}

// TestSoundBag: every sound is counted in its byte, and nothing else is.
func TestSoundBag(t *testing.T) {
	want := map[byte]int{'a': 7, 'e': 7, 'i': 7, 'o': 7, 'u': 7, 'g': 6, 'h': 6, 'k': 6, 's': 6, 'b': 1, 'p': 1, 'd': 2, 't': 2, 'f': 3, 'v': 3, 'm': 4, 'n': 4, 'r': 5}
	for c := range 256 {
		var w uint64
		if c >= 'a' && c <= 'z' {
			w = 3 << (8 * want[byte(c)]) // others lie in the lowest
		}
		if got := soundBag([]byte{byte(c), byte(c), byte(c)}); got != w {
			t.Errorf("three times %#x: %#x, want %#x", c, got, w)
		}
	}
	if got, want := soundBag([]byte("paracetamol3")), uint64(5)<<56|1<<40|1<<32|1<<16|1<<8|2; got != want {
		t.Errorf("paracetamol: %#x, want %#x", got, want)
	}
}

// TestBagCost compares the sums over all bytes at once with sums one by one.
func TestBagCost(t *testing.T) {
	slow := func(x, y uint64) int {
		sum := 0
		for b := range 8 {
			d := int(x>>(8*b)&0xff) - int(y>>(8*b)&0xff)
			if b >= 6 {
				sum += 4 * max(d, -d)
			} else {
				sum += 5 * max(d, -d)
			}
		}
		return sum / 2
	}
	r := rand.New(rand.NewPCG(41, 42))
	for i := range 20000 {
		var x, y uint64
		left, most := 64, 64 // a sound has so many letters at most
		if i%2 == 0 {
			left, most = 12, 4
		}
		for b := range 8 {
			n, m := r.IntN(min(left, most)+1), r.IntN(min(left, most)+1)
			left -= max(n, m)
			x |= uint64(n) << (8 * b)
			y |= uint64(m) << (8 * b)
		}
		if got, want := bagCost(x, y), slow(x, y); got != want {
			t.Fatalf("bagCost(%#x, %#x) = %d, want %d", x, y, got, want)
		}
		if bagCost(x, x) != 0 {
			t.Fatalf("bagCost(%#x, itself) = %d", x, bagCost(x, x))
		}
	}
}

// TestEntries: the form of the lexicon's sources.
func TestEntries(t *testing.T) {
	const text = "# a, b\nc, d e,f\n\n ,, g ,\n#h\ni # j\n k"
	want := []string{"c", "d e", "f", "g", "i # j", "k"}
	if got := slices.Collect(entries(text)); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for n := range want {
		var got []string
		for s := range entries(text) {
			if got = append(got, s); len(got) == n+1 {
				break
			}
		}
		if !slices.Equal(got, want[:n+1]) {
			t.Errorf("the first %d: %q", n+1, got)
		}
	}
}

func TestATC(t *testing.T) {
	for key, want := range map[string]bool{
		"n02be01": true, "a00aa00": true, "z99zz99": true,
		"": false, "n02be0": false, "n02be011": false, "nn2be01": false, "n0abe01": false, "n021e01": false, "n02b101": false, "n02beo1": false, "n02be0l": false, "102be01": false,
		"д02be": false, "\xd002be01": false, "n02b\xd001": false,
	} {
		if got := atc(key); got != want {
			t.Errorf("atc(%q) = %v", key, got)
		}
	}
}

func TestKinds(t *testing.T) {
	for k, want := range map[catalog.NameKind]Kind{catalog.ExactName: Exact, catalog.AliasName: Alias, catalog.CodeName: Code} {
		if got := kindOf(k); got != want {
			t.Errorf("kindOf(%d) = %s, want %s", k, got, want)
		}
	}
	for k, want := range map[Kind]bool{Exact: true, Alias: true, Code: true, Spelling: true, Ambiguous: false, None: false} {
		if k.Resolved() != want {
			t.Errorf("%s: resolved is %v", k, !want)
		}
	}
}

func TestSuggestOnce(t *testing.T) {
	var r Result
	for _, e := range []int32{3, 3, 1, 3, 4, 1, 5, 9, 2, 6, 3} {
		r.suggest(e, "")
	}
	if want := []int32{3, 1, 4, 5, 9}; !slices.Equal(suggested(r), want) || r.More != 2 {
		t.Errorf("%v and %d more, want %v and 2", suggested(r), r.More, want)
	}
}

// TestRanked compares the five best kept in place with a sorted list.
func TestRanked(t *testing.T) {
	type scored struct {
		entry int32
		score int
	}
	r := rand.New(rand.NewPCG(45, 46))
	for range 2000 {
		var got ranked
		var all []scored // in the order of their last change
		for at := range r.IntN(25) {
			e, score := int32(r.IntN(9)), r.IntN(12)
			if r.IntN(12) == 0 {
				score = tooFar + r.IntN(3)
			}
			got.add(e, e, score, at)
			// What fell out of the five is forgotten.
			i := slices.IndexFunc(all, func(s scored) bool { return s.entry == e })
			if score >= tooFar || i >= 0 && all[i].score <= score {
				continue
			}
			if i >= 0 {
				all = slices.Delete(all, i, i+1)
			}
			all = append(all, scored{e, score})
			slices.SortStableFunc(all, func(a, b scored) int { return a.score - b.score })
			all = all[:min(len(all), maxSuggestions)]
		}
		if got.n != len(all) {
			t.Fatalf("%d kept, want %v", got.n, all)
		}
		for i, s := range all {
			if got.entry[i] != s.entry || got.owner[i] != s.entry || got.score[i] != s.score {
				t.Fatalf("%+v, want %v", got, all)
			}
		}
		want := tooFar
		if len(all) == maxSuggestions {
			want = all[len(all)-1].score
		}
		if got.worst() != want {
			t.Fatalf("worst is %d, want %d of %v", got.worst(), want, all)
		}
	}
}

// TestLimits: the table of docs/matching.md.
func TestLimits(t *testing.T) {
	want := []int{0, 0, 0, 0, 0, 2, 4, 4, 5, 6, 6, 7, 7, 8, 8, 10, 10}
	for n, w := range want {
		if got := limitFor(n); got != w {
			t.Errorf("%d sounds may be off by %d, want %d", n, got, w)
		}
	}
	if limitFor(maxCode) != 10 {
		t.Errorf("%d sounds may be off by %d", maxCode, limitFor(maxCode))
	}
}

// TestLongestNames: names of 64 letters can be misspelt, longer ones not; nor
// is a query longer than that compared.
func TestLongestNames(t *testing.T) {
	for _, c := range []struct {
		name, query int
		want        bool
	}{{maxCode - 1, maxCode - 2, true}, {maxCode - 1, maxCode, true}, {maxCode, maxCode - 1, true}, {maxCode, maxCode, true}, {maxCode + 1, maxCode, false}, {maxCode, maxCode + 1, false}, {2*maxCode + 1, 2*maxCode + 1, false}} {
		for _, letters := range []string{"vugofike", "вугофике"} {
			word := func(n int) []rune { return []rune(strings.Repeat(letters, 20))[:n] }
			m := New(makeDataset(entry{names: string(word(c.name))}, entry{names: "another"}, entry{names: "яблоко"}))
			q := word(c.query)
			if c.name == c.query {
				q[20]++
			}
			if r := m.Match(string(q), false); r.Kind.Resolved() != c.want {
				t.Errorf("%q for %d letters: %s (%s)", string(q), c.name, r.Kind, r.Message)
			}
			// The names beside it are not lost.
			for _, q := range []string{"anather", "яблокко"} {
				if r := m.Match(q, false); r.Kind != Spelling {
					t.Errorf("%q beside a name of %d letters: %s (%s)", q, c.name, r.Kind, r.Message)
				}
			}
		}
	}
}

// TestLongestSound: an x makes two sounds, so that a query of 64 letters may
// have too many.
func TestLongestSound(t *testing.T) {
	of64 := strings.Repeat("vugofika", maxCode/8)
	m := New(makeDataset(entry{names: of64}, entry{names: "another"}))
	for _, c := range []struct {
		query string
		want  bool
	}{{of64[:30] + "o" + of64[31:], true}, {of64[:30] + "x" + of64[31:], false}, {of64[:30] + "x" + of64[32:], true}} {
		if r := m.Match(c.query, false); r.Kind.Resolved() != c.want {
			t.Errorf("%q: %s (%s)", c.query, r.Kind, r.Message)
		}
	}
}
