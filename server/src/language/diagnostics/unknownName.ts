import type { Problem } from '../model/problem';
import type { Span } from '../syntax/tree';
import { didYouMean } from './didYouMean';
import { excerpt, firstLine } from './firstLine';

export type NameKind = 'layer' | 'tensor' | 'argument' | 'data' | 'source' | 'model' | 'part' | 'key' | 'output' | 'function' | 'parameter' | 'kernel';

/**
 * `nn/unknown-layer` and its like: a name that stands for nothing. The nearest known name is the fix.
 * `of` says whose argument or part it is.
 */
export function unknownName(kind: NameKind, name: string, span: Span, candidates: Iterable<string>, of?: string): Problem {
  const nearest = didYouMean(name, candidates);
  const owner = of === undefined ? '' : `${excerpt(of)} has `;
  const subject = of === undefined ? `there is no ${kind} '${excerpt(name)}'` : `no ${kind} '${excerpt(name)}'`;
  const text = `${owner}${subject}`;
  const sentence = text.charAt(0).toUpperCase() === text.charAt(0) || of !== undefined ? text : text.charAt(0).toUpperCase() + text.slice(1);
  return {
    code: `nn/unknown-${kind}`,
    span,
    message: firstLine(nearest === undefined ? sentence : `${sentence}; did you mean '${nearest}'?`),
    fixes: nearest === undefined ? [] : [{ title: `change to ${nearest}`, edits: [{ span, newText: nearest }] }],
  };
}
