import { useCallback, useEffect, useMemo, useState } from 'react';
import { GraphiQL } from 'graphiql';
import { LintelError } from '#sdk/error';
import { createSession, type Session } from '#sdk/session';
import { createTabStore } from '#sdk/tab-store';
import { openGraph } from './fetcher';
import { SessionBar, type Who } from './session-bar';

const store = createTabStore('lintel.refresh-token');

const welcome = `# Sign in above, then press Ctrl+Enter.
{
  me {
    email
    memberships {
      role
      organization {
        id
        name
      }
    }
  }
}
`;

const sessionOver = 'Your session has ended.';

/** GraphiQL under a bar that says who is asking. */
export function GraphiqlPage() {
  const [who, setWho] = useState<Who>({ name: 'restoring' });
  const end = useCallback(() => setWho({ name: 'nobody', notice: sessionOver }), []);
  const open = useCallback(() => createSession({ url: location.origin, store, onEnd: end }), [end]);
  const [session, setSession] = useState<Session>(open);
  const graph = useMemo(() => openGraph(session, location.origin), [session]);
  useEffect(() => graph.close, [graph]);

  const identify = useCallback(
    (current: Session) =>
      current.client.me().then(
        (me) => setWho(me ? { name: 'person', email: me.email } : { name: 'nobody' }),
        (fault: LintelError) => setWho({ name: 'nobody', notice: fault.message }),
      ),
    [],
  );
  useEffect(() => {
    session.restore().then(
      (restored) => (restored ? identify(session) : setWho((now) => (now.name === 'restoring' ? { name: 'nobody' } : now))),
      (fault: LintelError) => setWho({ name: 'nobody', notice: fault.message }),
    );
  }, [session, identify]);

  const signOut = useCallback(async () => {
    const ending = session.signOut();
    setSession(open());
    setWho({ name: 'nobody' });
    try {
      await ending;
    } catch (fault) {
      if (!(fault instanceof LintelError)) throw fault;
      setWho({ name: 'nobody', notice: `The server could not be told: ${fault.message}` });
    }
  }, [session, open]);

  return (
    <>
      <SessionBar who={who} session={session} onSignedIn={(email) => setWho({ name: 'person', email })} onSignOut={() => void signOut()} />
      <main className="editor">
        {/* The server shows its schema to signed-in callers; null keeps GraphiQL from asking before. */}
        <GraphiQL
          fetcher={graph.fetcher}
          schema={who.name === 'person' ? undefined : null}
          defaultQuery={welcome}
          forcedTheme="system"
          showPersistHeadersSettings={false}
        />
      </main>
    </>
  );
}
