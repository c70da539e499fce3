import type { Problem } from '../model/problem';
import type { Span } from '../syntax/tree';
import { didYouMean } from './didYouMean';
import { excerpt, firstLine, longestLine } from './firstLine';
import { otherName } from './otherNames';

export type NameKind =
  | 'layer'
  | 'tensor'
  | 'argument'
  | 'data'
  | 'source'
  | 'model'
  | 'part'
  | 'key'
  | 'output'
  | 'function'
  | 'parameter'
  | 'kernel';

/**
 * `nn/unknown-layer` and its like: a name that stands for nothing. The nearest known name, or what another
 * library's name is called here, is the fix. `of` says whose argument or part it is.
 */
export function unknownName(
  kind: NameKind,
  name: string,
  span: Span,
  candidates: Iterable<string>,
  of?: string,
): Problem {
  // An iterator can be read once only.
  const known = [...candidates];
  const to = nearest(name, known);
  return {
    code: `nn/unknown-${kind}`,
    span: { start: span.start, end: span.end },
    message: messageFor(kind, name, { of, to, isOther: to !== undefined && otherName(name, known) === to }),
    fixes:
      to === undefined
        ? []
        : [{ title: `change to ${to}`, edits: [{ span: { start: span.start, end: span.end }, newText: to }] }],
  };
}

/** `There is no loss 'mes'; did you mean 'mse'?`; a long name gives way to the suggestion. */
export function unknownMessage(kind: string, name: string, candidates: readonly string[], of?: string): string {
  const to = nearest(name, candidates);
  return messageFor(kind, name, { of, to, isOther: to !== undefined && otherName(name, candidates) === to });
}

interface Suggestion {
  /** Whose argument or part it is. */
  readonly of: string | undefined;
  readonly to: string | undefined;
  /** True for what another library calls it. */
  readonly isOther: boolean;
}

function messageFor(kind: string, name: string, { of, to, isOther }: Suggestion): string {
  const hint = to === undefined ? '' : isOther ? `; here it is '${to}'` : `; did you mean '${to}'?`;
  const subject = of === undefined ? `There is no ${kind} ` : `${excerpt(of)} has no ${kind} `;
  const room = longestLine - subject.length - hint.length - 2;
  return firstLine(`${subject}'${excerpt(name, Math.max(8, Math.min(40, room)))}'${hint}`);
}

function nearest(name: string, candidates: readonly string[]): string | undefined {
  return otherName(name, candidates) ?? didYouMean(name, candidates);
}
