import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadCatalog } from '#workers/catalog-files';
import { evaluateDesign } from './evaluate';
import { importHcl } from './import-hcl';

const file = '../shared/data/cost/dev.json';
const suite = existsSync(file) ? describe : describe.skip;

suite(`evaluateDesign on the configurations of ${file}`, () => {
  it('throws for none and finds nothing wrong but references to what they do not declare', () => {
    const catalog = loadCatalog();
    const cases = JSON.parse(readFileSync(file, 'utf8')) as { tf: string }[];
    const texts = [...new Set(cases.map(({ tf }) => tf))];
    const summaries = texts.flatMap((content) =>
      evaluateDesign(importHcl([{ path: 'main.tf', content }], catalog).content, catalog).diagnostics.map(({ summary }) => summary),
    );
    expect(texts.length).toBeGreaterThan(100);
    expect(summaries.filter((summary) => !summary.startsWith('a reference to something that is not declared'))).toEqual([]);
  });
});
