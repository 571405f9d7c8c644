package render

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/page"
)

// The form of a document and how it looks, on a screen and on paper.
var (
	//go:embed html.tmpl
	htmlForm string
	//go:embed html.css
	htmlStyle string
)

// sheetLines is how many lines of 80 columns fit a sheet of A4 or Letter,
// beside the place for a note.
const sheetLines = 38

// asHTML is an answer as a document of its own: nothing in it runs, and nothing
// is loaded from anywhere.
func asHTML(a Answer, o Options) ([]byte, error) {
	p := o.page(a, o.documentLayout())
	d := newDocument(p, o)
	d.targets = targetsOf(p, 0)
	return d.write()
}

func (o Options) documentLayout() page.Layout {
	return page.Layout{Phases: o.Phases, Document: true, Date: o.Date, Height: heightOf, Lines: sheetLines}
}

// Leafed is an answer that can be shown as several pages.
type Leafed interface {
	Answer
	Leaves(page.Layout) []page.Leaf
}

// File is a file of a site; its path has slashes.
type File struct {
	Path string
	Text []byte
}

// Site is an answer as documents that lead to one another.
func Site(a Leafed, o Options) ([]File, error) {
	leaves := viewable(a).(Leafed).Leaves(o.documentLayout())
	elsewhere := map[string]string{}
	lead := func(id, to string) {
		if _, known := elsewhere[id]; !known && id != "" {
			elsewhere[id] = to
		}
	}
	targets := make([]targets, len(leaves))
	for i, l := range leaves {
		lead(l.ID, l.Path)
		targets[i] = targetsOf(l.Page, 0)
		for _, id := range targets[i].order {
			lead(id, l.Path+"#"+targets[i].anchors[target{"", id}])
		}
	}
	files := make([]File, len(leaves))
	for i, l := range leaves {
		d := newDocument(l.Page, o)
		d.targets, d.elsewhere, d.path = targets[i], elsewhere, l.Path
		for _, m := range leaves {
			if m.Main != "" {
				d.Menu = append(d.Menu, menuItem{m.Main, relative(l.Path, m.Path), m.Path == l.Path})
			}
		}
		text, err := d.write()
		if err != nil {
			return nil, err
		}
		files[i] = File{l.Path, text}
	}
	return files, nil
}

// relative is the address of a page as seen from another.
func relative(from, to string) string {
	to, anchor, _ := strings.Cut(to, "#")
	up := strings.Repeat("../", strings.Count(from, "/"))
	if path.Dir(from) == path.Dir(to) {
		up, to = "", path.Base(to)
	}
	if anchor != "" {
		anchor = "#" + anchor
	}
	return up + to + anchor
}

// targets are what links can lead to, each with its anchor. What is in a part is
// found from there first: several parts may hold the same passage.
type targets struct {
	anchors map[target]string
	order   []string
}

type target struct{ part, id string }

// targetsOf gathers what the links of a page can lead to. An anchor is what is
// plain of an ID, numbered if that is not enough to tell it from others. Of
// pages that are parts of one document, as in a batch in which a name may come again,
// it also says how many come before.
func targetsOf(p page.Page, before int) targets {
	prefix := "to-"
	if before > 0 {
		prefix += strconv.Itoa(before+1) + "-"
	}
	t := targets{anchors: map[target]string{}}
	taken := map[string]bool{"main": true}
	add := func(part, id string) {
		if _, known := t.anchors[target{part, id}]; known || id == "" {
			return
		}
		plain := strings.Map(func(r rune) rune {
			if r < 0x80 && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
				return r
			}
			return '-'
		}, id)
		if part == "" {
			plain = prefix + plain
		} else {
			plain = t.anchors[target{"", part}] + "-" + plain
		}
		a := plain
		for n := 2; taken[a]; n++ {
			a = plain + "-" + strconv.Itoa(n)
		}
		taken[a], t.anchors[target{part, id}] = true, a
		if _, known := t.anchors[target{"", id}]; !known {
			t.anchors[target{"", id}] = a
		}
		if !slices.Contains(t.order, id) {
			t.order = append(t.order, id)
		}
	}
	var walk func(page.Page, string)
	walk = func(p page.Page, part string) {
		for _, b := range p {
			switch b := b.(type) {
			case page.Part:
				add("", b.ID)
				walk(b.Body, cmp.Or(part, b.ID))
			case page.Items:
				for _, it := range b.List {
					add(part, it.ID)
				}
			}
		}
	}
	walk(p, "")
	return t
}

// A paper is what the template is filled with.
type paper struct {
	Title     string
	Policy    string
	Style     template.CSS
	Menu      []menuItem
	Sheets    bool // only the sheets are printed
	Wide      bool // printed across
	Body      []node
	page      page.Page
	o         Options
	path      string
	targets   targets
	elsewhere map[string]string // the addresses of what is on other pages
	given     map[string]bool   // the anchors that are set
	depth     int               // of parts
	part      string            // the one that is being filled
	places    *regexp.Regexp
}

type menuItem struct {
	Name, Href string
	Here       bool
}

// A node is a block as the template takes it; what it does not have is empty.
type node struct {
	Kind  string
	ID    string
	Level int
	Text  []run
	Label string
	Items []node
	Cells []cell
	Head  []string
	Rows  [][]cell
	Lines []string
	Apart bool // begins something else
}

type cell struct {
	Head string
	Text [][]run
}

// A run is text of one look.
type run struct {
	Text, Class, Sign, Href string
	Out                     bool // leads out of the document
}

func newDocument(p page.Page, o Options) *paper {
	sum := sha256.Sum256([]byte(htmlStyle))
	return &paper{
		Policy: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'",
		Style:  template.CSS(htmlStyle), page: p, o: o, given: map[string]bool{}, places: regexp.MustCompile(placeForm),
	}
}

// write fills the template, which is parsed only here: a program that writes
// no document does not pay for it.
func (d *paper) write() ([]byte, error) {
	form, err := template.New("document").Parse(htmlForm)
	if err != nil {
		return nil, err
	}
	d.Body = d.nodes(d.page, "")
	d.Sheets = d.Sheets && !d.o.Full
	var b bytes.Buffer
	for _, piece := range []string{"head", "blocks", "tail"} {
		if err := form.ExecuteTemplate(&b, piece, d.data(piece)); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

func (d *paper) data(piece string) any {
	if piece == "blocks" {
		return d.Body
	}
	d.Title = cmp.Or(d.Title, "backcare")
	return d
}

// htmlPieces are the head of a document, a part for each element, and the end.
func htmlPieces(a Answer, o Options) (Pieces, error) {
	x, ok := viewable(a).(Parted)
	if !ok {
		return nil, nil
	}
	form, err := template.New("document").Parse(htmlForm)
	if err != nil {
		return nil, err
	}
	d := newDocument(nil, o)
	d.Title, d.Sheets = "backcare", !o.Full
	var head bytes.Buffer
	err = form.ExecuteTemplate(&head, "head", d)
	return &documentParts{x, o, form, head.Bytes()}, err
}

type documentParts struct {
	answer Parted
	o      Options
	form   *template.Template
	head   []byte
}

func (d *documentParts) Head() []byte    { return d.head }
func (*documentParts) Shows(string) bool { return true }

func (d *documentParts) Item(dst []byte, before int, element any, rest *page.Rest) ([]byte, error) {
	return d.blocks(dst, before, d.o.part(d.answer, element, before == 0, d.o.documentLayout(), rest))
}

func (d *documentParts) Tail(rest page.Rest) ([]byte, error) {
	out, err := d.blocks(nil, 0, d.answer.Below(rest))
	if err != nil {
		return nil, err
	}
	b := bytes.NewBuffer(out)
	err = d.form.ExecuteTemplate(b, "tail", nil)
	return b.Bytes(), err
}

func (d *documentParts) blocks(dst []byte, before int, p page.Page) ([]byte, error) {
	x := newDocument(p, d.o)
	x.targets = targetsOf(p, before)
	b := bytes.NewBuffer(dst)
	err := d.form.ExecuteTemplate(b, "blocks", x.nodes(p, ""))
	return b.Bytes(), err
}

// nodes are the blocks of a page, or of a part of one.
func (d *paper) nodes(p page.Page, self string) []node {
	var out []node
	apart := false
	for _, b := range p {
		switch b := b.(type) {
		case page.Gap:
			apart = true
			continue
		case page.Heading:
			if d.Title == "" {
				d.Title = b.Text.String()
			}
			out = append(out, node{Kind: "heading", Level: b.Level + min(d.depth, 1), Text: d.runs(b.Text, self)})
		case page.Paragraph:
			if !b.Text.Empty() {
				out = append(out, node{Kind: "paragraph", Text: d.runs(b.Text, self), Apart: apart})
			}
		case page.Pairs:
			n := node{Kind: "pairs"}
			for _, x := range b {
				n.Items = append(n.Items, node{Label: x.Label, Text: d.runs(x.Value, self)})
			}
			out = append(out, n)
		case page.Items:
			n := node{Kind: "items"}
			for _, it := range b.List {
				i := node{ID: d.anchor(target{d.part, it.ID}), Text: d.runs(it.Lead, it.ID)}
				for _, l := range it.Lines {
					i.Items = append(i.Items, node{Text: d.runs(l.Value, it.ID)})
				}
				n.Items = append(n.Items, i)
			}
			out = append(out, n)
		case page.Commands:
			out = append(out, node{Kind: "commands", Label: b.Label, Lines: b.Lines})
		case page.Lineup:
			n := node{Kind: "lineup"}
			for _, r := range b.Rows {
				i := node{}
				for _, t := range r {
					i.Cells = append(i.Cells, cell{Text: [][]run{d.runs(t, self)}})
				}
				n.Items = append(n.Items, i)
			}
			if len(n.Items) > 0 {
				out = append(out, n)
			}
		case page.Register:
			out = append(out, d.table(registerGrid(b), self))
		case page.Grid:
			out = append(out, d.table(b, self))
		case page.Part:
			out = append(out, d.ofPart(b))
		}
		apart = false
	}
	return out
}

// ofPart is a part of a page: a sheet, what is beside sheets, or what holds both.
func (d *paper) ofPart(p page.Part) node {
	n := node{Kind: "rest"}
	if p.ID != "" {
		n.ID = d.anchor(target{"", p.ID})
	}
	if p.Sheet {
		n.Kind = "sheet"
		d.Sheets = true
	}
	for _, b := range p.Body {
		if _, holds := b.(page.Part); holds {
			n.Kind = "part"
		}
	}
	outer := d.part
	d.part = cmp.Or(outer, p.ID)
	d.depth++
	n.Items = d.nodes(p.Body, p.ID)
	d.depth--
	d.part = outer
	return n
}

func (d *paper) table(g page.Grid, self string) node {
	n := node{Kind: "table"}
	if !d.o.NoHeader {
		n.Head = g.Head
	}
	d.Wide = d.Wide || len(g.Head) > 3
	for _, r := range g.Rows {
		var row []cell
		for j, c := range r {
			x := cell{}
			if j < len(n.Head) && j > 0 {
				x.Head = n.Head[j]
			}
			for _, t := range c {
				if !t.Empty() {
					x.Text = append(x.Text, d.runs(t, self))
				}
			}
			row = append(row, x)
		}
		n.Rows = append(n.Rows, row)
	}
	return n
}

// anchor is the anchor of an ID the first time that it is met.
func (d *paper) anchor(to target) string {
	a := d.targets.anchors[to]
	if to.id == "" || d.given[a] {
		return ""
	}
	d.given[a] = true
	return a
}

// href is the address of what has the ID, empty if that is nowhere.
func (d *paper) href(id, self string) string {
	if id == "" {
		return ""
	}
	for _, part := range []string{d.part, ""} {
		if a, here := d.targets.anchors[target{part, id}]; here && id != self {
			return "#" + a
		}
	}
	to := d.elsewhere[id]
	if to == "" || to == d.path || strings.HasPrefix(to, d.path+"#") {
		return ""
	}
	return relative(d.path, to)
}

// placeForm is how texts write a place: what has such an ID is led to by its
// mere mention.
const placeForm = `[0-9A-Za-z_-]+:[0-9]+`

// longestPlace is the longest text, in bytes, that is held on one line because
// it may be a place, though nothing is there to lead to.
const longestPlace = 16

// runs are the spans of a text, with the places in them as links.
func (d *paper) runs(t page.Text, self string) []run {
	var out []run
	for _, s := range t {
		r := run{Text: s.Plain(), Href: d.href(s.To, self)}
		if s.Link != "" {
			r.Href, r.Out = s.Link, true
		}
		switch s.Tone {
		case page.Stated:
			r.Class = "status"
			if s.Bare {
				r.Class = "word"
				break
			}
			if s.Status.Refuses() {
				r.Class = "status refused"
			}
			r.Sign = signOf(s.Status).unicode
			if d.o.ASCII {
				r.Sign = signOf(s.Status).ascii
			}
			if s.Status == catalog.NotStated {
				r.Sign = "–"
			}
		case page.Strong:
			r.Class = "strong"
		case page.Alarm:
			r.Class = "alarm"
		case page.Faint:
			r.Class = "faint"
		}
		if r.Href != "" || s.Tone == page.Stated || !strings.Contains(r.Text, ":") {
			out = append(out, r)
			continue
		}
		from := 0
		for _, at := range d.places.FindAllStringIndex(r.Text, -1) {
			to := d.href(r.Text[at[0]:at[1]], self)
			if to == "" && at[1]-at[0] > longestPlace {
				continue
			}
			out = append(out, run{Text: r.Text[from:at[0]], Class: r.Class}, run{Text: r.Text[at[0]:at[1]], Class: strings.TrimSpace(r.Class + " place"), Href: to})
			from = at[1]
		}
		out = append(out, run{Text: r.Text[from:], Class: r.Class})
	}
	return out
}
