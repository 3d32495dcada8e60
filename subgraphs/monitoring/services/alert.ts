import { userFault, type UserFault } from '#domain/fault';
import { fail, ok, type Result } from '#domain/result';
import { authorize } from '#platform/authorize';
import { isId } from '#platform/identifier';
import type { Page, PageRequest } from '#platform/page';
import type { Context } from '../context';
import type { AlertRecord, AlertStates } from '../store/alert';
import type { StoreTransaction } from '../store/store';
import { announceAlerts, type AlertMove } from './alert-log';
import { monitorOf } from './environment';

export async function findAlert(ctx: Pick<Context, 'viewer' | 'loaders'>, id: string): Promise<AlertRecord> {
  return authorize(ctx.viewer, 'monitoring:read', isId(id) ? await ctx.loaders.alerts.load(id) : null);
}

/** Newest first. */
export function listAlerts(
  ctx: Pick<Context, 'viewer' | 'store'>,
  organizationId: string,
  states: AlertStates,
  request: PageRequest,
): Promise<Page<AlertRecord>> {
  authorize(ctx.viewer, 'monitoring:read', { organizationId });
  return ctx.store.alerts.list({ organizationId }, states, request);
}

/** Newest first; the first page is batched over the environments of a request. */
export async function listAlertsOfEnvironment(
  ctx: Pick<Context, 'viewer' | 'loaders' | 'store'>,
  environmentId: string,
  states: AlertStates,
  request: PageRequest,
): Promise<Page<AlertRecord>> {
  await monitorOf(ctx, environmentId);
  if (request.after) return ctx.store.alerts.list({ environmentId }, states, request);
  const rows = await ctx.loaders.newestAlerts.load({ environmentId, states, limit: request.limit + 1 });
  const totalCount = async (): Promise<number> => {
    const counts = await ctx.loaders.alertCounts.load(environmentId);
    return Object.entries(counts).reduce((sum, [state, count]) => sum + (!states || states.some((one) => one === state) ? count : 0), 0);
  };
  return { rows: rows.slice(0, request.limit), hasNextPage: rows.length > request.limit, totalCount };
}

/** Says that somebody knows of the drift. */
export async function acknowledgeAlert(
  ctx: Context,
  { alertId, note }: { alertId: string; note?: string | null },
): Promise<Result<AlertRecord, UserFault[]>> {
  const seen = authorize(ctx.viewer, 'monitoring:write', isId(alertId) ? await ctx.loaders.alerts.load(alertId) : null);
  if (note && (note.length > 10_000 || note.includes('\0')))
    return fail([userFault('INVALID_INPUT', 'The note has at most 10,000 characters and no NUL.', ['input', 'note'])]);
  const result = await ctx.store.transaction(async (tx): Promise<Result<AlertRecord, UserFault[]>> => {
    const change = { state: 'ACKNOWLEDGED' as const, acknowledgedById: ctx.viewer.userId, acknowledgedAt: ctx.now(), note: note ?? null };
    if (!(await tx.alerts.move(seen.id, 'OPEN', change))) {
      const [current] = await tx.alerts.byIds([seen.id]);
      return fail([
        userFault('ILLEGAL_TRANSITION', `Only an OPEN alert can be acknowledged; this one is ${current!.state}.`, ['input', 'alertId']),
      ]);
    }
    const alert = { ...seen, ...change };
    await announceAlerts(tx, [{ alert, from: 'OPEN' }], change.acknowledgedAt);
    return ok(alert);
  });
  ctx.forget();
  return result;
}

/** Resolves alerts that the transaction has locked; the caller announces the moves. */
export async function resolveAlerts(tx: Pick<StoreTransaction, 'alerts'>, alerts: readonly AlertRecord[], at: Date): Promise<AlertMove[]> {
  await tx.alerts.resolve(
    alerts.map((alert) => alert.id),
    at,
  );
  return alerts.map((alert) => ({ alert: { ...alert, state: 'RESOLVED', resolvedAt: at }, from: alert.state }));
}
