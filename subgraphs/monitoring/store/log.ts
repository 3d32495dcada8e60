import type { Severity } from '#domain/diagnostic';
import type { EventPayloads } from '#domain/events';
import type { Database } from './database';

/** NOTIFY channel; the payload is the position and the organisation, with a space between. */
export const LOG_CHANNEL = 'monitoring_log';
/** Who appends holds it until commit, so that positions become visible in their order. */
const LOG_LOCK = 7_316_402_231;

export type LoggedType = Extract<keyof EventPayloads, 'deployment.status-changed' | 'drift.alert-changed'>;

export type NewLogEvent = {
  [T in LoggedType]: {
    type: T;
    organizationId: string;
    projectId: string;
    environmentId: string;
    deploymentId: string | null;
    severity: Severity | null;
    occurredAt: Date;
    payload: EventPayloads[T];
  };
}[LoggedType];

export type LoggedEvent<T extends LoggedType = LoggedType> = Extract<NewLogEvent, { type: T }> & { position: bigint };

/** Which events of the log a reader wants. */
export interface LogFilter<T extends LoggedType = LoggedType> {
  type: T;
  organizationId: string;
  projectId?: string | null;
  environmentId?: string | null;
  deploymentId?: string | null;
  severities?: readonly Severity[] | null;
}

export interface LogPage<T extends LoggedType> {
  events: LoggedEvent<T>[];
  /** Position up to which the log holds nothing else that the filter lets through. */
  readThrough: bigint;
  hasMore: boolean;
  /** Position up to which events were deleted; 0: none. */
  purgedThrough: bigint;
}

interface PageRow {
  head: bigint;
  purged: bigint;
  events: (Omit<NewLogEvent, 'occurredAt'> & { position: number; occurredAt: string })[];
}

export const logStore = (db: Database) => ({
  /** Call it last in a transaction: whoever appends waits for whoever appended before to commit. */
  async append(...events: NewLogEvent[]): Promise<void> {
    if (events.length === 0) return;
    await db.$queryRaw`SELECT pg_advisory_xact_lock(${LOG_LOCK})::text`;
    await db.$queryRaw`
      WITH appended AS (
        INSERT INTO log_event (organization_id, type, project_id, environment_id, deployment_id, severity, occurred_at, payload)
        SELECT item->>'organizationId', item->>'type', item->>'projectId', item->>'environmentId', item->>'deploymentId', item->>'severity',
          (item->>'occurredAt')::timestamptz, item->'payload'
        FROM jsonb_array_elements(${JSON.stringify(events)}::jsonb) WITH ORDINALITY AS given(item, place) ORDER BY place
        RETURNING position, organization_id
      )
      SELECT pg_notify(${LOG_CHANNEL}, max(position) || ' ' || organization_id)::text FROM appended GROUP BY organization_id`;
  },

  /** The position of the newest event; 0n while there is none. */
  async head(): Promise<bigint> {
    const { _max } = await db.logEvent.aggregate({ _max: { position: true } });
    return _max.position ?? 0n;
  },

  /** Between which positions a cursor may be; `purgedThrough` is 0n while nothing was deleted. */
  async bounds(organizationId: string, type: LoggedType): Promise<{ head: bigint; purgedThrough: bigint }> {
    const [row] = await db.$queryRaw<{ head: bigint; purgedThrough: bigint }[]>`
      SELECT (SELECT coalesce(max(position), 0) FROM log_event) AS head,
        (SELECT coalesce(max(purged_through), 0) FROM log_floor WHERE organization_id = ${organizationId} AND type = ${type}) AS "purgedThrough"`;
    return row!;
  },

  /** Events behind a position in order, at most `limit`. One statement, so that all of the page is of one moment. */
  async page<T extends LoggedType>(filter: LogFilter<T>, after: bigint, limit: number): Promise<LogPage<T>> {
    const { organizationId, type, projectId = null, environmentId = null, deploymentId = null } = filter;
    const severities = filter.severities ? [...filter.severities] : null;
    const [row] = await db.$queryRaw<PageRow[]>`
      WITH page AS (
        SELECT position, type, organization_id AS "organizationId", project_id AS "projectId", environment_id AS "environmentId",
          deployment_id AS "deploymentId", severity, occurred_at AS "occurredAt", payload
        FROM log_event
        WHERE organization_id = ${organizationId} AND type = ${type} AND position > ${after}
          AND (${projectId}::text IS NULL OR project_id = ${projectId})
          AND (${environmentId}::text IS NULL OR environment_id = ${environmentId})
          AND (${deploymentId}::text IS NULL OR deployment_id = ${deploymentId})
          AND (${severities}::text[] IS NULL OR severity = ANY (${severities}::text[]))
        ORDER BY position LIMIT ${limit}
      )
      SELECT (SELECT coalesce(max(position), 0) FROM log_event) AS head,
        (SELECT coalesce(max(purged_through), 0) FROM log_floor WHERE organization_id = ${organizationId} AND type = ${type}) AS purged,
        (SELECT coalesce(jsonb_agg(to_jsonb(page) ORDER BY position), '[]') FROM page) AS events`;
    const events = row!.events.map((event) => ({
      ...event,
      position: BigInt(event.position),
      occurredAt: new Date(event.occurredAt),
    })) as LoggedEvent<T>[];
    const hasMore = events.length === limit;
    return { events, hasMore, readThrough: hasMore ? events.at(-1)!.position : row!.head, purgedThrough: row!.purged };
  },

  /**
   * Deletes up to `limit` events that were appended before a time, and notes how far. The newest event stays: its position
   * is the log's head.
   *
   * @returns how many were deleted
   */
  async purge(before: Date, limit: number): Promise<number> {
    const [row] = await db.$queryRaw<{ deleted: number }[]>`
      WITH old AS (
        SELECT position FROM log_event
        WHERE appended_at < ${before} AND position < (SELECT max(position) FROM log_event) ORDER BY appended_at LIMIT ${limit}
      ), gone AS (
        DELETE FROM log_event WHERE position IN (SELECT position FROM old) RETURNING position, organization_id, type
      ), noted AS (
        INSERT INTO log_floor (organization_id, type, purged_through)
        SELECT organization_id, type, max(position) FROM gone GROUP BY organization_id, type
        ON CONFLICT (organization_id, type) DO UPDATE SET purged_through = greatest(log_floor.purged_through, excluded.purged_through)
      )
      SELECT count(*)::int AS deleted FROM gone`;
    return row!.deleted;
  },
});
