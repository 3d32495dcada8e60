import { parseState, type StateV4 } from '#domain/engine/state';
import type { JsonObject } from '#domain/json';
import { pageOf, type Page, type PageRequest } from '#platform/page';
import type { Sealing } from '#platform/sealing';
import type { Prisma } from '../generated/prisma/client';
import type { Database } from './database';

/** One version without its content. */
export interface StateVersionRecord {
  id: string;
  organizationId: string;
  environmentId: string;
  serial: number;
  lineage: string;
  resourceCount: number;
  outputs: JsonObject;
  createdAt: Date;
  deploymentId: string | null;
}

const light = {
  id: true,
  organizationId: true,
  environmentId: true,
  serial: true,
  lineage: true,
  resourceCount: true,
  outputs: true,
  createdAt: true,
  deploymentId: true,
} satisfies Prisma.StateVersionSelect;

export const stateStore = (db: Database, sealing: Sealing) => ({
  /** The newest version of each environment that has one, in one statement. */
  async newestOf(environmentIds: readonly string[]): Promise<StateVersionRecord[]> {
    const rows = await db.stateVersion.findMany({
      where: { environmentId: { in: [...environmentIds] } },
      distinct: ['environmentId'],
      orderBy: [{ environmentId: 'asc' }, { serial: 'desc' }],
      select: light,
    });
    return rows as StateVersionRecord[];
  },

  /** Newest first. */
  async list(environmentId: string, request: PageRequest): Promise<Page<StateVersionRecord>> {
    const rows = await db.stateVersion.findMany({
      where: { environmentId, ...(request.after ? { serial: { lt: Number(request.after[0]) || 0 } } : {}) },
      orderBy: { serial: 'desc' },
      take: request.limit + 1,
      select: light,
    });
    return pageOf(rows as StateVersionRecord[], request, () => db.stateVersion.count({ where: { environmentId } }));
  },

  /** The content of one version, or of the newest; null when there is none. */
  async content(environmentId: string, serial?: number): Promise<StateV4 | null> {
    const row = await db.stateVersion.findFirst({
      where: { environmentId, ...(serial === undefined ? {} : { serial }) },
      orderBy: { serial: 'desc' },
      select: { id: true, content: true },
    });
    if (!row) return null;
    const parsed = parseState(sealing.open(row.content, row.id));
    if (!parsed.ok) throw new Error(`State version ${row.id} cannot be read: ${parsed.fault.message}`);
    return parsed.value;
  },

  /** @throws a unique violation when the serial exists: no version is ever overwritten */
  async insert(version: StateVersionRecord, content: StateV4): Promise<void> {
    await db.stateVersion.create({
      data: { ...version, outputs: version.outputs as Prisma.InputJsonValue, content: sealing.seal(JSON.stringify(content), version.id) },
    });
  },
});
