import { describe, expect, it } from '@jest/globals';
import { loadCatalog } from '#workers/catalog-files';
import type { ResourceChange } from '../engine/plan-json';
import type { Json } from '../json';
import { compareDrift, driftFindings, driftFingerprint } from './findings';

const catalog = loadCatalog();

const change = (type: string, before: Json, after: Json, actions: ResourceChange['change']['actions'] = ['update']): ResourceChange => ({
  address: `${type}.a`,
  mode: 'managed',
  type,
  name: 'a',
  provider_name: '',
  change: { actions, before, after, after_unknown: {}, before_sensitive: {}, after_sensitive: {} },
});

describe('compareDrift', () => {
  it.each([
    ['null against an empty list', 'aws_instance', { security_groups: null }, { security_groups: [] }],
    ['null against an empty map', 'aws_vpc', { tags: null }, { tags: {} }],
    ['null against an empty text', 'aws_vpc', { instance_tenancy: null }, { instance_tenancy: '' }],
    ['a set in another order', 'aws_instance', { vpc_security_group_ids: ['a', 'b'] }, { vpc_security_group_ids: ['b', 'a'] }],
    [
      'set blocks in another order',
      'aws_instance',
      { ebs_block_device: [{ device_name: 'a' }, { device_name: 'b' }] },
      { ebs_block_device: [{ device_name: 'b' }, { device_name: 'a' }] },
    ],
    ['a JSON document written differently', 'aws_iam_policy', { policy: '{"a":1,"b":[2]}' }, { policy: '{ "b": [2], "a": 1 }' }],
    ['what only the provider decides', 'aws_vpc', { arn: 'a', owner_id: '1' }, { arn: 'b', owner_id: '2' }],
  ] as [string, string, Json, Json][])('takes %s for equal', (_name, type, before, after) => {
    expect(compareDrift(before, after, type, catalog)).toEqual([]);
  });

  it.each([
    [
      'an attribute',
      'aws_instance',
      { instance_type: 'a' },
      { instance_type: 'b' },
      [{ path: 'instance_type', before: 'a', after: 'b', sensitive: false }],
    ],
    [
      'false against true',
      'aws_vpc',
      { enable_dns_support: true },
      { enable_dns_support: false },
      [{ path: 'enable_dns_support', before: true, after: false, sensitive: false }],
    ],
    [
      'a member of a map',
      'aws_vpc',
      { tags: { a: '1', b: '2' } },
      { tags: { a: '1', b: '3' } },
      [{ path: 'tags.b', before: '2', after: '3', sensitive: false }],
    ],
    [
      'an attribute of a nested block',
      'aws_instance',
      { root_block_device: [{ encrypted: true }] },
      { root_block_device: [{ encrypted: false }] },
      [{ path: 'root_block_device.0.encrypted', before: true, after: false, sensitive: false }],
    ],
    [
      'a list in another order',
      'aws_lb_listener_rule',
      { condition: [] },
      { condition: [{ path_pattern: [{ values: ['/x'] }] }] },
      [{ path: 'condition', before: [], after: [{ path_pattern: [{ values: ['/x'] }] }], sensitive: false }],
    ],
    [
      'a secret, without its value',
      'aws_db_instance',
      { password: 'old' },
      { password: 'new' },
      [{ path: 'password', before: null, after: null, sensitive: true }],
    ],
  ] as [string, string, Json, Json, unknown][])('shows %s', (_name, type, before, after, expected) => {
    expect(compareDrift(before, after, type, catalog)).toEqual(expected);
  });
});

describe('driftFindings', () => {
  it('grades what it finds', () => {
    const found = (item: ResourceChange) =>
      driftFindings({ resource_drift: [item] }, catalog).map(({ kind, severity }) => [kind, severity]);
    expect(found(change('aws_vpc', { cidr_block: 'a' }, null, ['delete']))).toEqual([['DELETED', 'HIGH']]);
    expect(found(change('aws_security_group', { ingress: [] }, { ingress: [{ from_port: 22 }] }))).toEqual([['CHANGED', 'HIGH']]);
    expect(found(change('aws_instance', { instance_type: 'a' }, { instance_type: 'b' }))).toEqual([['CHANGED', 'MEDIUM']]);
    expect(found(change('aws_instance', { tags: { access: 'a' } }, { tags: { access: 'b' } }))).toEqual([['CHANGED', 'LOW']]);
  });

  it('leaves out noise, data sources and moves', () => {
    const data = { ...change('aws_vpc', { cidr_block: 'a' }, { cidr_block: 'b' }), mode: 'data' as const };
    const moved = change('aws_subnet', { cidr_block: 'a' }, { cidr_block: 'a' }, ['no-op']);
    expect(driftFindings({ resource_drift: [data, moved, change('aws_vpc', { tags: null }, { tags: {} })] }, catalog)).toEqual([]);
  });

  it('adds what an ordinary plan would still do, once per address', () => {
    const drift = change('aws_vpc', { enable_dns_support: true }, { enable_dns_support: false });
    const unapplied = change('aws_instance', { instance_type: 'a', id: 'i' }, { instance_type: 'b', id: 'i' });
    const found = driftFindings(
      {
        resource_drift: [drift],
        resource_changes: [
          change('aws_vpc', { enable_dns_support: false }, { enable_dns_support: true }),
          unapplied,
          change('aws_eip', null, {}, ['create']),
        ],
      },
      catalog,
    );
    expect(found.map(({ address, kind }) => [address, kind])).toEqual([
      ['aws_eip.a', 'UNAPPLIED'],
      ['aws_instance.a', 'UNAPPLIED'],
      ['aws_vpc.a', 'CHANGED'],
    ]);
  });

  it('hides what the plan itself marks as sensitive', () => {
    const item = change('aws_instance', { instance_type: 'old' }, { instance_type: 'new' });
    item.change.after_sensitive = { instance_type: true };
    expect(driftFindings({ resource_drift: [item] }, catalog)[0]!.attributes).toEqual([
      { path: 'instance_type', before: null, after: null, sensitive: true },
    ]);
  });
});

describe('driftFingerprint', () => {
  it('does not depend on the order of the paths, and tells kinds and environments apart', () => {
    const base = { environmentId: 'e', address: 'aws_vpc.a', kind: 'CHANGED' as const, paths: ['b', 'a'] };
    expect(driftFingerprint(base)).toBe(driftFingerprint({ ...base, paths: ['a', 'b', 'a'] }));
    expect(driftFingerprint(base)).not.toBe(driftFingerprint({ ...base, kind: 'UNAPPLIED' }));
    expect(driftFingerprint(base)).not.toBe(driftFingerprint({ ...base, environmentId: 'f' }));
  });
});
