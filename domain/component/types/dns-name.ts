import type { ResourceSpec } from '../../blueprint/content';
import type { Json } from '../../json';
import { ref, resource, type PropertySchema } from '../component-type';
import { expressionOf } from './property-expressions';

const label = '[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?';

/** A domain name in lower case, without a dot at the end. */
export const domainPattern = `^(?=.{1,253}$)(${label}\\.)+${label}$`;

/** A domain name whose first label may be an asterisk. */
export const wildcardPattern = `^(?=.{1,253}$)(\\*\\.)?(${label}\\.)+${label}$`;

/** The name that something is served under, and the zone that gets a record for it. */
export const servedAs: Record<string, PropertySchema> = {
  domain: { type: 'string', description: 'The domain it is served under, e.g. www.example.com.', pattern: domainPattern },
  zone_id: {
    type: 'string',
    description:
      'Id of the public DNS zone that the domain lies in, e.g. ${component.zone.id}: it gets a record. Without it no record is made.',
  },
};

/** A zone of Azure DNS by its id, and the name of a domain within it. */
export function azureRecordPlace(zoneId: Json, domain: Json): { zone_name: string; resource_group_name: string; name: string } {
  const zone = expressionOf(zoneId);
  const full = `(${expressionOf(domain)})`;
  const zoneName = `reverse(split("/", ${zone}))[0]`;
  return {
    zone_name: ref(zoneName),
    resource_group_name: ref(`split("/", ${zone})[4]`),
    name: ref(`${full} == ${zoneName} ? "@" : trimsuffix(${full}, ".\${${zoneName}}")`),
  };
}

/** The name of a zone of Google Cloud, from its id. */
export const googleZoneName = (zoneId: Json): string => ref(`reverse(split("/", ${expressionOf(zoneId)}))[0]`);

/** A record of the domain that stands for a resource of Azure with a public address. */
export const azureAlias = (resourceName: string, zoneId: Json, domain: Json, target: string): ResourceSpec =>
  resource('azurerm_dns_a_record', resourceName, { ...azureRecordPlace(zoneId, domain), ttl: 300, target_resource_id: target });

/** A record of the domain for a public address of Google Cloud. */
export const googleAddressRecord = (resourceName: string, zoneId: Json, domain: Json, address: string): ResourceSpec =>
  resource('google_dns_record_set', resourceName, {
    managed_zone: googleZoneName(zoneId),
    name: `${String(domain)}.`,
    type: 'A',
    ttl: 300,
    rrdatas: [address],
  });

/** Records of the domain, IPv4 and IPv6 as asked, for something of AWS that has a DNS name of its own. */
export const awsAlias = (resourceName: string, zoneId: Json, domain: Json, target: { name: string; zone: string }, type: 'A' | 'AAAA') =>
  resource('aws_route53_record', type === 'A' ? resourceName : `${resourceName}_ipv6`, {
    zone_id: zoneId,
    name: domain,
    type,
    alias: [{ name: target.name, zone_id: target.zone, evaluate_target_health: false }],
  });
