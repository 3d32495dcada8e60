import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { projectPath } from '#platform/project';

/**
 * Digest of the price table and of the built code that estimates with it. An estimate that another digest made is made
 * anew when it is asked for: an upgrade needs no migration of estimates.
 */
export function pricingVersion(): string {
  const hash = createHash('sha256');
  for (const part of [projectPath('domain', 'pricing', 'data', 'prices.json.br'), projectPath('dist', 'domain-worker.js')])
    hash.update(readFileSync(part));
  return hash.digest('hex').slice(0, 32);
}
