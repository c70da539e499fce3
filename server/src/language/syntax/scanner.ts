import type { Comment, Span } from './tree';

/** Words that are never names. */
export type ReservedWord = 'in' | 'input' | 'if' | 'and' | 'or' | 'not' | 'true' | 'false' | 'none' | 'assert';

export type Punctuation =
  | '->'
  | '('
  | ')'
  | '['
  | ']'
  | '{'
  | '}'
  | ','
  | '='
  | ':'
  | '.'
  | '+'
  | '-'
  | '*'
  | '/'
  | '//'
  | '<'
  | '<='
  | '>'
  | '>='
  | '=='
  | '!=';

export type TokenKind = 'name' | 'number' | 'shape' | 'text' | 'unknown' | 'end' | ReservedWord | Punctuation;

export interface Token extends Span {
  readonly kind: TokenKind;
  /** The first token of its line. */
  readonly startsLine: boolean;
  /** What is wrong with the token itself, such as a text without its closing quote. */
  readonly issue: string | undefined;
}

export interface Scan {
  /** Ends with one token of kind `end`. */
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
}

const RESERVED: ReadonlySet<string> = new Set<ReservedWord>([
  'in',
  'input',
  'if',
  'and',
  'or',
  'not',
  'true',
  'false',
  'none',
  'assert',
]);

const PUNCTUATION: ReadonlySet<string> = new Set<Punctuation>([
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
  '>',
  '>=',
  '==',
  '!=',
]);

const NAME = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
const SHAPE = /(?:\d+|\?)(?:x(?:\d+|\?))+|\?/y;
const NUMBER = /(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?:kB|MB|GB|[kMG])?/y;
const GLUED = /[\p{ID_Continue}?]+/uy;
/** How other languages write an arrow; the parser says so. */
const OTHER_ARROW = /=>|\|>|-->|[\u2192\u21d2\u27f6]/y;
const UNKNOWN = /[^\s\p{ID_Start}\p{ID_Continue}?"'#()[\]{},=:.+\-*/<>!]+/uy;

/** Reserved words and names differ in kind alone; a name may use any letter of Unicode. */
export function isReserved(word: string): word is ReservedWord {
  return RESERVED.has(word);
}

/** True for a text that the grammar takes as NAME. */
export function isName(text: string): boolean {
  return matchAt(NAME, text, 0) === text.length && text.length > 0 && !RESERVED.has(text);
}

/**
 * Splits any text into tokens and comments; never fails. Line ends are `\n`, `\r\n` and `\r`. A part of a
 * text that begins and ends with its lines is scanned as it is within the whole: no token is longer than a line.
 */
export function scan(text: string, from = 0, to = text.length): Scan {
  const tokens: Token[] = [];
  const comments: Comment[] = [];
  let offset = from;
  let startsLine = true;

  while (offset < to) {
    const code = text.charCodeAt(offset);
    if (code === 10 || code === 13) {
      startsLine = true;
      offset++;
    } else if (isBlank(code)) {
      offset++;
    } else if (code === 35) {
      const end = lineEnd(text, offset);
      comments.push({ kind: 'Comment', start: offset, end });
      offset = end;
    } else {
      const token = scanToken(text, offset, code, startsLine);
      tokens.push(token);
      startsLine = false;
      offset = token.end;
    }
  }
  tokens.push({ kind: 'end', start: to, end: to, startsLine: true, issue: undefined });
  return { tokens, comments };
}

function scanToken(text: string, start: number, code: number, startsLine: boolean): Token {
  const token = (kind: TokenKind, end: number, issue?: string): Token => ({ kind, start, end, startsLine, issue });

  if (code === 34 || code === 39) return scanText(text, start, startsLine);

  const next = text.charCodeAt(start + 1);
  if (isDigit(code) || code === 63 || (code === 46 && isDigit(next))) return scanNumber(text, start, startsLine);

  const nameEnd = isAsciiLetter(code) || code >= 128 ? matchAt(NAME, text, start) : start;
  if (nameEnd > start) {
    const word = text.slice(start, nameEnd);
    return token(isReserved(word) ? word : 'name', nameEnd);
  }

  const arrow = matchAt(OTHER_ARROW, text, start);
  if (arrow > start) return token('->', arrow);

  const two = text.slice(start, start + 2);
  if (two.length === 2 && PUNCTUATION.has(two)) return token(two as Punctuation, start + 2);
  const one = text.charAt(start);
  if (PUNCTUATION.has(one)) return token(one as Punctuation, start + 1);

  const end = Math.max(matchAt(UNKNOWN, text, start), start + 1);
  return token('unknown', end, `Unexpected ${describeCharacters(text.slice(start, end))}`);
}

function scanText(text: string, start: number, startsLine: boolean): Token {
  const quote = text.charAt(start);
  const limit = lineEnd(text, start);
  const close = text.slice(start + 1, limit).indexOf(quote);
  if (close >= 0) return { kind: 'text', start, end: start + close + 2, startsLine, issue: undefined };
  return { kind: 'text', start, end: limit, startsLine, issue: `This text has no closing ${quote}` };
}

function scanNumber(text: string, start: number, startsLine: boolean): Token {
  const shapeEnd = matchAt(SHAPE, text, start);
  const numberEnd = matchAt(NUMBER, text, start);
  const isShape = shapeEnd > numberEnd || numberEnd === start;
  const end = Math.max(shapeEnd, numberEnd);
  const glued = matchAt(GLUED, text, end);
  if (glued === end) return { kind: isShape ? 'shape' : 'number', start, end, startsLine, issue: undefined };

  // `28x28x` is a shape that is being typed: its last size is unknown for the moment.
  const unfinished = text.slice(end, glued) === 'x' && (isShape || /^\d+$/.test(text.slice(start, end)));
  const issue = unfinished
    ? 'Expected a size after x'
    : `${quoted(text.slice(start, glued))} is neither a number nor a shape`;
  return { kind: unfinished || isShape ? 'shape' : 'number', start, end: glued, startsLine, issue };
}

/** Matches a sticky expression; gives the end, which is `start` when nothing matches. */
function matchAt(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : start;
}

function lineEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code === 10 || code === 13) break;
    end++;
  }
  return end;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 11 || code === 12 || code === 0xa0 || code === 0xfeff;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isAsciiLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

function quoted(text: string): string {
  return `\`${text.length > 24 ? `${text.slice(0, 24)}…` : text}\``;
}

/** Characters that a reader would not see are named by their number. */
function describeCharacters(text: string): string {
  const first = text.codePointAt(0) ?? 0;
  const visible = /^[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
  return visible ? quoted(text) : `character U+${first.toString(16).toUpperCase().padStart(4, '0')}`;
}
