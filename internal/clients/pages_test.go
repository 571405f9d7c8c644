package clients_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/needs"
)

var update = flag.Bool("update", false, "write the pictures of pages anew")

// A job is a page to open, and what to do with it.
type job struct {
	File   string   `json:"file"`
	Widths []int    `json:"widths"`
	Shots  []string `json:"shots"`  // light, dark
	Papers []string `json:"papers"` // A4, Letter
	Axe    bool     `json:"axe"`
}

// found is what the browser found on it.
type found struct {
	File     string
	Console  []string // messages, and what the page's policy refused
	Requests int
	Axe      []string
	Shots    []string
	Papers   []string
	Overflow []string // widths that it is wider than
	Focus    []struct {
		Text, Outline string
		Shown         bool
	}
	Text    string
	Foreign int // elements that load or run anything
	Links   []*string
	IDs     []string
	Cell    string // the ground of a refusal
}

// browse opens pages in one browser.
func (b *bench) browse(jobs []job) map[string]found {
	b.t.Helper()
	text, err := json.Marshal(jobs)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.dir, "jobs.json"), text, 0o644); err != nil {
		b.t.Fatal(err)
	}
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		b.t.Fatal(err)
	}
	var list []found
	if err := json.Unmarshal([]byte(b.run(`CHROMIUM="$1" node "$0/browse.cjs" "$PWD/jobs.json"`, chromium)), &list); err != nil {
		b.t.Fatal(err)
	}
	out := map[string]found{}
	for _, f := range list {
		out[f.File] = f
	}
	return out
}

// small copies the dataset of invented medicines, changed by a function.
func (b *bench) small(name string, change func(string) string) {
	b.t.Helper()
	text, err := os.ReadFile("../../cmd/backcare/testdata/small/small.yaml")
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(b.dir, name), 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.dir, name, "small.yaml"), []byte(change(string(text))), 0o644); err != nil {
		b.t.Fatal(err)
	}
}

const (
	hostileName  = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`
	hostileClaim = `</p><a href='javascript:alert(3)'>javascript:alert(4)</a>&lt;&#60;{{.}}`
)

// TestPages: what -o html writes, in a real browser.
func TestPages(t *testing.T) {
	modules(t, "playwright-core", "axe-core", "html-validate")
	needs.Programs(t, "chromium", "pdfinfo", "pdftotext")
	needs.File(t, "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "fonts-dejavu-core")
	b := newBench(t)
	same := func(s string) string { return s }
	b.small("small", same)
	b.small("hostile", func(s string) string {
		quoted, err := json.Marshal(hostileClaim)
		if err != nil {
			t.Fatal(err)
		}
		s = strings.ReplaceAll(s, `"Not in the last trimester."`, string(quoted))
		s = strings.ReplaceAll(s, `"not in the last trimester"`, `"<b onclick=alert(5)>gist</b>"`)
		s = strings.ReplaceAll(s, `title: "An invented page"`, `title: "</title><style>*{display:none}</style> אבג"`)
		return s
	})
	b.run(`backcare lookup "nurofen gel" paracetamol --week 22 -o html > sheets.html
	backcare lookup betagel alphadol --data small -o html > lookup.html
	cp lookup.html night.html
	backcare list --data small -o html > list.html
	backcare list --class nsaids -o html > class.html
	backcare drug compare paracetamol ibuprofen -o html > compare.html
	backcare document show doc-001 -o html > document.html
	backcare reference list -o html > references.html
	backcare lookup testamol alphadol --data hostile -o html > hostile.html
	backcare document show doc-900 --data hostile -o html > title.html
	backcare lookup "$1" "javascript:alert(1)" $'\u202egpj.exe' -o html > names.html || [ $? = 1 ]
	backcare lookup nurofen ketorolac --full -o html > full.html
	printf 'aspirin\nno-spa\nnosuchmedicine\naspirin\n' | backcare lookup - -o html > batch.html || [ $? = 1 ]
	backcare document list -o html > documents.html
	backcare reference show fda-nsaid-20wk -o html > reference.html
	backcare dataset info -o html > info.html
	backcare version -o html > version.html
	backcare list --jq '.entries[].name' -r > every.txt
	backcare lookup --from every.txt -o html > every.html
	backcare dataset export -o html site`, hostileName)

	b.run(`node "$0/validate-html.cjs" *.html site/*.html site/documents/*.html site/entries/[a-d]*.html`)
	b.run(`printf '<!DOCTYPE html><html lang="en"><title>x</title><p><p id=a><img src=x>' > wrong.html; ! node "$0/validate-html.cjs" wrong.html >/dev/null; rm wrong.html`)

	widths := []int{320, 800, 1280}
	jobs := []job{
		{File: "sheets.html", Widths: widths, Papers: []string{"A4", "Letter"}, Axe: true},
		{File: "lookup.html", Widths: widths, Shots: []string{"light"}},
		{File: "night.html", Widths: widths[:1], Shots: []string{"dark"}},
		{File: "list.html", Widths: widths, Shots: []string{"light"}, Axe: true},
		{File: "class.html", Widths: widths, Papers: []string{"A4"}, Axe: true},
		{File: "compare.html", Widths: widths, Axe: true},
		{File: "document.html", Widths: widths[:1]},
		{File: "references.html", Widths: widths[:1], Papers: []string{"A4"}},
		{File: "hostile.html", Widths: widths[:1]},
		{File: "title.html", Widths: widths[:1]},
		{File: "names.html", Widths: widths[:1], Axe: true},
		{File: "full.html", Widths: widths[:1], Papers: []string{"A4"}},
		{File: "batch.html", Widths: widths[:1], Papers: []string{"A4"}},
		{File: "every.html", Widths: widths[1:2], Papers: []string{"A4", "Letter"}},
		{File: "site/index.html", Widths: widths},
		{File: "site/entries/nsaids.html", Widths: widths[:1], Axe: true},
	}
	for i := range jobs {
		jobs[i].File = filepath.Join(b.dir, jobs[i].File)
	}
	at := b.browse(jobs)
	on := func(name string) found { return at[filepath.Join(b.dir, name)] }

	for _, j := range jobs {
		f, name := at[j.File], filepath.Base(j.File)
		if len(f.Console) > 0 || f.Requests != max(len(j.Widths), 1) || f.Foreign > 0 {
			t.Errorf("%s: %q, %d requests, %d foreign elements", name, f.Console, f.Requests, f.Foreign)
		}
		if len(f.Overflow) > 0 {
			t.Errorf("%s is wider than the window: %q", name, f.Overflow)
		}
		if len(f.Axe) > 0 {
			t.Errorf("%s: axe finds\n%s", name, strings.Join(f.Axe, "\n"))
		}
		ids := slices.Clone(f.IDs)
		slices.Sort(ids)
		if n := len(slices.Compact(ids)); n != len(f.IDs) {
			t.Errorf("%s has an id twice", name)
		}
		for _, l := range f.Links {
			if l == nil {
				t.Errorf("%s has a link to nowhere", name)
				continue
			}
			if id, here := strings.CutPrefix(*l, "#"); here && !slices.Contains(f.IDs, id) {
				t.Errorf("%s: nothing is at %s", name, *l)
			}
			if !regexp.MustCompile(`^(#|https://|[a-z0-9./-]+\.html(#|$))`).MatchString(*l) {
				t.Errorf("%s: a strange link %q", name, *l)
			}
		}
	}
	if f := on("sheets.html"); f.Focus[0].Text != "Skip to the content" || f.Focus[1].Text != "Nurofen Gel" || len(f.Links) < 20 {
		t.Errorf("by keyboard: %+v, %d links", f.Focus, len(f.Links))
	}
	for _, k := range on("sheets.html").Focus {
		if !k.Shown || k.Outline == "none" {
			t.Errorf("focus on %q cannot be seen", k.Text)
		}
	}
	if c := on("sheets.html").Cell; c == "" || c == "rgba(0, 0, 0, 0)" {
		t.Errorf("the style does not apply: %q", c)
	}

	// What is hostile stays text.
	for name, want := range map[string][]string{
		"names.html":   {hostileName, "javascript:alert(1)"},
		"hostile.html": {hostileClaim, "<b onclick=alert(5)>gist</b>"},
		"title.html":   {"</title><style>*{display:none}</style> אבג"},
	} {
		text := on(name).Text
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s lacks the text %q", name, w)
			}
		}
		if strings.ContainsRune(text, '\u202e') {
			t.Errorf("%s turns the direction of text", name)
		}
	}

	b.papers(on)
	b.pictures(slices.Concat(on("lookup.html").Shots, on("night.html").Shots, on("list.html").Shots))
}

// papers checks what is printed.
func (b *bench) papers(on func(string) found) {
	t := b.t
	pages := func(pdf string) string {
		return b.run(`pdfinfo "$1" | awk '/^Pages:/ {print $2}'`, pdf)
	}
	page := func(pdf string, n int) string {
		return b.run(`pdftotext -f "$2" -l "$2" "$1" - | tr -s ' \n' ' '`, pdf, fmt.Sprint(n))
	}
	for _, pdf := range on("sheets.html").Papers {
		b.want(pages(pdf), "2")
		for n, name := range map[int]string{1: "Nurofen Gel", 2: "paracetamol"} {
			for _, w := range []string{name, "WEEK 22", "BREASTFEEDING", "AUTHORITIES", "It is not medical advice", "Made on ", "version 20", "Note:"} {
				contains(t, page(pdf, n), w)
			}
		}
		contains(t, page(pdf, 1), "✗ contraindicated")
	}
	names := strings.Split(b.run("cat every.txt"), "\n")
	for _, pdf := range on("every.html").Papers {
		b.want(pages(pdf), fmt.Sprint(len(names)))
		for n, text := range strings.Split(b.run(`pdftotext "$1" - | tr '\n' ' '`, pdf), "\f") {
			if n < len(names) && !strings.HasPrefix(strings.TrimSpace(text), names[n]) {
				t.Errorf("page %d begins %.60q, not with %s", n+1, strings.TrimSpace(text), names[n])
			}
			if n < len(names) && !strings.HasSuffix(strings.TrimSpace(text), "Note:") {
				t.Errorf("page %d of %s ends before its end", n+1, names[n])
			}
		}
	}
	b.want(pages(on("batch.html").Papers[0]), "4")
	contains(t, b.run(`pdftotext "$1" - | tr -s ' \n' ' '`, on("full.html").Papers[0]), "What it is")
	across := on("class.html").Papers[0]
	contains(t, b.run(`pdfinfo "$1"`, across), "842.88 x 595.92")
	list := on("references.html").Papers[0]
	contains(t, page(list, 1), "Who says what")
	contains(t, page(list, 2), "Who says what") // the header again
}

// pictures compares what pages look like with what they did, block by block: a
// letter may be drawn a little otherwise elsewhere, a column may not move.
func (b *bench) pictures(shots []string) {
	const side, most = 16, 24.0
	for _, shot := range shots {
		golden := filepath.Join("testdata", filepath.Base(shot))
		if *update {
			b.keep(golden, b.picture(shot))
			continue
		}
		got, want := b.picture(shot), b.picture(golden)
		if got.Bounds() != want.Bounds() {
			b.t.Errorf("%s is %v, was %v", golden, got.Bounds(), want.Bounds())
			continue
		}
		off := 0
		for y := 0; y < got.Bounds().Dy(); y += side {
			for x := 0; x < got.Bounds().Dx(); x += side {
				if math.Abs(tone(got, x, y, side)-tone(want, x, y, side)) > most {
					off++
				}
			}
		}
		if all := got.Bounds().Dx() * got.Bounds().Dy() / side / side; off > all/50 {
			b.t.Errorf("%s looks otherwise in %d of %d places (write it anew with -update, and look at it)", golden, off, all)
		}
	}
}

func (b *bench) picture(path string) image.Image {
	b.t.Helper()
	f, err := os.Open(path)
	if err != nil {
		b.t.Fatal(err)
	}
	defer f.Close()
	p, err := png.Decode(f)
	if err != nil {
		b.t.Fatal(err)
	}
	return p
}

// keep writes a picture in sixteen shades of grey, which is all that is compared.
func (b *bench) keep(path string, p image.Image) {
	b.t.Helper()
	var shades color.Palette
	for i := range 16 {
		shades = append(shades, color.Gray{uint8(i * 17)})
	}
	grey := image.NewPaletted(p.Bounds(), shades)
	draw.Draw(grey, p.Bounds(), p, p.Bounds().Min, draw.Src)
	f, err := os.Create(path)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(f, grey); err != nil {
		b.t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.t.Fatal(err)
	}
}

// tone is how light a square of a picture is, of 255.
func tone(p image.Image, x, y, side int) float64 {
	sum, n := 0.0, 0.0
	for j := y; j < min(y+side, p.Bounds().Max.Y); j++ {
		for i := x; i < min(x+side, p.Bounds().Max.X); i++ {
			r, g, b, _ := p.At(i, j).RGBA()
			sum += float64(r+g+b) / 3 / 257
			n++
		}
	}
	return sum / n
}

// TestSite: every link of the site leads to something that is there.
func TestSite(t *testing.T) {
	b := newBench(t)
	b.run("backcare dataset export -o html site")
	ids, links := map[string]bool{}, map[string][]string{}
	root := filepath.Join(b.dir, "site")
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".html" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		ids[name] = true
		for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(string(text), -1) {
			ids[name+"#"+m[1]] = true
		}
		for _, m := range regexp.MustCompile(` href="([^"]*)"`).FindAllStringSubmatch(string(text), -1) {
			links[name] = append(links[name], m[1])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for from, list := range links {
		for _, l := range list {
			if strings.HasPrefix(l, "https://") {
				continue
			}
			n++
			to, anchor, has := strings.Cut(l, "#")
			name := from
			if to != "" {
				name = filepath.Join(filepath.Dir(from), to)
			}
			if has {
				name += "#" + anchor
			}
			if !ids[name] {
				t.Errorf("%s: %s leads to nothing", from, l)
			}
		}
	}
	entries, _ := b.counts()
	if pages := len(links); pages < entries+8 || n < 20*entries {
		t.Errorf("%d pages with %d links for %d entries", pages, n, entries)
	}
}
