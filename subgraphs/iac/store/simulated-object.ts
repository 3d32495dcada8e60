import { objectKey, type Cloud } from '#domain/engine/cloud';
import type { JsonObject } from '#domain/json';
import type { Prisma } from '../generated/prisma/client';
import type { Database } from './database';

const batch = 500;

/** The simulated cloud of REHEARSAL environments, each its own. */
export const simulatedObjectStore = (db: Database) => ({
  async all(environmentId: string): Promise<Cloud> {
    const rows = await db.simulatedObject.findMany({ where: { environmentId } });
    return new Map(
      rows.map((row) => [
        objectKey(row.type, row.objectId),
        { type: row.type, id: row.objectId, attributes: row.attributes as JsonObject },
      ]),
    );
  },

  async put(environmentId: string, type: string, objectId: string, attributes: JsonObject): Promise<void> {
    const data = { attributes: attributes as Prisma.InputJsonValue };
    await db.simulatedObject.upsert({
      where: { environmentId_type_objectId: { environmentId, type, objectId } },
      create: { environmentId, type, objectId, ...data },
      update: data,
    });
  },

  async remove(environmentId: string, type: string, objectId: string): Promise<void> {
    await db.simulatedObject.deleteMany({ where: { environmentId, type, objectId } });
  },

  /** Makes the cloud what it has become, writing only what differs. */
  async replace(environmentId: string, before: Cloud, after: Cloud): Promise<void> {
    const gone = [...before.values()].filter((object) => !after.has(objectKey(object.type, object.id)));
    const changed = [...after.values()].filter((object) => {
      const known = before.get(objectKey(object.type, object.id));
      return !known || JSON.stringify(known.attributes) !== JSON.stringify(object.attributes);
    });
    const removed = [...gone, ...changed].map((object) => ({ environmentId, type: object.type, objectId: object.id }));
    for (let at = 0; at < removed.length; at += batch)
      await db.simulatedObject.deleteMany({ where: { OR: removed.slice(at, at + batch) } });
    const rows = changed.map((object) => ({
      environmentId,
      type: object.type,
      objectId: object.id,
      attributes: object.attributes as Prisma.InputJsonValue,
    }));
    for (let at = 0; at < rows.length; at += batch) await db.simulatedObject.createMany({ data: rows.slice(at, at + batch) });
  },

  async clear(environmentId: string): Promise<void> {
    await db.simulatedObject.deleteMany({ where: { environmentId } });
  },
});
