/** The dependency rules of docs/architecture.md. Tests may wire rooms together; nothing imports tests. */
const tests = '\\.test\\.tsx?$|\\.fixture\\.ts$|^tests/';
const subgraphs = '^subgraphs/([^/]+)/';

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from: { pathNot: tests, ...from }, to });

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    rule(
      'domain-is-pure',
      'domain imports neither node: nor anything outside domain, bar a few pure npm libraries',
      { path: '^domain/' },
      { pathNot: '^domain/|^node_modules/big\\.js/|^big\\.js$' },
    ),
    rule(
      'platform-has-no-domain',
      'platform imports no subgraph and no area of the domain but access and the shared vocabulary',
      { path: '^platform/' },
      { path: '^(subgraphs|gateway|client|workers|start)/|^domain/(?!access/)[^/]+/' },
    ),
    rule('workers-know-no-subgraph', 'workers run the domain', { path: '^workers/' }, { path: '^(subgraphs|gateway|client|start)/' }),
    rule(
      'subgraphs-stay-apart',
      'a subgraph is reached through peers, never imported',
      { path: subgraphs },
      { path: '^subgraphs/', pathNot: '^subgraphs/$1/' },
    ),
    rule(
      'subgraphs-know-no-door',
      'subgraphs never import gateway or client',
      { path: '^subgraphs/' },
      { path: '^(gateway|client|start)/' },
    ),
    rule(
      'resolvers-translate',
      'resolvers never import Prisma, nor the store but for its types',
      { path: '^subgraphs/[^/]+/resolvers/' },
      { path: '^subgraphs/[^/]+/(store|generated/prisma)/|@prisma/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'services-decide',
      'services never import graphql, Apollo, Prisma or generated code',
      { path: '^subgraphs/[^/]+/services/' },
      { path: 'node_modules/(graphql|@apollo|@prisma)/|/generated/' },
    ),
    rule(
      'only-store-speaks-prisma',
      'Prisma is spoken in store/ only',
      { path: '^subgraphs/', pathNot: `^subgraphs/[^/]+/(store|generated)/|${tests}` },
      { path: 'node_modules/@prisma/|/generated/prisma/' },
    ),
    rule(
      'gateway-has-no-domain',
      'the gateway imports platform and npm only, and who a viewer is',
      { path: '^gateway/' },
      { path: '^(subgraphs|client|workers|start)/|^domain/(?!access/)[^/]+/' },
    ),
    rule(
      'sdk-stands-alone',
      'the SDK imports npm and its own generated code only',
      { path: '^client/sdk/' },
      { path: '^(?!client/sdk/|node_modules/)[^/]+/' },
    ),
    rule(
      'pages-talk-to-the-sdk',
      'the console and GraphiQL talk only to the SDK; the console validates with domain',
      { path: '^client/(console|graphiql)/' },
      { path: '^(subgraphs|gateway|platform|workers|start)/' },
    ),
    rule(
      'pages-stay-apart',
      'each page is a bundle of its own',
      { path: '^client/(console|graphiql)/' },
      { path: '^client/(console|graphiql)/', pathNot: '^client/$1/' },
    ),
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: tests },
      to: { path: '^tests/|\\.test\\.tsx?$|\\.fixture\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|generated/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
