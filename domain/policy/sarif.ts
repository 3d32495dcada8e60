import type { Severity, SourcePosition } from '../diagnostic';
import type { JsonObject } from '../json';
import type { Control } from './rule';
import type { Violation } from './verdict';

export interface SarifRule {
  rule: string;
  title: string;
  description: string;
  remediation: string | null;
  severity: Severity;
  controls: readonly Control[];
}

export interface SarifViolation extends Violation {
  /** Why it is let through, e.g. the exemption's reason or the override's; null: it stands. */
  suppression: string | null;
  /** Where generated code says it. */
  source: SourcePosition | null;
}

export interface SarifReport {
  toolVersion: string;
  rules: readonly SarifRule[];
  violations: readonly SarifViolation[];
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const levels: Record<Severity, 'error' | 'warning' | 'note'> = { CRITICAL: 'error', HIGH: 'error', MEDIUM: 'warning', LOW: 'note' };
/** What code scanning services sort by: the scale of CVSS. */
const securitySeverity: Record<Severity, string> = { CRITICAL: '9.5', HIGH: '8.0', MEDIUM: '5.5', LOW: '2.0' };

/**
 * Writes violations as a SARIF 2.1.0 document (OASIS): one run, one result per violation, its resource as logical location, exempted and overridden ones with
 * an accepted suppression. Rules that nothing violates are listed too, so that a reader knows what was checked.
 */
export function sarifReport({ toolVersion, rules, violations }: SarifReport): JsonObject {
  const indexOf = new Map(rules.map(({ rule }, index) => [rule, index]));
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Lintel', version: toolVersion, rules: rules.map(ruleDescriptor) } },
        columnKind: 'utf16CodeUnits',
        results: violations.map((violation) => result(violation, indexOf.get(violation.rule))),
      },
    ],
  };
}

function ruleDescriptor({ rule, title, description, remediation, severity, controls }: SarifRule): JsonObject {
  return {
    id: rule,
    shortDescription: { text: title },
    fullDescription: { text: description === '' ? title : description },
    ...(remediation === null || remediation === '' ? {} : { help: { text: remediation } }),
    defaultConfiguration: { level: levels[severity] },
    properties: {
      'security-severity': securitySeverity[severity],
      tags: ['security', ...controls.map(({ framework, id }) => `${framework}/${id}`)],
    },
  };
}

function result(violation: SarifViolation, ruleIndex: number | undefined): JsonObject {
  const { rule, severity, message, address, path, enforcement, suppression, source } = violation;
  const logicalLocation = { fullyQualifiedName: [address, ...path].join('.'), name: address, kind: 'resource' };
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[severity],
    message: { text: message },
    locations: [{ logicalLocations: [logicalLocation], ...(source === null ? {} : { physicalLocation: physicalLocation(source) }) }],
    partialFingerprints: { 'lintel/v1': [rule, address, ...path].join('|') },
    suppressions: suppression === null ? [] : [{ kind: 'external', status: 'accepted', justification: suppression }],
    properties: { enforcement, path },
  };
}

const physicalLocation = ({ file, line, column }: SourcePosition): JsonObject => ({
  artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
  region: { startLine: line, startColumn: column },
});
