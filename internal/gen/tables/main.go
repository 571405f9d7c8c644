// Tables turns data/*.yaml into constant Go tables, so that the program reads
// no YAML for its own data. It is run by go generate in internal/dataset.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/backcare/backcare/internal/load"
	"github.com/backcare/backcare/internal/match"
)

func main() {
	data := flag.String("data", "../../data", "folder of the YAML files")
	out := flag.String("out", "tables.gen.go", "file to write")
	flag.Parse()
	os.Exit(run(*data, *out))
}

// run writes the tables. Faults of the data are printed, all of them, and the
// file is then left as it is.
func run(data, out string) int {
	src, faults, err := generate(data)
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

// generate makes the source of the tables from a folder of YAML files.
func generate(data string) ([]byte, []load.Fault, error) {
	ds, faults, err := load.Dir(data)
	if err != nil || len(faults) > 0 {
		return nil, faults, err
	}
	ds.Index, ds.BrandIndex = string(match.Index(ds)), string(match.BrandIndex(ds))
	src, err := source(ds)
	return src, nil, err
}
