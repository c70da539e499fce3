import type { GraphNode } from '../../../language/model/graph';
import type { Shape } from '../../../language/model/shape';
import { ExportProblem } from '../exportProblem';

/** How PyTorch does a layer. Tensors of two axes or more besides the batch stand channels first, others as they are. */
export interface TorchLayer {
  /** The expression of a module or parameters that `__init__` keeps, by the attribute behind the layer's name. */
  readonly modules?: { readonly [suffix: string]: string };
  /** Where weights of the file go: `.weight` of the module, from `kernel`, through a function of the script. */
  readonly weights?: readonly TorchWeight[];
  /** The value, of the values that it takes. */
  readonly forward: string;
}

export interface TorchWeight {
  /** Behind the layer's name: `.weight`. */
  readonly to: string;
  readonly from: string;
  readonly through?: 'conv_kernel' | 'depthwise_kernel' | 'linear_kernel';
}

export interface TorchCall {
  readonly node: GraphNode;
  readonly args: GraphNode['args'];
  /** `self.trunk_Conv2D`. */
  readonly self: string;
  readonly inputs: readonly string[];
  readonly shapes: readonly Shape[];
  readonly output: Shape;
  define(name: string, source: string): void;
}

export type TorchWriter = (call: TorchCall) => TorchLayer;

export function torchProblem(node: GraphNode, reason: string): ExportProblem {
  return new ExportProblem('pytorch', node, reason);
}

/** The only input. */
export function given({ inputs }: TorchCall): string {
  return inputs[0] ?? 'x';
}

export function shapeOf({ shapes }: TorchCall): readonly number[] {
  return (shapes[0] ?? []).map((size) => size ?? 1);
}

/** Applies what counts its axes channels last to a value that stands channels first. */
export function channelsLast(call: TorchCall, apply: (x: string) => string): string {
  const x = (call.shapes[0] ?? []).length >= 2 ? `${given(call)}.movedim(1, -1)` : given(call);
  const value = apply(x);
  return call.output.length >= 2 ? `${value}.movedim(-1, 1)` : value;
}

/** Where an axis of Keras's, the batch counted, stands in the module. */
export function torchAxis(axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank + 1 : axis;
  if (rank < 2 || positive === 0) return positive;
  return positive === rank ? 1 : positive + 1;
}

/** `(1, 2)`, or one number where all are equal. */
export function sizesText(sizes: readonly number[]): string {
  const [first = 1] = sizes;
  return sizes.every((size) => size === first) ? String(first) : `(${sizes.join(', ')})`;
}

/** `F.pad` around the spatial axes, by axis; the value itself where there is nothing to pad. */
export function padded(x: string, margins: readonly (readonly [number, number])[], value = ''): string {
  if (margins.every(([before, after]) => before === 0 && after === 0)) return x;
  const flat = [...margins].reverse().flat();
  return `F.pad(${x}, (${flat.join(', ')})${value === '' ? '' : `, value=${value}`})`;
}
