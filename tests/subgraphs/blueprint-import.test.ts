import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mutationOf, refusals } from '#kit/refusals';
import { NETWORK, seed, type Owner, type Project } from '#kit/seed';
import { sharedStack, type Stack } from '#kit/stack';

jest.setTimeout(60_000);

interface Imported {
  blueprint: { id: string } | null;
  revision: { id: string; number: number } | null;
  importedResources: number;
  skipped: { path: string | null; line: number | null; address: string | null; reason: string }[];
}

const IMPORT = mutationOf(
  'importBlueprint',
  'blueprint { id } revision { id number } importedResources skipped { path line address reason }',
);

let stack: Stack;
let owner: Owner;
let project: Project;

beforeAll(async () => {
  stack = await sharedStack();
  owner = await seed(stack.url).owner();
  project = await owner.project();
});

const file = (content: string, path = 'main.tf') => ({ path, content });
const input = (...files: object[]) => ({ projectId: project.id, name: 'Imported', format: 'HCL', files });
const read = (...files: object[]) => owner.client.payload<Imported>(IMPORT, { input: input(...files) });

async function blueprintCount(): Promise<number> {
  const data = await owner.client.ask<{ project: { blueprints: { totalCount: number } } }>(
    `query ($p: ID!) { project(id: $p) { blueprints { totalCount } } }`,
    { p: project.id },
  );
  return data.project.blueprints.totalCount;
}

describe('an import', () => {
  refusals({
    name: 'importBlueprint',
    stack: () => stack,
    owner: () => owner,
    input: () => input(file(NETWORK)),
    bad: [
      { change: { name: null }, code: 'INVALID_INPUT', at: 'input' },
      { change: { expectedRevision: 1, projectId: null, name: null }, code: 'INVALID_INPUT', at: 'input' },
      { change: { files: [] }, code: 'INVALID_INPUT', at: 'files' },
      ...['../etc/passwd', '/etc/passwd', 'a/../../b.tf', 'a\\..\\..\\b.tf', 'C:\\x.tf', '', 'a\0.tf', 'x'.repeat(501)].map((path) => ({
        change: { files: [file('', path)] },
        code: 'INVALID_INPUT',
        at: 'path',
      })),
      { change: { files: [file('resource "aws_vpc" "x" {')] }, code: 'IMPORT_FAILED', at: 'content' },
    ],
    role: 'VIEWER',
    id: 'projectId',
  });

  it('makes a blueprint of several files', async () => {
    const { revision, importedResources, skipped, userErrors } = await read(
      file('variable "cidr" {\n  default = "10.0.0.0/16"\n}\n', 'variables.tf'),
      file('resource "aws_vpc" "main" {\n  cidr_block = var.cidr\n}\n', 'vpc.tf'),
      file('output "vpc" {\n  value = aws_vpc.main.id\n}\n', 'outputs.tf'),
    );
    expect([userErrors, skipped, importedResources, revision!.number]).toEqual([[], [], 1, 1]);
  });

  it('names file, line and column of what does not parse, and saves nothing', async () => {
    const before = await blueprintCount();
    const { userErrors, blueprint } = await read(
      file('resource "aws_vpc" "main" {}\n', 'good.tf'),
      file('resource "aws_vpc" "x" {\n  cidr_block = = "a"\n}\n', 'bad.tf'),
    );
    expect(blueprint).toBeNull();
    expect(userErrors[0]).toMatchObject({
      code: 'IMPORT_FAILED',
      message: expect.stringMatching(/^bad\.tf:2:16: /),
      path: ['input', 'files', '1', 'content'],
    });
    expect(await blueprintCount()).toBe(before);
  });

  it('keeps what it does not know as a finding and lists what it leaves out', async () => {
    const { revision, skipped } = await read(
      file(
        'resource "aws_instnace" "x" {}\nresource "aws_vpc" "y" {\n  provisioner "local-exec" {\n    command = "rm -rf /"\n  }\n}\nfrobnicate "z" {}\n',
      ),
    );
    expect(skipped.map((one) => [one.path, one.line])).toEqual(
      expect.arrayContaining([
        ['main.tf', 3],
        ['main.tf', 7],
      ]),
    );
    const { blueprintRevision } = await owner.client.ask<{ blueprintRevision: { validation: { findings: object[] } } }>(
      `query ($id: ID!) { blueprintRevision(id: $id) { validation { findings { rule suggestion } } } }`,
      { id: revision!.id },
    );
    expect(blueprintRevision.validation.findings).toContainEqual({ rule: 'UNKNOWN_TYPE', suggestion: 'aws_instance' });
  });

  it('adds a revision to a blueprint, at the head only, and once per key', async () => {
    const blueprint = await project.blueprint();
    const revise = {
      blueprintId: blueprint.id,
      expectedRevision: 1,
      format: 'HCL',
      files: [file('resource "aws_vpc" "v" {}')],
      idempotencyKey: 'again',
    };
    const first = await owner.client.change<Imported>(IMPORT, revise);
    expect(first.revision!.number).toBe(2);
    expect(await owner.client.change<Imported>(IMPORT, revise)).toMatchObject({ revision: first.revision });
    const stale = await owner.client.payload(IMPORT, { input: { ...revise, idempotencyKey: null } });
    expect(stale.userErrors[0]).toMatchObject({ code: 'REVISION_CONFLICT', message: expect.stringContaining('revision 2') });
  });

  it('takes hostile texts without a fault of its own', async () => {
    const texts = [
      '\0',
      'resource "aws_vpc" "a\0b" {}',
      'resource "aws_vpc" "x" {\n  cidr_block = "\\u0000"\n}',
      'resource "aws_vpc" "x" {\n  cidr_block = "\\ud800"\n}',
      '\ufeffresource "aws_vpc" "x" {}',
      '\ud800',
      '('.repeat(100_000),
      `x = ${'['.repeat(50_000)}`,
      `locals {\n  x = ${'!'.repeat(100_000)}true\n}`,
      `locals {\n  x = "${'${"'.repeat(20_000)}`,
      'locals {\n  __proto__ = { polluted = true }\n  constructor = 1\n}',
      'resource "__proto__" "constructor" {\n  __proto__ = 1\n}',
      `resource "aws_vpc" "${'x'.repeat(100_000)}" {}`,
      'a'.repeat(1_000_000),
      '<<EOF\nnever ends',
      '/* never ends',
      'resource aws_vpc x {}\r\n\r',
    ];
    for (const text of texts) {
      const { data, errors } = await owner.client.raw<{ importBlueprint: { userErrors: { code: string }[] } }>(IMPORT, {
        input: input(file(text)),
      });
      const code = errors?.[0]?.extensions?.code ?? data?.importBlueprint.userErrors[0]?.code ?? 'imported';
      expect([text.slice(0, 40), code]).toEqual([
        text.slice(0, 40),
        expect.stringMatching(/^(imported|IMPORT_FAILED|INVALID_INPUT|BAD_USER_INPUT)$/),
      ]);
    }
  });

  it('takes a configuration of 5,000 resources', async () => {
    const one = (at: number) =>
      `resource "aws_s3_bucket" "b${at}" {\n  bucket = "bucket-${at}"\n  tags = {\n    Name = "\${var.prefix}-${at}"\n  }\n}\n`;
    const { importedResources, userErrors, revision } = await read(
      file(`variable "prefix" {\n  default = "x"\n}\n${Array.from({ length: 5_000 }, (_, at) => one(at)).join('')}`),
    );
    expect([userErrors, importedResources]).toEqual([[], 5_000]);
    const { blueprintRevision } = await owner.client.ask<{ blueprintRevision: object }>(
      `query ($id: ID!) { blueprintRevision(id: $id) { resources(first: 1) { totalCount } validation { valid } } }`,
      { id: revision!.id },
    );
    expect(blueprintRevision).toEqual({ resources: { totalCount: 5_000 }, validation: { valid: true } });
  });
});

const data = '../shared/data';
const corpora = existsSync(`${data}/cost/dev.json`) && existsSync(`${data}/guardrails/dev.json`);

/** Every n-th of the real configurations, so that all clouds are among them. */
function realTexts(count: number): { path: string; content: string }[][] {
  const costs = (JSON.parse(readFileSync(`${data}/cost/dev.json`, 'utf8')) as { tf: string | null }[])
    .filter((one) => one.tf)
    .map((one) => [file(one.tf!)]);
  const { cases } = JSON.parse(readFileSync(`${data}/guardrails/dev.json`, 'utf8')) as {
    cases: { files: { path: string; text: string }[] }[];
  };
  const all = [...costs, ...cases.map((one) => one.files.filter(({ text }) => text).map(({ path, text }) => file(text, path)))].filter(
    (files) => files.length > 0,
  );
  const step = all.length / count;
  return Array.from({ length: count }, (_, at) => all[Math.floor(at * step)]!);
}

(corpora ? describe : describe.skip)('200 real configurations', () => {
  it('are imported or refused with a place, never with a fault, and what was imported can be read', async () => {
    const refused: unknown[] = [];
    const work = realTexts(200);
    let imported = 0;
    const worker = async (): Promise<void> => {
      for (let files = work.pop(); files; files = work.pop()) {
        const { data: answer, errors } = await owner.client.raw<{
          importBlueprint: { revision: object | null; userErrors: { code: string; message: string }[] };
        }>(mutationOf('importBlueprint', 'revision { validation { valid } graph { nodes { depth } } contentHash }'), {
          input: input(...files),
        });
        if (errors) refused.push({ errors, text: files[0]!.content.slice(0, 300) });
        else if (answer!.importBlueprint.userErrors.length === 0) imported += 1;
        else if (!/^[^:]+:\d+:\d+: /.test(answer!.importBlueprint.userErrors[0]!.message)) refused.push(answer);
      }
    };
    await Promise.all(Array.from({ length: 4 }, worker));
    expect(refused).toEqual([]);
    expect(imported).toBeGreaterThan(195);
  }, 120_000);
});
