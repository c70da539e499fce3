import type { Operation, Program, TensorType } from '../../../server/src/compiler/program';
import type { NumericTensor } from '../../../server/src/compiler/operations/definition';
import { operationNamed } from '../../../server/src/compiler/operations/registry';
import type { Tensor } from '../../../server/src/engine/backend';
import type { OperationCase } from '../../helpers/operationCases';

/** A program of one operation. Feeds are `x0`, `x1`, …, results `y0`, `y1`, …, variables `v0`, `v1`, … */
export function caseProgram({ op, inputs, attributes, variables = [] }: OperationCase): Program {
  const feeds = inputs.map(({ dtype, shape }, index) => ({ name: `x${index}`, dtype, shape }));
  const names = variables.map((_, index) => `v${index}`);
  const types: readonly TensorType[] = operationNamed(op).infer(feeds, attributes);
  const placeholders = feeds.map(({ name, dtype, shape }, index): Operation => ({
    op: 'Placeholder',
    inputs: [],
    attributes: {},
    outputs: [{ dtype, shape: batched(op, index, shape) }],
    names: [name],
  }));
  const operation: Operation = {
    op,
    inputs: feeds.map((_, index) => ({ operation: index, output: 0 })),
    attributes,
    outputs: types,
    ...(variables.length > 0 && { names }),
  };
  return {
    name: op,
    variables: variables.map(({ shape }, index) => ({
      name: `v${index}`,
      dtype: 'float32',
      shape,
      role: 'weight',
      trainable: true,
      initializer: { kind: 'constant', value: 0 },
    })),
    functions: {
      predict: {
        feeds,
        operations: [...placeholders, operation],
        results: types.map((_, output) => ({ name: `y${output}`, tensor: { operation: feeds.length, output } })),
        metricLayout: [],
      },
    },
    separable: false,
  };
}

export function toTensor({ dtype, shape, data }: NumericTensor): Tensor {
  if (dtype === 'float32') return { dtype, shape, data: Float32Array.from(data) };
  if (dtype === 'int32') return { dtype, shape, data: Int32Array.from(data) };
  return { dtype, shape, data: Uint8Array.from(data) };
}

/** The leading size unknown, as in a program that is trained; that of a filter is no batch. */
function batched(op: string, index: number, shape: readonly number[]): TensorType['shape'] {
  return shape.length < 2 || isFilter(op, index) ? shape : [null, ...shape.slice(1)];
}

function isFilter(op: string, index: number): boolean {
  if (!/^(Conv|Depthwise)/.test(op) || op === 'ConcatV2') return false;
  if (op.includes('BackpropInput')) return index === 0;
  return !op.includes('Backprop') && index === 1;
}
