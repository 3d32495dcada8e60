import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { WebSocket } from 'ws';
import { NETWORK, PASSWORD, START } from '#kit/seed';
import { sharedStack, startStack, type OwnStack } from '#kit/stack';
import { createClient, type LintelClient } from '#sdk/client';

jest.setTimeout(90_000);

interface Design {
  tf: string;
  /** An aws_instance of the design. */
  address: string;
}

interface CorpusCase extends Design {
  resourceType: string;
  expected: unknown[] | null;
}

const corpus = '../shared/data/cost/dev.json';
const acceptance = '../shared/acceptance/journey.mjs';

/** What somebody else wrote, where the corpus is at hand. */
function designOf(file: string): Design {
  if (!existsSync(file)) return { tf: NETWORK, address: 'aws_instance.web' };
  const cases = JSON.parse(readFileSync(file, 'utf8')) as CorpusCase[];
  const found = cases.find(({ resourceType, tf, expected }) => resourceType === 'aws_instance' && tf && expected?.length);
  if (!found) throw new Error(`${file} has no aws_instance with an expected cost.`);
  return found;
}

/** What the caller asked for must have happened, and is there. */
function done<T extends { userErrors: readonly unknown[] }>(payload: T): { [K in keyof T]: NonNullable<T[K]> } {
  expect(payload.userErrors).toEqual([]);
  return payload as { [K in keyof T]: NonNullable<T[K]> };
}

async function first<T>(stream: AsyncIterable<T>, fits: (event: T) => boolean): Promise<T> {
  const seen: T[] = [];
  for await (const event of stream) {
    if (fits(event)) return event;
    seen.push(event);
  }
  throw new Error(`the stream ended after ${JSON.stringify(seen)}`);
}

const modes = [
  { mode: 'one process', start: async () => ({ ...(await sharedStack()), stop: async () => undefined }) },
  { mode: 'processes of their own', start: () => startStack({}, { apart: true }) },
];

describe.each(modes)('the main job over the SDK, with Lintel in $mode', ({ start }) => {
  const design = designOf(corpus);
  const unique = `${process.pid}-${Date.now()}`;
  const at = {} as Record<'organizationId' | 'blueprintId' | 'revisionId' | 'environmentId' | 'deploymentId', string>;
  let stack: Pick<OwnStack, 'url' | 'stop'>;
  let lintel: LintelClient;

  beforeAll(async () => {
    stack = await start();
    const signedUp = done(
      await createClient({ url: stack.url }).signUp({
        email: `journey-${unique}@example.com`,
        password: PASSWORD,
        organizationName: `J ${unique}`,
      }),
    );
    at.organizationId = signedUp.organization.id;
    lintel = createClient({ url: stack.url, token: signedUp.session.accessToken, webSocket: WebSocket });
  });
  afterAll(async () => {
    await lintel?.dispose();
    await stack?.stop();
  });

  it('imports a Terraform configuration into a new project', async () => {
    const { project } = done(await lintel.createProject({ organizationId: at.organizationId, name: 'Shop' }));
    const files = [{ path: 'main.tf', content: design.tf }];
    const imported = done(await lintel.importBlueprint({ projectId: project.id, name: 'Web', format: 'HCL', files }));
    expect(imported.importedResources).toBeGreaterThan(0);
    expect(imported.revision.number).toBe(1);
    Object.assign(at, { blueprintId: imported.blueprint.id, revisionId: imported.revision.id });
  });

  it('reads its graph, validation, resources and generated Terraform', async () => {
    const [graph, validation, read, iac] = await Promise.all([
      lintel.graph(at.revisionId),
      lintel.validation(at.revisionId),
      lintel.resources({ id: at.revisionId }),
      lintel.iac({ id: at.revisionId }),
    ]);
    expect(graph?.nodes.map(({ address }) => address)).toContain(design.address);
    expect(validation?.findings.filter(({ severity }) => severity === 'CRITICAL')).toEqual([]);
    expect(read?.resources.nodes.map(({ address }) => address)).toContain(design.address);
    const text = iac!.files.map(({ content }) => content).join('\n');
    expect(text).toContain(`resource "aws_instance" "${design.address.split('.').at(-1)}"`);
    expect((await lintel.iac({ id: at.revisionId }))?.digest).toBe(iac!.digest);
  });

  it('reads its verdict and its monthly cost', async () => {
    const guardrails = await lintel.guardrails({ id: at.revisionId });
    expect(guardrails!.policiesEvaluated).toBeGreaterThan(0);
    expect(guardrails!.resourcesEvaluated).toBeGreaterThan(0);
    const cost = await lintel.cost({ id: at.revisionId });
    const priced = cost!.resources.nodes.find(({ address }) => address === design.address);
    expect(priced).toMatchObject({ priced: true });
    expect(Number(priced!.monthly)).toBeGreaterThan(0);
    expect(Number(cost!.monthly)).toBeGreaterThanOrEqual(Number(priced!.monthly));
  });

  it('deploys a rehearsal after a decision, watched live with its log', async () => {
    const { environment } = done(await lintel.createEnvironment({ blueprintId: at.blueprintId, name: 'staging', target: 'REHEARSAL' }));
    at.environmentId = environment.id;
    const watch = { organizationId: at.organizationId, environmentId: environment.id, after: START };
    const held = first(lintel.watchDeployments(watch), ({ status }) => status === 'AWAITING_DECISION');
    const order = { environmentId: environment.id, kind: 'APPLY', idempotencyKey: unique } as const;
    const { deployment } = done(await lintel.requestDeployment(order));
    at.deploymentId = deployment.id;
    expect(done(await lintel.requestDeployment(order)).deployment.id).toBe(deployment.id);
    expect((await held).deployment).toMatchObject({ id: deployment.id, environment: { blueprint: { name: 'Web' } } });

    const succeeded = first(lintel.watchDeployments(watch), ({ status }) => status === 'SUCCEEDED');
    const gate = (await lintel.deployment(deployment.id))?.guardrails?.verdict;
    if (gate === 'OVERRIDABLE') done(await lintel.overrideViolations({ deploymentId: deployment.id, reason: 'a rehearsal' }));
    done(await lintel.approveDeployment({ deploymentId: deployment.id, note: 'go' }));
    await succeeded;
    const lines: string[] = [];
    for await (const line of lintel.watchLog({ deploymentId: deployment.id })) lines.push(line.message);
    expect(lines.join('\n')).toContain(design.address);
    expect(await lintel.deployment(deployment.id)).toMatchObject({ status: 'SUCCEEDED', failure: null });
  });

  it('hears of a change behind its back', async () => {
    const { organizationId, environmentId } = at;
    const alerted = first(lintel.watchDriftAlerts({ organizationId, after: START }), ({ alert }) => alert.address === design.address);
    done(await lintel.simulateDrift({ environmentId, address: design.address, attributes: { instance_type: 'm5.4xlarge' } }));
    done(await lintel.scanDrift({ environmentId }));
    const { alert } = await alerted;
    expect(alert).toMatchObject({ kind: 'CHANGED', state: 'OPEN', environment: { blueprint: { name: 'Web' } } });
    expect(alert.attributes.find(({ path }) => path === 'instance_type')).toMatchObject({ after: 'm5.4xlarge' });
  });

  it('sees it all in one fleet query', async () => {
    const fleet = await lintel.fleet({ organizationId: at.organizationId });
    const [blueprint] = fleet!.blueprints.nodes;
    expect(fleet!.blueprints.totalCount).toBe(1);
    expect(blueprint!.head.guardrails.verdict).toBeTruthy();
    expect(Number(blueprint!.head.cost.monthly)).toBeGreaterThan(0);
    expect(blueprint!.environments[0]).toMatchObject({ name: 'staging', drift: 'DRIFTED', health: { openAlerts: 1 } });
    expect(blueprint!.deployments.nodes.map(({ id }) => id)).toContain(at.deploymentId);
  });

  (existsSync(acceptance) ? it : it.skip)('passes the acceptance from outside', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [acceptance, stack.url]).catch(
      (fault: Error & { stdout: string }) => fault,
    );
    expect(stdout.split('\n').filter((line) => line.startsWith('FAIL'))).toEqual([]);
    expect(stdout).toMatch(/^journey: \d+ passed, 0 failed in /m);
  });
});
