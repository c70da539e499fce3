import type { LayerProblem } from '../layers/definition';
import { sizesOf } from '../layers/readers';
import type { BuildNode } from '../model/buildNode';
import { formatShape } from '../model/shape';
import type { RelatedInformation } from './diagnostic';
import { excerpt } from './firstLine';

/** Where each input of a failing layer came from: its name, its shape and the layer that gave it that shape. */
export function blameChain(node: BuildNode, problem: LayerProblem): readonly RelatedInformation[] {
  const inputs =
    node.inputs.length > 1 || problem.input === undefined
      ? node.inputs
      : node.inputs.slice(problem.input, problem.input + 1);
  const axes = differingAxes(node, problem);
  return inputs.slice(0, 8).map((input, index) => {
    const source = shapeSource(input, axes);
    const place = source.origin.at(-1);
    const span = place?.span ?? source.syntax.expression;
    const from = `from ${describe(source)}, line ${lineOf(source.syntax.file.text, span.start)}`;
    const message = `${sideName(input, index, node)} ${formatShape(input.output)} ${from}${missingStride(node, index, axes)}`;
    return { message, location: place ?? { span: { start: span.start, end: span.end } } };
  });
}

/** The axes on which the two sides of a failing merge differ; undefined where that is no question of sizes. */
function differingAxes(node: BuildNode, problem: LayerProblem): readonly number[] | undefined {
  const [first, second] = [node.inputs[0]?.output, node.inputs[problem.input ?? 1]?.output];
  if (node.inputs.length < 2 || first === undefined || second === undefined || first.length !== second.length)
    return undefined;
  const axes = [...first.keys()].filter((axis) => first[axis] !== second[axis]);
  const isSpatial = axes.some((axis) => axis < first.length - 1);
  return isSpatial ? axes.filter((axis) => axis < first.length - 1) : axes;
}

/**
 * The layer that last decided these sizes on the way to a node; without axes, the whole shape. Where nothing
 * changed them, the nearest convolution: it could have.
 */
export function shapeSource(node: BuildNode, axes?: readonly number[]): BuildNode {
  let nearest: BuildNode | undefined;
  for (let current = node; ;) {
    const [input, ...others] = current.inputs;
    if (input === undefined) return nearest ?? current;
    if (others.length > 0 || changes(current, input, axes)) return current;
    // A convolution decides the channels even where their number stays.
    const decides = axes === undefined || axes.includes((current.output?.length ?? 0) - 1);
    if (current.layer.category === 'convolution') {
      if (decides) return current;
      nearest ??= current;
    }
    current = input;
  }
}

function changes(node: BuildNode, { output: before }: BuildNode, axes: readonly number[] | undefined): boolean {
  const after = node.output;
  if (before === undefined || after === undefined || before.length !== after.length) return true;
  return (axes ?? [...before.keys()]).some((axis) => before[axis] !== after[axis]);
}

/** What a side lacks that would make it as small as the other: `: no strides, while main has strides=2`. */
function missingStride(node: BuildNode, index: number, axes: readonly number[] | undefined): string {
  const [left, right] = node.inputs;
  if (node.inputs.length !== 2 || left === undefined || right === undefined || axes === undefined) return '';
  const [own, other] = index === 0 ? [left, right] : [right, left];
  const strides = strideOf(shapeSource(other, axes));
  const lacks = axes.every((axis) => Math.ceil((own.output?.[axis] ?? 0) / (strides ?? 1)) === other.output?.[axis]);
  return strides === undefined || !lacks
    ? ''
    : `: no strides, while ${sideName(other, 1 - index, node)} has strides=${strides}`;
}

/** The one stride of a convolution that has any. */
function strideOf(node: BuildNode): number | undefined {
  const strides = sizesOf(node.args, 'strides') ?? [];
  const [first] = strides;
  const isOne = first !== undefined && strides.every((stride) => stride === first);
  return node.layer.category === 'convolution' && isOne && first > 1 ? first : undefined;
}

/** The name under which an input is known in the text, else its place. */
export function sideName(input: BuildNode, index: number, node: BuildNode): string {
  const { expression } = node.syntax;
  if (expression.kind === 'Binary') {
    const side = index === 0 ? expression.left : expression.right;
    if (side.kind === 'Call' && side.args === undefined) return side.callee.text;
    if (side.kind === 'In') return 'in';
  }
  if (expression.kind === 'Call') {
    const offset = node.syntax.step === undefined ? 0 : 1;
    if (offset === 1 && index === 0) return 'the incoming tensor';
    const argument = expression.args?.items.filter((item) => item.name === undefined)[index - offset]?.value;
    if (argument?.kind === 'Call' && argument.args === undefined) return argument.callee.text;
    if (argument?.kind === 'In') return 'in';
  }
  return input.tensor ?? 'the input';
}

/** A node's call as it is written, shortened. */
export function describe(node: BuildNode): string {
  const { expression, call, file } = node.syntax;
  const span = call ?? expression;
  return excerpt(file.text.slice(span.start, span.end), 48);
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let index = text.indexOf('\n'); index >= 0 && index < offset; index = text.indexOf('\n', index + 1)) line += 1;
  return line;
}
