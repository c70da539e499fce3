import { formatShape } from '../model/shape';
import type { DocumentAnalysis, StepResult } from '../model/graph';
import type { FlowStatement, Span, SyntaxNode } from '../syntax/tree';
import { formatCount } from './quantities';
import { distinct, resultsOf } from './results';

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
}

export interface InlayHintOptions {
  readonly shapes: boolean;
  readonly parameters: boolean;
}

/**
 * At the end of each line of a flow: the shape behind its last layer and the parameters of all its layers.
 * A block that is used in several ways shows the first and the last of them.
 */
export function inlayHints(analysis: DocumentAnalysis, range: Span, options: InlayHintOptions): readonly InlayHint[] {
  if (!options.shapes && !options.parameters) return [];
  return analysis.file.declarations
    .filter((declaration) => declaration.kind === 'Block' || declaration.kind === 'Model')
    .filter((declaration) => overlaps(declaration, range))
    .flatMap((declaration) => declaration.body.statements)
    .filter((statement) => statement.kind === 'Flow')
    .filter((statement) => overlaps(statement, range))
    .flatMap((statement) => hintsOf(analysis, statement, options))
    .filter(({ offset }) => offset >= range.start && offset <= range.end);
}

function hintsOf(analysis: DocumentAnalysis, flow: FlowStatement, options: InlayHintOptions): readonly InlayHint[] {
  const { text } = analysis.file;
  return lines(text, [flow.value, ...flow.steps]).flatMap((nodes) => {
    const last = nodes.at(-1);
    if (last === undefined || last.kind === 'Missing' || (nodes.length === 1 && isPlain(last))) return [];
    const results = nodes.map((node) => resultsOf(analysis, node));
    const shape = options.shapes ? ends(distinct(results.at(-1) ?? [], (result) => formatShape(result.output))) : '';
    const params = options.parameters ? paramsOf(results) : '';
    const label = [shape, params].filter((part) => part !== '').join('   ');
    return label === '' ? [] : [{ offset: last.end, label }];
  });
}

/** A bare name says nothing new: its shape stands where it is made. */
function isPlain(node: SyntaxNode): boolean {
  return node.kind === 'In' || (node.kind === 'Call' && node.args === undefined);
}

function paramsOf(results: readonly (readonly StepResult[])[]): string {
  const uses = Math.max(0, ...results.map((list) => list.length));
  const sums = Array.from({ length: uses }, (_, use) => results.map((list) => list[use]).reduce(addParams, 0));
  const known = sums.filter((sum) => sum !== 0);
  return ends(distinct(known, formatCount));
}

function addParams(sum: number | null, result: StepResult | undefined): number | null {
  if (result === undefined) return sum;
  return sum === null || result.params === null ? null : sum + result.params;
}

function ends(texts: readonly string[]): string {
  const first = texts[0] ?? '';
  const last = texts.at(-1) ?? '';
  return first === last ? first : `${first} … ${last}`;
}

/** The nodes by the line on which each ends. */
function lines(text: string, nodes: readonly SyntaxNode[]): readonly (readonly SyntaxNode[])[] {
  const groups: SyntaxNode[][] = [];
  let end = -1;
  for (const node of nodes) {
    const group = groups.at(-1);
    if (group === undefined || /[\r\n]/.test(text.slice(end, node.end))) groups.push([node]);
    else group.push(node);
    end = node.end;
  }
  return groups;
}

function overlaps(span: Span, range: Span): boolean {
  return span.start <= range.end && span.end >= range.start;
}
