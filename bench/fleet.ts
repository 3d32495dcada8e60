import { Owner } from '../tests/kit/seed';
import type { TestClient } from '../tests/kit/client';
import { startLintel, withFolder } from './kit/lintel';
import { median, quantile, report, reportLoad, timed } from './kit/measure';

/** One query over the six subgraphs for a page of 20 blueprints, each with an environment; held against one query per subgraph in sequence. */
const blueprints = 20;
const rounds = 60;

const whole = `query ($id: ID!) { organization(id: $id) { name members(first: 5) { nodes { role user { email } } }
  blueprints(first: ${blueprints}) { nodes { id name head { number validation { valid } guardrails { verdict } cost { monthly } }
    environments { name drift health { status openAlerts } } deployments(first: 1) { nodes { status } } } } } }`;

/** The parts of the same page, as a client without federation would ask for them. */
const parts = [
  `query ($id: ID!) { organization(id: $id) { name members(first: 5) { nodes { role user { email } } } } }`,
  `query ($id: ID!) { organization(id: $id) { blueprints(first: ${blueprints}) { nodes { id name head { number validation { valid } } } } } }`,
  `query ($id: ID!) { organization(id: $id) { blueprints(first: ${blueprints}) { nodes { id environments { name drift } deployments(first: 1) { nodes { status } } } } } }`,
  `query ($id: ID!) { organization(id: $id) { blueprints(first: ${blueprints}) { nodes { id head { guardrails { verdict } } } } } }`,
  `query ($id: ID!) { organization(id: $id) { blueprints(first: ${blueprints}) { nodes { id head { cost { monthly } } } } } }`,
  `query ($id: ID!) { organization(id: $id) { blueprints(first: ${blueprints}) { nodes { id environments { health { status openAlerts } } } } } }`,
];

async function seedPage(url: string): Promise<Owner> {
  const owner = await Owner.signUp(url);
  const project = await owner.project();
  for (let n = 0; n < blueprints; n += 1) await (await project.blueprint()).environment();
  return owner;
}

async function measure(client: TestClient, id: string): Promise<void> {
  const warm = () => client.ask(whole, { id });
  const [first] = await timed(1, warm);
  await timed(10, warm);
  const federated: number[] = [];
  const apart: number[] = [];
  // Side by side, so that both see the same machine.
  for (let round = 0; round < rounds; round += 1) {
    federated.push(...(await timed(1, warm)));
    apart.push(
      ...(await timed(1, async () => {
        for (const part of parts) await client.ask(part, { id });
      })),
    );
  }
  reportLoad();
  report('first (20 designs judged and priced)', first!);
  report('p50', median(federated), { against: ['six queries in sequence', median(apart)] });
  report('p95', quantile(federated, 0.95), { against: ['six queries in sequence', quantile(apart, 0.95)] });
}

await withFolder(async (folder) => {
  const generous = { LIMIT_COST_BUCKET: '100000000', LIMIT_COST_RESTORED_PER_SECOND: '100000000' };
  const lintel = await startLintel(folder, [], generous);
  try {
    const { client, organizationId } = await seedPage(lintel.url);
    await measure(client, organizationId);
  } finally {
    await lintel.stop();
  }
});
