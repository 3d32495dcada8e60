/** Codes of GraphQL errors that callers may see; everything else is INTERNAL_SERVER_ERROR with a request id. */
export const denialCodes = {
  UNAUTHENTICATED: 'Sign in first: no valid credential was presented.',
  FORBIDDEN: 'Your role does not allow this.',
  NOT_FOUND: 'There is no such object, or it is not yours.',
  BAD_USER_INPUT: 'An argument does not fit.',
  RATE_LIMITED: 'Too many requests: try again later.',
  CURSOR_EXPIRED: 'The cursor is older than the retained log: start again without it.',
  NOT_AVAILABLE_YET: 'This field is part of the contract and not served yet.',
  SERVICE_OVERLOADED: 'The service is busy: try again in a moment.',
  SERVICE_UNAVAILABLE: 'A part of the service cannot be reached: try again in a moment.',
  QUERY_TIMEOUT: 'It took too long and was stopped.',
} as const;

export type DenialCode = keyof typeof denialCodes;

/** Thrown where a request cannot be served for a reason that its caller may know. The edge turns it into a GraphQL error. */
export class Denial extends Error {
  constructor(
    readonly code: DenialCode,
    message: string = denialCodes[code],
    /** Further members of the error's extensions, e.g. retryAfter in seconds. */
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = 'Denial';
  }
}

export const notFound = (): Denial => new Denial('NOT_FOUND');

/** The resolver of a field of the contract that a later version serves; tests list the fields that use it. */
export const notAvailableYet: (() => never) & { notAvailableYet?: true } = () => {
  throw new Denial('NOT_AVAILABLE_YET');
};
notAvailableYet.notAvailableYet = true;
