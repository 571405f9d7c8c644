// Command docs writes the command reference (docs/cli) and the man pages
// (docs/man) from the command tree, so that neither can fall behind it.
package main

//go:generate go run . ../../../docs

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/backcare/backcare/internal/cli"
	"github.com/backcare/backcare/internal/dataset"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "docs: want the docs folder as the one argument")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "docs:", err)
		os.Exit(1)
	}
}

// write makes both folders anew under dir; a page of a command that is gone
// goes with it.
func write(dir string) error {
	root := tree()
	header := &doc.GenManHeader{Title: "BACKCARE", Section: "1", Source: "backcare", Manual: "backcare manual", Date: date()}
	steps := []struct {
		folder, pattern string
		generate        func(folder string) error
	}{
		{filepath.Join(dir, "cli"), "*.md", func(f string) error { return doc.GenMarkdownTree(root, f) }},
		{filepath.Join(dir, "man"), "*.1", func(f string) error { return doc.GenManTree(root, header, f) }},
	}
	for _, s := range steps {
		if err := os.MkdirAll(s.folder, 0o755); err != nil {
			return err
		}
		old, err := filepath.Glob(filepath.Join(s.folder, s.pattern))
		if err != nil {
			return err
		}
		for _, f := range old {
			if err := os.Remove(f); err != nil {
				return err
			}
		}
		if err := s.generate(s.folder); err != nil {
			return err
		}
	}
	return nil
}

// tree is the command tree without what only a run needs. The generator
// prints no line on who made the page: it would change with every version.
func tree() *cobra.Command {
	root := cli.Command(cli.ProcessEnv("linux", "", "", dataset.Embedded))
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		c.DisableAutoGenTag = true
		// Examples are indented by hand for the help; the pages indent them
		// themselves.
		c.Example = strings.TrimPrefix(strings.ReplaceAll(c.Example, "\n  ", "\n"), "\n")
		for _, child := range c.Commands() {
			walk(child)
		}
	}
	walk(root)
	return root
}

// date is the dataset's, so that two builds of one commit make one page.
func date() *time.Time {
	d, err := time.Parse("2006.01.02", dataset.Embedded().Version)
	if err != nil {
		d = time.Unix(0, 0).UTC()
	}
	return &d
}
