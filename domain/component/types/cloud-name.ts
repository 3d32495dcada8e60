/** A component's name as the clouds take names: lower case, digits and single dashes, starting with a letter. */
export function dashed(name: string, longest = 63): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return shortened(plain === '' ? 'x' : plain, longest);
}

/** A name that is too long keeps its start and gets a mark of the whole, so that two long names stay apart. */
export function shortened(name: string, longest: number): string {
  if (name.length <= longest) return name;
  const mark = fingerprint(name);
  return `${name.slice(0, longest - mark.length - 1).replace(/-+$/, '')}-${mark}`;
}

/** FNV-1a, 24 bits of it as six hex digits. */
export function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  return (hash >>> 8).toString(16).padStart(6, '0');
}
