package mcpserver

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/backcare/backcare/internal/answer"
	"github.com/backcare/backcare/internal/catalog"
	"github.com/backcare/backcare/internal/match"
	"github.com/backcare/backcare/internal/resolve"
)

type lookupArgs struct {
	Names  []string        `json:"names" jsonschema:"names of medicines as the person gives them, one each: a brand, a substance, a class, a folk remedy, an ATC code; any language or spelling"`
	Week   *int            `json:"week,omitempty" jsonschema:"completed week of pregnancy, if known: authorities' positions then count by it"`
	Phases []catalog.Phase `json:"phases,omitempty" jsonschema:"the trimesters, or lactation for breastfeeding, that the text speaks of; all by default; the structured answer always has all four"`
	Cursor int             `json:"cursor,omitempty" jsonschema:"where to go on, as the notice of the part before says"`
}

type listArgs struct {
	Phases      []catalog.Phase    `json:"phases,omitempty" jsonschema:"only what has something stated for one of these phases"`
	Week        *int               `json:"week,omitempty" jsonschema:"completed week of pregnancy: the phase is its trimester, and authorities' positions count by it"`
	Status      []catalog.Status   `json:"status,omitempty" jsonschema:"only what has one of these statuses in a phase asked for, or a member that has"`
	Kind        []catalog.Kind     `json:"kind,omitempty" jsonschema:"only entries of these kinds"`
	For         []catalog.Use      `json:"for,omitempty" jsonschema:"only what the documents name for one of these uses"`
	Class       *string            `json:"class,omitempty" jsonschema:"only what belongs to this class, as in NSAIDs"`
	Contains    *string            `json:"contains,omitempty" jsonschema:"only what contains this substance, as in metamizole"`
	Document    *string            `json:"document,omitempty" jsonschema:"only what this document speaks of"`
	Disputed    bool               `json:"disputed,omitempty" jsonschema:"only those about which one statement permits what another refuses"`
	Confusable  bool               `json:"confusable,omitempty" jsonschema:"only what has a name easily taken for another"`
	Authorities []resolve.Relation `json:"authorities,omitempty" jsonschema:"only those on which authorities compare so with what the documents state"`
	Cursor      int                `json:"cursor,omitempty" jsonschema:"where to go on: next_cursor of the part before"`
	Limit       int                `json:"limit,omitempty" jsonschema:"at most so many entries in this part; 50 by default"`
}

type placeArgs struct {
	Document string `json:"document" jsonschema:"id of the document"`
	Line     int    `json:"line,omitempty" jsonschema:"only what was read from this line; every line by default"`
	Cursor   int    `json:"cursor,omitempty" jsonschema:"where to go on, as the notice of the part before says"`
}

type authoritiesArgs struct {
	About     string            `json:"about,omitempty" jsonschema:"only what reaches this medicine, substance or class"`
	Phases    []catalog.Phase   `json:"phases,omitempty" jsonschema:"only what takes a position on one of these phases"`
	Authority string            `json:"authority,omitempty" jsonschema:"only authorities whose name or country holds this, as in FDA or France"`
	Type      []catalog.RefType `json:"type,omitempty" jsonschema:"only documents of these types; label is approved product information"`
	Cursor    int               `json:"cursor,omitempty" jsonschema:"where to go on, as the notice of the part before says"`
	Limit     int               `json:"limit,omitempty" jsonschema:"at most so many references in this part; 50 by default"`
}

const defaultLimit = 50

func (s *server) addTools(m *mcp.Server) {
	add(s, m, "lookup_medicine", "Look up medicines", "lookup", s.lookup,
		"What the documents state about one or more medicines in each trimester and while breastfeeding, who says so and where, whether statements differ, and how public authorities compare with it. A name that is not resolved gets suggestions without a status: then ask the person which medicine is meant, and never guess. What is stated of all medicines or of painkillers at large is part of no other answer: advice is empty here, look them up by name.")
	add(s, m, "list_medicines", "List medicines", "overview", s.list,
		"The medicines, classes and remedies that the documents speak of, with what heads each phase; filters combine. Long lists come in parts.")
	add(s, m, "compare_medicines", "Compare medicines", "compare", s.compare,
		"The same as lookup_medicine for two or more medicines that are to be seen side by side, phase by phase. It ranks nothing.")
	add(s, m, "show_place", "Show a place in a document", "document", s.place,
		"What was read from one line of a document, or from all of it: who speaks, in which part, the claim in our words with its limits, and the name as it is printed. Use it to check a place such as doc-004:43.")
	add(s, m, "list_authorities", "List what authorities say", "references", s.authorities,
		"What regulators, product information, guidelines and reference works say beside the documents, by phase or week. It never changes a status.")
}

// add adds a tool. None of them changes anything, and all they know is in the
// dataset.
func add[In any](s *server, m *mcp.Server, name, title, outSchema string, h mcp.ToolHandlerFor[In, any], description string) {
	no := false
	mcp.AddTool(m, &mcp.Tool{
		Name: name, Title: title, Description: description,
		InputSchema: input[In](s), OutputSchema: output(outSchema),
		Annotations: &mcp.ToolAnnotations{Title: title, ReadOnlyHint: true, IdempotentHint: true, DestructiveHint: &no, OpenWorldHint: &no},
	}, h)
}

// results answers the names of a part. The answer for a name that was not
// resolved says in itself what to do, for a client that reads only the JSON.
func (s *server) results(b *answer.Builder, names []string, cursor int) ([]answer.Result, *int, error) {
	all := make([]answer.Result, len(names))
	for i, name := range names {
		m := s.match.Match(name, s.exact)
		if !m.Kind.Resolved() {
			if m.Message == "" {
				m.Message = unresolved(m.Kind)
			}
			m.Message = strings.TrimSuffix(m.Message, ".") + ". " + askThePerson
		}
		all[i] = b.Result(name, m)
	}
	return part(all, cursor, 0)
}

func unresolved(k match.Kind) string {
	if k == match.Ambiguous {
		return "several entries could be meant"
	}
	return "no entry has this name"
}

// answered is a part of the answer for some names.
func (s *server) answered(in lookupArgs) (answer.Lookup, error) {
	b := s.at(in.Week)
	results, next, err := s.results(b, in.Names, in.Cursor)
	if err != nil {
		return answer.Lookup{}, err
	}
	l := b.Lookup(results)
	l.Advice, l.Notice = []answer.Statement{}, more(withoutAdvice(l.Notice, l.Advice), in.Cursor, len(results), len(in.Names), next)
	return l, nil
}

func (s *server) lookup(_ context.Context, _ *mcp.CallToolRequest, in lookupArgs) (*mcp.CallToolResult, any, error) {
	l, err := s.answered(in)
	if err != nil {
		return nil, nil, err
	}
	return reply(l, lookupText(l.Dataset, l.Results, viewOf(in.Phases, in.Week), l.Notice))
}

func (s *server) compare(_ context.Context, _ *mcp.CallToolRequest, in lookupArgs) (*mcp.CallToolResult, any, error) {
	if len(in.Names) < 2 {
		return nil, nil, errors.New("name two or more medicines to compare")
	}
	l, err := s.answered(in)
	if err != nil {
		return nil, nil, err
	}
	return reply(l.Compare(), compareText(l.Dataset, l.Results, viewOf(in.Phases, in.Week), l.Notice))
}

// withoutAdvice points to what is stated of all medicines: it is as long as
// several answers, and part of no entry's status.
func withoutAdvice(notice string, advice []answer.Statement) string {
	var names []string
	for _, s := range advice {
		if n := quoted(s.About.Name); !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	if len(names) == 0 {
		return notice
	}
	return notice + " What is stated of all medicines or of painkillers at large is not repeated here: look up " + strings.Join(names, " and ") + "."
}

func (s *server) list(_ context.Context, _ *mcp.CallToolRequest, in listArgs) (*mcp.CallToolResult, any, error) {
	if in.Week != nil && len(in.Phases) == 0 {
		in.Phases = []catalog.Phase{resolve.PhaseOf(*in.Week)}
	}
	list, err := s.at(in.Week).List(answer.Filters{
		Phases: in.Phases, Status: in.Status, Kind: in.Kind, For: in.For, Class: in.Class, Contains: in.Contains,
		Document: in.Document, Disputed: in.Disputed, Confusable: in.Confusable, Authorities: in.Authorities,
	})
	var bad *answer.FilterError
	if errors.As(err, &bad) {
		return nil, nil, s.unknown(bad.Filter, bad.Value)
	}
	if err != nil {
		return nil, nil, err
	}
	o := list.Overview()
	if in.Limit == 0 {
		in.Limit = defaultLimit
	}
	o.Cursor = in.Cursor
	if o.Entries, o.Next, err = part(o.Entries, in.Cursor, in.Limit); err != nil {
		return nil, nil, err
	}
	o.Notice = more(withoutAdvice(o.Notice, list.Advice), in.Cursor, len(o.Entries), o.Total, o.Next)
	return reply(o, listText(o, list.Empty, viewOf(in.Phases, in.Week)))
}

// unknown says that a name to filter by is not resolved, and what may have been
// meant; or that it is one of something else.
func (s *server) unknown(what, name string) error {
	m := s.match.Match(name, s.exact)
	r := s.build.Result(name, m)
	if r.Entry != nil {
		return fmt.Errorf("%s is no %s: its kind is %s; lookup_medicine says what is stated of it", quoted(r.Entry.Name), what, r.Entry.Kind)
	}
	return errors.New(strings.Join(unresolvedLines(&r), "\n"))
}

func (s *server) place(_ context.Context, _ *mcp.CallToolRequest, in placeArgs) (*mcp.CallToolResult, any, error) {
	d, ok := s.build.Document(in.Document)
	if !ok {
		return nil, nil, fmt.Errorf("there is no document %s", quoted(in.Document))
	}
	if in.Line > 0 {
		var err error
		if d, err = s.build.At(d, in.Line); err != nil {
			return nil, nil, lineError(err)
		}
	}
	total := len(d.Statements)
	taken, next, err := part(d.Statements, in.Cursor, 0)
	if err != nil {
		return nil, nil, err
	}
	d.Statements = taken
	d.Notice = more(d.Notice, in.Cursor, len(taken), total, next)
	return reply(d, placeText(d))
}

// lineError names the lines from which something was read, if that is what is
// wrong with a line.
func lineError(err error) error {
	var bad *answer.LineError
	if !errors.As(err, &bad) || len(bad.Nearest) == 0 {
		return err
	}
	near := make([]string, len(bad.Nearest))
	for i, l := range bad.Nearest {
		near[i] = fmt.Sprint(l)
	}
	return fmt.Errorf("%w; the nearest lines from which something was are %s", err, strings.Join(near, ", "))
}

func (s *server) authorities(_ context.Context, _ *mcp.CallToolRequest, in authoritiesArgs) (*mcp.CallToolResult, any, error) {
	all := s.build.References()
	var reaches map[string]bool
	var met []string
	if in.About != "" {
		m := s.match.Match(in.About, s.exact)
		// Asked for, references are given even if a setting leaves them out.
		r := s.build.With(answer.Options{}).Result(in.About, m)
		if r.Entry == nil {
			return nil, nil, errors.New(strings.Join(unresolvedLines(&r), "\n"))
		}
		met = append(metLines(&r), "On "+about(r.Entry))
		reaches = map[string]bool{}
		for _, x := range r.Entry.References {
			reaches[x.ID] = true
		}
	}
	text := strings.ToLower(in.Authority)
	all.References = slices.DeleteFunc(all.References, func(r answer.ReferenceInfo) bool {
		return reaches != nil && !reaches[r.ID] ||
			len(in.Phases) > 0 && !slices.ContainsFunc(r.Positions, func(p answer.Position) bool { return slices.Contains(in.Phases, p.Phase) }) ||
			!strings.Contains(strings.ToLower(r.Authority+" "+r.Country), text) ||
			len(in.Type) > 0 && !slices.Contains(in.Type, r.Type)
	})
	if in.Limit == 0 {
		in.Limit = defaultLimit
	}
	total := len(all.References)
	taken, next, err := part(all.References, in.Cursor, in.Limit)
	if err != nil {
		return nil, nil, err
	}
	all.References = taken
	all.Notice = more(all.Notice, in.Cursor, len(taken), total, next)
	return reply(all, authoritiesText(all, met, total))
}
