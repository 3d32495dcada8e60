import { isUnknown, type Value } from './value';

/** The evaluation as a whole is given up. */
export class TooCostly extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TooCostly';
  }
}

const mostSteps = 1_000_000;
const largestValue = 200_000;
const deepest = 500;
const longestText = 4_000_000;

const sizes = new WeakMap<object, number>();

/** Number of nodes of a value, shared parts counted each time they occur. Values never change, so a size is kept. */
function sizeOf(value: Value, depth = 0): number {
  if (depth > deepest) throw new TooCostly('the expression gives a value that is nested too deeply');
  if (value === null || typeof value !== 'object' || isUnknown(value)) return 1;
  const kept = sizes.get(value);
  if (kept !== undefined) return kept;
  let size = 1;
  for (const item of Array.isArray(value) ? value : Object.values(value)) size += sizeOf(item, depth + 1);
  sizes.set(value, size);
  return size;
}

/** Bounds what one evaluation may cost: a short text can describe a value of any size. */
export class Budget {
  private steps = 0;

  step(): void {
    this.steps += 1;
    if (this.steps > mostSteps) throw new TooCostly('the expression takes too many steps to evaluate');
  }

  /** Gives the value back when it is small enough to be worked on. */
  admit(value: Value): Value {
    if (typeof value === 'string' ? value.length > longestText : sizeOf(value) > largestValue)
      throw new TooCostly('the expression gives a value that is too large');
    return value;
  }
}
