import type { CloudProvider } from '../blueprint/content';

/** One list price. Money is a decimal string; `price` is for one `unit`. */
export interface Price {
  /** Stable: the price's key as text. */
  id: string;
  provider: CloudProvider;
  service: string;
  /** The cloud's region name, or global. */
  region: string;
  /** What is billed: a machine size, disk kind, or the resource type whose list price it is. */
  sku: string;
  component: string;
  unit: string;
  price: string;
  currency: 'USD';
  /** on_demand, spot, or "reserved <class> <term> <payment>". */
  purchaseOption: string;
  tierStart: string | null;
  /** Attribute values the price holds under, e.g. multi_az=true; empty: always. */
  condition: string;
  /** Date as the source gives it: YYYY-MM-DD or YYYY-MM. */
  asOf: string;
  source: string;
}

/** Prices that differ in sku and region only: one line per sku, one comma-separated cell per region, empty where there is none. */
export interface CompactPriceGroup {
  provider: CloudProvider;
  service: string;
  component: string;
  unit: string;
  purchaseOption: string;
  tierStart: string;
  condition: string;
  source: string;
  asOf: string;
  skus: string[];
  regions: string[];
  prices: string;
}

/** The table as it is committed (domain/pricing/data/prices.json.br, unpacked). */
export interface CompactPriceTable {
  version: 1;
  sources: Record<string, { url: string; license: string }>;
  groups: CompactPriceGroup[];
}

export interface PriceQuery {
  provider: CloudProvider;
  region: string;
  sku: string;
  service?: string;
  component?: string;
  purchaseOption?: string;
}

/** Exact matches, except `search`, which is a part of sku, component or service in any case. */
export interface PriceFilter {
  provider: CloudProvider;
  service?: string | null;
  region?: string | null;
  sku?: string | null;
  search?: string | null;
}

export interface PricePage {
  prices: Price[];
  /** Cursor of the last price here; null when nothing follows. */
  next: string | null;
}

export interface PriceCatalogEntry {
  provider: CloudProvider;
  service: string;
  rows: number;
  asOf: string;
  source: string;
}

export interface PriceTable {
  /** Prices of this region, else those that hold in all regions; undefined: no such price is known. */
  find(query: PriceQuery): Price[] | undefined;
  byId(id: string): Price | undefined;
  /** In table order; `after` is the id of the last price of the page before (an id that is not there gives an empty page). */
  page(filter: PriceFilter, first: number, after?: string | null): PricePage;
  count(filter: PriceFilter): number;
  catalog(): PriceCatalogEntry[];
  /** Where the prices come from: address and licence by the source's id. */
  sources: CompactPriceTable['sources'];
  /** Newest date of any price. */
  asOf: string;
  rows: number;
}

/** A group with its sku and region look-ups; the lines stay packed until a sku is asked for. */
interface Group {
  spec: CompactPriceGroup;
  skuIndex: Map<string, number>;
  regionIndex: Map<string, number>;
  lines: string[];
}

const separator = '|';

function openGroup(spec: CompactPriceGroup): Group {
  return {
    spec,
    skuIndex: new Map(spec.skus.map((sku, index) => [sku, index])),
    regionIndex: new Map(spec.regions.map((region, index) => [region, index])),
    lines: spec.prices.split('\n'),
  };
}

function toPrice(spec: CompactPriceGroup, sku: string, region: string, price: string): Price {
  const { provider, service, component, unit, purchaseOption, tierStart, condition, asOf, source } = spec;
  const id = [provider, service, region, sku, component, purchaseOption, tierStart, condition].join(separator);
  return {
    id,
    provider,
    service,
    region,
    sku,
    component,
    unit,
    price,
    currency: 'USD',
    purchaseOption,
    tierStart: tierStart || null,
    condition,
    asOf,
    source,
  };
}

function cell(group: Group, sku: string, region: string): Price | undefined {
  const row = group.skuIndex.get(sku);
  const column = group.regionIndex.get(region);
  if (row === undefined || column === undefined) return undefined;
  const price = group.lines[row]?.split(',')[column];
  return price ? toPrice(group.spec, sku, region, price) : undefined;
}

const matchesGroup = (spec: CompactPriceGroup, query: Pick<PriceQuery, 'service' | 'component' | 'purchaseOption'>): boolean =>
  (query.service === undefined || spec.service === query.service) &&
  (query.component === undefined || spec.component === query.component) &&
  (query.purchaseOption === undefined || spec.purchaseOption === query.purchaseOption);

function* scan(groups: readonly Group[], filter: PriceFilter): Generator<Price> {
  const needle = filter.search?.toLowerCase();
  for (const { spec, lines } of groups) {
    if (spec.provider !== filter.provider || (filter.service && spec.service !== filter.service)) continue;
    const groupMatches = needle !== undefined && `${spec.service} ${spec.component}`.toLowerCase().includes(needle);
    for (const [row, sku] of spec.skus.entries()) {
      if (filter.sku && sku.toLowerCase() !== filter.sku.toLowerCase()) continue;
      if (needle !== undefined && !groupMatches && !sku.toLowerCase().includes(needle)) continue;
      for (const [column, price] of (lines[row] ?? '').split(',').entries()) {
        const region = spec.regions[column];
        if (price && region !== undefined && (!filter.region || region === filter.region)) yield toPrice(spec, sku, region, price);
      }
    }
  }
}

function takePage(prices: Iterable<Price>, first: number, after: string | null | undefined): PricePage {
  const page: Price[] = [];
  let started = !after;
  for (const price of prices) {
    if (!started) started = price.id === after;
    else if (page.length === first) return { prices: page, next: page.at(-1)?.id ?? null };
    else page.push(price);
  }
  return { prices: page, next: null };
}

function catalogOf(groups: readonly Group[]): PriceCatalogEntry[] {
  const entries = new Map<string, PriceCatalogEntry>();
  for (const { spec, lines } of groups) {
    const rows = lines.reduce((sum, line) => sum + line.split(',').filter(Boolean).length, 0);
    const key = [spec.provider, spec.service, spec.source].join(separator);
    const entry = entries.get(key);
    if (!entry) entries.set(key, { provider: spec.provider, service: spec.service, source: spec.source, rows, asOf: spec.asOf });
    else Object.assign(entry, { rows: entry.rows + rows, asOf: entry.asOf > spec.asOf ? entry.asOf : spec.asOf });
  }
  return [...entries.values()];
}

/** Opens the committed table. Prices are never made up: what has no cell is undefined. */
export function createPriceTable(compact: CompactPriceTable): PriceTable {
  const groups = compact.groups.map(openGroup);
  const bySku = new Map<string, Group[]>();
  for (const group of groups) {
    for (const sku of group.spec.skus) {
      const key = `${group.spec.provider}${separator}${sku}`;
      const known = bySku.get(key);
      if (known) known.push(group);
      else bySku.set(key, [group]);
    }
  }
  const inRegion = (query: PriceQuery, region: string): Price[] =>
    (bySku.get(`${query.provider}${separator}${query.sku}`) ?? [])
      .filter((group) => matchesGroup(group.spec, query))
      .flatMap((group) => cell(group, query.sku, region) ?? []);
  const find = (query: PriceQuery): Price[] | undefined => {
    const own = inRegion(query, query.region);
    // China is billed in another currency by another company: nothing that holds elsewhere holds there.
    const found = own.length > 0 || query.region.startsWith('cn-') || query.region.startsWith('china') ? own : inRegion(query, 'global');
    return found.length > 0 ? found : undefined;
  };
  const catalog = catalogOf(groups);
  const count = (filter: PriceFilter): number => Array.from(scan(groups, filter)).length;
  return {
    find,
    byId: (id) => {
      const [provider, , region, sku] = id.split(separator);
      if (region === undefined || sku === undefined || !(provider === 'AWS' || provider === 'AZURE' || provider === 'GCP'))
        return undefined;
      return inRegion({ provider, region, sku }, region).find((price) => price.id === id);
    },
    page: (filter, first, after) => takePage(scan(groups, filter), first, after),
    count,
    catalog: () => catalog,
    sources: compact.sources,
    asOf: catalog.reduce((newest, entry) => (entry.asOf > newest ? entry.asOf : newest), ''),
    rows: catalog.reduce((sum, entry) => sum + entry.rows, 0),
  };
}
