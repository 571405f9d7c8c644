package match

import (
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

func indexOf(ds *catalog.Dataset) *index {
	x := Index(ds)
	return &index{&x, ds.Names}
}

// TestIndexHoldsTheNames: each name that can be misspelt is in the index once, with
// its words.
func TestIndexHoldsTheNames(t *testing.T) {
	for _, ds := range []*catalog.Dataset{odd(), shelf(), dataset.Embedded(), {}} {
		x := indexOf(ds)
		seen := map[int32]bool{}
		for i := range x.N {
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
			if len(x.Items[i].Fold) != len(it.fold) || int(x.Items[i].Words) != it.count || x.Folds[i] != it.traits.fold || x.Codes[i] != it.traits.code || x.Bags[i] != it.bag {
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
	x := indexOf(ds)
	for lo := -2; lo < maxCode+3; lo++ {
		for hi := lo - 2; hi < maxCode+3; hi++ {
			from, to := x.within(lo, hi)
			n := 0
			for i := range x.N {
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
		for i := range x.N {
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
			for i := range m.names.N {
				it := m.names.item(i)
				if c := m.costs.cost(&q, &it, limit); c <= limit && !visited[i] {
					t.Fatalf("%q is %d from %q and passed over within %d", q.key, c, it.code, limit)
				}
			}
			if limit == 6 {
				called, all = called+len(visited), all+m.names.N
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
		x := indexOf(ds)
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
			all := len(m.names.Items)
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
