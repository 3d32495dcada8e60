import type { Diagnostic } from '#domain/diagnostic';
import { userFault, type UserFault } from '#domain/fault';
import { isObject, type Json, type JsonObject } from '#domain/json';
import { validateUsageFile } from '#domain/pricing/estimate';
import type { UsageFile } from '#domain/pricing/usage';
import { fail, ok, type Result } from '#domain/result';
import { authorize } from '#platform/authorize';
import { Denial } from '#platform/denial';
import { isId } from '#platform/identifier';
import type { Context } from '../context';
import { emptyUsage } from './usage-file';

export interface OwnedBlueprint {
  id: string;
  organizationId: string;
}

export interface UsageEntry {
  address?: string | null;
  resourceType?: string | null;
  values: Json;
}

const mostEntries = 5_000;
const longestAddress = 1_000;

export async function findBlueprint(ctx: Pick<Context, 'viewer' | 'loaders'>, id: string): Promise<OwnedBlueprint> {
  return authorize(ctx.viewer, 'cost:read', isId(id) ? await ownedBlueprint(ctx, id) : null);
}

/** Own rows know the organisation; of a blueprint without any its owner is asked. */
async function ownedBlueprint(ctx: Pick<Context, 'loaders'>, id: string): Promise<OwnedBlueprint | undefined> {
  const usage = await ctx.loaders.usages.load(id);
  return usage ? { id, organizationId: usage.organizationId } : ctx.loaders.blueprints.load(id);
}

export async function usageOf(ctx: Pick<Context, 'loaders'>, blueprintId: string): Promise<UsageFile> {
  return (await ctx.loaders.usages.load(blueprintId))?.usage ?? emptyUsage;
}

/** Makes the given assumptions those of the blueprint; what is not among them is no longer assumed. */
export async function setUsage(
  ctx: Context,
  input: { blueprintId: string; usage: UsageEntry[] },
): Promise<Result<UsageFile, { usage: UsageFile; faults: UserFault[] }>> {
  const blueprint = authorize(
    ctx.viewer,
    'blueprint:write',
    isId(input.blueprintId) ? await ctx.loaders.blueprints.load(input.blueprintId) : null,
  );
  const read = readEntries(input.usage);
  if (!read.ok) return fail({ usage: await usageOf(ctx, blueprint.id), faults: read.fault });
  await ctx.store.usages.put({
    blueprintId: blueprint.id,
    organizationId: blueprint.organizationId,
    usage: read.value,
    updatedAt: ctx.now(),
  });
  ctx.loaders.usages.clear(blueprint.id);
  return ok(read.value);
}

function readEntries(entries: UsageEntry[]): Result<UsageFile, UserFault[]> {
  if (entries.length > mostEntries)
    return fail([userFault('INVALID_INPUT', `A blueprint has at most ${mostEntries} usage assumptions.`, ['input', 'usage'])]);
  const byAddress = new Map<string, JsonObject>();
  const byType = new Map<string, JsonObject>();
  const faults = entries.flatMap((entry, at) => {
    const place = ['input', 'usage', String(at)];
    const shape = shapeFault(entry, place);
    if (shape) return [shape];
    const [target, owner] = entry.address ? [byAddress, entry.address] : [byType, entry.resourceType!];
    if (target.has(owner)) return [userFault('INVALID_INPUT', `${owner} has assumptions already.`, place)];
    target.set(owner, entry.values as JsonObject);
    const own = { [owner]: entry.values as JsonObject };
    return findings(entry.address ? { resource_usage: own } : { resource_type_default_usage: own }).map((found) =>
      userFault('INVALID_INPUT', sentence(found), [...place, 'values', ...(found.path ?? [])]),
    );
  });
  if (faults.length) return fail(faults);
  return ok({ resource_usage: Object.fromEntries(byAddress), resource_type_default_usage: Object.fromEntries(byType) });
}

function shapeFault({ address, resourceType, values }: UsageEntry, place: string[]): UserFault | null {
  if (!address === !resourceType) return userFault('INVALID_INPUT', 'Give exactly one of address and resourceType.', place);
  if (address && !isAddress(address))
    return userFault('INVALID_INPUT', 'This is not the address of a resource, e.g. aws_lambda_function.api.', [...place, 'address']);
  if (resourceType && !/^[a-z][a-z0-9_]{0,200}$/.test(resourceType))
    return userFault('INVALID_INPUT', 'This is not a resource type, e.g. aws_lambda_function.', [...place, 'resourceType']);
  if (!isObject(values)) return userFault('INVALID_INPUT', 'Usage values are an object: key -> amount.', [...place, 'values']);
  return null;
}

/** Words with dots between them, each with an instance key or not; [*] stands for all instances. */
const addressPattern = /^[\w-]+(?:\[(?:\d+|\*|"(?:[^"\\\0]|\\[^\0])*")\])?(?:\.[\w-]+(?:\[(?:\d+|\*|"(?:[^"\\\0]|\\[^\0])*")\])?)+$/;
const isAddress = (text: string): boolean => text.length <= longestAddress && addressPattern.test(text);

/** Checks the usage argument of one call: {address: {key: amount}}. Keys that no component reads may be part of a usage file. */
export function readUsageArgument(usage: Json): Record<string, JsonObject> {
  const refuse = (message: string, path: string[]): never => {
    throw new Denial('BAD_USER_INPUT', message, { argument: 'usage', path: ['usage', ...path] });
  };
  if (!isObject(usage)) return refuse('usage is an object: address -> {key: amount}.', []);
  const entries = Object.entries(usage as JsonObject);
  if (entries.length > mostEntries) return refuse(`usage has at most ${mostEntries} addresses.`, []);
  for (const [address, values] of entries) {
    if (!isAddress(address)) return refuse(`${address.slice(0, 100)} is not the address of a resource.`, [address.slice(0, 100)]);
    if (!isObject(values)) return refuse('Usage values are an object: key -> amount.', [address]);
  }
  const found = findings({ resource_usage: usage as Record<string, JsonObject> }).find(isMistake);
  if (found) return refuse(sentence(found), [found.address ?? '', ...(found.path ?? [])]);
  return usage as Record<string, JsonObject>;
}

/** A key that no component reads comes from a usage file made for other tools and does no harm, unless it looks like a slip. */
const isMistake = ({ severity, suggestion }: Diagnostic): boolean => severity !== 'LOW' || suggestion !== undefined;

const findings = (usage: UsageFile): Diagnostic[] => validateUsageFile(usage);
const sentence = ({ summary, suggestion }: Diagnostic): string => (suggestion ? `${summary} ${suggestion}` : summary);
