/**
 * The candidate that `name` most likely stands for, by edit distance with swapped neighbours counted as one edit
 * (Damerau-Levenshtein, optimal string alignment); null when none is near. Of equally near ones, the first in order wins.
 * @param limit largest distance that still counts as near; by default a third of the name's length, between 1 and 3
 */
export function nearestName(
  name: string,
  candidates: Iterable<string>,
  limit = Math.min(3, Math.max(1, Math.floor(name.length / 3))),
): string | null {
  let nearest: string | null = null;
  let bound = limit;
  for (const candidate of candidates) {
    const distance = editDistance(name, candidate, bound);
    if (distance > bound) continue;
    nearest = candidate;
    bound = distance - 1;
    if (bound < 0) break;
  }
  return nearest;
}

/** Edit distance of two names, or `bound + 1` as soon as it is known to exceed `bound`. Only the band around the diagonal is computed. */
export function editDistance(a: string, b: string, bound: number): number {
  const tooFar = bound + 1;
  if (Math.abs(a.length - b.length) > bound) return tooFar;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => Math.min(column, tooFar));
  for (let row = 1; row <= a.length; row++) {
    const current = new Array<number>(b.length + 1).fill(tooFar);
    if (row <= bound) current[0] = row;
    let least = current[0]!;
    for (let column = Math.max(1, row - bound); column <= Math.min(b.length, row + bound); column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(previous[column - 1]! + (same ? 0 : 1), previous[column]! + 1, current[column - 1]! + 1);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, beforePrevious[column - 2]! + 1);
      current[column] = Math.min(cost, tooFar);
      least = Math.min(least, current[column]!);
    }
    if (least > bound) return tooFar;
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length]!;
}
