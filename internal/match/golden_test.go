package match

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/dataset"
	"github.com/backcare/backcare/internal/name"
)

var update = flag.Bool("update", false, "write testdata/golden.tsv anew; read the difference before keeping it")

const goldenFile = "testdata/golden.tsv"

// TestGolden compares what some 1,800 names come to in the embedded dataset
// with what they came to before, to the last suggestion. It says that the
// answers have not changed, not that they are right: a change that is meant,
// of the rule or of the data, is written by
//
//	go test ./internal/match -run TestGolden -update
//
// and its difference is read line by line.
func TestGolden(t *testing.T) {
	m := New(dataset.Embedded())
	if *update {
		var b strings.Builder
		for i, q := range goldenQueries() {
			b.WriteString(m.golden(q, false))
			if i%3 == 0 && m.Resolve(q, false).Kind == Spelling {
				b.WriteString(m.golden(q, true))
			}
		}
		if err := os.WriteFile(goldenFile, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	table, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	lines, wrong := 0, 0
	for want := range strings.Lines(string(table)) {
		quoted, rest, _ := strings.Cut(want, "\t")
		q, err := strconv.Unquote(quoted)
		if err != nil {
			t.Fatalf("%s: %v", want, err)
		}
		lines++
		if got := m.golden(q, strings.HasPrefix(rest, "exact\t")); got != want {
			t.Errorf("\n got %swant %s", got, want)
			if wrong++; wrong == 20 {
				t.Fatal("and so on")
			}
		}
	}
	if lines < 800 {
		t.Errorf("only %d lines", lines)
	}
}

// golden is a line of the table: the query, whether nothing was to be
// corrected, and the result, entries by their ids.
func (m *Matcher) golden(q string, exact bool) string {
	mode := "any"
	if exact {
		mode = "exact"
	}
	r := m.Match(q, exact)
	id := func(e int32) string {
		if e < 0 {
			return "-"
		}
		return m.ds.Entries[e].ID
	}
	var ids []string
	for _, e := range suggested(r) {
		ids = append(ids, id(e))
	}
	if r.More > 0 {
		ids = append(ids, fmt.Sprintf("+%d", r.More))
	}
	return fmt.Sprintf("%q\t%s\t%s\t%s\t%s\t%d\t%s\t%s\t%s\n", q, mode, r.Kind, id(r.Entry), r.Matched, r.Distance, strings.Join(r.Ignored, ", "), strings.Join(ids, " "), r.Message)
}

// goldenQueries are those written by hand and those made of the names of the
// dataset and the lexicon, the same each time.
func goldenQueries() []string {
	var list []string
	seen := map[string]bool{}
	add := func(q string) {
		if !seen[q] {
			seen[q] = true
			list = append(list, q)
		}
	}
	for line := range strings.Lines(goldenByHand) {
		for q := range strings.SplitSeq(line, ",") {
			add(strings.TrimSpace(q))
		}
	}
	for _, q := range []string{"", " ", "\xff", strings.Repeat("нурофен ", 40), strings.Repeat("a", 64), strings.Repeat("a", 65), strings.Repeat("я", 64), strings.Repeat("я", 65),
		"nurofen" + strings.Repeat(" ", 242) + "200 mg", "nurofen" + strings.Repeat(" ", 243) + "200 mg"} {
		add(q)
	}
	r := rand.New(rand.NewPCG(21, 22))
	// The names of the embedded dataset in their order, each changed in one of
	// these ways.
	ds := dataset.Embedded()
	ways := []func(s string) string{
		func(s string) string { return slip(r, s) },
		func(s string) string { return slip(r, slip(r, s)) },
		func(s string) string { return slip(r, slip(r, slip(r, s))) },
		func(s string) string { return first(s, 5, 10) },
		func(s string) string { return first(s, 8, 10) },
		func(s string) string { return slip(r, first(s, 7, 10)) },
		func(s string) string { q, _ := name.Swap(s); return q },
		func(s string) string { q, _ := name.Swap(slip(r, s)); return q },
		func(s string) string {
			ends := []string{"ом", "у", "ами", "ы", "ой", "е"}
			return first(s, utf8.RuneCountInString(s)-1, utf8.RuneCountInString(s)) + ends[r.IntN(len(ends))]
		},
		func(s string) string { w := strings.Fields(s); slices.Reverse(w); return slip(r, strings.Join(w, " ")) },
		func(s string) string {
			if strings.Contains(s, " ") {
				return slip(r, strings.ReplaceAll(s, " ", ""))
			}
			i := utf8.RuneCountInString(s) / 2
			return first(s, i, 2*i) + " " + strings.TrimPrefix(s, first(s, i, 2*i))
		},
		func(s string) string {
			forms := []string{"%s 500 mg", "таблетки %s", "%s gel 5%%", "%s suppositories", "мазь %s", "%s tincture", "%s ампулы 2 мл №5"}
			return fmt.Sprintf(forms[r.IntN(len(forms))], slip(r, s))
		},
		func(s string) string {
			return strings.Map(func(c rune) rune {
				if strings.ContainsRune("aeiouyаеёиоуыэюя ", c) {
					return -1
				}
				return c
			}, s)
		},
		func(s string) string {
			return strings.NewReplacer("a", "а", "o", "о", "е", "e", "с", "c").Replace(s)
		},
		func(s string) string { return slip(r, s) + " plus" },
	}
	for i, n := range ds.Names {
		if n.Kind != catalog.CodeName && len(n.Text) >= 4 {
			add(ways[(7*i+i/len(ways))%len(ways)](n.Text))
		}
	}
	for i, text := range []string{innText, medicinesText, ordinaryText} {
		all := slices.Collect(entries(text))
		for range 40 {
			add(strings.TrimPrefix(all[r.IntN(len(all))], "="))
			add(slip(r, strings.TrimPrefix(all[r.IntN(len(all)/(i+1))], "=")))
		}
	}
	return list
}

// first is the part of a text from its beginning, of of ofAll letters.
func first(s string, part, ofAll int) string {
	w := []rune(s)
	return string(w[:len(w)*part/max(ofAll, 1)])
}

// goldenByHand are queries as people type them, separated by commas.
const goldenByHand = `paracetamol, Paracetamol, PARACETAMOL 500, paracetomol, parasetamol, paracetamoll, paracetmaol, pracetamol, aracetamol, baracetamol, paracetamolum, paracetamole
parcetamol, paracitamol, pasacetamol, pacaretamol, paracetam, piracetam, para, parac, paracet, parа, prctml, pcm, p, pa, par, amol, cetamol, acetamol
парацетамол, парацетомол, парацетамола, парацетамолом, парацитамол, порацетамол, парацетомола, gfhfwtnfvjk, gfhfwtnjvjk, зфкфсуефьщд, парацетамол таблетки 500 мг, парацетамол мазь, парацетамол свечи
ibuprofen, ibuprophen, ibuprofin, ibuprufen, ibuprofene, ibubrofen, ibuprofen gel, ibuprofen mazi, ibuprofen ointment, ibuprofn, ibuproffen, iboprufin, ibu, ibup, ibuprof, ибупрофен 200, ибупрофеном, ибупрафен гель, bigjkmdby, b,eghjaty
nurofen, nurofn, nurofenn, nurafen, nuroffen, norofen, nurofem, nurogen, nurofen gell, nurofen jel, nurofen gel 5%, gel nurofen, nurofengel, nurofen ointment, nurofen plus, nurofen express forte, nurofen drops, nurofen candles, нурофен мазь, нурафен, нурофин, нурофена, нурофен гел, ye hjaty, yehjaty, nurofen children
aspirin, asprin, aspirine, asspirin, aspirn, aspiring, aspirant, аспирин, аспирином, аспирн, аsпирин, asperin, espirin, asa, aspirin protect, aspirin c, aspirin cardio, thrombo ass, acetylsalicylic, acetilsalicilic acid, acetylsalicylic acd, salicylic acid, ацетилсалициловая, ацетилсалицилка, ацетилсалицыловая кислота
voltaren, voltarin, votlaren, woltaren, voltren, voltarenn, voltaren gel, voltaren gell, voltaren jel, voltaren emulgel, voltaren emulgell, voltaren tablets, voltaren injection, voltaren mazz, voltaren oinment, вольтарен, волтарен, вольторен, вольтарен мазь, вольтарен таблетки, вольтаренгель, djkmnfhty, jkmnfhty, voltarol
diclofenac, diclofenak, dicklofenac, diklofenak, diclofenic, dyclofenac, diclofenc, diclofenac gel, diclofenac tablets, diclofenac candles, diclofenac natrium, diclofenac sodum, diclofenac potassium, aceclofenac, диклофенак, диклофинак, дикклофенак, диклофенака, диклофенак гель, диклофенак уколы, lbrkjatyfr
analgin, analgine, analghin, anolgin, analginum, anagin, analgyn, metamizole, metamizol, metamisole, metamizole sodium, methamizole, methimazole, methimizole, metamizole natrium, metamizole sodum, анальгин, аналгин, ональгин, анальгином, анальгина таблетки, анальгин ампулы, fyfkmuby, dipyrone, dipiron, dypirone, анальгин-хинин
no-spa, nospa, no shpa, noshpa, no-spha, nosha, nospaa, no-shpa forte, но-шпа, но шпа, ношпа, ношпу, ношпы, ношпа форте, нашпа, yjigf, yj-igf, drotaverine, drotaverin, drotavirin, drotaverinum, drataverin, дротаверин, дротоверин, дратаверина, papaverine, папаверин
furagin, furagine, furacin, furadonin, furazolidone, furazidin, furasidin, furazidine, фурагин, фурагина, фурадонин, фуразолидон, фурацилин, furlong, furagn, foragin
amoxiclav, amoxyclav, amoksiklav, amoxiclaw, amoxiklaf, amoxicillin, amoxicilin, amoxycilin, moxicillin, amoxicillin clavulanate, amoxicillin and clavulanic, clavulanic acid and amoxicillin, ampicillin, амоксиклав, амоксициллин, амоксицилин, амоксицилина, амоксикла, ампициллин, co amoxiclav, augmentin
ciprofloxacin, ciproflox, ciproflo, ciprofloxacine, ciproflaxacin, ciprofloksacin, siprofloxacin, ofloxacin, ofloxacine, oflaxacin, ofloxasin, floxacin, norfloxacin, norfloxasin, norflaxacin, levofloxacin, moxifloxacin, pefloxacin, enoxacin, ципрофлоксацин, цыпрофлоксацин, ципрофлоксацина, офлоксацин, афлоксацин, норфлоксацин, норфлаксацин, левофлоксацин
milgamma, milgama, milgamm, milgamna, mилгамма, мильгамма, милгама, мильгаммы, мильгамму, milgamma compositum, milgamma composite, milgamma compositm, milgamma tablets, milgamma tabletki, milgamma injections, milgamma ampoule, milgamma gel, vbkmufvvf, compositum, compos, mydocalm, midocalm, mydocalm forte, мидокалм, мидакалм, мидокалма, мидокалм уколы, tolperisone, tolperison, tolperisome, толперизон, талперизон
sirdalud, sirdaluud, sirdaled, serdalud, сирдалуд, сирдолуд, сердалуд, tizanidine, tizanidin, tisanidine, tyzanidine, tizanidinum, tinazidine, тизанидин, тизонидин, клонидин
meloxicam, meloxikam, melaxicam, meloxicamum, meloxcam, piroxicam, tenoxicam, lornoxicam, movalis, movalys, mowalis, movali, muvalis, мовалис, мавалис, мовалиса, мелоксикам, мелаксикам, пироксикам, naproxen, naproxene, naproksen, naprosen, naprosyn, ketoprofen, ketoprofin, ketaprofen, ketorolac, ketorolak, ketorol, ketotifen, fenoprofen, flurbiprofen, кетопрофен, кетарол, кеторолак, кетонал, напроксен
drotaverine 40, valerian, valerian root, valerian tea, valerian tincture, valerian tinctur, valeriana, valeriane, valerain, valerien, tincture of valerian, валериана, валерианка, валерьянка, валериану, валериана настойка, настойка валерианы, настойка валерьяны, валериана корень, dfkthbfyf, valerian external, valerian extern, valerian spirit
chamomile, camomile, chamomille, chamomil, ромашка, ромашку, ромашки, ромашковый, thyme, tyme, time, чабрец, чебрец, тимьян, тимян, eucalyptus, eucaliptus, eucalyptus oil, эвкалипт, эвкалипта настойка, propolis, propolys, прополис, прополисом, пропалис
st john's wort, st johns wort, saint johns wort, st. john wort, st jonhs wort, st john's worth, hypericum, hipericum, hypericum perforatum, hypericum perforatm, perforatum, зверобой, зверобоя, зверобой настой, настой зверобоя, зверабой, john, wort
vitamin a, vitamin b, vitamin b6, vitamin c, vitamin d, vitamin d2, vitamin d3, vitamin d33, vitamin e, vitamin k, vitamin, vitamine, vitamins, vitamin ц, vitamn d3, vitamin-d3, витамин, витамин д, витамин д3, витамин д2, витамин б, витомин с, витамины группы б, витамины группы д, group b vitamin, b vitamin, d3, d2, в6, alpha d3, alpha d2, alpha d3 teva, alfa d3, alphad3, alpha d3-tewa, альфа д3, альфа-д3 тева, alfacalcidol, alfakalcidol, alphacalcidol, calcitriol, альфакальцидол, альфакальцедол
calcium, calcium d3, calcium d3 nycomed, calcium d3 nicomed, calcium-d3 nikomed, calcium lactate, calcium lactat, calcium lactaet, lactate calcium, calcium acetate, calcium citrate, calcium gluconate, calcium carbonate, calcium carbonat, carbonate of calcium, calcium carbonate tablets, calcium tablet, calcium chloride, magnesium carbonate, кальций, кальций д3, кальций д3 никомед, кальций д3 нкомед, кальций-д3, кальция лактат, лактат кальция, кальция лактета, кальция глюконат, кальция карбонат, карбонат кальцыя, calcemin, kalcemin, calcemine, calcimin, кальцемин, калцемин, кальцемин адванс
magnesium sulfate, magnesium sulphat, magnesia, magnesiya, magnezia, magnesium, магнезия, магнезии, магнезию, сульфат магния, магния сульфат, магний, сульфат натрия, osteogenon, osteogenone, osteogenom, остеогенон, остеагенон, vitrum osteomag, vitrum, osteomag, vitrum ostemag, витрум остеомаг, витрум, vitrum calcium
chondroitin, chondroitine, hondroitin, chondroitn, chondroitin sulfate, chondroitin sulphate, chondroitin glucosamine, chondroxide, chondroxid, hondroxid, хондроксид, хондроксит, хондроитин, хандроитин, glucosamine, glucosamin, glukosamin, flucosamine, glucosamine sulfate, глюкозамин, глюкозамина, теrafleх, teraflex, theraflex, terraflex, terafleks, терафлекс, терафлекса, artra, arthra, artradol, artrozan, artrosan, artrodol, артра, артрадол, артродол, артрозан, артроза, structum, struktum, structm, структум, rumalon, rumalone, румалон, rumolon
alflutop, alfluton, alflutope, алфлутоп, альфлутоп, алфлутопа, traumeel, traumel s, traumeel ointment, traumeel gel, траумель, траумел, траумель с, traumell, trauma, zeel, zeel t, zell t, zeel p, цель т, цель, цел т, goal t, viburcol, viburkol, viburcol candle, viburcoll, вибуркол, вибуркола свечи, вибуркал, candles viburcol
citramon, citramone, zitramon, citromon, citrammon, cytramon, цитрамон, цитромон, цитрамона, citron, pentalgin, pentalgine, pentalginn, pentalgin plus, пенталгин, пентальгин, пенталгина, sedalgin, sedalgine, sedolgin, седалгин, седальгин, tempalgin, tempalgine, tempolgin, темпалгин, темпалгину, baralgin, spasmalgon
corvalol, corvalolum, corvarol, covalol, korvalol, corvalol drops, корвалол, карвалол, корвалола капли, валокордин, valocordin, efferalgan, eferalgan, efferalgane, eferralgan, эффералган, эфералган, fervex, ferveks, fervecs, фервекс, фервикс, panadol, панадол, coldrex
duphaston, dufaston, duphastone, dyphaston, дюфастон, дуфастон, дюфастона, dydrogesterone, didrogesterone, dydrogesteron, hydrogesterone, дидрогестерон, progesterone, progesteron, progestrone, progestin, прогестерон, прагестерон, utrogestan, utrozhestan, utrogestane, utrogeston, утрожестан, утражестан, утрожестана, testosterone
dimexid, dimexide, dimeksid, dimexyd, dimethyl sulfoxide, dimethylsulfoxide, dimethyl sulphoxide, dimethyl sulfoxid, dmso, dsmo, димексид, димиксид, диметилсульфоксид, canephron, kanefron, canefron n, canephron h, канефрон, канифрон, канефрон н, канефрона, ecocifol, ecotsifol, экоцифол, finalgon, finalgone, finalgom, финалгон, финалган, menovazin, menovasin, menavazin, меновазин, менавазин, nolicin, nolitsin, nolicine, нолицин, ноллицин, нолецин, riabal, riabel, риабал, рябал, prifinium, prifinium bromid, nonivamide, nonivamid, nicoboxil, nikoboxil
lidocaine, lactocaine, laktokain, ultracaine, ultracain, ultrakain, articaine, articain, artikain, артикаин, ультракаин, ультрокаин, лактокаин, procaine, belladonna, beladona, belladona, белладонна, беладонна, красавка, bella, capsicum, capsicm, capsicum plaster, paprika, pepper plaster, pepper plastr, plaster pepper, corn plaster, перцовый пластырь, перцовый пластыр, перцовый, red peper, hot peper, hot pepers, красный перец, красный перц
nsaid, nsaids, nsaid's, nonsteroidal, non steroidal antiinflammatory drugs, painkiller, painkilers, pain killer, pain reliever, antibiotic, antibiotik, antibiotics, антибиотик, антибиотека, обезболивающие, обезбаливающие, spasmolytic, tocolytic, tocolitics, medication, mediation, medications, medicine, any medicin, мази, мазь, ointment, ointments, gel, tablets, warm compress, hot compres, compress, компресс, горячий компресс, iodine, iodin, йод, иод, iodine tinctur, vodka, vodca, водка, водку, alcohol, alcool, спирт, mustard, mustard plaster, mustard plastr, горчичник, горчичники, горчишник
prednisolone, prednizolon, преднизолон, ghtlybpjkjy, dexamethasone, omeprazole, metformin, warfarin, diazepam, tramadol, codeine, gabapentin, levothyroxine, loratadine, cetirizine, doxycycline, tetracycline, azithromycin, clarithromycin, nimesulide, нимесулид, indomethacin, phenazone, caffeine, celecoxib, etoricoxib, baclofen, thiocolchicoside
N02BE01, n02be01, N02BE99, N02BE0l, M01AE01, M01AB05, rxcui:161, RXCUI 161, rxcui:99999999, 161, 2026, 5 mg, 500 мг, №10, %, -, ., ?!, ™, 3, 33 33, mg, мазь 5 %, таблетки, pill, drops 10 ml
administration, breakfast, pregnancy, kitchen, window, кошка, беременность, лекарство, доктор, спина, боль, back, pain, spine, massage, gymnastics, qwrtpsdfgh, xyzzy, zzzzzzzz, aaaaaaaa, щщщщщ, 日本語, アスピリン, paracetamol アスピリン, ćwiczenia, ibuprofène, naproxène, paracétamol, Ασπιρίνη
paracetamol and ibuprofen, ibuprofen paracetamol, paracetamol caffeine, aspirin and paracetamol and caffeine, nurofen or ibuprofen, no spa or analgin tablets, a b c d e f g h, a b c d e f g h i, one two three four five six seven nurofen, one two three four five six seven eight nurofen, no, on, do, don, dona, donna, dono, дона, доня, дон, dona s, t, s, n, h, zeel s, red, hot, egg, egg shel, shell, eggshell, яичная скорлупа, яичная скорлуба, скорлупа, скарлупа`
