import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const root = process.cwd();

/** Every module that may read variables: one called config.ts in a process's folder. */
const configModules = (): string[] =>
  ['start', 'gateway', ...readdirSync('subgraphs').map((name) => join('subgraphs', name))]
    .map((folder) => join(folder, 'config.ts'))
    .filter((file) => existsSync(file));

/** The exported schemas by the module that exports them. */
export async function variableSchemas(): Promise<{ file: string; schema: z.ZodObject }[]> {
  const found = await Promise.all(
    configModules().map(async (file) => {
      const exported = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>;
      return Object.values(exported)
        .filter((value): value is z.ZodObject => value instanceof z.ZodObject)
        .map((schema) => ({ file, schema }));
    }),
  );
  return found.flat();
}

export interface TemplateVariable {
  name: string;
  /** The text after the equals sign; empty means not set. */
  value: string;
  /** Whether an untouched copy leaves it out. */
  commented: boolean;
  section: string;
}

const assignment = /^(# )?([A-Z][A-Z0-9_]*)=(.*)$/;
const rule = /^# -{20,}$/;

/** The variables of .env.template with the first line of the section that each stands in. */
export function templateVariables(): TemplateVariable[] {
  const lines = readFileSync('.env.template', 'utf8').split('\n');
  let section = '';
  const variables: TemplateVariable[] = [];
  lines.forEach((line, at) => {
    if (rule.test(line) && !rule.test(lines[at - 2] ?? '') && !rule.test(lines[at - 3] ?? '')) section = lines[at + 1]!.slice(2);
    const match = assignment.exec(line);
    if (match) variables.push({ name: match[2]!, value: match[3]!, commented: match[1] !== undefined, section });
  });
  return variables;
}
