import { unknownName } from '../diagnostics/unknownName';
import type { LayerDefinition } from '../layers/definition';
import { layerRegistry } from '../layers/registry';
import type { Binary, Expression } from '../syntax/tree';
import type { BuildNode } from './buildNode';
import type { Frame } from './frame';
import type { FrameNodes } from './frameNodes';
import { joinPath } from './nodeFactory';
import type { Problem } from './problem';
import { asTensor, asWord, type TensorValue, type Value } from './value';

/** Arithmetic on tensors as layers. */
export class Operators {
  constructor(
    private readonly nodes: FrameNodes,
    private readonly report: (frame: Frame, problem: Problem) => void,
  ) {}

  /** `a + b` and its like: a merging layer, or Rescaling where one side is a number. */
  combine(frame: Frame, prefix: string, expression: Binary, left: Value, right: Value): TensorValue {
    const [a, b] = [asTensor(left), asTensor(right)];
    if (a !== undefined && b !== undefined) return this.merge(frame, prefix, expression, a, b);
    const tensor = a ?? b;
    const number = a === undefined ? left : right;
    if (tensor === undefined || number === undefined)
      return this.nodes.placeholder(
        expression,
        this.nodes.syntaxOf(frame, expression),
        tensor === undefined ? [] : [tensor.node],
      );
    const rescaling =
      typeof number === 'number' ? asRescaling(expression.operator, number, a !== undefined) : undefined;
    if (rescaling !== undefined) return this.rescale(frame, prefix, expression, tensor, rescaling);
    const side = a === undefined ? expression.left : expression.right;
    const word = asWord(number);
    this.report(
      frame,
      word !== undefined && side.kind === 'Call'
        ? unknownName('tensor', word, side, frame.tensors.keys())
        : { code: 'nn/type', span: expression, message: `'${expression.operator}' does not work on a tensor here` },
    );
    return this.nodes.placeholder(expression, this.nodes.syntaxOf(frame, expression), [tensor.node]);
  }

  private merge(frame: Frame, prefix: string, expression: Binary, left: TensorValue, right: TensorValue): TensorValue {
    const names: { readonly [operator: string]: string } = { '+': 'Add', '-': 'Subtract', '*': 'Multiply' };
    const layer = layerRegistry.get(names[expression.operator] ?? '');
    if (layer === undefined) {
      this.report(frame, {
        code: 'nn/type',
        span: expression,
        message: `'${expression.operator}' does not work on two tensors`,
      });
      return this.nodes.placeholder(expression, this.nodes.syntaxOf(frame, expression), [left.node, right.node]);
    }
    return this.operator(frame, prefix, expression, layer, [left.node, right.node], {});
  }

  /** A tensor by a scale and an offset. */
  rescale(
    frame: Frame,
    prefix: string,
    expression: Expression,
    tensor: TensorValue,
    args: { scale: number; offset: number },
  ): TensorValue {
    const layer = layerRegistry.get('Rescaling');
    if (layer === undefined)
      return this.nodes.placeholder(expression, this.nodes.syntaxOf(frame, expression), [tensor.node]);
    return this.operator(frame, prefix, expression, layer, [tensor.node], args);
  }

  private operator(
    frame: Frame,
    prefix: string,
    expression: Expression,
    layer: LayerDefinition,
    inputs: readonly BuildNode[],
    given: { readonly [name: string]: number },
  ): TensorValue {
    const defaults = Object.fromEntries(layer.parameters.map((parameter) => [parameter.name, parameter.default]));
    const path = joinPath(prefix, this.nodes.factory.component(prefix, layer.name));
    const from = this.nodes.factory.nodes.length;
    const tensor = this.nodes.make(frame, {
      layer,
      args: { ...defaults, ...given },
      inputs,
      path,
      weightPath: this.nodes.weightPath(frame, path),
      syntax: this.nodes.syntaxOf(frame, expression),
    });
    this.nodes.record(frame, expression, inputs, from, tensor);
    return tensor;
  }
}

/** A number and a tensor as scale and offset; undefined where that is not linear. */
function asRescaling(
  operator: Binary['operator'],
  number: number,
  tensorFirst: boolean,
): { scale: number; offset: number } | undefined {
  switch (operator) {
    case '+':
      return { scale: 1, offset: number };
    case '-':
      return tensorFirst ? { scale: 1, offset: -number } : { scale: -1, offset: number };
    case '*':
      return { scale: number, offset: 0 };
    case '/':
      return tensorFirst && number !== 0 ? { scale: 1 / number, offset: 0 } : undefined;
    case '//':
      return undefined;
  }
}
