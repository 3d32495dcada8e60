import type { ComponentType, PropertyFault } from '../component-type';
import type { JsonObject } from '../../json';
import { onAws } from './relational-database-aws';
import { onAzure } from './relational-database-azure';
import { onGoogle } from './relational-database-google';
import { engineOf, versionOf, versionsOf } from './relational-engine';
import { availabilityProperty, deletionProtectionProperty, networkProperty, sizeProperty, subnetsProperty } from './shared-properties';

function faults(properties: JsonObject): PropertyFault[] {
  const versions = versionsOf[engineOf(properties)];
  if (versions.includes(versionOf(properties))) return [];
  return [{ path: ['version'], message: `"version" of ${engineOf(properties)} must be one of ${versions.join(', ')}.` }];
}

export const relationalDatabase: ComponentType = {
  name: 'relational-database',
  title: 'Relational database',
  description:
    'A managed PostgreSQL or MySQL: in the network only, over TLS only, encrypted, backed up each day and restorable to any point between. The cloud keeps its password (AWS), or identities log in and there is none (Azure, Google).',
  properties: {
    type: 'object',
    description: 'Properties of a relational database.',
    required: ['network_id', 'subnet_ids'],
    properties: {
      network_id: networkProperty,
      subnet_ids: subnetsProperty,
      engine: { type: 'string', description: 'Which database it is.', enum: ['postgres', 'mysql'], default: 'postgres', literal: true },
      version: {
        type: 'string',
        description: 'Major version; without one 17 of PostgreSQL, 8.4 of MySQL.',
        enum: Object.values(versionsOf).flat(),
        literal: true,
      },
      size: sizeProperty('2 processors and about 4 GiB of memory, 2 and 8 GiB, or 8 and 32 GiB.'),
      storage_gb: {
        type: 'integer',
        description: 'Storage in GiB to start with; it grows by itself.',
        default: 32,
        minimum: 20,
        maximum: 16_384,
        literal: true,
      },
      database_name: {
        type: 'string',
        description: 'Name of the first database in it.',
        default: 'app',
        pattern: '^[a-z][a-z0-9_]{0,62}$',
      },
      highly_available: { ...availabilityProperty('Whether a standby in another zone takes over.'), literal: true },
      backup_days: {
        type: 'integer',
        description: 'How many days backups are kept.',
        default: 14,
        minimum: 7,
        maximum: 35,
      },
      deletion_protection: deletionProtectionProperty,
    },
  },
  outputs: {
    id: 'Full identifier of the server: the ARN on AWS.',
    name: 'Name of the server.',
    endpoint: 'Host that clients connect to.',
    port: 'Port that they connect to, with TLS.',
    database_name: 'Name of the first database.',
    username: 'Name that the administrator logs in with.',
    credentials:
      'What proves the administrator: ARN of the secret with the password (AWS), id of the managed identity (Azure), e-mail of the service account (Google).',
  },
  faults,
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
