/** Doubles and drops blanks where the grammar does not care. */
export function shake(text: string, random: () => number): string {
  return text
    .replace(/(?<=[,(]) ?(?=\S)/g, () => ' '.repeat(Math.floor(random() * 3)))
    .replace(/^ +/gm, () => ' '.repeat(Math.floor(random() * 7)))
    .replace(/ -> /g, () => (random() < 0.3 ? '\n->' : '->'));
}
