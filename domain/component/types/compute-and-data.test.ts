import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRegoPool, type RegoPool } from '#platform/rego/pool';
import { policySetId } from '#platform/rego/request';
import { loadCatalog } from '#workers/catalog-files';
import { emptyContent, type BlueprintContent, type CloudProvider, type ComponentSpec } from '../../blueprint/content';
import { evaluateDesign } from '../../blueprint/evaluate';
import { generateTerraform } from '../../blueprint/terraform-files';
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

const catalog = loadCatalog();
const clouds: CloudProvider[] = ['AWS', 'AZURE', 'GCP'];

const component = (type: string, name: string, properties: JsonObject = {}): ComponentSpec => ({ name, type, provider: null, properties });

const net = component('network', 'net');
const place = { network_id: '${component.net.id}', subnet_ids: '${component.net.private_subnet_ids}' };
const store = component('object-store', 'code', place);
const code = { store_id: '${component.code.id}', store_name: '${component.code.name}', store_endpoint: '${component.code.endpoint}' };

/** What is lowered together: every type, plain and with everything that changes which resources there are. */
const designs: Record<string, ComponentSpec[]> = {
  'object-store': [
    component('object-store', 'alone'),
    component('object-store', 'bare', { access_logs: false, versioning: false }),
    net,
    store,
  ],
  'key-value-table': [
    net,
    component('key-value-table', 'plain'),
    component('key-value-table', 'full', { ...place, partition_key: 'owner', sort_key: 'made', expiry: true, deletion_protection: false }),
  ],
  'block-volume': [component('block-volume', 'disk'), component('block-volume', 'fast', { performance: 'high', zone: 3, backup_days: 0 })],
  'file-share': [
    net,
    component('file-share', 'files', place),
    component('file-share', 'more', { ...place, highly_available: true, size_gb: 2000 }),
  ],
  cache: [net, component('cache', 'one', place), component('cache', 'two', { ...place, size: 'large', highly_available: true })],
  'relational-database': [
    net,
    component('relational-database', 'db', place),
    component('relational-database', 'orders', { ...place, engine: 'mysql', size: 'medium', highly_available: true }),
    component('relational-database', 'old', { ...place, engine: 'postgres', version: '15', highly_available: true, storage_gb: 600 }),
  ],
  function: [
    net,
    store,
    component('function', 'job', { ...place, code }),
    component('function', 'other', {
      ...place,
      code,
      runtime: 'python3.12',
      size: 'large',
      environment: { BUCKET: '${component.code.name}' },
    }),
  ],
  'container-service': [
    net,
    component('container-service', 'web', { ...place, image: 'registry.example.com/web:1.0' }),
    component('container-service', 'api', {
      ...place,
      image: 'registry.example.com/api:1.0',
      size: 'large',
      highly_available: true,
      environment: { WEB: '${component.web.endpoint}' },
    }),
  ],
  'kubernetes-cluster': [net, component('kubernetes-cluster', 'k8s', { ...place, version: '1.34', node_size: 'medium' })],
  'names that no cloud takes as they are': [
    component('network', 'net'),
    ...['object-store', 'cache', 'relational-database', 'file-share', 'key-value-table', 'kubernetes-cluster'].map((type, index) =>
      component(type, `My_Very_Long_Name_Of_A_Component_With_Many_Words_In_It_${index}`, place),
    ),
    component('container-service', '_', { ...place, image: 'x' }),
  ],
};

const cases = clouds.flatMap((provider) => Object.keys(designs).map((name) => [provider, name] as const));

/** The design as it is drawn on AWS, with nothing changed but the provider, and an output for each of the components'. */
function designOf(provider: CloudProvider, name: string, region = 'us-east-1'): BlueprintContent {
  const components = designs[name]!;
  return {
    ...emptyContent(provider, region),
    components,
    outputs: components.flatMap((one) =>
      Object.keys(componentType(one.type)!.outputs).map((output) => ({
        name: `${one.name}_${output}`,
        value: `\${component.${one.name}.${output}}`,
        description: null,
        sensitive: false,
      })),
    ),
  };
}

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

describe('the types for computing and data', () => {
  it.each(['object-store', 'block-volume', 'cache', 'relational-database'])('%s stays valid where a region has no zones', (name) => {
    const { content, findings } = lowerDesign(designOf('AZURE', name, 'westus'));
    expect(findings).toEqual([]);
    expect(validate(content, catalog)).toEqual([]);
    expect(JSON.stringify(content.resources)).not.toMatch(/ZRS|ZoneRedundant|"zone":/);
  });

  it.each<[string, JsonObject, string]>([
    ['relational-database', { ...place, engine: 'mysql', version: '17' }, 'version'],
    ['container-service', { ...place, image: 'x', min_instances: 4 }, 'max_instances'],
    ['kubernetes-cluster', { ...place, min_nodes: 9 }, 'max_nodes'],
    ['object-store', { subnet_ids: ['a'] }, 'network_id'],
    ['key-value-table', { sort_key: 'id' }, 'sort_key'],
    ['function', { ...place, code, environment: '${var.all}' }, 'environment'],
    ['relational-database', { ...place, engine: '${var.engine}' }, 'engine'],
  ])('%s refuses %j', (type, properties, path) => {
    const { findings } = lowerDesign({ ...emptyContent('AWS', 'us-east-1'), components: [net, component(type, 'one', properties)] });
    expect(findings.map((one) => [one.rule, one.address, one.path?.at(-1)])).toEqual([['INVALID_VALUE', 'component.one', path]]);
  });

  it('takes expressions wherever the resources do not depend on them', () => {
    const components = [
      net,
      component('cache', 'cache', { ...place, size: '${var.size}', highly_available: '${var.safe}' }),
      component('relational-database', 'db', { ...place, size: '${var.size}', deletion_protection: '${var.safe}' }),
      component('block-volume', 'disk', { size_gb: '${var.gigabytes}' }),
      component('file-share', 'files', { ...place, size_gb: '${var.gigabytes}' }),
      component('object-store', 'store', { versioning: '${var.safe}' }),
      component('key-value-table', 'table', { deletion_protection: '${var.safe}' }),
      component('container-service', 'web', { ...place, image: '${var.size}', size: '${var.size}', port: '${var.gigabytes}' }),
      component('kubernetes-cluster', 'k8s', { ...place, node_size: '${var.size}', min_nodes: '${var.gigabytes}' }),
    ];
    const variable = (name: string, type: string, value: string | number | boolean) => ({
      name,
      type,
      default: value,
      description: null,
      sensitive: false,
    });
    const variables = [variable('size', 'string', 'large'), variable('safe', 'bool', false), variable('gigabytes', 'number', 50)];
    for (const provider of clouds) {
      const { content, findings } = lowerDesign({ ...emptyContent(provider, 'us-east-1'), components, variables });
      expect(findings).toEqual([]);
      expect(validate(content, catalog)).toEqual([]);
      expect(evaluateDesign(content, catalog).diagnostics).toEqual([]);
    }
  });

  it('shares between components what a cloud has one of in a network', () => {
    const count = (provider: CloudProvider, name: string, type: string) =>
      lowerDesign(designOf(provider, name)).content.resources.filter((one) => one.type === type).length;
    expect(count('GCP', 'relational-database', 'google_service_networking_connection')).toBe(1);
    expect(count('GCP', 'cache', 'google_network_connectivity_service_connection_policy')).toBe(1);
    expect(count('AZURE', 'file-share', 'azurerm_private_dns_zone')).toBe(1);
    expect(count('AZURE', 'file-share', 'azurerm_private_dns_zone_virtual_network_link')).toBe(1);
  });

  it('tells the provider of Azure that it does not reach the data of closed accounts, unless the design says otherwise', () => {
    const closed = { features: [{ storage: [{ data_plane_available: false }] }] };
    const own = { features: [{}], subscription_id: 'mine' };
    const design = { ...designOf('AZURE', 'file-share'), providerConfigurations: [{ name: 'azurerm', alias: null, attributes: own }] };
    expect(lowerDesign(designOf('AZURE', 'file-share')).content.providerConfigurations).toEqual([
      { name: 'azurerm', alias: null, attributes: closed },
    ]);
    expect(lowerDesign(design).content.providerConfigurations).toEqual(design.providerConfigurations);
    expect(lowerDesign(designOf('AWS', 'file-share')).content.providerConfigurations).toEqual([]);
  });

  it('is written as Terraform without a warning', () => {
    for (const provider of clouds)
      for (const name of Object.keys(designs)) {
        const { warnings } = generateTerraform(lowerDesign(designOf(provider, name)).content, catalog);
        expect(warnings).toEqual([]);
      }
  });

  it('holds no password', () => {
    for (const provider of clouds)
      for (const name of Object.keys(designs))
        for (const { type, attributes } of lowerDesign(designOf(provider, name)).content.resources)
          expect([
            type,
            Object.keys(attributes).filter((one) => /^(root_|administrator_)?password$|auth_token|access_key$/.test(one)),
          ]).toEqual([type, []]);
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
    expect(denied).toEqual([]);
  });
});
