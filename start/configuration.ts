import { ConfigError } from '#platform/config';
import { readGatewayConfig } from '../gateway/config';
import { readAuthConfig } from '../subgraphs/auth/config';
import { readBlueprintConfig } from '../subgraphs/blueprint/config';
import { readCostConfig } from '../subgraphs/cost/config';
import { readGuardrailConfig } from '../subgraphs/guardrail/config';
import { readIacConfig } from '../subgraphs/iac/config';
import { readMonitoringConfig } from '../subgraphs/monitoring/config';
import { readStartConfig } from './config';
import { generateSecrets } from './secrets';

const readers: ((env: NodeJS.ProcessEnv) => unknown)[] = [
  readStartConfig,
  readGatewayConfig,
  readAuthConfig,
  readBlueprintConfig,
  readIacConfig,
  readGuardrailConfig,
  readCostConfig,
  readMonitoringConfig,
];

/**
 * Looks at the configuration of every part before any of them is started; what a start supplies by itself may be absent.
 *
 * @throws ConfigError with the faults of all parts, each once
 */
export function checkConfiguration(env: NodeJS.ProcessEnv): void {
  const supplied = { ...generateSecrets(), DATABASE_URL: 'postgresql://localhost/postgres', ...env };
  const faults = readers.flatMap((read) => faultsOf(() => read(supplied)));
  const distinct = new Map(faults.map((fault) => [`${fault.variable} ${fault.message}`, fault]));
  if (distinct.size) throw new ConfigError([...distinct.values()]);
}

function faultsOf(read: () => unknown): ConfigError['faults'] {
  try {
    read();
    return [];
  } catch (fault) {
    if (fault instanceof ConfigError) return fault.faults;
    throw fault;
  }
}
