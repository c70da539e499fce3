/** Trains the notebooks' networks on the native engine and prints how far its losses are from Keras's, network by network. */
import { createNativeEngine } from '../../../server/src/engine/native/nativeEngine';
import { curves, trainCurve } from '../../helpers/trainingCurves';

/** The greatest difference of the first twenty losses of one network. */
export interface CurveOutcome {
  readonly name: string;
  readonly parts: number;
  readonly difference: number;
}

const engine = await createNativeEngine();
const outcomes: CurveOutcome[] = [];
for (const one of curves) {
  for (const parts of one.name === 'fashion' ? [2] : [1, 2]) {
    const losses = await trainCurve(
      one,
      { steps: 20, rate: one.stepRate },
      (program, variables) => engine.load(program, { variables }),
      parts,
    );
    const difference = Math.max(...losses.map((loss, step) => Math.abs(loss - (one.losses[step] ?? NaN))));
    outcomes.push({ name: one.name, parts, difference });
  }
}
process.stdout.write(`${JSON.stringify(outcomes)}\n`);
