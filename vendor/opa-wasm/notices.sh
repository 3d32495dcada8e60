#!/bin/sh
# Writes NOTICES.txt: the licence texts of every module that is linked into rego.wasm, and of Go itself. Needs Go and its module cache.
set -eu
cd "$(dirname "$0")"
export GOFLAGS=-mod=readonly GOTOOLCHAIN=local GOWORK=off GOOS=wasip1 GOARCH=wasm CGO_ENABLED=0

section() { printf '\n================================================================================\n%s\n' "$1"; }

texts() {
  found=
  for file in "$1"/LICEN[CS]E* "$1"/[Ll]icense* "$1"/COPYING* "$1"/NOTICE* "$1"/PATENTS*; do
    [ -f "$file" ] || continue
    found=yes
    printf -- '--- %s\n\n' "$(basename "$file")"
    cat "$file"
    printf '\n'
  done
  [ -n "$found" ] || { echo "notices.sh: no licence file in $1" >&2; exit 1; }
}

{
  echo 'rego.wasm contains the following software, unmodified, under the licences below.'
  section "Go $(sed -n 's/^Go //p' VERSION) runtime and standard library, https://go.dev"
  texts "$(go env GOROOT)"
  go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' . | sort -u | while read -r path version dir; do
    section "$path $version"
    texts "$dir"
  done
} > NOTICES.txt
