import { z } from 'zod';
import { readConfig, url, wholeNumber } from '#platform/config';
import { subgraphConfig, subgraphVariables, type SubgraphConfig } from '#platform/subgraph/config';

export const monitoringVariables = z.object({
  ...subgraphVariables('monitoring'),
  IAC_URL: url().default('http://127.0.0.1:4003'),
  AUTH_URL: url().optional(),
  BLUEPRINT_URL: url().optional(),
  GUARDRAIL_URL: url().optional(),
  COST_URL: url().optional(),
  GATEWAY_URL: url().optional(),
  EVENT_RETENTION_DAYS: wholeNumber(30, { min: 1, max: 3_650 }),
});

export interface MonitoringConfig extends SubgraphConfig {
  iacUrl: string;
  /** Base URLs of the services whose health is watched, by name; one whose URL is not known is left out. */
  watched: Record<string, string>;
  /** How long the log keeps events, and so how old a cursor may be. */
  retentionDays: number;
}

/** @throws ConfigError with every fault */
export function readMonitoringConfig(env: NodeJS.ProcessEnv): MonitoringConfig {
  const values = readConfig(monitoringVariables, env);
  const urls = {
    gateway: values.GATEWAY_URL,
    auth: values.AUTH_URL,
    blueprint: values.BLUEPRINT_URL,
    iac: values.IAC_URL,
    guardrail: values.GUARDRAIL_URL,
    cost: values.COST_URL,
  };
  const watched = Object.fromEntries(Object.entries(urls).filter((entry): entry is [string, string] => entry[1] !== undefined));
  return { ...subgraphConfig('monitoring', values), iacUrl: values.IAC_URL, watched, retentionDays: values.EVENT_RETENTION_DAYS };
}
