package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/render"
	"github.com/backcare/backcare/internal/term"
)

// siteMark is the file by which a folder is known as one that we wrote. It
// lists the files of the site, the first line saying what it is.
const (
	siteMark  = ".backcare-site"
	siteTitle = "A site written by backcare dataset export. What is listed here is replaced by the next one."
	siteFirst = "index.html"
)

// writeSite writes the dataset as a site. The page that a reader opens is taken
// away first and written last: what is there to be opened is whole.
func (a *app) writeSite(dir string, all answer.Export) error {
	files, err := render.Site(all, a.options())
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return unwritable(dir, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return unwritable(dir, err)
	}
	defer root.Close()
	old, err := siteFiles(root)
	if err != nil {
		return unwritable(dir, err)
	}
	if old == nil {
		if taken, err := fs.ReadDir(root.FS(), "."); err != nil {
			return unwritable(dir, err)
		} else if len(taken) > 0 {
			return &failure{
				status:  ExitData,
				message: fmt.Sprintf("the folder %q is not empty, and holds no site of ours", dir),
				hint:    "name a new folder",
			}
		}
	}
	if err := replaceSite(root, old, files); err != nil {
		return unwritable(dir, err)
	}
	if !all.Dataset.Embedded {
		a.say("backcare: written from " + all.Dataset.Origin.String() + "\n")
	}
	a.say(fmt.Sprintf("backcare: wrote %d pages; open %s\n", len(files), term.Quote(strings.TrimSuffix(dir, "/")+"/"+siteFirst)))
	return nil
}

// siteFiles lists the files of a site that we wrote, nil if there is none.
func siteFiles(root *os.Root) ([]string, error) {
	f, err := root.Open(siteMark)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 16<<20))
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if lines[0] != siteTitle {
		return nil, nil
	}
	return lines[1:], nil
}

// replaceSite writes a site in place of an old one. The files are known as ours
// before the first of them is there, so that what was broken off can be
// written again.
func replaceSite(root *os.Root, old []string, files []render.File) error {
	remove := func(name string) error {
		if path.Ext(name) != ".html" || !fs.ValidPath(name) {
			return nil // no file of ours, whatever the list says
		}
		if err := root.Remove(name); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	if err := remove(siteFirst); err != nil {
		return err
	}
	var names strings.Builder
	kept := map[string]bool{}
	for _, f := range files {
		kept[f.Path] = true
	}
	names.WriteString(siteTitle + "\n")
	for _, f := range files {
		names.WriteString(f.Path + "\n")
	}
	for _, name := range old {
		if !kept[name] {
			if err := remove(name); err != nil {
				return err
			}
		}
	}
	if err := writeWhole(root, siteMark, []byte(names.String())); err != nil {
		return err
	}
	var first *render.File
	for i, f := range files {
		if f.Path == siteFirst {
			first = &files[i]
			continue
		}
		if err := root.MkdirAll(path.Dir(f.Path), 0o777); err != nil {
			return err
		}
		if err := writeWhole(root, f.Path, f.Text); err != nil {
			return err
		}
	}
	return writeWhole(root, first.Path, first.Text)
}

// writeWhole writes a file under another name first, so that it is whole once
// it has its own.
func writeWhole(root *os.Root, name string, text []byte) error {
	const part = ".part"
	err := root.WriteFile(name+part, text, 0o666)
	if err == nil {
		err = root.Rename(name+part, name)
	}
	if err != nil {
		_ = root.Remove(name + part) // half of a page on a full disk
	}
	return err
}

// unwritable is the failure of a folder that cannot be written.
func unwritable(dir string, err error) error {
	return &failure{status: ExitData, message: fmt.Sprintf("cannot write the site into %q: %s", dir, reason(err)), cause: err}
}
