import { objectKey, type Cloud } from '#domain/engine/cloud';
import type { JsonObject } from '#domain/json';
import type { Sealing } from '#platform/sealing';
import type { Database } from './database';

const batch = 500;

interface Named {
  environmentId: string;
  type: string;
  objectId: string;
}

const nameOf = (row: Named): string => `${row.environmentId}/${row.type}/${row.objectId}`;

/** The simulated cloud of REHEARSAL environments, each its own. Attributes hold what a cloud is told, passwords too: they are sealed. */
export const simulatedObjectStore = (db: Database, sealing: Sealing) => {
  const seal = (row: Named, attributes: JsonObject): string =>
    Buffer.from(sealing.seal(JSON.stringify(attributes), nameOf(row))).toString('base64');
  const open = (row: Named & { attributes: unknown }): JsonObject =>
    JSON.parse(sealing.open(Buffer.from(row.attributes as string, 'base64'), nameOf(row))) as JsonObject;
  return {
    async all(environmentId: string): Promise<Cloud> {
      const rows = await db.simulatedObject.findMany({ where: { environmentId } });
      return new Map(rows.map((row) => [objectKey(row.type, row.objectId), { type: row.type, id: row.objectId, attributes: open(row) }]));
    },

    async put(environmentId: string, type: string, objectId: string, attributes: JsonObject): Promise<void> {
      const data = { attributes: seal({ environmentId, type, objectId }, attributes) };
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
      const rows = changed.map((object) => {
        const row = { environmentId, type: object.type, objectId: object.id };
        return { ...row, attributes: seal(row, object.attributes) };
      });
      for (let at = 0; at < rows.length; at += batch) await db.simulatedObject.createMany({ data: rows.slice(at, at + batch) });
    },

    async clear(environmentId: string): Promise<void> {
      await db.simulatedObject.deleteMany({ where: { environmentId } });
    },
  };
};
