import type { JsonObject } from '../../json';

interface Runtime {
  aws: string;
  azure: { name: string; version: string };
  google: string;
}

/** Languages and versions that all three clouds run. */
export const runtimes: Readonly<Record<string, Runtime>> = {
  nodejs22: { aws: 'nodejs22.x', azure: { name: 'node', version: '22' }, google: 'nodejs22' },
  'python3.12': { aws: 'python3.12', azure: { name: 'python', version: '3.12' }, google: 'python312' },
  java21: { aws: 'java21', azure: { name: 'java', version: '21' }, google: 'java21' },
  dotnet8: { aws: 'dotnet8', azure: { name: 'dotnet-isolated', version: '8.0' }, google: 'dotnet8' },
};

export const runtimeOf = (properties: JsonObject): Runtime => runtimes[String(properties['runtime'])]!;

/** The object with the code. */
export const codeOf = (properties: JsonObject) =>
  properties['code'] as { store_id: string; store_name: string; store_endpoint: string; object: string };

/** Memory of the three sizes, in MiB. */
export const memoryOf = { small: 512, medium: 2048, large: 4096 };

export const environmentOf = (properties: JsonObject): JsonObject => properties['environment'] as JsonObject;
