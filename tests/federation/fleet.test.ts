import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { getNamedType, isLeafType, isObjectType } from 'graphql';
import { settle, type Estate } from '../kit/estate';
import { apiSchema, everything, fieldCall, idsByType, lookUps, notAvailableYet } from '../kit/graph';
import { sharedStack } from '../kit/stack';

jest.setTimeout(90_000);

const schema = apiSchema();
const looked = lookUps(schema);
const stop = new Set([...looked.map(({ type }) => type.name), 'User']);
const skip = new Set(notAvailableYet().fields);
const unlooked = Object.values(schema.getQueryType()!.getFields()).filter(
  (field) => !looked.some((one) => one.field.name === field.name) && !skip.has(`Query.${field.name}`),
);

describe('the graph of a deployed and drifted blueprint', () => {
  let estate: Estate;
  let ids: Map<string, Set<string>>;
  beforeAll(async () => {
    estate = await settle((await sharedStack()).url);
    const { blueprintId, environmentId, deploymentId, alertId, projectId, organizationId } = estate.ids;
    const { client } = estate.owner;
    ids = idsByType(
      await client.ask(
        `query ($p: ID!, $b: ID!, $e: ID!, $d: ID!, $a: ID!, $o: ID!) {
          organization(id: $o) { __typename id policies(first: 3) { nodes { __typename id } } }
          project(id: $p) { __typename id } blueprint(id: $b) { __typename id head { __typename id } }
          environment(id: $e) { __typename id } deployment(id: $d) { __typename id } driftAlert(id: $a) { __typename id }
        }`,
        { p: projectId, b: blueprintId, e: environmentId, d: deploymentId, a: alertId, o: organizationId },
      ),
    );
  });

  it.each(looked.map(({ field, type }) => [type.name, field, type] as const))('answers every field of %s', async (name, field, type) => {
    const known = [...(ids.get(name) ?? [])];
    expect(known).not.toEqual([]);
    for (const id of known) {
      const { data, errors } = await estate.owner.client.raw(`{ ${fieldCall(field, { id })} ${everything(type, { stop, skip })} }`);
      expect(errors ?? []).toEqual([]);
      expect(data?.[field.name]).toMatchObject({ __typename: name, id });
    }
  });

  it.each(unlooked.map((field) => [field.name, field] as const))('answers every field of the query %s', async (name, field) => {
    const type = getNamedType(field.type);
    const selection =
      isObjectType(type) && !isLeafType(type)
        ? everything(type, { stop: new Set([...stop].filter((one) => one !== type.name)), skip })
        : '';
    const { data, errors } = await estate.owner.client.raw(`{ ${fieldCall(field)} ${selection} }`);
    expect(errors ?? []).toEqual([]);
    expect(data?.[name]).not.toBeNull();
  });

  it('tells the whole story of the fleet in one query over six subgraphs', async () => {
    const { organization } = await estate.owner.client.ask<{ organization: unknown }>(`{ organization {
      name members(first: 5) { nodes { role user { email } } }
      blueprints(first: 20) { totalCount nodes { name
        head { number validation { valid } guardrails { verdict } cost { monthly } }
        environments { name drift health { status openAlerts } deployments(first: 1) { nodes { status kind } } } } }
      driftAlerts(first: 5) { totalCount nodes { address lastAppliedBy { number } } } } }`);
    expect(organization).toMatchObject({
      members: { nodes: [{ role: 'OWNER', user: { email: estate.owner.email } }] },
      blueprints: {
        totalCount: 1,
        nodes: [
          {
            head: { number: 1, validation: { valid: true }, guardrails: { verdict: 'OVERRIDABLE' }, cost: { monthly: expect.any(String) } },
            environments: [
              { drift: 'DRIFTED', health: { openAlerts: 1 }, deployments: { nodes: [{ kind: 'DRIFT_SCAN', status: 'SUCCEEDED' }] } },
            ],
          },
        ],
      },
      driftAlerts: { totalCount: 1, nodes: [{ address: 'aws_instance.web', lastAppliedBy: { number: 1 } }] },
    });
  });
});
