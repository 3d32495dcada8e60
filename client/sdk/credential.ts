/** What the SDK tells a token supplier: the token that the server has just refused, if that is why it asks. */
export interface TokenRequest {
  rejected?: string;
}

/** Supplies the access token of the next call; undefined for an anonymous call. Called before every call, so it should be cheap. */
export type TokenSupplier = (request: TokenRequest) => string | undefined | Promise<string | undefined>;

/** Where calls and sockets take their token from. */
export interface Credential {
  /** The token of the next call. */
  current(): Promise<string | undefined>;
  /** Another token than the rejected one, or undefined when there is none to be had. */
  renew(rejected: string | undefined): Promise<string | undefined>;
}

/** A fixed token, or a supplier that can renew it; the supplier wins when both are given. */
export function createCredential(options: { token?: string; getToken?: TokenSupplier }): Credential {
  const { token, getToken } = options;
  return {
    current: async () => (getToken ? getToken({}) : token),
    renew: async (rejected) => {
      const renewed = await getToken?.({ rejected });
      return renewed === rejected ? undefined : renewed;
    },
  };
}
