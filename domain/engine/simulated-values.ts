import type { BlockSchema, TypeConstraint } from '../catalog/catalog';
import { hexText, utf8 } from '../hcl/functions/bytes';
import { isValueObject, objectFrom, type ValueObject } from '../hcl/functions/conversion';
import { sha1 } from '../hcl/functions/hash-sha';
import { isUnknown, type Value } from '../hcl/value';

/** What an object's computed values are made from; the same identity gives the same values. */
export interface ObjectIdentity {
  type: string;
  address: string;
  region: string;
  /** Tells apart the objects that an address has had, e.g. lineage and serial. */
  seed: string;
}

const awsPrefixes: Readonly<Record<string, string>> = {
  aws_ami: 'ami',
  aws_ebs_volume: 'vol',
  aws_eip: 'eipalloc',
  aws_instance: 'i',
  aws_internet_gateway: 'igw',
  aws_launch_template: 'lt',
  aws_nat_gateway: 'nat',
  aws_network_acl: 'acl',
  aws_network_interface: 'eni',
  aws_route_table: 'rtb',
  aws_security_group: 'sg',
  aws_subnet: 'subnet',
  aws_vpc: 'vpc',
  aws_vpc_endpoint: 'vpce',
};

/** Types whose id is their name in the cloud. */
const namedBy: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: 'name',
  aws_db_instance: 'identifier',
  aws_dynamodb_table: 'name',
  aws_ecr_repository: 'name',
  aws_eks_cluster: 'name',
  aws_iam_role: 'name',
  aws_iam_user: 'name',
  aws_key_pair: 'key_name',
  aws_lambda_function: 'function_name',
  aws_s3_bucket: 'bucket',
};

const account = '123456789012';
const textOf = (value: Value | undefined): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const digest = (identity: ObjectIdentity): string => hexText(sha1(utf8(`${identity.seed}\n${identity.address}`)));

/** An id as the cloud of the type would give it. */
export function objectId(identity: ObjectIdentity, values: ValueObject): string {
  const { type } = identity;
  const hash = digest(identity);
  const given = textOf(values.id);
  if (given !== undefined) return given;
  const own = Object.hasOwn(namedBy, type) ? textOf(values[namedBy[type]!]) : undefined;
  if (own !== undefined) return own;
  if (type.startsWith('azurerm_')) {
    const group = textOf(values.resource_group_name);
    const subscription = '/subscriptions/00000000-0000-0000-0000-000000000000';
    const name = textOf(values.name) ?? hash.slice(0, 12);
    if (type === 'azurerm_resource_group') return `${subscription}/resourceGroups/${name}`;
    return `${subscription}/resourceGroups/${group ?? 'default'}/providers/simulated/${type.slice(8)}/${hash.slice(0, 8)}/${name}`;
  }
  if (type.startsWith('google_'))
    return `projects/${textOf(values.project) ?? 'simulated'}/${type.slice(7)}/${hash.slice(0, 8)}/${textOf(values.name) ?? 'default'}`;
  const prefix = Object.hasOwn(awsPrefixes, type) ? awsPrefixes[type]! : type.replace(/^[a-z]+_/, '').replaceAll('_', '-');
  return `${prefix}-${hash.slice(0, 17)}`;
}

/**
 * The object as the simulated cloud stores it: every unknown value of the plan gets a plausible one of its type, the same
 * for the same identity.
 */
export function simulateObject(planned: ValueObject, schema: BlockSchema | undefined, identity: ObjectIdentity): ValueObject {
  const id = objectId(identity, planned);
  const sample = (name: string, type: TypeConstraint): Value => sampleValue(name, type, id, identity);
  return settle(planned, schema, sample);
}

type Sample = (name: string, type: TypeConstraint) => Value;

function settle(values: ValueObject, schema: BlockSchema | undefined, sample: Sample): ValueObject {
  return objectFrom(
    Object.entries(values).map(([name, value]) => {
      const nested = schema?.blocks.get(name);
      if (!nested) return [name, settleValue(value, name, schema?.attributes.get(name)?.type ?? 'string', sample)];
      if (isUnknown(value)) return [name, nested.nesting === 'single' || nested.nesting === 'group' ? null : []];
      return [name, settleBlocks(value, nested.block, sample)];
    }),
  );
}

function settleBlocks(value: Value, schema: BlockSchema, sample: Sample): Value {
  if (Array.isArray(value)) return value.map((item) => settleBlocks(item, schema, sample));
  return isValueObject(value) ? settle(value, schema, sample) : value;
}

function settleValue(value: Value, name: string, type: TypeConstraint, sample: Sample): Value {
  if (isUnknown(value)) return sample(name, type);
  const inner = typeof type === 'object' && type[0] !== 'object' && type[0] !== 'tuple' ? type[1] : 'string';
  if (Array.isArray(value)) return value.map((item) => settleValue(item, name, inner, sample));
  if (!isValueObject(value)) return value;
  const typeOf = (key: string): TypeConstraint =>
    typeof type === 'object' && type[0] === 'object' && Object.hasOwn(type[1], key) ? type[1][key]! : inner;
  return objectFrom(Object.entries(value).map(([key, item]) => [key, settleValue(item, key, typeOf(key), sample)]));
}

function sampleValue(name: string, type: TypeConstraint, id: string, identity: ObjectIdentity): Value {
  if (type === 'number') return 0;
  if (type === 'bool') return false;
  if (type === 'string' || type === 'dynamic') return sampleText(name, id, identity);
  if (type[0] === 'map') return objectFrom([]);
  if (type[0] === 'object') return objectFrom(Object.entries(type[1]).map(([key, inner]) => [key, sampleValue(key, inner, id, identity)]));
  return [];
}

function sampleText(name: string, id: string, identity: ObjectIdentity): string {
  const { type, region } = identity;
  switch (name) {
    case 'id':
      return id;
    case 'arn':
      return `arn:aws:${type.replace(/^[a-z]+_/, '').split('_', 1)[0]!}:${region}:${account}:${type.replace(/^[a-z]+_/, '').replaceAll('_', '-')}/${id}`;
    case 'region':
      return region;
    case 'owner_id':
    case 'account_id':
      return account;
    case 'self_link':
      return `https://www.googleapis.com/compute/v1/${id}`;
    case 'private_ip':
    case 'private_ip_address':
      return `10.${octet(identity, 0)}.${octet(identity, 1)}.${(octet(identity, 2) % 250) + 4}`;
    case 'public_ip':
    case 'ip_address':
      return `203.0.113.${(octet(identity, 3) % 250) + 4}`;
    default:
      return `${name}-${id.split('/').pop()!.slice(0, 40)}`;
  }
}

const octet = (identity: ObjectIdentity, index: number): number => parseInt(digest(identity).slice(index * 2, index * 2 + 2), 16);

/** The id under which the cloud keeps an object: its own, else, for the few types without one, its address. */
export function cloudIdOf(address: string, attributes: Readonly<Record<string, unknown>>): string {
  for (const name of ['id', 'arn', 'self_link']) {
    const value = attributes[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return address;
}
