/** Words that bring the parser into every corner. */
const pieces = [
  '->',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  '=',
  ':',
  '.',
  '+',
  '-',
  '*',
  '/',
  '//',
  '<',
  '<=',
  '==',
  '!=',
  '\n',
  '\r\n',
  '\r',
  ' ',
  '#',
  '"',
  "'",
  '?',
  '3x3',
  '28x28x',
  '1e999',
  '350k',
  '__proto__',
  'constructor',
  'in',
  'input',
  'if',
  'and',
  'not',
  'assert ',
  'model M',
  'block B(',
  'data d =',
  'train M on d',
  'output y',
  'layer l =',
  'kernel k =',
  'defaults D {',
  'import "',
  'Conv2D(',
  '\uD83D',
  '\uDE00',
  '\u202E',
  '\uFEFF',
  '\0',
  'é',
  '😀',
];

/** Cuts, doubles, moves and inserts parts of a text, as often as a die says. */
export function mutate(text: string, random: () => number): string {
  let result = text;
  const changes = 1 + Math.floor(random() * 6);
  for (let change = 0; change < changes; change++) {
    const start = Math.floor(random() * (result.length + 1));
    const end = Math.min(result.length, start + Math.floor(random() * 40));
    const piece = pieces[Math.floor(random() * pieces.length)] ?? '';
    const kind = Math.floor(random() * 4);
    if (kind === 0) result = result.slice(0, start) + result.slice(end);
    else if (kind === 1) result = result.slice(0, start) + piece + result.slice(start);
    else if (kind === 2) result = result.slice(0, start) + result.slice(start, end).repeat(2) + result.slice(end);
    else result = result.slice(0, start) + piece + result.slice(end);
  }
  return result;
}
