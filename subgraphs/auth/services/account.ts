import { normalizeEmail } from '#domain/access/email';
import { normalizePassword, passwordWeakness } from '#domain/access/password';
import { userFault, type UserFault } from '#domain/fault';
import { freeSlug, normalizeName, slugOf } from '#domain/name';
import { fail, ok, type Result } from '#domain/result';
import { newId } from '#platform/identifier';
import type { Context } from '../context';
import type { OrganizationRecord } from '../store/organization';
import type { StoreTransaction } from '../store/store';
import { openSession, type SignedIn } from './session';

export interface SignUp {
  email: string;
  password: string;
  name?: string | null | undefined;
  organizationName: string;
}

/** What the input says once it is known to be good. */
function checkSignUp(
  input: SignUp,
): Result<{ email: string; password: string; name: string | null; organizationName: string }, UserFault[]> {
  const faults: UserFault[] = [];
  const invalid = (field: string, message: string): null => {
    faults.push(userFault('INVALID_INPUT', message, ['input', field]));
    return null;
  };
  const email = normalizeEmail(input.email) ?? invalid('email', 'This is not an e-mail address.');
  const organizationName =
    normalizeName(input.organizationName) ?? invalid('organizationName', 'A name has 1 to 200 characters and no control characters.');
  const name =
    input.name === null || input.name === undefined
      ? null
      : (normalizeName(input.name) ?? invalid('name', 'A name has 1 to 200 characters and no control characters.'));
  const password = normalizePassword(input.password) ?? invalid('password', 'A password has at most 128 characters and no NUL.');
  const weakness = password && email ? passwordWeakness(password, email) : null;
  if (weakness) faults.push(userFault('WEAK_PASSWORD', weakness, ['input', 'password']));
  return faults.length ? fail(faults) : ok({ email: email!, password: password!, name, organizationName: organizationName! });
}

/** Under a slug made from its name; somebody else may take the slug in the meantime. */
async function insertOrganization(tx: Pick<StoreTransaction, 'organizations'>, name: string, createdAt: Date): Promise<OrganizationRecord> {
  const wanted = slugOf(name);
  for (;;) {
    const organization = { id: newId(), slug: freeSlug(wanted, await tx.organizations.slugsLike(wanted)), name, createdAt };
    if (await tx.organizations.insert(organization)) return organization;
  }
}

/** Creates a user, that user's first organisation and a session. */
export async function signUp(ctx: Context, input: SignUp): Promise<Result<SignedIn & { organization: OrganizationRecord }, UserFault[]>> {
  const checked = checkSignUp(input);
  if (!checked.ok) return checked;
  const { email, password, name, organizationName } = checked.value;
  const passwordHash = await ctx.passwords.hash(password);
  const now = ctx.now();
  const user = { id: newId(), email, name, passwordHash, createdAt: now };
  return ctx.store.transaction(async (tx) => {
    if (!(await tx.users.insert(user))) return fail([userFault('EMAIL_TAKEN', 'An account with this e-mail exists.', ['input', 'email'])]);
    const organization = await insertOrganization(tx, organizationName, now);
    await tx.memberships.insert({ id: newId(), userId: user.id, organizationId: organization.id, role: 'OWNER', createdAt: now });
    return ok({ session: await openSession(ctx, tx, user.id), user, organization });
  });
}
