import type { TextEdit } from '../../diagnostics/diagnostic';
import type { BlockDeclaration, Call, Expression, Span, SyntaxNode } from '../../syntax/tree';
import { walk } from '../../syntax/traverse';
import { namesOf } from '../target';
import { applyEdits } from './price';
import { flowAt, type Refactoring } from './refactoring';

/**
 * Puts the steps of a block where it is used. Only blocks that are one flow from `in`: others name tensors,
 * which a flow cannot.
 */
export const inlineBlock: Refactoring = (analysis, range) => {
  const step = flowAt(analysis, range)?.path.find((node) => node.kind === 'Step');
  if (step?.kind !== 'Step' || step.repeat !== undefined || step.guard !== undefined) return undefined;
  const block = analysis.scope.blocks.get(step.call.callee.text);
  const [flow] = block?.node.body.statements ?? [];
  if (block === undefined || flow?.kind !== 'Flow' || block.node.body.statements.length !== 1) return undefined;
  const isPlain =
    flow.value.kind === 'In' && flow.steps.length > 0 && flow.name === undefined && !flow.steps.some(usesIn);
  if (!isPlain || flow.steps.at(-1)?.guard !== undefined || block.file.issues.length > 0) return undefined;

  const values = valuesOf(block.node, step.call, analysis.file.text, block.file.text);
  if (values === undefined) return undefined;
  const steps = flow.steps.map((inner) => substitute(block.file.text, inner, block.node, values));
  const edit = { span: { start: step.start, end: step.end }, newText: steps.join(' ') };
  return { title: `Inline ${block.node.name.text}`, kind: 'inline', edits: [edit] };
};

/** What each parameter stands for, in the words of the use; undefined where one is missing. */
function valuesOf(
  block: BlockDeclaration,
  call: Call,
  useText: string,
  blockText: string,
): ReadonlyMap<string, string> | undefined {
  const items = call.args?.items ?? [];
  const values = new Map<string, string>();
  for (const [index, parameter] of block.parameters.entries()) {
    const given =
      items.find((item) => item.name?.text === parameter.name.text) ??
      items.find((item, at) => item.name === undefined && at === index);
    if (given !== undefined) values.set(parameter.name.text, bracketed(given.value, useText));
    else if (parameter.value !== undefined) values.set(parameter.name.text, bracketed(parameter.value, blockText));
    else return undefined;
  }
  return values;
}

function substitute(
  text: string,
  node: SyntaxNode & Span,
  block: BlockDeclaration,
  values: ReadonlyMap<string, string>,
): string {
  const edits: TextEdit[] = [];
  const names = namesOf(block);
  walk(node, (inner) => {
    const value =
      inner.kind === 'Call' && inner.args === undefined && names.get(inner.callee.text)?.kind === 'Parameter'
        ? values.get(inner.callee.text)
        : undefined;
    if (value !== undefined)
      edits.push({ span: { start: inner.start - node.start, end: inner.end - node.start }, newText: value });
  });
  return applyEdits(text.slice(node.start, node.end), edits);
}

/** An operation keeps its meaning inside another one. */
function bracketed(value: Expression, text: string): string {
  const source = text.slice(value.start, value.end);
  return value.kind === 'Binary' || value.kind === 'Negation' ? `(${source})` : source;
}

function usesIn(step: SyntaxNode): boolean {
  let found = false;
  walk(step, (node) => {
    found ||= node.kind === 'In';
  });
  return found;
}
