import { constant, unknown, type PythonValue } from './pythonValues';

/** Arithmetic and comparison of constants; lists can be joined and repeated. */
export function binaryValue(operator: string, left: PythonValue, right: PythonValue): PythonValue {
  if (left.kind === 'list' && right.kind === 'list' && operator === '+')
    return { kind: 'list', items: [...left.items, ...right.items] };
  if (left.kind === 'list' && operator === '*' && right.kind === 'constant') return repeat(left.items, right.value);
  if (left.kind !== 'constant' || right.kind !== 'constant') return unknown('a calculation');
  const [a, b] = [left.value, right.value];
  if (operator === '==') return constant(a === b);
  if (operator === '!=') return constant(a !== b);
  if (operator === 'is') return constant(a === b);
  if (operator === 'and') return constant(a ? b : a);
  if (operator === 'or') return constant(a ? a : b);
  if (operator === '+' && typeof a === 'string' && typeof b === 'string') return constant(a + b);
  if (typeof a !== 'number' || typeof b !== 'number') return unknown('a calculation');
  const value = calculate(operator, a, b);
  return value === undefined ? unknown('a calculation') : constant(value);
}

const longestList = 10_000;

function repeat(items: readonly PythonValue[], times: number | string | boolean | null): PythonValue {
  if (typeof times !== 'number' || times * items.length > longestList) return unknown('a calculation');
  return { kind: 'list', items: Array.from({ length: Math.max(0, times) }, () => items).flat() };
}

function calculate(operator: string, a: number, b: number): number | boolean | undefined {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? undefined : a / b;
    case '//':
      return b === 0 ? undefined : Math.floor(a / b);
    case '%':
      return b === 0 ? undefined : a - b * Math.floor(a / b);
    case '**':
      return a ** b;
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
    default:
      return undefined;
  }
}
