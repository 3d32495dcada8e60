import { useState } from 'react';
import { FirstImport } from '../parts/first-import';
import { Failure } from '../parts/failure';
import { FleetSkeleton } from '../parts/fleet-skeleton';
import { FleetTable } from '../parts/fleet-table';
import { Heading } from '../parts/heading';
import type { Imported } from '../parts/import-form';
import { Omissions } from '../parts/omissions';
import { LiveMark } from '../parts/live-mark';
import { useDebounced } from '../parts/use-debounced';
import { counted } from '../format/words';
import { hrefOf } from '../router';
import { useFleet } from '../state/use-fleet';
import { useLiveFleet } from '../state/use-live-fleet';
import { mayAuthor, useViewer } from '../state/viewer';

/** Every blueprint of the organisation with verdict, cost, drift and last deployment; follows what happens. */
export function BlueprintsPage() {
  const { client, membership, announce } = useViewer();
  const { organization } = membership;
  const [words, setWords] = useState('');
  const search = useDebounced(words.trim());
  const [state, actions] = useFleet(client, organization.id, search);
  const live = useLiveFleet({ client, organizationId: organization.id, actions, announce });
  const [imported, setImported] = useState<Imported>();
  const [focusId, setFocusId] = useState<string>();
  const { fleet } = state;
  const isEmpty = fleet?.totalCount === 0 && !search && !words;

  const showFirst = async (result: Imported) => {
    announce(`${result.blueprint?.name} imported with ${counted(result.importedResources, 'resource')}.`);
    setImported(result);
    await actions.reload();
    setFocusId(result.blueprint?.id);
  };
  const loadMore = async () => {
    const first = await actions.loadMore();
    if (first) setFocusId(first.id);
  };

  return (
    <main className="page">
      <Heading title="Blueprints">
        {fleet && !isEmpty && <span className="count">{fleet.totalCount.toLocaleString()}</span>}
        <LiveMark state={live} />
        <span className="page-head-gap" />
        {fleet && !isEmpty && (
          <input
            type="search"
            className="search"
            aria-label="Search blueprints"
            placeholder="Search"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        )}
        {fleet && !isEmpty && mayAuthor(membership) && (
          <a className="button button-primary" href={hrefOf(organization.slug, 'import')}>
            Import blueprint
          </a>
        )}
      </Heading>
      {state.error && (
        <Failure
          title={fleet ? 'The list may be out of date or incomplete' : 'The blueprints could not be read'}
          error={state.error}
          retry={() => void actions.reload()}
        />
      )}
      {!fleet && !state.error && <FleetSkeleton />}
      {isEmpty && <FirstImport onImported={(result) => void showFirst(result)} />}
      {imported && imported.skipped.length > 0 && <Omissions imported={imported} />}
      {fleet && !isEmpty && fleet.rows.length > 0 && <FleetTable fleet={fleet} focusId={focusId} busy={state.loading} />}
      {fleet && !isEmpty && fleet.rows.length === 0 && <p className="nothing">No blueprint matches “{search}”.</p>}
      {fleet?.hasMore && (
        <div className="more">
          <button type="button" className="button" disabled={state.loadingMore} onClick={() => void loadMore()}>
            {state.loadingMore ? 'Loading…' : 'Load more'}
          </button>
          <span className="muted">
            {fleet.rows.length.toLocaleString()} of {counted(fleet.totalCount, 'blueprint')}
          </span>
        </div>
      )}
    </main>
  );
}
