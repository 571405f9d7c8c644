package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// entriesPerFile is where a generated dataset is cut into files.
const entriesPerFile = 10_000

// writeData writes a dataset of n made-up products as a folder of YAML and
// returns one name of it. Each product holds one of a hundred substances and
// has two aliases and two statements.
func writeData(dir string, n int) (name string, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	seen := map[string]bool{}
	fresh := func() string {
		for {
			if w := word(r) + string(rune('a'+r.IntN(26))); !seen[w] {
				seen[w] = true
				return w
			}
		}
	}
	const substances, lines = 100, 1000
	for from := 0; from < n; from += entriesPerFile {
		f, err := os.Create(filepath.Join(dir, fmt.Sprintf("part-%03d.yaml", from/entriesPerFile)))
		if err != nil {
			return "", err
		}
		defer f.Close()
		w := bufio.NewWriterSize(f, 1<<20)
		if from == 0 {
			fmt.Fprintf(w, "version: \"2026.1\"\ndocuments:\n  - {id: \"doc-000\", file: \"a.txt\", title: \"A page\", summary: \"Made up.\", covers: [\"pregnancy\"], lines: %d, parts: [{title: \"All\", from: 1, to: %d, kind: \"article\"}]}\nsubstances:\n", lines, lines)
			for i := range substances {
				fmt.Fprintf(w, "  - {id: \"substance-%d\", name: \"substance %d\"}\n", i, i)
			}
		}
		fmt.Fprintln(w, "entries:")
		for i := from; i < min(n, from+entriesPerFile); i++ {
			id := fresh()
			if i == n/2 {
				name = id
			}
			fmt.Fprintf(w, "  - id: %q\n    name: %q\n    kind: \"product\"\n    route: \"oral\"\n    aliases: [%q, %q]\n", id, id, fresh(), fresh())
			fmt.Fprintf(w, "    contains: [{id: \"substance-%d\", basis: \"documents\", source: \"doc-000:1\"}]\n    statements:\n", r.IntN(substances))
			line := 1 + r.IntN(lines/2)
			fmt.Fprintf(w, "      - {at: \"doc-000:%d\", printed_as: %q, section: \"All\", status: \"allowed\", phases: [\"pregnancy\"], wording: \"unspecified\", setting: \"pregnancy\", speaker: \"article\", gist: \"in short\", claim: \"May be used for a back that aches.\"}\n", line, id)
			fmt.Fprintf(w, "      - {at: \"doc-000:%d\", printed_as: %q, section: \"All\", status: \"caution\", phases: [\"lactation\"], wording: \"stated\", setting: \"lactation\", speaker: \"article\", gist: \"in short\", claim: \"With care while nursing.\"}\n", line+lines/2, id)
		}
		if err := w.Flush(); err != nil {
			return "", err
		}
		if err := f.Close(); err != nil {
			return "", err
		}
	}
	return name, nil
}
