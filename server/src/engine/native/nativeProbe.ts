/** The child of `probeNative`: loads the modules named by its arguments, trains one step and convolves one image. */
import type { Program, TensorRef, TensorType } from '../../compiler/program';
import type { Tensor } from '../backend';
import { loadLibrary } from './binding';
import { createNativeSession } from './nativeSession';

const image: TensorType = { dtype: 'float32', shape: [null, 6, 6, 16] };
const filter: TensorType = { dtype: 'float32', shape: [3, 3, 16, 16] };
const maps: TensorType = { dtype: 'float32', shape: [null, 4, 4, 16] };

/** w ← w − 0.1 · (2·x·w): one step that reads, computes and updates; and a convolution that our kernels do, if any. */
function probeProgram(): Program {
  const ref = (operation: number): TensorRef => ({ operation, output: 0 });
  const type = { dtype: 'float32', shape: [2] } as const;
  return {
    name: 'probe',
    variables: [{ name: 'w', ...type, role: 'weight', trainable: true, initializer: { kind: 'constant', value: 1 } }],
    functions: {
      train: {
        feeds: [{ name: 'x', ...type }],
        operations: [
          { op: 'Placeholder', inputs: [], attributes: {}, outputs: [type], names: ['x'] },
          { op: 'ReadVariableOp', inputs: [], attributes: {}, outputs: [type], names: ['w'] },
          { op: 'Mul', inputs: [ref(0), ref(1)], attributes: {}, outputs: [type] },
          { op: 'Const', inputs: [], attributes: {}, outputs: [{ dtype: 'float32', shape: [] }], values: [0.2] },
          { op: 'ResourceApplyGradientDescent', inputs: [ref(3), ref(2)], attributes: {}, outputs: [], names: ['w'] },
        ],
        results: [{ name: 'metrics', tensor: ref(2) }],
        metricLayout: [],
      },
      convolve: {
        feeds: [
          { name: 'image', ...image },
          { name: 'filter', ...filter },
        ],
        operations: [
          { op: 'Placeholder', inputs: [], attributes: {}, outputs: [image], names: ['image'] },
          { op: 'Placeholder', inputs: [], attributes: {}, outputs: [filter], names: ['filter'] },
          {
            op: 'Conv2D',
            inputs: [ref(0), ref(1)],
            attributes: { strides: [1, 1], padding: 'VALID' },
            outputs: [maps],
          },
        ],
        results: [{ name: 'maps', tensor: ref(2) }],
        metricLayout: [],
      },
    },
    separable: false,
  };
}

async function main(): Promise<void> {
  const [bindingFile = '', kernelsFile] = process.argv.slice(2);
  const library = loadLibrary({ bindingFile, kernelsFile });
  const vector = (...values: number[]): Tensor => ({ dtype: 'float32', shape: [2], data: Float32Array.from(values) });
  const session = await createNativeSession(library, probeProgram(), new Map([['w', vector(1, 1)]]));
  const start = performance.now();
  await session.run('train', new Map([['x', vector(1, 2)]]));
  const step = performance.now() - start;
  const weights = (await session.read()).get('w')?.data ?? [];
  if (Math.abs((weights[0] ?? 0) - 0.8) > 1e-6 || Math.abs((weights[1] ?? 0) - 0.6) > 1e-6)
    throw new Error(`a step gave ${weights.join(', ')}`);
  const ones = ({ dtype, shape }: TensorType): Tensor => {
    const sizes = shape.map((size) => size ?? 1);
    return { dtype, shape: sizes, data: new Float32Array(sizes.reduce((a, b) => a * b, 1)).fill(1) };
  };
  const convolved = await session.run(
    'convolve',
    new Map([
      ['image', ones(image)],
      ['filter', ones(filter)],
    ]),
  );
  const [first = 0] = convolved.get('maps')?.data ?? [];
  if (Math.abs(first - 144) > 1e-3) throw new Error(`a convolution of ones gave ${first} in place of 144`);
  process.stdout.write(`ok ${library.binding.TF_Version} ${step.toFixed(3)}\n`);
}

main().then(
  // TensorFlow's threads would hold the process.
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
