import type { Expression, InputExpression } from './tree';

/** A shape or a name in brackets, as Keras's users write it behind `input`: `(28, 28, 1)`, `[784]`, `(digits)`. */
export interface BracketedSource {
  readonly source: InputExpression['source'];
  /** How it is written here. */
  readonly text: string;
}

/** What brackets behind `input` mean; undefined where that is neither a shape nor a name. */
export function bracketedSource(value: Expression): BracketedSource | undefined {
  const items = itemsOf(value);
  const [first] = items;
  if (items.length === 1 && first?.kind === 'Call' && first.args === undefined && first.callee.text !== '')
    return { source: first.callee, text: first.callee.text };
  const parts = items.map(sizesOf);
  if (parts.length === 0 || parts.includes(undefined)) return undefined;
  const sizes = parts.flatMap((part) => part ?? []);
  const text = sizes.map((size) => size ?? '?').join('x');
  return { source: { kind: 'Shape', sizes, start: value.start, end: value.end }, text };
}

function itemsOf(value: Expression): readonly Expression[] {
  if (value.kind === 'Tuple' || value.kind === 'List') return value.items;
  return value.kind === 'Parenthesized' ? [value.inner] : [];
}

function sizesOf(item: Expression): readonly (number | null)[] | undefined {
  if (item.kind === 'Shape') return item.sizes;
  if (item.kind === 'None') return [null];
  return item.kind === 'Number' && Number.isInteger(item.value) ? [item.value] : undefined;
}
