import { describe, expect, it } from '@jest/globals';
import { loadPriceTable } from '#workers/price-files';
import type { EvaluatedResource } from '../../blueprint/evaluated';
import type { Json, JsonObject } from '../../json';
import { estimate } from '../estimate';
import { modelledTypes } from '../model-registry';

const prices = loadPriceTable();

/** Every attribute that any model reads, each with the same odd value. */
const attributes = [
  'instance_type',
  'tenancy',
  'root_block_device',
  'ebs_block_device',
  'volume_size',
  'volume_type',
  'size',
  'type',
  'iops',
  'throughput',
  'engine',
  'engine_version',
  'instance_class',
  'storage_type',
  'allocated_storage',
  'multi_az',
  'version',
  'node_type',
  'num_cache_nodes',
  'billing_mode',
  'replica',
  'read_capacity',
  'memory_size',
  'architectures',
  'load_balancer_type',
  'os_disk',
  'vm_size',
  'storage_account_type',
  'disk_size_gb',
  'access_tier',
  'account_kind',
  'account_tier',
  'location',
  'zone',
  'region',
  'machine_type',
  'boot_disk',
  'scheduling',
  'guest_accelerator',
  'settings',
  'tier',
  'database_version',
  'storage_class',
  'node_config',
  'node_locations',
  'initial_node_count',
  'sku',
  'allocation_method',
  'lifecycle_rule',
  'subnet_ids',
];
const odd: [string, Json][] = [
  ['an inherited name', 'constructor'],
  ['a prototype', '__proto__'],
  ['an expression', '${var.x}'],
  ['a negative number', -1],
  ['a huge number', 1e308],
  ['a list of nulls', [null]],
  ['a nested list', [[{}]]],
  ['an empty object', {}],
  ['true', true],
  ['text with separators', 'a|b,c\n'],
];

const resource = (type: string, values: JsonObject): EvaluatedResource => ({
  address: `${type}.x`,
  blockAddress: `${type}.x`,
  type,
  name: 'x',
  provider: type.startsWith('aws') ? 'AWS' : type.startsWith('azurerm') ? 'AZURE' : 'GCP',
  region: 'us-east-1',
  module: '',
  values,
  unknown: [],
  references: {},
  dependsOn: [],
  providerConfiguration: 'aws',
});

describe('pricing models', () => {
  it.each(odd)('answer %s in any attribute with components, never an exception or a negative amount', (_name, value) => {
    const values = Object.fromEntries(attributes.map((name) => [name, value]));
    for (const type of modelledTypes()) {
      const design = {
        provider: 'AWS' as const,
        region: 'us-east-1',
        resources: [resource(type, values)],
        dataSources: [],
        providers: [],
        variables: {},
        outputs: {},
      };
      const cost = estimate(design, prices).resources[0];
      expect([type, cost?.monthly?.startsWith('-') ?? false]).toEqual([type, false]);
      for (const part of cost?.components ?? [])
        expect([type, part.name]).toEqual([type, expect.not.stringMatching(/undefined|function|native code|\[object/)]);
    }
  });
});
