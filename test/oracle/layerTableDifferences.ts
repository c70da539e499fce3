import type { ArgumentValue } from '../../server/src/language/layers/definition';
import type { Shape } from '../../server/src/language/model/shape';

export interface LayerTableEntry {
  readonly layer: string;
  readonly inputs: readonly Shape[];
  readonly args: { readonly [name: string]: ArgumentValue };
  /** What Keras says, or null where it refuses. */
  readonly keras: { readonly output: Shape; readonly params: number; readonly trouble: string | undefined } | null;
}

/** Output and parameters, or the message of the first problem. */
export type LayerTableOutcome = { readonly output: Shape | undefined; readonly params: number | null } | string;

/** Where our answer differs from Keras's, and why ours is right. */
export interface KnownDifference {
  readonly why: string;
  readonly applies: (entry: LayerTableEntry, outcome: LayerTableOutcome) => boolean;
}

export const knownDifferences: readonly KnownDifference[] = [
  {
    why: 'a size of zero is a mistake: Keras goes on with a tensor that holds nothing',
    applies: ({ keras }, outcome) => typeof outcome === 'string' && keras !== null && keras.output.includes(0),
  },
  {
    why: 'normalizing over the batch would let an example depend on its neighbours, in prediction too',
    applies: ({ layer, args, inputs }, outcome) => {
      const batch = args['axis'] === 0 || args['axis'] === -(inputs[0]?.length ?? 0) - 1;
      return (
        batch &&
        /Normalization$|^Softmax$/.test(layer) &&
        typeof outcome === 'string' &&
        outcome.includes('is the batch')
      );
    },
  },
  {
    why: 'an axis that is not there is wrong whatever the sizes: Keras only notices when it runs',
    applies: ({ layer }, outcome) =>
      layer === 'Softmax' && typeof outcome === 'string' && outcome.includes('is outside'),
  },
  {
    why: 'of an unknown and a known size that must be equal the known one holds, whichever comes first',
    applies: ({ layer, keras, inputs }, outcome) =>
      layer === 'Concatenate' && keras !== null && typeof outcome !== 'string' && inputs[0]?.includes(null) === true,
  },
  {
    why: 'an unknown size stays unknown, where Keras refuses to make weights of it before the data are known',
    applies: ({ keras, inputs }, outcome) =>
      keras === null &&
      typeof outcome !== 'string' &&
      inputs.some((shape) => shape.includes(null)) &&
      outcome.params !== 0,
  },
];
