/** States of a deployment run; see domain/deployment for the legal transitions. */
export const deploymentStatuses = [
  'QUEUED',
  'PREPARING',
  'PLANNING',
  'PLANNED',
  'CHECKING',
  'AWAITING_DECISION',
  'APPROVED',
  'APPLYING',
  'SUCCEEDED',
  'NO_CHANGES',
  'FAILED',
  'REJECTED',
  'CANCELED',
] as const;
export type DeploymentStatus = (typeof deploymentStatuses)[number];

export const deploymentKinds = ['PLAN', 'APPLY', 'DESTROY', 'DRIFT_SCAN'] as const;
export type DeploymentKind = (typeof deploymentKinds)[number];
