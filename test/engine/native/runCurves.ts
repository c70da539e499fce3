/**
 * Trains the notebooks' networks on the native engine and prints how far its losses are from Keras's, network by
 * network, and the losses of three whole epochs of one of them beside Keras's spread (all: `npm run soak -- curves`).
 */
import { createNativeEngine } from '../../../server/src/engine/native/nativeEngine';
import { curves, epochSpread, medianCurve, trainCurve } from '../../helpers/trainingCurves';

/** The greatest difference of the first twenty losses of one network. */
export interface CurveOutcome {
  readonly name: string;
  readonly parts: number;
  readonly difference: number;
}

export interface CurveReport {
  readonly steps: readonly CurveOutcome[];
  /** Of the CIFAR-10 network, epoch by epoch. */
  readonly epochs: readonly { readonly loss: number; readonly low: number; readonly high: number }[];
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
const cifar = curves.filter(({ name }) => name === 'cifar');
const epochs: { readonly loss: number; readonly low: number; readonly high: number }[] = [];
for (const one of cifar) {
  const losses = await medianCurve(one, 3, (program, variables) => engine.load(program, { variables }));
  epochs.push(...epochSpread(one).map((spread, epoch) => ({ loss: losses[epoch] ?? NaN, ...spread })));
}
const report: CurveReport = { steps: outcomes, epochs };
process.stdout.write(`${JSON.stringify(report)}\n`);
