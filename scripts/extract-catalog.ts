/**
 * Takes the provider schemas out of the prebuilt CDK bindings on npm, as text (nothing of them is executed), and writes
 * domain/catalog/data/. The packages are 300-500 MB each, so they are unpacked outside the project and never depended on.
 * For each of @cdktn/provider-aws@25.7.0, @cdktn/provider-azurerm@16.1.0 and @cdktf/provider-google@16.12.1, in a folder P:
 *
 *   npm pack <package>@<version>, mkdir -p P/<package>, tar xzf <file>.tgz -C P/<package> --strip-components=1
 *
 * then npx tsx scripts/extract-catalog.ts --packages P. The same packages give the same bytes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import type { CompactCatalog } from '../domain/catalog/codec';
import { parseBindings } from './extract-catalog-bindings';
import { CompactCatalogWriter } from './extract-catalog-compact';
import { bindingModules, providerVersion } from './extract-catalog-package';
import { buildSchema } from './extract-catalog-schema';

const PACKAGES = { aws: '@cdktn/provider-aws', azurerm: '@cdktn/provider-azurerm', google: '@cdktf/provider-google' } as const;
type ProviderName = keyof typeof PACKAGES;

const { values } = parseArgs({
  options: {
    packages: { type: 'string' },
    out: { type: 'string', default: fileURLToPath(new URL('../domain/catalog/data', import.meta.url)) },
  },
});
if (!values.packages) {
  console.error('usage: npx tsx scripts/extract-catalog.ts --packages <folder that holds the unpacked packages> [--out <folder>]');
  process.exit(2);
}

mkdirSync(values.out, { recursive: true });
for (const name of Object.keys(PACKAGES) as ProviderName[]) {
  const catalog = extractProvider(name, join(values.packages, PACKAGES[name]));
  const text = JSON.stringify(catalog);
  const compressed = brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    },
  });
  writeFileSync(join(values.out, `${name}.json.br`), compressed);
  const counts = `${Object.keys(catalog.resources).length} resource types, ${Object.keys(catalog.dataSources).length} data source types`;
  console.log(
    `${catalog.source} ${catalog.version}: ${counts}, ${catalog.blocks.length} blocks, ${text.length} -> ${compressed.length} bytes`,
  );
}

function extractProvider(name: ProviderName, folder: string): CompactCatalog {
  const writer = new CompactCatalogWriter(`hashicorp/${name}`, providerVersion(folder));
  for (const module of bindingModules(folder)) {
    const bindings = parseBindings(module.source);
    if (bindings.kind !== 'other') writer.add(bindings.kind, bindings.typeName, buildSchema(bindings));
  }
  return writer.finish();
}
