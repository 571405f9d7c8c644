package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/backcare/backcare/docs/schema"
	"github.com/backcare/backcare/internal/needs"
)

var update = flag.Bool("update", false, "write what the transcripts print into their files")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"backcare": main})
}

// TestScripts runs the transcripts against the program's own main. Each finds
// the folder small, a dataset of invented medicines that does not change, and
// its own empty HOME.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("GORACE", "atexit_sleep_ms=0") // a program built with -race waits a second at its end
			e.Values["test"] = e.T()
			return os.CopyFS(filepath.Join(e.WorkDir, "small"), os.DirFS("testdata/small"))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status,
			"schema": validate,
			"needs":  require,
		},
	})
}

// status runs a program that has to end with exactly that status, as in
// "status 2 backcare nonsense". A testscript knows only 0 and the rest.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N program [args...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// require asks for programs that the module does not bring, as in "needs bash".
func require(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: needs program...")
	}
	needs.Programs(ts.Value("test").(needs.T), args...)
}

// validate checks JSON documents, one or many in a file, against one of the
// schemas, as in "schema lookup stdout".
func validate(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: schema NAME file")
	}
	text, err := schema.Read(args[0])
	ts.Check(err)
	def, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	ts.Check(err)
	c := jsonschema.NewCompiler()
	ts.Check(c.AddResource(args[0], def))
	s, err := c.Compile(args[0])
	ts.Check(err)
	d := json.NewDecoder(bytes.NewReader([]byte(ts.ReadFile(args[1]))))
	d.UseNumber()
	n := 0
	for ; ; n++ {
		var doc any
		if err := d.Decode(&doc); errors.Is(err, io.EOF) {
			break
		} else {
			ts.Check(err)
		}
		ts.Check(s.Validate(doc))
	}
	if n == 0 {
		ts.Fatalf("%s holds no JSON", args[1])
	}
}
