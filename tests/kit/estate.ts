import { randomUUID } from 'node:crypto';
import { seed, type Owner } from './seed';

/** An organisation in which there is one of everything that has an id, by the names that inputs call them. */
export interface Estate {
  owner: Owner;
  ids: Record<string, string>;
}

const ALERTS = 'subscription ($o: ID!) { driftAlertChanged(organizationId: $o) { alert { id state } } }';

/** What nobody can have yet is a random id. */
const unavailable = (): Record<string, string> =>
  Object.fromEntries(['membershipId', 'apiTokenId', 'budgetId', 'alertChannelId'].map((name) => [name, randomUUID()]));

/** A deployed and drifted blueprint, with an exemption: all over the public API. */
export async function settle(url: string): Promise<Estate> {
  const owner = await seed(url).owner();
  const { client, organizationId } = owner;
  const project = await owner.project();
  const blueprint = await project.blueprint();
  const environment = await blueprint.environment();
  const deploymentId = await environment.deployed();
  const alerts = client.subscribe<{ alert: { id: string; state: string } }>(ALERTS, { o: organizationId });
  await client.change('mutation ($input: SimulateDriftInput!) { simulateDrift(input: $input) { userErrors { code message path } } }', {
    environmentId: environment.id,
    address: 'aws_instance.web',
    attributes: { instance_type: 'm5.4xlarge' },
  });
  await client.change('mutation ($input: ScanDriftInput!) { scanDrift(input: $input) { userErrors { code message path } } }', {
    environmentId: environment.id,
  });
  const { alert } = await alerts.next(({ alert: { state } }) => state === 'OPEN', 60_000);
  alerts.close();
  const library = await client.ask<{ policyLibrary: { nodes: { id: string }[] } }>('{ policyLibrary(first: 1) { nodes { id } } }');
  const policyId = library.policyLibrary.nodes[0]!.id;
  const { exemption } = await client.change<{ exemption: { id: string } }>(
    'mutation ($input: GrantExemptionInput!) { grantExemption(input: $input) { exemption { id } userErrors { code message path } } }',
    { organizationId, policyId, reason: 'a test', expiresAt: new Date(Date.now() + 86_400_000).toISOString() },
  );
  return {
    owner,
    ids: {
      organizationId,
      projectId: project.id,
      blueprintId: blueprint.id,
      environmentId: environment.id,
      deploymentId,
      policyId,
      exemptionId: exemption.id,
      alertId: alert.id,
      ...unavailable(),
    },
  };
}
