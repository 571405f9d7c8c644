package docs_test

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// release is the folder of a release, BACKCARE_DIST.
func release(t *testing.T) string {
	t.Helper()
	dist := os.Getenv("BACKCARE_DIST")
	if dist == "" {
		t.Skip("BACKCARE_DIST names no release")
	}
	return dist
}

// TestArchives: each archive has one folder, called like itself, with all that
// belongs to the program.
func TestArchives(t *testing.T) {
	dist := release(t)
	pages, err := filepath.Glob("man/*.1")
	if err != nil || len(pages) == 0 {
		t.Fatalf("%d man pages: %v", len(pages), err)
	}
	for program := range linkedFiles {
		want := []string{"LICENSE"}
		if program == "backcare" {
			want = append(want, "README.md", "release-notes.md", "completions/_backcare", "completions/backcare.bash",
				"completions/backcare.fish", "completions/backcare.ps1")
			for _, p := range pages {
				want = append(want, "man/man1/"+filepath.Base(p))
			}
		}
		for _, platform := range []string{"linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64", "windows_amd64", "windows_arm64"} {
			want, extension := append(slices.Clone(want), program), ".tar.gz"
			if strings.HasPrefix(platform, "windows") {
				want[len(want)-1] += ".exe"
				extension = ".zip"
			}
			found, err := filepath.Glob(filepath.Join(dist, program+"_*_"+platform+extension))
			if err != nil || len(found) != 1 {
				t.Errorf("%s for %s: %d archives (%v)", program, platform, len(found), err)
				continue
			}
			folder := strings.TrimSuffix(filepath.Base(found[0]), extension)
			for i := range want {
				want[i] = path.Join(folder, want[i])
			}
			got := members(t, found[0])
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s holds\n%q, want\n%q", found[0], got, want)
			}
		}
	}
}

// members lists the files of an archive.
func members(t *testing.T, file string) (names []string) {
	t.Helper()
	if strings.HasSuffix(file, ".zip") {
		r, err := zip.OpenReader(file)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		for _, f := range r.File {
			names = append(names, f.Name)
		}
		return names
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return names
		}
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, h.Name)
	}
}

// TestSBOM: the lists of modules in a release say what the lists of linked
// packages say, with a version and a checksum for each module.
func TestSBOM(t *testing.T) {
	dist := release(t)
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
		for _, list := range boms {
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
			data, err := os.ReadFile(list)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(data, &bom); err != nil {
				t.Fatalf("%s: %v", list, err)
			}
			if bom.SerialNumber == "" || bom.Metadata.Timestamp == "" || bom.Metadata.Component.Name != "github.com/backcare/backcare" {
				t.Errorf("%s: serial number %q, time %q, of %q", list, bom.SerialNumber, bom.Metadata.Timestamp, bom.Metadata.Component.Name)
			}
			var modules []string
			for _, c := range bom.Components {
				if c.Version == "" || len(c.Hashes) == 0 {
					t.Errorf("%s: %s has version %q and %d hashes", list, c.Name, c.Version, len(c.Hashes))
				}
				modules = append(modules, c.Name)
			}
			if !strings.Contains(list, "_linux_amd64") {
				continue // the lists of linked packages are those of linux
			}
			in := func(p, module string) bool { return p == module || strings.HasPrefix(p, module+"/") }
			for _, p := range packages {
				if !slices.ContainsFunc(modules, func(m string) bool { return in(p, m) }) {
					t.Errorf("%s: no module of the linked package %s", list, p)
				}
			}
			for _, m := range modules {
				if !slices.ContainsFunc(packages, func(p string) bool { return in(p, m) }) {
					t.Errorf("%s: %s, of which no package is linked", list, m)
				}
			}
		}
	}
}
