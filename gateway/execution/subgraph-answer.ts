import { parseJson } from '../json-text';
import type { SubgraphResponse } from './transport';

export interface SubgraphError {
  message?: unknown;
  path?: (string | number)[];
  extensions?: Record<string, unknown>;
}

export type JsonObject = Record<string, unknown>;

export interface SubgraphAnswer {
  data?: JsonObject | null;
  errors?: SubgraphError[];
}

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @returns null when the response is not a GraphQL answer: another status, HTML, broken JSON, another shape */
export function parseAnswer({
  status,
  contentType,
  text,
}: Pick<SubgraphResponse, 'status' | 'contentType' | 'text'>): SubgraphAnswer | null {
  if (!/^application\/(graphql-response\+)?json\b/.test(contentType)) return null;
  return asAnswer(parseJson(text), status);
}

/** The same for a value that came over a WebSocket. */
export function asAnswer(value: unknown, status = 200): SubgraphAnswer | null {
  if (!isObject(value)) return null;
  const { data, errors } = value;
  if (data !== undefined && data !== null && !isObject(data)) return null;
  if (errors !== undefined && !(Array.isArray(errors) && errors.every(isObject))) return null;
  // A refusal of the whole request (no data) is only understood in GraphQL's own words: 200 or 400 with errors.
  if (data === undefined && (!errors?.length || (status !== 200 && status !== 400))) return null;
  return { data, errors };
}
