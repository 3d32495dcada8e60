import { describe, expect, it } from '@jest/globals';
import { decodeBlock, encodeBlock } from './block-text';
import type { AttributeSchema, BlockSchema, TypeConstraint } from './catalog';
import { type CompactCatalog, createCatalog, providerOfType } from './codec';

const attribute = (type: TypeConstraint, rest: Partial<AttributeSchema> = {}): AttributeSchema => ({
  type,
  required: false,
  optional: true,
  computed: false,
  sensitive: false,
  deprecated: false,
  writeOnly: false,
  ...rest,
});

const none: CompactCatalog = { source: '', version: '', resources: {}, dataSources: {}, providerBlock: null, blocks: [] };
const catalog = createCatalog({
  aws: {
    ...none,
    source: 'hashicorp/aws',
    resources: { aws_x: [3, 1] },
    dataSources: { aws_y: [0, 0] },
    blocks: ['size:1n|', 'arn:4s|disk:L0,1,0'],
  },
  azurerm: none,
  google: none,
});

describe('a block as text', () => {
  it('comes back as it was', () => {
    const attributes = new Map([
      ['a', attribute('string', { sensitive: true })],
      ['b', attribute(['list', ['object', { x: ['map', 'number'], y: ['set', 'bool'] }]], { required: true, optional: false })],
      ['c', attribute('dynamic', { computed: true, deprecated: true, writeOnly: true })],
      ['d', attribute(['tuple', ['string', ['object', {}], 'number']])],
    ]);
    const text = encodeBlock(attributes, new Map([['disk', { nesting: 'set', minItems: 1, maxItems: 12, index: 34 }]]));
    const inner: BlockSchema = { attributes: new Map(), blocks: new Map() };
    const block = decodeBlock(text, (index) => (index === 34 ? inner : { attributes, blocks: new Map() }));
    expect(block.attributes).toEqual(attributes);
    expect(block.blocks.get('disk')).toMatchObject({ nesting: 'set', minItems: 1, maxItems: 12 });
    expect(block.blocks.get('disk')?.block).toBe(inner);
  });

  it('comes back empty when it is empty', () => {
    expect(decodeBlock(encodeBlock(new Map(), new Map()), () => decodeBlock('|', () => ({}) as never))).toEqual({
      attributes: new Map(),
      blocks: new Map(),
    });
  });
});

describe('the catalog', () => {
  it('decodes a type once', () => {
    expect(catalog.resource('aws_x')).toMatchObject({ name: 'aws_x', provider: 'AWS', version: 3 });
    expect(catalog.resource('aws_x')).toBe(catalog.resource('aws_x'));
    expect(catalog.resource('aws_x')?.block.blocks.get('disk')?.block.attributes.get('size')?.required).toBe(true);
  });

  it('keeps resources and data sources apart', () => {
    expect(catalog.dataSource('aws_y')?.block.attributes.has('size')).toBe(true);
    expect(catalog.resource('aws_y')).toBeUndefined();
  });

  it('knows no type by the name of an object member', () => {
    expect(catalog.resource('aws_toString')).toBeUndefined();
    expect(catalog.provider('AWS').resource('toString')).toBeUndefined();
    expect(catalog.resource('')).toBeUndefined();
  });

  it('tells the cloud by the prefix', () => {
    expect(['aws_vpc', 'azurerm_subnet', 'google_x', 'awscc_x', 'aws', 'random_id'].map(providerOfType)).toEqual([
      'AWS',
      'AZURE',
      'GCP',
      null,
      null,
      null,
    ]);
  });
});
