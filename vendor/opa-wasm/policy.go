package main

import (
	"sort"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/util"
)

// policy is one compiled set of modules with its base document and the queries compiled against it so far.
type policy struct {
	compiler *ast.Compiler
	store    storage.Store
	queries  map[string]ast.Body
}

var (
	policies = map[string]*policy{}
	parser   = ast.ParserOptions{RegoVersion: ast.RegoV1, ProcessAnnotation: true}
)

// annotation is the METADATA of one package, as OPA itself read it.
type annotation struct {
	File        string         `json:"file"`
	Package     string         `json:"package"` // e.g. data.lintel.aws.ssh
	Title       string         `json:"title"`
	Description string         `json:"description"`
	Custom      map[string]any `json:"custom"`
}

// load parses and compiles the modules and keeps them under the request's id. All parse errors of all modules are reported at once.
func load(r *request) (any, []issue) {
	caps := capabilities(r.Deny)
	modules, bad := parse(r.Modules, caps)
	if len(bad) > 0 {
		return nil, bad
	}
	compiler := ast.NewCompiler().
		WithCapabilities(caps).
		WithStrict(r.Strict).
		WithEnablePrintStatements(true).
		WithDefaultRegoVersion(ast.RegoV1)
	if compiler.Compile(modules); compiler.Failed() {
		bad = issues(compiler.Errors)
		byPlace(bad)
		return nil, bad
	}
	data := map[string]any{}
	if len(r.Data) > 0 {
		if err := util.UnmarshalJSON(r.Data, &data); err != nil {
			return nil, []issue{{Code: "bad_data", Message: err.Error()}}
		}
	}
	store := inmem.NewFromObjectWithOpts(data, inmem.OptRoundTripOnWrite(false))
	policies[r.ID] = &policy{compiler, store, map[string]ast.Body{}}
	return map[string]any{"modules": len(modules), "annotations": packageAnnotations(modules)}, nil
}

func parse(sources map[string]string, caps *ast.Capabilities) (map[string]*ast.Module, []issue) {
	opts := parser
	opts.Capabilities = caps
	modules, bad := make(map[string]*ast.Module, len(sources)), []issue{}
	for file, source := range sources {
		m, err := ast.ParseModuleWithOpts(file, source, opts)
		if err != nil {
			bad = append(bad, issues(err)...)
			continue
		}
		modules[file] = m
	}
	byPlace(bad)
	return modules, bad
}

func packageAnnotations(modules map[string]*ast.Module) []annotation {
	out := []annotation{}
	for file, m := range modules {
		for _, a := range m.Annotations {
			if a.Scope == "package" {
				out = append(out, annotation{file, m.Package.Path.String(), a.Title, a.Description, a.Custom})
			}
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].File < out[j].File })
	return out
}

// capabilities leaves the denied built-ins out, so that using one is a compile error with its place, and allows no host to any that remains.
func capabilities(deny []string) *ast.Capabilities {
	caps := ast.CapabilitiesForThisVersion()
	denied := make(map[string]bool, len(deny))
	for _, name := range deny {
		denied[name] = true
	}
	kept := make([]*ast.Builtin, 0, len(caps.Builtins))
	for _, b := range caps.Builtins {
		if !denied[b.Name] {
			kept = append(kept, b)
		}
	}
	caps.Builtins, caps.AllowNet = kept, []string{}
	return caps
}
