package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

var allowed = map[string][]string{Output: {"table", "json"}, Color: {"auto", "always", "never"}}

func env(vars ...string) func(string) (string, bool) {
	return func(key string) (string, bool) {
		for i := 0; i < len(vars); i += 2 {
			if vars[i] == key {
				return vars[i+1], true
			}
		}
		return "", false
	}
}

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func builtIn() Settings { return Settings{Output: "table", Color: "auto", References: true} }

// TestEveryKeyInEveryLayer sets each key in the file, then the environment,
// then a flag, and expects the highest to win and to be named.
func TestEveryKeyInEveryLayer(t *testing.T) {
	values := map[string][3]any{
		Output: {"json", "table", "json"}, Color: {"never", "always", "auto"}, ASCII: {true, false, true},
		Plain: {true, false, true}, Exact: {true, false, true}, NoHeader: {true, false, true},
		References: {false, true, false}, Data: {"/a", "/b", "/c"},
		Due: {"2027-03-14", "2027-03-15", "2027-03-16"},
	}
	if len(values) != len(Keys()) || reflect.TypeFor[Settings]().NumField() != len(Keys()) {
		t.Fatalf("there are %d keys and %d fields", len(Keys()), reflect.TypeFor[Settings]().NumField())
	}
	for key, v := range values {
		path := file(t, fmt.Sprintf("# first line\n%s: %v\n", key, v[0]))
		src := Source{Path: path, Explicit: true, Env: env(), Allowed: allowed}
		name := "BACKCARE_" + strings.ToUpper(strings.ReplaceAll(key, "-", "_"))
		for layer, want := range map[Origin]any{File: v[0], Environment: v[1], Flag: v[2]} {
			where := path + ":2"
			switch layer {
			case Environment:
				src.Env, src.Flags, where = env(name, fmt.Sprint(v[1])), nil, name
			case Flag:
				src.Env, where = env(name, fmt.Sprint(v[1])), "--"+key
				src.Flags = map[string]FlagValue{key: {"--" + key, v[2]}}
			default:
				src.Env, src.Flags = env(), nil
			}
			s, origins, err := Load(src)
			if err != nil {
				t.Fatalf("%s from %s: %v", key, layer, err)
			}
			i := slices.IndexFunc(origins, func(o Value) bool { return o.Key == key })
			if got := (Value{key, want, layer, where}); origins[i] != got {
				t.Errorf("%s: %+v, want %+v", key, origins[i], got)
			}
			if got := field(s, key); got != want {
				t.Errorf("%s from %s is %v, want %v", key, layer, got, want)
			}
			for _, o := range origins {
				if o.Key != key && (o.Origin != BuiltIn || o.Where != "") {
					t.Errorf("%s was set too: %+v", o.Key, o)
				}
			}
		}
	}
}

func field(s Settings, key string) any {
	v := reflect.ValueOf(s)
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("mapstructure") == key {
			return v.Field(i).Interface()
		}
	}
	return nil
}

func TestNothingSet(t *testing.T) {
	for name, src := range map[string]Source{
		"no path":          {Env: env()},
		"missing":          {Path: "/nowhere/config.yaml", Env: env()},
		"below a file":     {Path: "/dev/null/config.yaml", Env: env()},
		"empty":            {Path: file(t, ""), Explicit: true, Env: env()},
		"comment":          {Path: file(t, "# x\n"), Explicit: true, Env: env()},
		"null":             {Path: file(t, "~\n"), Explicit: true, Env: env()},
		"document marker":  {Path: file(t, "---\n"), Explicit: true, Env: env()},
		"empty mapping":    {Path: file(t, "{}\n"), Explicit: true, Env: env()},
		"empty variable":   {Env: env("BACKCARE_OUTPUT", "", "BACKCARE_PLAIN", "", "ACCESSIBLE", "")},
		"byte order mark":  {Path: file(t, "\ufeff# x\n"), Explicit: true, Env: env()},
		"Windows line end": {Path: file(t, "# x\r\n\r\n"), Explicit: true, Env: env()},
	} {
		s, origins, err := Load(src)
		if err != nil || s != builtIn() {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
		for _, o := range origins {
			if o.Origin != BuiltIn {
				t.Errorf("%s: %+v", name, o)
			}
		}
	}
}

func TestAccessible(t *testing.T) {
	for _, c := range []struct {
		vars []string
		want bool
		name string
	}{
		{[]string{"ACCESSIBLE", "0"}, true, "ACCESSIBLE"}, // any text, as elsewhere
		{[]string{"ACCESSIBLE", "1", "BACKCARE_PLAIN", "false"}, false, "BACKCARE_PLAIN"},
	} {
		s, origins, err := Load(Source{Env: env(c.vars...)})
		i := slices.IndexFunc(origins, func(o Value) bool { return o.Key == Plain })
		if err != nil || s.Plain != c.want || origins[i].Where != c.name {
			t.Errorf("%v: %v, %+v, %v", c.vars, s.Plain, origins[i], err)
		}
	}
}

// TestFolderBesideFile: a relative folder in the file is not one of the
// working directory; from a flag it is.
func TestFolderBesideFile(t *testing.T) {
	path := file(t, "data: mine/data\n")
	for text, want := range map[string]string{
		"mine/data": filepath.Join(filepath.Dir(path), "mine/data"), "/abs": "/abs", "~/d": "/home/a/d",
	} {
		if err := os.WriteFile(path, []byte("data: "+text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		s, _, err := Load(Source{Path: path, Explicit: true, Env: env("HOME", "/home/a")})
		if err != nil || s.Data != want {
			t.Errorf("%s: %q, %v", text, s.Data, err)
		}
	}
	s, _, err := Load(Source{Path: path, Explicit: true, Env: env(), Flags: map[string]FlagValue{Data: {"--data", "x"}}})
	if err != nil || s.Data != "x" {
		t.Errorf("from a flag: %q, %v", s.Data, err)
	}
}

// TestBadFiles: what is wrong, and where, for each way to get it wrong.
func TestBadFiles(t *testing.T) {
	for text, want := range map[string]string{
		"colour: never\n":              `line 1: unknown key "colour"`,
		"Output: json\n":               `line 1: unknown key "Output"`,
		"output.format: json\n":        `unknown key "output.format"`,
		"ascii: true\noutput: xml\n":   `line 2: unknown value "xml" for key "output"`,
		"ascii: 1\n":                   `key "ascii" is "1", neither true nor false`,
		"ascii: \"true\"\n":            `key "ascii" is "true", neither true nor false`,
		"ascii: on\n":                  `key "ascii" is "on", neither true nor false`,
		"data: 5\n":                    `key "data" is 5, not a text`,
		"output:\n":                    `key "output" has no value`,
		"output: ~\n":                  `key "output" has no value`,
		"output: [json]\n":             `key "output" is [json], not a text`,
		"output: {a: b}\n":             `key "output" is map[a:b], not a text`,
		"output: &a json\ncolor: *a":   `line 2: unknown value "json" for key "color"`,
		"? [a, b]\n: c\n":              `line 1 is not a mapping of settings`,
		"output: json\noutput: json\n": `line 2: mapping key "output" already defined at line 1`,
		"output: json\n---\n":          `a second YAML document`,
		"json\n":                       `is not a mapping of settings`,
		"- output\n":                   `is not a mapping of settings`,
		"output: json\n\tcolor: x\n":   `is not valid YAML`,
		"output: 'json\n":              `is not valid YAML`,
		"output: json\n--- [\n":        `is not valid YAML`,
		"output: \xff\n":               `is not a text file in UTF-8`,
		"\xff\xfeo\x00":                `is not a text file in UTF-8`,
		"output: a\x00b\n":             `is not a text file in UTF-8`,
		"a: &a [x,x]\nb: &b [*a,*a]":   `unknown key "a"`,
		strings.Repeat("#", maxFile+1): `is larger than 1 MiB`,
	} {
		path := file(t, text)
		_, _, err := Load(Source{Path: path, Explicit: true, Env: env(), Allowed: allowed})
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%.40q: %v, want %q", text, err, want)
		}
		// The same file in its usual place is no better.
		if _, _, again := Load(Source{Path: path, Env: env(), Allowed: allowed}); again == nil {
			t.Errorf("%.40q: passed over where it was not asked for", text)
		}
	}
}

func TestHints(t *testing.T) {
	for text, want := range map[string]string{
		"output: xml\n":   "table, json",
		"ascii: yes\n":    "true or false",
		"colour: never\n": "no-header",
		"a:\n\tb: c\n":    "line 2 begins with a tab",
		"x\n":             "one setting a line",
	} {
		_, _, err := Load(Source{Path: file(t, text), Env: env(), Allowed: allowed})
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(e.Hint, want) {
			t.Errorf("%q: %+v, want a hint with %q", text, e, want)
		}
	}
}

func TestBadPlaces(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]string{
		dir:                                "is a directory",
		filepath.Join(dir, "nowhere.yaml"): "no such file or directory",
		"":                                 "no such file or directory",
		"/dev/zero":                        "is larger than 1 MiB",
	} {
		_, _, err := Load(Source{Path: path, Explicit: true, Env: env()})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", path, err, want)
		}
	}
	secret := filepath.Join(dir, "secret.yaml")
	if err := os.WriteFile(secret, nil, 0o000); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() == 0 {
		t.Log("run by root: an unreadable file is readable")
		return
	}
	if _, _, err := Load(Source{Path: secret, Env: env()}); err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("unreadable: %v", err)
	}
}

func TestBadEnvironment(t *testing.T) {
	for name, text := range map[string]string{
		"BACKCARE_OUTPUT": "xml", "BACKCARE_COLOR": "purple", "BACKCARE_ASCII": "yes", "BACKCARE_PLAIN": "2",
		"BACKCARE_EXACT": " ", "BACKCARE_NO_HEADER": "x", "BACKCARE_REFERENCES": "no",
	} {
		_, _, err := Load(Source{Env: env(name, text), Allowed: allowed})
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), text) || e.Hint == "" {
			t.Errorf("%s=%s: %v", name, text, err)
		}
	}
}

func TestPath(t *testing.T) {
	for _, c := range []struct {
		goos string
		vars []string
		want string
	}{
		{"linux", []string{"HOME", "/h"}, "/h/.config/backcare/config.yaml"},
		{"darwin", []string{"HOME", "/h"}, "/h/.config/backcare/config.yaml"},
		{"linux", []string{"HOME", "/h", "XDG_CONFIG_HOME", "/x"}, "/x/backcare/config.yaml"},
		{"linux", []string{"HOME", "/h", "XDG_CONFIG_HOME", "x"}, "/h/.config/backcare/config.yaml"},
		{"linux", []string{"HOME", "/h", "XDG_CONFIG_HOME", ""}, "/h/.config/backcare/config.yaml"},
		{"windows", []string{"HOME", "/h", "AppData", "/a"}, "/a/backcare/config.yaml"},
		{"windows", []string{"HOME", "/h"}, ""},
		{"linux", nil, ""},
		{"linux", []string{"HOME", ""}, ""},
	} {
		if got := Path(c.goos, env(c.vars...)); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.goos, c.vars, got, c.want)
		}
	}
}

// FuzzLoad: whatever a file holds, it gives settings of the known kinds or an
// *Error that names the file.
func FuzzLoad(f *testing.F) {
	for _, s := range []string{"output: json\nascii: true\n", "a:\n\tb", "---\n---\n", "output: !!binary eA==\n", "? x\n", "data: |\n  a\n  b\n", "ascii: True\n", "{output: json,}", "\ufeffcolor: never", "output: !x json"} {
		f.Add([]byte(s))
	}
	path := filepath.Join(f.TempDir(), "config.yaml")
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		s, _, err := Load(Source{Path: path, Explicit: true, Env: env(), Allowed: allowed})
		var e *Error
		switch {
		case err == nil:
			if !slices.Contains(allowed[Output], s.Output) || !slices.Contains(allowed[Color], s.Color) {
				t.Fatalf("%q gave %+v", text, s)
			}
		case !errors.As(err, &e) || !strings.Contains(err.Error(), path):
			t.Fatalf("%q: %v", text, err)
		}
	})
}
