package docs_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// linkedFiles lists what each program links.
var linkedFiles = map[string]string{"backcare": "linked-packages.txt", "backcare-mcp": "linked-packages-mcp.txt"}

// goList runs go list over what a program links on a system, the standard
// library and our own packages left out.
func goList(t *testing.T, program, goos, format string) []string {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-f", `{{if not .Standard}}{{if not .Module.Main}}`+format+`{{end}}{{end}}`, "./cmd/"+program)
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH=amd64", "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	slices.Sort(lines)
	return slices.Compact(lines)
}

// TestLinkedPackages: a package that enters a program is seen in review.
func TestLinkedPackages(t *testing.T) {
	for program, file := range linkedFiles {
		list := goList(t, program, "linux", "{{.ImportPath}}")
		got := strings.Join(list, "\n") + "\n"
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s links other packages than %s lists; if they are wanted: go test ./docs -run LinkedPackages -update\ngot:\n%swant:\n%s", program, file, got, want)
		}
	}
}

// TestSDKApart: only backcare-mcp links the SDK, so that backcare stays small.
func TestSDKApart(t *testing.T) {
	const sdk = "github.com/modelcontextprotocol/"
	for program, want := range map[string]bool{"backcare": false, "backcare-mcp": true} {
		list := goList(t, program, "linux", "{{.ImportPath}}")
		if got := slices.ContainsFunc(list, func(p string) bool { return strings.HasPrefix(p, sdk) }); got != want {
			t.Errorf("%s links the SDK: %v", program, got)
		}
	}
}

var (
	row     = regexp.MustCompile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\| ([^|]+) \\|$")
	require = regexp.MustCompile(`(?m)^\t(\S+) v\S+$`) // without "// indirect"
	tool    = regexp.MustCompile(`(?m)^tool (\S+)$`)
)

// TestDependencyTable: every linked module, on each system, has a row with
// the licence that its own files state, and every module that go.mod asks for
// has one that says why.
func TestDependencyTable(t *testing.T) {
	text, err := os.ReadFile("dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	licences := map[string]string{}
	for _, m := range row.FindAllStringSubmatch(string(text), -1) {
		if _, twice := licences[m[1]]; twice {
			t.Errorf("two rows for %s", m[1])
		}
		licences[m[1]] = strings.TrimSpace(m[2])
	}
	linked := map[string]bool{}
	for program := range linkedFiles {
		for _, goos := range []string{"linux", "darwin", "windows"} {
			for _, line := range goList(t, program, goos, "{{.Module.Path}}\t{{.Module.Dir}}") {
				path, dir, _ := strings.Cut(line, "\t")
				if linked[path] {
					continue
				}
				linked[path] = true
				if got, want := licences[path], licence(t, dir); got != want {
					t.Errorf("%s is linked on %s under the licence %q, its row says %q", path, goos, want, got)
				}
			}
		}
	}
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	wanted := require.FindAllStringSubmatch(string(mod), -1)
	for _, m := range wanted {
		if _, ok := licences[m[1]]; !ok {
			t.Errorf("%s, which go.mod asks for, has no row", m[1])
		}
	}
	tools := tool.FindAllStringSubmatch(string(mod), -1)
	for path := range licences {
		direct := slices.ContainsFunc(wanted, func(m []string) bool { return m[1] == path })
		isTool := slices.ContainsFunc(tools, func(m []string) bool { return strings.HasPrefix(m[1], path+"/") })
		if !direct && !isTool && !linked[path] {
			t.Errorf("a row for %s, which is neither linked nor asked for", path)
		}
	}
	if len(linked) < 10 || len(wanted) < 10 {
		t.Errorf("found %d linked modules and %d direct ones", len(linked), len(wanted))
	}
}

// licence reads the licence of a module off a sentence that only its text
// holds. It is empty where there is none that we know.
func licence(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "LICENSE*"))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		words := strings.Join(strings.Fields(string(text)), " ")
		for _, l := range []struct{ name, sentence string }{
			{"Apache-2.0", "Apache License Version 2.0, January 2004"},
			{"Apache-2.0", "http://www.apache.org/licenses/LICENSE-2.0"},
			{"BSD-3-Clause", "Neither the name of"},
			{"MIT", "to deal in the Software without restriction"},
		} {
			if strings.Contains(words, l.sentence) {
				found = append(found, l.name)
			}
		}
	}
	slices.Sort(found)
	return strings.Join(slices.Compact(found), " and ")
}
