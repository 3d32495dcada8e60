import type { Viewer } from '#domain/access/can';
import { userFault, type UserFault } from '#domain/fault';
import { Denial } from '#platform/denial';

const longestReason = 1_000;

/** Whoever lets something through says why. */
export function checkReason(reason: string): UserFault[] {
  const good = reason.trim() !== '' && reason.length <= longestReason && !reason.includes('\0');
  return good ? [] : [userFault('INVALID_INPUT', `A reason has 1 to ${longestReason} characters.`, ['input', 'reason'])];
}

/** @throws Denial FORBIDDEN for a credential that belongs to nobody: someone has to answer for it */
export function personOf({ userId }: Viewer): string {
  if (userId === null) throw new Denial('FORBIDDEN', 'Only a person may do this: use the credential of one.');
  return userId;
}
