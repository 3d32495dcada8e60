import type { CloudProvider } from '../blueprint/content';
import { isRegion } from '../catalog/regions';

/** Regions of the three clouds that are near each other, so that a design can change clouds and keep its place: AWS, Azure, GCP. */
const places: readonly (readonly [aws: string, azure: string, gcp: string])[] = [
  ['us-east-1', 'eastus', 'us-east4'],
  ['us-east-2', 'eastus2', 'us-east5'],
  ['us-west-1', 'westus', 'us-west2'],
  ['us-west-2', 'westus2', 'us-west1'],
  ['us-west-2', 'westus3', 'us-west4'],
  ['us-east-2', 'centralus', 'us-central1'],
  ['us-east-2', 'southcentralus', 'us-south1'],
  ['ca-central-1', 'canadacentral', 'northamerica-northeast1'],
  ['ca-central-1', 'canadaeast', 'northamerica-northeast2'],
  ['mx-central-1', 'mexicocentral', 'northamerica-south1'],
  ['sa-east-1', 'brazilsouth', 'southamerica-east1'],
  ['eu-west-1', 'northeurope', 'europe-west1'],
  ['eu-west-1', 'westeurope', 'europe-west4'],
  ['eu-west-2', 'uksouth', 'europe-west2'],
  ['eu-west-3', 'francecentral', 'europe-west9'],
  ['eu-central-1', 'germanywestcentral', 'europe-west3'],
  ['eu-central-2', 'switzerlandnorth', 'europe-west6'],
  ['eu-north-1', 'swedencentral', 'europe-north1'],
  ['eu-south-1', 'italynorth', 'europe-west8'],
  ['eu-south-2', 'spaincentral', 'europe-southwest1'],
  ['eu-central-1', 'polandcentral', 'europe-central2'],
  ['me-central-1', 'uaenorth', 'me-central1'],
  ['il-central-1', 'israelcentral', 'me-west1'],
  ['me-south-1', 'qatarcentral', 'me-central1'],
  ['af-south-1', 'southafricanorth', 'africa-south1'],
  ['ap-south-1', 'centralindia', 'asia-south1'],
  ['ap-south-2', 'southindia', 'asia-south2'],
  ['ap-southeast-1', 'southeastasia', 'asia-southeast1'],
  ['ap-southeast-3', 'indonesiacentral', 'asia-southeast2'],
  ['ap-east-1', 'eastasia', 'asia-east2'],
  ['ap-east-2', 'eastasia', 'asia-east1'],
  ['ap-northeast-1', 'japaneast', 'asia-northeast1'],
  ['ap-northeast-3', 'japanwest', 'asia-northeast2'],
  ['ap-northeast-2', 'koreacentral', 'asia-northeast3'],
  ['ap-southeast-2', 'australiaeast', 'australia-southeast1'],
  ['ap-southeast-4', 'australiasoutheast', 'australia-southeast2'],
];

const column: Record<CloudProvider, 0 | 1 | 2> = { AWS: 0, AZURE: 1, GCP: 2 };

/**
 * The region itself where the cloud has it, else the cloud's region at the same place; a region that nobody knows comes
 * back as it is and is a finding of the validation.
 */
export function regionOn(provider: CloudProvider, region: string): string {
  if (isRegion(provider, region)) return region;
  return places.find((place) => place.includes(region))?.[column[provider]] ?? region;
}
