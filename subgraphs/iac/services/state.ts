import { nearestName } from '#domain/catalog/nearest';
import { resourceCount, visibleOutputs, type StateV4 } from '#domain/engine/state';
import { stateObjects } from '#domain/engine/state-objects';
import { cloudIdOf } from '#domain/engine/simulated-values';
import { objectKey } from '#domain/engine/cloud';
import { userFault, type UserFault } from '#domain/fault';
import { isObject, type JsonObject } from '#domain/json';
import { fail, ok, type Result } from '#domain/result';
import { newId } from '#platform/identifier';
import type { Page, PageRequest } from '#platform/page';
import type { Context } from '../context';
import type { EnvironmentRecord } from '../store/environment';
import type { StateVersionRecord } from '../store/state';
import { findEnvironment, openEnvironment } from './environment';
import { checkNote } from './note';

export const listStateVersions = (
  ctx: Pick<Context, 'store'>,
  environment: EnvironmentRecord,
  request: PageRequest,
): Promise<Page<StateVersionRecord>> => ctx.store.states.list(environment.id, request);

/** The record of a state that is about to be saved. */
export const versionOf = (
  environment: Pick<EnvironmentRecord, 'id' | 'organizationId'>,
  state: StateV4,
  createdAt: Date,
  deploymentId: string | null,
): StateVersionRecord => ({
  id: newId(),
  organizationId: environment.organizationId,
  environmentId: environment.id,
  serial: state.serial,
  lineage: state.lineage,
  resourceCount: resourceCount(state),
  outputs: visibleOutputs(state),
  createdAt,
  deploymentId,
});

/** Makes the content of an earlier version the newest one, with a higher serial; nothing is overwritten. */
export async function rollbackState(
  ctx: Context,
  input: { environmentId: string; serial: number; note: string },
): Promise<Result<EnvironmentRecord, UserFault[]>> {
  const environment = await openEnvironment(ctx, 'state:write', input.environmentId);
  const fault = checkNote(input.note);
  if (fault) return fail([fault]);
  const done = await ctx.store.transaction(async (tx): Promise<Result<null, UserFault[]>> => {
    await tx.environments.lock(environment.id);
    const [current] = await tx.environments.byIds([environment.id]);
    if (current!.activeDeploymentId)
      return fail([
        userFault('ENVIRONMENT_BUSY', 'A run is changing the environment: wait for it, or cancel it.', ['input', 'environmentId']),
      ]);
    const [lock] = await tx.stateLocks.byEnvironments([environment.id]);
    if (lock) return fail([userFault('ENVIRONMENT_BUSY', `The state is locked by ${lock.who}.`, ['input', 'environmentId'])]);
    const earlier = await tx.states.content(environment.id, input.serial);
    const [newest] = await tx.states.newestOf([environment.id]);
    if (!earlier || !newest) return fail([userFault('INVALID_INPUT', `There is no state version ${input.serial}.`, ['input', 'serial'])]);
    const restored = { ...earlier, serial: newest.serial + 1 };
    await tx.states.insert(versionOf(environment, restored, ctx.now(), null), restored);
    return ok(null);
  });
  return done.ok ? ok(await findEnvironment(ctx, environment.id)) : done;
}

/** Takes a lock away from whoever holds it, if it is still the one that the caller has seen. */
export async function forceUnlockState(
  ctx: Context,
  input: { environmentId: string; lockId: string; note: string },
): Promise<Result<EnvironmentRecord, UserFault[]>> {
  const environment = await openEnvironment(ctx, 'state:force-unlock', input.environmentId);
  const fault = checkNote(input.note);
  if (fault) return fail([fault]);
  const released = await ctx.store.stateLocks.release(environment.id, input.lockId);
  return released
    ? ok(environment)
    : fail([userFault('INVALID_INPUT', 'The state is not locked, or by another lock.', ['input', 'lockId'])]);
}

/** Changes or deletes an object of the simulated cloud behind the engine's back. */
export async function simulateDrift(
  ctx: Context,
  input: { environmentId: string; address: string; attributes?: unknown },
): Promise<Result<string, UserFault[]>> {
  const environment = await openEnvironment(ctx, 'deployment:write', input.environmentId);
  if (environment.target !== 'REHEARSAL')
    return fail([userFault('NOT_A_REHEARSAL', 'Only a REHEARSAL environment can be tampered with.', ['input', 'environmentId'])]);
  const objects = stateObjects(await ctx.store.states.content(environment.id));
  const object = objects.get(input.address);
  if (!object || object.mode !== 'managed') {
    const near = nearestName(input.address, [...objects.keys()]);
    return fail([
      userFault('UNKNOWN_ADDRESS', `The state holds no resource ${input.address}.${near ? ` Did you mean ${near}?` : ''}`, [
        'input',
        'address',
      ]),
    ]);
  }
  const cloudId = cloudIdOf(input.address, object.attributes);
  const { attributes } = input;
  if (attributes === null || attributes === undefined) {
    await ctx.store.simulatedObjects.remove(environment.id, object.type, cloudId);
    return ok(input.address);
  }
  const fault = checkAttributes(ctx, object.type, attributes);
  if (fault) return fail([fault]);
  const current = (await ctx.store.simulatedObjects.all(environment.id)).get(objectKey(object.type, cloudId));
  if (!current)
    return fail([userFault('UNKNOWN_ADDRESS', `${input.address} is gone from the simulated cloud already.`, ['input', 'address'])]);
  await ctx.store.simulatedObjects.put(environment.id, object.type, cloudId, { ...current.attributes, ...(attributes as JsonObject) });
  return ok(input.address);
}

function checkAttributes(ctx: Pick<Context, 'catalog'>, type: string, attributes: unknown): UserFault | null {
  if (!isObject(attributes)) return userFault('INVALID_INPUT', 'attributes is an object.', ['input', 'attributes']);
  const block = ctx.catalog().resource(type)?.block;
  if (!block) return null;
  const known = [...block.attributes.keys(), ...block.blocks.keys()];
  const unknown = Object.keys(attributes).find((name) => !known.includes(name));
  if (!unknown) return null;
  const near = nearestName(unknown, known);
  return userFault('INVALID_INPUT', `${type} has no attribute ${unknown}.${near ? ` Did you mean ${near}?` : ''}`, [
    'input',
    'attributes',
    unknown,
  ]);
}
