import type { Price, PriceCatalogEntry, PriceFilter } from '#domain/pricing/price-table';
import { requireViewer } from '#platform/authorize';
import { Denial } from '#platform/denial';
import type { Page, PageRequest } from '#platform/page';
import type { Context } from '../context';

const longestText = 200;

/** List prices in table order. */
export async function listPrices(ctx: Pick<Context, 'viewer' | 'work'>, filter: PriceFilter, request: PageRequest): Promise<Page<Price>> {
  requireViewer(ctx.viewer);
  for (const name of ['service', 'region', 'sku', 'search'] as const)
    if ((filter[name]?.length ?? 0) > longestText)
      throw new Denial('BAD_USER_INPUT', `${name} has at most ${longestText} characters.`, { argument: 'filter' });
  const { prices, hasNextPage } = await ctx.work.listPrices(filter, request.limit, request.after?.[0] ?? null);
  return { rows: prices, hasNextPage, totalCount: () => ctx.work.countPrices(filter) };
}

export function priceCatalog(ctx: Pick<Context, 'viewer' | 'work'>): Promise<PriceCatalogEntry[]> {
  requireViewer(ctx.viewer);
  return ctx.work.priceCatalog();
}
