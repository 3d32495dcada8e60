import type { UserFault } from '#domain/fault';
import type { Result } from '#domain/result';
import type { SignedIn } from '../services/session';

/** A SessionPayload of somebody whose organisations are not part of the answer. */
export const sessionPayload = (result: Result<SignedIn, UserFault[]>) =>
  result.ok
    ? { ...result.value, organization: null, userErrors: [] }
    : { session: null, user: null, organization: null, userErrors: result.fault };
