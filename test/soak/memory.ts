/**
 * `npm run soak -- memory [--steps 20000] [--threads 2]`: the memory of a process that trains on the wasm engine, over
 * many steps of uneven batches with convolution, pooling, batch normalization and dropout. Once warm it must stay flat.
 */
import { parseArgs } from 'node:util';
import { compileTraining } from '../../server/src/compiler/compile';
import { initialVariables } from '../../server/src/compiler/initializers';
import type { Tensor } from '../../server/src/engine/backend';
import { createWorkerSession } from '../../server/src/engine/wasm/workerPool';
import { functionValue, graphOf, planOf, settingsOf, type TrainingWish } from '../helpers/compileText';

const text = `model Small {
  input 12x12x1 -> Conv2D(8, 3) -> BatchNormalization -> ReLU -> MaxPool2D(2) -> Dropout(0.3)
    -> Flatten -> Dense(10, activation=softmax)
}`;
const wish: TrainingWish = {
  optimizer: functionValue('Adam', { learning_rate: 0.001 }),
  loss: functionValue('sparse_categorical_crossentropy'),
  target: { dtype: 'int32', shape: [], classes: 10 },
};
/** Of the memory when warm. */
const allowedGrowth = 0.05;
const looks = 10;

/** Gives 1 where the memory has grown. */
export async function soak(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { steps: { type: 'string', default: '20000' }, threads: { type: 'string', default: '2' } },
  });
  const steps = Number(values.steps);
  const graph = graphOf(text);
  const program = compileTraining(graph, settingsOf(graph, wish), planOf(graph, wish));
  const session = await createWorkerSession(program, initialVariables(program, 1), Number(values.threads));
  const megabytes: number[] = [];
  for (let step = 0; step < steps; step++) {
    await session.run('train', feedsOf(step), ['metrics']);
    if ((step + 1) % Math.ceil(steps / looks) !== 0) continue;
    megabytes.push(process.memoryUsage().rss / 1024 ** 2);
    console.log(`step ${String(step + 1).padStart(8)}  ${megabytes.at(-1)?.toFixed(0) ?? ''} MB`);
  }
  await session.dispose();
  // The first look falls into the time in which caches fill and code is optimized.
  const [, ...warm] = megabytes;
  const growth = Math.max(...warm.slice(warm.length / 2)) / Math.max(...warm.slice(0, warm.length / 2)) - 1;
  console.log(`${steps} steps: ${(100 * growth).toFixed(1)} % more in the second half than in the first`);
  return growth > allowedGrowth ? 1 : 0;

  function feedsOf(step: number): ReadonlyMap<string, Tensor> {
    const rows = 13 + (step % 4);
    const data = Float32Array.from({ length: rows * 144 }, (_, index) => Math.sin(index * 0.37 + step));
    return new Map<string, Tensor>([
      [graph.inputs[0]?.path ?? '', { dtype: 'float32', shape: [rows, 12, 12, 1], data }],
      [
        `target:${program.name}`,
        { dtype: 'int32', shape: [rows], data: Int32Array.from({ length: rows }, (_, row) => (row + step) % 10) },
      ],
      ['learning_rate', { dtype: 'float32', shape: [], data: Float32Array.of(0.001) }],
      ['seed', { dtype: 'int32', shape: [2], data: Int32Array.of(1, step) }],
    ]);
  }
}
