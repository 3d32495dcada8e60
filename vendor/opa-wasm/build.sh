#!/bin/sh
# Builds rego.wasm into OUTDIR. usage: build.sh OUTDIR. Maintainers and CI only; users never run it.
# -trimpath, -buildvcs=false and an empty build id make the file depend only on the sources, go.sum and the Go version.
set -eu
[ $# -eq 1 ] || { echo "usage: build.sh OUTDIR" >&2; exit 2; }
out=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "$0")"
wanted="go$(sed -n 's/^Go //p' VERSION)"
found=$(GOTOOLCHAIN=local go env GOVERSION)
[ "$found" = "$wanted" ] || { echo "build.sh: needs $wanted, found $found: another release gives another file" >&2; exit 1; }
unset GOWASM
export GOFLAGS=-mod=readonly CGO_ENABLED=0 GOTOOLCHAIN=local GOWORK=off GOOS=wasip1 GOARCH=wasm
go build -buildmode=c-shared -trimpath -buildvcs=false -ldflags '-s -w -buildid=' -o "$out/rego.wasm" .
(cd "$out" && sha256sum rego.wasm)
