package match

import (
	"math/rand/v2"
	"testing"
)

// The filter may let too much through, never too little.
func TestBagCostIsALowerBound(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const sounds26 = "aeioubpdtvfgkhsmnlr"
	word := func() []byte {
		w := make([]byte, 1+r.IntN(9))
		for i := range w {
			w[i] = sounds26[r.IntN(len(sounds26))]
		}
		return w
	}
	for range 20000 {
		a, b := word(), word()
		if d, low := sounds(a, b, 60), bagCost(soundBag(a), soundBag(b)); d < low {
			t.Fatalf("sounds(%s, %s) = %d below its bound %d", a, b, d, low)
		}
	}
}
