package resolve_test

import (
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestMain bounds how long a property that fails is made smaller: by default
// that is half a minute, which mutation testing takes for a test that hangs.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.shrinktime", "1s"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}
