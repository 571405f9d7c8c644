// Package compiled reads and writes a dataset as one binary file, for
// datasets of the user's own that are too large to be read from YAML at every
// start. The file holds a linked, checked catalog.Dataset and nothing else.
//
// A file is: the magic and the format's number; the CRC-32C of all that
// follows, which finds damage, not malice; the counts of what is to be
// allocated, and the lengths of the four parts that follow; the names; the other
// fields, each a little-endian uint32, and two for a string, its place and its
// length; the strings, each once; the index of the names, which is used in place.
// Everything read is checked against the bounds of the file and of the dataset, so
// that no file, however made, does more than fail. It says nothing that the
// YAML does not: after an upgrade of the format it is compiled again.
package compiled

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"runtime"
	"slices"
	"sync"
	"unsafe"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/name"
)

// magic begins every file; the last byte is the number of the format. It is
// raised when the fields of package catalog or the rules of package name
// change.
const magic = "backcare dataset\x00\x03"

const (
	headSize = len(magic) + 4 // and the checksum
	maxSize  = 2 << 30        // of a file: places in it fit 32 bits
)

// parts is how many lengths follow the counts.
const parts = 4

// Write writes a dataset that package load has checked. Its index is written as
// it is, and made anew at every start where there is none.
func Write(w io.Writer, ds *catalog.Dataset) error {
	c := &codec{writing: true, places: map[string]uint32{}}
	c.names(ds)
	names := c.data
	c.data = nil
	c.dataset(ds)
	var body []byte
	for _, n := range c.sizes.all() {
		body = binary.LittleEndian.AppendUint32(body, uint32(*n))
	}
	total := 0
	for _, n := range [parts]int{len(names), len(c.data), len(c.made), len(ds.Index)} {
		body = binary.LittleEndian.AppendUint32(body, uint32(n))
		total += n
	}
	if total > maxSize-headSize-len(body) {
		return fmt.Errorf("the dataset takes more than %d bytes", maxSize)
	}
	body = slices.Concat(body, names, c.data, c.made, []byte(ds.Index))
	b := bufio.NewWriter(w)
	b.WriteString(magic) // a bufio.Writer keeps its error for Flush
	b.Write(binary.LittleEndian.AppendUint32(nil, crc32.Checksum(body, castagnoli())))
	b.Write(body)
	return b.Flush()
}

func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// ErrFormat is a file that is no compiled dataset, or one of another version
// of the program.
var ErrFormat = errors.New("is not a compiled dataset of this version: make it with \"backcare dataset compile\"")

// ErrDamaged is a file that began well: it was cut, or its bytes changed.
var ErrDamaged = errors.New("is a damaged compiled dataset: compile it again")

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
	data := largePages(make([]byte, st.Size()))
	if err := readAll(f, data); err != nil {
		return nil, err
	}
	return Decode(data)
}

// readAll fills data from the beginning of a file, in several pieces at once:
// half of the time that a large one takes is the system's for its pages.
func readAll(f io.ReaderAt, data []byte) error {
	n := runtime.GOMAXPROCS(0)
	errs := make([]error, n)
	var wait sync.WaitGroup
	for i := range n {
		from, to := len(data)*i/n, len(data)*(i+1)/n
		wait.Go(func() {
			if got, err := f.ReadAt(data[from:to], int64(from)); got < to-from {
				errs[i] = err
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		switch {
		case errors.Is(err, io.EOF):
			return ErrDamaged // cut while it was read
		case err != nil:
			return err
		}
	}
	return nil
}

// Decode reads a compiled dataset from memory. The dataset lies in data, which
// must not be changed any more.
func Decode(data []byte) (*catalog.Dataset, error) {
	if len(data) < headSize || string(data[:len(magic)]) != magic {
		return nil, ErrFormat
	}
	whole := make(chan bool)
	go func() {
		whole <- crc32.Checksum(data[headSize:], castagnoli()) == binary.LittleEndian.Uint32(data[len(magic):])
	}()
	ds, ok := decode(data[headSize:])
	if !<-whole || !ok {
		return nil, ErrDamaged
	}
	return ds, nil
}

// decode reads what follows the head; ok is false where it is not whole.
func decode(data []byte) (ds *catalog.Dataset, ok bool) {
	c := &codec{from: data}
	for _, n := range c.sizes.all() {
		*n = c.next()
	}
	var lengths [parts]int
	total := 0
	for i := range lengths {
		lengths[i] = c.next()
		total += lengths[i]
		c.bad = c.bad || lengths[i] < 0
	}
	if c.bad || total != len(c.from)-c.at {
		return nil, false
	}
	rest := c.from[c.at:]
	cut := func(i int) []byte {
		part := rest[:lengths[i]]
		rest = rest[lengths[i]:]
		return part
	}
	names, fields := cut(0), cut(1)
	c.text = view(cut(2))
	c.prepare(len(names) + len(fields))
	if c.bad {
		return nil, false
	}
	ds = &catalog.Dataset{Index: view(rest)}
	// The names take about as long as all the rest.
	other := *c
	done := make(chan bool)
	go func() {
		other.from, other.at = names, 0
		other.names(ds)
		done <- !other.bad && other.at == len(names) && consistent(ds)
	}()
	c.from, c.at = fields, 0
	c.dataset(ds)
	if ok := <-done; !ok || c.bad || c.at != len(fields) {
		return nil, false
	}
	return ds, true
}

// view is a string that lies in b, without a copy.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

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
