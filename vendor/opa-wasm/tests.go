package main

import (
	"sort"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// outcome is what one test rule gave.
type outcome struct {
	Name  string   `json:"name"` // e.g. data.lintel.aws.ssh_test.test_open
	File  string   `json:"file"`
	Row   int      `json:"row"`
	State string   `json:"state"` // pass | fail | error | skip
	Ms    float64  `json:"ms"`
	Print []string `json:"print,omitempty"`
	Error []issue  `json:"error,omitempty"`
}

// test runs every rule named test_…; one named todo_test_… is reported as skipped. The deadline covers them all together.
func test(r *request) (any, []issue) {
	p, ok := policies[r.ID]
	if !ok {
		return nil, noPolicy(r.ID)
	}
	until := newDeadline(r.DeadlineMs)
	covered := lineCover{}
	var tracer topdown.QueryTracer
	if r.Coverage {
		tracer = covered
	}
	outcomes := []outcome{}
	for name, rule := range testRules(p.compiler.Modules) {
		outcomes = append(outcomes, p.outcome(name, rule, tracer, until))
	}
	sort.Slice(outcomes, func(i, j int) bool { return outcomes[i].Name < outcomes[j].Name })
	result := map[string]any{"tests": outcomes}
	if r.Coverage {
		result["coverage"] = covered.report(p.compiler.Modules)
	}
	return result, nil
}

// testRules finds the test rules by full name; of several rules with one name the first in the file stands for all.
func testRules(modules map[string]*ast.Module) map[string]*ast.Rule {
	found := map[string]*ast.Rule{}
	for _, m := range modules {
		for _, rule := range m.Rules {
			name := ruleName(rule)
			full := m.Package.Path.String() + "." + name
			if _, seen := found[full]; !seen && strings.HasPrefix(strings.TrimPrefix(name, "todo_"), "test_") {
				found[full] = rule
			}
		}
	}
	return found
}

func ruleName(rule *ast.Rule) string { return rule.Head.Ref()[0].Value.String() }

func (p *policy) outcome(name string, rule *ast.Rule, tracer topdown.QueryTracer, until *deadline) outcome {
	o := outcome{Name: name, File: rule.Head.Location.File, Row: rule.Head.Location.Row, State: "fail"}
	if strings.HasPrefix(ruleName(rule), "todo_") {
		o.State = "skip"
		return o
	}
	out, start := &printer{}, time.Now()
	set, err := p.run(name+" = x", nil, out, tracer, until, false)
	o.Ms, o.Print = float64(time.Since(start).Microseconds())/1000, out.lines
	switch {
	case err != nil:
		o.State, o.Error = "error", issues(err)
	case len(set) == 1 && passed(set[0]["x"]):
		o.State = "pass"
	}
	return o
}

// passed: true, or (test rules with cases, `test_x[note] if ...`) an object whose every case passed.
func passed(t *ast.Term) bool {
	if cases, ok := t.Value.(ast.Object); ok {
		return cases.Len() > 0 && !cases.Until(func(_, v *ast.Term) bool { return !passed(v) })
	}
	return t.Value.Compare(ast.Boolean(true)) == 0
}
