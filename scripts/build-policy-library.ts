/**
 * Collects domain/policy/library into domain/policy/generated/library.ts and writes the rules' pages under docs/rules. The METADATA of each rule is read by OPA
 * itself and checked here: a rule that lacks a part stops the build with the file's name.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { refusedBuiltins } from '#domain/policy/capabilities';
import type { CollectedLibrary, LibraryPolicy } from '#domain/policy/rule';
import { createRegoPool } from '#platform/rego/pool';
import { policySetId, type PackageAnnotation } from '#platform/rego/request';
import { writeRulePages } from './rule-pages';

const LIBRARY = 'domain/policy/library';
const providers = { aws: 'AWS', azure: 'AZURE', gcp: 'GCP' } as const;

const metadata = z.strictObject({
  rule: z.string().regex(/^(AWS|AZURE|GCP)(\.[A-Z][A-Z0-9_]*){2}$/),
  severity: z.enum(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']),
  remediation: z.string().min(1),
  resource_types: z.array(z.string()).min(1),
  controls: z.record(z.string(), z.array(z.string())),
});

/** Rego sources of the library by path, e.g. domain/policy/library/aws/ec2-no-public-ssh/policy.rego. */
export function librarySources(): {
  rules: Record<string, string>;
  tests: Record<string, string>;
  shared: Record<string, string>;
  fixtures: Record<string, string>;
} {
  const read = (paths: string[]) => Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'utf8')]));
  const folders = Object.keys(providers).flatMap((provider) =>
    readdirSync(join(LIBRARY, provider)).map((name) => join(LIBRARY, provider, name)),
  );
  const shared = readdirSync(join(LIBRARY, 'lib')).map((name) => join(LIBRARY, 'lib', name));
  return {
    rules: read(folders.map((folder) => join(folder, 'policy.rego'))),
    tests: read(folders.map((folder) => join(folder, 'policy_test.rego'))),
    shared: read(shared.filter((path) => !path.endsWith('fixture.rego'))),
    fixtures: read(shared.filter((path) => path.endsWith('fixture.rego'))),
  };
}

/** Rebuilds the generated library and the rule pages. Throws when a rule does not compile or its METADATA is incomplete. */
export async function buildPolicyLibrary(): Promise<void> {
  const { rules, shared } = librarySources();
  const annotations = await annotationsOf({ ...rules, ...shared });
  const policies = Object.entries(rules).map(([file, rego]) => libraryPolicy(file, rego, annotations.get(file)));
  policies.sort((a, b) => (a.rule < b.rule ? -1 : 1));
  const repeated = policies.find(({ rule }, index) => policies[index + 1]?.rule === rule);
  if (repeated !== undefined) throw new Error(`two rules are called ${repeated.rule}`);
  const collected: CollectedLibrary = { policies, shared };
  mkdirSync('domain/policy/generated', { recursive: true });
  writeFileSync(
    'domain/policy/generated/library.ts',
    `import type { CollectedLibrary } from '../rule';\n\nexport const library: CollectedLibrary = ${JSON.stringify(collected, null, 2)};\n`,
  );
  writeRulePages(policies);
}

async function annotationsOf(modules: Record<string, string>): Promise<Map<string, PackageAnnotation>> {
  const pool = createRegoPool({ size: 1 });
  try {
    const loaded = await pool.load({ id: policySetId({ modules, deny: refusedBuiltins }), modules, deny: refusedBuiltins });
    if (!loaded.ok)
      throw new Error(loaded.errors.map(({ file, row, column, message }) => `${file}:${row}:${column}: ${message}`).join('\n'));
    return new Map(loaded.annotations.map((annotation) => [annotation.file, annotation]));
  } finally {
    await pool.close();
  }
}

function libraryPolicy(file: string, rego: string, annotation: PackageAnnotation | undefined): LibraryPolicy {
  if (annotation === undefined || annotation.title === '' || annotation.description === '')
    throw new Error(`${file}: METADATA needs a title and a description`);
  const parsed = metadata.safeParse(annotation.custom);
  if (!parsed.success) throw new Error(`${file}: METADATA: ${z.prettifyError(parsed.error)}`);
  const { rule, severity, remediation, resource_types: resourceTypes, controls } = parsed.data;
  const [, , , provider, folder] = file.split('/');
  const expected = `data.lintel.${provider}.${folder?.replaceAll('-', '_')}`;
  if (annotation.package !== expected) throw new Error(`${file}: the package must be ${expected.slice('data.'.length)}`);
  return {
    rule,
    title: annotation.title,
    description: annotation.description,
    remediation,
    provider: providers[provider as keyof typeof providers],
    severity,
    resourceTypes,
    controls: Object.entries(controls).flatMap(([framework, ids]) => ids.map((id) => ({ framework, id }))),
    package: annotation.package.slice('data.'.length),
    file,
    rego,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildPolicyLibrary();
