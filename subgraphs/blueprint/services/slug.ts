import { userFault, type UserFault } from '#domain/fault';
import { freeSlug, slugOf } from '#domain/name';

const mostAttempts = 100;

/**
 * Inserts a row under a slug made of its name, or the next free one. Somebody else may take that one at the same moment:
 * the insert then waits for them, says so, and the next look finds theirs.
 *
 * @returns null when it stays taken
 */
export async function insertWithSlug<T extends { slug: string }>(
  name: string,
  { taken, insert }: { taken: (slug: string) => Promise<string[]>; insert: (slug: string) => Promise<T | null> },
): Promise<T | null> {
  const wanted = slugOf(name);
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const row = await insert(freeSlug(wanted, await taken(wanted)));
    if (row) return row;
  }
  return null;
}

export const slugTaken = ({ slug, name }: { slug?: string | null; name: string }, place: 'organisation' | 'project'): UserFault =>
  slug
    ? userFault('NAME_TAKEN', `The slug ${slug} is taken in this ${place}.`, ['input', 'slug'])
    : userFault('NAME_TAKEN', `Too many are called ${name} in this ${place}: give a slug.`, ['input', 'name']);
