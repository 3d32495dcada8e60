import { describe, expect, it } from '@jest/globals';
import type { PolicyContext } from './input';
import { planInput, unknownPaths, withoutInstanceKeys } from './plan-input';

const context: PolicyContext = {
  organization: 'o',
  project: 'p',
  environment: 'e',
  region: 'eu-central-1',
  cost: { monthly: '12.50', delta: '1.00' },
  actor: 'ada',
  time: '2026-01-01T00:00:00Z',
};

const change = (address: string, rest: object, body: object) => {
  const [type, name] = address
    .replace(/^module\.\w+(\[[^\]]+\])?\./, '')
    .replace('data.', '')
    .replace(/\[.*$/, '')
    .split('.');
  return {
    address,
    type,
    name,
    mode: 'managed',
    ...rest,
    change: { actions: ['create'], before: null, after: {}, after_unknown: {}, ...body },
  };
};

const plan = {
  format_version: '1.2',
  resource_changes: [
    change(
      'aws_db_instance.a[0]',
      {},
      {
        after: { username: 'root', password: 'hunter2', tags: { a: 'x', b: 'y' }, kms: null },
        after_unknown: { id: true, tags: { c: true }, block: [{ arn: true }] },
        after_sensitive: { username: true, tags: { b: true } },
      },
    ),
    change(
      'module.net["eu.west"].aws_subnet.b',
      { module_address: 'module.net["eu.west"]' },
      { actions: ['update'], before: { cidr: '1' }, after: { cidr: '2' } },
    ),
    change('azurerm_storage_account.gone', {}, { actions: ['delete'], before: { name: 'old' }, after: null }),
    change('aws_s3_bucket.old', { deposed: 'abc' }, { actions: ['delete'], before: {}, after: null }),
    change(
      'data.aws_iam_policy_document.late',
      { mode: 'data' },
      { actions: ['read'], after: { statement: [] }, after_unknown: { json: true } },
    ),
  ],
  prior_state: {
    values: {
      root_module: {
        resources: [{ address: 'data.aws_ami.x', mode: 'data', type: 'aws_ami', name: 'x', values: { id: 'ami-1' } }],
        child_modules: [],
      },
    },
  },
  configuration: {
    provider_config: {
      aws: { name: 'aws', expressions: { region: { constant_value: 'eu-central-1' }, secret_key: { constant_value: 'abc' } } },
    },
    root_module: {
      resources: [
        {
          address: 'aws_db_instance.a',
          expressions: {
            tags: {},
            vpc: { references: ['aws_vpc.main.id', 'aws_vpc.main', 'var.x'] },
            block: [{ arn: { references: ['data.aws_ami.x.arn'] } }],
          },
        },
      ],
      module_calls: {
        net: {
          module: { resources: [{ address: 'aws_subnet.b', expressions: { vpc_id: { references: ['aws_vpc.own[0].id', 'each.key'] } } }] },
        },
      },
    },
  },
};

describe('the input of a rule for a plan', () => {
  const input = planInput(plan, context);

  it('lists what will exist, indexed by type and address', () => {
    expect(input.resources.map(({ address }) => address)).toEqual(['aws_db_instance.a[0]', 'module.net["eu.west"].aws_subnet.b']);
    expect(input.by_type['aws_subnet']).toEqual([input.by_address['module.net["eu.west"].aws_subnet.b']]);
    expect(input).toMatchObject({ mode: 'plan', context: { actor: 'ada' } });
  });

  it('keeps deletions apart and leaves deposed objects out', () => {
    expect(input.removed_resources).toMatchObject([
      { address: 'azurerm_storage_account.gone', provider: 'AZURE', values: { name: 'old' }, change: { after: null } },
    ]);
  });

  it('masks what the plan marks and what is a secret by its name, in values and in the change', () => {
    const values = { username: '(sensitive)', password: '(sensitive)', tags: { a: 'x', b: '(sensitive)' }, kms: null };
    expect(input.resources[0]).toMatchObject({ values, change: { after: values } });
    expect(JSON.stringify(input)).not.toContain('hunter2');
    expect(input.providers).toEqual([{ name: 'aws', alias: null, values: { region: 'eu-central-1', secret_key: '(sensitive)' } }]);
  });

  it('names what is known only after apply by dotted paths', () => {
    expect(input.resources[0]?.unknown).toEqual(['tags.c', 'block.0.arn']);
    expect(input.resources[0]?.computed).toEqual(['id']);
    expect(unknownPaths(true)).toEqual([]);
  });

  it('says which resources an attribute refers to, with the module they are in', () => {
    expect(input.resources[0]).toMatchObject({
      block_address: 'aws_db_instance.a',
      references: { vpc: ['aws_vpc.main'], 'block.0.arn': ['data.aws_ami.x'] },
    });
    expect(input.resources[1]).toMatchObject({
      module: 'module.net["eu.west"]',
      block_address: 'module.net.aws_subnet.b',
      references: { vpc_id: ['module.net.aws_vpc.own'] },
    });
  });

  it('lists data sources that were read before and those read during apply', () => {
    expect(input.data_sources.map(({ address, unknown }) => [address, unknown])).toEqual([
      ['data.aws_ami.x', []],
      ['data.aws_iam_policy_document.late', ['json']],
    ]);
  });

  it.each([
    null,
    42,
    [],
    {},
    { resource_changes: 'x' },
    { resource_changes: [null, {}] },
    { configuration: { root_module: { resources: [1], module_calls: [] } } },
  ])('reads %j without failing', (odd) => expect(() => planInput(odd, context)).not.toThrow());

  it('takes instance keys off an address, brackets and dots inside them included', () => {
    expect(withoutInstanceKeys('module.a["x]."].aws_b.c[0]')).toBe('module.a.aws_b.c');
  });
});
