package render
import ("testing";"os";"math/rand";"encoding/json")
func TestDump(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	alphabet := []rune("\\`*_{}[]()#+-.!|<>&~$\"'=:/@ab1 é;amp")
	var rows [][]string
	for range 20000 {
		n := r.Intn(14)
		s := make([]rune, n)
		for i := range s { s[i] = alphabet[r.Intn(len(alphabet))] }
		rows = append(rows, []string{string(s), "x"})
	}
	v := Table{Columns: []string{"a","b"}, Rows: rows}
	os.WriteFile("/tmp/gm/hostile.md", []byte(render(t, v, Options{Format: Markdown})), 0o644)
	// as list items, with lines and bold
	its := items{noun: "x"}
	for _, r := range rows[:3000] { its.list = append(its.list, item{lead: words(plain(r[0]), "."), lines: []pair{{"", words(r[0]+".")}}}) }
	os.WriteFile("/tmp/gm/items.md", renderMarkdown(view{its}), 0o644)
	b, _ := json.Marshal(rows)
	os.WriteFile("/tmp/gm/hostile.json", b, 0o644)
}
