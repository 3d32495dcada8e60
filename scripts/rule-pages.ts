import { mkdirSync, writeFileSync } from 'node:fs';
import type { LibraryPolicy } from '#domain/policy/rule';

const FOLDER = 'docs/rules';

/** Writes docs/rules/<RULE>.md for every rule, and the list of them. */
export function writeRulePages(policies: readonly LibraryPolicy[]): void {
  mkdirSync(FOLDER, { recursive: true });
  for (const policy of policies) writeFileSync(`${FOLDER}/${policy.rule}.md`, rulePage(policy));
  writeFileSync(`${FOLDER}/README.md`, rulesList(policies));
}

function rulePage({ rule, title, description, remediation, provider, severity, resourceTypes, controls, file }: LibraryPolicy): string {
  const byFramework = groupByFramework(controls);
  const rows = [...byFramework].map(([framework, same]) => `| ${framework} | ${same.map(({ id }) => id).join(', ')} |`);
  return `# ${rule}

${title}.

| provider | severity | resource types |
|---|---|---|
| ${provider} | ${severity} | ${resourceTypes.map((type) => `\`${type}\``).join(', ')} |

## Why

${description}

## What to do

${remediation}

## Undecided

Where a value that matters is known only after apply, the rule says so instead of passing; the check of the plan decides.

## Controls

| framework | controls |
|---|---|
${rows.join('\n')}

Source: [\`${file}\`](../../${file}). This page is written by \`scripts/build-policy-library.ts\` from the rule's METADATA.
`;
}

function rulesList(policies: readonly LibraryPolicy[]): string {
  const rows = policies.map(({ rule, severity, title }) => `| [${rule}](${rule}.md) | ${severity} | ${title} |`);
  return `# Guardrail rules

Each rule is a folder under \`domain/policy/library\`: \`policy.rego\` with its METADATA, and \`policy_test.rego\`. \`npx tsx scripts/new-rule.ts AWS.SQS.ENCRYPTED\`
starts one; \`npm run generate\` collects them and writes these pages. How strictly a rule holds is a setting, never part of the rule.

| rule | severity | what |
|---|---|---|
${rows.join('\n')}
`;
}

function groupByFramework(controls: LibraryPolicy['controls']): Map<string, LibraryPolicy['controls']> {
  const groups = new Map<string, LibraryPolicy['controls']>();
  for (const control of controls) groups.set(control.framework, [...(groups.get(control.framework) ?? []), control]);
  return groups;
}
