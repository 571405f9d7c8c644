package mcpserver_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/backcare/backcare/docs/schema"
	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/load"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/mcpserver"
	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/resolve"
)

func embedded() mcpserver.Config {
	return mcpserver.Config{Dataset: dataset.Embedded(), Version: "test"}
}

// small is a folder of invented medicines.
func small(t *testing.T) mcpserver.Config {
	t.Helper()
	const dir = "../../cmd/backcare/testdata/small"
	ds, faults, err := load.Dir(dir)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	return mcpserver.Config{Dataset: ds, Folder: dir}
}

// connect serves a client of the SDK over pipes within the process.
func connect(t *testing.T, c mcpserver.Config) *mcp.ClientSession {
	t.Helper()
	fromClient, toServer := io.Pipe()
	fromServer, toClient := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := mcpserver.Serve(context.Background(), c, fromClient, toClient)
		toClient.Close()
		done <- err
	}()
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(context.Background(), &mcp.IOTransport{Reader: fromServer, Writer: toServer}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		session.Close()
		if err := <-done; err != nil {
			t.Errorf("the session ended with %v", err)
		}
	})
	return session
}

// reply is what a call gave.
type reply struct {
	text    string
	raw     []byte // the structured content
	isError bool
}

// call calls a tool and checks what holds of every answer: the JSON is what
// our own schema of that name says, and so is the text what it has to say.
func call(t *testing.T, s *mcp.ClientSession, tool, args string) reply {
	t.Helper()
	res, err := s.CallTool(context.Background(), &mcp.CallToolParams{Name: tool, Arguments: json.RawMessage(args)})
	if err != nil {
		t.Fatalf("%s %s: %v", tool, args, err)
	}
	if len(res.Content) != 1 {
		t.Fatalf("%s %s: %d contents", tool, args, len(res.Content))
	}
	r := reply{text: res.Content[0].(*mcp.TextContent).Text, isError: res.IsError}
	if r.isError {
		if res.StructuredContent != nil {
			t.Errorf("%s %s: an error with an answer", tool, args)
		}
		return r
	}
	// The client has decoded it; the order of keys is tested over the real pipes.
	if r.raw, err = json.Marshal(res.StructuredContent); err != nil {
		t.Fatal(err)
	}
	var head struct{ Schema, Notice string }
	if err := json.Unmarshal(r.raw, &head); err != nil {
		t.Fatal(err)
	}
	name, _, _ := strings.Cut(strings.TrimPrefix(head.Schema, "backcare."), "/")
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(r.raw))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled(t, name).Validate(doc); err != nil {
		t.Errorf("%s %s: %v", tool, args, err)
	}
	if !strings.Contains(r.text, head.Notice) || !strings.Contains(head.Notice, "not medical advice") {
		t.Errorf("%s %s: no notice in %q", tool, args, r.text)
	}
	return r
}

var compiled = func() func(*testing.T, string) *jsonschema.Schema {
	var mu sync.Mutex
	done := map[string]*jsonschema.Schema{}
	return func(t *testing.T, name string) *jsonschema.Schema {
		t.Helper()
		mu.Lock()
		defer mu.Unlock()
		if done[name] == nil {
			text, err := schema.Read(name)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			c := jsonschema.NewCompiler()
			if err := c.AddResource(name, doc); err != nil {
				t.Fatal(err)
			}
			if done[name], err = c.Compile(name); err != nil {
				t.Fatal(err)
			}
		}
		return done[name]
	}
}()

func decode[T any](t *testing.T, r reply) T {
	t.Helper()
	var v T
	if r.isError {
		t.Fatalf("an error: %s", r.text)
	}
	if err := json.Unmarshal(r.raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestTools: every tool says what it does, that it changes nothing and knows
// nothing but the dataset, and describes every argument.
func TestTools(t *testing.T) {
	s := connect(t, embedded())
	list, err := s.ListTools(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range list.Tools {
		names = append(names, tool.Name)
		a := tool.Annotations
		if a == nil || !a.ReadOnlyHint || !a.IdempotentHint || a.OpenWorldHint == nil || *a.OpenWorldHint || a.DestructiveHint == nil || *a.DestructiveHint {
			t.Errorf("%s: annotations %+v", tool.Name, a)
		}
		if tool.Title == "" || tool.Description == "" {
			t.Errorf("%s has no title or description", tool.Name)
		}
		in := tool.InputSchema.(map[string]any)
		if in["additionalProperties"] == nil {
			t.Errorf("%s takes arguments that it does not know", tool.Name)
		}
		for key, p := range in["properties"].(map[string]any) {
			p := p.(map[string]any)
			if p["description"] == "" || p["description"] == nil {
				t.Errorf("%s: %s is not described", tool.Name, key)
			}
			if _, one := p["type"].(string); !one {
				t.Errorf("%s: %s is of the types %v", tool.Name, key, p["type"])
			}
		}
		out, ok := tool.OutputSchema.(map[string]any)
		if !ok || out["$id"] != nil || out["$defs"] == nil {
			t.Errorf("%s: output schema %.200v", tool.Name, tool.OutputSchema)
		}
	}
	want := []string{"compare_medicines", "list_authorities", "list_medicines", "lookup_medicine", "show_place"}
	if slices.Sort(names); !slices.Equal(names, want) {
		t.Errorf("tools %q", names)
	}
	enum := func(tool, key string) []any {
		i := slices.IndexFunc(list.Tools, func(x *mcp.Tool) bool { return x.Name == tool })
		p := list.Tools[i].InputSchema.(map[string]any)["properties"].(map[string]any)[key].(map[string]any)
		if items, ok := p["items"].(map[string]any); ok {
			p = items
		}
		list, _ := p["enum"].([]any)
		return list
	}
	for _, c := range []struct {
		tool, key string
		words     int
	}{
		{"lookup_medicine", "phases", catalog.PhaseCount}, {"list_medicines", "status", len(catalog.Statuses())},
		{"list_medicines", "kind", len(catalog.Kinds())}, {"list_medicines", "for", len(catalog.Uses())}, {"list_medicines", "authorities", len(resolve.Relations())},
		{"list_medicines", "document", 5}, {"show_place", "document", 5}, {"list_authorities", "type", len(catalog.RefTypes())},
	} {
		if got := enum(c.tool, c.key); len(got) != c.words {
			t.Errorf("%s %s: %v", c.tool, c.key, got)
		}
	}
	got := s.InitializeResult()
	offers, err := json.Marshal(got.Capabilities)
	if err != nil || string(offers) != `{"resources":{},"tools":{}}` || got.ServerInfo.Name != "backcare" || got.Instructions == "" {
		t.Errorf("%v, %s, %+v", err, offers, got)
	}
}

var place = regexp.MustCompile(`doc-\d+:\d+`)

// TestEveryEntry: the answer is the one that the command line gives, and all
// of it is short.
func TestEveryEntry(t *testing.T) {
	s := connect(t, embedded())
	ds := dataset.Embedded()
	b := answer.NewBuilder(ds, "")
	for i := range ds.Entries {
		id := ds.Entries[i].ID
		r := call(t, s, "lookup_medicine", fmt.Sprintf(`{"names":[%q]}`, id))
		if size := len(r.text) + len(r.raw); size > 64<<10 {
			t.Errorf("%s: %d bytes", id, size)
		}
		l := decode[answer.Lookup](t, r)
		if len(l.Results) != 1 || l.Results[0].Entry == nil {
			t.Fatalf("%s: %+v", id, l.Results)
		}
		want := b.Result(id, match.New(ds).Match(id, false))
		got, _ := json.Marshal(l.Results[0])
		if whole, _ := json.Marshal(want); !bytes.Equal(got, whole) {
			t.Errorf("%s: another answer than the command line's", id)
		}
	}
}

// lineOf is the rest of the first line that begins so.
func lineOf(text, begin string) string {
	for line := range strings.SplitSeq(text, "\n") {
		if rest, ok := strings.CutPrefix(line, begin); ok {
			return rest
		}
	}
	return ""
}

// TestNames: a name that is not resolved is an answer, with suggestions and
// what to do and without any status; what was corrected or is a brand is said.
func TestNames(t *testing.T) {
	s := connect(t, embedded())
	for _, name := range []string{"prednisolone", "xyzzyxyzzy", "voltarn gel plus", "Nurofen Plus", "calci"} {
		r := call(t, s, "lookup_medicine", fmt.Sprintf(`{"names":[%q]}`, name))
		l := decode[answer.Lookup](t, r)
		x := l.Results[0]
		if r.isError || x.Entry != nil || x.Match.ID != nil || x.Match.Message == nil || !strings.Contains(*x.Match.Message, "Ask the person") {
			t.Errorf("%s: %+v", name, x.Match)
		}
		body, _, _ := strings.Cut(r.text, "Notice:")
		if !strings.Contains(body, "not resolved") || !strings.Contains(body, "Ask the person") || place.MatchString(body) {
			t.Errorf("%s: %s", name, body)
		}
		for _, st := range catalog.Statuses() {
			if strings.Contains(body, strings.ToUpper(page.Spaced(st))) {
				t.Errorf("%s: a status in %s", name, body)
			}
		}
		for _, sug := range x.Suggestions {
			if !strings.Contains(body, sug.Name) {
				t.Errorf("%s: %s is not suggested in %s", name, sug.Name, body)
			}
		}
	}
	for name, says := range map[string]string{
		"nurofen gell": `"nurofen gell" was read as "Nurofen Gel" (1 edit)`,
		"tylenol":      "The documents do not name Tylenol; it holds paracetamol",
		"N02BE01":      `"N02BE01" is a code of paracetamol`,
		"панадол":      "paracetamol",
	} {
		if r := call(t, s, "lookup_medicine", fmt.Sprintf(`{"names":[%q]}`, name)); !strings.Contains(r.text, says) {
			t.Errorf("%s: %s", name, r.text)
		}
	}
	// As much for what a list or authorities are asked by.
	for tool, args := range map[string]string{
		"list_medicines": `{"class":"xyzzyxyzzy"}`, "list_authorities": `{"about":"prednisolone"}`,
	} {
		r := call(t, s, tool, args)
		if !r.isError || !strings.Contains(r.text, "Ask the person") {
			t.Errorf("%s %s: %s", tool, args, r.text)
		}
	}
	if r := call(t, s, "list_medicines", `{"class":"ibuprofen"}`); !r.isError || !strings.Contains(r.text, `"ibuprofen" is no class: its kind is ingredient`) {
		t.Errorf("%s", r.text)
	}
	// And a setting may forbid corrections.
	exact := embedded()
	exact.Exact = true
	if r := call(t, connect(t, exact), "lookup_medicine", `{"names":["nurofen gell"]}`); !strings.Contains(r.text, "not resolved") {
		t.Errorf("exact: %s", r.text)
	}
}

// TestWeek: positions of authorities count by the week.
func TestWeek(t *testing.T) {
	s := connect(t, embedded())
	for _, c := range []struct {
		week int
		says string
	}{{12, "Week 12 (first trimester)"}, {22, "Week 22 (second trimester)"}, {30, "Week 30 (third trimester)"}, {0, "Week 0 (first trimester)"}} {
		r := call(t, s, "lookup_medicine", fmt.Sprintf(`{"names":["ibuprofen"],"week":%d}`, c.week))
		l := decode[answer.Lookup](t, r)
		if !strings.Contains(r.text, c.says) || l.Week == nil || *l.Week != c.week {
			t.Errorf("week %d: %v, %s", c.week, l.Week, r.text)
		}
		list := decode[answer.Overview](t, call(t, s, "list_medicines", fmt.Sprintf(`{"week":%d,"class":"nsaids"}`, c.week)))
		if list.Week == nil || !slices.Equal(list.Filters.Phases, []catalog.Phase{resolve.PhaseOf(c.week)}) {
			t.Errorf("week %d: %+v", c.week, list.Filters)
		}
	}
	// A trimester ahead is said if it is headed otherwise.
	for name, ahead := range map[string]bool{"ketorolac": false, "analgin": true} {
		r := call(t, s, "lookup_medicine", fmt.Sprintf(`{"names":[%q],"week":22}`, name))
		if strings.Contains(r.text, "- Ahead, from week 28 (third trimester): ") != ahead {
			t.Errorf("%s: %s", name, r.text)
		}
	}
	before := call(t, s, "lookup_medicine", `{"names":["ibuprofen"],"week":14}`)
	if after := call(t, s, "lookup_medicine", `{"names":["ibuprofen"],"week":27}`); lineOf(before.text, "- Authorities") == lineOf(after.text, "- Authorities") {
		t.Errorf("the weeks 14 and 27 are alike: %s", after.text)
	}
}

// TestParts: the parts of a long answer hold everything once, in order, each
// within its bounds, and say how to go on.
func TestParts(t *testing.T) {
	s := connect(t, embedded())
	walk := func(tool, args string, ids func(reply) (ids []string, total int)) {
		t.Helper()
		var got []string
		for parts := 0; ; parts++ {
			r := call(t, s, tool, strings.Replace(args, "{", fmt.Sprintf(`{"cursor":%d,`, len(got)), 1))
			if size := len(r.text) + len(r.raw); size > 96<<10 {
				t.Errorf("%s %s: a part of %d bytes", tool, args, size)
			}
			list, total := ids(r)
			if len(list) == 0 {
				t.Fatalf("%s %s: an empty part after %d", tool, args, len(got))
			}
			got = append(got, list...)
			next := fmt.Sprintf("call again with cursor %d for the next", len(got))
			if strings.Contains(r.text, "call again") != (len(got) < total) || len(got) < total && !strings.Contains(r.text, next) {
				t.Errorf("%s %s: %d of %d, and the text says %s", tool, args, len(got), total, r.text)
			}
			if len(got) >= total {
				if slices.Sort(got); len(slices.Compact(got)) != total || parts == 0 {
					t.Errorf("%s %s: %d of %d in %d parts", tool, args, len(got), total, parts+1)
				}
				break
			}
		}
	}
	b := answer.NewBuilder(dataset.Embedded(), "")
	for _, args := range []string{`{"limit":100}`, `{"limit":7}`, `{"phases":["lactation"]}`} {
		walk("list_medicines", args, func(r reply) (ids []string, total int) {
			o := decode[answer.Overview](t, r)
			for _, e := range o.Entries {
				ids = append(ids, e.ID)
			}
			if (o.Next != nil) != (o.Cursor+len(ids) < o.Total) {
				t.Errorf("%s: next %v at %d of %d", args, o.Next, o.Cursor, o.Total)
			}
			return ids, o.Total
		})
	}
	walk("list_authorities", `{"limit":100}`, func(r reply) (ids []string, total int) {
		for _, x := range decode[answer.References](t, r).References {
			ids = append(ids, x.ID)
		}
		return ids, len(b.References().References)
	})
	walk("show_place", `{"document":"doc-000"}`, func(r reply) (ids []string, total int) {
		d := decode[answer.Document](t, r)
		for _, x := range d.Statements {
			ids = append(ids, x.ID)
		}
		return ids, d.Document.Statements
	})
	names := []string{"pentalgin", "citramon", "sedalgin", "ibuprofen", "voltaren gel", "analgin", "nurofen", "paracetamol"}
	text, _ := json.Marshal(names)
	walk("lookup_medicine", `{"names":`+string(text)+`}`, func(r reply) (ids []string, total int) {
		for _, x := range decode[answer.Lookup](t, r).Results {
			ids = append(ids, x.Query)
		}
		return ids, len(names)
	})
	if r := call(t, s, "list_medicines", `{"cursor":5000}`); !r.isError || !strings.Contains(r.text, "past the end") {
		t.Errorf("%s", r.text)
	}
}

// TestLists: what filters keep is what the command line keeps.
func TestLists(t *testing.T) {
	s := connect(t, embedded())
	b := answer.NewBuilder(dataset.Embedded(), "")
	nsaids, metamizole, doc := "nsaids", "metamizole", "doc-004"
	for args, f := range map[string]answer.Filters{
		`{}`: {},
		`{"phases":["lactation"],"status":["contraindicated"]}`: {Phases: []catalog.Phase{catalog.Lactation}, Status: []catalog.Status{catalog.Contraindicated}},
		`{"class":"NSAID","disputed":true}`:                     {Class: &nsaids, Disputed: true},
		`{"contains":"analgin"}`:                                {Contains: &metamizole},
		`{"document":"doc-004","kind":["remedy","class"]}`:      {Document: &doc, Kind: []catalog.Kind{catalog.Remedy, catalog.Class}},
		`{"for":["calcium"],"phases":["third"]}`:                {For: []catalog.Use{useOf(t, "calcium")}, Phases: []catalog.Phase{catalog.Third}},
		`{"confusable":true}`:                                   {Confusable: true},
		`{"authorities":["stricter"]}`:                          {Authorities: []resolve.Relation{resolve.Stricter}},
		`{"phases":["first"],"status":["not_stated"]}`:          {Phases: []catalog.Phase{catalog.First}, Status: []catalog.Status{catalog.NotStated}},
	} {
		want, err := b.List(f)
		if err != nil {
			t.Fatal(err)
		}
		got := decode[answer.Overview](t, call(t, s, "list_medicines", args))
		if got.Total != len(want.Entries) || got.Total == 0 {
			t.Errorf("%s: %d entries, want %d", args, got.Total, len(want.Entries))
		}
		for i, e := range got.Entries {
			w := &want.Entries[i]
			if e.ID != w.ID {
				t.Fatalf("%s: %s in the place of %s", args, e.ID, w.ID)
			}
			for _, p := range e.Phases {
				if h := w.Phase(p.Phase); h.Status != p.Status || h.Disputed != p.Disputed || h.Authorities.Relation != p.Authorities || len(h.Members) != p.Members {
					t.Errorf("%s: %s, %s: %+v, want %+v", args, e.ID, p.Phase, p, h)
				}
			}
		}
	}
}

func useOf(t *testing.T, word string) catalog.Use {
	t.Helper()
	u, ok := catalog.ParseUse(word)
	if !ok {
		t.Fatalf("no use %q", word)
	}
	return u
}

// TestPlaces: a line gives what was read from it, another the lines beside it.
func TestPlaces(t *testing.T) {
	s := connect(t, embedded())
	d := decode[answer.Document](t, call(t, s, "show_place", `{"document":"doc-004","line":416}`))
	if len(d.Statements) == 0 || slices.ContainsFunc(d.Statements, func(x answer.Statement) bool { return x.Source.Line != 416 }) {
		t.Errorf("%+v", d.Statements)
	}
	r := call(t, s, "show_place", `{"document":"doc-004","line":44}`)
	if !r.isError || !strings.Contains(r.text, "nothing was read from line 44") || !strings.Contains(r.text, "43") {
		t.Errorf("%s", r.text)
	}
	for args, says := range map[string]string{
		`{"document":"doc-004","line":100000}`: "no line 100000",
		`{"document":"doc-009"}`:               "doc-009",
		`{"line":4}`:                           "document",
	} {
		if r := call(t, s, "show_place", args); !r.isError || !strings.Contains(r.text, says) {
			t.Errorf("%s: %s", args, r.text)
		}
	}
}

// TestAuthorities: filters keep what they say, also where a setting leaves
// references out of other answers.
func TestAuthorities(t *testing.T) {
	c := embedded()
	c.NoReferences = true
	s := connect(t, c)
	if l := decode[answer.Lookup](t, call(t, s, "lookup_medicine", `{"names":["ibuprofen"]}`)); len(l.Results[0].Entry.References) != 0 {
		t.Error("references in spite of the setting")
	}
	r := call(t, s, "list_authorities", `{"about":"nurofen gell"}`)
	if !strings.HasPrefix(r.text, `"nurofen gell" was read as "Nurofen Gel" (1 edit)`) {
		t.Errorf("%s", r.text)
	}
	all := decode[answer.References](t, r)
	if len(all.References) == 0 {
		t.Fatal("nothing reaches Nurofen Gel")
	}
	for _, r := range all.References {
		if !slices.ContainsFunc(r.Entries, func(a answer.About) bool { return a.ID == "nurofen-gel" }) {
			t.Errorf("%s does not reach it", r.ID)
		}
	}
	for _, r := range decode[answer.References](t, call(t, s, "list_authorities", `{"authority":"fda","phases":["third"],"type":["regulator"]}`)).References {
		if !strings.Contains(r.Authority, "FDA") || r.Type != catalog.Regulator || !slices.ContainsFunc(r.Positions, func(p answer.Position) bool { return p.Phase == catalog.Third }) {
			t.Errorf("%+v", r)
		}
	}
	if r := call(t, s, "list_authorities", `{"authority":"nobody"}`); r.isError || !strings.HasPrefix(r.text, "0 references") {
		t.Errorf("%s", r.text)
	}
}

// TestFolder: what comes from a folder says so before anything else.
func TestFolder(t *testing.T) {
	c := small(t)
	s := connect(t, c)
	if !strings.Contains(s.InitializeResult().Instructions, "not from the dataset built in") {
		t.Error("not in the instructions")
	}
	d := answer.NewBuilder(c.Dataset, c.Folder).Documents().Documents[0].ID
	e := c.Dataset.Entries[0].ID
	for tool, args := range map[string]string{
		"lookup_medicine": fmt.Sprintf(`{"names":[%q]}`, e), "compare_medicines": fmt.Sprintf(`{"names":[%q,"xyzzyxyzzy"]}`, e),
		"list_medicines": `{}`, "show_place": fmt.Sprintf(`{"document":%q}`, d), "list_authorities": `{}`,
	} {
		r := call(t, s, tool, args)
		head := decode[struct{ Dataset answer.Dataset }](t, r)
		if !strings.HasPrefix(r.text, "From the folder ") || head.Dataset.Embedded || !strings.Contains(r.text, answer.ShortHash(head.Dataset.Hash)) {
			t.Errorf("%s: %s", tool, r.text)
		}
	}
	for tool, args := range map[string]string{"lookup_medicine": `{"names":["paracetamol"]}`, "list_medicines": `{}`} {
		if r := call(t, connect(t, embedded()), tool, args); strings.Contains(r.text, "From the folder") || !strings.Contains(r.text, "(embedded, sha256:") {
			t.Errorf("%s: %s", tool, r.text)
		}
	}
}

// TestArguments: what an argument may not be is refused, in words that name it.
func TestArguments(t *testing.T) {
	s := connect(t, embedded())
	long := strings.Repeat("a", 201)
	for args, says := range map[string]string{
		`{}`:                                                "names",
		`{"names":[]}`:                                      "names",
		`{"names":"paracetamol"}`:                           "names",
		`{"names":[""]}`:                                    "names",
		`{"names":["` + long + `"]}`:                        "names",
		`{"names":["x"],"phases":["fifth"]}`:                "fifth",
		`{"names":["x"],"week":43}`:                         "week",
		`{"names":["x"],"week":-1}`:                         "week",
		`{"names":["x"],"week":"22"}`:                       "week",
		`{"names":["x"],"colour":"red"}`:                    "colour",
		`{"names":["x"],"cursor":-1}`:                       "cursor",
		`{"names":["x"],"cursor":7}`:                        "past the end",
		`{"names":[` + strings.Repeat(`"a",`, 20) + `"a"]}`: "names",
	} {
		if r := call(t, s, "lookup_medicine", args); !r.isError || !strings.Contains(r.text, says) {
			t.Errorf("%.80s: %s", args, r.text)
		}
	}
	if r := call(t, s, "compare_medicines", `{"names":["paracetamol"]}`); !r.isError || !strings.Contains(r.text, "two or more") {
		t.Errorf("%s", r.text)
	}
	if _, err := s.CallTool(context.Background(), &mcp.CallToolParams{Name: "delete_everything"}); err == nil {
		t.Error("an unknown tool was called")
	}
}

// TestResources: each can be read, the words are all explained, and the
// schemas are ours.
func TestResources(t *testing.T) {
	s := connect(t, embedded())
	list, err := s.ListResources(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, r := range list.Resources {
		res, err := s.ReadResource(context.Background(), &mcp.ReadResourceParams{URI: r.URI})
		if err != nil || len(res.Contents) != 1 || res.Contents[0].MIMEType != r.MIMEType || r.Description == "" {
			t.Fatalf("%s: %v, %+v", r.URI, err, res)
		}
		texts[r.URI] = res.Contents[0].Text
	}
	for _, name := range schema.Names() {
		want, _ := schema.Read(name)
		if texts["backcare://schema/"+name] != string(want) {
			t.Errorf("schema %s is another", name)
		}
	}
	for uri, name := range map[string]string{"backcare://documents": "documents", "backcare://dataset": "info"} {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(texts[uri]))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled(t, name).Validate(doc); err != nil {
			t.Errorf("%s: %v", uri, err)
		}
	}
	var words []string
	for _, list := range [][]fmt.Stringer{all(catalog.Statuses()), all(catalog.AllPhases.List()), all(resolve.Relations())} {
		for _, w := range list {
			words = append(words, w.String())
		}
	}
	for i := range uint8(16) {
		words = append(words, catalog.Position(i).String(), catalog.Speaker(i).String(), resolve.Basis(i).String())
	}
	for _, k := range []match.Kind{match.Exact, match.Alias, match.Code, match.Brand, match.Spelling, match.Ambiguous, match.None} {
		words = append(words, string(k))
	}
	for _, w := range words {
		if w != "" && w != "invalid" && !strings.Contains(texts["backcare://words"], "- `"+w+"`: ") {
			t.Errorf("%q is not explained", w)
		}
	}
	if _, err := s.ReadResource(context.Background(), &mcp.ReadResourceParams{URI: "file:///etc/passwd"}); err == nil {
		t.Error("a file was read")
	}
}

// TestErrorsAreSeen: what an error quotes of a client's is shown, not obeyed.
func TestErrorsAreSeen(t *testing.T) {
	const hostile = "\x1b[31mx\u202ey\u200b\u034fz"
	for tool, args := range map[string]map[string]any{
		"list_medicines": {"class": hostile}, "list_authorities": {"about": hostile}, "show_place": {"document": hostile}, "lookup_medicine": {"names": hostile},
	} {
		raw, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 9, "method": "tools/call", "params": map[string]any{"name": tool, "arguments": args}})
		if err != nil {
			t.Fatal(err)
		}
		got := find(serve(t, strings.NewReader(hello+string(raw)+"\n")), 9.0)
		var r struct {
			IsError bool
			Content []struct{ Text string }
		}
		if err := json.Unmarshal(got.Result, &r); err != nil || !r.IsError || len(r.Content) == 0 {
			t.Errorf("%s: %s, %v", tool, got.Result, err)
		}
		for _, c := range r.Content {
			if !strings.Contains(c.Text, `[31mxy\u200b\u034fz`) || strings.ContainsAny(c.Text, hostile[:1]+"\u202e\u200b\u034f") {
				t.Errorf("%s: %q", tool, c.Text)
			}
		}
	}
}

func all[T fmt.Stringer](list []T) []fmt.Stringer {
	out := make([]fmt.Stringer, len(list))
	for i, w := range list {
		out[i] = w
	}
	return out
}

// TestAtOnce: many calls at once get the answers that each gets alone.
func TestAtOnce(t *testing.T) {
	s := connect(t, embedded())
	calls := [][2]string{
		{"lookup_medicine", `{"names":["paracetmol"]}`}, {"lookup_medicine", `{"names":["nurofen gel"],"week":22}`},
		{"list_medicines", `{"phases":["lactation"]}`}, {"compare_medicines", `{"names":["analgin","no-spa"]}`},
		{"show_place", `{"document":"doc-004","line":43}`}, {"list_authorities", `{"about":"ibuprofen"}`},
		{"lookup_medicine", `{"names":["xyzzyxyzzy"]}`},
	}
	want := make([]string, len(calls))
	for i, c := range calls {
		want[i] = call(t, s, c[0], c[1]).text
	}
	var wg sync.WaitGroup
	for n := range 200 {
		wg.Go(func() {
			i := n % len(calls)
			res, err := s.CallTool(context.Background(), &mcp.CallToolParams{Name: calls[i][0], Arguments: json.RawMessage(calls[i][1])})
			if err != nil {
				t.Error(err)
			} else if got := res.Content[0].(*mcp.TextContent).Text; got != want[i] {
				t.Errorf("%v: %s", calls[i], got)
			}
		})
	}
	wg.Wait()
}
