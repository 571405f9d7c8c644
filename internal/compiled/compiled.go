// Package compiled reads and writes a dataset as one binary file, for
// datasets of the user's own that are too large to be read from YAML at every
// start. The file holds a linked, checked catalog.Dataset and nothing else.
//
// A file is: the magic and the format's number; the CRC-32C of all that
// follows, which finds damage, not malice; the counts of what is to be
// allocated; the strings, each once; then every field as a little-endian
// uint32, strings by their place. Everything read is checked against the
// bounds of the file and of the dataset, so that no file, however made, does
// more than fail. It says nothing that the YAML does not: after an upgrade of
// the format it is compiled again.
package compiled

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
)

// magic begins every file; the last byte is the number of the format. It is
// raised when the fields of package catalog or the rules of package name
// change.
const magic = "backcare dataset\x00\x01"

const (
	headSize = len(magic) + 4 // and the checksum
	maxSize  = 2 << 30        // of a file: places in it fit 32 bits
)

// Write writes a dataset that package load has checked.
func Write(w io.Writer, ds *catalog.Dataset) error {
	c := &codec{writing: true, places: map[string]uint32{}}
	c.dataset(ds)
	var body []byte
	for _, n := range c.sizes.all() {
		body = binary.LittleEndian.AppendUint32(body, uint32(*n))
	}
	body = binary.LittleEndian.AppendUint32(body, uint32(len(c.strings)))
	total := 0
	for _, s := range c.strings {
		body = binary.LittleEndian.AppendUint32(body, uint32(len(s)))
		total += len(s)
	}
	if len(body)+total+len(c.data) > maxSize {
		return fmt.Errorf("the dataset takes more than %d bytes", maxSize)
	}
	for _, s := range c.strings {
		body = append(body, s...)
	}
	body = append(body, c.data...)
	b := bufio.NewWriter(w)
	b.WriteString(magic) // a bufio.Writer keeps its error for Flush
	b.Write(binary.LittleEndian.AppendUint32(nil, crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli))))
	b.Write(body)
	return b.Flush()
}

// ErrFormat is a file that is no compiled dataset, or one of another version
// of the program.
var ErrFormat = errors.New("is not a compiled dataset of this version: make it with \"backcare dataset compile\"")

// errDamaged is a file that began well.
var errDamaged = errors.New("is a damaged compiled dataset: compile it again")

// File reads a compiled dataset. The error does not name the path.
func File(path string) (*catalog.Dataset, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case !st.Mode().IsRegular():
		return nil, ErrFormat
	case st.Size() > maxSize:
		return nil, fmt.Errorf("is larger than %d bytes", maxSize)
	}
	data := make([]byte, st.Size())
	if _, err := io.ReadFull(f, data); err != nil {
		return nil, err
	}
	return Decode(data)
}

// Decode reads a compiled dataset from memory.
func Decode(data []byte) (*catalog.Dataset, error) {
	if len(data) < headSize || string(data[:len(magic)]) != magic {
		return nil, ErrFormat
	}
	sum := binary.LittleEndian.Uint32(data[len(magic):])
	body := data[headSize:]
	if crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli)) != sum {
		return nil, errDamaged
	}
	c := &codec{data: body}
	var ds catalog.Dataset
	c.prepare()
	c.dataset(&ds)
	if c.bad || c.at != len(c.data) || !consistent(&ds) {
		return nil, errDamaged
	}
	return &ds, nil
}

// consistent checks what the codec could not check on the way: the order of
// the names and that each key is that of its name.
func consistent(ds *catalog.Dataset) bool {
	var buf [256]byte
	for i := range ds.Names {
		n := &ds.Names[i]
		if i > 0 && ds.Names[i-1].Key > n.Key {
			return false
		}
		if n.Key == "" || n.Key != n.Text && string(name.AppendKey(buf[:0], n.Text)) != n.Key {
			return false
		}
	}
	return true
}
