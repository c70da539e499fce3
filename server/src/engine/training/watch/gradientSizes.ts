import type { Program } from '../../../compiler/program';
import type { Tensor } from '../../backend';

/** A layer whose gradient is this much smaller than that of the layer with the largest learns nothing beside it. */
const vanished = 1e-5;

export interface GradientTrouble {
  /** The variable: `trunk/Dense/kernel`. */
  readonly variable: string;
  readonly kind: 'vanishing' | 'infinite';
  /** The variable's root mean square gradient over the largest of all; NaN where it is infinite. */
  readonly share: number;
}

/**
 * Judges the sums of squared gradients that the function `gradients` gives, one a trainable weight. Only kernels
 * are compared: biases and scales have gradients of other sizes by nature.
 */
export function judgeGradients(program: Program, sums: ReadonlyMap<string, Tensor>): readonly GradientTrouble[] {
  const sizes = program.variables.flatMap(({ name, shape }) => {
    const sum = sums.get(name)?.data[0];
    if (sum === undefined || shape.length < 2) return [];
    return [{ variable: name, rms: Math.sqrt(sum / shape.reduce((product, size) => product * size, 1)) }];
  });
  const infinite = sizes.filter(({ rms }) => !Number.isFinite(rms));
  if (infinite.length > 0) return infinite.map(({ variable }) => ({ variable, kind: 'infinite', share: Number.NaN }));
  const largest = Math.max(0, ...sizes.map(({ rms }) => rms));
  return sizes.flatMap(({ variable, rms }) =>
    largest > 0 && rms < vanished * largest ? [{ variable, kind: 'vanishing' as const, share: rms / largest }] : [],
  );
}
