import { layerRegistry } from '../layers/registry';
import type { BuildNode } from '../model/buildNode';
import { inferOutput } from '../model/layerFacts';
import type { Problem } from '../model/problem';
import { formatShape } from '../model/shape';
import type { Call, Expression } from '../syntax/tree';
import type { Fix } from './diagnostic';
import { excerpt, firstLine } from './firstLine';
import { proven } from './fixes/candidate';
import { removalCandidates } from './fixes/removalFixes';
import { withPrice } from './price';

/** `nn/flow`: an arrow that leads into a tensor: most likely the two should be added or put side by side. */
export function arrowIntoTensor(call: Call, incoming: BuildNode, tensor: BuildNode | undefined): Problem {
  const name = call.callee.text;
  return {
    code: 'nn/flow',
    span: call.callee,
    message: firstLine(`'${excerpt(name)}' is no layer: an arrow leads into a layer or block`),
    fixes:
      tensor === undefined
        ? []
        : ['Add', 'concat'].flatMap((layer) => mergedBy(layer, [incoming, tensor], `${layer}(${name})`, call)),
  };
}

/** `nn/inputs`: a layer with too few or too many tensors. */
export function inputCountProblem(
  node: BuildNode,
  count: number,
  place: Expression,
  named: readonly { readonly name: string; readonly node: BuildNode }[],
): Problem {
  const { layer, syntax } = node;
  const isFew = count < layer.inputs.min;
  const { call } = syntax;
  const [first] = node.inputs;
  const merged =
    isFew && call !== undefined && call.args === undefined && first !== undefined
      ? named
          .filter((other) => other.node !== first)
          .flatMap((other) => mergedBy(layer.name, [first, other.node], `${call.callee.text}(${other.name})`, call))
      : [];
  return {
    code: 'nn/inputs',
    span: call?.callee ?? place,
    message: `${layer.name} takes ${isFew ? `at least ${layer.inputs.min} tensors` : plural(layer.inputs.max)}, got ${count}`,
    related: node.inputs.slice(0, 4).map((input) => ({
      message: `one is ${formatShape(input.output)}`,
      location: input.origin.at(-1) ?? { span: { start: place.start, end: place.end } },
    })),
    fixes: [...merged.slice(0, 2), ...(isFew ? proven(node, removalCandidates(node), 1) : [])],
  };
}

function mergedBy(name: string, inputs: readonly BuildNode[], text: string, call: Call): readonly Fix[] {
  const layer = layerRegistry.get(name);
  const shapes = inputs.map(({ output }) => output);
  if (layer === undefined || !shapes.every((shape) => shape !== undefined)) return [];
  const args = Object.fromEntries(layer.parameters.map((parameter) => [parameter.name, parameter.default]));
  const { output } = inferOutput(layer, shapes, args);
  return output === undefined
    ? []
    : [
        {
          title: withPrice(`write ${text}`, output, 0),
          edits: [{ span: { start: call.start, end: call.end }, newText: text }],
        },
      ];
}

function plural(count: number): string {
  return count === 1 ? '1 tensor' : `${count} tensors`;
}
