import type { LayerProblem } from '../layers/definition';
import type { BuildNode } from '../model/buildNode';
import { formatShape } from '../model/shape';
import type { RelatedInformation } from './diagnostic';
import { excerpt } from './firstLine';

/** Where each input of a failing layer came from: its name, its shape and the layer that gave it that shape. */
export function blameChain(node: BuildNode, problem: LayerProblem): readonly RelatedInformation[] {
  const inputs = node.inputs.length > 1 || problem.input === undefined ? node.inputs : node.inputs.slice(problem.input, problem.input + 1);
  return inputs.slice(0, 8).map((input, index) => {
    const source = shapeSource(input);
    const place = source.origin.at(-1);
    const span = place?.span ?? source.syntax.expression;
    const message = `${sideName(input, index, node)} ${formatShape(input.output)} from ${describe(source)}, line ${lineOf(source.syntax.file.text, span.start)}`;
    return { message, location: place ?? { span: { start: span.start, end: span.end } } };
  });
}

/** The layer that last changed the shape on the way to a node: normalization and activations pass it on. */
export function shapeSource(node: BuildNode): BuildNode {
  let current = node;
  for (;;) {
    const [input, ...others] = current.inputs;
    if (input === undefined || others.length > 0 || formatShape(input.output) !== formatShape(current.output)) return current;
    // A convolution that keeps the shape still decides it.
    if (current.layer.category === 'convolution') return current;
    current = input;
  }
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

function describe(node: BuildNode): string {
  const { expression, call, file } = node.syntax;
  const span = call ?? expression;
  return excerpt(file.text.slice(span.start, span.end), 48);
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let index = text.indexOf('\n'); index >= 0 && index < offset; index = text.indexOf('\n', index + 1)) line += 1;
  return line;
}
