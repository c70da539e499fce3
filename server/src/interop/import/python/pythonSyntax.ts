/**
 * The part of Python's grammar in which models are written; the rest becomes `other` and is passed over. It is longer
 * than other files because its rules call each other in a circle: calls, lists and lambdas all hold expressions again.
 */
import { ImportProblem } from '../importProblem';
import { pythonTokens, type PythonToken } from './pythonTokens';

export type PythonExpression =
  | { readonly kind: 'constant'; readonly value: number | string | boolean | null; readonly line: number }
  | { readonly kind: 'name'; readonly name: string; readonly line: number }
  | { readonly kind: 'attribute'; readonly of: PythonExpression; readonly name: string; readonly line: number }
  | {
      readonly kind: 'call';
      readonly callee: PythonExpression;
      readonly args: readonly PythonArgument[];
      readonly line: number;
    }
  | { readonly kind: 'list'; readonly items: readonly PythonExpression[]; readonly line: number }
  | {
      readonly kind: 'map';
      readonly entries: readonly { readonly key: PythonExpression; readonly value: PythonExpression }[];
      readonly line: number;
    }
  | { readonly kind: 'item'; readonly of: PythonExpression; readonly index: PythonExpression; readonly line: number }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: PythonExpression;
      readonly right: PythonExpression;
      readonly line: number;
    }
  | { readonly kind: 'other'; readonly line: number };

export interface PythonArgument {
  readonly name: string | undefined;
  readonly value: PythonExpression;
}

export type PythonStatement =
  | {
      readonly kind: 'assign';
      readonly targets: readonly PythonExpression[];
      readonly value: PythonExpression;
      readonly line: number;
    }
  | { readonly kind: 'expression'; readonly value: PythonExpression; readonly line: number }
  | { readonly kind: 'return'; readonly value: PythonExpression; readonly line: number }
  | {
      readonly kind: 'function';
      readonly name: string;
      readonly parameters: readonly { readonly name: string; readonly standard: PythonExpression | undefined }[];
      readonly body: readonly PythonStatement[];
      readonly line: number;
    }
  | {
      readonly kind: 'for';
      readonly target: PythonExpression;
      readonly over: PythonExpression;
      readonly body: readonly PythonStatement[];
      readonly line: number;
    }
  | {
      readonly kind: 'if';
      readonly test: PythonExpression;
      readonly body: readonly PythonStatement[];
      readonly otherwise: readonly PythonStatement[];
      readonly line: number;
    }
  | { readonly kind: 'import'; readonly names: ReadonlyMap<string, string>; readonly line: number }
  | { readonly kind: 'other'; readonly word: string; readonly line: number };

const depthLimit = 200;
const binding: ReadonlyMap<string, number> = new Map([
  ['or', 1],
  ['and', 2],
  ['<', 4],
  ['>', 4],
  ['<=', 4],
  ['>=', 4],
  ['==', 4],
  ['!=', 4],
  ['in', 4],
  ['is', 4],
  ['|', 5],
  ['^', 5],
  ['&', 5],
  ['<<', 6],
  ['>>', 6],
  ['+', 7],
  ['-', 7],
  ['*', 8],
  ['/', 8],
  ['//', 8],
  ['%', 8],
  ['@', 8],
  ['**', 10],
]);

/** Throws an ImportProblem where the text is no Python at all. */
export function parsePython(source: string, place: string): readonly PythonStatement[] {
  return new PythonParser(pythonTokens(source, place), place).block('end');
}

class PythonParser {
  private position = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly PythonToken[],
    private readonly place: string,
  ) {}

  block(end: 'end' | 'dedent'): readonly PythonStatement[] {
    const statements: PythonStatement[] = [];
    while (this.here.kind !== end && this.here.kind !== 'end') {
      if (this.here.kind === 'newline' || this.here.kind === 'indent' || this.here.kind === 'dedent' || this.is(';'))
        this.next();
      else statements.push(this.statement());
    }
    return statements;
  }

  private statement(): PythonStatement {
    const { line, text } = this.here;
    switch (text) {
      case 'import':
      case 'from':
        return this.imports(line);
      case 'def':
        return this.definition(line);
      case 'for':
        return this.loop(line);
      case 'if':
        return this.condition(line);
      case 'return':
        this.next();
        return { kind: 'return', value: this.isLineEnd() ? none(line) : this.values(), line };
      case 'class':
      case 'while':
      case 'try':
      case 'except':
      case 'finally':
      case 'with':
      case 'async':
      case 'lambda':
      case '@':
      case '%':
      case '!':
        return this.passOver(line);
      default:
        return this.simple(line);
    }
  }

  private simple(line: number): PythonStatement {
    const targets = [this.values()];
    if (this.is(':') && !this.isLineEnd()) {
      this.next();
      this.expression(0);
    }
    const operator = /^([-+*/]|\/\/|\*\*)=$/.exec(this.here.text)?.[1];
    if (operator !== undefined) {
      this.next();
      const [left = none(line)] = targets;
      return { kind: 'assign', targets, value: { kind: 'binary', operator, left, right: this.values(), line }, line };
    }
    while (this.take('=')) targets.push(this.values());
    this.endLine();
    const value = targets.pop() ?? none(line);
    return targets.length === 0 ? { kind: 'expression', value, line } : { kind: 'assign', targets, value, line };
  }

  /** One value, or several as a list. */
  private values(): PythonExpression {
    const { line } = this.here;
    const first = this.expression(0);
    if (!this.is(',')) return first;
    const items = [first];
    while (this.take(',')) if (!this.isLineEnd() && !this.is('=') && !this.is(')')) items.push(this.expression(0));
    return { kind: 'list', items, line };
  }

  private imports(line: number): PythonStatement {
    const names = new Map<string, string>();
    const isFrom = this.here.text === 'from';
    while (!this.isLineEnd()) {
      const [name, word, alias] = [this.here, this.tokens[this.position + 1], this.tokens[this.position + 2]];
      if (word?.text === 'as' && alias?.kind === 'name') names.set(alias.text, name.text);
      else if (isFrom && name.kind === 'name') names.set(name.text, name.text);
      this.next();
    }
    return { kind: 'import', names, line };
  }

  private definition(line: number): PythonStatement {
    this.next();
    const name = this.next().text;
    const parameters: { name: string; standard: PythonExpression | undefined }[] = [];
    this.take('(');
    while (!this.is(')') && this.here.kind !== 'end') {
      const parameter = this.next();
      if (parameter.kind !== 'name') continue;
      if (this.take(':')) this.expression(0);
      parameters.push({ name: parameter.text, standard: this.take('=') ? this.expression(0) : undefined });
      this.take(',');
    }
    this.take(')');
    return { kind: 'function', name, parameters, body: this.suite(), line };
  }

  private loop(line: number): PythonStatement {
    this.next();
    const targets = [this.expression(5)];
    while (this.take(',')) targets.push(this.expression(5));
    const [first = none(line)] = targets;
    const target: PythonExpression = targets.length === 1 ? first : { kind: 'list', items: targets, line };
    this.take('in');
    const over = this.values();
    return { kind: 'for', target, over, body: this.suite(), line };
  }

  private condition(line: number): PythonStatement {
    this.next();
    const test = this.expression(0);
    const body = this.suite();
    if (this.here.text === 'elif') return { kind: 'if', test, body, otherwise: [this.condition(this.here.line)], line };
    return { kind: 'if', test, body, otherwise: this.take('else') ? this.suite() : [], line };
  }

  /** What stands behind a colon: lines further in, or the rest of the line. */
  private suite(): readonly PythonStatement[] {
    while (!this.is(':') && !this.isLineEnd()) this.next();
    this.take(':');
    if (!this.isKind('newline')) return [this.statement()];
    while (this.isKind('newline')) this.next();
    if (!this.isKind('indent')) return [];
    this.nest();
    this.next();
    const body = this.block('dedent');
    if (this.here.kind === 'dedent') this.next();
    this.depth -= 1;
    return body;
  }

  /** A statement that says nothing about a model, with all that stands under it. */
  private passOver(line: number): PythonStatement {
    const word = this.here.text;
    while (!this.isLineEnd()) this.next();
    while (this.isKind('newline')) this.next();
    if (this.isKind('indent')) {
      let open = 0;
      do {
        open += this.isKind('indent') ? 1 : this.isKind('dedent') ? -1 : 0;
        this.next();
      } while (open > 0 && this.position < this.tokens.length - 1);
    }
    return { kind: 'other', word, line };
  }

  private expression(least: number): PythonExpression {
    this.nest();
    let left = this.unary();
    for (;;) {
      const { text, line, kind } = this.here;
      if (kind === 'name' && text === 'if' && least === 0) {
        this.next();
        this.expression(1);
        this.take('else');
        this.expression(0);
        left = { kind: 'other', line };
        continue;
      }
      const power = kind === 'sign' || kind === 'name' ? binding.get(text) : undefined;
      if (power === undefined || power < least || power === 0) break;
      this.next();
      left = { kind: 'binary', operator: text, left, right: this.expression(power + 1), line };
    }
    this.depth -= 1;
    return left;
  }

  private unary(): PythonExpression {
    const { line, text } = this.here;
    if (text === '-' || text === '+') {
      this.next();
      const left: PythonExpression = { kind: 'constant', value: 0, line };
      return { kind: 'binary', operator: text, left, right: this.expression(9), line };
    }
    if (text === 'not' || text === 'await' || text === '*' || text === '**' || text === '~') {
      this.next();
      this.expression(3);
      return { kind: 'other', line };
    }
    if (text === 'lambda') {
      while (!this.is(':') && !this.isLineEnd()) this.next();
      this.take(':');
      this.expression(0);
      return { kind: 'other', line };
    }
    return this.postfix(this.atom());
  }

  private postfix(start: PythonExpression): PythonExpression {
    let value = start;
    for (;;) {
      const { line } = this.here;
      if (this.take('.')) value = { kind: 'attribute', of: value, name: this.next().text, line };
      else if (this.is('(')) value = { kind: 'call', callee: value, args: this.arguments(), line };
      else if (this.take('[')) {
        const index = this.is(':') ? none(line) : this.values();
        const isSlice = !this.is(']');
        this.skipTo(']');
        value = isSlice ? { kind: 'other', line } : { kind: 'item', of: value, index, line };
      } else return value;
    }
  }

  private arguments(): readonly PythonArgument[] {
    this.next();
    const args: PythonArgument[] = [];
    while (!this.is(')') && this.here.kind !== 'end') {
      const before = this.position;
      const isNamed = this.here.kind === 'name' && this.tokens[this.position + 1]?.text === '=';
      const name = isNamed ? this.next().text : undefined;
      if (isNamed) this.next();
      args.push({ name, value: this.expression(0) });
      if (this.here.text === 'for') this.skipTo(')', true);
      this.take(',');
      if (this.position === before) this.next();
    }
    this.take(')');
    return args;
  }

  private atom(): PythonExpression {
    const { kind, text, line } = this.next();
    if (kind === 'number') return { kind: 'constant', value: Number(text.replace(/_/g, '')), line };
    if (kind === 'text') {
      let value = text;
      while (this.here.kind === 'text') value += this.next().text;
      return { kind: 'constant', value, line };
    }
    if (kind === 'name') {
      const word = words.get(text);
      return word === undefined ? { kind: 'name', name: text, line } : { kind: 'constant', value: word, line };
    }
    if (text === '(' || text === '[') return this.list(text === '(' ? ')' : ']', line);
    return text === '{' ? this.map(line) : { kind: 'other', line };
  }

  /** A map by name; a set, a comprehension and what is spread are passed over. */
  private map(line: number): PythonExpression {
    const entries: { key: PythonExpression; value: PythonExpression }[] = [];
    while (!this.is('}') && this.here.kind !== 'end') {
      const key = this.expression(0);
      const value = this.take(':') ? this.expression(0) : undefined;
      if (value !== undefined) entries.push({ key, value });
      if (value === undefined || !(this.take(',') || this.is('}'))) {
        this.skipTo('}');
        return { kind: 'other', line };
      }
    }
    this.take('}');
    return { kind: 'map', entries, line };
  }

  /** A list, a tuple, or one value in brackets. */
  private list(end: string, line: number): PythonExpression {
    const items: PythonExpression[] = [];
    let commas = 0;
    while (!this.is(end) && this.here.kind !== 'end') {
      const before = this.position;
      items.push(this.expression(0));
      if (this.here.text === 'for') {
        this.skipTo(end);
        return { kind: 'other', line };
      }
      commas += this.take(',') ? 1 : 0;
      if (this.position === before) this.next();
    }
    this.take(end);
    const [first] = items;
    return end === ')' && items.length === 1 && commas === 0 && first !== undefined
      ? first
      : { kind: 'list', items, line };
  }

  private skipTo(end: string, stays = false): void {
    let open = 0;
    while (this.here.kind !== 'end' && !(open === 0 && this.is(end))) {
      if ('([{'.includes(this.here.text) && this.here.kind === 'sign') open += 1;
      if (')]}'.includes(this.here.text) && this.here.kind === 'sign') open -= 1;
      this.next();
    }
    if (!stays) this.take(end);
  }

  private endLine(): void {
    while (!this.isLineEnd()) this.next();
  }

  private isLineEnd(): boolean {
    return this.here.kind === 'newline' || this.here.kind === 'end' || this.is(';');
  }

  private nest(): void {
    this.depth += 1;
    if (this.depth > depthLimit)
      throw new ImportProblem(
        `it is nested deeper than ${depthLimit}`,
        `${this.place}, line ${this.here.line}`,
        'Take it apart.',
      );
  }

  private isKind(kind: PythonToken['kind']): boolean {
    return this.here.kind === kind;
  }

  private is(text: string): boolean {
    return this.here.text === text && this.here.kind !== 'text';
  }

  private take(text: string): boolean {
    if (!this.is(text)) return false;
    this.next();
    return true;
  }

  private next(): PythonToken {
    const token = this.here;
    if (token.kind !== 'end') this.position += 1;
    return token;
  }

  private get here(): PythonToken {
    return this.tokens[this.position] ?? { kind: 'end', text: '', line: 0 };
  }
}

const words: ReadonlyMap<string, boolean | null> = new Map([
  ['True', true],
  ['False', false],
  ['None', null],
]);

function none(line: number): PythonExpression {
  return { kind: 'constant', value: null, line };
}
