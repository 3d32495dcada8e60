package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/open-policy-agent/opa/v1/version"
)

// handle answers one request. A Go panic becomes an error and leaves the instance usable; running out of memory does not.
func handle(raw []byte) (out []byte) {
	defer func() {
		if x := recover(); x != nil {
			out = encode(answer{Errors: []issue{{Code: "panic", Message: fmt.Sprint(x)}}})
		}
	}()
	var r request
	if err := json.Unmarshal(raw, &r); err != nil {
		return encode(answer{Errors: []issue{{Code: "bad_request", Message: err.Error()}}})
	}
	result, errors := dispatch(&r)
	return encode(answer{Result: result, Errors: errors})
}

func dispatch(r *request) (any, []issue) {
	switch r.Op {
	case "info":
		return map[string]any{"opa": version.Version, "go": version.GoVersion, "platform": version.Platform}, nil
	case "load":
		return load(r)
	case "input":
		return storeInput(r)
	case "eval":
		return evaluate(r)
	case "test":
		return test(r)
	case "drop":
		delete(policies, r.ID)
		delete(inputs, r.ID)
		return map[string]any{}, nil
	}
	return nil, []issue{{Code: "bad_request", Message: "unknown op " + r.Op}}
}

func encode(a answer) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(a); err != nil {
		return []byte(`{"result":null,"errors":[{"code":"encode","message":"the result cannot be written as JSON"}]}`)
	}
	return buf.Bytes()
}
