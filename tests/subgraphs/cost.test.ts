import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import Big from 'big.js';
import type { CostCase } from '../../domain/pricing/agreement/cost-case';
import { pricingModel } from '../../domain/pricing/model-registry';
import { mutationOf, refusals } from '#kit/refusals';
import { NETWORK, seed, type Blueprint, type Environment, type Owner, type Project } from '#kit/seed';
import { sharedStack, type Stack } from '#kit/stack';

jest.setTimeout(30_000);

interface Cost {
  currency: string;
  monthly: string;
  hourly: string;
  coverage: { priced: number; free: number; usageBased: number; unpriced: number; unpricedTypes: string[] };
  resources: { nodes: { address: string; priced: boolean; free: boolean; monthly: string | null }[]; totalCount: number };
}

const COST = `currency monthly hourly pricesAsOf coverage { priced free usageBased unpriced unpricedTypes }
  resources(first: 100) { totalCount nodes { address type priced free monthly hourly components { name unit quantity unitPrice monthly usageBased priceId } } }`;
interface ResourcePage {
  blueprintRevision: {
    cost: { resources: { nodes: { address: string; monthly: string | null }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
  };
}
const OF_REVISION = `query ($id: ID!, $usage: JSON) { blueprintRevision(id: $id) { cost(usage: $usage) { ${COST} } } }`;
const LAMBDA = `
resource "aws_lambda_function" "api" {
  function_name = "api"
  role          = "arn:aws:iam::123456789012:role/api"
  handler       = "index.handler"
  runtime       = "nodejs20.x"
  filename      = "api.zip"
  memory_size   = 1024
}
`;
const USAGE = { monthly_requests: 1_000_000, request_duration_ms: 500 };

let stack: Stack;
let owner: Owner;
let project: Project;

beforeAll(async () => {
  stack = await sharedStack();
  owner = await seed(stack.url).owner();
  project = await owner.project();
}, 90_000);

const costOf = async (id: string, usage?: unknown): Promise<Cost> =>
  (await owner.client.ask<{ blueprintRevision: { cost: Cost } }>(OF_REVISION, { id, usage })).blueprintRevision.cost;

describe('the cost of a revision', () => {
  it('prices what it knows, counts what is free, and says what it cannot price', async () => {
    const { revisionId } = await project.blueprint(`${NETWORK}
resource "aws_mskconnect_connector" "odd" {
  name                       = "odd"
  kafkaconnect_version       = "2.7.1"
  service_execution_role_arn = "arn:aws:iam::123456789012:role/odd"
}
`);
    const cost = await costOf(revisionId);
    expect(cost).toMatchObject({
      currency: 'USD',
      monthly: '78.08',
      coverage: { priced: 1, free: 3, unpriced: 1, unpricedTypes: ['aws_mskconnect_connector'] },
    });
    expect(cost.resources.totalCount).toBe(5);
    const byAddress = new Map(cost.resources.nodes.map((node) => [node.address, node]));
    expect(byAddress.get('aws_vpc.main')).toMatchObject({ free: true, priced: true });
    expect(byAddress.get('aws_mskconnect_connector.odd')).toMatchObject({ free: false, priced: false, monthly: null });
    expect(byAddress.get('aws_instance.web')).toMatchObject({ monthly: '78.08' });
  });

  it('gives money as decimal strings, an hour as the 730th part of a month', async () => {
    const { revisionId } = await project.blueprint();
    const cost = await costOf(revisionId);
    for (const amount of [cost.monthly, cost.hourly]) expect(amount).toMatch(/^\d+(\.\d+)?$/);
    expect(new Big(cost.hourly).times(730).round(2).toFixed(2)).toBe('78.08');
  });

  it('pages through its resources in address order', async () => {
    const { revisionId } = await project.blueprint();
    const page = `query ($id: ID!, $after: String) { blueprintRevision(id: $id) { cost { resources(first: 2, after: $after) { nodes { address } pageInfo { hasNextPage endCursor } } } } }`;
    const addresses: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const answer: ResourcePage = await owner.client.ask<ResourcePage>(page, { id: revisionId, after });
      const { nodes, pageInfo } = answer.blueprintRevision.cost.resources;
      addresses.push(...nodes.map((node) => node.address));
      [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
    }
    expect(addresses).toEqual(['aws_instance.web', 'aws_security_group.web', 'aws_subnet.a', 'aws_vpc.main']);
  });

  it('counts usage only where it is assumed, for one call in the usage argument', async () => {
    const { revisionId } = await project.blueprint(LAMBDA);
    expect((await costOf(revisionId)).monthly).toBe('0');
    const cost = await costOf(revisionId, { 'aws_lambda_function.api': USAGE });
    // 1 M requests at 0.20 and 500,000 GB seconds at 0.0000166667.
    expect(new Big(cost.monthly).round(2).toString()).toBe('8.53');
    expect((await costOf(revisionId)).monthly).toBe('0');
  });

  it('passes over keys of a usage file that no component reads', async () => {
    const { revisionId } = await project.blueprint(LAMBDA);
    const cost = await costOf(revisionId, { 'aws_lambda_function.api': { ...USAGE, of_another_tool: 7 } });
    expect(new Big(cost.monthly).round(2).toString()).toBe('8.53');
  });

  it.each([
    ['no object', 'lots', ['usage']],
    ['no address', { 'not an address': {} }, ['usage', 'not an address']],
    [
      'a negative amount',
      { 'aws_lambda_function.api': { monthly_requests: -1 } },
      ['usage', 'aws_lambda_function.api', 'monthly_requests'],
    ],
    ['no amount', { 'aws_lambda_function.api': { monthly_requests: 'many' } }, ['usage', 'aws_lambda_function.api', 'monthly_requests']],
  ])('refuses a usage argument with %s, naming the place', async (_what, usage, path) => {
    const { revisionId } = await project.blueprint(LAMBDA);
    const { errors } = await owner.client.raw(OF_REVISION, { id: revisionId, usage });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', path });
  });

  it('is nothing to another organisation', async () => {
    const { revisionId } = await project.blueprint();
    const stranger = await seed(stack.url).owner();
    expect(await stranger.client.code(OF_REVISION, { id: revisionId })).toBe('NOT_FOUND');
    expect(await owner.client.as(null).code(OF_REVISION, { id: revisionId })).toBe('UNAUTHENTICATED');
  });
});

const SET = mutationOf('setUsage', 'usage');

describe('setUsage', () => {
  let blueprint: Blueprint;
  beforeAll(async () => {
    blueprint = await project.blueprint(LAMBDA);
  });

  it('keeps assumptions by type and by address, the narrower of which wins, and estimates with them', async () => {
    const usage = [
      { resourceType: 'aws_lambda_function', values: { monthly_requests: 2_000_000, request_duration_ms: 500 } },
      { address: 'aws_lambda_function.api', values: { monthly_requests: 1_000_000 } },
    ];
    await owner.client.change(SET, { blueprintId: blueprint.id, usage });
    const { blueprint: kept } = await owner.client.ask<{ blueprint: { usage: object } }>(
      `query ($id: ID!) { blueprint(id: $id) { usage } }`,
      {
        id: blueprint.id,
      },
    );
    expect(kept.usage).toEqual({
      resource_usage: { 'aws_lambda_function.api': { monthly_requests: 1_000_000 } },
      resource_type_default_usage: { aws_lambda_function: { monthly_requests: 2_000_000, request_duration_ms: 500 } },
    });
    expect(new Big((await costOf(blueprint.revisionId)).monthly).round(2).toString()).toBe('8.53');
    await owner.client.change(SET, { blueprintId: blueprint.id, usage: [] });
    expect((await costOf(blueprint.revisionId)).monthly).toBe('0');
  });

  it('suggests the key that was probably meant', async () => {
    const { userErrors } = await owner.client.payload(SET, {
      input: { blueprintId: blueprint.id, usage: [{ address: 'aws_lambda_function.api', values: { monthly_requets: 1 } }] },
    });
    expect(userErrors[0]).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'usage', '0', 'values', 'monthly_requets'] });
    expect(userErrors[0]!.message).toContain('monthly_requests');
  });

  refusals({
    name: 'setUsage',
    stack: () => stack,
    owner: () => owner,
    input: () => ({ blueprintId: blueprint.id, usage: [{ address: 'aws_lambda_function.api', values: USAGE }] }),
    bad: [
      { change: { usage: [{ values: USAGE }] }, code: 'INVALID_INPUT', at: '0' },
      { change: { usage: [{ address: 'a.b', resourceType: 'a', values: USAGE }] }, code: 'INVALID_INPUT', at: '0' },
      { change: { usage: [{ address: 'nonsense', values: USAGE }] }, code: 'INVALID_INPUT', at: 'address' },
      { change: { usage: [{ resourceType: 'AWS!', values: USAGE }] }, code: 'INVALID_INPUT', at: 'resourceType' },
      { change: { usage: [{ address: 'a.b', values: 7 }] }, code: 'INVALID_INPUT', at: 'values' },
    ],
    role: 'VIEWER',
    id: 'blueprintId',
  });
});

describe('the cost of a deployment and of an environment', () => {
  const OF_DEPLOYMENT = `query ($id: ID!) { deployment(id: $id) { cost { monthly } costDelta { amount currency } } }`;
  const OF_ENVIRONMENT = `query ($id: ID!) { environment(id: $id) { cost { monthly coverage { priced } } } }`;
  const ofDeployment = async (id: string) =>
    (
      await owner.client.ask<{ deployment: { cost: { monthly: string } | null; costDelta: { amount: string } | null } }>(OF_DEPLOYMENT, {
        id,
      })
    ).deployment;
  const ofEnvironment = async (environment: Environment): Promise<string | null> =>
    (await owner.client.ask<{ environment: { cost: { monthly: string } | null } }>(OF_ENVIRONMENT, { id: environment.id })).environment.cost
      ?.monthly ?? null;
  /** The estimate of an environment follows its run; what it costs by then. */
  const becomes = async (environment: Environment, wanted: string | null): Promise<string | null> => {
    const deadline = Date.now() + 15_000;
    for (;;) {
      const cost = await ofEnvironment(environment);
      if (cost === wanted || Date.now() > deadline) return cost;
    }
  };

  it('follows a design from its creation over a change of size to its destruction', async () => {
    const blueprint = await project.blueprint();
    const environment = await blueprint.environment();
    expect(await ofEnvironment(environment)).toBeNull();

    const created = await environment.deployed();
    expect(await ofDeployment(created)).toEqual({ cost: { monthly: '78.08' }, costDelta: { amount: '78.08', currency: 'USD' } });
    expect(await becomes(environment, '78.08')).toBe('78.08');

    await blueprint.revised(NETWORK.replace('m5.large', 'm5.xlarge'));
    const resized = await environment.deployed();
    expect(await ofDeployment(resized)).toMatchObject({ cost: { monthly: '148.16' }, costDelta: { amount: '70.08' } });
    expect(await becomes(environment, '148.16')).toBe('148.16');

    const destroyed = await environment.destroyed();
    expect(await ofDeployment(destroyed)).toMatchObject({ costDelta: { amount: '-148.16' } });
    expect(await becomes(environment, null)).toBeNull();

    const stranger = await seed(stack.url).owner();
    expect(await stranger.client.code(OF_DEPLOYMENT, { id: created })).toBe('NOT_FOUND');
    expect(await stranger.client.code(OF_ENVIRONMENT, { id: environment.id })).toBe('NOT_FOUND');
  }, 60_000);
});

describe('prices', () => {
  interface PricePage {
    prices: {
      nodes: { id: string; price: string; region: string; sku: string }[];
      totalCount: number;
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
  }
  const PRICES = `query ($filter: PriceFilter!, $first: Int, $after: String) { prices(filter: $filter, first: $first, after: $after) {
    totalCount nodes { id provider service region sku component unit price currency purchaseOption tierStart asOf source } pageInfo { hasNextPage endCursor } } }`;

  it('are filtered, and paged to the end without a gap or a repetition', async () => {
    const filter = { provider: 'AWS', region: 'eu-central-1', search: 'm5.' };
    const ids: string[] = [];
    let total = 0;
    for (let after: string | null = null, more = true; more;) {
      const { prices }: PricePage = await owner.client.ask<PricePage>(PRICES, { filter, first: 17, after });
      expect(prices.nodes.every((price) => price.region === 'eu-central-1' && /^\d+(\.\d+)?$/.test(price.price))).toBe(true);
      ids.push(...prices.nodes.map((price) => price.id));
      total = prices.totalCount;
      [after, more] = [prices.pageInfo.endCursor, prices.pageInfo.hasNextPage];
    }
    expect(ids.length).toBe(total);
    expect(new Set(ids).size).toBe(total);
    expect(total).toBeGreaterThan(17);
  });

  it('are found by what an estimate names', async () => {
    const { revisionId } = await project.blueprint();
    const cost = (await costOf(revisionId)) as unknown as {
      resources: { nodes: { components: { priceId: string | null; unitPrice: string }[] }[] };
    };
    const component = cost.resources.nodes.flatMap((node) => node.components).find((one) => one.priceId !== null)!;
    const { prices } = await owner.client.ask<PricePage>(PRICES, {
      filter: { provider: 'AWS', region: 'us-east-1', sku: 'm5.large' },
      first: 100,
    });
    expect(prices.nodes.map((price) => price.id)).toContain(component.priceId);
  });

  it.each([[0], [101], [-1]])('refuses a page of %d', async (first) => {
    expect(await owner.client.code(PRICES, { filter: { provider: 'AWS' }, first })).toBe('BAD_USER_INPUT');
  });

  it('refuses a bad cursor, and whoever is not signed in', async () => {
    for (const after of ['garbage', '', Buffer.from('["a","b"]').toString('base64url')])
      expect(await owner.client.code(PRICES, { filter: { provider: 'AWS' }, after })).toBe('BAD_USER_INPUT');
    expect(await owner.client.as(null).code(PRICES, { filter: { provider: 'AWS' } })).toBe('UNAUTHENTICATED');
    expect(await owner.client.as(null).code('{ priceCatalog { rows } }')).toBe('UNAUTHENTICATED');
  });

  it('are listed by service with their source and day', async () => {
    const { priceCatalog } = await owner.client.ask<{ priceCatalog: { provider: string; rows: number; asOf: string; source: string }[] }>(
      '{ priceCatalog { provider service rows asOf source } }',
    );
    expect(new Set(priceCatalog.map((entry) => entry.provider))).toEqual(new Set(['AWS', 'AZURE', 'GCP']));
    for (const entry of priceCatalog) {
      expect(entry.rows).toBeGreaterThan(0);
      expect(new Date(entry.asOf).getTime()).toBeGreaterThan(Date.UTC(2020, 0));
      expect(entry.source).not.toBe('');
    }
  });
});

type RealCase = CostCase & { tf: string; expectedMonthlyTotal: string; usageOnly?: boolean };
const file = new URL('../../../shared/data/cost/dev.json', import.meta.url);
const suite = existsSync(file) ? describe : describe.skip;

suite('real configurations of ../shared/data/cost/dev.json', () => {
  const all = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RealCase[]) : [];
  // What extended support costs depends on the day; the recorded amounts are of 2025.
  const modelled = all.filter(
    (one) => !one.usageOnly && one.tf && pricingModel(one.resourceType) && !one.address.includes('extended_support'),
  );
  const step = Math.max(1, Math.floor(modelled.length / 150));
  const sample = modelled.filter((_one, at) => at % step === 0).slice(0, 150);

  /** A resource of a configuration that may have hundreds. */
  async function amountOf(id: string, address: string, usage: unknown): Promise<string> {
    const page = `query ($id: ID!, $usage: JSON, $after: String) { blueprintRevision(id: $id) { cost(usage: $usage) {
      resources(first: 100, after: $after) { nodes { address monthly } pageInfo { hasNextPage endCursor } } } } }`;
    for (let after: string | null = null; ;) {
      const answer: ResourcePage = await owner.client.ask<ResourcePage>(page, { id, usage, after });
      const { nodes, pageInfo } = answer.blueprintRevision.cost.resources;
      const found = nodes.find((node) => node.address === address);
      if (found) return found.monthly ?? '0';
      if (!pageInfo.hasNextPage) return 'none';
      after = pageInfo.endCursor;
    }
  }

  /** null: agrees to the cent. */
  async function disagreement(real: RealCase): Promise<string | null> {
    const { revisionId } = await project.blueprint(real.tf, real.id.slice(0, 90));
    const monthly = await amountOf(revisionId, real.address, real.usage ? { [real.address]: real.usage } : undefined);
    const agrees = monthly !== 'none' && new Big(monthly).minus(real.expectedMonthlyTotal).abs().lte('0.01');
    return agrees ? null : `${real.id}: ${monthly} instead of ${real.expectedMonthlyTotal}`;
  }

  it('cost what they were recorded to cost, in at least 95 of 100 cases to the cent', async () => {
    const differences: string[] = [];
    const queue = [...sample];
    const worker = async (): Promise<void> => {
      for (let real = queue.shift(); real; real = queue.shift()) {
        const found = await disagreement(real).catch((fault: unknown) => `${real!.id}: ${String(fault).slice(0, 300)}`);
        if (found) differences.push(found);
      }
    };
    await Promise.all(Array.from({ length: 6 }, worker));
    console.info(`${sample.length - differences.length} of ${sample.length} cases agree; ${differences.join('\n')}`);
    expect(sample.length).toBeGreaterThan(100);
    expect(differences.length / sample.length).toBeLessThanOrEqual(0.05);
  }, 120_000);
});
