/** Python source from values: literals, names and calls that break over lines where they are long. */

/** Longer lines are broken; what Black takes by default is a little less. */
const lineLength = 100;

const keywords = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case type'.split(
    ' ',
  ),
);

export type Plain = number | string | boolean | null | readonly Plain[];

/** A number, text, truth value, None or tuple as Python writes it. */
export function pythonLiteral(value: Plain): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return pythonNumber(value);
  if (typeof value === 'string') return JSON.stringify(value);
  return `(${value.map(pythonLiteral).join(', ')}${value.length === 1 ? ',' : ''})`;
}

/** A list where Python's readers expect one. */
export function pythonList(values: readonly Plain[]): string {
  return `[${values.map((value) => (Array.isArray(value) ? pythonList(value as readonly Plain[]) : pythonLiteral(value))).join(', ')}]`;
}

/** The reciprocals of whole numbers are written as such: 1 / 255 says more than 0.00392…. */
export function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return 'float("nan")';
  if (!Number.isFinite(value)) return value > 0 ? 'float("inf")' : 'float("-inf")';
  const inverse = 1 / value;
  if (!Number.isInteger(value) && Number.isInteger(inverse) && Math.abs(inverse) > 2 && String(value).length > 8)
    return value < 0 ? `-1 / ${-inverse}` : `1 / ${inverse}`;
  return Math.abs(value) < 1e-3 && value !== 0 ? value.toExponential() : String(value);
}

/** A name that Python takes: other characters become `_`, and a keyword gets one behind it. */
export function pythonName(text: string): string {
  const name = text.normalize('NFKC').replace(/[^A-Za-z0-9_]+/g, '_');
  const begun = /^[A-Za-z_]/.test(name) ? name : `_${name}`;
  return keywords.has(begun) ? `${begun}_` : begun;
}

/** `CifarNet` as `cifar_net`. */
export function snakeName(text: string): string {
  return pythonName(
    text
      .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
      .replace(/([a-z])([A-Z])/g, '$1_$2')
      .toLowerCase(),
  );
}

/** `x = layers.Conv2D(32, 3)(x)`: on one line where it fits, else an argument a line. */
export function callLines(
  before: string,
  args: readonly string[],
  after: string,
  { indent, comment = '' }: { readonly indent: number; readonly comment?: string },
): string {
  const space = ' '.repeat(indent);
  const note = comment === '' ? '' : `  # ${comment}`;
  const line = `${space}${before}(${args.join(', ')})${after}`;
  if (line.length + note.length <= lineLength || args.length === 0) return `${line}${note}`;
  if (line.length <= lineLength) return line;
  return [`${space}${before}(`, ...args.map((argument) => `${space}    ${argument},`), `${space})${after}${note}`].join(
    '\n',
  );
}

/** A text in a docstring or comment: one line, without what would end it. */
export function docText(text: string): string {
  return text.replace(/["\\\r\n]+/g, ' ').trim();
}
