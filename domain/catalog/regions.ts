import type { CloudProvider } from '../blueprint/content';

export interface Region {
  /** As Terraform takes it, e.g. us-east-1, westeurope, europe-west4. */
  id: string;
  name: string;
}

const list = (lines: string): Region[] =>
  lines
    .trim()
    .split('\n')
    .map((line) => {
      const [id = '', ...name] = line.trim().split(' ');
      return { id, name: name.join(' ') };
    });

/** Regions of the standard, GovCloud and China partitions; docs.aws.amazon.com/general/latest/gr/rande.html */
const aws = list(`
  af-south-1 Africa (Cape Town)
  ap-east-1 Asia Pacific (Hong Kong)
  ap-east-2 Asia Pacific (Taipei)
  ap-northeast-1 Asia Pacific (Tokyo)
  ap-northeast-2 Asia Pacific (Seoul)
  ap-northeast-3 Asia Pacific (Osaka)
  ap-south-1 Asia Pacific (Mumbai)
  ap-south-2 Asia Pacific (Hyderabad)
  ap-southeast-1 Asia Pacific (Singapore)
  ap-southeast-2 Asia Pacific (Sydney)
  ap-southeast-3 Asia Pacific (Jakarta)
  ap-southeast-4 Asia Pacific (Melbourne)
  ap-southeast-5 Asia Pacific (Malaysia)
  ap-southeast-6 Asia Pacific (New Zealand)
  ap-southeast-7 Asia Pacific (Thailand)
  ca-central-1 Canada (Central)
  ca-west-1 Canada West (Calgary)
  cn-north-1 China (Beijing)
  cn-northwest-1 China (Ningxia)
  eu-central-1 Europe (Frankfurt)
  eu-central-2 Europe (Zurich)
  eu-north-1 Europe (Stockholm)
  eu-south-1 Europe (Milan)
  eu-south-2 Europe (Spain)
  eu-west-1 Europe (Ireland)
  eu-west-2 Europe (London)
  eu-west-3 Europe (Paris)
  eusc-de-east-1 AWS European Sovereign Cloud (Germany)
  il-central-1 Israel (Tel Aviv)
  me-central-1 Middle East (UAE)
  me-south-1 Middle East (Bahrain)
  mx-central-1 Mexico (Central)
  sa-east-1 South America (São Paulo)
  us-east-1 US East (N. Virginia)
  us-east-2 US East (Ohio)
  us-gov-east-1 AWS GovCloud (US-East)
  us-gov-west-1 AWS GovCloud (US-West)
  us-west-1 US West (N. California)
  us-west-2 US West (Oregon)`);

/** Locations of the public, government and China clouds; learn.microsoft.com/azure/reliability/regions-list */
const azure = list(`
  asia Asia
  asiapacific Asia Pacific
  australia Australia
  australiacentral Australia Central
  australiacentral2 Australia Central 2
  australiaeast Australia East
  australiasoutheast Australia Southeast
  austriaeast Austria East
  belgiumcentral Belgium Central
  brazil Brazil
  brazilsouth Brazil South
  brazilsoutheast Brazil Southeast
  canada Canada
  canadacentral Canada Central
  canadaeast Canada East
  centralindia Central India
  centralus Central US
  centraluseuap Central US EUAP
  chilecentral Chile Central
  chinaeast China East
  chinaeast2 China East 2
  chinaeast3 China East 3
  chinanorth China North
  chinanorth2 China North 2
  chinanorth3 China North 3
  denmarkeast Denmark East
  eastasia East Asia
  eastus East US
  eastus2 East US 2
  eastus2euap East US 2 EUAP
  europe Europe
  france France
  francecentral France Central
  francesouth France South
  germany Germany
  germanynorth Germany North
  germanywestcentral Germany West Central
  global Global
  india India
  indonesiacentral Indonesia Central
  israelcentral Israel Central
  italynorth Italy North
  japan Japan
  japaneast Japan East
  japanwest Japan West
  jioindiacentral Jio India Central
  jioindiawest Jio India West
  korea Korea
  koreacentral Korea Central
  koreasouth Korea South
  malaysiawest Malaysia West
  mexicocentral Mexico Central
  newzealandnorth New Zealand North
  northcentralus North Central US
  northeurope North Europe
  norway Norway
  norwayeast Norway East
  norwaywest Norway West
  polandcentral Poland Central
  qatarcentral Qatar Central
  singapore Singapore
  southafrica South Africa
  southafricanorth South Africa North
  southafricawest South Africa West
  southcentralus South Central US
  southeastasia Southeast Asia
  southindia South India
  spaincentral Spain Central
  sweden Sweden
  swedencentral Sweden Central
  swedensouth Sweden South
  switzerland Switzerland
  switzerlandnorth Switzerland North
  switzerlandwest Switzerland West
  uae United Arab Emirates
  uaecentral UAE Central
  uaenorth UAE North
  uk United Kingdom
  uksouth UK South
  ukwest UK West
  unitedstates United States
  usdodcentral US DoD Central
  usdodeast US DoD East
  usgovarizona US Gov Arizona
  usgovtexas US Gov Texas
  usgovvirginia US Gov Virginia
  westcentralus West Central US
  westeurope West Europe
  westindia West India
  westus West US
  westus2 West US 2
  westus3 West US 3`);

/** cloud.google.com/compute/docs/regions-zones */
const gcp = list(`
  africa-south1 Johannesburg
  asia-east1 Taiwan
  asia-east2 Hong Kong
  asia-northeast1 Tokyo
  asia-northeast2 Osaka
  asia-northeast3 Seoul
  asia-south1 Mumbai
  asia-south2 Delhi
  asia-southeast1 Singapore
  asia-southeast2 Jakarta
  asia-southeast3 Bangkok
  australia-southeast1 Sydney
  australia-southeast2 Melbourne
  europe-central2 Warsaw
  europe-north1 Finland
  europe-north2 Stockholm
  europe-southwest1 Madrid
  europe-west1 Belgium
  europe-west2 London
  europe-west3 Frankfurt
  europe-west4 Netherlands
  europe-west6 Zurich
  europe-west8 Milan
  europe-west9 Paris
  europe-west10 Berlin
  europe-west12 Turin
  me-central1 Doha
  me-central2 Dammam
  me-west1 Tel Aviv
  northamerica-northeast1 Montréal
  northamerica-northeast2 Toronto
  northamerica-south1 Mexico
  southamerica-east1 São Paulo
  southamerica-west1 Santiago
  us-central1 Iowa
  us-east1 South Carolina
  us-east4 Northern Virginia
  us-east5 Columbus
  us-south1 Dallas
  us-west1 Oregon
  us-west2 Los Angeles
  us-west3 Salt Lake City
  us-west4 Las Vegas`);

/** Azure geographies and the like: accepted as a location by some services, not a place to deploy to. */
const azureGroups = new Set(
  (
    'asia asiapacific australia brazil canada europe france germany global india japan korea norway singapore southafrica sweden ' +
    'switzerland uae uk unitedstates centraluseuap eastus2euap'
  ).split(' '),
);

/** The regions one can deploy to in each cloud, in id order. */
export const regions: Record<CloudProvider, readonly Region[]> = {
  AWS: aws,
  AZURE: azure.filter((region) => !azureGroups.has(region.id)),
  GCP: gcp,
};

const knownIds: Record<CloudProvider, ReadonlySet<string>> = {
  AWS: new Set(aws.map((region) => region.id)),
  AZURE: new Set(azure.map((region) => region.id)),
  GCP: new Set(gcp.map((region) => region.id)),
};

/**
 * Whether the text names a region of the cloud. Azure takes display names too ("West Europe"), and its geographies and
 * "global" are locations of some services.
 */
export function isRegion(provider: CloudProvider, text: string): boolean {
  return knownIds[provider].has(provider === 'AZURE' ? normalizeAzureLocation(text) : text);
}

/** "West Europe" -> "westeurope", as the azurerm provider compares locations. */
export const normalizeAzureLocation = (text: string): string => text.replaceAll(' ', '').toLowerCase();
