/** Starts a guardrail rule: npx tsx scripts/new-rule.ts AWS.SQS.ENCRYPTED aws_sqs_queue */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';

const providers: Record<string, { folder: string; prefix: string }> = {
  AWS: { folder: 'aws', prefix: 'aws_' },
  AZURE: { folder: 'azure', prefix: 'azurerm_' },
  GCP: { folder: 'gcp', prefix: 'google_' },
};

const [rule = '', type = ''] = process.argv.slice(2);
const [provider = '', ...words] = rule.split('.');
const cloud = providers[provider];
if (cloud === undefined || !/^[A-Z]+(\.[A-Z][A-Z0-9_]*){2}$/.test(rule) || !type.startsWith(cloud.prefix)) {
  process.stderr.write('usage: new-rule.ts PROVIDER.SERVICE.NAME RESOURCE_TYPE, e.g. AWS.SQS.ENCRYPTED aws_sqs_queue\n');
  process.exit(2);
}
const slug = words.join('-').toLowerCase().replaceAll('_', '-');
const name = slug.replaceAll('-', '_');
const folder = `domain/policy/library/${cloud.folder}/${slug}`;
if (existsSync(folder)) {
  process.stderr.write(`${folder} exists already\n`);
  process.exit(1);
}

const policy = `# METADATA
# title: One sentence that says what must hold
# description: "Why it matters, to whoever has to change their design."
# custom:
#   rule: ${rule}
#   severity: MEDIUM
#   remediation: "What to write instead."
#   resource_types: [${type}]
#   controls: {}
package lintel.${cloud.folder}.${name}

import data.lintel.lib.resource

deny contains resource.finding(found, ["attribute"], "what is wrong") if {
	some found in resource.of(["${type}"])
	not resource.is_true(resource.value(found, ["attribute"], null))
	not resource.unresolved(found, ["attribute"])
}

undecided contains resource.finding(found, ["attribute"], "attribute is known only after apply") if {
	some found in resource.of(["${type}"])
	resource.unresolved(found, ["attribute"])
}
`;

const test = `package lintel.${cloud.folder}.${name}_test

import data.lintel.${cloud.folder}.${name} as subject
import data.lintel.lib.fixture

given(values, unknown) := {"address": "${type}.a", "type": "${type}", "values": values, "unknown": unknown}

# The paths that the rule reports.
denied(resource) := fixture.paths(found) if {
	found := subject.deny with input as fixture.input_of([resource])
}

unclear(resource) := fixture.paths(found) if {
	found := subject.undecided with input as fixture.input_of([resource])
}

test_pass if denied(given({"attribute": true}, [])) == set()

test_fail if denied(given({"attribute": false}, [])) == {["attribute"]}

test_unknown if {
	resource := given({"attribute": "\${var.x}"}, ["attribute"])
	denied(resource) == set()
	unclear(resource) == {["attribute"]}
}
`;

mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}/policy.rego`, policy);
writeFileSync(`${folder}/policy_test.rego`, test);
process.stdout.write(
  `${folder}: edit policy.rego and policy_test.rego, add a resource that breaks it to domain/policy/broken-resources.fixture.ts, then npm run generate\n`,
);
