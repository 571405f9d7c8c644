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

// defaults holds every key in the order in which settings are shown, with its
// lowest layer.
func defaults() []Value {
	return []Value{
		{Key: Output, Value: "table"}, {Key: Color, Value: "auto"}, {Key: ASCII, Value: false},
		{Key: Plain, Value: false}, {Key: Exact, Value: false}, {Key: NoHeader, Value: false},
		{Key: References, Value: true}, {Key: Data, Value: ""}, {Key: Due, Value: ""},
	}
}

// Keys lists the keys of all settings in the order in which they are shown.
func Keys() []string {
	var keys []string
	for _, b := range defaults() {
		keys = append(keys, b.Key)
	}
	return keys
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

// Value is one setting with where it came from.
type Value struct {
	Key    string
	Value  any // string or bool
	Origin Origin
	// Where is the place within the layer: "/path/config.yaml:3", a
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
	Path     string // of the file; may be empty
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
	Hint    string // may be empty
}

func (e *Error) Error() string { return e.Where + ": " + e.Problem }

// EnvName is the environment variable of a key.
func EnvName(key string) string {
	return "BACKCARE_" + strings.ToUpper(strings.ReplaceAll(key, "-", "_"))
}

// Load resolves every setting. It fails with *Error if the file cannot be read
// or a value does not fit its setting.
func Load(src Source) (Settings, []Value, error) {
	// A delimiter that no key holds: viper splits keys at dots by default.
	v := viper.NewWithOptions(viper.KeyDelimiter("\x00"), viper.WithDecoderRegistry(strict{src}))
	text, err := readFile(v, src)
	if err != nil {
		return Settings{}, nil, err
	}
	values := defaults()
	for i := range values {
		s := &values[i]
		v.SetDefault(s.Key, s.Value)
		s.Origin = BuiltIn
		if v.InConfig(s.Key) {
			s.Origin, s.Where = File, src.Path
			if line := lineOf(text, s.Key); line > 0 {
				s.Where = fmt.Sprintf("%s:%d", src.Path, line)
			}
		}
		env, name, err := fromEnv(src, s.Key, s.Value)
		if err != nil {
			return Settings{}, nil, err
		}
		if env != nil {
			v.Set(s.Key, env)
			s.Origin, s.Where = Environment, name
		}
		if f, ok := src.Flags[s.Key]; ok {
			v.Set(s.Key, f.Value)
			s.Origin, s.Where = Flag, f.Name
		}
		if s.Key == Data && s.Origin == File {
			v.Set(Data, besideFile(v.GetString(Data), src))
		}
		s.Value = v.Get(s.Key)
	}
	// One by one: decoding into the struct would link a decoder of anything
	// into anything, for values that were checked already.
	return Settings{
		Output: v.GetString(Output), Color: v.GetString(Color),
		ASCII: v.GetBool(ASCII), Plain: v.GetBool(Plain), Exact: v.GetBool(Exact), NoHeader: v.GetBool(NoHeader),
		References: v.GetBool(References), Data: v.GetString(Data), Due: v.GetString(Due),
	}, values, nil
}

// fromEnv reads a key's variable; nil if it is unset or empty. Viper would read
// the environment of the process, and take a boolean that it cannot read for
// false.
func fromEnv(src Source, key string, like any) (val any, name string, err error) {
	name = EnvName(key)
	text, _ := src.Env(name)
	if text == "" {
		// Any text at all means yes here, as for other programs.
		if a, _ := src.Env("ACCESSIBLE"); a != "" && key == Plain {
			return true, "ACCESSIBLE", nil
		}
		return nil, name, nil
	}
	where := "environment variable " + name
	if _, isBool := like.(bool); isBool {
		b, err := strconv.ParseBool(text)
		if err != nil {
			return nil, name, &Error{where, fmt.Sprintf("%q is neither true nor false", text), "use true, false, 1 or 0"}
		}
		return b, name, nil
	}
	return text, name, checkWord(where, "", text, src.Allowed[key])
}

// checkWord tests a text against a set of words; no set allows everything.
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

// besideFile resolves a relative folder against the file that names it, since
// the file is used from any working directory.
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
