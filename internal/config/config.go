// Package config gathers the settings of a run from, lowest first, the
// built-in values, the configuration file, the environment and the flags, and
// remembers where each came from. It alone knows viper. It reads one file and
// nothing else of the process: environment and flags are passed in.
package config

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/viper"
)

// Settings are the values a run works with. Key names in the file are those
// of the tags; environment variables are BACKCARE_ and the key in capitals,
// with _ for -.
type Settings struct {
	Output     string `mapstructure:"output"`     // a format word
	Color      string `mapstructure:"color"`      // auto, always or never
	ASCII      bool   `mapstructure:"ascii"`      // plain characters only
	Plain      bool   `mapstructure:"plain"`      // "Label: value" lines in place of boxes
	Exact      bool   `mapstructure:"exact"`      // no spelling correction
	NoHeader   bool   `mapstructure:"no-header"`  // no header row
	References bool   `mapstructure:"references"` // show what authorities say
	Data       string `mapstructure:"data"`       // a dataset folder; empty for the embedded one
	Due        string `mapstructure:"due"`        // the due date, from which lookups get their week
}

// The keys.
const (
	Output     = "output"
	Color      = "color"
	ASCII      = "ascii"
	Plain      = "plain"
	Exact      = "exact"
	NoHeader   = "no-header"
	References = "references"
	Data       = "data"
	Due        = "due"
)

// Keys lists the keys of all settings in the order they are shown.
func Keys() []string {
	return []string{Output, Color, ASCII, Plain, Exact, NoHeader, References, Data, Due}
}

// Origin is the layer a value comes from.
type Origin string

// The origins, lowest first.
const (
	BuiltIn     Origin = "built-in"
	File        Origin = "file"
	Environment Origin = "environment"
	Flag        Origin = "flag"
)

// Value is one setting as it was resolved.
type Value struct {
	Key    string
	Value  any // string or bool
	Origin Origin
	// Where tells the place within the layer: "/path/config.yaml:3", a
	// variable's name or a flag's; empty for a built-in value.
	Where string
}

// FlagValue is a setting given as a flag. Name is how the user wrote it, as
// in "--json".
type FlagValue struct {
	Name  string
	Value any // string or bool, as the setting's
}

// Source holds what settings are made from.
type Source struct {
	Path     string // of the file; empty for none
	Explicit bool   // the user named the file, so it has to exist
	Env      func(key string) (value string, ok bool)
	Flags    map[string]FlagValue // by key; only flags that were given
	// Allowed holds the word sets of the keys that have one.
	Allowed map[string][]string
}

// Error is a setting that cannot be used. It always names the place.
type Error struct {
	Where   string // `config file "…", line 3`, or `environment variable BACKCARE_COLOR`
	Problem string
	Hint    string // empty for none
}

func (e *Error) Error() string { return e.Where + ": " + e.Problem }

// EnvName is the environment variable of a key.
func EnvName(key string) string {
	return "BACKCARE_" + strings.ToUpper(strings.ReplaceAll(key, "-", "_"))
}

func defaults() map[string]any {
	return map[string]any{
		Output: "table", Color: "auto", ASCII: false, Plain: false, Exact: false,
		NoHeader: false, References: true, Data: "", Due: "",
	}
}

// Load resolves every setting. It fails with *Error where the file cannot be
// read or a value is not one of the setting's.
func Load(src Source) (Settings, []Value, error) {
	var s Settings
	// A delimiter that no key holds: viper splits keys at dots by default.
	v := viper.NewWithOptions(viper.KeyDelimiter("\x00"))
	builtIn := defaults()
	for k, d := range builtIn {
		v.SetDefault(k, d)
	}
	lines, err := readFile(v, src)
	if err != nil {
		return s, nil, err
	}
	origins := make([]Value, 0, len(builtIn))
	for _, k := range Keys() {
		val := Value{Key: k, Origin: BuiltIn}
		if line, ok := lines[k]; ok {
			val.Origin, val.Where = File, fmt.Sprintf("%s:%d", src.Path, line)
		}
		env, name, set, err := fromEnv(src, k, builtIn[k])
		if err != nil {
			return s, nil, err
		}
		if set {
			v.Set(k, env)
			val.Origin, val.Where = Environment, name
		}
		if f, ok := src.Flags[k]; ok {
			v.Set(k, f.Value)
			val.Origin, val.Where = Flag, f.Name
		}
		origins = append(origins, val)
	}
	// One by one: decoding into the struct would link a decoder of anything
	// into anything, for values that were checked already.
	s = Settings{
		Output: v.GetString(Output), Color: v.GetString(Color),
		ASCII: v.GetBool(ASCII), Plain: v.GetBool(Plain), Exact: v.GetBool(Exact), NoHeader: v.GetBool(NoHeader),
		References: v.GetBool(References), Data: v.GetString(Data), Due: v.GetString(Due),
	}
	for i := range origins {
		o := &origins[i]
		if o.Key == Data && o.Origin == File {
			s.Data = besideFile(s.Data, src)
			v.Set(Data, s.Data)
		}
		o.Value = v.Get(o.Key)
	}
	return s, origins, nil
}

// fromEnv reads a key's variable. An empty one counts as unset.
func fromEnv(src Source, key string, like any) (val any, name string, set bool, err error) {
	name = EnvName(key)
	text, _ := src.Env(name)
	if text == "" && key == Plain {
		// A convention of its own, in which any text at all means yes.
		if a, _ := src.Env("ACCESSIBLE"); a != "" {
			return true, "ACCESSIBLE", true, nil
		}
	}
	if text == "" {
		return nil, name, false, nil
	}
	where := "environment variable " + name
	if _, isBool := like.(bool); isBool {
		b, err := strconv.ParseBool(text)
		if err != nil {
			return nil, name, false, &Error{where, fmt.Sprintf("%q is neither true nor false", text), "use true, false, 1 or 0"}
		}
		return b, name, true, nil
	}
	if err := checkWord(where, "", text, src.Allowed[key]); err != nil {
		return nil, name, false, err
	}
	return text, name, true, nil
}

// checkWord tests a text against a word set; no set allows everything.
func checkWord(where, key, text string, allowed []string) error {
	if allowed == nil || slices.Contains(allowed, text) {
		return nil
	}
	problem := fmt.Sprintf("unknown value %q", text)
	if key != "" {
		problem += fmt.Sprintf(" for key %q", key)
	}
	return &Error{where, problem, "use one of " + strings.Join(allowed, ", ")}
}

// besideFile reads a relative folder from the place of the file that names
// it, since the working directory of a run is anybody's guess.
func besideFile(dir string, src Source) string {
	if rest, ok := strings.CutPrefix(dir, "~/"); ok {
		if home, _ := src.Env("HOME"); filepath.IsAbs(home) {
			return filepath.Join(home, rest)
		}
	}
	if dir == "" || filepath.IsAbs(dir) {
		return dir
	}
	return filepath.Join(filepath.Dir(src.Path), dir)
}

// Locate is the configuration file and whether the user named it: with a flag,
// whose value is named, or in BACKCARE_CONFIG.
func Locate(named, goos string, env func(string) (string, bool)) (path string, explicit bool) {
	if named == "" {
		named, _ = env("BACKCARE_CONFIG")
	}
	if named != "" {
		return named, true
	}
	return Path(goos, env), false
}

// Path is where the configuration file is looked for when none is named:
// $XDG_CONFIG_HOME/backcare/config.yaml if that variable holds an absolute
// path, else ~/.config/backcare/config.yaml, on Windows below %AppData%. A
// relative folder is ignored: what it means would depend on where a run starts.
// Path is empty if the environment names no such place.
func Path(goos string, env func(string) (string, bool)) string {
	get := func(key string) string { v, _ := env(key); return v }
	base := get("XDG_CONFIG_HOME")
	if !filepath.IsAbs(base) {
		if goos == "windows" {
			base = get("AppData")
		} else {
			base = filepath.Join(get("HOME"), ".config")
		}
	}
	if !filepath.IsAbs(base) {
		return ""
	}
	return filepath.Join(base, "backcare", "config.yaml")
}
