// Lexicon turns the word lists of internal/match/lexicon into the index that is
// built into the program, so that no list is read at start. It is run by go
// generate in internal/match.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/backcare/backcare/internal/match"
)

func main() {
	dir := flag.String("dir", "lexicon", "folder of the texts and of the index")
	flag.Parse()
	if err := write(*dir); err != nil {
		fmt.Fprintf(os.Stderr, "lexicon: %v\n", err)
		os.Exit(1)
	}
}

func write(dir string) error {
	var texts [3]string
	for i, file := range [...]string{"inn.txt", "medicines.txt", "ordinary.txt"} {
		b, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			return err
		}
		texts[i] = string(b)
	}
	return os.WriteFile(filepath.Join(dir, "index.bin"), match.Lexicon(texts[0], texts[1], texts[2]), 0o644)
}
