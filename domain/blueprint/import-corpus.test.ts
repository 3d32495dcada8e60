import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadCatalog } from '#workers/catalog-files';
import { canonicalContent } from './content-hash';
import { importHcl } from './import-hcl';
import { normalizeContent } from './normalize-content';

const file = '../shared/data/cost/dev.json';
const suite = existsSync(file) ? describe : describe.skip;

suite(`importHcl on the configurations of ${file}`, () => {
  it('gives designs that an editor can load and save back as they are', () => {
    const catalog = loadCatalog();
    const texts = [...new Set((JSON.parse(readFileSync(file, 'utf8')) as { tf: string }[]).map(({ tf }) => tf))];
    const changed = texts.filter((tf) => {
      const { content } = importHcl([{ path: 'main.tf', content: tf }], catalog);
      const again = normalizeContent(JSON.parse(JSON.stringify(content)));
      return !again.ok || canonicalContent(again.value) !== canonicalContent(content);
    });
    expect(changed).toEqual([]);
  });
});
