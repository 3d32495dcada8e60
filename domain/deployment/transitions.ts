import type { DeploymentKind, DeploymentStatus } from '../deployment-status';

/** Where a run may go from each state. APPLYING is left only by the engine's outcome. */
export const transitions: Record<DeploymentStatus, readonly DeploymentStatus[]> = {
  QUEUED: ['PREPARING', 'FAILED', 'CANCELED'],
  PREPARING: ['PLANNING', 'FAILED', 'CANCELED'],
  PLANNING: ['PLANNED', 'NO_CHANGES', 'FAILED', 'CANCELED'],
  PLANNED: ['CHECKING', 'SUCCEEDED', 'NO_CHANGES', 'FAILED', 'CANCELED'],
  CHECKING: ['AWAITING_DECISION', 'APPROVED', 'SUCCEEDED', 'FAILED', 'CANCELED'],
  AWAITING_DECISION: ['APPROVED', 'REJECTED', 'FAILED', 'CANCELED'],
  APPROVED: ['APPLYING', 'FAILED', 'CANCELED'],
  APPLYING: ['SUCCEEDED', 'FAILED'],
  SUCCEEDED: [],
  NO_CHANGES: [],
  FAILED: [],
  REJECTED: [],
  CANCELED: [],
};

export const isTerminal = (status: DeploymentStatus): boolean => transitions[status].length === 0;

export const mayBecome = (from: DeploymentStatus, to: DeploymentStatus): boolean => transitions[from].includes(to);

/** APPLY and DESTROY change the environment: one at a time, in the order of their requests. */
export const changesEnvironment = (kind: DeploymentKind): boolean => kind === 'APPLY' || kind === 'DESTROY';
