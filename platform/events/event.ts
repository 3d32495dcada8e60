import type { JsonObject } from '#domain/json';

/** A CloudEvents 1.0 envelope in its JSON form, with the extensions `organizationid` and `sequence`. */
export interface CloudEvent<Data extends JsonObject = JsonObject> {
  specversion: '1.0';
  /** Unique among all events: consumers drop duplicates by it. */
  id: string;
  /** Who says it, e.g. "lintel/iac". */
  source: string;
  /** A fact in the past tense, e.g. "deployment.status-changed". */
  type: string;
  /** RFC 3339. */
  time: string;
  /** What it is about; events of one subject arrive in order. */
  subject: string;
  datacontenttype: 'application/json';
  organizationid: string;
  /** Position in the source's outbox, decimal; compare within one source only. */
  sequence: string;
  data: Data;
}

/** What a service announces; id, sequence and source are added on the way. */
export interface NewEvent<Data extends JsonObject = JsonObject> {
  type: string;
  subject: string;
  organizationId: string;
  data: Data;
}
