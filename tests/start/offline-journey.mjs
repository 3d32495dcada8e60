// Runs inside a network namespace that has nothing but a loopback: starts Lintel from nothing and takes a design through
// to SUCCEEDED. Prints what it reached; any failure ends it with code 1.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const [dataFolder] = process.argv.slice(2);
const lintel = spawn(process.execPath, ['dist/main.js'], {
  env: { PATH: process.env.PATH, LINTEL_DATA: dataFolder, PORT: '0', DATABASE_POOL_MAX: '5' },
  stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
});
const [{ ready: url }] = await Promise.race([
  once(lintel, 'message'),
  once(lintel, 'exit').then(([code]) => Promise.reject(new Error(`Lintel ended with ${code}`))),
]);

let token;
/** The value of the only field of the operation. */
async function ask(query, variables) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  const value = data && Object.values(data)[0];
  if (errors || value?.userErrors?.length) throw new Error(JSON.stringify(errors ?? value.userErrors));
  return value;
}

async function untilStatus(id, wanted) {
  for (;;) {
    const { status } = await ask('query ($id: ID!) { deployment(id: $id) { status } }', { id });
    if (status === wanted) return;
    if (['FAILED', 'CANCELED', 'REJECTED'].includes(status)) throw new Error(`the deployment is ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

try {
  const account = { email: 'owner@example.com', password: 'correct-horse-battery-staple', organizationName: 'Offline' };
  const { session, organization } = await ask(
    'mutation ($input: SignUpInput!) { signUp(input: $input) { session { accessToken } organization { id } userErrors { code } } }',
    { input: account },
  );
  token = session.accessToken;
  const { project } = await ask(
    'mutation ($input: CreateProjectInput!) { createProject(input: $input) { project { id } userErrors { code } } }',
    {
      input: { organizationId: organization.id, name: 'Shop' },
    },
  );
  const content = 'resource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16"\n}\n';
  const { blueprint } = await ask(
    'mutation ($input: ImportBlueprintInput!) { importBlueprint(input: $input) { blueprint { id } userErrors { code } } }',
    {
      input: { projectId: project.id, name: 'Network', format: 'HCL', files: [{ path: 'main.tf', content }] },
    },
  );
  const { environment } = await ask(
    'mutation ($input: CreateEnvironmentInput!) { createEnvironment(input: $input) { environment { id } userErrors { code } } }',
    { input: { blueprintId: blueprint.id, name: 'staging', target: 'REHEARSAL', requiresApproval: true } },
  );
  const { deployment } = await ask(
    'mutation ($input: RequestDeploymentInput!) { requestDeployment(input: $input) { deployment { id } userErrors { code } } }',
    { input: { environmentId: environment.id, kind: 'APPLY', idempotencyKey: 'offline' } },
  );
  await untilStatus(deployment.id, 'AWAITING_DECISION');
  await ask('mutation ($input: DecideDeploymentInput!) { approveDeployment(input: $input) { userErrors { code } } }', {
    input: { deploymentId: deployment.id },
  });
  await untilStatus(deployment.id, 'SUCCEEDED');
  console.log('SUCCEEDED');
} finally {
  lintel.kill('SIGTERM');
  await once(lintel, 'exit');
}
