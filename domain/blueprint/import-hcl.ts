import type { Catalog } from '../catalog/catalog';
import type { Diagnostic } from '../diagnostic';
import type { BlockNode, HclFile } from '../hcl/ast';
import { parseFile } from '../hcl/parse';
import { positionAt } from '../hcl/scanner';
import type { JsonObject } from '../json';
import { emptyContent, type BlueprintContent } from './content';
import { importers, type BlockContext } from './import-blocks';
import { parseJsonFile } from './import-json';
import { settleProviders } from './import-provider';
import type { ImportResult, ImportSkip } from './import-result';
import { selectRootFiles, type SourceFile } from './import-sources';

/**
 * Reads Terraform configuration (.tf, .tf.json) into the content of a blueprint. The files of the root folder are read;
 * a call of a local module stays a call. When a file does not parse nothing is imported and the diagnostics say where.
 * What a blueprint cannot hold is listed in `skipped`. The cloud with most resources is the blueprint's provider.
 */
export function importHcl(files: readonly SourceFile[], catalog: Catalog): ImportResult {
  const parsed = files
    .filter(({ path }) => /\.tf(\.json)?$/.test(path))
    .map(({ path, content }) => (path.endsWith('.json') ? parseJsonFile(path, content) : parseFile(path, content)));
  const diagnostics = parsed.flatMap((one) => one.diagnostics);
  const trees = parsed.flatMap(({ file }) => (file ? [file] : []));
  if (diagnostics.length > 0) return { content: emptyContent('AWS', 'us-east-1'), importedResources: 0, skipped: [], diagnostics };
  const { root, skipped } = selectRootFiles(files, trees);
  const collected = collect(root, catalog);
  const content = settleProviders(collected.content, catalog);
  return {
    content,
    importedResources: content.resources.length,
    skipped: [...skipped, ...collected.skipped],
    diagnostics: collected.diagnostics,
  };
}

function collect(
  files: readonly HclFile[],
  catalog: Catalog,
): { content: BlueprintContent; skipped: ImportSkip[]; diagnostics: Diagnostic[] } {
  const content = emptyContent('AWS', '');
  const locals = new Map<string, JsonObject[string]>();
  const skipped: ImportSkip[] = [];
  const diagnostics: Diagnostic[] = [];
  const taken = new Set<string>();
  for (const file of files) {
    for (const item of file.body) {
      const skip = (node: { start: number }, reason: string, address: string | null = null): void => {
        skipped.push({ path: file.path, line: positionAt(file.text, node.start, file.path).line, address, reason });
      };
      const claim = (address: string, node: { start: number }): boolean => {
        if (!taken.has(address)) return Boolean(taken.add(address));
        diagnostics.push({
          severity: 'HIGH',
          code: 'DUPLICATE_ADDRESS',
          summary: `${address} is declared a second time; the first one is kept`,
          address,
          source: positionAt(file.text, node.start, file.path),
        });
        return false;
      };
      if (item.kind === 'attribute') skip(item, `An attribute ${item.name} outside of a block has no meaning`);
      else importBlock(item, { catalog, content, locals, skip, claim });
    }
  }
  content.locals = Object.fromEntries(locals);
  return { content, skipped, diagnostics };
}

function importBlock(block: BlockNode, context: BlockContext): void {
  const importer = importers.get(block.type);
  if (importer) importer(block, context);
  else context.skip(block, `A block of type ${block.type} has no place in a blueprint`);
}
