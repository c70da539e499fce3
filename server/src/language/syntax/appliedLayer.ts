import type { ExpressionParser } from './expressions';
import { spellings } from './spellings';
import type { TokenStream } from './tokenStream';
import type { Argument, Expression, Span, Step } from './tree';

/** Python's `Dense(10)(x)`, read as `x -> Dense(10)`. */
export function appliedLayer(
  value: Expression,
  expressions: ExpressionParser,
  stream: TokenStream,
): { readonly value: Expression; readonly steps: readonly Step[] } {
  if (value.kind !== 'Call' || value.args === undefined || stream.kind !== '(') return { value, steps: [] };
  const at = stream.index;
  const { items } = expressions.arguments();
  const [input] = items;
  const inputs = input?.value.kind === 'List' ? input.value.items : [];
  if (input === undefined || input.name !== undefined || items.length > 1) {
    stream.issueFrom(at, spellings.applied.message);
    return { value, steps: [] };
  }
  const { start, end } = value;
  const textOf = (span: Span): string => stream.textOf(span);
  if (inputs.length > 0) {
    const names = inputs.map(textOf).join(', ');
    const isBare = value.args.items.length === 0;
    const opening = value.args.start + 1;
    stream.respell(at, spellings.applied, [
      { start: opening, end: opening, text: isBare ? names : `${names}, ` },
      { start: end, end: stream.lastEnd, text: '' },
    ]);
    const before = inputs.map((item): Argument => ({ ...item, kind: 'Argument', name: undefined, value: item }));
    const args = { ...value.args, items: [...before, ...value.args.items] };
    return { value: { ...value, args }, steps: [] };
  }
  stream.respell(at, spellings.applied, [
    { start, end: start, text: `${textOf(input)} -> ` },
    { start: end, end: stream.lastEnd, text: '' },
  ]);
  const step: Step = { kind: 'Step', call: value, repeat: undefined, guard: undefined, start, end };
  return { value: input.value, steps: [step] };
}
