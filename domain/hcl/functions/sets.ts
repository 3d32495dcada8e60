import type { Value } from '../value';
import { equalValues, InvalidValue, toItems, toSet } from './conversion';
import { whole, top, type FunctionFamily } from './signature';

const largestProduct = 100_000;

const isIn = (item: Value, items: Value[]): boolean => items.some((other) => equalValues(item, other) === true);

function intersection(sets: Value[][]): Value {
  const [first = [], ...rest] = sets;
  return first.filter((item) => rest.every((set) => isIn(item, set)));
}

function product(lists: Value[][]): Value {
  let rows: Value[][] = [[]];
  for (const list of lists) {
    if (rows.length * list.length > largestProduct) throw new InvalidValue(`setproduct is limited to ${largestProduct} combinations`);
    rows = rows.flatMap((row) => list.map((item) => [...row, item]));
  }
  return rows;
}

export const setFunctions: FunctionFamily = {
  setintersection: whole(1, Infinity, (args) => intersection(args.map((arg) => toSet(toItems(arg))))),
  setproduct: top(1, Infinity, (args) => product(args.map(toItems))),
  setsubtract: whole(2, 2, ([from, remove]) => toSet(toItems(from!)).filter((item) => !isIn(item, toSet(toItems(remove!))))),
  setunion: whole(1, Infinity, (args) => toSet(args.flatMap(toItems))),
};
