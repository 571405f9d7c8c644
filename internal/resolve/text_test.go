package resolve_test

import (
	"errors"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/resolve"
)

func TestBasisText(t *testing.T) {
	for v := resolve.Silent; v <= resolve.Class; v++ {
		text, err := v.MarshalText()
		var back resolve.Basis
		if err != nil || back.UnmarshalText(text) != nil || back != v {
			t.Errorf("%v is written %q and read as %v", v, text, back)
		}
	}
	var bad *catalog.WordError
	if err := new(resolve.Basis).UnmarshalText([]byte("near")); !errors.As(err, &bad) || bad.Error() != `unknown link "near": one of silent, direct, brand, ingredient, class` {
		t.Errorf("%v", err)
	}
}
