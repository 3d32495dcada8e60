package main

import (
	"sort"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// lineCover is a tracer that remembers which lines were reached: file -> row.
type lineCover map[string]map[int]bool

func (lineCover) Enabled() bool               { return true }
func (lineCover) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

func (c lineCover) TraceEvent(e topdown.Event) {
	switch n := e.Node.(type) {
	case *ast.Rule:
		if e.Op == topdown.ExitOp {
			c.mark(n.Head.Location)
		}
	case *ast.Expr:
		if e.Op == topdown.EvalOp {
			c.mark(n.Location)
		}
	}
}

func (c lineCover) mark(l *ast.Location) {
	if l == nil || l.File == "" {
		return
	}
	if c[l.File] == nil {
		c[l.File] = map[int]bool{}
	}
	c[l.File][l.Row] = true
}

// report compares what was reached with every rule head and expression of the modules.
func (c lineCover) report(modules map[string]*ast.Module) map[string]any {
	out := map[string]any{}
	for file, m := range modules {
		missing := c.missing(file, m)
		percent := 100.0
		if n := len(c[file]) + len(missing); n > 0 {
			percent = 100 * float64(len(c[file])) / float64(n)
		}
		out[file] = map[string]any{"covered": rows(c[file]), "not_covered": rows(missing), "percent": percent}
	}
	return out
}

func (c lineCover) missing(file string, m *ast.Module) map[int]bool {
	missing := map[int]bool{}
	look := func(l *ast.Location) {
		if l != nil && l.File == file && !c[file][l.Row] {
			missing[l.Row] = true
		}
	}
	ast.WalkRules(m, func(r *ast.Rule) bool { look(r.Head.Location); return false })
	ast.WalkExprs(m, func(x *ast.Expr) bool {
		if _, declaration := x.Terms.(*ast.SomeDecl); !declaration {
			look(x.Location)
		}
		return false
	})
	return missing
}

func rows(set map[int]bool) []int {
	out := make([]int, 0, len(set))
	for row := range set {
		out = append(out, row)
	}
	sort.Ints(out)
	return out
}
