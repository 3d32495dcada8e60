import { createHash } from 'node:crypto';
import { userFault, type UserFault } from '#domain/fault';
import { fail, ok, type Result } from '#domain/result';
import { authorize, requireViewer } from '#platform/authorize';
import { notFound } from '#platform/denial';
import { isId, newId } from '#platform/identifier';
import type { Context } from '../context';
import { withRun, type ObservedRun } from './run-progress';

/** Members of the input that the caller has given; iac's input has more. */
const ownFields = new Set(['environmentId', 'idempotencyKey']);

export interface ScanDrift {
  environmentId: string;
  idempotencyKey?: string | null;
}

/** Queues a scan of an environment, on behalf of the viewer. */
export async function scanDrift(
  ctx: Context,
  { environmentId, idempotencyKey }: ScanDrift,
): Promise<Result<{ deploymentId: string }, UserFault[]>> {
  requireViewer(ctx.viewer);
  if (!isId(environmentId)) throw notFound();
  const monitor = await ctx.loaders.monitors.load(environmentId);
  const organizationId = monitor?.organizationId ?? (await ctx.iac.organizationOfEnvironment(environmentId, ctx));
  authorize(ctx.viewer, 'monitoring:write', { organizationId });
  if (idempotencyKey && idempotencyKey.length > 200)
    return fail([userFault('INVALID_INPUT', 'An idempotency key has at most 200 characters.', ['input', 'idempotencyKey'])]);
  const requested = await ctx.iac.requestScan(environmentId, keyOf(idempotencyKey), ctx);
  if (!requested.ok) return fail(requested.fault.map((fault) => ({ ...fault, path: ownPath(fault.path) })));
  const { id, number, status, requestedAt, ...owners } = requested.value;
  // Whoever asks for the drift status next is to read SCANNING, also when the event is still on its way.
  await ctx.store.transaction(async (tx) => {
    const known = await tx.monitors.lock([owners]);
    const run: ObservedRun = { id, number, status, kind: 'DRIFT_SCAN', at: new Date(requestedAt) };
    await tx.monitors.save(known.map((monitor) => withRun(monitor, run)));
  });
  return ok({ deploymentId: id });
}

/** A key of its own: the caller may have used the same one for a deployment. */
const keyOf = (key: string | null | undefined): string => (key ? `scanDrift/${createHash('sha256').update(key).digest('hex')}` : newId());

const ownPath = (path: string[] | null): string[] | null => (path?.[1] && ownFields.has(path[1]) ? path : null);
