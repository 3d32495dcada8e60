import { go, hrefOf } from '../router';
import type { Person } from '../state/viewer';
import { Logo } from './logo';

interface TopBarProps {
  person: Person;
  organizationSlug?: string;
  onSignOut: () => void;
}

/** Where one is, who one is, and the way out. */
export function TopBar({ person, organizationSlug, onSignOut }: TopBarProps) {
  const home = organizationSlug ? hrefOf(organizationSlug) : '#/';
  return (
    <header className="top-bar">
      <a className="brand" href={home} aria-label="Lintel, list of blueprints">
        <Logo />
        <span>Lintel</span>
      </a>
      <span className="top-bar-rule" aria-hidden="true" />
      <OrganizationSwitcher person={person} slug={organizationSlug} />
      <span className="top-bar-gap" />
      <a className="button button-plain" href="/graphiql">
        GraphiQL
      </a>
      <span className="person" title={person.email}>
        {person.name ?? person.email}
      </span>
      <button type="button" className="button button-plain" onClick={onSignOut}>
        Sign out
      </button>
    </header>
  );
}

function OrganizationSwitcher({ person, slug }: { person: Person; slug?: string }) {
  const organizations = person.memberships.map((one) => one.organization);
  if (organizations.length < 2) return <span className="organization">{organizations[0]?.name}</span>;
  return (
    <select className="organization" aria-label="Organisation" value={slug} onChange={(event) => go(hrefOf(event.target.value))}>
      {organizations.map((one) => (
        <option key={one.id} value={one.slug}>
          {one.name}
        </option>
      ))}
    </select>
  );
}
