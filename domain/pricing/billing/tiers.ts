import Big from 'big.js';

/** A band of use with its own price; `size` null: no upper end. */
export interface Tier {
  name: string;
  size: number | null;
}

export interface TierAmount {
  name: string;
  /** null: no usage is assumed. */
  quantity: Big | null;
}

/** Splits an amount over bands in order. Without an amount only the first band is shown, with its price. */
export function splitTiers(amount: Big | null, tiers: readonly Tier[]): TierAmount[] {
  if (amount === null) return tiers.slice(0, 1).map(({ name }) => ({ name, quantity: null }));
  const parts: TierAmount[] = [];
  let rest = amount;
  for (const { name, size } of tiers) {
    const quantity = size === null || rest.lt(size) ? rest : new Big(size);
    if (quantity.gt(0) || parts.length === 0) parts.push({ name, quantity });
    rest = rest.minus(quantity);
    if (rest.eq(0)) break;
  }
  return parts;
}
