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

/** An alert that nobody has done anything about. */
export type NewAlert = AlertRecord & {
  state: 'OPEN';
  resolvedAt: null;
  acknowledgedById: null;
  acknowledgedAt: null;
  note: null;
  mutedUntil: null;
};

export type AlertStates = readonly DriftAlertState[] | null;
export type AlertCounts = Partial<Record<DriftAlertState, number>>;

const inStates = (states: AlertStates): Prisma.DriftAlertWhereInput => (states ? { state: { in: [...states] } } : {});

export const alertStore = (db: Database) => ({
  byIds: async (ids: readonly string[]): Promise<AlertRecord[]> =>
    asRecords(await db.driftAlert.findMany({ where: { id: { in: [...ids] } } })),

  /** Newest first. */
  async list(
    within: { organizationId: string } | { environmentId: string },
    states: AlertStates,
    request: PageRequest,
  ): Promise<Page<AlertRecord>> {
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
    const rows = await db.driftAlert.groupBy({
      by: ['environmentId', 'state'],
      where: { environmentId: { in: [...environmentIds] } },
      _count: true,
    });
    const counts = new Map<string, AlertCounts>();
    for (const row of rows) counts.set(row.environmentId, { ...counts.get(row.environmentId), [row.state]: row._count });
    return counts;
  },

  /** Nobody else moves them until the transaction ends. */
  async lockUnresolved(environmentId: string): Promise<AlertRecord[]> {
    const ids = await db.$queryRaw<{ id: string }[]>`
      SELECT id FROM drift_alert WHERE environment_id = ${environmentId} AND state <> 'RESOLVED' ORDER BY id FOR UPDATE`;
    return asRecords(await db.driftAlert.findMany({ where: { id: { in: ids.map((row) => row.id) } }, orderBy: { id: 'asc' } }));
  },

  /** One statement for however many: the first scan of a large environment may find thousands. */
  async insert(alerts: readonly NewAlert[]): Promise<void> {
    await db.$executeRaw`
      INSERT INTO drift_alert (id, organization_id, project_id, environment_id, fingerprint, address, type, kind, severity, state, attributes, detected_at, last_seen_at)
      SELECT id, "organizationId", "projectId", "environmentId", fingerprint, address, type, kind, severity, state, attributes, "detectedAt", "lastSeenAt"
      FROM jsonb_to_recordset(${JSON.stringify(alerts)}::jsonb) AS added(
        id text, "organizationId" text, "projectId" text, "environmentId" text, fingerprint text, address text, type text, kind text,
        severity text, state text, attributes jsonb, "detectedAt" timestamptz, "lastSeenAt" timestamptz)`;
  },

  /** The same drifts in a later scan; their values may have moved on. */
  async seeAgain(seen: Pick<AlertRecord, 'id' | 'attributes' | 'severity'>[], at: Date): Promise<void> {
    await db.$executeRaw`
      UPDATE drift_alert SET attributes = seen.item->'attributes', severity = seen.item->>'severity', last_seen_at = ${at}
      FROM jsonb_array_elements(${JSON.stringify(seen)}::jsonb) AS seen(item) WHERE drift_alert.id = seen.item->>'id'`;
  },

  async resolve(ids: readonly string[], at: Date): Promise<void> {
    await db.driftAlert.updateMany({ where: { id: { in: [...ids] } }, data: { state: 'RESOLVED', resolvedAt: at } });
  },

  /** Moves an alert on from the state in which it was seen; false when somebody else moved it first. */
  async move(id: string, from: DriftAlertState, change: Partial<Omit<AlertRecord, 'id' | 'attributes'>>): Promise<boolean> {
    const { count } = await db.driftAlert.updateMany({ where: { id, state: from }, data: change });
    return count === 1;
  },
});

const asRecords = (rows: unknown[]): AlertRecord[] => rows as AlertRecord[];
