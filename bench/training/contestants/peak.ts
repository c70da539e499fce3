/** The machine's matrix-multiply peak: products of two square matrices in TensorFlow, all cores at one. */
import { availableParallelism } from 'node:os';
import type { Program, TensorRef } from '../../../server/src/compiler/program';
import type { Tensor } from '../../../server/src/engine/backend';
import { createNativeEngine } from '../../../server/src/engine/native/nativeEngine';
import { createGate } from './gate';

const size = Number(process.argv[2]);
const matrix = { dtype: 'float32', shape: [size, size] } as const;
const ref = (operation: number): TensorRef => ({ operation, output: 0 });
const program: Program = {
  name: 'peak',
  variables: ['a', 'b'].map((name) => ({
    name,
    ...matrix,
    role: 'weight',
    trainable: false,
    initializer: { kind: 'constant', value: 1 },
  })),
  functions: {
    predict: {
      feeds: [],
      operations: [
        { op: 'ReadVariableOp', inputs: [], attributes: {}, outputs: [matrix], names: ['a'] },
        { op: 'ReadVariableOp', inputs: [], attributes: {}, outputs: [matrix], names: ['b'] },
        { op: 'MatMul', inputs: [ref(0), ref(1)], attributes: {}, outputs: [matrix] },
        {
          op: 'Max',
          inputs: [ref(2)],
          attributes: { axes: [0, 1], keep_dims: false },
          outputs: [{ dtype: 'float32', shape: [] }],
        },
      ],
      results: [{ name: 'max', tensor: ref(3) }],
      metricLayout: [],
    },
  },
  separable: false,
};

process.env['TF_NUM_INTRAOP_THREADS'] = String(availableParallelism());
process.env['TF_NUM_INTEROP_THREADS'] = '1';
const engine = await createNativeEngine();
const values = (seed: number): Tensor => ({
  ...matrix,
  data: Float32Array.from({ length: size * size }, (_, index) => Math.sin(index * 0.7 + seed)),
});
const session = await engine.load(program, {
  variables: new Map([
    ['a', values(1)],
    ['b', values(2)],
  ]),
});
const gate = createGate();
for (;;) {
  await gate.enter();
  await session.run('predict', new Map());
  gate.leave();
}
