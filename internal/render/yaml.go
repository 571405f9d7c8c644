package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/backcare/backcare/internal/page"
	"github.com/backcare/backcare/internal/term"
)

// asYAML is an answer as YAML with the keys and the order of its JSON.
func asYAML(a Answer, _ Options) ([]byte, error) {
	j, err := encode(a, false)
	if err != nil {
		return nil, err
	}
	return yamlOf(j)
}

// yamlList is the elements of an answer as the list that ends its YAML.
type yamlList struct {
	onlyItems
	head  []byte
	known writers
}

func yamlPieces(a Answer, o Options) (Pieces, error) {
	whole, err := asYAML(a, o)
	head, ok := bytes.CutSuffix(whole, []byte(" []\n"))
	if err == nil && !ok {
		err = errNoList
	}
	return &yamlList{head: append(head, '\n')}, err
}

func (l *yamlList) Head() []byte { return l.head }

// Item writes an element in the list of an object, as deep as it is in the
// answer, and leaves the object's key out.
func (l *yamlList) Item(dst []byte, _ int, element any, _ *page.Rest) ([]byte, error) {
	const key = "list"
	e := encoder{out: []byte(`{"` + key + `":[`), known: &l.known}
	if err := e.value(element); err != nil {
		return dst, err
	}
	text, err := yamlOf(append(e.out, "]}"...))
	if err != nil {
		return dst, err
	}
	return append(dst, bytes.TrimPrefix(text, []byte(key+":\n"))...), nil
}

// yamlOf writes a JSON document as YAML.
func yamlOf(j []byte) ([]byte, error) {
	d := json.NewDecoder(bytes.NewReader(j))
	d.UseNumber()
	n, err := yamlNode(d)
	if err != nil {
		return nil, fmt.Errorf("writing yaml: %w", err)
	}
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(n); err != nil {
		return nil, fmt.Errorf("writing yaml: %w", err)
	}
	if err := e.Close(); err != nil {
		return nil, fmt.Errorf("writing yaml: %w", err)
	}
	return escapeUnsafe(b.Bytes()), nil
}

func yamlNode(d *json.Decoder) (*yaml.Node, error) {
	tok, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch tok := tok.(type) {
	case json.Delim:
		n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		if tok == '[' {
			n = &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		}
		for d.More() {
			if tok == '{' {
				key, err := d.Token()
				if err != nil {
					return nil, err
				}
				n.Content = append(n.Content, yamlString(key.(string)))
			}
			c, err := yamlNode(d)
			if err != nil {
				return nil, err
			}
			n.Content = append(n.Content, c)
		}
		if _, err := d.Token(); err != nil && err != io.EOF {
			return nil, err
		}
		if len(n.Content) == 0 {
			n.Style = yaml.FlowStyle
		}
		return n, nil
	case string:
		return yamlString(tok), nil
	case json.Number:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: tok.String()}, nil
	case bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: fmt.Sprint(tok)}, nil
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"}, nil
}

// yamlString quotes every string that some reader, of YAML 1.1 too, could
// take for something else than a string: all that do not begin with a letter,
// and the words of booleans and null.
func yamlString(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if !plainYAML(s) {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

func plainYAML(s string) bool {
	if s == "" || strings.IndexFunc(s, term.Unsafe) >= 0 {
		return false
	}
	if c := s[0] | 0x20; c < 'a' || c > 'z' {
		return false
	}
	switch strings.ToLower(s) {
	case "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf":
		return false
	}
	return true
}

// escapeUnsafe writes the characters that a terminal would obey, and that the
// YAML library lets through raw, as escapes. They are inside quoted strings
// only, so the value stays the same. Line ends of the format are left alone.
func escapeUnsafe(b []byte) []byte {
	unsafe := func(r rune) bool { return r != '\n' && term.Unsafe(r) }
	if bytes.IndexFunc(b, unsafe) < 0 {
		return b
	}
	out := make([]byte, 0, len(b)+16)
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case !unsafe(r):
			out = append(out, b[:n]...)
		case r <= 0xFFFF:
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = fmt.Appendf(out, `\U%08x`, r)
		}
		b = b[n:]
	}
	return out
}
