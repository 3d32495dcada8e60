/** Regions without availability zones; learn.microsoft.com/azure/reliability/availability-zones-region-support */
const withoutZones = new Set([
  'australiacentral',
  'australiacentral2',
  'australiasoutheast',
  'brazilsoutheast',
  'canadaeast',
  'chinaeast',
  'chinaeast2',
  'chinanorth',
  'chinanorth2',
  'francesouth',
  'germanynorth',
  'jioindiacentral',
  'jioindiawest',
  'koreasouth',
  'northcentralus',
  'norwaywest',
  'southafricawest',
  'southindia',
  'swedensouth',
  'switzerlandwest',
  'uaecentral',
  'ukwest',
  'usgovarizona',
  'usgovtexas',
  'westcentralus',
  'westindia',
  'westus',
]);

/** The zones of a region of Azure; null: it has none. */
export const zonesOf = (region: string): string[] | null => (withoutZones.has(region) ? null : ['1', '2', '3']);
