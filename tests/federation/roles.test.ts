import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { roleScopes, roles, type Role } from '#domain/access/role';
import type { TestClient } from '../kit/client';
import { settle, type Estate } from '../kit/estate';
import { apiSchema, notAvailableYet } from '../kit/graph';
import { addMember } from '../kit/membership';
import { mutationCalls, mutationMatrix } from '../kit/mutation-matrix';
import { seed } from '../kit/seed';
import { sharedStack } from '../kit/stack';

jest.setTimeout(90_000);

const unserved = new Set(notAvailableYet().fields);
const calls = mutationCalls();
const served = calls.filter(({ name, scope }) => scope !== null && !unserved.has(`Mutation.${name}`));

describe('who may call a mutation', () => {
  let estate: Estate;
  const members = new Map<Role, TestClient>();
  beforeAll(async () => {
    const stack = await sharedStack();
    estate = await settle(stack.url);
    for (const role of roles) {
      const member = await seed(stack.url).owner();
      await addMember(stack, estate.owner, member, role);
      members.set(role, member.client);
    }
  });

  it('is said of every mutation that exists, and of no other', () => {
    expect(Object.keys(mutationMatrix).sort()).toEqual(Object.keys(apiSchema().getMutationType()!.getFields()).sort());
  });

  // The strongest last: what a lesser role is refused must not have been spoiled by a greater one before.
  const cells = roles.flatMap((role) =>
    served.map((call) => ({ role, name: call.name, outcome: roleScopes[role].has(call.scope!) ? 'may' : 'may not', call })),
  );
  it.each(cells)('$role $outcome call $name', async ({ role, outcome, call }) => {
    const { data, errors } = await members.get(role)!.raw(call.document, { input: call.input(estate.ids) });
    const codes = (errors ?? []).map(({ extensions }) => extensions?.code);
    expect(codes).toEqual(outcome === 'may' ? [] : ['FORBIDDEN']);
    expect(data?.[call.name] ?? null).toEqual(outcome === 'may' ? expect.anything() : null);
  });

  it.each(served)('nobody calls $name without signing in', async ({ document, input }) => {
    expect(await estate.owner.client.as(null).code(document, { input: input(estate.ids) })).toBe('UNAUTHENTICATED');
  });

  it.each(calls.filter(({ name }) => unserved.has(`Mutation.${name}`)))(
    'not even an owner calls $name yet',
    async ({ document, input }) => {
      expect(await estate.owner.client.code(document, { input: input(estate.ids) })).toBe('NOT_AVAILABLE_YET');
    },
  );
});
