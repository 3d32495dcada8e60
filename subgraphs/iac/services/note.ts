import { userFault, type UserFault } from '#domain/fault';
import { isStorable } from '#domain/text';

/** What people write about a run goes into its history and its events. */
export const checkNote = (text: string | null | undefined, field: 'message' | 'note' = 'note'): UserFault | null =>
  text && (text.length > 10_000 || !isStorable(text))
    ? userFault('INVALID_INPUT', `The ${field} has at most 10,000 characters and no NUL.`, ['input', field])
    : null;
