import type { EvaluatedResource } from '../blueprint/evaluated';
import { firstBlock, textOf } from './attributes';

/**
 * The region a resource is billed in: what it states itself (Azure's location, Google's zone or location, AWS's region),
 * else that of its provider configuration. Names are normalised: "West Europe" is westeurope, us-central1-a is us-central1.
 */
export function billingRegion(resource: EvaluatedResource): string {
  const { values } = resource;
  if (resource.provider === 'AZURE') return (textOf(values, 'location') ?? resource.region).toLowerCase().replaceAll(' ', '');
  if (resource.provider === 'AWS') return textOf(values, 'region') ?? resource.region;
  const zone = textOf(values, 'zone') ?? textOf(firstBlock(values, 'settings'), 'zone');
  const place = zone ?? textOf(values, 'region') ?? textOf(values, 'location') ?? resource.region;
  return place.toLowerCase().replace(/^([a-z]+-[a-z]+\d+)-[a-z]$/, '$1');
}
