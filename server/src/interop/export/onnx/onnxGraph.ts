/**
 * Collects the nodes of an ONNX graph. The program's images are channels-last, ONNX's convolutions channels-first: each
 * value knows in which order it stands and is turned only where an operation needs the other one.
 */
import type { Tensor } from '../../../engine/backend';
import type { TensorRef, TensorType } from '../../../compiler/program';
import type { OnnxAttribute, OnnxNode, OnnxTensor } from './onnxMessages';

/** `last`: as the program has it; `first`: [N, C, spatial…]. */
export type Layout = 'last' | 'first';

export interface PlacedValue {
  readonly name: string;
  readonly layout: Layout;
}

export interface OnnxGraph {
  /** Names of nodes begin with the layer that they serve. */
  enter(layer: string | undefined): void;
  /** Adds a node and gives its output's name; the name given is the value's where it has one. */
  node(op: string, inputs: readonly string[], attributes?: { readonly [name: string]: OnnxAttribute }): string;
  /** A node of several outputs. */
  nodes(
    op: string,
    inputs: readonly string[],
    count: number,
    attributes?: { readonly [name: string]: OnnxAttribute },
  ): readonly string[];
  /** int64 [values], as ONNX takes axes and shapes. */
  whole(values: readonly number[]): string;
  float(value: number): string;
  /** Sets what an operation of the program gives. */
  place(ref: TensorRef, value: PlacedValue): void;
  layoutOf(ref: TensorRef): Layout;
  /** The name of a value as the program has it. */
  last(ref: TensorRef): string;
  /** The name of a value with its channels first. */
  first(ref: TensorRef): string;
  /** A weight or constant, turned by `perm` when it is written, then in another shape where one is given. */
  turned(ref: TensorRef, perm: readonly number[], shape?: readonly number[]): string;
  /** [C] as [C, 1, …], to stand beside a channels-first value of this rank. */
  perChannel(ref: TensorRef, rank: number): string;
  addTensor(name: string, tensor: Tensor): string;
  /** A tensor that is written only if something takes it. */
  addLazy(ref: TensorRef, name: string, tensor: Tensor): void;
  readonly written: { readonly nodes: readonly OnnxNode[]; readonly tensors: readonly OnnxTensor[] };
}

export function createOnnxGraph(typeOf: (ref: TensorRef) => TensorType): OnnxGraph {
  const nodes: OnnxNode[] = [];
  const tensors = new Map<string, OnnxTensor>();
  const values = new Map<string, PlacedValue>();
  const lazy = new Map<string, { readonly name: string; readonly tensor: Tensor }>();
  const turns = new Map<string, string>();
  const add = (name: string, tensor: Tensor): string => {
    if (!tensors.has(name)) tensors.set(name, { name, type: tensor.dtype, shape: tensor.shape, data: tensor.data });
    return name;
  };
  let scope = '';
  const graph: OnnxGraph = {
    enter: (layer) => {
      scope = layer ?? '';
    },
    node: (op, inputs, attributes = {}) => graph.nodes(op, inputs, 1, attributes)[0] ?? '',
    nodes: (op, inputs, count, attributes = {}) => {
      const name = `${scope}/${op}_${nodes.length}`;
      const outputs = Array.from({ length: count }, (_, index) => (count === 1 ? name : `${name}_${index}`));
      nodes.push({ op, name, inputs, outputs, attributes });
      return outputs;
    },
    whole: (list) => {
      const name = `whole_${list.join('_').replaceAll('-', 'm')}`;
      const data = BigInt64Array.from(list, BigInt);
      if (!tensors.has(name)) tensors.set(name, { name, type: 'int64', shape: [list.length], data });
      return name;
    },
    float: (value) => add(`float_${value}`, { dtype: 'float32', shape: [], data: Float32Array.of(value) }),
    place: (ref, value) => {
      values.set(keyOf(ref), value);
    },
    layoutOf: (ref) => values.get(keyOf(ref))?.layout ?? 'last',
    last: (ref) => {
      const value = values.get(keyOf(ref));
      if (value === undefined) {
        const kept = lazy.get(keyOf(ref));
        if (kept === undefined) throw new Error(`operation ${ref.operation} gives nothing`);
        return add(kept.name, kept.tensor);
      }
      if (value.layout === 'last') return value.name;
      const rank = typeOf(ref).shape.length;
      return turn(value.name, toLast(rank));
    },
    first: (ref) => {
      const value = values.get(keyOf(ref));
      if (value?.layout === 'first') return value.name;
      return turn(graph.last(ref), toFirst(typeOf(ref).shape.length));
    },
    turned: (ref, perm, shape) => {
      const kept = lazy.get(keyOf(ref));
      if (kept === undefined) {
        const name = graph.node('Transpose', [graph.last(ref)], { perm });
        return shape === undefined ? name : graph.node('Reshape', [name, graph.whole(shape)]);
      }
      const tensor = transpose(kept.tensor, perm);
      return add(`${kept.name}${tensors.has(kept.name) ? '_turned' : ''}`, { ...tensor, shape: shape ?? tensor.shape });
    },
    perChannel: (ref, rank) => {
      const key = `${keyOf(ref)} by channel ${rank}`;
      const channels = typeOf(ref).shape.at(-1) ?? 1;
      const known =
        turns.get(key) ?? graph.node('Reshape', [graph.last(ref), graph.whole([channels, ...ones(rank - 2)])]);
      turns.set(key, known);
      return known;
    },
    addTensor: add,
    addLazy: (ref, name, tensor) => {
      lazy.set(keyOf(ref), { name, tensor });
    },
    get written() {
      return { nodes, tensors: [...tensors.values()] };
    },
  };
  const turn = (name: string, perm: readonly number[]): string => {
    const key = `${name} ${perm.join()}`;
    const known = turns.get(key) ?? graph.node('Transpose', [name], { perm });
    turns.set(key, known);
    return known;
  };
  return graph;
}

/** [N, spatial…, C] → [N, C, spatial…]. */
export function toFirst(rank: number): readonly number[] {
  return [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 1)];
}

export function toLast(rank: number): readonly number[] {
  return [0, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 2), 1];
}

/** Where an axis of the program stands in a channels-first value. */
export function axisIn(layout: Layout, axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis;
  return layout === 'last' ? positive : toFirst(rank).indexOf(positive);
}

function ones(count: number): readonly number[] {
  return Array.from({ length: Math.max(0, count) }, () => 1);
}

function keyOf({ operation, output }: TensorRef): string {
  return `${operation}:${output}`;
}

/** Row-major values with their axes in another order. */
export function transpose(tensor: Tensor, perm: readonly number[]): Tensor {
  const { shape, data } = tensor;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sizes = perm.map((axis) => shape[axis] ?? 1);
  const steps = perm.map((axis) => strides[axis] ?? 1);
  const turned = data.slice();
  const index = sizes.map(() => 0);
  let from = 0;
  for (let place = 0; place < turned.length; place += 1) {
    turned[place] = data[from] ?? 0;
    for (let axis = sizes.length - 1; axis >= 0; axis -= 1) {
      const size = sizes[axis] ?? 1;
      const step = steps[axis] ?? 1;
      const next = (index[axis] ?? 0) + 1;
      from += step;
      if (next < size) {
        index[axis] = next;
        break;
      }
      index[axis] = 0;
      from -= size * step;
    }
  }
  return { dtype: tensor.dtype, shape: sizes, data: turned };
}
