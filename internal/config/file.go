package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"
	"unicode/utf8"

	"github.com/spf13/viper"
	"go.yaml.in/yaml/v3"
)

// maxFile bounds the file, in bytes: a setting is a line, and a device or a
// log given by mistake must not be read to its end.
const maxFile = 1 << 20

// readFile puts the file's values into v and returns the line of each key. A
// file that was not asked for may be missing.
func readFile(v *viper.Viper, src Source) (lines map[string]int, err error) {
	if src.Path == "" && !src.Explicit {
		return nil, nil
	}
	text, err := slurp(src.Path)
	if err != nil {
		missing := errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
		if missing && !src.Explicit {
			return nil, nil
		}
		return nil, &Error{Where: place(src.Path, 0), Problem: reason(err)}
	}
	lines, values, err := check(src, text)
	if err != nil || lines == nil {
		return nil, err
	}
	// The values that were checked, not the file once more: a second reading
	// would link the codecs of every format that viper knows.
	if err := v.MergeConfigMap(values); err != nil {
		return nil, &Error{Where: place(src.Path, 0), Problem: err.Error()}
	}
	return lines, nil
}

func slurp(path string) ([]byte, error) {
	// Opening a pipe waits for somebody to write to it.
	st, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case st.IsDir():
		return nil, errors.New("is a directory")
	case st.Mode()&(fs.ModeNamedPipe|fs.ModeSocket) != 0:
		return nil, errors.New("is a pipe or a socket, not a file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(text) > maxFile {
		err = errors.New("is larger than 1 MiB")
	}
	return text, err
}

// check reads the file as YAML nodes, which know their lines, and accepts
// nothing but known keys with values of their kind. It returns nil lines for
// a file without content.
func check(src Source, text []byte) (lines map[string]int, values map[string]any, err error) {
	if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
		return nil, nil, &Error{Where: place(src.Path, 0), Problem: "is not a text file in UTF-8"}
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	var doc, second yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return nil, nil, nil
	case err != nil:
		return nil, nil, syntaxError(src.Path, text, err)
	}
	switch err := dec.Decode(&second); {
	case err == nil:
		return nil, nil, &Error{Where: place(src.Path, second.Line), Problem: "a second YAML document; settings are one"}
	case !errors.Is(err, io.EOF):
		return nil, nil, syntaxError(src.Path, text, err)
	}
	top := doc.Content[0]
	if top.Kind == yaml.ScalarNode && top.Tag == "!!null" {
		return nil, nil, nil
	}
	if top.Kind != yaml.MappingNode {
		return nil, nil, &Error{place(src.Path, top.Line), "is not a mapping of settings", `write one setting a line, as in "output: json"`}
	}
	lines, values = map[string]int{}, map[string]any{}
	builtIn := defaults()
	for i := 0; i+1 < len(top.Content); i += 2 {
		key, val := top.Content[i], top.Content[i+1]
		like, known := builtIn[key.Value]
		if key.Kind != yaml.ScalarNode || !known {
			return nil, nil, &Error{place(src.Path, key.Line), fmt.Sprintf("unknown key %q", key.Value), "the keys are " + strings.Join(Keys(), ", ")}
		}
		if first, twice := lines[key.Value]; twice {
			return nil, nil, &Error{Where: place(src.Path, key.Line), Problem: fmt.Sprintf("key %q stands on line %d already", key.Value, first)}
		}
		if err := checkNode(place(src.Path, val.Line), key.Value, val, like, src.Allowed[key.Value]); err != nil {
			return nil, nil, err
		}
		lines[key.Value] = key.Line
		values[key.Value] = val.Value
		if _, isBool := like.(bool); isBool {
			values[key.Value] = strings.EqualFold(val.Value, "true")
		}
	}
	return lines, values, nil
}

func checkNode(where, key string, n *yaml.Node, like any, allowed []string) error {
	bad := func(format string, args ...any) error {
		hint := ""
		switch {
		case allowed != nil:
			hint = "use one of " + strings.Join(allowed, ", ")
		case like == false || like == true:
			hint = "use true or false, without quotes"
		}
		return &Error{where, fmt.Sprintf("key %q ", key) + fmt.Sprintf(format, args...), hint}
	}
	_, wantBool := like.(bool)
	switch {
	case n.Kind != yaml.ScalarNode:
		return bad("takes a single value")
	case n.Tag == "!!null":
		return bad("has no value")
	case wantBool && n.Tag != "!!bool":
		return bad("is %q, neither true nor false", n.Value)
	case key == Due && n.Tag == "!!timestamp": // it is read as a text
	case !wantBool && n.Tag != "!!str":
		return bad("is %s, not a text", n.Value)
	case !wantBool:
		return checkWord(where, key, n.Value, allowed)
	case !slices.Contains([]string{"true", "false"}, strings.ToLower(n.Value)):
		return bad("is %q, neither true nor false", n.Value)
	}
	return nil
}

// syntaxError explains a YAML error. A tab, which YAML does not take for
// indentation, is the usual reason and the parser's words hide it.
func syntaxError(path string, text []byte, err error) error {
	problem := strings.TrimPrefix(err.Error(), "yaml: ")
	hint := ""
	for i, l := range strings.Split(string(text), "\n") {
		indent := l[:len(l)-len(strings.TrimLeft(l, " \t"))]
		if strings.Contains(indent, "\t") {
			hint = fmt.Sprintf("line %d begins with a tab; YAML takes spaces only", i+1)
			break
		}
	}
	return &Error{place(path, 0), "is not valid YAML: " + problem, hint}
}

func place(path string, line int) string {
	if line == 0 {
		return fmt.Sprintf("config file %q", path)
	}
	return fmt.Sprintf("config file %q, line %d", path, line)
}

// reason is an error without the path, which the message names already.
func reason(err error) string {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}
