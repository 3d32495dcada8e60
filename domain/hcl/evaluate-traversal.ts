import type { TraversalStep } from './ast';
import { InvalidValue, isValueObject, toInteger, toText, typeName } from './functions/conversion';
import { isUnknown, UNKNOWN, type Value } from './value';

/** value.name; throws InvalidValue where Terraform says "unsupported attribute". */
export function attributeOf(value: Value, name: string): Value {
  if (isUnknown(value)) return UNKNOWN;
  if (value === null) throw new InvalidValue(`this value is null, so it does not have any attributes such as "${name}"`);
  if (!isValueObject(value)) throw new InvalidValue(`a ${typeName(value)} has no attribute "${name}"`);
  const found = value[name];
  if (found === undefined) throw new InvalidValue(`this object does not have an attribute named "${name}"`);
  return found;
}

/** value[key] for lists and maps. */
export function elementOf(value: Value, key: Value): Value {
  if (isUnknown(value) || isUnknown(key)) return UNKNOWN;
  if (value === null) throw new InvalidValue('this value is null, so it does not have any indices');
  if (key === null) throw new InvalidValue("can't use a null value as an indexing key");
  if (Array.isArray(value)) {
    const index = toInteger(key);
    const found = value[index];
    if (index < 0 || found === undefined)
      throw new InvalidValue(`the given index ${index} is greater than or equal to the length of the collection (${value.length})`);
    return found;
  }
  if (!isValueObject(value)) throw new InvalidValue(`a ${typeName(value)} cannot be indexed`);
  const found = value[toText(key)];
  if (found === undefined)
    throw new InvalidValue(`the given key ${JSON.stringify(toText(key))} does not identify an element in this collection value`);
  return found;
}

/** Applies the steps behind a value; `evaluate` is asked for the keys of index steps. */
export function follow(start: Value, steps: readonly TraversalStep[], keyOf: (step: TraversalStep & { kind: 'index' }) => Value): Value {
  let value = start;
  for (let position = 0; position < steps.length; position += 1) {
    const step = steps[position]!;
    if (step.kind === 'attribute') value = attributeOf(value, step.name);
    else if (step.kind === 'index') value = elementOf(value, keyOf(step));
    else {
      const reach = splatReach(steps, position, step.full);
      const inner = steps.slice(position + 1, reach);
      value = splat(value, (item) => follow(item, inner, keyOf));
      position = reach - 1;
    }
  }
  return value;
}

/** Where the steps that apply to each element end: `[*]` takes all that follow, `.*` only the attributes up to the next index. */
function splatReach(steps: readonly TraversalStep[], position: number, full: boolean): number {
  if (full) return steps.length;
  let end = position + 1;
  while (steps[end]?.kind === 'attribute') end += 1;
  return end;
}

/** null gives [], a single value [value]. */
function splat(value: Value, each: (item: Value) => Value): Value {
  if (isUnknown(value)) return UNKNOWN;
  if (value === null) return [];
  return Array.isArray(value) ? value.map(each) : [each(value)];
}
