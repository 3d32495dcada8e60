import { createHash } from 'node:crypto';
import { analyse, type Analysis } from '#domain/blueprint/analyse';
import type { BlueprintContent } from '#domain/blueprint/content';
import { canonicalContent } from '#domain/blueprint/content-hash';
import { importHcl } from '#domain/blueprint/import-hcl';
import { generateTerraform, type GeneratedTerraform } from '#domain/blueprint/terraform-files';
import { generateTerraformJson } from '#domain/blueprint/terraform-json';
import { normalizeContent } from '#domain/blueprint/normalize-content';
import { lowerDesign } from '#domain/component/lower';
import { fail, ok, type Result } from '#domain/result';
import { catalog } from './thread-catalog';

const hashOf = (content: BlueprintContent): string => createHash('sha256').update(canonicalContent(content)).digest('hex');

interface Analysed {
  contentHash: string;
  analysis: Analysis;
}

interface ReadConfiguration extends Analysed {
  content: BlueprintContent;
  importedResources: number;
  skipped: { path: string | null; line: number | null; address: string | null; reason: string }[];
}

const mostFaults = 20;

export const blueprintTasks = {
  /** sha256 of the canonical content, findings and graph. */
  analyse(content: BlueprintContent): Analysed {
    return { contentHash: hashOf(content), analysis: analyse(content, catalog()) };
  },

  /** Terraform files -> content and what follows from it; a file that does not parse fails the whole with its places. */
  importHcl(files: { path: string; content: string }[]): Result<ReadConfiguration, { file: string; message: string }[]> {
    const { content, importedResources, skipped, diagnostics } = importHcl(files, catalog());
    const broken = diagnostics.filter((one) => one.code === 'HCL_SYNTAX');
    if (broken.length) {
      return fail(
        broken.slice(0, mostFaults).map(({ source, summary }) => ({
          file: source?.file ?? files[0]!.path,
          message: source ? `${source.file}:${source.line}:${source.column}: ${summary}` : summary,
        })),
      );
    }
    // What an editor could not save back is not imported either, e.g. a NUL that an escape sequence makes.
    const normal = normalizeContent(content);
    if (!normal.ok)
      return fail(
        normal.fault.slice(0, mostFaults).map((one) => ({ file: files[0]!.path, message: `${one.path.join('.')}: ${one.message}` })),
      );
    return ok({ content, importedResources, skipped, contentHash: hashOf(content), analysis: analyse(content, catalog()) });
  },

  /** The files of a design. */
  generate(content: BlueprintContent, format: 'TERRAFORM' | 'TERRAFORM_JSON'): GeneratedTerraform {
    const lowered = lowerDesign(content).content;
    return format === 'TERRAFORM' ? generateTerraform(lowered, catalog()) : generateTerraformJson(lowered, catalog());
  },
};
