import { serviceViewer } from '#domain/access/can';
import { newId } from '#platform/identifier';
import type { DomainEvent } from '#platform/subgraph/announce';
import type { Evaluator } from '../evaluator';
import type { IacPeer } from '../peers/iac';
import type { Store } from '../store/store';
import { evaluatedEvent } from './announcement';
import { decisionsOf, judgeSubject, type Subject } from './judgement';

export interface PlanEvaluation {
  store: Store;
  evaluator: Pick<Evaluator, 'plan'>;
  deployments: Pick<IacPeer, 'plan'>;
  now: () => Date;
}

export const PLAN_CONSUMER = 'guardrail-plan';

/** Judges the plan of a run that is being checked; the run waits for the answer. A plan made anew is judged anew. */
export async function evaluatePlan(by: PlanEvaluation, event: DomainEvent<'deployment.status-changed'>): Promise<void> {
  const { organizationid: organizationId, data } = event;
  const call = { viewer: serviceViewer(organizationId), requestId: newId() };
  const [plan, decisions] = await Promise.all([
    by.deployments.plan(data.deploymentId, call),
    decisionsOf(by.store, [organizationId], by.now()),
  ]);
  if (plan.planJson === null) throw new Error(`Deployment ${data.deploymentId} is being checked and has no plan.`);
  const subject: Subject = {
    kind: 'DEPLOYMENT',
    id: data.deploymentId,
    organizationId,
    projectId: data.projectId,
    environmentId: data.environmentId,
  };
  const findings = await by.evaluator.plan(plan.planJson, {
    organization: organizationId,
    project: subject.projectId,
    environment: subject.environmentId,
    region: null,
    cost: { monthly: null, delta: null },
    actor: plan.requestedBy?.id ?? null,
    time: data.at,
  });
  const judged = judgeSubject(subject, decisions, findings, by.now(), event.id);
  await by.store.transaction(async (tx) => {
    if (!(await tx.consume(PLAN_CONSUMER, event))) return;
    await tx.evaluations.insertNew([judged.evaluation]);
    await tx.findings.insert(judged.findings);
    await tx.announce(evaluatedEvent(judged.evaluation));
  });
}
