import { layoutRules } from './layoutRules';
import type { LayoutRules } from './layoutRules';
import { scan } from './scanner';
import type { Token } from './scanner';
import type { Comment, SourceFile } from './tree';

/** Longer lines are broken before `->`, and behind `,` where that is not enough. */
export const MAX_COLUMNS = 120;

/** An arrow further right is not what the next lines are brought under. */
const MAX_ARROW_COLUMN = 16;
/** Comments behind longer code do not push the others of their column to the right. */
const MAX_COMMENTED_COLUMN = 80;
const INDENT = 2;

/**
 * The text of a file in the common layout: two blanks a level, `->` lines under the first arrow, names of
 * neighbouring statements in a column, a new line after `if …`. Tokens, comments, and the writer's line
 * breaks are kept; printing twice gives the same. A file with syntax issues is given back as it is.
 */
export function print(file: SourceFile): string {
  if (file.issues.length > 0) return file.text;
  const { tokens, comments } = scan(file.text);
  const rules = layoutRules(file, tokens);
  const printer = new Printer(file.text, rules);
  for (const item of merge(
    tokens.filter(({ kind }) => kind !== 'end'),
    comments,
  ))
    printer.add(item);
  return printer.finish();
}

type Item = Token | Comment;

interface Opening {
  readonly indent: number;
}

interface Line {
  readonly indent: number;
  readonly hasBlankBefore: boolean;
  code: string;
  comment: string | undefined;
  /** Where the comment stands in the source. */
  commentColumn: number;
}

interface Queued {
  readonly item: Item;
  readonly newlines: number;
}

class Printer {
  private readonly items: Queued[] = [];
  private end = 0;

  constructor(
    private readonly text: string,
    private readonly rules: LayoutRules,
  ) {}

  add(item: Item): void {
    const newlines = this.text.slice(this.end, item.start).match(/\r\n|\r|\n/g)?.length ?? 0;
    this.items.push({ item, newlines });
    this.end = item.end;
  }

  finish(): string {
    const newline = /\r\n|\r|\n/.exec(this.text)?.[0] ?? '\n';
    const lines = new Layout(this.text, this.rules, this.items).lines();
    placeComments(lines);
    const texts = lines.flatMap((line) => (line.hasBlankBefore ? ['', printLine(line)] : [printLine(line)]));
    const mark = this.text.startsWith('\uFEFF') ? '\uFEFF' : '';
    return texts.length === 0 ? '' : mark + texts.join(newline) + newline;
  }
}

class Layout {
  private readonly done: Line[] = [];
  private readonly openings: Opening[] = [];
  private statementIndent = 0;
  private arrowColumn: number | undefined;
  private isFirstLine = true;
  private previous: Token | undefined;

  constructor(
    private readonly text: string,
    private readonly rules: LayoutRules,
    private readonly items: readonly Queued[],
  ) {}

  lines(): Line[] {
    this.items.forEach(({ item, newlines }, index) => {
      if (item.kind === 'Comment') this.comment(item, newlines, index);
      else this.token(item, newlines, index);
    });
    return this.done;
  }

  private comment(comment: Comment, newlines: number, index: number): void {
    const text = this.text.slice(comment.start, comment.end).trimEnd();
    const line = this.done.at(-1);
    if (newlines === 0 && line !== undefined) {
      line.comment = text;
      line.commentColumn = comment.start - lineStart(this.text, comment.start);
      return;
    }
    const next = this.items.slice(index + 1).find(({ item }) => item.kind !== 'Comment')?.item;
    const indent = next === undefined || next.kind === 'Comment' ? 0 : this.indentBefore(next, true);
    const isFirstOfGap = this.items[index - 1]?.item.kind !== 'Comment' || this.items[index - 1]?.newlines === 0;
    const isApart = isFirstOfGap && next !== undefined && this.rules.apart.has(next.start) && !this.gapHasBlank(index);
    this.done.push({
      indent,
      hasBlankBefore: this.allowsBlank(newlines > 1 || isApart),
      code: text,
      comment: undefined,
      commentColumn: 0,
    });
  }

  private token(token: Token, newlines: number, index: number): void {
    const breaks =
      this.done.length === 0 || token.startsLine || this.rules.breaks.has(token.start) || this.isTooLong(token, index);
    if (breaks) {
      const indent = this.indentBefore(token, false);
      const isApart = this.rules.apart.has(token.start) && this.items[index - 1]?.item.kind !== 'Comment';
      const isApartFromTrailing = this.rules.apart.has(token.start) && this.isTrailing(index - 1);
      const wantsBlank = newlines > 1 || isApart || isApartFromTrailing;
      const hasBlankBefore = this.allowsBlank(wantsBlank) && !isCloser(token);
      this.isFirstLine = this.rules.starts.has(token.start);
      if (this.isFirstLine) {
        this.statementIndent = indent;
        this.arrowColumn = undefined;
      }
      this.done.push({ indent, hasBlankBefore, code: '', comment: undefined, commentColumn: 0 });
      if (isMatrixCell(this.rules, token)) this.append(' '.repeat(this.rules.padding.get(token.start) ?? 0));
    } else this.append(this.spaceBefore(this.previous, token));

    const line = this.done.at(-1);
    if (token.kind === '->' && !breaks && this.isFirstLine && this.openings.length <= 1)
      this.arrowColumn ??= this.column;
    this.append(this.text.slice(token.start, token.end));
    if (isOpener(token)) this.openings.push({ indent: line?.indent ?? 0 });
    if (isCloser(token)) this.openings.pop();
    this.previous = token;
  }

  private get column(): number {
    const line = this.done.at(-1);
    return line === undefined ? 0 : line.indent + line.code.length;
  }

  private append(text: string): void {
    const line = this.done.at(-1);
    if (line !== undefined) line.code += text;
  }

  /** The indentation of a line that starts with this token, or of a comment line before it. */
  private indentBefore(token: Token, isComment: boolean): number {
    if (token.kind === '->') {
      const isNear = this.arrowColumn !== undefined && this.arrowColumn <= MAX_ARROW_COLUMN;
      return isNear && this.arrowColumn !== undefined ? this.arrowColumn : this.statementIndent + INDENT;
    }
    const opening = this.openings.at(-1);
    if (opening === undefined) return 0;
    return isCloser(token) && !isComment ? opening.indent : opening.indent + INDENT;
  }

  /** Never a blank line first, behind an opening bracket, or two of them. */
  private allowsBlank(wanted: boolean): boolean {
    const line = this.done.at(-1);
    return wanted && line !== undefined && !/[([{]$/.test(line.code);
  }

  private gapHasBlank(index: number): boolean {
    for (let at = index; at < this.items.length; at++) {
      const queued = this.items[at];
      if (queued === undefined) return false;
      if (queued.newlines > 1) return true;
      if (queued.item.kind !== 'Comment') return false;
    }
    return false;
  }

  private isTrailing(index: number): boolean {
    const queued = this.items[index];
    return queued?.item.kind === 'Comment' && queued.newlines === 0;
  }

  /** Whether the part that starts here, up to the next place for a line break, does not fit on the line. */
  private isTooLong(token: Token, index: number): boolean {
    const isArrow = token.kind === '->';
    const isBehindComma = this.previous?.kind === ',' && this.openings.length > 0;
    if (!isArrow && !isBehindComma) return false;
    let width = this.column;
    let last = this.previous;
    for (let at = index; at < this.items.length; at++) {
      const item = this.items[at]?.item;
      if (item === undefined || item.kind === 'Comment') break;
      const isNext =
        at > index &&
        (item.startsLine ||
          item.kind === '->' ||
          this.rules.breaks.has(item.start) ||
          (isBehindComma && last?.kind === ','));
      if (isNext) break;
      width += this.spaceBefore(last, item).length + item.end - item.start;
      last = item;
    }
    return width > MAX_COLUMNS;
  }

  private spaceBefore(before: Token | undefined, token: Token): string {
    const padding = ' '.repeat(this.rules.padding.get(token.start) ?? 0);
    if (before === undefined) return padding;
    if (before.kind === '{' && token.kind === '}') return '';
    if (this.rules.tightAfter.has(before.start) || this.rules.tightBefore.has(token.start)) return padding;
    if (before.kind === '(' || before.kind === '[') return padding;
    if (token.kind === ')' || token.kind === ']' || token.kind === ',' || token.kind === ':') return padding;
    return ` ${padding}`;
  }
}

/** Comments behind code keep the column they share; else they get the nearest one that fits all of them. */
function placeComments(lines: readonly Line[]): void {
  let run: Line[] = [];
  const finish = (): void => {
    const commented = run.filter((line) => line.comment !== undefined && codeWidth(line) <= MAX_COMMENTED_COLUMN);
    const nearest = Math.max(...commented.map(codeWidth)) + 2;
    const shared = commented[0]?.commentColumn ?? 0;
    const keeps = shared >= nearest && commented.every((line) => line.commentColumn === shared);
    for (const line of run)
      line.commentColumn = commented.includes(line) ? (keeps ? shared : nearest) : codeWidth(line) + 2;
    run = [];
  };
  for (const line of lines) {
    if (line.hasBlankBefore || line.code.startsWith('#') || line.code.startsWith('}')) finish();
    run.push(line);
  }
  finish();
}

function printLine(line: Line): string {
  const code = ' '.repeat(line.indent) + line.code;
  return line.comment === undefined ? code : code.padEnd(line.commentColumn) + line.comment;
}

function codeWidth(line: Line): number {
  return line.indent + line.code.length;
}

function merge(tokens: readonly Token[], comments: readonly Comment[]): readonly Item[] {
  return [...tokens, ...comments].sort((a, b) => a.start - b.start);
}

/** A padded token that starts a line of a matrix row; other padded tokens never start a line. */
function isMatrixCell(rules: LayoutRules, token: Token): boolean {
  return rules.padding.has(token.start) && (token.kind === 'number' || token.kind === '-');
}

function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text.charCodeAt(start - 1) !== 10 && text.charCodeAt(start - 1) !== 13) start--;
  return start;
}

function isOpener({ kind }: Token): boolean {
  return kind === '(' || kind === '[' || kind === '{';
}

function isCloser({ kind }: Token): boolean {
  return kind === ')' || kind === ']' || kind === '}';
}
