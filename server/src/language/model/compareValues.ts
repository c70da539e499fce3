import type { ComparisonOperator } from '../syntax/tree';
import { asWord, isList, type Value } from './value';

/**
 * Compares numbers, words, truth values and sizes. A list compares with a list of its length, or with a
 * number, and the comparison holds when it holds for every item (`!=`: for any). Undefined while unknown.
 */
export function compareValues(
  operator: ComparisonOperator,
  left: Value,
  right: Value,
): boolean | undefined | 'incomparable' {
  if (left === undefined || right === undefined) return undefined;
  if (isList(left) || isList(right)) return compareLists(operator, left, right);
  if (typeof left === 'number' && typeof right === 'number') return compareNumbers(operator, left, right);
  if (operator !== '==' && operator !== '!=') return 'incomparable';
  const [a, b] = [asWord(left) ?? left, asWord(right) ?? right];
  if (typeof a === 'object' && a !== null) return 'incomparable';
  if (typeof b === 'object' && b !== null) return 'incomparable';
  return (a === b) === (operator === '==');
}

/** Compares two numbers by an operator of the language. */
export function compareNumbers(operator: ComparisonOperator, left: number, right: number): boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '==':
      return left === right;
    case '!=':
      return left !== right;
  }
}

function compareLists(operator: ComparisonOperator, left: Value, right: Value): boolean | undefined | 'incomparable' {
  if (operator === '!=') {
    const equal = compareLists('==', left, right);
    return typeof equal === 'boolean' ? !equal : equal;
  }
  const length = isList(left) ? left.length : isList(right) ? right.length : 0;
  if (isList(left) && isList(right) && left.length !== right.length) return operator === '==' ? false : 'incomparable';
  let unknown = false;
  for (let index = 0; index < length; index += 1) {
    const [a, b] = [isList(left) ? left[index] : left, isList(right) ? right[index] : right];
    // An unknown size of a shape is written as null.
    const result = a === null || b === null ? undefined : compareValues(operator, a, b);
    if (result === 'incomparable' || result === false) return result;
    unknown ||= result === undefined;
  }
  return unknown ? undefined : true;
}
