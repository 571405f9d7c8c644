package match

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/name"
)

// odd is a dataset with names of all sorts: of several words, without a sound,
// too long, and with codes between them.
func odd() *catalog.Dataset {
	return makeDataset(
		entry{names: "paracetamol, парацетамол, acetaminophen, A00AA00, rxcui:1"},
		entry{names: "Gelima vugofuk, gelima-vugo ь kola, " + strings.Repeat("a", 200), kind: catalog.Product},
		entry{names: "milo!, ь, vugofuk", kind: catalog.Remedy},
		entry{names: "parasetamol", kind: catalog.Remedy},
		entry{names: strings.Repeat("vugo", maxCode/4) + ", Z99ZZ99"},
	)
}

// TestIndexHoldsTheNames: what is written is what is read.
func TestIndexHoldsTheNames(t *testing.T) {
	for _, ds := range []*catalog.Dataset{odd(), shelf(), dataset.Embedded(), {}} {
		x, ok := open(string(Index(ds)), ds.Names, len(ds.Names))
		if !ok {
			t.Fatal("the index cannot be opened")
		}
		seen := map[int32]bool{}
		for i := range x.n {
			it := x.item(i)
			n := ds.Names[it.owner]
			var q query
			if seen[it.owner] || n.Kind == catalog.CodeName || !q.set(n.Key) {
				t.Fatalf("%q stands in the index", n.Text)
			}
			seen[it.owner] = true
			if it.code != string(q.code) || it.fold != string(q.fold) || it.traits != q.traits || it.entry != n.Entry {
				t.Errorf("%q: %+v, want %q and %q", n.Text, it, q.code, q.fold)
			}
			if x.foldLen(i) != len(it.fold) || x.wordCount(i) != it.count || x.foldMask(i) != it.traits.fold || x.codeMask(i) != it.traits.code || x.bag(i) != it.bag {
				t.Errorf("%q: the fields differ from the item", n.Text)
			}
			// An ingredient's name, or one that sounds as it does, in any
			// script; but not where a remedy has it.
			generic := false
			for j := range ds.Substances {
				generic = generic || sound(ds.Substances[j].Name) == it.fold
			}
			for j := range ds.Entries {
				generic = generic || ds.Entries[j].Kind == catalog.Ingredient && sound(ds.Entries[j].Name) == it.fold
			}
			if want := generic && ds.Entries[n.Entry].Kind != catalog.Remedy; it.generic != want {
				t.Errorf("%q: generic is %v", n.Text, it.generic)
			}
			var words []string
			for j := range it.count {
				w := x.word(it.words + j)
				if w.entry != -1 || w.count != 0 {
					t.Errorf("a word of %q has an entry or words", n.Text)
				}
				words = append(words, w.fold)
			}
			var want []string
			if parts := name.Words(n.Text); len(parts) > 1 {
				for _, w := range parts {
					if s := sound(w.Key); s != "" {
						want = append(want, s)
					}
				}
			}
			if !slices.Equal(words, want) {
				t.Errorf("%q has the words %q, want %q", n.Text, words, want)
			}
		}
		for i, n := range ds.Names {
			var q query
			if want := n.Kind != catalog.CodeName && q.set(n.Key); seen[int32(i)] != want {
				t.Errorf("%q in the index: %v", n.Text, !want)
			}
		}
	}
}

func sound(text string) string {
	var q query
	q.set(name.Key(text))
	return string(q.fold)
}

// TestIndexRanges compares what the index finds with a look at every name.
func TestIndexRanges(t *testing.T) {
	ds := dataset.Embedded()
	x, _ := open(string(Index(ds)), ds.Names, len(ds.Names))
	for lo := -2; lo < maxCode+3; lo++ {
		for hi := lo - 2; hi < maxCode+3; hi++ {
			from, to := x.within(lo, hi)
			n := 0
			for i := range x.n {
				if l := len(x.item(i).fold); l >= lo && l <= hi {
					n++
					if i < from || i >= to {
						t.Fatalf("a name of %d sounds is not among those of %d to %d", l, lo, hi)
					}
				}
			}
			if to-from != n {
				t.Fatalf("%d names of %d to %d sounds, want %d", to-from, lo, hi, n)
			}
		}
	}
	for _, s := range []string{"", "a", "p", "pa", "para", "parasetamol", "zzz", "vitamin", "vi", "\x00", "\xff", "3", "kalsium"} {
		var begun, alike, wantBegun, wantAlike []int
		for i := range x.begun([]byte(s)) {
			begun = append(begun, i)
		}
		for i := range x.alike([]byte(s)) {
			alike = append(alike, i)
		}
		for i := range x.n {
			if strings.HasPrefix(x.item(i).fold, s) {
				wantBegun = append(wantBegun, i)
			}
			if x.item(i).fold == s {
				wantAlike = append(wantAlike, i)
			}
		}
		slices.SortStableFunc(wantBegun, func(a, b int) int { return strings.Compare(x.item(a).fold, x.item(b).fold) })
		if !slices.Equal(begun, wantBegun) || !slices.Equal(alike, wantAlike) {
			t.Errorf("%q begins %v and is %v, want %v and %v", s, begun, alike, wantBegun, wantAlike)
		}
		for range x.begun([]byte(s)) {
			break
		}
	}
}

// TestNear: no name within the limit is passed over, those called come in
// their order and until the limit is below nothing, and the most are not
// called at all.
func TestNear(t *testing.T) {
	m := New(dataset.Embedded())
	m.ready()
	called, all := 0, 0
	for i, n := range m.ds.Names {
		if i%7 != 0 || n.Kind == catalog.CodeName {
			continue
		}
		var q query
		key := []rune(n.Key)
		if len(key) < 4 || !q.set(string(append(slices.Clone(key[:2]), key[3:]...))+"a") {
			continue
		}
		for limit := range 13 {
			at, ends := -1, 0
			visited := map[int]bool{}
			m.names.near(&q, limit, func(i int) int {
				if i <= at {
					t.Fatalf("%d after %d", i, at)
				}
				at, visited[i] = i, true
				return limit
			})
			for i := range m.names.n {
				it := m.names.item(i)
				if c := m.costs.cost(&q, &it, limit); c <= limit && !visited[i] {
					t.Fatalf("%q is %d from %q and passed over within %d", q.key, c, it.code, limit)
				}
			}
			if limit == 6 {
				called, all = called+len(visited), all+m.names.n
			}
			m.names.near(&q, limit, func(int) int { ends++; return -1 })
			if ends != min(1, len(visited)) {
				t.Fatalf("called %d times, though the limit was below nothing", ends)
			}
		}
	}
	// A limit of nothing still finds the name itself, whatever stands before it.
	for _, n := range m.ds.Names {
		var q query
		if n.Kind == catalog.CodeName || !q.set(n.Key) {
			continue
		}
		found := false
		m.names.near(&q, 6, func(i int) int {
			it := m.names.item(i)
			found = found || it.code == string(q.code)
			return 0
		})
		if !found {
			t.Errorf("%q is not found near itself", n.Text)
		}
	}
	// What only fingers come near, where nothing else was looked at before.
	for limit, typed := range map[int]string{3: "vugodikat", 6: "vugodikar"} {
		ds := makeDataset(entry{names: "vugofikat"})
		x, _ := open(string(Index(ds)), ds.Names, len(ds.Names))
		found := false
		var q query
		if !q.set(typed) {
			t.Fatal(typed)
		}
		x.near(&q, limit, func(int) int { found = true; return limit })
		if !found {
			t.Errorf("%q is not found within %d", typed, limit)
		}
	}
	if called*20 > all {
		t.Errorf("%d of %d names are looked at within an edit and a half", called, all)
	}
}

// TestScanIsMaybe: the condition that scan has written out is that of maybe.
func TestScanIsMaybe(t *testing.T) {
	m := New(dataset.Embedded())
	m.ready()
	for _, key := range []string{"paracetmol", "виатмин", "x", "calciumlactaet", "n02be", "zzzzzzz"} {
		var q query
		if !q.set(key) {
			t.Fatal(key)
		}
		for limit := range 16 {
			all := m.names.n + m.names.words
			called := map[int]bool{}
			m.names.scan(&q, limit, 0, all, func(i int) int { called[i] = true; return limit })
			for i := range all {
				if m.names.maybe(&q.traits, i, limit) != called[i] {
					t.Fatalf("%q within %d: item %d was called: %v", key, limit, i, called[i])
				}
			}
		}
	}
}

// TestCostOfNothing: what has no sound and what may not be off at all.
func TestCostOfNothing(t *testing.T) {
	m := New(odd())
	m.ready()
	it := m.names.item(0)
	var q query
	if got := m.costs.cost(&q, &it, 8); got != tooFar {
		t.Errorf("nothing is %d from %q", got, it.fold)
	}
	q.set(name.Key(m.ds.Names[it.owner].Key))
	for limit, want := range map[int]int{-1: tooFar, 0: 0, 1: 0} {
		if got := m.costs.cost(&q, &it, limit); got != want {
			t.Errorf("the same letters within %d are %d off, want %d", limit, got, want)
		}
	}
	for _, c := range []struct {
		query, name string
		limit, want int
	}{
		{"vugofuk", "вугофук", 0, 1}, {"vugofuk", "вугофук", 4, 1}, {"vuggofuk", "vugofuk", 4, 1}, {"vugofik", "vugofuk", 4, 3}, {"vugofik", "vugofuk", 2, tooFar},
		{"uvgofuk", "vugofuk", 8, 2}, {"vgufouk", "vugofuk", 12, 4}, {"vgufouk", "vugofuk", 3, tooFar},
	} {
		var q, n query
		if !q.set(c.query) || !n.set(name.Key(c.name)) {
			t.Fatal(c.query)
		}
		if got := m.costs.cost(&q, &item{code: string(n.code), fold: string(n.fold), traits: n.traits}, c.limit); got != c.want {
			t.Errorf("%q is %d from %q within %d, want %d", c.query, got, c.name, c.limit, c.want)
		}
	}
}

// TestOpenRefuses: an index read from a file may be anything.
func TestOpenRefuses(t *testing.T) {
	ds := odd()
	whole := Index(ds)
	owners := len(ds.Names)
	if _, ok := open(string(whole), ds.Names, owners); !ok {
		t.Fatal("the index cannot be opened")
	}
	for n := range len(whole) {
		if _, ok := open(string(whole[:n]), ds.Names, owners); ok {
			t.Fatalf("the first %d bytes of %d were opened", n, len(whole))
		}
	}
	if _, ok := open(string(whole)+"\x00", ds.Names, owners); ok {
		t.Error("an index with a byte more was opened")
	}
	most := 0
	x, _ := open(string(whole), ds.Names, owners)
	for i := range x.n {
		most = max(most, int(x.item(i).owner))
	}
	if _, ok := open(string(whole), ds.Names, most+1); !ok {
		t.Error("an owner less than their number was refused")
	}
	if _, ok := open(string(whole), ds.Names, most); ok {
		t.Error("an owner that there is not was accepted")
	}
	// Each number of each item, at the most that it may be and beyond.
	at := 3*4 + (x.n+x.words)*(4+8+8)
	field := func(i, offset int) []byte { return whole[at+i*itemSize+offset:] }
	try := func(why string, want bool) {
		t.Helper()
		if _, ok := open(string(whole), ds.Names, owners); ok != want {
			t.Errorf("%s: opened is %v", why, ok)
		}
	}
	u32At := func(b []byte, v int) func() {
		old := binary.LittleEndian.Uint32(b)
		binary.LittleEndian.PutUint32(b, uint32(v))
		return func() { binary.LittleEndian.PutUint32(b, old) }
	}
	byteAt := func(b []byte, v int) func() {
		old := b[0]
		b[0] = byte(v)
		return func() { b[0] = old }
	}
	for _, i := range []int{0, x.n - 1, x.n, x.n + x.words - 1} {
		it := x.item(i)
		size := len(it.code) + len(it.fold)
		undo := u32At(field(i, 0), len(x.arena)-size)
		try("at the end of the arena", true)
		undo()
		undo = u32At(field(i, 0), len(x.arena)-size+1)
		try("over the end of the arena", false)
		undo()
		undo = byteAt(field(i, 13), 0)
		try("no sound", false)
		undo()
		undo = byteAt(field(i, 12), maxCode+1)
		try("a code too long", false)
		undo()
		undo = u32At(field(i, 8), x.words-it.count)
		try("the last words", true)
		undo()
		undo = u32At(field(i, 8), x.words-it.count+1)
		try("words that there are not", false)
		undo()
	}
	undo := byteAt(field(x.n-1, 13), maxCode+1)
	try("a sound too long", false)
	undo()
	undo = byteAt(field(x.n-1, 13), 1)
	try("shorter than the name before", false)
	undo()
	undo = byteAt(field(x.n, 13), 1)
	try("a word shorter than the names before it", true)
	undo()
	undo = u32At(field(x.n, 4), x.n-1)
	try("a word of the last name", true)
	undo()
	undo = u32At(field(x.n, 4), x.n)
	try("a word of no name", false)
	undo()
	undo = byteAt(field(0, 12), 0)
	try("no letters", false)
	undo()
	order := at + (x.n+x.words)*itemSize
	undo = u32At(whole[order:], x.n-1)
	try("the last name first", true)
	undo()
	undo = u32At(whole[order:], x.n)
	try("a name that there is not", false)
	undo()
	try("as it was", true)
	if got := New(&catalog.Dataset{Index: "damaged", Names: ds.Names, Entries: ds.Entries}).Match("acetaminofen", false); got.Kind != Spelling || got.Entry != 0 {
		t.Errorf("beside a damaged index: %+v", got)
	}
}
