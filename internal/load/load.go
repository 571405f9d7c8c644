// Package load reads a dataset from YAML and checks it. It is strict: what it
// lets through is what a person meant to write, and every fault is reported
// with its place, not only the first. The schema is described in docs/data.md.
//
// Input may be hostile: sizes, depths and counts are bounded before
// anything is built from them, and aliases are refused outright.
package load

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/term"
)

// The limits of a dataset folder. The embedded dataset takes less than half of
// each.
const (
	MaxFiles    = 64       // YAML files in the folder
	MaxFileSize = 16 << 20 // bytes of one file
	MaxTotal    = 32 << 20 // bytes of all files together: four times what MaxItems values of the usual length take
	MaxItems    = 750_000  // values that all files together may hold, which bounds the memory that they take
	MaxDepth    = 20       // levels of nesting
	MaxText     = 4096     // bytes of one text
	maxFaults   = 10_000   // reported faults
)

// Fault is one thing wrong with a dataset, and where.
type Fault struct {
	File    string
	Line    int // from 1; 0 if the fault concerns the whole file
	Column  int // from 1, in characters; 0 if not known
	Message string
}

// Error gives the fault as "file:line:column: message", the form that
// editors jump to.
func (f Fault) Error() string {
	file := printable(f.File)
	switch {
	case f.Line == 0:
		return file + ": " + f.Message
	case f.Column == 0:
		return fmt.Sprintf("%s:%d: %s", file, f.Line, f.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", file, f.Line, f.Column, f.Message)
}

// printable replaces what could control a terminal with U+FFFD: file names and
// the parts of the input that the YAML parser quotes may contain it.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if term.Unsafe(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// File is one YAML file of a dataset.
type File struct {
	Name string // without its folder
	Data []byte
	Err  error // why it could not be read, nil if it was
}

// innerFolders are the folders inside a dataset's that are read with it, for what
// needs many files.
func innerFolders() []string { return []string{"brands", "references"} }

// Dir reads every *.yaml file of a folder and of the folders "brands" and
// "references" in it, in the order of their names, as one dataset. Files whose
// names begin with a dot and other folders are ignored. The error is for a
// folder that cannot be read or holds no dataset, the faults are for what its
// files hold; without either the dataset is whole and checked, and otherwise it
// is nil.
func Dir(path string) (*catalog.Dataset, []Fault, error) {
	return dir(path, false)
}

// DirOld reads a folder as Dir does, but one that an earlier version may have
// been made for: keys that came or went since, the rules of reading, and the
// references are ignored. It is for comparing two states of a dataset.
func DirOld(path string) (*catalog.Dataset, []Fault, error) {
	return dir(path, true)
}

func dir(path string, old bool) (*catalog.Dataset, []Fault, error) {
	names, err := yamlNames(path)
	if err != nil {
		return nil, nil, err
	}
	tooLarge := fmt.Errorf("%s holds more YAML than the limit of %d MiB", path, MaxTotal>>20)
	if total(path, names) > MaxTotal {
		return nil, nil, tooLarge
	}
	files, left := make([]File, len(names)), MaxTotal
	for i, n := range names {
		data, err := readFile(filepath.Join(path, n))
		if left -= len(data); left < 0 { // more than the file's size promised
			return nil, nil, tooLarge
		}
		files[i] = File{n, data, err}
	}
	ds, faults := read(old, files)
	for i := range faults {
		faults[i].File = filepath.Join(path, faults[i].File)
	}
	return ds, faults, nil
}

// total is how many bytes the files hold, as far as the file system knows. A file over
// the limit counts as no more than is read of it; that is a fault by itself.
func total(path string, names []string) int64 {
	sum := int64(0)
	for _, n := range names {
		if info, err := os.Stat(filepath.Join(path, n)); err == nil && info.Mode().IsRegular() {
			sum += min(info.Size(), MaxFileSize+1)
		}
	}
	return sum
}

// Files reads a dataset from memory; the order of the files does not matter.
// The dataset is nil if there are faults.
func Files(files ...File) (*catalog.Dataset, []Fault) {
	return read(false, files)
}

func read(old bool, files []File) (*catalog.Dataset, []Fault) {
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Name, b.Name) })
	r := reader{sum: sha256.New(), old: old}
	for _, f := range files {
		r.file(f)
	}
	return r.dataset()
}

// yamlNames lists the YAML files of a dataset in the order of their names.
func yamlNames(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, plain(path, err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%s is not a folder: give the folder that holds the dataset's YAML files", path)
	}
	names, inner, err := yamlIn(path, "")
	for _, folder := range inner {
		if err == nil {
			var more []string
			more, _, err = yamlIn(path, folder)
			names = append(names, more...)
		}
	}
	switch {
	case err != nil:
		return nil, err
	case len(names) > MaxFiles:
		return nil, fmt.Errorf("%s holds more than %d YAML files", path, MaxFiles)
	case len(names) == 0:
		return nil, fmt.Errorf("%s holds no YAML file: a dataset is a folder of *.yaml files", path)
	}
	slices.Sort(names)
	return names, nil
}

// yamlIn lists the YAML files of a folder inside path, or of path itself, as
// path sees them, and the inner folders that it holds.
func yamlIn(path, sub string) (names []string, inner []string, err error) {
	dir, err := os.Open(filepath.Join(path, sub))
	if err != nil {
		return nil, nil, plain(filepath.Join(path, sub), err)
	}
	defer dir.Close()
	for len(names) <= MaxFiles {
		// In portions, for a folder may hold millions of other files.
		batch, err := dir.ReadDir(512)
		for _, e := range batch {
			n := e.Name()
			switch {
			case e.IsDir():
				if slices.Contains(innerFolders(), n) {
					inner = append(inner, n)
				}
			case strings.HasPrefix(n, "."):
			case strings.HasSuffix(n, ".yml"):
				return nil, nil, fmt.Errorf("%s ends in .yml and would not be read: name it .yaml", filepath.Join(path, sub, n))
			case strings.HasSuffix(n, ".yaml"):
				names = append(names, filepath.Join(sub, n))
			}
		}
		if errors.Is(err, io.EOF) {
			return names, inner, nil
		}
		if err != nil {
			return nil, nil, plain(filepath.Join(path, sub), err)
		}
	}
	return names, inner, nil // too many, which the caller reports
}

// readFile reads a regular file of at most MaxFileSize bytes. The kind is
// checked before opening: opening a named pipe would wait for a writer.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, reason(err)
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("is not a regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, reason(err)
	}
	defer f.Close()
	// One byte more than allowed, so that a file that grows is noticed too.
	data, err := io.ReadAll(io.LimitReader(f, MaxFileSize+1))
	if err != nil {
		return nil, reason(err)
	}
	return data, nil
}

// plain drops what an os error says besides its reason: the system call and the
// path, which the message names already.
func plain(path string, err error) error {
	return fmt.Errorf("cannot read %s: %w", path, reason(err))
}

func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// reader gathers the raw contents of the files of a dataset.
type reader struct {
	raw    raw
	faults faults
	sum    hash.Hash
	items  int  // values that the files so far may hold
	unread bool // some file could not be read at all
	old    bool // made for an earlier version: see DirOld
}

// file reads one file into the raw dataset. Name and size go into the hash
// before the bytes, so that no two sets of files hash the same.
func (r *reader) file(f File) {
	if f.Err != nil {
		r.faults.add(Fault{File: f.Name, Message: f.Err.Error()})
		r.unread = true
		return
	}
	fmt.Fprintf(r.sum, "%s\x00%d\x00", f.Name, len(f.Data))
	r.sum.Write(f.Data)
	d := decoder{file: f.Name, faults: &r.faults, old: r.old}
	n := d.parse(f.Data, &r.items)
	if n == nil {
		r.unread = true
		return
	}
	d.dataset(n, &r.raw)
}

func (r *reader) dataset() (*catalog.Dataset, []Fault) {
	var ds *catalog.Dataset
	// Without a whole file every link into it would look broken.
	if !r.unread {
		ds = link(&r.raw, r.old, &r.faults)
	}
	if len(r.faults.list) > 0 {
		return nil, r.faults.sorted()
	}
	ds.Hash = "sha256:" + hex.EncodeToString(r.sum.Sum(nil))
	return ds, nil
}

// faults collects faults up to a bound, at which reading ends.
type faults struct{ list []Fault }

func (f *faults) full() bool { return len(f.list) == maxFaults }

func (f *faults) add(x Fault) {
	if f.full() {
		return
	}
	x.Message = printable(x.Message)
	f.list = append(f.list, x)
}

// sorted returns the faults in the order of their places.
func (f *faults) sorted() []Fault {
	slices.SortStableFunc(f.list, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if f.full() {
		last := f.list[len(f.list)-1]
		return append(f.list, Fault{File: last.File, Message: fmt.Sprintf("there may be more: %d faults are reported at most", maxFaults)})
	}
	return f.list
}
