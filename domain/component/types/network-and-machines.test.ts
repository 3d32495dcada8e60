import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRegoPool, type RegoPool } from '#platform/rego/pool';
import { policySetId } from '#platform/rego/request';
import { loadCatalog } from '#workers/catalog-files';
import { emptyContent, type BlueprintContent, type CloudProvider, type ComponentSpec } from '../../blueprint/content';
import { evaluateDesign } from '../../blueprint/evaluate';
import { validate } from '../../blueprint/validate';
import { applyPlan } from '../../engine/apply-plan';
import { createMemoryCloud } from '../../engine/cloud';
import { planDesign } from '../../engine/plan-design';
import type { StateV4 } from '../../engine/state';
import type { JsonObject } from '../../json';
import { refusedBuiltins } from '../../policy/capabilities';
import { allFindingsQuery, readFindings } from '../../policy/entry';
import { designInput } from '../../policy/input';
import { libraryModules, policyLibrary } from '../../policy/library';
import { lowerDesign } from '../lower';
import { componentType } from '../registry';
import { unusableKey } from './azure-machine';

const catalog = loadCatalog();
const clouds: CloudProvider[] = ['AWS', 'AZURE', 'GCP'];

const component = (type: string, name: string, properties: JsonObject = {}): ComponentSpec => ({ name, type, provider: null, properties });

const net = component('network', 'net');
const guard = component('firewall', 'guard', {
  network_id: '${component.net.id}',
  ingress: [
    { description: 'From the network', port: 8080, cidrs: ['${component.net.cidr}'] },
    { protocol: 'udp', port: 5000, to_port: 5010, cidrs: ['10.1.0.0/16', '10.2.0.0/16'] },
    { protocol: 'icmp', cidrs: ['10.0.0.0/8'] },
    { protocol: 'tcp', cidrs: ['10.9.0.0/24'] },
  ],
});
const zone = component('dns-zone', 'zone', {
  domain: 'example.com',
  records: [
    { name: '@', type: 'TXT', values: ['v=spf1 -all'] },
    { name: 'old', type: 'CNAME', values: ['www.example.com'] },
    { name: 'one', type: 'A', ttl: 60, values: ['192.0.2.1', '192.0.2.2'] },
    { name: '*.six', type: 'AAAA', values: ['2001:db8::1'] },
  ],
});
const cert = component('certificate', 'cert', { domain: 'www.${component.zone.domain}', zone_id: '${component.zone.id}' });
const machines = {
  network_id: '${component.net.id}',
  subnet_ids: '${component.net.private_subnet_ids}',
  firewall_id: '${component.guard.id}',
};
const web = component('vm-group', 'web', { ...machines, port: 8080, startup_script: '#!/bin/sh\necho "$HOME"\n' });
const served = { zone_id: '${component.zone.id}', certificate_id: '${component.cert.id}' };
const balancer = component('load-balancer', 'lb', {
  ...served,
  network_id: '${component.net.id}',
  subnet_ids: '${component.net.public_subnet_ids}',
  domain: 'www.example.com',
  target: '${component.web.target}',
});
const wildcard = component('certificate', 'wildcard', {
  domain: 'example.com',
  alternative_names: ['*.example.com', 'example.org'],
  zone_id: '${component.zone.id}',
  for_cdn: true,
});

/** What is lowered together: every type, plain and with everything that changes which resources there are. */
const designs: Record<string, ComponentSpec[]> = {
  network: [net],
  'subnet-group': [net, component('subnet-group', 'data', { network_id: '${component.net.id}' })],
  firewall: [net, guard, component('firewall', 'closed', { network_id: '${component.net.id}', egress: [] })],
  vm: [
    net,
    guard,
    component('vm', 'one', {
      subnet_id: '${component.net.private_subnet_ids[0]}',
      firewall_id: '${component.guard.id}',
      image: 'ubuntu-22.04',
      startup_script: '#!/bin/sh\ntrue\n',
    }),
    component('vm', 'two', {
      subnet_id: '${element(component.net.private_subnet_ids, 1)}',
      firewall_id: '${component.guard.id}',
      zone: 2,
      size: '${local.size}',
      volume_ids: ['${local.volume}'],
    }),
  ],
  'vm-group': [net, guard, web, component('vm-group', 'workers', { ...machines, size: 'large' })],
  'dns-zone': [net, zone, component('dns-zone', 'inside', { domain: 'corp.internal', network_id: '${component.net.id}' })],
  certificate: [zone, cert, wildcard],
  'load-balancer': [net, guard, zone, cert, web, balancer],
  cdn: [
    zone,
    cert,
    component('cdn', 'edge', { ...served, origin: 'origin.example.net', domain: 'www.example.com' }),
    component('cdn', 'other', { certificate_id: '${component.cert.id}', origin: 'origin.example.net', domain: 'static.example.com' }),
  ],
  'names that no cloud takes as they are': [
    component('network', 'My_Very_Long_Name_Of_A_Network_With_Many_Words_In_It_1234567890'),
    component('firewall', '_', { network_id: '${component.My_Very_Long_Name_Of_A_Network_With_Many_Words_In_It_1234567890.id}' }),
  ],
};

const cases = clouds.flatMap((provider) => Object.keys(designs).map((name) => [provider, name] as const));
const designOf = (provider: CloudProvider, name: string): BlueprintContent => ({
  ...emptyContent(provider, 'us-east-1'),
  components: designs[name]!,
  locals: { size: 'large', volume: 'volume-1' },
});

describe.each(cases)('on %s, %s', (provider, name) => {
  const { content, findings } = lowerDesign(designOf(provider, name));

  it('is lowered to valid resources whose values evaluate', () => {
    expect(findings).toEqual([]);
    expect(validate(content, catalog)).toEqual([]);
    expect(evaluateDesign(content, catalog).diagnostics).toEqual([]);
  });

  it('is applied once and then plans nothing', async () => {
    const cloud = createMemoryCloud();
    const planned = async (priorState: StateV4 | null) => {
      const result = await planDesign({
        content,
        catalog,
        cloud,
        variables: {},
        priorState,
        mode: 'apply',
        lineage: 'lineage-1',
        now: '2026-01-01T00:00:00Z',
      });
      if (!result.ok) throw new Error(JSON.stringify(result.fault));
      return result.value;
    };
    const { state, outcome } = await applyPlan({ plan: await planned(null), catalog, cloud, onEvent: () => undefined });
    expect(outcome).toMatchObject({ status: 'SUCCEEDED', failures: [], skipped: [] });
    const again = (await planned(state)).json.resource_changes.filter(({ change }) => change.actions.join() !== 'no-op');
    expect(again.map(({ address, change }) => `${change.actions.join()} ${address}`)).toEqual([]);
  });
});

describe('the guardrails', () => {
  const library = { modules: libraryModules, deny: refusedBuiltins };
  const id = policySetId(library);
  let pool: RegoPool;
  beforeAll(async () => {
    pool = createRegoPool({ size: 1 });
    expect(await pool.load({ id, ...library })).toMatchObject({ ok: true });
  });
  afterAll(() => pool.close());

  // What stays is asked for: see the names.
  const accepted: Record<string, string[]> = {};

  it.each(cases)('find nothing on %s in %s', async (provider, name) => {
    const { content } = lowerDesign(designOf(provider, name));
    const input = designInput(evaluateDesign(content, catalog).design, {
      organization: 'o',
      project: null,
      environment: null,
      region: null,
      cost: { monthly: null, delta: null },
      actor: null,
      time: '2026-01-01T00:00:00Z',
    });
    const evaluated = await pool.evaluate({ id, query: allFindingsQuery, input, deadlineMs: 10_000 });
    const rules = policyLibrary.map(({ rule }) => rule);
    const { found, malformed } = readFindings(evaluated.ok ? (evaluated.bindings[0]?.['x'] ?? null) : null, rules);
    expect(malformed).toEqual([]);
    const denied = found
      .filter((one) => one.denied.length > 0)
      .map(({ rule, denied: all }) => `${rule} ${all.map(({ address }) => address).join()}`);
    expect(denied).toEqual(accepted[`${provider} ${name}`] ?? []);
  });
});

describe('a firewall', () => {
  it.each(clouds)('lets nothing in by default on %s', (provider) => {
    const { content } = lowerDesign({
      ...emptyContent(provider, 'us-east-1'),
      components: [net, component('firewall', 'closed', { network_id: '${component.net.id}' })],
    });
    const text = JSON.stringify(content.resources.filter(({ name }) => name.startsWith('closed')));
    expect(text).not.toMatch(/"INGRESS"|"ingress":\[\{/);
    expect(text).not.toMatch(/"direction":"Inbound","access":"Allow"(?!,"source_address_prefix":"AzureLoadBalancer")/);
  });

  it('must have its rules written out', () => {
    const { findings } = lowerDesign({
      ...emptyContent('AWS', 'us-east-1'),
      components: [net, component('firewall', 'open', { network_id: '${component.net.id}', ingress: '${var.rules}' })],
    });
    expect(findings).toMatchObject([{ rule: 'INVALID_VALUE', address: 'component.open', path: ['ingress'] }]);
  });
});

describe('machines on Azure', () => {
  it('get a public key that has no private one: the digest of a sentence', () => {
    const blob = Buffer.from(unusableKey.split(' ')[1]!, 'base64');
    expect(blob.subarray(4, 15).toString()).toBe('ssh-ed25519');
    expect(blob.subarray(-32)).toEqual(createHash('sha256').update('Nobody holds the private key of this public key. (1)').digest());
  });
});

describe.each(Object.keys(designs).filter((name) => componentType(name)))('the type %s', (name) => {
  it('has the same outputs on every cloud, all of them described', () => {
    const type = componentType(name)!;
    const { properties } = designs[name]!.find((one) => one.type === name)!;
    const { content } = lowerDesign({
      ...emptyContent('AWS', 'us-east-1'),
      components: designs[name]!,
    });
    expect(content.components).toEqual([]);
    for (const provider of clouds) {
      const lowered = type.lower[provider]({
        name: 'x',
        properties: { ...withNulls(type.properties.properties), ...properties },
        region: 'eu-west-1',
      });
      expect(Object.keys(lowered.outputs).sort()).toEqual(Object.keys(type.outputs).sort());
    }
  });
});

const withNulls = (properties: Record<string, { default?: unknown }>): JsonObject =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, (schema.default ?? null) as JsonObject[string]]));
