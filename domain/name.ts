const longestName = 200;

/** Control characters, line separators and halves of surrogate pairs. */
const unfit = /\p{Cc}|[\u2028\u2029]|\p{Cs}/u;

/**
 * A display name as people write it: trimmed, one to 200 characters, without control characters.
 *
 * @returns null when it cannot be a name
 */
export function normalizeName(name: string): string | null {
  const normal = name.trim().normalize('NFC');
  return normal.length > 0 && [...normal].length <= longestName && !unfit.test(normal) ? normal : null;
}

const slugShape = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

export const isSlug = (slug: string): boolean => slugShape.test(slug);

/** A slug from a name: ASCII letters and digits with single dashes, at most 50 characters. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '');
  return slug || 'unnamed';
}

/** The slug itself, or the first of slug-2, slug-3... that is not taken. */
export function freeSlug(slug: string, taken: readonly string[]): string {
  const known = new Set(taken);
  if (!known.has(slug)) return slug;
  let number = 2;
  while (known.has(`${slug}-${number}`)) number += 1;
  return `${slug}-${number}`;
}
