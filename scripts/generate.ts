/**
 * Rebuilds everything in folders called generated/: the API schema, the policy library, the resolver types of each
 * subgraph, the SDK's operations and the six Prisma clients. Needs no network and no engine binary.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { printSchema, Supergraph } from '@apollo/federation-internals';
import { generate, loadCodegenConfig } from '@graphql-codegen/cli';
import { buildPolicyLibrary } from './build-policy-library';

const run = promisify(execFile);
const subgraphs = ['auth', 'blueprint', 'iac', 'guardrail', 'cost', 'monitoring'];

function writeApiSchema(): void {
  mkdirSync('schema/generated', { recursive: true });
  const supergraph = Supergraph.build(readFileSync('schema/supergraph.graphql', 'utf8'));
  writeFileSync('schema/generated/api.graphql', printSchema(supergraph.apiSchema()));
}

/** Type name -> import of what its resolvers receive, from the exported names that end in Mapper. */
function mappersOf(subgraph: string): Record<string, string> {
  const file = `subgraphs/${subgraph}/mappers.ts`;
  if (!existsSync(file)) return {};
  const names = [...readFileSync(file, 'utf8').matchAll(/export (?:type|interface) (\w+)Mapper\b/g)].map((match) => match[1]!);
  return Object.fromEntries(names.map((name) => [name, `../mappers#${name}Mapper`]));
}

async function generateTypes(): Promise<void> {
  const { config } = await loadCodegenConfig({ configFilePath: 'codegen.yml' });
  for (const subgraph of subgraphs) {
    const target = config.generates[`subgraphs/${subgraph}/generated/resolvers.ts`]!;
    if (Array.isArray(target) || typeof target !== 'object' || !('config' in target))
      throw new Error(`codegen.yml has no target for ${subgraph}`);
    config.generates[`subgraphs/${subgraph}/generated/resolvers.ts`] = {
      ...target,
      config: { ...target.config, mappers: mappersOf(subgraph) },
    };
  }
  await generate({ ...config, silent: true, errorsOnly: true }, true);
}

/** `prisma generate` wants a schema engine only to ask for its version: any existing file will do. */
async function generatePrisma(subgraph: string): Promise<void> {
  await run(process.execPath, ['node_modules/prisma/build/index.js', 'generate', '--schema', `prisma/${subgraph}/schema.prisma`], {
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
      NO_COLOR: '1',
    },
  });
}

writeApiSchema();
await buildPolicyLibrary();
await Promise.all([generateTypes(), ...subgraphs.map(generatePrisma)]);
