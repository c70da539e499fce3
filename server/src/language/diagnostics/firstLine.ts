/** The length of a message's first line. */
export const longestLine = 80;

/** A message's first line within 80 characters; what is cut off ends in an ellipsis. */
export function firstLine(text: string): string {
  const characters = [...text];
  return characters.length <= longestLine ? text : `${characters.slice(0, longestLine - 1).join('')}…`;
}

/** A piece of the source for use inside a message: one line, shortened. */
export function excerpt(text: string, length = 24): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  const characters = [...flat];
  return characters.length <= length ? flat : `${characters.slice(0, length - 1).join('')}…`;
}

/** `93,322`. Keeps up to six digits after the point. */
export function grouped(value: number): string {
  return numberFormat.format(value);
}

/** Made once: making one takes longer than a hundred uses of it. */
const numberFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });
