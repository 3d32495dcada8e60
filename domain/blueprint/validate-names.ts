import { type BlueprintContent, dataAddress, resourceAddress } from './content';
import { type Finding, finding } from './finding';
import { providerAddress } from './graph-references';

const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;

/** Names of module arguments, which a variable may not take. */
const RESERVED_VARIABLES = new Set(['source', 'version', 'providers', 'count', 'for_each', 'lifecycle', 'depends_on', 'locals']);

/** NAMING_CONVENTION for names that are no Terraform identifiers, DUPLICATE_ADDRESS for what is declared twice. */
export function findNameFaults(content: BlueprintContent): Finding[] {
  const declared = declaredNames(content);
  const reserved = content.variables
    .filter((variable) => RESERVED_VARIABLES.has(variable.name))
    .map(({ name }) => finding('NAMING_CONVENTION', `var.${name}`, ['name'], `"${name}" is reserved: a variable cannot have this name`));
  return [...declared.flatMap(invalidNames), ...reserved, ...duplicates(declared.map(({ address }) => address))];
}

interface DeclaredName {
  address: string;
  names: Record<string, string>;
}

function declaredNames(content: BlueprintContent): DeclaredName[] {
  return [
    ...content.resources.map((one) => ({ address: resourceAddress(one), names: { type: one.type, name: one.name } })),
    ...content.dataSources.map((one) => ({ address: dataAddress(one), names: { type: one.type, name: one.name } })),
    ...content.moduleCalls.map(({ name }) => ({ address: `module.${name}`, names: { name } })),
    ...Object.keys(content.locals).map((name) => ({ address: `local.${name}`, names: { name } })),
    ...content.variables.map(({ name }) => ({ address: `var.${name}`, names: { name } })),
    ...content.outputs.map(({ name }) => ({ address: `output.${name}`, names: { name } })),
    ...content.providerConfigurations.map((one) => ({
      address: providerAddress(one),
      names: { name: one.name, ...(one.alias === null ? {} : { alias: one.alias }) },
    })),
  ];
}

function invalidNames({ address, names }: DeclaredName): Finding[] {
  return Object.entries(names)
    .filter(([, name]) => !IDENTIFIER.test(name))
    .map(([member, name]) => {
      const message = `${JSON.stringify(name)} is not a name: it must start with a letter or _ and hold only letters, digits, _ and -`;
      return finding('NAMING_CONVENTION', address, [member], message, { suggestion: nearestIdentifier(name) });
    });
}

function nearestIdentifier(name: string): string | null {
  const cleaned = name.replace(/[^\p{ID_Continue}-]+/gu, '_').replace(/^[^\p{ID_Start}_]+/u, (start) => `_${start.replace(/^-+/, '')}`);
  return IDENTIFIER.test(cleaned) ? cleaned : null;
}

function duplicates(addresses: readonly string[]): Finding[] {
  const times = new Map<string, number>();
  for (const address of addresses) times.set(address, (times.get(address) ?? 0) + 1);
  return [...times]
    .filter(([, count]) => count > 1)
    .map(([address, count]) => finding('DUPLICATE_ADDRESS', address, null, `${address} is declared ${count} times`));
}
