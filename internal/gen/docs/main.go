// Command docs writes the command reference (docs/cli) and the man pages
// (docs/man) from the command tree, so that neither can fall behind it.
package main

//go:generate go run . ../../../docs

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/backcare/backcare/internal/cli"
	"github.com/backcare/backcare/internal/dataset"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "docs: give the docs folder as the only argument")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "docs:", err)
		os.Exit(1)
	}
}

// write rewrites both folders under dir, without the pages of commands that no
// longer exist.
func write(dir string) error {
	root := tree()
	steps := []struct {
		folder, pattern string
		generate        func(folder string) error
	}{
		{filepath.Join(dir, "cli"), "*.md", func(f string) error { return doc.GenMarkdownTree(root, f) }},
		{filepath.Join(dir, "man"), "*.1", func(f string) error { return manual(root, f) }},
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

// manual writes the page of a command and of those below it.
func manual(cmd *cobra.Command, folder string) error {
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() && !c.IsAdditionalHelpTopicCommand() {
			if err := manual(c, folder); err != nil {
				return err
			}
		}
	}
	var page bytes.Buffer
	header := &doc.GenManHeader{Section: "1", Source: "backcare", Manual: "backcare manual", Date: date()}
	if err := doc.GenMan(cmd, header, &page); err != nil {
		return err
	}
	name := strings.ReplaceAll(cmd.CommandPath(), " ", "-") + ".1"
	return os.WriteFile(filepath.Join(folder, name), []byte(complete(page.String())), 0o644)
}

// complete adds the sections that cobra's page lacks, and replaces its flags,
// which are paragraphs with tabs, by the list of a man page.
func complete(page string) string {
	var more strings.Builder
	for _, s := range []struct {
		title string
		rows  [][2]string
	}{{"EXIT STATUS", cli.ExitStatuses()}, {"ENVIRONMENT", cli.Variables()}, {"FILES", cli.Files()}} {
		more.WriteString(".SH " + s.title + "\n")
		for _, r := range s.rows {
			more.WriteString(".TP\n\\fB" + roff(r[0]) + "\\fP\n" + roff(r[1]) + "\n")
		}
	}
	if i := strings.Index(page, ".SH EXAMPLE\n"); i >= 0 {
		page = page[:i] + more.String() + strings.Replace(page[i:], ".SH EXAMPLE\n", ".SH EXAMPLES\n", 1)
	} else if i := strings.Index(page, ".SH SEE ALSO\n"); i >= 0 {
		page = page[:i] + more.String() + page[i:]
	} else {
		page += more.String()
	}
	page = strings.TrimPrefix(page, ".nh\n")
	page = title.ReplaceAllString(page, `.TH "$1" "1" "`+date().Format(time.DateOnly)+`"`)
	page = flag.ReplaceAllString(page, ".TP\n$1\n$2\n")
	return strings.TrimSpace(blank.ReplaceAllString(page, "\n")) + "\n"
}

var (
	title = regexp.MustCompile(`(?m)^\.TH "(.*?)" "1" "[^"]*"`)
	flag  = regexp.MustCompile(`(?m)^(?:\.PP\n)?(\\fB-.*)\n\t(.*)\n`)
	blank = regexp.MustCompile(`\n{2,}`)
)

// roff writes a text as roff.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	return s
}

// tree is the command tree without what only a run needs. The generator
// prints no line saying what made the page: it would change with every version.
func tree() *cobra.Command {
	root := cli.Command(cli.ProcessEnv("linux", "", "", dataset.Embedded))
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		c.DisableAutoGenTag = true
		// Examples are indented by hand for the help; the pages indent them
		// themselves.
		c.Example = strings.TrimPrefix(strings.ReplaceAll("\n"+c.Example, "\n  ", "\n"), "\n")
		for _, child := range c.Commands() {
			if child.Name() == "help" { // the topics are no commands to run
				child.RemoveCommand(child.Commands()...)
			}
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
