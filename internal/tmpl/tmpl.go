// Package tmpl carries out Go templates over JSON: the language of
// text/template, parsed by its own parser, for values that are nil, bool, int,
// float64, string, []any and map[string]any. JSON has no methods, and
// text/template looks methods up by name, for which the linker keeps every
// exported method of everything that is linked: two megabytes here.
//
// What differs: a key that is missing is an error, no value can be called,
// and funcs take and return JSON values.
package tmpl

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template/parse"
)

// Func is a function of a template. A function says itself what it takes.
type Func func(args []any) (any, error)

// Template is a parsed template. It may be used by several goroutines.
type Template struct {
	name  string
	trees map[string]*parse.Tree
	funcs map[string]Func
}

// Parse reads a template with the functions of text/template and those
// given.
func Parse(name, text string, funcs map[string]Func) (*Template, error) {
	t := &Template{name: name, funcs: map[string]Func{}}
	maps.Copy(t.funcs, builtins())
	maps.Copy(t.funcs, funcs)
	known := map[string]any{"and": true, "or": true} // carried out by the walk
	for n := range t.funcs {
		known[n] = true
	}
	var err error
	t.trees, err = parse.Parse(name, text, "", "", known)
	return t, err
}

// maxDepth bounds templates that call themselves.
const maxDepth = 10_000

// Execute appends what the template makes of a value; after an error it may
// have appended a part.
func (t *Template) Execute(out *bytes.Buffer, data any) (err error) {
	s := &state{t: t, out: out, name: t.name}
	tree := t.trees[t.name]
	if tree == nil || tree.Root == nil {
		return fmt.Errorf("template: %s: the template holds no text", t.name)
	}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *execError:
			err = r
		default:
			panic(r)
		}
	}()
	s.tree = tree
	s.vars = []variable{{"$", data}}
	s.walk(data, tree.Root)
	return nil
}

// execError ends an execution from wherever it has got to.
type execError struct{ text string }

func (e *execError) Error() string { return e.text }

type variable struct {
	name  string
	value any
}

// state is one execution.
type state struct {
	t     *Template
	out   *bytes.Buffer
	name  string
	tree  *parse.Tree
	node  parse.Node
	vars  []variable
	depth int
}

// jump is how a list ended: a break or continue ends the lists around it up
// to the range.
type jump int

const (
	none jump = iota
	broken
	continued
)

func (s *state) fail(format string, args ...any) {
	where, context := s.tree.ErrorContext(s.node)
	panic(&execError{fmt.Sprintf("template: %s: executing %q at <%s>: %s", where, s.name, context, fmt.Sprintf(format, args...))})
}

func (s *state) at(n parse.Node) { s.node = n }

func (s *state) set(name string, v any) {
	for i := len(s.vars) - 1; i >= 0; i-- {
		if s.vars[i].name == name {
			s.vars[i].value = v
			return
		}
	}
	s.fail("undefined variable: %s", name)
}

func (s *state) variable(name string) any {
	for i := len(s.vars) - 1; i >= 0; i-- {
		if s.vars[i].name == name {
			return s.vars[i].value
		}
	}
	s.fail("undefined variable: %s", name)
	return nil
}

func (s *state) walk(dot any, n parse.Node) jump {
	s.at(n)
	switch n := n.(type) {
	case *parse.ActionNode:
		v := s.pipeline(dot, n.Pipe)
		if len(n.Pipe.Decl) == 0 {
			s.at(n)
			s.print(v)
		}
	case *parse.TextNode:
		s.out.Write(n.Text)
	case *parse.CommentNode:
	case *parse.BreakNode:
		return broken
	case *parse.ContinueNode:
		return continued
	case *parse.ListNode:
		for _, x := range n.Nodes {
			if j := s.walk(dot, x); j != none {
				return j
			}
		}
	case *parse.IfNode:
		return s.branch(dot, &n.BranchNode, false)
	case *parse.WithNode:
		return s.branch(dot, &n.BranchNode, true)
	case *parse.RangeNode:
		s.loop(dot, n)
	case *parse.TemplateNode:
		s.call(dot, n)
	default:
		s.fail("unknown node: %s", n)
	}
	return none
}

func (s *state) branch(dot any, n *parse.BranchNode, with bool) jump {
	defer s.popTo(len(s.vars))
	v := s.pipeline(dot, n.Pipe)
	switch {
	case truth(v) && with:
		return s.walk(v, n.List)
	case truth(v):
		return s.walk(dot, n.List)
	case n.ElseList != nil:
		return s.walk(dot, n.ElseList)
	}
	return none
}

func (s *state) popTo(n int) { s.vars = s.vars[:n] }

func (s *state) loop(dot any, n *parse.RangeNode) {
	defer s.popTo(len(s.vars))
	over := s.pipeline(dot, n.Pipe)
	mark := len(s.vars) // the variables of the pipeline stay
	once := func(key, v any) bool {
		if decl := n.Pipe.Decl; len(decl) > 0 {
			last, first := decl[len(decl)-1], decl[0]
			put := func(d *parse.VariableNode, i int, v any) {
				if n.Pipe.IsAssign {
					s.set(d.Ident[0], v)
				} else {
					s.vars[mark-i].value = v
				}
			}
			put(last, 1, v)
			if len(decl) > 1 {
				put(first, 2, key)
			}
		}
		j := s.walk(v, n.List)
		s.popTo(mark)
		return j != broken
	}
	empty := true
	switch over := over.(type) {
	case nil:
	case int:
		for i := range max(over, 0) {
			empty = false
			if len(n.Pipe.Decl) > 1 {
				s.at(n)
				s.fail("can't use %d to iterate over more than one variable", over)
			}
			if !once(i, i) {
				break
			}
		}
	case []any:
		for i, v := range over {
			empty = false
			if !once(i, v) {
				break
			}
		}
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(over)) {
			empty = false
			if !once(k, over[k]) {
				break
			}
		}
	default:
		s.at(n)
		s.fail("range can't iterate over %v", over)
	}
	if empty && n.ElseList != nil {
		s.walk(dot, n.ElseList)
	}
}

func (s *state) call(dot any, n *parse.TemplateNode) {
	tree := s.t.trees[n.Name]
	if tree == nil {
		s.fail("template %q not defined", n.Name)
	}
	if s.depth == maxDepth {
		s.fail("exceeded maximum template depth (%d)", maxDepth)
	}
	var v any
	if n.Pipe != nil {
		v = s.pipeline(dot, n.Pipe)
	}
	inner := &state{t: s.t, out: s.out, name: n.Name, tree: tree, vars: []variable{{"$", v}}, depth: s.depth + 1}
	inner.walk(v, tree.Root)
}

// missing stands for the last value of a pipeline where there is none yet:
// nil is a value.
type missing struct{}

func (s *state) pipeline(dot any, p *parse.PipeNode) any {
	if p == nil {
		return nil
	}
	s.at(p)
	var v any = missing{}
	for _, c := range p.Cmds {
		v = s.command(dot, c, v)
	}
	for _, d := range p.Decl {
		if p.IsAssign {
			s.set(d.Ident[0], v)
		} else {
			s.vars = append(s.vars, variable{d.Ident[0], v})
		}
	}
	return v
}

func (s *state) command(dot any, c *parse.CommandNode, final any) any {
	first := c.Args[0]
	if f, ok := first.(*parse.IdentifierNode); ok {
		s.at(f)
		return s.function(dot, f, c.Args, final)
	}
	if _, none := final.(missing); len(c.Args) > 1 || !none {
		s.at(first)
		s.fail("can't give argument to non-function %s", first)
	}
	if _, ok := first.(*parse.NilNode); ok {
		s.at(first)
		s.fail("nil is not a command")
	}
	return s.operand(dot, first)
}

// operand is the value of a node that stands by itself or as an argument.
func (s *state) operand(dot any, n parse.Node) any {
	s.at(n)
	switch n := n.(type) {
	case *parse.DotNode:
		return dot
	case *parse.NilNode:
		return nil
	case *parse.BoolNode:
		return n.True
	case *parse.StringNode:
		return n.Text
	case *parse.NumberNode:
		return s.number(n)
	case *parse.FieldNode:
		return s.fields(dot, n, n.Ident)
	case *parse.VariableNode:
		return s.fields(s.variable(n.Ident[0]), n, n.Ident[1:])
	case *parse.ChainNode:
		if _, ok := n.Node.(*parse.NilNode); ok {
			s.fail("indirection through explicit nil in %s", n)
		}
		return s.fields(s.operand(dot, n.Node), n, n.Field)
	case *parse.PipeNode:
		defer s.popTo(len(s.vars))
		return s.pipeline(dot, n)
	case *parse.IdentifierNode:
		return s.function(dot, n, []parse.Node{n}, missing{})
	}
	s.fail("can't evaluate %q", n)
	return nil
}

// number is an int unless it is written as something else.
func (s *state) number(n *parse.NumberNode) any {
	hex := len(n.Text) > 2 && n.Text[0] == '0' && (n.Text[1] == 'x' || n.Text[1] == 'X')
	switch {
	case n.IsFloat && !hex && n.Text[0] != '\'' && strings.ContainsAny(n.Text, ".eEpP"):
		return n.Float64
	case n.IsInt && int64(int(n.Int64)) == n.Int64:
		return int(n.Int64)
	}
	s.fail("%s overflows int", n.Text)
	return nil
}

func (s *state) fields(v any, n parse.Node, names []string) any {
	for _, name := range names {
		s.at(n)
		switch m := v.(type) {
		case map[string]any:
			x, ok := m[name]
			if !ok {
				s.fail("map has no entry for key %q", name)
			}
			v = x
		case nil:
			s.fail("nil pointer evaluating interface {}.%s", name)
		default:
			s.fail("can't evaluate field %s in type %T", name, v)
		}
	}
	return v
}

func (s *state) function(dot any, f *parse.IdentifierNode, args []parse.Node, final any) any {
	_, none := final.(missing)
	if f.Ident == "and" || f.Ident == "or" {
		return s.shortCircuit(dot, f, args[1:], final)
	}
	do := s.t.funcs[f.Ident]
	if do == nil {
		s.fail("%q is not a defined function", f.Ident)
	}
	values := make([]any, 0, len(args))
	for _, a := range args[1:] {
		values = append(values, s.operand(dot, a))
	}
	if !none {
		values = append(values, final)
	}
	s.at(f)
	v, err := do(values)
	if err != nil {
		s.fail("error calling %s: %s", f.Ident, err)
	}
	return v
}

// shortCircuit gives the first value that settles an "and" or an "or", and
// does not look at the rest.
func (s *state) shortCircuit(dot any, f *parse.IdentifierNode, args []parse.Node, final any) any {
	_, none := final.(missing)
	if none && len(args) == 0 {
		s.fail("wrong number of args for %s: want at least 1 got 0", f.Ident)
	}
	var v any
	for _, a := range args {
		if v = s.operand(dot, a); truth(v) == (f.Ident == "or") {
			return v
		}
	}
	if !none {
		v = final
	}
	return v
}

func (s *state) print(v any) {
	if v == nil {
		s.out.WriteString("<no value>")
		return
	}
	fmt.Fprint(s.out, v)
}

// truth: false, 0, nil and what is empty are not true.
func truth(v any) bool {
	switch v := v.(type) {
	case bool:
		return v
	case int:
		return v != 0
	case float64:
		return v != 0
	case string:
		return v != ""
	case []any:
		return len(v) > 0
	case map[string]any:
		return len(v) > 0
	}
	return false
}

// compare orders two values of one kind; ok is false where they have no
// order.
func compare(a, b any) (order int, ok bool) {
	switch a := a.(type) {
	case int:
		b, ok := b.(int)
		return cmp.Compare(a, b), ok
	case float64:
		b, ok := b.(float64)
		return cmp.Compare(a, b), ok
	case string:
		b, ok := b.(string)
		return cmp.Compare(a, b), ok
	}
	return 0, false
}

var (
	errIncompatible  = errors.New("incompatible types for comparison")
	errBadComparison = errors.New("invalid type for comparison")
)
