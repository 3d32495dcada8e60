import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { loadCatalog } from '#workers/catalog-files';
import type { BlockSchema, ResourceTypeSchema, TypeConstraint } from './catalog';

const TARGET = '../shared/data/catalog';
const catalog = loadCatalog();

interface TargetCatalog {
  version: string;
  resources: Record<string, [number, number]>;
  data: Record<string, [number, number]>;
  defs: {
    a: Record<string, [flags: number, type: TypeConstraint]>;
    b?: Record<string, [nesting: string, min: number, max: number, block: number]>;
  }[];
}

/** Shares of the target's facts that the catalog agrees with. Versions differ for azurerm (4.73 to 4.80) and google (6.50 to 7.9). */
class Agreement {
  private readonly counts = new Map<string, { same: number; all: number }>();

  count(fact: string, same: boolean): void {
    const count = this.counts.get(fact) ?? { same: 0, all: 0 };
    count.all++;
    if (same) count.same++;
    this.counts.set(fact, count);
  }

  of(fact: string): number {
    const { same, all } = this.counts.get(fact) ?? { same: 0, all: 0 };
    return all === 0 ? 1 : same / all;
  }
}

const canonicalType = (type: unknown): string =>
  JSON.stringify(type, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

function compareBlocks(target: TargetCatalog, index: number, block: BlockSchema, depth: number, agreement: Agreement): void {
  const { a: attributes, b: blocks = {} } = target.defs[index]!;
  for (const [name, [flags, type]] of Object.entries(attributes)) {
    const attribute = block.attributes.get(name);
    agreement.count('attributes', attribute !== undefined);
    if (!attribute) continue;
    const same = attribute.required === (flags & 1) > 0 && attribute.optional === (flags & 2) > 0 && attribute.computed === (flags & 4) > 0;
    agreement.count('flags', same);
    agreement.count('types', canonicalType(attribute.type) === canonicalType(type));
    if (flags & 8) agreement.count('sensitive', attribute.sensitive);
    if (flags & 32) agreement.count('write-only', attribute.writeOnly);
  }
  for (const [name, [nesting, min, max, inner]] of Object.entries(blocks)) {
    const nested = block.blocks.get(name);
    agreement.count('blocks', nested !== undefined);
    if (!nested) continue;
    agreement.count('nesting', nested.nesting === nesting);
    agreement.count('required blocks', nested.minItems > 0 === min > 0);
    agreement.count('single blocks', (nested.maxItems === 1) === (max === 1));
    if (depth < 6) compareBlocks(target, inner, nested.block, depth + 1, agreement);
  }
}

function agreementWith(file: string, provider: 'AWS' | 'AZURE' | 'GCP'): Agreement {
  const target = JSON.parse(gunzipSync(readFileSync(`${TARGET}/${file}.json.gz`)).toString()) as TargetCatalog;
  const agreement = new Agreement();
  const ours = catalog.provider(provider);
  const compare = (fact: string, entries: Record<string, [number, number]>, find: (type: string) => ResourceTypeSchema | undefined) => {
    for (const [type, [, block]] of Object.entries(entries)) {
      const schema = find(type);
      agreement.count(fact, schema !== undefined);
      if (schema) compareBlocks(target, block, schema.block, 0, agreement);
    }
  };
  compare('resource types', target.resources, (type) => ours.resource(type));
  compare('data source types', target.data, (type) => ours.dataSource(type));
  return agreement;
}

const STRUCTURE = [
  'resource types',
  'data source types',
  'attributes',
  'flags',
  'types',
  'blocks',
  'nesting',
  'required blocks',
  'single blocks',
];

(existsSync(TARGET) ? describe : describe.skip)('the extracted catalog against the target', () => {
  it.each([
    ['aws', 'AWS', 0.999, 0.6, 1],
    ['azurerm', 'AZURE', 0.994, 0.8, 1],
    ['google', 'GCP', 0.955, 0.5, 1],
  ] as const)(
    'agrees on the structure of %s, and on most of what only names can tell',
    (file, provider, structure, sensitive, writeOnly) => {
      const agreement = agreementWith(file, provider);
      const below = STRUCTURE.map((fact) => [fact, agreement.of(fact)] as const).filter(([, share]) => share < structure);
      expect(below).toEqual([]);
      expect(agreement.of('sensitive')).toBeGreaterThan(sensitive);
      expect(agreement.of('write-only')).toBeGreaterThanOrEqual(writeOnly);
    },
    60_000,
  );
});

describe('the shipped catalog', () => {
  it('holds every type of the three providers', () => {
    const counts = (['AWS', 'AZURE', 'GCP'] as const).map((provider) => [
      catalog.provider(provider).resourceTypes().length,
      catalog.provider(provider).dataSourceTypes().length,
    ]);
    expect(counts).toEqual([
      [1725, 683],
      [1132, 396],
      [1096, 373],
    ]);
  });

  it('names its sources', () => {
    expect(catalog.provider('AWS')).toMatchObject({ source: 'hashicorp/aws', version: '6.66.0' });
    expect(catalog.provider('GCP').providerBlock()?.attributes.has('project')).toBe(true);
    expect(catalog.provider('AZURE').providerBlock()?.blocks.has('features')).toBe(true);
  });

  it('tells sensitive and write-only values', () => {
    const database = catalog.resource('aws_db_instance')?.block.attributes;
    expect(database?.get('password')).toMatchObject({ sensitive: true, optional: true });
    expect(database?.get('password_wo')).toMatchObject({ writeOnly: true });
    expect(database?.get('password_wo_version')).toMatchObject({ sensitive: false, writeOnly: false });
    expect(catalog.resource('azurerm_linux_virtual_machine')?.block.attributes.get('admin_password')?.sensitive).toBe(true);
  });

  it('decodes every type', () => {
    for (const provider of ['AWS', 'AZURE', 'GCP'] as const) {
      const one = catalog.provider(provider);
      for (const type of one.resourceTypes()) expect(one.resource(type)?.block.attributes.size).toBeGreaterThanOrEqual(0);
    }
  });
});
