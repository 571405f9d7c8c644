package clients_test

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"github.com/backcare/backcare/internal/needs"
)

// shell is an interactive shell on a terminal, for tests that press keys.
type shell struct {
	t        *testing.T
	terminal *os.File
	shows    <-chan string
	asked    int
}

// shells start one that completes backcare.
var shells = map[string]func(b *bench) *shell{
	"bash": func(b *bench) *shell {
		needs.File(b.t, "/usr/share/bash-completion/bash_completion", "bash-completion")
		return b.shell("source /usr/share/bash-completion/bash_completion; source <(backcare completion bash); "+
			"bind 'set completion-query-items 0'; bind 'set page-completions off'; PS1=pro\"\"mpt", "bash", "--norc", "--noprofile", "-i")
	},
	"zsh": func(b *bench) *shell {
		return b.shell("autoload -U compinit; compinit -u -D; source <(backcare completion zsh); PS1=pro\"\"mpt", "zsh", "-f", "-i")
	},
	"fish": func(b *bench) *shell {
		return b.shell("backcare completion fish | source; function fish_prompt; echo pro\"\"mpt; end", "fish", "--no-config", "-i")
	},
}

// shell starts one. Its setup gives the line that makes "pro""mpt" its prompt.
func (b *bench) shell(setup, name string, args ...string) *shell {
	b.t.Helper()
	needs.Programs(b.t, name)
	needs.Terminal(b.t)
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = b.dir, append(b.env(), "TERM=xterm")
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		b.t.Fatal(err)
	}
	shows := make(chan string, 1<<16)
	go func() {
		defer close(shows)
		buf := make([]byte, 4096)
		for {
			n, err := terminal.Read(buf)
			if n > 0 {
				shows <- string(buf[:n])
			}
			if err != nil {
				return
			}
		}
	}()
	b.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = terminal.Close()
	})
	s := &shell{t: b.t, terminal: terminal, shows: shows}
	s.press(setup + "\n")
	return s
}

// press types keys, waits until the shell is back at its prompt, and returns
// what the terminal showed from the first key on.
func (s *shell) press(keys string) string {
	s.t.Helper()
	s.write(keys)
	s.asked++
	back := regexp.MustCompile(fmt.Sprintf(`(?s)ready%d\..*prompt`, s.asked))
	var shown strings.Builder
	// A shell drops keys that come while it changes the modes of its terminal,
	// and a menu of completions takes them for its own: so ask more than once.
	for range 12 {
		s.write(fmt.Sprintf("\x15echo rea\"\"dy%d.\n", s.asked))
		for patience := time.After(5 * time.Second); patience != nil; {
			select {
			case text, open := <-s.shows:
				shown.WriteString(text)
				if back.MatchString(shown.String()) {
					return shown.String()
				}
				if !open {
					s.t.Fatalf("the shell ended: %q", shown.String())
				}
			case <-patience:
				patience = nil
			}
		}
		s.write("\x03")
	}
	s.t.Fatalf("the shell does not come back: %q", shown.String())
	return ""
}

func (s *shell) write(keys string) {
	s.t.Helper()
	if _, err := s.terminal.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}
