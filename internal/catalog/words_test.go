package catalog_test

import (
	"encoding"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
)

// vocabulary pins that a type writes and reads its words, and no other.
func vocabulary[T comparable, P interface {
	*T
	encoding.TextUnmarshaler
}](t *testing.T, name string, values ...T) {
	t.Helper()
	var known []string
	for _, v := range values {
		text, err := any(v).(encoding.TextMarshaler).MarshalText()
		if err != nil || string(text) != fmt.Sprint(v) {
			t.Fatalf("%v is written %q, %v", v, text, err)
		}
		var back T
		if err := P(&back).UnmarshalText(text); err != nil || back != v {
			t.Errorf("%q is read as %v, %v", text, back, err)
		}
		if slices.Contains(known, string(text)) {
			t.Errorf("%q is the word of two", text)
		}
		known = append(known, string(text))
	}
	kept := values[1]
	err := P(&kept).UnmarshalText([]byte("banned"))
	var bad *catalog.WordError
	if !errors.As(err, &bad) || kept != values[1] {
		t.Fatalf("%s: an unknown word gives %v, %v", name, kept, err)
	}
	if got, want := err.Error(), fmt.Sprintf("unknown %s %q: one of ", name, "banned"); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, strings.Join(known, ", ")) {
		t.Errorf("%s", got)
	}
}

// TestMeanings: every status has one, and one of its own.
func TestMeanings(t *testing.T) {
	seen := map[string]catalog.Status{"": catalog.NotStated, "invalid": catalog.NotStated}
	for _, s := range catalog.Statuses() {
		if of, known := seen[s.Meaning()]; known {
			t.Errorf("%s is explained by %q, as %s", s, s.Meaning(), of)
		}
		seen[s.Meaning()] = s
	}
}

func TestVocabularies(t *testing.T) {
	vocabulary(t, "status", catalog.Statuses()...)
	vocabulary(t, "phase", catalog.AllPhases.List()...)
	vocabulary(t, "kind", catalog.Kinds()...)
	vocabulary(t, "setting", catalog.InPregnancy, catalog.InLactation, catalog.Postpartum, catalog.General)
	vocabulary(t, "wording", catalog.Stated, catalog.Unspecified)
	vocabulary(t, "quantifier", catalog.All, catalog.Most, catalog.Some)
	vocabulary(t, "speaker", catalog.Article, catalog.Leaflet, catalog.Forum, catalog.Doctor, catalog.Reader)
	vocabulary(t, "basis", catalog.Documents, catalog.GeneralKnowledge)
	vocabulary(t, "certainty", catalog.Sure, catalog.Likely, catalog.Guess)
	vocabulary(t, "position", catalog.NoData, catalog.Acceptable, catalog.WithCaution, catalog.OnlyIfNeeded, catalog.Avoid, catalog.PositionContraindicated)
}
