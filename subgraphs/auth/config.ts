import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import type { LoginLimits } from '#domain/access/login-limit';
import { readConfig, wholeNumber } from '#platform/config';
import { subgraphConfig, subgraphVariables, type SubgraphConfig } from '#platform/subgraph/config';
import { longestAccessToken } from './access-tokens';

/** PEM of a P-256 private key; line breaks may be written as \n. */
const signingKey = () =>
  z
    .string({ error: 'is required' })
    .transform((text) => text.replaceAll('\\n', '\n'))
    .refine(isSigningKey, 'must be the PEM of a P-256 private key');

function isSigningKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false; // Whatever Node says of it, it is no key, and its text must not reach a message.
  }
}

export const authVariables = z.object({
  ...subgraphVariables('auth'),
  ACCESS_TOKEN_PRIVATE_KEY: signingKey(),
  ACCESS_TOKEN_PREVIOUS_PRIVATE_KEY: signingKey().optional(),
  ACCESS_TOKEN_SECONDS: wholeNumber(longestAccessToken, { min: 1, max: longestAccessToken }),
  LOGIN_WINDOW_SECONDS: wholeNumber(900, { min: 1 }),
  LOGIN_FAILURES_PER_ACCOUNT: wholeNumber(5, { min: 1 }),
  LOGIN_FAILURES_PER_ADDRESS: wholeNumber(20, { min: 1 }),
});

export interface AuthConfig extends SubgraphConfig {
  signingKey: string;
  previousSigningKey: string | undefined;
  accessTokenSeconds: number;
  loginLimits: LoginLimits;
}

/** @throws ConfigError with every fault */
export function readAuthConfig(env: NodeJS.ProcessEnv): AuthConfig {
  const values = readConfig(authVariables, env);
  return {
    ...subgraphConfig('auth', values),
    signingKey: values.ACCESS_TOKEN_PRIVATE_KEY,
    previousSigningKey: values.ACCESS_TOKEN_PREVIOUS_PRIVATE_KEY,
    accessTokenSeconds: values.ACCESS_TOKEN_SECONDS,
    loginLimits: {
      windowSeconds: values.LOGIN_WINDOW_SECONDS,
      perAccount: values.LOGIN_FAILURES_PER_ACCOUNT,
      perAddress: values.LOGIN_FAILURES_PER_ADDRESS,
    },
  };
}
