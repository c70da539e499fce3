import { spellings } from './spellings';
import type { TokenStream } from './tokenStream';

/** Takes an arrow and answers with its start; where it stands at the end of its line a deeper line goes on. */
export function takeArrow(stream: TokenStream): number {
  const at = stream.index;
  const before = stream.lastEnd;
  const { start, end } = stream.advance();
  if (stream.textOf({ start, end }) !== '->') stream.respell(at, spellings.arrow, [{ start, end, text: '->' }]);
  const isLast = stream.token.startsLine && stream.token.kind === 'name' && !stream.startsDeclaration();
  if (!isLast || stream.peekSameLine()?.kind === '=' || stream.indentOf(stream.index) <= stream.indentOf(stream.start))
    return start;
  const next = stream.token.start;
  stream.respell(at, spellings.arrowBehind, [
    { start: before, end, text: '' },
    { start: next, end: next, text: '-> ' },
  ]);
  stream.goOn();
  return start;
}
