package main

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/builtins"
	"github.com/open-policy-agent/opa/v1/topdown/print"
)

const (
	printLines     = 200  // what a policy prints beyond this is dropped
	printLineBytes = 2000 // of each line
	pollsPerClock  = 128  // reading the clock at every poll would cost more than the evaluation
)

var (
	inputs     = map[string]*ast.Term{}
	background = context.Background()
)

// deadline is OPA's cancel hook without a timer: wasm has one thread, so the evaluator's own polls read the clock.
type deadline struct {
	at      time.Time
	polls   uint32
	expired bool
}

func (d *deadline) Cancel() { d.expired = true }

func (d *deadline) Cancelled() bool {
	d.polls++
	if !d.expired && d.polls%pollsPerClock == 0 && time.Now().After(d.at) {
		d.expired = true
	}
	return d.expired
}

func newDeadline(ms int64) *deadline {
	if ms <= 0 {
		return nil
	}
	return &deadline{at: time.Now().Add(time.Duration(ms) * time.Millisecond)}
}

// printer collects what print() calls of a policy say, within bounds.
type printer struct{ lines []string }

func (p *printer) Print(c print.Context, s string) error {
	if len(p.lines) >= printLines {
		return nil
	}
	if len(s) > printLineBytes {
		s = s[:printLineBytes]
	}
	p.lines = append(p.lines, fmt.Sprintf("%s:%d: %s", c.Location.File, c.Location.Row, s))
	return nil
}

// run evaluates one query; tracer and until may be nil.
func (p *policy) run(query string, input *ast.Term, out *printer, tracer topdown.QueryTracer, until *deadline, strict bool) (topdown.QueryResultSet, error) {
	body, err := p.compiled(query)
	if err != nil {
		return nil, err
	}
	txn, err := p.store.NewTransaction(background)
	if err != nil {
		return nil, err
	}
	defer p.store.Abort(background, txn)
	q := topdown.NewQuery(body).
		WithCompiler(p.compiler).
		WithQueryCompiler(p.compiler.QueryCompiler()).
		WithStore(p.store).
		WithTransaction(txn).
		WithInput(input).
		WithPrintHook(out).
		WithStrictBuiltinErrors(strict).
		WithNDBuiltinCache(builtins.NDBCache{})
	if until != nil {
		q = q.WithCancel(until)
	}
	if tracer != nil {
		q = q.WithQueryTracer(tracer)
	}
	return q.Run(background)
}

func (p *policy) compiled(query string) (ast.Body, error) {
	if body, ok := p.queries[query]; ok {
		return body, nil
	}
	parsed, err := ast.ParseBodyWithOpts(query, parser)
	if err != nil {
		return nil, err
	}
	body, err := p.compiler.QueryCompiler().Compile(parsed)
	if err != nil {
		return nil, err
	}
	p.queries[query] = body
	return body, nil
}

func evaluate(r *request) (any, []issue) {
	p, ok := policies[r.ID]
	if !ok {
		return nil, noPolicy(r.ID)
	}
	input, err := inputOf(r)
	if err != nil {
		return nil, []issue{{Code: "bad_input", Message: err.Error()}}
	}
	out := &printer{}
	set, err := p.run(r.Query, input, out, nil, newDeadline(r.DeadlineMs), r.StrictBuiltinErrors)
	if err != nil {
		return nil, issues(err)
	}
	bindings := make([]map[string]any, 0, len(set))
	for _, found := range set {
		row := make(map[string]any, len(found))
		for name, term := range found {
			if row[string(name)], err = ast.JSON(term.Value); err != nil {
				return nil, issues(err)
			}
		}
		bindings = append(bindings, row)
	}
	return map[string]any{"bindings": bindings, "print": out.lines}, nil
}

// storeInput keeps a parsed input, so that several sets of policies can be asked about it without parsing it again.
func storeInput(r *request) (any, []issue) {
	input, err := inputOf(&request{Input: r.Input})
	if err != nil {
		return nil, []issue{{Code: "bad_input", Message: err.Error()}}
	}
	inputs[r.ID] = input
	return map[string]any{}, nil
}

func inputOf(r *request) (*ast.Term, error) {
	if len(r.Input) == 0 {
		if r.InputID == "" {
			return nil, nil
		}
		stored, ok := inputs[r.InputID]
		if !ok {
			return nil, fmt.Errorf("no input is stored as %s", r.InputID)
		}
		return stored, nil
	}
	v, err := ast.ValueFromReader(bytes.NewReader(r.Input))
	if err != nil {
		return nil, err
	}
	return ast.NewTerm(v), nil
}

func noPolicy(id string) []issue {
	return []issue{{Code: "no_policy", Message: "no policies are loaded as " + id}}
}
