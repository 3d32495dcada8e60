import { normalizeAzureLocation } from '../catalog/regions';
import type { CloudProvider } from './content';
import type { JsonObject } from '../json';

const known = (value: unknown, unknown: boolean): string | undefined =>
  typeof value === 'string' && value !== '' && !unknown ? value : undefined;

/** europe-west1-b lies in europe-west1. */
const regionOfZone = (zone: string): string => zone.replace(/^.*\/zones\//, '').replace(/-[a-z]$/, '');

/**
 * The region of a resource: what it says itself (AWS and GCP `region`, GCP `zone`, Azure `location`), else its provider
 * configuration's, else the blueprint's.
 */
export function regionOf(
  provider: CloudProvider | null,
  values: JsonObject,
  unknown: readonly string[],
  configured: JsonObject | undefined,
  fallback: string,
): string {
  const own = (name: string) => known(values[name], unknown.includes(name));
  const given = (name: string) =>
    typeof configured?.[name] === 'string' && !configured[name].includes('${') ? configured[name] : undefined;
  if (provider === 'AZURE') {
    const location = own('location');
    return location === undefined ? fallback : normalizeAzureLocation(location);
  }
  if (provider === 'GCP') {
    const place = own('region') ?? own('zone') ?? own('location');
    if (place !== undefined) return regionOfZone(place.toLowerCase());
    const zone = given('zone');
    return given('region') ?? (zone === undefined ? fallback : regionOfZone(zone));
  }
  return own('region') ?? given('region') ?? fallback;
}
