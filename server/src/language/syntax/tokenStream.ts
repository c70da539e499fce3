import { spellings, type Spelling } from './spellings';
import type { Respelling, Span, SyntaxIssue } from './tree';
import type { Token, TokenKind } from './scanner';

/** Words that start a declaration when they stand at the start of a line before a name or a text. */
export type DeclarationWord = 'import' | 'data' | 'kernel' | 'defaults' | 'block' | 'model' | 'train';

/** What is open around the next token. Newlines count in bodies and maps, not in brackets. */
export type Enclosure = 'round' | 'square' | 'map' | 'body';

/** `newline`: the next token belongs to what comes after the present statement or entry. */
export type AheadKind = TokenKind | 'newline';

const DECLARATION_WORDS: ReadonlySet<string> = new Set<DeclarationWord>([
  'import',
  'data',
  'kernel',
  'defaults',
  'block',
  'model',
  'train',
]);

/** Beyond this many issues a reader learns nothing more. */
export const MAX_ISSUES = 500;

/**
 * The tokens with a cursor, what is open around it, and the issues found. All rules about line ends and
 * about what closes open brackets live here, so that the grammar above need not know of recovery.
 */
export class TokenStream {
  private position = 0;
  /** Where a statement, an entry or a declaration begins: the newline before it has done its work. */
  private begun = 0;
  private declared = 0;
  /** A line that goes on with the one before it, though nothing in it says so. */
  private joined = -1;
  private readonly enclosures: Enclosure[] = [];
  private readonly closing = new Map<number, boolean>();
  private readonly reported = new Set<number>();
  private readonly found: SyntaxIssue[] = [];
  /** The edits of what was respelled in the present declaration, by message. */
  private readonly respelled = new Map<string, Respelling[]>();

  constructor(
    readonly text: string,
    private readonly tokens: readonly Token[],
  ) {
    tokens.forEach((token, index) => {
      if (token.issue !== undefined) this.report(index, token, token.issue);
    });
  }

  /** The next token, whatever line it stands on. */
  get token(): Token {
    return this.tokenAt(this.position);
  }

  get index(): number {
    return this.position;
  }

  /** The end of the last token taken. */
  get lastEnd(): number {
    return this.position === 0 ? 0 : this.tokenAt(this.position - 1).end;
  }

  /** Where a missing part belongs: behind the last token, but not before what has begun. */
  get missingPlace(): number {
    return this.position === this.begun ? this.token.start : this.lastEnd;
  }

  get issues(): readonly SyntaxIssue[] {
    return [...this.found].sort((a, b) => a.start - b.start || a.end - b.end);
  }

  /** The kind of the next token as the present statement, map or bracket sees it. */
  get kind(): AheadKind {
    const token = this.token;
    if (!token.startsLine || token.kind === 'end' || this.position === this.begun || this.position === this.joined)
      return token.kind;
    const top = this.enclosures.at(-1);
    if (top === 'round' || top === 'square') return this.closesBrackets(this.position) ? 'newline' : token.kind;
    if (token.kind === '->' || token.kind === '}') return token.kind;
    const before = this.tokens[this.position - 1]?.kind;
    if (before === '{' || before === ',') return this.startsDeclaration() ? 'newline' : token.kind;
    return 'newline';
  }

  /** The token after the next one, when it stands on the same line. */
  peekSameLine(distance = 1): Token | undefined {
    const token = this.tokens[this.position + distance];
    return token === undefined || token.startsLine ? undefined : token;
  }

  /** The token after the next one on whatever line, unless a newline counts between them. */
  peek(distance = 1): Token | undefined {
    const top = this.enclosures.at(-1);
    return top === 'round' || top === 'square' ? this.tokens[this.position + distance] : this.peekSameLine(distance);
  }

  textOf(span: Span): string {
    return this.text.slice(span.start, span.end);
  }

  /** Says that the next token begins something, on whatever line. */
  begin(): void {
    this.begun = this.position;
  }

  advance(): Token {
    const token = this.token;
    if (token.kind !== 'end') this.position++;
    return token;
  }

  /** Takes the next token when it is of this kind here. */
  take(kind: TokenKind): Token | undefined {
    return this.kind === kind ? this.advance() : undefined;
  }

  open(enclosure: Enclosure): void {
    this.enclosures.push(enclosure);
  }

  close(): void {
    this.enclosures.pop();
  }

  isOpen(enclosure: Enclosure): boolean {
    return this.enclosures.includes(enclosure);
  }

  /** True where a declaration starts: that closes all that is open. */
  startsDeclaration(index = this.position): boolean {
    const word = this.declarationWord(index);
    if (word === undefined) return false;
    const next = this.tokenAt(index + 1);
    return !next.startsLine && (next.kind === 'name' || next.kind === 'text');
  }

  /** The declaration word at the start of a line, whatever follows it. */
  declarationWord(index = this.position): DeclarationWord | undefined {
    const token = this.tokenAt(index);
    if (!token.startsLine || token.kind !== 'name') return undefined;
    const word = this.textOf(token);
    return DECLARATION_WORDS.has(word) ? (word as DeclarationWord) : undefined;
  }

  /** True for a line that cannot stand inside brackets: it shows that a closing bracket is missing before it. */
  closesBrackets(index = this.position): boolean {
    const known = this.closing.get(index);
    if (known !== undefined) return known;
    const closes = this.startsDeclaration(index) || this.startsStatement(index);
    this.closing.set(index, closes);
    return closes;
  }

  /** True when the line of the next token closes a bracket that it did not open. */
  lineClosesBracket(): boolean {
    const first = this.firstUnmatched(this.position);
    return first !== undefined && first !== '->';
  }

  /** One issue at the next token. */
  issueHere(message: string): void {
    const token = this.token;
    if (token.kind === 'end') this.issueBehind(message);
    else this.report(this.position, token, message);
  }

  /** One issue where something is missing: at the last character taken. */
  issueBehind(message: string): void {
    const end = this.lastEnd;
    const low = this.text.charCodeAt(end - 1);
    const width = low >= 0xdc00 && low <= 0xdfff ? 2 : 1;
    this.report(this.position - 1, { start: Math.max(0, end - width), end }, message);
  }

  /** One issue for a missing part: at the next token where it stands on the line, else behind the last one. */
  issueMissing(message: string): void {
    const isBehind = this.kind === 'newline' || (this.token.startsLine && this.position !== this.begun);
    if (isBehind) this.issueBehind(message);
    else this.issueHere(message);
  }

  /** One issue over all that was taken from a token on. */
  issueFrom(index: number, message: string): void {
    this.report(index, { start: this.tokenAt(index).start, end: this.lastEnd }, message);
  }

  /**
   * Another language's spelling of what was taken from a token on: one issue a declaration, with the edits of all its
   * places, in the place of what was found in them.
   */
  respell(index: number, spelling: Spelling, edits: readonly Respelling[]): void {
    const span = { start: this.tokenAt(index).start, end: this.lastEnd };
    this.forget(span);
    this.tell(index, span, spelling, edits);
  }

  /** The same for one token, whatever was taken behind it. */
  respellAt(index: number, spelling: Spelling, edits: readonly Respelling[]): void {
    const { start, end } = this.tokenAt(index);
    this.tell(index, { start, end }, spelling, edits);
  }

  /** Takes what is left of the line for a comment. */
  respellComment(): void {
    const at = this.position;
    const { start, end } = this.advance();
    this.respell(at, spellings.comment, [{ start, end, text: '#' }]);
    while (!this.token.startsLine) this.advance();
    this.forget({ start: end, end: this.lastEnd });
  }

  /** Says that a declaration begins: spellings are told anew. */
  beginDeclaration(): void {
    this.respelled.clear();
    this.declared = this.position;
  }

  /** The first character of the line that a token stands on is so far from its start. */
  indentOf(index: number): number {
    let at = index;
    while (at > 0 && !this.tokenAt(at).startsLine) at--;
    const { start } = this.tokenAt(at);
    return start - Math.max(this.text.lastIndexOf('\n', start - 1), this.text.lastIndexOf('\r', start - 1)) - 1;
  }

  /** The token that the present statement, entry or declaration begins with. */
  get start(): number {
    return Math.max(this.begun, this.declared);
  }

  /** Takes the next line for part of the present one. */
  goOn(): void {
    this.joined = this.position;
  }

  /**
   * Moves over tokens of the line until one of `stops`, a closing bracket of something open, or what starts
   * another statement. Brackets opened on the way are skipped whole.
   */
  skipLine(stops: readonly AheadKind[]): void {
    let depth = 0;
    for (;;) {
      const kind = this.kind;
      const isNewLine = this.token.startsLine && this.position !== this.begun && kind !== '->';
      if (kind === 'end' || (isNewLine && (depth === 0 || this.closesBrackets()))) return;
      if (depth === 0 && stops.includes(kind)) return;
      if (isCloser(kind)) {
        if (depth === 0 && this.closesOpen(kind)) return;
        depth = Math.max(0, depth - 1);
      }
      if (isOpener(kind)) depth++;
      if (depth > 0 && kind === '->') depth = 0;
      else this.advance();
    }
  }

  /** True when an enclosure that this token closes is open. */
  closesOpen(kind: AheadKind): boolean {
    if (kind === ')') return this.isOpen('round');
    if (kind === ']') return this.isOpen('square');
    return kind === '}' && (this.isOpen('map') || this.isOpen('body'));
  }

  private startsStatement(index: number): boolean {
    const token = this.tokenAt(index);
    if (token.kind === 'assert') return true;
    if (token.kind !== 'name') return false;
    const next = this.tokenAt(index + 1);
    if (next.startsLine) return false;
    const word = this.textOf(token);
    if ((word === 'output' || word === 'layer') && next.kind === 'name') return true;
    return next.kind === '=' && this.firstUnmatched(index) === '->';
  }

  /** The first `->` or closing bracket of the line that stands outside the brackets opened on the line. */
  private firstUnmatched(index: number): TokenKind | undefined {
    let depth = 0;
    for (let at = index; at < this.tokens.length; at++) {
      const { kind, startsLine } = this.tokenAt(at);
      if (kind === 'end' || (startsLine && at > index)) return undefined;
      if (kind === '->') return '->';
      if (isOpener(kind)) depth++;
      if (isCloser(kind)) depth--;
      if (depth < 0) return kind;
    }
    return undefined;
  }

  private tokenAt(index: number): Token {
    const token = this.tokens[Math.max(0, Math.min(index, this.tokens.length - 1))];
    if (token === undefined) throw new RangeError('A token stream ends with an end token');
    return token;
  }

  private tell(index: number, span: Span, spelling: Spelling, edits: readonly Respelling[]): void {
    const before = this.respelled.get(spelling.message);
    if (before !== undefined) {
      before.push(...edits);
      this.reported.add(index);
      return;
    }
    const all = [...edits];
    this.respelled.set(spelling.message, all);
    this.report(index, span, spelling.message, { title: spelling.title, edits: all });
  }

  private forget(span: Span): void {
    const isInside = (issue: SyntaxIssue): boolean => issue.start >= span.start && issue.end <= span.end;
    if (this.found.some(isInside)) this.found.splice(0, this.found.length, ...this.found.filter((i) => !isInside(i)));
    for (let at = this.position - 1; at >= 0 && this.tokenAt(at).start >= span.start; at--) this.reported.delete(at);
  }

  private report(index: number, span: Span, message: string, replacement?: SyntaxIssue['replacement']): void {
    if (this.reported.has(index) || this.found.length >= MAX_ISSUES) return;
    this.reported.add(index);
    const issue = { start: span.start, end: span.end, message };
    this.found.push(replacement === undefined ? issue : { ...issue, replacement });
  }
}

function isOpener(kind: AheadKind): boolean {
  return kind === '(' || kind === '[' || kind === '{';
}

function isCloser(kind: AheadKind): boolean {
  return kind === ')' || kind === ']' || kind === '}';
}
