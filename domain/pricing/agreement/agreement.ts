import Big from 'big.js';
import { estimate, type CostComponent } from '../estimate';
import type { PriceTable } from '../price-table';
import { designOf, type CostCase, type ExpectedPrice, type ExpectedRow } from './cost-case';

/** How an estimate compares with the rows a case expects, names aside. */
export interface Agreement {
  id: string;
  type: string;
  /** Same components with the same unit, quantity and amount to the cent, and no other amounts. */
  amounts: boolean;
  /** Besides, the same usage-based components with the same unit price. */
  prices: boolean;
  differences: string[];
}

/** The recorded rows know the support calendars of that time, whenever they were recorded last. */
const day = '2025-07-01';

/** Estimates a case and compares component by component. A usage-based component whose price we do not know is no difference. */
export function agreementOf(testCase: CostCase, prices: PriceTable): Agreement {
  const usage = testCase.usage ? { resource_usage: { [testCase.address]: testCase.usage } } : {};
  const cost = estimate(designOf(testCase), prices, usage, day).resources[0];
  const rest = [...(cost?.components ?? [])];
  const missing = testCase.expected.filter((row) => !takeFirst(rest, (part) => sameAmount(part, row)));
  const extra = rest.filter((part) => part.monthly !== null && !new Big(part.monthly).round(2).eq(0));
  const open = rest.filter((part) => part.monthly === null);
  const missingPrices = testCase.usageDependent.filter((row) => !takeFirst(open, (part) => samePrice(part, row)));
  const unpriced = rest.filter((part) => !part.usageBased && part.monthly === null);
  const differences = [
    ...missing.map((row) => `missing ${row.component} ${row.monthlyQuantity} ${row.unit} ${row.monthlyCost}`),
    ...extra.map((part) => `extra ${part.name} ${part.quantity} ${part.unit} ${part.monthly}`),
    ...unpriced.map((part) => `unpriced ${part.name} ${part.quantity} ${part.unit}`),
    ...missingPrices.map((row) => `price ${row.component} ${row.unit} ${row.unitPrice}`),
    ...open
      .filter((part) => part.usageBased && part.unitPrice !== null)
      .map((part) => `extra price ${part.name} ${part.unit} ${part.unitPrice}`),
  ];
  const amounts = missing.length + extra.length + unpriced.length === 0;
  return { id: testCase.id, type: testCase.resourceType, amounts, prices: amounts && differences.length === 0, differences };
}

function takeFirst<T>(items: T[], fits: (item: T) => boolean): boolean {
  const index = items.findIndex(fits);
  if (index >= 0) items.splice(index, 1);
  return index >= 0;
}

/** Quantities are recorded to four decimals, amounts to the cent. */
function sameAmount(part: CostComponent, row: ExpectedRow): boolean {
  if (part.unit !== row.unit || part.quantity === null || part.monthly === null || part.usageBased !== row.usageBased) return false;
  const quantity = new Big(part.quantity).minus(row.monthlyQuantity).abs();
  return quantity.lte('0.00011') && new Big(part.monthly).round(2).eq(row.monthlyCost);
}

/** Unit prices are recorded to the cent from ten cents on. */
function samePrice(part: CostComponent, row: ExpectedPrice): boolean {
  if (part.unit !== row.unit || part.unitPrice === null) return false;
  const price = new Big(part.unitPrice);
  return price.eq(row.unitPrice) || (price.gte('0.1') && price.round(2).eq(row.unitPrice));
}
