package load_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/load"
)

// sample is a small dataset that uses every key of the schema.
const sample = `# a comment
version: "2026.11.21"
documents:
  - id: "doc-000"
    file: "000_x.txt"
    title: "Title"
    summary: "A page."
    covers: ["pregnancy", "lactation"]
    lines: 100
    parts: [{title: "Part", from: 1, to: 100, kind: "article"}]
    disclaimers: [{line: 100, text: "No advice."}]
substances:
  - id: "alphafen"
    name: "alphafen"
    atc: [{code: "M01AE01", route: "oral"}, {code: "M02AA13", route: "topical"}]
    rxcui: ["5640"]
  - id: "betamol"
    name: "betamol"
    atc: [{code: "N02BE01"}]
    rxcui: ["161"]
entries:
  - id: "painers"
    name: "painers"
    kind: "class"
    aliases: ["pain killers"]
    atc: ["M01A"]
    statements:
      - {at: "doc-000:10", printed_as: "painers", section: "S", status: "contraindicated", phases: ["third"], wording: "stated", setting: "pregnancy", claim: "Forbidden late.", gist: "forbidden late"}
  - id: "alphafen"
    name: "alphafen"
    kind: "ingredient"
    route: "oral"
    classes: [{id: "painers", basis: "general_knowledge", source: "ATC M01AE01"}]
  - id: "alpha-gel"
    name: "Alpha Gel"
    kind: "product"
    route: "topical"
    form: "gel"
    identity: {text: "alphafen on the skin", certainty: "likely"}
    aliases: ["Альфа гель"]
    contains: [{id: "alphafen", basis: "documents", source: "doc-000:12"}]
    classes: [{id: "painers", basis: "general_knowledge", source: "ATC M02AA13"}]
    confusable_with: [{name: "Beta duo", reason: "sounds alike"}, {name: "Gammafen", reason: "one letter"}]
    statements:
      - at: "doc-000:12"
        part: "b"
        printed_as: "Alpha gel"
        section: "S"
        status: "mentioned"
        phases: ["first", "second"]
        wording: "stated"
        setting: "pregnancy"
        covers: "some"
        speaker: "leaflet"
        reported_by: "forum"
        claim: "May be used."
        caveats: ["a little"]
      - {at: "doc-000:12", part: "a", printed_as: "Alpha gel", section: "S", status: "mentioned", phases: [], wording: "unspecified", setting: "general", claim: "Is a gel."}
      - {at: "doc-000:9", printed_as: "Alpha gel", section: "S", status: "mentioned", phases: ["lactation"], wording: "unspecified", setting: "postpartum", claim: "Is named."}
  - id: "beta-duo"
    name: "Beta duo"
    kind: "product"
    contains: [{id: "betamol", basis: "general_knowledge", source: "ATC N02BE51"}, {id: "alphafen", basis: "general_knowledge", source: "ATC N02BE51"}]
  - id: "beta-tabs"
    name: "Beta tabs"
    kind: "product"
    contains: [{id: "betamol", basis: "general_knowledge", source: "ATC N02BE01"}]
  - id: "all-medicines"
    name: "all medicines"
    kind: "class"
    advice: true
references:
  - id: "agency-painers"
    about: ["painers", "betamol"]
    routes: ["oral", "topical"]
    route: "by mouth or skin"
    positions:
      - {phase: "second", from_week: 20, to_week: 30, position: "only_if_needed"}
      - {phase: "third", from_week: 30, position: "avoid"}
      - {phase: "lactation", position: "acceptable"}
    text: "Not from week 30 on."
    authority: "Agency"
    country: "XX"
    date: "2020-10"
    document: "Safety Communication 1"
    read: "source"
    type: "guideline"
    gist: "from week 20"
    identifier: "SC 1"
    host: "agency.example"
    covers: "most"
looked_none_found:
  - {about: ["alphafen", "alpha-gel"], phases: ["lactation", "first"], searched: "the agency", date: "2026-11-25"}
`

func sampleFile() load.File { return load.File{Name: "sample.yaml", Data: []byte(sample)} }

// mustLoad loads what is expected to have no fault.
func mustLoad(t testing.TB, files ...load.File) *catalog.Dataset {
	t.Helper()
	ds, faults := load.Files(files...)
	if len(faults) > 0 {
		t.Fatalf("faults: %v", faults)
	}
	return ds
}

func entry(t testing.TB, ds *catalog.Dataset, id string) (int32, *catalog.Entry) {
	t.Helper()
	i := slices.IndexFunc(ds.Entries, func(e catalog.Entry) bool { return e.ID == id })
	if i < 0 {
		t.Fatalf("no entry %q", id)
	}
	return int32(i), &ds.Entries[i]
}

func TestSampleIsReadWhole(t *testing.T) {
	ds := mustLoad(t, sampleFile())
	if ds.Version != "2026.11.21" || !strings.HasPrefix(ds.Hash, "sha256:") || len(ds.Hash) != len("sha256:")+64 {
		t.Errorf("version %q, hash %q", ds.Version, ds.Hash)
	}
	wantDoc := catalog.Document{
		ID: "doc-000", File: "000_x.txt", Title: "Title", Summary: "A page.",
		Covers: []string{"pregnancy", "lactation"}, Lines: 100,
		Parts:       []catalog.Part{{Title: "Part", From: 1, To: 100, Kind: catalog.Article}},
		Disclaimers: []catalog.Disclaimer{{Line: 100, Text: "No advice."}},
	}
	if !reflect.DeepEqual(ds.Documents, []catalog.Document{wantDoc}) {
		t.Errorf("documents %+v", ds.Documents)
	}
	all, _ := entry(t, ds, "all-medicines")
	alpha, _ := entry(t, ds, "alphafen")
	duo, _ := entry(t, ds, "beta-duo")
	tabs, _ := entry(t, ds, "beta-tabs")
	class, painers := entry(t, ds, "painers")
	gel, e := entry(t, ds, "alpha-gel")
	if want := (catalog.Entry{
		ID: "alpha-gel", Name: "Alpha Gel", Kind: catalog.Product, Route: "topical", Form: "gel",
		Identity:    catalog.Identity{Text: "alphafen on the skin", Certainty: catalog.Likely},
		Aliases:     []string{"Альфа гель"},
		Ingredients: []catalog.Link{{ID: "alphafen", Index: 0, Basis: catalog.Documents, Source: "doc-000:12"}},
		Classes:     []catalog.Link{{ID: "painers", Index: class, Basis: catalog.GeneralKnowledge, Source: "ATC M02AA13"}},
		ATC:         []string{"M02AA13"},
		Confusable:  []catalog.Confusable{{Name: "Beta duo", Entry: duo, Reason: "sounds alike"}, {Name: "Gammafen", Entry: -1, Reason: "one letter"}},
		Statements: []catalog.Statement{
			{
				ID: "alpha-gel.000.9", Status: catalog.Mentioned, Phases: catalog.PhaseSet(catalog.Lactation), Setting: catalog.Postpartum,
				Speaker: catalog.Article, Claim: "Is named.", Source: catalog.Source{Line: 9, Section: "S", PrintedAs: "Alpha gel"},
			},
			{
				ID: "alpha-gel.000.12.a", Status: catalog.Mentioned, Setting: catalog.General,
				Speaker: catalog.Article, Claim: "Is a gel.", Source: catalog.Source{Line: 12, Section: "S", PrintedAs: "Alpha gel"},
			},
			{
				ID: "alpha-gel.000.12.b", Status: catalog.Mentioned, Phases: catalog.PhaseSet(catalog.First, catalog.Second), Stated: true,
				Covers: catalog.Some, Speaker: catalog.Leaflet, ReportedBy: catalog.Forum,
				Claim: "May be used.", Caveats: []string{"a little"}, Source: catalog.Source{Line: 12, Section: "S", PrintedAs: "Alpha gel"},
			},
		},
		Looked: []catalog.Looked{
			{Phase: catalog.First, Searched: "the agency", Date: "2026-11-25"},
			{Phase: catalog.Lactation, Searched: "the agency", Date: "2026-11-25"},
		},
	}); !reflect.DeepEqual(*e, want) {
		t.Errorf("entry\n got %+v\nwant %+v", *e, want)
	}
	if want := []int32{gel, alpha}; !reflect.DeepEqual(painers.Members, want) {
		t.Errorf("members %v, want %v", painers.Members, want)
	}
	if want := []catalog.Substance{
		{
			ID: "alphafen", Name: "alphafen", RxCUI: []string{"5640"}, Entry: alpha, Products: []int32{gel, duo},
			ATC: []catalog.Code{{Code: "M01AE01", Route: "oral"}, {Code: "M02AA13", Route: "topical"}},
		},
		{ID: "betamol", Name: "betamol", ATC: []catalog.Code{{Code: "N02BE01"}}, RxCUI: []string{"161"}, Entry: -1, Products: []int32{duo, tabs}},
	}; !reflect.DeepEqual(ds.Substances, want) {
		t.Errorf("substances\n got %+v\nwant %+v", ds.Substances, want)
	}
	if want := []catalog.Reference{{
		ID: "agency-painers", Substances: []int32{1}, Entries: []int32{class}, Covers: catalog.Most, Routes: []string{"oral", "topical"}, RouteNote: "by mouth or skin",
		Positions: []catalog.RefPosition{
			{Phase: catalog.Second, FromWeek: 20, ToWeek: 30, Position: catalog.OnlyIfNeeded},
			{Phase: catalog.Third, FromWeek: 30, Position: catalog.Avoid},
			{Phase: catalog.Lactation, Position: catalog.Acceptable},
		},
		Text: "Not from week 30 on.", Gist: "from week 20", Authority: "Agency", Country: "XX", Type: catalog.Guideline, Date: "2020-10",
		Document: "Safety Communication 1", Identifier: "SC 1", Host: "agency.example", Read: "source",
	}}; !reflect.DeepEqual(ds.References, want) {
		t.Errorf("references\n got %+v\nwant %+v", ds.References, want)
	}
	if want := []catalog.Name{
		{Key: "allmedicines", Text: "all medicines", Entry: all},
		{Key: "alphafen", Text: "alphafen", Entry: alpha},
		{Key: "alphagel", Text: "Alpha Gel", Entry: gel},
		{Key: "betaduo", Text: "Beta duo", Entry: duo},
		{Key: "betatabs", Text: "Beta tabs", Entry: tabs},
		{Key: "m01a", Text: "M01A", Entry: class, Kind: catalog.CodeName},
		{Key: "m01ae01", Text: "M01AE01", Entry: alpha, Kind: catalog.CodeName},
		{Key: "m02aa13", Text: "M02AA13", Entry: gel, Kind: catalog.CodeName},
		{Key: "n02be01", Text: "N02BE01", Entry: tabs, Kind: catalog.CodeName},
		{Key: "painers", Text: "painers", Entry: class},
		{Key: "painkillers", Text: "pain killers", Entry: class, Kind: catalog.AliasName},
		{Key: "rxcui161", Text: "rxcui:161", Entry: tabs, Kind: catalog.CodeName},
		{Key: "rxcui5640", Text: "rxcui:5640", Entry: alpha, Kind: catalog.CodeName},
		{Key: "альфагель", Text: "Альфа гель", Entry: gel, Kind: catalog.AliasName},
	}; !reflect.DeepEqual(ds.Names, want) {
		t.Errorf("names\n got %+v\nwant %+v", ds.Names, want)
	}
}

// TestFaults changes the sample in one place each and expects exactly the
// faults that this makes, each at the changed place.
func TestFaults(t *testing.T) {
	// A statement to hang faults on.
	const st = `{at: "doc-000:10", printed_as: "painers", section: "S", status: "contraindicated", phases: ["third"], wording: "stated", setting: "pregnancy", claim: "Forbidden late.", gist: "forbidden late"}`
	set := func(key, value string) []string { // one key of the statement
		i := strings.Index(st, key+": ")
		rest := st[i+len(key)+2:]
		end := strings.Index(rest, `, `)
		if end < 0 {
			end = len(rest) - 1
		}
		return []string{st, st[:i] + key + ": " + value + rest[end:]}
	}
	one := func(edit ...string) []string { return edit }
	for _, c := range []struct {
		name string
		edit []string
		want []string // "line:column: message", the message from its start
	}{
		{"unknown key of a file", one("references:", "referrals:"), []string{`72:1: unknown key "referrals" of a file: known are version, documents, substances, entries, references, looked_none_found, brand_sources, other_substances, brands`}},
		{"unknown key of a document", one(`title: "Title"`, `titel: "Title"`), []string{`4:5: a document needs the key "title"`, `6:5: unknown key "titel" of a document`}},
		{"unknown key of a statement", one(`part: "b"`, `portion: "b"`), []string{`46:9: unknown key "portion" of a statement`}},
		{"duplicate key", one(`form: "gel"`, `route: "topical"`), []string{`38:5: duplicate key "route", first on line 37`}},
		{"null value", one(`form: "gel"`, `form:`), []string{`38:10: null: give a value`}},
		{"null tilde", one(`form: "gel"`, `form: ~`), []string{`38:11: null: give a value`}},
		{"null item", one(`["pain killers"]`, `["pain killers", null]`), []string{`25:31: null: give a value`}},
		{"empty item", one(`["pain killers"]`, `["pain killers", ]`), nil}, // a trailing comma is no item
		{"null entry", one("  - id: \"painers\"", "  -\n  - id: \"painers\""), []string{`22:4: null`}},
		{"null list", one(`aliases: ["pain killers"]`, `aliases:`), []string{`25:13: null`}},
		{"number for a text", one(`name: "Alpha Gel"`, `name: 7`), []string{`35:11: want a text, not the number "7": put it in quotes`}},
		{"truth value for a text", one(`name: "Alpha Gel"`, `name: true`), []string{`35:11: want a text, not the truth value "true"`}},
		{"bare date", one(`date: "2020-10"`, `date: 2020-10-15`), []string{`84:11: want a text, not the bare date "2020-10-15"`}},
		{"list for a text", one(`name: "Alpha Gel"`, `name: ["x"]`), []string{`35:11: want a text, not a list`}},
		{"text for a list", one(`aliases: ["pain killers"]`, `aliases: "x"`), []string{`25:14: want a list, not the text "x"`}},
		{"mapping for a list", one(`aliases: ["pain killers"]`, `aliases: {a: "x"}`), []string{`25:14: want a list, not a mapping`}},
		{"text for a mapping", one(`identity: {text: "alphafen on the skin", certainty: "likely"}`, `identity: "x"`), []string{`39:15: an identity is a mapping, not the text "x"`}},
		{"text for a number", one(`lines: 100`, `lines: "100"`), []string{`9:12: want a number, not the text "100"`}},
		{"number with a leading zero", one(`lines: 100`, `lines: 0100`), []string{`9:12: want a number from 1 to 10000000, not "0100"`}},
		{"number with underscores", one(`lines: 100`, `lines: 1_00`), []string{`9:12: want a number from 1`}},
		{"hexadecimal number", one(`lines: 100`, `lines: 0x64`), []string{`9:12: want a number from 1`}},
		{"number too large", one(`lines: 100`, `lines: 99999999999999999999`), []string{`9:12: want a number, not the number "99999999999999999999"`}},
		{"zero lines", one(`lines: 100`, `lines: 0`), []string{`9:12: want a number from 1`}},
		{"text for a truth value", one(`advice: true`, `advice: "true"`), []string{`71:13: want true or false, not the text "true"`}},
		{"yes for a truth value", one(`advice: true`, `advice: yes`), []string{`71:13: want true or false, not the text "yes"`}},
		{"capital truth value", one(`advice: true`, `advice: True`), []string{`71:13: want true or false, not "True"`}},
		{"number for a word", set("status", `5`), []string{`28:73: want a status, not the number "5": put it in quotes`}},
		{"number for a route", one(`route: "oral"`+"\n", `route: 7`+"\n"), []string{`32:12: want a route, not the number "7"`}},
		{"number for a phase", set("phases", `[1]`), []string{`28:101: want a phase, not the number "1"`}},
		{"number for a code", one(`rxcui: ["161"]`, `rxcui: [161]`), []string{`20:13: want a text, not the number "161"`}},
		{"text for a document", one("substances:", "  - \"x\"\nsubstances:"), []string{`12:5: a document is a mapping, not the text "x"`}},
		{"text for a part", one(`parts: [`, `parts: ["x", `), []string{`10:13: a part is a mapping`}},
		{"text for a substance", one("entries:", "  - \"x\"\nentries:"), []string{`21:5: a substance is a mapping`}},
		{"text for a code", one(`atc: [{code: "N02BE01"}]`, `atc: ["N02BE01"]`), []string{`19:11: an ATC code is a mapping`}},
		{"text for an entry", one("references:", "  - \"x\"\nreferences:"), []string{`72:5: an entry is a mapping`}},
		{"text for a statement", one(st, `"x"`), []string{`28:9: a statement is a mapping`}},
		{"text for a reference", one("references:", "references:\n  - \"x\""), []string{`73:5: a reference is a mapping`}},
		{"text for a position", one(`{phase: "lactation", position: "acceptable"}`, `"x"`), []string{`80:9: a position is a mapping`}},
		{"complex key", one(`advice: true`, `? ["a"]`+"\n    : true"), []string{`71:7: a key of an entry is a word, not a list`}},
		{"empty text", one(`name: "Alpha Gel"`, `name: ""`), []string{`35:11: an empty text`}},
		{"white space around a text", one(`name: "Alpha Gel"`, `name: "Alpha Gel "`), []string{`35:11: white space before or after the text "Alpha Gel "`}},
		{"text over two lines", one(`name: "Alpha Gel"`, "name: \"Alpha\\nGel\""), []string{`35:11: the control character U+000A in the text "Alpha\nGel"`}},
		{"escape sequence", one(`name: "Alpha Gel"`, `name: "Alpha\e[2J"`), []string{`35:11: the control character U+001B in the text "Alpha\x1b[2J"`}},
		{"bidirectional override", one(`name: "Alpha Gel"`, `name: "Alpha\u202eleG"`), []string{`35:11: the control character U+202E`}},
		{"text too long", one(`claim: "Is a gel."`, `claim: "`+strings.Repeat("x", 5000)+`"`), []string{`58:162: a text of 5000 bytes: the limit is 4096`}},
		{"alias and anchor", one(`name: "Alpha Gel"`, `name: &a "Alpha Gel"`, `"Beta tabs"`, `*a`), []string{`35:11: a YAML anchor`, `65:11: a YAML alias`}},
		{"merge key", one(`advice: true`, `<<: {advice: true}`), []string{`71:5: unknown key "<<" of an entry`}},
		{"tag", one(`name: "Alpha Gel"`, `name: !!str "Alpha Gel"`), []string{`35:11: the YAML tag "!!str"`}},
		{"binary tag", one(`name: "Alpha Gel"`, `name: !!binary "QQ=="`), []string{`35:11: the YAML tag "!!binary"`}},

		{"version missing", one("version: \"2026.11.21\"\n", ""), []string{`dataset: no file states a version`}},
		{"version of an odd form", one(`version: "2026.11.21"`, `version: "v 1"`), []string{`2:10: "v 1" is not a valid version`}},
		{"bad id", one(`id: "beta-tabs"`, `id: "Beta_tabs"`), []string{`64:9: "Beta_tabs" is not a valid id`}},
		{"duplicate document", one("substances:", dupDocument+"\nsubstances:"), []string{`12:10: duplicate document id "doc-000", first in sample.yaml:4:9`, `12:27: the file "000_x.txt" is also that of the document in sample.yaml:5:11`}},
		{"one file twice", one("substances:", strings.Replace(dupDocument, "doc-000", "doc-001", 1)+"\nsubstances:"), []string{`12:27: the file "000_x.txt" is also that of the document in sample.yaml:5:11`}},
		{"duplicate substance", one(`id: "betamol"`, `id: "alphafen"`), []string{`17:9: duplicate substance id "alphafen", first in sample.yaml:13:9`, `63:90: the link to "alphafen" repeats`, `74:24: unknown substance or entry "betamol"`}},
		{"duplicate entry", one(`id: "beta-tabs"`, `id: "beta-duo"`), []string{`64:9: duplicate entry id "beta-duo", first in sample.yaml:60:9`}},
		{"duplicate reference", one("references:", "references:\n  - {id: \"agency-painers\", about: [\"betamol\"], route: \"any\", positions: [], text: \"t\", authority: \"a\", country: \"c\", document: \"d\", type: \"label\", read: \"quoted\"}"), []string{`74:9: duplicate reference id`}},
		{"name taken", one(`name: "Beta tabs"`, `name: "alpha-gel"`), []string{`65:11: the name "alpha-gel" is already that of "alpha-gel", as "Alpha Gel" in sample.yaml:35:11`}},
		{"alias taken", one(`["pain killers"]`, `["BÉTA duo"]`), []string{`25:15: the name "BÉTA duo" is already that of "beta-duo", as "Beta duo" in sample.yaml:61:11`}},
		{"id taken", one(`["pain killers"]`, `["betatabs"]`), []string{`25:15: the name "betatabs" is already that of "beta-tabs", as "Beta tabs" in sample.yaml:65:11`}},
		{"name repeats", one(`["pain killers"]`, `["pain killers", "Pain-Killers"]`), []string{`25:31: the name "Pain-Killers" repeats "pain killers", in sample.yaml:25:15`}},
		{"alias is the name", one(`["pain killers"]`, `["PAINERS"]`), []string{`25:15: the name "PAINERS" repeats "painers"`}},
		{"name of signs alone", one(`["pain killers"]`, `["+++"]`), []string{`25:15: the name "+++" has no letter or digit`}},
		{"name is a code", one(`["pain killers"]`, `["M02-AA13"]`), []string{`25:15: the name "M02-AA13" is also the code M02AA13 of "alpha-gel"`}},
		{"unknown substance", one(`contains: [{id: "alphafen"`, `contains: [{id: "alphafon"`), []string{`41:21: unknown substance "alphafon": known are alphafen, betamol`}},
		{"unknown class", one(`classes: [{id: "painers", basis: "general_knowledge", source: "ATC M02AA13"}]`, `classes: [{id: "painer", basis: "general_knowledge", source: "ATC M02AA13"}]`), []string{`42:20: unknown class "painer"`}},
		{"class of another kind", one(`classes: [{id: "painers", basis: "general_knowledge", source: "ATC M02AA13"}]`, `classes: [{id: "beta-duo", basis: "general_knowledge", source: "ATC M02AA13"}]`), []string{`42:20: "beta-duo" is of the kind product, not a class`}},
		{"class of itself", one(`advice: true`, `classes: [{id: "all-medicines", basis: "general_knowledge", source: "x"}]`), []string{`71:20: "all-medicines" belongs to itself`}},
		{
			"classes in a ring", one(`advice: true`, `classes: [{id: "painers", basis: "general_knowledge", source: "x"}]`, `atc: ["M01A"]`, `classes: [{id: "all-medicines", basis: "general_knowledge", source: "x"}]`),
			[]string{`22:5: classes in a ring: "painers" belongs to "all-medicines", which belongs to it in turn`},
		},
		{"entry that contains itself", one("  - id: \"alphafen\"\n    name: \"alphafen\"\n    kind: \"ingredient\"", "  - id: \"alphafen\"\n    name: \"alphafen\"\n    kind: \"ingredient\"\n    contains: [{id: \"alphafen\", basis: \"general_knowledge\", source: \"x\"}]"), []string{`32:21: "alphafen" contains itself`}},
		{"link twice", one(`{id: "betamol", basis: "general_knowledge", source: "ATC N02BE51"}, {id: "alphafen"`, `{id: "betamol", basis: "general_knowledge", source: "ATC N02BE51"}, {id: "betamol"`), []string{`63:89: the link to "betamol" repeats`}},
		{"link without a place", one(`basis: "documents", source: "doc-000:12"`, `basis: "documents", source: "the page"`), []string{`41:61: a link with the basis documents needs a place as its source`}},
		{"link to a line beyond", one(`basis: "documents", source: "doc-000:12"`, `basis: "documents", source: "doc-000:101"`), []string{`41:61: line 101 is beyond the 100 lines of doc-000`}},
		{"link to an unknown document", one(`basis: "documents", source: "doc-000:12"`, `basis: "documents", source: "doc-009:12"`), []string{`41:61: unknown document "doc-009": known are doc-000`}},
		{"class with the id of a substance", one(`id: "betamol"`, `id: "painers"`, `{id: "betamol", basis: "general_knowledge", source: "ATC N02BE51"}`, `{id: "painers", basis: "general_knowledge", source: "x"}`, `{id: "betamol", basis: "general_knowledge", source: "ATC N02BE01"}`, `{id: "painers", basis: "general_knowledge", source: "x"}`, `"painers", "betamol"`, `"painers"`), []string{`22:9: the class "painers" has the id of the substance in sample.yaml:17:5`}},
		{"unknown kind", one(`kind: "ingredient"`, `kind: "drug"`), []string{`31:11: unknown kind "drug": one of ingredient, product, class, remedy`}},
		{"unknown route", one(`route: "oral"`+"\n", `route: "nasal"`+"\n"), []string{`32:12: unknown route "nasal": one of oral, topical, injection, rectal`}},
		{"unknown certainty", one(`certainty: "likely"`, `certainty: "maybe"`), []string{`39:57: unknown certainty "maybe": one of sure, likely, guess`}},
		{"unknown basis", one(`basis: "documents"`, `basis: "hearsay"`), []string{`41:40: unknown basis "hearsay": one of documents, general_knowledge`}},
		{"codes of a product", one(`form: "gel"`, `atc: ["M02AA13"]`), []string{`38:11: only a class or a combination states its own ATC codes`}},
		{"ATC code of an odd form", one(`atc: ["M01A"]`, `atc: ["M1A"]`), []string{`26:11: "M1A" is not a valid ATC code`}},
		{"ATC code twice", one(`atc: ["M01A"]`, `atc: ["M01A", "M01A"]`), []string{`26:10: the ATC code "M01A" repeats`}},
		{"ATC code of a substance twice", one(`{code: "M02AA13", route: "topical"}`, `{code: "M01AE01"}`), []string{`15:45: the ATC code "M01AE01" repeats`}},
		{"RxCUI with letters", one(`rxcui: ["161"]`, `rxcui: ["0161x"]`), []string{`20:13: "0161x" is not a valid RxCUI`}},
		{"RxCUI twice", one(`rxcui: ["161"]`, `rxcui: ["161", "161"]`), []string{`20:20: the RxCUI "161" repeats`}},
		{"confusable with itself", one(`{name: "Gammafen"`, `{name: "alpha-gel"`), []string{`43:74: "alpha-gel" is a name of this very entry`}},

		{"file in a folder", one(`file: "000_x.txt"`, `file: "../000_x.txt"`), []string{`5:11: "../000_x.txt" is not a valid file name`}},
		{"unknown setting", one(`covers: ["pregnancy", "lactation"]`, `covers: ["pregnancy", "birth"]`), []string{`8:27: unknown setting "birth": one of pregnancy, lactation, postpartum, general`}},
		{"setting twice", one(`covers: ["pregnancy", "lactation"]`, `covers: ["pregnancy", "pregnancy"]`), []string{`8:27: the setting "pregnancy" repeats`}},
		{"part beyond the document", one(`to: 100`, `to: 101`), []string{`10:13: the part "Part" ends at line 101, beyond the document's 100`}},
		{"part that ends first", one(`from: 1, to: 100`, `from: 9, to: 8`), []string{`10:13: the part ends before it begins: lines 9 to 8`}},
		{"part of an unknown kind", one(`kind: "article"`, `kind: "essay"`), []string{`10:53: unknown kind of part "essay": one of article, leaflet, forum, doctor, reader`}},
		{"disclaimer beyond the document", one(`{line: 100,`, `{line: 101,`), []string{`11:19: a disclaimer on line 101, beyond the document's 100`}},

		{"place of an odd form", set("at", `"doc-000/10"`), []string{`28:14: "doc-000/10" is not a valid place`}},
		{"line zero", set("at", `"doc-000:0"`), []string{`28:14: "doc-000:0" is not a valid place`}},
		{"unknown document", set("at", `"doc-009:10"`), []string{`28:14: unknown document "doc-009": known are doc-000`}},
		{"line beyond", set("at", `"doc-000:101"`), []string{`28:14: line 101 is beyond the 100 lines of doc-000`}},
		{"statement missing keys", one(st, `{at: "doc-000:10"}`), []string{
			`28:9: a statement needs the key "printed_as"`, `28:9: a statement needs the key "section"`, `28:9: a statement needs the key "status"`,
			`28:9: a statement needs the key "phases"`, `28:9: a statement needs the key "wording"`, `28:9: a statement needs the key "setting"`, `28:9: a statement needs the key "claim"`,
		}},
		{"unknown status", set("status", `"banned"`), []string{`28:73: unknown status "banned": one of not_stated, mentioned,`}},
		{"not stated", set("status", `"not_stated"`), []string{`28:73: not_stated is what a phase without statements shows`}},
		{"unknown phase", set("phases", `["fourth"]`), []string{`28:101: unknown phase "fourth": one of first, second, third, lactation, pregnancy`}},
		{"phase twice", one(`phases: ["third"]`, `phases: ["pregnancy", "third"]`), []string{`28:114: the phase "third" repeats`}},
		{"no phases", set("phases", `[]`), []string{`28:100: no phases: only the setting general may have an empty list`}},
		{"unknown wording", set("wording", `"said"`), []string{`28:120: unknown wording "said": one of stated, unspecified`}},
		{"a trimester, unspecified", set("wording", `"unspecified"`), []string{`28:100: some trimesters with the wording unspecified`}},
		{"postpartum position without lactation", set("setting", `"postpartum"`), []string{`28:100: a position in a passage on the time after childbirth`}},
		{"postpartum position with lactation", one(`phases: ["third"], wording: "stated", setting: "pregnancy"`, `phases: ["lactation"], wording: "stated", setting: "postpartum"`), nil},
		{"unknown quantifier", one(`covers: "some"`, `covers: "few"`), []string{`53:17: unknown quantifier "few": one of all, most, some`}},
		{"unknown speaker", one(`speaker: "leaflet"`, `speaker: "nurse"`), []string{`54:18: unknown speaker "nurse": one of article, leaflet, forum, doctor, reader`}},
		{"empty claim", set("claim", `""`), []string{`28:159: an empty text`}},
		{"unwanted word", set("claim", `"Said to be Safe."`), []string{`28:159: the word "Safe": say what the passage states instead`}},
		{"unwanted word in a caveat", one(`caveats: ["a little"]`, `caveats: ["used safely"]`), []string{`57:19: the word "safely"`}},
		{"unwanted word in a reference", one(`text: "Not from week 30 on."`, `text: "the safest"`), []string{`81:11: the word "safest"`}},
		{"words that hold it", set("claim", `"Safety, unsafe, safeguards."`), nil},
		{"second statement on a line", one(`part: "a"`, `part: "b"`), []string{`58:9: a second statement of "alpha-gel" on this line, the first in sample.yaml:45:9: give each a part`}},

		{"reference about nothing", one(`about: ["painers", "betamol"]`, `about: []`), []string{`73:5: the reference is about nothing`}},
		{"reference about the unknown", one(`about: ["painers", "betamol"]`, `about: ["painers", "gammamol"]`), []string{`74:24: unknown substance or entry "gammamol"`}},
		{"reference about a product by another route", one(`about: ["painers", "betamol"]`, `about: ["alpha-gel"]`, `routes: ["oral", "topical"]`, `routes: ["oral", "rectal"]`), []string{`74:13: "alpha-gel" is on the skin, and the reference does not speak of that route`}},
		{"reference of an unknown type", one(`type: "guideline"`, `type: "blog"`), []string{`87:11: unknown type of reference "blog": one of regulator, guideline, reference_work, label`}},
		{"reference without a type", one("    type: \"guideline\"\n", ""), []string{`73:5: a reference needs the key "type"`}},
		{"gist of a reference too long", one(`gist: "from week 20"`, `gist: "`+strings.Repeat("x", 41)+`"`), []string{`88:11: a gist of 41 cells: the limit is 40`}},
		{"unwanted word in a gist", one(`gist: "from week 20"`, `gist: "safe"`), []string{`88:11: the word "safe"`}},
		{"search in vain for the unknown", one(`["alphafen", "alpha-gel"]`, `["alphafen", "nobody"]`), []string{`93:26: unknown entry "nobody"`}},
		{"search in vain twice", one(`["alphafen", "alpha-gel"]`, `["alphafen", "alphafen"]`), []string{`93:26: a second search in vain for "alphafen" in the phase "first"`, `93:26: a second search in vain for "alphafen" in the phase "lactation"`}},
		{"search in vain in no phase", one(`phases: ["lactation", "first"]`, `phases: []`), []string{`93:5: a search in vain is about at least one phase`}},
		{"search in vain on no day", one(`date: "2026-11-25"`, `date: "2026-11-31"`), []string{`93:102: "2026-11-31" is not a valid date`}},
		{"reference about one thing twice", one(`about: ["painers", "betamol"]`, `about: ["painers", "painers"]`), []string{`74:24: "painers" repeats`}},
		{"reference with an unknown route", one(`routes: ["oral", "topical"]`, `routes: ["oral", "skin"]`), []string{`75:22: unknown route "skin"`}},
		{"reference with a route twice", one(`routes: ["oral", "topical"]`, `routes: ["oral", "oral"]`), []string{`75:22: the route "oral" repeats`}},
		{"unknown position", one(`position: "avoid"`, `position: "never"`), []string{`79:51: unknown position "never": one of no_data, acceptable, caution, only_if_needed, avoid, contraindicated`}},
		{"position twice", one(`{phase: "lactation", position: "acceptable"}`, `{phase: "third", from_week: 30, position: "avoid"}`), []string{`80:9: the position repeats`}},
		{"weeks of lactation", one(`{phase: "lactation",`, `{phase: "lactation", from_week: 3,`), []string{`80:9: weeks of a phase that is not counted in weeks: lactation`}},
		{"weeks back to front", one(`from_week: 20, to_week: 30`, `from_week: 20, to_week: 20`), []string{`78:9: the weeks end before they begin: 20 to 20`}},
		{"weeks before the trimester", one(`from_week: 20, to_week: 30`, `from_week: 2, to_week: 14`), []string{`78:9: weeks outside the second trimester, which is weeks 14 to 27`}},
		{"weeks after the trimester", one(`from_week: 20, to_week: 30`, `from_week: 28, to_week: 30`), []string{`78:9: weeks outside the second trimester`}},
		{"no such week", one(`from_week: 20, to_week: 30`, `from_week: 20, to_week: 43`), []string{`78:51: want a number from 1 to 42, not "43"`}},
		{"date of an odd form", one(`date: "2020-10"`, `date: "10/2020"`), []string{`84:11: "10/2020" is not a valid date: want yyyy, yyyy-mm or yyyy-mm-dd`}},
		{"date of an odd length", one(`date: "2020-10"`, `date: "20201"`), []string{`84:11: "20201" is not a valid date`}},
		{"date that does not exist", one(`date: "2020-10"`, `date: "2021-02-29"`), []string{`84:11: "2021-02-29" is not a valid date`}},
		{"unknown way of reading", one(`read: "source"`, `read: "heard"`), []string{`86:11: unknown way of reading "heard": one of source, copy, quoted`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.NewReplacer(c.edit...).Replace(sample)
			if text == sample {
				t.Fatal("the edit changes nothing")
			}
			ds, faults := load.Files(load.File{Name: "sample.yaml", Data: []byte(text)})
			if (ds == nil) != (len(faults) > 0) {
				t.Errorf("dataset %v with %d faults", ds != nil, len(faults))
			}
			for i, f := range faults {
				got := strings.TrimPrefix(f.Error(), "sample.yaml:")
				if i >= len(c.want) || !strings.HasPrefix(got, c.want[i]) {
					t.Errorf("fault %s", got)
				}
			}
			if len(faults) < len(c.want) {
				t.Errorf("%d faults, want %d", len(faults), len(c.want))
			}
		})
	}
}

const dupDocument = `  - {id: "doc-000", file: "000_x.txt", title: "T", summary: "s", covers: [], lines: 1}`

func TestEveryFaultIsReported(t *testing.T) {
	a := load.File{Name: "a.yaml", Data: []byte("version: \"1\"\nentries:\n  - {id: \"A\", name: 1, kind: \"x\"}\n  - {id: \"b\"}\n")}
	b := load.File{Name: "b.yaml", Data: []byte("version: \"2\"\nwhat: 1\n")}
	c := load.File{Name: "c.yaml", Data: []byte("entries: [\n")}
	_, faults := load.Files(c, a, b)
	var got []string
	for _, f := range faults {
		got = append(got, f.Error())
	}
	want := []string{
		`a.yaml:3:10: "A" is not a valid id: want lower-case letters, digits and single hyphens, at most 64`,
		`a.yaml:3:21: want a text, not the number "1": put it in quotes`,
		`a.yaml:3:30: unknown kind "x": one of ingredient, product, class, remedy`,
		`a.yaml:4:5: an entry needs the key "name"`,
		`a.yaml:4:5: an entry needs the key "kind"`,
		`b.yaml:2:1: unknown key "what" of a file: known are version, documents, substances, entries, references, looked_none_found, brand_sources, other_substances, brands`,
		`c.yaml:1: is not YAML: did not find expected node content`,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestHintsOfUnknownIDs: few ids are listed, many are not.
func TestHintsOfUnknownIDs(t *testing.T) {
	for n, want := range map[int]string{
		0: `unknown substance "x": the dataset holds no substances`,
		1: `unknown substance "x": known are s0`,
		8: `unknown substance "x": known are s0, s1, s2, s3, s4, s5, s6, s7`,
		9: `unknown substance "x"`,
	} {
		text := "version: \"1\"\nsubstances:\n"
		if n == 0 {
			text = "version: \"1\"\n"
		}
		for i := range n {
			text += fmt.Sprintf("  - {id: \"s%d\", name: \"s%d\"}\n", i, i)
		}
		text += "entries:\n  - {id: \"e\", name: \"e\", kind: \"product\", contains: [{id: \"x\", basis: \"general_knowledge\", source: \"y\"}]}\n"
		_, faults := load.Files(load.File{Name: "a.yaml", Data: []byte(text)})
		if len(faults) != 1 || faults[0].Message != want {
			t.Errorf("%d substances: %v", n, faults)
		}
	}
}

// TestManyFullFiles: the limit of values is that of the whole dataset.
func TestManyFullFiles(t *testing.T) {
	const n = load.MaxItems/4 - 12 // and the 12 values around them
	var files []load.File
	for i := range 5 {
		var b strings.Builder
		fmt.Fprintf(&b, "# %s\nentries: [{id: \"e%d\", name: \"e%d\", kind: \"product\", aliases: [", strings.Repeat(",", n), i, i)
		for k := range n {
			fmt.Fprintf(&b, "\"a %d %d\",", i, k)
		}
		files = append(files, load.File{Name: fmt.Sprint(i, ".yaml"), Data: []byte(b.String() + "]}]\n")})
	}
	_, faults := load.Files(files...)
	if len(faults) != 1 || faults[0].Error() != "4.yaml: holds 187500 values; the limit for all files together is 750000" {
		t.Errorf("%v", faults)
	}
}

func TestTwoVersions(t *testing.T) {
	_, faults := load.Files(
		load.File{Name: "b.yaml", Data: []byte("version: \"1\"\n")},
		load.File{Name: "a.yaml", Data: []byte("version: \"1\"\n")})
	if len(faults) != 1 || faults[0].Error() != "b.yaml:1:10: a second version: the first is in a.yaml:1:10" {
		t.Errorf("%v", faults)
	}
}

// TestFaultyVersions: a version that is none is one fault at its place, and
// none about a second or a missing one.
func TestFaultyVersions(t *testing.T) {
	_, faults := load.Files(
		load.File{Name: "a.yaml", Data: []byte("version: \"no version\"\n")},
		load.File{Name: "b.yaml", Data: []byte("version: \"neither this\"\n")},
		load.File{Name: "c.yaml", Data: []byte("version: \"1\"\n")})
	var places []string
	for _, f := range faults {
		places = append(places, fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column))
	}
	if want := []string{"a.yaml:1:10", "b.yaml:1:10"}; !reflect.DeepEqual(places, want) {
		t.Errorf("faults at %v, want %v: %v", places, want, faults)
	}
	for _, f := range faults {
		if strings.Contains(f.Message, "second version") || strings.Contains(f.Message, "states a version") {
			t.Errorf("a fault that follows from another: %v", f)
		}
	}
}

func TestFaultError(t *testing.T) {
	for want, f := range map[string]load.Fault{
		"a.yaml: m":                {File: "a.yaml", Message: "m"},
		"a.yaml:2: m":              {File: "a.yaml", Line: 2, Message: "m"},
		"a.yaml:2:3: m":            {File: "a.yaml", Line: 2, Column: 3, Message: "m"},
		"a\uFFFD[2J\uFFFD.yaml: m": {File: "a\x1b[2J\u202e.yaml", Message: "m"},
	} {
		if f.Error() != want {
			t.Errorf("got %q, want %q", f.Error(), want)
		}
	}
}

func utf16le(s string) string {
	var b []byte
	for _, c := range utf16.Encode([]rune(s)) {
		b = append(b, byte(c), byte(c>>8))
	}
	return string(b)
}

func TestWholeFileFaults(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"empty", "", `x.yaml: is empty: leave the file out, or give it a key such as "entries"`},
		{"comment only", "# nothing\n", `x.yaml: is empty: leave the file out, or give it a key such as "entries"`},
		{"bare document", "---\n", "x.yaml:2:1: null"},
		{"empty mapping", "{}\n", "x.yaml:1:1: the file holds nothing"},
		{"list", "- a\n", "x.yaml:1:1: a file is a mapping, not a list"},
		{"text", "hello\n", `x.yaml:1:1: a file is a mapping, not the text "hello"`},
		{"second document", "version: \"1\"\n---\nversion: \"2\"\n", "x.yaml:2:1: a second YAML document: a file holds one"},
		{"second document, broken", "version: \"1\"\n---\n[", "x.yaml:3: is not YAML: did not find expected node content"},
		{"not UTF-8", "version: \"\xff\"\n", "x.yaml: is not text in UTF-8"},
		{"UTF-16", utf16le("\ufeffentries: [" + strings.Repeat("a,", load.MaxItems) + "]"), "x.yaml: is not text in UTF-8"},
		{"too many empty values", "entries: {" + strings.Repeat("a,", load.MaxItems*2/3) + "}", "x.yaml: holds 1000003 values; the limit for all files together is 750000"},
		{"line separators", "entries:\u2028" + strings.Repeat("-\u2028", load.MaxItems), "x.yaml: may hold 750003 values"},
		{"NUL", "version: \"\x00\"\n", "x.yaml: is not YAML: control characters are not allowed"},
		{"tab indent", "entries:\n\t- a\n", "x.yaml:2: is not YAML: found character that cannot start any token"},
		{"unknown alias", "version: *a\n", `x.yaml: is not YAML: unknown anchor 'a' referenced`},
		{"too large", "# " + strings.Repeat("x", load.MaxFileSize), "x.yaml: is larger than 16 MiB"},
		{"too many values", "entries: [" + strings.Repeat("a,", load.MaxItems) + "]", "x.yaml: may hold 750003 values; the limit for all files together is 750000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ds, faults := load.Files(load.File{Name: "x.yaml", Data: []byte(c.data)})
			if ds != nil || len(faults) == 0 {
				t.Fatalf("dataset %v, faults %v", ds, faults)
			}
			i := slices.IndexFunc(faults, func(f load.Fault) bool { return strings.HasPrefix(f.Error(), c.want) })
			if i < 0 {
				t.Errorf("got %v\nwant %s", faults, c.want)
			}
		})
	}
}

// TestBombs feeds what grows or nests without bound and expects a fault, soon
// and in bounded memory.
func TestBombs(t *testing.T) {
	laughs := "a: &a [\"x\",\"x\",\"x\",\"x\",\"x\",\"x\",\"x\",\"x\",\"x\"]\n"
	for c := 'b'; c <= 'p'; c++ {
		laughs += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c,", c-1), 9), ","))
	}
	for _, c := range []struct{ name, data, want string }{
		{"billion laughs", laughs, "a YAML alias"},
		{"anchor within itself", "entries: &a [*a]\n", "a YAML anchor"},
		{"flow lists", "entries: " + strings.Repeat("[", 9000) + strings.Repeat("]", 9000), "nested more than 20 levels deep"},
		{"open flow lists", strings.Repeat("[", 150_000), "is not YAML: exceeded max depth"},
		{"open flow mappings", strings.Repeat("{", 1<<20), "may hold 1048577 values"},
		{"flow mappings", "entries: " + strings.Repeat("{a: ", 9000) + strings.Repeat("}", 9000), "nested more than 20 levels deep"},
		{"block lists", strings.Repeat("- ", 9000) + "a\n", "nested more than 20 levels deep"},
		{"more block lists", strings.Repeat("- ", 150_000) + "a\n", "is not YAML: exceeded max depth"},
		{"keys of keys", strings.Repeat("? ", 9000) + "a\n", "nested more than 20 levels deep"},
		{"one long text", "version: \"" + strings.Repeat("x", 15<<20) + "\"\n", "a text of"},
		{"a long run of keys", strings.Repeat("version: \"1\"\n", 90_000), "duplicate key"},
		{"a long list", "entries: [" + strings.Repeat("1,", 190_000) + "]", "there may be more: 10000 faults are reported at most"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, faults := load.Files(load.File{Name: "x.yaml", Data: []byte(c.data)})
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if !slices.ContainsFunc(faults, func(f load.Fault) bool { return strings.Contains(f.Message, c.want) }) {
				t.Errorf("no fault %q in %.300v", c.want, faults)
			}
			if mib := (after.TotalAlloc - before.TotalAlloc) >> 20; mib > 512 {
				t.Errorf("allocated %d MiB", mib)
			}
			if took > 20*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func writeDir(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for n, text := range files {
		if err := os.WriteFile(filepath.Join(dir, n), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestDir(t *testing.T) {
	head, tail, _ := strings.Cut(sample, "entries:\n")
	dir := writeDir(t, map[string]string{
		"b.yaml": "entries:\n" + tail, "a.yaml": head,
		"README.md": "not read", ".hidden.yaml": "[", "notes.txt": "not read",
	})
	if err := os.Mkdir(filepath.Join(dir, "sub.yaml"), 0o700); err != nil {
		t.Fatal(err)
	}
	ds, faults, err := load.Dir(dir)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	whole := mustLoad(t, sampleFile())
	if ds.Hash == whole.Hash {
		t.Error("other files, but the same hash")
	}
	ds.Hash = whole.Hash
	if !reflect.DeepEqual(ds, whole) {
		t.Error("two files do not make the dataset of one")
	}
}

func TestDirErrors(t *testing.T) {
	many := map[string]string{}
	for i := range load.MaxFiles + 1 {
		many[fmt.Sprintf("%d.yaml", i)] = "version: \"1\"\n"
	}
	file := filepath.Join(writeDir(t, map[string]string{"a.yaml": sample}), "a.yaml")
	loop := filepath.Join(t.TempDir(), "loop")
	if err := os.Symlink(loop, loop); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, dir, want string }{
		{"missing", "/no/such/folder", "cannot read /no/such/folder: no such file or directory"},
		{"file", file, file + " is not a folder: give the folder that holds"},
		{"loop", loop, "cannot read " + loop + ": too many levels of symbolic links"},
		{"empty", t.TempDir(), "holds no YAML file"},
		{"other suffix", writeDir(t, map[string]string{"a.yml": sample}), "a.yml ends in .yml and would not be read: name it .yaml"},
		{"too many", writeDir(t, many), "holds more than 64 YAML files"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ds, faults, err := load.Dir(c.dir)
			if ds != nil || faults != nil || err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, %v, %v; want %q", ds, faults, err, c.want)
			}
		})
	}
}

// TestFolderTooLarge: the files together have a limit, which is found before
// one of them is read.
func TestFolderTooLarge(t *testing.T) {
	folder := func(sizes ...int64) string {
		dir := writeDir(t, map[string]string{"README.md": "does not count"})
		for i, n := range sizes {
			path := filepath.Join(dir, fmt.Sprint(i, ".yaml"))
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(path, n); err != nil { // all holes: no time is lost
				t.Fatal(err)
			}
		}
		if err := os.Truncate(filepath.Join(dir, "README.md"), 100<<20); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	heavy := folder(load.MaxFileSize, load.MaxFileSize, 1)
	ds, faults, err := load.Dir(heavy)
	if ds != nil || faults != nil || err == nil || err.Error() != heavy+" holds more YAML than the limit of 32 MiB" {
		t.Errorf("%v, %v, %v", ds, faults, err)
	}
	// Within the limit the files are read, and their faults are told.
	if _, faults, err := load.Dir(folder(load.MaxTotal / 2)); err != nil || len(faults) != 1 {
		t.Errorf("half: %v, %v", faults, err)
	}
	// A file too large by itself is a fault of its own, however large.
	if _, faults, err := load.Dir(folder(1<<40, 1)); err != nil || len(faults) != 2 || !strings.Contains(faults[0].Error(), "0.yaml: is larger than 16 MiB") {
		t.Errorf("one huge: %v, %v", faults, err)
	}
}

// TestNamesOfOwnData: a name that people look up holds nothing that a shell runs
// and nothing that cannot be seen, wherever it stands.
func TestNamesOfOwnData(t *testing.T) {
	places := map[string]string{
		"name":       `entries: [{id: "e", name: %s, kind: "product"}]`,
		"alias":      `entries: [{id: "e", name: "e", kind: "product", aliases: [%s]}]`,
		"confusable": `entries: [{id: "e", name: "e", kind: "product", confusable_with: [{name: %s, reason: "r"}]}]`,
		"substance":  `substances: [{id: "s", name: %s}]`,
	}
	faulty := func(text, name string) []load.Fault {
		_, faults := load.Files(load.File{Name: "a.yaml", Data: []byte("version: \"1\"\n" + fmt.Sprintf(text, strconv.QuoteToASCII(name)))})
		return faults
	}
	for place, text := range places {
		for _, name := range []string{"m$(touch x) a", "a`b`", "a;b", "a|b", "a&b", "a<b", "a>b", "a\\b", "a\"b", "a*", "a?", "a[b]", "{a,b}", "!a", "#a", "~a", "a=b", "-a", "--no-references", "_activeHelp_ a", "a\tb", "a\u00a0b", "a\u2003b", "a\u2800b"} {
			if faulty(text, name) == nil {
				t.Errorf("%s: %q is a name", place, name)
			}
		}
		for _, r := range "\u200b\u200c\u200d\u200e\u2060\u2064\u00ad\u034f\u061c\u115f\u1160\u17b4\u180b\u180e\u202e\u2066\u3164\ufe0f\ufeff\uffa0\U000e0041\U000e0100\U000e01ef\U0001d173\ufffd\ue000" {
			if faulty(text, "abc"+string(r)+"d") == nil {
				t.Errorf("%s: %U is part of a name", place, r)
			}
		}
		for _, name := range []string{"St John’s wort (external)", "Но-шпа", "Calcium-D₃", "β-carotene 5%", "Wobenzym® N", "क्षार", "No. 1 + 2/3", "é e\u0301"} {
			if faults := faulty(text, name); faults != nil {
				t.Errorf("%s: %q: %v", place, name, faults)
			}
		}
	}
}

// TestOrderChangesNothing shuffles files, entries and statements.
func TestOrderChangesNothing(t *testing.T) {
	want := mustLoad(t, sampleFile())
	head, rest, _ := strings.Cut(sample, "documents:\n")
	docs, rest, _ := strings.Cut(rest, "substances:\n")
	subs, rest, _ := strings.Cut(rest, "entries:\n")
	entries, refs, _ := strings.Cut(rest, "references:\n")
	list := strings.Split(entries, "  - id: ")[1:]
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		parts := []string{head, "documents:\n" + docs, "substances:\n" + subs, "references:\n" + refs}
		for _, e := range list {
			parts = append(parts, "entries:\n  - id: "+e)
		}
		r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		var files []load.File
		for i, p := range parts {
			files = append(files, load.File{Name: fmt.Sprintf("%d.yaml", i), Data: []byte(p)})
		}
		got := mustLoad(t, files...)
		got.Hash = want.Hash
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("another order, another dataset: %q", parts)
		}
	}
}

func TestHash(t *testing.T) {
	f := sampleFile()
	a := mustLoad(t, f).Hash
	if b := mustLoad(t, f).Hash; a != b {
		t.Errorf("%s and %s for one file", a, b)
	}
	f.Data = append(slices.Clone(f.Data), '\n')
	if b := mustLoad(t, f).Hash; a == b {
		t.Error("a byte more does not change the hash")
	}
	f = sampleFile()
	f.Name = "other.yaml"
	if b := mustLoad(t, f).Hash; a == b {
		t.Error("another name does not change the hash")
	}
}

// TestCodes covers which entries carry the codes of a substance.
func TestCodes(t *testing.T) {
	const head = `
version: "1"
substances:
  - {id: "sub", name: "sub", atc: [{code: "A01AA01", route: "oral"}, {code: "B01AA01", route: "topical"}, {code: "C01AA01"}, {code: "D01AA01", route: "rectal"}], rxcui: ["7"]}
  - {id: "other", name: "other"}
entries:
`
	link := func(ids ...string) string {
		var l []string
		for _, id := range ids {
			l = append(l, fmt.Sprintf(`{id: %q, basis: "general_knowledge", source: "x"}`, id))
		}
		return "contains: [" + strings.Join(l, ", ") + "]"
	}
	for _, c := range []struct{ name, entry, more, want string }{
		{"own entry, oral", `id: "sub", name: "sub", kind: "ingredient", route: "oral"`, "", "A01AA01 C01AA01 7"},
		{"own entry, no route", `id: "sub", name: "sub", kind: "ingredient"`, "", "A01AA01 B01AA01 C01AA01 D01AA01 7"},
		{"own entry, remedy", `id: "sub", name: "sub", kind: "remedy", route: "topical"`, "", "B01AA01 C01AA01 7"},
		{"product, injection", `id: "p", name: "p", kind: "product", route: "injection", ` + link("sub"), "", "A01AA01 C01AA01 7"},
		{"product, rectal", `id: "p", name: "p", kind: "product", route: "rectal", ` + link("sub"), "", "A01AA01 C01AA01 D01AA01 7"},
		{"product beside the own entry", `id: "p", name: "p", kind: "product", route: "topical", ` + link("sub"), `id: "sub", name: "sub", kind: "ingredient", route: "oral"`, "B01AA01 C01AA01"},
		{"generic form", `id: "p", name: "p", kind: "ingredient", route: "topical", ` + link("sub"), `id: "sub", name: "sub", kind: "ingredient", route: "oral"`, "B01AA01 C01AA01"},
		{"remedy alone", `id: "p", name: "p", kind: "remedy", route: "topical", ` + link("sub"), "", "B01AA01 C01AA01 7"},
		{"remedy beside the own entry", `id: "p", name: "p", kind: "remedy", route: "topical", ` + link("sub"), `id: "sub", name: "sub", kind: "ingredient", route: "oral"`, ""},
		{"two substances", `id: "p", name: "p", kind: "product", ` + link("sub", "other"), "", ""},
		{"combination", `id: "p", name: "p", kind: "product", combination: true, ` + link("sub"), "", ""},
		{"combination with its own code", `id: "p", name: "p", kind: "product", atc: ["A01AB"], ` + link("sub", "other"), "", "A01AB"},
		{"class", `id: "p", name: "p", kind: "class", ` + link("sub"), "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := head + "  - {" + c.entry + "}\n"
			if c.more != "" {
				text += "  - {" + c.more + "}\n"
			}
			ds := mustLoad(t, load.File{Name: "a.yaml", Data: []byte(text)})
			id := strings.Split(c.entry, `"`)[1]
			_, e := entry(t, ds, id)
			if got := strings.Join(append(slices.Clone(e.ATC), e.RxCUI...), " "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if len(e.Ingredients) > 1 && !e.Combination {
				t.Error("two substances are no combination")
			}
		})
	}
}

// FuzzFiles expects of any bytes a dataset or faults with a place, never both
// and never a panic, and texts that a terminal can bear.
func FuzzFiles(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("entries: &a [*a]\n"))
	f.Add([]byte("version: \"1\"\n---\n"))
	f.Add([]byte("? [a]\n: b\n"))
	f.Add([]byte("entries:\n  - {id: \"a\", name: \"\\e[2J\", kind: \"class\"}\n"))
	f.Add([]byte("\xff\xfea\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		ds, faults := load.Files(load.File{Name: "x.yaml", Data: data})
		if (ds == nil) == (len(faults) == 0) {
			t.Fatalf("dataset %v with faults %v", ds, faults)
		}
		for _, x := range faults {
			if x.File == "" || x.Message == "" || x.Line < 0 || x.Column < 0 {
				t.Fatalf("a fault without a place or a message: %+v", x)
			}
			if strings.ContainsFunc(x.Error(), func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x202e }) {
				t.Fatalf("a control character in %q", x.Message)
			}
		}
		if ds == nil {
			return
		}
		for i := range ds.Entries {
			for _, n := range append([]string{ds.Entries[i].Name}, ds.Entries[i].Aliases...) {
				if strings.ContainsFunc(n, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }) {
					t.Fatalf("a control character in the name %q", n)
				}
			}
		}
	})
}

// TestReferenceFolder: the folder "references" is read too, no other one, and
// faults name the file in it.
func TestReferenceFolder(t *testing.T) {
	head, refs, _ := strings.Cut(sample, "references:\n")
	dir := writeDir(t, map[string]string{"a.yaml": head})
	put := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("references/b.yaml", "references:\n"+refs)
	put("references/deeper/c.yaml", "what: 1\n")
	put("other/d.yaml", "what: 1\n")
	ds, faults, err := load.Dir(dir)
	if err != nil || len(faults) > 0 || len(ds.References) != 1 {
		t.Fatal(ds, faults, err)
	}
	put("references/e.yaml", "what: 1\n")
	_, faults, err = load.Dir(dir)
	if err != nil || len(faults) != 1 || faults[0].File != filepath.Join(dir, "references", "e.yaml") {
		t.Error(faults, err)
	}
	for i := range load.MaxFiles {
		put(fmt.Sprintf("references/%d.yaml", i), "what: 1\n")
	}
	if _, _, err = load.Dir(dir); err == nil || !strings.Contains(err.Error(), "holds more than 64 YAML files") {
		t.Error(err)
	}
}
