import { Big } from 'big.js';
import type { BinaryOperator } from './ast';
import { booleanOrUnknown, equalValues, InvalidValue, toBoolean, toNumber } from './functions/conversion';
import { isUnknown, UNKNOWN, type Value } from './value';

/** Doubles would show their binary rounding (0.1 + 0.2), which Terraform's wide numbers do not. */
function arithmetic(operator: '+' | '-' | '*', left: number, right: number): number {
  const direct = operator === '+' ? left + right : operator === '-' ? left - right : left * right;
  if (Number.isSafeInteger(direct) && Number.isInteger(left) && Number.isInteger(right)) return direct;
  if (!Number.isFinite(left) || !Number.isFinite(right)) return direct;
  const exact = operator === '+' ? new Big(left).plus(right) : operator === '-' ? new Big(left).minus(right) : new Big(left).times(right);
  return exact.toNumber();
}

function divide(left: number, right: number): number {
  if (right === 0) throw new InvalidValue('division by zero');
  return left / right;
}

function remainder(left: number, right: number): number {
  if (right === 0) throw new InvalidValue('division by zero');
  return Number.isInteger(left) && Number.isInteger(right) ? left % right : new Big(left).mod(right).toNumber();
}

function compare(operator: '<' | '<=' | '>' | '>=', left: number, right: number): boolean {
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}

/** && and ||: a known operand that decides alone decides, also beside an unknown one. */
function logical(operator: '&&' | '||', left: Value, right: Value): Value {
  const deciding = operator === '||';
  const known = [left, right].filter((value) => !isUnknown(value)).map(toBoolean);
  if (known.includes(deciding)) return deciding;
  return known.length === 2 ? !deciding : UNKNOWN;
}

/** Terraform's binary operators; throws InvalidValue for operands that it refuses. */
export function applyBinary(operator: BinaryOperator, left: Value, right: Value): Value {
  if (operator === '&&' || operator === '||') return logical(operator, left, right);
  if (operator === '==') return booleanOrUnknown(equalValues(left, right));
  if (operator === '!=') {
    const equal = equalValues(left, right);
    return equal === undefined ? UNKNOWN : !equal;
  }
  if (isUnknown(left) || isUnknown(right)) return UNKNOWN;
  const [a, b] = [toNumber(left), toNumber(right)];
  switch (operator) {
    case '/':
      return divide(a, b);
    case '%':
      return remainder(a, b);
    case '+':
    case '-':
    case '*':
      return arithmetic(operator, a, b);
    default:
      return compare(operator, a, b);
  }
}

export function applyUnary(operator: '-' | '!', operand: Value): Value {
  if (isUnknown(operand)) return UNKNOWN;
  return operator === '!' ? !toBoolean(operand) : 0 - toNumber(operand);
}
