import { useCallback, useEffect, useMemo, useState } from 'react';
import { LintelError } from '#sdk/error';
import type { Session } from '#sdk/session';
import { BlueprintsPage } from './pages/blueprints-page';
import { ImportPage } from './pages/import-page';
import { NotFoundPage } from './pages/not-found-page';
import { Failure } from './parts/failure';
import { TopBar } from './parts/top-bar';
import { type Route, useRoute } from './router';
import { type Person, type Viewer, ViewerProvider } from './state/viewer';

const pages: Record<string, () => React.JSX.Element> = { blueprints: BlueprintsPage, import: ImportPage };

const spokenKept = 20;

/** Everything behind the door: who is here, in which organisation, on which page. */
export function Shell({ session, onSignOut }: { session: Session; onSignOut: () => void }) {
  const { client } = session;
  const route = useRoute();
  const [person, setPerson] = useState<Person>();
  const [error, setError] = useState<LintelError>();
  const [spoken, setSpoken] = useState<string[]>([]);
  const announce = useCallback((words: string) => setSpoken((before) => [...before.slice(1 - spokenKept), words]), []);

  const load = useCallback(() => {
    setError(undefined);
    const nobody = new LintelError({ code: 'UNAUTHENTICATED', message: 'This credential stands for no person.' });
    client.me().then((me) => (me ? setPerson(me) : setError(nobody)), setError);
  }, [client]);
  useEffect(load, [load]);

  const membership = person && membershipOf(person, route);
  const viewer = useMemo<Viewer | undefined>(
    () => person && membership && { client, person, membership, announce },
    [client, person, membership, announce],
  );

  if (error)
    return (
      <main className="door">
        <Failure title="Your account could not be read" error={error} retry={load} />
        <button type="button" className="link" onClick={onSignOut}>
          Sign out
        </button>
      </main>
    );
  if (!person)
    return (
      <p className="restoring" role="status">
        Opening Lintel…
      </p>
    );
  const Page = route.rest.length === 0 ? (pages[route.page] ?? NotFoundPage) : NotFoundPage;
  return (
    <>
      <TopBar person={person} organizationSlug={membership?.organization.slug} onSignOut={onSignOut} />
      {viewer ? (
        <ViewerProvider value={viewer}>
          <Page key={viewer.membership.organization.id} />
        </ViewerProvider>
      ) : (
        <NotFoundPage />
      )}
      <div className="unseen" aria-live="polite" role="log">
        {spoken.map((words, at) => (
          <p key={`${at} ${words}`}>{words}</p>
        ))}
      </div>
    </>
  );
}

/** The membership of the organisation that the route names, or the first one when it names none. */
function membershipOf(person: Person, route: Route): Viewer['membership'] | undefined {
  if (!route.organization) return person.memberships[0];
  return person.memberships.find((one) => one.organization.slug === route.organization);
}
