import { isObject, type Json } from '../json';

/** One thing a rule says about one resource. */
export interface Finding {
  /** Terraform address of the resource or data source. */
  address: string;
  /** Into its attributes, indices as decimal text; empty: the resource as a whole. */
  path: string[];
  /** For a denial what is wrong, for an undecided one why it cannot be told. */
  message: string;
}

/** What one rule found. */
export interface RuleFindings {
  rule: string;
  denied: Finding[];
  undecided: Finding[];
}

/** A policy whose result is not a set of findings. */
export interface MalformedResult {
  rule: string;
  message: string;
}

const ENTRY = 'lintel.entry';

/** File name of the entry module. */
export const entryFile = 'entry.rego';

/** Asks for the findings of every rule of a set; each binding's x goes to readFindings. */
export const allFindingsQuery = `data.${ENTRY} = x`;

/** Asks for the findings of one rule alone: what is done when asking for all fails, to learn which one it was. */
export const ruleFindingsQuery = (rule: string): string => {
  const key = JSON.stringify(rule);
  return `x = {"denied": {${key}: object.get(data.${ENTRY}.denied, ${key}, [])}, "undecided": {${key}: object.get(data.${ENTRY}.undecided, ${key}, [])}}`;
};

/**
 * A module that gathers the findings of several rules under their ids, so that one evaluation answers for all of them.
 * @param policies rule id and Rego package without "data."
 */
export function entryModule(policies: readonly { rule: string; package: string }[]): string {
  const lines = policies.flatMap(({ rule, package: name }) => {
    const key = JSON.stringify(rule);
    return [`denied[${key}] := data.${name}.deny`, `undecided[${key}] := data.${name}.undecided`];
  });
  return [`package ${ENTRY}`, ...lines].join('\n\n') + '\n';
}

/**
 * Reads what the entry module gave. A rule that is missing from the result had nothing to say.
 * @param result the value of x
 * @param rules the ids that were asked
 */
export function readFindings(result: Json, rules: readonly string[]): { found: RuleFindings[]; malformed: MalformedResult[] } {
  const found: RuleFindings[] = [];
  const malformed: MalformedResult[] = [];
  const part = (name: string): Record<string, unknown> => (isObject(result) && isObject(result[name]) ? result[name] : {});
  for (const rule of rules) {
    const denied = findingsOf(part('denied')[rule]);
    const undecided = findingsOf(part('undecided')[rule]);
    if (denied === null || undecided === null) {
      malformed.push({ rule, message: 'deny and undecided must be sets of {address, path, message}' });
    } else found.push({ rule, denied, undecided });
  }
  return { found, malformed };
}

function findingsOf(value: unknown): Finding[] | null {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return null;
  const findings = value.map(findingOf);
  return findings.every((finding) => finding !== null) ? findings : null;
}

function findingOf(value: unknown): Finding | null {
  if (!isObject(value)) return null;
  const { address, message, path = [] } = value;
  if (typeof address !== 'string' || typeof message !== 'string' || !Array.isArray(path)) return null;
  if (!path.every((step) => typeof step === 'string' || typeof step === 'number')) return null;
  return { address, message, path: path.map(String) };
}
