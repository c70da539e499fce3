import type { Problem } from '../model/problem';
import { walk } from '../syntax/traverse';
import type { Name, Span, Statement } from '../syntax/tree';
import type { TextEdit } from './diagnostic';
import { excerpt, firstLine } from './firstLine';

/** `nn/duplicate`: a name that is already taken; names are single-assignment. */
export function duplicateName(name: Name, first: Span): Problem {
  return {
    code: 'nn/duplicate',
    span: name,
    message: firstLine(`'${excerpt(name.text, 40)}' is already taken; a name is given once`),
    related: [
      { message: `first '${excerpt(name.text, 40)}'`, location: { span: { start: first.start, end: first.end } } },
    ],
  };
}

/**
 * The same for a tensor that is given again, once or, as in Python, line under line: each gets a name of its own, and
 * what follows it means that one.
 */
export function duplicateTensor(
  names: readonly [Name, ...Name[]],
  first: Span,
  statements: readonly Statement[],
): Problem {
  const [name] = names;
  const taken = new Set(
    statements.flatMap((statement) =>
      statement.kind === 'Assert' || statement.name === undefined ? [] : [statement.name.text],
    ),
  );
  let number = 1;
  const free = names.map(() => {
    do number += 1;
    while (taken.has(`${name.text}${number}`));
    return `${name.text}${number}`;
  });
  const edits = names.flatMap((again, index) =>
    usesBehind(again, statements).map((span): TextEdit => ({
      span: { start: span.start, end: span.end },
      newText: free[index] ?? again.text,
    })),
  );
  const shown = free.map((text) => excerpt(text, 20));
  const called = shown.length > 2 ? `${shown[0] ?? ''} to ${shown.at(-1) ?? ''}` : shown.join(' and ');
  const title = free.length === 1 ? `call this one ${called}` : `call these ${called}`;
  return { ...duplicateName(name, first), fixes: [{ title, edits }] };
}

/** The name itself and its uses up to where it is given again. */
function usesBehind(name: Name, statements: readonly Statement[]): readonly Span[] {
  const at = statements.findIndex((statement) => statement.kind !== 'Assert' && statement.name === name);
  const uses: Span[] = [name];
  for (const statement of statements.slice(at + 1)) {
    const isAgain = statement.kind !== 'Assert' && statement.name?.text === name.text;
    walk(statement, (node) => {
      if (node.kind === 'Call' && node.callee.text === name.text) uses.push(node.callee);
    });
    if (isAgain) break;
  }
  return uses;
}
