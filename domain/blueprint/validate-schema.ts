import type { Catalog, ResourceTypeSchema } from '../catalog/catalog';
import { providerOfType } from '../catalog/codec';
import { nearestName } from '../catalog/nearest';
import { type BlueprintContent, type CloudProvider, dataAddress, providerNames, resourceAddress, type ResourceSpec } from './content';
import { type Finding, finding } from './finding';
import { providerAddress } from './graph-references';
import { BodyCheck } from './validate-body';

/** Members of a resource's body that Terraform itself takes. */
const RESOURCE_META = new Set(['count', 'for_each', 'depends_on', 'provider', 'lifecycle', 'provisioner', 'connection']);
const PROVIDER_META = new Set(['alias', 'version']);

/** UNKNOWN_TYPE, UNKNOWN_ATTRIBUTE, MISSING_ATTRIBUTE, WRONG_TYPE and INVALID_VALUE of resources, data sources and provider configurations. */
export function findSchemaFaults(content: BlueprintContent, catalog: Catalog): Finding[] {
  const findings: Finding[] = [];
  for (const resource of content.resources) checkBlock(resource, resourceAddress(resource), 'resource', catalog, findings);
  for (const source of content.dataSources) checkBlock(source, dataAddress(source), 'dataSource', catalog, findings);
  for (const configuration of content.providerConfigurations) {
    const cloud = (Object.keys(providerNames) as CloudProvider[]).find((one) => providerNames[one] === configuration.name);
    const schema = cloud && catalog.provider(cloud).providerBlock();
    // What a provider block must hold, the generated code brings along.
    if (schema) new BodyCheck(providerAddress(configuration), findings, PROVIDER_META, false).check(schema, configuration.attributes);
  }
  return findings;
}

function checkBlock(spec: ResourceSpec, address: string, kind: 'resource' | 'dataSource', catalog: Catalog, findings: Finding[]): void {
  if (spec.count !== null && spec.forEach !== null)
    findings.push(finding('INVALID_VALUE', address, ['forEach'], 'count and for_each exclude each other'));
  const schema = catalog[kind](spec.type);
  if (!schema) {
    findings.push(unknownType(spec.type, address, kind, catalog));
    return;
  }
  new BodyCheck(address, findings, RESOURCE_META, true).check(schema.block, spec.attributes);
  checkIgnoredChanges(spec, address, schema, findings);
}

function unknownType(type: string, address: string, kind: 'resource' | 'dataSource', catalog: Catalog): Finding {
  const provider = providerOfType(type);
  if (!provider) {
    return finding('UNKNOWN_TYPE', address, ['type'], `The schema of ${type} is unknown: its provider is not in the catalog`, {
      severity: 'LOW',
    });
  }
  const { source, version, resourceTypes, dataSourceTypes } = describe(catalog, provider);
  const [names, otherNames, other] =
    kind === 'resource' ? [resourceTypes, dataSourceTypes, 'data source'] : [dataSourceTypes, resourceTypes, 'resource'];
  const what = kind === 'resource' ? 'resource type' : 'data source';
  const hint = otherNames.includes(type) ? `; there is a ${other} of this name` : '';
  return finding('UNKNOWN_TYPE', address, ['type'], `${source} ${version} has no ${what} ${type}${hint}`, {
    suggestion: nearestName(type, names),
  });
}

function describe(catalog: Catalog, provider: CloudProvider) {
  const one = catalog.provider(provider);
  return { source: one.source, version: one.version, resourceTypes: one.resourceTypes(), dataSourceTypes: one.dataSourceTypes() };
}

/** Terraform refuses an ignore_changes entry that names no attribute. */
function checkIgnoredChanges(spec: ResourceSpec, address: string, schema: ResourceTypeSchema, findings: Finding[]): void {
  const lifecycle = spec.lifecycle;
  if (lifecycle === null || typeof lifecycle !== 'object' || Array.isArray(lifecycle) || !Array.isArray(lifecycle.ignore_changes)) return;
  const { attributes, blocks } = schema.block;
  lifecycle.ignore_changes.forEach((entry, at) => {
    const name = typeof entry === 'string' ? /^(?:\$\{)?([A-Za-z_][\w-]*)/.exec(entry)?.[1] : undefined;
    if (name === undefined || name === 'all' || attributes.has(name) || blocks.has(name)) return;
    const suggestion = nearestName(name, [...attributes.keys(), ...blocks.keys()]);
    findings.push(
      finding(
        'UNKNOWN_ATTRIBUTE',
        address,
        ['lifecycle', 'ignore_changes', String(at)],
        `${spec.type} has no attribute "${name}" to ignore`,
        { suggestion },
      ),
    );
  });
}
