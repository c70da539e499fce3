import type { LayerArguments } from '../layers/definition';
import type { BuildNode } from '../model/buildNode';
import { inferOutput } from '../model/layerFacts';
import type { Shape } from '../model/shape';
import { sideName } from './blameChain';
import { callArguments } from './callArguments';
import type { Fix } from './diagnostic';
import { insertStepAfter, setArgument } from './edits';
import { positionOf } from './positionOf';
import { priceOf, withPrice } from './price';

/**
 * Ways to make the two sides of a merge equal, each tried out: another stride or other filters for a
 * convolution on the side that does not fit, or a layer put behind it.
 */
export function mergeFixes(node: BuildNode): readonly Fix[] {
  const [left, right] = node.inputs;
  if (node.inputs.length !== 2 || left?.output === undefined || right?.output === undefined) return [];
  const larger = volume(left.output) >= volume(right.output) ? 0 : 1;
  const order = [larger, 1 - larger];
  return order.flatMap((index) => sideFixes(node, index)).slice(0, 4);
}

function sideFixes(node: BuildNode, index: number): readonly Fix[] {
  const side = node.inputs[index];
  const target = node.inputs[1 - index]?.output;
  if (side?.output === undefined || target === undefined || side.output.length !== target.length) return [];
  return [...argumentChanges(node, index, side, side.output, target), ...insertions(node, index, side, side.output, target)];
}

/** Changes of one convolution on the way to the side: strides where the sizes divide, filters for channels. */
function argumentChanges(node: BuildNode, index: number, side: BuildNode, from: Shape, to: Shape): readonly Fix[] {
  const ratio = commonRatio(from, to);
  const channels = to.at(-1) ?? null;
  return chainOf(side).flatMap((link) => {
    const changes: (readonly [string, number])[] = [];
    if (ratio !== undefined && ratio > 1 && isOnes(link.args['strides'])) changes.push(['strides', ratio]);
    if (ratio === 1 && channels !== null && typeof link.args['filters'] === 'number') changes.push(['filters', channels]);
    return changes.flatMap(([name, value]) => tryChange(node, index, side, link, name, value));
  });
}

function tryChange(node: BuildNode, index: number, side: BuildNode, link: BuildNode, name: string, value: number): readonly Fix[] {
  const { call } = link.syntax;
  const previous = link.args[name];
  if (call === undefined || link.syntax.owner !== node.syntax.owner) return [];
  const args: LayerArguments = { ...link.args, [name]: Array.isArray(previous) ? previous.map(() => value) : value };
  const outcome = replay(side, link, args);
  if (outcome === undefined || !fits(node, index, outcome.output)) return [];
  const verb = name === 'strides' ? `add ${name}=${value} to` : `set ${name}=${value} on`;
  const title = withPrice(`${verb} ${sideName(side, index, node)}'s ${link.layer.name}`, outcome.output, outcome.params);
  return [{ title, edits: [setArgument(call, name, String(value), (argument) => positionOf(link.layer, argument))] }];
}

/** A layer put behind the side where the text ends it: pooling for sizes, a 1×1 convolution for channels. */
function insertions(node: BuildNode, index: number, side: BuildNode, from: Shape, to: Shape): readonly Fix[] {
  const place = endOfFlow(side, node);
  if (place === undefined) return [];
  const rank = from.length - 1;
  const ratio = commonRatio(from, to);
  const calls = [
    ...(ratio !== undefined && ratio > 1 ? [`MaxPool${rank}D(${ratio})`] : []),
    ...(ratio === 1 && rank > 0 ? [`Conv${rank}D(${String(to.at(-1))}, 1)`] : []),
  ];
  return calls.flatMap((text) => {
    const inserted = callArguments(text);
    const output = inserted && inferOutput(inserted.layer, [from], inserted.args).output;
    if (inserted === undefined || output === undefined || !fits(node, index, output)) return [];
    const title = withPrice(`put ${text} after ${sideName(side, index, node)}`, output, priceOf(inserted.layer, [from], inserted.args));
    return [{ title, edits: [insertStepAfter(place, text)] }];
  });
}

function fits(node: BuildNode, index: number, output: Shape): boolean {
  const shapes = node.inputs.map((input, place) => (place === index ? output : input.output));
  return shapes.every((shape) => shape !== undefined) && inferOutput(node.layer, shapes, node.args).problem === undefined;
}

/** The layers from a side back to where it branches or begins, nearest first. */
function chainOf(side: BuildNode): readonly BuildNode[] {
  const chain: BuildNode[] = [];
  let current = side;
  while (current.inputs.length === 1 && chain.length < 32) {
    chain.push(current);
    const next: BuildNode | undefined = current.inputs[0];
    if (next === undefined || next.consumers.length > 1) break;
    current = next;
  }
  return chain;
}

/** Infers a chain anew with one layer's arguments changed: its end and the difference in parameters. */
function replay(side: BuildNode, link: BuildNode, args: LayerArguments): { output: Shape; params: number } | undefined {
  const chain = chainOf(side);
  const path = chain.slice(0, chain.indexOf(link) + 1).reverse();
  let shape = link.inputs[0]?.output;
  let params = 0;
  for (const node of path) {
    const before = node.inputs[0]?.output;
    if (shape === undefined || before === undefined) return undefined;
    const changed = node === link ? args : node.args;
    params += priceOf(node.layer, [shape], changed) - priceOf(node.layer, [before], node.args);
    shape = inferOutput(node.layer, [shape], changed).output;
  }
  return shape === undefined ? undefined : { output: shape, params };
}

/** The last call of a side, when it ends a flow that only the merge reads. */
function endOfFlow(side: BuildNode, node: BuildNode): { start: number; end: number } | undefined {
  const { step, owner } = side.syntax;
  if (step === undefined || owner !== node.syntax.owner) return undefined;
  const isLast = owner.body.statements.some((statement) => statement.kind === 'Flow' && statement.name !== undefined && statement.steps.at(-1) === step);
  return isLast && side.consumers.length <= 1 ? step : undefined;
}

/** How many times larger one shape is on every spatial axis; undefined when that is no whole number. */
function commonRatio(from: Shape, to: Shape): number | undefined {
  let ratio: number | undefined;
  for (let axis = 0; axis < from.length - 1; axis += 1) {
    const [a, b] = [from[axis] ?? null, to[axis] ?? null];
    if (a === null || b === null) return undefined;
    const here = Math.ceil(a / b);
    if (Math.floor(a / b) !== here && Math.ceil(a / here) !== b) return undefined;
    if (ratio !== undefined && ratio !== here) return undefined;
    ratio = here;
  }
  return ratio ?? 1;
}

function isOnes(value: LayerArguments[string]): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => item === 1);
}

function volume(shape: Shape): number {
  return shape.slice(0, -1).reduce<number>((product, size) => product * (size ?? 1), 1);
}
