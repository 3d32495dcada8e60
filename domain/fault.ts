/**
 * Codes of expected outcomes of mutations (UserError.code), each with the sentence that explains it. Closed: a code that
 * is not here does not exist.
 */
export const userFaultCodes = {
  INVALID_INPUT: 'A value of the input does not fit; path says which.',
  NAME_TAKEN: 'Something else in the same place has this name already.',
  EMAIL_TAKEN: 'An account with this e-mail exists.',
  WEAK_PASSWORD: 'The password is too short or too easy to guess.',
  INVALID_CREDENTIALS: 'E-mail or password is wrong.',
  INVALID_TOKEN: 'The token is not valid, or no longer.',
  REVISION_CONFLICT: 'Somebody else has revised the blueprint since; the message names the head.',
  IDEMPOTENCY_CONFLICT: 'The idempotency key was used before with another input.',
  IMPORT_FAILED: 'A file could not be read; path names the file, the message the line and column.',
  ILLEGAL_TRANSITION: 'The run is in a state that does not allow this; the message names it.',
  ENVIRONMENT_NOT_EMPTY: 'The state of the environment still holds resources.',
  ENVIRONMENT_BUSY: 'Another run that changes the environment is active.',
  INVALID_BLUEPRINT: 'The design has findings that block deployment.',
  NOTHING_DEPLOYED: 'The environment has no successful deployment yet.',
  NOT_A_REHEARSAL: 'Only environments with target REHEARSAL can be tampered with.',
  UNKNOWN_ADDRESS: 'The state holds no resource with this address.',
  REGO_INVALID: 'The policy does not compile; the message has file, row and column.',
  BUILTIN_REFUSED: 'The policy uses a built-in function that is not allowed.',
  NOTHING_TO_OVERRIDE: 'No soft-mandatory violation of the run stands.',
  NOT_OVERRIDABLE: 'A hard-mandatory violation, or a mandatory policy that could not be evaluated, cannot be overridden.',
  ALREADY_REVOKED: 'It was revoked before.',
  LAST_OWNER: 'It would leave the organisation without an owner.',
  SCOPE_NOT_HELD: 'A requested scope exceeds what the creator may do.',
} as const;

export type UserFaultCode = keyof typeof userFaultCodes;

/** One expected outcome that the caller can act on. */
export interface UserFault {
  code: UserFaultCode;
  message: string;
  /** Where in the input, from "input" on; null when it concerns no single value. */
  path: string[] | null;
}

export const userFault = (code: UserFaultCode, message: string, path: string[] | null = null): UserFault => ({ code, message, path });
