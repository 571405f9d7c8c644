// Package mcpserver answers assistants over the Model Context Protocol: the
// same answers as the command line, in parts that an assistant has room for,
// each with a short text beside it. It writes nothing and opens no connection.
package mcpserver

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/backcare/backcare/docs/schema"
	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/gestation"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/resolve"
	"github.com/backcare/backcare/internal/term"
)

// Config is what a server answers from and how.
type Config struct {
	Dataset *catalog.Dataset
	Folder  string // that the dataset was read from; empty for the one built in
	Version string // of the program
	Exact   bool   // correct no spelling
	// NoReferences leaves out what authorities say.
	NoReferences bool
}

// instructions tell an assistant once what every answer presumes.
const instructions = `Use these tools for questions about back pain medicines in pregnancy and breastfeeding, in place of what you remember. They report what a few machine-translated web pages state and what public authorities say beside them; they give no advice, and neither should you.

- Give the most cautious status first, with its place (as in doc-004:43), and say where statements are disputed or authorities are stricter.
- not_stated means that these pages say nothing. It permits nothing.
- What authorities say never changes a status: keep the two apart.
- If a name is not resolved, ask the person which medicine is meant, as its package names it. Never choose a suggestion for them, and do not answer for a medicine that sounds alike.
- If a name was corrected or is a brand, tell the person what it was read as.
- Pass the notice on, and refer the person to a doctor, midwife or pharmacist.

The resource backcare://words says what every status, relation and position means.`

// server holds what its tools share. Several calls may run at once.
type server struct {
	build *answer.Builder
	opt   answer.Options
	match *match.Matcher
	exact bool
}

// New makes a server with every tool and resource.
func New(c Config) *mcp.Server {
	s := &server{match: match.New(c.Dataset), exact: c.Exact}
	s.opt = answer.Options{NoReferences: c.NoReferences, Find: s.find}
	s.build = answer.NewBuilder(c.Dataset, c.Folder).With(s.opt)
	about := instructions
	if c.Folder != "" {
		about += "\n\n" + origin(s.build.Dataset())
	}
	m := mcp.NewServer(
		&mcp.Implementation{Name: "backcare", Title: "backcare: medicines in pregnancy and breastfeeding", Version: c.Version},
		&mcp.ServerOptions{
			Instructions: about,
			// What is offered never changes while the server runs.
			Capabilities: &mcp.ServerCapabilities{Tools: &mcp.ToolCapabilities{}, Resources: &mcp.ResourceCapabilities{}},
		})
	m.AddReceivingMiddleware(writable)
	s.addTools(m)
	s.addResources(m)
	return m
}

// writable makes the errors of the SDK and of the tools fit to be read: they quote
// what a client sent. Of an error it leaves out what is no JSON, over which the SDK
// ends the session: it quotes the address of a resource that is not there as Go
// does, a control character too.
func writable(next mcp.MethodHandler) mcp.MethodHandler {
	return func(ctx context.Context, method string, req mcp.Request) (mcp.Result, error) {
		res, err := next(ctx, method, req)
		if r, ok := res.(*mcp.CallToolResult); ok && r != nil && r.IsError {
			for _, c := range r.Content {
				if t, ok := c.(*mcp.TextContent); ok {
					t.Text = seen(t.Text)
				}
			}
		}
		var e *jsonrpc.Error
		if errors.As(err, &e) {
			data := e.Data
			if !json.Valid(data) {
				data = nil
			}
			return res, &jsonrpc.Error{Code: e.Code, Message: seen(e.Message), Data: data}
		}
		return res, err
	}
}

func seen(text string) string { return term.Visible(term.CleanLines(text)) }

// at gives a builder that counts authorities' positions by a week, if any.
func (s *server) at(week *int) *answer.Builder {
	o := s.opt
	o.Week = week
	return s.build.With(o)
}

// find resolves the name of a class or an ingredient that a list is filtered by.
func (s *server) find(name string) (entry int32, ok bool) {
	m := s.match.Resolve(name, s.exact)
	return m.Entry, m.Entry >= 0 && m.Kind.Resolved()
}

// vocabulary describes the words that arguments are made of.
func vocabulary() map[reflect.Type]*jsonschema.Schema {
	return map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[catalog.Phase]():    words(catalog.AllPhases.List()),
		reflect.TypeFor[catalog.Status]():   words(catalog.Statuses()),
		reflect.TypeFor[catalog.Kind]():     words(catalog.Kinds()),
		reflect.TypeFor[catalog.Use]():      words(catalog.Uses()),
		reflect.TypeFor[catalog.RefType]():  words(catalog.RefTypes()),
		reflect.TypeFor[resolve.Relation](): words(resolve.Relations()),
	}
}

func words[T fmt.Stringer](list []T) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string"}
	for _, w := range list {
		s.Enum = append(s.Enum, w.String())
	}
	return s
}

// input describes a tool's arguments. Whatever is optional may be left out but
// is never null, which not every client can write.
func input[T any](s *server) *jsonschema.Schema {
	in, err := jsonschema.For[T](&jsonschema.ForOptions{TypeSchemas: vocabulary()})
	if err != nil {
		panic(fmt.Sprintf("mcpserver: no schema for %T: %v", *new(T), err)) // a type of ours
	}
	for name, p := range in.Properties {
		if i := slices.Index(p.Types, "null"); i >= 0 {
			p.Type, p.Types = p.Types[1-i], nil
		}
		text := p
		if p.Items != nil {
			p.MinItems, p.UniqueItems = jsonschema.Ptr(1), true
			text = p.Items
		}
		if text.Type == "string" && text.Enum == nil && name != "document" {
			text.MinLength, text.MaxLength = jsonschema.Ptr(1), jsonschema.Ptr(maxText)
		}
		limit := func(least, most float64) { p.Minimum, p.Maximum = &least, &most }
		switch name {
		case "week":
			limit(0, gestation.MaxWeek)
		case "limit":
			limit(1, maxLimit)
		case "cursor":
			limit(0, 1<<30)
		case "line":
			limit(1, 1<<30)
		case "names":
			p.UniqueItems, p.MaxItems = false, jsonschema.Ptr(maxNames)
		case "document":
			for _, d := range s.build.Documents().Documents {
				p.Enum = append(p.Enum, d.ID)
			}
		}
	}
	return in
}

// output is one of our schemas, on one line and without an id of its own: some
// clients look ids up.
func output(name string) json.RawMessage {
	text, err := schema.Read(name)
	var doc map[string]json.RawMessage
	if err == nil {
		err = json.Unmarshal(text, &doc)
	}
	if err != nil {
		panic(fmt.Sprintf("mcpserver: schema %q: %v", name, err)) // it is built in
	}
	delete(doc, "$id")
	delete(doc, "$schema")
	out, err := json.Marshal(doc)
	if err != nil {
		panic(fmt.Sprintf("mcpserver: schema %q: %v", name, err))
	}
	return out
}

// reply is the result of a call: the answer, and a text for clients and people
// that read no JSON.
func reply(structured any, text string) (*mcp.CallToolResult, any, error) {
	raw, err := encode(structured)
	if err != nil {
		return nil, nil, err
	}
	return &mcp.CallToolResult{
		Content:           []mcp.Content{&mcp.TextContent{Text: text}},
		StructuredContent: raw,
	}, nil, nil
}

func encode(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// The bounds of what a call may ask for and gets.
const (
	maxText  = 200      // characters of a name
	maxNames = 20       // in one call
	maxLimit = 100      // elements of a part
	maxPart  = 40 << 10 // bytes of JSON, all but the first element of a part
)

// part takes elements of a list from a cursor on: at most limit, 0 for no
// limit, and only while their JSON fits, but at least one. The next cursor is
// nil at the end.
func part[T any](list []T, cursor, limit int) (taken []T, next *int, err error) {
	if cursor > 0 && cursor >= len(list) {
		return nil, nil, fmt.Errorf("cursor %d is past the end: there are %d", cursor, len(list))
	}
	end, size := cursor, 0
	for ; end < len(list) && (limit == 0 || end-cursor < limit); end++ {
		raw, err := encode(list[end])
		if err != nil {
			return nil, nil, err
		}
		if size += len(raw); size > maxPart && end > cursor {
			break
		}
	}
	if end < len(list) {
		next = &end
	}
	return list[cursor:end], next, nil
}

// more says in the notice that an answer is a part: its JSON has no other
// place for it.
func more(notice string, cursor, taken, total int, next *int) string {
	if next == nil {
		return notice
	}
	return notice + fmt.Sprintf(" This is a part, %d to %d of %d: call again with cursor %d for the next.", cursor+1, cursor+taken, total, *next)
}
