/** The child of `probeNative`: loads the binding named by its argument and trains one step. */
import type { Program, TensorRef } from '../../compiler/program';
import type { Tensor } from '../backend';
import { loadBinding } from './binding';
import { createNativeSession } from './nativeSession';

/** w ← w − 0.1 · (2·x·w): one convolution-free step that reads, computes and updates. */
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
    },
    separable: false,
  };
}

async function main(): Promise<void> {
  const binding = loadBinding(process.argv[2] ?? '');
  const vector = (...values: number[]): Tensor => ({ dtype: 'float32', shape: [2], data: Float32Array.from(values) });
  const session = await createNativeSession(binding, probeProgram(), new Map([['w', vector(1, 1)]]));
  const start = performance.now();
  await session.run('train', new Map([['x', vector(1, 2)]]));
  const step = performance.now() - start;
  const weights = (await session.read()).get('w')?.data ?? [];
  if (Math.abs((weights[0] ?? 0) - 0.8) > 1e-6 || Math.abs((weights[1] ?? 0) - 0.6) > 1e-6)
    throw new Error(`a step gave ${weights.join(', ')}`);
  process.stdout.write(`ok ${binding.TF_Version} ${step.toFixed(3)}\n`);
}

main().then(
  // TensorFlow's threads would hold the process.
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
