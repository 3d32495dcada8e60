import { nearestName } from '../catalog/nearest';
import { isRegion, regions } from '../catalog/regions';
import { providerOfType } from '../catalog/codec';
import { type BlueprintContent, type CloudProvider, providerNames, type ResourceSpec, resourceAddress } from './content';
import { type Finding, finding } from './finding';
import { providerAddress } from './graph-references';

/** The attribute of a resource that names its region. */
const REGION_ATTRIBUTE: Record<CloudProvider, string> = { AWS: 'region', AZURE: 'location', GCP: 'region' };

/**
 * UNKNOWN_REGION: HIGH for the blueprint's own region and a provider configuration's; MEDIUM for a resource's, where a provider
 * may know of a region before we do. Expressions are taken as right.
 */
export function findUnknownRegions(content: BlueprintContent): Finding[] {
  const findings = [check(content.provider, content.region, null, ['region'], 'HIGH')];
  for (const configuration of content.providerConfigurations) {
    const provider = (Object.keys(providerNames) as CloudProvider[]).find((cloud) => providerNames[cloud] === configuration.name);
    if (provider && provider !== 'AZURE')
      findings.push(check(provider, configuration.attributes.region, providerAddress(configuration), ['region'], 'HIGH'));
  }
  for (const resource of content.resources) findings.push(checkResource(resource));
  return findings.filter((one) => one !== null);
}

function checkResource(resource: ResourceSpec): Finding | null {
  const provider = providerOfType(resource.type);
  if (!provider) return null;
  const attribute = REGION_ATTRIBUTE[provider];
  const value = resource.attributes[attribute];
  // Google takes "global" and links for the region of some resources.
  if (provider === 'GCP' && typeof value === 'string' && (value === 'global' || value.includes('/'))) return null;
  return check(provider, value, resourceAddress(resource), [attribute], 'MEDIUM');
}

function check(
  provider: CloudProvider,
  value: unknown,
  address: string | null,
  path: string[],
  severity: 'HIGH' | 'MEDIUM',
): Finding | null {
  if (typeof value !== 'string' || value.includes('${') || isRegion(provider, value)) return null;
  const ids = regions[provider].map((region) => region.id);
  const suggestion = nearestName(value.toLowerCase().replaceAll(' ', ''), ids);
  return finding('UNKNOWN_REGION', address, path, `${JSON.stringify(value)} is not a region of ${provider}`, { severity, suggestion });
}
