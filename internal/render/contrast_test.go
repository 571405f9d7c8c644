package render

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/backcare/backcare/internal/catalog"
)

// screens are the default foreground and background of common terminals.
var screens = map[string][2]int{
	"xterm":              {0x000000, 0xffffff},
	"xterm, reversed":    {0xffffff, 0x000000},
	"Terminal.app Basic": {0x000000, 0xffffff},
	"Terminal.app Pro":   {0xf2f2f2, 0x000000},
	"VS Code dark":       {0xcccccc, 0x1e1e1e},
	"VS Code light":      {0x333333, 0xffffff},
	"GNOME light":        {0x171421, 0xffffff},
	"GNOME dark":         {0xd0cfcc, 0x171421},
}

// TestContrast: whatever the default palette colours can be read on each of
// them, by the measure of WCAG 2.
func TestContrast(t *testing.T) {
	for word, sgr := range defaultPalette() {
		for name, screen := range screens {
			fg, bg := screen[0], screen[1]
			f := strings.Split(sgr, ";")
			for len(f) > 0 {
				switch {
				case f[0] == "1":
					f = f[1:]
				case len(f) > 2 && f[0] == "38" && f[1] == "5":
					fg, f = cube(t, f[2]), f[3:]
				case len(f) > 2 && f[0] == "48" && f[1] == "5":
					bg, f = cube(t, f[2]), f[3:]
				default:
					t.Fatalf("%s: %q depends on the user's theme", word, sgr)
				}
			}
			if c := contrast(fg, bg); c < 4.5 {
				t.Errorf("%s on %s: a contrast of %.1f", word, name, c)
			}
		}
	}
}

// cube is a colour of the fixed part of the 256.
func cube(t *testing.T, s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 16 || n > 231 {
		t.Fatalf("colour %q is not one of the fixed ones", s)
	}
	level := func(i int) int {
		if i == 0 {
			return 0
		}
		return 55 + 40*i
	}
	n -= 16
	return level(n/36)<<16 | level(n/6%6)<<8 | level(n%6)
}

func contrast(a, b int) float64 {
	light := func(rgb int) float64 {
		sum := 0.0
		for i, weight := range []float64{0.0722, 0.7152, 0.2126} {
			c := float64(rgb>>(8*i)&0xff) / 255
			if c <= 0.04045 {
				c /= 12.92
			} else {
				c = math.Pow((c+0.055)/1.055, 2.4)
			}
			sum += weight * c
		}
		return sum
	}
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestPalette: every status and mark can be changed, and only refusals have a
// colour of their own: no permission is shown in green.
func TestPalette(t *testing.T) {
	for _, s := range catalog.Statuses() {
		if !slices.Contains(Colors(), s.String()) {
			t.Errorf("%s has no word", s)
		}
		if got := defaultPalette()[s.String()]; (got != "") != s.Refuses() {
			t.Errorf("%s: %q", s, got)
		}
	}
	p := Palette(nil).With(map[string]string{"caution": "4", "heading": ""})
	if p["caution"] != "4" || p["heading"] != "" || p["contraindicated"] == "" {
		t.Errorf("%v", p)
	}
	if fmt.Sprint(defaultPalette()["caution"]) != "" {
		t.Error("the default palette was changed")
	}
}
