import type { LayerArguments } from '../layers/definition';
import type { BuildNode } from '../model/buildNode';
import type { Shape } from '../model/shape';
import { sideName } from './blameChain';
import { insertStepAfter, insertStepBefore } from './edits';
import { argumentCandidate, type Candidate } from './fixes/candidate';
import { divisibleInputCandidates } from './fixes/inputShapeFixes';
import { paddingCandidates } from './fixes/paddingFixes';
import { projectionCandidate } from './fixes/projectionFix';

/**
 * Ways to make two sides of a merge equal: other strides, filters or padding for a layer on the way to one
 * of them, a layer put behind it, a shortcut of its own, an input that divides. Those that keep what is
 * there come first.
 */
export function mergeCandidates(node: BuildNode, failing: number): readonly Candidate[] {
  const [left, right] = [node.inputs[0], node.inputs[failing]];
  if (failing < 1 || left?.output === undefined || right?.output === undefined) return [];
  const sides: readonly Side[] = [
    side(node, 0, left.output, right.output),
    side(node, failing, right.output, left.output),
  ];
  const order = volume(left.output) >= volume(right.output) ? sides : sides.toReversed();
  return [
    ...order.flatMap(strideChanges),
    ...paddingCandidates(node),
    ...order.flatMap(filterChanges),
    ...order.flatMap(insertions),
    ...projections(node, order),
    ...divisibleInputCandidates(node),
  ];
}

/** A shortcut of its own for one side, alone or with the padding that keeps the other side's sizes. */
function projections(node: BuildNode, sides: readonly Side[]): readonly Candidate[] {
  if (!needsEqualChannels(node)) return [];
  const alone = sides.flatMap(({ index, ratio }) => projectionCandidate(node, index, ratio ?? 1));
  const differs = sides.some(({ from, to }) => from.at(-1) !== to.at(-1));
  const paddings = differs ? paddingCandidates(node) : [];
  return [...alone, ...paddings.flatMap((padding) => alone.map((projection) => both(padding, projection)))];
}

function both(first: Candidate, second: Candidate): Candidate {
  return {
    title: `${first.title}, and ${second.title}`,
    edits: [...first.edits, ...second.edits],
    changes: [...first.changes, ...second.changes],
  };
}

/** Two sides of an element-wise merge; layers along an axis take any channels. */
function needsEqualChannels(node: BuildNode): boolean {
  return node.inputs.length === 2 && !node.layer.parameters.some(({ name }) => name === 'axis' || name === 'axes');
}

interface Side {
  readonly node: BuildNode;
  readonly index: number;
  readonly from: Shape;
  readonly to: Shape;
  /** How many times larger it is than the other side, less than 1 where it is smaller. */
  readonly ratio: number | undefined;
}

function side(node: BuildNode, index: number, from: Shape, to: Shape): Side {
  return { node, index, from, to, ratio: sizeRatio(from, to) };
}

/** Strides for a convolution that has none: down where this side is larger, up for a transposed one where it is smaller. */
function strideChanges({ node, index, ratio }: Side): readonly Candidate[] {
  const input = node.inputs[index];
  if (input === undefined || ratio === undefined || ratio === 1) return [];
  const stride = ratio > 1 ? ratio : 1 / ratio;
  return chainOf(input).flatMap((link) => {
    if (!isOnes(link.args['strides'])) return [];
    return (
      argumentCandidate(link, 'strides', String(stride), `add strides=${stride} to ${owned(node, index, link)}`) ?? []
    );
  });
}

function filterChanges({ node, index, from, to, ratio }: Side): readonly Candidate[] {
  const input = node.inputs[index];
  const channels = to.at(-1) ?? null;
  if (input === undefined || ratio !== 1 || channels === null || from.at(-1) === channels) return [];
  return chainOf(input).flatMap((link) => {
    if (typeof link.args['filters'] !== 'number') return [];
    return (
      argumentCandidate(link, 'filters', String(channels), `set filters=${channels} on ${owned(node, index, link)}`) ??
      []
    );
  });
}

/** A layer put behind one side: pooling or up-sampling, a 1×1 convolution, cropping or padding, Flatten. */
function insertions({ node, index, from, to, ratio }: Side): readonly Candidate[] {
  const input = node.inputs[index];
  // Numbers that fit one use of a block need not fit the next.
  if (input === undefined || node.syntax.owner.kind === 'Block') return [];
  return insertedCalls(from, to, ratio).flatMap((call): readonly Candidate[] => {
    const name = sideName(input, index, node);
    const { step, file } = node.syntax;
    if (index === 0 && step !== undefined) {
      return [
        {
          title: `put ${call} before ${node.layer.name}`,
          edits: [insertStepBefore(file, step, call)],
          changes: [{ node, before: { input: 0, call } }],
        },
      ];
    }
    const place = input.consumers.length > 1 ? undefined : endOfFlow(input, node);
    return place === undefined
      ? []
      : [
          {
            title: `put ${call} after ${name}`,
            edits: [insertStepAfter(place, call)],
            changes: [{ node: input, after: call }],
          },
        ];
  });
}

/** Calls that bring one shape to another. */
export function insertedCalls(from: Shape, to: Shape, ratio: number | undefined): readonly string[] {
  const rank = from.length - 1;
  if (rank < 1 || rank > 3) return [];
  if (to.length === 1) return [`GlobalAvgPool${rank}D`, 'Flatten'];
  if (to.length !== from.length) return [];
  if (ratio === 1) return [`Conv${rank}D(${String(to.at(-1))}, 1)`];
  if (ratio !== undefined) return [ratio > 1 ? `MaxPool${rank}D(${ratio})` : `UpSampling${rank}D(${1 / ratio})`];
  const gaps = from.slice(0, -1).map((size, axis) => (size ?? 0) - (to[axis] ?? 0));
  if (gaps.every((gap) => gap >= 0)) return [`Cropping${rank}D(${margins(gaps)})`];
  return gaps.every((gap) => gap <= 0) ? [`ZeroPadding${rank}D(${margins(gaps.map((gap) => -gap))})`] : [];
}

/** One number where both ends of every axis have it, else pairs; what is odd goes to the end. */
function margins(gaps: readonly number[]): string {
  const [first = 0] = gaps;
  if (first % 2 === 0 && gaps.every((gap) => gap === first)) return String(first / 2);
  const pairs = gaps.map((gap) => `(${Math.floor(gap / 2)}, ${Math.ceil(gap / 2)})`);
  return pairs.length === 1 ? pairs.join() : `(${pairs.join(', ')})`;
}

/** The layers from a side back to where it branches or begins, nearest first. */
function chainOf(input: BuildNode): readonly BuildNode[] {
  const chain: BuildNode[] = [];
  for (let node: BuildNode | undefined = input; node?.inputs.length === 1 && chain.length < 32; node = node.inputs[0]) {
    if (chain.length > 0 && node.consumers.length > 1) break;
    chain.push(node);
  }
  return chain;
}

/** The place behind a side where it ends a flow of its own. */
function endOfFlow(input: BuildNode, node: BuildNode): { start: number; end: number } | undefined {
  const { step, owner } = input.syntax;
  if (step === undefined || owner !== node.syntax.owner) return undefined;
  const isLast = owner.body.statements.some(
    (statement) => statement.kind === 'Flow' && statement.name !== undefined && statement.steps.at(-1) === step,
  );
  return isLast ? step : undefined;
}

function owned(node: BuildNode, index: number, link: BuildNode): string {
  const input = node.inputs[index];
  const name = input === undefined ? '' : sideName(input, index, node);
  return name.startsWith('the ') ? `${link.layer.name} before it` : `${name}'s ${link.layer.name}`;
}

/** How many times larger one shape is than another, less than 1 where it is smaller; undefined where it is no whole number. */
export function sizeRatio(from: Shape, to: Shape): number | undefined {
  const up = wholeRatio(to, from);
  return wholeRatio(from, to) ?? (up === undefined ? undefined : 1 / up);
}

/** How many times larger one shape is on every spatial axis; undefined when that is no whole number. */
function wholeRatio(from: Shape, to: Shape): number | undefined {
  if (from.length !== to.length || from.length < 2) return undefined;
  let ratio: number | undefined;
  for (let axis = 0; axis < from.length - 1; axis += 1) {
    const [a, b] = [from[axis] ?? null, to[axis] ?? null];
    if (a === null || b === null || a < b) return undefined;
    const here = Math.ceil(a / b);
    if (Math.floor(a / b) !== here && Math.ceil(a / here) !== b) return undefined;
    if (ratio !== undefined && ratio !== here) return undefined;
    ratio = here;
  }
  return ratio;
}

function isOnes(value: LayerArguments[string]): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => item === 1);
}

function volume(shape: Shape): number {
  return shape.slice(0, -1).reduce<number>((product, size) => product * (size ?? 1), 1);
}
