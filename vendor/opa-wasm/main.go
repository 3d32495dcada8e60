//go:build wasip1

// Command regoengine is OPA's own Rego v1 parser, compiler and evaluator as one WebAssembly reactor. The host writes a JSON request into the
// module's memory and reads a JSON answer back; there is no service, no socket and no file.
package main

import "unsafe"

// exchange holds one request or one answer at a time; keeping it here keeps the collector away while the host reads or writes it.
var exchange []byte

// regoAlloc makes room for a request of n bytes and returns its address.
//
//go:wasmexport rego_alloc
func regoAlloc(n int32) int32 {
	exchange = make([]byte, n)
	return address(exchange)
}

// regoCall handles the n bytes written into the last rego_alloc and returns the length of the answer; rego_ptr says where it lies.
//
//go:wasmexport rego_call
func regoCall(n int32) int32 {
	exchange = handle(exchange[:n])
	return int32(len(exchange))
}

//go:wasmexport rego_ptr
func regoPtr() int32 { return address(exchange) }

func address(b []byte) int32 { return int32(uintptr(unsafe.Pointer(unsafe.SliceData(b)))) }

// A reactor is driven through its exports; main never runs, but the linker asks for it.
func main() {}
