import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { subgraphNames, type SubgraphName } from '#platform/subgraph/config';
import { countCalls, countStatements, type CallCounter, type StatementCounter } from '../kit/counting-proxy';
import { partEnvironment, startPart, type Part } from '../kit/part';
import { testServer } from '../kit/postgres';
import { seed, type Owner } from '../kit/seed';

jest.setTimeout(120_000);

const FLEET = `query ($id: ID!) { organization(id: $id) {
  name members(first: 5) { nodes { role user { email } } }
  blueprints(first: 20) { totalCount nodes { name
    head { number validation { valid } guardrails { verdict } cost { monthly } }
    environments { name drift health { status openAlerts } deployments(first: 1) { nodes { status kind } } } } }
  driftAlerts(first: 5) { totalCount nodes { address lastAppliedBy { number } } } } }`;

/** Work that goes on by itself: health, relay, jobs, and the gateway's questions about the session. */
const background = /^SELECT 1\b|outbox_event|inbox_event|\bjob\b|pg_|^(BEGIN|COMMIT|ROLLBACK|LISTEN|SET)\b|"session"|"run_claim"/i;

/** A statement without what depends on how many values it is given. */
const shapeOf = (text: string): string =>
  text
    .replaceAll(/\$\d+/g, '$')
    .replaceAll(/\(\$(, ?\$)*\)/g, '($)')
    .replaceAll(/(\([^()]*\))( OR \1)+/g, '$1');

const variable = (name: SubgraphName): string => `${name.toUpperCase()}_URL`;

describe('the fleet in one query over six subgraphs', () => {
  const parts: Part[] = [];
  const counters = new Map<SubgraphName, CallCounter>();
  let database: StatementCounter;
  let small: Owner;
  let large: Owner;

  beforeAll(async () => {
    database = await countStatements(testServer());
    const env: Record<string, string> = partEnvironment(database.connectionString);
    for (const wave of [['auth', 'blueprint'], ['iac'], ['guardrail', 'cost', 'monitoring']] as SubgraphName[][]) {
      await Promise.all(
        wave.map(async (name) => {
          const part = await startPart(['subgraph', name], env);
          parts.push(part);
          counters.set(name, await countCalls(part.url));
          env[variable(name)] = part.url;
        }),
      );
    }
    const counted = Object.fromEntries([...counters].map(([name, { url }]) => [variable(name), url]));
    const gateway = await startPart(['gateway'], { ...env, ...counted, PORT: '0', LIMIT_COST_RESTORED_PER_SECOND: '10000000' });
    parts.push(gateway);
    [small, large] = await Promise.all([settle(gateway.url, 5), settle(gateway.url, 20)]);
  }, 240_000);

  afterAll(async () => {
    await Promise.all(parts.reverse().map((part) => part.terminate()));
    for (const counter of [...counters.values(), database]) counter.stop();
  });

  /** An organisation with so many blueprints, each with an environment, and every fourth with a finished run. */
  async function settle(url: string, blueprints: number): Promise<Owner> {
    const owner = await seed(url).owner();
    const project = await owner.project();
    const runs: Promise<string>[] = [];
    for (let made = 0; made < blueprints; made += 1) {
      const environment = await (await project.blueprint()).environment();
      if (made % 4 === 0) runs.push(environment.reached(await environment.request('PLAN'), 'SUCCEEDED'));
    }
    await Promise.all(runs);
    return owner;
  }

  interface Counts {
    calls: Record<string, string[]>;
    statements: Map<string, number>;
  }

  /** What one query takes. */
  async function measure(owner: Owner): Promise<Counts> {
    const callsBefore = new Map([...counters].map(([name, { calls }]) => [name, calls.length]));
    const statementsBefore = database.statements.length;
    const { organization } = await owner.client.ask<{ organization: { blueprints: { nodes: unknown[] } } }>(FLEET, {
      id: owner.organizationId,
    });
    expect(organization.blueprints.nodes.length).toBe(owner === small ? 5 : 20);
    const statements = new Map<string, number>();
    for (const { database: name, text } of database.statements.slice(statementsBefore)) {
      if (name.endsWith('_bus') || background.test(text)) continue;
      const key = `${name.replace(/^.*_/, '')}: ${shapeOf(text)}`;
      statements.set(key, (statements.get(key) ?? 0) + 1);
    }
    return {
      calls: Object.fromEntries(subgraphNames.map((name) => [name, counters.get(name)!.calls.slice(callsBefore.get(name))])),
      statements,
    };
  }

  it('takes one call per subgraph and level, however many blueprints there are', async () => {
    for (const owner of [small, large]) {
      await measure(owner);
      const { calls } = await measure(owner);
      const counts = Object.fromEntries(Object.entries(calls).map(([name, bodies]) => [name, bodies.length]));
      for (const name of subgraphNames) {
        expect({ name, count: counts[name]! }).toEqual({ name, count: expect.any(Number) });
        expect(counts[name]).toBeGreaterThan(0);
        // The same document twice would be two calls for one level.
        const documents = calls[name]!.map((body) => (JSON.parse(body) as { query: string }).query);
        expect(new Set(documents).size).toBe(documents.length);
      }
      expect(Object.values(counts).reduce((sum, count) => sum + count)).toBeLessThanOrEqual(10);
    }
  });

  it('takes no more statements for 20 blueprints than for 5', async () => {
    for (const owner of [small, large]) await measure(owner);
    const of5 = (await measure(small)).statements;
    // What happens to go on beside one measurement does not go on beside both.
    const [once, again] = [(await measure(large)).statements, (await measure(large)).statements];
    const of20 = new Map([...once].map(([text, count]) => [text, Math.min(count, again.get(text) ?? 0)]));
    const grown = [...of20]
      .filter(([text, count]) => count > (of5.get(text) ?? 0))
      .map(([text, count]) => `${of5.get(text) ?? 0} -> ${count} ${text}`);
    expect(grown).toEqual([]);
    expect([...of20.values()].reduce((sum, count) => sum + count)).toBeLessThanOrEqual(40);
  });
});
