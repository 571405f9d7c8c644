// Tables turns data/*.yaml and the texts of the lexicon into constant Go tables,
// so that the program reads nothing at start. It is run by go generate in
// internal/dataset and internal/match.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/backcare/backcare/internal/load"
	"github.com/backcare/backcare/internal/match"
)

func main() {
	data := flag.String("data", "../../data", "folder of the YAML files")
	lexicon := flag.String("lexicon", "", "folder of the lexicon's texts, to write its tables instead")
	out := flag.String("out", "tables.gen.go", "file to write")
	flag.Parse()
	if *lexicon != "" {
		os.Exit(run(words, *lexicon, *out))
	}
	os.Exit(run(dataset, *data, *out))
}

// run writes the tables that generate makes of a folder. Faults of the data are
// printed, all of them, and the file is then left as it is.
func run(generate func(string) ([]byte, []load.Fault, error), from, out string) int {
	src, faults, err := generate(from)
	for _, f := range faults {
		fmt.Fprintln(os.Stderr, f.Error())
	}
	if err == nil && len(faults) == 0 {
		err = os.WriteFile(out, src, 0o644)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "tables: %v\n", err)
	}
	if err != nil || len(faults) > 0 {
		return 1
	}
	return 0
}

// dataset makes the source of the tables from a folder of YAML files.
func dataset(data string) ([]byte, []load.Fault, error) {
	ds, faults, err := load.Dir(data)
	if err != nil || len(faults) > 0 {
		return nil, faults, err
	}
	ds.Index, ds.BrandIndex = match.Index(ds), match.BrandIndex(ds)
	src, err := source("data/*.yaml", "dataset", "embedded", *ds)
	return src, nil, err
}

// words makes the source of the lexicon from its texts.
func words(dir string) ([]byte, []load.Fault, error) {
	var texts [3]string
	for i, file := range [...]string{"inn.txt", "medicines.txt", "ordinary.txt"} {
		b, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			return nil, nil, err
		}
		texts[i] = string(b)
	}
	src, err := source("lexicon/*.txt", "match", "lexiconWords", match.Lexicon(texts[0], texts[1], texts[2]))
	return src, nil, err
}
