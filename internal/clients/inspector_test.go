package clients_test

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestInspector: the official inspector, which checks answers against the
// schemas that the tools declare, lists and calls every tool and reads every
// resource; and the JSON that it gets is what ajv takes by our own schemas.
func TestInspector(t *testing.T) {
	modules(t, ".bin/mcp-inspector", "ajv")
	b := newBench(t)
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", filepath.Join(b.bin, "backcare-mcp"), "../../cmd/backcare-mcp").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	inspect := func(t *testing.T, v any, args string) {
		t.Helper()
		inner := *b
		inner.t = t
		if err := json.Unmarshal([]byte(inner.run("mcp-inspector --cli backcare-mcp "+args)), v); err != nil {
			t.Fatal(err)
		}
	}
	calls := map[string]struct{ args, says string }{
		"lookup_medicine":   {`--tool-arg 'names=["nurofen gell","prednisolone"]' week=22`, "Ask the person"},
		"list_medicines":    {`--tool-arg 'phases=["lactation"]' 'status=["contraindicated"]'`, "not medical advice"},
		"compare_medicines": {`--tool-arg 'names=["paracetamol","analgin"]'`, "Breastfeeding (lactation):"},
		"show_place":        {`--tool-arg document=doc-004 line=43`, "doc-004:43"},
		"list_authorities":  {`--tool-arg about=ibuprofen limit=3`, "None of them changes a status"},
	}
	var tools struct{ Tools []struct{ Name string } }
	inspect(t, &tools, "--method tools/list")
	for _, tool := range tools.Tools {
		t.Run(tool.Name, func(t *testing.T) {
			c, ok := calls[tool.Name]
			if !ok {
				t.Fatal("it is not called")
			}
			var res struct {
				Content           []struct{ Text string }
				StructuredContent json.RawMessage
				IsError           bool
			}
			inspect(t, &res, "--method tools/call --tool-name "+tool.Name+" "+c.args)
			if res.IsError || len(res.Content) != 1 || !strings.Contains(res.Content[0].Text, c.says) {
				t.Errorf("%+v", res)
			}
			var head struct{ Schema string }
			if err := json.Unmarshal(res.StructuredContent, &head); err != nil {
				t.Fatal(err)
			}
			name, _, _ := strings.Cut(strings.TrimPrefix(head.Schema, "backcare."), "/")
			inner := *b
			inner.t = t
			inner.run("backcare dataset schema " + name + " > s.json")
			inner.run(`printf %s "$1" > d.json; node "$0/validate.cjs" s.json d.json`, string(res.StructuredContent))
		})
	}
	if len(tools.Tools) != len(calls) {
		t.Errorf("%d tools", len(tools.Tools))
	}
	var list struct{ Resources []struct{ URI string } }
	inspect(t, &list, "--method resources/list")
	want := []string{"backcare://words", "backcare://documents", "backcare://dataset", "backcare://schema/lookup"}
	for i, uri := range want {
		if !slices.ContainsFunc(list.Resources, func(r struct{ URI string }) bool { return r.URI == uri }) {
			t.Errorf("no resource %s", uri)
		}
		if i > 1 {
			continue // read in the tests of the server
		}
		var res struct{ Contents []struct{ URI, Text string } }
		inspect(t, &res, "--method resources/read --uri "+uri)
		if len(res.Contents) != 1 || res.Contents[0].URI != uri || res.Contents[0].Text == "" {
			t.Errorf("%s: %+v", uri, res)
		}
	}
}
