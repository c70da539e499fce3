import { blameChain } from '../diagnostics/blameChain';
import type { Location } from '../diagnostics/diagnostic';
import { inputCountProblem } from '../diagnostics/flowProblem';
import { layerProblem } from '../diagnostics/layerProblem';
import type { Call, Expression, Span, Step } from '../syntax/tree';
import type { BuildNode, NodeSyntax } from './buildNode';
import type { Frame } from './frame';
import type { StepResult } from './graph';
import { unknownLayer } from './inputLayer';
import { joinPath, NodeFactory } from './nodeFactory';
import type { Problem } from './problem';
import { sum } from './totals';
import type { TensorValue } from './value';

/** Makes the nodes of bodies where they stand in the text, and keeps what each step gave. */
export class FrameNodes {
  readonly factory = new NodeFactory();
  readonly results = new Map<object, StepResult[]>();

  constructor(
    private readonly documentUri: string,
    private readonly report: (frame: Frame, problem: Problem) => void,
  ) {}

  /** A node for a layer on its inputs; what does not fit is reported in the frame. */
  make(
    frame: Frame,
    request: Pick<
      Parameters<NodeFactory['make']>[0],
      'layer' | 'args' | 'inputs' | 'path' | 'weightPath' | 'syntax' | 'source' | 'output'
    >,
  ): TensorValue {
    const { call, expression } = request.syntax;
    const origin = [...frame.origin, this.location(frame.scope.uri, call ?? expression)];
    const { layer, args, inputs, path, weightPath, syntax, source, output } = request;
    const { node, problem } = this.factory.make({
      layer,
      args,
      inputs,
      path,
      weightPath,
      syntax,
      source,
      output,
      scope: frame.blockScope,
      origin,
    });
    const count = request.inputs.length;
    if (problem !== undefined) {
      this.report(frame, { ...layerProblem(node, problem, blameChain(node, problem)), dynamic: true });
    } else if (count > 0 && (count < request.layer.inputs.min || count > request.layer.inputs.max)) {
      const named = [...frame.tensors].flatMap(([name, { value }]) =>
        value === undefined ? [] : [{ name, node: value.node }],
      );
      this.report(frame, inputCountProblem(node, count, call ?? expression, named));
    }
    return { kind: 'tensor', node };
  }

  /** A tensor of unknown shape that stands on an error. */
  placeholder(place: Span, syntax: NodeSyntax, inputs: readonly BuildNode[] = [], name = ''): TensorValue {
    const layer = unknownLayer(name);
    const path = this.factory.component('', layer.name);
    const { node } = this.factory.make({
      layer,
      args: {},
      inputs,
      path,
      weightPath: path,
      scope: [],
      origin: [this.location(syntax.uri, place)],
      syntax,
    });
    return { kind: 'tensor', node };
  }

  /** Keeps what a step or value gave: its output and what the nodes made since `from` cost. */
  record(frame: Frame, key: object, inputs: readonly BuildNode[], from: number, tensor: TensorValue): void {
    const nodes = this.factory.nodes.slice(from);
    const list = this.results.get(key) ?? [];
    if (list.at(-1)?.nodes.at(-1) === nodes.at(-1) && nodes.length > 0 && list.at(-1)?.nodes.length === nodes.length)
      return;
    let params: number | null = 0;
    let macs: number | null = 0;
    for (const node of nodes) {
      macs = sum(macs, node.macs);
      // A layer's weights count where it is first used.
      if (this.factory.firstUse.get(node.owner) === node) params = sum(params, node.owner.params.params);
    }
    list.push({
      output: tensor.node.output,
      params,
      macs,
      receptiveField: tensor.node.receptiveField,
      nodes,
      inputs: inputs.map(({ output }) => output),
      scope: frame.blockScope,
    });
    this.results.set(key, list);
  }

  /** Where a node stands in the text. */
  syntaxOf(frame: Frame, expression: Expression, call?: Call, step?: Step): NodeSyntax {
    return { call, step, expression, uri: frame.scope.uri, file: frame.scope.file, owner: frame.owner };
  }

  /** The place of a node itself, so that it moves with the node. */
  location(uri: string, span: Span): Location {
    return uri === this.documentUri ? { span } : { uri, span };
  }

  /** The place of the weights of a node at `path`: shared bodies keep theirs in one place. */
  weightPath(frame: Frame, path: string): string {
    return frame.weightPath === frame.path ? path : joinPath(frame.weightPath, path.slice(frame.path.length + 1));
  }
}
