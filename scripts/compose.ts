/** Composes schema/<subgraph>.graphql into schema/supergraph.graphql; `--check` fails when the committed file is stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

export const subgraphNames = ['auth', 'blueprint', 'iac', 'guardrail', 'cost', 'monitoring'] as const;

export function composeSupergraph(): string {
  const services = subgraphNames.map((name, at) => ({
    name,
    url: `http://127.0.0.1:${4001 + at}/graphql`,
    typeDefs: parse(readFileSync(`schema/${name}.graphql`, 'utf8'), { noLocation: true }),
  }));
  const { errors, supergraphSdl } = composeServices(services);
  if (errors?.length) throw new Error(errors.map((fault) => `${fault.extensions?.code ?? 'ERROR'} ${fault.message}`).join('\n'));
  return supergraphSdl!;
}

const target = 'schema/supergraph.graphql';
const composed = composeSupergraph();
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== composed) {
    console.error(`${target} is stale: run npm run compose`);
    process.exit(1);
  }
} else writeFileSync(target, composed);
