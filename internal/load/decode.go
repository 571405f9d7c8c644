package load

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/backcare/backcare/internal/term"
)

// pos is a place in a file.
type pos struct {
	file      string
	line, col int
}

func (p pos) String() string {
	if p.line == 0 {
		return p.file
	}
	return fmt.Sprintf("%s:%d:%d", p.file, p.line, p.col)
}

// seen finds repeated values of a list, each in one step however long the list.
type seen[T comparable] map[T]bool

func (s *seen[T]) again(v T) bool {
	if *s == nil {
		*s = seen[T]{}
	}
	again := (*s)[v]
	(*s)[v] = true
	return again
}

// text is a string and its position.
type text struct {
	pos
	v string
}

// decoder reads one file. A value that is not what it should be is reported
// and skipped, so that the rest of the file is still checked.
type decoder struct {
	file   string
	faults *faults
	old    bool // made for an earlier version: see DirOld
}

func (d *decoder) at(n *yaml.Node) pos { return pos{d.file, n.Line, n.Column} }

func (d *decoder) fault(n *yaml.Node, format string, args ...any) {
	d.faults.add(Fault{d.file, n.Line, n.Column, fmt.Sprintf(format, args...)})
}

// whole reports a fault of the file itself.
func (d *decoder) whole(line int, format string, args ...any) *yaml.Node {
	d.faults.add(Fault{File: d.file, Line: line, Message: fmt.Sprintf(format, args...)})
	return nil
}

// parse returns the one value that the file holds, or nil if it
// cannot be read. Items counts the values of all files.
func (d *decoder) parse(data []byte, items *int) *yaml.Node {
	switch n := tokens(data); {
	case len(data) > MaxFileSize:
		return d.whole(0, "is larger than %d MiB", MaxFileSize>>20)
	case !utf8.Valid(data): // the parser takes UTF-16 too, in which tokens counts nothing
		return d.whole(0, "is not text in UTF-8")
	case n > MaxItems:
		return d.whole(0, "may hold %d values; the limit for all files together is %d", n, MaxItems)
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, next yaml.Node
	err := dec.Decode(&doc)
	if errors.Is(err, io.EOF) {
		return d.whole(0, "is empty: leave the file out, or give it a key such as \"entries\"")
	}
	if err != nil {
		return d.syntax(err)
	}
	switch err := dec.Decode(&next); {
	case err == nil:
		d.fault(&next, "a second YAML document: a file holds one")
	case !errors.Is(err, io.EOF):
		d.syntax(err)
	}
	if len(doc.Content) != 1 {
		return d.whole(0, "is empty: leave the file out, or give it a key such as \"entries\"")
	}
	n := count(doc.Content[0])
	if *items += n; *items > MaxItems {
		return d.whole(0, "holds %d values; the limit for all files together is %d", n, MaxItems)
	}
	if !d.guard(doc.Content[0], 1) {
		return nil
	}
	return doc.Content[0]
}

// count counts a value and those in it.
func count(n *yaml.Node) int {
	sum := 1
	for _, c := range n.Content {
		sum += count(c)
	}
	return sum
}

var yamlLine = lazily(`^(?:yaml: )?(?:line (\d+): )?`)

// syntax reports what the YAML parser rejects, with the line that it names.
func (d *decoder) syntax(err error) *yaml.Node {
	s := err.Error()
	m := yamlLine().FindStringSubmatch(s)
	line, _ := strconv.Atoi(m[1]) // 0, the whole file, if it names no line
	return d.whole(line, "is not YAML: %s", clip(s[len(m[0]):]))
}

// tokens counts what precedes the values in a file: one for each value but
// the first, or for two or three of them if these are empty or keys. The parser
// makes some two hundred times the memory of the two bytes that a value may
// take, so that neither the size of the file nor a count after parsing is a
// bound.
func tokens(data []byte) int {
	n := 1
	for i, c := range data {
		switch c {
		case '\n', '\r', ',', ':', '[', '{', '?':
			n++
		case '-':
			if i+1 < len(data) && (data[i+1] == ' ' || data[i+1] == '\t') {
				n++
			}
		case 0x85, 0xa8, 0xa9: // the last byte of the other line ends of YAML 1.1
			if i > 0 && data[i-1] >= utf8.RuneSelf {
				n++
			}
		}
	}
	return n
}

// guard rejects what no dataset needs in any place: aliases and the
// anchors that they name (small files that grow without bound), tags, nulls,
// and deep nesting. It is false if the value must not be looked into.
func (d *decoder) guard(n *yaml.Node, depth int) bool {
	if depth > MaxDepth {
		d.fault(n, "nested more than %d levels deep", MaxDepth)
		return false
	}
	if n.Kind == yaml.AliasNode {
		d.fault(n, "a YAML alias: write the value out")
		return true
	}
	if n.Anchor != "" {
		d.fault(n, "a YAML anchor: write the value out where it is used")
	}
	if n.Style&yaml.TaggedStyle != 0 {
		d.fault(n, "the YAML tag %s: write the plain value", quote(n.Tag))
	} else if isNull(n) {
		d.fault(n, "null: give a value or leave the key out")
	}
	for _, c := range n.Content {
		if !d.guard(c, depth+1) {
			return false
		}
	}
	return true
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// skip reports whether guard has already rejected the value.
func skip(n *yaml.Node) bool {
	return n.Kind == yaml.AliasNode || n.Style&yaml.TaggedStyle != 0 || isNull(n)
}

// field is one key of a mapping and what reads its value.
type field struct {
	key  string
	need bool
	read func(*yaml.Node)
}

func need(key string, read func(*yaml.Node)) field { return field{key, true, read} }
func opt(key string, read func(*yaml.Node)) field  { return field{key, false, read} }

// object reads a mapping with the given keys and no others, each once. What
// names it in messages, with its article. It is false if the value is not
// a mapping.
func (d *decoder) object(n *yaml.Node, what string, fields ...field) bool {
	if skip(n) {
		return false
	}
	if n.Kind != yaml.MappingNode {
		d.fault(n, "%s is a mapping, not %s", what, kindOf(n))
		return false
	}
	first := make([]int, len(fields)) // the line of each, 0 if there is none
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.Kind != yaml.ScalarNode {
			if k.Kind != yaml.AliasNode {
				d.fault(k, "a key of %s is a word, not %s", what, kindOf(k))
			}
			continue
		}
		switch x := slices.IndexFunc(fields, func(f field) bool { return f.key == k.Value }); {
		case x < 0 && d.old:
		case x < 0:
			d.fault(k, "unknown key %s of %s: known are %s", quote(k.Value), what, keys(fields))
		case first[x] > 0:
			d.fault(k, "duplicate key %s, first on line %d", quote(k.Value), first[x])
		default:
			first[x] = k.Line
			fields[x].read(v)
		}
	}
	for x, f := range fields {
		if f.need && first[x] == 0 && !d.old {
			d.fault(n, "%s needs the key %q", what, f.key)
		}
	}
	return true
}

func keys(fields []field) string {
	k := make([]string, len(fields))
	for i, f := range fields {
		k[i] = f.key
	}
	return strings.Join(k, ", ")
}

// list reads each item of a sequence.
func (d *decoder) list(read func(*yaml.Node)) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if skip(n) {
			return
		}
		if n.Kind != yaml.SequenceNode {
			d.fault(n, "want a list, not %s", kindOf(n))
			return
		}
		for i, c := range n.Content {
			if d.faults.full() {
				return
			}
			read(c)
			n.Content[i] = nil // what is read makes room
		}
	}
}

// scalar returns a scalar with the given tag; ok is false if it is
// something else, which has then been reported.
func (d *decoder) scalar(n *yaml.Node, tag, want string) (v string, ok bool) {
	if skip(n) {
		return "", false
	}
	if n.Kind != yaml.ScalarNode || n.ShortTag() != tag {
		hint := ""
		if n.Kind == yaml.ScalarNode && tag == "!!str" {
			hint = ": put it in quotes"
		}
		d.fault(n, "want %s, not %s%s", want, kindOf(n), hint)
		return "", false
	}
	return n.Value, true
}

// str reads a text of one line, as it may be printed on a terminal.
func (d *decoder) str(dst *text) func(*yaml.Node) {
	return func(n *yaml.Node) {
		v, ok := d.scalar(n, "!!str", "a text")
		if !ok {
			return
		}
		*dst = text{d.at(n), v}
		switch {
		case strings.TrimSpace(v) == "":
			d.fault(n, "an empty text: leave the key out or fill it in")
		case strings.TrimSpace(v) != v:
			d.fault(n, "white space before or after the text %s", quote(v))
		case len(v) > MaxText:
			d.fault(n, "a text of %d bytes: the limit is %d", len(v), MaxText)
		}
		for _, r := range v {
			if term.Unsafe(r) {
				d.fault(n, "the control character %U in the text %s", r, quote(v))
				break
			}
		}
	}
}

// name reads a name that people look up and shells complete. Besides letters,
// marks and digits it takes the punctuation of names: nothing that a shell would
// run, and nothing that cannot be seen.
func (d *decoder) name(dst *text) func(*yaml.Node) {
	read := d.str(dst)
	return func(n *yaml.Node) {
		read(n)
		if strings.HasPrefix(dst.v, "-") {
			d.fault(n, "the name %s begins as a flag of a command does", quote(dst.v))
		}
		if i := strings.IndexFunc(dst.v, notInName); i >= 0 && !strings.ContainsFunc(dst.v, term.Unsafe) {
			r, _ := utf8.DecodeRuneInString(dst.v[i:])
			d.fault(n, "the character %U in the name %s: use letters, digits, spaces and any of %s", r, quote(dst.v), inNames)
		}
	}
}

// bare reads a text whose place is of no use once it is read.
func bare(dst *string, read func(*text) func(*yaml.Node)) func(*yaml.Node) {
	return func(n *yaml.Node) {
		var t text
		read(&t)(n)
		*dst = t.v
	}
}

const inNames = "'’(),.:-–+/%№®™"

func notInName(r rune) bool {
	switch {
	case unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector):
		return true // letters and marks that are not seen
	case r == ' ', unicode.IsLetter(r), unicode.IsMark(r), unicode.IsNumber(r):
		return false
	}
	return !strings.ContainsRune(inNames, r)
}

// unwanted is what backcare never says of a medicine: it reports and does not
// vouch.
var unwanted = lazily(`(?i)\bsafe(?:ly|r|st)?\b`)

// own reads a text in our own words.
func (d *decoder) own(dst *text) func(*yaml.Node) {
	read := d.str(dst)
	return func(n *yaml.Node) {
		read(n)
		if w := unwanted().FindString(dst.v); w != "" {
			d.fault(n, "the word %q: say what the passage states instead", w)
		}
	}
}

var idForm = lazily(`^[a-z0-9]+(?:-[a-z0-9]+)*$`)

// id reads an id of at most 64 characters.
func (d *decoder) id(dst *text) func(*yaml.Node) {
	return d.form(dst, "id", "lower-case letters, digits and single hyphens, at most 64", func(s string) bool {
		return len(s) <= 64 && idForm.matches(s)
	})
}

// form reads a text of a certain form.
func (d *decoder) form(dst *text, what, want string, ok func(string) bool) func(*yaml.Node) {
	read := d.str(dst)
	return func(n *yaml.Node) {
		*dst = text{}
		if read(n); dst.v != "" && !ok(dst.v) {
			d.fault(n, "%s is not a valid %s: want %s", quote(dst.v), what, want)
			*dst = text{}
		}
	}
}

// number reads a plain decimal number.
func (d *decoder) number(dst *int, from, to int) func(*yaml.Node) {
	return func(n *yaml.Node) {
		v, ok := d.scalar(n, "!!int", "a number")
		if !ok {
			return
		}
		x, err := strconv.Atoi(v)
		if err != nil || strconv.Itoa(x) != v || x < from || x > to {
			d.fault(n, "want a number from %d to %d, not %s", from, to, quote(v))
			return
		}
		*dst = x
	}
}

// flag reads true or false.
func (d *decoder) flag(dst *bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if v, ok := d.scalar(n, "!!bool", "true or false"); ok {
			*dst = v == "true"
			if v != "true" && v != "false" {
				d.fault(n, "want true or false, not %s", quote(v))
			}
		}
	}
}

// vocabulary is a closed set of words kept as small integers (package
// catalog): String gives the word of each, and "invalid" past the last.
type vocabulary interface {
	~uint8
	String() string
}

func words[T vocabulary]() []string {
	var w []string
	for i := T(0); i.String() != "invalid"; i++ {
		if i.String() != "" { // the zero speaker has no word
			w = append(w, i.String())
		}
	}
	return w
}

// word reads a word of a vocabulary.
func word[T vocabulary](d *decoder, dst *T, what string, parse func(string) (T, bool)) func(*yaml.Node) {
	return func(n *yaml.Node) {
		v, ok := d.scalar(n, "!!str", "a "+what)
		if !ok {
			return
		}
		if *dst, ok = parse(v); !ok {
			d.fault(n, "unknown %s %s: one of %s", what, quote(v), strings.Join(words[T](), ", "))
		}
	}
}

// choice reads one of a few words that are kept as texts.
func (d *decoder) choice(dst *string, what string, known ...string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		v, ok := d.scalar(n, "!!str", "a "+what)
		if !ok {
			return
		}
		if *dst = v; !slices.Contains(known, v) {
			d.fault(n, "unknown %s %s: one of %s", what, quote(v), strings.Join(known, ", "))
			*dst = ""
		}
	}
}

func kindOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	switch n.ShortTag() {
	case "!!str":
		return "the text " + quote(n.Value)
	case "!!int", "!!float":
		return "the number " + quote(n.Value)
	case "!!bool":
		return "the truth value " + quote(n.Value)
	case "!!timestamp":
		return "the bare date " + quote(n.Value)
	}
	return quote(n.Value)
}

// quote shows a value in a message: shortened, and with control characters
// escaped, because messages go to a terminal.
func quote(s string) string { return strconv.Quote(clip(s)) }

func clip(s string) string {
	const most = 80
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
