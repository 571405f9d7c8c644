package compiled

import (
	"testing"

	"github.com/backcare/backcare/internal/dataset"
)

// TestLeast: what is counted for each element is just what it takes, so that no
// whole file is refused and no made-up count passes.
func TestLeast(t *testing.T) {
	c := &codec{writing: true, places: map[string]uint32{}}
	ds := dataset.Embedded()
	c.names(ds)
	c.dataset(ds)
	want := 2*8 + 5*4 // version, hash and the numbers of the five lists of a dataset
	for i, n := range c.sizes.all() {
		want += least[i] * *n
	}
	if len(c.data) != want {
		t.Errorf("the fields take %d bytes, counted %d", len(c.data), want)
	}
}

// TestLargePages: the list stays the one that was made, whatever its size and
// place.
func TestLargePages(t *testing.T) {
	for _, n := range []int{0, 1, 5 << 18, 1<<20 + 7} {
		list := make([]uint64, n)
		got := largePages(list)
		if len(got) != n {
			t.Fatalf("%d elements, want %d", len(got), n)
		}
		for i := range got {
			got[i] = uint64(i)
		}
		for i := range list {
			if list[i] != uint64(i) {
				t.Fatalf("element %d is %d", i, list[i])
			}
		}
	}
}
