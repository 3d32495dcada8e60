import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { projectPath } from '#platform/project';

/** The graph as clients see it. */
export const apiSchema = (): GraphQLSchema => buildSchema(readFileSync(projectPath('schema', 'generated', 'api.graphql'), 'utf8'));

/** Fields that are part of the contract and not served yet, as Type.field. */
export const notAvailableYet = (): { fields: string[]; arguments: string[] } =>
  JSON.parse(readFileSync(projectPath('tests', 'federation', 'not-available-yet.json'), 'utf8')) as {
    fields: string[];
    arguments: string[];
  };

/** Arguments that a field cannot do without; by name, so that a new one must be thought of. */
const requiredArguments: Record<string, string> = {
  number: '1',
  address: '"aws_instance.web"',
  name: '"aws_vpc"',
  from: '"2026-01-01T00:00:00.000Z"',
  to: '"2026-02-01T00:00:00.000Z"',
  filter: '{ provider: AWS, service: "AmazonEC2" }',
  format: 'TERRAFORM',
};

function argumentText(argument: GraphQLArgument): string[] {
  if (argument.name === 'first') return ['first: 3'];
  if (!isRequiredArgument(argument)) return [];
  const value = requiredArguments[argument.name];
  if (!value) throw new Error(`tests/kit/graph.ts knows no value for the argument ${argument.name}.`);
  return [`${argument.name}: ${value}`];
}

export const fieldCall = (field: GraphQLField<unknown, unknown>, ids: Record<string, string> = {}): string => {
  const texts = field.args.flatMap((argument) =>
    ids[argument.name] ? [`${argument.name}: ${JSON.stringify(ids[argument.name])}`] : argumentText(argument),
  );
  return texts.length ? `${field.name}(${texts.join(', ')})` : field.name;
};

/**
 * Everything that can be asked of an object: each leaf, and of each object in turn everything, but of those in `stop` (which
 * a query of their own asks about) the id only.
 */
export function everything(
  type: GraphQLObjectType,
  { stop, skip }: { stop: ReadonlySet<string>; skip: ReadonlySet<string> },
  within: readonly string[] = [],
): string {
  const parts = Object.values(type.getFields()).flatMap((field) => {
    const target = getNamedType(field.type);
    if (field.name.startsWith('_') || skip.has(`${type.name}.${field.name}`)) return [];
    if (isLeafType(target)) return [fieldCall(field)];
    if (!isObjectType(target)) return [];
    if (stop.has(target.name)) return [`${fieldCall(field)} { __typename id }`];
    if (target.name === type.name || within.includes(target.name)) return [];
    return [`${fieldCall(field)} ${everything(target, { stop, skip }, [...within, type.name])}`];
  });
  return `{ ${['__typename', ...parts].join(' ')} }`;
}

/** Fields of Query that look one object up by its id, with the object's type. */
export function lookUps(schema: GraphQLSchema): { field: GraphQLField<unknown, unknown>; type: GraphQLObjectType }[] {
  return Object.values(schema.getQueryType()!.getFields()).flatMap((field) => {
    const type = getNamedType(field.type);
    return isObjectType(type) && field.args.some(({ name }) => name === 'id') ? [{ field, type }] : [];
  });
}

/** The smallest value that an input type takes; ids come from `ids` by the member's name. */
export function sample(type: GraphQLInputType, ids: Record<string, string>, name = ''): unknown {
  if (isNonNullType(type)) return sample(type.ofType, ids, name);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => isRequiredInputField(field) || ids[field.name]);
    return Object.fromEntries(fields.map((field) => [field.name, sample(field.type, ids, field.name)]));
  }
  const scalars: Record<string, unknown> = { Int: 1, Float: 1, Boolean: false, JSON: {}, Decimal: '1', DateTime: inAMonth() };
  if (type.name !== 'ID') return scalars[type.name] ?? `sample ${name}`;
  if (!ids[name]) throw new Error(`tests/kit/graph.ts has no id for the input ${name}: add it to the estate.`);
  return ids[name];
}

const inAMonth = (): string => new Date(Date.now() + 30 * 24 * 3_600_000).toISOString();

/** Ids of everything in an answer that was asked with __typename, by type. */
export function idsByType(answer: unknown, found: Map<string, Set<string>> = new Map()): Map<string, Set<string>> {
  if (Array.isArray(answer)) for (const one of answer) idsByType(one, found);
  else if (answer !== null && typeof answer === 'object') {
    const { __typename: type, id } = answer as { __typename?: string; id?: string };
    if (type && typeof id === 'string') found.set(type, (found.get(type) ?? new Set()).add(id));
    for (const one of Object.values(answer)) idsByType(one, found);
  }
  return found;
}
