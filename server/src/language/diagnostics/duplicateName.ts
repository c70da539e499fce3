import type { Problem } from '../model/problem';
import type { Name, Span } from '../syntax/tree';
import { excerpt, firstLine } from './firstLine';

/** `nn/duplicate`: a name that is already taken; names are single-assignment. */
export function duplicateName(name: Name, first: Span): Problem {
  return {
    code: 'nn/duplicate',
    span: name,
    message: firstLine(`'${excerpt(name.text, 40)}' is already taken; a name is given once`),
    related: [{ message: `first '${excerpt(name.text, 40)}'`, location: { span: { start: first.start, end: first.end } } }],
  };
}
