import type { Diagnostic } from '../diagnostic';
import type { Expression, TemplatePart, TraversalStep } from './ast';
import { Budget, TooCostly } from './evaluate-budget';
import { applyBinary, applyUnary } from './evaluate-operator';
import { follow } from './evaluate-traversal';
import { compareStrings, InvalidValue, isValueObject, objectFrom, sortedKeys, toBoolean, toText, typeName } from './functions/conversion';
import { findFunction } from './functions/library';
import { UnsupportedPattern } from './functions/regular-expression';
import { isKnown, isUnknown, UNKNOWN, type Value } from './value';

/** What the names at the head of a traversal stand for. */
export interface Scope {
  /**
   * @param root The first name: var, local, each, count, path, terraform, data, module, self or a resource type.
   * @param names The attribute names directly behind it, e.g. ["main", "cidr_block"] for aws_vpc.main.cidr_block.
   * @returns The value and how many of the names it has used up; undefined when nothing of that name is declared.
   */
  resolve(root: string, names: readonly string[]): { value: Value; used: number } | undefined;
}

export interface Evaluated {
  value: Value;
  /** Code INVALID_EXPRESSION: what Terraform would refuse. The part concerned is UNKNOWN in the value. */
  diagnostics: Diagnostic[];
}

export const emptyScope: Scope = { resolve: () => undefined };

/**
 * Evaluates an expression with Terraform's semantics (hcl/hclsyntax spec and Terraform's function reference). Unknown
 * values propagate. Never throws for bad input, reads no file, no clock and no random source, and its cost is bounded.
 */
export function evaluate(expression: Expression, scope: Scope): Evaluated {
  const evaluation = new Evaluation(scope, new Budget());
  try {
    const value = evaluation.guarded(() => evaluation.value(expression));
    return { value, diagnostics: evaluation.diagnostics };
  } catch (error) {
    // RangeError: nested too deeply, or a number or text beyond what the language can hold.
    if (!(error instanceof TooCostly) && !(error instanceof RangeError)) throw error;
    const summary = error instanceof TooCostly ? error.message : 'the expression gives a value that is too large or nested too deeply';
    return { value: UNKNOWN, diagnostics: [{ severity: 'HIGH', code: 'INVALID_EXPRESSION', summary }] };
  }
}

class Evaluation {
  diagnostics: Diagnostic[] = [];
  private readonly bound: Map<string, Value>[] = [];

  constructor(
    private readonly scope: Scope,
    private readonly budget: Budget,
  ) {}

  /** Runs a part whose refusal makes that part alone unknown. */
  guarded(run: () => Value): Value {
    try {
      return this.budget.admit(run());
    } catch (error) {
      if (!(error instanceof InvalidValue) && !(error instanceof UnsupportedPattern)) throw error;
      this.diagnostics.push({
        severity: error instanceof InvalidValue ? 'HIGH' : 'LOW',
        code: 'INVALID_EXPRESSION',
        summary: error.message,
      });
      return UNKNOWN;
    }
  }

  value(expression: Expression): Value {
    this.budget.step();
    switch (expression.kind) {
      case 'null':
        return null;
      case 'boolean':
      case 'number':
      case 'string':
        return expression.value;
      case 'template':
        return this.budget.admit(this.template(expression.parts));
      case 'tuple':
        return this.budget.admit(expression.items.map((item) => this.guarded(() => this.value(item))));
      case 'object':
        return this.budget.admit(this.object(expression.items));
      case 'traversal':
        return this.traversal(expression.root, expression.steps);
      case 'relative':
        return this.steps(this.value(expression.source), expression.steps);
      case 'call':
        return this.call(expression);
      case 'unary':
        return applyUnary(expression.operator, this.value(expression.operand));
      case 'binary':
        return applyBinary(expression.operator, this.value(expression.left), this.value(expression.right));
      case 'conditional':
        return this.conditional(expression);
      case 'parentheses':
        return this.value(expression.inner);
      case 'for':
        return this.budget.admit(this.forExpression(expression));
    }
  }

  private steps(start: Value, steps: readonly TraversalStep[]): Value {
    return follow(start, steps, (step) => this.value(step.key));
  }

  private traversal(root: string, steps: readonly TraversalStep[]): Value {
    for (let level = this.bound.length - 1; level >= 0; level -= 1) {
      const value = this.bound[level]!.get(root);
      if (value !== undefined) return this.steps(value, steps);
    }
    const names: string[] = [];
    for (const step of steps) {
      if (step.kind !== 'attribute') break;
      names.push(step.name);
    }
    const resolved = this.scope.resolve(root, names);
    if (!resolved) throw new InvalidValue(`a reference to something that is not declared: ${[root, ...names].slice(0, 3).join('.')}`);
    return this.steps(resolved.value, steps.slice(resolved.used));
  }

  private object(items: { key: Expression; value: Expression }[]): Value {
    const entries: [string, Value][] = [];
    for (const item of items) {
      const key = item.key.kind === 'traversal' && item.key.steps.length === 0 ? item.key.root : this.value(item.key);
      if (isUnknown(key)) return UNKNOWN;
      if (key === null) throw new InvalidValue("can't use a null value as a key");
      entries.push([toText(key), this.guarded(() => this.value(item.value))]);
    }
    return objectFrom(entries);
  }

  private conditional({ condition, then, otherwise }: Expression & { kind: 'conditional' }): Value {
    const decided = this.value(condition);
    if (isUnknown(decided)) return UNKNOWN;
    const [chosen, other] = toBoolean(decided) ? [then, otherwise] : [otherwise, then];
    const value = this.value(chosen);
    if (typeof value !== 'number' && typeof value !== 'boolean') return value;
    // Both branches have one type: a number beside a string is a string.
    const counterpart = this.attempt(other);
    return counterpart.failed || typeof counterpart.value !== 'string' ? value : toText(value);
  }

  /** Evaluates without leaving diagnostics behind. */
  private attempt(expression: Expression): { value: Value; failed: boolean } {
    const outer = this.diagnostics;
    this.diagnostics = [];
    const value = this.guarded(() => this.value(expression));
    const failed = this.diagnostics.some((diagnostic) => diagnostic.severity === 'HIGH');
    this.diagnostics = outer;
    return { value, failed };
  }

  private call(expression: Expression & { kind: 'call' }): Value {
    const { name } = expression;
    if (name === 'try') return this.firstThatWorks(expression.arguments);
    if (name === 'can') {
      const attempted = this.attempt(expression.arguments[0] ?? { kind: 'null', start: 0, end: 0 });
      return attempted.failed ? false : isUnknown(attempted.value) ? UNKNOWN : true;
    }
    if (name.startsWith('provider::')) return UNKNOWN;
    const definition = findFunction(name);
    if (!definition) throw new InvalidValue(`there is no function named "${name}"`);
    const args = this.argumentsOf(expression);
    if (isUnknown(args)) return UNKNOWN;
    const [least, most] = definition.arity;
    if (args.length < least || args.length > most) throw new InvalidValue(`function "${name}" does not take ${args.length} arguments`);
    if (definition.unknown === 'top' && args.some(isUnknown)) return UNKNOWN;
    if (definition.unknown === 'whole' && !args.every(isKnown)) return UNKNOWN;
    try {
      return this.budget.admit(definition.call(args));
    } catch (error) {
      if (error instanceof InvalidValue) throw new InvalidValue(`${name}: ${error.message}`);
      throw error;
    }
  }

  private argumentsOf(expression: Expression & { kind: 'call' }): Value[] | typeof UNKNOWN {
    const args = expression.arguments.map((argument) => this.value(argument));
    if (!expression.expand) return args;
    const last = args.pop() ?? null;
    if (isUnknown(last)) return UNKNOWN;
    if (!Array.isArray(last)) throw new InvalidValue('only a list can be expanded into arguments');
    return [...args, ...last];
  }

  private firstThatWorks(expressions: readonly Expression[]): Value {
    for (const expression of expressions) {
      const { value, failed } = this.attempt(expression);
      if (!failed) return value;
    }
    throw new InvalidValue('try: no expression succeeded');
  }

  private forExpression(expression: Expression & { kind: 'for' }): Value {
    const collection = this.value(expression.collection);
    if (isUnknown(collection)) return UNKNOWN;
    const entries: [string, Value][] = [];
    const items: Value[] = [];
    for (const [key, item] of elements(collection)) {
      const outcome = this.inScope(bindings(expression, key, item), () => this.forElement(expression));
      if (outcome === 'unknown') return UNKNOWN;
      if (outcome === 'skipped') continue;
      if (outcome.key === null) items.push(outcome.value);
      else entries.push([outcome.key, outcome.value]);
    }
    if (expression.key === null) return items;
    return expression.grouped ? grouped(entries) : objectOfDistinct(entries);
  }

  private forElement(expression: Expression & { kind: 'for' }): 'unknown' | 'skipped' | { key: string | null; value: Value } {
    if (expression.condition) {
      const included = this.value(expression.condition);
      if (isUnknown(included)) return 'unknown';
      if (!toBoolean(included)) return 'skipped';
    }
    const key = expression.key ? this.value(expression.key) : null;
    if (isUnknown(key)) return 'unknown';
    if (expression.key && key === null) throw new InvalidValue("can't use a null value as a key");
    const value = this.guarded(() => this.value(expression.value));
    return { key: expression.key ? toText(key) : null, value };
  }

  private inScope<T>(names: Map<string, Value>, run: () => T): T {
    this.bound.push(names);
    try {
      return run();
    } finally {
      this.bound.pop();
    }
  }

  /** The text of a template; UNKNOWN as soon as one part is. */
  private template(parts: readonly TemplatePart[]): Value {
    let text = '';
    let known = true;
    for (const part of parts) {
      const value = this.templatePart(part);
      if (isUnknown(value)) known = false;
      else text += toText(this.budget.admit(value));
    }
    return known ? text : UNKNOWN;
  }

  private templatePart(part: TemplatePart): Value {
    this.budget.step();
    if (part.kind === 'text') return part.value;
    if (part.kind === 'interpolation') {
      const value = this.value(part.expression);
      if (value === null || Array.isArray(value) || isValueObject(value))
        throw new InvalidValue(`cannot include a ${typeName(value)} in a string template`);
      return value;
    }
    if (part.kind === 'if') {
      const condition = this.value(part.condition);
      return isUnknown(condition) ? UNKNOWN : this.template(toBoolean(condition) ? part.then : part.otherwise);
    }
    const collection = this.value(part.collection);
    if (isUnknown(collection)) return UNKNOWN;
    const texts = elements(collection).map(([key, item]) => this.inScope(bindings(part, key, item), () => this.template(part.body)));
    return texts.some(isUnknown) ? UNKNOWN : texts.map(toText).join('');
  }
}

function bindings(names: { keyName: string | null; valueName: string }, key: Value, item: Value): Map<string, Value> {
  const bound = new Map<string, Value>([[names.valueName, item]]);
  if (names.keyName !== null) bound.set(names.keyName, key);
  return bound;
}

/** Keys and values of a collection in Terraform's order. */
function elements(collection: Value): [Value, Value][] {
  if (Array.isArray(collection)) return collection.map((item, index) => [index, item]);
  if (isValueObject(collection)) return sortedKeys(collection).map((key) => [key, collection[key]!]);
  throw new InvalidValue(
    collection === null
      ? 'a null value cannot be used as the collection in a "for" expression'
      : `cannot iterate over a ${typeName(collection)}`,
  );
}

function objectOfDistinct(entries: [string, Value][]): Value {
  const seen = new Set<string>();
  for (const [key] of entries) {
    if (seen.has(key)) throw new InvalidValue(`two different items produced the key ${JSON.stringify(key)} in this "for" expression`);
    seen.add(key);
  }
  return objectFrom(entries);
}

function grouped(entries: [string, Value][]): Value {
  const groups = new Map<string, Value[]>();
  for (const [key, value] of entries) groups.set(key, [...(groups.get(key) ?? []), value]);
  return objectFrom([...groups].sort(([a], [b]) => compareStrings(a, b)));
}
