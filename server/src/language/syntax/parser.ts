import { appliedLayer } from './appliedLayer';
import { ExpressionParser } from './expressions';
import { isName, scan } from './scanner';
import { spellings } from './spellings';
import { startsPython } from './startsPython';
import { takeArrow } from './takeArrow';
import { TokenStream } from './tokenStream';
import type { DeclarationWord } from './tokenStream';
import type {
  AssertStatement,
  BlockDeclaration,
  Body,
  Comment,
  DataDeclaration,
  Declaration,
  DefaultsDeclaration,
  FlowStatement,
  ImportDeclaration,
  KernelDeclaration,
  LayerStatement,
  ModelDeclaration,
  Name,
  Parameter,
  SourceExpression,
  SourceFile,
  Statement,
  Step,
  SyntaxIssue,
  TrainDeclaration,
} from './tree';

/** In UTF-16 code units; more is not a file that somebody writes, and editing it would not be smooth. */
export const MAX_FILE_LENGTH = 2_000_000;

/**
 * Any text gives a tree and a list of issues; it never throws. The grammar and its recovery are those of
 * the language page: the start of a declaration closes all that is open, a bad statement ends at its line.
 */
export function parse(text: string): SourceFile {
  if (text.length > MAX_FILE_LENGTH) return tooLong(text);
  const { tokens, comments } = scan(text);
  const stream = new TokenStream(text, tokens);
  const declarations = new Parser(stream).declarations();
  return { kind: 'SourceFile', text, declarations, comments, issues: stream.issues, start: 0, end: text.length };
}

/** Declarations that stand next to each other in a text. */
export interface ParsedPart {
  readonly declarations: readonly Declaration[];
  readonly comments: readonly Comment[];
  readonly issues: readonly SyntaxIssue[];
}

/**
 * Parses the declarations from one offset to another, both of which must be starts of declarations or ends of
 * the text. `ahead` is the end of the line at `to`, which the parser may look at. Undefined where that part
 * does not stand by itself: `to` is no place that closes all that is open, or an issue falls behind it.
 */
export function parsePart(text: string, from: number, to: number, ahead: number): ParsedPart | undefined {
  const { tokens, comments } = scan(text, from, ahead);
  const stream = new TokenStream(text, tokens);
  const declarations = new Parser(stream).declarations(to);
  if (stream.token.start !== to || (stream.token.kind !== 'end' && !stream.startsDeclaration())) return undefined;
  const issues = stream.issues.filter((issue) => issue.start < to);
  const behind = tokens.filter((token) => token.start >= to && token.issue !== undefined).length;
  if (stream.issues.length !== issues.length + behind) return undefined;
  return { declarations, comments: comments.filter((comment) => comment.start < to), issues };
}

function tooLong(text: string): SourceFile {
  const message = `This file has ${(text.length / 1e6).toFixed(1)} million characters; the limit is ${MAX_FILE_LENGTH / 1e6} million`;
  const issues = [{ start: 0, end: Math.min(text.length, 1), message }];
  return { kind: 'SourceFile', text, declarations: [], comments: [], issues, start: 0, end: text.length };
}

class Parser {
  private readonly expressions: ExpressionParser;

  constructor(private readonly stream: TokenStream) {
    this.expressions = new ExpressionParser(stream);
  }

  declarations(to = Infinity): readonly Declaration[] {
    const { stream } = this;
    const declarations: Declaration[] = [];
    while (stream.token.kind !== 'end' && stream.token.start < to) {
      const word = stream.declarationWord();
      if (word !== undefined && !startsPython(stream)) {
        stream.beginDeclaration();
        declarations.push(this.declaration(word));
        this.endLine();
      } else {
        this.skipToDeclaration();
      }
    }
    return declarations;
  }

  private skipToDeclaration(): void {
    const { stream } = this;
    if (stream.token.kind === '}') {
      stream.issueHere('This } closes nothing');
      stream.advance();
      return;
    }
    if (stream.token.kind === '//') {
      stream.respellComment();
      return;
    }
    stream.issueHere(
      startsPython(stream)
        ? 'This is Python; Import Keras Model… or shapewright import reads it'
        : 'Expected import, data, kernel, defaults, block, model or train',
    );
    do stream.advance();
    while (stream.token.kind !== 'end' && !stream.startsDeclaration());
  }

  private declaration(word: DeclarationWord): Declaration {
    const start = this.stream.advance().start;
    switch (word) {
      case 'import':
        return this.importDeclaration(start);
      case 'data':
        return this.data(start);
      case 'kernel':
        return this.kernel(start);
      case 'defaults':
        return this.defaults(start);
      case 'block':
        return this.block(start);
      case 'model':
        return this.model(start);
      case 'train':
        return this.train(start);
    }
  }

  private importDeclaration(start: number): ImportDeclaration {
    const { stream } = this;
    const at = stream.index;
    if (stream.kind === 'name') {
      stream.skipLine([]);
      const end = stream.lastEnd;
      const path = { kind: 'Missing', start: end, end } as const;
      const line = /^\r?\n/.exec(stream.text.slice(end, end + 2))?.[0].length ?? 0;
      stream.respell(at, spellings.pythonImport, [{ start, end: end + line, text: '' }]);
      return { kind: 'Import', path, start, end };
    }
    const path = this.expressions.textOrMissing('Expected the path of a file, in quotes');
    return { kind: 'Import', path, start, end: this.stream.lastEnd };
  }

  private data(start: number): DataDeclaration {
    const name = this.expressions.name('Expected a name for the data');
    this.expectEquals();
    const source = this.source();
    const steps = this.steps(true);
    return { kind: 'Data', name, source, steps, start, end: this.stream.lastEnd };
  }

  private source(): SourceExpression {
    const { stream } = this;
    const path: Name[] = [this.quotedName() ?? this.expressions.name('Expected a data source')];
    while (stream.take('.') !== undefined) path.push(this.expressions.name());
    const start = path[0]?.start ?? stream.lastEnd;
    const args = stream.kind === '(' ? this.expressions.arguments() : undefined;
    return { kind: 'Source', path, args, start, end: args?.end ?? path.at(-1)?.end ?? start };
  }

  private quotedName(): Name | undefined {
    const { stream } = this;
    if (stream.kind !== 'text') return undefined;
    const text = stream.textOf(stream.token).slice(1, -1);
    if (!isName(text)) return undefined;
    const { start, end } = stream.advance();
    stream.respell(stream.index - 1, spellings.quotedSource, [{ start, end, text }]);
    return { kind: 'Name', text, start, end };
  }

  private kernel(start: number): KernelDeclaration {
    const name = this.expressions.name('Expected a name for the kernel');
    this.expectEquals();
    const value = this.expressions.value();
    return { kind: 'Kernel', name, value, start, end: this.stream.lastEnd };
  }

  private defaults(start: number): DefaultsDeclaration {
    const layer = this.expressions.name('Expected the name of a layer');
    const map = this.expressions.map(undefined);
    return { kind: 'Defaults', layer, map, start, end: this.stream.lastEnd };
  }

  private block(start: number): BlockDeclaration {
    const { stream } = this;
    const name = this.expressions.name('Expected a name for the block');
    let parameters: readonly Parameter[] = [];
    if (stream.take('(') !== undefined) parameters = this.expressions.items('round', ')', () => this.parameter());
    const body = this.body();
    return { kind: 'Block', name, parameters, body, start, end: stream.lastEnd };
  }

  private parameter(): Parameter {
    const name = this.expressions.name('Expected the name of a parameter');
    const value = this.stream.take('=') === undefined ? undefined : this.expressions.value();
    return { kind: 'Parameter', name, value, start: name.start, end: value?.end ?? name.end };
  }

  private model(start: number): ModelDeclaration {
    const name = this.expressions.name('Expected a name for the model');
    this.modelArguments();
    const body = this.body();
    return { kind: 'Model', name, body, start, end: this.stream.lastEnd };
  }

  /** `model Net() {`: a model has no parameters. */
  private modelArguments(): void {
    const { stream } = this;
    if (stream.kind !== '(') return;
    const at = stream.index;
    const start = stream.lastEnd;
    const { items } = this.expressions.arguments();
    if (items.length > 0) stream.issueFrom(at, 'A model takes no arguments; its input stands in { }');
    else stream.respell(at, spellings.bodyEquals, [{ start, end: stream.lastEnd, text: '' }]);
  }

  private train(start: number): TrainDeclaration {
    const { stream } = this;
    const isNamed = stream.peek()?.kind === '=' && stream.kind === 'name';
    const name = isNamed ? this.expressions.name() : undefined;
    if (isNamed) stream.advance();
    const model =
      this.isOn() && stream.peek()?.kind === 'name' && this.textAhead(1) !== 'on'
        ? this.missingName('Expected the name of a model')
        : this.expressions.name('Expected the name of a model');
    if (this.isOn()) stream.advance();
    else if (stream.kind === 'name' && stream.peek()?.kind === 'name') this.expressions.respelled(' on ', spellings.on);
    else stream.issueMissing('Expected on and the name of the data');
    const data = this.expressions.name('Expected the name of the data');
    const assertions: AssertStatement[] = [];
    const map = this.expressions.map({ assertions });
    return { kind: 'Train', name, model, data, map, assertions, start, end: stream.lastEnd };
  }

  private body(): Body {
    const { stream } = this;
    if (stream.kind === '=' && stream.peek()?.kind === '{') this.expressions.respelled(' ', spellings.bodyEquals);
    const colon = stream.kind === ':' && stream.peek()?.kind !== '{' ? stream.index : undefined;
    if (stream.kind === ':' && colon === undefined) this.expressions.respelled(' ', spellings.bodyEquals);
    const opening = colon === undefined ? stream.take('{') : stream.advance();
    if (opening === undefined) stream.issueBehind('Expected {');
    const start = opening?.start ?? stream.lastEnd;
    const statements: Statement[] = [];
    stream.open('body');
    for (;;) {
      const { kind } = stream.token;
      if (kind === '}') {
        stream.advance();
        break;
      }
      if (kind === 'end' || stream.startsDeclaration()) {
        if (opening !== undefined && colon === undefined) stream.issueBehind('Expected }');
        if (colon !== undefined && opening !== undefined)
          stream.respellAt(colon, spellings.bodyColon, [
            { start: opening.start, end: opening.end, text: ' {' },
            { start: stream.lastEnd, end: stream.lastEnd, text: '\n}' },
          ]);
        break;
      }
      if (kind === '//') {
        stream.respellComment();
        continue;
      }
      const before = stream.index;
      stream.begin();
      statements.push(this.statement());
      this.endLine();
      if (stream.index === before) stream.advance();
    }
    stream.close();
    return { kind: 'Body', statements, start, end: stream.lastEnd };
  }

  private statement(): Statement {
    const { stream } = this;
    const { kind, start } = stream.token;
    if (kind === 'assert') return this.expressions.assertion(false);
    const word = kind === 'name' ? stream.textOf(stream.token) : '';
    const isBeforeName = stream.peekSameLine()?.kind === 'name';
    if (word === 'layer' && isBeforeName) return this.layer(start);
    const isOutput = word === 'output' && isBeforeName;
    if (isOutput) stream.advance();
    return this.flow(start, isOutput);
  }

  private layer(start: number): LayerStatement {
    this.stream.advance();
    const name = this.expressions.name();
    this.expectEquals();
    const call = this.expressions.layer('Expected a layer or a block');
    return { kind: 'Layer', name, call, start, end: this.stream.lastEnd };
  }

  private flow(start: number, isOutput: boolean): FlowStatement {
    const { stream } = this;
    const sign = stream.token.kind === 'name' ? stream.peekSameLine()?.kind : undefined;
    const isNamed = isOutput || sign === '=' || sign === ':';
    const name = isNamed ? this.expressions.name() : undefined;
    if (isNamed) this.expectEquals();
    const { value, steps: first } = appliedLayer(this.expressions.value(), this.expressions, stream);
    const steps = [...first, ...this.steps(false)];
    return { kind: 'Flow', isOutput, name, value, steps, start, end: Math.max(start, stream.lastEnd) };
  }

  private steps(ofData: boolean): readonly Step[] {
    const { stream } = this;
    const steps: Step[] = [];
    for (;;) {
      if (stream.kind === '->') steps.push(this.step(ofData));
      else if (stream.kind === '//') stream.respellComment();
      else if (this.isAtEnd() || this.isSeparator()) return steps;
      else {
        stream.issueHere(`Unexpected ${describe(stream.textOf(stream.token))}`);
        const before = stream.index;
        stream.skipLine(['->']);
        if (stream.index === before) return steps;
      }
    }
  }

  private step(ofData: boolean): Step {
    const { stream, expressions } = this;
    const start = takeArrow(stream);
    const call = expressions.layer('Expected a layer or a block after ->');
    if (ofData && (stream.kind === '*' || stream.kind === 'if'))
      stream.issueHere('A data step neither repeats nor has a condition');
    const repeat = stream.take('*') === undefined ? undefined : expressions.atom();
    const guard = stream.take('if') === undefined ? undefined : expressions.condition();
    return { kind: 'Step', call, repeat, guard, start, end: stream.lastEnd };
  }

  private expectEquals(): void {
    if (this.stream.kind === ':') {
      this.expressions.respelled(' = ', spellings.nameColon);
      return;
    }
    if (this.stream.take('=') === undefined) this.stream.issueMissing('Expected =');
  }

  /** What is left of the line has an issue and is skipped; a line of steps stays for a flow of its own. */
  private endLine(): void {
    const { stream } = this;
    if (this.isSeparator()) {
      const at = stream.index;
      const { start, end } = stream.advance();
      stream.respell(at, spellings.lineEnd, [{ start, end, text: '' }]);
      return;
    }
    if (this.isAtEnd() || (stream.token.startsLine && stream.token.kind === '->')) return;
    stream.issueHere(`Unexpected ${describe(stream.textOf(stream.token))}`);
    stream.skipLine([]);
  }

  /** A comma or semicolon at the end of a line. */
  private isSeparator(): boolean {
    const { stream } = this;
    if (stream.kind === 'newline' || ![',', ';'].includes(stream.textOf(stream.token))) return false;
    return stream.peekSameLine() === undefined;
  }

  private isAtEnd(): boolean {
    const { kind } = this.stream;
    return kind === 'newline' || kind === 'end' || (kind === '}' && this.stream.isOpen('body'));
  }

  private isOn(): boolean {
    return this.stream.kind === 'name' && this.textAhead(0) === 'on';
  }

  private textAhead(distance: number): string | undefined {
    const token = distance === 0 ? this.stream.token : this.stream.peek(distance);
    return token === undefined ? undefined : this.stream.textOf(token);
  }

  private missingName(message: string): Name {
    const { start, end } = this.expressions.missing(message);
    return { kind: 'Name', text: '', start, end };
  }
}

function describe(text: string): string {
  return `\`${text.length > 24 ? `${text.slice(0, 24)}…` : text}\``;
}
