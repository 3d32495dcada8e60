/**
 * Built-ins that no policy may use: policies are pure, so that the same design always gets the same verdict. A verdict must not depend on a network, a clock,
 * an environment or chance, and a policy must not read its own source or the engine's.
 */
export const refusedBuiltins: readonly string[] = [
  'http.send',
  'net.lookup_ip_addr',
  'opa.runtime',
  'rego.parse_module',
  'time.now_ns',
  'trace',
  'rand.intn',
  'uuid.rfc4122',
];

const undefinedFunction = /^undefined function (\S+)$/;

/** The refused built-in that a compile error is about; null when it is about something else. */
export function refusedBuiltin(error: { code: string; message: string }): string | null {
  const name = error.code === 'rego_type_error' ? undefinedFunction.exec(error.message)?.[1] : undefined;
  return name !== undefined && refusedBuiltins.includes(name) ? name : null;
}
