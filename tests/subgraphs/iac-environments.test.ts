import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { pagesLikeAConnection, pageSelection } from '#kit/connections';
import { mutationOf, refusals } from '#kit/refusals';
import { seed, type Blueprint, type Environment, type Owner, type Project } from '#kit/seed';
import { sharedStack, type Stack } from '#kit/stack';

jest.setTimeout(60_000);

interface EnvironmentFields {
  id: string;
  name: string;
  target: string;
  requiresApproval: boolean;
  variables: Record<string, unknown>;
  credentials: string | null;
}

const FIELDS = 'environment { id name target requiresApproval variables credentials }';
const CREATE = mutationOf('createEnvironment', FIELDS);
const UPDATE = mutationOf('updateEnvironment', FIELDS);
const DELETE = mutationOf('deleteEnvironment', 'environment { id }');

const QUEUE = `
variable "password" {
  type      = string
  sensitive = true
  default   = "none"
}
variable "size" {
  type    = number
  default = 1
}
resource "aws_sqs_queue" "jobs" {
  name                       = "jobs"
  visibility_timeout_seconds = var.size
}
`;

let stack: Stack;
let owner: Owner;
let project: Project;
let blueprint: Blueprint;

beforeAll(async () => {
  stack = await sharedStack();
  owner = await seed(stack.url).owner();
  project = await owner.project();
  blueprint = await project.blueprint(QUEUE);
});

const settingsInput = [
  { change: { variables: ['a'] }, code: 'INVALID_INPUT', at: 'variables' },
  { change: { credentials: '../secret' }, code: 'INVALID_INPUT', at: 'credentials' },
  { change: { credentials: 'a b' }, code: 'INVALID_INPUT', at: 'credentials' },
  { change: { credentials: 'x'.repeat(64) }, code: 'INVALID_INPUT', at: 'credentials' },
];

describe('creating an environment', () => {
  refusals({
    name: 'createEnvironment',
    stack: () => stack,
    owner: () => owner,
    input: () => ({ blueprintId: blueprint.id, name: 'refused' }),
    bad: [
      { change: { name: ' ' }, code: 'INVALID_INPUT', at: 'name' },
      { change: { name: 'a\nb' }, code: 'INVALID_INPUT', at: 'name' },
      ...settingsInput,
    ],
    role: 'AUTHOR',
    id: 'blueprintId',
  });

  it('makes a REHEARSAL that needs approval unless told otherwise', async () => {
    const { environment } = await owner.client.change<{ environment: EnvironmentFields }>(CREATE, {
      blueprintId: blueprint.id,
      name: 'plain',
    });
    expect(environment).toMatchObject({ name: 'plain', target: 'REHEARSAL', requiresApproval: true, variables: {}, credentials: null });
  });

  it('refuses a name that the blueprint has, and takes it again once that one is deleted', async () => {
    const input = { blueprintId: blueprint.id, name: 'unique' };
    const { environment } = await owner.client.change<{ environment: EnvironmentFields }>(CREATE, input);
    const refused = await owner.client.payload(CREATE, { input });
    expect(refused.userErrors).toEqual([expect.objectContaining({ code: 'NAME_TAKEN', path: ['input', 'name'] })]);
    await owner.client.change(DELETE, { environmentId: environment.id });
    await owner.client.change(CREATE, input);
  });

  it('makes one of 20 namesakes asked for at once, and one of 20 identical calls', async () => {
    const race = (input: object) =>
      Promise.all(Array.from({ length: 20 }, () => owner.client.payload<{ environment: EnvironmentFields | null }>(CREATE, { input })));
    const namesakes = await race({ blueprintId: blueprint.id, name: 'raced' });
    expect(namesakes.filter((one) => one.environment)).toHaveLength(1);
    expect(namesakes.flatMap((one) => one.userErrors.map((error) => error.code))).toEqual(Array(19).fill('NAME_TAKEN'));
    const identical = await race({ blueprintId: blueprint.id, name: 'keyed', idempotencyKey: 'keyed' });
    expect(new Set(identical.map((one) => one.environment?.id)).size).toBe(1);
  });

  it('shows the values of sensitive variables as null, and those of variables that nobody declares', async () => {
    const variables = { password: 'canary', size: 5, unknown: 'canary too' };
    const { environment } = await owner.client.change<{ environment: EnvironmentFields }>(CREATE, {
      blueprintId: blueprint.id,
      name: 'secrets',
      variables,
    });
    expect(environment.variables).toEqual({ password: null, size: 5, unknown: null });
  });
});

describe('updating an environment', () => {
  let environment: Environment;
  beforeAll(async () => void (environment = await blueprint.environment()));

  refusals({
    name: 'updateEnvironment',
    stack: () => stack,
    owner: () => owner,
    input: () => ({ environmentId: environment.id }),
    bad: settingsInput,
    role: 'AUTHOR',
    id: 'environmentId',
  });

  it('changes what is given and leaves the rest', async () => {
    const update = async (change: object) =>
      (await owner.client.change<{ environment: EnvironmentFields }>(UPDATE, { environmentId: environment.id, ...change })).environment;
    expect(await update({ variables: { size: 9 }, credentials: 'prod-1' })).toMatchObject({
      variables: { size: 9 },
      credentials: 'prod-1',
      requiresApproval: true,
    });
    expect(await update({ requiresApproval: false })).toMatchObject({
      variables: { size: 9 },
      credentials: 'prod-1',
      requiresApproval: false,
    });
    expect(await update({ credentials: null })).toMatchObject({ credentials: null, requiresApproval: false });
  });

  it('keeps a hidden value that is sent back as the null it was shown as', async () => {
    const own = await project.blueprint(QUEUE);
    const other = await own.environment({ variables: { hidden: 'kept', size: 1 } });
    const update = { environmentId: other.id, variables: { hidden: null, size: 2 } };
    const { environment: shown } = await owner.client.change<{ environment: EnvironmentFields }>(UPDATE, update);
    expect(shown.variables).toEqual({ hidden: null, size: 2 });
    await owner.client.change(mutationOf('importBlueprint'), {
      ...{ blueprintId: own.id, expectedRevision: 1, format: 'HCL' },
      files: [{ path: 'main.tf', content: `${QUEUE}variable "hidden" {\n  type = string\n}\n` }],
    });
    const data = await owner.client.ask<{ environment: EnvironmentFields }>(`query ($id: ID!) { environment(id: $id) { variables } }`, {
      id: other.id,
    });
    expect(data.environment.variables).toEqual({ hidden: 'kept', size: 2 });
  });
});

describe('deleting an environment', () => {
  let environment: Environment;
  beforeAll(async () => void (environment = await blueprint.environment({ requiresApproval: false })));

  refusals({
    name: 'deleteEnvironment',
    stack: () => stack,
    owner: () => owner,
    input: () => ({ environmentId: environment.id }),
    bad: [],
    role: 'AUTHOR',
    id: 'environmentId',
  });

  it('is refused while its state holds resources, unless they are abandoned', async () => {
    const run = await environment.request('APPLY');
    await environment.reached(run, 'SUCCEEDED');
    const refused = await owner.client.payload(DELETE, { input: { environmentId: environment.id } });
    expect(refused.userErrors[0]).toMatchObject({ code: 'ENVIRONMENT_NOT_EMPTY', path: ['input', 'environmentId'] });
    await owner.client.change(DELETE, { environmentId: environment.id, abandonResources: true });
    expect(await owner.client.code(DELETE, { input: { environmentId: environment.id } })).toBe('NOT_FOUND');
  });

  it('is refused while a run has not ended', async () => {
    const waiting = await blueprint.environment({ requiresApproval: true });
    const run = await waiting.request('APPLY');
    await waiting.reached(run, 'AWAITING_DECISION');
    const refused = await owner.client.payload(DELETE, { input: { environmentId: waiting.id, abandonResources: true } });
    expect(refused.userErrors[0]).toMatchObject({ code: 'ENVIRONMENT_BUSY' });
  });
});

describe('lists of environments', () => {
  let other: Owner;
  let home: Project;
  let many: Blueprint;
  beforeAll(async () => {
    other = await seed(stack.url).owner();
    home = await other.project();
    many = await home.blueprint(QUEUE);
    for (let at = 0; at < 5; at += 1) await many.environment();
  });

  it('of a blueprint are in the order of their making, and nothing to another organisation', async () => {
    const query = `query ($id: ID!) { blueprint(id: $id) { environments { name } } }`;
    const { blueprint: own } = await other.client.ask<{ blueprint: { environments: object[] } }>(query, { id: many.id });
    expect(own.environments).toHaveLength(5);
    expect(await owner.client.code(query, { id: many.id })).toBe('NOT_FOUND');
  });

  const of = (owning: string, id: () => string) => ({
    name: `${owning}.environments`,
    document: `query ($id: ID!, $first: Int, $after: String) { ${owning}(id: $id) { environments(first: $first, after: $after) ${pageSelection('id')} } }`,
    variables: () => ({ id: id() }),
    at: [owning, 'environments'],
    strict: true,
  });
  pagesLikeAConnection(() => other.client, [of('organization', () => other.organizationId), of('project', () => home.id)]);
});

describe('generated code', () => {
  interface Bundle {
    files: { path: string; content: string; sha256: string }[];
    digest: string;
    warnings: string[];
  }
  const REVISION = `query ($id: ID!, $format: IacFormat!) { blueprintRevision(id: $id) { iac(format: $format) { files { path content sha256 } digest warnings } } }`;
  const generate = async (id: string, format = 'TERRAFORM') =>
    (await owner.client.ask<{ blueprintRevision: { iac: Bundle } }>(REVISION, { id, format })).blueprintRevision.iac;

  const hostile = [
    '${file("/etc/passwd")}',
    '%{ if true }x%{ endif }',
    '$${x}',
    '"}\nresource "aws_vpc" "injected" {}',
    'EOF\n',
    '\\${x}',
    '\u2028',
    '${"${1}"}',
  ];
  /** As a caller writes data: a literal ${ and %{ are doubled. */
  const asData = (text: string) => text.replaceAll(/([$%])\{/g, '$1$1{');

  async function designOf(tags: Record<string, string>, name = 'Hostile'): Promise<string> {
    const { revision } = await owner.client.change<{ revision: { id: string } }>(mutationOf('createBlueprint', 'revision { id }'), {
      projectId: project.id,
      name,
      content: {
        provider: 'AWS',
        region: 'eu-west-1',
        resources: [{ type: 'aws_vpc', name: 'v', attributes: { cidr_block: '10.0.0.0/16', tags } }],
      },
    });
    return revision.id;
  }

  it('is byte for byte the same whenever and in whichever order it is asked for', async () => {
    const [one, other] = [await generate(blueprint.revisionId), await generate(blueprint.revisionId)];
    expect(other).toEqual(one);
    expect(one.files.map((file) => file.path)).toEqual(expect.arrayContaining(['main.tf', 'variables.tf']));
    expect((await generate(blueprint.revisionId, 'TERRAFORM_JSON')).digest).not.toBe(one.digest);
  });

  it.each(['TERRAFORM', 'TERRAFORM_JSON'])('in %s carries data that looks like code as the text that it is', async (format) => {
    const tags = Object.fromEntries(hostile.map((text, at) => [`t${at}`, asData(text)]));
    const { files } = await generate(await designOf(tags), format);
    expect(files.map((file) => file.path)).not.toContain('injected');
    const again = await owner.client.change<{
      revision: { resource: { attributes: { tags: object } }; resources: { totalCount: number } };
    }>(mutationOf('importBlueprint', 'revision { resources { totalCount } resource(address: "aws_vpc.v") { attributes } }'), {
      projectId: project.id,
      name: 'Again',
      format: 'HCL',
      files: files.map(({ path: name, content }) => ({ path: name, content })),
    });
    expect(again.revision).toEqual({ resources: { totalCount: 1 }, resource: { attributes: expect.objectContaining({ tags }) } });
  });

  it('names what it cannot serve yet, and shows nothing to another organisation', async () => {
    expect(await owner.client.code(REVISION, { id: blueprint.revisionId, format: 'BICEP' })).toBe('NOT_AVAILABLE_YET');
    expect(await (await seed(stack.url).owner()).client.code(REVISION, { id: blueprint.revisionId, format: 'TERRAFORM' })).toBe(
      'NOT_FOUND',
    );
  });

  const terraform = onPath('terraform') ?? onPath('tofu');
  (terraform ? it : it.skip)('is formatted as terraform fmt would', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'lintel-fmt-'));
    try {
      const revisions = [
        blueprint.revisionId,
        (await project.blueprint()).revisionId,
        await designOf(Object.fromEntries(hostile.map((text, at) => [`t${at}`, asData(text)])), 'Fmt'),
      ];
      for (const [at, id] of revisions.entries())
        for (const file of (await generate(id)).files) writeFileSync(path.join(folder, `${at}-${file.path}`), file.content);
      expect(execFileSync(terraform!, ['fmt', '-check', '-diff', folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })).toBe(
        '',
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function onPath(program: string): string | null {
  try {
    return execFileSync('which', [program], { encoding: 'utf8' }).trim();
  } catch (fault) {
    if ((fault as { status?: number }).status === 1) return null;
    throw fault;
  }
}
