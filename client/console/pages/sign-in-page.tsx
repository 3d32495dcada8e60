import { useCallback, useEffect, useRef, useState } from 'react';
import type { Session } from '#sdk/session';
import { Failure } from '../parts/failure';
import { faultOf, Faults } from '../parts/faults';
import { Field } from '../parts/field';
import { Logo } from '../parts/logo';
import { useSubmit } from '../parts/use-submit';

type Mode = 'sign-in' | 'sign-up';

const fieldsOf: Record<Mode, readonly string[]> = {
  'sign-in': ['email', 'password'],
  'sign-up': ['email', 'password', 'name', 'organizationName'],
};

interface SignInPageProps {
  session: Session;
  /** Why the person is here, e.g. that the session has ended. */
  notice?: string;
  onSignedIn: () => void;
}

/** The door: sign in, or create an account with its organisation. */
export function SignInPage({ session, notice, onSignedIn }: SignInPageProps) {
  const [mode, setMode] = useState<Mode>('sign-in');
  const send = useCallback(
    async (form: FormData) => {
      const text = (name: string) => String(form.get(name) ?? '');
      const credentials = { email: text('email').trim(), password: text('password') };
      const payload =
        mode === 'sign-in'
          ? await session.signIn(credentials)
          : await session.signUp({ ...credentials, name: text('name').trim() || null, organizationName: text('organizationName').trim() });
      if (payload.session) onSignedIn();
      return payload.userErrors;
    },
    [mode, session, onSignedIn],
  );
  const { busy, faults, error, submit, reset } = useSubmit(send);
  const change = (next: Mode) => {
    setMode(next);
    reset();
  };
  const words =
    mode === 'sign-in' ? { title: 'Sign in to Lintel', submit: 'Sign in' } : { title: 'Create an account', submit: 'Create account' };

  return (
    <main className="door">
      <div className="door-brand">
        <Logo />
        <span>Lintel</span>
      </div>
      <DoorTitle title={words.title} />
      {notice && (
        <p className="notice" role="status">
          {notice}
        </p>
      )}
      <form className="form panel" onSubmit={submit} aria-busy={busy} key={mode}>
        {mode === 'sign-up' && <SignUpFields faults={faults} />}
        <Field label="E-mail" name="email" type="email" autoComplete="username" required fault={faultOf(faults, 'email')} />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete={mode === 'sign-in' ? 'current-password' : 'new-password'}
          required
          hint={mode === 'sign-up' ? 'A long phrase is best.' : undefined}
          fault={faultOf(faults, 'password')}
        />
        <Faults faults={faults} fields={fieldsOf[mode]} />
        {error && <Failure title="That did not go through" error={error} />}
        <button type="submit" className="button button-primary button-wide" disabled={busy}>
          {busy ? 'One moment…' : words.submit}
        </button>
      </form>
      <p className="door-switch">
        {mode === 'sign-in' ? 'New here?' : 'Already have an account?'}{' '}
        <button type="button" className="link" onClick={() => change(mode === 'sign-in' ? 'sign-up' : 'sign-in')}>
          {mode === 'sign-in' ? 'Create an account' : 'Sign in'}
        </button>
      </p>
    </main>
  );
}

function SignUpFields({ faults }: { faults: Parameters<typeof faultOf>[0] }) {
  return (
    <>
      <Field
        label="Organisation"
        name="organizationName"
        autoComplete="organization"
        required
        maxLength={100}
        fault={faultOf(faults, 'organizationName')}
      />
      <Field label="Your name" name="name" autoComplete="name" maxLength={100} fault={faultOf(faults, 'name')} />
    </>
  );
}

function DoorTitle({ title }: { title: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Lintel`;
    heading.current?.focus();
  }, [title]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {title}
    </h1>
  );
}
