import { describe, expect, it } from '@jest/globals';
import type { EvaluatedDesign, EvaluatedResource } from '../blueprint/evaluated';
import type { JsonObject } from '../json';
import { designInput, type PolicyContext } from './input';
import { maskMarked } from './mask';

const context: PolicyContext = {
  organization: 'o',
  project: null,
  environment: null,
  region: null,
  cost: { monthly: null, delta: null },
  actor: null,
  time: '2026-01-01T00:00:00Z',
};
const resource = (address: string, values: JsonObject): EvaluatedResource => {
  const [type = '', name = ''] = address.replace(/\[.*$/, '').split('.');
  const place = { region: 'r', module: '', dependsOn: [], providerConfiguration: 'aws', provider: 'AWS' as const };
  return {
    address,
    blockAddress: address.replace(/\[.*$/, ''),
    type,
    name,
    values,
    unknown: ['arn'],
    references: { vpc: ['aws_vpc.a'] },
    ...place,
  };
};
const design = (resources: EvaluatedResource[]): EvaluatedDesign => ({
  provider: 'AWS',
  region: 'r',
  resources,
  dataSources: [],
  providers: [{ name: 'aws', alias: 'west', values: { secret_key: 'abc', region: 'r' } }],
  variables: {},
  outputs: {},
});

describe('the input of a rule for a design', () => {
  it('carries every resource, indexed by type and address', () => {
    const input = designInput(design([resource('aws_subnet.a[0]', { cidr: 'x' }), resource('aws_subnet.a[1]', {})]), context);
    expect(input.by_type['aws_subnet']).toEqual(input.resources);
    expect(input.by_address['aws_subnet.a[0]']).toEqual({
      address: 'aws_subnet.a[0]',
      block_address: 'aws_subnet.a',
      type: 'aws_subnet',
      name: 'a',
      provider: 'AWS',
      module: '',
      values: { cidr: 'x' },
      unknown: ['arn'],
      computed: [],
      references: { vpc: ['aws_vpc.a'] },
    });
    expect(input).toMatchObject({ mode: 'design', removed_resources: [], context });
  });

  it('masks literal secrets by the name of their attribute, at any depth, and leaves expressions', () => {
    const values = { master_password: 'hunter2', password: '${var.p}', block: [{ client_secret: 's', secret_name: 'kept' }], token: '' };
    const input = designInput(design([resource('aws_db_instance.a', values)]), context);
    expect(input.resources[0]?.values).toEqual({
      master_password: '(sensitive)',
      password: '${var.p}',
      block: [{ client_secret: '(sensitive)', secret_name: 'kept' }],
      token: '',
    });
    expect(input.providers).toEqual([{ name: 'aws', alias: 'west', values: { secret_key: '(sensitive)', region: 'r' } }]);
  });

  it('survives types and addresses named like members of Object', () => {
    const input = designInput(design([resource('constructor.__proto__', {}), resource('__proto__.a', {})]), context);
    expect(Object.keys(input.by_type)).toEqual(['constructor', '__proto__']);
  });
});

describe('marks of sensitivity', () => {
  it('hide whole values or parts, and never invent a value', () => {
    expect(maskMarked({ a: 1, b: [1, 2], c: null, d: { e: 'x' } }, { a: true, b: [false, true], c: true, d: true })).toEqual({
      a: '(sensitive)',
      b: [1, '(sensitive)'],
      c: null,
      d: '(sensitive)',
    });
    expect(maskMarked('x', false)).toBe('x');
  });
});
