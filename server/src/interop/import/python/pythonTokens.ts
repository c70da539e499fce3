/** Python text as tokens, with the indentation as tokens of its own. */
import { ImportProblem } from '../importProblem';

export interface PythonToken {
  readonly kind: 'name' | 'number' | 'text' | 'format' | 'sign' | 'newline' | 'indent' | 'dedent' | 'end';
  readonly text: string;
  readonly line: number;
}

const textLimit = 4 * 1024 * 1024;
const signs =
  /^(\*\*=|\/\/=|>>=|<<=|\.\.\.|\*\*|\/\/|->|:=|[-+*/%@&|^]=|==|!=|<=|>=|<<|>>|[-+*/%@&|^~<>=()[\]{},:.;!?$`])/;

/** Throws an ImportProblem where brackets or texts do not end. */
export function pythonTokens(source: string, place: string): readonly PythonToken[] {
  if (source.length > textLimit)
    throw new ImportProblem(`it has more than ${textLimit} characters`, place, 'Take the part that builds the model.');
  const tokens: PythonToken[] = [];
  const indents = [0];
  let [position, line, depth, isLineStart] = [0, 1, 0, true];
  const add = (kind: PythonToken['kind'], text: string): void => {
    tokens.push({ kind, text, line });
  };
  while (position < source.length) {
    if (isLineStart && depth === 0) {
      const [blank = ''] = /^[ \t\f]*/.exec(source.slice(position, position + 1000)) ?? [];
      const next = source[position + blank.length];
      if (next !== undefined && !'\r\n#'.includes(next))
        changeIndent(blank.replace(/\t/g, '        ').length, indents, add);
      position += blank.length;
      isLineStart = false;
      continue;
    }
    const rest = source.slice(position, position + 200);
    const character = rest[0] ?? '';
    if (character === '\n' || character === '\r') {
      if (depth === 0 && tokens.at(-1)?.kind !== 'newline') add('newline', '\n');
      position += rest.startsWith('\r\n') ? 2 : 1;
      line += 1;
      isLineStart = depth === 0;
      continue;
    }
    const skipped = /^(?:[ \t\f]+|\\\r?\n)/.exec(rest)?.[0];
    if (skipped !== undefined) {
      line += skipped.includes('\n') ? 1 : 0;
      position += skipped.length;
      continue;
    }
    if (character === '#') {
      while (position < source.length && source[position] !== '\n') position += 1;
      continue;
    }
    const quoted = /^([A-Za-z]{0,2})("""|'''|"|')/.exec(rest);
    if (quoted !== null) {
      const [opening, prefix = '', mark = ''] = quoted;
      const end = endOfText(source, position + opening.length, mark);
      if (end === undefined) throw new ImportProblem('a text does not end', `${place}, line ${line}`, 'Close it.');
      const content = source.slice(position + opening.length, end);
      add(/f/i.test(prefix) ? 'format' : 'text', content);
      line += content.split('\n').length - 1;
      position = end + mark.length;
      continue;
    }
    const number = /^(?:0[xX][\da-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d+)?)/.exec(rest)?.[0];
    const name = /^[\p{L}_][\p{L}\p{N}_]*/u.exec(rest)?.[0];
    const sign = signs.exec(rest)?.[0];
    const text = number ?? name ?? sign ?? character;
    if ('([{'.includes(text)) depth += 1;
    if (')]}'.includes(text)) depth = Math.max(0, depth - 1);
    add(number !== undefined ? 'number' : name !== undefined ? 'name' : 'sign', text);
    position += text.length;
  }
  add('newline', '\n');
  for (const indent of indents.slice(1)) add('dedent', String(indent));
  add('end', '');
  return tokens;
}

function changeIndent(width: number, indents: number[], add: (kind: PythonToken['kind'], text: string) => void): void {
  if (width > (indents.at(-1) ?? 0)) {
    indents.push(width);
    add('indent', String(width));
  }
  while (width < (indents.at(-1) ?? 0)) {
    indents.pop();
    add('dedent', String(width));
  }
}

function endOfText(source: string, start: number, mark: string): number | undefined {
  for (let at = start; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source.startsWith(mark, at)) return at;
    else if (mark.length === 1 && source[at] === '\n') return undefined;
  }
  return undefined;
}
