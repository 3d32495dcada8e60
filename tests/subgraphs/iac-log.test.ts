import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { seed, type Environment, type Owner } from '#kit/seed';
import { sharedStack, type Stack } from '#kit/stack';

jest.setTimeout(90_000);

interface Line {
  cursor: string;
  at: string;
  phase: string;
  level: string;
  message: string;
}

const LOG = `subscription ($d: ID!, $a: String) { deploymentLog(deploymentId: $d, after: $a) { cursor at phase level message } }`;
const LOGS = `query ($d: ID!, $a: String) { deployment(id: $d) { logs(first: 100, after: $a) { nodes { cursor at phase level message } pageInfo { hasNextPage endCursor } } } }`;

const queues = (count: number): string =>
  Array.from({ length: count }, (_, at) => `resource "aws_sqs_queue" "q${at}" {\n  name = "q${at}"\n}\n`).join('');

let stack: Stack;
let owner: Owner;
let environment: Environment;

beforeAll(async () => {
  stack = await sharedStack();
  owner = await seed(stack.url).owner();
  environment = await (await (await owner.project()).blueprint(queues(300))).environment({ requiresApproval: false });
});

async function stored(deploymentId: string): Promise<Line[]> {
  const lines: Line[] = [];
  for (let after: string | null = null; ;) {
    const answer: { deployment: { logs: { nodes: Line[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } } =
      await owner.client.ask(LOGS, { d: deploymentId, a: after });
    lines.push(...answer.deployment.logs.nodes);
    if (!answer.deployment.logs.pageInfo.hasNextPage) return lines;
    after = answer.deployment.logs.pageInfo.endCursor;
  }
}

async function followed(deploymentId: string, after: string | null = null): Promise<Line[]> {
  const stream = owner.client.subscribe<Line>(LOG, { d: deploymentId, a: after });
  await stream.over(60_000);
  stream.close();
  return stream.events;
}

describe('the log of a run', () => {
  let run: string;
  let live: Line[];
  let pieced: Line[];

  /** Follows the run over ten connections, each cut after some lines and taken up again behind the last. */
  async function reconnecting(deploymentId: string): Promise<Line[]> {
    const lines: Line[] = [];
    for (let connection = 0; connection < 10; connection += 1) {
      const stream = owner.client.subscribe<Line>(LOG, { d: deploymentId, a: lines.at(-1)?.cursor ?? null });
      await Promise.race([stream.next(() => stream.events.length >= 20 + connection * 5, 60_000).catch(() => null), stream.over(60_000)]);
      stream.close();
      lines.push(...stream.events.slice());
    }
    return [...lines, ...(await followed(deploymentId, lines.at(-1)?.cursor ?? null))];
  }

  beforeAll(async () => {
    run = await environment.request('APPLY');
    [live, pieced] = await Promise.all([followed(run), reconnecting(run)]);
  });

  it('comes live, in order, and ends with the run', async () => {
    expect(live).toEqual(await stored(run));
    expect(live.length).toBeGreaterThan(600);
    expect(live.at(-1)!.phase).toBe('APPLYING');
    const { deployment } = await owner.client.ask<{ deployment: { status: string } }>(`query ($d: ID!) { deployment(id: $d) { status } }`, {
      d: run,
    });
    expect(deployment.status).toBe('SUCCEEDED');
  });

  it('loses and repeats no line over ten reconnects while it is written', () => {
    expect(pieced.map((line) => line.cursor)).toEqual(live.map((line) => line.cursor));
  });

  it('is replayed from the start, from behind a cursor, and from behind the last line', async () => {
    expect(await followed(run)).toEqual(live);
    expect(await followed(run, live[100]!.cursor)).toEqual(live.slice(101));
    expect(await followed(run, live.at(-1)!.cursor)).toEqual([]);
  });

  it('ends at once for a run that waits no more, e.g. a cancelled one', async () => {
    const other = await environment.blueprint.environment({ target: 'CLOUD' });
    const waiting = await other.request('APPLY');
    const stream = owner.client.subscribe<Line>(LOG, { d: waiting });
    await owner.client.ask(`mutation ($d: ID!) { cancelDeployment(input: { deploymentId: $d }) { userErrors { code } } }`, { d: waiting });
    await stream.over(20_000);
    expect(stream.events).toEqual([]);
    stream.close();
  });

  it.each(['garbage', Buffer.from('["-1"]').toString('base64url'), Buffer.from('["x"]').toString('base64url')])(
    'refuses %s, which is no cursor of it',
    async (after) => {
      const stream = owner.client.subscribe<Line>(LOG, { d: run, a: after });
      expect(JSON.stringify(await stream.failure())).toContain('BAD_USER_INPUT');
      stream.close();
    },
  );

  it('is shown to nobody else, and to nobody who is not signed in', async () => {
    const stranger = await seed(stack.url).owner();
    const foreign = stranger.client.subscribe<Line>(LOG, { d: run });
    expect(JSON.stringify(await foreign.failure())).toContain('NOT_FOUND');
    foreign.close();
    const anonymous = owner.client.as(null).subscribe<Line>(LOG, { d: run });
    expect(JSON.stringify(await anonymous.failure())).toContain('UNAUTHENTICATED');
    anonymous.close();
  });
});
