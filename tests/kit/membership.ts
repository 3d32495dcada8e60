import type { Role } from '#domain/access/role';
import { databaseUrl, withClient } from '#platform/database/databases';
import { newId } from '#platform/identifier';
import { testServer } from './postgres';
import type { Owner } from './seed';
import type { Stack } from './stack';

/**
 * Makes somebody a member of another's organisation with a role, in the auth database itself: the API cannot yet. The
 * gateway may know the old memberships for up to 5 seconds more, unless the member has not asked anything before.
 */
export async function addMember(
  stack: Pick<Stack, 'databasePrefix'>,
  { organizationId }: Pick<Owner, 'organizationId'>,
  { userId }: Pick<Owner, 'userId'>,
  role: Role,
): Promise<string> {
  const id = newId();
  await withClient(databaseUrl(testServer(), `${stack.databasePrefix}_auth`), (client) =>
    client.query('INSERT INTO membership (id, user_id, organization_id, role, created_at) VALUES ($1, $2, $3, $4, now())', [
      id,
      userId,
      organizationId,
      role,
    ]),
  );
  return id;
}

/** Takes a membership away again, in the auth database itself. */
export async function removeMember(stack: Pick<Stack, 'databasePrefix'>, membershipId: string): Promise<void> {
  await withClient(databaseUrl(testServer(), `${stack.databasePrefix}_auth`), (client) =>
    client.query('DELETE FROM membership WHERE id = $1', [membershipId]),
  );
}
