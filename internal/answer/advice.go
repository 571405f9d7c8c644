package answer

import "github.com/backcare/backcare/internal/resolve"

// Advice lists what the documents state of all medicines or of painkillers
// at large. No option narrows it: it is shown with every answer.
func (b *Builder) Advice() []Statement {
	out := []Statement{}
	for i := range b.ds.Entries {
		e := &b.ds.Entries[i]
		if !e.Advice {
			continue
		}
		for k := range e.Statements {
			out = append(out, b.statement(&resolve.Statement{Statement: &e.Statements[k], About: int32(i), Via: resolve.Direct}))
		}
	}
	return out
}

// lookupCommand begins a command line that looks names up.
const lookupCommand = "backcare drug lookup "
