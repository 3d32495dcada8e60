import { createContext, useContext } from 'react';
import type { LintelClient } from '#sdk/client';
import type { MeQuery } from '#sdk/generated/operations';

/** The person who is signed in. */
export type Person = NonNullable<MeQuery['me']>;
/** An organisation with the person's role in it. */
export type Membership = Person['memberships'][number];

/** What every page may use. */
export interface Viewer {
  client: LintelClient;
  person: Person;
  membership: Membership;
  /** Tells screen readers. */
  announce: (words: string) => void;
}

const ViewerContext = createContext<Viewer | undefined>(undefined);
export const ViewerProvider = ViewerContext.Provider;

/** The viewer of the page; only below a ViewerProvider. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error('useViewer is used outside ViewerProvider');
  return viewer;
}

/** True when the role may add and change blueprints. */
export function mayAuthor(membership: Membership): boolean {
  return membership.role !== 'VIEWER';
}
