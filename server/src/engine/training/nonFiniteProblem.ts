import type { Program } from '../../compiler/program';
import type { Tensor } from '../backend';
import { RunProblem, type RunProblemParts } from '../runProblem';

/** A number of the training is NaN or infinite. It knows the batch, so that the layer can be looked for. */
export class NonFiniteProblem extends RunProblem {
  /** Of the batch, counted from 0 over the whole run. */
  readonly globalStep: number;

  constructor(globalStep: number, parts: RunProblemParts) {
    super('run/nan', parts);
    this.globalStep = globalStep;
  }
}

const nextStep =
  'Lower the learning rate, scale the inputs (Rescaling(1/255)), or look for a logarithm or division of zero.';

/** The loss of a batch is not finite; all three count from 0. */
export function nonFiniteLoss(
  loss: number,
  at: { readonly epoch: number; readonly step: number; readonly globalStep: number },
): NonFiniteProblem {
  return new NonFiniteProblem(at.globalStep, {
    message: `The loss is ${loss} at step ${at.step + 1} of epoch ${at.epoch + 1}`,
    reason: `Batch ${at.globalStep + 1} of the run gave a loss that is not a finite number; the learning rate is often too high, or inputs are not scaled.`,
    nextStep,
  });
}

/** The update of a batch (from 0) has left weights that are not finite, though its loss was. */
export function nonFiniteWeights(variable: string, globalStep: number): NonFiniteProblem {
  return new NonFiniteProblem(globalStep, {
    message: `The weights ${variable} are not finite after batch ${globalStep + 1} of the run`,
    reason:
      'The loss of that batch was finite, its gradient was not: often the learning rate is too high, or a function has no slope at zero.',
    nextStep,
  });
}

/** The first weight of a program that holds a NaN or an infinity. */
export function firstNonFiniteWeight(program: Program, variables: ReadonlyMap<string, Tensor>): string | undefined {
  const weights = program.variables.filter(({ role, dtype }) => role === 'weight' && dtype === 'float32');
  return weights.find(({ name }) => !isFiniteTensor(variables.get(name)))?.name;
}

/** Whether all values are finite; an absent tensor is. */
export function isFiniteTensor(tensor: Tensor | undefined): boolean {
  if (!(tensor?.data instanceof Float32Array)) return true;
  // A sum of finite numbers may overflow float32 but not float64: one pass without a branch a value.
  let sum = 0;
  for (const value of tensor.data) sum += value;
  return Number.isFinite(sum);
}
