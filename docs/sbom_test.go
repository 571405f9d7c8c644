package docs_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestSBOM: the lists of modules in a release, the folder BACKCARE_DIST, say
// what the lists of linked packages say, with a checksum for each module and the
// version of the release.
func TestSBOM(t *testing.T) {
	dist := os.Getenv("BACKCARE_DIST")
	if dist == "" {
		t.Skip("BACKCARE_DIST names no release")
	}
	for program, file := range linkedFiles {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		packages := strings.Fields(string(text))
		boms, err := filepath.Glob(filepath.Join(dist, program+"_*.cdx.json"))
		if err != nil {
			t.Fatal(err)
		}
		if len(boms) != 6 {
			t.Errorf("%s: lists for %d platforms, want 6", program, len(boms))
		}
		for _, path := range boms {
			var bom struct {
				SerialNumber string
				Metadata     struct {
					Timestamp string
					Component struct{ Name, Version string }
				}
				Components []struct {
					Name, Version string
					Hashes        []struct{ Content string }
				}
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(data, &bom); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			if bom.SerialNumber == "" || bom.Metadata.Timestamp == "" || bom.Metadata.Component.Name != "github.com/backcare/backcare" {
				t.Errorf("%s: serial number %q, time %q, of %q", path, bom.SerialNumber, bom.Metadata.Timestamp, bom.Metadata.Component.Name)
			}
			var modules []string
			for _, c := range bom.Components {
				if c.Version == "" || len(c.Hashes) == 0 {
					t.Errorf("%s: %s has version %q and %d hashes", path, c.Name, c.Version, len(c.Hashes))
				}
				modules = append(modules, c.Name)
			}
			if !strings.Contains(path, "_linux_amd64") {
				continue // the lists of linked packages are those of linux
			}
			in := func(p, module string) bool { return p == module || strings.HasPrefix(p, module+"/") }
			for _, p := range packages {
				if !slices.ContainsFunc(modules, func(m string) bool { return in(p, m) }) {
					t.Errorf("%s: no module of the linked package %s", path, p)
				}
			}
			for _, m := range modules {
				if !slices.ContainsFunc(packages, func(p string) bool { return in(p, m) }) {
					t.Errorf("%s: %s, of which no package is linked", path, m)
				}
			}
		}
	}
}
