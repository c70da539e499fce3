/** Letters of user-interface fonts in classes of width, in parts of the font's size; a little wide, so that text fits. */
const widths: readonly (readonly [pattern: RegExp, width: number])[] = [
  [/[iljI.,:;'|!]/, 0.32],
  [/[ftr()[\]{}\-\s/·_]/, 0.41],
  [/[mwMW@%×]/, 0.92],
  [/[A-Z]/, 0.7],
  [/[\u2e80-\uffff]/, 1],
];

/** The width of a text in pixels without a font at hand. */
export function measureText(text: string, size: number): number {
  let width = 0;
  for (const letter of text) width += widths.find(([pattern]) => pattern.test(letter))?.[1] ?? 0.63;
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
