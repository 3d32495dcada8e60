import type { Severity } from './diagnostic';
import type { DeploymentKind, DeploymentStatus } from './deployment-status';

export type GuardrailVerdict = 'PASSED' | 'WARNED' | 'OVERRIDABLE' | 'BLOCKED' | 'ERRORED';
export type DriftAlertState = 'OPEN' | 'ACKNOWLEDGED' | 'MUTED' | 'RESOLVED';

/**
 * Facts that subgraphs announce, by CloudEvents type, with the payload of each. Organisation, time and id are in the
 * envelope; the subject is the id of what changed, and events of one subject keep their order. An event carries ids, not
 * content: what changed is read from its owner.
 */
export interface EventPayloads {
  'blueprint.revised': { blueprintId: string; projectId: string; revisionId: string; number: number };
  'deployment.status-changed': {
    deploymentId: string;
    /** Counts up within the environment. */
    number: number;
    kind: DeploymentKind;
    environmentId: string;
    projectId: string;
    blueprintId: string;
    revisionId: string;
    from: DeploymentStatus | null;
    to: DeploymentStatus;
    /** User id, or the name of the part of Lintel that did it, e.g. runner. */
    by: string;
    note: string | null;
    /** When it reached `to`, RFC 3339. */
    at: string;
  };
  /** Announced for a plan when it is checked and again when an override lifts its violations. */
  'guardrail.evaluated': {
    evaluationId: string;
    subjectKind: 'REVISION' | 'DEPLOYMENT';
    subjectId: string;
    verdict: GuardrailVerdict;
    violations: number;
    overriddenBy: string | null;
  };
  'cost.estimated': {
    subjectKind: 'REVISION' | 'DEPLOYMENT';
    subjectId: string;
    monthlyBefore: string;
    monthlyAfter: string;
    monthlyDelta: string;
    currency: string;
  };
  'drift.alert-changed': {
    alertId: string;
    environmentId: string;
    address: string;
    severity: Severity;
    previousState: DriftAlertState | null;
    state: DriftAlertState;
  };
}

export type EventType = keyof EventPayloads;
