import { describe, expect, it } from '@jest/globals';
import { createPriceTable, type CompactPriceGroup } from './price-table';

const group = (change: Partial<CompactPriceGroup>): CompactPriceGroup => ({
  provider: 'AWS',
  service: 'AmazonEC2',
  component: 'Instance usage (Linux)',
  unit: 'Hrs',
  purchaseOption: 'on_demand',
  tierStart: '',
  condition: '',
  source: 'list',
  asOf: '2026-07-20',
  skus: ['m5.large', 'm5.xlarge'],
  regions: ['eu-west-1', 'us-east-1'],
  prices: '0.107,0.096\n,0.192',
  ...change,
});

const table = createPriceTable({
  version: 1,
  sources: {},
  groups: [
    group({}),
    group({ service: 'AmazonEKS', component: 'Cluster', skus: ['cluster'], regions: ['global'], prices: '0.1', asOf: '2025-01-01' }),
    group({ provider: 'GCP', service: 'Compute Engine', skus: ['n1-standard-1'], regions: ['us-central1'], prices: '0.0475' }),
  ],
});

describe('price table', () => {
  it('finds the price of one sku in one region', () => {
    expect(table.find({ provider: 'AWS', region: 'us-east-1', sku: 'm5.large' })).toMatchObject([
      { price: '0.096', unit: 'Hrs', currency: 'USD', asOf: '2026-07-20' },
    ]);
  });

  it('knows no price where the list has none', () => {
    expect(table.find({ provider: 'AWS', region: 'eu-west-1', sku: 'm5.xlarge' })).toBeUndefined();
    expect(table.find({ provider: 'AWS', region: 'us-east-1', sku: 'm5.large', purchaseOption: 'spot' })).toBeUndefined();
    expect(table.find({ provider: 'AZURE', region: 'us-east-1', sku: 'm5.large' })).toBeUndefined();
  });

  it('applies a price of all regions everywhere but in China', () => {
    expect(table.find({ provider: 'AWS', region: 'sa-east-1', sku: 'cluster' })?.[0]?.region).toBe('global');
    expect(table.find({ provider: 'AWS', region: 'cn-north-1', sku: 'cluster' })).toBeUndefined();
  });

  it('returns every price by its id', () => {
    const all = table.page({ provider: 'AWS' }, 100).prices;
    expect(all).toHaveLength(4);
    for (const price of all) expect(table.byId(price.id)).toEqual(price);
    expect(table.byId('AWS|AmazonEC2|nowhere|m5.large')).toBeUndefined();
  });

  it('pages by id without losing or repeating a price', () => {
    const first = table.page({ provider: 'AWS' }, 3);
    const second = table.page({ provider: 'AWS' }, 3, first.next);
    expect(first.prices).toHaveLength(3);
    expect(second).toMatchObject({ next: null, prices: [{ sku: 'cluster' }] });
  });

  it('searches sku, component and service in any case', () => {
    expect(table.count({ provider: 'AWS', search: 'XLARGE' })).toBe(1);
    expect(table.count({ provider: 'AWS', search: 'amazoneks' })).toBe(1);
    expect(table.count({ provider: 'AWS', region: 'us-east-1' })).toBe(2);
  });

  it('lists what it holds per provider, service and source', () => {
    expect(table.catalog()).toContainEqual({ provider: 'AWS', service: 'AmazonEC2', source: 'list', rows: 3, asOf: '2026-07-20' });
    expect(table).toMatchObject({ rows: 5, asOf: '2026-07-20' });
  });
});
