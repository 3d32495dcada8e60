import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { pagesLikeAConnection, pageSelection } from '#kit/connections';
import { mutationOf, refusals } from '#kit/refusals';
import { seed, type Owner, type Project } from '#kit/seed';
import { sharedStack, type Stack } from '#kit/stack';

type Named = { id: string; slug: string; name: string };
type Revised = { blueprint: Named & { labels: object; description: string | null; archivedAt: string | null }; revision: Revision };
type Revision = { id: string; number: number; contentHash: string; message: string | null };

const CREATE_PROJECT = mutationOf('createProject', 'project { id slug name organization { id } }');
const REVISED = 'blueprint { id slug name description labels archivedAt } revision { id number contentHash message }';
const CREATE = mutationOf('createBlueprint', REVISED);
const REVISE = mutationOf('reviseBlueprint', REVISED);
const ARCHIVE = mutationOf('archiveBlueprint', 'blueprint { id archivedAt }');

const bucket = (name: string, attributes: object = {}) => ({ type: 'aws_s3_bucket', name, attributes: { bucket: name, ...attributes } });
const design = (...resources: object[]) => ({ provider: 'AWS', region: 'eu-west-1', resources });

jest.setTimeout(30_000);

let stack: Stack;
let owner: Owner;
let project: Project;

beforeAll(async () => {
  stack = await sharedStack();
  owner = await seed(stack.url).owner();
  project = await owner.project();
}, 60_000);

const create = (input: object = {}) =>
  owner.client.change<Revised>(CREATE, { projectId: project.id, name: 'Design', content: design(bucket('one')), ...input });

describe('projects', () => {
  const input = () => ({ organizationId: owner.organizationId, name: 'Shop' });

  refusals({
    name: 'createProject',
    stack: () => stack,
    owner: () => owner,
    input,
    bad: [
      { change: { name: '' }, code: 'INVALID_INPUT', at: 'name' },
      { change: { name: 'x'.repeat(201) }, code: 'INVALID_INPUT', at: 'name' },
      { change: { name: 'x'.repeat(100_000) }, code: 'INVALID_INPUT', at: 'name' },
      { change: { name: 'a\0b' }, code: 'INVALID_INPUT', at: 'name' },
      { change: { name: 'a\ud800b' }, code: 'INVALID_INPUT', at: 'name' },
      { change: { slug: '-Bad-' }, code: 'INVALID_INPUT', at: 'slug' },
      { change: { idempotencyKey: 'k'.repeat(201) }, code: 'INVALID_INPUT', at: 'idempotencyKey' },
    ],
    role: 'VIEWER',
    id: 'organizationId',
  });

  it('are created with a slug made of the name, or the next free one', async () => {
    const slugs: string[] = [];
    for (const name of ['Déjà Vu & Co', 'deja vu co', '日本語', '🙂'])
      slugs.push((await owner.client.change<{ project: Named }>(CREATE_PROJECT, { ...input(), name })).project.slug);
    expect(slugs).toEqual(['deja-vu-co', 'deja-vu-co-2', 'unnamed', 'unnamed-2']);
  });

  it('refuses a slug that is taken, and leaves the key of the refused call free', async () => {
    await owner.client.change(CREATE_PROJECT, { ...input(), slug: 'mine' });
    const refused = await owner.client.payload(CREATE_PROJECT, { input: { ...input(), slug: 'mine', idempotencyKey: 'free' } });
    expect(refused.userErrors).toEqual([expect.objectContaining({ code: 'NAME_TAKEN', path: ['input', 'slug'] })]);
    await owner.client.change(CREATE_PROJECT, { ...input(), slug: 'mine-too', idempotencyKey: 'free' });
  });
});

describe('creating a blueprint', () => {
  refusals({
    name: 'createBlueprint',
    stack: () => stack,
    owner: () => owner,
    input: () => ({ projectId: project.id, name: 'Refused', content: design(bucket('one')) }),
    bad: [
      { change: { name: ' ' }, code: 'INVALID_INPUT', at: 'name' },
      { change: { slug: 'a--' }, code: 'INVALID_INPUT', at: 'slug' },
      { change: { description: 'x'.repeat(100_000) }, code: 'INVALID_INPUT', at: 'description' },
      { change: { message: 'a\0b' }, code: 'INVALID_INPUT', at: 'message' },
      { change: { labels: ['a'] }, code: 'INVALID_INPUT', at: 'labels' },
      { change: { labels: { team: 7 } }, code: 'INVALID_INPUT', at: 'labels' },
      { change: { content: design({ type: 'aws_s3_bucket', name: '', attributes: {} }) }, code: 'INVALID_INPUT', at: 'name' },
      { change: { content: design({ type: 'aws_s3_bucket', name: 'a\ud800', attributes: {} }) }, code: 'INVALID_INPUT', at: 'name' },
      { change: { content: design({ ...bucket('x'), attributes: [] }) }, code: 'INVALID_INPUT', at: 'attributes' },
    ],
    role: 'VIEWER',
    id: 'projectId',
  });

  it('makes the blueprint and its revision 1', async () => {
    const { blueprint, revision } = await create({ description: 'Text', labels: { team: 'web' }, message: 'first' });
    expect(blueprint).toMatchObject({ description: 'Text', labels: { team: 'web' }, archivedAt: null });
    expect(revision).toMatchObject({ number: 1, message: 'first' });
    expect(revision.contentHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives equal content an equal hash whatever the order in which it was written', async () => {
    const one = await create({ content: design(bucket('a', { tags: { x: '1', y: '2' } }), bucket('b')) });
    const other = await create({ content: design(bucket('b'), bucket('a', { tags: { y: '2', x: '1' } })) });
    expect(other.revision.contentHash).toBe(one.revision.contentHash);
  });

  it('gives the first result for the same key and input, and a conflict for another input', async () => {
    const input = { idempotencyKey: 'once', name: 'Once' };
    const first = await create(input);
    expect(await create(input)).toEqual(first);
    const { userErrors } = await owner.client.payload(CREATE, {
      input: { projectId: project.id, content: design(bucket('other')), ...input },
    });
    expect(userErrors).toEqual([expect.objectContaining({ code: 'IDEMPOTENCY_CONFLICT', path: ['input', 'idempotencyKey'] })]);
  });

  it('makes one blueprint of 50 identical calls at once', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => create({ idempotencyKey: 'fifty', name: 'Fifty' })));
    expect(new Set(all.map((one) => one.blueprint.id)).size).toBe(1);
    const { project: found } = await owner.client.ask<{ project: { blueprints: { totalCount: number } } }>(
      `query ($p: ID!) { project(id: $p) { blueprints(filter: { search: "fifty" }) { totalCount } } }`,
      { p: project.id },
    );
    expect(found.blueprints.totalCount).toBe(1);
  });

  it('gives every one of 20 namesakes made at once a slug of its own', async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, () =>
        owner.client.payload<Revised>(CREATE, { input: { projectId: project.id, name: 'Namesake', content: design() } }),
      ),
    );
    const slugs = all.map((one) => one.blueprint?.slug ?? one.userErrors[0]!.code);
    expect(slugs).not.toContain('NAME_TAKEN');
    expect(new Set(slugs).size).toBe(20);
  });
});

describe('revising a blueprint', () => {
  let revisable: Revised;
  beforeAll(async () => void (revisable = await create({ name: 'Revisable' })));
  const input = () => ({ blueprintId: revisable.blueprint.id, expectedRevision: 1, content: design(bucket('one'), bucket('two')) });

  refusals({
    name: 'reviseBlueprint',
    stack: () => stack,
    owner: () => owner,
    input,
    bad: [
      { change: { message: 'x'.repeat(10_001) }, code: 'INVALID_INPUT', at: 'message' },
      { change: { expectedRevision: 7 }, code: 'REVISION_CONFLICT', at: 'expectedRevision' },
      { change: { expectedRevision: -1 }, code: 'REVISION_CONFLICT', at: 'expectedRevision' },
      { change: { content: { ...design(), variables: [{ name: '\0' }] } }, code: 'INVALID_INPUT', at: 'name' },
    ],
    role: 'VIEWER',
    id: 'blueprintId',
  });

  it('adds a revision, once per key', async () => {
    const key = { ...input(), idempotencyKey: 'two' };
    const first = await owner.client.change<Revised>(REVISE, key);
    expect(first.revision.number).toBe(2);
    expect((await owner.client.change<Revised>(REVISE, key)).revision).toEqual(first.revision);
  });

  it('names the head in a conflict, and lets one of ten through that revise the same head at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        owner.client.payload<Revised>(REVISE, { input: { ...input(), expectedRevision: 2, content: design(bucket(`by${at}`)) } }),
      ),
    );
    const refused = answers.flatMap((one) => one.userErrors);
    expect(refused).toHaveLength(9);
    expect(refused.every((one) => one.code === 'REVISION_CONFLICT' && one.message.includes('revision 3'))).toBe(true);
  });
});

describe('archiving a blueprint', () => {
  let archivable: Revised;
  beforeAll(async () => void (archivable = await create({ name: 'Archivable' })));

  refusals({
    name: 'archiveBlueprint',
    stack: () => stack,
    owner: () => owner,
    input: () => ({ blueprintId: archivable.blueprint.id }),
    bad: [],
    role: 'VIEWER',
    id: 'blueprintId',
  });

  it('takes it out of the lists and brings it back', async () => {
    const listed = async (archived: boolean) => {
      const data = await owner.client.ask<{ project: { blueprints: { nodes: { id: string }[] } } }>(
        `query ($p: ID!, $a: Boolean) { project(id: $p) { blueprints(first: 100, filter: { archived: $a }) { nodes { id } } } }`,
        { p: project.id, a: archived },
      );
      return data.project.blueprints.nodes.some((one) => one.id === archivable.blueprint.id);
    };
    const archive = (archived: boolean) =>
      owner.client.change<{ blueprint: { archivedAt: string | null } }>(ARCHIVE, { blueprintId: archivable.blueprint.id, archived });
    expect((await archive(true)).blueprint.archivedAt).not.toBeNull();
    expect([await listed(false), await listed(true)]).toEqual([false, true]);
    expect((await archive(false)).blueprint.archivedAt).toBeNull();
    expect([await listed(false), await listed(true)]).toEqual([true, false]);
  });
});

describe('lists', () => {
  let other: Owner;
  let home: Project;
  let blueprintId: string;

  beforeAll(async () => {
    other = await seed(stack.url).owner();
    home = await other.project();
    await other.project();
    const names = ['Alpha shop', 'Beta shop', 'Gamma 100%', 'Delta_x', 'Epsilon'];
    for (const [at, name] of names.entries())
      await other.client.change(CREATE, {
        projectId: home.id,
        name,
        labels: at % 2 ? { team: 'odd', 'a.b"c': 'x' } : { team: 'even' },
        content: at === 4 ? { provider: 'GCP', region: 'europe-west1' } : design(...Array.from({ length: 7 }, (_, n) => bucket(`b${n}`))),
      });
    const { project: found } = await other.client.ask<{ project: { blueprints: { nodes: { id: string }[] } } }>(
      `query ($p: ID!) { project(id: $p) { blueprints(filter: { search: "Alpha" }) { nodes { id } } } }`,
      { p: home.id },
    );
    blueprintId = found.blueprints.nodes[0]!.id;
    for (const expectedRevision of [1, 2, 3])
      await other.client.change(REVISE, {
        blueprintId,
        expectedRevision,
        content: design(...Array.from({ length: 7 }, (_, n) => bucket(`b${n}`))),
      });
  });

  const found = async (filter: object) => {
    const data = await other.client.ask<{ organization: { blueprints: { nodes: { name: string }[] } } }>(
      `query ($o: ID!, $f: BlueprintFilter) { organization(id: $o) { blueprints(filter: $f) { nodes { name } } } }`,
      { o: other.organizationId, f: filter },
    );
    return data.organization.blueprints.nodes.map((one) => one.name);
  };

  it('find by text, provider and labels, newest first', async () => {
    expect(await found({ search: 'SHOP' })).toEqual(['Beta shop', 'Alpha shop']);
    expect(await found({ provider: 'GCP' })).toEqual(['Epsilon']);
    expect(await found({ labels: { team: 'odd' } })).toEqual(['Delta_x', 'Beta shop']);
    expect(await found({ labels: { 'a.b"c': 'x', team: 'odd' } })).toHaveLength(2);
    expect(await found({ labels: { team: 'none' } })).toEqual([]);
  });

  it('take the wildcards of SQL as what they are', async () => {
    expect(await found({ search: '%' })).toEqual(['Gamma 100%']);
    expect(await found({ search: '_' })).toEqual(['Delta_x']);
    expect(await found({ search: "' OR 1=1 --" })).toEqual([]);
  });

  it('stay in step while blueprints are added between two pages', async () => {
    const page = async (after: string | null) => {
      const data = await other.client.ask<{ project: { blueprints: { nodes: { name: string }[]; pageInfo: { endCursor: string } } } }>(
        `query ($p: ID!, $a: String) { project(id: $p) { blueprints(first: 2, after: $a) { nodes { name } pageInfo { endCursor } } } }`,
        { p: home.id, a: after },
      );
      return { names: data.project.blueprints.nodes.map((one) => one.name), end: data.project.blueprints.pageInfo.endCursor };
    };
    const first = await page(null);
    await other.client.change(CREATE, { projectId: home.id, name: 'Newcomer', content: design() });
    expect([...first.names, ...(await page(first.end)).names]).toEqual(['Epsilon', 'Delta_x', 'Gamma 100%', 'Beta shop']);
  });

  const arguments_ = '(first: $first, after: $after)';
  pagesLikeAConnection(
    () => other.client,
    [
      ['organization', 'projects', 'id', 'o', true],
      ['organization', 'blueprints', 'id', 'o', true],
      ['project', 'blueprints', 'id', 'p', true],
      ['blueprint', 'revisions', 'id', 'b', true],
    ]
      .map(([owning, field, key, variable, strict]) => ({
        name: `${owning}.${field}`,
        document: `query ($id: ID!, $first: Int, $after: String) { ${owning}(id: $id) { ${field}${arguments_} ${pageSelection(key as string)} } }`,
        variables: () => ({ id: { o: other.organizationId, p: home.id, b: blueprintId }[variable as 'o' | 'p' | 'b'] }),
        at: [owning as string, field as string],
        strict: strict as boolean,
      }))
      .concat([
        {
          name: 'revision.resources',
          document: `query ($id: ID!, $first: Int, $after: String) { blueprint(id: $id) { head { resources${arguments_} ${pageSelection('address')} } } }`,
          variables: () => ({ id: blueprintId }) as never,
          at: ['blueprint', 'head', 'resources'],
          strict: false,
        },
      ]),
  );

  it('refuses bad pages of the resource types too', async () => {
    const document = `query ($first: Int, $after: String) { cloudProviders { resourceTypes(first: $first, after: $after) { totalCount } } }`;
    for (const variables of [{ first: 0 }, { first: 101 }, { after: 'x' }, { after: Buffer.from('["-5"]').toString('base64url') }])
      expect(await other.client.code(document, variables)).toBe('BAD_USER_INPUT');
  });
});

describe('a revision', () => {
  const content = {
    provider: 'AWS',
    region: 'eu-west-1',
    locals: { prefix: 'shop' },
    variables: [
      { name: 'size', type: 'number', default: 3, description: 'How many' },
      { name: 'secret', sensitive: true },
      { name: 'nothing', default: null },
    ],
    resources: [
      { type: 'aws_vpc', name: 'main', attributes: { cidr_block: '10.0.0.0/16' } },
      { type: 'aws_subnet', name: 'a', attributes: { vpc_id: '${aws_vpc.main.id}', cidr_block: '10.0.1.0/24' }, count: '${var.size}' },
      { ...bucket('logs'), dependsOn: ['aws_vpc.main'], lifecycle: { prevent_destroy: true } },
    ],
    dataSources: [{ type: 'aws_caller_identity', name: 'me' }],
    moduleCalls: [{ name: 'net', source: './net', inputs: { vpc: '${aws_vpc.main.id}' } }],
    outputs: [{ name: 'vpc', value: '${aws_vpc.main.id}', description: 'The network' }],
    providerConfigurations: [{ name: 'aws', alias: 'west', attributes: { region: 'us-west-2' } }],
  };
  let one: Revised;
  beforeAll(async () => void (one = await create({ name: 'Read', content })));

  it('has resources in address order, its variables, outputs and graph', async () => {
    const { blueprintRevision } = await owner.client.ask<{ blueprintRevision: never }>(
      `query ($id: ID!) { blueprintRevision(id: $id) { provider region createdBy { id }
         resources { nodes { address provider count lifecycle dependsOn attributes } } resource(address: "aws_vpc.main") { address }
         none: resource(address: "aws_vpc.none") { address }
         variables { name type default description sensitive } outputs { name value description sensitive }
         graph { nodes { address depth } edges { from to via } } } }`,
      { id: one.revision.id },
    );
    expect(blueprintRevision).toMatchObject({
      provider: 'AWS',
      region: 'eu-west-1',
      createdBy: { id: owner.userId },
      resource: { address: 'aws_vpc.main' },
      none: null,
      resources: {
        nodes: [
          { address: 'aws_s3_bucket.logs', dependsOn: ['aws_vpc.main'], lifecycle: { prevent_destroy: true } },
          { address: 'aws_subnet.a', count: '${var.size}' },
          { address: 'aws_vpc.main', attributes: { cidr_block: '10.0.0.0/16' }, provider: 'AWS' },
        ],
      },
      variables: [
        { name: 'nothing', default: null, sensitive: false },
        { name: 'secret', type: 'string', sensitive: true },
        { name: 'size', type: 'number', default: 3, description: 'How many' },
      ].sort((a, b) => content.variables.findIndex((v) => v.name === a.name) - content.variables.findIndex((v) => v.name === b.name)),
      outputs: [{ name: 'vpc', value: '${aws_vpc.main.id}', description: 'The network', sensitive: false }],
      graph: {
        edges: expect.arrayContaining([
          { from: 'aws_subnet.a', to: 'aws_vpc.main', via: 'vpc_id' },
          { from: 'aws_s3_bucket.logs', to: 'aws_vpc.main', via: null },
        ]),
      },
    });
  });

  it('can be saved again as it was read, and is then equal', async () => {
    const { blueprintRevision } = await owner.client.ask<{ blueprintRevision: { content: object } }>(
      `query ($id: ID!) { blueprintRevision(id: $id) { content } }`,
      { id: one.revision.id },
    );
    const again = await owner.client.change<Revised>(REVISE, {
      blueprintId: one.blueprint.id,
      expectedRevision: 1,
      content: blueprintRevision.content,
    });
    expect(again.revision).toMatchObject({ number: 2, contentHash: one.revision.contentHash });
  });

  it('is compared with the one before, with any earlier one, and the first with nothing', async () => {
    const made = await create({ name: 'Diff', content: design(bucket('a', { tags: { x: '1' } }), bucket('gone')) });
    await owner.client.change(REVISE, {
      blueprintId: made.blueprint.id,
      expectedRevision: 1,
      content: design(bucket('a', { tags: { x: '2' } }), bucket('new')),
    });
    await owner.client.change(REVISE, { blueprintId: made.blueprint.id, expectedRevision: 2, content: design(bucket('new')) });
    const diff = 'added { address } removed { address } changed { address attributes { path before after sensitive } }';
    const { blueprint } = await owner.client.ask<{ blueprint: never }>(
      `query ($id: ID!) { blueprint(id: $id) { head { diff { ${diff} } since1: diff(againstRevision: 1) { ${diff} } }
         two: revision(number: 2) { diff { ${diff} } } one: revision(number: 1) { diff { ${diff} } } none: revision(number: 9) { id } } }`,
      { id: made.blueprint.id },
    );
    expect(blueprint).toEqual({
      head: {
        diff: { added: [], removed: [{ address: 'aws_s3_bucket.a' }], changed: [] },
        since1: {
          added: [{ address: 'aws_s3_bucket.new' }],
          removed: [{ address: 'aws_s3_bucket.a' }, { address: 'aws_s3_bucket.gone' }],
          changed: [],
        },
      },
      two: {
        diff: {
          added: [{ address: 'aws_s3_bucket.new' }],
          removed: [{ address: 'aws_s3_bucket.gone' }],
          changed: [{ address: 'aws_s3_bucket.a', attributes: [{ path: 'tags.x', before: '1', after: '2', sensitive: false }] }],
        },
      },
      one: { diff: { added: [{ address: 'aws_s3_bucket.a' }, { address: 'aws_s3_bucket.gone' }], removed: [], changed: [] } },
      none: null,
    });
    for (const number of [0, -1, 4])
      expect(
        await owner.client.code(
          `query ($id: ID!, $n: Int) { blueprint(id: $id) { head { diff(againstRevision: $n) { added { address } } } } }`,
          { id: made.blueprint.id, n: number },
        ),
      ).toBe('BAD_USER_INPUT');
  });

  it('is not shown to another organisation', async () => {
    const stranger = await seed(stack.url).owner();
    for (const field of ['blueprintRevision', 'blueprint', 'project'])
      for (const id of [one.revision.id, one.blueprint.id, project.id])
        expect(await stranger.client.code(`query ($id: ID!) { ${field}(id: $id) { id } }`, { id })).toBe('NOT_FOUND');
  });
});

describe('validation', () => {
  const resource = (type: string, attributes: object, name = 'x') => ({ type, name, attributes });
  const vpc = resource('aws_vpc', { cidr_block: '10.0.0.0/16' }, 'main');
  const cases: { rule: string; content: object; address: string | null; suggestion?: string | null }[] = [
    { rule: 'UNKNOWN_TYPE', content: design(resource('aws_instnace', {})), address: 'aws_instnace.x', suggestion: 'aws_instance' },
    {
      rule: 'UNKNOWN_ATTRIBUTE',
      content: design(resource('aws_vpc', { cidr_blok: '10.0.0.0/16' })),
      address: 'aws_vpc.x',
      suggestion: 'cidr_block',
    },
    { rule: 'MISSING_ATTRIBUTE', content: design(resource('aws_subnet', { cidr_block: '10.0.0.0/24' })), address: 'aws_subnet.x' },
    { rule: 'WRONG_TYPE', content: design(resource('aws_vpc', { cidr_block: ['a'] })), address: 'aws_vpc.x' },
    { rule: 'INVALID_EXPRESSION', content: design(resource('aws_vpc', { cidr_block: '${1 +}' })), address: 'aws_vpc.x' },
    { rule: 'UNKNOWN_REGION', content: { provider: 'AWS', region: 'eu-wset-1' }, address: null, suggestion: 'eu-west-1' },
    {
      rule: 'DANGLING_REFERENCE',
      content: design(vpc, resource('aws_subnet', { vpc_id: '${aws_vpc.mian.id}', cidr_block: '10.0.0.0/24' })),
      address: 'aws_subnet.x',
      suggestion: 'aws_vpc.main',
    },
    {
      rule: 'DEPENDENCY_CYCLE',
      content: design({ ...bucket('a'), dependsOn: ['aws_s3_bucket.b'] }, { ...bucket('b'), dependsOn: ['aws_s3_bucket.a'] }),
      address: 'aws_s3_bucket.a',
    },
    { rule: 'DUPLICATE_ADDRESS', content: design(bucket('a'), bucket('a')), address: 'aws_s3_bucket.a' },
    { rule: 'NAMING_CONVENTION', content: design(bucket('1 bad')), address: 'aws_s3_bucket.1 bad', suggestion: '_1_bad' },
  ];

  it.each(cases)('reports $rule as a finding and saves the design', async ({ rule, content, address, suggestion }) => {
    const { revision } = await create({ name: rule, content });
    const { blueprintRevision } = await owner.client.ask<{
      blueprintRevision: {
        validation: {
          valid: boolean;
          findings: { rule: string; severity: string; address: string | null; suggestion: string | null; message: string }[];
        };
      };
    }>(
      `query ($id: ID!) { blueprintRevision(id: $id) { validation { valid findings { rule severity address path message suggestion } } } }`,
      { id: revision.id },
    );
    const { valid, findings } = blueprintRevision.validation;
    const finding = findings.find((one) => one.rule === rule);
    expect(finding).toMatchObject({ rule, address, ...(suggestion === undefined ? {} : { suggestion }) });
    expect(valid).toBe(!findings.some((one) => ['HIGH', 'CRITICAL'].includes(one.severity)));
  });

  it('of an ordinary design finds nothing', async () => {
    const { revision } = await create({ name: 'Clean', content: design(vpc, bucket('a')) });
    const data = await owner.client.ask<{ blueprintRevision: object }>(
      `query ($id: ID!) { blueprintRevision(id: $id) { validation { valid findings { rule message } } } }`,
      { id: revision.id },
    );
    expect(data.blueprintRevision).toEqual({ validation: { valid: true, findings: [] } });
  });
});

describe('the catalog', () => {
  it('knows the three clouds, their regions and resource types', async () => {
    const { cloudProviders } = await owner.client.ask<{
      cloudProviders: {
        id: string;
        schemaVersion: string;
        regions: { id: string }[];
        resourceTypes: { totalCount: number; nodes: { name: string }[] };
      }[];
    }>(
      `{ cloudProviders { id name schemaVersion regions { id name } resourceTypes(search: "virtual network", first: 3) { totalCount nodes { name } } } }`,
    );
    expect(cloudProviders.map((one) => one.id)).toEqual(['AWS', 'AZURE', 'GCP']);
    const azure = cloudProviders[1]!;
    expect(azure.resourceTypes.nodes.map((one) => one.name)).toContain('azurerm_virtual_network');
    expect(azure.schemaVersion).toMatch(/^hashicorp\/azurerm \d/);
    expect(cloudProviders.every((one) => one.regions.length > 10)).toBe(true);
  });

  it('gives the schema of a resource type, and null for one that there is not', async () => {
    const { cloudProviders } = await owner.client.ask<{
      cloudProviders: { vpc: { schema: { attributes: object; blocks: object } } | null; none: null; proto: null }[];
    }>(
      `{ cloudProviders { vpc: resourceType(name: "aws_instance") { name provider schema } none: resourceType(name: "aws_nothing") { name } proto: resourceType(name: "__proto__") { name } } }`,
    );
    expect(cloudProviders[0]!.vpc!.schema).toMatchObject({
      attributes: { ami: { type: 'string' }, password_data: { computed: true } },
      blocks: { root_block_device: { nesting: 'list' } },
    });
    expect(cloudProviders.map((one) => [one.none, one.proto])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
  });
});

describe('strange texts', () => {
  const strange = [
    'Ω≈ç√',
    '田中さん',
    '👩‍👩‍👧‍👦 🇩🇪',
    '‮RTL',
    "'; DROP TABLE blueprint; --",
    '<script>alert(1)</script>',
    '%s%x%n',
    '\u200bzero',
    'undefined',
    'null',
    'NaN',
    '../../etc/passwd',
    '${jndi:ldap://x}',
    '%{if}',
    'a'.repeat(200),
    '１２３',
    'Ｆｕｌｌ',
  ];

  it('come back as names, labels and values exactly as they were sent', async () => {
    for (const text of strange) {
      const { blueprint, revision } = await create({
        name: text,
        labels: { [text.slice(0, 128)]: text },
        message: text,
        content: design(bucket('s', { tags: { [text]: text.replaceAll(/([$%])\{/g, '$1$1{') } })),
      });
      expect([blueprint.name, blueprint.labels, revision.message]).toEqual([text.normalize('NFC'), { [text.slice(0, 128)]: text }, text]);
      const { blueprintRevision } = await owner.client.ask<{ blueprintRevision: { resource: { attributes: { tags: object } } } }>(
        `query ($id: ID!) { blueprintRevision(id: $id) { resource(address: "aws_s3_bucket.s") { attributes } } }`,
        { id: revision.id },
      );
      expect(blueprintRevision.resource.attributes.tags).toEqual({ [text]: text.replaceAll(/([$%])\{/g, '$1$1{') });
    }
  });

  const hostile: [string, object][] = [
    ['a lone surrogate in a label', { labels: { a: '\udc00' } }],
    ['NUL in the key of a label', { labels: { 'a\0': 'b' } }],
    ['NUL in an attribute', { content: design(bucket('x', { tags: { a: 'b\0' } })) }],
    ['a lone surrogate in the key of an attribute', { content: design(bucket('x', { tags: { '\ud800': 'b' } })) }],
    ['NUL in a slug', { slug: 'a\0' }],
    ['NUL in an idempotency key', { idempotencyKey: 'a\0' }],
    ['a lone surrogate in an idempotency key', { idempotencyKey: 'a\ud800' }],
    [
      'JSON nested 1,000 levels deep',
      { content: design(bucket('x', JSON.parse(`{"a":${'['.repeat(1_000)}${']'.repeat(1_000)}}`) as object)) },
    ],
    ['the key __proto__', { content: design(bucket('x', JSON.parse('{"tags":{"__proto__":{"polluted":true}}}') as object)) }],
    ['the key constructor', { labels: { constructor: 'x' } }],
    ['a region of 100,000 characters with NUL', { content: { provider: 'AWS', region: `${'x'.repeat(100_000)}\0` } }],
  ];
  it.each(hostile)('that cannot be kept are refused cleanly: %s', async (_name, change) => {
    const { data, errors } = await owner.client.raw<{ createBlueprint: { userErrors: { code: string }[] } | null }>(CREATE, {
      input: { projectId: project.id, name: 'Hostile', content: design(), ...change },
    });
    expect([data?.createBlueprint?.userErrors[0]?.code ?? errors?.[0]?.extensions?.code]).toEqual([
      expect.stringMatching(/^(INVALID_INPUT|BAD_USER_INPUT)$/),
    ]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('keeps an attribute of 100,000 characters', async () => {
    const long = 'é'.repeat(100_000);
    const { revision } = await create({ content: design(bucket('s', { tags: { long } })) });
    const data = await owner.client.ask<{ blueprintRevision: { resource: { attributes: { tags: { long: string } } } } }>(
      `query ($id: ID!) { blueprintRevision(id: $id) { resource(address: "aws_s3_bucket.s") { attributes } } }`,
      { id: revision.id },
    );
    expect(data.blueprintRevision.resource.attributes.tags.long).toBe(long);
  });
});
