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

/** The same for a tensor: the second one gets a name of its own, and what follows means that one. */
export function duplicateTensor(name: Name, first: Span, statements: readonly Statement[]): Problem {
  const taken = new Set(
    statements.flatMap((statement) =>
      statement.kind === 'Assert' || statement.name === undefined ? [] : [statement.name.text],
    ),
  );
  let free = `${name.text}2`;
  for (let number = 3; taken.has(free); number += 1) free = `${name.text}${number}`;
  const edits = usesBehind(name, statements).map((span): TextEdit => ({
    span: { start: span.start, end: span.end },
    newText: free,
  }));
  return { ...duplicateName(name, first), fixes: [{ title: `call this one ${excerpt(free, 40)}`, edits }] };
}

/** The name itself and its uses up to where it is given again. */
function usesBehind(name: Name, statements: readonly Statement[]): readonly Span[] {
  const at = statements.findIndex((statement) => statement.kind !== 'Assert' && statement.name === name);
  const uses: Span[] = [name];
  for (const statement of statements.slice(at + 1)) {
    const isAgain = statement.kind !== 'Assert' && statement.name?.text === name.text;
    walk(statement.kind === 'Flow' && isAgain ? statement.value : statement, (node) => {
      if (node.kind === 'Call' && node.callee.text === name.text) uses.push(node.callee);
    });
    if (isAgain) break;
  }
  return uses;
}
