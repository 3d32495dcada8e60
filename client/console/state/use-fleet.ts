import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { LintelClient } from '#sdk/client';
import { LintelError } from '#sdk/error';
import type { FleetQuery } from '#sdk/generated/operations';
import { covers, type Fleet, type FleetRow, withPage } from './fleet';

const pageSize = 20;

/** The list, and what is under way with it. */
export interface FleetState {
  fleet?: Fleet;
  /** Set when the last read failed, with the older list beside it, or when the list has gaps. */
  error?: LintelError;
  loading: boolean;
  loadingMore: boolean;
}

type Action =
  | { type: 'started'; more: boolean }
  | { type: 'loaded'; fleet: Fleet; error?: LintelError }
  | { type: 'failed'; error: LintelError }
  | { type: 'changed'; change: (fleet: Fleet) => Fleet }
  | { type: 'cleared' };

function reduce(state: FleetState, action: Action): FleetState {
  switch (action.type) {
    case 'started':
      return action.more ? { ...state, error: undefined, loadingMore: true } : { ...state, error: undefined, loading: true };
    case 'loaded':
      return { fleet: { ...action.fleet, changes: state.fleet?.changes ?? {} }, error: action.error, loading: false, loadingMore: false };
    case 'failed':
      return { ...state, error: action.error, loading: false, loadingMore: false };
    case 'changed':
      return state.fleet ? { ...state, fleet: action.change(state.fleet) } : state;
    case 'cleared':
      return { loading: true, loadingMore: false };
  }
}

/** What a page does with the list. */
export interface FleetActions {
  /** Reads the list anew, as far as it was loaded. */
  reload: () => Promise<void>;
  /** Reads the next page; resolves to the first row of it. */
  loadMore: () => Promise<FleetRow | undefined>;
  /** Applies a live event. */
  change: (change: (fleet: Fleet) => Fleet) => void;
  /** False when the list must be read anew to show what an event tells of. */
  covers: (environment: { id: string; blueprint: { id: string } }) => boolean;
}

interface FleetPage {
  organization: FleetQuery['organization'];
  error?: LintelError;
}

/** What an answer with errors still holds: rows whose nullable fields are missing. Without rows the error stands. */
function readablePart(fault: unknown): FleetPage {
  const organization = fault instanceof LintelError ? (fault.data as FleetQuery | null | undefined)?.organization : undefined;
  if (!organization) throw fault;
  return { organization, error: fault as LintelError };
}

/** The blueprints of an organisation, a page at a time. A read that a newer one has overtaken is dropped. */
export function useFleet(client: LintelClient, organizationId: string, search: string): [FleetState, FleetActions] {
  const [state, dispatch] = useReducer(reduce, { loading: true, loadingMore: false });
  const latest = useRef(state);
  latest.current = state;
  const running = useRef<AbortController | undefined>(undefined);

  const read = useCallback(
    async (from: Fleet | undefined, count: number, signal: AbortSignal): Promise<{ fleet: Fleet; error?: LintelError }> => {
      let fleet = from;
      let error: LintelError | undefined;
      const enough = (from?.rows.length ?? 0) + count;
      do {
        const variables = { organizationId, first: pageSize, after: fleet?.endCursor, filter: search ? { search } : undefined };
        const page = await client.fleet(variables, { signal }).then((organization): FleetPage => ({ organization }), readablePart);
        error ??= page.error;
        if (!page.organization)
          throw new LintelError({ code: 'NOT_FOUND', message: 'This organisation does not exist, or you are no longer a member of it.' });
        fleet = withPage(fleet, page.organization.blueprints);
      } while (fleet.hasMore && fleet.rows.length < enough);
      return { fleet, error };
    },
    [client, organizationId, search],
  );

  const run = useCallback(
    async (from: Fleet | undefined, count: number): Promise<Fleet | undefined> => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      dispatch({ type: 'started', more: from !== undefined });
      try {
        const result = await read(from, count, controller.signal);
        if (!controller.signal.aborted) dispatch({ type: 'loaded', ...result });
        return result.fleet;
      } catch (fault) {
        if (controller.signal.aborted) return undefined;
        if (!(fault instanceof LintelError)) throw fault;
        dispatch({ type: 'failed', error: fault });
        return undefined;
      }
    },
    [read],
  );

  useEffect(() => () => running.current?.abort(), []);
  useEffect(() => dispatch({ type: 'cleared' }), [organizationId]);
  const reload = useCallback(async () => void (await run(undefined, latest.current.fleet?.rows.length ?? pageSize)), [run]);
  const searched = useRef(search);
  useEffect(() => {
    if (searched.current === search) return;
    searched.current = search;
    void reload();
  }, [search, reload]);
  const loadMore = useCallback(async () => {
    const shown = latest.current.fleet;
    const known = new Set(shown?.rows.map((row) => row.id));
    return (await run(shown, pageSize))?.rows.find((row) => !known.has(row.id));
  }, [run]);
  const change = useCallback((apply: (fleet: Fleet) => Fleet) => dispatch({ type: 'changed', change: apply }), []);
  const coversEvent = useCallback(
    (environment: Parameters<typeof covers>[1]) => !latest.current.fleet || covers(latest.current.fleet, environment),
    [],
  );
  return [state, { reload, loadMore, change, covers: coversEvent }];
}
