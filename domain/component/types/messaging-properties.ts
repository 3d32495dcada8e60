import type { Json } from '../../json';
import type { PropertySchema } from '../component-type';
import { jsonDocument } from './property-expressions';

/** Properties that queues, topics and streams share. */
export const encryptionKeyProperty: PropertySchema = {
  type: 'string',
  description:
    "Id of a key of your own, e.g. ${component.key.id}; without one the cloud's managed key encrypts. Not available in the standard tiers of Azure, where the managed key stays.",
};

export const orderedProperty: PropertySchema = {
  type: 'boolean',
  description: 'Whether messages of one group keep their order and duplicates are dropped.',
  default: false,
};

/** FIFO queues and topics of AWS are told by the end of their name. */
export const fifoEnd = '.fifo';

/** A resource policy of AWS that refuses whoever does not come over TLS, and lets in what `allowed` says. */
export const tlsOnlyPolicy = (actions: string, resourceArn: string, allowed: Json[] = []): string =>
  jsonDocument({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: actions,
        Resource: resourceArn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      ...allowed,
    ],
  });
