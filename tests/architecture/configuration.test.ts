import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { readStartConfig } from '../../start/config';
import { templateVariables, variableSchemas } from './variables';

const schemas = await variableSchemas();
const template = templateVariables();
const readByLintel = new Set(schemas.flatMap(({ schema }) => Object.keys(schema.shape)));
const isReserved = ({ section }: { section: string }): boolean => section.startsWith('Reserved');
const isForCompose = ({ section }: { section: string }): boolean => section.startsWith('Docker Compose only');
const names = (variables: { name: string }[]): string[] => variables.map(({ name }) => name).sort();

describe('.env.template', () => {
  it('lists exactly the variables that the config schemas read', () => {
    expect(names(template.filter((one) => !isReserved(one) && !isForCompose(one)))).toEqual([...readByLintel].sort());
  });

  it('reserves only variables that nothing reads yet', () => {
    expect(names(template.filter((one) => isReserved(one) || isForCompose(one))).filter((name) => readByLintel.has(name))).toEqual([]);
  });

  it('lists no variable twice', () => {
    expect(names(template)).toEqual([...new Set(names(template))]);
  });

  it('has every group of settings', () => {
    const sections = [...new Set(template.map(({ section }) => section.split(':')[0]))];
    expect(sections).toEqual([
      'Security secrets',
      'Process',
      'Database and pool',
      'Service URLs',
      'Events',
      'CORS',
      'Feature flags',
      'Limits',
      'Docker Compose only',
      'Reserved',
    ]);
  });

  it('sets nothing in an untouched copy', () => {
    expect(template.filter(({ commented, value }) => !commented && value !== '')).toEqual([]);
    const untouched = Object.fromEntries(template.filter(({ commented }) => !commented).map(({ name, value }) => [name, value]));
    expect(readStartConfig(untouched)).toEqual(readStartConfig({}));
  });

  it('shows the defaults that the schemas have', () => {
    const shown = new Map(template.filter(({ commented }) => commented).map(({ name, value }) => [name, value]));
    const differing = schemas.flatMap(({ file, schema }) =>
      Object.entries(schema.shape)
        .filter(([name, field]) => !agrees(field as z.ZodType, shown.get(name)))
        .map(([name]) => `${file} ${name}`),
    );
    expect(differing).toEqual([]);
  });
});

/** Whether reading the shown text gives the same as reading nothing. */
function agrees(field: z.ZodType, shown: string | undefined): boolean {
  const byDefault = field.safeParse(undefined);
  const hasDefault = byDefault.success && byDefault.data !== undefined;
  if (!hasDefault) return true;
  return shown !== undefined && JSON.stringify(field.parse(shown)) === JSON.stringify(byDefault.data);
}

const sourceFolders = ['domain', 'platform', 'workers', 'gateway', 'subgraphs', 'client', 'start'];

/** Files that read the environment of the process although they are neither a config file nor an entry point. */
const exceptions = new Map([['platform/database/postgres-process.ts', 'hands PATH on to the PostgreSQL programs that it starts']]);

const mayReadEnvironment = (file: string): boolean => file.endsWith('/config.ts') || file === 'start/main.ts' || exceptions.has(file);

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : sourceFiles(path);
    return /\.(ts|tsx|mjs)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

describe('process.env', () => {
  const readers = sourceFolders
    .flatMap(sourceFiles)
    .filter((file) =>
      /\bprocess\s*(\?\.|\.)\s*env\b|\bprocess\s*\[\s*['"]env|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b|import\s*\{[^}]*\benv\b[^}]*\}\s*from\s*['"](node:)?process/.test(
        readFileSync(file, 'utf8'),
      ),
    );

  it('is read in config files and in the entry point only', () => {
    expect(readers.filter((file) => !mayReadEnvironment(file))).toEqual([]);
  });

  it('has no exception that is no longer needed', () => {
    expect([...exceptions.keys()].filter((file) => !readers.includes(file))).toEqual([]);
  });
});
