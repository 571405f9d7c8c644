package answer

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
	"github.com/backcare/backcare/internal/resolve"
)

// Options say what an answer holds. They never change a status.
type Options struct {
	// Week makes the authorities' positions count by this week of pregnancy, in
	// its trimester; nil for whole phases.
	Week *int
	// NoReferences leaves the references out. How the authorities compare with a
	// headline stays: without it they would seem to agree.
	NoReferences bool
	// Find resolves the names given to the class and contains filters. Nil
	// finds the dataset's exact names only.
	Find func(name string) (entry int32, ok bool)
}

// Builder makes the answers from one dataset. It changes nothing in it and may
// be used by several goroutines.
type Builder struct {
	ds     *catalog.Dataset
	folder string // empty for the dataset built in
	opt    Options
}

// NewBuilder makes a builder. Folder is where the dataset was read from, empty
// for the one built in.
func NewBuilder(ds *catalog.Dataset, folder string) *Builder {
	return &Builder{ds: ds, folder: folder}
}

// With returns a builder of the same dataset with other options.
func (b *Builder) With(o Options) *Builder {
	return &Builder{ds: b.ds, folder: b.folder, opt: o}
}

func (b *Builder) origin() Origin {
	o := Origin{Embedded: b.folder == "", Source: b.folder, Version: b.ds.Version, Hash: b.ds.Hash}
	if o.Embedded {
		o.Source = Embedded
	}
	return o
}

// notice is what the answers say of themselves.
func (b *Builder) notice() string {
	if b.folder == "" {
		return Notice
	}
	return fmt.Sprintf(folderNotice, folder(b.folder))
}

// Dataset says which data the answers come from.
func (b *Builder) Dataset() Dataset {
	d := Dataset{Origin: b.origin(), Entries: len(b.ds.Entries)}
	for i := range b.ds.Entries {
		d.Statements += len(b.ds.Entries[i].Statements)
	}
	return d
}

// find resolves a name to an entry, -1 if it is none.
func (b *Builder) find(s string) int32 {
	if b.opt.Find != nil {
		if i, ok := b.opt.Find(s); ok {
			return i
		}
		return -1
	}
	key := name.Key(s)
	i, ok := slices.BinarySearchFunc(b.ds.Names, key, func(n catalog.Name, k string) int { return cmp.Compare(n.Key, k) })
	if !ok || i+1 < len(b.ds.Names) && b.ds.Names[i+1].Key == key {
		return -1 // unknown, or shared by several entries
	}
	return b.ds.Names[i].Entry
}

func (b *Builder) findClass(s string) int32 {
	for i := range b.ds.Entries {
		if e := &b.ds.Entries[i]; e.ID == s && e.Kind == catalog.Class {
			return int32(i)
		}
	}
	if i := b.find(s); i >= 0 && b.ds.Entries[i].Kind == catalog.Class {
		return i
	}
	return -1
}

// findSubstance knows a substance by its id or name, by the names of its own
// entry, and by a product that holds nothing else.
func (b *Builder) findSubstance(s string) int32 {
	key := name.Key(s)
	for i := range b.ds.Substances {
		if sub := &b.ds.Substances[i]; sub.ID == s || key != "" && name.Key(sub.Name) == key {
			return int32(i)
		}
	}
	e := b.find(s)
	if e < 0 {
		return -1
	}
	for i := range b.ds.Substances {
		if b.ds.Substances[i].Entry == e {
			return int32(i)
		}
	}
	if x := &b.ds.Entries[e]; resolve.Single(x) {
		return x.Ingredients[0].Index
	}
	return -1
}

// findDocument knows a document by its id, with or without "doc-".
func (b *Builder) findDocument(id string) int32 {
	return int32(slices.IndexFunc(b.ds.Documents, func(d catalog.Document) bool {
		return d.ID == id || d.ID == "doc-"+id
	}))
}

func (b *Builder) documentIDs() []string {
	ids := make([]string, len(b.ds.Documents))
	for i := range b.ds.Documents {
		ids[i] = b.ds.Documents[i].ID
	}
	return ids
}
