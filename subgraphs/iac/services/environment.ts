import { userFault, type UserFault } from '#domain/fault';
import { isObject, type JsonObject } from '#domain/json';
import { normalizeName } from '#domain/name';
import { fail, ok, type Result } from '#domain/result';
import { authorize } from '#platform/authorize';
import { isId, newId } from '#platform/identifier';
import { onceByKey } from '#platform/once';
import type { Page, PageRequest } from '#platform/page';
import type { Context } from '../context';
import type { EnvironmentRecord, EnvironmentTarget } from '../store/environment';
import type { StateLockRecord } from '../store/state-lock';
import type { StateVersionRecord } from '../store/state';

export async function findEnvironment(ctx: Pick<Context, 'viewer' | 'loaders'>, id: string): Promise<EnvironmentRecord> {
  return authorize(ctx.viewer, 'deployment:read', await visible(ctx, id));
}

async function visible(ctx: Pick<Context, 'loaders'>, id: string): Promise<EnvironmentRecord | null> {
  return isId(id) ? ((await ctx.loaders.environments.load(id)) ?? null) : null;
}

/** For a change: a deleted environment counts as missing. */
export async function openEnvironment(
  ctx: Pick<Context, 'viewer' | 'loaders'>,
  scope: 'deployment:write' | 'state:write' | 'state:force-unlock',
  id: string,
): Promise<EnvironmentRecord> {
  const environment = await visible(ctx, id);
  return authorize(ctx.viewer, scope, environment?.deletedAt ? null : environment);
}

export function listEnvironments(
  ctx: Pick<Context, 'viewer' | 'store'>,
  scope: 'organization' | 'project',
  owner: { id: string; organizationId: string },
  request: PageRequest,
): Promise<Page<EnvironmentRecord>> {
  authorize(ctx.viewer, 'deployment:read', owner);
  return ctx.store.environments.list(scope, owner.id, request);
}

/** Those that the viewer may see: the blueprint's organisation is each environment's own. */
export async function environmentsOfBlueprint(ctx: Pick<Context, 'viewer' | 'loaders'>, blueprintId: string): Promise<EnvironmentRecord[]> {
  const mine = new Set(ctx.viewer.memberships.map((one) => one.organizationId));
  return (await ctx.loaders.environmentsOfBlueprint.load(blueprintId)).filter((one) => mine.has(one.organizationId));
}

export const stateOf = (ctx: Pick<Context, 'loaders'>, environment: EnvironmentRecord): Promise<StateVersionRecord | undefined> =>
  ctx.loaders.states.load(environment.id);
export const lockOf = (ctx: Pick<Context, 'loaders'>, environment: EnvironmentRecord): Promise<StateLockRecord | undefined> =>
  ctx.loaders.stateLocks.load(environment.id);

export interface CreateEnvironment {
  blueprintId: string;
  name: string;
  target: EnvironmentTarget;
  requiresApproval: boolean;
  variables?: unknown;
  credentials?: string | null;
  idempotencyKey?: string | null;
}

function checkSettings(input: { variables?: unknown; credentials?: string | null }): UserFault[] {
  const faults: UserFault[] = [];
  if (input.variables !== undefined && input.variables !== null && !isObject(input.variables))
    faults.push(userFault('INVALID_INPUT', 'variables is an object: name -> value.', ['input', 'variables']));
  if (input.credentials && !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/.test(input.credentials))
    faults.push(
      userFault('INVALID_INPUT', 'The name of a set of credentials has letters, digits, dots, dashes and underscores.', [
        'input',
        'credentials',
      ]),
    );
  return faults;
}

export async function createEnvironment(ctx: Context, input: CreateEnvironment): Promise<Result<EnvironmentRecord, UserFault[]>> {
  const blueprint = authorize(ctx.viewer, 'deployment:write', await ctx.blueprints.blueprint(input.blueprintId, ctx));
  const name = normalizeName(input.name);
  const faults = [
    ...(name ? [] : [userFault('INVALID_INPUT', 'A name has 1 to 200 characters and no control characters.', ['input', 'name'])]),
    ...checkSettings(input),
  ];
  if (faults.length) return fail(faults);
  return onceByKey(
    ctx,
    { organizationId: blueprint.organizationId, operation: 'createEnvironment', input },
    {
      async first(tx) {
        await tx.environments.lockNames(blueprint.id);
        if (await tx.environments.nameTaken(blueprint.id, name!))
          return fail([userFault('NAME_TAKEN', `The blueprint has an environment ${name}.`, ['input', 'name'])]);
        const environment: EnvironmentRecord = {
          id: newId(),
          organizationId: blueprint.organizationId,
          projectId: blueprint.projectId,
          blueprintId: blueprint.id,
          name: name!,
          target: input.target,
          requiresApproval: input.requiresApproval,
          variables: (input.variables ?? {}) as JsonObject,
          credentials: input.credentials ?? null,
          deployedRevisionId: null,
          deployedRevisionNumber: null,
          activeDeploymentId: null,
          createdAt: ctx.now(),
          deletedAt: null,
        };
        await tx.environments.insert(environment);
        return ok(environment);
      },
      repeat: async (tx, id) => (await tx.environments.byIds([id]))[0]!,
    },
  );
}

export interface UpdateEnvironment {
  environmentId: string;
  requiresApproval?: boolean | null;
  variables?: unknown;
  credentials?: string | null;
}

export async function updateEnvironment(ctx: Context, input: UpdateEnvironment): Promise<Result<EnvironmentRecord, UserFault[]>> {
  const environment = await openEnvironment(ctx, 'deployment:write', input.environmentId);
  const faults = checkSettings(input);
  if (faults.length) return fail(faults);
  await ctx.store.environments.update(environment.id, {
    ...(typeof input.requiresApproval === 'boolean' ? { requiresApproval: input.requiresApproval } : {}),
    ...(input.variables ? { variables: await withHiddenValues(ctx, environment, input.variables as JsonObject) } : {}),
    ...(input.credentials !== undefined ? { credentials: input.credentials } : {}),
  });
  ctx.loaders.environments.clear(environment.id);
  return ok(await findEnvironment(ctx, environment.id));
}

/** A value that is not shown reads as null: who saves what was read keeps it. */
async function withHiddenValues(ctx: Context, environment: EnvironmentRecord, variables: JsonObject): Promise<JsonObject> {
  const shown = await visibleVariables(ctx, environment);
  const isHidden = (name: string): boolean => Object.hasOwn(shown, name) && shown[name] === null;
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, value === null && isHidden(name) ? environment.variables[name]! : value]),
  );
}

/** Takes an environment away; while its state holds resources only if they are given up knowingly. */
export async function deleteEnvironment(
  ctx: Context,
  input: { environmentId: string; abandonResources: boolean },
): Promise<Result<EnvironmentRecord, UserFault[]>> {
  const environment = await openEnvironment(ctx, 'deployment:write', input.environmentId);
  return ctx.store.transaction(async (tx) => {
    await tx.environments.lock(environment.id);
    if (await tx.deployments.anyRunning(environment.id))
      return fail([userFault('ENVIRONMENT_BUSY', 'A run of this environment has not ended: cancel it first.', ['input', 'environmentId'])]);
    const [state] = await tx.states.newestOf([environment.id]);
    if (state && state.resourceCount > 0 && !input.abandonResources)
      return fail([
        userFault('ENVIRONMENT_NOT_EMPTY', `Its state holds ${state.resourceCount} resources: destroy them, or set abandonResources.`, [
          'input',
          'environmentId',
        ]),
      ]);
    const deletedAt = ctx.now();
    await tx.environments.update(environment.id, { deletedAt });
    await tx.simulatedObjects.clear(environment.id);
    return ok({ ...environment, deletedAt });
  });
}

/** Values of variables that the design marks sensitive are write-only: null. A value for a variable that it does not declare is shown only by name. */
export async function visibleVariables(
  ctx: Pick<Context, 'loaders' | 'blueprints' | 'viewer' | 'requestId'>,
  environment: EnvironmentRecord,
): Promise<JsonObject> {
  if (Object.keys(environment.variables).length === 0) return {};
  const head = environment.deployedRevisionId ?? (await ctx.blueprints.revision(environment.blueprintId, null, ctx))?.id;
  const content = head ? await ctx.loaders.contents.load(head) : undefined;
  const shown = new Set(content?.variables.filter((variable) => !variable.sensitive).map((variable) => variable.name));
  return Object.fromEntries(Object.entries(environment.variables).map(([name, value]) => [name, shown.has(name) ? value : null]));
}

/** @throws Denial NOT_FOUND for another organisation's blueprint, as for one that does not exist */
export async function requireBlueprint(ctx: Pick<Context, 'blueprints' | 'viewer' | 'requestId'>, id: string): Promise<void> {
  authorize(ctx.viewer, 'deployment:read', await ctx.blueprints.blueprint(id, ctx));
}
