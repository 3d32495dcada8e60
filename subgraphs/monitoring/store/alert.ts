import type { Severity } from '#domain/diagnostic';
import type { DriftKind } from '#domain/drift/findings';
import type { AttributeChange } from '#domain/engine/sensitive';
import type { DriftAlertState } from '#domain/events';
import { pageOf, type Page, type PageRequest } from '#platform/page';
import type { Prisma } from '../generated/prisma/client';
import type { Database } from './database';

export interface AlertRecord {
  id: string;
  organizationId: string;
  projectId: string;
  environmentId: string;
  /** Hash of what makes two findings the same drift. */
  fingerprint: string;
  address: string;
  type: string;
  kind: DriftKind;
  severity: Severity;
  state: DriftAlertState;
  attributes: AttributeChange[];
  detectedAt: Date;
  lastSeenAt: Date;
  resolvedAt: Date | null;
  acknowledgedById: string | null;
  acknowledgedAt: Date | null;
  note: string | null;
  mutedUntil: Date | null;
}

export type AlertStates = readonly DriftAlertState[] | null;
export type AlertCounts = Partial<Record<DriftAlertState, number>>;

const inStates = (states: AlertStates): Prisma.DriftAlertWhereInput => (states ? { state: { in: [...states] } } : {});
const toJson = (attributes: AttributeChange[]): Prisma.InputJsonValue => attributes as unknown as Prisma.InputJsonValue;

export const alertStore = (db: Database) => ({
  byIds: async (ids: readonly string[]): Promise<AlertRecord[]> => asRecords(await db.driftAlert.findMany({ where: { id: { in: [...ids] } } })),

  /** Newest first. */
  async list(within: { organizationId: string } | { environmentId: string }, states: AlertStates, request: PageRequest): Promise<Page<AlertRecord>> {
    const where = { ...within, ...inStates(states) };
    const rows = await db.driftAlert.findMany({
      where: { ...where, ...(request.after ? { id: { lt: request.after[0]! } } : {}) },
      orderBy: { id: 'desc' },
      take: request.limit + 1,
    });
    return pageOf(asRecords(rows), request, () => db.driftAlert.count({ where }));
  },

  /** The newest alerts of each environment, newest first. */
  async newestOf(environmentIds: readonly string[], states: AlertStates, limit: number): Promise<AlertRecord[]> {
    const wanted = states ? [...states] : null;
    const ids = await db.$queryRaw<{ id: string }[]>`
      SELECT newest.id FROM unnest(${[...environmentIds]}::text[]) AS wanted(environment_id)
      CROSS JOIN LATERAL (
        SELECT id FROM drift_alert
        WHERE environment_id = wanted.environment_id AND (${wanted}::text[] IS NULL OR state = ANY (${wanted}::text[]))
        ORDER BY id DESC LIMIT ${limit}
      ) AS newest`;
    return asRecords(await db.driftAlert.findMany({ where: { id: { in: ids.map((row) => row.id) } }, orderBy: { id: 'desc' } }));
  },

  /** Alerts of each environment by state. */
  async countsOf(environmentIds: readonly string[]): Promise<Map<string, AlertCounts>> {
    const rows = await db.driftAlert.groupBy({ by: ['environmentId', 'state'], where: { environmentId: { in: [...environmentIds] } }, _count: true });
    const counts = new Map<string, AlertCounts>();
    for (const row of rows) counts.set(row.environmentId, { ...counts.get(row.environmentId), [row.state]: row._count });
    return counts;
  },

  unresolved: async (environmentId: string): Promise<AlertRecord[]> =>
    asRecords(await db.driftAlert.findMany({ where: { environmentId, state: { not: 'RESOLVED' } }, orderBy: { id: 'asc' } })),

  async insert(alerts: AlertRecord[]): Promise<void> {
    await db.driftAlert.createMany({ data: alerts.map((alert) => ({ ...alert, attributes: toJson(alert.attributes) })) });
  },

  /** The same drift in a later scan; its values may have moved on. */
  async seeAgain(id: string, seen: Pick<AlertRecord, 'attributes' | 'severity' | 'lastSeenAt'>): Promise<void> {
    await db.driftAlert.update({ where: { id }, data: { ...seen, attributes: toJson(seen.attributes) } });
  },

  /** Moves an alert on from the state in which it was seen; false when somebody else moved it first. */
  async move(id: string, from: DriftAlertState, change: Partial<Omit<AlertRecord, 'id' | 'attributes'>>): Promise<boolean> {
    const { count } = await db.driftAlert.updateMany({ where: { id, state: from }, data: change });
    return count === 1;
  },
});

const asRecords = (rows: unknown[]): AlertRecord[] => rows as AlertRecord[];
