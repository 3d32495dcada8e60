import type { JsonObject } from '#domain/json';
import { pageOf, type Page, type PageRequest } from '#platform/page';
import type { Sealing } from '#platform/sealing';
import type { Prisma } from '../generated/prisma/client';
import type { Database } from './database';

export type EnvironmentTarget = 'CLOUD' | 'REHEARSAL';

export interface EnvironmentRecord {
  id: string;
  organizationId: string;
  projectId: string;
  blueprintId: string;
  name: string;
  target: EnvironmentTarget;
  requiresApproval: boolean;
  variables: JsonObject;
  credentials: string | null;
  deployedRevisionId: string | null;
  deployedRevisionNumber: number | null;
  activeDeploymentId: string | null;
  createdAt: Date;
  deletedAt: Date | null;
}

const within = { organization: 'organizationId', project: 'projectId', blueprint: 'blueprintId' } as const;

export const environmentStore = (db: Database, sealing: Sealing) => {
  type Row = Prisma.EnvironmentGetPayload<object>;
  const read = ({ variables, lastNumber: _lastNumber, target, ...row }: Row): EnvironmentRecord => ({
    ...row,
    target: target as EnvironmentTarget,
    variables: JSON.parse(sealing.open(variables, row.id)) as JsonObject,
  });
  const sealed = (id: string, variables: JsonObject) => sealing.seal(JSON.stringify(variables), id);

  return {
    /** Deleted ones included: runs and alerts still refer to them. */
    byIds: async (ids: readonly string[]): Promise<EnvironmentRecord[]> =>
      (await db.environment.findMany({ where: { id: { in: [...ids] } } })).map(read),

    async ofBlueprints(blueprintIds: readonly string[]): Promise<EnvironmentRecord[]> {
      const rows = await db.environment.findMany({
        where: { blueprintId: { in: [...blueprintIds] }, deletedAt: null },
        orderBy: { id: 'asc' },
      });
      return rows.map(read);
    },

    async list(scope: keyof typeof within, id: string, request: PageRequest): Promise<Page<EnvironmentRecord>> {
      const where = { [within[scope]]: id, deletedAt: null };
      const rows = await db.environment.findMany({
        where: { ...where, ...(request.after ? { id: { gt: request.after[0]! } } : {}) },
        orderBy: { id: 'asc' },
        take: request.limit + 1,
      });
      return pageOf(rows.map(read), request, () => db.environment.count({ where }));
    },

    /** Until commit nobody else gives a name to an environment of the blueprint. */
    async lockNames(blueprintId: string): Promise<void> {
      await db.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`environment names of ${blueprintId}`}, 0))::text`;
    },

    nameTaken: async (blueprintId: string, name: string): Promise<boolean> =>
      (await db.environment.count({ where: { blueprintId, name, deletedAt: null } })) > 0,

    async insert({ variables, ...environment }: EnvironmentRecord): Promise<void> {
      await db.environment.create({ data: { ...environment, variables: sealed(environment.id, variables) } });
    },

    async update(
      id: string,
      { variables, ...change }: { requiresApproval?: boolean; variables?: JsonObject; credentials?: string | null; deletedAt?: Date },
    ): Promise<void> {
      await db.environment.update({ where: { id }, data: { ...change, ...(variables ? { variables: sealed(id, variables) } : {}) } });
    },

    /** Locks the environment until commit, so that its runs are numbered and started one after another. */
    async lock(id: string): Promise<void> {
      await db.$queryRaw`SELECT 1 FROM environment WHERE id = ${id} FOR UPDATE`;
    },

    async nextNumber(id: string): Promise<number> {
      const { lastNumber } = await db.environment.update({
        where: { id },
        data: { lastNumber: { increment: 1 } },
        select: { lastNumber: true },
      });
      return lastNumber;
    },

    /** Gives the environment to a run; false when another has it. */
    async occupy(id: string, deploymentId: string): Promise<boolean> {
      const { count } = await db.environment.updateMany({
        where: { id, OR: [{ activeDeploymentId: null }, { activeDeploymentId: deploymentId }] },
        data: { activeDeploymentId: deploymentId },
      });
      return count === 1;
    },

    async vacate(id: string, deploymentId: string): Promise<boolean> {
      const { count } = await db.environment.updateMany({
        where: { id, activeDeploymentId: deploymentId },
        data: { activeDeploymentId: null },
      });
      return count === 1;
    },

    async deployed(id: string, revision: { id: string; number: number } | null): Promise<void> {
      await db.environment.update({
        where: { id },
        data: { deployedRevisionId: revision?.id ?? null, deployedRevisionNumber: revision?.number ?? null },
      });
    },
  };
};
