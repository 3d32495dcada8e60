import type { PropertySchema } from '../component-type';

export const networkProperty: PropertySchema = {
  type: 'string',
  description: 'Id of the network that it is in, e.g. ${component.net.id}.',
};

export const subnetsProperty: PropertySchema = {
  type: 'array',
  description: 'Ids of the private subnets that it is in, e.g. ${component.net.private_subnet_ids}.',
  items: { type: 'string', description: 'Id of a subnet.' },
  minItems: 1,
};

export const sizeProperty = (description: string): PropertySchema => ({
  type: 'string',
  description,
  enum: ['small', 'medium', 'large'],
  default: 'small',
});

export const availabilityProperty = (description: string): PropertySchema => ({ type: 'boolean', description, default: false });

export const deletionProtectionProperty: PropertySchema = {
  type: 'boolean',
  description: 'Whether it must be unprotected before it can be deleted, on the clouds that have this.',
  default: true,
};

export const environmentProperty: PropertySchema = {
  type: 'object',
  description: 'Environment variables. Not for secrets: they are seen by whoever may read the design.',
  additionalProperties: { type: 'string', description: 'Value of a variable.' },
  default: {},
};
