// Compares the estimates with the cost cases in ../shared/data/cost/dev.json and prints the agreement per resource type.
// Run: npx tsx scripts/score-prices.ts [resource type]    with a type: every difference of its cases
import { readFileSync } from 'node:fs';
import { agreementOf } from '#domain/pricing/agreement/agreement';
import type { CostCase } from '#domain/pricing/agreement/cost-case';
import { pricingModel } from '#domain/pricing/model-registry';
import { loadPriceTable } from '#workers/price-files';

const cases = JSON.parse(readFileSync(new URL('../../shared/data/cost/dev.json', import.meta.url), 'utf8')) as CostCase[];
const prices = loadPriceTable();
const wanted = process.argv[2];
const scored = cases
  .filter((one) => pricingModel(one.resourceType) && (!wanted || one.resourceType === wanted))
  .map((one) => agreementOf(one, prices));

for (const type of [...new Set(scored.map((one) => one.type))].sort()) {
  const own = scored.filter((one) => one.type === type);
  const amounts = own.filter((one) => one.amounts).length;
  const full = own.filter((one) => one.prices).length;
  process.stdout.write(
    `${type.padEnd(36)} cases ${String(own.length).padStart(3)}  amounts ${String(amounts).padStart(3)}  with usage prices ${String(full).padStart(3)}\n`,
  );
}
process.stdout.write(
  `all: ${scored.filter((one) => one.amounts).length} amounts, ${scored.filter((one) => one.prices).length} with usage prices, of ${scored.length}\n`,
);
if (wanted)
  for (const one of scored.filter((each) => !each.prices)) process.stdout.write(`${one.id}\n    ${one.differences.join('\n    ')}\n`);
