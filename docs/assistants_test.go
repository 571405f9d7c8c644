package docs_test

import (
	"context"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/mcpserver"
)

const assistantsPage = "assistants.md"

// TestAssistants makes each call of the transcript ("> tool arguments" in a
// fence of the kind mcp) and compares the text that it is answered with.
func TestAssistants(t *testing.T) {
	ctx := context.Background()
	near, far := mcp.NewInMemoryTransports()
	if _, err := mcpserver.New(mcpserver.Config{Dataset: dataset.Embedded()}).Connect(ctx, far, nil); err != nil {
		t.Fatal(err)
	}
	s, err := mcp.NewClient(&mcp.Implementation{Name: "docs"}, nil).Connect(ctx, near, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	page, err := os.ReadFile(assistantsPage)
	if err != nil {
		t.Fatal(err)
	}
	calls := map[string]bool{}
	call := regexp.MustCompile("(?ms)^```mcp\n> (\\w+) ([^\n]*)\n(.*?)^```$")
	out := call.ReplaceAllFunc(page, func(block []byte) []byte {
		m := call.FindSubmatch(block)
		tool, args := string(m[1]), string(m[2])
		calls[tool] = true
		res, err := s.CallTool(ctx, &mcp.CallToolParams{Name: tool, Arguments: json.RawMessage(args)})
		if err != nil {
			t.Fatalf("%s %s: %v", tool, args, err)
		}
		got := res.Content[0].(*mcp.TextContent).Text + "\n"
		if got != string(m[3]) && !*update {
			t.Errorf("%s %s: it is answered otherwise (go test ./docs -run Assistants -update)\nwant:\n%s\ngot:\n%s", tool, args, m[3], got)
		}
		return []byte("```mcp\n> " + tool + " " + args + "\n" + got + "```")
	})
	if *update {
		if err := os.WriteFile(assistantsPage, out, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tools, err := s.ListTools(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tool := range tools.Tools {
		row := regexp.MustCompile("(?m)^\\| `" + tool.Name + "` \\| (.*?) \\|").FindSubmatch(page)
		if row == nil {
			t.Errorf("the page does not name %s", tool.Name)
			continue
		}
		if strings.HasPrefix(string(row[1]), "as ") {
			continue
		}
		for arg := range tool.InputSchema.(map[string]any)["properties"].(map[string]any) {
			if !strings.Contains(string(row[1]), "`"+arg+"`") {
				t.Errorf("the page does not name %s of %s", arg, tool.Name)
			}
		}
	}
	if len(calls) < 4 {
		t.Errorf("only %d tools are called", len(calls))
	}
}
