package main

import (
	"sort"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// issue is one error with its place; rows and columns count from 1.
type issue struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	File    string `json:"file,omitempty"`
	Row     int    `json:"row,omitempty"`
	Col     int    `json:"col,omitempty"`
}

// issues turns any error of OPA into values, one per finding where OPA collected several.
func issues(err error) []issue {
	switch e := err.(type) {
	case ast.Errors:
		out := make([]issue, 0, len(e))
		for _, x := range e {
			out = append(out, at(issue{Code: x.Code, Message: x.Message}, x.Location))
		}
		return out
	case *ast.Error:
		return []issue{at(issue{Code: e.Code, Message: e.Message}, e.Location)}
	case *topdown.Error:
		return []issue{at(issue{Code: e.Code, Message: e.Message}, e.Location)}
	}
	return []issue{{Code: "error", Message: err.Error()}}
}

func at(i issue, l *ast.Location) issue {
	if l != nil {
		i.File, i.Row, i.Col = l.File, l.Row, l.Col
	}
	return i
}

// byPlace makes the order of errors independent of Go's map iteration.
func byPlace(list []issue) {
	sort.SliceStable(list, func(i, j int) bool {
		a, b := list[i], list[j]
		if a.File != b.File {
			return a.File < b.File
		}
		if a.Row != b.Row {
			return a.Row < b.Row
		}
		return a.Col < b.Col
	})
}
