import type { JsonObject } from '../../json';

export type RelationalEngine = 'postgres' | 'mysql';

/** Versions that all three clouds have, the preferred one first. */
export const versionsOf: Readonly<Record<RelationalEngine, readonly string[]>> = {
  postgres: ['17', '16', '15', '14'],
  mysql: ['8.4', '8.0'],
};

export const portOf: Readonly<Record<RelationalEngine, number>> = { postgres: 5432, mysql: 3306 };

export const engineOf = (properties: JsonObject): RelationalEngine => (properties['engine'] === 'mysql' ? 'mysql' : 'postgres');

export const versionOf = (properties: JsonObject): string => {
  const version = properties['version'];
  return typeof version === 'string' ? version : versionsOf[engineOf(properties)][0]!;
};
