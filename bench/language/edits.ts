import { pick, whole } from '../../test/helpers/dice';

export interface Position {
  readonly line: number;
  readonly character: number;
}

/** One change as an editor sends it. */
export interface Change {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly text: string;
}

/**
 * What a person does to a program, a change a keystroke: numbers that are corrected, steps and lines that are
 * typed letter by letter and taken away again. Afterwards the text is what it was.
 */
export function* typing(text: string, random: () => number): Generator<Change> {
  const lines = text.split('\n');
  for (;;) {
    const line = whole(0, lines.length - 1, random);
    const content = lines[line] ?? '';
    const number = /\d+/.exec(content);
    if (number !== null && random() < 0.5) {
      const other = String(whole(1, 64, random));
      yield replace(line, number.index, number[0].length, other);
      yield replace(line, number.index, other.length, number[0]);
      continue;
    }
    const typed = pick([' -> ReLU', ' -> Dropout(0.5)', '  # a remark', '\n  x1 = in', '(', ' + 1'], random);
    let [at, column] = [line, content.replace('\r', '').length];
    const places: { readonly at: number; readonly column: number; readonly letter: string }[] = [];
    for (const letter of typed) {
      yield { range: { start: { line: at, character: column }, end: { line: at, character: column } }, text: letter };
      places.push({ at, column, letter });
      [at, column] = letter === '\n' ? [at + 1, 0] : [at, column + 1];
    }
    for (const place of places.toReversed()) {
      const end =
        place.letter === '\n' ? { line: place.at + 1, character: 0 } : { line: place.at, character: place.column + 1 };
      yield { range: { start: { line: place.at, character: place.column }, end }, text: '' };
    }
  }
}

function replace(line: number, start: number, length: number, text: string): Change {
  return { range: { start: { line, character: start }, end: { line, character: start + length } }, text };
}
