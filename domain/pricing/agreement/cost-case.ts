import type { CloudProvider } from '../../blueprint/content';
import type { EvaluatedDesign, EvaluatedResource } from '../../blueprint/evaluated';
import type { Json, JsonObject } from '../../json';

/** One case of ../shared/data/cost/dev.json: a resource with its surroundings and the rows it must be billed with. */
export interface CostCase {
  id: string;
  provider: 'aws' | 'azure' | 'azurerm' | 'google';
  resourceType: string;
  address: string;
  region: string | null;
  resource: CaseResource;
  related: CaseResource[];
  usage: JsonObject | null;
  expected: ExpectedRow[];
  usageDependent: ExpectedPrice[];
  source: { goldenAsOf: string };
}

export interface CaseResource {
  address: string;
  type: string;
  mode?: string;
  attributes: JsonObject;
  references: string[];
}

export interface ExpectedRow {
  path: string[];
  component: string;
  monthlyQuantity: string;
  unit: string;
  monthlyCost: string;
  usageBased: boolean;
  price: { unitPrice: string };
}

export interface ExpectedPrice {
  path: string[];
  component: string;
  unit: string;
  unitPrice: string;
}

const providers: Record<CostCase['provider'], CloudProvider> = { aws: 'AWS', azure: 'AZURE', azurerm: 'AZURE', google: 'GCP' };
const defaultRegions: Record<CloudProvider, string> = { AWS: 'us-east-1', AZURE: 'eastus', GCP: 'us-central1' };

/** The design a case describes. Its resource is the first; regions that the case does not name are the cloud's first. */
export function designOf(testCase: CostCase): EvaluatedDesign {
  const provider = providers[testCase.provider];
  const region = testCase.region ?? defaultRegions[provider];
  const managed = [testCase.resource, ...testCase.related].filter((resource) => resource.mode !== 'data');
  return {
    provider,
    region,
    resources: managed.map((resource) => evaluated(resource, provider, region)),
    dataSources: [],
    providers: [],
    variables: {},
    outputs: {},
  };
}

function evaluated({ address, type, attributes }: CaseResource, provider: CloudProvider, region: string): EvaluatedResource {
  const references: Record<string, string[]> = {};
  collectReferences(attributes, [], references);
  const blockAddress = address.replace(/\[[^\]]*\]$/, '');
  return {
    address,
    blockAddress,
    type,
    name: blockAddress.split('.').at(-1) ?? '',
    provider,
    region,
    module: '',
    values: attributes,
    unknown: Object.keys(references),
    references,
    dependsOn: [],
    providerConfiguration: type.split('_')[0] ?? '',
  };
}

/** The addresses that "${type.name.attribute}" texts name, by the dotted path of the text. */
function collectReferences(value: Json, path: string[], found: Record<string, string[]>): void {
  if (typeof value === 'string') {
    const addresses = [...value.matchAll(/\$\{([a-z][a-z0-9_]*_[a-z0-9_]+\.[\w-]+)/g)].flatMap((match) => match[1] ?? []);
    if (addresses.length > 0) found[path.join('.')] = addresses;
  } else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) collectReferences(item, [...path, key], found);
  }
}
