import { describe, expect, it } from '@jest/globals';
import { loadCatalog } from '#workers/catalog-files';
import { emptyContent, type BlueprintContent, type ResourceSpec } from '../blueprint/content';
import { evaluateDesign } from '../blueprint/evaluate';
import type { JsonObject } from '../json';
import { planDesigns } from './plan-design';

const catalog = loadCatalog();

const spec = (type: string, name: string, attributes: JsonObject): ResourceSpec => ({
  type,
  name,
  attributes,
  count: null,
  forEach: null,
  dependsOn: [],
  lifecycle: null,
  providerAlias: null,
});

const designOf = (resources: ResourceSpec[], change: Partial<BlueprintContent> = {}) =>
  evaluateDesign({ ...emptyContent('AWS', 'eu-west-1'), resources, ...change }, catalog).design;

const change = (address: string, actions: string[], before: JsonObject | null, after: JsonObject | null, more: JsonObject = {}) => {
  const [type, name] = address.split('.') as [string, string];
  return { address, mode: 'managed', type, name, change: { actions, before, after, after_unknown: {}, ...more } };
};

const plan = (...resource_changes: unknown[]) => ({ format_version: '1.2', resource_changes });
const disk = (attributes: JsonObject) => spec('aws_ebs_volume', 'data', { availability_zone: 'eu-west-1a', ...attributes });

describe('planDesigns', () => {
  it('puts what is created, updated and left alone after the plan, and what is deleted before it', () => {
    const { before, after } = planDesigns({
      plan: plan(
        change('aws_ebs_volume.new', ['create'], null, { size: 1 }),
        change('aws_ebs_volume.grown', ['update'], { size: 1 }, { size: 2 }),
        change('aws_ebs_volume.same', ['no-op'], { size: 3 }, { size: 3 }),
        change('aws_ebs_volume.gone', ['delete'], { size: 4 }, null),
      ),
      planned: designOf([]),
      deployed: null,
      simulated: null,
    });
    const sizes = (side: typeof before) => side.resources.map((one) => [one.name, one.values['size']]);
    expect(sizes(before)).toEqual([
      ['grown', 1],
      ['same', 3],
      ['gone', 4],
    ]);
    expect(sizes(after)).toEqual([
      ['new', 1],
      ['grown', 2],
      ['same', 3],
    ]);
  });

  it('counts a replaced object that waits to be destroyed before the plan only', () => {
    const deposed = { ...change('aws_ebs_volume.data', ['delete'], { size: 5 }, null), deposed: '00112233' };
    const { before, after } = planDesigns({
      plan: plan(change('aws_ebs_volume.data', ['no-op'], { size: 6 }, { size: 6 }), deposed),
      planned: designOf([disk({ size: 6 })]),
      deployed: null,
      simulated: null,
    });
    expect(before.resources.map((one) => one.address)).toEqual(['aws_ebs_volume.data', 'aws_ebs_volume.data (deposed object 00112233)']);
    expect(after.resources).toHaveLength(1);
  });

  it('keeps a configured value that is known only after apply undecided, and leaves out what the provider fills in', () => {
    const planned = designOf([disk({ snapshot_id: '${aws_ebs_snapshot.s.id}' }), spec('aws_ebs_snapshot', 's', { volume_id: 'v' })]);
    const { after } = planDesigns({
      plan: plan(
        change(
          'aws_ebs_volume.data',
          ['create'],
          null,
          { availability_zone: 'eu-west-1a' },
          { after_unknown: { snapshot_id: true, iops: true, id: true } },
        ),
      ),
      planned,
      deployed: null,
      simulated: null,
    });
    expect(after.resources[0]!.values).toEqual({ availability_zone: 'eu-west-1a', snapshot_id: '${aws_ebs_snapshot.s.id}' });
    expect(after.resources[0]!.unknown).toEqual(['snapshot_id']);
    expect(after.resources[0]!.references).toEqual({ snapshot_id: ['aws_ebs_snapshot.s'] });
  });

  it('takes the region from the values, else from the design that each side belongs to', () => {
    const values = { size: 1 };
    const { before, after } = planDesigns({
      plan: plan(
        change('aws_ebs_volume.data', ['delete', 'create'], values, values),
        change('aws_ebs_volume.own', ['create'], null, { region: 'us-west-2' }),
      ),
      planned: designOf([disk(values)], { region: 'eu-west-1' }),
      deployed: designOf([disk(values)], { region: 'us-east-1' }),
      simulated: null,
    });
    expect(before.resources.map((one) => one.region)).toEqual(['us-east-1']);
    expect(after.resources.map((one) => one.region)).toEqual(['eu-west-1', 'us-west-2']);
  });

  it('drops what a simulated cloud computed, but no configured value and nothing of a real cloud', () => {
    const state = { size: 10, type: 'gp3', iops: 0, throughput: 0, kms_key_id: 'kms_key_id-vol-1' };
    const source = {
      plan: plan(change('aws_ebs_volume.data', ['no-op'], state, state)),
      planned: designOf([disk({ size: 10, type: 'gp3' })]),
      deployed: null,
    };
    expect(planDesigns({ ...source, simulated: { catalog } }).before.resources[0]!.values).toEqual({ size: 10, type: 'gp3' });
    expect(planDesigns({ ...source, simulated: null }).before.resources[0]!.values).toEqual(state);
  });

  it('reads of a module resource which arguments are written down from the configuration', () => {
    const entry = {
      ...change('aws_ebs_volume.data', ['create'], null, {}, { after_unknown: { size: true, iops: true } }),
      address: 'module.disks.aws_ebs_volume.data',
      module_address: 'module.disks',
    };
    const resources = [{ address: 'aws_ebs_volume.data', expressions: { size: { references: ['var.size'] } } }];
    const configuration = { root_module: { module_calls: { disks: { module: { resources } } } } };
    const { after } = planDesigns({ plan: { ...plan(entry), configuration }, planned: designOf([]), deployed: null, simulated: null });
    expect(after.resources[0]).toMatchObject({ module: 'module.disks', unknown: ['size'], values: { size: '${unknown}' } });
  });

  it('finds nothing in what is no plan', () => {
    for (const bad of [
      null,
      'x',
      [],
      {},
      { resource_changes: 'x' },
      { resource_changes: [null, 1, {}, { change: 1 }, { change: { before: 1, after: [] } }] },
    ]) {
      const { before, after } = planDesigns({ plan: bad, planned: designOf([]), deployed: null, simulated: { catalog } });
      expect([...before.resources, ...after.resources]).toEqual([]);
    }
  });
});
