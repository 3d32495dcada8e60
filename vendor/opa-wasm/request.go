package main

import "encoding/json"

// request is what the host sends. Op says which of the other fields matter.
type request struct {
	Op string `json:"op"` // info | load | input | eval | test | drop
	// ID names a set of policies (load, eval, test, drop) or an input (input, drop).
	ID string `json:"id"`

	// load
	Modules map[string]string `json:"modules"` // file name -> Rego source
	Data    json.RawMessage   `json:"data"`    // the base document, an object
	Deny    []string          `json:"deny"`    // built-ins taken out of the capabilities
	Strict  bool              `json:"strict"`  // the compiler's strict mode

	// eval; an input given here wins over one stored before under InputID
	Query               string          `json:"query"`
	Input               json.RawMessage `json:"input"`
	InputID             string          `json:"input_id"`
	StrictBuiltinErrors bool            `json:"strict_builtin_errors"`

	// eval and test; 0 means none
	DeadlineMs int64 `json:"deadline_ms"`

	// test
	Coverage bool `json:"coverage"`
}

// answer is what the host gets: a result, or the errors that stood in its way.
type answer struct {
	Result any     `json:"result"`
	Errors []issue `json:"errors"`
}
