import type { Diagnostic } from '../diagnostic';
import { convertToType, parseVariableType } from '../hcl/evaluate-type';
import { InvalidValue } from '../hcl/functions/conversion';
import { valueOfJson } from '../hcl/functions/encoding';
import { UNKNOWN, type Value } from '../hcl/value';
import type { Json } from '../json';
import type { VariableSpec } from './content';

export interface EvaluatedVariables {
  values: Map<string, Value>;
  /** Names of variables with neither a given value nor a default. */
  unset: string[];
  diagnostics: Diagnostic[];
}

/** The value of every declared variable: the given one, else its default, else UNKNOWN; converted to its type. */
export function evaluateVariables(specs: readonly VariableSpec[], given: Readonly<Record<string, Json>>): EvaluatedVariables {
  const result: EvaluatedVariables = { values: new Map(), unset: [], diagnostics: [] };
  for (const spec of specs) {
    const isGiven = Object.hasOwn(given, spec.name);
    const value = isGiven ? given[spec.name] : spec.default;
    if (value === undefined) {
      result.unset.push(spec.name);
      result.values.set(spec.name, UNKNOWN);
      continue;
    }
    result.values.set(spec.name, convert(spec, valueOfJson(value), result.diagnostics));
  }
  return result;
}

function convert(spec: VariableSpec, value: Value, diagnostics: Diagnostic[]): Value {
  const type = parseVariableType(spec.type);
  if (!type) return value;
  try {
    return convertToType(parsedText(value, type.kind), type);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    diagnostics.push({
      severity: 'HIGH',
      code: 'INVALID_VARIABLE',
      summary: `The value of variable "${spec.name}" does not fit its type: ${error.message}.`,
      path: ['variables', spec.name],
    });
    return UNKNOWN;
  }
}

/** A default or value that is data is no template: its escaped sequences mean the plain ones. */
function parsedText(value: Value, kind: string): Value {
  return kind === 'string' && typeof value === 'string' ? value.replaceAll('$${', '${').replaceAll('%%{', '%{') : value;
}
