import type { TokenStream } from './tokenStream';

/** Words at the start of a line of Python, where a name follows. */
const words: ReadonlySet<string> = new Set(['from', 'class', 'def', 'for', 'with', 'if', 'while', 'print']);

/** Whether the next line is a statement of Python: `from …`, `class …`, `model = …`, `model.add(…)`. */
export function startsPython(stream: TokenStream): boolean {
  const word = stream.textOf(stream.token);
  const next = stream.peekSameLine();
  if (words.has(word)) return next?.kind === 'name';
  return next?.kind === '.' || (next?.kind === '=' && (word === 'model' || stream.declarationWord() === undefined));
}
