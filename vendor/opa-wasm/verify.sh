#!/bin/sh
# Proves that rego.wasm.br is what the sources here build: hash of the packed file always, a rebuild where the pinned Go is on PATH.
set -eu
cd "$(dirname "$0")"
grep ' rego.wasm.br$' rego.wasm.sha256 | sha256sum -c -
wanted="go$(sed -n 's/^Go //p' VERSION)"
found=$(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null || true)
if [ "$found" != "$wanted" ]; then
  echo "SKIP rebuild of rego.wasm: $wanted is not on PATH (found ${found:-no go})"
  exit 0
fi
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
./build.sh "$out" >/dev/null
(cd "$out" && grep ' rego.wasm$' "$OLDPWD/rego.wasm.sha256" | sha256sum -c -)
