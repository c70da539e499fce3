/**
 * `npm run soak -- curves [--engine native|wasm|both] [--network mnist|cifar|fashion] [--runs 5]`: three epochs of the
 * notebooks' networks beside Keras's. Chaos makes of weights moved by 1e-7 losses that differ by per cents, so that
 * one run may leave a spread of five that are drawn like it: the median of as many of ours is held to it.
 */
import { parseArgs } from 'node:util';
import { createNativeEngine } from '../../server/src/engine/native/nativeEngine';
import { createWorkerSession } from '../../server/src/engine/wasm/workerPool';
import { curves, epochSpread, medianCurve, type StartSession } from '../helpers/trainingCurves';

/** Gives the number of epochs whose loss is outside. */
export async function soak(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      engine: { type: 'string', default: 'native' },
      network: { type: 'string' },
      runs: { type: 'string', default: '5' },
    },
  });
  const engines = values.engine === 'both' ? ['native', 'wasm'] : [values.engine];
  let outside = 0;
  for (const engine of engines) {
    const start = await starter(engine);
    for (const one of curves) {
      if (values.network !== undefined && values.network !== one.name) continue;
      const ours = await medianCurve(one, Number(values.runs), start);
      for (const [epoch, { low, high }] of epochSpread(one).entries()) {
        const loss = ours[epoch] ?? NaN;
        const inside = loss >= low && loss <= high;
        if (!inside) outside += 1;
        console.log(
          `${inside ? 'inside ' : 'OUTSIDE'}  ${engine.padEnd(6)}  ${one.name.padEnd(7)}  epoch ${epoch + 1}  ` +
            `${loss.toPrecision(4)} in ${low.toPrecision(4)} … ${high.toPrecision(4)}`,
        );
      }
    }
  }
  return outside;
}

async function starter(engine: string): Promise<StartSession> {
  if (engine === 'wasm') return (program, variables) => createWorkerSession(program, variables, 2);
  const native = await createNativeEngine();
  return (program, variables) => native.load(program, { variables });
}
