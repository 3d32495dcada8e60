import { can, type Viewer } from '#domain/access/can';
import type { Scope } from '#domain/access/role';
import { Denial } from './denial';

/**
 * Lets the viewer through to an object or throws the denial that fits: UNAUTHENTICATED, NOT_FOUND (also for another
 * organisation's object) or FORBIDDEN.
 *
 * @returns the object, which is then known to exist
 */
export function authorize<T extends { organizationId: string }>(viewer: Viewer, scope: Scope, owned: T | null | undefined): T {
  switch (can(viewer, scope, owned)) {
    case 'granted':
      return owned!;
    case 'unauthenticated':
      throw new Denial('UNAUTHENTICATED');
    case 'missing':
      throw new Denial('NOT_FOUND');
    case 'forbidden':
      throw new Denial('FORBIDDEN', `This needs the scope ${scope}.`);
  }
}

/** Refuses anonymous callers before anything is looked up. */
export function requireViewer(viewer: Viewer): Viewer {
  if (viewer.kind === 'anonymous') throw new Denial('UNAUTHENTICATED');
  return viewer;
}
