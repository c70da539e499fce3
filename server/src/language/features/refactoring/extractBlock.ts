import type { Span, Step, SyntaxNode } from '../../syntax/tree';
import { walk } from '../../syntax/traverse';
import { containerOf, namesOf } from '../target';
import { flowAt, freeName, newlineOf, type Refactoring } from './refactoring';

/** Moves the selected steps of a flow into a block; names of the body that they use become parameters. */
export const extractBlock: Refactoring = (analysis, range) => {
  const at = flowAt(analysis, range);
  if (at === undefined || range.start === range.end) return undefined;
  const steps = at.flow.steps.filter((step) => step.start < range.end && step.end > range.start);
  const [first] = steps;
  const last = steps.at(-1);
  const container = containerOf(at.path);
  const declaration = analysis.file.declarations.find((node) => node === container);
  if (first === undefined || last === undefined || container === undefined || declaration === undefined)
    return undefined;
  if (steps.some((step) => step.guard !== undefined && step === last) && at.flow.steps.at(-1) !== last)
    return undefined;

  const names = namesOf(container);
  const used = usedNames(steps).filter((name) => names.has(name));
  // A shared layer belongs to its model: it cannot be given to a block.
  if (used.some((name) => names.get(name)?.kind === 'Layer') || usesInput(steps)) return undefined;

  const { text } = analysis.file;
  const newline = newlineOf(text);
  const block = freeName(analysis, 'Part');
  const parameters = used.length === 0 ? '' : `(${used.join(', ')})`;
  const args = used.length === 0 ? '' : `(${used.map((name) => `${name}=${name}`).join(', ')})`;
  const body = steps.map((step) => textOf(text, step)).join(`${newline}     `);
  const insert = {
    span: pointAt(declaration.start),
    newText: `block ${block}${parameters} {${newline}  in ${body}${newline}}${newline}${newline}`,
  };
  const replace = { span: { start: first.start, end: last.end }, newText: `-> ${block}${args}` };
  return {
    title: `Extract ${steps.length === 1 ? 'a block' : `${steps.length} steps into a block`}`,
    kind: 'extract',
    edits: [insert, replace],
  };
};

function usedNames(steps: readonly Step[]): readonly string[] {
  const names = new Set<string>();
  for (const step of steps)
    walk(step, (node: SyntaxNode) => {
      if (node.kind === 'Call') names.add(node.callee.text);
    });
  return [...names];
}

/** `in` of the block around means something else in a new block. */
function usesInput(steps: readonly Step[]): boolean {
  let found = false;
  for (const step of steps)
    walk(step, (node) => {
      found ||= node.kind === 'In';
    });
  return found;
}

function textOf(text: string, { start, end }: Span): string {
  return text.slice(start, end);
}

function pointAt(offset: number): Span {
  return { start: offset, end: offset };
}
