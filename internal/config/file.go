package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"github.com/spf13/viper"
	"go.yaml.in/yaml/v3"
)

// maxFile bounds the file, in bytes: a device or a log given by mistake must
// not be read to its end.
const maxFile = 1 << 20

// readFile has v read the file and returns its text. The file may be missing
// unless the user named it.
func readFile(v *viper.Viper, src Source) ([]byte, error) {
	if src.Path == "" && !src.Explicit {
		return nil, nil
	}
	text, err := slurp(src.Path)
	if missing := errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR); missing && !src.Explicit {
		return nil, nil
	}
	if err == nil {
		v.SetConfigType("yaml")
		err = v.ReadConfig(bytes.NewReader(text))
	}
	if err == nil {
		return text, nil
	}
	if bad := (*Error)(nil); errors.As(err, &bad) {
		return nil, bad
	}
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		err = p.Err // the message names the path already
	}
	return nil, &Error{Where: place(src.Path, 0), Problem: err.Error()}
}

func slurp(path string) ([]byte, error) {
	// Opening a pipe would wait for somebody to write to it.
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

// strict is the YAML decoder of viper. Viper's own accepts a second document,
// unknown keys and values of any type, and links a codec for every format.
type strict struct{ src Source }

// Decoder implements viper.DecoderRegistry.
func (s strict) Decoder(string) (viper.Decoder, error) { return s, nil }

// Decode implements viper.Decoder.
func (s strict) Decode(text []byte, values map[string]any) error {
	bad := func(key, problem, hint string) error {
		return &Error{place(s.src.Path, lineOf(text, key)), problem, hint}
	}
	if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
		return bad("", "is not a text file in UTF-8", "")
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	err := dec.Decode(&values)
	if err == nil {
		if err = dec.Decode(new(any)); err == nil {
			return bad("", "holds a second YAML document", "")
		}
	}
	if typed := (*yaml.TypeError)(nil); errors.As(err, &typed) {
		problem := typed.Errors[0]
		if line, _, ok := strings.Cut(problem, ": cannot unmarshal"); ok {
			problem = line + " is not a mapping of settings"
		}
		return bad("", problem, `write one setting a line, as in "output: json"`)
	}
	if !errors.Is(err, io.EOF) {
		hint := ""
		if before, _, tab := bytes.Cut(text, []byte("\n\t")); tab {
			hint = fmt.Sprintf("line %d begins with a tab; YAML takes spaces only", bytes.Count(before, []byte("\n"))+2)
		}
		return bad("", "is not valid YAML: "+strings.TrimPrefix(err.Error(), "yaml: "), hint)
	}
	known := defaults()
	for _, key := range slices.Sorted(maps.Keys(values)) {
		i := slices.IndexFunc(known, func(b Value) bool { return b.Key == key })
		if i < 0 {
			return bad(key, fmt.Sprintf("unknown key %q", key), "the keys are "+strings.Join(Keys(), ", "))
		}
		val := values[key]
		if date, ok := val.(time.Time); ok { // YAML knows dates without quotes
			val = date.Format(time.DateOnly)
			values[key] = val
		}
		word, isText := val.(string)
		_, isBool := val.(bool)
		_, wantBool := known[i].Value.(bool)
		switch {
		case val == nil:
			return bad(key, fmt.Sprintf("key %q has no value", key), "")
		case wantBool && !isBool:
			return bad(key, fmt.Sprintf("key %q is %q, neither true nor false", key, fmt.Sprint(val)), "use true or false, without quotes")
		case !wantBool && !isText:
			return bad(key, fmt.Sprintf("key %q is %v, not a text", key, val), "")
		case !wantBool:
			if err := checkWord(place(s.src.Path, lineOf(text, key)), key, word, s.src.Allowed[key]); err != nil {
				return err
			}
		}
	}
	return nil
}

// lineOf is the line that begins with a key, or 0.
func lineOf(text []byte, key string) int {
	n := 0
	for line := range bytes.Lines(text) {
		n++
		if name, _, ok := bytes.Cut(line, []byte(":")); ok && string(bytes.TrimRight(name, " ")) == key {
			return n
		}
	}
	return 0
}

func place(path string, line int) string {
	if line == 0 {
		return fmt.Sprintf("config file %q", path)
	}
	return fmt.Sprintf("config file %q, line %d", path, line)
}
