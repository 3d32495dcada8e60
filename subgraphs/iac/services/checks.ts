import type { DomainEvent } from '#platform/subgraph/announce';
import type { Services } from '../context';
import type { DeploymentRecord } from '../store/deployment';
import { settle } from './run';

/** Whether everything that CHECKING waits for is in. */
const checksAreIn = (run: DeploymentRecord): boolean => run.verdict !== null && run.costCheckedAt !== null;

const CONSUMER = 'iac-checks';

/** Notes a verdict or an estimate about a plan, and takes the run on if that was what it waited for. */
export async function noteCheck(
  services: Pick<Services, 'store' | 'now'>,
  event: DomainEvent<'guardrail.evaluated' | 'cost.estimated'>,
): Promise<void> {
  if (event.data.subjectKind !== 'DEPLOYMENT') return;
  const deploymentId = event.data.subjectId;
  await services.store.transaction(async (tx) => {
    if (!(await tx.consume(CONSUMER, event))) return;
    const [known] = await tx.deployments.byIds([deploymentId]);
    if (!known || known.organizationId !== event.organizationid) return;
    const run = await tx.deployments.lock(deploymentId);
    const facts =
      event.type === 'guardrail.evaluated'
        ? { verdict: event.data.verdict, overridden: run.overridden || event.data.overriddenBy !== null }
        : { costCheckedAt: services.now() };
    await tx.deployments.note(run.id, facts);
    const noted = { ...run, ...facts };
    if (noted.status === 'CHECKING' && !checksAreIn(noted)) return;
    const [environment] = await tx.environments.byIds([run.environmentId]);
    const by = event.type === 'guardrail.evaluated' && event.data.overriddenBy ? event.data.overriddenBy : 'checks';
    await settle(tx, services, noted, environment!, by);
  });
}

/** Lets a run go on without the checks that did not arrive in time: a person then decides. */
export async function endChecks(services: Pick<Services, 'store' | 'now'>, deploymentId: string): Promise<void> {
  await services.store.transaction(async (tx) => {
    const run = await tx.deployments.lock(deploymentId);
    if (run.status !== 'CHECKING') return;
    const [environment] = await tx.environments.byIds([run.environmentId]);
    const missing = [run.verdict === null ? 'the guardrail verdict' : null, run.costCheckedAt === null ? 'the cost estimate' : null]
      .filter(Boolean)
      .join(' and ');
    await settle(tx, services, run, environment!, 'checks', `${missing} did not arrive in time`);
  });
}
