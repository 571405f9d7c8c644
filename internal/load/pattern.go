package load

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first used:
// most runs read no YAML, and every run would pay for it otherwise.
type pattern func() *regexp.Regexp

func lazily(expr string) pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

func (p pattern) matches(s string) bool { return p().MatchString(s) }
