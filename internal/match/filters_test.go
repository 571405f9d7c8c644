package match

import (
	"math/bits"
	"math/rand/v2"
	"testing"
)

// TestFilters: what the traits rule out is farther off than the limit, for
// words near each other, where it matters. That they rule out what is far is
// what makes a search quick.
func TestFilters(t *testing.T) {
	r := rand.New(rand.NewPCG(43, 44))
	word := func() []byte {
		w := make([]byte, 4+r.IntN(8))
		for i := range w {
			w[i] = "aeioubpdtfvgkhsmnlrw0"[r.IntN(21)]
		}
		return w
	}
	of := func(w []byte) traits { return traits{bag: soundBag(w), code: codeMask(w), fold: foldMask(w)} }
	kept, tried := 0, 0
	for range 3000 {
		n := word()
		q := []byte(slip(r, string(n)))
		if r.IntN(2) == 0 && len(q) > 0 {
			q = []byte(slip(r, string(q)))
		}
		a, b := of(q), of(n)
		for limit := range 13 {
			if d := slowDistance(q, n, true); d <= limit && !a.soundNear(&b, limit) {
				t.Fatalf("soundNear rules out %q and %q, %d quarters apart, within %d", q, n, d, limit)
			}
			if d := slowDistance(q, n, false); d <= limit && !a.fingerNear(&b, limit) {
				t.Fatalf("fingerNear rules out %q and %q, %d quarters apart, within %d", q, n, d, limit)
			}
		}
		far := of(word())
		tried++
		if a.soundNear(&far, 6) || a.fingerNear(&far, 6) {
			kept++
		}
	}
	if kept*10 > tried {
		t.Errorf("%d of %d unlike pairs are compared", kept, tried)
	}
	// Sets that differ by n members: within n quarters by sound, and by
	// fingers within three quarters for every two.
	for n := range 12 {
		a, b := traits{}, traits{fold: 1<<n - 1, code: 1<<n - 1}
		for limit := range 20 {
			if got, want := a.soundNear(&b, limit), bits.OnesCount32(b.fold) <= limit; got != want {
				t.Errorf("%d sounds within %d: %v", n, limit, got)
			}
			if got, want := a.fingerNear(&b, limit), 3*n <= 2*limit; got != want {
				t.Errorf("%d letters within %d: %v", n, limit, got)
			}
		}
	}
	a, b := of([]byte("lll")), of([]byte("l"))
	if b.fold = a.fold; a.soundNear(&b, 4) || !a.soundNear(&b, 5) {
		t.Error("two letters that are no vowels cost five quarters at least")
	}
}
