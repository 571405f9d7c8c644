// Package loadtest makes datasets, in YAML, to test the bounds of the program
// with.
package loadtest

import (
	"fmt"
	"strconv"
	"strings"
)

// Lists makes, for each list of the schema, a dataset with n values in it.
func Lists() map[string]func(n int) string {
	many := func(n int, item string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(item, "%d", strconv.Itoa(i)) + ", ")
		}
		return "[" + b.String() + "]"
	}
	const doc = `{id: "doc-000", file: "a", title: "t", summary: "s", covers: [], lines: 9000000}`
	top := func(parts ...string) string { return "version: \"1\"\n" + strings.Join(parts, "\n") + "\n" }
	document := func(key, list string) string {
		return top(`documents: [{id: "doc-000", file: "a", title: "t", summary: "s", lines: 9000000, ` + key + `: ` + list + `}]`)
	}
	substance := func(key, list string) string {
		return top(`substances: [{id: "s", name: "s", ` + key + `: ` + list + `}]`)
	}
	entry := func(kind, key, list string, more ...string) string {
		return top(append(more, `entries: [{id: "e", name: "e", kind: "`+kind+`", `+key+`: `+list+`}]`)...)
	}
	statement := func(key, list string) string {
		return top("documents: ["+doc+"]", `entries: [{id: "e", name: "e", kind: "product", statements: [{at: "doc-000:1", printed_as: "p", section: "s", status: "allowed", wording: "stated", setting: "general", gist: "g", claim: "c", `+key+`: `+list+`}]}]`)
	}
	reference := func(list string, keys ...string) string {
		all := map[string]string{"about": `["s"]`, "routes": `["oral"]`, "positions": "[]"}
		all[keys[0]] = list
		return top(`substances: [{id: "s", name: "s"}]`, `references: [{id: "r", route: "r", text: "t", authority: "a", country: "c", document: "d", type: "label", read: "source", about: `+all["about"]+`, routes: `+all["routes"]+`, positions: `+all["positions"]+`}]`)
	}
	const link = `{id: "x%d", basis: "general_knowledge", source: "x"}`
	return map[string]func(n int) string{
		"documents": func(n int) string {
			return top("documents: " + many(n, `{id: "d%d", file: "f%d", title: "t", summary: "s", covers: [], lines: 1}`))
		},
		"covers": func(n int) string { return document("covers", "["+strings.Repeat(`"general", "lactation", `, n)+"]") },
		"parts": func(n int) string {
			return document("covers: [], parts", many(n, `{title: "t%d", from: 1, to: 2, kind: "article"}`))
		},
		"disclaimers": func(n int) string { return document("covers: [], disclaimers", many(n, `{line: 1, text: "t%d"}`)) },
		"substances":  func(n int) string { return top("substances: " + many(n, `{id: "s%d", name: "s%d"}`)) },
		"atc of a substance": func(n int) string {
			return substance("atc", many(n, `{code: "A01AA01", route: "oral"}`))
		},
		"rxcui":      func(n int) string { return substance("rxcui", many(n, `"1%d"`)) },
		"entries":    func(n int) string { return top("entries: " + many(n, `{id: "e%d", name: "e%d", kind: "product"}`)) },
		"aliases":    func(n int) string { return entry("product", "aliases", many(n, `"a %d"`)) },
		"atc":        func(n int) string { return entry("class", "atc", many(n, `"A01AA01"`)) },
		"confusable": func(n int) string { return entry("product", "confusable_with", many(n, `{name: "c%d", reason: "r"}`)) },
		"contains": func(n int) string {
			return entry("product", "contains", many(n, link), "substances: "+many(n, `{id: "x%d", name: "x%d"}`))
		},
		"classes": func(n int) string {
			return top("entries: " + strings.TrimSuffix(many(n, `{id: "x%d", name: "x%d", kind: "class"}`), "]") + `{id: "e", name: "e", kind: "product", classes: ` + many(n, link) + `}]`)
		},
		"a chain of classes": func(n int) string {
			var b strings.Builder
			for i := range n {
				fmt.Fprintf(&b, `{id: "x%d", name: "x%d", kind: "class", classes: [{id: "x%d", basis: "general_knowledge", source: "x"}]}, `, i, i, i+1)
			}
			return top("entries: [" + b.String() + fmt.Sprintf(`{id: "x%d", name: "x%d", kind: "class"}]`, n, n))
		},
		"statements": func(n int) string {
			return entry("product", "statements", many(n, `{at: "doc-000:1", part: "p%d", printed_as: "p", section: "s", status: "allowed", phases: ["first"], wording: "stated", setting: "pregnancy", gist: "g", claim: "c"}`), "documents: ["+doc+"]")
		},
		"phases":  func(n int) string { return statement("phases", "["+strings.Repeat(`"first", "second", `, n)+"]") },
		"caveats": func(n int) string { return statement("phases: [], caveats", many(n, `"c%d"`)) },
		"references": func(n int) string {
			return top(`substances: [{id: "s", name: "s"}]`, "references: "+many(n, `{id: "r%d", about: ["s"], route: "r", positions: [], text: "t", authority: "a", country: "c", document: "d", type: "label", read: "source"}`))
		},
		"about": func(n int) string {
			return strings.Replace(reference(many(n, `"y%d"`), "about"), `[{id: "s", name: "s"}]`, many(n, `{id: "y%d", name: "y%d"}`), 1)
		},
		"routes": func(n int) string {
			return reference("["+strings.Repeat(`"oral", "topical", "rectal", `, n)+"]", "routes")
		},
		"positions": func(n int) string {
			var b strings.Builder
			for i := range n {
				fmt.Fprintf(&b, `{phase: "second", from_week: %d, to_week: %d, position: "avoid"}, `, 14+i%6, 20+i/6%6)
			}
			return reference("["+b.String()+"]", "positions")
		},
		"uses": func(n int) string {
			return entry("product", "uses", "["+strings.Repeat(`{use: "pain", source: "doc-000:1"}, {use: "spasm", source: "doc-000:2"}, `, n/2)+"]", "documents: ["+doc+"]")
		},
		"looked for in vain": func(n int) string {
			return top(`substances: [{id: "s", name: "s"}]`, "looked_none_found: "+many(n, `{about: ["s"], phases: ["first"], searched: "x%d", date: "2026-01-01"}`))
		},
		"unknown keys": func(n int) string {
			var b strings.Builder
			for i := range n {
				fmt.Fprintf(&b, "k%d: 1\n", i)
			}
			return b.String()
		},
		"the same key": func(n int) string { return strings.Repeat("version: \"1\"\n", n) },
	}
}

// Entries makes a dataset of n products of one substance and one class, each
// with a statement.
func Entries(n int) string {
	var b strings.Builder
	b.WriteString(`version: "1"
documents: [{id: "doc-000", file: "a", title: "t", summary: "s", covers: [], lines: 9000000}]
substances: [{id: "s", name: "s", atc: [{code: "A01AA01"}]}]
references: [{id: "r", about: ["s", "c"], route: "r", positions: [{phase: "first", position: "avoid"}], text: "t", authority: "a", country: "c", document: "d", type: "label", read: "source"}]
entries:
  - {id: "c", name: "c", kind: "class", statements: [{at: "doc-000:1", printed_as: "p", section: "s", status: "caution", phases: ["first"], wording: "stated", setting: "pregnancy", gist: "g", claim: "c"}]}
`)
	for i := range n {
		fmt.Fprintf(&b, "  - {id: \"e%[1]d\", name: \"e%[1]d\", kind: \"product\", route: \"oral\", contains: [{id: \"s\", basis: \"general_knowledge\", source: \"x\"}], classes: [{id: \"c\", basis: \"general_knowledge\", source: \"x\"}], statements: [{at: \"doc-000:%[2]d\", printed_as: \"p\", section: \"s\", status: \"allowed\", phases: [\"first\"], wording: \"stated\", setting: \"pregnancy\", gist: \"g\", claim: \"c\"}]}\n", i, i+1)
	}
	return b.String()
}

// Multiplied makes a small dataset that comes to a large one: each of the
// members of a class is reached by all the statements about it.
func Multiplied(statements, members int) string {
	var b strings.Builder
	b.WriteString(`version: "1"
documents: [{id: "doc-000", file: "a", title: "t", summary: "s", covers: [], lines: 9000000}]
entries:
  - id: "c"
    name: "c"
    kind: "class"
    statements:
`)
	for i := range statements {
		fmt.Fprintf(&b, "      - {at: \"doc-000:%d\", printed_as: \"p\", section: \"s\", status: \"caution\", phases: [\"first\"], wording: \"stated\", setting: \"pregnancy\", gist: \"g\", claim: \"c\"}\n", i+1)
	}
	for i := range members {
		fmt.Fprintf(&b, "  - {id: \"e%[1]d\", name: \"e%[1]d\", kind: \"product\", classes: [{id: \"c\", basis: \"general_knowledge\", source: \"x\"}]}\n", i)
	}
	return b.String()
}
