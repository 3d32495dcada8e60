import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Role } from '#domain/access/role';
import type { TestClient } from './client';
import { addMember } from './membership';
import { seed } from './seed';
import type { Stack } from './stack';

export interface RefusedMutation {
  /** e.g. createProject(input: CreateProjectInput!) is `createProject`, of `CreateProjectInput`. */
  name: string;
  stack: () => Stack;
  /** The one who may, and the organisation that it is about. */
  owner: () => { client: TestClient; organizationId: string };
  /** An input that would do. */
  input: () => object;
  /** Changes that spoil it, each with the code of the user error and the last part of its path. */
  bad: { change: object; code: string; at?: string }[];
  /** A member with this role may not. */
  role: Role;
  /** Name of the member of the input that holds the id of what it is about. */
  id: string;
}

/** The document of a mutation that takes `input`, with its user errors and what else is asked for. */
export const mutationOf = (name: string, selection = ''): string =>
  `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} userErrors { code message path } } }`;

/** Four of the five tests of a mutation: bad input, unauthenticated, forbidden (role and organisation), missing. */
export function refusals({ name, stack, owner, input, bad, role, id }: RefusedMutation, document = mutationOf(name)): void {
  describe(`${name} refuses`, () => {
    for (const { change, code, at } of bad)
      it(`bad input: ${JSON.stringify(change).slice(0, 60)} is ${code}`, async () => {
        const { userErrors } = await owner().client.payload(document, { input: { ...input(), ...change } });
        expect(userErrors[0]).toMatchObject({ code });
        if (at) expect(userErrors[0]!.path!.at(-1)).toBe(at);
      });

    it('somebody who is not signed in', async () => {
      expect(await owner().client.as(null).code(document, { input: input() })).toBe('UNAUTHENTICATED');
    });

    it(`a member whose role is ${role}, and another organisation as if there were nothing`, async () => {
      const member = await seed(stack().url).owner();
      await addMember(stack(), owner(), member, role);
      expect(await member.client.code(document, { input: input() })).toBe('FORBIDDEN');
      const stranger = await seed(stack().url).owner();
      expect(await stranger.client.code(document, { input: input() })).toBe('NOT_FOUND');
    });

    it('something that does not exist, and what cannot be an id', async () => {
      for (const missing of [randomUUID(), 'garbage', ''])
        expect(await owner().client.code(document, { input: { ...input(), [id]: missing } })).toBe('NOT_FOUND');
    });
  });
}
