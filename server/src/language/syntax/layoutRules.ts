import type { Token } from './scanner';
import { walk } from './traverse';
import type { Body, Declaration, Expression, FlowStatement, List, MapLiteral, SourceFile } from './tree';

/**
 * What the tree says about the layout of its tokens, by the offset at which a token starts. Tokens themselves
 * are never changed, so that formatting cannot change a meaning.
 */
export interface LayoutRules {
  /** A new line starts here, whatever the source has. */
  readonly breaks: ReadonlySet<number>;
  /** A declaration or a statement starts here. */
  readonly starts: ReadonlySet<number>;
  /** A blank line stands before this declaration. */
  readonly apart: ReadonlySet<number>;
  /** No blank before. */
  readonly tightBefore: ReadonlySet<number>;
  /** No blank behind. */
  readonly tightAfter: ReadonlySet<number>;
  /** More blanks before, for columns. */
  readonly padding: ReadonlyMap<number, number>;
}

interface Draft {
  readonly breaks: Set<number>;
  readonly starts: Set<number>;
  readonly apart: Set<number>;
  readonly tightBefore: Set<number>;
  readonly tightAfter: Set<number>;
  readonly padding: Map<number, number>;
}

/** Names of neighbouring statements whose lengths differ more than this are not brought into one column. */
const MAX_PADDING = 8;

export function layoutRules(file: SourceFile, tokens: readonly Token[]): LayoutRules {
  const draft: Draft = {
    breaks: new Set(),
    starts: new Set(),
    apart: new Set(),
    tightBefore: new Set(),
    tightAfter: new Set(),
    padding: new Map(),
  };
  const places = new Map(tokens.map((token, index) => [token.start, index]));
  const startsLine = (offset: number): boolean => tokens[places.get(offset) ?? -1]?.startsLine ?? false;
  const before = (offset: number): Token | undefined => tokens[(places.get(offset) ?? 0) - 1];
  const after = (offset: number): Token | undefined => tokens[(places.get(offset) ?? -2) + 1];

  addDeclarations(file, draft);
  walk(file, (node) => {
    switch (node.kind) {
      case 'Body': {
        addBody(node, file, draft);
        return;
      }
      case 'Map': {
        addMap(node, startsLine, draft);
        return;
      }
      case 'Arguments':
        draft.tightBefore.add(node.start);
        return;
      case 'List': {
        addMatrix(node, startsLine, draft);
        return;
      }
      case 'Input':
        if (node.parts !== undefined) draft.tightBefore.add(node.parts.start);
        return;
      case 'Negation':
        draft.tightAfter.add(node.start);
        return;
      case 'Block': {
        const opening = after(node.name.start);
        if (opening?.kind === '(') draft.tightBefore.add(opening.start);
        return;
      }
      case 'Argument':
      case 'Parameter': {
        const equals = node.name !== undefined && node.value !== undefined ? after(node.name.start) : undefined;
        if (equals?.kind === '=') tight(equals.start, draft);
        return;
      }
      case 'Binary':
        // `1/255` is one number in a reader's eye.
        if (node.operator === '/' && node.left.kind === 'Number' && node.right.kind === 'Number')
          tight(node.operatorSpan.start, draft);
        return;
      case 'Flow': {
        for (const [index, step] of node.steps.entries())
          if (index > 0 && node.steps[index - 1]?.guard !== undefined) draft.breaks.add(step.start);
        return;
      }
      default:
        return;
    }
  });
  for (const token of tokens) if (token.kind === '.') tight(token.start, draft);
  for (const body of bodiesOf(file)) alignNames(body, file, before, draft);
  return draft;
}

function addDeclarations(file: SourceFile, draft: Draft): void {
  let previous: Declaration | undefined;
  for (const declaration of file.declarations) {
    draft.breaks.add(declaration.start);
    draft.starts.add(declaration.start);
    if (previous !== undefined && (isTall(previous, file.text) || isTall(declaration, file.text)))
      draft.apart.add(declaration.start);
    previous = declaration;
  }
}

/** Several lines high: it stands apart from its neighbours. */
function isTall(declaration: Declaration, text: string): boolean {
  if (declaration.kind === 'Block' || declaration.kind === 'Model' || declaration.kind === 'Train') return true;
  return /[\r\n]/.test(text.slice(declaration.start, declaration.end));
}

function addBody(body: Body, file: SourceFile, draft: Draft): void {
  for (const statement of body.statements) {
    draft.breaks.add(statement.start);
    draft.starts.add(statement.start);
  }
  if (body.statements.length > 0 && file.text.charAt(body.end - 1) === '}') draft.breaks.add(body.end - 1);
}

/** When one entry starts a line, all lines of the map are its own. */
function addMap(map: MapLiteral, startsLine: (offset: number) => boolean, draft: Draft): void {
  const [first] = map.entries;
  if (first === undefined || !map.entries.some((entry) => startsLine(entry.start))) return;
  draft.breaks.add(first.start);
  draft.breaks.add(map.end - 1);
}

/** Rows of numbers, one a line, stand in columns. */
function addMatrix(list: List, startsLine: (offset: number) => boolean, draft: Draft): void {
  const rows = list.items.filter((item) => item.kind === 'List');
  const columns = rows[0]?.items.length ?? 0;
  const isMatrix =
    rows.length > 1 &&
    rows.length === list.items.length &&
    rows.slice(1).every((row) => startsLine(row.start)) &&
    rows.every(
      (row) =>
        row.items.length === columns && row.items.every(isNumber) && !row.items.some((item) => startsLine(item.start)),
    );
  if (!isMatrix) return;
  for (let column = 0; column < columns; column++) {
    const cells = rows.map((row) => row.items[column]).filter((cell) => cell !== undefined);
    const width = Math.max(...cells.map(widthOf));
    for (const cell of cells) draft.padding.set(cell.start, width - widthOf(cell));
  }
}

function isNumber(node: Expression): boolean {
  return node.kind === 'Number' || (node.kind === 'Negation' && node.operand.kind === 'Number');
}

function widthOf(node: Expression): number {
  return node.kind === 'Negation' ? node.operand.end - node.operand.start + 1 : node.end - node.start;
}

/** `main  = …` over `short = …`: the signs of neighbouring statements of one sort stand in a column. */
function alignNames(body: Body, file: SourceFile, before: (offset: number) => Token | undefined, draft: Draft): void {
  let run: FlowStatement[] = [];
  const finish = (): void => {
    const widths = run.map(nameWidth);
    const width = Math.max(...widths);
    if (run.length > 1 && width - Math.min(...widths) <= MAX_PADDING) {
      for (const statement of run) {
        const equals = before(statement.value.start);
        if (equals?.kind === '=') draft.padding.set(equals.start, width - nameWidth(statement));
      }
    }
    run = [];
  };
  for (const statement of body.statements) {
    const last = run.at(-1);
    const isNamed = statement.kind === 'Flow' && statement.name !== undefined;
    if (
      !isNamed ||
      (last !== undefined && !(last.isOutput === statement.isOutput && touches(file, last.end, statement.start)))
    )
      finish();
    if (isNamed) run.push(statement);
  }
  finish();
}

/** No blank line and no comment line between. */
function touches(file: SourceFile, end: number, start: number): boolean {
  const between = file.text.slice(end, start);
  return (between.match(/\r\n|\r|\n/g)?.length ?? 0) === 1;
}

function nameWidth(statement: FlowStatement): number {
  return statement.name?.text.length ?? 0;
}

function bodiesOf(file: SourceFile): readonly Body[] {
  return file.declarations.flatMap((declaration) =>
    declaration.kind === 'Block' || declaration.kind === 'Model' ? [declaration.body] : [],
  );
}

function tight(offset: number, draft: Draft): void {
  draft.tightBefore.add(offset);
  draft.tightAfter.add(offset);
}
