/** Known name with the fewest edits from the one given; undefined when none is near (more than a third of it differs). */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Math.floor(Math.max(given.length, 6) / 3) + 1;
  for (const name of known) {
    if (Math.abs(name.length - given.length) >= fewest) continue;
    const edits = editDistance(given, name);
    if (edits < fewest) [best, fewest] = [name, edits];
  }
  return best;
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
