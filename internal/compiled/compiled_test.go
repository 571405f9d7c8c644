package compiled_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/compiled"
	"github.com/backcare/backcare/internal/dataset"
)

func write(t testing.TB, ds *catalog.Dataset) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := compiled.Write(&b, ds); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRoundTrip(t *testing.T) {
	want := dataset.Embedded()
	data := write(t, want)
	path := filepath.Join(t.TempDir(), "x.dataset")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := compiled.File(path)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Error("the dataset read differs from the one written")
	}
	if !bytes.Equal(write(t, got), data) {
		t.Error("written again it gives another file")
	}
	if _, err := compiled.Decode(write(t, &catalog.Dataset{})); err != nil {
		t.Errorf("an empty dataset: %v", err)
	}
}

// TestEveryField writes a dataset in which every field holds something, so
// that one that the walk leaves out shows.
func TestEveryField(t *testing.T) {
	var ds catalog.Dataset
	fill(reflect.ValueOf(&ds).Elem())
	ds.Names[0].Key, ds.Names[0].Text = "abc", "A-b c"
	got, err := compiled.Decode(write(t, &ds))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, &ds) {
		t.Errorf("%+v\nwant\n%+v", got, &ds)
	}
}

// fill puts something into every field: 0 only where it is an index of lists
// of one element.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("some " + v.Type().Name() + string(rune('a'+v.Addr().Pointer()%26)))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(int64(1 + v.Addr().Pointer()%1000))
	case reflect.Uint8:
		v.SetUint(1)
	case reflect.Int32:
		v.SetInt(0)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	}
}

// signed puts the right checksum on a file, as an attacker would.
func signed(data []byte) []byte {
	const magic = 18
	if len(data) < magic+4 {
		return data
	}
	binary.LittleEndian.PutUint32(data[magic:], crc32.Checksum(data[magic+4:], crc32.MakeTable(crc32.Castagnoli)))
	return data
}

func TestDamaged(t *testing.T) {
	data := write(t, dataset.Embedded())
	flipped := bytes.Clone(data)
	flipped[len(flipped)/2] ^= 1
	for name, x := range map[string][]byte{
		"flipped":            flipped,
		"cut":                data[:len(data)-1],
		"longer":             append(bytes.Clone(data), 0),
		"cut again":          signed(bytes.Clone(data[:len(data)-4])),
		"longer by a number": signed(append(bytes.Clone(data), 0, 0, 0, 0)),
	} {
		if _, err := compiled.Decode(x); err == nil || errors.Is(err, compiled.ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
	other := bytes.Clone(data)
	other[17]++ // the number of the format
	for name, x := range map[string][]byte{"empty": nil, "text": []byte("version: \"1\"\n"), "another format": signed(other)} {
		if _, err := compiled.Decode(x); !errors.Is(err, compiled.ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := compiled.File(t.TempDir()); !errors.Is(err, compiled.ErrFormat) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := compiled.File(filepath.Join(t.TempDir(), "nowhere")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
}

// TestUnsorted: names out of order, or with a key that is not their own,
// would make lookups miss or hit another entry.
func TestUnsorted(t *testing.T) {
	for name, names := range map[string][]catalog.Name{
		"order":     {{Key: "b", Text: "b"}, {Key: "a", Text: "a"}},
		"wrong key": {{Key: "a", Text: "b"}},
		"empty key": {{Key: "", Text: "-"}},
		"beyond":    {{Key: "a", Text: "a", Entry: 1}},
	} {
		ds := &catalog.Dataset{Entries: make([]catalog.Entry, 1), Names: names}
		if _, err := compiled.Decode(write(t, ds)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// FuzzDecode: no file does more than fail, whatever it holds and however well
// it is signed. What is accepted can be walked, and is written again the same.
func FuzzDecode(f *testing.F) {
	var small catalog.Dataset
	fill(reflect.ValueOf(&small).Elem())
	small.Names[0].Key, small.Names[0].Text = "abc", "A-b c"
	f.Add(write(f, &small))
	f.Add(write(f, &catalog.Dataset{}))
	f.Fuzz(func(t *testing.T, data []byte) {
		ds, err := compiled.Decode(signed(data))
		if err != nil {
			return
		}
		for _, e := range ds.Entries {
			for _, s := range e.Statements {
				_ = ds.Documents[s.Source.Document]
			}
			for _, l := range e.Ingredients {
				_ = ds.Substances[l.Index]
			}
			for _, l := range e.Classes {
				_ = ds.Entries[l.Index]
			}
			for _, x := range e.Confusable {
				if x.Entry >= 0 {
					_ = ds.Entries[x.Entry]
				}
			}
		}
		for _, n := range ds.Names {
			_ = ds.Entries[n.Entry]
		}
		again, err := compiled.Decode(write(t, ds))
		if err != nil || !reflect.DeepEqual(again, ds) {
			t.Fatalf("read, written and read again it differs: %v", err)
		}
	})
}
