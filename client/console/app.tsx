import { useCallback, useEffect, useState } from 'react';
import { LintelError } from '#sdk/error';
import type { Session } from '#sdk/session';
import { Shell } from './shell';
import { Failure } from './parts/failure';
import { SignInPage } from './pages/sign-in-page';
import { go } from './router';
import { openSession } from './state/session';

type Stage =
  { name: 'restoring' } | { name: 'unreachable'; error: LintelError } | { name: 'signed-out'; notice?: string } | { name: 'signed-in' };

const sessionOver = 'Your session has ended. Sign in again to go on.';

/** The console: behind the door or in front of it. */
export function App() {
  const [stage, setStage] = useState<Stage>({ name: 'restoring' });
  const end = useCallback(() => setStage({ name: 'signed-out', notice: sessionOver }), []);
  const [session, setSession] = useState<Session>(() => openSession(end));

  const restore = useCallback(() => {
    session.restore().then(
      (restored) => setStage((now) => (restored ? { name: 'signed-in' } : now.name === 'signed-out' ? now : { name: 'signed-out' })),
      (error: LintelError) => setStage({ name: 'unreachable', error }),
    );
  }, [session]);
  useEffect(restore, [restore]);

  const signOut = useCallback(async () => {
    const ending = session.signOut();
    go('#/');
    setSession(openSession(end));
    setStage({ name: 'signed-out' });
    try {
      await ending;
    } catch (fault) {
      if (!(fault instanceof LintelError)) throw fault;
      setStage({ name: 'signed-out', notice: `You are signed out on this device. The server could not be told: ${fault.message}` });
    }
  }, [session, end]);

  if (stage.name === 'restoring')
    return (
      <p className="restoring" role="status">
        Opening Lintel…
      </p>
    );
  if (stage.name === 'unreachable')
    return (
      <main className="door">
        <Failure title="Lintel could not be reached" error={stage.error} retry={restore} />
      </main>
    );
  if (stage.name === 'signed-out')
    return <SignInPage session={session} notice={stage.notice} onSignedIn={() => setStage({ name: 'signed-in' })} />;
  return <Shell session={session} onSignOut={() => void signOut()} />;
}
