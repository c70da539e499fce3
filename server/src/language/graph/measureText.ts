/** Letters of user-interface fonts in classes of width, in parts of the font's size; a little wide, so that text fits. */
const widths: readonly (readonly [pattern: RegExp, width: number])[] = [
  [/[iljI.,:;'|!]/, 0.32],
  [/[ftr()[\]{}\-\s/·_]/, 0.41],
  [/[mwMW@%×]/, 0.92],
  [/[A-Z]/, 0.7],
  [/[\u2e80-\uffff]/, 1],
];

/** The widths of the letters that every name is made of, looked up once. */
const usual: readonly number[] = Array.from({ length: 128 }, (_, code) => widthOf(String.fromCharCode(code)));

/** The width of a text in pixels without a font at hand. */
export function measureText(text: string, size: number): number {
  let width = 0;
  for (const letter of text) width += usual[letter.codePointAt(0) ?? 0] ?? widthOf(letter);
  return width * size;
}

/** The text, or as much of it as fits before an ellipsis. */
export function fitText(text: string, size: number, room: number): string {
  if (measureText(text, size) <= room) return text;
  let kept = '';
  for (const letter of text) {
    if (measureText(`${kept}${letter}…`, size) > room) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}

function widthOf(letter: string): number {
  return widths.find(([pattern]) => pattern.test(letter))?.[1] ?? 0.63;
}
