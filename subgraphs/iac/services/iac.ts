import { createHash } from 'node:crypto';
import { canonicalJson } from '#domain/json';
import { Denial, notFound } from '#platform/denial';
import type { Context } from '../context';

export type IacFormat = 'TERRAFORM' | 'TERRAFORM_JSON' | 'CLOUDFORMATION' | 'BICEP' | 'PULUMI_YAML';

export interface IacBundle {
  format: IacFormat;
  files: { path: string; content: string; sha256: string }[];
  digest: string;
  warnings: string[];
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The code of a revision: the same revision and format give byte-identical files. */
export async function generateIac(ctx: Pick<Context, 'loaders' | 'work'>, revisionId: string, format: IacFormat): Promise<IacBundle> {
  if (format !== 'TERRAFORM' && format !== 'TERRAFORM_JSON')
    throw new Denial('NOT_AVAILABLE_YET', `The format ${format} is not served yet.`);
  const content = await ctx.loaders.contents.load(revisionId);
  if (!content) throw notFound();
  const { files, warnings } = await ctx.work.generate(content, format);
  const hashed = files.map((file) => ({ ...file, sha256: sha256(file.content) }));
  return { format, files: hashed, digest: sha256(canonicalJson(hashed.map(({ path, sha256: hash }) => [path, hash]))), warnings };
}
