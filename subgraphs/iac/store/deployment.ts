import type { DeploymentKind, DeploymentStatus } from '#domain/deployment-status';
import { isTerminal } from '#domain/deployment/transitions';
import { deploymentStatuses } from '#domain/deployment-status';
import type { GuardrailVerdict } from '#domain/events';
import type { DriftFinding } from '#domain/drift/findings';
import type { Json } from '#domain/json';
import { pageOf, type Page, type PageRequest } from '#platform/page';
import type { Sealing } from '#platform/sealing';
import { Prisma } from '../generated/prisma/client';
import type { Database } from './database';

export interface PlanSummary {
  add: number;
  change: number;
  destroy: number;
  replace: number;
  drifted: number;
  changes: PlannedChange[];
}

export interface PlannedChange {
  address: string;
  type: string;
  actions: string[];
  attributes: { path: string; before: Json; after: Json; sensitive: boolean }[];
}

export interface Failure {
  code: string;
  message: string;
  address: string | null;
  diagnostics: string[];
}

/** A run without its plans, which may be large. */
export interface DeploymentRecord {
  id: string;
  organizationId: string;
  projectId: string;
  blueprintId: string;
  environmentId: string;
  number: number;
  kind: DeploymentKind;
  status: DeploymentStatus;
  revisionId: string;
  revisionNumber: number;
  message: string | null;
  engine: string | null;
  requestedById: string | null;
  requestedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  planSerial: number | null;
  failure: Failure | null;
  verdict: GuardrailVerdict | null;
  overridden: boolean;
  costCheckedAt: Date | null;
  approvedById: string | null;
  approvedAt: Date | null;
  cancelRequestedAt: Date | null;
}

export interface SavedPlan {
  /** Of the built-in engine, whole: it is applied as it is. */
  plan: unknown;
  planSerial: number | null;
  /** Masked, for readers. */
  planJson: unknown;
  planSummary: PlanSummary;
}

const light = {
  id: true,
  organizationId: true,
  projectId: true,
  blueprintId: true,
  environmentId: true,
  number: true,
  kind: true,
  status: true,
  revisionId: true,
  revisionNumber: true,
  message: true,
  engine: true,
  requestedById: true,
  requestedAt: true,
  startedAt: true,
  finishedAt: true,
  planSerial: true,
  failure: true,
  verdict: true,
  overridden: true,
  costCheckedAt: true,
  approvedById: true,
  approvedAt: true,
  cancelRequestedAt: true,
} satisfies Prisma.DeploymentSelect;

const running = deploymentStatuses.filter((status) => !isTerminal(status));
const asRecords = (rows: unknown[]): DeploymentRecord[] => rows as DeploymentRecord[];
const toJson = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;

export const deploymentStore = (db: Database, sealing: Sealing) => ({
  byIds: async (ids: readonly string[]): Promise<DeploymentRecord[]> =>
    asRecords(await db.deployment.findMany({ where: { id: { in: [...ids] } }, select: light })),

  /** Newest first. */
  async list(within: { environmentId: string } | { blueprintId: string }, request: PageRequest): Promise<Page<DeploymentRecord>> {
    const rows = await db.deployment.findMany({
      where: { ...within, ...(request.after ? { id: { lt: request.after[0]! } } : {}) },
      orderBy: { id: 'desc' },
      take: request.limit + 1,
      select: light,
    });
    return pageOf(asRecords(rows), request, () => db.deployment.count({ where: within }));
  },

  /** The newest runs of several environments, at most `limit` of each, in one statement. */
  async newestOf(environmentIds: readonly string[], limit: number): Promise<DeploymentRecord[]> {
    const ids = await db.$queryRaw<{ id: string }[]>`
      SELECT newest.id FROM unnest(${[...environmentIds]}::text[]) AS wanted(environment_id)
      CROSS JOIN LATERAL (SELECT id FROM deployment WHERE environment_id = wanted.environment_id ORDER BY number DESC LIMIT ${limit}) AS newest`;
    return asRecords(
      await db.deployment.findMany({ where: { id: { in: ids.map((row) => row.id) } }, orderBy: { id: 'desc' }, select: light }),
    );
  },

  async countsOf(environmentIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await db.deployment.groupBy({
      by: ['environmentId'],
      where: { environmentId: { in: [...environmentIds] } },
      _count: true,
    });
    return new Map(rows.map((row) => [row.environmentId, row._count]));
  },

  /** Runs of the environment that are queued to change it, oldest first. */
  async queueOf(environmentId: string): Promise<DeploymentRecord[]> {
    return asRecords(
      await db.deployment.findMany({
        where: { environmentId, status: 'QUEUED', kind: { in: ['APPLY', 'DESTROY'] } },
        orderBy: { number: 'asc' },
        select: light,
        take: 1_000,
      }),
    );
  },

  anyRunning: async (environmentId: string): Promise<boolean> =>
    (await db.deployment.count({ where: { environmentId, status: { in: running } } })) > 0,

  async insert(deployment: DeploymentRecord): Promise<void> {
    await db.deployment.create({ data: { ...deployment, failure: Prisma.DbNull } });
  },

  /** false: the run is no longer in the state that the caller saw, and nothing was changed. */
  async move(
    id: string,
    from: DeploymentStatus,
    to: DeploymentStatus,
    change: { startedAt?: Date; finishedAt?: Date; failure?: Failure; engine?: string },
  ): Promise<boolean> {
    const { failure, ...rest } = change;
    const { count } = await db.deployment.updateMany({
      where: { id, status: from },
      data: { status: to, ...rest, ...(failure ? { failure: toJson(failure) } : {}) },
    });
    return count === 1;
  },

  async savePlan(id: string, { plan, planSerial, planJson, planSummary }: SavedPlan): Promise<void> {
    await db.deployment.update({
      where: { id },
      data: { plan: sealing.seal(JSON.stringify(plan), id), planSerial, planJson: toJson(planJson), planSummary: toJson(planSummary) },
    });
  },

  async plan(id: string): Promise<unknown> {
    const row = await db.deployment.findUnique({ where: { id }, select: { plan: true } });
    return row?.plan ? JSON.parse(sealing.open(row.plan, id)) : null;
  },

  async summaries(ids: readonly string[]): Promise<Map<string, PlanSummary>> {
    const rows = await db.deployment.findMany({ where: { id: { in: [...ids] } }, select: { id: true, planSummary: true } });
    return new Map(rows.flatMap((row) => (row.planSummary ? [[row.id, row.planSummary as unknown as PlanSummary] as const] : [])));
  },

  async planJson(id: string): Promise<Json> {
    const row = await db.deployment.findUnique({ where: { id }, select: { planJson: true } });
    return (row?.planJson ?? null) as Json;
  },

  async driftFindings(id: string): Promise<DriftFinding[] | null> {
    const row = await db.deployment.findUnique({ where: { id }, select: { driftFindings: true } });
    return (row?.driftFindings ?? null) as DriftFinding[] | null;
  },

  async saveDrift(id: string, findings: DriftFinding[]): Promise<void> {
    await db.deployment.update({ where: { id }, data: { driftFindings: toJson(findings) } });
  },

  /** Notes what a check or a person said; states are moved by `move` alone. */
  async note(
    id: string,
    facts: Partial<
      Pick<DeploymentRecord, 'verdict' | 'overridden' | 'costCheckedAt' | 'approvedById' | 'approvedAt' | 'cancelRequestedAt'>
    >,
  ): Promise<void> {
    await db.deployment.update({ where: { id }, data: facts });
  },

  /** Locks the run until commit and reads it as it is then. */
  async lock(id: string): Promise<DeploymentRecord> {
    await db.$queryRaw`SELECT 1 FROM deployment WHERE id = ${id} FOR UPDATE`;
    return (await db.deployment.findUniqueOrThrow({ where: { id }, select: light })) as unknown as DeploymentRecord;
  },
});
