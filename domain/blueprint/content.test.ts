import { describe, expect, it } from '@jest/globals';
import { loadCatalog } from '#workers/catalog-files';
import type { JsonObject } from '../json';
import { type BlueprintContent, emptyContent, type ResourceSpec } from './content';
import { canonicalContent } from './content-hash';
import { diffContent } from './diff';
import { normalizeContent } from './normalize-content';

const catalog = loadCatalog();
const resource = (address: string, attributes: JsonObject = {}, rest: Partial<ResourceSpec> = {}): ResourceSpec => {
  const [type = '', name = ''] = address.split('.');
  return { type, name, attributes, count: null, forEach: null, dependsOn: [], lifecycle: null, providerAlias: null, ...rest };
};
const design = (...resources: ResourceSpec[]): BlueprintContent => ({ ...emptyContent('AWS', 'us-east-1'), resources });
const changes = (before: ResourceSpec, after: ResourceSpec) =>
  diffContent(design(before), design(after), catalog).changed.flatMap((change) => change.attributes);

describe('the canonical text', () => {
  it('is the same for the same design in another order', () => {
    const a = resource('aws_vpc.a', { x: 1, y: 2 }, { dependsOn: ['q.b', 'q.a', 'q.a'] });
    const b = resource('aws_vpc.b');
    expect(canonicalContent(design(b, a))).toBe(
      canonicalContent(design(resource('aws_vpc.a', { y: 2, x: 1 }, { dependsOn: ['q.a', 'q.b'] }), b)),
    );
  });

  it('differs where the design differs', () => {
    expect(canonicalContent(design(resource('aws_vpc.a', { x: [1, 2] })))).not.toBe(
      canonicalContent(design(resource('aws_vpc.a', { x: [2, 1] }))),
    );
  });

  it('does not depend on the order of two elements with one address', () => {
    const [one, two] = [resource('aws_vpc.a', { x: 1 }), resource('aws_vpc.a', { x: 2 })];
    expect(canonicalContent(design(one, two))).toBe(canonicalContent(design(two, one)));
  });
});

describe('the diff', () => {
  it('lists what was added and removed', () => {
    const diff = diffContent(design(resource('aws_vpc.old')), design(resource('aws_vpc.new', { cidr_block: '10.0.0.0/8' })), catalog);
    expect(diff).toMatchObject({
      added: [{ address: 'aws_vpc.new', attributes: [{ path: 'cidr_block', after: '10.0.0.0/8' }] }],
      removed: [{ address: 'aws_vpc.old' }],
      changed: [],
    });
  });

  it('names changed attributes by path', () => {
    const before = resource('aws_instance.a', { root_block_device: [{ volume_size: 8, encrypted: true }], tags: { a: '1' } });
    const after = resource('aws_instance.a', { root_block_device: [{ volume_size: 16, encrypted: true }], tags: { b: '2' } }, { count: 2 });
    expect(changes(before, after)).toEqual([
      { path: 'root_block_device.0.volume_size', before: 8, after: 16, sensitive: false },
      { path: 'tags.b', before: null, after: '2', sensitive: false },
      { path: 'tags.a', before: '1', after: null, sensitive: false },
      { path: 'count', before: null, after: 2, sensitive: false },
    ]);
  });

  it('takes spellings of the same value, the order of sets and empty blocks as equal', () => {
    const before = resource('aws_instance.a', {
      monitoring: 'true',
      ipv6_address_count: 1,
      vpc_security_group_ids: ['a', 'b'],
      user_data: null,
      ebs_block_device: [],
    });
    const after = resource('aws_instance.a', { monitoring: true, ipv6_address_count: '1', vpc_security_group_ids: ['b', 'a'] });
    expect(changes(before, after)).toEqual([]);
  });

  it('pairs what is left of sets', () => {
    const groups = (...ids: string[]) => resource('aws_instance.a', { vpc_security_group_ids: ids });
    expect(changes(groups('a', 'b'), groups('c', 'a'))).toEqual([
      { path: 'vpc_security_group_ids.0', before: 'b', after: 'c', sensitive: false },
    ]);
  });

  it('never shows a sensitive value', () => {
    const text = JSON.stringify([
      diffContent(design(), design(resource('aws_db_instance.a', { password: 'hunter2' })), catalog),
      changes(resource('aws_db_instance.a', { password: 'hunter2' }), resource('aws_db_instance.a', { password: 'hunter22' })),
      changes(resource('other_db.a', { x: [{ admin_password: 'hunter2' }] }), resource('other_db.a', { x: 'y' })),
    ]);
    expect(text).not.toContain('hunter2');
    expect(text).toContain('"sensitive":true');
  });

  it('tells a changed region', () => {
    const moved = { ...design(), region: 'eu-west-1' };
    expect(diffContent(design(), moved, catalog).changed).toEqual([
      { address: 'provider.aws', attributes: [{ path: 'region', before: 'us-east-1', after: 'eu-west-1', sensitive: false }] },
    ]);
  });
});

describe('normalizing', () => {
  const input = {
    provider: 'AWS',
    region: 'us-east-1',
    resources: [{ type: 'aws_vpc', name: 'a' }],
    variables: [{ name: 'x' }, { name: 'y', type: 'number', default: null }],
  };

  it('fills in the defaults', () => {
    expect(normalizeContent(input)).toEqual({
      ok: true,
      value: {
        ...design(resource('aws_vpc.a')),
        variables: [
          { name: 'x', type: 'string', description: null, sensitive: false },
          { name: 'y', type: 'number', default: null, description: null, sensitive: false },
        ],
      },
    });
  });

  it('reads its own result as itself', () => {
    const first = normalizeContent(input);
    expect(first.ok && normalizeContent(first.value)).toEqual(first);
  });

  it('lists all faults with their paths', () => {
    const bad = { provider: 'IBM', resources: [{ type: 'aws_vpc', name: 5, extra: 1 }, 'x'], outputs: [{ name: 'o' }], locals: [] };
    const result = normalizeContent(bad);
    expect(result.ok ? [] : result.fault.map((fault) => fault.path.join('.'))).toEqual([
      'provider',
      'region',
      'resources.0.name',
      'resources.0.extra',
      'resources.1',
      'locals',
      'outputs.0.value',
    ]);
  });

  it('refuses keys that reach a prototype, and bottomless values', () => {
    const hostile = JSON.parse(
      '{"provider":"AWS","region":"x","resources":[{"type":"t","name":"n","attributes":{"a":{"__proto__":{"polluted":1}}}}],"constructor":1}',
    );
    expect(normalizeContent(hostile)).toMatchObject({
      ok: false,
      fault: [{ path: ['resources', '0', 'attributes', 'a', '__proto__'] }, { path: ['constructor'] }],
    });
    let deep: unknown = 1;
    for (let at = 0; at < 20_000; at++) deep = [deep];
    expect(normalizeContent({ ...input, locals: { deep } }).ok).toBe(false);
    expect(normalizeContent(null).ok).toBe(false);
  });
});
