import type { UserFault } from '#domain/fault';
import type { Result } from '#domain/result';
import type { Revised } from '../services/blueprint';

export const blueprintPayload = (result: Result<Revised, UserFault[]>) =>
  result.ok
    ? { blueprint: result.value.blueprint, revision: result.value.revision, userErrors: [] }
    : { blueprint: null, revision: null, userErrors: result.fault };
