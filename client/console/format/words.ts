import type { DeploymentKind, DeploymentStatus, DriftStatus, GuardrailVerdict } from '#sdk/generated/operations';

/** How a state is coloured: the same five tones everywhere. */
export type Tone = 'good' | 'notice' | 'bad' | 'busy' | 'quiet';

/** A state in a person's words. */
export interface Word {
  label: string;
  tone: Tone;
  /** The whole sentence, for a tooltip. */
  meaning: string;
}

export const verdictWords: Record<GuardrailVerdict, Word> = {
  PASSED: { label: 'Passed', tone: 'good', meaning: 'Every guardrail passed.' },
  WARNED: { label: 'Advisory', tone: 'notice', meaning: 'Advisory findings only: nothing is blocked.' },
  OVERRIDABLE: {
    label: 'Needs override',
    tone: 'notice',
    meaning: 'A soft-mandatory guardrail failed: a permitted person may override it.',
  },
  BLOCKED: { label: 'Blocked', tone: 'bad', meaning: 'A hard-mandatory guardrail failed.' },
  ERRORED: { label: 'Errored', tone: 'bad', meaning: 'A mandatory guardrail could not be evaluated.' },
};

export const driftWords: Record<DriftStatus, Word> = {
  DRIFTED: { label: 'Drifted', tone: 'bad', meaning: 'The cloud differs from what was deployed.' },
  SCAN_FAILED: { label: 'Scan failed', tone: 'notice', meaning: 'The last drift scan did not finish.' },
  SCANNING: { label: 'Scanning', tone: 'busy', meaning: 'A drift scan is running.' },
  IN_SYNC: { label: 'In sync', tone: 'good', meaning: 'The cloud is as it was deployed.' },
  NEVER_SCANNED: { label: 'Not scanned', tone: 'quiet', meaning: 'No drift scan has run yet.' },
};

export const deploymentWords: Record<DeploymentStatus, Word> = {
  QUEUED: { label: 'Queued', tone: 'quiet', meaning: 'Waits for a runner.' },
  PREPARING: { label: 'Preparing', tone: 'busy', meaning: 'The runner prepares the workspace.' },
  PLANNING: { label: 'Planning', tone: 'busy', meaning: 'The engine computes the plan.' },
  PLANNED: { label: 'Planned', tone: 'busy', meaning: 'The plan is saved.' },
  CHECKING: { label: 'Checking', tone: 'busy', meaning: 'Guardrails and cost of the plan are checked.' },
  AWAITING_DECISION: { label: 'Awaiting decision', tone: 'notice', meaning: 'The plan waits for approval.' },
  APPROVED: { label: 'Approved', tone: 'busy', meaning: 'The plan is approved and about to be applied.' },
  APPLYING: { label: 'Applying', tone: 'busy', meaning: 'The engine applies the plan.' },
  SUCCEEDED: { label: 'Succeeded', tone: 'good', meaning: 'The run finished.' },
  NO_CHANGES: { label: 'No changes', tone: 'good', meaning: 'There was nothing to change.' },
  FAILED: { label: 'Failed', tone: 'bad', meaning: 'The run failed.' },
  REJECTED: { label: 'Rejected', tone: 'quiet', meaning: 'The plan was rejected.' },
  CANCELED: { label: 'Canceled', tone: 'quiet', meaning: 'The run was canceled.' },
};

export const kindWords: Record<DeploymentKind, string> = { PLAN: 'Plan', APPLY: 'Apply', DESTROY: 'Destroy', DRIFT_SCAN: 'Drift scan' };

const unknownWord: Word = { label: 'Unknown', tone: 'quiet', meaning: 'This console does not know the state: reload the page.' };

/** The word for a state, also for one that a newer server added. */
export function wordOf<State extends string>(words: Record<State, Word>, state: State): Word {
  return words[state] ?? { ...unknownWord, label: state };
}

/** "1 resource", "4 resources". */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString()} ${noun}${count === 1 ? '' : 's'}`;
}
