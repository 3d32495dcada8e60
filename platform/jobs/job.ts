import type { Json, JsonObject } from '#domain/json';

export type JobStatus = 'QUEUED' | 'RUNNING' | 'COMPLETED' | 'FAILED';

/** A job as its worker holds it. */
export interface Job<Payload extends JsonObject = JsonObject> {
  id: string;
  queue: string;
  payload: Payload;
  /** Counts from 1. */
  attempt: number;
  maxAttempts: number;
  /** The fencing token: new with every claim, so what a worker writes under an older one is refused. */
  leaseId: string;
}

export interface NewJob {
  /** Defaults to a new id. With an id that is there already nothing happens: enqueueing again is harmless. */
  id?: string;
  queue: string;
  payload: JsonObject;
  maxAttempts?: number;
  /** Not to be started before so many seconds from now. */
  delaySeconds?: number;
  /** Higher goes first. */
  priority?: number;
}

export type JobResult = Json | undefined;

/** Thrown by a handler: trying again cannot help. */
export class PermanentJobError extends Error {
  override readonly name = 'PermanentJobError';
}

/** Reason of the handler's abort signal: another worker may have the job by now, nothing may be written any more. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/** Reason of the handler's abort signal: the process stops; end early, the job is given back. */
export class WorkerStoppingError extends Error {
  override readonly name = 'WorkerStoppingError';
}
