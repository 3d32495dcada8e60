import { randomBytes } from 'node:crypto';
import { isUnstorableText } from '#platform/database/fault';
import { PermanentJobError } from '#platform/jobs/job';
import type { LapsedJob } from '#platform/jobs/queue';
import { runWorker } from '#platform/jobs/worker';
import { stopAll, type Running } from '#platform/lifecycle';
import { openFoundation } from '#platform/subgraph/foundation';
import type { DomainWork } from '#workers/domain-work';
import type { IacConfig } from '../config';
import { createServices } from '../services';
import type { DatabasePool } from '#platform/database/pool';
import type { Services } from '../context';
import type { Failure } from '../store/deployment';
import { endChecks } from '../services/checks';
import { RUN_QUEUE, type RunPhase } from '../services/run';
import { applyRun } from './apply-phase';
import { failRun, planRun } from './plan-phase';

/** Takes deployment jobs from the queue until stopped; any number of runners may share it. */
export async function startRunner(services: Services, pool: DatabasePool, { concurrency }: { concurrency: number }): Promise<Running> {
  return runWorker({
    pool,
    listener: services.listener,
    queue: RUN_QUEUE,
    worker: `runner-${randomBytes(4).toString('hex')}`,
    concurrency,
    async handle(job, signal) {
      const { deploymentId, phase } = job.payload as { deploymentId: string; phase: RunPhase };
      try {
        if (phase === 'plan') await planRun(services, deploymentId);
        else if (phase === 'apply') await applyRun(services, deploymentId, signal);
        else await endChecks(services, deploymentId);
      } catch (fault) {
        if (isUnstorableText(fault)) return failRun(services, deploymentId, unstorable);
        if (job.attempt >= job.maxAttempts || fault instanceof PermanentJobError) await giveUp(services, deploymentId);
        throw fault;
      }
    },
    onLapse: (job) => (job.status === 'FAILED' ? giveUp(services, runOf(job)) : Promise.resolve()),
  });
}

const unstorable: Failure = {
  code: 'INVALID_VALUE',
  message: 'A value of the plan holds a NUL character or half of a surrogate pair, which nothing can store.',
  address: null,
  diagnostics: [],
};

const runOf = (job: LapsedJob): string => job.id.split('/')[0]!;

const giveUp = (services: Services, deploymentId: string): Promise<void> =>
  failRun(services, deploymentId, { code: 'RUNNER_LOST', message: 'The runner could not finish the run.', address: null, diagnostics: [] });

/** A runner in a process of its own. */
export async function startRunnerProcess(config: IacConfig, { work }: { work: DomainWork }): Promise<Running> {
  const foundation = await openFoundation(config);
  const { services, ...peers } = createServices(config, foundation, work);
  const runner = await startRunner(services, foundation.pool, { concurrency: config.runnerConcurrency });
  return { stop: stopAll([foundation, peers, runner]) };
}
