import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { getNamedType, Kind, parse, type GraphQLObjectType } from 'graphql';
import { newId } from '#platform/identifier';
import { projectPath } from '#platform/project';
import { subgraphNames, type SubgraphName } from '#platform/subgraph/config';
import { TestClient } from '../kit/client';
import { settle, type Estate } from '../kit/estate';
import { apiSchema, everything, fieldCall, idsByType, lookUps, notAvailableYet } from '../kit/graph';
import { mutationCalls } from '../kit/mutation-matrix';
import { contextToken, memberOf } from '../kit/part';
import { START } from '../kit/seed';
import { sharedStack, type Stack } from '../kit/stack';

jest.setTimeout(120_000);

const schema = apiSchema();
const looked = lookUps(schema);
const { fields } = notAvailableYet();
const skip = new Set(fields);
const stop = new Set([...looked.map(({ type }) => type.name), 'User']);
/** Built-in policies belong to nobody. */
const shared = new Set(['Policy']);

let stack: Stack;
let theirs: Estate;
let mine: Estate;
let theirIds: Map<string, Set<string>>;

/** Everything that the owner of an estate can see, object by object; times of evaluation and the like apart. */
async function survey({ owner, ids }: Estate): Promise<Record<string, unknown>> {
  const roots = Object.values(ids);
  const seen: Record<string, unknown> = {};
  for (const { field, type } of looked) {
    for (const id of roots) {
      const { data } = await owner.client.raw<Record<string, unknown>>(
        `{ ${fieldCall(field, { id })} ${everything(type, { stop, skip })} }`,
      );
      if (data?.[field.name]) seen[`${type.name} ${id}`] = data[field.name];
    }
  }
  return seen;
}

beforeAll(async () => {
  stack = await sharedStack();
  [theirs, mine] = await Promise.all([settle(stack.url), settle(stack.url)]);
  theirIds = idsByType(await survey(theirs));
});

/** Of an answer what does not depend on which id was asked for. */
const anonymized = (answer: unknown, id: string): string =>
  JSON.stringify(answer)
    .replaceAll(id, 'ID')
    .replaceAll(/"requestId":"[^"]*"/g, '"requestId"');

describe("another organisation's objects", () => {
  it('are of every type that can be looked up', () => {
    expect([...theirIds.keys()]).toEqual(expect.arrayContaining(looked.map(({ type }) => type.name)));
  });

  it.each(looked.filter(({ type }) => !shared.has(type.name)).map(({ field, type }) => [field.name, field, type] as const))(
    'are not found by the query %s, exactly like missing ones',
    async (_name, field, type) => {
      const { client } = mine.owner;
      const ask = async (id: string) => {
        const { status, data, errors } = await client.raw(`{ ${fieldCall(field, { id })} ${everything(type, { stop, skip })} }`);
        return { status, data, errors };
      };
      const missingId = newId();
      const missing = await ask(missingId);
      expect(missing.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
      for (const id of theirIds.get(type.name)!) expect(anonymized(await ask(id), id)).toBe(anonymized(missing, missingId));
    },
  );

  describe('asked for by mutations', () => {
    const cases = mutationCalls()
      .filter(({ name, scope }) => scope !== null && !skip.has(`Mutation.${name}`))
      .flatMap((call) => call.idFields.filter((field) => field !== 'policyId').map((field) => ({ name: call.name, field, call })));

    it.each(cases)('are refused as $field of $name, exactly like missing ones', async ({ field, call }) => {
      const attempt = async (id: string) => {
        const { status, data, errors } = await mine.owner.client.raw<Record<string, { userErrors: unknown[] }>>(call.document, {
          input: { ...call.input(mine.ids), [field]: id },
        });
        return { status, data, errors };
      };
      const missingId = newId();
      const [attacked, missing] = [await attempt(theirs.ids[field]!), await attempt(missingId)];
      expect(anonymized(attacked, theirs.ids[field]!)).toBe(anonymized(missing, missingId));
      const faults = [...(attacked.errors ?? []), ...(attacked.data?.[call.name]?.userErrors ?? [])];
      expect(faults).not.toEqual([]);
      expect(JSON.stringify(faults)).toMatch(/NOT_FOUND|INVALID_INPUT/);
    });

    it('stay as they were', async () => {
      const before = await survey(theirs);
      for (const call of mutationCalls().filter(({ name, scope }) => scope !== null && !skip.has(`Mutation.${name}`)))
        await mine.owner.client.raw(call.document, { input: call.input({ ...theirs.ids }) });
      expect(await survey(theirs)).toEqual(before);
    });
  });
});

/** null, an empty list, an empty page. */
const isNothing = (value: unknown): boolean =>
  value === null || (Array.isArray(value) && value.length === 0) || (value as { totalCount?: number }).totalCount === 0;

describe("a subgraph asked directly for another organisation's entities", () => {
  /** The shared stack's own secret and ports, as its data folder and its log tell them. */
  function direct(name: SubgraphName, { owner, ids }: Estate): TestClient {
    const secrets = JSON.parse(readFileSync(join(stack.dataFolder, 'secrets.json'), 'utf8')) as { CONTEXT_TOKEN_SECRET: string };
    const listening = readFileSync(stack.log, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"listening"'))
      .map((line) => JSON.parse(line) as { name: string; port: number })
      .find((line) => line.name === name);
    const viewer = { ...memberOf(ids['organizationId']!), userId: owner.userId };
    return new TestClient(`http://127.0.0.1:${listening!.port}`, contextToken(secrets.CONTEXT_TOKEN_SECRET, name, viewer));
  }

  const entities = subgraphNames.flatMap((subgraph) => {
    const typeDefs = parse(readFileSync(projectPath('schema', `${subgraph}.graphql`), 'utf8'));
    const own = buildSubgraphSchema({ typeDefs });
    return typeDefs.definitions.flatMap((definition) => {
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
      const key = definition.directives?.find(({ name }) => name.value === 'key');
      const closed = key?.arguments?.some(({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value);
      const name = definition.name.value;
      if (!key || closed || shared.has(name)) return [];
      return [{ subgraph, name, type: own.getType(name) as GraphQLObjectType }];
    });
  });

  it.each(entities)('$subgraph shows nothing of $name', async ({ subgraph, name, type }) => {
    const known = [...(theirIds.get(name) ?? [])];
    expect(known).not.toEqual([]);
    const [stranger, owner] = [direct(subgraph, mine), direct(subgraph, theirs)];
    const fields = Object.values(type.getFields()).filter((one) => one.name !== 'id' && !skip.has(`${name}.${one.name}`));
    const seenByOwner: unknown[] = [];
    for (const field of fields) {
      const target = getNamedType(field.type);
      const selection = 'getFields' in target ? everything(target as GraphQLObjectType, { stop, skip }) : '';
      const ask = async (client: TestClient, id: string) => {
        const { data, errors } = await client.raw<{ _entities: (Record<string, unknown> | null)[] | null }>(
          `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${name} { ${fieldCall(field)} ${selection} } } }`,
          { r: [{ __typename: name, id }] },
        );
        return {
          value: data?._entities?.[0]?.[field.name] ?? null,
          codes: new Set((errors ?? []).map(({ extensions }) => extensions?.code)),
        };
      };
      for (const id of known) {
        const { value, codes } = await ask(stranger, id);
        seenByOwner.push((await ask(owner, id)).value);
        expect({ field: field.name, value: isNothing(value) ? null : value, codes: [...codes] }).toEqual({
          field: field.name,
          value: null,
          codes: codes.size ? ['NOT_FOUND'] : [],
        });
      }
    }
    // The questions were good ones: their owner gets answers.
    if (fields.length) expect(seenByOwner.some((value) => !isNothing(value))).toBe(true);
  });
});

describe("subscriptions to another organisation's events", () => {
  const STATUS =
    'subscription ($o: ID!, $d: ID, $a: String) { deploymentStatusChanged(organizationId: $o, deploymentId: $d, after: $a) { status deployment { id } } }';
  const ALERTS = 'subscription ($o: ID!, $a: String) { driftAlertChanged(organizationId: $o, after: $a) { alert { id } } }';
  const LOG = 'subscription ($d: ID!) { deploymentLog(deploymentId: $d) { message } }';

  it.each([
    ['deploymentStatusChanged', STATUS],
    ['driftAlertChanged', ALERTS],
    ['deploymentLog', LOG],
  ])('%s is refused, with nothing told', async (_name, query) => {
    const stream = mine.owner.client.subscribe(query, { o: theirs.ids['organizationId'], d: theirs.ids['deploymentId'], a: START });
    const fault = await stream.failure();
    stream.close();
    expect(JSON.stringify(fault)).toContain('"NOT_FOUND"');
    expect(stream.events).toEqual([]);
  });

  it("tells nothing of another's run to somebody who names it within their own organisation", async () => {
    const stream = mine.owner.client.subscribe<{ deployment: { id: string } }>(STATUS, {
      o: mine.ids['organizationId'],
      d: theirs.ids['deploymentId'],
      a: START,
    });
    const own = mine.owner.client.subscribe<{ status: string }>(STATUS, { o: mine.ids['organizationId'], a: START });
    await own.next(({ status }) => status === 'SUCCEEDED');
    expect(stream.events).toEqual([]);
    stream.close();
    own.close();
  });
});
