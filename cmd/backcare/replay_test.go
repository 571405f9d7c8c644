package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/backcare/backcare/internal/cli"
	"github.com/backcare/backcare/internal/dataset"
)

// The folder testdata/2026.11.21 holds what that release did, recorded with its
// own binary: which entry each of its names and aliases was answered with, how
// each of some lines ended, and the flags of its commands. What is different now
// stands in these tests, with the reason.

func recorded(t *testing.T, name string) [][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "2026.11.21", name))
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(text)) {
		rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
	}
	return rows
}

func inProcess(stdin string, args ...string) (status int, stdout, stderr string) {
	var out, err bytes.Buffer
	env := cli.ProcessEnv("linux", "", "", dataset.Embedded)
	env.Stdin, env.Stdout, env.Stderr = strings.NewReader(stdin), &out, &err
	env.LookupEnv = func(key string) (string, bool) {
		if key == "HOME" {
			return "/nonexistent", true
		}
		return "", false
	}
	env.Now = func() time.Time { return time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC) }
	status = cli.Run(context.Background(), env, args)
	return status, out.String(), err.String()
}

// TestReplayNames: a name that was answered is answered with the same entry.
func TestReplayNames(t *testing.T) {
	moved := map[string]string{
		// Two entries that are one substance.
		"DMSO": "dimethyl-sulfoxide", "dimethyl sulfoxide": "dimethyl-sulfoxide", "диметилсульфоксид": "dimethyl-sulfoxide",
		// Calcium D3 is what several makers sell; the plain name is none of theirs.
		"Calcium D3": "calcium-d3-preparations", "кальций д3": "calcium-d3-preparations",
		// The salt of the gel, which the substance by mouth is not.
		"diclofenac diethylamine": "voltaren-gel",
		// The documents speak of all ointments as well as of those that kill pain.
		"ointments": "ointments", "мази": "ointments",
		// Ordinary words, which name no medicine of the documents.
		"alcohol": "", "спирт": "", "contrast agent": "", "traditional Chinese medicines": "",
	}
	var names strings.Builder
	rows := recorded(t, "names.tsv")
	for _, r := range rows {
		names.WriteString(r[0] + "\n")
	}
	_, out, _ := inProcess(names.String(), "drug", "lookup", "-", "--jq", `[.query, .match.id // ""] | join("\t")`, "-r")
	answers := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if len(answers) != len(rows) {
		t.Fatalf("%d answers to %d names", len(answers), len(rows))
	}
	for i, r := range rows {
		want, known := moved[r[0]]
		if !known {
			want = r[1]
		}
		if got := strings.TrimPrefix(answers[i], r[0]+"\t"); got != want {
			t.Errorf("%q was answered with %q, and is now with %q", r[0], r[1], got)
		}
	}
}

// TestReplayLines: a line ends with the status that it ended with, and answers if
// it answered.
func TestReplayLines(t *testing.T) {
	for _, r := range recorded(t, "lines.tsv") {
		want, _ := strconv.Atoi(r[0])
		status, out, err := inProcess("", strings.Fields(r[2])...)
		if status != want || (out != "") != (r[1] == "answer") {
			t.Errorf("backcare %s: exit status %d, want %d: %d bytes, %s", r[2], status, want, len(out), err)
		}
	}
}

// TestReplayFlags: a flag that a script may use is there.
func TestReplayFlags(t *testing.T) {
	gone := map[string]string{
		"--contradicted": "--authorities says how authorities stand, which this only began to",
	}
	root := cli.Command(cli.ProcessEnv("linux", "", "", dataset.Embedded))
	for _, r := range recorded(t, "flags.tsv") {
		c, _, err := root.Find(strings.Fields(r[0]))
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(r[1], "--")
		if c.Flag(name) == nil && c.InheritedFlags().Lookup(name) == nil && name != "help" && gone[r[1]] == "" {
			t.Errorf("backcare %s has no %s", r[0], r[1])
		}
	}
}
