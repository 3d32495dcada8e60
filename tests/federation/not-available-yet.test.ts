import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { GraphQLScalarType } from 'graphql';
import { denialCodes, notAvailableYet } from '#platform/denial';
import { resolvers as auth } from '../../subgraphs/auth/resolvers/resolvers';
import { resolvers as blueprint } from '../../subgraphs/blueprint/resolvers/resolvers';
import { resolvers as cost } from '../../subgraphs/cost/resolvers/resolvers';
import { resolvers as guardrail } from '../../subgraphs/guardrail/resolvers/resolvers';
import { resolvers as iac } from '../../subgraphs/iac/resolvers/resolvers';
import { resolvers as monitoring } from '../../subgraphs/monitoring/resolvers/resolvers';
import { notAvailableYet as committed } from '../kit/graph';
import { NETWORK, seed, type Blueprint } from '../kit/seed';
import { sharedStack } from '../kit/stack';

jest.setTimeout(60_000);

type ResolverMap = Record<string, Record<string, unknown> | GraphQLScalarType>;

function unserved(map: ResolverMap): string[] {
  return Object.entries(map).flatMap(([type, fields]) =>
    Object.entries(fields)
      .filter(([, resolver]) => resolver === notAvailableYet)
      .map(([field]) => `${type}.${field}`),
  );
}

describe('fields that are not available yet', () => {
  it('are those of the committed list, which may only get shorter', () => {
    const found = [auth, blueprint, iac, guardrail, cost, monitoring].flatMap((map) => unserved(map as unknown as ResolverMap));
    expect(found.sort()).toEqual(committed().fields);
  });

  describe('asked through the gateway', () => {
    let design: Blueprint;
    beforeAll(async () => {
      const stack = await sharedStack();
      design = await (await (await seed(stack.url).owner()).project()).blueprint();
    });

    const sentence = denialCodes.NOT_AVAILABLE_YET;
    it.each([
      ['{ organization { alertChannels { id } } }'],
      ['{ organization { auditLog { totalCount } } }'],
      ['mutation { deleteBudget(input: { budgetId: "1" }) { userErrors { code } } }'],
      ['mutation { inviteMember(input: { organizationId: "1", email: "a@example.com", role: VIEWER }) { token } }'],
    ])('say so and name nothing internal: %s', async (query) => {
      const { errors, data } = await design.project.owner.client.raw(query);
      expect(errors).toMatchObject([{ message: sentence, extensions: { code: 'NOT_AVAILABLE_YET' } }]);
      expect(Object.keys(errors![0]!.extensions!)).toEqual(['code']);
      expect(JSON.stringify(data ?? null)).not.toMatch(/\[\]|"id"/);
    });

    const IMPORT = 'mutation ($input: ImportBlueprintInput!) { importBlueprint(input: $input) { importedResources } }';
    const GENERATE = 'query ($id: ID!, $format: IacFormat!) { blueprintRevision(id: $id) { iac(format: $format) { digest } } }';
    it('include the arguments of the committed list', async () => {
      const { owner, id: projectId } = design.project;
      const refused = await Promise.all(
        committed().arguments.map(async (one) => {
          const value = one.split(': ')[1]!;
          const input = { projectId, name: value, format: value, files: [{ path: 'main.tf', content: NETWORK }] };
          return one.startsWith('Mutation.importBlueprint')
            ? owner.client.code(IMPORT, { input })
            : owner.client.code(GENERATE, { id: design.revisionId, format: value });
        }),
      );
      expect(refused).toEqual(committed().arguments.map(() => 'NOT_AVAILABLE_YET'));
    });
  });
});
