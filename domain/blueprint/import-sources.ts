import type { HclFile } from '../hcl/ast';
import { literalToJson } from '../hcl/json-syntax';
import { attributeOf, blocksOf } from './import-body';
import type { ImportSkip } from './import-result';

export interface SourceFile {
  path: string;
  content: string;
}

/** The files of the root module in path order, and why every other file is left out. */
export function selectRootFiles(files: readonly SourceFile[], trees: readonly HclFile[]): { root: HclFile[]; skipped: ImportSkip[] } {
  const folders = [...new Set(trees.map(({ path }) => folderOf(path)))].sort(byDepth);
  const called = calledFolders(trees, new Set(folders));
  const rootFolder = folders.find((folder) => !called.has(folder)) ?? folders[0];
  const root = trees.filter(({ path }) => folderOf(path) === rootFolder).sort((left, right) => (left.path < right.path ? -1 : 1));
  const isRoot = new Set(root.map(({ path }) => path));
  const skipped = files
    .filter(({ path }) => !isRoot.has(path))
    .map(({ path }): ImportSkip => {
      const address = called.get(folderOf(path)) ?? null;
      return { path, line: null, address, reason: skipReason(path, address, rootFolder) };
    });
  return { root, skipped };
}

function skipReason(path: string, moduleAddress: string | null, rootFolder: string | undefined): string {
  if (!/\.tf(\.json)?$/.test(path)) return 'This is no Terraform configuration (.tf or .tf.json)';
  if (moduleAddress !== null) return `The call ${moduleAddress} is kept; the content of its module is not expanded`;
  return `This file is outside of the root module, which is the folder ${rootFolder || '.'}`;
}

/** Folder of each local module -> the address of the call that uses it. */
function calledFolders(trees: readonly HclFile[], folders: ReadonlySet<string>): Map<string, string> {
  const called = new Map<string, string>();
  for (const { path, body } of trees) {
    for (const block of blocksOf(body, 'module')) {
      const source = attributeOf(block.body, 'source');
      const text = source ? literalToJson(source.expression) : undefined;
      if (typeof text !== 'string' || !/^\.\.?\//.test(text)) continue;
      const folder = normalize(`${folderOf(path)}/${text}`);
      if (folders.has(folder) && folder !== folderOf(path)) called.set(folder, `module.${block.labels[0] ?? ''}`);
    }
  }
  return called;
}

const folderOf = (path: string): string => normalize(path.slice(0, Math.max(0, path.lastIndexOf('/'))));

function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

function byDepth(left: string, right: string): number {
  const depth = (folder: string): number => (folder === '' ? 0 : folder.split('/').length);
  return depth(left) - depth(right) || (left < right ? -1 : 1);
}
