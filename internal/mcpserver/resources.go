package mcpserver

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/backcare/backcare/docs/schema"
	"github.com/backcare/backcare/internal/catalog"
)

//go:embed words.md
var wordsPage string

const scheme = "backcare://"

// statuses are the lines on them, most cautious first.
func statuses() string {
	var b strings.Builder
	for _, s := range slices.Backward(catalog.Statuses()) {
		fmt.Fprintf(&b, "- `%s`: %s.\n", s, s.Meaning())
	}
	return b.String()
}

func (s *server) addResources(m *mcp.Server) {
	page := func(path, title, mime, description string, read func() (string, error)) {
		uri := scheme + path
		m.AddResource(&mcp.Resource{URI: uri, Name: path, Title: title, MIMEType: mime, Description: description},
			func(context.Context, *mcp.ReadResourceRequest) (*mcp.ReadResourceResult, error) {
				text, err := read()
				if err != nil {
					return nil, err
				}
				return &mcp.ReadResourceResult{Contents: []*mcp.ResourceContents{{URI: uri, MIMEType: mime, Text: text}}}, nil
			})
	}
	object := func(path, title, description string, of func() any) {
		page(path, title, "application/json", description, func() (string, error) {
			raw, err := encode(of())
			return string(raw), err
		})
	}
	page("words", "The words of the answers", "text/markdown", "What every status, phase, position and relation means.",
		func() (string, error) { return strings.Replace(wordsPage, "{statuses}", statuses(), 1), nil })
	object("dataset", "The dataset", "Which data the answers come from, and how much it is.", func() any { return s.build.Info() })
	object("documents", "The documents", "What each source is, who speaks in which part of it, and what it warns of itself.", func() any { return s.build.Documents() })
	for _, name := range schema.Names() {
		page("schema/"+name, "JSON Schema: "+name, "application/schema+json", "The shape of that answer (JSON Schema 2020-12).", func() (string, error) {
			text, err := schema.Read(name)
			return string(text), err
		})
	}
}
