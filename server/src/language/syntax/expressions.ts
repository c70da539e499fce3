/**
 * Expressions and conditions by recursive descent. It is longer than other files because its rules call each
 * other in a circle: lists, calls, maps and conditions all hold expressions again.
 */
import { bracketedSource } from './bracketedSource';
import { spellings, type Spelling } from './spellings';
import type { AheadKind, Enclosure, TokenStream } from './tokenStream';
import type {
  Argument,
  ArgumentList,
  AssertStatement,
  Call,
  ComparisonOperator,
  Expression,
  InputExpression,
  List,
  MapEntry,
  MapLiteral,
  Missing,
  Name,
  NumberLiteral,
  ShapeLiteral,
  Span,
  TextLiteral,
} from './tree';
import type { Token, TokenKind } from './scanner';

/** Brackets, operators and signs nest this deep at most; a tree is never deeper than twice that. */
export const MAX_DEPTH = 256;

const TOO_DEEP = `This is nested deeper than ${MAX_DEPTH} levels`;
const COMPARISONS: ReadonlySet<string> = new Set<ComparisonOperator>(['<', '<=', '>', '>=', '==', '!=']);

/** What a map may hold besides its entries: the assertions of a train block. */
export interface MapExtras {
  readonly assertions: AssertStatement[];
}

/**
 * Values and conditions. Every function answers with a node: what is missing is `Missing`, with an issue.
 */
export class ExpressionParser {
  private depth = 0;
  /** The height of the tree that the last call gave; limits chains of operators, which recurse nowhere here. */
  private height = 1;
  /** `test.accuracy` is a name in the assertions of a train block alone. */
  private dotted = false;

  constructor(private readonly stream: TokenStream) {}

  /** Conditions: `or`, `and`, `not`, comparisons. */
  condition(): Expression {
    return this.chain(
      () => this.conjunction(),
      ['or'],
      (left, right) => ({
        kind: 'Logical',
        operator: 'or',
        left,
        right,
        ...around(left, right),
      }),
    );
  }

  /** A condition in which `test.accuracy` is one name. */
  runCondition(): Expression {
    this.dotted = true;
    try {
      return this.condition();
    } finally {
      this.dotted = false;
    }
  }

  value(): Expression {
    return this.chain(() => this.product(), ['+', '-'], binary);
  }

  atom(): Expression {
    const { stream } = this;
    const start = stream.token.start;
    this.height = 1;
    switch (stream.kind) {
      case 'number':
        return this.number();
      case 'shape':
        return this.shape();
      case 'text':
        return this.text();
      case 'true':
      case 'false':
        return { kind: 'Boolean', value: stream.advance().kind === 'true', start, end: stream.lastEnd };
      case 'none':
        stream.advance();
        return { kind: 'None', start, end: stream.lastEnd };
      case 'in':
        stream.advance();
        return { kind: 'In', start, end: stream.lastEnd };
      case 'input':
        return this.input();
      case 'name':
        return this.word() ?? this.call();
      case '[':
        return this.nested(() => this.list(), missingAt);
      case '{':
        return this.nested(() => this.map(undefined), missingAt);
      case '(':
        return this.nested(() => this.parenthesized(), missingAt);
      default:
        return this.missing('Expected a value');
    }
  }

  /** NAME with arguments or without; the name is empty where it is missing. */
  call(): Call {
    return this.called(this.dotted ? this.dottedName() : this.lastName());
  }

  /** What a step or a shared layer calls. Numbers and texts behind its name are told to be its arguments. */
  layer(expected: string): Call {
    const callee = this.lastName(expected);
    const isBare = callee.text !== '' && ['number', 'shape', 'text'].includes(this.stream.kind);
    return isBare ? this.calledBare(callee) : this.called(callee);
  }

  /** A name; the path of a Python module before it is told and left out. */
  private lastName(expected?: string): Name {
    const { stream } = this;
    const at = stream.index;
    const { start } = stream.token;
    let name = this.name(expected);
    while (name.text !== '' && stream.kind === '.' && stream.peek()?.kind === 'name') {
      stream.advance();
      name = this.name();
    }
    if (name.text !== '' && stream.index > at + 1)
      stream.respell(at, spellings.module, [{ start, end: name.start, text: '' }]);
    return name;
  }

  private calledBare(callee: Name): Call {
    const { stream } = this;
    const at = stream.index;
    const items: Argument[] = [];
    do {
      const value = this.atom();
      items.push({ kind: 'Argument', name: undefined, value, start: value.start, end: value.end });
    } while (stream.take(',') !== undefined);
    const span = { start: items[0]?.start ?? callee.end, end: stream.lastEnd };
    stream.respell(at, spellings.bareArguments, [
      { start: callee.end, end: span.start, text: '(' },
      { start: span.end, end: span.end, text: ')' },
    ]);
    return { kind: 'Call', callee, args: { kind: 'Arguments', items, ...span }, start: callee.start, end: span.end };
  }

  /** Python's `True`, `False` and `None`. */
  private word(): Expression | undefined {
    const { stream } = this;
    const { start, end } = stream.token;
    const text = stream.textOf({ start, end });
    if (!['True', 'False', 'None'].includes(text)) return undefined;
    stream.advance();
    stream.respell(stream.index - 1, spellings.word, [{ start, end, text: text.toLowerCase() }]);
    return text === 'None' ? { kind: 'None', start, end } : { kind: 'Boolean', value: text === 'True', start, end };
  }

  private called(callee: Name): Call {
    const args = callee.text !== '' && this.stream.kind === '(' ? this.arguments() : undefined;
    if (args === undefined) this.height = 1;
    return { kind: 'Call', callee, args, start: callee.start, end: args?.end ?? callee.end };
  }

  /** `( … )` after a name; the next token is the opening bracket. */
  arguments(): ArgumentList {
    return this.nested<ArgumentList, ArgumentList>(
      () => {
        const start = this.stream.advance().start;
        const items = this.items('round', ')', () => this.argument());
        return { kind: 'Arguments', items, start, end: this.stream.lastEnd };
      },
      (span) => ({ kind: 'Arguments', items: [], ...span }),
    );
  }

  list(): List {
    const start = this.stream.advance().start;
    const items = this.items('square', ']', () => this.value());
    return { kind: 'List', items, start, end: this.stream.lastEnd };
  }

  name(expected = 'Expected a name'): Name {
    const { stream } = this;
    const token = stream.take('name');
    if (token !== undefined) return { kind: 'Name', text: stream.textOf(token), start: token.start, end: token.end };
    const missing = this.missing(expected);
    return { kind: 'Name', text: '', start: missing.start, end: missing.end };
  }

  textOrMissing(expected: string): TextLiteral | Missing {
    return this.stream.kind === 'text' ? this.text() : this.missing(expected);
  }

  /** A node for what is not there, and an issue that says so. */
  missing(message: string): Missing {
    this.stream.issueMissing(message);
    this.height = 1;
    const place = this.stream.missingPlace;
    return { kind: 'Missing', start: place, end: place };
  }

  /**
   * The items up to `close`, which is taken. A line that cannot stand inside brackets, `->` and the closing
   * bracket of something else end them, with an issue.
   */
  items<T extends Span>(enclosure: Enclosure, close: TokenKind, item: () => T): readonly T[] {
    const { stream } = this;
    const items: T[] = [];
    let height = 0;
    stream.open(enclosure);
    for (;;) {
      const kind = stream.kind;
      if (kind === close) {
        stream.advance();
        break;
      }
      if (this.endsItems(kind)) {
        this.missingClose(close);
        break;
      }
      if (kind === ',') {
        stream.issueHere('Expected a value before this comma');
        stream.advance();
        continue;
      }
      const before = stream.index;
      items.push(item());
      height = Math.max(height, this.height);
      if (stream.index === before) {
        stream.issueHere('Expected a value');
        stream.advance();
        continue;
      }
      if (stream.take(',') !== undefined || stream.kind === close || this.endsItems(stream.kind)) continue;
      if (stream.token.startsLine && !stream.lineClosesBracket()) {
        this.missingClose(close);
        break;
      }
      stream.issueMissing(`Expected , or ${close}`);
    }
    stream.close();
    this.height = height + 1;
    return items;
  }

  /** `{ key: value, … }`; a missing `{` is taken as there. With `extras`, assertions may stand in it. */
  map(extras: MapExtras | undefined): MapLiteral {
    const { stream } = this;
    const opening = stream.take('{');
    if (opening === undefined) stream.issueBehind('Expected {');
    const start = opening?.start ?? stream.lastEnd;
    if (opening === undefined && !this.startsEntry()) return { kind: 'Map', entries: [], start, end: start };
    const inBody = stream.isOpen('body');
    const entries: MapEntry[] = [];
    let height = 0;
    stream.open('map');
    for (;;) {
      const { kind } = stream.token;
      if (kind === '}') {
        stream.advance();
        break;
      }
      if (
        kind === 'end' ||
        stream.startsDeclaration() ||
        (inBody && stream.token.startsLine && stream.closesBrackets()) ||
        ((kind === ')' || kind === ']') && stream.closesOpen(kind))
      ) {
        if (opening !== undefined) stream.issueBehind('Expected }');
        break;
      }
      stream.begin();
      if (kind === 'assert' && extras !== undefined) extras.assertions.push(this.assertion(true));
      else if (kind === '//') stream.respellComment();
      else if (kind === 'name' || kind === 'text' || kind === 'number') {
        entries.push(this.entry());
        height = Math.max(height, this.height);
      } else {
        stream.issueHere(kind === ',' ? 'Expected an entry before this comma' : 'Expected a key');
        if (kind !== ',') {
          stream.advance();
          stream.skipLine([',']);
        }
      }
      if (stream.kind === '//') stream.respellComment();
      if (
        stream.take(',') !== undefined ||
        ['newline', '}', 'end'].includes(stream.kind) ||
        stream.closesOpen(stream.kind)
      )
        continue;
      stream.issueHere('Expected , or a new line');
      stream.advance();
      stream.skipLine([',']);
      stream.take(',');
    }
    stream.close();
    this.height = height + 1;
    return { kind: 'Map', entries, start, end: stream.lastEnd };
  }

  /** `assert` and its condition; the next token is the word. */
  assertion(ofRun: boolean): AssertStatement {
    const start = this.stream.advance().start;
    const condition = ofRun ? this.runCondition() : this.condition();
    return { kind: 'Assert', condition, start, end: this.stream.lastEnd };
  }

  private conjunction(): Expression {
    return this.chain(
      () => this.test(),
      ['and'],
      (left, right) => ({
        kind: 'Logical',
        operator: 'and',
        left,
        right,
        ...around(left, right),
      }),
    );
  }

  private test(): Expression {
    return this.prefixed(
      'not',
      () => this.comparison(),
      (operand, start) => ({
        kind: 'Not',
        operand,
        start,
        end: operand.end,
      }),
    );
  }

  private comparison(): Expression {
    const left = this.value();
    const { stream } = this;
    if (!COMPARISONS.has(stream.kind)) return left;
    const height = this.height;
    const token = stream.advance();
    const right = this.value();
    this.height = Math.max(height, this.height) + 1;
    return {
      kind: 'Comparison',
      operator: token.kind as ComparisonOperator,
      operatorSpan: spanOf(token),
      left,
      right,
      ...around(left, right),
    };
  }

  private product(): Expression {
    return this.chain(() => this.unary(), ['*', '/', '//'], binary);
  }

  private unary(): Expression {
    return this.prefixed(
      '-',
      () => this.atom(),
      (operand, start) => ({
        kind: 'Negation',
        operand,
        start,
        end: operand.end,
      }),
    );
  }

  /** Left-associative operators, as a loop: a long chain is a deep tree, so its height is limited. */
  private chain(
    operand: () => Expression,
    operators: readonly AheadKind[],
    join: (left: Expression, right: Expression, operator: Span & { readonly kind: TokenKind }) => Expression,
  ): Expression {
    const { stream } = this;
    let left = operand();
    let height = this.height;
    while (operators.includes(stream.kind) && !this.beginsComment(left)) {
      if (height >= MAX_DEPTH) {
        stream.issueHere(TOO_DEEP);
        this.skipNested();
        break;
      }
      const operator = stream.advance();
      const right = operand();
      height = Math.max(height, this.height) + 1;
      left = join(left, right, operator);
    }
    this.height = height;
    return left;
  }

  /** `//` behind an input or before words that stand side by side divides nothing. */
  private beginsComment({ kind }: Expression): boolean {
    const { stream } = this;
    if (stream.kind !== '//') return false;
    const [first, second] = [stream.peekSameLine(1), stream.peekSameLine(2)];
    return kind === 'Input' || first === undefined || (first.kind === 'name' && second?.kind === 'name');
  }

  /** Prefix operators, as a loop for the same reason. */
  private prefixed(
    operator: TokenKind,
    operand: () => Expression,
    wrap: (operand: Expression, start: number) => Expression,
  ): Expression {
    const { stream } = this;
    if (stream.kind !== operator) return operand();
    const starts: number[] = [];
    while (stream.kind === operator && starts.length < MAX_DEPTH) starts.push(stream.advance().start);
    const inner = stream.kind === operator ? this.tooDeep() : operand();
    this.height += starts.length;
    return starts.reduceRight((node, start) => wrap(node, start), inner);
  }

  private tooDeep(): Missing {
    this.stream.issueHere(TOO_DEEP);
    this.skipNested();
    this.height = 1;
    return { kind: 'Missing', start: this.stream.lastEnd, end: this.stream.lastEnd };
  }

  private argument(): Argument {
    const { stream } = this;
    const start = stream.token.start;
    const isColon = stream.kind === 'name' && stream.peek()?.kind === ':';
    const isNamed = isColon || (stream.kind === 'name' && stream.peek()?.kind === '=');
    const name = isNamed ? this.name() : undefined;
    if (isColon) this.respelled('=', spellings.argumentColon);
    else if (isNamed) stream.advance();
    const value = this.value();
    return { kind: 'Argument', name, value, start: Math.min(start, value.start), end: stream.lastEnd };
  }

  private entry(): MapEntry {
    const { stream } = this;
    const { kind, start } = stream.token;
    const key = kind === 'text' ? this.text() : kind === 'number' ? this.number() : this.name();
    const isEquals = stream.kind === '=';
    const colon = isEquals ? this.respelled(': ', spellings.keyEquals) : stream.take(':');
    const value = colon === undefined ? this.missing('Expected : and a value') : this.value();
    return { kind: 'Entry', key, value, start, end: stream.lastEnd };
  }

  /** Takes a sign in whose place another one should stand, with the blanks around it. */
  respelled(text: string, spelling: Spelling): Token {
    const { stream } = this;
    const start = stream.lastEnd;
    const token = stream.advance();
    const end = stream.token.startsLine ? token.end : stream.token.start;
    stream.respell(stream.index - 1, spelling, [{ start, end, text }]);
    return token;
  }

  private startsEntry(): boolean {
    const { kind } = this.stream.token;
    return (kind === 'name' || kind === 'text' || kind === 'number') && this.stream.peekSameLine()?.kind === ':';
  }

  private parenthesized(): Expression {
    const { stream } = this;
    const start = stream.token.start;
    const opening = stream.index;
    stream.advance();
    const commas: number[] = [];
    const items = this.items('round', ')', () => {
      const item = this.condition();
      if (stream.kind === ',') commas.push(stream.index);
      return item;
    });
    const span = { start, end: stream.lastEnd };
    const [inner] = items;
    if (inner === undefined) {
      if (stream.index > opening + 1) stream.issueBehind('Expected a value between ( and )');
      return { kind: 'Parenthesized', inner: { kind: 'Missing', start: start + 1, end: start + 1 }, ...span };
    }
    if (commas.length > 0 || items.length > 1) return { kind: 'Tuple', items, ...span };
    return { kind: 'Parenthesized', inner, ...span };
  }

  private input(): InputExpression {
    const { stream } = this;
    const start = stream.advance().start;
    const source = this.inputSource();
    const parts = source.kind === 'Name' && stream.kind === '[' ? this.list() : undefined;
    return { kind: 'Input', source, parts, start, end: stream.lastEnd };
  }

  private inputSource(): InputExpression['source'] {
    switch (this.stream.kind) {
      case 'shape':
        return this.shape();
      case 'number':
        return this.looseShape() ?? this.number();
      case 'name':
        return this.looseShape() ?? this.name();
      case '(':
      case '[':
        return this.bracketedInput();
      case ':':
      case '=':
        this.respelled(' ', spellings.inputSign);
        return this.inputSource();
      default:
        return this.missing('Expected a shape or the name of a data set');
    }
  }

  /** Sizes with something else than an `x` between them: `28, 28, 1`, `28 x 28 x 1`, `28*28`. */
  private looseShape(): InputExpression['source'] | undefined {
    const { stream } = this;
    const sizes = [this.sizeAhead(0)];
    const separators = stream.isOpen('round') || stream.isOpen('square') ? ['x', 'X', '*'] : ['x', 'X', '*', ','];
    for (;;) {
      const separator = stream.peekSameLine(2 * sizes.length - 1);
      if (separator === undefined || !separators.includes(stream.textOf(separator))) break;
      const size = this.sizeAhead(2 * sizes.length);
      if (size === undefined) break;
      sizes.push(size);
    }
    if (sizes.length < 2 || sizes[0] === undefined) return undefined;
    const at = stream.index;
    const { start } = stream.token;
    for (let count = 2 * sizes.length - 1; count > 0; count--) stream.advance();
    const end = stream.lastEnd;
    const text = sizes.map((size) => size ?? '?').join('x');
    const message = `This shape is written ${text}`;
    stream.respell(at, { message, title: `write input ${text}` }, [{ start, end, text }]);
    return { kind: 'Shape', sizes: sizes.map((size) => size ?? null), start, end };
  }

  /** A whole number, or null for an unknown size; undefined where none stands. */
  private sizeAhead(distance: number): number | null | undefined {
    const { stream } = this;
    const token = distance === 0 ? stream.token : stream.peekSameLine(distance);
    const text = token === undefined ? '' : stream.textOf(token);
    if (text === '?' || text === 'None' || text === 'none') return null;
    return /^\d+$/.test(text) ? Number(text) : undefined;
  }

  /** Read as what it means, with an issue that says how it is written. */
  private bracketedInput(): InputExpression['source'] {
    const { stream } = this;
    const at = stream.index;
    const gap = stream.lastEnd === stream.token.start ? ' ' : '';
    const missing = { start: stream.token.start, end: stream.token.start };
    const atom = this.atom();
    const found = bracketedSource(atom);
    const value = { start: atom.start, end: atom.end };
    if (found === undefined) {
      stream.issueFrom(at, 'Expected a shape or the name of a data set');
      return { kind: 'Missing', ...missing };
    }
    const { source, text } = found;
    const message = source.kind === 'Name' ? 'An input stands without brackets' : `This shape is written ${text}`;
    stream.respell(at, { message, title: `write input ${text}` }, [{ ...value, text: `${gap}${text}` }]);
    return source;
  }

  private number(): NumberLiteral {
    const { start, end } = this.stream.advance();
    const text = this.stream.textOf({ start, end });
    const unit = /(?:kB|MB|GB|[kMG])$/.exec(text)?.[0] as NumberLiteral['unit'];
    const digits = /^[\d_]*\.?\d*(?:[eE][+-]?\d+)?/.exec(text)?.[0] ?? '0';
    const value = Number(digits.replaceAll('_', '')) * scaleOf(unit);
    return { kind: 'Number', value, unit, start, end };
  }

  private shape(): ShapeLiteral {
    const { start, end } = this.stream.advance();
    const sizes = this.stream
      .textOf({ start, end })
      .split('x')
      .map((size) => (/^\d+$/.test(size) ? Number(size) : null));
    return { kind: 'Shape', sizes, start, end };
  }

  private text(): TextLiteral {
    const { start, end } = this.stream.advance();
    const raw = this.stream.textOf({ start, end });
    const isClosed = raw.length > 1 && raw.endsWith(raw.charAt(0));
    return { kind: 'Text', value: raw.slice(1, isClosed ? -1 : undefined), start, end };
  }

  private dottedName(): Name {
    const { stream } = this;
    const first = this.name();
    if (stream.kind !== '.' || stream.peek()?.kind !== 'name') return first;
    stream.advance();
    const second = this.name();
    return { kind: 'Name', text: `${first.text}.${second.text}`, start: first.start, end: second.end };
  }

  /** Goes one level deeper, or skips the level with an issue where that would be too deep. */
  private nested<T, Instead>(parse: () => T, instead: (span: Span) => Instead): T | Instead {
    if (this.depth < MAX_DEPTH) {
      this.depth++;
      const node = parse();
      this.depth--;
      return node;
    }
    const start = this.stream.token.start;
    this.stream.issueHere(TOO_DEEP);
    this.skipNested();
    this.height = 1;
    return instead({ start, end: this.stream.lastEnd });
  }

  /** Moves over balanced brackets, without recursion, to where the present level goes on or ends. */
  private skipNested(): void {
    const { stream } = this;
    let open = 0;
    let braces = 0;
    do {
      const { kind } = stream.token;
      if (kind === 'end' || (stream.token.startsLine && stream.closesBrackets())) return;
      if (kind === ')' || kind === ']') {
        if (open === 0) return;
        open--;
      } else if (kind === '}') {
        if (braces === 0) return;
        braces--;
      } else if (kind === '{') braces++;
      else if (kind === '(' || kind === '[') open++;
      stream.advance();
    } while (open > 0 || braces > 0 || ![',', ')', ']', '}', '->', 'newline', 'end'].includes(stream.kind));
  }

  private endsItems(kind: AheadKind): boolean {
    return kind === 'end' || kind === 'newline' || kind === '->' || kind === ')' || kind === ']' || kind === '}';
  }

  /** A closing bracket of the wrong kind that closes nothing else is taken for the right one. */
  private missingClose(close: TokenKind): void {
    const { stream } = this;
    const { kind } = stream;
    const isTypo = (kind === ')' || kind === ']') && this.closesNothingElse(kind, close);
    if (!isTypo) {
      stream.issueMissing(`Expected ${close}`);
      return;
    }
    stream.issueHere(`Expected ${close}`);
    stream.advance();
  }

  private closesNothingElse(kind: AheadKind, close: TokenKind): boolean {
    return kind !== close && !this.stream.closesOpen(kind);
  }
}

function binary(left: Expression, right: Expression, operator: Span & { readonly kind: TokenKind }): Expression {
  return {
    kind: 'Binary',
    operator: operator.kind as '+' | '-' | '*' | '/' | '//',
    operatorSpan: spanOf(operator),
    left,
    right,
    ...around(left, right),
  };
}

function around(left: Span, right: Span): Span {
  return { start: left.start, end: right.end };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

function scaleOf(unit: NumberLiteral['unit']): number {
  switch (unit) {
    case undefined:
      return 1;
    case 'k':
    case 'kB':
      return 1e3;
    case 'M':
    case 'MB':
      return 1e6;
    case 'G':
    case 'GB':
      return 1e9;
  }
}

function missingAt(span: Span): Missing {
  return { kind: 'Missing', start: span.start, end: span.end };
}
