// Builds domain/pricing/data/prices.json.br, the curated price table, from the price lists in ../shared/data/prices.
// Run: npx tsx scripts/build-price-table.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gunzipSync } from 'node:zlib';
import type { CompactPriceGroup, CompactPriceTable } from '#domain/pricing/price-table';
import { goldenFact } from './price-facts/golden-fact';

const lists = new URL('../../shared/data/prices/', import.meta.url);
const target = fileURLToPath(new URL('../domain/pricing/data/prices.json.br', import.meta.url));

type Row = Record<string, string>;
/** One price before it is folded into a group. */
interface Fact {
  provider: 'AWS' | 'AZURE' | 'GCP';
  service: string;
  region: string;
  sku: string;
  component: string;
  unit: string;
  price: string;
  purchaseOption: string;
  tierStart: string;
  condition: string;
  source: string;
  asOf: string;
}

function readCsv(name: string): Row[] {
  const raw = readFileSync(new URL(name, lists));
  const lines = (name.endsWith('.gz') ? gunzipSync(raw) : raw)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  const header = splitLine(lines[0] ?? '');
  return lines.slice(1).map((line) => Object.fromEntries(splitLine(line).map((cell, index) => [header[index] ?? '', cell])));
}

function splitLine(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) =>
    match[1] !== undefined ? match[1].replaceAll('""', '"') : (match[2] ?? ''),
  );
}

const providerOf = (name: string | undefined): Fact['provider'] => (name === 'aws' ? 'AWS' : name === 'azure' ? 'AZURE' : 'GCP');

/** A row of the lists that share the common thirteen columns. */
function listFact(row: Row, change: Partial<Fact> = {}): Fact {
  return {
    provider: providerOf(row.provider),
    service: row.service ?? '',
    region: row.region ?? '',
    sku: row.sku ?? '',
    component: row.os_license ? `${row.component} (${row.os_license})` : (row.component ?? ''),
    unit: row.unit ?? '',
    price: row.price_usd ?? '',
    purchaseOption: row.purchase_option ?? '',
    tierStart: '',
    condition: '',
    source: row.source_id ?? '',
    asOf: row.as_of ?? '',
    ...change,
  };
}

const deployment = (row: Row): string => /deployment=([^;]+)/.exec(row.attributes ?? '')?.[1] ?? 'Single-AZ';

function awsFacts(): Fact[] {
  const rds = readCsv('aws_rds_ondemand.csv.gz').map((row) =>
    listFact(row, { component: `Database instance (${row.os_license}, ${deployment(row)})` }),
  );
  const reservedRds = readCsv('aws_rds_reserved.csv.gz').map((row) =>
    reservedFact(row, `Database instance (${row.engine}, ${row.deployment})`, `reserved ${row.term} ${row.payment}`),
  );
  const reservedEc2 = readCsv('aws_ec2_reserved.csv.gz').map((row) =>
    reservedFact(row, `Instance usage (${row.os})`, `reserved ${row.offering_class} ${row.term} ${row.payment}`),
  );
  return [
    ...readCsv('aws_ec2_ondemand.csv.gz')
      .filter(trusted)
      .map((row) => listFact(row)),
    ...readCsv('aws_ebs.csv')
      .filter(trusted)
      .map((row) => listFact(row)),
    ...readCsv('aws_elasticache_ondemand.csv')
      .filter(trusted)
      .map((row) => listFact(row)),
    ...rds,
    ...reservedEc2,
    ...reservedRds,
    ...readCsv('aws_euw1_pricelist_2023.csv.gz').filter(trusted).flatMap(databaseStorageFact),
  ];
}

/** Only the hourly part: what is paid up front is no monthly cost. */
const reservedFact = (row: Row, component: string, purchaseOption: string): Fact =>
  listFact(row, { component, unit: 'Hrs', price: row.hourly_usd ?? '', purchaseOption });

const storageKinds: Record<string, string> = {
  'General Purpose': 'general purpose SSD, gp2',
  'General Purpose-GP3': 'general purpose SSD, gp3',
  'Provisioned IOPS': 'provisioned IOPS SSD, io1',
  Magnetic: 'magnetic',
};

/** RDS storage of the Irish list, under the same names as the list prices of aws_db_instance. */
function databaseStorageFact(row: Row): Fact[] {
  const attributes = new Map((row.attributes ?? '').split(';').map((pair) => pair.split('=', 2) as [string, string]));
  const kind = storageKinds[attributes.get('VolumeType') ?? ''];
  const place = attributes.get('DeploymentOption');
  const engine = attributes.get('DatabaseEngine') ?? '';
  const isStorage = row.service === 'AmazonRDS' && row.component === 'Database Storage' && row.unit === 'GB-Mo';
  if (!isStorage || kind === undefined || (engine !== 'Any' && engine !== 'MySQL') || (place !== 'Single-AZ' && place !== 'Multi-AZ'))
    return [];
  return [
    listFact(row, {
      sku: 'aws_db_instance',
      component: `Storage (${kind})`,
      unit: 'GB',
      condition: place === 'Multi-AZ' ? 'multi_az=true' : '',
    }),
  ];
}

const trusted = (row: Row): boolean => !(row.attributes ?? '').includes('suspect=');

function otherCloudFacts(): Fact[] {
  const instances = readCsv('gcp_compute_instances.csv.gz').filter(
    (row) => trusted(row) && ['on_demand', 'spot'].includes(row.purchase_option ?? ''),
  );
  const storage = readCsv('gcp_storage_network_licence.csv').filter(
    (row) =>
      trusted(row) &&
      (row.service === 'Cloud Storage' ||
        row.sku?.startsWith('disk:') ||
        row.sku?.startsWith('ip/') ||
        row.sku?.startsWith('nat/') ||
        row.sku?.startsWith('vpn/')),
  );
  return [
    ...readCsv('azure_vm_ondemand.csv.gz')
      .filter(trusted)
      .map((row) => listFact(row, { sku: (row.sku ?? '').toLowerCase() })),
    ...instances.map((row) => listFact(row)),
    ...storage.map((row) => listFact(row)),
  ];
}

function newestByKey(facts: Fact[]): Fact[] {
  const newest = new Map<string, Fact>();
  for (const fact of facts) {
    if (!/^\d+(\.\d+)?$/.test(fact.price)) continue;
    const key = [
      fact.provider,
      fact.service,
      fact.region,
      fact.sku,
      fact.component,
      fact.purchaseOption,
      fact.tierStart,
      fact.condition,
    ].join('|');
    const known = newest.get(key);
    if (!known || fact.asOf > known.asOf) newest.set(key, fact);
  }
  return [...newest.values()];
}

/** Groups are matrices, one line per sku and one column per region: half the cells of the lists repeat nothing but their keys. */
function fold(facts: Fact[]): CompactPriceGroup[] {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const key = [
      fact.provider,
      fact.service,
      fact.component,
      fact.unit,
      fact.purchaseOption,
      fact.tierStart,
      fact.condition,
      fact.source,
      fact.asOf,
    ].join('|');
    const group = groups.get(key);
    if (group) group.push(fact);
    else groups.set(key, [fact]);
  }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, group]) => matrix(group));
}

function matrix(group: Fact[]): CompactPriceGroup[] {
  const first = group[0];
  if (!first) return [];
  const skus = [...new Set(group.map((fact) => fact.sku))].sort();
  const regions = [...new Set(group.map((fact) => fact.region))].sort();
  const cells = new Map(group.map((fact) => [`${fact.sku}|${fact.region}`, fact.price]));
  const prices = skus
    .map((sku) =>
      regions
        .map((region) => cells.get(`${sku}|${region}`) ?? '')
        .join(',')
        .replace(/,+$/, ''),
    )
    .join('\n');
  const { provider, service, component, unit, purchaseOption, tierStart, condition, source, asOf } = first;
  return [{ provider, service, component, unit, purchaseOption, tierStart, condition, source, asOf, skus, regions, prices }];
}

function sourcesUsed(groups: CompactPriceGroup[]): CompactPriceTable['sources'] {
  const all = JSON.parse(readFileSync(new URL('sources.json', lists), 'utf8')) as Record<string, { repo: string; license: string }>;
  const used = [...new Set(groups.map((group) => group.source))].sort();
  return Object.fromEntries(used.map((id) => [id, { url: all[id]?.repo ?? '', license: all[id]?.license ?? '' }]));
}

function main(): void {
  const golden = readCsv('golden_unit_prices_dev.csv').flatMap((row) => goldenFact(row));
  const groups = fold(newestByKey([...awsFacts(), ...otherCloudFacts(), ...golden]));
  const table: CompactPriceTable = { version: 1, sources: sourcesUsed(groups), groups };
  const text = Buffer.from(JSON.stringify(table));
  const packed = brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_SIZE_HINT]: text.length, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
  writeFileSync(target, packed);
  process.stdout.write(`${groups.length} groups, ${packed.length} bytes: ${target}\n`);
}

main();
