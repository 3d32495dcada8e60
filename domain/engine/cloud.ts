import type { JsonObject } from '../json';

export interface CloudObject {
  type: string;
  id: string;
  attributes: JsonObject;
}

/** A refusal of the cloud, with a message that people may read. Everything else that is thrown counts as an outage. */
export class CloudError extends Error {
  constructor(
    readonly code: 'ALREADY_EXISTS' | 'NOT_FOUND' | 'REFUSED',
    message: string,
  ) {
    super(message);
    this.name = 'CloudError';
  }
}

/** What the engine asks of a cloud. Ids are unique within a type. */
export interface CloudApi {
  /** null: there is no such object. */
  read(type: string, id: string): Promise<JsonObject | null> | JsonObject | null;
  /** @throws CloudError ALREADY_EXISTS */
  create(type: string, id: string, attributes: JsonObject): Promise<void> | void;
  /** @throws CloudError NOT_FOUND */
  update(type: string, id: string, attributes: JsonObject): Promise<void> | void;
  /** Deleting what is gone already is no error. */
  delete(type: string, id: string): Promise<void> | void;
}

export type Cloud = Map<string, CloudObject>;

export const objectKey = (type: string, id: string): string => `${type}/${id}`;

/** A cloud in memory, over a map that the caller may look into and change behind the engine's back. */
export function createMemoryCloud(objects: Cloud = new Map()): CloudApi {
  return {
    read: (type, id) => objects.get(objectKey(type, id))?.attributes ?? null,
    create: (type, id, attributes) => {
      if (objects.has(objectKey(type, id))) throw new CloudError('ALREADY_EXISTS', `${type} ${id} exists already`);
      objects.set(objectKey(type, id), { type, id, attributes });
    },
    update: (type, id, attributes) => {
      if (!objects.has(objectKey(type, id))) throw new CloudError('NOT_FOUND', `${type} ${id} does not exist`);
      objects.set(objectKey(type, id), { type, id, attributes });
    },
    delete: (type, id) => void objects.delete(objectKey(type, id)),
  };
}
