package load_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/load"
)

// TestGistPassageUseFormulas reads the keys that the sample leaves out.
func TestGistPassageUseFormulas(t *testing.T) {
	text := strings.NewReplacer(
		`claim: "Is a gel."`, `gist: "is a gel", claim: "Is a gel.", passage: "doc-000:9"`,
		`source: "ATC N02BE51"}]`, `source: "ATC N02BE51", formulas: "some"}]`,
		`advice: true`, `uses: [{use: "pain", source: "doc-000:8"}, {use: "pain", source: "doc-000:9"}, {use: "calming", source: "doc-000:9"}]`,
	).Replace(sample)
	ds := mustLoad(t, load.File{Name: "sample.yaml", Data: []byte(text)})
	_, gel := entry(t, ds, "alpha-gel")
	_, duo := entry(t, ds, "beta-duo")
	_, all := entry(t, ds, "all-medicines")
	if s := gel.Statements[1]; s.Gist != "is a gel" || s.Source.Passage() != 9 || s.Source.Line != 12 {
		t.Errorf("statement %+v", s)
	}
	if s := gel.Statements[2]; s.Source.Begins != 0 || s.Source.Passage() != 12 {
		t.Errorf("a passage that begins at its line: %+v", s.Source)
	}
	if l := duo.Ingredients; l[0].SomeFormulas || !l[1].SomeFormulas {
		t.Errorf("formulas %+v", l)
	}
	if want := []catalog.EntryUse{{Use: catalog.ForPain, Source: "doc-000:8"}, {Use: catalog.ForPain, Source: "doc-000:9"}, {Use: catalog.ForCalming, Source: "doc-000:9"}}; !reflect.DeepEqual(all.Uses, want) {
		t.Errorf("uses %+v", all.Uses)
	}
}

func TestFaultsOfGistPassageUseFormulas(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"40 cells", `claim: "Is a gel."`, `claim: "Is a gel.", gist: "` + strings.Repeat("x", 40) + `"`, ""},
		{"41 cells", `claim: "Is a gel."`, `claim: "Is a gel.", gist: "` + strings.Repeat("x", 41) + `"`, `58:181: a gist of 41 cells: the limit is 40`},
		{"wide characters", `claim: "Is a gel."`, `claim: "Is a gel.", gist: "` + strings.Repeat("薬", 21) + `"`, `58:181: a gist of 42 cells`},
		{"unwanted word in a gist", `claim: "Is a gel."`, `claim: "Is a gel.", gist: "called safe"`, `58:181: the word "safe"`},
		{"passage of an odd form", `claim: "Is a gel."`, `claim: "Is a gel.", passage: "9"`, `58:184: "9" is not a valid place`},
		{"passage of another document", `claim: "Is a gel."`, `claim: "Is a gel.", passage: "doc-001:9"`, `58:184: the passage of doc-000:12 begins at doc-001:9, which is no earlier line`},
		{"passage at the line itself", `claim: "Is a gel."`, `claim: "Is a gel.", passage: "doc-000:12"`, `58:184: the passage of doc-000:12 begins at doc-000:12`},
		{"unknown use", `advice: true`, `uses: [{use: "sleep", source: "doc-000:8"}]`, `71:18: unknown use "sleep": one of pain, inflammation, spasm, infection, calcium, vitamins, joints, pregnancy_support, anaesthesia, imaging, calming`},
		{"use without a place", `advice: true`, `uses: [{use: "pain"}]`, `71:12: a use needs the key "source"`},
		{"use beyond the document", `advice: true`, `uses: [{use: "pain", source: "doc-000:101"}]`, `71:34: line 101 is beyond the 100 lines of doc-000`},
		{"use twice", `advice: true`, `uses: [{use: "pain", source: "doc-000:1"}, {use: "pain", source: "doc-000:1"}]`, `71:48: the use repeats`},
		{"unknown formulas", `source: "ATC N02BE51"}]`, `source: "ATC N02BE51", formulas: "most"}]`, `63:162: unknown quantifier of formulas "most": one of all, some`},
		{"formulas of a class", `source: "ATC M02AA13"}]`, `source: "ATC M02AA13", formulas: "some"}]`, `42:82: unknown key "formulas" of a link: known are id, basis, source`},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(sample, c.old, c.new, 1)
			_, faults := load.Files(load.File{Name: "sample.yaml", Data: []byte(text)})
			var got []string
			for _, f := range faults {
				got = append(got, strings.TrimPrefix(f.Error(), "sample.yaml:"))
			}
			if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], c.want)) {
				t.Errorf("got %q\nwant %q", got, c.want)
			}
		})
	}
}
