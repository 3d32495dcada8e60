import type { DeploymentStatusEvent, DriftAlertEvent } from '#sdk/client';
import type { DeploymentStatus } from '#sdk/generated/operations';
import { deploymentWords, kindWords, wordOf } from '../format/words';
import { isFinal } from './fleet';

/** What a screen reader is told of a transition: only what a person would act on, not every step in between. */
export function announceDeployment(event: DeploymentStatusEvent): string | undefined {
  if (!isWorthTelling(event.status)) return undefined;
  const { kind, number, environment } = event.deployment;
  const status = wordOf(deploymentWords, event.status).label.toLowerCase();
  return `${environment.blueprint.name}, ${environment.name}: ${kindWords[kind]?.toLowerCase() ?? 'run'} ${number} ${status}.`;
}

/** What a screen reader is told of a drift alert. */
export function announceDrift(event: DriftAlertEvent): string {
  const { address, state, environment } = event.alert;
  const words = { OPEN: 'has drifted', ACKNOWLEDGED: 'drift acknowledged', MUTED: 'drift muted', RESOLVED: 'drift resolved' };
  return `${environment.blueprint.name}, ${environment.name}: ${address} ${words[state] ?? 'drift changed'}.`;
}

function isWorthTelling(status: DeploymentStatus): boolean {
  return status === 'AWAITING_DECISION' || isFinal(status);
}
