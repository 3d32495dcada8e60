import { describe, expect, it } from '@jest/globals';
import { loadCatalog } from '#workers/catalog-files';
import { emptyContent, type BlueprintContent, type ResourceSpec } from '../blueprint/content';
import type { ApplyEvent } from './apply-events';
import { applyPlan } from './apply-plan';
import { CloudError, createMemoryCloud, type Cloud, type CloudApi } from './cloud';
import { maskedPlan } from './masked-plan';
import type { Plan, PlanMode } from './plan';
import { planDesign } from './plan-design';
import { summarisePlan } from './plan-summary';
import { parseState, resourceCount, stateText, visibleOutputs, type StateV4 } from './state';

const catalog = loadCatalog();

const resource = (address: string, attributes: ResourceSpec['attributes'], meta: Partial<ResourceSpec> = {}): ResourceSpec => {
  const [type = '', name = ''] = address.split('.');
  return { type, name, attributes, count: null, forEach: null, dependsOn: [], lifecycle: null, providerAlias: null, ...meta };
};

const design = (resources: ResourceSpec[], rest: Partial<BlueprintContent> = {}): BlueprintContent => ({
  ...emptyContent('AWS', 'eu-west-1'),
  resources,
  ...rest,
});
const vpc = (cidr = '10.0.0.0/16', meta: Partial<ResourceSpec> = {}) =>
  resource('aws_vpc.main', { cidr_block: cidr, tags: { Name: 'main' } }, meta);
const subnet = resource('aws_subnet.a', { vpc_id: '${aws_vpc.main.id}', cidr_block: '10.0.1.0/24' });

/** One environment: a cloud, and the state after each apply. */
function environment(wrap: (cloud: CloudApi) => CloudApi = (cloud) => cloud) {
  const objects: Cloud = new Map();
  const cloud = wrap(createMemoryCloud(objects));
  let state: StateV4 | null = null;
  const plan = (content: BlueprintContent, mode: PlanMode = 'apply', variables = {}) =>
    planDesign({ content, catalog, cloud, variables, priorState: state, mode, lineage: 'lineage-1', now: '2026-01-01T00:00:00Z' });
  const planned = async (content: BlueprintContent, mode: PlanMode = 'apply', variables = {}): Promise<Plan> => {
    const result = await plan(content, mode, variables);
    if (!result.ok) throw new Error(JSON.stringify(result.fault));
    return JSON.parse(JSON.stringify(result.value)) as Plan;
  };
  const apply = async (content: BlueprintContent, mode: PlanMode = 'apply', signal?: AbortSignal, variables = {}) => {
    const events: ApplyEvent[] = [];
    const result = await applyPlan({
      plan: await planned(content, mode, variables),
      catalog,
      cloud,
      onEvent: (event) => events.push(event),
      signal,
    });
    state = result.state;
    return { ...result, events };
  };
  return { objects, plan, planned, apply, state: () => state! };
}

const actionsOf = (plan: Plan) => Object.fromEntries(plan.json.resource_changes.map(({ address, change }) => [address, change.actions]));
const attributesIn = (state: StateV4, type: string) => state.resources.find((item) => item.type === type)!.instances[0]!.attributes;

describe('planDesign and applyPlan', () => {
  it('creates in dependency order, with computed values unknown in the plan and real afterwards', async () => {
    const { planned, apply, objects } = environment();
    const content = design([subnet, vpc()], {
      outputs: [{ name: 'vpc', value: '${aws_vpc.main.id}', description: null, sensitive: false }],
    });
    const { json } = await planned(content);
    expect(json.resource_changes.map(({ address }) => address)).toEqual(['aws_vpc.main', 'aws_subnet.a']);
    expect(json.resource_changes[1]!.change).toMatchObject({
      actions: ['create'],
      before: null,
      after: { cidr_block: '10.0.1.0/24' },
      after_unknown: { vpc_id: true, id: true },
    });
    expect(json.output_changes.vpc).toMatchObject({ actions: ['create'], after_unknown: true });
    const { state, outcome, events } = await apply(content);
    expect(outcome).toMatchObject({ status: 'SUCCEEDED', added: 2, changed: 0, destroyed: 0, failures: [], skipped: [] });
    const id = attributesIn(state, 'aws_vpc').id;
    expect(id).toMatch(/^vpc-[0-9a-f]{17}$/);
    expect(attributesIn(state, 'aws_subnet').vpc_id).toBe(id);
    expect(state).toMatchObject({ version: 4, serial: 1, lineage: 'lineage-1', outputs: { vpc: { value: id, type: 'string' } } });
    expect(state.resources.find(({ type }) => type === 'aws_subnet')!.instances[0]!.dependencies).toEqual(['aws_vpc.main']);
    expect(events.map(({ type, hook }) => `${type} ${hook.resource.addr}`)).toEqual([
      'apply_start aws_vpc.main',
      'apply_complete aws_vpc.main',
      'apply_start aws_subnet.a',
      'apply_complete aws_subnet.a',
    ]);
    expect(objects.size).toBe(2);
  });

  it('plans nothing when nothing has changed', async () => {
    const { planned, apply } = environment();
    await apply(design([vpc(), subnet]));
    const again = await planned(design([vpc(), subnet]));
    expect(actionsOf(again)).toEqual({ 'aws_vpc.main': ['no-op'], 'aws_subnet.a': ['no-op'] });
    expect(again.json.resource_drift).toEqual([]);
  });

  it('leaves alone what is unknown although nothing behind it changes', async () => {
    const { planned, apply } = environment();
    const content = design([
      resource('aws_s3_object.o', { bucket: 'b', key: 'k', content: '${file("x")}', tags: { hash: '${filemd5("x")}' } }),
    ]);
    await apply(content);
    expect(actionsOf(await planned(content))).toEqual({ 'aws_s3_object.o': ['no-op'] });
  });

  it('updates in place, and replaces with everything that depends on it when the attribute cannot change', async () => {
    const { planned, apply, state } = environment();
    const first = await apply(design([vpc(), subnet]));
    const updated = resource('aws_vpc.main', { cidr_block: '10.0.0.0/16', tags: { Name: 'other' } });
    const update = await planned(design([updated, subnet]));
    expect(summarisePlan(update.json, catalog)).toMatchObject({ add: 0, change: 1, destroy: 0, replace: 0 });
    expect(summarisePlan(update.json, catalog).changes[0]).toMatchObject({
      address: 'aws_vpc.main',
      actions: ['update'],
      attributes: [{ path: 'tags.Name', before: 'main', after: 'other', sensitive: false }],
    });
    const { outcome, events } = await apply(design([vpc('10.1.0.0/16'), subnet]));
    expect(events.filter(({ type }) => type === 'apply_complete').map(({ hook }) => `${hook.action} ${hook.resource.addr}`)).toEqual([
      'delete aws_subnet.a',
      'delete aws_vpc.main',
      'create aws_vpc.main',
      'create aws_subnet.a',
    ]);
    expect(outcome).toMatchObject({ added: 2, destroyed: 2 });
    expect(attributesIn(state(), 'aws_vpc').id).not.toBe(attributesIn(first.state, 'aws_vpc').id);
    expect(attributesIn(state(), 'aws_subnet').vpc_id).toBe(attributesIn(state(), 'aws_vpc').id);
  });

  it('destroys what the design no longer holds, and everything on destroy, dependents first', async () => {
    const { planned, apply, objects } = environment();
    await apply(design([vpc(), subnet]));
    expect(actionsOf(await planned(design([vpc()])))).toEqual({ 'aws_vpc.main': ['no-op'], 'aws_subnet.a': ['delete'] });
    const { state, events } = await apply(design([vpc(), subnet]), 'destroy');
    expect(events.filter(({ type }) => type === 'apply_complete').map(({ hook }) => hook.resource.addr)).toEqual([
      'aws_subnet.a',
      'aws_vpc.main',
    ]);
    expect([resourceCount(state), objects.size, state.serial]).toEqual([0, 0, 2]);
  });

  it('keeps what was made when one resource fails, leaves its dependents alone and finishes the rest', async () => {
    let refuses = true;
    const { apply, state } = environment((cloud) => ({
      ...cloud,
      create: (type, id, attributes) => {
        if (refuses && type === 'aws_vpc') throw new CloudError('REFUSED', 'VpcLimitExceeded');
        return cloud.create(type, id, attributes);
      },
    }));
    const content = design([vpc(), subnet, resource('aws_s3_bucket.b', { bucket: 'b' })]);
    const { outcome, events } = await apply(content);
    expect(outcome).toMatchObject({
      status: 'FAILED',
      added: 1,
      failures: [{ address: 'aws_vpc.main', code: 'REFUSED', message: 'VpcLimitExceeded' }],
      skipped: ['aws_subnet.a'],
    });
    expect(events.some(({ type, hook }) => type === 'apply_errored' && hook.resource.addr === 'aws_vpc.main')).toBe(true);
    expect(state().resources.map(({ type }) => type)).toEqual(['aws_s3_bucket']);
    refuses = false;
    expect((await apply(content)).outcome).toMatchObject({ status: 'SUCCEEDED', added: 2 });
    expect(resourceCount(state())).toBe(3);
  });

  it('tells nothing of an unexpected error to people', async () => {
    const { apply } = environment((cloud) => ({ ...cloud, create: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.5:5432')) }));
    expect((await apply(design([vpc()]))).outcome.failures).toMatchObject([
      { code: 'CLOUD_UNAVAILABLE', message: 'The cloud did not answer as expected.' },
    ]);
  });

  it('stops between two resources when it is aborted', async () => {
    const controller = new AbortController();
    const { apply, state } = environment((cloud) => ({
      ...cloud,
      create: (type, id, attributes) => {
        controller.abort();
        return cloud.create(type, id, attributes);
      },
    }));
    const { outcome } = await apply(design([vpc(), subnet]), 'apply', controller.signal);
    expect(outcome).toMatchObject({ status: 'ABORTED', added: 1, skipped: ['aws_subnet.a'] });
    expect(resourceCount(state())).toBe(1);
  });

  it('creates first where the lifecycle says so', async () => {
    const { apply, planned, state } = environment();
    const group = (description: string) =>
      resource('aws_security_group.g', { name_prefix: 'g', description }, { lifecycle: { create_before_destroy: true } });
    await apply(design([group('a')]));
    expect(actionsOf(await planned(design([group('b')])))).toEqual({ 'aws_security_group.g': ['create', 'delete'] });
    const { events, outcome } = await apply(design([group('b')]));
    expect(events.filter(({ type }) => type === 'apply_complete').map(({ hook }) => hook.action)).toEqual(['create', 'delete']);
    expect(outcome).toMatchObject({ added: 1, destroyed: 1 });
    expect(attributesIn(state(), 'aws_security_group').description).toBe('b');
  });

  it('keeps a replaced object that could not be destroyed, and destroys it next time', async () => {
    let refuses = true;
    const { apply, planned, objects } = environment((cloud) => ({
      ...cloud,
      delete: (type, id) => {
        if (refuses) throw new CloudError('REFUSED', 'in use');
        return cloud.delete(type, id);
      },
    }));
    const group = (description: string) =>
      resource('aws_security_group.g', { name_prefix: 'g', description }, { lifecycle: { create_before_destroy: true } });
    await apply(design([group('a')]));
    expect((await apply(design([group('b')]))).outcome.status).toBe('FAILED');
    expect(objects.size).toBe(2);
    refuses = false;
    expect((await planned(design([group('b')]))).json.resource_changes).toMatchObject([
      { change: { actions: ['no-op'] } },
      { deposed: '00000001', change: { actions: ['delete'] } },
    ]);
    await apply(design([group('b')]));
    expect(objects.size).toBe(1);
  });

  it('respects prevent_destroy, ignore_changes and replace_triggered_by', async () => {
    const { apply, plan, planned } = environment();
    await apply(design([vpc(), resource('aws_eip.e', { tags: { v: '1' } })]));
    const prevented = await plan(design([vpc('10.9.0.0/16', { lifecycle: { prevent_destroy: true } })]));
    expect(prevented).toMatchObject({ ok: false, fault: { code: 'PREVENT_DESTROY', diagnostics: [{ address: 'aws_vpc.main' }] } });
    const ignored = design([
      vpc('10.9.0.0/16', { lifecycle: { ignore_changes: ['cidr_block'] } }),
      resource('aws_eip.e', { tags: { v: '2' } }, { lifecycle: { ignore_changes: ['tags["v"]'] } }),
    ]);
    expect(actionsOf(await planned(ignored))).toEqual({ 'aws_vpc.main': ['no-op'], 'aws_eip.e': ['no-op'] });
    const triggered = design([
      vpc('10.8.0.0/16'),
      resource('aws_eip.e', { tags: { v: '1' } }, { lifecycle: { replace_triggered_by: ['aws_vpc.main.cidr_block'] } }),
    ]);
    expect(actionsOf(await planned(triggered))['aws_eip.e']).toEqual(['delete', 'create']);
  });

  it('refuses unset variables and designs that do not evaluate, by code', async () => {
    const { plan } = environment();
    const variables = [{ name: 'cidr', type: 'string', description: null, sensitive: false }];
    expect(await plan(design([vpc('${var.cidr}')], { variables }))).toMatchObject({ ok: false, fault: { code: 'UNSET_VARIABLE' } });
    expect(await plan(design([vpc('${upper(}')]))).toMatchObject({
      ok: false,
      fault: { code: 'INVALID_DESIGN', diagnostics: [{ address: 'aws_vpc.main', path: ['cidr_block'] }] },
    });
    expect(await plan(design([vpc(), resource('aws_eip.e', {}, { count: '${length(aws_vpc.main.id)}' })]))).toMatchObject({
      ok: false,
      fault: { code: 'INVALID_DESIGN' },
    });
  });

  it('marks sensitive values in plan and state and hides them in the summary', async () => {
    const { planned, apply, state } = environment();
    const variables = [{ name: 'secret', type: 'string', description: null, sensitive: true }];
    const content = design(
      [resource('aws_db_instance.d', { identifier: 'd', instance_class: 'db.t3.micro', password: 'hunter2', username: '${local.u}' })],
      {
        variables,
        locals: { u: '${var.secret}' },
        outputs: [{ name: 'p', value: '${var.secret}', description: null, sensitive: true }],
      },
    );
    const plan = await planned(content, 'apply', { secret: 'swordfish' });
    expect(plan.json.resource_changes[0]!.change.after_sensitive).toMatchObject({ password: true, username: true });
    expect(JSON.stringify(summarisePlan(plan.json, catalog))).not.toMatch(/hunter2|swordfish/);
    await apply(content, 'apply', undefined, { secret: 'swordfish' });
    expect(JSON.stringify(state().resources[0]!.instances[0]!.sensitive_attributes)).toContain('username');
    expect(visibleOutputs(state())).toEqual({ p: null });
  });

  it('hides copies of sensitive values that providers make, in everything that is kept in clear', async () => {
    const { planned, apply } = environment();
    const variables = [{ name: 'secret', type: 'string', description: null, sensitive: true }];
    const content = design([resource('aws_sqs_queue.q', { name: 'q-${var.secret}', tags: { note: 'x-${var.secret}' } })], { variables });
    await apply(content, 'apply', undefined, { secret: 'swordfish' });
    for (const mode of ['apply', 'destroy'] as const) {
      const plan = await planned(content, mode, { secret: 'swordfish' });
      expect(JSON.stringify(plan.json)).toContain('swordfish');
      expect(JSON.stringify(maskedPlan(plan.json))).not.toContain('swordfish');
      expect(JSON.stringify(summarisePlan(plan.json, catalog))).not.toContain('swordfish');
    }
  });

  it('sees drift, records it in a refresh-only apply, and repairs it in an ordinary one', async () => {
    const { planned, apply, objects, state } = environment();
    await apply(design([vpc(), subnet]));
    const [key, object] = [...objects].find(([, { type }]) => type === 'aws_vpc')!;
    objects.set(key, { ...object, attributes: { ...object.attributes, enable_dns_support: false, tags: { Name: 'tampered' } } });
    objects.delete([...objects.keys()].find((name) => name.startsWith('aws_subnet/'))!);
    const scan = await planned(design([vpc(), subnet]), 'refresh-only');
    expect(scan.json.resource_changes).toEqual([]);
    expect(scan.json.resource_drift.map(({ address, change }) => [address, change.actions])).toEqual([
      ['aws_subnet.a', ['delete']],
      ['aws_vpc.main', ['update']],
    ]);
    expect(actionsOf(await planned(design([vpc(), subnet])))).toEqual({ 'aws_vpc.main': ['update'], 'aws_subnet.a': ['create'] });
    await apply(design([vpc(), subnet]), 'refresh-only');
    expect(resourceCount(state())).toBe(1);
    await apply(design([vpc(), subnet]));
    expect(actionsOf(await planned(design([vpc(), subnet])))).toEqual({ 'aws_vpc.main': ['no-op'], 'aws_subnet.a': ['no-op'] });
    expect(attributesIn(state(), 'aws_vpc').tags).toEqual({ Name: 'main' });
  });

  it('expands count and for_each with their keys in addresses and state', async () => {
    const { apply, planned } = environment();
    const content = (count: number) =>
      design([
        resource('aws_eip.c', {}, { count }),
        resource('aws_s3_bucket.f', { bucket: '${each.key}' }, { forEach: '${toset(["x"])}' }),
      ]);
    const { state } = await apply(content(2));
    expect(state.resources.map(({ each, instances }) => [each, instances.map(({ index_key }) => index_key)])).toEqual([
      ['list', [0, 1]],
      ['map', ['x']],
    ]);
    expect(actionsOf(await planned(content(1)))).toEqual({
      'aws_eip.c[0]': ['no-op'],
      'aws_eip.c[1]': ['delete'],
      'aws_s3_bucket.f["x"]': ['no-op'],
    });
  });
});

describe('parseState', () => {
  it('reads what it wrote', async () => {
    const { apply } = environment();
    const { state } = await apply(design([vpc(), subnet]));
    expect(parseState(stateText(state))).toEqual({ ok: true, value: state });
  });

  it.each([
    '',
    '[]',
    '{}',
    '{"version":3,"lineage":"a"}',
    '{"version":4}',
    '{"version":4,"lineage":"a","serial":-1}',
    '{"version":4,"lineage":"a","resources":7}',
  ])('refuses %s', (text) => {
    expect(parseState(text)).toMatchObject({ ok: false, fault: { code: 'INVALID_STATE' } });
  });

  it('passes over what it does not know', () => {
    const text = JSON.stringify({
      version: 4,
      lineage: 'a',
      check_results: null,
      resources: [null, { type: 'aws_vpc', name: 'x', instances: [{ attributes: null }, 3] }],
    });
    expect(parseState(text)).toMatchObject({
      ok: true,
      value: { serial: 0, resources: [{ mode: 'managed', instances: [{ attributes: {} }] }] },
    });
  });
});
