import { describe, expect, it } from '@jest/globals';
import { loadPriceTable } from '#workers/price-files';
import type { EvaluatedDesign, EvaluatedResource } from '../blueprint/evaluated';
import type { JsonObject } from '../json';
import { estimate } from './estimate';
import { estimateDelta } from './estimate-delta';

const prices = loadPriceTable();

const resource = (type: string, name: string, values: JsonObject, change: Partial<EvaluatedResource> = {}): EvaluatedResource => ({
  address: `${type}.${name}`,
  blockAddress: `${type}.${name}`,
  type,
  name,
  provider: type.startsWith('aws') ? 'AWS' : type.startsWith('azurerm') ? 'AZURE' : 'GCP',
  region: 'us-east-1',
  module: '',
  values,
  unknown: [],
  references: {},
  dependsOn: [],
  providerConfiguration: 'aws',
  ...change,
});

const design = (...resources: EvaluatedResource[]): EvaluatedDesign => ({
  provider: 'AWS',
  region: 'us-east-1',
  resources,
  dataSources: [],
  providers: [],
  variables: {},
  outputs: {},
});

const server = (size: number | string) =>
  resource('aws_instance', 'web', { instance_type: 'm5.large', root_block_device: [{ volume_size: size, volume_type: 'gp3' }] });

describe('estimate', () => {
  it('prices an m5.large with 100 GB gp3 in us-east-1 at 78.08', () => {
    const cost = estimate(design(server(100)), prices);
    expect(cost).toMatchObject({
      currency: 'USD',
      monthly: '78.08',
      coverage: { priced: 1, free: 0, usageBased: 0, unpriced: 0, unpricedTypes: [] },
    });
    expect(cost.resources[0]?.components).toMatchObject([
      { name: 'Instance usage (Linux/UNIX, on-demand, m5.large)', unit: 'hours', quantity: '730', unitPrice: '0.096', monthly: '70.08' },
      { name: 'root_block_device / Storage (general purpose SSD, gp3)', unit: 'GB', quantity: '100', unitPrice: '0.08', monthly: '8' },
    ]);
    for (const part of cost.resources[0]?.components ?? []) expect(prices.byId(part.priceId ?? '')?.price).toBe(part.unitPrice);
  });

  it('does not take an unknown size for the default', () => {
    const cost = estimate(design(server('${var.size}')), prices);
    expect(cost).toMatchObject({ monthly: '70.08', coverage: { priced: 0, unpriced: 1, unpricedTypes: ['aws_instance'] } });
    expect(cost.resources[0]).toMatchObject({ priced: false, components: [{}, { quantity: null, unitPrice: '0.08', monthly: null }] });
  });

  it('tells free, usage-based and unpriced resources apart', () => {
    const cost = estimate(
      design(
        resource('aws_vpc', 'net', {}),
        resource('aws_sqs_queue', 'jobs', {}),
        resource('aws_brand_new_thing', 'x', {}),
        resource('aws_instance', 'odd', { instance_type: 'z99.huge' }),
      ),
      prices,
    );
    expect(cost.coverage).toEqual({
      priced: 0,
      free: 1,
      usageBased: 1,
      unpriced: 2,
      unpricedTypes: ['aws_brand_new_thing', 'aws_instance'],
    });
    expect(cost.resources.map(({ priced, free, monthly }) => ({ priced, free, monthly }))).toEqual([
      { priced: true, free: true, monthly: '0' },
      { priced: true, free: false, monthly: null },
      { priced: false, free: false, monthly: null },
      { priced: false, free: false, monthly: '0.8' },
    ]);
  });

  it('gives a usage-based component an amount once usage is assumed', () => {
    const usage = { resource_usage: { 'aws_sqs_queue.jobs': { monthly_requests: 1000000, request_size_kb: 128 } } };
    const cost = estimate(design(resource('aws_sqs_queue', 'jobs', {})), prices, usage);
    expect(cost).toMatchObject({ monthly: '0.8', coverage: { priced: 1, usageBased: 0 } });
  });

  it('adds thousands of amounts without a rounding error', () => {
    const volumes = Array.from({ length: 3000 }, (_, index) => resource('aws_ebs_volume', `v${index}`, { size: 1, type: 'gp2' }));
    expect(estimate(design(...volumes), prices).monthly).toBe('300');
  });

  it('bills a resource in its own region', () => {
    const frankfurt = estimate(design(resource('aws_ebs_volume', 'v', { size: 100, type: 'gp2' }, { region: 'eu-central-1' })), prices);
    expect(frankfurt.monthly).toBe('11.9');
    const azure = resource('azurerm_linux_virtual_machine', 'vm', {
      location: 'West Europe',
      size: 'Standard_F2',
      os_disk: [{ storage_account_type: 'Standard_LRS' }],
    });
    expect(estimate(design(azure), prices).resources[0]?.components[0]?.priceId).toContain('|westeurope|');
  });

  it('charges an address only while nothing uses it', () => {
    const address = resource('aws_eip', 'a', {});
    const gateway = resource(
      'aws_nat_gateway',
      'n',
      { allocation_id: '${aws_eip.a.id}' },
      { references: { allocation_id: ['aws_eip.a'] } },
    );
    expect(estimate(design(address), prices).resources[0]?.monthly).toBe('3.65');
    expect(estimate(design(address, gateway), prices).resources[0]).toMatchObject({ free: true, monthly: '0' });
  });

  it('says what a change costs and what it does not know', () => {
    const before = estimate(design(server(100), resource('aws_brand_new_thing', 'x', {})), prices);
    const after = estimate(design(server(200)), prices);
    expect(estimateDelta(before, after)).toEqual({
      currency: 'USD',
      monthly: '8',
      resources: [{ address: 'aws_instance.web', before: '78.08', after: '86.08', monthly: '8' }],
      unpriced: ['aws_brand_new_thing.x'],
    });
  });
});
