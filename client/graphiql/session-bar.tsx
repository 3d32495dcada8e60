import { type FormEvent, useState } from 'react';
import { LintelError } from '#sdk/error';
import type { Session } from '#sdk/session';

/** Who asks. */
export type Who = { name: 'restoring' } | { name: 'nobody'; notice?: string } | { name: 'person'; email: string };

interface SessionBarProps {
  who: Who;
  session: Session;
  onSignedIn: (email: string) => void;
  onSignOut: () => void;
}

/** The way back to the console, and who is signed in or the form to do so. */
export function SessionBar({ who, session, onSignedIn, onSignOut }: SessionBarProps) {
  return (
    <header className="session-bar">
      <a className="session-home" href="/">
        Lintel
      </a>
      <span className="session-title">GraphiQL</span>
      <span className="session-gap" />
      {who.name === 'restoring' && <span role="status">Opening…</span>}
      {who.name === 'nobody' && <SignInForm session={session} notice={who.notice} onSignedIn={onSignedIn} />}
      {who.name === 'person' && (
        <>
          <span className="session-person">{who.email}</span>
          <button type="button" onClick={onSignOut}>
            Sign out
          </button>
        </>
      )}
    </header>
  );
}

function SignInForm({ session, notice, onSignedIn }: { session: Session; notice?: string; onSignedIn: (email: string) => void }) {
  const [busy, setBusy] = useState(false);
  const [words, setWords] = useState(notice);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    try {
      const { user, userErrors } = await session.signIn({
        email: String(form.get('email')).trim(),
        password: String(form.get('password')),
      });
      if (user) return onSignedIn(user.email);
      setWords(userErrors.map((fault) => fault.message).join(' '));
    } catch (fault) {
      if (!(fault instanceof LintelError)) throw fault;
      setWords(fault.message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="session-form" onSubmit={(event) => void submit(event)} aria-label="Sign in" aria-busy={busy}>
      <span className="session-notice" role="alert">
        {words}
      </span>
      <input name="email" type="email" autoComplete="username" required aria-label="E-mail" placeholder="E-mail" />
      <input name="password" type="password" autoComplete="current-password" required aria-label="Password" placeholder="Password" />
      <button type="submit" className="session-primary" disabled={busy}>
        Sign in
      </button>
    </form>
  );
}
