import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadCatalog } from '#workers/catalog-files';
import { emptyContent, type BlueprintContent, type CloudProvider, type ComponentSpec } from '../../blueprint/content';
import { evaluateDesign } from '../../blueprint/evaluate';
import { validate } from '../../blueprint/validate';
import type { JsonObject } from '../../json';
import { appliedTwice, openGuardrails, type Guardrails } from '../design-trial.fixture';
import { lowerDesign } from '../lower';
import { componentType } from '../registry';
import { component } from '../template';
import { grantedAccess } from './access-grants';
import { watchedMetrics } from './alarm-metrics';

const catalog = loadCatalog();
const clouds: CloudProvider[] = ['AWS', 'AZURE', 'GCP'];

const key = component('encryption-key', 'key', { allowed_ip_ranges: ['203.0.113.7'] });
const encrypted = { encryption_key_id: '${component.key.id}' };
const targets: Record<string, ComponentSpec> = {
  'event-stream': component('event-stream', 'clicks'),
  'key-value-table': component('key-value-table', 'orders', { partition_key: 'id' }),
  'object-store': component('object-store', 'files'),
  queue: component('queue', 'jobs'),
  secret: component('secret', 'token'),
  topic: component('topic', 'news'),
};
const target = (type: string) => targets[type] ?? component(type, 'target');
const grants = Object.keys(grantedAccess).map((kind) => ({
  kind,
  access: 'read-write',
  target_id: `\${component.${target(kind).name}.id}`,
}));
const watching = (watch: string, more: JsonObject = {}) =>
  component('alarm', watch.replaceAll('-', '_'), {
    watch,
    target_id: '${component.jobs.id}',
    target_name: '${component.jobs.name}',
    ...more,
  });

/** What is lowered together: every type, plain and with everything that changes which resources there are. */
const designs: Record<string, ComponentSpec[]> = {
  'encryption-key': [key],
  queue: [
    key,
    component('queue', 'plain'),
    component('queue', 'in_order', { ordered: true, ...encrypted }),
    component('topic', 'news'),
    component('queue', 'fed', { topic_id: '${component.news.id}', max_deliveries: 9 }),
    component('queue', 'variable', { ordered: '${var.ordered}', retention_days: '${var.days}', visibility_timeout_seconds: '${var.days}' }),
  ],
  topic: [
    key,
    component('topic', 'plain'),
    component('topic', 'in_order', { ordered: true, ...encrypted }),
    component('topic', 'alarms', { service_publishers: true }),
    component('topic', 'alarms_of_key', { service_publishers: true, ...encrypted }),
  ],
  'event-stream': [
    key,
    component('event-stream', 'plain'),
    component('event-stream', 'own', { ...encrypted, partitions: 4, retention_days: '${var.days}' }),
  ],
  secret: [key, component('secret', 'empty'), component('secret', 'filled', { value: '${var.token}', value_version: 2, ...encrypted })],
  'log-store': [key, component('log-store', 'plain'), component('log-store', 'own', { retention_days: 30, ...encrypted })],
  alarm: [
    targets['queue']!,
    ...Object.keys(watchedMetrics).map((watch) => watching(watch)),
    component('alarm', 'told', {
      ...watching('vm-cpu').properties,
      threshold: '${var.days}',
      severity: '${var.severity}',
      window_minutes: 15,
      notify_emails: ['a@example.com', 'b@example.com'],
    }),
  ],
  'identity-role': [
    ...Object.keys(grantedAccess).map(target),
    component('identity-role', 'worker', { grants }),
    component('identity-role', 'machine', { used_by: 'vm' }),
    component('identity-role', 'more', { identity: '${component.worker.identity}', grants }),
    component('identity-role', 'most', { identity: '${component.more.identity}', grants: grants.slice(0, 1) }),
  ],
  'names that no cloud takes as they are': [
    component('secret', 'My__Very_Long_Name_With_Many_Words_In_It_1234567890_1234567890'),
    component('identity-role', 'My__Very_Long_Name_With_Many_Words_In_It_1234567890_123456789'),
    component('queue', '_'),
  ],
};

const variables = { ordered: true, days: 3, token: 'the-value', severity: 'critical' };
const designOf = (provider: CloudProvider, name: string): BlueprintContent => ({
  ...emptyContent(provider, 'us-east-1'),
  components: designs[name]!,
  variables: [
    { name: 'ordered', type: 'bool', description: null, sensitive: false },
    { name: 'days', type: 'number', description: null, sensitive: false },
    { name: 'token', type: 'string', description: null, sensitive: true },
    { name: 'severity', type: 'string', description: null, sensitive: false },
  ],
});
const cases = clouds.flatMap((provider) => Object.keys(designs).map((name) => [provider, name] as const));

describe.each(cases)('on %s, %s', (provider, name) => {
  const { content, findings } = lowerDesign(designOf(provider, name));

  it('is lowered to valid resources whose values evaluate', () => {
    expect(findings).toEqual([]);
    expect(validate(content, catalog)).toEqual([]);
    expect(evaluateDesign(content, catalog, { variables }).diagnostics).toEqual([]);
  });

  it('is applied once and then plans nothing', async () => {
    expect(await appliedTwice(content, catalog, variables)).toMatchObject({ failures: [], changesAfterwards: [] });
  });
});

describe('the guardrails', () => {
  let guardrails: Guardrails;
  beforeAll(async () => {
    guardrails = await openGuardrails();
  });
  afterAll(() => guardrails.close());

  it.each(cases)('find nothing on %s in %s', async (provider, name) => {
    expect(await guardrails.denials(lowerDesign(designOf(provider, name)).content, catalog)).toEqual([]);
  });
});

describe('a secret', () => {
  it('takes no value that is written in the design', () => {
    const { findings } = lowerDesign({
      ...emptyContent('AWS', 'us-east-1'),
      components: [component('secret', 'token', { value: 'hunter2' })],
    });
    expect(findings).toMatchObject([{ rule: 'INVALID_VALUE', path: ['value'] }]);
  });

  it.each(clouds)('leaves no trace of its value in the plan or the state on %s', async (provider) => {
    const { content } = lowerDesign(designOf(provider, 'secret'));
    const { design } = evaluateDesign(content, catalog, { variables });
    const kept = design.resources.map(({ values }) =>
      JSON.stringify(Object.entries(values).filter(([attribute]) => !attribute.endsWith('_wo'))),
    );
    expect(kept.join()).not.toContain(variables.token);
  });
});

describe('grants', () => {
  it('name no action and no resource of all on AWS', () => {
    const { content } = lowerDesign(designOf('AWS', 'identity-role'));
    const policies = content.resources.filter(({ type }) => type === 'aws_iam_role_policy').map(({ attributes }) => attributes['policy']);
    expect(policies.length).toBeGreaterThan(2);
    expect(policies.join()).not.toMatch(/"\*"|:\*"/);
  });

  it('to an identity that comes back to itself are reported, not followed for ever', () => {
    const { findings } = lowerDesign({
      ...emptyContent('GCP', 'us-central1'),
      components: [
        targets['topic']!,
        component('identity-role', 'a', {
          identity: '${component.b.identity}',
          grants: [{ kind: 'topic', access: 'read', target_id: '${component.news.id}' }],
        }),
        component('identity-role', 'b', { identity: '${component.a.identity}' }),
      ],
    });
    expect(findings).toMatchObject([{ rule: 'DANGLING_REFERENCE', address: 'component.a' }]);
  });

  it('must be written out', () => {
    const { findings } = lowerDesign({
      ...emptyContent('AWS', 'us-east-1'),
      components: [component('identity-role', 'x', { grants: '${var.grants}' })],
    });
    expect(findings).toMatchObject([{ rule: 'INVALID_VALUE', address: 'component.x', path: ['grants'] }]);
  });
});

describe.each(Object.keys(designs).filter((name) => componentType(name)))('the type %s', (name) => {
  it('has the same outputs on every cloud, all of them described', () => {
    const type = componentType(name)!;
    const probe: BlueprintContent['outputs'] = Object.keys(type.outputs).map((output) => ({
      name: output,
      value: `\${component.${designs[name]!.find((one) => one.type === name)!.name}.${output}}`,
      description: null,
      sensitive: false,
    }));
    for (const provider of clouds) {
      const { content, findings } = lowerDesign({ ...designOf(provider, name), outputs: probe });
      expect(findings).toEqual([]);
      expect(validate(content, catalog)).toEqual([]);
      const { properties } = designs[name]!.find((one) => one.type === name)!;
      const defaults = Object.entries(type.properties.properties).map(([property, schema]) => [property, schema.default ?? null]);
      const lowered = type.lower[provider]({ name: 'x', properties: { ...Object.fromEntries(defaults), ...properties }, region: 'x' });
      expect(Object.keys(lowered.outputs).sort()).toEqual(Object.keys(type.outputs).sort());
    }
  });
});
