/** Rows of a batch look-up in the order in which a DataLoader asked; undefined where there is none. */
export function inOrder<T extends { id: string }>(ids: readonly string[], rows: readonly T[]): (T | undefined)[] {
  return mapInOrder(ids, new Map(rows.map((row) => [row.id, row])));
}

export const mapInOrder = <T>(ids: readonly string[], byId: ReadonlyMap<string, T>): (T | undefined)[] => ids.map((id) => byId.get(id));
