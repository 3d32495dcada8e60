#!/bin/sh
# Writes strong values for every secret to .env.generated (or to the file named as the only argument), readable by its
# owner alone. Never overwrites, prints no secret.
set -eu

target=${1:-.env.generated}

fail() {
  echo "generate-secrets: $1" >&2
  exit 1
}

[ "$#" -le 1 ] || fail 'usage: generate-secrets.sh [FILE]'
command -v openssl >/dev/null 2>&1 || command -v node >/dev/null 2>&1 || fail 'openssl or node is needed to make a P-256 key'

# $1 random bytes in base64, on one line.
random_base64() {
  head -c "$1" /dev/urandom | base64 | tr -d '\n'
}

# The same in the alphabet of URLs.
random_text() {
  random_base64 "$1" | tr '+/' '-_' | tr -d '='
}

p256_key() {
  if command -v openssl >/dev/null 2>&1; then
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 2>/dev/null
  else
    node -e 'process.stdout.write(require("node:crypto").generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" }))'
  fi
}

# A PEM in one line, its line breaks written as \n.
one_line() {
  awk '{ printf "%s\\n", $0 }'
}

umask 077
# Each value is made before the file exists, so that a failure leaves nothing half written.
context_secret=$(random_text 48)
signing_key=$(p256_key | one_line)
state_key=$(random_base64 32)
postgres_password=$(random_text 32)
rabbitmq_password=$(random_text 32)
case $signing_key in
  *'PRIVATE KEY'*) ;;
  *) fail 'the signing key could not be made' ;;
esac
[ "${#context_secret}" -ge 64 ] && [ "${#state_key}" -eq 44 ] || fail 'the random source gave too little'

# noclobber: an existing file is refused in the same step that would create it.
(set -C && : >"$target") 2>/dev/null || fail "$target exists already or cannot be written: nothing was changed"
cat >"$target" <<END
# Written by scripts/generate-secrets.sh. Keep a copy in a safe place: without STATE_ENCRYPTION_KEY no state can be read.
CONTEXT_TOKEN_SECRET='$context_secret'
ACCESS_TOKEN_PRIVATE_KEY='$signing_key'
STATE_ENCRYPTION_KEY='$state_key'
POSTGRES_PASSWORD='$postgres_password'
RABBITMQ_PASSWORD='$rabbitmq_password'
END
chmod 600 "$target"
echo "Wrote $target. Append it to .env, or hand it to your secret store."
