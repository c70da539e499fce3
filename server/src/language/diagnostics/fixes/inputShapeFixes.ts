import type { BuildNode } from '../../model/buildNode';
import { formatShape, type Shape } from '../../model/shape';
import type { Candidate } from './candidate';
import { tryChanges } from './tryChanges';

/** Other ways to write the input that a layer of another rank reads: without the batch, with an axis of channels. */
export function rankCandidates(target: BuildNode): readonly Candidate[] {
  const root = rootOf(target);
  const sizes = root?.output ?? [];
  const [first] = sizes;
  if (root === undefined || target.inputs[0] !== root) return [];
  const isBatch = sizes.length >= 3 && (first === null || first === 1 || (first ?? 0) > 512);
  return [
    isBatch ? rewrite(root, sizes.slice(1), 'without the batch') : undefined,
    sizes.length <= 3 ? rewrite(root, [...sizes, 1], 'with one channel') : undefined,
  ].filter((candidate) => candidate !== undefined);
}

/** The input that a layer reads with its channels last, where they seem to stand first. */
export function channelsLastCandidates(target: BuildNode): readonly Candidate[] {
  const root = rootOf(target);
  const candidate =
    root !== undefined && isChannelsFirst(root.output)
      ? rewrite(root, lastFirst(root.output ?? []), 'the channels last')
      : undefined;
  return candidate === undefined ? [] : [candidate];
}

/** The input written with sizes that halve without a rest often enough: the least such sizes. */
export function divisibleInputCandidates(target: BuildNode): readonly Candidate[] {
  const root = rootOf(target);
  const sizes = root?.output;
  if (root === undefined || sizes === undefined || sizes.length < 2) return [];
  for (const step of [2, 4, 8, 16, 32, 64]) {
    const rounded = sizes.map((size, axis) =>
      size === null || axis === sizes.length - 1 ? size : Math.ceil(size / step) * step,
    );
    const candidate = rewrite(root, rounded, `sizes that divide by ${step}`);
    if (candidate !== undefined && tryChanges(target, candidate.changes) !== undefined) return [candidate];
  }
  return [];
}

/** `3x32x32`: one or three rows, and two equal larger sizes behind them. */
export function isChannelsFirst(shape: Shape | undefined): boolean {
  const [first, second, third] = shape ?? [];
  return (
    shape?.length === 3 && (first === 1 || first === 3) && typeof second === 'number' && second === third && second > 4
  );
}

export function lastFirst(shape: Shape): Shape {
  return [...shape.slice(1), shape[0] ?? null];
}

/** Whether an input stands in the text with an unknown batch before its three axes. */
export function hasOpenBatch(node: BuildNode): boolean {
  const input = node.inputs[0];
  return input?.syntax.expression.kind === 'Input' && input.output?.length === 4 && input.output[0] === null;
}

/** The input that stands at the beginning of a node's first way in. */
function rootOf(node: BuildNode): BuildNode | undefined {
  let current = node.inputs[0];
  while (current?.inputs[0] !== undefined) current = current.inputs[0];
  return current?.syntax.expression.kind === 'Input' ? current : undefined;
}

function rewrite(root: BuildNode, sizes: Shape, why: string): Candidate | undefined {
  const { expression } = root.syntax;
  const source = expression.kind === 'Input' ? expression.source : undefined;
  if (source === undefined || (source.kind !== 'Shape' && source.kind !== 'Number')) return undefined;
  const text = formatShape(sizes);
  if (text === formatShape(root.output)) return undefined;
  return {
    title: `write input ${text}, ${why}`,
    edits: [{ span: { start: source.start, end: source.end }, newText: text }],
    changes: [{ node: root, output: sizes }],
  };
}
